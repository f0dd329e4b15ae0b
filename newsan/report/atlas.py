"""What the map shows, as plain data: boundaries, places with their words, control by day."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from newsan.actors.mention import slug
from newsan.charts import house
from newsan.frontline.ground.holders import change_days, holders
from newsan.frontline.ground.land import DEGREES, land, metres, outline_bounds, read_geojson
from newsan.frontline.sides import CONTESTED, NOBODY, parties
from newsan.maps import base
from newsan.report.view import View
from newsan.study import Study
from newsan.wording import day_of, event_text, is_missing, quoted, shorten

_QUOTES_SHOWN, _QUOTE_WIDTH = 5, 180
_DIGITS = 4  # decimals of a degree kept: 11 m, finer than any point here


def boundaries(view: View) -> dict[str, Any]:
    """Return the outlines of land: the shipped regions if anything lies there, the world's if anything lies elsewhere."""
    points = _points(view)
    west, south, east, north = outline_bounds()
    here = [south <= lat <= north and west <= lon <= east for lat, lon in points]
    state = gpd.GeoSeries([land().border], crs=metres()).to_crs(DEGREES).iloc[0]
    is_here = any(here) or not here
    world = read_geojson("world")
    return {
        "countries": _name_outlines("locator") if is_here else [],
        "oblasts": _name_outlines("study_admin") if is_here else [],
        "world": [] if all(here) else [{"geometry": f["geometry"]} for f in world["features"]],
        "attribution": base.attribution() if is_here else world["attribution"],
        "border": _map_geometry(state) if is_here else None,
    }


def _name_outlines(name: str) -> list[dict[str, Any]]:
    rows = [(f["properties"], shape(f["geometry"])) for f in read_geojson(name)["features"]]
    return [{"name": its["name"], "country": its["country"], "geometry": _map_geometry(outline),
             "label": _point(outline)} for its, outline in rows]  # fmt: skip


def _points(view: View) -> list[list[float]]:
    """Return where something is named or held: latitude and longitude."""
    rows = view["control"].dropna(subset=["lat", "lon"])
    named = [p for p in map(_point, view["mentions"]["geometry"]) if p is not None]
    return [*named, *rows[["lat", "lon"]].to_numpy().tolist()]


def places(view: View) -> list[dict[str, Any]]:
    """
    Return the places mentioned or referred to, those with most mentions first.

    Places without a point are left out; `unplaced` counts them.
    """
    found: dict[str, dict[str, Any]] = {}
    for kind in ("mentions", "references"):
        for row in view[kind].to_dict("records"):
            point = _point(row["geometry"])
            if point is None or is_missing(row["place_id"]):
                continue
            place = found.setdefault(str(row["place_id"]), {
                "id": str(row["place_id"]), "name": str(row["place"]), "at": point, "n": 0, "articles": [], "quotes": [],
                "references": [],
            })  # fmt: skip
            if kind == "mentions":
                _add_mention(view, place, row)
            else:
                place["references"].append(_describe_reference(view, row))
    for place in found.values():
        place["articles"] = len(set(place["articles"]))
        place["n_quotes"] = len(place["quotes"])
        place["quotes"] = place["quotes"][:_QUOTES_SHOWN]
    return sorted(found.values(), key=lambda p: (-p["n"], -len(p["references"]), p["name"]))


def unplaced(view: View) -> int:
    """Return how many mentions have no point."""
    return sum(_point(g) is None for g in view["mentions"]["geometry"])


def _add_mention(view: View, place: dict[str, Any], row: dict[str, Any]) -> None:
    place["n"] += 1
    place["articles"].append(row["article_id"])
    quote = view.by_quote.get(row["quote_id"])
    if quote is None:
        return
    words = shorten(str(quote["text"]), _QUOTE_WIDTH)
    shown = {
        "who": view.speaker(quote),
        "text": quoted(words, quote["kind"]),
        "href": "#" + view.quote_anchors[row["quote_id"]],
    }
    if shown not in place["quotes"]:
        place["quotes"].append(shown)


def _describe_reference(view: View, row: dict[str, Any]) -> dict[str, Any]:
    article = view.by_article.get(row["article_id"])
    words = "" if article is None else str(article["text"])[int(row["start"]) : int(row["end"])]
    by = "" if is_missing(row["side"]) else f" by {row['side']}"
    return {
        "what": f"{row['relation']}{by}, {row['status']}",
        "who": "the reporter" if is_missing(row["actor_id"]) else view.actor(row["actor_id"]),
        "when": event_text(row, "day not stated"),
        "text": shorten(words, _QUOTE_WIDTH),
        "href": "#" + view.anchors.get(row["article_id"], "articles"),
    }


def control(view: View) -> dict[str, Any]:
    """Return who was said to hold which settlement from when, and the areas and front by day."""
    settlements: dict[str, dict[str, Any]] = {}
    rows = view["control"].dropna(subset=["lat", "lon", "day"])
    order = ["day", "place_id", "controller", "status", "claimed_by", "source"]
    for row in rows.sort_values(order, na_position="first").to_dict("records"):
        place = settlements.setdefault(str(row["place_id"]), {
            "id": str(row["place_id"]), "name": str(row["place"]),
            "at": [round(row["lat"], _DIGITS), round(row["lon"], _DIGITS)],
            "precision_m": None if is_missing(row["precision_m"]) else int(row["precision_m"]),
            "events": [],
        })  # fmt: skip
        place["events"].append({
            "day": _iso(row["day"]), "holder": row["controller"], "status": row["status"],
            "by": "" if is_missing(row["claimed_by"]) else str(row["claimed_by"]),
            "source": "" if is_missing(row["source"]) else str(row["source"]),
            "precision": row["day_precision"],
        })  # fmt: skip
    for place_id, held in _describe_holders(rows, view.study).items():
        settlements[place_id]["held"] = held
    areas = _describe_shapes(view["areas"], "controller", "status")
    front = _describe_shapes(view["front"])
    looks = house.sides(view["control"], view.study)
    sides = [{"side": s, "class": slug(s) if not s.isalnum() else s, "label": one.label,
              "colour": one.colour, "marker": one.marker}
             for s, one in looks.items() if s != CONTESTED and len(rows)]  # fmt: skip
    days = {e["day"] for p in settlements.values() for e in p["events"]}
    days |= {s["day"] for s in [*areas, *front]}
    return {
        "settlements": [settlements[k] for k in sorted(settlements)],
        "areas": areas, "front": front, "sides": sides,
        "days": [{"day": d, "words": day_of(d)} for d in sorted(days)],
    }  # fmt: skip


def _describe_holders(
    control: pd.DataFrame, study: Study | None
) -> dict[str, list[dict[str, str]]]:
    """Return who held each place, contested ones too, and how surely, from each day on which that changes."""
    if control.empty:
        return {}
    days = change_days(control)
    held = holders(control, days, implied=True, who=parties(control, study=study))
    found: dict[str, list[dict[str, str]]] = {place: [] for place in held.places}
    for day, whose, sure in zip(days, held.controller, held.confirmed, strict=True):
        for place, n, is_sure in zip(held.places, whose, sure, strict=True):
            now = {"holder": held.parties.names[n], "status": "confirmed" if is_sure else "claimed"}
            last = found[place][-1] if found[place] else {}
            if n != NOBODY and {**last, **now} != last:
                found[place].append({"day": _iso(day), **now})
    return found


def _describe_shapes(frame: pd.DataFrame, *columns: str) -> list[dict[str, Any]]:
    """Return day, geometry and some columns of the rows that have something to draw."""
    return [
        {"day": _iso(r["day"]), "geometry": _map_geometry(r["geometry"]), **{c: str(r[c]) for c in columns}}
        for r in frame.to_dict("records") if r["geometry"] is not None and not r["geometry"].is_empty
    ]  # fmt: skip


def _iso(day: Any) -> str:
    return f"{pd.Timestamp(day):%Y-%m-%d}"


def _point(geometry: Any) -> list[float] | None:
    if geometry is None or is_missing(geometry) or geometry.is_empty:
        return None
    middle = geometry.representative_point()
    return [round(middle.y, _DIGITS), round(middle.x, _DIGITS)]


def _map_geometry(geometry: Any) -> dict[str, Any]:
    """Return a geometry as the page draws it, to 11 m."""
    # outlines have five decimals: numpy rounds halves of the fourth otherwise
    cut = np.vectorize(lambda degrees: round(float(degrees), _DIGITS), otypes=[float])
    return dict(mapping(shapely.transform(geometry, cut)))


# The layers of the map, the lowest first: a name, what stands beside its box, what makes its data.
# Each is drawn by the page's module of its name, resources/report/modules/layer-<name>.js.
LAYERS = {"places": ("places named", places), "control": ("who holds what", control)}
