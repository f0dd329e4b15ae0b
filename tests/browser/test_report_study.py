"""The report of the shipped study: light, readable by everyone, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import newsan as ns

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent
STUDY = HERE.parents[1] / "data" / "articles"
MOST_BYTES = 3_000_000
NAMED = """() => {
  const named = e => (e.getAttribute('aria-label') || e.getAttribute('alt') || e.title || '').trim();
  return [...document.querySelectorAll('img, svg, canvas, [role=img]')]
    .filter(e => !e.closest('[aria-hidden=true]') && !e.parentElement.closest('svg') && e.getClientRects().length)
    .filter(e => !named(e) && !e.closest('a, button'))
    .map(e => e.outerHTML.slice(0, 120));
}"""
CONTROLS = "button, input, select, summary, a[href], [tabindex='0']"
LABELS = """(controls) => [...document.querySelectorAll(controls)]
  .filter(e => e.getClientRects().length)
  .filter(e => !(e.innerText || '').trim() && !e.labels?.length && !e.getAttribute('aria-label') && !e.title)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def report(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of the study; only where there is a browser to read it."""
    return ns.analyse(STUDY).report(tmp_path_factory.mktemp("study") / "report.html")


@pytest.fixture(params=[1280, 360])
def page(
    request: pytest.FixtureRequest, watched: Callable[..., Any], report: Path
) -> Iterator[Any]:
    opened = watched(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    opened.goto(report.as_uri())
    opened.wait_for_selector("#map .pin")
    return opened


def open_all(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def test_it_is_light(report: Path) -> None:
    assert report.stat().st_size < MOST_BYTES


def test_every_picture_and_control_has_a_name(page: Any) -> None:
    open_all(page)
    assert page.evaluate(NAMED) == []
    assert page.evaluate(LABELS, CONTROLS) == []
    assert page.evaluate("document.documentElement.lang") == "en"
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_text_stands_out_from_its_ground(page: Any) -> None:
    open_all(page)
    page.click("#more")
    assert page.evaluate((HERE / "contrast.js").read_text(encoding="utf-8")) == []


def test_nothing_is_wider_than_the_screen(page: Any, screenshots: Path) -> None:
    width = page.viewport_size["width"]
    page.screenshot(path=screenshots / f"report-{width}.png")
    for anchor in ("charts", "map-section"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
        page.wait_for_timeout(100)
        page.screenshot(path=screenshots / f"report-{width}-{anchor}.png")
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_and_shows_everything(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#board"
    # No control is kept out of the order, and the one in focus can be seen.
    for control in ("#layer-places", "#zoom-front", "#day", "#filter-text", "#filter-actor", "#more",
                    "#map .leaflet-marker-icon", ".clearest", "details.article > summary",
                    ".context summary", ".scroll[tabindex]"):  # fmt: skip
        node = page.locator(control).first
        assert node.evaluate("e => e.tabIndex") >= 0, control
        node.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert node.evaluate("e => e === document.activeElement"), control
        assert node.evaluate("e => getComputedStyle(e).outlineStyle") != "none", control


def test_it_prints(page: Any, screenshots: Path) -> None:
    page.emulate_media(media="print")
    assert page.locator("nav, .filters, .map-tools").evaluate_all(
        "all => all.every(e => getComputedStyle(e).display === 'none')"
    )
    made = page.pdf(path=screenshots / "report.pdf", format="A4")
    assert (
        made.startswith(b"%PDF") and made.count(b"/Type /Page\n") + made.count(b"/Type /Page>") > 5
    )
