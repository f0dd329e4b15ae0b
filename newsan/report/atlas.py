"""What the map shows, as plain data: boundaries, places with their words, control by day."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pandas as pd

from newsan.actors.mention import slug
from newsan.frontline.ground.land import outline_bounds
from newsan.frontline.sides import CONTESTED
from newsan.maps import base
from newsan.report.view import View
from newsan.wording import day_of, is_missing, period_text, quoted, shorten

_QUOTES_SHOWN, _QUOTE_WIDTH = 5, 180
_DIGITS = 4  # decimals of a degree kept: 11 m, finer than any point here


def boundaries(world: bool = False) -> dict[str, Any]:
    """Return the shipped outlines: countries in grey, the oblasts with their names, the world's land if asked."""
    folder = resources.files("newsan") / "resources"
    made: dict[str, Any] = {}
    for key, name in (
        ("countries", "locator.geojson"),
        ("oblasts", "study_admin.geojson"),
    ):
        table = json.loads((folder / name).read_text(encoding="utf-8"))
        made[key] = [
            {"name": f["properties"]["name"], "country": f["properties"]["country"],
             "geometry": _rounded(f["geometry"]), "label": _label_point(f["geometry"])}
            for f in table["features"]
        ]  # fmt: skip
    land = json.loads((folder / "world.geojson").read_text(encoding="utf-8"))["features"]
    made["world"] = [{"geometry": f["geometry"]} for f in land] if world else []
    made["attribution"] = table["attribution"]
    made["border"] = _border()
    return made


def _border() -> dict[str, Any]:
    """Return the state border between the countries of the study."""
    import geopandas as gpd
    from shapely.geometry import mapping

    from newsan.frontline.ground.land import DEGREES, border, metres

    line = gpd.GeoSeries([border()], crs=metres()).to_crs(DEGREES).iloc[0]
    return _rounded(mapping(line))


def is_elsewhere(view: View) -> bool:
    """Tell whether something lies off the shipped outlines."""
    west, south, east, north = outline_bounds()
    rows = view["control"].dropna(subset=["lat", "lon"])
    points = [*zip(rows["lat"], rows["lon"], strict=True)]
    places = (p for p in map(_point, view["mentions"]["geometry"]) if p is not None)
    points += [(lat, lon) for lat, lon in places]
    return any(not (south <= lat <= north and west <= lon <= east) for lat, lon in points)


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
                place["references"].append(_reference(view, row))
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
    quote = None if is_missing(row["quote_id"]) else view.by_quote.get(row["quote_id"])
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


def _reference(view: View, row: dict[str, Any]) -> dict[str, Any]:
    article = view.by_article.get(row["article_id"])
    words = "" if article is None else str(article["text"])[int(row["start"]) : int(row["end"])]
    by = "" if is_missing(row["side"]) else f" by {row['side']}"
    return {
        "what": f"{row['relation']}{by}, {row['status']}",
        "who": "the reporter" if is_missing(row["actor_id"]) else view.actor(row["actor_id"]),
        "when": _when(row),
        "text": shorten(words, _QUOTE_WIDTH),
        "href": "#" + view.anchors.get(row["article_id"], "articles"),
    }


def _when(row: dict[str, Any]) -> str:
    """Write the day or the period that a text dates an event to."""
    first, last = row.get("event_from"), row.get("event_until")
    if is_missing(first) or is_missing(last):
        return day_of(row["event_on"], "day not stated")
    return period_text(pd.Timestamp(first), pd.Timestamp(last))


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
    areas = [_shape(r, "controller", "status") for r in _drawn(view["areas"])]
    front = [_shape(r) for r in _drawn(view["front"])]
    looks = base.sides(view["control"], view.study)
    sides = [{"side": s, "class": slug(s) if not s.isalnum() else s, "label": one.label,
              "colour": one.colour}
             for s, one in looks.items() if s != CONTESTED and len(rows)]  # fmt: skip
    days = {e["day"] for p in settlements.values() for e in p["events"]}
    days |= {s["day"] for s in [*areas, *front]}
    return {
        "settlements": [settlements[k] for k in sorted(settlements)],
        "areas": areas, "front": front, "sides": sides,
        "days": [{"day": d, "words": day_of(d)} for d in sorted(days)],
    }  # fmt: skip


def _drawn(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows that have something to draw."""
    return [r for r in frame.to_dict("records")
            if r["geometry"] is not None and not r["geometry"].is_empty]  # fmt: skip


def _shape(row: dict[str, Any], *columns: str) -> dict[str, Any]:
    from shapely.geometry import mapping

    return {"day": _iso(row["day"]), "geometry": _rounded(mapping(row["geometry"])),
            **{c: str(row[c]) for c in columns}}  # fmt: skip


def _iso(day: Any) -> str:
    return str(pd.Timestamp(day).strftime("%Y-%m-%d"))


def _point(geometry: Any) -> list[float] | None:
    if geometry is None or is_missing(geometry) or geometry.is_empty:
        return None
    middle = geometry.representative_point()
    return [round(middle.y, _DIGITS), round(middle.x, _DIGITS)]


def _label_point(geometry: dict[str, Any]) -> list[float] | None:
    from shapely.geometry import shape

    return _point(shape(geometry))


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def cut(part: Any) -> Any:
        if isinstance(part, (list, tuple)):
            return [cut(p) for p in part]
        return round(float(part), _DIGITS)

    if geometry["type"] == "GeometryCollection":
        return {"type": geometry["type"],
                "geometries": [_rounded(g) for g in geometry["geometries"]]}  # fmt: skip
    return {"type": geometry["type"], "coordinates": cut(geometry["coordinates"])}


# The layers of the map, the lowest first: a name, what stands beside its box, what makes its data.
# Each is drawn by the page's module of its name, resources/report/modules/layer-<name>.js.
LAYERS = {"places": ("places named", places), "control": ("who holds what", control)}
