"""Areas of control that others drew: GeoJSON, KML, shapefile, GeoPackage or GeoParquet."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from newsan import schema
from newsan.errors import ReadError, SchemaError, unreadable
from newsan.frontline.ground.control_table import (
    filled_columns,
    is_swapped,
    named,
    order,
    sides_by_words,
    window_of,
)
from newsan.frontline.sides import parties, sides_of
from newsan.readers import publication_days
from newsan.study import Study, given

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

SUFFIXES = (".kml", ".kmz", ".geojson", ".json", ".gpkg", ".shp", ".parquet")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_areas(
    source: str | Path | Iterable[str | Path],
    *,
    controller: str | None = None,
    day: str | None = None,
    status: str = "claimed",
    crs: str | None = None,
    bad: str = "raise",
    study: Study | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """
    Read areas of control that others drew, as `areas` computes them.

    Polygons of one day, controller and status are joined. Broken geometry is made valid, features
    without a geometry and points or lines beside polygons are left out, and all of it is reported.
    Only the form is read: what the maker's licence allows is the reader's to see.

    Parameters
    ----------
    source
        A file, a folder of them, or a list: GeoJSON, KML, shapefile, GeoPackage, GeoParquet.
    controller
        Who holds the areas (a side, or contested), or the column that says so; `None` to look for it
        under its usual names (`newsan/resources/import_columns.csv`). Files with one shape and no
        property, such as DeepState's daily ones, need it: controller="RU".
    day
        The day, or the column that says so; `None` to look for it, and then in the file's name
        (2025-03-14, 20250314).
    status
        claimed or confirmed, or the column that says so. A map is a claim until you know better.
    crs
        The coordinate system of a file that does not say (a shapefile without .prj).
    bad
        "raise" stops at a file or feature that cannot be read, naming all of them; "report" leaves
        them out.
    study
        A study, or its folder, for its sides.

    Returns
    -------
    areas
        The `areas` frame in EPSG:4326 with a column `source` (the file's name), sorted by day,
        controller and status. `attrs["problems"]` lists what was repaired or left out, as rows of
        the `problems` frame.

    Raises
    ------
    ReadError
        A file cannot be read, says nothing of its coordinate system, or holds no polygons.
    SchemaError
        There is nothing to read in a file, or, with `bad="raise"`, day or controller of a feature
        cannot be told, a day lies in the future, or the coordinates are no degrees or swapped; the
        message names file and feature.
    """
    import geopandas as gpd

    if bad not in {"raise", "report"}:
        raise ValueError(f"bad={bad!r}: it must be 'raise' or 'report'.")
    own = given(study)
    problems: list[dict[str, str]] = []
    parts = []
    for path in _files(source):
        left = _LeftOut(path, problems, is_fatal=bad == "raise")
        try:
            layers = read_layers(path, crs)
            for what in layers.attrs.pop("repaired"):
                left.say(None, what, "repaired")
            frame = _in_degrees(layers, left, window_of(own))
            parts.append(_rows(frame, left, controller, day, status, sides_of(None, own)))
        except (ReadError, SchemaError) as error:
            if bad == "raise":
                raise
            left.say(None, str(error))
    if not parts:
        raise unreadable(problems)
    rows = pd.concat(parts, ignore_index=True)
    joined = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").dissolve(
        ["day", "controller", "status"],
        aggfunc={"source": lambda names: "|".join(sorted(set(names)))},
        as_index=False,
        sort=True,
    )
    areas = schema.build(joined, "areas").assign(source=joined["source"].astype("str"))
    areas.attrs["problems"] = problems
    return schema.check(areas, "areas")


def _files(source: str | Path | Iterable[str | Path]) -> list[Path]:
    if not isinstance(source, str | Path):
        return [p for one in source for p in _files(one)]
    path = Path(source)
    if not path.is_dir():
        return [path]
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
    if not files:
        raise ReadError(f"{path} holds no map files ({', '.join(SUFFIXES)}).")
    return files


def read_layers(path: Path, crs: str | None = None) -> gpd.GeoDataFrame:
    """Read all layers of a geographic file as one frame."""
    import geopandas as gpd
    import pyogrio
    from pyproj.exceptions import ProjError
    from shapely.errors import ShapelyError

    try:
        with warnings.catch_warnings(record=True) as said:
            # what GDAL puts right, such as open rings
            warnings.simplefilter("always", RuntimeWarning)
            if path.suffix.lower() == ".parquet":
                frame = gpd.read_parquet(path)
            else:
                names = [name for name, _ in pyogrio.list_layers(path)]
                layers = [gpd.read_file(path, layer=n, on_invalid="fix") for n in names]
                frame = layers[0] if len(layers) == 1 else pd.concat(layers, ignore_index=True)
    except (OSError, ValueError, ShapelyError, ProjError, pyogrio.errors.DataSourceError) as error:
        raise ReadError(
            f"Cannot read the map file {path}: {error}. Read are {', '.join(SUFFIXES)}."
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise ReadError(
            f"{path} is a table without shapes: read it with newsan.frontline.read_control."
        )
    if crs is not None:
        frame = frame.set_crs(crs, allow_override=True)
    if frame.crs is None:
        raise ReadError(
            f"{path} does not say its coordinate system (a shapefile's stands in its .prj file): "
            "give crs='EPSG:4326' or what it is."
        )
    frame.attrs["repaired"] = list(dict.fromkeys(str(w.message) for w in said))
    return frame


class _LeftOut:
    """What in a file cannot be read: told in one error, or left out and reported."""

    def __init__(self, path: Path, problems: list[dict[str, str]], *, is_fatal: bool) -> None:
        self.path, self._problems, self._is_fatal = path, problems, is_fatal

    def say(self, n: int | None, what: str, kind: str = "unreadable") -> None:
        """Report a feature, by its number, or the file."""
        where = self.path.as_posix() if n is None else f"{self.path}, feature {n}"
        self._problems.append({"source": where, "problem": what, "kind": kind})

    def settle(self, faults: list[tuple[int, str]], *, is_empty: bool) -> None:
        """Report faults; raise them together where they are fatal, or leave nothing."""
        if faults and (self._is_fatal or is_empty):
            said = "; ".join(f"feature {n}{what}" for n, what in faults[:20])
            raise SchemaError(f"{self.path}: {said}.")
        for n, what in faults:
            self.say(n, what.lstrip(": "))


def _in_degrees(
    frame: gpd.GeoDataFrame, left: _LeftOut, window: tuple[float, ...] | None
) -> gpd.GeoDataFrame:
    """Project to degrees, rows numbered from 1; leave out what has no area, and coordinates that are none."""
    frame = frame.to_crs("EPSG:4326").set_axis(range(1, len(frame) + 1))
    none: list[tuple[int, str]] = []
    faults: list[tuple[int, str]] = []
    for n, shape in frame.geometry.items():
        if shape is None or shape.is_empty:
            none.append((n, " has no geometry"))
        elif wrong := _coordinate_fault(shape, window):
            faults.append((n, f": {wrong}"))
        elif shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            where = "points and events: newsan.frontline.read_control"
            none.append((n, f" is a {shape.geom_type}, no polygon ({where})"))
    kept = frame.drop([n for n, _ in (*none, *faults)])
    left.settle(faults, is_empty=False)
    if kept.empty:
        left.settle(none, is_empty=True)
        raise SchemaError(f"{left.path}: no features.")
    for n, what in none:
        left.say(n, what.strip())
    return kept


def _coordinate_fault(shape: BaseGeometry, window: tuple[float, ...] | None) -> str | None:
    """Return what is wrong with coordinates that are no degrees, or swapped."""
    west, south, east, north = shape.bounds
    x, y = (west + east) / 2, (south + north) / 2
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return (
            f"coordinates such as {x:.0f}, {y:.0f} are no degrees: give the file's true coordinate system "
            "as crs="
        )
    if window is not None and is_swapped(x, y, window):
        return f"longitude {x:.2f} and latitude {y:.2f} look swapped: write longitude first"
    return None


def _rows(
    frame: gpd.GeoDataFrame,
    left: _LeftOut,
    controller: str | None,
    day: str | None,
    status: str,
    sides: pd.DataFrame | None,
) -> pd.DataFrame:
    """Make one row a feature, its geometry valid."""
    from shapely import is_valid_reason
    from shapely import make_valid as repair

    columns = filled_columns(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    usual = named(frame)
    at_day = usual.get("day") if day is None else columns.get(day.lower())
    at_side = usual.get("controller") if controller is None else columns.get(controller.lower())
    at_status = columns.get(status.lower())
    dated = _IN_NAME.search(left.path.stem)
    fallback = day if day is not None else "-".join(dated.groups()) if dated else None
    rows: list[dict[str, object]] = []
    faults: list[tuple[int, str]] = []
    side = sides_by_words(sides)
    dayfirst, guessed = order(frame[at_day]) if at_day else (None, [])
    for guess in guessed:
        left.say(None, guess.why, guess.kind)
    for n, record in zip(frame.index, frame.to_dict("records"), strict=True):
        written = record[at_day] if at_day else fallback
        said = publication_days.instant(written, dayfirst=dayfirst)
        when = None if said is None else said.tz_localize(None).normalize()
        who = side(record[at_side] if at_side else controller)
        wrong = _day_faults(when, written)
        if who is None:
            wrong.append(
                f"who holds it is not said: give controller={parties().sides[-1]!r} or the column"
            )
        faults += [(n, f": {what}") for what in wrong]
        if wrong:
            continue
        shape = record[frame.geometry.name]
        if not shape.is_valid:
            left.say(n, f"Made valid: {is_valid_reason(shape)}.", "repaired")
            shape = repair(shape, method="structure")
        rows.append({"day": when, "controller": who, "geometry": shape, "source": left.path.name,
                     "status": str(record[at_status]).lower() if at_status else status})  # fmt: skip
    left.settle(faults, is_empty=not rows)
    return pd.DataFrame(rows)


def _day_faults(when: pd.Timestamp | None, written: object) -> list[str]:
    """Return what is wrong with the day of a feature."""
    if when is None:
        two = publication_days.two_readings(written)
        none = "no day in its properties or in the file's name: give day='2025-03-14' or the column"
        return [f"{two}: write it as one of these" if two else none]
    is_to_come = when > pd.Timestamp.now().normalize()
    return [f"day {when:%Y-%m-%d} lies in the future"] if is_to_come else []
