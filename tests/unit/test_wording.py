"""Days, counts and cut words as readers see them."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import wording


@pytest.mark.parametrize(
    ("days", "expected"),
    [([], "undated"), (["2025-03-14"] * 2, "14 Mar 2025"),
     (["2025-03-14", None, "2024-12-01"], "1 Dec 2024 to 14 Mar 2025")],
)  # fmt: skip
def test_span(days: list[str | None], expected: str) -> None:
    assert wording.span(pd.to_datetime(pd.Series(days, dtype="object"))) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("2031-05-02", "2031-05-02", "2 May 2031"), ("2031-02-01", "2031-02-28", "Feb 2031"),
     ("2031-05-01", "2031-05-30", "1 May 2031 to 30 May 2031")],
)  # fmt: skip
def test_period(first: str, last: str, expected: str) -> None:
    assert wording.period_text(pd.Timestamp(first), pd.Timestamp(last)) == expected


def test_a_missing_day_is_said() -> None:
    assert wording.day_of(pd.NaT) == wording.day_of(None) == "day not stated"
    assert wording.day_of(pd.NaT, "undated") == "undated"


def test_shortened_words_end_at_a_word_and_are_no_longer_than_asked() -> None:
    words = "The council of Ostbruck  met, and then it met again"
    assert wording.shorten(words, 25) == "The council of Ostbruck…"
    assert wording.shorten("x" * 40, 10) == "x" * 9 + "…"
    assert wording.shorten("a\n b", 10) == "a b"
    assert all(len(wording.shorten(words, n)) <= n for n in range(2, 60))
    assert all(len(wording.abridged(words, n)) <= n for n in range(4, 60))


def test_marks_go_round_direct_words_that_have_none() -> None:
    assert wording.quoted("Rain", "direct") == "“Rain”"
    assert wording.quoted("Rain", "indirect") == "Rain"
    assert wording.quoted("“Rain”, she said", "direct") == "“Rain”, she said"
