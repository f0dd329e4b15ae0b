"""How far a place lay from the front, day by day."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from newsan import schema
from newsan.frontline.ground.areas import fronts, held_on
from newsan.frontline.ground.holders import as_days


def distances(
    control: pd.DataFrame,
    places: pd.DataFrame,
    days: object | Iterable[object],
    *,
    implied: bool = True,
) -> pd.DataFrame:
    """
    Measure how far places lay from the front line at the end of each day.

    Straight lines in UTM zone 36 north to the line that `front` draws, so no better than its 1 to
    3 km.

    Parameters
    ----------
    control
        The `control` frame.
    places
        A frame of places: `place_id`, `place`, and a point as `lat` and `lon` (a `control` frame) or
        as `geometry` (`mentions`, `references`). Repeated places count once.
    days
        The day, or several.
    implied
        As in `state`.

    Returns
    -------
    distances
        The `distances` frame: one row a day, in the order given, and place, by `place_id`.
        `distance_km` is positive inside the ground that is held or contested across the border,
        negative outside it.

    Undefined
    ---------
    `distance_km` is missing on days without a front; places without a point have no row.

    Raises
    ------
    SchemaError
        `places` lacks a column.

    Examples
    --------
    >>> base = {"place_id": "sudzha", "place": "Sudzha", "lat": 51.191, "lon": 35.271,
    ...         "precision_m": 1000, "day_precision": "day", "claimed_by": "A", "status": "claimed",
    ...         "source": "Gazette", "source_url": ""}
    >>> from newsan.frontline import read_control
    >>> control = read_control(pd.DataFrame([{**base, "day": "2024-08-15", "controller": "UA"}]))
    >>> distances(control, control, ["2024-08-01", "2025-03-01"])["distance_km"].round(1).tolist()
    [nan, 1.1]

    """
    import shapely

    control = schema.require(control, "control")
    named = _pointed(places)
    made, held = held_on(control, days, implied=implied)
    xy = made.land.to_metres(named["lon"], named["lat"])
    points = shapely.points(xy)
    rows = []
    for when, (pocket, line) in zip(as_days(days), fronts(made, held), strict=True):
        away = shapely.distance(line, points) / 1000  # missing from a line that is empty
        is_inside = shapely.contains_xy(pocket, xy)
        rows.append(named.assign(day=when, distance_km=np.where(is_inside, away, -away)))
    return schema.build(pd.concat(rows) if rows else [], "distances")


def _pointed(places: pd.DataFrame) -> pd.DataFrame:
    """Return id, name, longitude and latitude of each place that has a point, by id."""
    if isinstance(places, pd.DataFrame) and "geometry" in places:
        places = schema.require(places, "mentions", "place_id", "place", "geometry")
        known = places[places["geometry"].notna()]
        geometry = known["geometry"].tolist()
        known = known.assign(lon=[g.x for g in geometry], lat=[g.y for g in geometry])
    else:
        places = schema.require(places, "places")
        known = places.dropna(subset=["lat", "lon"])
    table = pd.DataFrame(known[["place_id", "place", "lon", "lat"]]).dropna(subset=["place_id"])
    return table.sort_values(["place_id", "place"], kind="stable").drop_duplicates("place_id")
