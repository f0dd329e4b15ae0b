"""The explorer in a real JupyterLab: filtered, read in its article, corrected, undone, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import newsan as ns

pytestmark = pytest.mark.browser
pytest.importorskip("anywidget")

CODE = """import newsan as ns
result = ns.analyse("example/articles")
ns.explore(result, corrections="example/corrections.csv")"""
READY = ".jp-Notebook-ExecutionIndicator[data-status=idle]"


@pytest.fixture
def code() -> str:
    """Return the cell that shows the explorer."""
    return CODE


@pytest.fixture
def explorer(lab: tuple[str, Path], watched: Callable[..., Any], code: str) -> tuple[Any, Path]:
    """Run a notebook that ends in an explorer; give the page and the file of corrections."""
    address, served = lab
    path = served / "example" / "corrections.csv"
    for old in path.parent.glob("corrections*.csv"):
        old.unlink()
    nbformat.write(new_notebook(cells=[new_code_cell(code)]), served / "explorer.ipynb")
    page = watched(viewport={"width": 1280, "height": 1000})
    page.goto(f"{address}/lab/workspaces/explorer/tree/explorer.ipynb?reset")
    page.wait_for_selector(READY)
    page.wait_for_timeout(1_500)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".newsan-explorer li")
    return page, path


def test_filter_read_correct_undo(explorer: tuple[Any, Path], screenshots: Path) -> None:
    page, path = explorer
    box = page.locator(".newsan-explorer")
    items, status = box.locator("li"), box.locator(".status")
    n = items.count()
    assert n > 10 and status.inner_text() == "No corrections yet."
    assert box.locator(".fix select").first.is_disabled()

    box.get_by_label("Actor", exact=True).select_option(label="Mara Ostrell")
    assert 0 < items.count() < n
    assert {t.split(":")[0] for t in items.all_inner_texts()} == {"Mara Ostrell"}
    box.get_by_label("From", exact=True).fill("2031-05-09")
    assert all("9 May 2031" in t for t in items.all_inner_texts())
    box.get_by_role("button", name="Clear").click()
    assert items.count() == n
    box.get_by_label("Words", exact=True).fill("bridge is tired")
    assert items.count() == 1

    items.first.locator("button").click()
    box.locator("mark.quotation").wait_for()
    assert "The bridge is tired, and so are we," in box.locator("mark.quotation").inner_text()
    assert "Mara Ostrell" in box.locator("mark.speaker").inner_text()

    box.get_by_label("Act is", exact=True).select_option("appeal")
    box.get_by_text("1 correction in corrections.csv, saved.").wait_for()
    assert "corrected: act" in items.first.inner_text()
    box.get_by_label("Actor is", exact=True).select_option(label="somebody else …")
    box.get_by_label("Their name", exact=True).fill("Jona Weld")
    box.get_by_label("Their name", exact=True).press("Enter")
    box.get_by_text("2 corrections in corrections.csv, saved.").wait_for()
    assert items.first.inner_text().startswith("Jona Weld")
    page.screenshot(path=screenshots / "explorer.png")
    made = ns.corrections.read(path)
    assert made[["field", "value", "was"]].values.tolist() == [
        ["act", "appeal", "report"], ["actor", "jona-weld", "mara-ostrell"]]  # fmt: skip

    undo = box.get_by_role("button", name="Undo")
    undo.click()
    box.get_by_text("1 correction in corrections.csv, saved.").wait_for()
    assert items.first.inner_text().startswith("Mara Ostrell")
    undo.click()
    box.get_by_text("No corrections yet.").wait_for()
    assert undo.is_disabled() and len(ns.corrections.read(path)) == 0


def test_by_keyboard_alone(explorer: tuple[Any, Path]) -> None:
    page, path = explorer
    box = page.locator(".newsan-explorer")
    box.get_by_label("Words", exact=True).focus()
    page.keyboard.type("ferry is no bridge")
    for _ in range(7):  # actor, act, topic, from (three parts), ...
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    for _ in range(8):
        if page.evaluate("document.activeElement.dataset.id || ''"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    box.locator("mark.quotation").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    box.get_by_label("Act is", exact=True).focus()
    page.keyboard.type("praise")
    page.keyboard.press("Enter")
    box.get_by_text("1 correction in corrections.csv, saved.").wait_for()
    assert ns.corrections.read(path)["value"].tolist() == ["praise"]


CODERS = CODE.replace('.csv")', '.csv", coder="B", sample=6)')


@pytest.mark.parametrize("code", [CODERS])
def test_a_coder_does_not_see_what_newsan_says_until_they_have_said_it(
    explorer: tuple[Any, Path], screenshots: Path
) -> None:
    page, path = explorer
    box = page.locator(".newsan-explorer")
    items, hide = box.locator("li"), box.get_by_label("Hide what newsan says", exact=True)
    assert items.count() == 6
    named = items.first.locator("strong").inner_text()
    hide.check()
    assert items.first.locator("strong").inner_text() == "?"
    assert box.get_by_label("Act", exact=True).is_disabled()
    items.first.locator("button").click()
    box.locator("mark.quotation").wait_for()
    assert box.locator("mark.speaker").count() == 0
    assert box.get_by_role("button", name="Both are right").is_disabled()
    assert box.get_by_label("Actor is", exact=True).locator("option:checked").inner_text() == "?"

    box.get_by_label("Act is", exact=True).select_option("deny")
    box.get_by_text("1 answer in corrections-B.csv, saved.").wait_for()
    box.get_by_label("Actor is", exact=True).select_option(label=named)
    box.get_by_text("2 answers in corrections-B.csv, saved.").wait_for()
    assert items.first.locator("strong").inner_text() == named
    page.screenshot(path=screenshots / "explorer-coder.png")
    hide.uncheck()
    items.nth(1).locator("button").click()
    box.get_by_role("button", name="Both are right").click()
    box.get_by_text("4 answers in corrections-B.csv, saved.").wait_for()
    made = ns.corrections.read(path.with_name("corrections-B.csv"))
    assert len(made) == 4 and not path.exists()
