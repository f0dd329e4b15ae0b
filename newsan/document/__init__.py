"""One article read once: everything that rooms ask about a text, made at the first question and kept."""

from newsan.document.document import Document, Spans, read

__all__ = ["Document", "Spans", "read"]
