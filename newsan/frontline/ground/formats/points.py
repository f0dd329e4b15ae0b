"""Points that say who held a place from a day on: CSV, KML or GeoJSON as map makers export them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from newsan.errors import ReadError
from newsan.frontline.ground.formats.table import LeftOut, Table, filled, order, place_id, side
from newsan.gazetteer import Gazetteer
from newsan.readers import days, fields

NEEDED = ("place", "day", "lat", "lon")


def opened(path: Path) -> Table:
    """Read a file of points with geopandas; latitude and longitude become columns."""
    import geopandas as gpd

    from newsan.frontline.ground.read_areas import read_layers

    frame = read_layers(path)
    labels = [f"feature {n}" for n in range(1, len(frame) + 1)]
    kinds = ["feature without geometry" if g is None else str(g.geom_type) for g in frame.geometry]
    left = [
        LeftOut(where, f"is a {kind}")
        for where, kind in zip(labels, kinds, strict=True)
        if kind != "Point"
    ]
    if left and len(left) == len(frame):
        said = "; ".join(f"{one.where} {one.why}" for one in left[:5])
        raise ReadError(
            f"{path}: {said}. A control table has points; read polygons with "
            "newsan.frontline.read_areas."
        )
    frame = gpd.GeoDataFrame(frame).to_crs("EPSG:4326")
    table = Table(pd.DataFrame(frame), str(path), labels).kept((k == "Point" for k in kinds), left)
    shapes = gpd.GeoSeries(table.rows[frame.geometry.name])
    return table.of(table.rows.drop(columns=frame.geometry.name).assign(lat=shapes.y, lon=shapes.x))


def lacking(rows: pd.DataFrame, controller: str | None, day: str | None) -> list[str]:
    """Return what rows lack that a point needs, under any of the usual names."""
    found = {"day": day, "controller": controller, **_columns(rows)}
    return [c for c in (*NEEDED, "controller") if found.get(c) is None]


def read(
    table: Table,
    controller: str | None,
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
    sides: pd.DataFrame | None = None,
) -> Table:
    """
    Turn points into control events.

    Parameters
    ----------
    table
        The rows.
    controller
        Who holds them all, or the column that says so; `None` to look for it.
    day
        The day of them all, or the column that says it; `None` to look for it.
    gazetteer
        Where to look up which place is meant; `None` for the shipped one.
    sides
        The table of sides; `None` for the shipped one.

    """
    given = _columns(table.rows)
    if controller in table.rows.columns:
        given["controller"] = str(controller)
    if day in table.rows.columns:
        given["day"] = str(day)
    known = {c: table.rows[at].to_list() for c, at in given.items()}
    n = len(table.rows)
    if "controller" not in given:
        known["controller"] = [controller] * n
    if "day" not in given:
        known["day"] = [day] * n
    names = [str(v) for v in known["place"]]
    dayfirst, guessed = order(pd.Series(known["day"], name=given.get("day"), dtype="object"))
    stamps = [days.instant(v, dayfirst=dayfirst) for v in known["day"]]
    made = {
        **known,
        "place_id": [
            place_id(*at, gazetteer) for at in zip(names, known["lat"], known["lon"], strict=True)
        ],
        "day": [
            v if d is None else f"{d:%Y-%m-%d}" for v, d in zip(known["day"], stamps, strict=True)
        ],
        "controller": [side(v, sides) or v for v in known["controller"]],
        "day_precision": ["day"] * n,
        "status": [str(v).lower() for v in known.get("status", ["claimed"] * n)],
        "source": known.get("source", [Path(table.name).name] * n),
    }
    for column in ("precision_m", "claimed_by", "source_url"):
        made.setdefault(column, [None] * n)
    return replace(table.of(pd.DataFrame(made)), left_out=(*table.left_out, *guessed))


def _columns(rows: pd.DataFrame) -> dict[str, str]:
    """Map the columns of a control table to those of a file that hold anything, by the table of names."""
    best: dict[str, tuple[int, str]] = {}
    for name in filled(rows).values():
        for field, rank in fields.meanings("control").get(fields.fold(name), ()):
            best[field] = min(best.get(field, (rank, name)), (rank, name))
    return {field: name for field, (_, name) in best.items()}
