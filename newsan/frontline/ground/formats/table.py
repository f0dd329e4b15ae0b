"""Rows as a file has them, with what to call the file and each row when something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from newsan.errors import SchemaError
from newsan.frontline.sides import side_names
from newsan.gazetteer import Gazetteer, Place, distance_km, fold, load
from newsan.schema import SIDES

NEAR_KM = 10.0


@dataclass(frozen=True)
class Table:
    """Rows, the name of their file, and where in it each stands ("line 7")."""

    rows: pd.DataFrame
    name: str
    labels: list[str]

    def kept(self, wanted: Iterable[bool]) -> Table:
        """Return some of the rows."""
        flags = list(wanted)
        labels = [label for label, keep in zip(self.labels, flags, strict=True) if keep]
        return Table(self.rows[flags].reset_index(drop=True), self.name, labels)

    def refused(self, faults: list[str]) -> SchemaError:
        """Build the error that lists faults, at most twenty of them."""
        more = [f"and {len(faults) - 20} more"] if len(faults) > 20 else []
        return SchemaError(f"{self.name}: " + "; ".join(faults[:20] + more) + ".")


def side(words: object) -> str | None:
    """
    Return the side that some words name, or `contested`; missing if they name none or both.

    Examples
    --------
    >>> side("Military Forces of Russia (2000-)"), side("CONTESTED"), side("UA"), side("nobody")
    ('RU', 'contested', 'UA', None)
    >>> side("russian army")
    'RU'

    """
    text = str(words).strip()
    if text.upper() in SIDES:
        return text.upper()
    if text.lower() in ("contested", "disputed", "grey zone", "gray zone"):
        return "contested"
    names = side_names()
    for spelt in (text, text.title()):  # names are found with their capitals, as texts have them
        named = {names.of(m.group()) for m in names.pattern.finditer(spelt)} & set(SIDES)
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def place_id(name: str, lat: object, lon: object, places: Gazetteer | None) -> str:
    """
    Return the id of the gazetteer's place of that name within 10 km, else the folded name.

    Examples
    --------
    >>> place_id("Sudzha", 51.19, 35.27, None), place_id("Mill Farm", 51.0, 35.0, None)
    ('sudzha', 'mill-farm')

    """
    at = Place("", name, "settlement", "", "", number(lat), number(lon), 0)
    found = (places if places is not None else load()).candidates(fold(name))
    near = [p for p in found if p.kind == "settlement" and distance_km(p, at) <= NEAR_KM]
    if near:
        return min(near, key=lambda p: (distance_km(p, at), p.place_id)).place_id
    return fold(name).replace(" ", "-")


def filled(rows: pd.DataFrame) -> dict[str, str]:
    """Map lower-case names to the columns that hold anything: KML has many that do not."""
    return {
        str(c).lower(): str(c) for c in rows.columns if not rows.empty and rows[c].notna().any()
    }


def number(value: object) -> float:
    """Read a number; what is none is NaN (and refused later, with its row)."""
    return float(pd.to_numeric(value, errors="coerce"))
