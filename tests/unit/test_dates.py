"""Words that say when, as days."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import dates

PUBLISHED = "2025-03-14"  # a Friday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Friday", "2025-03-14"), ("Saturday", "2025-03-08"), ("last Friday", "2025-03-07"),
        ("next Tuesday", "2025-03-18"), ("today", "2025-03-14"), ("yesterday", "2025-03-13"),
        ("tomorrow", "2025-03-15"), ("a day earlier", "2025-03-13"), ("two days ago", "2025-03-12"),
        ("March 3", "2025-03-03"), ("3 March 2024", "2024-03-03"), ("Feb. 25", "2025-02-25"),
        ("December 11", "2024-12-11"), ("on Friday, 11 April", "2025-04-11"), ("Thursday, 11 April", "2024-04-11"),
        ("2025-03-01", "2025-03-01"),
        ("the previous day", "2025-03-13"),
    ],
)  # fmt: skip
def test_days(words: str, day: str) -> None:
    assert dates.resolve(words, PUBLISHED) == pd.Timestamp(day)


@pytest.mark.parametrize(
    "words", ["last August", "this week", "in March", "soon", "", "2025-13-40"]
)
def test_what_names_no_day_is_missing(words: str) -> None:
    assert pd.isna(dates.resolve(words, PUBLISHED))


def test_without_a_day_of_publication_only_full_dates_count() -> None:
    assert pd.isna(dates.resolve("on Friday", None))
    assert pd.isna(dates.resolve("March 3", pd.NaT))
    assert dates.resolve("March 3, 2025", None) == pd.Timestamp("2025-03-03")


def test_a_weekday_to_come() -> None:
    assert dates.resolve("on Friday", PUBLISHED, future=True) == pd.Timestamp("2025-03-21")
    assert dates.is_future("The two will meet on Friday.")
    assert not dates.is_future("The two met on Friday.")


def test_names_and_verbs_are_no_dates() -> None:
    spotted = [
        w
        for _, _, w in dates.spot(
            "Ostrell Today reported that it may 3 times have rained. May 3 was dry."
        )
    ]
    assert spotted == ["May 3"]


def test_numbers_are_no_days_and_there_is_no_day_before_the_first() -> None:
    text = "In March 3,000 people fled; on March 3, they came."
    assert [w for _, _, w in dates.spot(text)] == ["March 3"]
    assert pd.isna(dates.resolve("yesterday", "0001-01-01"))
    assert pd.isna(dates.resolve("December 30", "9999-12-30"))
