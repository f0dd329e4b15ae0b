"""The first-order division that each settlement lies in, for `geodata.py`.

GeoNames numbers divisions in its own way, and Natural Earth's column of those numbers often means
another division: the number of a region of France is that of a department elsewhere in it, and some
countries have been divided anew since. So a number alone is not believed: the outline decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from boundaries import region_name

EDGE = 0.1  # degrees that a settlement may lie outside its division: outlines are coarse
MOST, HALF = 0.9, 0.5
RECODED = {"UA-43": "UA.11", "UA-40": "UA.20", "UA-30": "UA.12"}
# Where GeoNames counts larger divisions than Natural Earth, and the smaller ones are those of today.
PARTED = frozenset(("ES", "FR", "IE", "IT", "LK", "RS", "TW"))


def divisions(
    features: list[dict[str, Any]], regions: list[dict[str, Any]], cities: list[dict[str, Any]]
) -> dict[int, str]:
    """
    Say in which division each settlement lies, where outline and GeoNames bear each other out.

    Parameters
    ----------
    features
        The divisions of Natural Earth.
    regions
        Rows of the gazetteer made of them; each has the number of GeoNames, or none.
    cities
        All settlements of GeoNames, also those that the gazetteer leaves out.

    Returns
    -------
    divisions
        The `place_id` of a region by `geonameid`: the region that holds the settlement and is the
        division of its number (has the number, or holds the same settlements); else that division,
        where it is at most 0.1 degrees off; else, in some countries, the part of the division that
        holds the settlement. One whose number and point disagree is left out, and so is one of a
        division that Natural Earth does not know yet.

    """
    from shapely import STRtree, points

    outlines = _outlines(features, regions)
    ids, numbers = list(outlines), {r["place_id"]: r["geonames"] for r in regions} | RECODED
    own = [f"{c['countrycode']}.{c['admin1code']}" for c in cities]
    tree = STRtree([outlines[i] for i in ids])
    at = points([(c["longitude"], c["latitude"]) for c in cities])
    inside, near = defaultdict(list), defaultdict(list)
    for found, pairs in ((inside, tree.query(at, predicate="intersects")),
                         (near, tree.query(at, predicate="dwithin", distance=EDGE))):  # fmt: skip
        for n, i in sorted(pairs.T.tolist()):
            if ids[i][:2] == cities[n]["countrycode"]:
                found[n].append(ids[i])
    bearers = Counter(numbers.values())
    both = Counter((i, own[n]) for n, found in inside.items() for i in found)
    size, total = Counter(i for found in inside.values() for i in found), Counter(own)

    def bears(i: str, number: str, share: float) -> bool:
        """Tell whether so large a share of a region's settlements has a number."""
        return both[i, number] >= share * size[i] > 0

    def is_division(i: str, number: str) -> bool:
        """Tell whether a region is the division of a number."""
        if bearers[number] == 1 and numbers[i] == number:
            return True
        return bears(i, number, MOST) and both[i, number] >= MOST * total[number]

    out = {}
    for n, city in enumerate(cities):
        # off the coast of a single division is inside it
        here = inside[n] or (near[n] if len(near[n]) == 1 else [])
        found = [i for i in here if is_division(i, own[n])] or [
            i for i in near[n] if is_division(i, own[n]) and bears(i, own[n], HALF)
        ]
        if not found and city["countrycode"] in PARTED:
            found = [i for i in here if bears(i, own[n], MOST)]
        if found:
            out[city["geonameid"]] = max(found, key=lambda i: (size[i], i))
    return out


def _outlines(features: list[dict[str, Any]], regions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the outline of each region: of a part of a country, that of its divisions together."""
    from shapely import make_valid, union_all
    from shapely.geometry import shape

    codes = [(f["properties"].get("iso_3166_2") or "").rstrip("~") for f in features]
    names = {r["place_id"]: r["name"] for r in regions}
    parts = {(r["country"], r["name"]): r["place_id"] for r in regions
             if r["place_id"] not in codes}  # fmt: skip
    pieces = defaultdict(list)
    for code, feature in zip(codes, features, strict=True):
        p = feature["properties"]
        land = make_valid(shape(feature["geometry"]))
        # several divisions may share a code: the region is the one whose name it has
        if code in names and names[code] == region_name(p):
            pieces[code].append(land)
        part = parts.get((code[:2], p.get("geonunit")))
        # "Serbia" in the Republic of Serbia is no part of it
        if part is not None and p["geonunit"] not in p["admin"]:
            pieces[part].append(land)
    return {i: union_all(found) for i, found in sorted(pieces.items())}
