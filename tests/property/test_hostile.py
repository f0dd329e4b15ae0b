"""Whatever frame a public verb is given, it answers or refuses in words; nothing crashes."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest
from matplotlib import pyplot as plt

import newsan as ns

ROOT = Path(ns.__file__).parent.parent
CALLS, SEED = 900, 7


@pytest.fixture(scope="module")
def hostile() -> ModuleType:
    path = ROOT / "benchmarks" / "hostile.py"
    if not path.exists():
        pytest.skip("not a checkout")
    spec = importlib.util.spec_from_file_location("hostile", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile"] = module  # its dataclass looks for its module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def frames(hostile: ModuleType) -> dict[str, object]:
    return hostile.world()


def test_every_verb_takes_the_frames_as_they_are_made(hostile, frames) -> None:
    for frame, rows in frames.items():
        if frame not in ("problems", "ledger"):
            assert len(rows), frame
    for verb, (_, call) in hostile.VERBS.items():
        assert call(frames) is not None, verb
        plt.close("all")


def test_every_public_verb_that_takes_frames_is_tried(hostile) -> None:
    tried = {verb.split(" ")[0] for verb in hostile.VERBS}
    for room in (ns.articles, ns.quotes, ns.actors, ns.stance, ns.places, ns.frontline, ns.corrections, ns.stats,
                 ns.charts, ns.maps):  # fmt: skip
        for name in room.__all__:
            verb = getattr(room, name)
            if (
                inspect.isfunction(verb)
                and next(iter(inspect.get_annotations(verb).values())) == "pd.DataFrame"
            ):
                assert f"{room.__name__.split('.')[-1]}.{name}" in tried | {"corrections.write"}


def test_no_verb_crashes_on_a_frame_that_is_not_what_it_wants(hostile, frames) -> None:
    outcomes = {case: case.run(frames) for case in hostile.drawn(frames, CALLS, SEED)}
    crashes = {c: o for c, o in outcomes.items() if o not in ("fine", "refused")}
    assert crashes == {}
    assert len(outcomes) >= CALLS
    assert sum(o == "refused" for o in outcomes.values()) > CALLS / 4


@pytest.mark.parametrize("how", ["a string", "a list", "a number", "two levels", "columns twice"])
def test_what_is_no_frame_is_refused_by_every_verb(hostile, frames, how) -> None:
    taken = {
        "actors.registry",
        "stance.topics",
        "stance.preview",
        "frontline.read_sides",
        "frontline.read_control",
        "verify",
    }
    for verb, (given, _) in hostile.VERBS.items():
        if verb not in taken:  # these read files, too
            assert hostile.Case(verb, given[0], how).run(frames) == "refused", verb
