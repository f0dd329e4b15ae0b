"""Articles to quotes: who is given which words, direct, mixed and indirect."""

from newsan.quotes.attributions import attributions
from newsan.quotes.find import find
from newsan.quotes.nested import within
from newsan.quotes.renderings import variants

__all__ = ["attributions", "find", "variants", "within"]
