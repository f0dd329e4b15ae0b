"""What is only there to be fast finds what the plain way does: media by their words, names by first letters, dates."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsan import dates
from newsan.lexicons import alternation
from newsan.occasions.media import WORD, Rule, rules

LETTERS = st.characters(codec="latin-1")


@pytest.mark.parametrize("rule", rules(), ids=lambda r: f"{r.medium}-{min(r.words)}")
def test_whatever_a_medium_pattern_finds_has_one_of_its_words(rule: Rule) -> None:
    @settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.from_regex(rule.pattern, alphabet=LETTERS))
    def holds(text: str) -> None:
        assert not rule.words.isdisjoint(WORD.findall(text.casefold())), text

    holds()


NAMES = st.lists(st.text("Osté' x-", min_size=2, max_size=6).map(str.strip), min_size=1)


@given(NAMES.filter(all), st.text("Osté’' x-", max_size=20))
def test_names_by_first_letters_are_those_tried_one_by_one(names: list[str], text: str) -> None:
    longest_first = sorted(set(names), key=lambda n: (-len(n), n))
    plain = "|".join(
        re.escape(n).replace("'", "['’]").replace(r"\ ", r"\s+") for n in longest_first
    )
    found = [m.span() for m in re.finditer(alternation(names), text)]
    assert found == [m.span() for m in re.finditer(plain, text)]


@given(
    st.lists(st.sampled_from("On Friday|MARCH 3|İ|3 march 2024|ß|last August|he said".split("|")))
)
def test_dates_stand_where_they_are_said_to_in_either_case(pieces: list[str]) -> None:
    text = " ; ".join(pieces)
    found = [text[date.start : date.end] for date in dates.find(text, "2025-03-14")]
    assert found == [p for p in pieces if p not in ("İ", "ß", "he said")]


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.dates())
def test_a_first_day_is_never_after_the_last(text: str, published: dt.date) -> None:
    words = f"{text} from Monday to Friday, in May, 3-5 June and {text} last week a day later"
    for date in dates.find(words, published):
        assert 0 <= date.start < date.end <= len(words)
        assert date.first is None if date.last is None else date.first <= date.last
