"""One article read once: spans by bisection, and nothing segmented or matched twice."""

from __future__ import annotations

import collections

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsan as ns
from newsan.document import Document, Spans, read
from newsan.document.letter_case import in_small_letters

STRETCH = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1]))

TEXT = (
    "OSTBRUCK, March 3 (AP) - “It rained,” said Mayor Mara Ostrell on Monday. "
    "“It will stop,” she added.\n"
    "PHOTO: A bridge.\n"
    "The river is high, the Ostbruck Institute reported. Ostrell denied that the dam broke."
)


@given(st.lists(STRETCH, max_size=12), STRETCH)
def test_spans_answer_as_a_walk_over_all_of_them_would(spans, asked):
    start, end = asked
    found = Spans(spans)
    real = [(a, b) for a, b in spans if a < b]
    assert found.meets(start, end) == (start < end and any(a < end and start < b for a, b in real))
    assert found.covers(start) == any(a <= start < b for a, b in real)
    assert [found[k] for k in found.beginning_in(start, end)] == [
        s for s in sorted(spans) if start <= s[0] < end
    ]
    assert found.before(start) == sum(a <= start for a, _ in spans) - 1


@given(st.lists(STRETCH, max_size=8), STRETCH)
def test_a_stretch_within_a_span_is_held(spans, asked):
    start, end = asked
    if any(a <= start < end <= b for a, b in spans):
        assert Spans(spans).holds(start, end)
    if Spans(spans).holds(start, end):
        assert all(Spans(spans).covers(at) for at in range(start, end))


def test_furniture_is_blank_in_the_prose_and_offsets_stay():
    found = Document(TEXT)
    assert len(found.prose) == len(TEXT)
    assert "PHOTO" not in found.prose and "March" not in found.prose
    assert found.walls == [TEXT.index("PHOTO")]
    assert [TEXT[r.start : r.end] for r in found.regions] == ["It rained,", "It will stop,"]
    assert TEXT[slice(*found.sentences[found.sentence_at(TEXT.index("river"))])].startswith("The ")


@pytest.mark.parametrize("step", ["paragraphs", "sentences", "furniture", "quoted_regions"])
def test_an_article_is_taken_apart_once_in_all_verbs(monkeypatch, step):
    counts: collections.Counter[str] = collections.Counter()
    inside = read.__wrapped__.__globals__
    real = inside[step]

    def counted(text, *rest, **options):
        counts[text] += 1
        return real(text, *rest, **options)

    read.cache_clear()
    monkeypatch.setitem(inside, step, counted)
    ns.analyse([{"text": TEXT, "date": "2031-03-03"}])
    whole = {text: n for text, n in counts.items() if len(text) == len(TEXT)}
    assert whole and max(whole.values()) == 1


def test_the_actors_of_an_article_are_matched_once(monkeypatch):
    seen = []
    inside = ns.actors.named.__globals__
    real = inside["_link_names"]
    monkeypatch.setitem(inside, "_link_names", lambda *given: seen.append(given) or real(*given))
    read.cache_clear()
    ns.analyse([{"text": TEXT, "date": "2031-03-03"}])
    assert len(seen) == 1


def test_a_users_actor_is_no_place():
    own = ns.actors.registry(
        pd.DataFrame({"actor_id": ["a"], "name": ["Kursk Rowing Club"], "kind": ["institution"]})
    )
    articles = ns.articles.read(
        [{"text": "The Kursk Rowing Club met in Kursk.", "date": "2031-03-03"}]
    )
    assert len(ns.places.find(articles)) == 2
    assert len(ns.places.find(articles, actors=own)) == 1


SHOUTED = (
    "OSTBRUCK, 3 MARCH (HNA) -- MAYOR MARA OSTRELL SAID ON MONDAY THAT THE NORTHERN FREE FRONT (NFF) HAD LEFT THE TOWN. "
    "SHE ADDED THAT NOBODY WAS HURT. GEN. IVO STRAND DENIED THAT THE NFF HAD BEEN THERE."
)


def test_who_speaks_in_capitals_is_known_and_the_words_stay_as_written():
    result = ns.analyse([{"text": SHOUTED, "date": "2031-03-03"}])
    rows = result.quotes[["actor", "text"]].values.tolist()
    assert [actor for actor, _ in rows] == ["Mara Ostrell", "Mara Ostrell", "Ivo Strand"]
    assert all(text.isupper() for _, text in rows)
    for start, end, text in result.quotes[["start", "end", "text"]].itertuples(index=False):
        assert SHOUTED[start:end] == text


@given(st.text(max_size=200))
def test_letters_keep_their_place_whatever_their_case(text):
    for case in (text, text.upper(), (text * 9).upper()):
        small = in_small_letters(case)
        assert len(small) == len(case)
        assert all(a == b or a.lower() == b for a, b in zip(case, small, strict=True))
    assert in_small_letters(text.lower()) == text.lower()
