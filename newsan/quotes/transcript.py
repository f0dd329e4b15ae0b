"""Transcripts and interviews: lines that open with who speaks and a colon."""

from __future__ import annotations

import collections
import re

from newsan.quotes.attribution import GOES_ON, Attribution
from newsan.text import Region

_LINE = re.compile(
    r"(?<=\n)[ \t]*(?P<label>[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|of|the|de|van|von|al)){0,3})(?P<cue>:)"
    r"[ \t]+(?P<words>[^\s“\"„«][^\n]*?[.?!…”’\"'])[ \t]*$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"(?P<name>[A-ZÀ-ÞА-ЯЁІЇЄҐ][A-ZÀ-ÞА-ЯЁІЇЄҐ.'’ -]{1,40})(?P<cue>:)\s+(?=\S)")
_SOURCE = re.compile(
    r"^Source: (?P<name>[^\n,]{2,90}?)(?=,|\n| (?:on|in|at|via|citing|quoting)\b)", re.MULTILINE
)
_QUOTE = re.compile(r"^(?P<cue>Quote)(?: (?:from|by) (?P<who>[^:\n]{2,60}))?: ?", re.MULTILINE)
_FEWEST = 3  # turns, of which one speaker has two, make a transcript
_TURNS_OF_CAPITALS = 2


def _is_person(text: str, label: str) -> bool:
    """Tell `OSTRELL:` from a newsletter's `WEATHER:`: the name stands elsewhere, not in capitals."""
    return re.search(rf"\b{re.escape(label.split()[-1].title())}\b", text) is not None


def _quoted_turns(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """Give quotations that open with `NAME:`, as transcripts do, to that name."""
    made, begins = [], {r.start for r in regions}
    for own in found:
        for piece in own.content:
            m = _QUOTED.match(text, *piece) if piece[0] in begins else None
            if m is not None:
                turn = [(m.end(), piece[1])]
                made.append(
                    Attribution(turn, m.span("name"), m.span("cue"), GOES_ON, is_quoted=True)
                )
                own.content = [p for p in own.content if p != piece]
    return sorted([a for a in found if a.content] + made, key=lambda a: a.content[0])


def transcribed(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a text with its turns, `Q: ...`, `OSTRELL: ...`, each as one.

    A quotation that opens with `NAME:` is a turn of that name. A transcript without marks has three
    lines or more that open with a label and a colon, one label twice; two suffice in capitals where
    the text names who is meant. What a turn's speaker reports of others stays where it has a cue and
    a source of its own.

    Parameters as for `newsan.quotes.mend.mended`.
    """
    found = _quoted_turns(text, regions, found)
    turns = list(_LINE.finditer(text)) if ":" in text else []
    labels = collections.Counter(m["label"] for m in turns)
    if len(turns) < _FEWEST or max(labels.values()) < 2:
        turns = [m for m in turns if m["label"].isupper() and _is_person(text, m["label"])]
        if len(turns) < _TURNS_OF_CAPITALS:
            return found
    kept = []
    for made in found:
        turn = next((m for m in turns if m.start() <= made.content[0][0] < m.end()), None)
        own = made.source is not None and made.cue is not None and turn is not None
        if turn is None or (own and turn.start("words") <= min(made.source[0], made.cue[0])):
            kept.append(made)
    kept += [
        Attribution([m.span("words")], m.span("label"), m.span("cue"), GOES_ON, is_quoted=True)
        for m in turns
    ]
    return sorted(kept, key=lambda a: a.content[0])


def laid_out(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions with those that a portal's layout makes: `Source: ...`, `Quote: “...”`.

    A quotation after `Quote:` is the source's that the line `Source:` names, or whose it says
    (`Quote from Ostrell:`).

    Parameters as for `newsan.quotes.mend.mended`.
    """
    if "Quote" not in text:
        return found
    named = _SOURCE.search(text)
    starts = {r.outer_start: (r.start, r.end) for r in regions}
    for m in _QUOTE.finditer(text):
        piece = starts.get(m.end())
        source = m.span("who") if m["who"] else named.span("name") if named else None
        if piece is None or source is None:
            continue
        for made in found:
            made.content = [p for p in made.content if p != piece]
        found.append(Attribution([piece], source, m.span("cue"), GOES_ON, is_quoted=True))
    return sorted((a for a in found if a.content), key=lambda a: a.content[0])
