"""Who passes words on: `the agency reported`, `according to the report`, `quoted by Reuters`."""

from __future__ import annotations

import re
from typing import Any

from newsan.actors.mention import Layout
from newsan.actors.phrases import Spoken, head, parts
from newsan.document import Document
from newsan.quotes.attribution import span_of

Span = tuple[int, int]

_NEAR = 20  # characters from such a verb to whom it quotes
_SUBJECT = 90  # characters in which a sentence's subject ends
_REST = 40  # characters that may follow who passes on, to the end of the sentence: "on Monday"
_TAIL = 170  # characters in which a clause with who passes on stands, after words or before a stop
_OPENS = 5  # characters before a sentence's subject: "As the"
_QUOTES = re.compile(
    r"(?P<passive>(?:was|were|is|are|been|being) )?\b(?:quot|cit)(?:e|es|ed|ing)\b"
)
_ACCORDING = re.compile(r"[Aa]ccording to |[Aa]s (?:reported|quoted|cited) by ")
_REPORTS = re.compile(
    r" (?:also |has |have |had |later |earlier )?(?:report(?:s|ed)?|learned|quote[sd]?|cite[sd]?)\b"
)
_STOPS = frozenset(".?!")
_GLUED = re.compile(r"(?<=[a-z”\"])[.?!](?=[A-Z“\"-])")  # `cited by Reuters.Washington`
_BY = re.compile(r"\b(?:as (?:quoted|cited|reported)|quoted|cited)\b[^.,;:]{0,30}? by ")
_APPOSED = re.compile(r"[”\"’']?[^.;:?!]{0,160}[”\"’']?,[”\"’']? (?:as )?(?:the |a |an )?")
_NO_MORE = re.compile(r"(?:,? (?:on|in|late|earlier|last)\b[^,;]{0,40})?[.”\"’'\s]*")


class Relays:
    """Who passes words on in one article, by its sentences."""

    def __init__(self, document: Document, layout: Layout, spoken: Spoken) -> None:
        self.document, self.text = document, document.text
        self.layout, self.spoken = layout, spoken

    def passed_on(self, record: dict[str, Any]) -> Span | None:
        """Return who speaks where the source only passes it on: `the agency quoted | Mara Ostrell | as saying`."""
        cue, source = span_of(record, "cue_"), span_of(record, "speaker_")
        if cue is None or source is None:
            return None
        words = _QUOTES.search(self.text, cue[0], cue[1])
        if words is None:
            return None
        if source[1] <= cue[0] and words["passive"] is None:  # `the agency quoted Ostrell`
            after = self.spoken.phrases_in(words.end(), words.end() + _NEAR)
            own_words = after and record["start"] <= after[0].start < record["end"]
            if after and after[0].kind in ("person", "body") and not own_words:
                return self._phrase(words.end())
        return None

    def teller(self, record: dict[str, Any]) -> Span | None:
        """Return who passes a quotation on, in its sentence and outside its words, cue and speaker."""
        own = [s for s in (span_of(record, "cue_"), span_of(record, "speaker_")) if s]
        if not own:
            return None
        start, stop = self.layout.sentences[self.layout.sentence(own[0][0])]
        own.append((record["start"], record["end"]))
        first = min(max(a, start) for a, b in own if b > start)
        last = max(min(b, stop) for a, b in own if a < stop)
        if m := _ACCORDING.match(self.text, start, stop):
            span = self._phrase(m.end())
            if span is not None and 0 <= first - span[1] <= _OPENS:
                return span
        for m in _ACCORDING.finditer(self.text, max(last, stop - _TAIL), stop):
            span = self._phrase(m.end())
            if span is not None and stop - span[1] <= _REST and not self._ends(last, m.start()):
                return span
        leading = _REPORTS.finditer(self.text, start, min(first, start + _SUBJECT))
        for m in (*leading, *_REPORTS.finditer(self.text, last, min(stop, last + 2 * _TAIL))):
            near = self.spoken.phrases_in(max(start, m.start() - _SUBJECT), m.start())
            subject = next((p for p in near if p.end == m.start()), None)
            if subject is None:
                continue
            leads = subject.start - start <= _OPENS and m.end() <= first
            if leads and not self._ends(m.end(), first):
                return subject.start, subject.end
            bare = _APPOSED.fullmatch(self.text, last, subject.start)
            if bare and _NO_MORE.fullmatch(self.text, m.end(), stop):
                return subject.start, subject.end
        for m in _BY.finditer(self.text, max(start, last - _TAIL), min(stop, last + _TAIL)):
            # A cue may hold all but the name.
            if m.end() >= last and not self._ends(last, m.start()):
                return self._phrase(m.end())
        return None

    def _ends(self, start: int, end: int) -> bool:
        """Return whether a stop stands between two places: a sentence may end without a blank."""
        return not _STOPS.isdisjoint(self.text[start:end])

    def _phrase(self, at: int) -> Span | None:
        """Return the phrase that begins at a place."""
        end = min(at + _SUBJECT, self.layout.sentences[self.layout.sentence(at)][1])
        glued = _GLUED.search(self.text, at, end)
        own = parts(self.document, at, glued.start() if glued else end, self.spoken)
        if not own or own[0].phrase.start - at > _NEAR:
            return None
        return own[0].phrase.start, own[head(own, 0)].phrase.end
