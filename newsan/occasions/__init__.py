"""Occasions of speech: on which day, and through which medium, the words of an article were said."""

from newsan.occasions.find import Occasion, find

__all__ = ["Occasion", "find"]
