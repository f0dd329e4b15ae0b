"""Speech acts, certainty, conditions and intensity of invented quotations."""

from __future__ import annotations

import pandas as pd
import pytest

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


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("the road is open", "denied", "deny"),
        ("the mayor of lying", "accused", "accuse"),
        ("that the gate be opened", "demanded", "demand"),
        ("the villagers", "praised", "praise"),
        ("to repair the bridge", "promised", "promise"),
        ("to close the valley", "threatened", "threaten"),
        ("for calm", "appealed", "appeal"),
        ("The reports are false.", "said", "deny"),
        ("There is no evidence of a flood.", "said", "deny"),
        ("They are lying about the dam.", "said", "accuse"),
        ("The council must leave now.", "said", "demand"),
        ("We thank the bakers.", "said", "praise"),
        ("We will rebuild the school.", "said", "promise"),
        ("They will be destroyed.", "said", "threaten"),
        ("Please open the gate.", "said", "appeal"),
        ("The river rose by a metre.", "said", "report"),
    ],
)
def test_act(text, cue, expected):
    assert row(text, cue)["act"] == expected


def test_the_cue_goes_before_the_content():
    assert rhetoric.act("We thank the bakers.", "denied") == ("deny", "cue-deny")
    assert rhetoric.act("We thank the bakers.") == ("praise", "content-praise")
    assert rhetoric.act("") == ("report", "no-rule")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was completely destroyed.", "absolute"),
        ("It may have been destroyed.", "hedged"),
        ("It was destroyed.", "plain"),
        ("It may possibly always be so.", "hedged"),
    ],
)
def test_certainty(text, expected):
    assert row(text)["certainty"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We go if it rains, not before.", "if it rains"),
        ("Unless they pay; never.", "Unless they pay"),
        ("[In] the event of a flood, leave.", "[In] the event of a flood"),
        ("We wait until the rain ends.", "until the rain ends"),
        ("We go even if it rains.", None),
        ("It looked as if it rained.", None),
        ("Once again it rained.", None),
        ("It rained.", None),
    ],
)
def test_condition(text, expected):
    found = row(text)["condition"]
    assert pd.isna(found) if expected is None else found == expected


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
    assert row("It isn’t true.")["act"] == row("It isn't true.")["act"] == "deny"


def test_refuses_other_frames():
    with pytest.raises(SchemaError, match="quote_id"):
        rhetoric.measure(pd.DataFrame({"text": ["x"]}))
