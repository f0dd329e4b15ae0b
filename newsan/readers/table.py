"""Tables: one article a row, in CSV, TSV or Parquet."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pandas as pd

from newsan import schema, spreadsheet
from newsan.readers import grid
from newsan.readers.record import Fault, Item, Note, Record


def read_csv(text: str) -> Iterator[Item]:
    """
    Read rows separated by commas, semicolons, tabs or bars; a row with too many cells is a fault.

    The apostrophe that newsan's own `articles.csv` has before what looks like a formula is no part
    of the words.

    Examples
    --------
    >>> [r.fields["text"] for r in read_csv("id;text\\n1;It rained.\\n")]
    ['It rained.']
    """
    rows = grid.rows(text)
    if (head := next(rows, None)) is None:
        return
    names = [n.strip() for n in head.cells]
    if before := head.line - 1 - text[:4].lower().startswith("sep="):
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


def read_parquet(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read the rows of a Parquet file."""
    import pyarrow as pa

    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        yield Fault(f"not a Parquet file: {str(error).splitlines()[0]}")
        return
    for number, row in enumerate(frame.to_dict("records"), 1):
        yield Record({str(k): v for k, v in row.items()}, f"row {number}")
