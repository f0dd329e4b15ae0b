"""Where the quotations of one article stand among its sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from newsan.document import Document
from newsan.quotes.attribution import span_of
from newsan.text import lower

Span = tuple[int, int]


class Setting:
    """The quotations of one article; `actors` has who said each."""

    def __init__(
        self,
        document: Document,
        records: Sequence[Mapping[str, Any]],
        actors: Sequence[str | None],
    ) -> None:
        text = document.text
        self.text, self.small, self.actors = text, lower(text), actors
        self.sentences, self.sentence = document.sentences, document.sentence_at
        self.spans = [(int(r["start"]), int(r["end"])) for r in records]
        self.cues = [span_of(r, "cue_") for r in records]
        # The sentence that the cue, or else the words, stand in.
        places = zip(self.cues, self.spans, strict=True)
        self.at = [self.sentence((cue or words)[0]) for cue, words in places]
        pieces, end = [], 0  # of the text, what is attributed in it left blank
        for a, b in sorted(self.spans):
            pieces += [text[end:a], "\n" * (b - max(a, end))]
            end = max(end, b)
        self.narrated = "".join(pieces) + text[end:]
        self.cued: defaultdict[int, list[int]] = defaultdict(list)  # by the sentence of their verb
        self.cued_by: defaultdict[int, set[str | None]] = defaultdict(set)  # who has a verb there
        # Who has words in a sentence.
        self._in: defaultdict[int, set[str | None]] = defaultdict(set)
        for k, (actor, cue) in enumerate(zip(actors, self.cues, strict=True)):
            start, end = self.spans[k]
            for number in range(self.sentence(start), self.sentence(end - 1) + 1):
                self._in[number].add(actor)
            if actor is not None and cue is not None:
                self.cued[self.at[k]].append(k)
                self.cued_by[self.at[k]].add(actor)

    def is_alone(self, quotation: int, sentence: int) -> bool:
        """Return whether a sentence is there in which no other actor has words."""
        if not 0 <= sentence < len(self.sentences):
            return False
        return self._in.get(sentence, set()) <= {self.actors[quotation]}


def apart(one: Span, other: Span) -> int:
    """
    Return how many characters lie between two spans.

    Examples
    --------
    >>> apart((0, 4), (9, 12)), apart((0, 4), (2, 12))
    (5, 0)
    """
    return max(0, other[0] - one[1], one[0] - other[1])
