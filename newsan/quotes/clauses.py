"""Which clause is whose: two verbs of saying, sources that are clauses, clauses that are no content."""

from __future__ import annotations

import re

from newsan.quotes.attribution import GOES_ON, NAME, NOUN_PHRASE, Attribution
from newsan.quotes.cues import kind_of
from newsan.text import Region

_SUBJECT = re.compile(
    r"(?P<source>(?i:it|he|she|they|we|I|all|both))(?:(?=['’])|\s)(?P<cue>\S.*)", re.DOTALL
)
# A nominative pronoun that goes on is a clause, no source.
_CLAUSE = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey)\s(?:said|says|added|called|described)\b")
_SUBJECT_PHRASE = re.compile(r"(?P<source>[A-Z][^,;:.“”\"\n]{2,90}),\s")
_SUBORDINATE = re.compile(
    r"(?:After|Although|Though|While|Despite|Contrary to|By(?= \w+ing\b)|When|As|Besides|Even (?:though|after|as))\b"
)
_MAIN = re.compile(r"\s(?P<subject>he|she|it|they|we|I|you|there|this|the|an?|[A-Z]\w+)\s")
_WHAT = re.compile(r"what (?P<source>[A-Z][^.;:“”\"\n]{1,90})")
_SAYS = re.compile(rf"(?P<source>{NAME}(?: {NAME}){{0,3}}) (?P<cue>said|says|explained|argued) \Z")
_STOPS = ("\n", ". ", "” ", '" ')
_HOLDER = rf"(?P<source>(?:{NAME} ){{0,3}}{NAME}['’]s?|\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts))"
_OWNER = re.compile(rf"{_HOLDER} (?P<cue>[a-z].*)", re.DOTALL)
_BEFORE = re.compile(rf"{_HOLDER} (?:[a-z]+ )?\Z")
_JOINED = re.compile(
    r",? (?:and|but) (?:also |later |then )?(?P<cue>said|says|added|warned|urged|denied|accused|called|"
    r"announced|promised|claimed|argued|insisted|noted|vowed|pledged|told|encouraged) (?P<content>.{8,})",
    re.DOTALL,
)
_OF_ANYBODY = frozenset(("called", "told", "accused", "encouraged"))
_OCCASION = re.compile(
    r",? (?:(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r"often\b|repeatedly\b|frequently\b|during\b|while\b|when asked\b|meaning\b|which\b|"
    r"(?:in|on|at|to) (?:an? |the |his |her |its |their )?(?:\w+ ){0,3}?(?:interview|statement|speech|"
    r"briefing|conference|rally|post|letter|show|debate|reporters|journalists)\b).*",
    re.DOTALL,
)


def clauses(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """
    Mend where the clauses of attributions begin and end, and whose they are; changed in place.

    "Said ... and urged ..." is two reports; when and where after a last quoted word are no content.
    Where a cue has no source, who stands in it or owns it is its source: `it’s denouncing`,
    `Ostrell’s claim`; where a clause stands for the source, the subject of the sentence is. Who is
    told is no source; what somebody had said is theirs. A clause between two verbs is the first
    one's. "After saying ..., he left" ends before "he", who said it.

    Parameters as for `newsan.quotes.mend.mended`.
    """
    _joined(text, regions, found)
    _without_occasion(text, regions, found)
    _owned(text, found)
    _no_clause(text, found)
    _told_to(text, found)
    _what_was_said(text, found)
    _said_twice(text, found)
    _fronted(text, regions, found)


def _owned(text: str, found: list[Attribution]) -> None:
    """Take the source of `Ostrell’s claim` or `it’s denouncing` from within or before the cue."""
    for made in found:
        if made.source is not None or made.cue is None:
            continue
        start, end = made.cue
        m = _SUBJECT.fullmatch(text, start, end) or _OWNER.fullmatch(text, start, end)
        if m is not None:
            made.source, made.cue = m.span("source"), m.span("cue")
            continue
        line = text.rfind("\n", 0, start) + 1
        m = _BEFORE.search(text, max(line, start - NOUN_PHRASE), start)
        if m is not None:
            made.source = m.span("source")


def _no_clause(text: str, found: list[Attribution]) -> None:
    """Give `Ostrell, in a letter she said was her last, confirmed the rain` to the subject of the sentence."""
    for made in found:
        if made.source is None or made.cue is None or made.source[0] > made.cue[0]:
            continue
        if _CLAUSE.match(text, *made.source) is None:
            continue
        line = _begin(text, made.source[0])
        m = _SUBJECT_PHRASE.match(text, line, made.source[0])
        if m is not None:
            made.source = m.span("source")


def _told_to(text: str, found: list[Attribution]) -> None:
    """Give `Ostrell reported to the mayor that it rained` to Ostrell: the mayor is told."""
    for made in found:
        if made.source is None or made.cue is None or made.source[0] < made.cue[1]:
            continue
        if text[made.cue[1] : made.source[0]] != " to " or len(made.content) < 2:
            continue
        start, end = made.content[0]
        if not text[end : made.cue[0]].strip(" ,") and 0 < end - start <= NOUN_PHRASE:
            made.source, made.content = (start, end), made.content[1:]


def _what_was_said(text: str, found: list[Attribution]) -> None:
    """Give `She meant what Ostrell had said about it` to Ostrell, within what she meant."""
    for outer in found:
        for k, (start, end) in enumerate(outer.content):
            m = _WHAT.fullmatch(text, start, end)
            inner = m and next(
                (
                    a
                    for a in found
                    if a.cue and not text[end : a.cue[0]].strip(" ,") and a.cue[0] >= end
                ),
                None,
            )
            if inner and inner is not outer:
                inner.source = m.span("source")
                outer.content[k] = (start, inner.content[-1][1])


def _said_twice(text: str, found: list[Attribution]) -> None:
    """Read `Ostrell said it was “over,” she said. “Go.”` as two reports: the first verb has the first words."""
    for made in list(found):
        if made.cue is None or made.is_quoted or made.content[0][1] > made.cue[0]:
            continue
        start, _ = made.content[0]
        m = _SAYS.search(text, max(0, start - NOUN_PHRASE), start)
        if m is None or any(a.cue and a.cue[0] < m.end("cue") <= a.cue[1] for a in found):
            continue
        first = Attribution([made.content.pop(0)], m.span("source"), m.span("cue"), GOES_ON)
        found.append(first)
        if not made.content:
            found.remove(made)


def _fronted(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Cut `After saying it was “all over,” she left` at the mark: the main clause is no content."""
    for made in found:
        if made.cue is None or made.content[-1][0] < made.cue[1]:
            continue
        start, end = made.content[-1]
        ends = [r.outer_end for r in regions if start < r.end < end and text[r.end - 1] == ","]
        if not ends:
            continue
        line = _begin(text, made.cue[0])
        if "," in text[line : made.cue[0]] or _SUBORDINATE.match(text, line, made.cue[1]) is None:
            continue
        main = _MAIN.match(text, ends[0])
        if main is not None:
            made.content[-1] = (start, ends[0])
            if made.source is None and main["subject"] in ("he", "she", "it", "they"):
                made.source = main.span("subject")  # whose participle it is


def _begin(text: str, at: int) -> int:
    """Return where the sentence of an offset begins."""
    places = ((text.rfind(mark, 0, at), len(mark)) for mark in _STOPS)
    return max((place + length for place, length in places if place >= 0), default=0)


def _joined(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Read `said that it rained and urged the council to go` as two reports of one source."""
    for made in list(found):
        if made.cue is None or made.source is None or made.is_quoted:
            continue
        start, end = made.content[-1]
        m = _JOINED.search(text, start + 12, end)
        if m is None or made.cue[0] > start or not kind_of(text[slice(*made.cue)]):
            continue
        if any(r.start < m.start() < r.end for r in regions):
            continue
        if m["cue"] in _OF_ANYBODY and text.startswith("that ", start):
            continue  # `said that the man broke a window and called his brother`
        made.content[-1] = (start, m.start())
        found.append(Attribution([m.span("content")], made.source, m.span("cue"), GOES_ON))


def _without_occasion(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Cut `called it “a lie” on Friday during a rally` after the mark: the rest is when and where."""
    ends = [r.outer_end for r in regions]
    for made in found:
        start, end = made.content[-1]
        last = max((e for e in ends if start < e < end), default=None)
        if last is not None and made.cue and made.cue[0] < start:
            if _OCCASION.fullmatch(text, last, end):
                made.content[-1] = (start, last)
