"""Time grows with the length of a text, whatever its shape: twice the text, never four times the work."""

from __future__ import annotations

import importlib.util
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import newsan as ns
from newsan.document.normalise import reading_copy
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


BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "scaling.py"
SHORT = 2_000  # code points of the texts whose calls are counted
LONG = 6_000  # and of those that are timed
COUNTED = (
    2.5  # times as many calls for twice the text; what grows with its square has four times as many
)
KEPT = 2.3  # times as much memory
TIMED = 0.05  # seconds: what is quicker says nothing of growth

HOSTILE = (
    "peoples",
    "apostrophes", "according to names", "bidi marks", "bullets", "capitals in lines",
    "CJK without stops", "combining marks", "commas", "dashes", "days in a row", "ellipses",
    "emoji", "HTML entities", "many bodies", "many names", "many people", "namesakes", "nested unclosed",
    "numbers", "one sentence", "parentheses", "place in sentences", "places in a row", "pronouns",
    "repeated paragraphs", "said", "short lines", "table rows", "transcript",
    "unclosed paragraphs", "addresses",
)  # fmt: skip


# Calls do not tell how long a pattern searches; these shapes are for patterns.
FOR_PATTERNS = (
    "apostrophes", "capitals in lines", "CJK without stops", "nested unclosed", "one sentence", "said",
)  # fmt: skip


@pytest.fixture(scope="module")
def scaling() -> ModuleType:
    """The benchmark's shapes and verbs, with what the verbs load once loaded."""
    if not BENCHMARK.exists():
        pytest.skip("not a checkout")
    spec = importlib.util.spec_from_file_location("scaling", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.seconds("Mara Ostrell said that it rained in Kyiv. “Never,” she added. " * 5)
    return module


def calls(run: Callable[[], object]) -> int:
    """Return how many functions are called, of Python and of C: the same number on every machine."""
    number = 0

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal number
        number += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_verb_calls_more_than_in_proportion(scaling, shape):
    texts = [scaling.grown(scaling.SHAPES[shape], size) for size in (SHORT, 2 * SHORT)]
    few, many = ({verb: calls(run) for verb, run in scaling.verbs(t).items()} for t in texts)
    assert {verb: n / few[verb] for verb, n in many.items() if n > COUNTED * few[verb]} == {}


def test_whom_many_pronouns_mean_is_asked_in_proportion(scaling):
    counted = []
    for size in (LONG, 2 * LONG):
        verbs = scaling.verbs(scaling.grown(scaling.SHAPES["peoples"], size))
        verbs["find"]()
        counted.append(calls(verbs["resolve"]))
    assert counted[1] <= COUNTED * counted[0]


@pytest.mark.parametrize("shape", FOR_PATTERNS)
def test_no_verb_takes_more_time_than_in_proportion(scaling, shape):
    slow = {}
    for _ in range(TRIES):
        few, many = (
            scaling.seconds(scaling.grown(scaling.SHAPES[shape], size), enough=0.0)
            for size in (LONG, 2 * LONG)
        )
        again = {v: s / few[v] for v, s in many.items() if s > max(TIMED, MOST * few[v])}
        slow = {verb: growth for verb, growth in again.items() if not slow or verb in slow}
        if not slow:
            break
    assert slow == {}


@pytest.mark.parametrize("shape", ["repeated paragraphs", "one sentence"])
def test_memory_grows_with_the_text(scaling, shape):
    peaks = []
    for size in (LONG, 2 * LONG):
        runs = scaling.verbs(scaling.grown(scaling.SHAPES[shape], size))
        tracemalloc.start()
        for run in runs.values():
            run()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] <= KEPT * peaks[0]


def test_growth_with_the_square_is_told():
    def pairs(text: str) -> list[bool]:
        return [a.startswith(b) for a in text for b in text]

    assert calls(lambda: pairs("a" * 200)) > COUNTED * calls(lambda: pairs("a" * 100))
