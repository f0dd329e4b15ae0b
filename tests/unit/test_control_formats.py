"""Tables and maps of control in other people's forms; what is wrong with them is said by row."""

import gzip
import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box

from newsan import schema
from newsan.errors import ReadError, SchemaError
from newsan.frontline import areas, read_areas, read_control, state
from newsan.frontline.ground import control_table
from newsan.frontline.ground.control_table import sides_by_words
from newsan.frontline.sides import side_names
from newsan.gazetteer import Gazetteer, load

FIELD = box(34.9, 51.0, 35.1, 51.2)
BOW = Polygon([(35.2, 51.0), (35.4, 51.2), (35.4, 51.0), (35.2, 51.2)])


def _csv(path, *rows):
    pd.DataFrame(list(rows)).to_csv(path, index=False)
    return path


def _own(**over):
    return {"place_id": "veda", "place": "Veda", "lat": 51.1, "lon": 35.1, "precision_m": 1000,
            "day": "2024-08-12", "day_precision": "day", "controller": "UA", "status": "claimed",
            "claimed_by": "Gazette", "source": "Gazette", "source_url": "", **over}  # fmt: skip


# ---------------------------------------------------------------- newsan's own table


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "2999-01-01"}, "line 3: day '2999-01-01' lies in the future"),
        ({"day": "03/04/2024"}, "line 3: day '03/04/2024' can be 2024-04-03 .* or 2024-03-04"),
        ({"day": "2024-02-31"}, "line 3: day '2024-02-31' is no day of the calendar"),
        ({"lat": 35.1, "lon": 51.1}, "line 3: lat '35.1' and lon '51.1' look swapped"),
        ({"day": "2024-08-12"}, "line 3: the same event as line 2"),
    ],
)
def test_faults_name_the_line(tmp_path, wrong, said):
    path = _csv(tmp_path / "c.csv", _own(), _own(**{"day": "2024-08-13", **wrong}))
    with pytest.raises(SchemaError, match=rf"c\.csv: {said}"):
        read_control(path)


def test_two_sources_for_one_change_are_no_duplicates():
    control = read_control(pd.DataFrame([_own(), _own(source="Herald")]))
    assert len(control) == 2


# ---------------------------------------------------------------- VIINA


@pytest.fixture
def villages():
    lines = [f"gn-{900 + n}\t{name}\tsettlement\tUA\tUA-59\t51.{n}\t34.9\t100\t{name.lower()}"
             for n, name in enumerate(("Veda", "Tarn"))]  # fmt: skip
    return Gazetteer(lines)


def _viina(*rows):
    wide = dict.fromkeys(("status_wiki", "status_boost", "status_dsm", "status_isw"), "UA")
    return [{"geonameid": i, "date": d, **wide, "status": s} for i, d, s in rows]


def test_viina_keeps_first_rows_and_changes(tmp_path, villages):
    rows = _viina((900, 20240801, "UA"), (900, 20240802, "UA"), (900, 20240803, "CONTESTED"),
                  (900, 20240804, "RU"), (901, 20240801, "UA"), (901, 20240802, ""))  # fmt: skip
    control = read_control(_csv(tmp_path / "control_latest_2024.csv", *rows), gazetteer=villages)
    assert control[["place", "controller"]].values.tolist() == [
        ["Veda", "UA"], ["Tarn", "UA"], ["Veda", "contested"], ["Veda", "RU"]]  # fmt: skip
    assert control["licence"].unique().tolist() == ["ODbL 1.0"]
    held = state(control, "2024-08-03").set_index("place_id")["controller"].to_dict()
    assert held == {"gn-900": "contested", "gn-901": "UA"}


def test_viina_in_its_archive_and_places_without_a_point(tmp_path, villages):
    path = tmp_path / "control_latest_2024.zip"
    pd.DataFrame(_viina((999, 20240801, "RU"))).to_csv(path, index=False)
    control = read_control(path, gazetteer=villages)
    assert control["place_id"].tolist() == ["gn-999"]
    assert control["lat"].isna().all()


def test_viina_uses_the_ids_of_the_study():
    assert load().of_geonames("486816") == "sudzha"
    assert load().of_geonames("1.0") == "gn-1"


def test_viina_with_an_unknown_status_names_the_line(tmp_path, villages):
    path = _csv(tmp_path / "v.csv", *_viina((900, 20240801, "UA"), (900, 20240802, "MAYBE")))
    with pytest.raises(SchemaError, match=r"v\.csv: line 3: controller 'MAYBE' is none of"):
        read_control(path, gazetteer=villages)


# ---------------------------------------------------------------- ACLED


def _acled(**over):
    return {"event_id_cnty": "UKR1", "event_date": "12 March 2025", "time_precision": 1,
            "event_type": "Battles", "sub_event_type": "Government regains territory",
            "actor1": "Military Forces of Russia (2000-)", "country": "Russia",
            "location": "Sudzha", "latitude": 51.19, "longitude": 35.27, "geo_precision": 1,
            "source": "Veldany Post", "notes": "", **over}  # fmt: skip


def test_acled_changes_of_territory(tmp_path):
    path = _csv(
        tmp_path / "acled.csv",
        _acled(),
        _acled(event_id_cnty="UKR2", sub_event_type="Armed clash"),
        _acled(event_id_cnty="UKR3", location="Quorven", geo_precision=3, time_precision=2,
               actor1="Military Forces of Ukraine (2019-)"),
    )  # fmt: skip
    control = read_control(path).set_index("place_id")
    assert control["controller"].to_dict() == {"quorven": "UA", "sudzha": "RU"}
    assert control["event"].to_dict() == {"quorven": "captured", "sudzha": "recaptured"}
    assert pd.isna(control.loc["quorven", "lat"])
    assert control.loc["quorven", "day_precision"] == "week"
    assert control.loc["sudzha", "day"] == pd.Timestamp("2025-03-12")
    assert control["status"].unique().tolist() == ["claimed"]


def test_acled_faults_name_the_line(tmp_path):
    path = _csv(tmp_path / "a.csv", _acled(), _acled(event_id_cnty="X", actor1="Rioters"))
    with pytest.warns(UserWarning, match=r"a\.csv: left out .* line 3: 'Rioters'"):
        assert len(read_control(path)) == 1
    with pytest.raises(SchemaError, match="line 3: the same event as line 2"):
        read_control(_csv(tmp_path / "b.csv", _acled(), _acled()))
    with pytest.raises(SchemaError, match="line 2: day 'soon' is no date"):
        read_control(_csv(tmp_path / "c.csv", _acled(event_date="soon")))


def test_acled_without_any_change_is_an_empty_table(tmp_path):
    path = _csv(tmp_path / "a.csv", _acled(sub_event_type="Armed clash"))
    assert read_control(path).empty


# ---------------------------------------------------------------- points


def test_points_under_the_usual_names(tmp_path):
    path = _csv(
        tmp_path / "geo.csv",
        {"Name": "Mill Farm", "Date": "2025-03-10", "Latitude": 51.1, "Longitude": 35.1,
         "Faction": "Russian"},
    )  # fmt: skip
    control = read_control(path)
    assert control[["place_id", "controller", "status", "source"]].values.tolist() == [
        ["mill-farm", "RU", "claimed", "geo.csv"]]  # fmt: skip


FORMS = {
    "acled": lambda day: _acled(event_date=day, event_id_cnty=day),
    "points": lambda day: {
        "name": f"Mill {day}",
        "date": day,
        "lat": 51.1,
        "lon": 35.1,
        "side": "RU",
    },
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("shows", "wanted"), [("13/03/2025", "2025-04-03"), ("03/13/2025", "2025-03-04")]
)
def test_how_days_are_meant_is_learnt_from_their_column(tmp_path, form, shows, wanted):
    row = FORMS[form]
    control = read_control(_csv(tmp_path / "a.csv", row("03/04/2025"), row(shows)))
    assert set(control["day"]) == {pd.Timestamp(wanted), pd.Timestamp("2025-03-13")}
    with pytest.raises(SchemaError, match=r"line 2: day '03/04/2025' can be 2025-04-03"):
        read_control(_csv(tmp_path / "b.csv", row("03/04/2025")))


def test_days_of_maps_that_can_be_two_are_refused(tmp_path):
    path = _map(tmp_path / "a.geojson", FIELD, side=["UA"], date=["03.04.2025"])
    with pytest.raises(SchemaError, match="feature 1: '03.04.2025' can be 2025-04-03"):
        read_areas(path)
    path = _map(
        tmp_path / "b.geojson", FIELD, FIELD, side=["UA"] * 2, date=["03.04.2025", "13.04.2025"]
    )
    found = read_areas(path)
    assert found["day"].dt.month.tolist() == [4, 4]
    assert (
        "dates such as 03.04.2025 are read with the day first"
        in found.attrs["problems"][0]["problem"]
    )


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Mill Farm</name><TimeStamp><when>2025-03-10</when></TimeStamp>
<Point><coordinates>35.1,51.1,0</coordinates></Point></Placemark>
<Placemark><name>Sudzha</name><TimeStamp><when>2025-03-12</when></TimeStamp>
<Point><coordinates>35.27,51.19,0</coordinates></Point></Placemark></Document></kml>"""
GEOJSON = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"title": name, "date": day},
     "geometry": {"type": "Point", "coordinates": at}}
    for name, day, at in (("Mill Farm", "2025-03-10", (35.1, 51.1)),
                          ("Sudzha", "12 March 2025", (35.27, 51.19)))]})  # fmt: skip


@pytest.mark.parametrize(("suffix", "text"), [("kml", KML), ("geojson", GEOJSON)])
def test_points_of_a_map_maker(tmp_path, suffix, text):
    path = tmp_path / f"points.{suffix}"
    path.write_text(text, encoding="utf-8")
    control = read_control(path, controller="RU")
    assert control["place_id"].tolist() == ["mill-farm", "sudzha"]
    assert control["day"].dt.day.tolist() == [10, 12]
    assert set(control["controller"]) == {"RU"}
    assert len(areas(control, "2025-03-14")) == 1


def test_points_that_do_not_say_who_holds_them(tmp_path):
    path = _csv(tmp_path / "p.csv", {"name": "a", "date": "2025-03-10", "lat": 51, "lon": 35})
    with pytest.raises(SchemaError, match="controller='UA'"):
        read_control(path)


def test_polygons_are_no_points(tmp_path):
    path = tmp_path / "areas.geojson"
    gpd.GeoDataFrame({"a": [1]}, geometry=[FIELD], crs=4326).to_file(path)
    with pytest.raises(ReadError, match=r"feature 1 is a Polygon.*read_areas"):
        read_control(path)


# ---------------------------------------------------------------- as they lie on disks


def _left(frame):
    found = schema.check(schema.build(frame.attrs["problems"], "problems"), "problems")
    return [(p.source.rsplit(", ", 1)[-1], p.problem) for p in found.itertuples()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("upper", [False, True])
def test_acled_by_any_delimiter_encoding_and_case(tmp_path, delimiter, encoding, upper):
    rows = pd.DataFrame(
        [_acled(location="Café Mill", notes="dry; wet, dry"), _acled(event_id_cnty="X2")]
    )
    rows.columns = [c.upper() if upper else c for c in rows.columns]
    path = tmp_path / "a.csv"
    path.write_bytes(rows.to_csv(index=False, sep=delimiter).encode(encoding))
    assert sorted(read_control(path)["place"]) == ["Café Mill", "Sudzha"]


def test_acled_as_its_interface_answers(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"success": True, "data": [_acled()]}), encoding="utf-8")
    assert read_control(path)["controller"].tolist() == ["RU"]


@pytest.mark.parametrize(
    ("actor", "wanted"),
    [
        ("Wagner Group", "RU"), ("Militia (Donetsk People's Republic)", "RU"),
        # the country says where they are, or they are of neither side
        ("Unidentified Armed Group (Ukraine)", None), ("Civilians (Russia)", None), ("Rioters (Ukraine)", None),
        ("Islamic State (Sahel)", None), ("Ostrand Militia", None),
    ],
)  # fmt: skip
def test_an_actor_takes_a_place_for_its_side_or_is_left_out_and_named(tmp_path, actor, wanted):
    path = _csv(
        tmp_path / "a.csv", _acled(), _acled(event_id_cnty="X", actor1=actor, country="Mali")
    )
    control = read_control(path, bad="report")
    assert len(control) == 1 + (wanted is not None)
    if wanted is None:
        assert _left(control) == [("line 3", f"actor1 {actor!r} belongs to no side")]


def test_wrong_rows_are_left_out_on_request_and_all_named(tmp_path):
    path = _csv(
        tmp_path / "c.csv", _own(), _own(day="soon"), _own(place_id="tarn", controller="XX"), _own()
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    control = read_control(path, bad="report")
    assert control["place_id"].tolist() == ["veda"]
    assert [where for where, _ in _left(control)] == ["line 6", "line 3", "line 4", "line 5"]
    assert "the same event as line 2" in _left(control)[-1][1]
    with pytest.raises(ReadError, match=r"c\.csv, line 6: the number of columns, 2, differs"):
        read_control(path)
    with pytest.raises(ValueError, match="must be 'raise' or 'report'"):
        read_control(path, bad="ignore")


@pytest.mark.parametrize(
    "names",
    [("Name", "Held by", "As of", "Lat", "Lon"), ("Settlement", "Controlled By", "date", "LATITUDE", "lng"),
     ("place_name", "heldBy", "asOf", "lat", "long")],
)  # fmt: skip
def test_tables_of_who_holds_what(tmp_path, names):
    rows = (
        ("Mill Farm", "Russia", "12 Mar 2025", "51.1", "35.1"),
        ("Tarn", "Contested", "14 Mar 2025", "51.2", "35.2"),
    )
    control = read_control(
        _csv(tmp_path / "t.csv", *(dict(zip(names, r, strict=True)) for r in rows))
    )
    assert control[["place", "controller"]].values.tolist() == [
        ["Mill Farm", "RU"],
        ["Tarn", "contested"],
    ]


def test_the_day_can_be_said_and_what_is_lacking_is(tmp_path):
    path = _csv(
        tmp_path / "p.csv",
        {"name": "Mill", "stand": "2025-03-12", "lat": 51, "lon": 35, "side": "UA"},
    )
    with pytest.raises(
        SchemaError, match=r"lacks day \(it has name, stand, lat, lon, side\).*day='2025-03-14'"
    ):
        read_control(path)
    for day in ("stand", "2025-03-12"):
        assert read_control(path, day=day)["day"].dt.day.tolist() == [12]


def test_what_is_guessed_of_a_table_is_said(tmp_path):
    rows = [("Café Mill", "03/04/2025"), ("Tarn", "13/04/2025")]
    table = pd.DataFrame(
        [{"name": n, "as of": d, "lat": 51, "lon": 35, "side": "UA"} for n, d in rows]
    )
    path = tmp_path / "t.csv"
    path.write_bytes(table.to_csv(index=False).replace("Tarn", '"Tarn').encode("cp1252"))
    control = read_control(path)
    assert len(control) == 2
    assert _left(control) == [
        ("all of it", "encoding guessed: cp1252"),
        ("line 3", "a quotation mark without its other half, left out"),
        ("column as of", "dates such as 03/04/2025 are read with the day first, as others show")]  # fmt: skip
    assert {p["kind"] for p in control.attrs["problems"]} == {"repaired"}


def _packed(path, **members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return path


def test_archives_as_they_are_made_on_a_mac(tmp_path, villages):
    text = pd.DataFrame(_viina((900, 20240801, "UA"), (900, 20240802, "RU"))).to_csv(index=False)
    path = _packed(
        tmp_path / "v.zip",
        **{"control_latest_2024.csv": text, "__MACOSX/._control_latest_2024.csv": "x"},
    )
    assert len(read_control(path, gazetteer=villages)) == 2
    own = pd.DataFrame([_own()]).to_csv(index=False)
    assert (
        len(read_control(_packed(tmp_path / "o.zip", **{"sub/c.csv": own, ".DS_Store": "x"}))) == 1
    )
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(own.encode()))
    assert len(read_control(tmp_path / "c.csv.gz")) == 1
    with pytest.raises(ReadError, match=r"it holds 2 files \(a\.csv, b\.csv\)"):
        read_control(_packed(tmp_path / "w.zip", **{"a.csv": own, "b.csv": own}))
    (tmp_path / "x.zip").write_text("no archive", encoding="utf-8")
    with pytest.raises(ReadError, match=r"x\.zip: File is not a zip file"):
        read_control(tmp_path / "x.zip")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            "event_id,date,geonameid,asciiname,longitude,latitude,location,report_id,source",
            "VIINA's event file",
        ),
        ("id,relid,year,dyad_name,latitude,longitude,date_start,deaths_a", "UCDP's event file"),
    ],
)
@pytest.mark.parametrize("controller", [None, "RU"])
def test_tables_of_events_are_refused_by_name(tmp_path, columns, said, controller):
    path = _csv(tmp_path / "e.csv", dict.fromkeys(columns.split(","), "1"))
    with pytest.raises(SchemaError, match=f"{said}: it says what happened where, not who held it"):
        read_control(path, controller=controller)


MIXED = KML.replace(
    "</Document>",
    """<Placemark><name>Area</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>35,51,0 35.5,51,0 35.5,51.3,0 35,51.3,0 35,51,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark><Placemark><name>Line</name><LineString><coordinates>35,51 35.2,51.1</coordinates></LineString>
</Placemark></Document>""",
)


def test_a_map_of_areas_points_and_lines_gives_each_reader_its_own(tmp_path):
    path = tmp_path / "map_20250314.kml"
    path.write_text(MIXED, encoding="utf-8")
    control = read_control(path, controller="RU")
    assert control["place_id"].tolist() == ["mill-farm", "sudzha"]
    assert _left(control) == [("feature 3", "is a Polygon"), ("feature 4", "is a LineString")]
    found = read_areas(path, controller="RU")
    assert found["day"].dt.day.tolist() == [14]
    assert [where for where, _ in _left(found)] == ["feature 1", "feature 2", "feature 4"]


# ---------------------------------------------------------------- polygons


def _map(path, *shapes, crs="EPSG:4326", **columns):
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="KML" if path.suffix == ".kml" else None)
    return path


@pytest.mark.parametrize("suffix", ["geojson", "kml", "shp", "gpkg", "parquet"])
def test_every_form_of_map(tmp_path, suffix):
    path = _map(tmp_path / f"m.{suffix}", FIELD, side=["UA"], date=["2025-03-10"])
    found = schema.check(read_areas(path), "areas")
    assert found[["controller", "status", "source"]].values.tolist() == [
        ["UA", "claimed", path.name]]  # fmt: skip
    assert found["day"].tolist() == [pd.Timestamp("2025-03-10")]
    assert found.geometry.iloc[0].symmetric_difference(FIELD).area < 1e-6


def test_daily_files_of_one_shape_take_the_day_from_their_names(tmp_path):
    for day, shape in (("20250310", FIELD), ("20250311", MultiPolygon([FIELD, BOW.buffer(0)]))):
        feature = {"type": "Feature", "properties": {}, "geometry": shape.__geo_interface__}
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (tmp_path / f"daily_map_{day}.geojson").write_text(text, encoding="utf-8")
    found = read_areas(tmp_path, controller="RU", status="confirmed")
    assert found["day"].dt.strftime("%m-%d").tolist() == ["03-10", "03-11"]
    assert found["source"].tolist() == ["daily_map_20250310.geojson", "daily_map_20250311.geojson"]


def test_other_projections_come_out_in_degrees(tmp_path):
    metres = gpd.GeoSeries([FIELD], crs=4326).to_crs("EPSG:32636").iloc[0]
    path = _map(tmp_path / "m_2025-03-10.shp", metres, crs="EPSG:32636", side=["RU"])
    assert read_areas(path).geometry.iloc[0].symmetric_difference(FIELD).area < 1e-6


def test_broken_geometry_is_made_valid_and_reported(tmp_path):
    path = _map(tmp_path / "m_2025-03-10.geojson", FIELD, BOW, side=["RU", "UA"])
    found = read_areas(path)
    assert found.geometry.is_valid.all()
    (problem,) = found.attrs["problems"]
    assert problem["source"] == f"{path}, feature 2"
    assert "Self-intersection" in problem["problem"]
    assert schema.check(schema.build([problem], "problems"), "problems") is not None


@pytest.mark.parametrize(
    ("name", "shape", "columns", "said"),
    [
        ("m.geojson", FIELD, {"side": ["RU"]}, "feature 1: no day in its properties"),
        ("m_2025-03-10.geojson", FIELD, {"a": [1]}, "feature 1: who holds it is not said"),
        ("m_20990310.geojson", FIELD, {"side": ["RU"]}, "day 2099-03-10 lies in the future"),
        ("m_2025-03-10.geojson", box(51.0, 34.9, 51.2, 35.1), {"side": ["RU"]}, "look swapped"),
        ("m_2025-03-10.geojson", box(3e5, 5e6, 4e5, 6e6), {"side": ["RU"]}, "are no degrees"),
        ("m_2025-03-10.geojson", Point(35, 51), {"side": ["RU"]}, "is a Point, no polygon"),
        ("m_2025-03-10.geojson", None, {"side": ["RU"]}, "feature 1 has no geometry"),
    ],
)
def test_faults_name_file_and_feature(tmp_path, name, shape, columns, said):
    with pytest.raises(SchemaError, match=rf"{name}: .*{said}"):
        read_areas(_map(tmp_path / name, shape, **columns))


def test_a_feature_without_geometry_stops_no_other(tmp_path):
    path = _map(tmp_path / "m_2025-03-10.geojson", FIELD, None, BOW, side=["RU", "RU", "UA"])
    found = read_areas(path)
    assert found["controller"].tolist() == ["RU", "UA"]
    assert [where for where, _ in _left(found)] == ["feature 2", "feature 3"]


def test_wrong_features_and_files_are_left_out_on_request_and_all_named(tmp_path):
    swapped = box(51.0, 34.9, 51.2, 35.1)
    _map(tmp_path / "a_2025-03-10.geojson", FIELD, swapped, FIELD, side=["RU", "RU", "nobody"])
    (tmp_path / "b_2025-03-11.geojson").write_text("{", encoding="utf-8")
    found = read_areas(tmp_path, bad="report")
    assert found["controller"].tolist() == ["RU"]
    assert [p["source"].rsplit("/", 1)[-1] for p in found.attrs["problems"]] == [
        "a_2025-03-10.geojson, feature 2", "a_2025-03-10.geojson, feature 3", "b_2025-03-11.geojson"]  # fmt: skip
    with pytest.raises(SchemaError, match="feature 2: longitude 51"):
        read_areas(tmp_path)
    with pytest.raises(ReadError, match="1 of the inputs could not be read"):
        read_areas(tmp_path / "b_2025-03-11.geojson", bad="report")


def test_a_ring_that_is_not_closed_is_and_a_table_is_no_map(tmp_path):
    shape = {"type": "Polygon", "coordinates": [[[35, 51], [35.5, 51], [35.5, 51.3], [35, 51.3]]]}
    feature = {"type": "Feature", "properties": {"side": "RU"}, "geometry": shape}
    path = tmp_path / "m_2025-03-10.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    found = read_areas(path)
    assert found.geometry.iloc[0].equals(box(35, 51, 35.5, 51.3))
    assert "Non closed ring" in found.attrs["problems"][0]["problem"]
    with pytest.raises(
        ReadError, match=r"c\.csv is a table without shapes: read it with .*read_control"
    ):
        read_areas(_csv(tmp_path / "c.csv", _own()))


def test_numbers_without_bounds_are_none(tmp_path):
    path = _csv(tmp_path / "a.csv", _acled(latitude="1e999"), _acled(event_id_cnty="X"))
    assert len(read_control(path, bad="report")) == 1


def test_a_shapefile_that_does_not_say_its_coordinates(tmp_path):
    path = _map(tmp_path / "m_2025-03-10.shp", FIELD, side=["RU"])
    path.with_suffix(".prj").unlink()
    with pytest.raises(ReadError, match="give crs='EPSG:4326'"):
        read_areas(path)
    assert len(read_areas(path, crs="EPSG:4326")) == 1


def test_files_that_are_no_maps(tmp_path):
    (tmp_path / "m.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(ReadError, match=r"Cannot read the map file .*m\.geojson"):
        read_areas(tmp_path / "m.geojson")
    with pytest.raises(ReadError, match=r"none\.kml"):
        read_areas(tmp_path / "none.kml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="holds no map files"):
        read_areas(tmp_path / "empty")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("ukraine", "UA"), ("RUSSIAN FORCES", "RU"), ("Wagner Group", "RU"), ("Israel", None),
        ("Russia and Ukraine", None), ("nobody", None),
    ],
)  # fmt: skip
def test_a_side_is_told_in_any_case(words, wanted):
    assert sides_by_words()(words) == wanted


def test_a_place_at_two_points_is_named_and_keeps_one():
    control = read_control(pd.DataFrame([_own(lat=51.2), _own(), _own(place_id="tarn")]))
    [problem] = control.attrs["problems"]
    assert problem["kind"] == "repaired" and problem["source"] == "control frame, row 1"
    assert problem["problem"].startswith("'veda' stands at 51.2, 35.1 in row 0 and at 51.1, 35.1")
    assert state(control, "2025-01-01")["lat"].tolist() == [51.1, 51.1]


def test_thousands_of_rows_ask_for_the_names_of_sides_once(monkeypatch):
    asked = []
    monkeypatch.setattr(control_table, "side_names", lambda **_: asked.append(1) or side_names())
    rows = [_acled(event_id_cnty=f"U{n}", location=f"Mill {n}") for n in range(40)]
    assert len(read_control(pd.DataFrame(rows))) == 40
    assert len(asked) == 1
