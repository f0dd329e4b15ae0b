"""What must hold for any quotation: spans, order, empty input."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from newsan import schema, stance

_PIECES = st.sampled_from([
    "They are surrounded", "not", "ceasefire", "we support", "Kyiv", "is lying", "Sudzha", "lost",
    "If", "surrender", "?", ". ", ", but ", "the claim is false", "№ ✓ ў", "“", "’s", "Moscow",
])  # fmt: skip
_WORDS = st.lists(_PIECES, min_size=1, max_size=9).map(" ".join).filter(lambda t: t.strip())
_SAID = st.lists(st.tuples(_WORDS, st.sampled_from(["said", "denied", ""])), max_size=4)


def _frames(said, before="Russian and Ukrainian troops had fought before it all. "):
    text, rows = before, []
    for n, (words, cue) in enumerate(said):
        rows.append({"quote_id": f"q{n}", "attribution_id": f"a{n}", "article_id": "x",
                     "kind": "direct", "text": words, "start": len(text),
                     "end": len(text) + len(words), "cue": cue, "is_speech": True,
                     "confidence": 1.0, "actor_id": "vladimir-putin"})  # fmt: skip
        text += words + "\n"
    articles = schema.build([{"article_id": "x", "text": text, "n_words": 1, "source": "s",
                              "sha256": "0"}], "articles")  # fmt: skip
    return schema.build(rows, "quotes", optional=True), articles


@settings(max_examples=60, deadline=None)
@given(_SAID)
def test_spans_lie_in_their_quotation(said):
    quotes, articles = _frames(said)
    frame = stance.find(quotes, articles)
    schema.check(frame, "stance")
    spans = quotes.set_index("quote_id")
    for row in frame.dropna(subset=["quote_id"]).itertuples():
        quote = spans.loc[row.quote_id]
        assert quote["start"] <= row.start < row.end <= quote["end"]
    assert (frame["topic"].isna() == frame["position"].isna()).all()
    assert (frame["topic"].isna() != frame["target_id"].isna()).all()


@settings(max_examples=30, deadline=None)
@given(_SAID, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(said, random):
    quotes, articles = _frames(said)
    order = list(range(len(quotes)))
    random.shuffle(order)
    shuffled = quotes.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(stance.find(quotes, articles), stance.find(shuffled, articles))


@settings(max_examples=30, deadline=None)
@given(_SAID)
def test_claims_add_up(said):
    frame = stance.find(*_frames(said))
    board = stance.claims(frame)
    schema.check(board, "claims")
    kept = frame.dropna(subset=["topic", "actor_id"])
    assert len(board) == len(kept.drop_duplicates(["topic", "actor_id", "position"]))
    assert board["n"].sum() <= len(kept)


@settings(max_examples=60, deadline=None)
@given(_WORDS, st.data())
def test_toward_answers_any_span(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    frame = pd.DataFrame({"text": [text], "target_start": [start], "target_end": [end]})
    made = stance.toward(frame)
    assert made.isna().item() or made.item() in (-1, 0, 1)


@settings(max_examples=60, deadline=None)
@given(_SAID)
def test_topics_need_what_they_are_about(said):
    quotes, articles = _frames(said, before="Before it all. ")
    found = set(stance.find(quotes, articles)["topic"].dropna())
    if not all(name in articles["text"].item() for name in ("Kyiv", "Moscow")):
        assert not found


@settings(max_examples=60, deadline=None)
@given(_SAID)
def test_nobody_says_yes_and_no_in_one_sentence(said):
    quotes, articles = _frames(said)
    frame = stance.find(quotes, articles).dropna(subset=["position"])
    for _, here in frame.groupby(["start", "topic"]):
        assert not {"asserts", "denies"} <= set(here["position"])


def test_empty_in_empty_out():
    frame = stance.find(schema.build([], "quotes", optional=True), schema.build([], "articles"))
    assert frame.empty
    assert frame.columns.tolist()[: len(schema.names("stance"))] == schema.names("stance")
    assert stance.claims(frame).columns.tolist()[: len(schema.names("claims"))] == schema.names(
        "claims"
    )
    nothing = pd.DataFrame({"text": [], "target_start": [], "target_end": []})
    assert stance.toward(nothing).empty
