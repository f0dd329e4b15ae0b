"""Articles to quotes: who is given which words, direct, mixed and indirect."""

from newsan.quotes.attributions import attributions
from newsan.quotes.find import find, within
from newsan.quotes.utterances import distinct, variants

__all__ = ["attributions", "distinct", "find", "variants", "within"]
