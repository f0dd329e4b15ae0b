"""The check at the head of every verb that takes frames: what is not usable is refused in words, with the remedy."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from newsan import lexicons
from newsan.errors import SchemaError, unknown_name
from newsan.schema import frames
from newsan.schema.frames import GEOMETRY, Column

_SHOWN = 4  # faults in one message
_AS_TEXT = 40  # code points of a value shown
_KINDS = {
    frames.STR: "text",
    frames.INT: "whole numbers",
    frames.OPTIONAL_INT: "whole numbers",
    frames.FLOAT: "numbers",
    frames.BOOL: "True or False",
    frames.DAY: "days without a time zone, as pandas.to_datetime gives them",
    frames.INSTANT: "times with a time zone, as pandas.to_datetime(..., utc=True) gives them",
    GEOMETRY: "geometries",
}


def require(
    frame: Any, name: str, *needed: str, also: tuple[str, ...] = (), resolved: bool = False
) -> Any:
    """
    Return a frame whose columns a verb can use, or refuse it with every fault and what to do.

    Parameters
    ----------
    frame
        What the caller gave.
    name
        The frame it should be.
    needed
        The columns the verb reads; by default all that the frame must have, and of those it may have the ones
        that are there.
    also
        Columns that are read where they are there.
    resolved
        Quotations must have their actors.

    Returns
    -------
    frame
        The frame itself where every dtype is as declared; else a copy in which those of the checked columns are, for
        example `Int64` for whole floats and `str` for objects that are all text.

    Raises
    ------
    SchemaError
        It is no frame, or another frame; a column is missing, is there twice or holds what is not of its kind; a
        needed value is missing or out of bounds, a key there twice, an end before its start.

    Examples
    --------
    >>> claims = pd.DataFrame({"topic": ["dam"], "n": [2.0]})
    >>> require(claims, "claims", "topic", "n").dtypes["n"]
    dtype('int64')
    >>> require("It rained.", "articles")
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: Not the 'articles' frame: got str, expected a DataFrame. For a text of your own: ...
    """
    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(
            f"Not the {name!r} frame: got {type(frame).__name__}, expected a DataFrame.{_remedy(frame, name)}"
        )
    lexicons.refuse_columns(frame, f"Not the {name!r} frame: ")
    if any(c.dtype == GEOMETRY for c in frames.ALL[name]) and GEOMETRY in frame:
        frame = _geographic(frame)
    whole = not needed
    named = {c.name: c for c in frames.ALL[name]}
    wanted = list(needed) or [c.name for c in frames.ALL[name] if c.required]
    if resolved and "actor_id" not in wanted:
        wanted.append("actor_id")
    _refuse_lacking(frame, name, [c for c in wanted if c not in frame])
    extra = [c for c in (named if whole else also) if c in frame and c not in wanted]
    checked = [named[c] for c in (*wanted, *extra)]
    bare, kinds = frame.copy(deep=False), frame.dtypes
    bare.attrs = {}  # each column taken out of a frame copies them
    usables: dict[str, Any] = {}
    faults = []
    for column in checked:
        usable = _usable(column, given := bare[column.name])
        if usable is None:
            faults.append(_wrong_kind(column, given))
            continue
        usables[column.name] = usable
        faults += _wrong_values(column, usable)
    faults += _spans_out_of_order(usables)
    if not faults:
        faults += _keys_twice(usables, name)
    if faults:
        raise _refusal(name, faults)
    changed = {c: v for c, v in usables.items() if v.dtype != kinds[c]}
    return frame.assign(**changed) if changed else frame


def stand_in(
    frame: pd.DataFrame, name: str, articles: pd.DataFrame | dict[str, str], *, whole: bool = True
) -> None:
    """
    Refuse rows of articles that are not there, and spans that do not hold in their article's text what the row says.

    `require` has passed the frame, and the articles, of which the texts by id will do. Without `whole`, rows of
    other articles are not looked at. A `SchemaError` names the first row that is wrong and how many are.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["It rained."]})
    >>> quotes = pd.DataFrame({"article_id": ["a"], "start": [3], "end": [9], "text": ["snowed"]})
    >>> stand_in(quotes, "quotes", articles)
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: Not the 'quotes' of these articles: row 0 has 'snowed' where article 'a' has 'rained' ...
    """
    if isinstance(articles, pd.DataFrame):
        articles = dict(zip(articles["article_id"], articles["text"], strict=True))
    of = frame["article_id"].tolist()
    if whole and (unknown := sorted({a for a in of if a not in articles})):
        shown = ", ".join(unknown[:3]) + (", ..." if len(unknown) > 3 else "")
        raise SchemaError(f"The {name!r} frame has rows of {len(unknown)} articles that are not given: {shown}. "
                          "Pass the articles that it was made from.")  # fmt: skip
    words = frame[frames.WORDS[name]].tolist() if frames.WORDS.get(name) in frame else None
    wrong = []
    spans = zip(frame.index, of, frame["start"], frame["end"], strict=True)
    for at, (row, article, start, end) in enumerate(spans):
        text = articles.get(article)
        if text is None:
            continue
        if end > len(text):
            wrong.append(
                f"row {_shown(row)} ends at {end}, and article {article!r} has {len(text)} characters"
            )
        elif words is not None and text[start:end] != words[at]:
            wrong.append(f"row {_shown(row)} has {_shown(words[at])} where article {article!r} has "
                         f"{_shown(text[start:end])} ({start}:{end})")  # fmt: skip
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise SchemaError(f"Not the {name!r} of these articles: {wrong[0]}{more}: it does not stand at its offsets. "
                          "Pass the articles that it was made from, as they were read.")  # fmt: skip


def _remedy(given: Any, name: str) -> str:
    """Return the call that makes a frame of what was given instead of one."""
    if name == "articles" and isinstance(given, str):
        return (' For a text of your own: newsan.articles.read([{"text": ...}]); for a file or folder: '
                "newsan.articles.read(path).")  # fmt: skip
    if callable(getattr(given, "frames", None)) and name in given.frames():
        return f" Pass the frame of it: .{name}."
    call = "newsan.articles.read(...)" if name == "articles" else frames.MADE_BY.get(name)
    return f" Run {call} and pass what it returns." if call else ""


def _refuse_lacking(frame: pd.DataFrame, name: str, lacking: list[str]) -> None:
    """Refuse a frame without these columns; tell a frame of another name, and a column of a near one."""
    if not lacking:
        return
    held = [str(c) for c in frame.columns]
    for other, columns in frames.ALL.items():
        if other != name and {c.name for c in columns if c.required} <= set(held):
            order = f" Run {frames.MADE_BY.get(name)} first."
            if name == "articles":
                order = " Are the frames given in the right order?"
            raise SchemaError(f"Not the {name!r} frame: this is the {other!r} frame.{order}")
    meaning = {c.name: c.meaning for c in frames.ALL[name]}
    unknown = [c for c in held if c not in meaning]
    said = []
    for column in lacking[:_SHOWN]:
        near = difflib.get_close_matches(column, unknown, n=1, cutoff=0.75)
        near = near or [c for c in held if c.casefold().strip() == column]
        rename = f"; rename {near[0]!r} to it, if that is it" if near else ""
        said.append(f"column {column!r} is missing ({meaning[column]}{rename})")
    if len(lacking) > _SHOWN:
        said.append(f"and {len(lacking) - _SHOWN} more")
    calls = {frames.ADDED_BY.get((name, c), frames.MADE_BY.get(name)) for c in lacking}
    first = calls.pop() if len(calls) == 1 else frames.MADE_BY.get(name)
    remedy = f" Run {first} first and pass what it returns." if first else ""
    raise SchemaError(f"Not the {name!r} frame: {'; '.join(said)}.{remedy}")


def _usable(column: Column, values: pd.Series) -> pd.Series | None:
    """Return values in the dtype of a column, None where that would change one."""
    if values.dtype == column.dtype:
        return values
    if values.isna().all() and column.dtype not in (GEOMETRY, frames.INT, frames.BOOL):
        return pd.Series([None] * len(values), index=values.index).astype(column.dtype)
    try:
        return _CASTS[column.dtype](values)
    except (TypeError, ValueError, OverflowError):
        return None


def _are(values: pd.Series, *kinds: type) -> bool:
    """Return whether all values that are there are of some types; True and False are no numbers."""
    return all(
        isinstance(v, kinds) and (bool in kinds or not isinstance(v, bool)) for v in values.dropna()
    )


def _of_texts(values: pd.Series) -> pd.Series | None:
    return values.astype("object").astype(frames.STR) if _are(values, str) else None


def _whole(dtype: str, values: pd.Series) -> pd.Series | None:
    if types.is_bool_dtype(values) or not (
        types.is_numeric_dtype(values) or _are(values, int, float)
    ):
        return None
    numbers = values.dropna().astype("float64")
    if dtype == frames.INT and len(numbers) < len(values):
        return None
    if not ((numbers % 1 == 0) & (numbers.abs() < 2**53)).all():
        return None
    return values.astype("Float64").astype("Int64").astype(dtype)


def _numbers(values: pd.Series) -> pd.Series | None:
    is_number = types.is_numeric_dtype(values) and not types.is_bool_dtype(values)
    return values.astype(frames.FLOAT) if is_number or _are(values, int, float) else None


def _truths(values: pd.Series) -> pd.Series | None:
    is_whole = not values.isna().any() and (types.is_bool_dtype(values) or _are(values, bool))
    return values.astype(frames.BOOL) if is_whole else None


def _times(dtype: str, values: pd.Series) -> pd.Series | None:
    if values.dtype == "object" and _are(values, datetime.date):
        values = pd.to_datetime(values)
    if not types.is_datetime64_any_dtype(values):
        return None
    if dtype == frames.DAY:
        return values.astype(frames.DAY) if values.dt.tz is None else None
    return values.dt.tz_convert("UTC").astype(frames.INSTANT) if values.dt.tz is not None else None


def _geometries(values: pd.Series) -> pd.Series | None:
    are_all = all(hasattr(v, "geom_type") for v in values if v is not None and v == v)
    return values if are_all else None


_CASTS: dict[str, Any] = {
    frames.STR: _of_texts,
    frames.INT: lambda values: _whole(frames.INT, values),
    frames.OPTIONAL_INT: lambda values: _whole(frames.OPTIONAL_INT, values),
    frames.FLOAT: _numbers,
    frames.BOOL: _truths,
    frames.DAY: lambda values: _times(frames.DAY, values),
    frames.INSTANT: lambda values: _times(frames.INSTANT, values),
    GEOMETRY: _geometries,
}


def _wrong_kind(column: Column, values: pd.Series) -> str:
    """Return what a column holds in place of its kind, and the first value that cannot be used."""
    one_by_one = ((row, values.iloc[[n]]) for n, row in enumerate(values.index))
    row, first = next(
        ((row, one) for row, one in one_by_one if _usable(column, one) is None),
        (values.index[0] if len(values) else None, values.head(1)),
    )
    at = f"; row {_shown(row)} has {_shown(first.iloc[0])}" if len(first) else ""
    return f"column {column.name!r} is {values.dtype}{at}, and should hold {_KINDS[column.dtype]}"


def _wrong_values(column: Column, values: pd.Series) -> Iterator[str]:
    """Yield what is missing, not allowed, out of bounds or there twice in one column."""
    missing = values.isna().to_numpy()
    if missing.any():
        if not column.nullable:
            yield f"column {column.name!r} has no value in row {_shown(values.index[missing.argmax()])}"
        values = values[~missing]
    if column.dtype == GEOMETRY:
        empty = values.index[
            [g.is_empty or any(b != b or abs(b) > 360 for b in g.bounds) for g in values]
        ]
        if len(empty):
            yield f"column {column.name!r} has no place on earth in row {_shown(empty[0])}"
        return
    if column.allowed is not None:
        right = f"one of {', '.join(column.allowed)}"
        yield from _first(column, values, ~values.isin(column.allowed), right)
    if column.dtype == frames.FLOAT:
        yield from _first(column, values, np.isinf(values), "a finite number")
    if column.low is not None:
        yield from _first(column, values, values < column.low, f"{column.low:g} or more")
    if column.high is not None:
        yield from _first(column, values, values > column.high, f"{column.high:g} or less")
    if column.unique:
        right = "there once: remove or rename the second row of that name"
        yield from _first(column, values, values.duplicated(), right)


def _first(column: Column, values: pd.Series, wrong: pd.Series, right: str) -> Iterator[str]:
    if wrong.any():
        at = wrong.to_numpy().argmax()
        row, value = values.index[at], values.iloc[at]
        yield f"column {column.name!r} has {_shown(value)} in row {_shown(row)} and should be {right}"


def _spans_out_of_order(values: dict[str, pd.Series]) -> Iterator[str]:
    """Yield spans that end before they start, or have only one of both."""
    for start in (c for c in values if c.endswith("start")):
        end = start.removesuffix("start") + "end"
        if end not in values:
            continue
        is_half = values[start].isna() != values[end].isna()
        is_wrong = is_half | (values[start] > values[end]).fillna(False).astype(bool)
        if is_wrong.any():
            at = is_wrong.to_numpy().argmax()
            first, last = values[start].iloc[at], values[end].iloc[at]
            row = values[start].index[at]
            yield f"columns {start!r} and {end!r} have {first}:{last} in row {_shown(row)}: the start comes first"


def _keys_twice(values: dict[str, pd.Series], name: str) -> Iterator[str]:
    key = frames.KEYS.get(name, ())
    if not key or not set(key) <= set(values):
        return
    table = pd.DataFrame({c: values[c] for c in key})
    again = table[table.duplicated()]
    if len(again):
        row, value = again.index[0], ", ".join(map(str, again.iloc[0]))
        yield f"{' and '.join(key)} {value!r} are there twice, again in row {_shown(row)}"


def _refusal(name: str, faults: list[str]) -> SchemaError:
    more = [f"and {len(faults) - _SHOWN} more faults"] if len(faults) > _SHOWN else []
    said = "; ".join([*faults[:_SHOWN], *more])
    remedy = f" {frames.MADE_BY[name]} makes one." if name in frames.MADE_BY else ""
    return SchemaError(f"Not the {name!r} frame: {said}.{remedy}")


def _shown(value: object) -> str:
    words = repr(value.item() if isinstance(value, np.generic) else value)
    return words if len(words) <= _AS_TEXT else f"{words[: _AS_TEXT - 2]}…{words[-1]}"


def _geographic(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with geometries as one that knows them to be longitudes and latitudes."""
    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name != GEOMETRY:
        if _geometries(frame[GEOMETRY]) is None:
            return frame
        frame = gpd.GeoDataFrame(frame, geometry=GEOMETRY)
    if frame.crs is None:
        return frame.set_crs("EPSG:4326")
    return frame if frame.crs == "EPSG:4326" else frame.to_crs("EPSG:4326")


def need_columns(frame: Any, *wanted: str, numbers: str | None = None) -> None:
    """
    Refuse a frame of the caller's own making without the columns that the call names.

    `numbers` is which of them must hold finite numbers, or nothing. `UnknownName` names the nearest column;
    `SchemaError` is of what is no frame, or a value that is no number.

    Examples
    --------
    >>> need_columns(pd.DataFrame({"polarity": [0.5]}), "polarty")
    Traceback (most recent call last):
    ...
    newsan.errors.UnknownName: Unknown column 'polarty'. Did you mean 'polarity'? Known: polarity.
    """
    if not isinstance(frame, pd.DataFrame):
        columns = ", ".join(map(repr, wanted))
        raise SchemaError(f"Got {type(frame).__name__}, expected a DataFrame with {columns}.")
    lexicons.refuse_columns(frame, "Not a frame to count in: ")
    for name in wanted:
        if name not in frame:
            raise unknown_name("column", name, map(str, frame.columns))
        if not all(map(types.is_hashable, frame[name])):
            raise SchemaError(f"Column {name!r} holds lists or the like, expected one value a row.")
    if numbers is not None:
        column = Column(numbers, frames.FLOAT, "", nullable=True)
        if (values := _usable(column, frame[numbers])) is None:
            raise SchemaError(f"The {_wrong_kind(column, frame[numbers])}.")
        for fault in _wrong_values(column, values):
            raise SchemaError(f"The {fault}.")
