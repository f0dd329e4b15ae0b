"""What every frame looks like: columns, dtypes, units, nullability, meaning.

The frames are declared once, a row a frame in `newsan/resources/frames.csv` and a row a column in `frame_columns.csv`.
From them come the checks, the empty frames that every step starts from, and the field lists of `data/datapackage.json`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsan.errors import SchemaError, unknown_name
from newsan.lexicons import readable
from newsan.schema.checks import need_columns, require, stand_in
from newsan.schema.frames import DAY, FLOAT, FRAMES, GEOMETRY, INSTANT, INT, OPTIONAL_INT, Column

__all__ = [
    "ACTS",
    "CHANGES",
    "CONTENTS",
    "CONTROL_STATUS",
    "CORRECTED",
    "DAY",
    "FLOAT",
    "FRAMES",
    "GEOMETRY",
    "INSTANT",
    "INT",
    "KINDS",
    "MEDIA",
    "OPTIONAL_INT",
    "POSITIONS",
    "RELATIONS",
    "Column",
    "build",
    "check",
    "columns",
    "names",
    "need_columns",
    "readable",
    "records",
    "require",
    "stand_in",
]


def _allowed(frame: str, column: str) -> tuple[str, ...]:
    return next(c.allowed or () for c in FRAMES[frame] if c.name == column)


KINDS = _allowed("quotes", "kind")
CONTENTS = _allowed("quotes", "content")
MEDIA = _allowed("quotes", "medium")
ACTS = _allowed("rhetoric", "act")
POSITIONS = _allowed("stance", "position")
RELATIONS = _allowed("references", "relation")
CONTROL_STATUS = _allowed("control", "status")
CORRECTED = _allowed("corrections", "field")
CHANGES = _allowed("differences", "kind")


def columns(name: str) -> tuple[Column, ...]:
    """
    Return the columns of a frame, or raise `UnknownName`.

    Examples
    --------
    >>> [c.name for c in columns("claims")]
    ['topic', 'actor_id', 'position', 'n', 'first_said_on', 'quote_id', 'supports', 'refutes']
    """
    if name not in FRAMES:
        raise unknown_name("frame", name, FRAMES)
    return FRAMES[name]


def names(name: str, *, optional: bool = False) -> list[str]:
    """Return the column names of a frame, with the optional ones if asked."""
    return [c.name for c in columns(name) if c.required or optional]


def _whole(value: Any) -> Any:
    """Return a text with `\ufffd` for each half of a letter, anything else as it is."""
    if not isinstance(value, str):
        return value
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)


def build(rows: Any, name: str, *, optional: bool = False) -> pd.DataFrame:
    """
    Make a frame of a schema from rows, in its column order and with its dtypes.

    Parameters
    ----------
    rows
        A list of dictionaries, a mapping of columns, or a frame; missing columns become missing
        values and columns that the schema does not name are dropped.
    name
        The frame's name.
    optional
        Keep the schema's optional columns too.

    Returns
    -------
    frame
        A `GeoDataFrame` in EPSG:4326 where the schema has a geometry, else a `DataFrame`; index
        0..n-1.

    Examples
    --------
    >>> build([], "sentiment").dtypes["n_hits"]
    dtype('int64')
    """
    wanted = [c for c in columns(name) if c.required or optional]
    given = _by_column(rows, [c.name for c in wanted])
    out = {c.name: _cast(given[c.name], c.dtype) for c in wanted}
    if any(c.dtype == GEOMETRY for c in wanted):
        import geopandas as gpd

        return gpd.GeoDataFrame(out, geometry="geometry", crs="EPSG:4326")
    return pd.DataFrame(out)


def _cast(values: list[Any], dtype: str) -> Any:
    """Return values as a column of a dtype."""
    if dtype == GEOMETRY:
        return values
    if dtype == OPTIONAL_INT:
        whole = [None if v is None or v is pd.NA or v != v else int(v) for v in values]
        return pd.array(whole, dtype=dtype)
    if dtype in (INSTANT, DAY):
        days = pd.to_datetime(pd.Series(values, dtype="object"), utc=dtype == INSTANT)
        return days.astype(dtype)
    if dtype == FLOAT:
        return pd.to_numeric(pd.Series(values, dtype="object")).astype(FLOAT)
    try:
        return pd.Series(values, dtype=dtype)
    except UnicodeEncodeError:  # half a letter, as `\ud800` in JSON
        return pd.Series([_whole(value) for value in values], dtype=dtype)


def _by_column(rows: Any, wanted: list[str]) -> dict[str, list[Any]]:
    """Return the values of the wanted columns, None where there are none."""
    if isinstance(rows, list):
        return {name: [row.get(name) for row in rows] for name in wanted}
    given = pd.DataFrame(rows, columns=None if len(rows) else wanted)
    return {n: given[n].tolist() if n in given else [None] * len(given) for n in wanted}


def check(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """
    Return a frame unchanged that is exactly as its schema says, dtypes too.

    `require` takes what can be used; `check` is for what newsan itself has made. Further columns are allowed.

    Raises
    ------
    SchemaError
        As `require` does, or a column's dtype is another.

    Examples
    --------
    >>> check(build([], "claims"), "claims").empty
    True
    >>> check(pd.DataFrame({"topic": ["ceasefire"]}), "problems")
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: Not the 'problems' frame: column 'source' is missing (File or record ...
    """
    require(frame, name)
    dtypes = {c: str(frame.dtypes[c.name]) for c in columns(name) if c.name in frame}
    wrong = [f"column {c.name!r} is {dtype}, expected {c.dtype}" for c, dtype in dtypes.items()
             if dtype != c.dtype]  # fmt: skip
    if wrong:
        raise SchemaError(f"Not the {name!r} frame: {'; '.join(wrong)}.")
    return frame


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """
    Return a frame's rows as dictionaries, missing values as the frame has them.

    Examples
    --------
    >>> records(pd.DataFrame({"topic": ["dam"], "n": [2]}))
    [{'topic': 'dam', 'n': 2}]
    """
    columns = [frame[name].tolist() for name in frame]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]
