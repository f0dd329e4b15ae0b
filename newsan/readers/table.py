"""Tables: one article a row, in CSV, TSV or Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

import pandas as pd

from newsan.readers import decode
from newsan.readers.record import Fault, Record


def read_csv(data: bytes) -> Iterator[Record | Fault]:
    """
    Read comma, semicolon or tab separated rows; a row with too many cells is a fault.

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
            filled = {n: c for n, c in zip(names, cells, strict=False) if c}
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
