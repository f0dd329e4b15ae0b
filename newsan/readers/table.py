"""Tables: one article a row, in CSV, TSV, Parquet, or sheets of Excel and OpenDocument (calamine, extra `sheets`)."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate

from newsan import readers, schema, spreadsheet
from newsan.errors import ReadError, extra_for
from newsan.readers import formats, grid
from newsan.readers.record import Fault, Item, Note, Record, damaged

_ROWS = 200  # of a Parquet file, taken at a time
_BUFFER = 1_000_000  # bytes of it, read at a time
MOST_CELLS = 20_000_000  # of a sheet, filled or not: all of them are laid out in memory
_AT = re.compile(rb"""\br=["']([A-Z]+)(\d+)""")
_FULL = 32_767  # characters that a cell of Excel holds


def read_csv(text: str | Iterable[str]) -> Iterator[Item]:
    """
    Read rows separated by commas, semicolons, tabs or bars; a row with too many cells is a fault.

    Takes blocks of lines as well as a whole text, so that a table may be bigger than memory. The
    apostrophe that newsan's own `articles.csv` has before what looks like a formula is no part
    of the words.

    Examples
    --------
    >>> [r.fields["text"] for r in read_csv("id;text\\n1;It rained.\\n")]
    ['It rained.']
    """
    blocks = iter([text] if isinstance(text, str) else text)
    first = next(blocks, "")
    rows = grid.rows(itertools.chain([first], blocks))
    if (head := next(rows, None)) is None:
        return
    names = [n.strip() for n in head.cells]
    if before := head.line - 1 - first[:4].lower().startswith("sep="):
        yield Note("skipped", "lines before the header of a table", n=before)
    is_own = names == schema.names("articles")
    for row in rows:
        where = f"line {row.line}"
        if row.fault or len(row.cells) > len(names):
            cells = f"{len(row.cells)} cells where the header has {len(names)}"
            yield Fault(row.fault or cells, where)
            continue
        words = map(spreadsheet.cell, row.cells) if is_own else row.cells
        filled = {n: c for n, c in zip(names, words, strict=False) if c}
        notes = (Note("repaired", row.mended, "look at the row"),) if row.mended else ()
        yield Record(filled, where, notes)


def read_parquet(data: bytes | IO[bytes], encoding: str | None = None) -> Iterator[Item]:
    """Read the rows of a Parquet file, of an open one some at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    numbers = itertools.count(1)
    try:
        source = io.BytesIO(data) if isinstance(data, bytes) else data
        file = parquet.ParquetFile(source, buffer_size=_BUFFER)
        for batch in file.iter_batches(_ROWS):
            for row in batch.to_pylist():
                yield Record(row, f"row {next(numbers)}")
    except (pa.ArrowException, OSError) as error:
        yield Fault(f"not a Parquet file: {str(error).splitlines()[0]}")


def read_sheet(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read the rows of each sheet of a workbook, whose header is told as that of a CSV file."""
    with extra_for("read .xlsx and .ods files", "python-calamine", "sheets"):
        from python_calamine import CalamineError, CalamineWorkbook
    with damaged("sheet", CalamineError, ExpatError), zipfile.ZipFile(io.BytesIO(data)) as packed:
        for info in formats.list_files(packed, readers.MOST_BYTES):
            if info.filename.startswith("xl/worksheets/"):
                _measure(packed.read(info))
            elif info.filename == "content.xml":  # calamine never ends on some that are no XML
                ParserCreate().Parse(packed.read(info), True)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    filled = {name: rows for name, rows in sheets.items() if rows}
    for name, rows in filled.items():
        yield from _records(rows, f"{name}, row" if len(filled) > 1 else "row")


def _measure(sheet: bytes) -> None:
    """Refuse a sheet whose cells reach so far out that its rows do not fit in memory."""
    cells = [(m[1], int(m[2])) for m in _AT.finditer(sheet)]
    high = max((row for _, row in cells), default=0)
    wide = max((column for column, _ in cells), key=lambda c: (len(c), c), default=b"")
    columns = functools.reduce(lambda n, letter: 26 * n + letter - 64, wide, 0)
    if columns * high > MOST_CELLS:
        far = "delete what stands far out, or save it as .csv"
        raise ReadError(f"{high:,} rows of {columns:,} cells: {far}")


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
