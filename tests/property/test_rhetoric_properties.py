"""Rates stay in range and conditions are words of the quotation."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from newsan import rhetoric, schema
from newsan.conditions import condition

_TEXTS = st.lists(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(
        ["if", "we", "they", "NEVER", "war", "perhaps", "completely", "unless", ",", "!", "US",
         "will be destroyed", "isn’t", "Київ", "[In] the event of"]), max_size=10).map(" ".join)),
    max_size=4)  # fmt: skip


def _quotes(texts):
    return schema.build(
        [{"quote_id": str(i), "attribution_id": str(i), "article_id": "x", "kind": "direct",
          "text": t, "start": 0, "end": len(t), "is_speech": True, "confidence": 1.0}
         for i, t in enumerate(texts)], "quotes")  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_TEXTS)
def test_measures(texts):
    made = rhetoric.measure(_quotes(texts))
    schema.check(made, "rhetoric")
    assert made["quote_id"].tolist() == [str(i) for i in range(len(texts))]
    for text, found in zip(texts, made["condition"], strict=True):
        assert pd.isna(found) or found in text
    parts = made["caps_share"] + made["exclamations"] + made["superlatives"]
    pd.testing.assert_series_equal(parts, made["intensity"], check_names=False)


@given(st.text(max_size=80))
def test_condition_is_a_span(text):
    span = condition(text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_empty_in_empty_out():
    nothing = schema.build([], "rhetoric", optional=True)
    pd.testing.assert_frame_equal(rhetoric.measure(_quotes([])), nothing)
