"""How sure an actor is: bounds, order, what is missing, the table of weights."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns
from newsan.actors.confidence import weights

TOWN = (
    "“The bridge is closed,” Mayor Mara Ostrell of Veldany said on Friday. “It will stay closed,” Ostrell "
    "added.\n\nThe council met for two hours with engineer Petra Lomand and baker Anna Teller in the "
    "old hall, and nobody left before midnight.\n\n“We were not asked,” she said. The official said "
    "that the river was rising."
)


def resolved(text: str) -> pd.DataFrame:
    articles = ns.articles.read({"text": text, "date": "2031-05-02"})
    return ns.actors.resolve(ns.quotes.find(articles), articles)


@pytest.fixture(scope="module")
def town() -> pd.DataFrame:
    return resolved(TOWN).set_index("speaker")


def test_every_actor_has_a_chance_and_nobody_else() -> None:
    found = resolved(TOWN + " “Go home,” somebody shouted. “You must see it,” I said.")
    assert found["actor_id"].isna().any() and found["actor_id"].notna().any()
    assert (found["actor_confidence"].isna() == found["actor_id"].isna()).all()
    assert found["actor_confidence"].dropna().between(0, 1).all()
    ns.schema.check(found, "quotes")


def test_a_name_is_surer_than_a_pronoun_far_from_it_and_than_words_for_nobody(town) -> None:
    sure = town["actor_confidence"]
    full, pronoun, unnamed = (
        sure[s] for s in ("Mayor Mara Ostrell of Veldany", "she", "The official")
    )
    assert full > pronoun > 0
    assert full > 0.9 > unnamed


def test_a_surname_that_two_bear_is_less_sure() -> None:
    one = "Mara Ostrell met Petra Lomand. “It rained,” Mara Ostrell said."
    two = "Mara Ostrell met Petra Ostrell. “It rained,” Mara Ostrell said."
    assert resolved(one)["actor_confidence"][0] > resolved(two)["actor_confidence"][0]


def test_a_name_of_one_word_is_less_sure_than_a_full_one() -> None:
    full, short = (resolved(f"“It rained,” {name} said.") for name in ("Mara Ostrell", "Ostrell"))
    assert full["actor_confidence"][0] > short["actor_confidence"][0]


def test_weights_are_read_and_say_what_they_should() -> None:
    by = weights()
    assert by["intercept"] > 0 and by["finder_odds"] > 0 and by["ranker_odds"] > 0
    assert all(
        by[name] < 0 for name in ("is_unnamed", "one_word", "has_namesakes", "several_people")
    )
