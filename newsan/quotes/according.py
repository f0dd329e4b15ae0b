"""What `according to` covers: all of its sentence, or only the insertion it stands in."""

from __future__ import annotations

import re

from newsan.quotes.attribution import GOES_ON, NAME, Attribution
from newsan.text.nouns import BODIES, pronoun_of

_APPOSED = re.compile(
    rf"(?P<name>{NAME}(?: {NAME}){{1,3}}),\s+(?!\d|an?\s|the\s|who|of\s|from\s)(?=\S)"
)
_INSERTED = re.compile(
    r"(?:.*,\s)?(?P<content>[a-z]+(?:ing|ed)\s(?:[^,]|,(?=\d)){3,80}?)\s", re.DOTALL
)
_OPENS = re.compile(
    r"(?:(?<=\n)|(?<=[.!?”] )|\A)(?P<cue>According to) (?P<source>[^,.;:\n“”\"]{2,90}), "
    r"(?P<content>[^\n“”\"]{12,}?)(?=[.!?](?:\s|\Z)|\n|\Z)"
)
_ENDS = re.compile(r"(?:[^.?!\n“”\"]|\.(?=\S)|(?<=\b[A-Z])\.)*")


def according(text: str, found: list[Attribution]) -> None:
    """
    Mend the attributions of a text whose cue is `according to`; changed in place.

    Before its sentence it covers all of it, also where nothing was found. A name in apposition
    belongs to the source: `According to the mayor, Mara Ostrell, it rained`. Within commas it covers
    the insertion alone: `the flood, drowning 30 sheep according to Ostrell, was over`.
    """
    _unfound(text, found)
    for made in found:
        if made.cue is None or not text[slice(*made.cue)].casefold().startswith("according"):
            continue
        _apposed(text, made)
        if made.source is None:
            continue
        _inserted(text, made)
        _to_the_end(text, made, found)


def _unfound(text: str, found: list[Attribution]) -> None:
    """Read `According to Ostrell, it rained.` where a sentence so begun has no attribution."""
    for m in _OPENS.finditer(text) if "According to " in text else ():
        spans = (s for a in found for s in (*a.content, a.source, a.cue) if s)
        if not any(a < m.end() and b > m.start() for a, b in spans):
            content, source, cue = (m.span(part) for part in ("content", "source", "cue"))
            found.append(Attribution([content], source, cue, GOES_ON))


def _apposed(text: str, made: Attribution) -> None:
    if len(made.content) != 1:
        return
    start, end = made.content[0]
    if made.source is None:  # a slip: "According the mayor, it rained"
        comma = text.find(", ", start, end)
        if text[slice(*made.cue)].casefold() == "according" and comma > 0:
            made.source, made.content = (start, comma), [(comma + 2, end)]
        return
    m = _APPOSED.match(text, start, end)
    noun = text[slice(*made.source)].casefold().split()[-1]
    is_person = pronoun_of(noun) is not None and noun not in BODIES
    if m and is_person and text[made.source[1] : start].strip() == ",":
        made.source, made.content = (made.source[0], m.end("name")), [(m.end(), end)]


def _inserted(text: str, made: Attribution) -> None:
    before = [p for p in made.content if p[1] <= made.cue[0]]
    after = [p for p in made.content if p[0] >= made.source[1]]
    if len(before) != 1 or not after or not text.startswith(",", made.source[1]):
        return
    m = _INSERTED.fullmatch(text, before[0][0], made.cue[0])
    if m is not None:
        made.content = [m.span("content")]


def _to_the_end(text: str, made: Attribution, found: list[Attribution]) -> None:
    """Let `According to Ostrell, ...` run to the end of its sentence, if nobody else speaks there."""
    (start, end) = made.content[-1]
    opens = made.cue[0] == 0 or text[: made.cue[0]].rstrip(" ")[-1:] in "\n.!?"
    if not opens or len(made.content) != 1 or start < made.source[1]:
        return
    stop = _ENDS.match(text, end).end()
    rest = text[end:stop]
    if not rest.strip() or text[stop : stop + 1] not in ".\n" or rest[:1].isalnum():
        return
    others = [s for a in found if a is not made for s in (*a.content, a.source, a.cue) if s]
    if not any(a < stop and b > end for a, b in others):
        made.content = [(start, stop)]
