"""Control events to a state, areas, a front and an enclosure."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

import newsan as ns
from newsan import schema
from newsan.errors import ReadError, SchemaError, UnknownName
from newsan.frontline import areas, distances, enclosure, front, measure, read_control, state
from newsan.frontline.ground.land import cells, land, points_of
from newsan.frontline.ground.openness import Friendly

POINTS = {"orlin": (51.20, 35.27), "veda": (51.12, 35.18), "tarn": (51.30, 35.25)}


def _row(place, day, controller, status="confirmed", **more):
    lat, lon = POINTS.get(place, ("", ""))
    return {
        "place_id": place,
        "place": place.title(),
        "lat": lat,
        "lon": lon,
        "precision_m": 1000,
        "day": day,
        "day_precision": "day",
        "controller": controller,
        "status": status,
        "claimed_by": more.pop("by", "Gazette"),
        "source": "Gazette",
        "source_url": "",
        **more,
    }


def _control(*rows):
    return read_control(pd.DataFrame(list(rows)))


@pytest.fixture(scope="module")
def salient():
    return _control(
        _row("orlin", "2024-08-10", "UA"),
        _row("veda", "2024-08-12", "UA", "claimed"),
        _row("tarn", "2024-08-12", "UA"),
        _row("tarn", "2025-03-01", "RU", "claimed"),
        _row("orlin", "2025-03-10", "RU", "claimed", by="North Ministry"),
        _row("orlin", "2025-03-10", "UA", "claimed", by="South Staff"),
    )


def _held(control, day, **options):
    found = state(control, day, **options).set_index("place_id")
    return {i: (r["controller"], r["status"]) for i, r in found.iterrows()}


# ---------------------------------------------------------------- reading


def test_further_columns_are_kept(tmp_path):
    path = tmp_path / "control.csv"
    pd.DataFrame([_row("veda", "2024-08-12", "UA", event="captured")]).to_csv(path, index=False)
    control = read_control(path)
    assert control["event"].tolist() == ["captured"]
    assert control["day"].dtype == schema.DAY
    assert schema.check(control, "control") is control


def test_faults_name_line_column_and_value(tmp_path):
    path = tmp_path / "control.csv"
    pd.DataFrame(
        [
            _row("veda", "2024-08-12", "UA"),
            _row("veda", "soon", "UA"),
            _row("tarn", "2024-08-12", "XX"),
            {**_row("orlin", "2024-08-12", "UA"), "lat": 351.0},
            {**_row("orlin", "2024-08-12", "UA"), "lon": ""},
        ]
    ).to_csv(path, index=False)
    with pytest.raises(SchemaError) as caught:
        read_control(path)
    message = str(caught.value)
    for part in (
        "line 3: day 'soon'",
        "line 4: controller 'XX'",
        "line 5: lat '351.0'",
        "line 6: lat '51.2' and lon None",
    ):
        assert part in message


@pytest.mark.parametrize("text", ["", "place_id,place\na,b,c\n"])
def test_broken_files_are_refused(tmp_path, text):
    path = tmp_path / "control.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=r"control\.csv"):
        read_control(path)


def test_missing_columns_and_files(tmp_path):
    with pytest.raises(SchemaError, match=r"columns missing: .*claimed_by"):
        read_control(pd.DataFrame({"place_id": ["a"]}))
    with pytest.raises(ReadError, match="There is no table of control at"):
        read_control(tmp_path / "none.csv")


def test_the_studys_table_reads():
    control = read_control(ns.figures.root() / "data" / "control_events.csv")
    assert len(control) == 100
    assert control["source"].ne("").all()


# ---------------------------------------------------------------- state


def test_last_event_wins(salient):
    assert _held(salient, "2025-03-05") == {
        "orlin": ("UA", "confirmed"),
        "tarn": ("RU", "claimed"),
        "veda": ("UA", "claimed"),
    }


def test_claims_that_differ_make_it_contested(salient):
    found = state(salient, "2025-03-14").set_index("place_id")
    assert found.loc["orlin", ["controller", "status"]].tolist() == ["contested", "claimed"]
    assert found.loc["orlin", "claimed_by"] == "North Ministry|South Staff"


def test_a_repeated_claim_keeps_the_confirmation():
    control = _control(
        _row("veda", "2025-03-09", "RU"), _row("veda", "2025-03-11", "RU", "claimed")
    )
    assert _held(control, "2025-03-12") == {"veda": ("RU", "confirmed")}


def test_a_denial_contests_and_a_lone_denial_says_nothing():
    control = _control(
        _row("veda", "2025-04-06", "RU", "claimed"),
        _row("veda", "2025-04-06", "RU", "denied"),
        _row("tarn", "2025-04-06", "RU", "denied"),
    )
    assert _held(control, "2025-04-07") == {"veda": ("contested", "claimed")}


def test_a_later_denial_contests_what_was_claimed():
    control = _control(
        _row("veda", "2025-04-06", "RU", "claimed"), _row("veda", "2025-04-08", "RU", "denied")
    )
    assert _held(control, "2025-04-07") == {"veda": ("RU", "claimed")}
    assert _held(control, "2025-04-08") == {"veda": ("contested", "claimed")}


def test_a_month_counts_from_its_middle():
    control = _control({**_row("veda", "2024-08-01", "UA"), "day_precision": "month"})
    assert _held(control, "2024-08-15") == {}
    assert _held(control, "2024-08-16") == {"veda": ("UA", "confirmed")}


def test_a_recapture_presupposes_the_other_side():
    control = read_control(ns.figures.root() / "data" / "control_events.csv")
    found = state(control, "2025-01-10").set_index("place_id")
    assert found.loc["pogrebki", ["controller", "status", "basis"]].tolist() == [
        "UA",
        "claimed",
        "implied",
    ]
    assert "pogrebki" not in _held(control, "2025-01-10", implied=False)
    assert "pogrebki" not in _held(control, "2024-08-01")


def test_no_day():
    with pytest.raises(SchemaError, match="Not a day: 'someday'"):
        state(schema.build([], "control"), "someday")


TAKE_A_DAY = {
    "state": state,
    "areas": areas,
    "front": front,
    "enclosure": enclosure,
    "distances": lambda control, day: distances(control, control, day),
    "maps.salient": ns.maps.salient,
    "maps.small_multiples": ns.maps.small_multiples,
    "maps.areas": lambda control, day: ns.maps.areas(areas(control, "2025-03-14"), day),
}


@pytest.mark.parametrize("verb", TAKE_A_DAY)
def test_a_day_that_can_be_two_is_refused_by_all_who_take_one(salient, verb):
    with pytest.raises(SchemaError, match=r"2025-04-03 \(day first\) or 2025-03-04"):
        TAKE_A_DAY[verb](salient, "03/04/2025")
    assert issubclass(SchemaError, ValueError)


def test_a_day_of_three_numbers_that_can_be_one_is_read(salient):
    assert state(salient, "14/03/2025").equals(state(salient, "2025-03-14"))


# ---------------------------------------------------------------- areas and front


def test_each_settlement_lies_in_the_area_of_its_holder(salient):
    held = state(salient, "2025-03-14")
    found = areas(salient, "2025-03-14").set_index(["controller", "status"]).geometry
    for row in held.itertuples():
        assert found[(row.controller, row.status)].distance(Point(row.lon, row.lat)) < 1e-6


def test_areas_follow_their_schema_and_border(salient):
    found = schema.check(areas(salient, "2025-03-05"), "areas")
    assert found["day"].eq(pd.Timestamp("2025-03-05")).all()
    assert found.crs == "EPSG:4326"
    assert found.geometry.is_valid.all()
    # Sumy, across the state border, is in none of them
    assert not found.contains(Point(34.8, 50.9)).any()


def test_nothing_before_the_first_event(salient):
    for made, name in ((areas, "areas"), (front, "front")):
        frame = made(salient, "2024-08-01")
        assert frame.empty
        assert list(frame.columns) == schema.names(name)


def test_front_keeps_off_the_state_border(salient):
    line = schema.check(front(salient, "2024-09-01"), "front")
    metres = line.to_crs("EPSG:32636").geometry.iloc[0]
    assert line["length_km"].iloc[0] == pytest.approx(metres.length / 1000, rel=1e-3)
    assert metres.distance(land().border) > 250


def test_a_place_without_a_point_has_no_ground():
    control = _control(_row("nowhere", "2024-08-10", "UA"))
    assert areas(control, "2024-09-01").empty
    assert _held(control, "2024-09-01") == {"nowhere": ("UA", "confirmed")}


# ---------------------------------------------------------------- enclosure


def test_half_open_box():
    found = measure(box(0, 0, 10_000, 10_000), box(-40_000, -40_000, 50_000, 0))
    assert found.open_share == pytest.approx(0.25, rel=0.01)
    assert found.perimeter_km == pytest.approx(40, rel=0.01)
    assert found.neck_km == pytest.approx(10, rel=0.01)


def test_ring_is_closed():
    ring = Point(0, 0).buffer(30_000).difference(Point(0, 0).buffer(8_000))
    found = measure(Point(0, 0).buffer(5_000), ring)
    assert (found.open_share, found.neck_km) == (0, 0)


def test_corridor_of_one_kilometre():
    pocket = Point(0, 0).buffer(5_000).union(box(-500, -10_000, 500, 0))
    found = measure(pocket, box(-50_000, -60_000, 50_000, -10_000))
    assert found.neck_km == pytest.approx(1.0, rel=0.01)
    assert found.open_border_km == pytest.approx(1.01, rel=1e-6)  # 5 m round each corner are shared


def test_horseshoe():
    """A square pocket with the enemy on three sides and friends along the fourth, ends bent in."""
    pocket = box(0, 0, 12_000, 9_000)
    friends = box(-30_000, -30_000, 42_000, 0)
    enemy = box(0, -1_000, 4_000, 0).union(box(8_000, -1_000, 12_000, 0))
    found = measure(pocket, friends.difference(enemy))
    assert found.open_border_km == pytest.approx(4.0, rel=0.01)
    assert found.open_share == pytest.approx(4 / 42, rel=0.01)
    assert found.neck_km == pytest.approx(4.0, rel=0.01)
    assert found.area_km2 == pytest.approx(108, rel=0.01)


def test_an_island_in_the_lake_of_friends_is_all_open_and_one_in_the_enemys_is_shut():
    island = Point(0, 0).buffer(2_000)
    assert measure(island, box(-9e3, -9e3, 9e3, 9e3).difference(island)).open_share == 1
    assert measure(island, box(20e3, 0, 30e3, 9e3)).open_share == 0


def test_the_interval_grows_with_what_is_unsure():
    def width(**more):
        mill = {**_row("mill", "2024-08-12", "UA"), "lat": 51.16, "lon": 35.22}
        rows = [_row("orlin", "2024-08-10", "UA"), _row("veda", "2024-08-10", "UA")]
        rows = [{**row, "precision_m": 1, **more} for row in (mill, *rows)]
        found = enclosure(_control(*rows), "2024-08-16", n=60).iloc[0]
        return found["high"] - found["low"]

    exact = width()
    assert width(precision_m=4_000) > exact
    assert width(day_precision="week") > exact


def test_what_is_exact_has_no_interval(salient):
    days = ["2024-09-01", "2025-03-05"]
    found = enclosure(salient.assign(precision_m=0.0), days, n=3)
    for end in ("low", "high"):
        assert found[end].to_numpy() == pytest.approx(found["open_share"].to_numpy(), abs=1e-5)


def test_lost_ground_leaves_no_slit_along_the_border():
    for step in range(20):
        dell = {**_row("dell", "2024-08-12", "RU"), "lat": 51.05 + step / 1e3, "lon": 35.08}
        made = cells(points_of(_control(dell)))
        edge = made.shapes[0].boundary.intersection(land().whole["RU"].buffer(5))
        line = edge.difference(edge.boundary.buffer(200))
        left = Friendly(land().of(["UA"])).near(made.shapes[0].bounds).without(made.shapes[0])
        assert line.length > 1_000
        assert left.shared(np.array([line])).sum() == 0


def test_island_of_friends_far_off():
    assert measure(Point(0, 0).buffer(5_000), Point(20_000, 0).buffer(3_000)).open_share == 0


def test_surrounded_by_friends():
    pocket = Point(0, 0).buffer(5_000)
    assert measure(pocket, box(-2e4, -2e4, 2e4, 2e4).difference(pocket)).open_share == 1


def test_closing_the_way_out_lowers_the_share():
    pocket = box(0, 0, 10_000, 10_000)
    shares = [
        measure(pocket, box(0, -5_000, width, 0)).open_share
        for width in (10_000, 7_000, 3_000, 500)
    ]
    assert shares == sorted(shares, reverse=True)


def test_enclosure_of_a_salient(salient):
    found = schema.check(enclosure(salient, "2024-09-01", n=15), "enclosure").iloc[0]
    assert 0 < found["open_share"] < 1
    assert found["low"] <= found["open_share"] <= found["high"]
    assert found["open_share"] == pytest.approx(found["open_border_km"] / found["perimeter_km"])
    assert found["neck_km"] > 1


def test_same_seed_same_interval(salient):
    a, b = (enclosure(salient, "2024-09-01", n=10, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(a, b)


def test_no_pocket_is_missing_not_closed(salient):
    found = enclosure(salient, "2024-08-01", n=5)
    assert found["pocket"].tolist() == ["Orlin"]
    assert found.drop(columns=["day", "pocket"]).isna().all(axis=None)
    assert enclosure(salient, "2024-09-01", side="RU", n=0)["open_share"].isna().all()


def test_ground_lost_behind_the_border_closes_it():
    open_, closed = (
        _control(_row("veda", "2024-08-12", "UA"), *more)
        for more in ((), ({**_row("dell", "2024-08-12", "RU"), "lat": 51.07, "lon": 35.10},))
    )
    a, b = (enclosure(c, "2024-09-01", n=0).iloc[0] for c in (open_, closed))
    assert b["open_border_km"] < a["open_border_km"]
    assert np.isnan(a["low"])


def test_options_are_checked(salient):
    with pytest.raises(SchemaError, match="side='XX'"):
        enclosure(salient, "2024-09-01", side="XX")


# ---------------------------------------------------------------- distances


def test_distances_are_positive_inside_and_negative_outside(salient):
    far = {**_row("far", "2024-08-10", "UA"), "lat": 51.9, "lon": 36.2}
    places = pd.DataFrame([_row("orlin", "", ""), far, _row("nowhere", "", "")])
    places = places.replace({"": None}).astype({"lat": float, "lon": float})
    found = distances(salient, places, ["2024-08-01", "2024-09-01"])
    schema.check(found, "distances")
    assert found["place_id"].tolist() == ["far", "orlin", "far", "orlin"]
    assert found["distance_km"].isna().tolist() == [True, True, False, False]
    line = front(salient, "2024-09-01").to_crs("EPSG:32636").geometry.iloc[0]
    at = gpd.GeoSeries([Point(35.27, 51.20)], crs=4326).to_crs("EPSG:32636").iloc[0]
    assert found["distance_km"].iloc[3] == pytest.approx(line.distance(at) / 1000, abs=0.01)
    assert found["distance_km"].iloc[2] < -30


def test_distances_of_mentions_by_their_geometry(salient):
    mentions = ns.places.find(pd.DataFrame({"article_id": ["a"], "text": ["Sudzha and Sudzha."]}))
    found = distances(salient, mentions, "2024-09-01")
    assert found["place"].tolist() == ["Sudzha"]
    with pytest.raises(SchemaError, match="lat"):
        distances(salient, pd.DataFrame({"place_id": ["a"], "place": ["A"]}), "2024-09-01")


def test_front_line_is_a_line(salient):
    geometry = front(salient, "2024-09-01").geometry.iloc[0]
    assert isinstance(geometry, LineString) or geometry.geom_type == "MultiLineString"


def test_areas_and_front_of_several_days_are_those_of_each(salient):
    days = ["2024-08-20", "2024-08-01", "2025-03-12"]
    for made in (areas, front):
        apart = pd.concat([made(salient, d) for d in days], ignore_index=True)
        together = made(salient, days)
        assert together.drop(columns="geometry").equals(apart.drop(columns="geometry"))
        assert together.geometry.geom_equals(apart.geometry).all()


def test_several_days_are_one_row_each(salient):
    days = ["2024-09-01", "2024-08-01", "2025-03-14"]
    found = enclosure(salient, days, n=5)
    assert found["day"].dt.strftime("%Y-%m-%d").tolist() == days
    alone = pd.concat([enclosure(salient, d, n=5) for d in days], ignore_index=True)
    pd.testing.assert_frame_equal(found, alone)


# ---------------------------------------------------------------- one pocket through time


def _at(place, lat, lon, day, controller):
    return {**_row(place, day, controller), "lat": lat, "lon": lon}


@pytest.fixture(scope="module")
def two_pockets():
    """Orlin, Veda and Tarn, lost from March on; in April other ground, 75 km off, is larger."""
    far = {"dorn": (51.60, 34.35), "hask": (51.62, 34.40)}
    return _control(
        *(_row(place, "2024-08-10", "UA") for place in POINTS),
        _row("tarn", "2025-03-01", "RU"),
        _row("orlin", "2025-03-10", "RU"),
        *(_at(place, *point, "2025-04-07", "UA") for place, point in far.items()),
        _row("veda", "2025-04-20", "RU"),
    )


def test_another_place_is_never_measured_for_a_pocket(two_pockets):
    days = ["2024-08-01", "2024-09-01", "2025-03-05", "2025-04-01", "2025-04-10", "2025-05-01"]
    found = enclosure(two_pockets, days, pocket="tarn", n=2).set_index("day")
    assert set(found["pocket"]) == {"Tarn"}
    area = found["area_km2"]
    assert area.iloc[1] > area.iloc[2] > area.iloc[3] > 0
    assert found.iloc[4].equals(found.iloc[3])  # what came elsewhere is not this pocket
    assert found.iloc[[0, 5]].drop(columns="pocket").isna().all(axis=None)


def test_other_ground_is_a_pocket_of_its_own(two_pockets):
    days = ["2024-09-01", "2025-04-10", "2025-05-01"]
    found = enclosure(two_pockets, days, pocket="Hask", n=0)
    assert found["area_km2"].isna().tolist() == [True, False, False]
    assert (
        found["area_km2"].iloc[1]
        > enclosure(two_pockets, days[0], pocket="tarn", n=0)["area_km2"][0]
    )


def test_a_pocket_is_by_default_the_largest_of_the_table(two_pockets):
    days = ["2024-09-01", "2025-05-01"]
    by_name = enclosure(two_pockets, days, pocket="DORN", n=3)
    pd.testing.assert_frame_equal(enclosure(two_pockets, days, n=3), by_name)


def test_a_pocket_that_comes_apart_is_its_larger_remnant():
    """The middle is lost, and with it the place the pocket is named after."""
    cross = {"ost": (51.20, 35.00), "mid": (51.20, 35.12), "west": (51.20, 35.24),
             "rom": (51.14, 35.12)}  # fmt: skip
    held = [_at(place, *point, "2024-08-10", "UA") for place, point in cross.items()]
    control = _control(*held, _at("mid", *cross["mid"], "2024-09-10", "RU"))
    whole, apart = enclosure(control, ["2024-09-01", "2024-10-01"], pocket="mid", n=0)["area_km2"]
    pair = [
        {**row, "controller": "RU"} if row["place_id"] in ("ost", "mid") else row for row in held
    ]
    assert apart == enclosure(_control(*pair), "2024-10-01", n=0)["area_km2"].iloc[0] < whole


def test_ground_that_joins_a_pocket_is_measured_with_it():
    """After the pocket's fullest day a place is lost on one side and another won on the other."""
    near = ("dell", 51.13, 35.33)
    base = [
        *(_row(place, "2024-08-10", "UA") for place in POINTS),
        _row("tarn", "2024-09-10", "RU"),
    ]
    without = enclosure(_control(*base, _at(*near, "2024-08-10", "RU")), "2024-10-01", n=0)
    joined = _control(*base, _at(*near, "2024-08-10", "RU"), _at(*near, "2024-09-20", "UA"))
    found = enclosure(joined, "2024-10-01", n=0)
    assert found["area_km2"].iloc[0] > without["area_km2"].iloc[0]


def test_a_pocket_has_to_be_a_place_of_the_table(salient):
    with pytest.raises(UnknownName, match="Did you mean 'orlin'"):
        enclosure(salient, "2024-09-01", pocket="orlinn", n=0)
    twin = _control(*({**_row(i, "2024-08-10", "UA"), "place": "Orlin"} for i in ("orlin", "veda")))
    with pytest.raises(SchemaError, match="several places"):
        enclosure(twin, "2024-09-01", pocket="ORLIN", n=0)
    assert enclosure(twin, "2024-09-01", pocket="veda", n=0)["pocket"].tolist() == ["Orlin"]


def test_a_place_that_was_never_in_a_pocket_has_no_measures():
    home = _control(_row("orlin", "2024-08-10", "RU"), _row("veda", "2024-08-10", "UA"))
    found = enclosure(home, "2024-09-01", pocket="orlin", n=2)
    assert found["pocket"].tolist() == ["Orlin"]
    assert found.drop(columns=["day", "pocket"]).isna().all(axis=None)


# ---------------------------------------------------------------- two maps


def test_two_maps_are_compared_on_the_days_that_both_have():
    ours, theirs = (
        schema.build(
            [{"day": d, "controller": "UA", "status": "claimed", "geometry": box(35, 51, east, 51.5)}
             for d, east in days] + extra, "areas")
        for days, extra in (
            ([("2024-08-15", 35.5), ("2024-08-16", 35.5)], []),
            ([("2024-08-15", 36.0)], [{"day": "2024-08-15", "controller": "RU", "status": "claimed",
                                       "geometry": box(36, 51, 37, 51.5)}]),
        )
    )  # fmt: skip
    found = ns.frontline.compare(ours, theirs).set_index("controller")
    assert found["day"].nunique() == 1
    assert found.loc["UA", "iou"] == pytest.approx(0.5, abs=0.01)
    # one edge in four of the smaller ground, and what the larger has beyond it, lie apart
    assert 0 < found.loc["UA", "line_km"] < 35
    assert found.loc["RU", ["a_km2", "iou"]].tolist() == [0, 0]
    assert np.isnan(found.loc["RU", "line_km"])
    same = ns.frontline.compare(ours, ours)
    assert same["iou"].tolist() == pytest.approx([1, 1])
    assert same["line_km"].tolist() == pytest.approx([0, 0], abs=1e-6)
    with pytest.raises(SchemaError, match="no day in common: areas_a has 2024-08-15"):
        ns.frontline.compare(ours, theirs.assign(day=pd.Timestamp("2025-01-01")))


def test_each_measure_of_a_pocket_lies_in_its_interval(salient):
    row = enclosure(salient, "2024-09-01", n=10).iloc[0]
    for column, of in (("area_km2", "area"), ("open_border_km", "open"), ("neck_km", "neck")):
        assert row[f"{of}_low"] <= row[column] <= row[f"{of}_high"]
