"""Every published notebook in a real JupyterLab: opened, all cells run, no error, figures there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytestmark = pytest.mark.browser
NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
IDLE = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator[data-status=idle]"
RUN = """() => {
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
  return prompts.length && prompts.every(p => /^\\[\\d+\\]:$/.test(p.textContent.trim()));
}"""
SHOWN = """() => [...document.querySelectorAll('.jp-OutputArea-output img, .jp-RenderedSVG img')]
  .filter(i => i.src.startsWith('data:image/svg+xml')).map(i => i.complete && i.naturalWidth > 0)"""


def figures(path: Path) -> int:
    cells = nbformat.read(path, as_version=4).cells
    outputs = [o for c in cells if c.cell_type == "code" for o in c.outputs]
    return sum("image/svg+xml" in o.get("data", {}) for o in outputs)


def open_and_run(page: Any, address: str, name: str) -> None:
    """Open a notebook in an empty workspace, clear its outputs and run all its cells."""
    page.goto(f"{address}/lab/workspaces/{Path(name).stem}/tree/{name}?reset")
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_timeout(1_500)  # the menus change once more after the kernel is there
    page.locator(".jp-Notebook .jp-Cell").first.click()
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(RUN, timeout=90_000)
    page.wait_for_selector(IDLE, timeout=30_000)


def choose(page: Any, menu: str, item: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[p.stem for p in NOTEBOOKS])
def test_a_notebook_runs_in_jupyterlab(
    path: Path, lab: tuple[str, Path], watched: Callable[..., Any], screenshots: Path
) -> None:
    page = watched(viewport={"width": 1280, "height": 1000})
    open_and_run(page, lab[0], path.name)
    kinds = page.locator(".jp-OutputArea-output").evaluate_all(
        "all => all.map(o => o.dataset.mimeType)"
    )
    assert not [k for k in kinds if k and ("stderr" in k or "error" in k)]
    shown = page.evaluate(SHOWN)
    assert shown == [True] * figures(path)
    last = page.locator(".jp-RenderedSVG img").last
    last.scroll_into_view_if_needed()
    page.screenshot(path=screenshots / f"{path.stem}.png")
    choose(page, "Kernel", "Shut Down Kernel")
