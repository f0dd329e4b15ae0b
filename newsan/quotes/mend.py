"""What the tagger cannot see: signatures, sentences taken up again, quotations that go on."""

from __future__ import annotations

import re
from bisect import bisect_right

from newsan.quotes.attribution import Attribution, Span
from newsan.text import Region

_NOUN_PHRASE = 90  # code points; a source as written is seldom longer
UNATTRIBUTED = 0.3  # confidence in a quotation that no words attribute
GOES_ON = 0.8  # in one that goes on from a quotation before it

_NAME = r"(?:[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w'’-]*(?:\.(?=[ \xa0]))?|of|the|for|de|van|von|al)"
_SIGNED = re.compile(
    rf"[\s\u200b]*(?P<cue>―|—|–|--|-)[ \xa0]*(?P<name>{_NAME}(?:[ \xa0]{_NAME}){{0,5}})"
    r"(?=[.,]?\s*(?:\n|\Z))"
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEAD = 2  # lines a headline may stand in
_HEADLINE = re.compile(
    rf"(?P<words>[^\n]{{15,150}}?)\s(?P<cue>―|—|–|--|-)\s(?P<name>{_NAME}(?: {_NAME}){{0,4}})\s*(?=\n|\Z)"
)
_TURN = re.compile(r"(?P<name>[A-ZÀ-ÞА-ЯЁІЇЄҐ][A-ZÀ-ÞА-ЯЁІЇЄҐ.'’ -]{1,40})(?P<cue>:)\s+(?=\S)")
_QUOTED_AS = re.compile(
    r"(?:\b(?:was|is|were|are|been)\s+)?quoted\b.*\b(?:saying|telling)", re.DOTALL
)
_IN_WORDS = re.compile(
    r"\b(?P<cue>[Ii]n the words of) (?P<source>[^“”\"«»\n]{2,90}?),?\s*(?=[“\"«„‘])"
    r"|\b(?P<own_cue>[Ii]n (?P<own>his|her|its|their) (?:own )?words),?:?\s*(?=[“\"«„‘])"
)
_QUOTED_HER = re.compile(
    r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s(?P<source>[^“”\"«»\n,.;]{2,90}?)\s(?P<cue>as (?:saying|telling))\b"
)
_WORDING = re.compile(
    rf"(?P<source>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|{_NAME}(?: {_NAME}){{0,3}})) (?:[a-z]+ ){{0,2}}"
    r"(?P<cue>(?:used|uses|using) the (?:terms?|words?|phrases?|expression)) (?=[“\"«„‘])"
)
_APPOSED = re.compile(rf"(?P<name>{_NAME}(?: {_NAME}){{1,3}}),\s+(?=\S)")
_TAKEN_UP = re.compile(
    r"(?:This|That|It) (?:was|is|has been|had been) (?:also )?"
    r"(?P<cue>reported|announced|stated|said|confirmed|noted|told|written|claimed|emphasi[sz]ed|stressed)"
    r" (?:\w+ )?(?:on [A-Z]\w+ )?by (?P<source>[^.;\n“\"]+?)"
    r"(?=\s*(?:[.;\n]|\Z|, (?:citing|according|as|who|which)\b| (?:on|in|at|during|via) ))"
)


def mended(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a text with what follows from its layout.

    "X was quoted as saying by the agency" is X's. A quotation signed with a name after a dash is
    theirs; so is a headline. In a transcript that stands between marks, "NAME: ..." is a turn of that
    name. "This was reported by X" takes up the sentence before. A quotation without cue and source
    goes on from the one before it, in its paragraph or where that one was left open or stood alone in
    the paragraph before.

    Parameters
    ----------
    text
        An article's text.
    regions
        Its quoted stretches.
    found
        Its attributions, in order of place; changed in place.
    """
    found = _turns(text, regions, _signed(text, regions, found))
    _quoted_as(text, found)
    _in_words(text, regions, found)
    _apposed(text, found)
    found.sort(key=lambda a: a.content[0])
    found = _headline(text, found)
    found = _taken_up(text, found)
    _continued(text, regions, found)
    return sorted(found, key=lambda a: a.content[0])


def _signed(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """Give quotations that end in `― Name` at a line's end to that name."""
    if not any(mark in text for mark in ("―", "—", "–", "--", "-")):
        return found
    for region in regions:
        if not region.is_closed:
            continue
        m = _SIGNED.match(text, region.outer_end)
        if m is None or _opens_line(text, region.outer_start) is False:
            continue
        own = next((a for a in found if (region.start, region.end) in a.content), None)
        if own is None:
            own = Attribution([(region.start, region.end)], None, None, GOES_ON, is_quoted=True)
            found.append(own)
        elif len(own.content) > 1:
            own.content.remove((region.start, region.end))
            own = Attribution([(region.start, region.end)], None, None, GOES_ON, is_quoted=True)
            found.append(own)
        own.source, own.cue = m.span("name"), m.span("cue")
        own.confidence = max(own.confidence, GOES_ON)
    return sorted(found, key=lambda a: a.content[0])


def _turns(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """Give quotations that open with `NAME:`, as transcripts do, to that name."""
    made, begins = [], {r.start for r in regions}
    for own in found:
        for piece in own.content:
            m = _TURN.match(text, *piece) if piece[0] in begins else None
            if m is not None:
                turn = [(m.end(), piece[1])]
                made.append(
                    Attribution(turn, m.span("name"), m.span("cue"), GOES_ON, is_quoted=True)
                )
                own.content = [p for p in own.content if p != piece]
    return sorted([a for a in found if a.content] + made, key=lambda a: a.content[0])


def _opens_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _quoted_as(text: str, found: list[Attribution]) -> None:
    """Give `..., Ostrell was quoted as saying by the agency` to Ostrell: the agency relays."""
    for made in found:
        if made.cue is None or made.source is None or made.source[0] < made.cue[1]:
            continue
        if _QUOTED_AS.fullmatch(text, *made.cue) is None:
            continue
        before = [piece for piece in made.content if piece[1] <= made.cue[0]]
        if not before:
            continue
        start, end = before[-1]
        if len(before) > 1 and not text[end : made.cue[0]].strip():  # taken for a content
            made.content.remove(before[-1])
        else:
            start, end = end, made.cue[0]
            while start < end and not (text[start].isalnum() or text[start] == "_"):
                start += 1
            end = start + len(text[start:end].rstrip(" ,"))
        if 0 < end - start <= _NOUN_PHRASE and not set(text[start:end]) & set(".;:\n"):
            made.source = (start, end)


def _in_words(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Read `In the words of Ostrell, “...”`, `in her words`, and `the agency quoted Ostrell as saying`."""
    starts = {r.outer_start: (r.start, r.end) for r in regions}
    for m in _IN_WORDS.finditer(text) if " words" in text else ():
        for made in found:
            piece = starts.get(m.end())
            if piece not in made.content:
                continue
            if len(made.content) > 1:
                made.content.remove(piece)
                made = Attribution([piece], None, None, GOES_ON, is_quoted=True)
                found.append(made)
            made.source = m.span("source" if m["cue"] else "own")
            made.cue = m.span("cue" if m["cue"] else "own_cue")
            made.confidence = max(made.confidence, GOES_ON)
            break
    held = {piece for made in found for piece in made.content}
    for m in _WORDING.finditer(text) if "used the " in text or "uses the " in text else ():
        piece = starts.get(m.end())
        if piece is not None and not any(a <= piece[0] < b for a, b in held):
            source, cue = m.span("source"), m.span("cue")
            found.append(Attribution([piece], source, cue, GOES_ON, is_quoted=True))
    for m in _QUOTED_HER.finditer(text) if " as saying" in text or " as telling" in text else ():
        for made in found:
            if made.cue and m.start() <= made.cue[0] < m.end():
                made.source, made.cue = m.span("source"), m.span("cue")
                made.content = [
                    p for p in made.content if p[1] <= m.start() or p[0] >= m.end()
                ] or (made.content)


def _apposed(text: str, found: list[Attribution]) -> None:
    """Read `According to the mayor, Mara Ostrell, it rained`: the name belongs to the source."""
    for made in found:
        if made.cue is None or made.source is None or len(made.content) != 1:
            continue
        (start, end), between = made.content[0], text[made.source[1] : made.content[0][0]]
        m = _APPOSED.match(text, start, end)
        if m and between.strip() == "," and text[slice(*made.cue)].casefold() == "according to":
            made.source, made.content = (made.source[0], m.end("name")), [(m.end(), end)]


def _headline(text: str, found: list[Attribution]) -> list[Attribution]:
    """Read `Rain is over – Ostrell` in the first lines."""
    for lines, start in enumerate(m.start() for m in _LINE.finditer(text)):
        if lines == _HEAD:
            break
        m = _HEADLINE.match(text, start)
        if m is not None and not any(a.content[0][0] < m.end() for a in found):
            made = Attribution([m.span("words")], m.span("name"), m.span("cue"), GOES_ON)
            return [made, *found]
    return found


def _taken_up(text: str, found: list[Attribution]) -> list[Attribution]:
    """Read `It rained. This was reported by Ostrell.`: the sentences before are her words."""
    for m in _TAKEN_UP.finditer(text):
        own = [a for a in found if a.cue and m.start() <= a.cue[0] < m.end()]
        begin = _before(text, m.start())
        if begin is None or any(_overlaps(a, begin, m.start()) for a in found if a not in own):
            continue
        end = len(text[: m.start()].rstrip())
        while end > begin and text[end - 1] in ".!?":
            end -= 1
        if end <= begin:
            continue
        found = [a for a in found if a not in own]
        found.append(Attribution([(begin, end)], m.span("source"), m.span("cue"), GOES_ON))
    return sorted(found, key=lambda a: a.content[0])


def _before(text: str, at: int) -> int | None:
    """Return where the sentences that `This` takes up begin: its paragraph, or the one before."""
    begin = text.rfind("\n", 0, at) + 1
    if text[begin:at].strip():
        return begin
    end = len(text[:begin].rstrip())
    begin = text.rfind("\n", 0, end) + 1
    return begin if end > begin else None


def _overlaps(made: Attribution, begin: int, end: int) -> bool:
    return any(a < end and b > begin for a, b in made.content)


def _continued(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Give quotations without cue and source to the speaker of the quotation before them."""
    starts = [r.start for r in regions]
    breaks = [m.start() for m in re.finditer(r"\n\s*", text)]
    previous: Attribution | None = None
    left_open = False
    for made in found:
        region = _region_of(regions, starts, made.content[0])
        if made.source is None and made.cue is None and made.is_quoted:
            if previous is not None and previous.source is not None:
                lines = _paragraph(breaks, made.content[0]) - _paragraph(
                    breaks, previous.content[-1]
                )
                alone = region is not None and _opens_line(text, region.outer_start)
                if lines == 0 or (lines == 1 and (left_open or alone)):
                    made.source, made.cue = previous.source, previous.cue
                    made.confidence = GOES_ON
            if made.source is None:
                made.confidence = UNATTRIBUTED
        if made.is_quoted or _has_region(regions, starts, made):
            previous = made
            last = _region_of(regions, starts, made.content[-1])
            left_open = last is not None and not last.is_closed


def _paragraph(breaks: list[int], span: Span) -> int:
    return bisect_right(breaks, span[0])


def _region_of(regions: list[Region], starts: list[int], span: Span) -> Region | None:
    k = bisect_right(starts, span[1]) - 1
    return regions[k] if k >= 0 and regions[k].end > span[0] else None


def _has_region(regions: list[Region], starts: list[int], made: Attribution) -> bool:
    return any(_region_of(regions, starts, span) for span in made.content)
