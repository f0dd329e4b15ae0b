"""Points that say who held a place from a day on: CSV, KML or GeoJSON as map makers export them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from newsan.errors import ReadError
from newsan.frontline.ground.formats.table import Table, filled, place_id, side
from newsan.gazetteer import Gazetteer
from newsan.readers import days

# Column names that such files use, in the order they are looked for.
ALIASES = {
    "place": ("place", "name", "location", "title", "settlement", "asciiname"),
    "day": ("day", "date", "event_date", "timestamp", "begin", "datetime"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "controller": ("controller", "control", "side", "faction", "held_by"),
    "status": ("status",),
    "precision_m": ("precision_m",),
    "claimed_by": ("claimed_by", "author"),
    "source": ("source", "sources", "publication"),
    "source_url": ("source_url", "url", "link", "geolocation"),
    "event": ("event",),
}
NEEDED = ("place", "day", "lat", "lon")


def opened(path: Path) -> Table:
    """Read a file of points with geopandas; latitude and longitude become columns."""
    import geopandas as gpd

    from newsan.frontline.ground.read_areas import read_layers

    frame = read_layers(path)
    labels = [f"feature {n}" for n in range(1, len(frame) + 1)]
    wrong = [
        f"{label} is a {g.geom_type if g is not None else 'feature without geometry'}"
        for label, g in zip(labels, frame.geometry, strict=True)
        if g is None or g.geom_type != "Point"
    ]
    if wrong:
        raise ReadError(
            f"{path}: {'; '.join(wrong[:5])}. A control table has points; read polygons with "
            "newsan.frontline.read_areas."
        )
    frame = gpd.GeoDataFrame(frame).to_crs("EPSG:4326")
    rows = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return Table(rows.assign(lat=frame.geometry.y, lon=frame.geometry.x), str(path), labels)


def is_points(rows: pd.DataFrame, controller: str | None) -> bool:
    """Tell whether rows have what a point needs, under any of the usual names."""
    found = _columns(rows)
    return all(c in found for c in NEEDED) and (controller is not None or "controller" in found)


def read(table: Table, controller: str | None, gazetteer: Gazetteer | None = None) -> Table:
    """
    Turn points into control events.

    Parameters
    ----------
    table
        The rows.
    controller
        Who holds them all, or the column that says so; `None` to look for it.
    gazetteer
        Where to look up which place is meant; `None` for the shipped one.

    """
    given = _columns(table.rows)
    if controller in table.rows.columns:
        given["controller"] = str(controller)
    known = {c: table.rows[at].to_list() for c, at in given.items()}
    n = len(table.rows)
    if "controller" not in given:
        known["controller"] = [controller] * n
    names = [str(v) for v in known["place"]]
    dayfirst = days.day_comes_first(known["day"])
    stamps = [days.instant(v, dayfirst=dayfirst) for v in known["day"]]
    made = {
        **known,
        "place_id": [
            place_id(*at, gazetteer) for at in zip(names, known["lat"], known["lon"], strict=True)
        ],
        "day": [
            v if d is None else f"{d:%Y-%m-%d}" for v, d in zip(known["day"], stamps, strict=True)
        ],
        "controller": [side(v) or v for v in known["controller"]],
        "day_precision": ["day"] * n,
        "status": [str(v).lower() for v in known.get("status", ["claimed"] * n)],
        "source": known.get("source", [Path(table.name).name] * n),
    }
    for column in ("precision_m", "claimed_by", "source_url"):
        made.setdefault(column, [None] * n)
    return Table(pd.DataFrame(made), table.name, table.labels)


def _columns(rows: pd.DataFrame) -> dict[str, str]:
    """Map the columns of a control table to those of a file."""
    lower = filled(rows)
    found = {}
    for column, aliases in ALIASES.items():
        for alias in aliases:
            if alias in lower:
                found[column] = lower[alias]
                break
    return found
