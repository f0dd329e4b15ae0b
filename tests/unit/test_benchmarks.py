"""The tables that the notebooks show are those of the documents, and can be read."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"

pytestmark = pytest.mark.skipif(not BENCHMARKS.exists(), reason="not a checkout")


def test_every_result_stands_in_the_document_it_was_written_down_in() -> None:
    document = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    numbers = {float(n.replace(",", "")) for n in re.findall(r"\d*\.\d+|\d[\d,]*", document)}
    results = pd.read_csv(BENCHMARKS / "results.csv")
    for column in ("newsan", "best_other", "two_humans"):
        said = set(results[column].dropna())
        assert not said - numbers, f"{column}: not in benchmarks/README.md, so one of them is old"


def test_results_are_scores_or_rates_with_n() -> None:
    results = pd.read_csv(BENCHMARKS / "results.csv")
    assert set(results["kind"]) == {"accuracy", "speed"}
    scores = results[results["kind"] == "accuracy"]
    values = scores[["newsan", "best_other", "two_humans"]].stack().dropna()
    assert values.between(0, 1).all()
    assert (results["n"] > 0).all() and results[["task", "data", "unit"]].notna().all(axis=None)
    assert not results.duplicated(["task", "data", "measure"]).any()


def test_the_calibration_is_the_one_of_the_model_card() -> None:
    card = (ROOT / "training" / "tagger" / "MODEL_CARD.md").read_text(encoding="utf-8")
    bands = pd.read_csv(BENCHMARKS / "calibration.csv")
    for row in bands.itertuples():
        assert f"| {row.confidence_from} | {row.n} | {row.stated:.3f} | {row.right:.3f} |" in card


def test_hard_sentences_hold_the_words_they_ask_for() -> None:
    hard = pd.read_csv(BENCHMARKS / "hard_sentences.csv", dtype="str")
    for row in hard.dropna(subset=["words"]).itertuples():
        assert row.words in row.text or row.words.capitalize() in row.text
        assert row.speaker.casefold() in row.text.casefold()
    articles = ns.articles.read(BENCHMARKS / "hard_sentences.csv")
    assert articles["article_id"].tolist() == hard["article_id"].tolist()


ROOM = """
def longer(a: int | None, b: int) -> bool:
    return a > b


def shorter(a: int, b: int) -> bool:
    return a < b
"""
TESTS = """
from newsan.quotes import longer


def test_longer():
    assert longer(2, 1) and not longer(1, 2) and not longer(1, 1)
"""


def test_a_mutant_that_a_test_notices_is_killed_and_one_that_none_runs_survives(tmp_path) -> None:
    pytest.importorskip("cosmic_ray", reason="newsan[mutants] is not installed")
    written = {"newsan/__init__.py": "", "newsan/quotes/__init__.py": ROOM,
               "tests/unit/test_quotes.py": TESTS, "pyproject.toml": "[tool.pytest.ini_options]\n"}  # fmt: skip
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    command = [sys.executable, BENCHMARKS / "mutants.py", "--root", tmp_path, "--minutes", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    counts, survivors = done.split("share killed\n")[1].split("\n", 1)
    assert counts.split()[:5] == ["quotes", "2", "1", "1", "0"]
    assert survivors.strip().startswith("newsan/quotes/__init__.py:7 ")
    assert "return a < b -> " in survivors and "(no test runs it)" in survivors
    assert (tmp_path / "newsan/quotes/__init__.py").read_text(encoding="utf-8") == ROOM
    again = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert again == done.split("pass, ")[-1].split("\n", 1)[1]
