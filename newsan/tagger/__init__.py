"""Sources, cues and contents of attributions, tagged by a small trained network in numpy."""

from newsan.tagger.spans import ROLES, Span, tag

__all__ = ["ROLES", "Span", "tag"]
