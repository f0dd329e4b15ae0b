"""Charts are tested on what they drew: marks, counts, labels, source lines."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from shapely.geometry import box

import newsan as ns
from newsan import charts, figures, schema, stats
from newsan.charts import house
from newsan.errors import SchemaError, UnknownName

REGISTRY = pd.DataFrame(
    [
        ("mara", "Mara Ostrell", "person", "Northland", "#D55E00", "o"),
        ("tomas", "Tomas Brandl", "person", "Southland", "#0072B2", "o"),
        ("staff", "General Staff of Southland", "institution", "Southland", "#0072B2", "s"),
    ],
    columns=["actor_id", "name", "kind", "side", "colour", "marker"],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def quotes(*said):
    """Build resolved quotes from (actor_id, article_id, said_on)."""
    return schema.build(
        [{"quote_id": f"q{i}", "attribution_id": f"a{i}", "article_id": article, "kind": "direct",
          "text": "word", "start": 0, "end": 4, "is_speech": True, "confidence": 1.0,
          "actor_id": actor, "actor": None if actor is None else f"Name of {actor}", "said_on": day}
         for i, (actor, article, day) in enumerate(said)], "quotes", optional=True)  # fmt: skip


def articles(*days):
    """Build one article a day, x0, x1, ..."""
    return schema.build(
        [{"article_id": f"x{i}", "outlet": "The Lamp", "published": day, "text": "t", "n_words": 1,
          "source": "s", "sha256": "0"} for i, day in enumerate(days)], "articles")  # fmt: skip


def scores(*values, scorer="textblob", hits=2):
    """Score q0, q1, ... by so many words each; None is no hit."""
    return schema.build(
        [{"quote_id": f"q{i}", "scorer": scorer, "polarity": v, "n_hits": 0 if v is None else hits}
         for i, v in enumerate(values)], "sentiment")  # fmt: skip


def words(ax):
    """Return all text of a chart as one string, line breaks as spaces."""
    labels = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.title]
    return " ".join(" ".join(t.get_text() for t in labels).split())


def title(ax):
    """Return what stands over a chart, on one line."""
    return " ".join((ax.get_title() or ax.get_title(loc="left")).split())


def measure(ax):
    """Return what stands under the title."""
    return " ".join(next(t.get_text() for t in ax.texts if t.get_gid() == "measure").split())


def key(ax):
    """Return the words of the key."""
    return [t.get_text() for t in ax.get_legend().get_texts()]


def marks(ax):
    """Return the signs of positions, without rings round them."""
    return [c for c in ax.collections if c.get_sizes()[0] < 100]


def topics_of(ax):
    return [t.get_text() for t in ax.texts if t.get_gid() == "topic"]


SIX = [("mara", "x0", None)] * 6 + [("tomas", "x1", None)]


def test_polarity_draws_a_dot_a_scored_quotation():
    ax = charts.polarity_by_actor(
        quotes(*SIX), scores(0.1, 0.2, 0.3, -0.4, 0.5, None, 0.9), registry=REGISTRY)  # fmt: skip
    dots = [c.get_offsets()[:, 0].tolist() for c in ax.collections]
    assert sorted(dots[0]) == [-0.4, 0.1, 0.2, 0.3, 0.5]
    assert dots[1] == [0.9]
    assert to_hex(ax.collections[0].get_facecolor()[0]) == "#d55e00"


def test_polarity_draws_mean_and_interval_from_five():
    ax = charts.polarity_by_actor(
        quotes(*SIX), scores(0.1, 0.2, 0.3, -0.4, 0.5, None, 0.9), registry=REGISTRY)  # fmt: skip
    bars = [ln.get_xdata() for ln in ax.lines if len(set(ln.get_ydata())) == 1]
    means = [ln.get_xdata()[0] for ln in ax.lines[:-1] if len(set(ln.get_xdata())) == 1]
    assert len(bars) == 1 and bars[0][0] < 0.14 < bars[0][1]
    assert means == pytest.approx([0.14])  # none of the one scored quotation of Tomas


def test_what_is_said_of_lines_holds_on_dark_ground_too():
    ax = charts.polarity_by_actor(quotes(("mara", "x0", None)), scores(0.5), registry=REGISTRY)
    assert "Thick lines: mean and 95 % interval" in words(ax) and "Black" not in words(ax)


def test_values_that_rest_on_one_word_are_hollow_and_counted():
    both = pd.concat([scores(0.1, 0.2, 0.3), scores(-0.4, hits=1).assign(quote_id="q3")])
    frame = quotes(*SIX)
    ax = charts.polarity_by_actor(frame, both, registry=REGISTRY)
    dots = ax.collections[0]
    assert [face[3] for face in dots.get_facecolor()] == [0, 0.75, 0.75, 0.75]  # -0.4 is the first
    assert to_hex(dots.get_edgecolor()[0]) == "#d55e00"
    assert "1 value rests on one word" in words(ax)
    every = charts.polarity_by_actor(frame, scores(*[0.1] * 7, hits=1), registry=REGISTRY)
    assert "7 values rest on one word" in words(every)
    none = charts.polarity_by_actor(frame, scores(*[0.1] * 7), registry=REGISTRY)
    assert "one word" not in words(none)
    vader = scores(0.1, 0.2, 0.3, scorer="vader")
    two = charts.textblob_against_vader(frame, pd.concat([vader, scores(0.1, 0.2, hits=1)]))
    assert "2 values rest on one word" in words(two)


def test_polarity_names_n_and_misses_and_source():
    ax = charts.polarity_by_actor(
        quotes(*SIX), scores(0.1, 0.2, 0.3, -0.4, 0.5, None, 0.9), registry=REGISTRY,
        articles=articles("2025-03-12", "2025-03-14"), top=1)  # fmt: skip
    text = words(ax)
    assert "Mara Ostrell (n = 6)" in text
    assert title(ax) == "Means that differ from 0: none of 1"
    assert "1 no lexicon hit" in text
    assert "7 quotations in 2 articles (The Lamp), published 12 Mar 2025 to 14 Mar 2025" in text
    assert "1 further actors not shown" in text
    assert "TextBlob polarity" in ax.get_xlabel()


def test_dots_of_one_value_do_not_cover_each_other():
    ax = charts.polarity_by_actor(quotes(*SIX), scores(*[0.0] * 6, 0.1), registry=REGISTRY)
    heights = ax.collections[0].get_offsets()[:, 1].tolist()
    assert len(set(heights)) == 6


def test_the_title_of_a_chart_of_polarity_names_who_is_clear_of_nought():
    frame = quotes(
        *[("mara", "x0", None)] * 6, *[("tomas", "x1", None)] * 6, *[("staff", "x1", None)] * 6
    )
    values = scores(*[0.5] * 6, *[-0.5] * 6, *[-0.5, 0.5] * 3)
    ax = charts.polarity_by_actor(frame, values, registry=REGISTRY)
    assert title(ax) == "Means that differ from 0: 2 of 3: Mara Ostrell above, Tomas Brandl below"


def test_polarity_takes_one_scorer():
    both = pd.concat([scores(0.1), scores(0.2, scorer="vader")])
    with pytest.raises(SchemaError, match="textblob, vader"):
        charts.polarity_by_actor(quotes(("mara", "x0", None)), both)


def test_scorers_against_each_other():
    frame = quotes(*[("mara", "x0", None)] * 4)
    both = pd.concat([scores(0.5, None, 0.2, None),
                      scores(-0.5, 0.3, None, None, scorer="vader")])  # fmt: skip
    ax = charts.textblob_against_vader(frame, both, registry=REGISTRY)
    assert [[0.5, -0.5]] in [c.get_offsets().tolist() for c in ax.collections]
    assert "1 scored by TextBlob only, 1 by VADER only, 1 by neither" in words(ax)
    assert title(ax) == "TextBlob and VADER give 0 of 1 quotations the same sign"
    with pytest.raises(SchemaError, match="vader"):
        charts.textblob_against_vader(frame, scores(0.1))


def test_charts_of_actors_leave_out_who_is_not_sure_and_say_so():
    frame = quotes(*SIX).assign(actor_confidence=[0.9] * 4 + [0.3, None, 0.9])
    every = scores(*[0.1] * 7)
    ax = charts.polarity_by_actor(frame, every, registry=REGISTRY)
    assert "Mara Ostrell (n = 5)" in words(ax)  # where nothing is stated the row stays
    assert "1 of 7 quotations left out: 1 whose actor is not sure (below .65)." in words(ax)
    strict = charts.polarity_by_actor(frame, every, registry=REGISTRY, sure=0.95)
    assert "6 of 7 quotations left out: 6 whose actor is not sure (below .95)." in words(strict)
    whole = charts.polarity_by_actor(frame, every, registry=REGISTRY, sure=0)
    assert "Mara Ostrell (n = 6)" in words(whole) and "left out" not in words(whole)
    days = charts.quotes_over_time(frame, articles("2025-03-13", "2025-03-14"), registry=REGISTRY)
    assert "1 of 7 quotations left out" in words(days)
    topics = frame.assign(content=["topic", "fragment", None, *["clause"] * 4])
    assert (
        "3 of 7 quotations left out: 2 without a statement, 1 whose actor is not sure (below .65)."
        in words(charts.polarity_by_actor(topics, every, registry=REGISTRY))
    )


def test_acts_write_the_counts():
    frame = quotes(*[("mara", "x0", None)] * 3, ("staff", "x0", None))
    rhetoric = schema.build(
        [{"quote_id": f"q{i}", "act": act, "act_rule": "r", "certainty": "plain",
          "exclamations": 0, "superlatives": 0}
         for i, act in enumerate(["deny", "deny", "report", "accuse"])], "rhetoric")  # fmt: skip
    ax = charts.acts_by_actor(frame, rhetoric, registry=REGISTRY)
    cells = {t.get_position(): t.get_text() for t in ax.texts if t.get_text().isdigit()}
    assert len(cells) == 2 * len(schema.ACTS)
    deny, accuse = schema.ACTS.index("deny"), schema.ACTS.index("accuse")
    assert title(ax) == "3 of 4 quotations do more than report, most often deny (2)"
    assert (cells[deny, 0], cells[accuse, 0], cells[accuse, 1]) == ("2", "0", "1")
    assert "Mara Ostrell (n = 3)" in words(ax)
    unsure = charts.acts_by_actor(frame.assign(actor_confidence=[0.9, 0.2, 0.9, 0.9]), rhetoric)
    assert "1 of 4 quotations left out" in words(unsure)
    assert ax.images[0].get_array()[0, deny] == pytest.approx(2 / 3)


def test_a_coded_sample_corrects_the_shares_of_acts():
    frame = quotes(*[("mara", "x0", None)] * 20, ("tomas", "x0", None))
    rhetoric = schema.build(
        [{"quote_id": q, "act": "deny", "act_rule": "r", "certainty": "plain", "exclamations": 0,
          "superlatives": 0} for q in frame["quote_id"]], "rhetoric")  # fmt: skip
    coded = pd.DataFrame({"quote_id": frame["quote_id"], "act": ["deny"] * 16 + ["report"] * 5})
    ax = charts.acts_by_actor(frame, rhetoric, registry=REGISTRY, coded=coded)
    cells = {t.get_position(): t.get_text() for t in ax.texts}
    deny, report = schema.ACTS.index("deny"), schema.ACTS.index("report")
    assert cells[deny, 0] == "20\n100 → 80\n(80–80)"  # all of them are coded
    assert cells[report, 0] == "0\n0 → 20\n(20–20)"
    assert cells[deny, 1] == "1"  # one quotation is too few
    assert "corrected by a coded sample" in words(ax)


COPIES = [
    (
        "a",
        "2031-05-02",
        "Lamp",
        "“We will hold the old dam at Karsk until the river falls,” Mara Ostrell said on Friday.",
    ),
    (
        "b",
        "2031-05-03",
        "Wire",
        "It snowed. “We will hold the old dam at Karsk,” Mara Ostrell said on Friday.",
    ),
]


def test_outlets_that_cut_a_statement_are_shown_and_it_counts_once():
    result = ns.analyse(
        [dict(zip(("id", "date", "outlet", "text"), row, strict=True)) for row in COPIES]
    )
    ax = charts.variants(result.variants())
    words = [t.get_text() for t in ax.texts]
    assert words[:2] == ["● first", "− cut\n“until the river\nfalls” left out"]
    assert title(ax) == "Of 1 later renderings 0 have the same words, 1 cut them, 0 change them"
    fuller = result.variants().replace({"variant": {"cut": "fuller"}})
    ax = charts.variants(fuller)
    assert "0 cut them, 0 change them, 1 adds to them" in title(ax)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Lamp", "Wire"]
    for per, n in (("row", 2), ("utterance", 1)):
        ax = charts.acts_by_actor(result.quotes, result.rhetoric, articles=result.articles, per=per)
        assert [t.get_text() for t in ax.get_yticklabels()] == [f"Mara Ostrell (n = {n})"]
        assert result.compare("actor", per)["n_quotes"].tolist() == [n]
    assert "1 that are pieces or copies of others" in " ".join(t.get_text() for t in ax.texts)
    with pytest.raises(UnknownName, match="utterance"):
        charts.quotes_over_time(result.quotes, result.articles, per="utterances")
    with pytest.raises(UnknownName, match="utterance"):
        result.compare(per="quote")
    assert "(n = 0)" in charts.variants(result.variants().head(0)).texts[0].get_text()


def test_days_are_filled_where_the_text_tells_them():
    frame = quotes(("mara", "x0", "2025-03-12"), ("mara", "x0", "2025-03-12"), ("mara", "x1", None))
    ax = charts.quotes_over_time(frame, articles("2025-03-13", "2025-03-14"), registry=REGISTRY)
    faces = [to_hex(c.get_facecolor()[0]) for c in ax.collections]
    assert faces == ["#d55e00", "#ffffff"]
    assert [t.get_text() for t in ax.texts[:1]] == ["2"]
    assert measure(ax) == "Quotations per actor and day"
    assert title(ax) == "Quoted most: Mara Ostrell (3 of 3 dated quotations)"
    assert key(ax) == ["Northland, person"]


def test_a_long_span_is_drawn_by_week():
    frame = quotes(("mara", "x0", None), ("mara", "x1", None), ("mara", "x2", None))
    ax = charts.quotes_over_time(
        frame, articles("2024-08-05", "2024-08-09", "2025-03-14"), registry=REGISTRY)  # fmt: skip
    assert len(ax.collections) == 2
    assert ax.texts[0].get_text() == "2"
    assert "week" in measure(ax) and "Weeks, drawn at their Monday" in words(ax)
    ax = charts.quotes_over_time(
        frame, articles("2024-08-05", "2024-08-09", "2025-03-14"), registry=REGISTRY, style="paper-column")  # fmt: skip
    assert "month" in measure(ax) and "Months, drawn at their first day" in words(ax)


@pytest.mark.parametrize(
    "last", ["2025-03-20", "2025-09-01", "2027-09-01", "2028-05-14", "2039-01-01"]
)
def test_days_are_labelled_over_any_span(last: str) -> None:
    frame = quotes(("mara", "x0", None), ("mara", "x1", None))
    ax = charts.quotes_over_time(frame, articles("2025-03-13", last), registry=REGISTRY)
    ax.figure.canvas.draw()
    assert 1 <= len([t for t in ax.get_xticklabels() if t.get_text()]) <= 9


def test_undated_quotations_are_counted():
    frame = quotes(("mara", "x0", None), ("mara", "x1", None))
    ax = charts.quotes_over_time(frame, articles("2025-03-13", None), registry=REGISTRY)
    assert "Without any day: 1" in words(ax)


def claims(*rows):
    """Build a claims frame from (topic, actor_id, position, n, day)."""
    names = ["topic", "actor_id", "position", "n", "first_said_on"]
    return schema.build([dict(zip(names, r, strict=True)) for r in rows], "claims")


def test_board_draws_a_mark_a_position_at_its_first_day():
    board = claims(
        ("flood", "mara", "asserts", 2, "2025-03-12"), ("flood", "mara", "conditions", 1, None),
        ("flood", "tomas", "denies", 1, "2025-03-14"), ("dam", "tomas", "reports", 1, "2025-03-14"),
    )  # fmt: skip
    ax = charts.claim_board(board, registry=REGISTRY)
    assert len(marks(ax)) == 4
    assert topics_of(ax) == ["Flood", "Dam"]
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "Mara Ostrell (n = 3)", "Tomas Brandl (n = 1)", "Tomas Brandl (n = 1)"]  # fmt: skip
    text = words(ax)
    assert {"12 Mar 2025", "14 Mar 2025", "no day"} == {t.get_text() for t in ax.get_xticklabels()}
    assert "×2" in text
    assert "n = 5 utterances of 2 actors, 12 Mar 2025 to 14 Mar 2025" in text
    assert key(ax) == ["asserts", "denies", "conditions", "reports", "Northland", "Southland"]
    days = {tuple(m.get_offsets()[0].tolist()) for m in marks(ax)}
    assert len(days) == 4 and {x for x, _ in days} == {0.0, 2.0, 3.0}


def test_what_has_no_day_at_all_is_drawn_all_the_same():
    ax = charts.claim_board(claims(("flood", "mara", "asserts", 1, None)), registry=REGISTRY)
    assert len(marks(ax)) == 1
    assert [t.get_text() for t in ax.get_xticklabels()] == ["no day"]


def test_a_long_silence_is_drawn_short_and_marked():
    far = claims(
        ("flood", "mara", "asserts", 1, "2024-10-25"), ("flood", "tomas", "denies", 1, "2025-03-14")
    )
    ax = charts.claim_board(far, registry=REGISTRY)
    assert [p.get_gid() for p in ax.patches] == ["silence"]
    assert "more than 14 days without a position, drawn short" in words(ax)
    near = claims(
        ("flood", "mara", "asserts", 1, "2025-03-10"), ("flood", "tomas", "denies", 1, "2025-03-14")
    )
    assert "drawn short" not in words(charts.claim_board(near, registry=REGISTRY))


def test_marks_of_one_actor_do_not_cover_each_other():
    rows = [
        ("flood", "mara", p, 3, f"2025-03-{day}")
        for p, day in zip(schema.POSITIONS, (10, 10, 11, 11), strict=True)
    ]
    ax = charts.claim_board(
        claims(*rows, ("flood", "tomas", "denies", 1, "2025-08-14")), registry=REGISTRY
    )
    ax.figure.canvas.draw()
    at = ax.transData.transform([m.get_offsets()[0] for m in marks(ax)])
    apart = [abs(a - b).max() for i, a in enumerate(at) for b in at[:i]]
    assert min(apart) * 72 / ax.figure.dpi > 7  # points: a mark is as wide


def test_the_ground_held_stands_below_on_the_same_days():
    board = claims(
        ("flood", "mara", "asserts", 1, "2025-03-12"), ("flood", "tomas", "denies", 1, "2025-03-16")
    )
    rows = [
        ("2025-03-10", "Lakeland", 1.0),
        ("2025-03-14", "Lakeland", 0.5),
        ("2025-03-14", "Hills", 0.5),
    ]
    areas = schema.build([{"day": d, "controller": who, "status": "claimed", "geometry": box(0, 0, 0.1 * part, 0.1)}
                          for d, who, part in rows], "areas")  # fmt: skip
    ax = charts.claim_board(board, registry=REGISTRY, areas=areas)
    (ground,) = ax.child_axes
    lines = {ln.get_label(): ln for ln in ground.lines}
    assert list(lines["Lakeland, km²"].get_xdata()) == [0, 2, 4]
    whole, half, end = lines["Lakeland, km²"].get_ydata()
    assert whole == pytest.approx(123, rel=0.02) and half == end == pytest.approx(whole / 2)
    assert list(lines["Hills, km²"].get_ydata()) == pytest.approx([0, whole / 2, whole / 2])
    assert lines["Hills, km²"].get_linestyle() != lines["Lakeland, km²"].get_linestyle()
    assert ground.get_xlim() == ax.get_xlim()
    assert {"Lakeland, km²", "Hills, km²"} <= set(key(ax))


@pytest.mark.parametrize(("rows", "said"), [
    ([("mara", "asserts"), ("tomas", "denies")], "Flood: Mara Ostrell asserts it, Tomas Brandl denies it"),
    ([("mara", "denies"), ("tomas", "denies")], "Flood: nobody asserts it, Mara Ostrell and Tomas Brandl deny it"),
    ([("mara", "asserts"), ("tomas", "asserts"), ("staff", "asserts")], "Flood: 3 actors assert it, nobody denies it"),
    ([("mara", "asserts"), ("mara", "denies")], "Flood: Mara Ostrell asserts it, Mara Ostrell denies it"),
])  # fmt: skip
def test_the_title_of_a_board_is_true_of_its_claims(rows, said):
    board = claims(
        *[("flood", who, p, 1, None) for who, p in rows], ("dam", "mara", "reports", 9, None)
    )
    assert title(charts.claim_board(board, registry=REGISTRY)) == said
    # of those who are not drawn, too: then it says how many are
    every = len({who for who, _ in rows})
    more = f" (1 of these {every} drawn)" if every > 1 else ""
    assert title(charts.claim_board(board, registry=REGISTRY, top=1)) == said + more


def test_board_keeps_those_who_take_sides():
    board = claims(("flood", "mara", "reports", 9, None), ("flood", "tomas", "denies", 1, None))
    ax = charts.claim_board(board, registry=REGISTRY, top=1)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Tomas Brandl (n = 1)"]
    assert "1 further actors not shown" in words(ax)


def test_who_about_whom_counts_cells():
    stance = schema.build(
        [{"stance_id": f"s{i}", "article_id": "x0", "actor_id": "mara", "target_id": target,
          "polarity": polarity, "start": 0, "end": 1, "rule": "r"}
         for i, (target, polarity) in enumerate(
             [("tomas", -1), ("tomas", -1), ("tomas", 0), ("staff", 1), ("staff", None)])],
        "stance")  # fmt: skip
    ax = charts.who_about_whom(stance, registry=REGISTRY)
    assert [t.get_text() for t in ax.texts[:2]] == ["+1", "−2 ○1"]
    assert "Mara Ostrell (n = 4)" in words(ax)
    assert "n = 4 of 4 stances in 1 articles" in words(ax)
    assert title(ax) == (
        "2 of 4 stances are against, 1 for; most often Mara Ostrell against Tomas Brandl (2)"
    )
    assert [p.get_hatch() for p in ax.patches] == ["////", None]


def test_who_about_whom_counts_in_its_title_what_it_draws_and_in_its_source_line_all():
    rows = [("mara", "tomas", 1, 0.9), ("mara", "staff", -1, 0.9), ("mara", "tomas", -1, 0.2),
            *[("tomas", "staff", -1, 0.9)] * 3, ("mara", "x0#enemy-1", -1, 0.9)]  # fmt: skip
    stance = schema.build(
        [{"stance_id": f"s{i}", "article_id": "x0", "actor_id": who, "target_id": of, "polarity": p,
          "confidence": sure, "start": 0, "end": 1, "rule": "r"}
         for i, (who, of, p, sure) in enumerate(rows)], "stance", optional=True)  # fmt: skip
    ax = charts.who_about_whom(stance, registry=REGISTRY, top=1)
    assert title(ax).startswith("3 of 3 stances are against, 0 for;")
    said = " ".join(words(ax).split())
    assert "n = 3 of 7 stances" in said
    assert "1 with a confidence below .5, 1 toward nobody with a name left out" in said
    ax = charts.network(stance, registry=REGISTRY, top=2)
    assert title(ax).startswith("Most is said by Tomas Brandl (3 of 3)")


@pytest.mark.parametrize("targets", [1, 6])
def test_names_of_columns_stand_below_the_words_over_a_chart(targets):
    stance = schema.build(
        [{"stance_id": f"s{i}", "article_id": "x0", "actor_id": "mara", "target_id": f"old-harbour-office-{i}",
          "polarity": 1, "start": 0, "end": 1, "rule": "r"} for i in range(targets)], "stance")  # fmt: skip
    for style in (None, "paper-column"):
        ax = charts.who_about_whom(stance, registry=REGISTRY, style=style)
        ax.figure.canvas.draw()
        (measure,) = (t for t in ax.texts if t.get_gid() == "measure")
        low = measure.get_window_extent().y0
        assert all(label.get_window_extent().y1 <= low for label in ax.get_xticklabels())


def test_a_network_has_an_arrow_a_pair_by_what_most_of_its_rows_are():
    stance = schema.build(
        [{"stance_id": f"s{i}", "article_id": "x0", "actor_id": who, "target_id": target,
          "polarity": polarity, "start": 0, "end": 1, "rule": "r"}
         for i, (who, target, polarity) in enumerate(
             [("mara", "tomas", -1), ("mara", "tomas", -1), ("mara", "tomas", 0), ("tomas", "mara", 1),
              ("mara", "staff", 0), ("mara", "staff", None), ("mara", "mara", 1)])],
        "stance")  # fmt: skip
    ax = charts.network(stance, registry=REGISTRY)
    assert [p.get_gid() for p in ax.patches] == ["arrow-neither", "arrow-against", "arrow-for"]
    assert "(4 by, 1 of)" in words(ax) and "n = 5 of 5 stances in 1 articles" in words(ax)
    assert title(ax) == "Most is said by Mara Ostrell (4 of 5), and of Tomas Brandl (3 of 5)"


def test_keyness_draws_both_sides():
    table = stats.log_odds(pd.Series({"flood": 9, "the": 5}), pd.Series({"dam": 7, "the": 5}))
    ax = charts.keyness(table, names=("A", "B"), source="two speeches", top=1)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["flood", "dam"]
    widths = [p.get_width() for p in ax.patches]
    assert widths[0] > 0 > widths[1]
    assert [t.get_text() for t in ax.texts[:2]] == ["9 : 0", "0 : 7"]
    assert "n = 14 and 12 words" in words(ax)
    assert title(ax) == "Words that are more of A: 1, of B: 1 (|z|>1.96)"
    near = charts.keyness(table.assign(z=[1.9, 0, -1.9]), names=("A", "B"), source="s")
    assert title(near) == "Words that are more of A: 0, of B: 0 (|z|>1.96)"


def test_actors_outside_the_registry_are_grey_and_keep_their_name():
    named = pd.DataFrame({"actor_id": ["lena"], "actor": ["Lena Weiss"]})
    look = house.looks(["lena", "nils"], registry=REGISTRY, named=named)
    assert (look["lena"].name, look["lena"].colour) == ("Lena Weiss", house.GREY)
    assert look["nils"].name == "nils"


def test_charts_need_actors():
    with pytest.raises(SchemaError, match="resolve"):
        charts.polarity_by_actor(quotes().drop(columns="actor_id"), scores())


def test_a_given_axes_is_drawn_on():
    _, ax = plt.subplots()
    assert charts.claim_board(claims(), ax=ax) is ax
    _, other = plt.subplots()
    assert charts.polarity_by_actor(quotes(*SIX), scores(*[0.1] * 7), ax=other) is other


def test_a_chart_in_a_part_of_a_figure_wraps_its_notes_to_that_part(tmp_path):
    left, _ = plt.figure(figsize=(14, 4), layout="constrained").subfigures(1, 2)
    board = claims(("flood", "mara", "asserts", 2, "2025-03-12"))
    ax = charts.claim_board(board, registry=REGISTRY, ax=left.subplots())
    (note,) = [t.get_text() for t in ax.texts if t.get_gid() == "source-line"]
    assert max(map(len, note.split("\n"))) <= 7 * 15.5
    assert figures.save(ax, "two", folder=tmp_path).stat().st_size > 0


def distances(**places):
    """Build distances of places on 1, 2, 3 May from lists of km; None is no front."""
    days = pd.date_range("2025-05-01", periods=3)
    return schema.build(
        [{"day": day, "place_id": i, "place": i.title(), "distance_km": km}
         for i, values in places.items() for day, km in zip(days, values, strict=True)],
        "distances")  # fmt: skip


def test_distance_to_front_is_a_stepped_line_a_place():
    ax = charts.distance_to_front(distances(veda=[2.0, -1.0, -4.0], orlin=[None, 5.0, 6.0]))
    lines = {line.get_label(): line for line in ax.lines}
    assert list(lines["Veda"].get_ydata()) == [2.0, -1.0, -4.0]
    assert pd.isna(lines["Orlin"].get_ydata()[0])
    assert lines["Veda"].get_drawstyle() == "steps-post"
    assert key(ax) == ["Veda", "Orlin"]
    assert title(ax) == "Places inside the ground held: 1 of 1 on 1 May 2025, 1 of 2 on 3 May 2025"
    assert "± 3 km" in words(ax)
    assert "3 days" in words(ax)


def test_more_places_than_lines_can_show():
    with pytest.raises(SchemaError, match="7 places"):
        charts.distance_to_front(distances(**{f"p{n}": [1.0, 1.0, 1.0] for n in range(7)}))


def results(**given):
    """Build one row of measured scores."""
    row = {"task": "quotations", "data": "Lamp", "measure": "F1", "newsan": 0.8, "best_other": 0.6,
           "other": "a tool", "two_humans": 0.9, "n": 9, "counted": "texts"}  # fmt: skip
    return pd.DataFrame([row | given])


def drawn_at(ax):
    """Map the label of each scatter to its positions along x, missing ones left out."""
    return {c.get_label(): [x for x in c.get_offsets()[:, 0].tolist() if x == x and x is not None]
            for c in ax.collections if not c.get_label().startswith("_")}  # fmt: skip


def test_scores_stand_beside_those_of_others_with_n() -> None:
    ax = charts.scores(results(), source="the Lamp's table")
    assert drawn_at(ax) == {"two people": [0.9], "best other": [0.6], "newsan": [0.8]}
    assert title(ax) == "newsan is not behind the best other tool in 1 of 1 comparisons"
    assert title(charts.scores(results(best_other=0.85), source="s")).endswith(
        "in 0 of 1 comparisons"
    )
    assert "n = 9 texts" in words(ax) and "the Lamp's table" in words(ax)


def test_a_score_nobody_measured_is_not_drawn() -> None:
    ax = charts.scores(results(two_humans=None), source="s")
    assert drawn_at(ax)["two people"] == []
    assert "n = 0" in words(charts.scores(results().iloc[:0], source="s"))
    with pytest.raises(SchemaError, match="'two_humans'"):
        charts.scores(results().drop(columns="two_humans"), source="s")


def test_calibration_marks_every_band_with_its_n() -> None:
    table = pd.DataFrame({"stated": [0.5, 0.9], "right": [0.4, 0.95], "n": [1200, 30]})
    ax = charts.calibration(table, source="s")
    assert ax.collections[0].get_offsets().tolist() == [[0.5, 0.4], [0.9, 0.95]]
    assert {"1,200", "30"} <= {t.get_text() for t in ax.texts}
    assert "n = 1,230" in words(ax)
    assert (
        title(ax) == "Stated confidence is 0.10 off what was right, on average"
    )  # (1200 * .1 + 30 * .05) / 1230
    assert "n = 0" in words(charts.calibration(table.iloc[:0], source="s"))


def test_small_words_stand_out_on_every_colour_of_the_registry() -> None:
    from newsan import actors

    for colour in {*actors.registry()["colour"], house.GREY, "#808080", "white", "black"}:
        ink, ground = (_luminance(c) for c in (house.ink_on(colour), colour))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5


def _luminance(colour):
    from matplotlib.colors import to_rgb

    rgb = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(colour)]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def positions():
    """Positions on one topic by day: mara turns, tomas does not."""
    days = pd.to_datetime(["2031-05-01", "2031-05-03", "2031-05-03", None]).astype(schema.DAY)
    return pd.DataFrame(
        {"topic": "ceasefire", "actor_id": ["mara", "mara", "tomas", "tomas"], "said_on": days,
         "position": ["asserts", "denies", "denies", "asserts"], "n": [1, 3, 1, 2],
         "quote_id": "q", "before": [None, "asserts", None, None],
         "is_turn": [False, True, False, False]})  # fmt: skip


def test_positions_over_time_shows_shapes_turns_and_n():
    ax = charts.positions_over_time(positions(), topic="ceasefire", registry=REGISTRY)
    text = words(ax)
    assert "Mara Ostrell (n = 4)" in text
    assert "×3" in text
    assert "no day" in [t.get_text() for t in ax.get_xticklabels()]
    assert "n = 7 utterances of 2 actors, 1 May 2031 to 3 May 2031" in text
    assert len(marks(ax)) == 4 and len(ax.collections) == 4 + 1  # a ring around the turn
    assert (
        title(ax)
        == "A ceasefire: Mara Ostrell and Tomas Brandl assert it, Mara Ostrell and Tomas Brandl deny it"
    )


def test_positions_over_time_refuses_unknown_topics():
    with pytest.raises(UnknownName, match="ceasefire"):
        charts.positions_over_time(positions(), topic="ceasefir", registry=REGISTRY)
    nothing = positions().iloc[:0]
    assert "n = 0" in words(
        charts.positions_over_time(nothing, topic="ceasefire", registry=REGISTRY)
    )
