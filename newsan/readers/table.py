"""Tables: one article a row, in CSV, TSV or Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

import pandas as pd

from newsan import schema, spreadsheet
from newsan.readers import decode
from newsan.readers.record import Fault, Record


def read_csv(data: bytes) -> Iterator[Record | Fault]:
    """
    Read comma, semicolon or tab separated rows; a row with too many cells is a fault.

    The apostrophe that newsan's own `articles.csv` has before what looks like a formula is no part
    of the words.

    Examples
    --------
    >>> [r.fields["text"] for r in read_csv(b"id;text\\n1;It rained.\\n")]
    ['It rained.']
    """
    text, note = decode.text(data)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = [n.strip() for n in next(rows)]
    except StopIteration:
        return
    is_own = names == schema.names("articles")
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(f"not a table row: {error}", f"line {rows.line_num}")
            continue
        if not cells:
            continue
        where = f"line {rows.line_num}"
        if len(cells) > len(names):
            yield Fault(f"{len(cells)} cells where the header has {len(names)}", where)
        else:
            words = map(spreadsheet.cell, cells) if is_own else cells
            filled = {n: c for n, c in zip(names, words, strict=False) if c}
            yield Record(filled, where, (note,) if note else ())


def read_parquet(data: bytes) -> Iterator[Record | Fault]:
    """Read the rows of a Parquet file."""
    import pyarrow as pa

    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        yield Fault(f"not a Parquet file: {str(error).splitlines()[0]}")
        return
    for number, row in enumerate(frame.to_dict("records"), 1):
        yield Record({str(k): v for k, v in row.items()}, f"row {number}")
