"""Time grows with the length of a text, whatever its shape: twice the text, never four times the work."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import newsan as ns
from newsan.document.reading_copy import reading_copy
from newsan.text import furniture, quoted_regions, sentences

SIZE = 12_000  # code points; at this size what grew with the square of it took most of the time
MOST = 3.0  # times as long for twice the text: 2 if work grows with the text, 4 with its square
TRIES = 4  # as other work on the machine may disturb one


def cost(read: Callable[[str], object], text: str) -> float:
    """Return the processor's seconds that reading a text takes, the lesser of two."""
    spent = []
    for number in range(2):
        fresh = f"{text}{' ' * number}|"  # no text is read twice: results may be kept
        began = time.process_time()
        read(fresh)
        spent.append(time.process_time() - began)
    return min(spent)


def grows_with_the_text(read: Callable[[str], object], shape: str) -> bool:
    small, large = (shape * (size // len(shape)) for size in (SIZE, 2 * SIZE))
    read(shape)  # tables are loaded before anything is timed
    return any(cost(read, large) <= MOST * cost(read, small) for _ in range(TRIES))


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        (sentences, "."),
        (sentences, "?!"),
        (sentences, "“It rained.” "),
        (quoted_regions, '“It "rained '),
        (quoted_regions, "‘the people' rained "),
        (furniture, "Skip to main Toggle xxx "),
        (furniture, "VELDANY, A"),
        (reading_copy, "it\u200b rained "),
        (reading_copy, "the river rose in the night, and the bridge at the mill fell\nas "),
    ],
    ids=lambda v: v.__name__ if callable(v) else v,
)
def test_typography_is_read_in_time_that_grows_with_the_text(read, shape):
    assert grows_with_the_text(read, shape)


def test_many_blanks_are_passed_over_at_once():
    blanks = " " * 200_000
    assert reading_copy(f"it{blanks}rained").text == f"it{blanks}rained"


def test_a_menu_that_can_be_read_in_many_ways_is_read_once():
    assert furniture("Share via " * 200 + "the river")[:1] == []


def places(text: str) -> object:
    return ns.places.find(ns.articles.read({"text": text}))


def everything(text: str) -> object:
    return ns.analyse({"text": text, "date": "2031-05-02"})


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        (places, "Kyiv and Moscow and "),
        (places, "“It rained,” said Mara Ostrell. "),
        (everything, "Sudzha, Kursk, Kyiv, Moscow, "),
        (everything, "« rain » „so“ "),
    ],
    ids=lambda v: v.__name__ if callable(v) else v,
)
def test_articles_are_read_in_time_that_grows_with_the_text(read, shape):
    assert grows_with_the_text(read, shape)
