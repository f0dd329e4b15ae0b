"""What the tagger cannot see: signatures, sentences taken up again, quotations that go on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from newsan.quotes.attribution import GOES_ON, NAME, Attribution, Span
from newsan.quotes.cues import kind_of
from newsan.quotes.frames import reframed
from newsan.quotes.transcript import laid_out, transcribed
from newsan.text import Region
from newsan.text.nouns import BODIES, pronoun_of

UNATTRIBUTED = 0.3  # confidence in a quotation that no words attribute

_SIGNED = re.compile(
    rf"[\s\u200b]*(?P<cue>―|—|–|--|-)[ \xa0]*(?P<name>{NAME}(?:[ \xa0]{NAME}){{0,5}})"
    r"(?=[.,]?\s*(?:\n|\Z))"
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEAD = 2  # lines a headline may stand in
_HEADLINE = re.compile(
    rf"(?P<words>[^\n]{{15,150}}?)\s(?P<cue>―|—|–|--|-)\s(?P<name>{NAME}(?: {NAME}){{0,4}})\s*(?=\n|\Z)"
)
_BY_ROLE = re.compile(
    r"(?P<words>[^\n]{15,150}?)\s(?P<cue>―|—|–)\s(?P<name>[a-z][\w'’-]*(?: [\w'’-]+){0,5})\s*(?=\n|\Z)"
)
_NEAR, _LONGEST_TITLE = 40, 9
_QUOTES = re.compile(r"(?:[\w-]+ )?quot(?:ing|es|ed)", re.IGNORECASE)
_WORK = re.compile(
    r"\b(?:titled|entitled|documentary|film|movie|book|novel|memoir|biography|album|song|anthem|hymn|ballad|hit|"
    r"show|series|sitcom|drama|comedy|musical|play|opera|poem|painting|essay|column|commentary|podcast|"
    r"magazine|nickname|nicknamed|codenamed|dubbed),?\s\Z"
)
_TAKEN_UP = re.compile(
    r"(?:This|That|It) (?:was|is|has been|had been) (?:also )?"
    r"(?P<cue>reported|announced|stated|said|confirmed|noted|told|written|claimed|emphasi[sz]ed|stressed)"
    r" (?:\w+ )?(?:on [A-Z]\w+ )?by (?P<source>[^.;\n“\"]+?)"
    r"(?=\s*(?:[.;\n]|\Z|, (?:citing|according|as|who|which)\b| (?:on|in|at|during|via) ))"
)


def mended(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a text with what follows from its layout.

    A quotation signed with a name after a dash is theirs; so is a headline. In a transcript "NAME:
    ..." is a turn of that name, whether it stands between marks or on a line of its own. "This was
    reported by X" takes up the sentence before. A quotation without cue and source goes on from the
    one before it, in its paragraph or where that one was left open or stood alone in the paragraph
    before. The title of a film or book is no quotation, nor is the name of who is quoted. Frames
    within a sentence are `newsan.quotes.frames`'s.

    Parameters
    ----------
    text
        An article's text.
    regions
        Its quoted stretches.
    found
        Its attributions, in order of place; changed in place.
    """
    found = transcribed(text, regions, _signed(text, regions, found))
    found = laid_out(text, regions, found)
    found = _by_role(text, _headline(text, reframed(text, regions, found)))
    found = _names_only(text, _untitled(text, regions, _taken_up(text, found)))
    _continued(text, regions, found)
    return sorted(found, key=lambda a: a.content[0])


def _names_only(text: str, found: list[Attribution]) -> list[Attribution]:
    """Drop `quoting the engineer Tove Ardal`: whom somebody quotes is not what they say."""
    return [a for a in found if not _is_name(text, a)]


def _is_name(text: str, made: Attribution) -> bool:
    if made.cue is None or made.is_quoted or len(made.content) > 1:
        return False
    words = text[slice(*made.content[0])]
    return (
        _QUOTES.fullmatch(text, *made.cue) is not None
        and len(words.split()) <= _LONGEST_TITLE
        and words.split()[-1][:1].isupper()
    )


def _signed(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """Give quotations that end in `― Name` at a line's end to that name."""
    if not any(mark in text for mark in ("―", "—", "–", "--", "-")):
        return found
    for region in regions:
        if not region.is_closed:
            continue
        m = _SIGNED.match(text, region.outer_end)
        if m is None or not _opens_line(text, region.outer_start):
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


def _opens_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _headline(text: str, found: list[Attribution]) -> list[Attribution]:
    """Read `Rain is over – Ostrell` in the first lines."""
    heads = (_HEADLINE.match(text, start) for start in _first_lines(text))
    return _headed(found, heads)


def _by_role(text: str, found: list[Attribution]) -> list[Attribution]:
    """Read `Rain is over – regional governor`: what stands after the dash names a person or a body."""
    heads = (_BY_ROLE.match(text, start) for start in _first_lines(text))
    return _headed(
        found,
        (
            m
            for m in heads
            if m and any(w in BODIES or pronoun_of(w) for w in m["name"].casefold().split())
        ),
    )


def _first_lines(text: str) -> list[int]:
    return [m.start() for m in islice(_LINE.finditer(text), _HEAD)]


def _headed(found: list[Attribution], heads: Iterable[re.Match[str] | None]) -> list[Attribution]:
    """Return attributions with the first headline that stands before all of them."""
    for m in heads:
        if m is not None and not any(a.content[0][0] < m.end() for a in found):
            made = Attribution([m.span("words")], m.span("name"), m.span("cue"), GOES_ON)
            return [made, *found]
    return found


def _taken_up(text: str, found: list[Attribution]) -> list[Attribution]:
    """Read `It rained. This was reported by Ostrell.`: the sentences before are her words."""
    for m in _TAKEN_UP.finditer(text):
        begin = _before(text, m.start())
        own = [
            a
            for a in found
            if (a.cue and m.start() <= a.cue[0] < m.end())
            or (a.source is None and begin is not None and _overlaps(a, begin, m.start()))
        ]
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


def _untitled(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """Leave out quoted pieces that are the titles of works: `her film “The River Runs”`."""
    titles = {
        (r.start, r.end)
        for r in regions
        if _WORK.search(text, max(0, r.outer_start - _NEAR), r.outer_start)
        and _is_title(text[r.start : r.end])
    }
    if not titles:
        return found
    for made in found:
        says = made.source and made.cue and kind_of(text[slice(*made.cue)])
        made.content = [
            piece
            for piece in made.content
            if piece not in titles
            or (says and text[: piece[0] - 1].endswith(", ") and text[slice(*piece)].count(" ") > 2)
        ]
    return [made for made in found if made.content]


def _is_title(words: str) -> bool:
    """Tell words written as a title: few, all but the small ones with a capital."""
    held = re.findall(r"[\w’'-]+", words)
    long = [w for w in held if len(w) > 3] or held
    written = all(w[0].isupper() or w[0].isdigit() for w in (*long, held[-1])) if held else False
    return written and len(held) <= _LONGEST_TITLE


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
