"""Quotations of one utterance: who is joined with whom, who is not, and what each is told to have changed."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns
from newsan import schema

SAID = "We will hold the old dam at Karsk with 12 boats until the river falls"


def quotes(*rows: dict[str, object]) -> pd.DataFrame:
    """Return rows as a `quotes` frame: by Mara Ostrell on 2 May, each its own attribution, if they do not say else."""
    made = []
    for number, row in enumerate(rows):
        name = row.get("quote_id", f"q{number}")
        text, start = str(row["text"]), int(row.get("start", 0))
        made.append(
            {"quote_id": name, "attribution_id": f"a-{name}", "article_id": f"t-{name}", "kind": "direct", "start": 0,
             "end": start + len(text), "speaker": "Ostrell", "is_speech": True, "confidence": 1.0,
             "actor_id": "mara-ostrell", "said_on": pd.Timestamp("2031-05-02")} | row
        )  # fmt: skip
    return schema.build(made, "quotes", optional=True)


def joined(*rows: dict[str, object]) -> list[list[str]]:
    found = ns.quotes.variants(quotes(*rows))
    return [part["quote_id"].tolist() for _, part in found.groupby("utterance_id", sort=False)]


def variant(*texts: str) -> list[tuple[str, str | None]]:
    found = ns.quotes.variants(quotes(*({"text": text} for text in texts)))
    assert found["utterance_id"].nunique() == 1
    return [(v, None if pd.isna(d) else d) for v, d in found[["variant", "differences"]].values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we will hold the old dam at Karsk with twelve boats until the river falls.", ("same", None)),
        ("We will hold the old dam [...] at Karsk with 12 boats until the river falls", ("same", None)),
        ("hold the old dam at Karsk", ("cut", "“We will” left out; “with 12 boats until the river falls” left out")),
        ("We will hold the old dam … until the river falls", ("cut", "“at Karsk with 12 boats” left out")),
        ("We will hold the old dam at Karsk with 21 boats until the river falls", ("altered", "number: “21” for “12”")),
        ("We will not hold the old dam at Karsk with 12 boats until the river falls", ("altered", "negation: “not” added")),
        ("We will keep the old dam at Karsk with 12 boats until the river sinks",
         ("altered", "word: “keep” for “hold”; word: “sinks” for “falls”")),
        (SAID + ", and not a day longer", ("fuller", "“and not a day longer” added")),
    ],
)  # fmt: skip
def test_a_later_quotation_is_told_by_what_it_made_of_the_first(text, expected) -> None:
    assert variant(SAID, text) == [("first", None), expected]


def test_a_longer_one_is_set_beside_the_first_the_right_way_round() -> None:
    later = "We will hold the old dam at Karsk with 21 boats until the river falls, all of us"
    assert variant(SAID, later)[1] == ("altered", "number: “21” for “12”; “all of us” added")


def test_a_copy_of_a_changed_one_is_changed_from_the_first() -> None:
    changed = SAID.replace("12", "21")
    found = ns.quotes.variants(quotes(*({"text": t} for t in (SAID, changed, changed))))
    assert found["variant"].tolist() == ["first", "altered", "altered"]
    assert found["compared_with"].tolist()[1:] == ["q0", "q0"]


def test_a_copy_of_a_fuller_one_is_the_same_as_that() -> None:
    found = ns.quotes.variants(
        quotes(*({"text": t} for t in ("hold the old dam at Karsk", SAID, SAID)))
    )
    assert found["variant"].tolist() == ["first", "fuller", "same"]
    assert found["compared_with"].tolist()[2] == "q1"


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [
        (
            "that our men repelled an attack on Karsk",
            "Our men repelled a ground attack near Veldany",
            2,
        ),
        (
            "that no raft was seen in Karsk as of May 1",
            "that no raft was seen in Karsk as of May 2",
            2,
        ),
        ("that the rafts attacked the old dam", "that the rafts did not attack the old dam", 2),
        ("that the rafts did attack the old dam", "The rafts had attacked the old dam at night", 1),
    ],
)
def test_a_reporters_words_of_another_place_day_or_denial_are_another_utterance(
    first, second, n
) -> None:
    assert len(joined(*({"text": t, "kind": "indirect"} for t in (first, second)))) == n


def test_words_of_another_actor_are_no_variant() -> None:
    assert joined({"text": SAID}, {"text": SAID, "actor_id": "ivo-teller"}) == [["q0"], ["q1"]]


def test_without_an_actor_the_speaker_as_written_counts_and_without_one_nobody_is_joined() -> None:
    nobody = {"text": SAID, "actor_id": None}
    same = [nobody | {"speaker": "the ferryman"}, nobody | {"speaker": "The ferryman"}]
    assert joined(*same) == [["q0", "q1"]]
    assert joined(*same, nobody | {"speaker": "the miller"})[1:] == [["q2"]]
    assert joined(nobody | {"speaker": None}, nobody | {"speaker": None}) == [["q0"], ["q1"]]


@pytest.mark.parametrize(("day", "n"), [("2031-05-02", 1), ("2031-05-03", 2)])
def test_the_same_words_said_again_on_another_day_are_another_utterance(day, n) -> None:
    again = {"text": SAID, "said_on": pd.Timestamp(day)}
    assert len(joined({"text": SAID}, again)) == n


@pytest.mark.parametrize(("day", "n"), [("2031-05-09", 1), ("2031-05-12", 2)])
def test_words_nearly_the_same_may_be_printed_later_in_the_week(day, n) -> None:
    rows = quotes(
        {"text": SAID},
        {"text": SAID, "said_on": pd.NaT},
    )
    records = [
        {"id": "t-q0", "text": SAID, "date": "2031-05-02"},
        {"id": "t-q1", "text": SAID + ".", "date": day},
    ]
    found = ns.quotes.variants(rows, ns.articles.read(records))
    assert found["utterance_id"].nunique() == n


def test_a_formula_of_each_day_is_not_joined_by_what_was_printed_between() -> None:
    days = ["2031-05-02", "2031-05-03", "2031-05-04"]
    rows = quotes(
        *(
            {"text": SAID, "said_on": d}
            for d in (pd.Timestamp(days[0]), pd.NaT, pd.Timestamp(days[2]))
        )
    )
    records = [{"id": f"t-q{n}", "text": SAID + "." * n, "date": day} for n, day in enumerate(days)]
    found = ns.quotes.variants(rows, ns.articles.read(records)).set_index("quote_id")[
        "utterance_id"
    ]
    assert found["q0"] != found["q2"]


def test_words_said_in_a_period_are_joined_only_where_they_are_nearly_the_same() -> None:
    period = {"said_on_until": pd.Timestamp("2031-05-31"), "said_on": pd.Timestamp("2031-05-01")}
    assert joined({"text": SAID}, {"text": SAID} | period) == [["q0", "q1"]]
    assert len(joined({"text": SAID}, {"text": "hold the old dam at Karsk"} | period)) == 2


@pytest.mark.parametrize("text", ["We will see", "yes", "very good", "the same day"])
@pytest.mark.parametrize("day", ["2031-05-02", "2031-05-03", None])
def test_a_few_common_words_are_joined_with_nothing(text, day) -> None:
    if text in ("very good", "the same day") and day == "2031-05-02":
        day = "2031-05-03"  # two words in full on one day may be one utterance
    other = {"text": text, "said_on": pd.NaT if day is None else pd.Timestamp(day)}
    assert joined({"text": text}, other) == [["q0"], ["q1"]]


def test_names_alone_join_nothing() -> None:
    first = "The call of President Mara Ostrell is dear to us"
    assert joined(
        {"text": first}, {"text": "We doubt what President Mara Ostrell can do for a call"}
    ) == [["q0"], ["q1"]]


def test_what_one_article_gives_twice_needs_more_in_common() -> None:
    first = {"text": "the boatmen deserved ten per cent", "article_id": "t"}
    other = {"text": "Ten per cent is what they took from us in spring"}
    assert len(joined(first, other)) == 1
    assert len(joined(first, other | {"article_id": "t"})) == 2


def test_outlets_that_chose_other_sentences_are_joined_by_the_one_they_share() -> None:
    one = "The river is falling at last. Nobody will leave the old mill without a lamp."
    other = (
        "Nobody will leave the old mill without a lamp. Bread comes on Friday by the northern road."
    )
    assert joined({"text": one}, {"text": other}) == [["q0", "q1"]]


def test_pieces_of_one_attribution_are_one_rendering() -> None:
    pieces = [
        {"text": "We will hold the old dam at Karsk", "attribution_id": "b", "article_id": "u"},
        {
            "text": "with 12 boats until the river falls",
            "attribution_id": "b",
            "article_id": "u",
            "start": 60,
        },
    ]
    found = ns.quotes.variants(quotes({"text": SAID}, *pieces))
    assert found["variant"].tolist() == ["first", "same", "same"]
    assert ns.quotes.variants(quotes(*pieces))["variant"].tolist() == ["first", "first"]


def test_the_article_published_first_comes_first() -> None:
    rows = quotes({"text": SAID, "quote_id": "late"}, {"text": SAID, "quote_id": "soon"})
    records = [{"id": "t-late", "text": "Late. " + SAID, "date": "2031-05-02T18:00:00Z"},
               {"id": "t-soon", "text": SAID, "date": "2031-05-02T07:00:00Z"}]  # fmt: skip
    found = ns.quotes.variants(rows, ns.articles.read(records))
    assert found["quote_id"].tolist() == ["soon", "late"]
    assert set(found["utterance_id"]) == {"soon"}


def test_who_looks_back_is_not_the_first() -> None:
    back = {"text": SAID, "quote_id": "back", "said_on": pd.Timestamp("2031-05-02")}
    rows = quotes(back, {"text": SAID, "quote_id": "then", "said_on": pd.NaT})
    records = [{"id": "t-back", "text": "In May. " + SAID, "date": "2031-05-08"},
               {"id": "t-then", "text": SAID, "date": "2031-05-03"}]  # fmt: skip
    found = ns.quotes.variants(rows, ns.articles.read(records))
    assert found[["quote_id", "variant"]].values.tolist() == [["then", "first"], ["back", "same"]]


def test_no_quotations_give_no_variants() -> None:
    found = ns.quotes.variants(quotes())
    assert found.empty and list(found) == [c.name for c in schema.columns("variants")]


def test_quotations_without_actors_are_joined_by_speaker() -> None:
    text = f"“{SAID},” Mara Ostrell said."
    articles = ns.articles.read([{"id": "a", "text": text, "date": "2031-05-02"},
                                 {"id": "b", "text": "By now. " + text, "date": "2031-05-02"}])  # fmt: skip
    found = ns.quotes.variants(ns.quotes.find(articles), articles)
    assert found["variant"].tolist() == ["first", "same"]


def test_a_reporters_words_with_another_name_or_number_in_their_place_tell_something_else() -> None:
    first = {
        "text": "that its guards turned back two raids near Karsk, north of Velda",
        "kind": "indirect",
    }
    other = {"text": "that its guards turned back two raids near Ostrell, north of Velda"}
    assert len(joined(first, other | {"kind": "indirect"})) == 2
    assert len(joined(first, other | {"text": first["text"].replace("two", "six")})) == 2
    assert (
        len(joined(first, {"text": "Its Guards Turned Back Two Raids Near Karsk"})) == 1
    )  # a headline
    assert len(joined(first | {"kind": "direct"}, other)) == 1  # a name changed


@pytest.mark.parametrize(("article", "n"), [("t-q1", 1), ("t-q0", 2)])
def test_two_words_shared_inside_one_article_must_be_nearly_all(article, n) -> None:
    rows = (
        {"text": "have you talked to the miller about the bridge"},
        {"text": "We will talk about the bridge"},
    )
    assert len(joined(rows[0], rows[1] | {"article_id": article})) == n
