"""Speech acts, certainty, conditions and intensity of invented quotations."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns
from newsan import rhetoric, schema
from newsan.errors import SchemaError


def quotes(*said):
    """Build a quotes frame from (text, cue) pairs."""
    return schema.build(
        [{"quote_id": f"q{i}", "attribution_id": f"a{i}", "article_id": "x", "kind": "direct",
          "text": text, "start": 0, "end": len(text), "cue": cue, "is_speech": True,
          "confidence": 1.0} for i, (text, cue) in enumerate(said)], "quotes")  # fmt: skip


def row(text, cue="said"):
    """Measure one quotation."""
    return rhetoric.measure(quotes((text, cue))).iloc[0]


ACTS = [
    ("the road is open", "denied", "deny"),
    ("the mayor of lying", "accused", "accuse"),
    ("that the gate be opened", "demanded", "demand"),
    ("the villagers", "praised", "praise"),
    ("to repair the bridge", "promised", "promise"),
    ("to close the valley", "threatened", "threaten"),
    ("for calm", "appealed", "appeal"),
    ("The reports are false.", "said", "deny"),
    ("They are lying about the dam.", "said", "accuse"),
    ("We thank the bakers.", "said", "praise"),
    ("We will rebuild the school.", "said", "promise"),
    ("Please open the gate.", "said", "appeal"),
    ("The river rose by a metre.", "said", "report"),
    ("We did not kill anybody.", "said", "report"),
    ("Nobody was in the house.", "said", "report"),
    ("guilty", "pleaded", "report"),
]
CERTAINTIES = [
    ("It was completely and utterly destroyed.", "absolute"),
    ("Perhaps it may have been destroyed.", "hedged"),
    ("It was destroyed.", "plain"),
    ("The bridge that might have been repaired was destroyed.", "plain"),
]
CONDITIONS = [
    ("We go if it rains, not before.", "if it rains"),
    ("Unless they pay, we will close the bridge.", "Unless they pay"),
    ("In the event of a flood, we will leave.", "In the event of a flood"),
    ("We will talk as long as the guns are silent.", "as long as the guns are silent"),
    ("It looked as if it rained.", None),
    ("We asked if it rained.", None),
    ("It rained once again.", None),
    ("It rained.", None),
]


@pytest.mark.parametrize(
    ("cases", "column", "floor"),
    [(ACTS, "act", 14), (CERTAINTIES, "certainty", 3), (CONDITIONS, "condition", 6)],
)
def test_plain_cases_are_read_right(cases, column, floor):
    wrong = []
    for *said, expected in cases:
        found = row(*said)[column]
        found = None if pd.isna(found) else found
        wrong += [(said, found)] if found != expected else []
    assert len(cases) - len(wrong) >= floor, wrong


def test_the_words_that_decided_stand_in_the_sentence():
    measured = row("the road is open", "denied")
    assert measured["act_rule"] in ("the", "road", "is", "open", "denied")
    assert 0.3 < measured["confidence"] <= 1


def test_the_article_is_read_where_it_is_given():
    text = "Mara Ostrell accused the army of shelling Velm. “They shot at the school,” she said."
    articles = ns.articles.read([{"text": text}])
    found = ns.quotes.find(articles)
    in_place = rhetoric.measure(found, articles)
    assert in_place["act"].iloc[0] == "accuse"
    assert in_place["quote_id"].tolist() == found["quote_id"].tolist()
    with pytest.raises(SchemaError, match="not given"):
        rhetoric.measure(found, articles.assign(article_id="other"))


def test_rates_count_words():
    measured = row("We all know that they never slept and we always did")
    assert measured["absolutist_per_100"] == pytest.approx(100 * 3 / 11)
    assert measured["us_them_per_100"] == pytest.approx(100 * 1 / 11)


def test_intensity_is_the_sum_of_its_parts():
    measured = row("THE DAM IS COMPLETELY GONE!")
    assert measured["caps_share"] == 1.0
    assert measured["exclamations"] == 1
    assert measured["superlatives"] == 1
    assert measured["intensity"] == 3.0


@pytest.mark.parametrize("text", ["The UN met in the US.", "He said OK."])
def test_initials_are_not_shouting(text):
    assert row(text)["caps_share"] == 0


def test_a_quotation_without_words_has_no_rates():
    measured = row("…")
    assert measured[["absolutist_per_100", "hedges_per_100", "conflict_share"]].isna().all()
    assert measured["act"] == "report"


def test_curly_apostrophes_read_like_straight_ones():
    curly, straight = row("It isn’t true."), row("It isn't true.")
    assert curly["act"] == straight["act"]
    assert curly["confidence"] == straight["confidence"]


def test_refuses_other_frames():
    with pytest.raises(SchemaError, match="quote_id"):
        rhetoric.measure(pd.DataFrame({"text": ["x"]}))
