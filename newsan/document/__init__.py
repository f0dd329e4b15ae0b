"""One article read once: everything that rooms ask about a text, made at the first question and kept."""

from newsan.document.document import Document, read
from newsan.document.spans import Spans

__all__ = ["Document", "Spans", "read"]
