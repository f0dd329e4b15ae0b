"""The published notebooks hold to the rules that nbval does not check."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIGURES = ROOT / "figures"
MOST_CELLS, MOST_LINES_A_CELL, MOST_LINES = 20, 8, 80

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[p.stem for p in NOTEBOOKS])


def code(path: Path) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def test_the_published_notebooks_are_there() -> None:
    assert [p.stem for p in NOTEBOOKS] == [
        "00-tour",
        "01-who-said-what",
        "02-rhetoric-per-actor",
        "03-front-line",
        "04-the-encirclement-claim",
        "05-your-own-articles",
        "06-how-good-is-newsan",
        "07-check-a-machines-reading",
    ]


@each
def test_every_cell_ran_in_order_without_error_or_warning(path: Path) -> None:
    cells = code(path)
    assert [c.execution_count for c in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert not [
            o for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"
        ]


@each
def test_size_and_plain_code(path: Path) -> None:
    sources = [c.source for c in code(path)]
    assert len(sources) <= MOST_CELLS
    assert max(len(s.splitlines()) for s in sources) <= MOST_LINES_A_CELL
    assert sum(len(s.splitlines()) for s in sources) <= MOST_LINES
    for source in sources:
        assert not re.search(r"^\s*(?:def|class|for|while|!|%)\b", source, re.MULTILINE)
        assert not source.rstrip().endswith(";")


@each
def test_the_first_cell_sets_up_and_the_last_saves_figures(path: Path) -> None:
    sources = [c.source for c in code(path)]
    assert "ns.figures.setup()" in sources[0]
    assert sources[0].splitlines()[-1] == "ns.__version__"
    assert "ns.figures.save(" in sources[-1]
    assert not any("savefig" in s for s in sources)


@each
def test_it_says_what_you_learn_and_ends_with_exercises(path: Path) -> None:
    words = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    assert words[0].startswith("# ") and "**What you will learn:**" in words[0]
    assert words[-1].startswith("## Exercises")
    assert re.findall(r"^\d\. ", words[-1], re.MULTILINE) == ["1. ", "2. "]


@each
def test_it_reads_like_an_article(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    kinds = [c.cell_type for c in cells]
    assert kinds[0] == kinds[-1] == "markdown"
    # A step or two of code, then words again: what was asked, or what is seen.
    assert not re.search("(code){4,}", "".join(kinds))
    headings = [c.source for c in cells if c.cell_type == "markdown" and "## " in c.source]
    assert len(headings) >= 4


@each
def test_no_more_than_one_cell_is_left_unchecked(path: Path) -> None:
    tags = [t for c in code(path) for t in c.metadata.get("tags", [])]
    assert not [t for t in tags if t in {"nbval-skip", "raises-exception"}]
    assert tags.count("nbval-ignore-output") <= 1
    assert "NBVAL_" not in path.read_text(encoding="utf-8")


@each
def test_figures_are_inline_svg(path: Path) -> None:
    kinds = [set(o.data) for c in code(path) for o in c.outputs if "data" in o]
    drawn = [k for k in kinds if any(m.startswith("image/") for m in k)]
    assert drawn
    assert all("image/svg+xml" in k and "image/png" not in k for k in drawn)


@each
def test_no_output_names_a_folder_of_the_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|Users|work)/", text)
    assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python3"


def test_every_figure_on_disk_is_recorded_and_from_a_notebook() -> None:
    record = json.loads((FIGURES / "figures.json").read_text(encoding="utf-8"))
    assert {p.stem for p in FIGURES.glob("*.svg")} == set(record)
    sources = "".join(p.read_text(encoding="utf-8") for p in NOTEBOOKS)
    assert all(f'\\"{name}\\"' in sources for name in record)
