"""The ablation of rules: sets that exist, predictions that fit their articles."""

from __future__ import annotations

import doctest
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from newsan.quotes.attribution import Attribution

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS, FOLDS = ROOT / "benchmarks", ROOT / "training" / "folds"

pytestmark = pytest.mark.skipif(not FOLDS.exists(), reason="not a checkout")

TEXT = "“It rained,” Mara Ostrell said. This was reported by the Veldany Post."
SCORER = SimpleNamespace(
    words_in=lambda text: [], content_words=lambda words, spans: set(range(*spans[0]))
)


@pytest.fixture
def ablation(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), str(FOLDS), *sys.path])
    return importlib.import_module("ablation")


@pytest.fixture
def predictions(ablation: ModuleType) -> ModuleType:
    return importlib.import_module("predictions")


@pytest.fixture
def kept(predictions: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of one article, whose prediction is kept."""
    said = Attribution([(0, 12)], (13, 25), (26, 30), 0.98)
    own = predictions.Prediction("ostrell-rain", predictions.digest(TEXT), 2, [said])
    predictions.write([own], tmp_path / "kept.gz")
    made = predictions.read(tmp_path / "kept.gz")
    assert made == [own]
    monkeypatch.setattr(predictions, "read", lambda: made)
    path = tmp_path / "articles.jsonl"
    gold = {"content": [[0, 12]], "source": [[13, 25]], "cue": [[26, 30]]}
    path.write_text(json.dumps({"id": own.id, "text": TEXT, "attributions": [gold]}))
    return path


@pytest.mark.parametrize("name", ["ablation", "predictions", "make"])
def test_examples_run(ablation: ModuleType, name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(name))
    assert attempted and not failed


def test_every_set_names_functions_that_give_back_their_last_argument(ablation: ModuleType) -> None:
    for name, places in ablation.RULES.items():
        with ablation.left_out(name):
            for place in places:
                home, function = place.split(":")
                module = importlib.import_module(f"newsan.quotes.{home}")
                assert getattr(module, function)("page", ["found"]) == ["found"], place


def test_rules_run_on_predictions_and_can_be_left_out(
    ablation: ModuleType, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = ablation.gather(kept, SCORER, None)
    seen: list[list[Attribution]] = []
    counted = ablation.Score(frozenset(), 0, 0)
    monkeypatch.setattr(
        ablation, "compared", lambda _, found, scorer: seen.append(found) or counted
    )
    ablation.score(articles, SCORER)
    with ablation.left_out("sources"):
        ablation.score(articles, SCORER, "sources")
    assert [[TEXT[slice(*a.content[0])] for a in found] for found in seen] == [["It rained,"]] * 2
    assert seen[0] is not seen[1]


def test_an_article_that_was_changed_is_refused_with_the_remedy(
    ablation: ModuleType, kept: Path
) -> None:
    kept.write_text(kept.read_text().replace("rained", "snowed"))
    with pytest.raises(SystemExit, match=r"ostrell-rain is not the text .* training/folds/README"):
        ablation.gather(kept, SCORER, None)
    kept.write_text(kept.read_text().replace("ostrell-rain", "ostrell-snow"))
    with pytest.raises(SystemExit, match="ostrell-snow has no prediction"):
        ablation.gather(kept, SCORER, None)


def test_halves_are_two_and_share_nothing(ablation: ModuleType, kept: Path) -> None:
    assert sum(len(ablation.gather(kept, SCORER, half)) for half in ablation.HALVES) == 1


def test_a_rule_ships_that_makes_more_right_than_wrong(ablation: ModuleType) -> None:
    base = [ablation.Score(frozenset((0, 1)), 2, 3)] * 40
    worse = [ablation.Score(frozenset((0,)), 2, 3)] * 40
    assert ablation.row("sources", base, worse).endswith("| 40 | 0 | -40 | ships |")
    assert ablation.row("sources", worse, base).endswith("| 0 | 40 | +40 | - |")
    assert ablation.row("signed", base, base).endswith("| 0 | 0 | +0 | typography |")


def test_predictions_hold_numbers_and_no_text(predictions: ModuleType) -> None:
    assert predictions.FILE.stat().st_size < 1_500_000
    kept = predictions.read()
    assert len({p.id for p in kept}) == len(kept) == 840
    assert {p.fold for p in kept} == {0, 1, 2, 3}
