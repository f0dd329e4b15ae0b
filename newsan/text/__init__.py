"""Tokens, sentences, paragraphs and quotation state as character offsets; page furniture marked."""

from newsan.text.furniture import Furniture, furniture
from newsan.text.marks import Region, quoted_regions
from newsan.text.segment import lower, paragraphs, running, sentences, tokens

__all__ = [
    "Furniture",
    "Region",
    "furniture",
    "lower",
    "paragraphs",
    "quoted_regions",
    "running",
    "sentences",
    "tokens",
]
