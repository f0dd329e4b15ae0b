"""Tables: one article a row, in CSV, TSV or Parquet."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from typing import IO

from newsan import schema, spreadsheet
from newsan.readers import grid
from newsan.readers.record import Fault, Item, Note, Record

_ROWS = 200  # of a Parquet file, taken at a time
_BUFFER = 1_000_000  # bytes of it, read at a time


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
        file = parquet.ParquetFile(
            io.BytesIO(data) if isinstance(data, bytes) else data, buffer_size=_BUFFER
        )
        for batch in file.iter_batches(_ROWS):
            for row in batch.to_pylist():
                yield Record(row, f"row {next(numbers)}")
    except (pa.ArrowException, OSError) as error:
        yield Fault(f"not a Parquet file: {str(error).splitlines()[0]}")
