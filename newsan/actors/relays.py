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
# `said it was safe; the Courier`, `said it was safe, but the Courier`: clauses of their own
_STOPS = re.compile(r"[.?!;]|\((?![^()]{0,40}\))|, (?:and|but|though|although|while|as) ")
_GLUED = re.compile(r"(?<=[a-z0-9”\"])[.?!](?=[A-Z“\"-])")  # `cited by Reuters.Washington`
_MARKS = frozenset(',”"’)-–—')
_NAMED = re.compile(r"[^,;:()“”\"\n]*")
_BY = re.compile(r"\b(?:as (?:quoted|cited|reported)|quoted|cited)\b[^.,;:]{0,30}? by ")
_APPOSED = re.compile(
    r"[”\"’']?[^.;:?!]{0,160}(?:[”\"’']?,[”\"’']?| [-–—]) (?:as |which |whom )?(?P<who>(?:[\w’'.-]+ ){0,5})"
)
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
        cue, source = span_of(record, "cue_"), span_of(record, "speaker_")
        # what follows a speaker's name may be of who passes on: `Ostrell, quoted by Reuters`
        own = [s for s in (cue, source and (source[0], source[0] + 1)) if s]
        if not own:
            return None
        start, stop = self._sentence(own[0][0])
        own.append((record["start"], record["end"]))
        first = min(max(a, start) for a, b in own if b > start)
        last = max(min(b, stop) for a, b in own if a < stop)
        if m := _ACCORDING.match(self.text, start, stop):
            span = self._words(m.end(), stop)
            if 0 <= first - span[1] <= _OPENS:
                return span
        for m in _ACCORDING.finditer(self.text, max(last, stop - _TAIL), stop):
            span = self._words(m.end(), stop)
            apart = m.start() <= last + 1 or self.text[m.start() - 2] in _MARKS
            if apart and stop - span[1] <= _REST and not self._ends(last, m.start()):
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
            bare = _APPOSED.fullmatch(self.text, last, m.start() + 1)
            if bare and _NO_MORE.fullmatch(self.text, m.end(), stop):
                begins = self.spoken.phrases_in(bare.start("who"), bare.start("who") + _OPENS)
                return (begins[0].start, m.start()) if begins else None
        for m in _BY.finditer(self.text, max(start, last - _TAIL), min(stop, last + _TAIL)):
            # A cue may hold all but the name.
            if m.end() >= last and not self._ends(last, m.start()):
                return self._words(m.end(), stop)
        return None

    def _sentence(self, at: int) -> Span:
        """Return the sentence at a place, which may begin and end without a blank."""
        start, stop = self.layout.sentences[self.layout.sentence(at)]
        glued = [m.end() for m in _GLUED.finditer(self.text, start, stop)]
        later = (end for end in glued if end > at)
        return max((end for end in glued if end <= at), default=start), next(later, stop)

    def _ends(self, start: int, end: int) -> bool:
        """Return whether a clause ends between two places."""
        return start < end and _STOPS.search(self.text, start, end) is not None

    def _words(self, at: int, stop: int) -> Span:
        """Return the words of a place up to the next mark."""
        at += self.text.startswith(tuple('“"‘('), at)
        return at, at + len(_NAMED.match(self.text, at, stop)[0].rstrip(" ."))  # type: ignore[index]

    def _phrase(self, at: int) -> Span | None:
        """Return the phrase that begins at a place."""
        own = parts(self.document, at, self._sentence(at)[1], self.spoken)
        if not own or own[0].phrase.start - at > _NEAR:
            return None
        return own[0].phrase.start, own[head(own, 0)].phrase.end
