"""Properties of the tagger that hold for any text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsan import tagger
from newsan.tagger import structure
from newsan.tagger.tokens import flags, fold_marks, pieces

WORDS = [
    "said",
    "Mayor Vant",
    "Kessrin",
    "the valley",
    "according to",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
]
WORDS += [
    "«",
    "»",
    "„",
    ",",
    ".",
    "?",
    "\n",
    "\n\n",
    " ",
    "--",
    "U.S.",
    "''",
    "told",
    "that",
    "it’s",
]
news = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
texts = st.one_of(news, st.text(max_size=120))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_spans_are_in_order_inside_the_text_and_trimmed(text: str) -> None:
    (spans,) = tagger.tag([text])
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end
        covered = text[span.start : span.end]
        assert covered == covered.strip()
        assert "\n" not in covered
        assert span.role in tagger.ROLES
        assert 0 <= span.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=6))
def test_a_text_is_tagged_alike_alone_and_among_others(batch: list[str]) -> None:
    together = tagger.tag(batch)
    assert len(together) == len(batch)
    for text, spans in zip(batch, together, strict=True):
        (alone,) = tagger.tag([text])
        shape = [(s.start, s.end, s.role) for s in spans]
        assert shape == [(s.start, s.end, s.role) for s in alone]
        assert np.allclose(
            [s.confidence for s in spans], [s.confidence for s in alone], rtol=0, atol=1e-3
        )


@settings(max_examples=60, deadline=None)
@given(texts, st.text(alphabet=" \n\t", max_size=4), st.text(alphabet=" \n\t", max_size=4))
def test_white_space_around_a_text_only_moves_its_spans(text: str, lead: str, tail: str) -> None:
    text = text.strip()
    (plain,) = tagger.tag([text])
    (moved,) = tagger.tag([lead + text + tail])
    assert [(s.start + len(lead), s.end + len(lead), s.role) for s in plain] == [
        (s.start, s.end, s.role) for s in moved
    ]


@given(texts)
def test_pieces_and_folded_marks_keep_every_offset(text: str) -> None:
    folded = fold_marks(text)
    assert len(folded) == len(text)
    lead, found = pieces(text)
    assert text[:lead] + "".join(found) == text


@given(st.lists(texts, min_size=1, max_size=5))
def test_structure_stays_in_its_tables(batch: list[str]) -> None:
    bits = [np.array([flags(p) for p in pieces(t)[1]], np.uint8) for t in batch]
    bits = [b for b in bits if len(b)]
    starts = np.cumsum([0] + [len(b) for b in bits[:-1]]) if bits else np.zeros(0, int)
    found = structure.read(np.concatenate([*bits, np.zeros(0, np.uint8)]), starts)
    assert ((found.columns >= 0) & (found.columns < np.array(structure.SIZES))).all()
    assert set(starts) <= set(found.paragraph_starts)
