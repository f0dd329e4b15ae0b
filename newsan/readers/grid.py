"""Rows of a table kept as text: the dialect is learnt from many rows, an unclosed quotation mark is found by its line."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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
    sample = list(itertools.islice(lines, _SAMPLE + 1))
    told = _TOLD.match(sample[0]) if sample else None
    begin = 1 if told else 0
    delimiter, first = _dialect(sample[begin:], told[1] if told else DELIMITERS)
    lines.put_back(begin + first)
    csv.field_size_limit(LONGEST)
    yield from _rows(lines, begin + first, delimiter)


class _Lines(Iterator[str]):
    """The lines of a table as they are asked for; those taken can be put back, to be read in another way."""

    def __init__(self, blocks: Iterable[str]) -> None:
        coming = (line for block in blocks for line in block.removesuffix("\n").split("\n"))
        self._coming = (f"{line}\n" for line in coming)
        self._again: list[str] = []  # the next of them last
        self.taken: list[str] = []

    def __next__(self) -> str:
        self.taken.append(self._again.pop() if self._again else next(self._coming))
        return self.taken[-1]

    def put_back(self, kept: int = 0) -> None:
        """Put back the lines that were taken, but for the first."""
        self._again += reversed(self.taken[kept:])
        del self.taken[kept:]


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
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        try:
            row = Row(0, next(reader))
        except StopIteration:
            return
        except csv.Error:
            lines.put_back()
            row = _mend_row(lines, delimiter, width)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        at += len(lines.taken)
        if row.cells or row.fault:
            width = width or len(row.cells)
            yield replace(row, line=at)


def _mend_row(lines: _Lines, delimiter: str, width: int) -> Row:
    """Read the row that begins at the next line and is not well formed."""
    line = next(lines).removesuffix("\n")
    if len(line) > LONGEST:
        return Row(0, [], fault=f"a line of more than {LONGEST:,} characters: split it")
    for tried, how in _tries(line, delimiter):
        later = itertools.islice(lines, _AHEAD)
        reader = csv.reader(
            itertools.chain([f"{tried}\n"], later), delimiter=delimiter, strict=True
        )
        with contextlib.suppress(csv.Error, StopIteration):
            if len(cells := next(reader)) == width:
                return Row(0, cells, mended=f"a quotation mark {how}")
        lines.put_back(1)
    cells = next(csv.reader([line], delimiter=delimiter), [])
    if len(cells) > width > 0:
        fault = "a quotation mark opens a cell and nothing closes it: close it, or double one that is part of the words"
        return Row(0, [], fault=fault)
    return Row(0, cells, mended="a quotation mark that opens a cell and nothing closes")


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
