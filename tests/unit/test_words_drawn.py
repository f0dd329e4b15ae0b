"""Names are drawn as they are written: no chart and no map takes `$`, `_` or `^` for a formula."""

from __future__ import annotations

import io
from itertools import combinations

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from shapely.geometry import Point

import newsan as ns
from newsan import charts, figures, maps, schema, stats
from newsan.charts.house import lettered

NAME = r"a$\frac$_^$b"  # set as a formula this ends in an error
MONEY = "$5bn_or_$7bn"  # and this in italics
DAY = "2031-05-02"
MARA = pd.DataFrame(
    [("mara", NAME, "person", "Northland", "#D55E00", "o"), ("ivo", MONEY, "person", "Southland", "#0072B2", "s")],
    columns=["actor_id", "name", "kind", "side", "colour", "marker"],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def quotes():
    return schema.build(
        [{"quote_id": f"q{i}", "attribution_id": f"q{i}", "article_id": "x", "kind": "direct", "text": "word",
          "start": 0, "end": 4, "is_speech": True, "confidence": 1.0, "actor_id": actor, "actor": name,
          "said_on": DAY} for i, (actor, name) in enumerate(zip(MARA["actor_id"], MARA["name"], strict=True))],
        "quotes", optional=True)  # fmt: skip


def articles():
    return schema.build([{"article_id": "x", "outlet": f"{NAME} {MONEY}", "published": DAY, "text": "t", "n_words": 1,
                          "source": "s", "sha256": "0"}], "articles")  # fmt: skip


def scores(*names):
    return schema.build([{"quote_id": f"q{i}", "scorer": name, "polarity": 0.1, "n_hits": 1}
                         for name in names for i in range(2)], "sentiment")  # fmt: skip


def rhetoric():
    return schema.build([{"quote_id": f"q{i}", "act": "deny", "act_rule": "r", "certainty": "plain",
                          "exclamations": 0, "superlatives": 0} for i in range(2)], "rhetoric")  # fmt: skip


def claims():
    return schema.build([{"topic": "$dam^$", "actor_id": actor, "position": "denies", "n": 1,
                          "first_said_on": DAY} for actor in MARA["actor_id"]], "claims")  # fmt: skip


def timeline():
    days = pd.to_datetime([DAY, DAY]).astype(schema.DAY)
    return pd.DataFrame({"topic": "$dam^$", "actor_id": MARA["actor_id"], "said_on": days, "position": "denies",
                         "n": 1, "quote_id": "q1", "before": None, "is_turn": False})  # fmt: skip


def stance():
    return schema.build([{"stance_id": "s", "article_id": "x", "actor_id": "mara", "target_id": "ivo",
                          "polarity": 1, "start": 0, "end": 1, "rule": "r"}], "stance")  # fmt: skip


def distances():
    return schema.build([{"day": DAY, "place_id": p, "place": p, "distance_km": 1.0} for p in (NAME, MONEY)],
                        "distances")  # fmt: skip


def measured():
    return pd.DataFrame([{"task": NAME, "data": MONEY, "measure": "F1", "newsan": 0.8, "best_other": 0.6,
                          "other": "x", "two_humans": 0.9, "n": 9, "counted": "texts"}])  # fmt: skip


def control():
    return ns.frontline.read_control(pd.DataFrame(
        [{"place_id": place, "place": place, "lat": lat, "lon": 35.27, "precision_m": 500,
          "day": "2025-03-12", "day_precision": "day", "controller": who, "status": "claimed",
          "claimed_by": MONEY, "source": MONEY, "source_url": ""}
         for place, lat, who in ((NAME, 51.19, "UA"), (MONEY, 51.25, "RU"))]))  # fmt: skip


def references():
    return schema.build([{"reference_id": "r", "article_id": "x", "place_id": NAME, "place": MONEY,
                          "relation": "captured", "side": "UA", "event_on": "2025-03-12", "status": "asserted",
                          "actor_id": "mara", "start": 0, "end": 1, "geometry": Point(35.27, 51.19)}],
                        "references")  # fmt: skip


def mentions():
    return schema.build([{"mention_id": f"m{i}", "article_id": "x", "start": 0, "end": 1, "name": place,
                          "place_id": place, "place": place, "kind": "settlement",
                          "geometry": Point(31 + 3 * i, 50)}
                         for i, place in enumerate((NAME, MONEY))], "mentions")  # fmt: skip


def ground():
    return ns.frontline.areas(control(), "2025-03-14").assign(source=MONEY)


DRAW = {
    charts.acts_by_actor: lambda **o: charts.acts_by_actor(
        quotes(), rhetoric(), registry=MARA, articles=articles(), **o),
    charts.calibration: lambda **o: charts.calibration(
        pd.DataFrame({"stated": [0.5], "right": [0.4], "n": [9]}), source=f"{NAME} {MONEY}", **o),
    charts.claim_board: lambda **o: charts.claim_board(claims(), registry=MARA, areas=ground(), **o),
    charts.distance_to_front: lambda **o: charts.distance_to_front(distances(), **o),
    charts.keyness: lambda **o: charts.keyness(
        stats.log_odds(pd.Series({NAME: 9, "the": 5}), pd.Series({"dam": 7, "the": 5})),
        names=(MONEY, NAME), source=MONEY, top=1, **o),
    charts.polarity_by_actor: lambda **o: charts.polarity_by_actor(
        quotes(), scores("textblob"), registry=MARA, articles=articles(), **o),
    charts.positions_over_time: lambda **o: charts.positions_over_time(
        timeline(), topic="$dam^$", registry=MARA, **o),
    charts.quotes_over_time: lambda **o: charts.quotes_over_time(quotes(), articles(), registry=MARA, **o),
    charts.scores: lambda **o: charts.scores(measured(), source=MONEY, **o),
    charts.textblob_against_vader: lambda **o: charts.textblob_against_vader(
        quotes(), scores("textblob", "vader"), registry=MARA, articles=articles(), **o),
    charts.variants: lambda **o: charts.variants(pd.DataFrame(
        [{"actor": NAME, "words": MONEY, "outlet": MONEY, "utterance_id": "q1", "variant": v, "differences": NAME}
         for v in ("first", "cut")]), **o),
    charts.network: lambda **o: charts.network(stance(), registry=MARA, **o),
    charts.who_about_whom: lambda **o: charts.who_about_whom(stance(), registry=MARA, **o),
    maps.areas: lambda **o: maps.areas(ground(), title=NAME, **o),
    maps.mentions: lambda **o: maps.mentions(mentions(), **o),
    maps.salient: lambda **o: maps.salient(
        control(), "2025-03-14", references=references(), quotes=quotes(), title=NAME, **o),
    maps.small_multiples: lambda style=None, **o: maps.small_multiples(
        control(), ["2025-03-14"], title=f"{NAME} {MONEY}", style=style),
}  # fmt: skip


def written(figure) -> str:
    """Draw a figure, which sets its formulas, and return its words without breaks."""
    figure.savefig(io.StringIO(), format="svg")
    return "".join("".join(t.get_text().lower().split()) for t in figure.findobj(Text))


@pytest.mark.parametrize("given", [False, True], ids=["own axes", "given axes"])
@pytest.mark.parametrize("draw", DRAW, ids=lambda f: f.__name__)
def test_names_are_drawn_as_they_are_written(draw, given) -> None:
    drawn = DRAW[draw](**({"ax": plt.subplots()[1]} if given else {}))
    figure = getattr(drawn, "figure", drawn)
    words = written(figure)
    assert NAME in words and MONEY in words
    assert [t for t in figure.findobj(Text) if "$" in t.get_text() and t.get_parse_math()] == []


def test_every_chart_and_map_is_tried() -> None:
    """Tell of a chart that is not, but for the film, which writes what other maps draw."""
    assert set(DRAW) | {maps.film} == {
        getattr(room, name) for room in (charts, maps) for name in room.__all__
    }


def test_formulas_of_others_stay_formulas() -> None:
    ax = plt.figure().subplots(1, 2)
    ax[0].set_title("$x^2$")
    charts.claim_board(claims(), registry=MARA, ax=ax[1])
    assert ax[0].title.get_parse_math() and mpl.rcParams["text.parse_math"]


HOSTILE = [
    "\u202eGnilrats\u2066 Mara\u200b\x07\x1b[31m Ostrell\ufeff",  # marks of direction, of no width, of control
    "鳥の橋 🦉 \u0e01 \ue000 Ostrell",  # letters that the font lacks
    "$\\frac{ ^ _ {{}} %s {0} & # ~ \\",
    "Ministry of the Roads and Bridges of Veldany " * 12,
    "Ostrell" * 60,
    "two\nlines\r\nand\ta tab\u2028and\u2029more",
    "\u202e\u200b",  # nothing to be seen
    "e\u0301\u0302\u0303" * 9,
]
_LONGEST_LINE = 175  # code points; a line under a map has 158


@pytest.mark.parametrize("draw", DRAW, ids=lambda f: f.__name__)
def test_whatever_a_label_holds_is_drawn_without_a_fault_or_a_trace(draw, monkeypatch) -> None:
    for first, second in zip(HOSTILE[::2], HOSTILE[1::2], strict=True):
        monkeypatch.setitem(globals(), "NAME", first)
        monkeypatch.setitem(globals(), "MONEY", second)
        monkeypatch.setitem(globals(), "MARA", MARA.assign(name=[first, second]))
        drawn = DRAW[draw]()
        figure = getattr(drawn, "figure", drawn)
        figure.savefig(
            io.BytesIO(), format="svg"
        )  # a letter without a glyph is a warning, and that an error
        for text in figure.findobj(Text):
            lines = text.get_text().split("\n")
            assert [lettered(line, 999) for line in lines] == [
                " ".join(line.split()) for line in lines
            ]
            assert max(map(len, lines)) <= _LONGEST_LINE
            assert not ("$" in text.get_text() and text.get_parse_math())
        plt.close("all")


def blocks(figure) -> dict[str, Bbox]:
    """Return where title, measure, key, names of rows and notes stand in a figure, by what they are."""
    figure.savefig(io.BytesIO(), format="png", dpi=figure.dpi)  # lays it out
    ax = figure.axes[0]
    low, high = sorted(ax.get_ylim())
    rows = [t.label1 for t in ax.yaxis.get_major_ticks() if low <= t.get_loc() <= high]
    notes = [t for t in ax.texts if t.get_gid() in NOTES]
    known = [t for t in (ax.title, ax._left_title, *rows, *notes) if t.get_text()]
    known += [ax.get_legend()] * (ax.get_legend() is not None)
    return {
        f"{n} {type(a).__name__} {a.get_gid()}": a.get_window_extent() for n, a in enumerate(known)
    }


NOTES = ("measure", "source-line")
CHARTS = [draw for draw in DRAW if draw.__module__.startswith("newsan.charts")]


@pytest.mark.parametrize("style", [None, "paper-column"])
@pytest.mark.parametrize("draw", CHARTS, ids=lambda f: f.__name__)
def test_no_words_of_a_chart_cover_others_whatever_they_hold(draw, style, monkeypatch) -> None:
    monkeypatch.setitem(globals(), "NAME", HOSTILE[3])
    monkeypatch.setitem(globals(), "MONEY", HOSTILE[1])
    monkeypatch.setitem(globals(), "MARA", MARA.assign(name=[HOSTILE[3], HOSTILE[1]]))
    figures.setup()
    figure = DRAW[draw](style=style).figure
    boxes = blocks(figure)
    assert len(boxes) > 3
    for (a, first), (b, second) in combinations(boxes.items(), 2):
        both = Bbox.intersection(first, second)
        assert both is None or min(both.width, both.height) < 1, (a, b)
    for what, box in boxes.items():
        assert box.y0 > -1 and box.y1 < figure.bbox.height + 1, what
        assert box.x1 < figure.bbox.width + 1, what


@pytest.mark.parametrize("style", figures.STYLES)
@pytest.mark.parametrize("draw", DRAW, ids=lambda f: f.__name__)
def test_a_style_has_its_width_and_no_smaller_type(draw, style) -> None:
    drawn = DRAW[draw](style=style)
    figure = getattr(drawn, "figure", drawn)
    figure.savefig(io.BytesIO(), format="png")
    assert figure.get_figwidth() == pytest.approx(figures.STYLES[style].width)
    sizes = {t.get_fontsize() for t in figure.findobj(Text) if t.get_text() and t.get_visible()}
    assert min(sizes) >= (6 if "paper" in style else 7.8)


def test_a_letter_that_the_font_lacks_is_seen_to_be_lacking() -> None:
    ax = charts.who_about_whom(stance(), registry=MARA.assign(name=["鳥 Ostrell", "\u202eIvo"]))
    assert [t.get_text() for t in ax.get_yticklabels()] == ["□ Ostrell (n = 1)"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Ivo"]


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(2, 80))
def test_lettering_twice_changes_nothing_and_shows_something(words, width) -> None:
    once = lettered(words, width)
    assert lettered(once, width) == once
    assert len(once) <= width
    assert bool(once) == bool(words.split())
    assert not set(once) & set("\n\r\t\x00\u202e\u200b")
