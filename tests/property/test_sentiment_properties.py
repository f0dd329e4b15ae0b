"""Scores stay in range, follow their rows, and need a word that fired."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsan import schema, sentiment

_TEXTS = st.lists(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(
        ["good", "not", "terrible", "very", "war", "isn’t", "peace", "!", "town", ":)", "Київ"]),
        max_size=8).map(" ".join)), max_size=5)  # fmt: skip


def _quotes(texts):
    return schema.build(
        [{"quote_id": str(i), "attribution_id": str(i), "article_id": "x", "kind": "direct",
          "text": t, "start": 0, "end": len(t), "is_speech": True, "confidence": 1.0}
         for i, t in enumerate(texts)], "quotes")  # fmt: skip


@pytest.mark.parametrize("scorer", sentiment.SCORERS)
@settings(max_examples=50, deadline=None)
@given(texts=_TEXTS)
def test_scores(scorer, texts):
    made = sentiment.score(_quotes(texts), scorer=scorer)
    schema.check(made, "sentiment")
    assert made["quote_id"].tolist() == [str(i) for i in range(len(texts))]
    assert (made["polarity"].isna() == (made["n_hits"] == 0)).all()
    assert made["n_hits"].tolist() == [len(sentiment.hits(t, scorer=scorer)) for t in texts]


@pytest.mark.parametrize("scorer", sentiment.SCORERS)
def test_empty_in_empty_out(scorer):
    made = sentiment.score(_quotes([]), scorer=scorer)
    pd.testing.assert_frame_equal(made, schema.build([], "sentiment"))
