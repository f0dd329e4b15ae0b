"""Rows of a table kept as text: the dialect is learnt from many rows, an unclosed quotation mark is found by its line."""

from __future__ import annotations

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from newsan.readers import fields

DELIMITERS = ",;\t|"
_SAMPLE = 200  # lines that show the dialect
PREAMBLE = 10  # rows within which the header must come
_MARKS = 8  # of a line, that are tried as the one too many
_AHEAD = 200  # lines that a row may take whose first line was put right
LONGEST = 20_000_000  # characters of a cell: none swallows the rest of a file
_TOLD = re.compile(r"(?i)sep=(.)\s*\n")  # as spreadsheets have it


@dataclass(frozen=True)
class Row:
    """One row: its cells, the line it ends at, and what was mended, or is wrong beyond mending."""

    line: int
    cells: list[str]
    mended: str = ""
    fault: str = ""


def is_table(text: str) -> bool:
    """
    Return whether a text is a table, of which its suffix says nothing: all its columns have known names.

    Examples
    --------
    >>> is_table("title\\ttext\\tdate\\nA\\tIt rained.\\t2031-05-02\\n"), is_table("Rain, text\\nIt rained.")
    (True, False)
    """
    head, first = (*text.split("\n", 2), "")[:2]
    delimiter = max(DELIMITERS, key=head.count)
    names = head.split(delimiter)
    known = [fields.meanings().get(fields.fold(n), ()) for n in names]
    is_wide = first.count(delimiter) >= len(names) - 1
    has_text = any(field == "text" for meant in known for field, _ in meant)
    return len(names) > 1 and all(known) and has_text and is_wide


def rows(text: str | Iterable[str]) -> Iterator[Row]:
    """
    Yield the rows of a text table, its header first, whatever separates its cells.

    A quotation mark that is opened and not closed would swallow the rows after it: its line is read by
    itself, with the mark closed or left out so that it has as many cells as the header.

    Blocks of lines are taken as they are read; lines before the header are passed over, `sep=;` in the first one is heeded.

    Examples
    --------
    >>> [r.cells for r in rows('id|text\\n1|It rained, hard.\\n')]
    [['id', 'text'], ['1', 'It rained, hard.']]
    >>> [(r.line, r.cells, bool(r.mended)) for r in rows('id;text\\n1;"It rained.\\n2;Dry.\\n')]
    [(1, ['id', 'text'], False), (2, ['1', 'It rained.'], True), (3, ['2', 'Dry.'], False)]
    """
    csv.field_size_limit(2**31 - 1)  # the sample is short enough
    lines = _Lines([text] if isinstance(text, str) else text)
    sample = list(itertools.islice(lines.since(0), _SAMPLE + 1))
    told = _TOLD.match(sample[0]) if sample else None
    begin = 1 if told else 0
    delimiter, first = _dialect(sample[begin:], told[1] if told else DELIMITERS)
    csv.field_size_limit(LONGEST)
    yield from _rows(lines, begin + first, delimiter)


class _Lines:
    """The lines of a table by number, read as they are asked for; those of rows that are done are let go."""

    def __init__(self, blocks: Iterable[str]) -> None:
        self._coming = (
            f"{line}\n" for block in blocks for line in block.removesuffix("\n").split("\n")
        )
        self._held: deque[str] = deque()
        self._first = 0

    def since(self, at: int) -> Iterator[str]:
        """Yield the lines from one on."""
        while True:
            while at - self._first >= len(self._held):
                if (line := next(self._coming, None)) is None:
                    return
                self._held.append(line)
            yield self._held[at - self._first]
            at += 1

    def let_go(self, before: int) -> None:
        """Keep no line before one."""
        while self._first < before and self._held:
            self._held.popleft()
            self._first += 1


def _dialect(lines: list[str], delimiters: str) -> tuple[str, int]:
    """Return what separates the cells, and the line of the header: where most rows are as wide as it."""
    best = ((0.0, 0), delimiters[0], 0)
    for delimiter in delimiters:
        reader = csv.reader(lines[:_SAMPLE], delimiter=delimiter)
        sample = [(reader.line_num, cells) for cells in reader if cells]
        at = header([cells for _, cells in sample])
        width = len(sample[at][1]) if sample else 0
        after = sample[at + 1 :]
        share = sum(len(cells) == width for _, cells in after) / max(len(after), 1)
        if width > 1:
            line = sample[at - 1][0] if at else 0
            best = max(best, ((share, width), delimiter, line), key=lambda b: b[0])
    return best[1], best[2]


def header(sample: list[list[str]]) -> int:
    """Return which row of some is the header: the first, or the first with a known name if all before are narrower."""
    known = (fields.meanings(), fields.meanings("control"))
    widest = 0
    for at, cells in enumerate(sample[:PREAMBLE]):
        if len(cells) > widest and any(fields.fold(c) in names for c in cells for names in known):
            return at
        widest = max(widest, len(cells))
    return 0


def _rows(lines: _Lines, at: int, delimiter: str) -> Iterator[Row]:
    width = 0
    reader, begun = _strict(lines, at, delimiter), at
    while True:
        lines.let_go(at)
        try:
            row = Row(0, next(reader))
            after = begun + reader.line_num
        except StopIteration:
            return
        except csv.Error:
            row, after = _mend_row(lines, at, delimiter, width)
            reader, begun = _strict(lines, after, delimiter), after
        if row.cells or row.fault:
            width = width or len(row.cells)
            yield replace(row, line=after)
        at = after


def _strict(lines: _Lines, at: int, delimiter: str, *first: str, most: int | None = None) -> Any:
    """Return a reader of the rows from a line on, of which the first may be put in another way."""
    later = itertools.islice(lines.since(at + len(first)), most)
    return csv.reader(itertools.chain(first, later), delimiter=delimiter, strict=True)


def _mend_row(lines: _Lines, at: int, delimiter: str, width: int) -> tuple[Row, int]:
    """Read the row that begins at a line and is not well formed; return it with the line after it."""
    line = next(lines.since(at)).removesuffix("\n")
    if len(line) > LONGEST:
        return Row(0, [], fault=f"a line of more than {LONGEST:,} characters: split it"), at + 1
    for tried, how in _tries(line, delimiter):
        reader = _strict(lines, at, delimiter, f"{tried}\n", most=_AHEAD)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            continue
        if len(cells) == width:
            return Row(0, cells, mended=f"a quotation mark {how}"), at + reader.line_num
    cells = next(csv.reader([line], delimiter=delimiter), [])
    if len(cells) > width > 0:
        fault = "a quotation mark opens a cell and nothing closes it: close it, or double one that is part of the words"
        return Row(0, [], fault=fault), at + 1
    return Row(0, cells, mended="a quotation mark that opens a cell and nothing closes"), at + 1


def _tries(line: str, delimiter: str) -> Iterator[tuple[str, str]]:
    """Yield ways to put a line right: marks within words doubled, one mark left out, one added at the end."""
    ends = f"{delimiter}\n"
    padded = f"\n{line}\n"
    places = [i for i, c in enumerate(line) if c == '"']
    inner = [i for i in places if padded[i] not in ends and padded[i + 2] not in ends]
    doubled = "".join('""' if i in inner else c for i, c in enumerate(line))
    yield doubled, "within the words of a cell, taken as one of them"
    for i in places[:_MARKS]:
        yield line[:i] + line[i + 1 :], "without its other half, left out"
    yield f'{line}"', "that nothing closed, closed at the end of its line"
