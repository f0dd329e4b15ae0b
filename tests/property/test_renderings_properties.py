"""Any quotation, cut, wrapped or marked otherwise, stays in its utterance; the order of rows changes nothing."""

from __future__ import annotations

import random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import newsan as ns
from newsan import schema

WORDS = ("dam bridge river mill lamp boat bread road winter garden council letter harvest tower market "
         "engine forest window station school").split()  # fmt: skip
SENTENCE = st.permutations(WORDS).map(lambda chosen: "We will " + " and the ".join(chosen[:10]))
ACTOR = st.sampled_from(["mara-ostrell", "ivo-teller", None])
DAY = st.sampled_from([pd.Timestamp("2031-05-02"), pd.Timestamp("2031-05-04"), pd.NaT])
ROW = st.tuples(st.one_of(SENTENCE, st.text(max_size=30), st.just("We will see")), ACTOR, DAY)


def frame(rows: list[tuple[str, str | None, pd.Timestamp]]) -> pd.DataFrame:
    return schema.build(
        [
            {"quote_id": f"q{n}", "attribution_id": f"a{n}", "article_id": f"t{n}", "kind": "direct", "text": text,
             "start": 0, "end": len(text), "speaker": "the ferryman", "is_speech": True, "confidence": 1.0,
             "actor_id": actor, "said_on": day}
            for n, (text, actor, day) in enumerate(rows)
        ],
        "quotes",
        optional=True,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    SENTENCE,
    st.integers(0, 8),
    st.integers(12, 20),
    st.sampled_from(["“{}”", "„{}“", "'{}'", '"{},"']),
)
def test_a_quotation_cut_wrapped_and_marked_otherwise_stays_in_its_utterance(
    text: str, start: int, n: int, marks: str
) -> None:
    wrapped = marks.format("\n".join(text.split()[start : start + n]))
    day = pd.Timestamp("2031-05-02")
    found = ns.quotes.variants(frame([(text, "mara-ostrell", day), (wrapped, "mara-ostrell", day)]))
    assert found["utterance_id"].nunique() == 1
    assert found["variant"].tolist()[1] in ("same", "cut")


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=12), st.randoms(use_true_random=False))
def test_each_quotation_has_one_row_whatever_their_order(
    rows: list[tuple[str, str | None, pd.Timestamp]], draw: random.Random
) -> None:
    quotes = frame(rows)
    found = ns.quotes.variants(quotes)
    schema.check(found, "variants")
    assert sorted(found["quote_id"]) == sorted(quotes["quote_id"])
    order = list(range(len(rows)))
    draw.shuffle(order)
    pd.testing.assert_frame_equal(ns.quotes.variants(quotes.iloc[order]), found)
    owners = found.merge(quotes[["quote_id", "actor_id"]], on="quote_id")
    assert (owners.groupby("utterance_id")["actor_id"].nunique(dropna=False) == 1).all()
