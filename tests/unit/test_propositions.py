"""Topics in plain words: what they are found by, what is given and what is not."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema, stance
from newsan.errors import SchemaError
from newsan.stance.positions import Said
from newsan.stance.propositions import VERBATIM, candidate, match, plain_positions, wording
from newsan.stance.topics import compile_topics

DAM = "The dam at Velm should be repaired."


def topic(proposition: str, **more: str):
    own = stance.topics(pd.DataFrame([{"topic": "own", "proposition": proposition, **more}]))
    return compile_topics(own.tail(1))[0]


def said(words: str, cue: str = "said") -> Said:
    return Said(words, 0, cue, "direct", "", ())


def position(words: str, proposition: str, cue: str = "said", **more: str) -> str | None:
    found = candidate(said(words, cue), topic(proposition, **more))
    return None if found is None else found[1]


@pytest.mark.parametrize(
    ("words", "proposition", "expected"),
    [
        ("The garrison at Velm has been encircled.", "The garrison at Velm is surrounded by an encirclement.", "asserts"),
        ("The garrison is not encircled.", "The garrison is encircled.", "denies"),
        ("We must repair the dam.", DAM, "asserts"),
        ("Is the garrison encircled?", "The garrison is encircled.", None),
        ("If the garrison is encircled, we shall send help.", "The garrison is encircled.", None),
        ("The weather was fine.", "The garrison is encircled.", None),
    ],
)  # fmt: skip
def test_positions(words, proposition, expected):
    assert position(words, proposition) == expected


def test_a_denying_cue_turns_it():
    assert position("the garrison is encircled", "The garrison is encircled.", "denied") == "denies"


@pytest.mark.parametrize(
    ("words", "cue", "proposition", "expected"),
    [
        ("The bridge is not safe.", "said", "The bridge is not safe.", "asserts"),
        ("the bridge was safe", "said", "The bridge is not safe.", "denies"),
        ("the bridge was safe", "denied", "The bridge isn't safe.", "asserts"),
        ("The firm caused the deaths.", "said", "The firm did not cause the deaths.", "denies"),
        ("The plant should be closed.", "said", "The plant should not be closed.", "denies"),
        ("The plant should not be closed.", "said", "The plant should not be closed.", "asserts"),
        ("The plant should not be closed.", "said", "The plant should be closed.", "denies"),
        ("No soldiers were killed.", "said", "No soldiers were killed.", "asserts"),
        ("Turkey cut the cable.", "said", "Turkey, not Greece, cut the cable.", None),
        ("No fewer than nine men died.", "said", "No fewer than nine men died.", None),
        ("Clerks who did not resign took bribes.", "said", "Clerks who did not resign took bribes.", None),
        ("A no-fly zone must be set up.", "said", "A no-fly zone should be set up.", "asserts"),
    ],
)  # fmt: skip
def test_what_asserts_the_words_of_a_negated_proposition_denies_it(
    words, cue, proposition, expected
):
    assert position(words, proposition, cue) == expected
    if words == proposition and expected:
        given = plain_positions(said(words, cue), (topic(proposition),), None)
        assert [p.confidence >= VERBATIM for p in given] == [True]


def test_who_did_it_to_whom():
    attack = topic("Last year Northland attacked Southland.")
    assert match("Northland attacked Southland.", attack) is not None
    assert match("Southland attacked Northland.", attack) is None
    assert match("Southland was attacked by Northland.", attack) is not None


def test_an_example_against_it_denies():
    more = {"against_example": "The bridge carries lorries and trains over the Tamm."}
    assert (
        position(
            "The bridge carries lorries and trains over the Tamm.", "The enemy blew it up.", **more
        )
        == "denies"
    )


def test_names_are_told_from_words():
    assert wording("Northland attacked Turkish ships.").names == ("=Turkey",)


def test_topics_need_no_pattern():
    own = stance.topics(["The dam broke.", DAM, DAM]).tail(3)
    assert own["kind"].tolist() == ["fact", "proposal", "proposal"]
    assert own["topic"].is_unique and all(t.is_plain for t in compile_topics(own))
    with pytest.raises(SchemaError, match="no `about`"):
        stance.topics(pd.DataFrame([{"topic": "a", "proposition": "b", "asserts": "c"}]))


def preview(proposition: str, words: str = "The dam at Velm must be repaired") -> pd.DataFrame:
    text = f"“{words},” said the mayor."
    articles = schema.build([{"article_id": "x", "text": text, "n_words": 9, "source": "x", "sha256": "0"}],
                            "articles")  # fmt: skip
    quotes = schema.build([{"quote_id": "q1", "attribution_id": "a1", "article_id": "x", "kind": "direct",
        "text": words, "start": 1, "end": 1 + len(words), "is_speech": True, "confidence": 1.0, "cue": "said",
        "actor_id": "mayor", "actor": "Mayor"}], "quotes", optional=True)  # fmt: skip
    return stance.preview(proposition, quotes, articles)


def test_preview():
    caught = preview(DAM)
    assert caught[["position", "actor", "quote_id"]].values.tolist() == [["asserts", "Mayor", "q1"]]
    assert caught["confidence"].between(0.5, 1).all() and caught.attrs["notes"] == []


def test_preview_says_which_word_is_to_blame():
    assert preview("The bridge is closed.").attrs["notes"] == [
        "the_bridge_is_closed: nothing caught. In 1 quotation: bridge 0, closed 0. Too rare: bridge, closed."
    ]


@pytest.mark.parametrize(
    ("words", "more", "position"),
    [
        ("I say it today: the cranes are safe.", {}, "asserts"),
        ("The cranes are not safe, and he knows it.", {}, "denies"),
        ("The village is under our control.", {"for_example": "The village is under our control."}, "asserts"),
        ("Our people are in Velm.", {"against_example": "Our people are in Velm."}, "denies"),
        ("Crane drivers want safe roads, and the council listens to none of them.", {}, None),
    ],
)  # fmt: skip
def test_what_stands_there_word_for_word_is_always_given(words, more, position):
    given = plain_positions(said(words), (topic("The cranes are safe.", **more),), None)
    assert [p.position for p in given] == ([position] if position else [])
    assert all(p.confidence >= VERBATIM for p in given)


@pytest.mark.parametrize(
    "words",
    ["We do not know whether the cranes are safe.", "We want to keep the cranes safe.", "The cranes are safe to ignore.",
     "Cranes, safes and lorries burned.", "The cranes would be safe had you paid."],
)  # fmt: skip
def test_what_only_holds_the_words_is_not_taken_for_the_proposition(words):
    given = plain_positions(said(words), (topic("The cranes are safe."),), None)
    assert all(p.confidence < VERBATIM for p in given)
