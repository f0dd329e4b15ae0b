"""How far a place lay from the front, day by day."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from newsan import schema
from newsan.frontline import ground, shapes


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
    from shapely.geometry import Point

    schema.need(places, "places", "place_id", "place")
    points = _points(places)
    held, made = shapes.held_on(control, days, implied=implied)
    rows = []
    for when, there in held:
        pocket = shapes.across(there, made, set(schema.CONTROLLERS))
        edge = None if pocket.is_empty else pocket.boundary.difference(shapes.beside_border())
        for place_id, (name, x, y) in points.items():
            point = Point(x, y)
            away = None if edge is None or edge.is_empty else edge.distance(point) / 1000
            rows.append(
                {
                    "day": when,
                    "place_id": place_id,
                    "place": name,
                    "distance_km": away if away is None or pocket.contains(point) else -away,
                }
            )
    return schema.build(rows, "distances")


def _points(places: pd.DataFrame) -> dict[str, tuple[str, float, float]]:
    """Return name and point in metres of each place that has one, by id."""
    if "geometry" in places:
        known = places[places["geometry"].notna()]
        lon = [g.x for g in known["geometry"]]
        lat = [g.y for g in known["geometry"]]
    else:
        schema.need(places, "places", "lat", "lon")
        known = places.dropna(subset=["lat", "lon"])
        lon, lat = known["lon"].tolist(), known["lat"].tolist()
    at = ground.to_metres(lon, lat).tolist()
    table = known[["place_id", "place"]].assign(at=at).dropna(subset=["place_id"])
    first = table.sort_values(["place_id", "place"], kind="stable").drop_duplicates("place_id")
    return {i: (name, *xy) for i, name, xy in first.itertuples(index=False)}
