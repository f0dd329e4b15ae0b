"""Sheets of Excel and OpenDocument, one article a row, by python-calamine (extra `sheets`)."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from newsan import readers
from newsan.errors import ReadError, missing_extra
from newsan.readers import archive, grid
from newsan.readers.record import Item, Note, Record, damaged

MOST_CELLS = 20_000_000  # of a sheet, filled or not: all of them are laid out in memory
_AT = re.compile(rb"""\br=["']([A-Z]+)(\d+)""")
_FULL = 32_767  # characters that a cell of Excel holds


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the rows of each sheet of a workbook, whose header is told as that of a CSV file.

    Raises
    ------
    MissingExtra
        python-calamine is not installed.
    ReadError
        The file is broken, locked with a password, or has a cell far out.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise missing_extra("python-calamine", "sheets", "read .xlsx and .ods files") from None
    with damaged("sheet", CalamineError), zipfile.ZipFile(io.BytesIO(data)) as packed:
        for info in archive.listed(packed, readers.MOST_BYTES):
            if info.filename.startswith("xl/worksheets/"):
                _measure(packed.read(info))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    filled = {name: rows for name, rows in sheets.items() if rows}
    for name, rows in filled.items():
        yield from _records(rows, f"{name}, row" if len(filled) > 1 else "row")


def _measure(sheet: bytes) -> None:
    """Refuse a sheet whose cells reach so far out that its rows do not fit in memory."""
    found = [(len(m[1]), m[1], int(m[2])) for m in _AT.finditer(sheet)]
    wide, high = max((f[:2] for f in found), default=(0, b""))[1], max((f[2] for f in found), default=0)  # fmt: skip
    columns = functools.reduce(lambda n, letter: 26 * n + letter - 64, wide, 0)
    if columns * high > MOST_CELLS:
        raise ReadError(f"{high:,} rows of {columns:,} cells: delete what stands far out, or save it as .csv")  # fmt: skip


def _records(rows: list[list[Any]], where: str) -> Iterator[Item]:
    at = grid.header([[str(c) for c in row if c != ""] for row in rows[: grid.PREAMBLE]])
    names = [str(name).strip() for name in rows[at]]
    if at:
        yield Note("skipped", "lines before the header of a table", n=at)
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {n: _whole(c) for n, c in zip(names, row, strict=True) if n and c != ""}
        if cells:
            yield Record(cells, f"{where} {number}")
        if any(isinstance(cell, str) and len(cell) >= _FULL for cell in row):
            what = "texts that fill a cell of Excel, and may be cut off"
            yield Note("lost", what, "export them as .csv or .json", where=f"{where} {number}")


def _whole(cell: Any) -> Any:
    """Return a number without the point that all numbers of a sheet have."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
