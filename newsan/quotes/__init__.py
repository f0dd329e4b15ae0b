"""Articles to quotes: who is given which words, direct, mixed and indirect."""

from newsan.quotes.find import find
from newsan.quotes.nested import within
from newsan.quotes.read import attributions

__all__ = ["attributions", "find", "within"]
