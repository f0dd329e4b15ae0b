"""Areas of control that others drew: GeoJSON, KML, shapefile, GeoPackage or GeoParquet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from newsan import schema
from newsan.errors import ReadError, SchemaError
from newsan.frontline.ground.faults import is_swapped
from newsan.frontline.ground.formats.table import filled, side
from newsan.readers import days

if TYPE_CHECKING:
    import geopandas as gpd

SUFFIXES = (".geojson", ".json", ".kml", ".kmz", ".shp", ".gpkg", ".parquet")
DAY_COLUMNS = ("day", "date", "timestamp", "begin")
SIDE_COLUMNS = ("controller", "control", "side", "faction", "held_by")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_areas(
    source: str | Path | Iterable[str | Path],
    *,
    controller: str | None = None,
    day: str | None = None,
    status: str = "claimed",
    crs: str | None = None,
) -> gpd.GeoDataFrame:
    """
    Read areas of control that others drew, as `areas` computes them.

    Polygons of one day, controller and status are joined. Broken geometry is made valid and
    reported. Only the form is read: what the maker's licence allows is the reader's to see.

    Parameters
    ----------
    source
        A file, a folder of them, or a list: GeoJSON, KML, shapefile, GeoPackage, GeoParquet.
    controller
        Who holds the areas (UA, RU, contested), or the column that says so; `None` to look for a
        column `controller`, `control`, `side`, `faction` or `held_by`. Files with one shape and no
        property, such as DeepState's daily ones, need it: controller="RU".
    day
        The day, or the column that says so; `None` to look for a column `day`, `date`, `timestamp`
        or `begin`, and then in the file's name (2025-03-14, 20250314).
    status
        claimed or confirmed, or the column that says so. A map is a claim until you know better.
    crs
        The coordinate system of a file that does not say (a shapefile without .prj).

    Returns
    -------
    areas
        The `areas` frame in EPSG:4326 with a column `source` (the file's name), sorted by day,
        controller and status. `attrs["problems"]` lists what was repaired, as rows of the
        `problems` frame.

    Raises
    ------
    ReadError
        A file cannot be read, says nothing of its coordinate system, or holds no polygons.
    SchemaError
        Day or controller of a feature cannot be told, a day lies in the future, or the coordinates
        are no degrees or swapped; the message names file and feature.

    """
    import geopandas as gpd

    problems: list[dict[str, str]] = []
    parts = []
    for path in _files(source):
        frame = _in_degrees(read_layers(path, crs), path)
        parts.append(_rows(frame, path, controller, day, status, problems))
    rows = pd.concat(parts, ignore_index=True)
    joined = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").dissolve(
        ["day", "controller", "status"], aggfunc={"source": _sources}, as_index=False, sort=True
    )
    found = schema.build(joined, "areas").assign(source=joined["source"].astype("str"))
    found.attrs["problems"] = problems
    return schema.check(found, "areas")


def _sources(names: pd.Series) -> str:
    return "|".join(sorted(set(names)))


def _files(source: str | Path | Iterable[str | Path]) -> list[Path]:
    if not isinstance(source, str | Path):
        return [p for one in source for p in _files(one)]
    path = Path(source)
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
    if not found:
        raise ReadError(f"{path} holds no map files ({', '.join(SUFFIXES)}).")
    return found


def read_layers(path: Path, crs: str | None = None) -> gpd.GeoDataFrame:
    """Read all layers of a geographic file as one frame."""
    import geopandas as gpd
    import pyogrio

    try:
        if path.suffix.lower() == ".parquet":
            frame = gpd.read_parquet(path)
        else:
            layers = [gpd.read_file(path, layer=name) for name, _ in pyogrio.list_layers(path)]
            frame = layers[0] if len(layers) == 1 else pd.concat(layers, ignore_index=True)
    except (OSError, ValueError, pyogrio.errors.DataSourceError) as error:
        raise ReadError(
            f"Cannot read the map file {path}: {error}. Read are {', '.join(SUFFIXES)}."
        ) from error
    if crs is not None:
        frame = frame.set_crs(crs, allow_override=True)
    if frame.crs is None:
        raise ReadError(
            f"{path} does not say its coordinate system (a shapefile's stands in its .prj file): "
            "give crs='EPSG:4326' or what it is."
        )
    return frame


def _in_degrees(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Project to degrees; refuse coordinates that are none, or swapped."""
    faults = []
    for n, shape in enumerate(frame.to_crs("EPSG:4326").geometry, 1):
        if shape is None or shape.is_empty:
            faults.append(f"feature {n} has no geometry")
            continue
        west, south, east, north = shape.bounds
        x, y = (west + east) / 2, (south + north) / 2
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            faults.append(
                f"feature {n}: coordinates such as {x:.0f}, {y:.0f} are no degrees: give the file's "
                "true coordinate system as crs="
            )
        elif is_swapped(x, y):
            faults.append(
                f"feature {n}: longitude {x:.2f} and latitude {y:.2f} look swapped: write longitude "
                "first"
            )
        elif shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            faults.append(f"feature {n} is a {shape.geom_type}, no polygon (points and events: "
                          "newsan.frontline.read_control)")  # fmt: skip
    if faults or frame.empty:
        raise SchemaError(f"{path}: {'; '.join(faults[:20]) or 'no features'}.")
    return frame.to_crs("EPSG:4326")


def _rows(
    frame: gpd.GeoDataFrame,
    path: Path,
    controller: str | None,
    day: str | None,
    status: str,
    problems: list[dict[str, str]],
) -> pd.DataFrame:
    """Make one row a feature, its geometry valid."""
    from shapely import is_valid_reason
    from shapely import make_valid as repair

    columns = filled(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    at_day = _column(columns, day, DAY_COLUMNS)
    at_side = _column(columns, controller, SIDE_COLUMNS)
    at_status = columns.get(status.lower())
    named = _IN_NAME.search(path.stem)
    fallback = day if day is not None else "-".join(named.groups()) if named else None
    faults, rows = [], []
    today = pd.Timestamp.now().normalize()
    dayfirst = days.day_comes_first(frame[at_day] if at_day else [])
    for n, record in enumerate(frame.to_dict("records"), 1):
        where, shape = f"feature {n}", record[frame.geometry.name]
        written = record[at_day] if at_day else fallback
        said = days.instant(written, dayfirst=dayfirst)
        when = None if said is None else said.tz_localize(None).normalize()
        who = side(record[at_side] if at_side else controller)
        if when is None and (two := days.two_readings(written)):
            faults.append(f"{where}: {two}: write it as one of these")
        elif when is None:
            faults.append(f"{where}: no day in its properties ({', '.join(DAY_COLUMNS)}) or in the "
                          "file's name: give day='2025-03-14' or the column")  # fmt: skip
        elif when > today:
            faults.append(f"{where}: day {when:%Y-%m-%d} lies in the future")
        if who is None:
            faults.append(f"{where}: who holds it is not said: give controller='RU' or the column")
        if not shape.is_valid:
            problems.append({"source": f"{path}, {where}", "kind": "repaired",
                             "problem": f"Made valid: {is_valid_reason(shape)}."})  # fmt: skip
            shape = repair(shape, method="structure")
        rows.append({"day": when, "controller": who, "geometry": shape, "source": path.name,
                     "status": str(record[at_status]).lower() if at_status else status})  # fmt: skip
    if faults:
        raise SchemaError(f"{path}: {'; '.join(faults[:20])}.")
    return pd.DataFrame(rows)


def _column(columns: dict[str, str], wanted: str | None, usual: tuple[str, ...]) -> str | None:
    """Return the column that is asked for, or the first of the usual ones if none is."""
    if wanted is not None:
        return columns.get(wanted.lower())
    return next((columns[c] for c in usual if c in columns), None)
