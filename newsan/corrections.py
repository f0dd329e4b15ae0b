"""What a reader corrected, kept as a table beside the data and applied again on every run."""

from __future__ import annotations

import csv
import logging
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from newsan import schema, spreadsheet, writing
from newsan.errors import ReadError, SchemaError, all_of, not_there, unknown_name
from newsan.wording import abridged

__all__ = ["BY", "apply", "apply_acts", "keep", "read", "write"]

Source: TypeAlias = str | Path | pd.DataFrame
BY = "correction"  # in `resolved_by` and `act_rule`: neither found nor computed, but said by a reader
_BAD = ("raise", "skip")
_PLACE = ("article_id", "start", "end", "text")  # what a quotation is known by
_NEEDED = (*_PLACE, "field", "value")
_CORRECTED = ("actor_id", "actor", "antecedent", "resolved_by", "actor_confidence", "confidence")
_log = logging.getLogger("newsan")


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
    NoSuchSource, ReadError
        The file is not there, or cannot be read as CSV.
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
        if (earlier := seen.setdefault(key, i)) != i:
            faults.append(f"{where(i, first)} corrects the {row['field']} of the same words as "
                          f"{where(earlier, first)}: keep one of them")  # fmt: skip
    if faults:
        raise SchemaError(f"{name}: {all_of(faults)}.")
    return schema.build(cleaned, "corrections")


def write(corrections: pd.DataFrame, path: str | Path) -> Path:
    """
    Write a `corrections` frame as CSV; the file is replaced in one step, never left half written.

    Its folder is made if needed; a `WriteError` says why it cannot be written.

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
    name = path.as_posix()
    if not header:
        raise ReadError(f"{name} is empty: corrections are a CSV file with a header line.")
    return pd.DataFrame(rows, columns=header), name, 2


def _clean(value: Any, column: str) -> Any:
    if column == "text":
        return value
    if isinstance(value, list | dict | set):
        return str(value)
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
        right = ", ".join(schema.CORRECTED)
        faults.append(f"{where}: field is {row['field']!r}, not one of {right}")
    if row["field"] == "act" and row["value"] not in schema.ACTS:
        right = ", ".join(schema.ACTS)
        faults.append(f"{where}: {row['value']!r} is no speech act: take one of {right}")
    return faults


def apply(quotes: pd.DataFrame, source: Source, *, bad: str = "raise") -> pd.DataFrame:
    """
    Put corrected actors into a quotes frame.

    Parameters
    ----------
    quotes
        A `quotes` frame, resolved to actors or not yet. Give the resolved one where you can;
        `actors.resolve` would go over an earlier one (see `keep`).
    source
        The corrections: a CSV file, or a frame.
    bad
        "raise", or "skip" to leave out corrections whose words no longer match and log them.

    Returns
    -------
    quotes
        A copy. A corrected row has `actor_id` and `actor` of the correction, `resolved_by`
        "correction", no `antecedent`, `confidence` and `actor_confidence` 1; `speaker` stays as
        written. An unresolved frame gets the columns, missing in all other rows.

    Undefined
    ---------
    `actor_id` and `actor_confidence` are missing where the correction says that nobody is known.
    Corrections of articles of which `quotes` has no row do nothing.

    Raises
    ------
    SchemaError
        A correction's words do not stand in `quotes` where it says; the message names the line,
        the words and what stands there now.
    UnknownName
        `bad` is neither of the two.

    Examples
    --------
    >>> quotes = schema.build([{"quote_id": "q1", "attribution_id": "t1", "article_id": "a1",
    ...     "kind": "direct", "text": "Rain", "start": 1, "end": 5, "is_speech": True,
    ...     "confidence": 0.5, "speaker": "she"}], "quotes", optional=True)
    >>> fix = pd.DataFrame([{"article_id": "a1", "start": 1, "end": 5, "text": "Rain",
    ...                      "field": "actor", "value": "mara-ostrell", "name": "Mara Ostrell"}])
    >>> apply(quotes, fix)[["speaker", "actor", "resolved_by"]].values.tolist()
    [['she', 'Mara Ostrell', 'correction']]
    """
    quotes = schema.require(quotes, "quotes")
    rows = _match_rows(quotes, source, "actor", bad)
    names = {}
    if "actor_id" in quotes:
        named = schema.require(quotes, "quotes", "actor_id", "actor")[["actor_id", "actor"]]
        names = dict(named.dropna().itertuples(index=False))
    records = quotes.to_dict("records")
    for i, value, name in rows:
        known = None if value is None else (name or names.get(value, value))
        records[i] |= {"actor_id": value, "actor": known, "antecedent": None, "resolved_by": BY,
                       "actor_confidence": None if value is None else 1.0,
                       "confidence": 1.0}  # fmt: skip
    has_more = "actor_id" in quotes or bool(rows)
    return schema.build(records, "quotes", optional=has_more).set_axis(quotes.index)


def keep(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Put corrected rows back after a step that resolved all rows anew.

    Returned is a copy of `after`, a resolved `quotes` frame, with the actors of `before`, the same rows with corrections
    applied, where `resolved_by` is "correction" there.

    Examples
    --------
    >>> keep(schema.build([], "quotes"), schema.build([], "quotes", optional=True)).empty
    True
    """
    before, after = (schema.require(quotes, "quotes") for quotes in (before, after))
    if "resolved_by" not in before:
        return after
    said = before[before["resolved_by"] == BY].set_index("quote_id")
    said = said[[c for c in _CORRECTED if c in said]]
    records = [row | said.loc[row["quote_id"]].to_dict() if row["quote_id"] in said.index else row
               for row in after.to_dict("records")]  # fmt: skip
    return schema.build(records, "quotes", optional=True).set_axis(after.index)


def apply_acts(
    rhetoric: pd.DataFrame, quotes: pd.DataFrame, source: Source, *, bad: str = "raise"
) -> pd.DataFrame:
    """
    Put corrected speech acts into a rhetoric frame, measured on `quotes`.

    Returned is a copy, with `act` of the correction and `act_rule` "correction". `source` and `bad`, and what is
    refused, are as in `apply`.

    Examples
    --------
    >>> empty = schema.build([], "rhetoric"), schema.build([], "quotes")
    >>> apply_acts(*empty, schema.build([], "corrections")).empty
    True
    """
    rhetoric = schema.require(rhetoric, "rhetoric")
    quotes = schema.require(quotes, "quotes")
    rows = _match_rows(quotes, source, "act", bad)
    acts = {quotes["quote_id"].iloc[i]: value for i, value, _ in rows}
    is_corrected = rhetoric["quote_id"].isin(acts)
    fixed = rhetoric.copy()
    fixed["act"] = fixed["act"].where(~is_corrected, fixed["quote_id"].map(acts)).astype("str")
    fixed["act_rule"] = fixed["act_rule"].mask(is_corrected, BY).astype("str")
    if "confidence" in fixed:
        fixed["confidence"] = fixed["confidence"].mask(is_corrected, 1.0)
    return fixed


def _match_rows(
    quotes: pd.DataFrame, source: Source, field: str, bad: str
) -> list[tuple[int, str | None, str | None]]:
    """Find the rows of quotes that corrections of a field mean: position, value and name."""
    if bad not in _BAD:
        raise unknown_name("way with bad corrections", bad, _BAD)
    rows, file, first = raw(source)
    places: dict[tuple[Any, ...], list[int]] = {}
    for i, key in enumerate(zip(*(quotes[c] for c in _PLACE), strict=True)):
        places.setdefault(key, []).append(i)
    read_here = set(quotes["article_id"])
    found, faults = [], []
    for n, row in enumerate(checked(rows, file, first).to_dict("records")):
        if row["field"] != field or row["article_id"] not in read_here:
            continue
        fitting = places.get(tuple(row[c] for c in _PLACE), [])
        value, name = (None if pd.isna(row[c]) else row[c] for c in ("value", "name"))
        found += [(i, value, name) for i in fitting]
        if not fitting:
            faults.append(f"{where(n, first)}: {_mismatch(quotes, row)}")
    if faults and bad == "raise":
        raise SchemaError(f"{file}: {'; '.join(faults[:20])}. Set start, end and text to what is found "
                          "now, take the row out, or pass bad='skip'.")  # fmt: skip
    for fault in faults:
        _log.warning("%s: %s; left out", file, fault)
    return found


def _mismatch(quotes: pd.DataFrame, row: dict[str, Any]) -> str:
    """Return what is found in place of the words of a correction."""
    said = f"no quotation of article {row['article_id']!r} at {row['start']} to {row['end']} reads " \
           f"{abridged(row['text'])!r}"  # fmt: skip
    there = quotes[quotes["article_id"] == row["article_id"]]
    same = there[there["text"] == row["text"]]
    over = there[(there["start"] < row["end"]) & (there["end"] > row["start"])]
    if len(same):
        return f"{said}; those words stand at {same['start'].iloc[0]} to {same['end'].iloc[0]}"
    if len(over):
        return (f"{said}; found is {abridged(over['text'].iloc[0])!r} at {over['start'].iloc[0]} to "
                f"{over['end'].iloc[0]}")  # fmt: skip
    return f"{said}; nothing is quoted there now"
