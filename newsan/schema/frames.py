"""The columns of every frame, as `newsan/resources` declares them: dtype, meaning, unit, what a value may be."""

from __future__ import annotations

import json
from dataclasses import dataclass

from newsan import lexicons

STR, FLOAT, INT, OPTIONAL_INT, BOOL = "str", "float64", "int64", "Int64", "bool"
INSTANT, DAY, GEOMETRY = "datetime64[us, UTC]", "datetime64[us]", "geometry"


@dataclass(frozen=True)
class Column:
    """One column of a frame: its name, dtype, meaning and what its values may be."""

    name: str
    dtype: str
    meaning: str
    nullable: bool = False
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None
    unique: bool = False
    required: bool = True


def _column(row: dict[str, str]) -> Column:
    return Column(
        row["column"],
        row["dtype"],
        row["meaning"],
        nullable=bool(row["nullable"]),
        unit=row["unit"] or None,
        allowed=tuple(row["allowed"].split("|")) if row["allowed"] else None,
        low=json.loads(row["low"] or "null"),
        high=json.loads(row["high"] or "null"),
        unique=bool(row["unique"]),
        required=not row["optional"],
    )


_ROWS = {row["frame"]: row for row in lexicons.rows("frames")}
# All that verbs are given or return, and of them what newsan makes, saves and promises.
ALL = {
    name: tuple(_column(row) for row in lexicons.rows("frame_columns") if row["frame"] == name)
    for name in _ROWS
}
FRAMES = {name: columns for name, columns in ALL.items() if _ROWS[name]["promised"]}
# What is told apart by more than one column; in the frames themselves a column is unique or not.
KEYS = {name: tuple(row["key"].split("|")) for name, row in _ROWS.items() if row["key"]}
# The columns that hold the words at `start`..`end` of the article.
WORDS = {name: row["words"] for name, row in _ROWS.items() if row["words"]}
# The call that makes a frame, and a column that a later verb adds to one.
MADE_BY = {name: row["made_by"] for name, row in _ROWS.items() if row["made_by"]}
ADDED_BY = {
    ("quotes", column.name): "newsan.actors.resolve(quotes, articles)"
    for column in FRAMES["quotes"]
    if not column.required and column.name != "content"
}
