"""Corrections put into the frames they are of."""

from __future__ import annotations

import logging
from typing import Any

import pandas as pd

from newsan import schema
from newsan.corrections.table import Source, checked, raw, where
from newsan.errors import SchemaError, unknown_name
from newsan.wording import abridged

BY = "correction"  # in `resolved_by` and `act_rule`: neither found nor computed, but said by a reader
_BAD = ("raise", "skip")
_PLACE = ("article_id", "start", "end", "text")  # what a quotation is known by
_CORRECTED = ("actor_id", "actor", "antecedent", "resolved_by", "actor_confidence", "confidence")

_log = logging.getLogger("newsan")


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
    rows = _matched(quotes, source, "actor", bad)
    names = {}
    if "actor_id" in quotes:
        named = schema.require(quotes, "quotes", "actor_id", "actor").dropna(
            subset=["actor_id", "actor"]
        )
        names = dict(zip(named["actor_id"], named["actor"], strict=True))
    records = quotes.to_dict("records")
    for i, value, name in rows:
        known = None if value is None else (name or names.get(value, value))
        records[i] |= {"actor_id": value, "actor": known, "antecedent": None, "resolved_by": BY,
                       "actor_confidence": None if value is None else 1.0,
                       "confidence": 1.0}  # fmt: skip
    has_more = "actor_id" in quotes or bool(rows)
    made = schema.build(records, "quotes", optional=has_more)
    made.index = quotes.index
    return made


def keep(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Put corrected rows back after a step that resolved all rows anew.

    Parameters
    ----------
    before
        A `quotes` frame with corrections applied.
    after
        The same rows, resolved.

    Returns
    -------
    quotes
        A copy of `after`, with the actors of `before` where `resolved_by` is "correction" there.

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
    made = schema.build(records, "quotes", optional=True)
    made.index = after.index
    return made


def apply_acts(
    rhetoric: pd.DataFrame, quotes: pd.DataFrame, source: Source, *, bad: str = "raise"
) -> pd.DataFrame:
    """
    Put corrected speech acts into a rhetoric frame.

    Parameters
    ----------
    rhetoric
        A `rhetoric` frame.
    quotes
        The `quotes` frame it was measured on.
    source, bad
        As in `apply`.

    Returns
    -------
    rhetoric
        A copy, with `act` of the correction and `act_rule` "correction".

    Raises
    ------
    SchemaError
        As in `apply`.

    Examples
    --------
    >>> empty = schema.build([], "rhetoric"), schema.build([], "quotes")
    >>> apply_acts(*empty, schema.build([], "corrections")).empty
    True
    """
    rhetoric = schema.require(rhetoric, "rhetoric")
    quotes = schema.require(quotes, "quotes")
    rows = _matched(quotes, source, "act", bad)
    acts = {quotes["quote_id"].iloc[i]: value for i, value, _ in rows}
    is_corrected = rhetoric["quote_id"].isin(acts)
    made = rhetoric.copy()
    made["act"] = made["act"].where(~is_corrected, made["quote_id"].map(acts)).astype("str")
    made["act_rule"] = made["act_rule"].mask(is_corrected, BY).astype("str")
    if "confidence" in made:
        made["confidence"] = made["confidence"].mask(is_corrected, 1.0)
    return made


def _matched(
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
