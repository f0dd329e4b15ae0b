"""Maps draw what the frames say, in metres, with date, sources and error; and no axis titles."""

import re

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from shapely.geometry import Point

import newsan as ns
from newsan import maps, schema
from newsan.charts import house
from newsan.errors import SchemaError
from newsan.maps import base, labels


@pytest.fixture(autouse=True, scope="module")
def _close():
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def control():
    return ns.frontline.read_control(ns.figures.root() / "data" / "control_events.csv")


@pytest.fixture(scope="module")
def said():
    articles = ns.articles.read(
        [
            {
                "text": "Ukrainian forces left Sudzha in Kursk Oblast. Kursk Oblast was shelled by Russian "
                "troops, said Mara Ostrell. Trains ran from Sumy to Kyiv Oblast and on to Lisbon.",
                "published": "2025-03-14",
            }
        ]
    )
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    mentions = ns.places.find(articles, quotes=quotes)
    return mentions, ns.frontline.references(mentions, articles, quotes), quotes


@pytest.fixture(scope="module")
def drawn(control):
    ax = maps.salient(control, "2025-03-14")
    ax.figure.canvas.draw()
    return ax


def _words(ax):
    return " ".join(t.get_text() for t in ax.findobj(mpl.text.Text))


def _gids(ax):
    return [a.get_gid() for a in ax.findobj() if a.get_gid()]


def test_salient_says_day_sources_error_and_scale(drawn):
    words = _words(drawn)
    for part in ("as of the end of 14 Mar 2025", "± 3 km", "Natural Earth", "publications", "km"):
        assert part in words
    assert drawn.get_xlabel() == drawn.get_ylabel() == ""
    assert "metre" not in words
    assert len(drawn.get_xticks()) == 0


def test_salient_keeps_claimed_confirmed_and_contested_apart(control, drawn):
    found = ns.frontline.areas(control, "2025-03-14")
    wanted = {f"area-{c}-{s}" for c, s in zip(found["controller"], found["status"], strict=True)}
    assert wanted <= set(_gids(drawn))
    claimed = base.area_look("RU", "claimed")
    sure = base.area_look("RU", "confirmed")
    assert claimed["hatch"] and not sure["hatch"]
    assert base.area_look("contested", "confirmed")["hatch"] != claimed["hatch"]


def test_locator_stands_outside_the_map(drawn):
    (inset,) = drawn.child_axes
    assert inset.get_window_extent().x0 > drawn.get_window_extent().x1


def test_every_label_lies_inside_the_map(drawn):
    frame = drawn.get_window_extent()
    named = {t for t in drawn.texts if t.get_text() in {"Sudzha", "Guyevo", "Gornal", "Snagost"}}
    assert len(named) == 4
    for text in named:
        extent = text.get_window_extent()
        assert frame.x0 <= extent.x0 and extent.x1 <= frame.x1
        assert frame.y0 <= extent.y0 and extent.y1 <= frame.y1


@pytest.fixture
def long_names(control, tmp_path):
    """A study whose sides have long names and markers of their own."""
    (tmp_path / "study.toml").write_text("", encoding="utf-8")
    (tmp_path / "sides.csv").write_text(
        "side,label,countries,colour,marker\nUA,The Provisional Government of the Lower Valley,UA,#009E73,^\n"
        "RU,The United Militias of the Upper Valley,RU,#0072B2,D\n", encoding="utf-8")  # fmt: skip
    return tmp_path


@pytest.mark.parametrize("style", [None, "paper-column"])
@pytest.mark.parametrize("days", [1, 2])
def test_long_names_of_sides_stay_in_the_figure(control, long_names, style, days):
    if days == 1:
        figure = maps.salient(control, "2025-03-14", study=long_names, style=style).figure
    else:
        days = ["2024-09-01", "2025-03-14"]
        figure = maps.small_multiples(control, days, study=long_names, style=style)
    figure.canvas.draw()
    texts = [
        t
        for t in figure.findobj(mpl.text.Text)
        if "Valley" in t.get_text() or "km²" in t.get_text()
    ]
    said = " ".join(" ".join(t.get_text() for t in texts).split())
    assert "held by The United Militias of the Upper Valley, confirmed" in said and "…" not in said
    for text in texts:
        extent = text.get_window_extent()
        assert extent.x0 >= 0 and extent.x1 <= figure.bbox.x1
        assert extent.y0 >= 0 and extent.y1 <= figure.bbox.y1


def test_settlements_have_the_marker_of_their_side(control, long_names):
    ax = maps.salient(control, "2025-03-14", study=long_names)
    drawn = {
        (line.get_markeredgecolor(), line.get_marker())
        for line in ax.lines
        if line.get_gid() == "settlement"
    }
    assert drawn <= {("#009E73", "^"), ("#0072B2", "D"), (house.CONTESTED, "o")} and len(drawn) > 1


def test_the_foot_speaks_of_hollow_marks_whatever_their_shape(control, long_names):
    words = _words(maps.salient(control, "2025-03-14", study=long_names))
    assert "Hollow marks: " in words and "dots" not in words


def _crowd(n):
    _, ax = plt.subplots(figsize=(4, 4))
    ax.set(xlim=(0, 100), ylim=(0, 100))
    at = [(40 + 3 * (k % 6), 40 + 3 * (k // 6)) for k in range(n)]
    texts = [base.label(ax, *xy, f"Settlement {k}") for k, xy in enumerate(at)]
    crowded = labels.place(ax, texts, at, [labels.Mark(*xy, 1.0) for xy in at])
    ax.figure.canvas.draw()
    return ax, [t for t in ax.texts if t in texts], at, crowded


@pytest.mark.parametrize("n", [1, 6, 40])
def test_labels_touch_no_label_and_no_mark_or_are_counted_as_left_out(n):
    ax, texts, at, crowded = _crowd(n)
    extents = [t.get_window_extent() for t in texts]
    assert len(texts) == n - crowded and (crowded == 0) == (n < 40)
    for k, one in enumerate(extents):
        assert not any(one.overlaps(other) for other in extents[k + 1 :])
        assert not any(one.contains(*ax.transData.transform(xy)) for xy in at)
        assert ax.bbox.x0 <= one.x0 and one.x1 <= ax.bbox.x1
    assert [t.get_position() for t in _crowd(n)[1]] == [t.get_position() for t in texts]


def test_the_most_important_label_stays_and_the_foot_says_how_many_do_not(control):
    texts = _crowd(40)[1]
    assert texts[0].get_text() == "Settlement 0"
    assert labels.word_left_out(0) == ""
    assert labels.word_left_out(1) == "1 place without room for a label. "
    many = pd.concat(
        [
            control.assign(place_id=control["place_id"] + f"-{n}", lat=control["lat"] + n / 90)
            for n in range(3)
        ]
    )
    assert re.search(
        r"\d+ places without\s+room for a\s+label", _words(maps.salient(many, "2025-03-14"))
    )


def test_references_are_numbered_and_listed(control, said):
    _, references, quotes = said
    ax = maps.salient(control, "2025-03-14", references, quotes=quotes)
    words = _words(ax)
    assert f"(n = {len(references)} references)" in words
    assert "1  Sudzha: withdrawn by Ukraine, asserted — the reporter" in words
    assert _gids(ax).count("reference") == 1


def test_salient_draws_on_given_axes(control):
    _, given = plt.subplots()
    assert maps.salient(control, "2025-03-14", ax=given) is given


def test_nothing_to_draw():
    empty = schema.build([], "control")
    assert "n = 0" in _words(maps.salient(empty, "2025-03-14"))
    assert "n = 0" in _words(maps.mentions(schema.build([], "mentions")))
    assert "n = 0" in _words(maps.small_multiples(empty, ["2025-03-14"]).axes[0])


def test_mentions_count_and_say_what_is_left_out(said):
    mentions = said[0]
    ax = maps.mentions(mentions)
    words = _words(ax)
    assert f"{len(mentions)} mentions in 1 article" in words
    assert "Lisbon 1" in words and "outside it" in words
    assert _gids(ax).count("place") == mentions["place_id"].nunique() - 1


def test_small_multiples_one_map_a_day_in_one_window(control):
    figure = maps.small_multiples(control, ["2025-03-14", "2025-03-01", "2025-03-14"])
    drawn = [ax for ax in figure.axes if ax.get_title(loc="left") or ax.get_title()]
    titles = [ax.get_title(loc="left") or ax.get_title() for ax in drawn]
    assert titles == ["1 Mar 2025", "14 Mar 2025"]
    assert len({ax.get_xlim() for ax in drawn}) == 1
    assert "± 3 km" in _words(figure)


def test_titles_say_what_the_frames_bear_out(control):
    days = ["2024-08-15", "2025-03-14"]
    areas = ns.frontline.areas(control, days)
    areas["km2"] = areas.to_crs(areas.estimate_utm_crs()).area / 1e6
    held = areas.groupby(["day", "controller"])["km2"].sum()
    ua, ru, both = (held["2025-03-14", who] for who in ("UA", "RU", "contested"))
    said = r"By reports, Ukraine held ([\d,]+) km², Russia ([\d,]+) km², (\d+) km² were contested\nas of"
    for ax in (maps.salient(control, days[1]), maps.areas(areas, days[1])):
        found = re.match(said, ax.get_title(loc="left")).groups()
        numbers = [int(n.replace(",", "")) for n in found]
        assert numbers == pytest.approx([ua, ru, both], rel=0.01, abs=1)
        plt.close(ax.figure)
    title = maps.small_multiples(control, days).get_suptitle()
    assert re.match(
        r"By reports, Ukraine held 1,3\d\d km² on 15 Aug 2024, 20\d km² on 14\nMar 2025$", title
    )


def test_small_multiples_need_a_day(control):
    with pytest.raises(SchemaError, match="No day to draw"):
        maps.small_multiples(control, [])


def test_the_same_map_has_the_same_bytes(control, tmp_path):
    ns.figures.setup()
    files = []
    for n in range(2):
        ax = maps.salient(control, "2025-03-12")
        files.append(ns.figures.save(ax, "03-salient", folder=tmp_path / str(n)).read_bytes())
    assert files[0] == files[1]


def test_window_takes_the_wanted_shape():
    window = base.Window(0, 0, 100, 50).shaped(1.0)
    assert (window.right - window.left, window.top - window.bottom) == (100, 100)
    assert window.holds(50, 70) and not window.holds(50, 70, margin=10)


def test_references_of_another_shape_are_refused(control):
    with pytest.raises(SchemaError, match="references"):
        maps.salient(control, "2025-03-14", pd.DataFrame({"place": ["x"]}))


def test_areas_that_others_drew_name_their_source_and_day():
    drawn = schema.build(
        [{"day": day, "controller": who, "status": "claimed", "geometry": Point(35.3, 51.2).buffer(0.1)}
         for day, who in (("2025-03-10", "UA"), ("2025-03-12", "contested"))], "areas")  # fmt: skip
    ax = maps.areas(drawn.assign(source="made_20250312.geojson"))
    assert "as of 12 Mar 2025" in _words(ax)
    assert "made_20250312.geojson" in _words(ax)
    assert [g for g in _gids(ax) if g.startswith("area-")] == ["area-contested-claimed"]
    earlier = maps.areas(drawn, "2025-03-10", source="Veldany Post, CC BY")
    assert "Veldany Post, CC BY" in _words(earlier)
    assert "area-UA-claimed" in _gids(earlier)


def test_areas_off_the_outlines_are_drawn_without_them_and_those_of_another_day_are_not():
    far = schema.build([{"day": "2025-03-10", "controller": "UA", "status": "claimed",
                         "geometry": Point(10, 45).buffer(0.1)}], "areas")  # fmt: skip
    assert "No boundaries are drawn here. Projection: UTM zone 32 north" in _words(maps.areas(far))
    assert "No areas to show" in _words(maps.areas(far, "2025-03-11"))


def places(*points: tuple[float, float]):
    rows = [
        {"mention_id": f"m{n}", "article_id": "a", "start": n, "end": n + 1, "name": f"Place {n}",
         "kind": "settlement", "place_id": f"place-{n}", "place": f"Place {n}",
         "geometry": None if lon is None else Point(lon, lat)}
        for n, (lon, lat) in enumerate(points)
    ]  # fmt: skip
    return ns.schema.build(rows, "mentions")


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((151.2, -33.9), (153.0, -27.5)), "UTM zone 56 south"),
        (((-46.3, -24.0), (121.5, 31.2), (-118.2, 34.1)), "Lambert azimuthal equal-area"),
        (((35.3, 51.2), (151.2, -33.9)), "UTM zone 36 north"),
    ],
)
def test_places_are_drawn_wherever_they_lie(points, words) -> None:
    ax = ns.maps.mentions(places(*points))
    said = " ".join(t.get_text() for t in [*ax.texts, *ax.figure.texts])
    assert words in " ".join(said.split())
    drawn = [c for c in ax.collections if c.get_gid() == "place"]
    assert len(drawn) == (1 if "36" in words else len(points))
    plt.close(ax.figure)


def test_a_map_that_would_show_none_of_its_places_is_refused() -> None:
    with pytest.raises(SchemaError, match="None of the 1 places.*Place 0 1.*control_events"):
        ns.maps.mentions(places((None, None)))
    plt.close()


def test_a_map_of_a_day_after_the_last_event_says_so_and_what_no_colour_means(control):
    plt.close("all")
    words = _words(maps.salient(control, "2025-12-28"))
    assert "28 Dec 2025; last event 26 Apr 2025" in words and "no dated report" in words
    assert "last event" not in _words(maps.salient(control, "2025-03-14"))
    late = maps.small_multiples(control, ["2025-03-14", "2025-12-28"])
    assert ["last event" in _words(ax) for ax in late.axes] == [False, True]
    assert "up to 1 Jan 1999" in _words(maps.salient(control, "1999-01-01"))


def test_a_film_has_a_frame_a_day_and_what_was_said_meanwhile(control, tmp_path) -> None:
    from PIL import Image

    days = ["2025-03-12", "2025-03-13"]
    few = control[control["day"].isin(pd.to_datetime(days))]
    claims = schema.build(
        [{"topic": "river_rights", "actor_id": "mara-ostrell", "position": "denies", "n": 1,
          "first_said_on": "2025-03-13", "quote_id": "q1"}], "claims")  # fmt: skip
    report = ns.report.write(
        ns.analyse([{"text": "It rained."}], control=few), tmp_path / "r.html", tmp_path / "bare"
    )
    maps.film(few, tmp_path / "told", claims=claims)
    frames = sorted(p.name for p in (tmp_path / "told").iterdir())
    assert frames == [*(f"{day}.svg" for day in days), "film.gif"]
    first, second = ((tmp_path / "told" / f"{day}.svg").read_text(encoding="utf-8") for day in days)
    assert "at the end of 12 Mar 2025" in first and "River rights" not in first
    assert "mara ostrell denies: River rights" in second
    with Image.open(tmp_path / "told" / "film.gif") as motion:
        assert motion.n_frames == 2
    assert report.is_file() and first == (tmp_path / "bare" / frames[0]).read_text(encoding="utf-8")
    again = maps.film(few, tmp_path / "again", claims=claims)
    for name in frames:
        assert (again / name).read_bytes() == (tmp_path / "told" / name).read_bytes()
