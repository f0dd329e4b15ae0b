"""Whatever the text: spans give their words back, and articles do not disturb each other."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import newsan as ns
from newsan import schema

_WORDS = st.sampled_from(
    [
        "Sudzha",
        "Суджа",
        "Kursk",
        "Kursk Oblast",
        "Kyiv",
        "Moscow",
        "Crimea",
        "Ukraine",
        "Paris",
        "U.S.",
        "Mara",
        "the",
        "in",
        "near",
        "said",
        "of",
        "and",
        "War",
        "White House",
        "St. Louis",
        "forces",
        "“",
        "”",
        ".",
        ",",
        "\n\n",
        "—",
        "’s",
        "North Korean",
        "Washington, D.C.",
        "é",
        "😀",
    ]
)
_TEXTS = st.one_of(
    st.lists(_WORDS, max_size=25).map(" ".join),
    st.lists(_WORDS, max_size=12).map("".join),
    st.text(max_size=80),
)


def _find(*texts):
    ids = [f"a{n}" for n in range(len(texts))]
    return ns.places.find(pd.DataFrame({"article_id": ids, "text": list(texts)}), demonyms=True)


@given(_TEXTS)
@settings(deadline=None, max_examples=120)
def test_spans_give_their_words_back(text):
    found = schema.check(_find(text), "mentions")
    for row in found.itertuples():
        assert text[row.start : row.end] == row.name
        assert row.name.strip() == row.name and row.name
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


@given(_TEXTS, _TEXTS)
@settings(deadline=None, max_examples=40)
def test_articles_do_not_disturb_each_other(one, two):
    columns = ["start", "end", "name", "place_id", "kind"]
    alone, both = _find(one), _find(two, one)
    rest = both[both["article_id"] == "a1"]
    assert alone[columns].astype(str).values.tolist() == rest[columns].astype(str).values.tolist()


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=100)
def test_folding_twice_is_folding_once(name):
    assert ns.gazetteer.fold(ns.gazetteer.fold(name)) == ns.gazetteer.fold(name)


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_looking_up_any_name_is_safe(name):
    for place in ns.gazetteer.load().lookup(name):
        assert place.place_id in ns.gazetteer.load()
