"""What every frame looks like: columns, dtypes, units, nullability, meaning.

The frames are declared once, in `frames`, as plain `Column` rows. From them come the pandera models
that `check` runs, the empty frames that every step starts from, and the field lists of
`data/datapackage.json`. Pandera is imported only when a frame is checked: it costs a second.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan.errors import SchemaError, unknown_name
from newsan.schema.checks import need_columns, readable, require, stand_in
from newsan.schema.frames import (
    ACTS,
    BOOL,
    CERTAINTY,
    CHANGES,
    CONTENTS,
    CONTROL_STATUS,
    CORRECTED,
    DAY,
    FLOAT,
    FRAMES,
    GEOMETRY,
    INSTANT,
    INT,
    KINDS,
    MEDIA,
    OPTIONAL_INT,
    POSITIONS,
    PRECISIONS,
    REFERENCE_STATUS,
    RELATIONS,
    RESOLVED_BY,
    SPEAKER_VERDICTS,
    STR,
    VARIANTS,
    VERDICTS,
    Column,
)

if TYPE_CHECKING:
    import pandera.pandas as pa

__all__ = [
    "ACTS",
    "BOOL",
    "CERTAINTY",
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
    "PRECISIONS",
    "REFERENCE_STATUS",
    "RELATIONS",
    "RESOLVED_BY",
    "SPEAKER_VERDICTS",
    "STR",
    "VARIANTS",
    "VERDICTS",
    "Column",
    "build",
    "check",
    "columns",
    "model",
    "names",
    "need_columns",
    "readable",
    "records",
    "require",
    "stand_in",
]


def columns(name: str) -> tuple[Column, ...]:
    """
    Return the columns of a frame.

    Raises
    ------
    UnknownName
        There is no frame of that name.

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
    out = {}
    for column in wanted:
        values = given[column.name]
        if column.dtype == GEOMETRY:
            out[column.name] = list(values)
        elif column.dtype == INSTANT:
            out[column.name] = pd.to_datetime(
                pd.Series(list(values), dtype="object"),
                utc=True,
            ).astype(INSTANT)
        elif column.dtype == DAY:
            out[column.name] = pd.to_datetime(pd.Series(list(values), dtype="object")).astype(DAY)
        elif column.dtype == FLOAT:
            out[column.name] = pd.to_numeric(pd.Series(list(values), dtype="object")).astype(FLOAT)
        elif column.dtype == OPTIONAL_INT:
            out[column.name] = pd.array(
                [None if v is None or v is pd.NA or v != v else int(v) for v in values],
                dtype="Int64",
            )
        else:
            out[column.name] = pd.Series(list(values), dtype=column.dtype)
    if any(c.dtype == GEOMETRY for c in wanted):
        import geopandas as gpd

        return gpd.GeoDataFrame(out, geometry="geometry", crs="EPSG:4326")
    return pd.DataFrame(out)


def _by_column(rows: Any, wanted: list[str]) -> dict[str, list[Any]]:
    """Return the values of the wanted columns, None where there are none."""
    if isinstance(rows, list):
        return {name: [row.get(name) for row in rows] for name in wanted}
    given = pd.DataFrame(rows, columns=None if len(rows) else wanted)
    return {n: given[n].tolist() if n in given else [None] * len(given) for n in wanted}


@functools.cache
def model(name: str) -> pa.DataFrameSchema:
    """Return the pandera model of a frame (built on first use)."""
    import pandera.pandas as pa

    made = {}
    for c in columns(name):
        checks = []
        if c.allowed:
            checks.append(pa.Check.isin(list(c.allowed)))
        if c.low is not None:
            checks.append(pa.Check.ge(c.low))
        if c.high is not None:
            checks.append(pa.Check.le(c.high))
        made[c.name] = pa.Column(
            None if c.dtype == GEOMETRY else c.dtype,
            checks,
            nullable=c.nullable,
            unique=c.unique,
            required=c.required,
            description=c.meaning,
            metadata={"unit": c.unit},
        )
    return pa.DataFrameSchema(made, name=name, strict=False)


def check(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """
    Check a frame against its schema and return it unchanged.

    Parameters
    ----------
    frame
        The frame to check; further columns are allowed.
    name
        The schema's name.

    Raises
    ------
    SchemaError
        With every fault in one message: column, what is wrong, the first three rows and values.

    Examples
    --------
    >>> check(build([], "claims"), "claims").empty
    True
    >>> check(pd.DataFrame({"topic": ["ceasefire"]}), "problems")
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: Not the 'problems' frame: column 'source' is missing (File or record ...
    """
    from pandera.errors import SchemaErrors

    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(
            f"Not the {name!r} frame: got {type(frame).__name__}, expected a DataFrame."
        )
    meaning = {c.name: c.meaning for c in columns(name)}
    try:
        model(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        faults = []
        for (column, rule), cases in error.failure_cases.groupby(
            ["column", "check"], dropna=False, sort=False
        ):
            if rule == "column_in_dataframe":
                missing = cases["failure_case"].iloc[0]
                faults.append(f"column {missing!r} is missing ({meaning.get(missing, '')})")
                continue
            rows = [r for r in cases["index"].tolist() if not pd.isna(r)][:3]
            values = cases["failure_case"].tolist()[:3]
            where = f" in rows {rows}" if rows else ""
            faults.append(f"column {column!r} fails {rule}{where}: {values}")
        raise SchemaError(f"Not the {name!r} frame: " + "; ".join(faults) + ".") from None
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
