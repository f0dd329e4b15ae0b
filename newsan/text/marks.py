"""Quotation marks: which stretches of a text stand between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsan.text.segment import paragraphs

_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„‟", "”"
_MARK = re.compile(r"[“”„‟\"«»]|''|``|’’|‘‘")
_SINGLE = re.compile(r"[‘’']")
_STOP = re.compile(r"[.?!](?=\s)")
_BEFORE_OPEN = re.compile(r"[\s(\[{—–\-/:,]")


@dataclass(frozen=True)
class Region:
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

    Parameters
    ----------
    text
        Any text.

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
    found: list[Region] = []
    left_open = False
    for start, end in blocks:
        block = _pair(text, start, end)
        for region in block:
            goes_on = left_open and region.outer_start == start
            left_open = False
            if goes_on:
                region = Region(
                    region.start,
                    region.end,
                    region.outer_start,
                    region.outer_end,
                    region.is_closed,
                    continues=True,
                )
            found.append(region)
        left_open = bool(block) and not block[-1].is_closed
    single = [r for start, end in blocks for r in _pair_single(text, start, end)]
    if not found or _is_british(text, single, found):
        found = single
    return [r for r in found if text[r.start : r.end].strip()]


def _is_british(text: str, single: list[Region], double: list[Region]) -> bool:
    """Tell whether single marks are the outer ones: more speech stands in them than in double ones.

    Speech ends with a stop or comma inside its marks, which words quoted in passing do not.
    """
    outer = [r for r in single if text[r.end - 1] in ",.?!" and not _lies_in(r, double)]
    others = [r for r in double if not _lies_in(r, single)]
    return len(outer) > len(others)


def _lies_in(region: Region, others: list[Region]) -> bool:
    return any(o.outer_start < region.start and region.end < o.outer_end for o in others)


def _opens(text: str, at: int, width: int, start: int) -> bool | None:
    """Say whether a mark opens (True), closes (False) or could do either (None)."""
    mark = text[at : at + width]
    if mark in _DOUBLE_OPEN or mark in ("``", "‘‘"):
        return True
    if mark == _DOUBLE_CLOSE or mark == "’’":
        return False
    after = text[at + width : at + width + 1]
    before = text[at - 1 : at] if at > start else ""
    if mark == "«":
        return True
    if mark == "»":
        return False
    free_before = not before or bool(_BEFORE_OPEN.match(before))
    free_after = not after or after.isspace() or after in ".,;:?!)]}"
    if free_before and not free_after:
        return True
    if free_after and not free_before:
        return False
    return None


def _pair(text: str, start: int, end: int) -> list[Region]:
    """Pair the double marks of one paragraph."""
    found: list[Region] = []
    opened: tuple[int, int] | None = None
    low_mark = False
    for m in _MARK.finditer(text, start, end):
        at, width = m.start(), len(m.group())
        says = _opens(text, at, width, start)
        if m.group() == "''" and _is_possessive(text, at, start):
            continue
        if opened is None:
            if says is False and m.group() != "”":
                continue
            if says is False:  # a closing mark with no opening one before it
                continue
            opened, low_mark = (at, width), m.group() in "„‟"
            continue
        if m.group() == "“" and low_mark:  # „ ... “
            says = False
        if says is True and m.group() != '"':
            continue  # nested or repeated opening mark: part of the outer region
        if says is True and at + 1 < end:
            if text[opened[0]] in _DOUBLE_OPEN and _DOUBLE_CLOSE in text[at:end]:
                continue
            if _later_close(text, at + width, end):
                continue
            stops = [x.end() for x in _STOP.finditer(text, opened[0], at)]
            if stops:  # the mark before was never closed: its words end with a sentence
                found.append(_region(text, opened, stops[-1], stops[-1], closed=False))
            opened = (at, width)
            continue
        found.append(_region(text, opened, at, at + width))
        opened = None
    if opened is not None:
        found.append(_region(text, opened, end, end, closed=False))
    return [r for r in found if r.start < r.end]


def _later_close(text: str, at: int, end: int) -> bool:
    """Tell whether a straight mark that looks like an opening one has two closing marks to come."""
    marks = [m.start() for m in re.finditer('"', text[at:end])]
    return len(marks) % 2 == 0 and len(marks) >= 2


def _is_possessive(text: str, at: int, start: int) -> bool:
    return at > start and text[at - 1].isalpha() and text[at + 2 : at + 3].isalpha()


def _region(
    text: str, opened: tuple[int, int], close: int, outer: int, *, closed: bool = True
) -> Region:
    at, width = opened
    inner, last = at + width, close
    while inner < last and text[inner].isspace():
        inner += 1
    while last > inner and text[last - 1].isspace():
        last -= 1
    return Region(inner, last, at, outer, closed)


def _pair_single(text: str, start: int, end: int) -> list[Region]:
    """Pair single marks, for texts in the British manner; apostrophes are passed over."""
    found: list[Region] = []
    opened: int | None = None
    marks = list(_SINGLE.finditer(text, start, end))
    for i, m in enumerate(marks):
        at, mark = m.start(), m.group()
        before = text[at - 1 : at] if at > start else ""
        after = text[at + 1 : at + 2]
        if opened is None:
            free = not before or bool(_BEFORE_OPEN.match(before))
            if mark != "’" and free and after.isalnum() and not re.match(r"\d0s", text[at + 1 :]):
                opened = at
            continue
        if mark == "‘" or after.isalnum():
            continue
        if before.isspace() or not before:
            continue
        if before.isalpha() and _closes_later(text, marks[i + 1 :], start):
            continue  # a plural possessive inside the quotation
        found.append(_region(text, (opened, 1), at, at + 1))
        opened = None
    return found


def _closes_later(text: str, marks: list[re.Match[str]], start: int) -> bool:
    """Tell whether a mark after punctuation closes before the next one opens."""
    for m in marks:
        at = m.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if before in ",.?!" and not after.isalnum():
            return True
        if (not before.strip() or m.group() == "‘") and after.isalnum():
            return False
    return False
