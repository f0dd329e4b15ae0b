"""Whatever the table: order does not matter, areas are disjoint, shares are shares."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

import newsan as ns
from newsan import schema
from newsan.frontline import areas, enclosure, front, measure, read_control, state
from newsan.frontline.ground.holders import holders, ordinals
from newsan.frontline.ground.land import cells, land, points_of
from newsan.frontline.ground.openness import Edges, Friendly, open_edges
from newsan.frontline.sides import parties

_PLACES = {f"p{n}": (51.08 + 0.05 * (n % 4), 35.16 + 0.06 * (n // 4)) for n in range(12)}
_DAYS = [f"2024-08-{d:02d}" for d in (8, 9, 12, 20)]


@st.composite
def _rows(draw):
    place = draw(st.sampled_from(sorted(_PLACES)))
    lat, lon = _PLACES[place]
    return {
        "place_id": place,
        "place": place,
        "lat": lat,
        "lon": lon,
        "precision_m": 1500.0,
        "day": draw(st.sampled_from(_DAYS)),
        "day_precision": draw(st.sampled_from(["day", "day", "week"])),
        "controller": draw(st.sampled_from(parties().names)),
        "status": draw(st.sampled_from(schema.CONTROL_STATUS)),
        "claimed_by": draw(st.sampled_from(["Gazette", "Herald"])),
        "source": "Gazette",
        "source_url": "",
    }


def _event(row):
    return tuple(str(row[c]) for c in ("place_id", "day", "controller", "status", "claimed_by"))


_TABLES = st.lists(_rows(), min_size=1, max_size=14, unique_by=_event)


@given(_TABLES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_order_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (read_control(pd.DataFrame(r)) for r in (rows, shuffled))
    pd.testing.assert_frame_equal(state(one, "2024-08-30"), state(two, "2024-08-30"))
    a, b = areas(one, "2024-08-30"), areas(two, "2024-08-30")
    assert a.drop(columns="geometry").equals(b.drop(columns="geometry"))
    assert [g.wkb for g in a.geometry] == [g.wkb for g in b.geometry]
    pd.testing.assert_frame_equal(*(enclosure(c, "2024-08-30", n=2) for c in (one, two)))


def _holder(rows, day):
    """Fold the rows of one place day by day, as `state` describes it."""
    held, sure = None, False
    for on in sorted({r["on"] for r in rows if r["on"] <= day}):
        today = [r for r in rows if r["on"] == on]
        named = {r["controller"] for r in today if r["status"] != "denied"}
        denied = {r["controller"] for r in today if r["status"] == "denied"}
        if named or held in denied:
            split = len(named) != 1 or named & denied
            now = "contested" if split else min(named)
            by_others = {r["controller"] for r in today if r["status"] == "confirmed"}
            sure = now in by_others or len(by_others) > 1 or (now == held and sure)
            held = now
    return held, sure


@given(_TABLES, st.lists(st.lists(st.integers(0, 20), min_size=14, max_size=14), max_size=3))
@settings(deadline=None, max_examples=60)
def test_all_places_days_and_resamplings_at_once_are_those_of_each_alone(rows, late):
    control = read_control(pd.DataFrame(rows))
    shifts = np.array([[0] * 14, *late])[:, : len(control)]
    on = ordinals(control["day"]) + shifts
    days = list(pd.date_range("2024-08-05", "2024-09-12", freq="3D"))
    found = holders(control, days, implied=False, on=on)
    names = [*parties().names, None]
    for draw, drawn in enumerate(on):
        table = control.assign(on=drawn).to_dict("records")
        for column, place in enumerate(found.places):
            its = [r for r in table if r["place_id"] == place]
            for line, day in enumerate(ordinals(days)):
                held, sure = _holder(its, day)
                assert names[found.controller[draw, line, column]] == held
                assert found.confirmed[draw, line, column] == sure


@given(_TABLES, st.lists(st.sets(st.sampled_from(sorted(_PLACES)), min_size=1), min_size=1, max_size=4),
       st.sets(st.sampled_from(["farm", "weir"])))  # fmt: skip
@settings(deadline=None, max_examples=25)
def test_edges_cut_once_are_as_open_as_the_shapes_measured_one_by_one(rows, grounds, lost):
    row = {**rows[0], "day": "2024-08-20", "controller": "RU", "status": "claimed"}
    across = {"farm": (51.06, 35.02), "weir": (51.04, 35.11)}
    table = pd.DataFrame([{**row, "place_id": p, "place": p, "lat": lat, "lon": lon}
                          for p, (lat, lon) in (_PLACES | across).items()])  # fmt: skip
    made = cells(points_of(read_control(table)))
    used = made.country == parties().names.index("RU")
    within = [p for p, here in zip(made.places, used, strict=True) if here]
    mask = np.array([[p in ground for p in within] for ground in grounds])
    mask = mask[mask.any(axis=1)]
    gone = shapely.union_all(made.shapes[[p in lost for p in made.places]])
    friendly = Friendly(land().of(("UA",))).near(shapely.total_bounds(made.wide))
    open_m, all_m = open_edges(Edges.of(made.shapes[used]), mask, [gone] * len(mask), friendly)
    left = friendly.without(gone).ground if lost else friendly.ground
    for share, ground in zip(open_m / all_m, mask, strict=True):
        whole = shapely.union_all(made.wide[used][ground])
        shared = whole.boundary.intersection(left.buffer(5, join_style="mitre")).length
        assert share == pytest.approx(shared / whole.boundary.length, abs=1e-5)


@given(_TABLES)
@settings(deadline=None, max_examples=15)
def test_areas_are_disjoint_inside_the_land_and_hold_their_settlements(rows):
    control = read_control(pd.DataFrame(rows))
    found = schema.check(areas(control, "2024-08-30"), "areas")
    assert found.geometry.is_valid.all()
    metres = list(found.to_crs("EPSG:32636").geometry.make_valid(method="structure"))
    for n, one in enumerate(metres):
        for two in metres[n + 1 :]:
            assert one.intersection(two).area < 1
        outside = one.difference(land().whole["RU"].union(land().whole["UA"]).buffer(5))
        assert outside.area < 1
    at = found.set_index(["controller", "status"]).geometry
    for row in state(control, "2024-08-30").itertuples():
        assert at[(row.controller, row.status)].distance(Point(row.lon, row.lat)) < 1e-6


@given(_TABLES)
@settings(deadline=None, max_examples=15)
def test_shares_are_shares(rows):
    control = read_control(pd.DataFrame(rows))
    found = schema.check(enclosure(control, "2024-08-30", n=3), "enclosure")
    row = found.iloc[0]
    if pd.notna(row["open_share"]):
        assert 0 <= row["low"] <= row["open_share"] <= row["high"] <= 1
        assert row["open_border_km"] <= row["perimeter_km"] + 1e-9
        assert (row["neck_km"] > 0) <= (row["open_border_km"] > 0)


@given(_TABLES, st.sampled_from(sorted(_PLACES)))
@settings(deadline=None, max_examples=15)
def test_a_pocket_has_ground_on_a_day_only_where_its_places_were_held(rows, place):
    control = read_control(pd.DataFrame([*rows, {**rows[0], "place_id": place, "place": place,
                                                 "lat": _PLACES[place][0], "lon": _PLACES[place][1],
                                                 "day": "2024-08-08", "day_precision": "day",
                                                 "controller": "RU", "status": "claimed",
                                                 "claimed_by": "Post"}]))  # fmt: skip
    days = pd.date_range("2024-08-01", "2024-08-24")
    found = enclosure(control, days, pocket=place, n=0)
    assert set(found["pocket"]) == {place}
    fullest = enclosure(control, days, n=0)["area_km2"].max()
    assert not found["area_km2"].max() > fullest
    for day, area in zip(days, found["area_km2"], strict=True):
        held = state(control, day).set_index("place_id")["controller"]
        if held.get(place) in ("UA", "contested"):
            assert area > 0
        if not held.isin(["UA", "contested"]).any():
            assert pd.isna(area)


@given(_TABLES)
@settings(deadline=None, max_examples=8)
def test_a_day_before_any_event_is_empty(rows):
    control = read_control(pd.DataFrame(rows))
    for made, name in ((areas, "areas"), (front, "front")):
        frame = made(control, "2024-08-01")
        assert frame.empty and list(frame.columns) == schema.names(name)
    assert state(control, "2024-08-01").empty


@given(st.integers(1, 99), st.integers(1, 99))
@settings(deadline=None, max_examples=25)
def test_a_wider_opening_never_lowers_the_share(one, two):
    pocket = box(0, 0, 10_000, 10_000)
    shares = [measure(pocket, box(0, -9_000, 100 * w, 0)).open_share for w in sorted((one, two))]
    assert shares[0] <= shares[1]


_WORDS = st.sampled_from(
    [
        "Ukrainian forces",
        "Russian troops",
        "Sudzha",
        "Kursk Oblast",
        "seized",
        "were surrounded",
        "in",
        "denied that",
        "to",
        "encircle",
        "left",
        "by",
        "on Friday",
        "the town",
        "they",
        "the enemy",
        ".",
        ",",
        "“",
        "”",
        "said Mara Ostrell",
        "may",
        "not",
        "withdrew from",
        "Guyevo",
        "\n\n",
        "and",
        "of",
    ]
)


@given(st.lists(_WORDS, max_size=25).map(" ".join))
@settings(deadline=None, max_examples=50)
def test_references_stay_inside_the_text_and_the_schema(text):
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": [text], "published": [pd.Timestamp("2025-03-14", tz="UTC")]}
    )
    mentions = ns.places.find(articles)
    found = schema.check(ns.frontline.references(mentions, articles), "references")
    for row in found.itertuples():
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start : row.end].strip() == text[row.start : row.end]
        assert pd.isna(row.place_id) or row.place_id in set(mentions["place_id"])


@given(st.lists(_WORDS, max_size=25).map(" ".join), st.integers(1, 30))
@settings(deadline=None, max_examples=25)
def test_more_sentences_of_something_else_never_add_a_reference(text, n):
    def said(text):
        articles = pd.DataFrame({"article_id": ["a"], "text": [text], "published": [pd.NaT]})
        found = ns.frontline.references(ns.places.find(articles), articles)
        return set(found[["relation", "status", "start", "end"]].itertuples(index=False, name=None))

    text += ".\n\n"
    assert said(text + "The fair sold cheese and honey. " * n) <= said(text)


def test_the_study_reproduces_its_dated_facts_on_every_day():
    control = read_control(ns.figures.root() / "data" / "control_events.csv")
    first, last = control["day"].min(), control["day"].max()
    days = pd.date_range(first, last + pd.Timedelta(days=20), freq="3D")
    days = sorted({*days, *control["day"]})
    drawn = areas(control, days).set_index(["day", "controller", "status"]).geometry
    checked = 0
    for day in days:
        held = state(control, day).dropna(subset=["lat"])
        # of places at one point (a village and its monastery) the first has the ground
        for row in held.drop_duplicates(["lat", "lon"]).itertuples():
            home = drawn[(day, row.controller, row.status)]
            assert home.distance(Point(row.lon, row.lat)) < 1e-6, (day, row.place_id)
            checked += 1
    assert checked > 1_000
