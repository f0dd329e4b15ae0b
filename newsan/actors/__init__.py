"""Who the speaker as written is: an actor of the registry, a person of the article, or unknown."""

from newsan.actors.linking import named
from newsan.actors.registry import registry
from newsan.actors.resolve import resolve

__all__ = ["named", "registry", "resolve"]
