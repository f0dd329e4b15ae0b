"""The table of corrections: read, checked and written."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from newsan import schema, spreadsheet, writing
from newsan.errors import ReadError, SchemaError, not_there

_NEEDED = ("article_id", "start", "end", "text", "field", "value")

Source: TypeAlias = str | Path | pd.DataFrame


def read(source: Source) -> pd.DataFrame:
    """
    Read a table of corrections: one row a quotation and what is corrected of it.

    A quotation is known by its article, its place and its words, not by its `quote_id`: ids are
    numbers in a row and change when one more quotation is found.

    Parameters
    ----------
    source
        A CSV file or a frame with `article_id`, `start`, `end`, `text`, `field` ("actor" or "act")
        and `value`; `name`, `was` and `note` may be there.

    Returns
    -------
    corrections
        The `corrections` frame, in the order of the file.

    Raises
    ------
    NoSuchSource
        The file is not there.
    ReadError
        The file cannot be read as CSV.
    SchemaError
        Columns are missing or values are wrong; the message names every line and value.

    Examples
    --------
    >>> rows = pd.DataFrame([{"article_id": "a1", "start": 1, "end": 5, "text": "Rain", "field": "act",
    ...                       "value": "promise"}])
    >>> read(rows)[["text", "field", "value"]].values.tolist()
    [['Rain', 'act', 'promise']]
    """
    return checked(*raw(source))


def checked(rows: pd.DataFrame, name: str, first: int) -> pd.DataFrame:
    """Return the corrections of a raw table; refuse what is no correction, all faults at once."""
    lacking = [c for c in _NEEDED if c not in rows]
    if lacking:
        raise SchemaError(f"{name}: columns missing: {', '.join(lacking)}. A table of corrections has "
                          f"{', '.join(schema.names('corrections'))}.")  # fmt: skip
    cleaned = [{k: _clean(v, k) for k, v in row.items()} for row in rows.to_dict("records")]
    faults = [fault for i, row in enumerate(cleaned) for fault in _faults(row, where(i, first))]
    seen: dict[tuple[Any, ...], int] = {}
    for i, row in enumerate(cleaned):
        key = (row["article_id"], str(row["start"]), str(row["end"]), row["field"])
        if key in seen:
            faults.append(f"{where(i, first)} corrects the {row['field']} of the same words as "
                          f"{where(seen[key], first)}: keep one of them")  # fmt: skip
        seen.setdefault(key, i)
    if faults:
        more = f"; and {len(faults) - 20} more" if len(faults) > 20 else ""
        raise SchemaError(f"{name}: {'; '.join(faults[:20])}{more}.")
    return schema.build(cleaned, "corrections")


def write(corrections: pd.DataFrame, path: str | Path) -> Path:
    """
    Write a table of corrections as CSV; the file is replaced in one step, never left half written.

    Parameters
    ----------
    corrections
        A `corrections` frame.
    path
        Where to write; its folder is made if needed.

    Returns
    -------
    path
        The file written.

    Raises
    ------
    SchemaError
        `corrections` is not a corrections frame.
    WriteError
        The file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read(write(schema.build([], "corrections"), Path(folder, "corrections.csv"))))
    0
    """
    schema.check(corrections, "corrections")
    target = Path(path)
    text = spreadsheet.write(corrections, quoting=csv.QUOTE_NONNUMERIC)
    with writing.replace(target, "the corrections") as fresh:
        fresh.write_text(text, encoding="utf-8", newline="")
    return target


def where(i: int, first: int) -> str:
    """Return the name of a row: its line where it stands in a file."""
    return f"line {i + first}" if first else f"row {i}"


def raw(source: Source) -> tuple[pd.DataFrame, str, int]:
    """Return the raw table, what to call it, and the number of its first row."""
    schema.readable(source, "a table of corrections")
    if isinstance(source, pd.DataFrame):
        return source.reset_index(drop=True), "corrections", 0
    path = Path(source)
    if not path.is_file():
        raise not_there("the table of corrections", source)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            rows = [{k: spreadsheet.cell(v) for k, v in row.items()} for row in reader]
            header = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(
            f"Cannot read the corrections {path.as_posix()}: {error}. They should be a CSV "
            "file in UTF-8 with a header line."
        ) from None
    if not header:
        raise ReadError(
            f"{path.as_posix()} is empty: corrections are a CSV file with a header line."
        )
    return pd.DataFrame(rows, columns=header), path.as_posix(), 2


def _clean(value: Any, column: str) -> Any:
    if column == "text":
        return value
    value = value.strip() if isinstance(value, str) else value
    if value == "" or pd.isna(value):
        return None
    is_number = column in ("start", "end") and str(value).isdecimal()
    return int(value) if is_number else value


def _faults(row: dict[str, Any], where: str) -> list[str]:
    """Return what is wrong with one row."""
    faults = [f"{where}: {c} is {row[c]!r}, not a count of characters" for c in ("start", "end")
              if not str(row[c]).isdecimal()]  # fmt: skip
    if not faults and row["end"] - row["start"] != len(str(row["text"])):
        faults.append(f"{where}: text has {len(str(row['text']))} characters, but {row['start']} to "
                      f"{row['end']} are {row['end'] - row['start']}")  # fmt: skip
    if row["article_id"] is None:
        faults.append(f"{where}: article_id is empty")
    if row["field"] not in schema.CORRECTED:
        faults.append(
            f"{where}: field is {row['field']!r}, not one of {', '.join(schema.CORRECTED)}"
        )
    if row["field"] == "act" and row["value"] not in schema.ACTS:
        faults.append(
            f"{where}: {row['value']!r} is no speech act: take one of {', '.join(schema.ACTS)}"
        )
    return faults
