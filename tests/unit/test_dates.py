"""Words that say when, as first and last days."""

from __future__ import annotations

import time

import pytest

from newsan import dates

PUBLISHED = "2025-03-14"  # a Friday


def days(text: str, published: object = PUBLISHED) -> list[tuple[str, ...]]:
    """Return the words of a text that say when, with their first and last day where they have one."""
    return [
        (text[d.start : d.end], *dict.fromkeys(str(day) for day in d[2:] if day is not None))
        for d in dates.find(text, published)
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Friday", "2025-03-14"), ("Saturday", "2025-03-08"), ("last Friday", "2025-03-07"),
        ("this past Monday", "2025-03-10"), ("early on Tuesday", "2025-03-11"), ("next Tuesday", "2025-03-18"),
        ("the coming Monday", "2025-03-17"), ("today", "2025-03-14"), ("tonight", "2025-03-14"),
        ("this morning", "2025-03-14"), ("yesterday", "2025-03-13"), ("last night", "2025-03-13"),
        ("tomorrow", "2025-03-15"), ("the day before yesterday", "2025-03-12"), ("a day earlier", "2025-03-13"),
        ("two days ago", "2025-03-12"), ("a week ago", "2025-03-07"), ("a fortnight ago", "2025-02-28"),
        ("12 days ago", "2025-03-02"), ("the previous day", "2025-03-13"), ("on the 14th", "2025-03-14"),
        ("on the 27th", "2025-02-27"), ("on the 31st", "2025-01-31"), ("March 3", "2025-03-03"),
        ("3 March 2024", "2024-03-03"), ("the 3rd of March", "2025-03-03"), ("Feb. 25", "2025-02-25"),
        ("December 11", "2024-12-11"), ("on Friday, 11 April", "2025-04-11"), ("Thursday, 11 April", "2024-04-11"),
        ("on 17 May last year", "2024-05-17"), ("2025-03-01", "2025-03-01"), ("29 February", "2024-02-29"),
    ],
)  # fmt: skip
def test_days(words: str, day: str) -> None:
    [found] = days(words)
    assert found[1:] == (day,)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in August", "2024-08-01", "2024-08-31"), ("in March", "2025-03-01", "2025-03-31"),
        ("last March", "2024-03-01", "2024-03-31"), ("next March", "2026-03-01", "2026-03-31"),
        ("this April", "2025-04-01", "2025-04-30"), ("in March last year", "2024-03-01", "2024-03-31"),
        ("in early February", "2025-02-01", "2025-02-10"), ("mid-January", "2025-01-11", "2025-01-20"),
        ("late last February", "2025-02-21", "2025-02-28"), ("July 2021", "2021-07-01", "2021-07-31"),
        ("in 2016", "2016-01-01", "2016-12-31"), ("in the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("the fourth quarter", "2024-10-01", "2024-12-31"), ("Q1 2024", "2024-01-01", "2024-03-31"),
        ("last quarter", "2024-10-01", "2024-12-31"), ("last week", "2025-03-03", "2025-03-09"),
        ("earlier this week", "2025-03-10", "2025-03-14"), ("over the weekend", "2025-03-08", "2025-03-09"),
        ("this weekend", "2025-03-15", "2025-03-16"), ("last month", "2025-02-01", "2025-02-28"),
        ("earlier this year", "2025-01-01", "2025-03-14"), ("last year", "2024-01-01", "2024-12-31"),
        ("in the past week", "2025-03-07", "2025-03-14"), ("over the past 24 hours", "2025-03-13", "2025-03-14"),
        ("from 3 to 5 March", "2025-03-03", "2025-03-05"), ("March 3-5, 2024", "2024-03-03", "2024-03-05"),
        ("between Monday and Wednesday", "2025-03-10", "2025-03-12"),
        ("from 28 February to 2 March", "2025-02-28", "2025-03-02"),
    ],
)  # fmt: skip
def test_periods(words: str, first: str, last: str) -> None:
    [found] = days(words)
    assert found[1:] == (first, last)


def test_a_period_may_end_before_the_weekday_it_began_with() -> None:
    assert days("between Monday and Wednesday", "2025-03-11") == [
        ("between Monday and Wednesday", "2025-03-03", "2025-03-05")
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The bridge fell on Monday. The next day it rained.", ("The next day", "2025-03-11")),
        ("The fair opened on 4 March. That evening, it rained.", ("That evening", "2025-03-04")),
        ("The fair opened on 4 March. Two days later it shut.", ("Two days later", "2025-03-06")),
        ("The council met on Tuesday. The day before, it rained.", ("The day before", "2025-03-10")),
        ("The council met on 4 March; the following Monday, it rained.", ("following Monday", "2025-03-10")),
        ("On the eve of Wednesday's vote, it rained.", ("the eve of Wednesday's", "2025-03-11")),
        ("It rained two days before the vote on 9 March.", ("two days before the vote on 9 March", "2025-03-07")),
        ("It rained on Monday. The denial comes a day after Ardal spoke.", ("a day after", "2025-03-09")),
    ],
)  # fmt: skip
def test_days_count_from_the_day_spoken_of(text: str, last: tuple[str, ...]) -> None:
    assert days(text)[-1] == last


def test_a_day_told_in_passing_is_not_the_one_spoken_of() -> None:
    text = "Ardal spoke on Thursday of what was agreed two days earlier. The same day, it rained."
    assert days(text)[-1] == ("The same day", "2025-03-13")


def test_nobody_spoke_of_a_day_far_off_or_of_none() -> None:
    assert days("The same day, it rained. That night, too.") == []
    far = "It rained on 4 March. " + "The dam held. " * 40
    assert days(far + "The next day, it broke.") == [("4 March", "2025-03-04")]


@pytest.mark.parametrize(
    "words", ["soon", "", "2025-13-40", "31 February", "a few days ago", "weeks ago", "the eve of"]
)
def test_what_names_no_day_is_missing(words: str) -> None:
    assert all(found == (words,) for found in days(words))


def test_without_a_day_of_publication_only_full_dates_count() -> None:
    assert days("on Friday, March 3, in March and last week", None) == [
        ("on Friday, March 3",),
        ("in March",),
        ("last week",),
    ]
    assert days("March 3, 2025", None) == [("March 3, 2025", "2025-03-03")]
    assert days("July 2021", None) == [("July 2021", "2021-07-01", "2021-07-31")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The two will meet on Friday.", "2025-03-21"),
        ("The two are due to meet on Monday.", "2025-03-17"),
        ("The two met on Friday.", "2025-03-14"),
        ("The two said on Monday that they would meet.", "2025-03-10"),
        ("Ardal, who will lead it, said on Monday that it rained.", "2025-03-10"),
    ],
)
def test_a_weekday_to_come(text: str, day: str) -> None:
    assert [found[1] for found in days(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Ostrell Today reported that it rained.",
        "The host of “Today,” who said that it rained.",
        "She said so on “Veldany News Sunday.”",
        "It may 3 times have rained, and they march 12 miles.",
        "Friday Ostrell is a barrister.",
        "Ardal told the Sunday Gazette and the 5 October Movement.",
        "It was the 14th floor, and on the 14th floor it rained.",
        "It cost 2,024 crowns, and 1984 Nights is a novel.",
        "May Tollander said that night raids go on.",
    ],
)
def test_names_verbs_and_numbers_are_no_dates(text: str) -> None:
    assert days(text) == []


def test_thousands_are_no_days_and_there_is_no_day_before_the_first() -> None:
    text = "In March 3,000 people fled; on March 3, they came."
    assert [found[0] for found in days(text)] == ["In March", "March 3"]
    assert days("yesterday", "0001-01-01") == [("yesterday",)]
    assert days("next year", "9999-12-30") == [("next year",)]


@pytest.mark.parametrize(
    "piece",
    ["on ", "last ", "monday ", "3 to 5 to ", "the day before ", "from monday to ", "will monday "],
)
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(n: int) -> float:
        started = time.process_time()
        dates.find(piece * n, PUBLISHED)
        return time.process_time() - started

    # Other work on the machine may disturb one try.
    assert any(seconds(40_000) < 20 * max(seconds(4_000), 0.01) for _ in range(4))
