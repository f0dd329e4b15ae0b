"""The tour in a real JupyterLab: all cells run, no error, figures there; those of all notebooks in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

PlaywrightTimeout = pytest.importorskip("playwright.sync_api").TimeoutError

pytestmark = pytest.mark.browser
TRIES, A_LOOK_MS = 8, 15_000
NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
TOUR = NOTEBOOKS[0]
IDLE = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator[data-status=idle]"
FAULT = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
RUN = """(fault) => {
  if (document.querySelector(fault)) { return true; }  // nothing runs after an error
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
  return prompts.length && prompts.every(p => /^\\[\\d+\\]:$/.test(p.textContent.trim()));
}"""
SHOWN = """() => [...document.querySelectorAll('.jp-OutputArea-output img, .jp-RenderedSVG img')]
  .filter(i => i.src.startsWith('data:image/svg+xml')).map(i => i.complete && i.naturalWidth > 0)"""
DRAWN = """(figures) => Promise.all(figures.map(async (svg) => {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try { await image.decode(); } catch { return false; }
  return image.naturalWidth > 0;
}))"""


def figures(path: Path) -> list[str]:
    """Return the figures that a published notebook shows."""
    cells = nbformat.read(path, as_version=4).cells
    shown = [o.get("data", {}) for c in cells if c.cell_type == "code" for o in c.outputs]
    return [data["image/svg+xml"] for data in shown if "image/svg+xml" in data]


def open_and_run(page: Any, address: str, name: str) -> None:
    """Open a notebook in an empty workspace, clear its outputs and run all its cells."""
    page.goto(f"{address}/lab/workspaces/{Path(name).stem}/tree/{name}?reset")
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(1_500)  # the menus change once more after the kernel is there
    page.locator(".jp-Notebook .jp-Cell").first.click()
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(RUN, arg=FAULT)
    page.wait_for_selector(IDLE)


def choose(page: Any, menu: str, item: str) -> None:
    """Choose from a menu; one that JupyterLab closes again while it is made anew is opened again."""
    wanted = page.get_by_role("menuitem", name=item, exact=True)
    for _ in range(TRIES):
        page.get_by_role("menuitem", name=menu, exact=True).click()
        try:
            wanted.click(timeout=A_LOOK_MS)
        except PlaywrightTimeout:
            page.keyboard.press("Escape")
        else:
            return
    wanted.click()


def test_the_tour_runs_in_jupyterlab(
    lab: tuple[str, Path], watched: Callable[..., Any], screenshots: Path
) -> None:
    page = watched(viewport={"width": 1280, "height": 1000})
    open_and_run(page, lab[0], TOUR.name)
    assert page.locator(FAULT).all_inner_texts() == []
    n = len(figures(TOUR))
    page.wait_for_function(f"n => ({SHOWN})().filter(Boolean).length >= n", arg=n)
    assert page.evaluate(SHOWN) == [True] * n
    last = page.locator(".jp-RenderedSVG img").last
    last.scroll_into_view_if_needed()
    page.screenshot(path=screenshots / f"{TOUR.stem}.png")


# nbval compares what every cell of every notebook gives; whether a browser can draw it, nbval cannot tell.
def test_every_figure_of_every_notebook_is_drawn(watched: Callable[..., Any]) -> None:
    page = watched()
    for path in NOTEBOOKS:
        drawn = page.evaluate(DRAWN, figures(path))
        assert drawn and all(drawn), (path.name, drawn)


def test_an_error_or_a_warning_would_be_seen(
    lab: tuple[str, Path], watched: Callable[..., Any]
) -> None:
    cells = ["import sys\nprint('late', file=sys.stderr)", "1 / 0"]
    made = new_notebook(cells=[new_code_cell(c) for c in cells])
    nbformat.write(made, lab[1] / "faulty.ipynb")
    page = watched(viewport={"width": 1280, "height": 1000})
    open_and_run(page, lab[0], "faulty.ipynb")
    page.locator(FAULT).nth(1).wait_for()
    late, error = page.locator(FAULT).all_inner_texts()
    assert late.strip() == "late" and "ZeroDivisionError" in error
