"""Where the quotations of one article stand, asked by number, offset or sentence."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

Span = tuple[int, int]
_OF = re.compile(r" (?:of|by)\Z")
_DETERMINED = re.compile(r"(?:\b(?:the|an?|his|her|its|their)|['’]s) \Z")
_DETERMINER = 8  # characters that one takes


class Setting:
    """The quotations of one article among its sentences; `actors` has who said each."""

    def __init__(
        self,
        text: str,
        records: Sequence[Mapping[str, Any]],
        actors: Sequence[str | None],
        sentences: Sequence[Span],
    ) -> None:
        self.text, self.actors, self.sentences = text, actors, sentences
        self._starts = [start for start, _ in sentences]
        self.spans = [span for r in records if (span := _span(r)) is not None]
        self.cues = [_span(r, "cue_") for r in records]
        self.speakers = [_span(r, "speaker_") for r in records]
        # The sentence that the cue, or else the words, stand in.
        self.at = [
            self.sentence((cue or own)[0]) for cue, own in zip(self.cues, self.spans, strict=True)
        ]
        pieces, end = [], 0  # the text with what is attributed in it left blank
        for a, b in sorted(self.spans):
            pieces += [text[end:a], "\n" * (b - max(a, end))]
            end = max(end, b)
        self.narrated = "".join(pieces) + text[end:]
        self._in: dict[int, set[str | None]] = {}  # who has words in a sentence
        self._cued: dict[int, list[int]] = {}  # quotations by the sentence of their cue
        self.of: dict[str | None, list[int]] = {}  # and by actor
        for k, (start, end) in enumerate(self.spans):
            for number in range(self.sentence(start), self.sentence(max(start, end - 1)) + 1):
                self._in.setdefault(number, set()).add(actors[k])
            if actors[k] is not None:
                self.of.setdefault(actors[k], []).append(k)
                if (cue := self.cues[k]) is not None and not self._is_noun(cue):
                    self._cued.setdefault(self.at[k], []).append(k)

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence at an offset."""
        return max(0, bisect.bisect_right(self._starts, offset) - 1)

    def cued(self, sentence: int) -> list[int]:
        """Return the quotations of known actors whose verb stands in a sentence."""
        return self._cued.get(sentence, [])

    def is_alone(self, quotation: int, sentence: int) -> bool:
        """Tell whether no other actor has words in a sentence."""
        return self._in.get(sentence, set()) <= {self.actors[quotation]}

    def relays(self, outer: int, quotation: int) -> bool:
        """Tell whether one quotation holds another: what an outlet reports that somebody said."""
        (a, b), (c, d) = self.spans[outer], self.spans[quotation]
        return a <= c and d <= b

    def is_narrated(self, offset: int) -> bool:
        """Tell whether a character belongs to the reporter."""
        return self.narrated[offset] == self.text[offset]

    def _is_noun(self, cue: Span) -> bool:
        """Tell `the claims of`, which says nothing of its own sentence's medium, from `claims`."""
        before = max(0, cue[0] - _DETERMINER)
        return (
            _OF.search(self.text, *cue) is not None
            or _DETERMINED.search(self.text, before, cue[0]) is not None
        )


def _span(record: Mapping[str, Any], part: str = "") -> Span | None:
    start, end = record[f"{part}start"], record[f"{part}end"]
    return None if pd.isna(start) else (int(start), int(end))
