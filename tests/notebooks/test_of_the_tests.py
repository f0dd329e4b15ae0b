"""The notebooks' tests can fail: a bar, a quotation or a point that differs is found."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
TOUR = ROOT / "notebooks" / "00-tour.ipynb"
OFFLINE = ROOT / "tests" / "offline" / "sitecustomize.py"


def failing_cells(path: Path, **environment: str) -> set[int]:
    """Compare a notebook as `make test` does, and return the cells that differ."""
    command = [
        sys.executable, "-m", "pytest", str(path), "--rootdir", str(ROOT), "-c",
        str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = {int(n) for n in re.findall(r"^FAILED .*::Cell (\d+)", done.stdout, re.MULTILINE)}
    assert (done.returncode == 1) == bool(found), done.stdout
    return found


def change(cell: nbformat.NotebookNode, pattern: str, replacement: str) -> None:
    """Change every form of a cell's output where the pattern first stands."""
    n = 0
    for output in cell.outputs:
        for mime, content in output.get("data", {}).items():
            output.data[mime], found = re.subn(pattern, replacement, content, count=1)
            n += found
    assert n, f"{pattern} stands in no output of {cell.source!r}"


def test_a_changed_mark_quotation_or_point_in_a_published_output_is_found(tmp_path: Path) -> None:
    notebook = nbformat.read(TOUR, as_version=4)
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    (quote,) = [i for i, c in enumerate(cells) if c.source.startswith("result.quotes[[")]
    (point,) = [i for i, c in enumerate(cells) if c.source.startswith("result.mentions[[")]
    (chart,) = [i for i, c in enumerate(cells) if "charts.claim_board" in c.source]
    (drawn,) = [i for i, c in enumerate(cells) if "maps.salient" in c.source]
    change(cells[quote], r"no threat of encirclement", "a threat of encirclement")
    change(cells[point], r"POINT \((\d+\.\d*)\d ", r"POINT (\g<1>x ")
    change(cells[chart], r'(<use xlink:href="#\w+" x="\d+)', r"\g<1>9")
    change(cells[drawn], r'(<use xlink:href="#\w+" x="\d+)', r"\g<1>9")
    copy = tmp_path / "copy.ipynb"
    nbformat.write(notebook, copy)
    assert failing_cells(copy) == {quote, point, chart, drawn}


SMALL = (
    """import pandas as pd
import newsan as ns
ns.figures.setup()""",
    """text = "“The road to Sumy is open,” Mara Ostrell said. “Nobody is hurt,” Toma Brevik said."
articles = ns.articles.read([{"text": text}])
quotes = ns.quotes.find(articles)
quotes[["speaker", "text"]]""",
    "ns.places.find(articles)[['place', 'geometry']]",
    """words = [ns.stats.word_counts([t]) for t in ("The road is open", "Nobody is hurt")]
table = ns.stats.log_odds(*words)
ax = ns.charts.keyness(table, names=("Ostrell", "Brevik"), source="invented")""",
)
# What somebody might change in the library by hand: a quotation, a point and a bar, each shown by one cell.
CHANGES = """import newsan.places as places
import newsan.quotes as quotes
from matplotlib.axes import Axes
words, where, bars = quotes.find, places.find, Axes.barh
quotes.find = lambda *a, **k: words(*a, **k).replace({"text": {"Nobody is hurt,": "Somebody is hurt,"}})
def find(*a, **k):
    found = where(*a, **k)
    return found.set_geometry(found.geometry.translate(xoff=0.01))
places.find = find
Axes.barh = lambda self, y, width, *a, **k: bars(self, y, [w * 1.01 for w in width], *a, **k)"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a small notebook of invented words once, as `make notebooks` does."""
    folder = tmp_path_factory.mktemp("small")
    notebook = new_notebook(cells=[new_code_cell(source) for source in SMALL])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    NotebookClient(
        notebook,
        startup_timeout=600,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    nbformat.write(notebook, folder / "small.ipynb")
    return folder / "small.ipynb"


@pytest.mark.parametrize(("patch", "cells"), [("pass", set()), (CHANGES, {1, 2, 3})])
def test_changes_in_the_library_and_nothing_else_are_found(
    small: Path, tmp_path: Path, patch: str, cells: set[int]
) -> None:
    # Every kernel started with this folder on its path begins by making the change.
    (tmp_path / "sitecustomize.py").write_text(
        f"import os, runpy, sys\nrunpy.run_path({str(OFFLINE)!r})\n"
        f'if "ipykernel_launcher" in " ".join(sys.orig_argv):\n{indented(patch)}\n',
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    assert failing_cells(small, PYTHONPATH=path) == cells


def indented(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())
