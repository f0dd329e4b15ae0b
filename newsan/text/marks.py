"""Quotation marks: which stretches of a text stand between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from newsan.text.segment import paragraphs

_DOUBLE_CLOSE = "”"
_OPENING, _CLOSING = frozenset(("“", "„", "‟", "``", "‘‘", "«")), frozenset(("”", "’’", "»"))
_MARK = re.compile(r"[“”„‟\"«»]|''|``|’’|‘‘")
_SINGLE = re.compile(r"[‘’']")
_STOP = re.compile(r"[.?!](?=\s)")
_DECADE = re.compile(r"\d0s")
_BEFORE_OPEN = re.compile(r"[\s(\[{—–\-/:,]")


class Region(NamedTuple):
    """A stretch between quotation marks: inside the marks, and with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    is_closed: bool = True
    continues: bool = False  # goes on from the region before (no closing mark in between)


def quoted_regions(text: str) -> list[Region]:
    """
    Find the outermost quoted stretches of a text.

    Pairs are matched within a paragraph: curly marks by their direction, straight ones by what
    stands beside them and else by turns, `''` and ``` `` ``` as double marks, « » and „ “ by side.
    A mark that is not closed in its paragraph runs to its end, or, where another opens in it that has
    no partner inside, to the end of the sentence before that; if the next paragraph opens with a
    mark again, that region `continues` it, as in multi-paragraph quotations. Marks nested in
    others are part of the outer region. Single marks count in a text that has no double ones, or where
    they hold more speech than the double ones (the British manner); those are then nested.

    Returns
    -------
    regions
        In order, not overlapping, none empty or blank.

    Examples
    --------
    >>> text = "“It is ‘over’,” she said."
    >>> [text[r.start:r.end] for r in quoted_regions(text)]
    ['It is ‘over’,']
    """
    blocks = paragraphs(text)
    regions = _continued(blocks, [_pair(text, start, end) for start, end in blocks])
    single = _continued(blocks, _single(text, blocks))
    if not regions or _is_british(text, single, regions):
        regions = single
    return [r for r in regions if text[r.start : r.end].strip()]


def _continued(blocks: list[tuple[int, int]], found: list[list[Region]]) -> list[Region]:
    """Return the regions of paragraphs in order, those marked that continue the one before."""
    left_open = False
    for (start, _), own in zip(blocks, found, strict=True):
        if own and left_open and own[0].outer_start == start:
            own[0] = own[0]._replace(continues=True)
        left_open = bool(own) and not own[-1].is_closed
    return [region for own in found for region in own]


def _single(text: str, blocks: list[tuple[int, int]]) -> list[list[Region]]:
    """Pair single marks; one is left open only if the next paragraph opens with a mark, and so on to a closed one."""
    found: list[list[Region]] = []
    goes_on = False
    for start, end in reversed(blocks):
        own = _pair_single(text, start, end, goes_on=goes_on)
        goes_on = bool(own) and own[0].outer_start == start
        found.append(own)
    return found[::-1]


def _is_british(text: str, single: list[Region], double: list[Region]) -> bool:
    """Return whether single marks are the outer ones: more speech stands in them than in double ones.

    Speech ends with a stop or comma inside its marks, which words quoted in passing do not.
    """
    outer = [r for r in single if text[r.end - 1] in ",.?!" and not _lies_in(r, double)]
    others = [r for r in double if not _lies_in(r, single)]
    return len(outer) > len(others)


def _lies_in(region: Region, others: list[Region]) -> bool:
    """Return whether a region lies within one of others, which are in order and do not overlap."""
    at = bisect_left(others, region.start, key=lambda o: o.outer_start) - 1
    return at >= 0 and region.end < others[at].outer_end


def _opens(text: str, at: int, mark: str, start: int) -> bool | None:
    """Return whether a mark opens (True), closes (False) or could do either (None)."""
    if mark in _OPENING or mark in _CLOSING:
        return mark in _OPENING
    before = text[at - 1] if at > start else ""
    after = text[at + len(mark) : at + len(mark) + 1]
    free_before = not before or bool(_BEFORE_OPEN.match(before))
    free_after = not after or after.isspace() or after in ".,;:?!)]}"
    return None if free_before == free_after else free_before


def _pair(text: str, start: int, end: int) -> list[Region]:
    """Pair the double marks of one paragraph."""
    regions: list[Region] = []
    opened: tuple[int, str] | None = None
    marks = [(m.start(), m.group()) for m in _MARK.finditer(text, start, end)]
    straight = [at for at, mark in marks if mark == '"']
    last_close = text.rfind(_DOUBLE_CLOSE, start, end)
    for at, mark in marks:
        if mark == "''" and _is_possessive(text, at, start):
            continue
        says = _opens(text, at, mark, start)
        if opened is None:
            opened = None if says is False else (at, mark)
            continue
        if mark == "“" and opened[1] in "„‟":  # „ ... “
            says = False
        if says is True and mark != '"':
            continue  # nested or repeated opening mark: part of the outer region
        if says is True and at + 1 < end:
            to_come = len(straight) - bisect_left(straight, at + 1)
            if (opened[1] in "“„‟" and last_close > at) or (to_come and to_come % 2 == 0):
                continue  # the outer region's own closing mark comes later
            stops = [x.end() for x in _STOP.finditer(text, opened[0], at)]
            if stops:  # the mark before was never closed: its words end with a sentence
                regions.append(_region(text, opened, stops[-1], stops[-1], closed=False))
            opened = (at, mark)
            continue
        regions.append(_region(text, opened, at, at + len(mark)))
        opened = None
    if opened is not None:
        regions.append(_region(text, opened, end, end, closed=False))
    return [r for r in regions if r.start < r.end]


def _is_possessive(text: str, at: int, start: int) -> bool:
    return at > start and text[at - 1].isalpha() and text[at + 2 : at + 3].isalpha()


def _region(
    text: str, opened: tuple[int, str], close: int, outer: int, *, closed: bool = True
) -> Region:
    inner, last = opened[0] + len(opened[1]), close
    while inner < last and text[inner].isspace():
        inner += 1
    while last > inner and text[last - 1].isspace():
        last -= 1
    return Region(inner, last, opened[0], outer, closed)


def _pair_single(text: str, start: int, end: int, *, goes_on: bool) -> list[Region]:
    """Pair single marks of a paragraph, for texts in the British manner; apostrophes are passed over."""
    regions: list[Region] = []
    opened: int | None = None
    marks = [(m.start(), m.group()) for m in _SINGLE.finditer(text, start, end)]
    closes_later = _closing_later(text, marks, goes_on=goes_on)
    for (at, mark), is_plural in zip(marks, closes_later, strict=True):
        before = text[at - 1 : at] if at > start else ""
        after = text[at + 1 : at + 2]
        if opened is None:
            free = not before or bool(_BEFORE_OPEN.match(before))
            if mark != "’" and free and after.isalnum() and not _DECADE.match(text, at + 1):
                opened = at
        elif mark == "‘" or after.isalnum() or not before.strip():
            continue
        elif not (before.isalpha() and is_plural):  # a plural possessive inside the quotation
            regions.append(_region(text, (opened, mark), at, at + 1))
            opened = None
    if opened is not None and goes_on:
        regions.append(_region(text, (opened, "'"), end, end, closed=False))
    return regions


def _closing_later(text: str, marks: list[tuple[int, str]], *, goes_on: bool) -> list[bool]:
    """Return of each mark whether one after punctuation closes before the next one opens."""
    answers, later = [], False
    for at, mark in reversed(marks):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        answers.append(later or (goes_on and before == "s" and after == " "))
        if before in ",.?!" and not after.isalnum():
            later = True
        elif (not before.strip() or mark == "‘") and after.isalnum():
            later = False
    return answers[::-1]
