"""
Write `newsan/resources/world.geojson`: the land of the world as one outline, for maps anywhere.

    python training/world.py

Countries of Natural Earth 1:110m (public domain, naturalearthdata.com), through the test data of pyogrio,
are joined, so that no border is drawn; to 2 decimals of a degree.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
from shapely import buffer, set_precision, union_all
from shapely.geometry import mapping

OUT = Path(__file__).resolve().parents[1] / "newsan" / "resources" / "world.geojson"
SOURCE = "Natural Earth 1:110m countries joined, public domain, through pyogrio's test data"
DIGITS = 2
SLIT = 0.001  # degrees between countries that are closed


def main() -> None:
    """Write the file."""
    folder = Path(pyogrio.__file__).parent / "tests" / "fixtures" / "naturalearth_lowres"
    countries = gpd.read_file(folder / "naturalearth_lowres.shp").geometry
    land = union_all(buffer(countries.to_numpy(), SLIT, quad_segs=1))
    parts = sorted(set_precision(land, 10.0**-DIGITS).geoms, key=lambda g: (-g.area, g.wkb))
    features = [
        {"type": "Feature", "properties": {"place_id": f"land-{n:03d}"}, "geometry": _rounded(part)}
        for n, part in enumerate(parts)
    ]
    table = {"type": "FeatureCollection", "attribution": SOURCE, "features": features}
    OUT.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")


def _rounded(part: object) -> dict[str, object]:
    shape = mapping(part)
    rings = [[[round(c, DIGITS) for c in at] for at in ring] for ring in shape["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}


if __name__ == "__main__":
    main()
