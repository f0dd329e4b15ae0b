"""Whose a quotation is by layout: signatures, `Source:` lines, paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right

from newsan.document import Document
from newsan.quotes.attribution import GOES_ON, NAME, Attribution, begin, quotation, reassign

FEW = 3  # code points of marks around a quotation
MARKS = "“\"«„‘'"
DASHES = "-–—"
STOPS = ".!?…,;:"
DATELINE = 40  # code points before a dash that may be one: `SACRAMENTO, Calif. - `
UNATTRIBUTED = 0.3  # confidence in a quotation that no words attribute

# `“It rained.” ― Mara Ostrell` at the end of a line
_SIGNED = re.compile(
    rf"[\s\u200b]*+(?P<cue>―|—|–|--|-)[ \xa0]*+(?P<name>{NAME}(?:[ \xa0]{NAME}){{0,5}})"
    r"(?=[.,]?[^\S\n]*+(?:\n|\Z))"
)
# `“OSTRELL: It rained.”`
_TURN_IN_MARKS = re.compile(
    r"(?P<name>[A-ZÀ-ÞА-ЯЁІЇЄҐ][A-ZÀ-ÞА-ЯЁІЇЄҐ.'’ -]{1,40}+)(?P<cue>:)\s++(?=\S)"
)
# `Source: Mara Ostrell, mayor, on Telegram`, then `Quote: “It rained.”` or `Quote from Ostrell: “...”`
_SOURCE = re.compile(
    r"^Source: (?P<name>[^\n,]{2,90}?)(?=,|\n| (?:on|in|at|via|citing|quoting)\b)", re.MULTILINE
)
_QUOTE = re.compile(r"^(?P<cue>Quote)(?: (?:from|by) (?P<who>[^:\n]{2,60}+))?+: ?", re.MULTILINE)
# `- It rained. It has stopped - said Ostrell`: where such words begin, and where they end
_SPOKEN = re.compile(
    r"^[^\S\n]*+[-–—] ?(?=\S)|[.?!…](?:[\"”]|[^\S\n])?+[-–—][^\S\n]++(?=\S)", re.MULTILINE
)
_SPOKEN_END = re.compile(r"[.,?!…\"”]*+[^\S\n]?[-–—]")
_BREAK = re.compile(r"\n\s*+")


def apply_layout(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with those that its layout makes.

    A quotation signed with a name after a dash is theirs, and one that opens with `NAME:`, as in a
    transcript. One after `Quote:` is the source's that the line `Source:` names, or whose it says
    (`Quote from Ostrell:`). Words between dashes are whole.
    """
    for rule in (_signed, _turns_in_marks, _portal, _between_dashes):
        found = rule(document, found)
    return found


def _signed(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give quotations that end in `― Name` at a line's end to that name."""
    given = {}
    for region in document.regions:
        m = _SIGNED.match(document.text, region.outer_end) if region.is_closed else None
        if m is not None and _opens_line(document.text, region.outer_start):
            piece = (region.start, region.end)
            given[piece] = quotation(piece, m.span("name"), m.span("cue"))
    return reassign(found, given)


def _turns_in_marks(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give quotations that open with `NAME:`, as transcripts do, to that name."""
    begins = {a for a, _ in document.inner}
    given = {}
    for piece in [p for made in found for p in made.content if p[0] in begins]:
        m = _TURN_IN_MARKS.match(document.text, *piece)
        if m is not None:
            given[piece] = quotation((m.end(), piece[1]), m.span("name"), m.span("cue"))
    return reassign(found, given)


def _portal(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `Quote: “...”` to who the line `Source:` names."""
    named = _SOURCE.search(document.text) if "Quote" in document.text else None
    pieces = {r.outer_start: (r.start, r.end) for r in document.regions}
    given = {}
    for m in _QUOTE.finditer(document.text) if "Quote" in document.text else ():
        piece = pieces.get(m.end())
        source = m.span("who") if m["who"] else named.span("name") if named else None
        if piece is not None and source is not None:
            given[piece] = quotation(piece, source, m.span("cue"))
    return reassign(found, given)


def _between_dashes(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Begin words that a dash closes where a dash opens them: `- It rained. It has stopped - said Ostrell`.

    What they report themselves (`We think that ...`) is part of them; words that another's tag follows are not.
    Where the dash opens a line they are her own words, as between marks.
    """
    dashes = [(m.end(), m[0].lstrip()[0] in DASHES) for m in _SPOKEN.finditer(document.text)]
    opened, at_lines = [at for at, _ in dashes], {at for at, opens in dashes if opens}
    kept: list[Attribution] = []
    for made in found:
        first = _opening(document, made, opened)
        if first is not None:
            n = len(kept)
            while n and begin(kept[n - 1]) >= first:
                n -= 1
            told = [a for a in kept[n:] if a.source not in (None, made.source)]
            if all(first <= a.source[0] < begin(a) for a in told if a.source):
                made.content[0] = (first, made.content[0][1])
                del kept[n:]
        if begin(made) in at_lines and made.cue and made.content[-1][1] < made.cue[0]:
            closed = _SPOKEN_END.match(document.text, made.content[-1][1], made.cue[0])
            made.is_quoted = made.is_quoted or closed is not None
        kept.append(made)
    return kept


def _opening(document: Document, made: Attribution, opened: list[int]) -> int | None:
    """Return where the dash before words opens them, if a dash parts them from their verb and none stands between."""
    end, start = made.content[-1][1], begin(made)
    if made.is_quoted or made.cue is None or made.cue[0] < end:
        return None
    at = bisect_right(opened, start) - 1
    if at < 0 or not _SPOKEN_END.match(document.text, end, made.cue[0]):
        return None
    paragraph = document.paragraphs[document.paragraph_at(start)][0]
    lead = document.text[max(paragraph, opened[at] - 2 * DATELINE) : opened[at]].strip(" " + DASHES)
    if opened[at] < paragraph or 0 < len(lead) < DATELINE:
        return None
    between = document.text[opened[at] : start]
    is_cut = between.strip(MARKS) and not any(f" {dash} " in between for dash in DASHES)
    return opened[at] if is_cut else None


def continue_quotations(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return attributions with quotations without cue and source given to who is quoted before them.

    A quotation goes on from the one before it in its paragraph, and in the next one where that one
    was left open or this one opens the paragraph; and from any words that end in a colon before it.
    """
    breaks = [m.start() for m in _BREAK.finditer(document.text)]
    previous: Attribution | None = None
    before: Attribution | None = None
    left_open = False
    for made in found:
        if made.is_quoted and made.source is not None and made.cue is not None:
            between = document.text[made.content[-1][1] : made.source[0]]
            if "\n" in between and document.text[made.cue[0]].isalpha():
                made.source = made.cue = None  # of the next paragraph, which has words of its own
        if made.source is None and made.cue is None and made.is_quoted:
            made.confidence = UNATTRIBUTED
            if previous is not None and previous.source is not None:
                lines = bisect_right(breaks, begin(made))
                lines -= bisect_right(breaks, previous.content[-1][0])
                own = document.quoted(*made.content[0])
                # without a stop it is a pull quote, whose speaker comes below
                end = made.content[-1][1]
                stops = any(letter in STOPS for letter in document.text[end - 1 : end + FEW])
                alone = bool(own) and stops and _opens_line(document.text, own[0].outer_start)
                if lines == 0 or (lines == 1 and (left_open or alone)):
                    made.source, made.cue = previous.source, previous.cue
                    made.confidence = GOES_ON
            if before and before.source and _introduces(document, before, made):
                made.source, made.cue = before.source, before.cue
                made.confidence = GOES_ON
        before = made
        if made.is_quoted or any(document.quoted(*piece) for piece in made.content):
            previous = made
            last = document.quoted(*made.content[-1])
            left_open = bool(last) and not last[-1].is_closed
    return found


def _introduces(document: Document, before: Attribution, made: Attribution) -> bool:
    """Return whether a colon and nothing else parts a quotation from what is reported before it."""
    end = max(span[1] for span in (*before.content, before.source, before.cue) if span)
    return "".join(document.text[end : begin(made)].split()).rstrip(MARKS) == ":"


def _opens_line(text: str, at: int) -> bool:
    """Return whether nothing but blanks stands before an offset in its line."""
    while at and text[at - 1].isspace() and text[at - 1] != "\n":
        at -= 1
    return not at or text[at - 1] == "\n"
