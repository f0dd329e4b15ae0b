"""An article's sentences, paragraphs and quotations, asked by offset."""

from __future__ import annotations

from typing import Any

from newsan.document import Document, Spans
from newsan.quotes.attribution import span_of


class Layout:
    """Where in an article an offset stands."""

    def __init__(self, document: Document, records: list[dict[str, Any]]) -> None:
        self.document, self.text = document, document.text
        self.sentences, self.starts = document.sentences, document.sentences.starts
        self._quoted = Spans((int(r["start"]), int(r["end"])) for r in records)
        self._of: dict[int, list[tuple[int, int]]] = {}
        for r in records:
            if (speaker := span_of(r, "speaker_")) is not None:
                self._of.setdefault(speaker[0], []).append((r["start"], r["end"]))

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return self.document.sentence_at(at)

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph at an offset, counted from 1."""
        return self.document.paragraphs.before(at) + 1

    def since(self, at: int, back: int) -> int:
        """Return where the paragraph begins that stands so many before the one of an offset."""
        number = self.paragraph(at) - back
        return self.document.paragraphs[number - 1][0] if number > 0 else 0

    def in_quotation(self, at: int) -> bool:
        """Tell whether an offset lies in words that somebody is given with."""
        return self._quoted.covers(at)

    def begin(self, speaker: int) -> int:
        """Return where an utterance begins, speaker by offset: with its words, if they come first in the paragraph."""
        here = self.paragraph(speaker)
        starts = [
            a for a, _ in self._of.get(speaker, ()) if a < speaker and self.paragraph(a) == here
        ]
        return min(starts, default=speaker)

    def is_own(self, at: int, speaker: int) -> bool:
        """Tell whether an offset lies in the words that a speaker, by offset, is given with."""
        return any(a <= at < b for a, b in self._of.get(speaker, ()))
