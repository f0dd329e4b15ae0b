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
MOST_BYTES = 2_000_000
MOST_SHEETS = 12  # of the summary on paper
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
def analysis(browser: Any) -> Any:
    """Analyse the study; only where there is a browser to read its report."""
    return ns.analyse(STUDY)


@pytest.fixture(scope="module")
def report(analysis: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return analysis.report(tmp_path_factory.mktemp("study") / "report.html")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    contrast = (HERE / "contrast.js").read_text(encoding="utf-8")
    page.fill("#filter-words", "Sudzha")
    page.select_option("#filter-place", "sudzha")
    page.select_option("#filter-rows", "all")
    assert page.locator("#lines li").count() > 10 and page.locator("#place li").count() > 10
    assert page.evaluate(contrast) == []
    page.click("#filters button[type=reset]")
    open_all(page)
    page.click("#more")
    page.evaluate("document.getElementById('board-words').checked = true")
    assert page.evaluate(contrast) == []


def test_rows_that_state_nothing_are_shown_when_asked_for(page: Any, analysis: Any) -> None:
    silent = int((analysis.quotes["content"] != "clause").sum())
    n = len(analysis.quotes)
    assert page.inner_text("#filter-count").startswith(
        f"{n - silent} of {n} quotations; {silent} state nothing and are left out."
    )
    page.select_option("#filter-rows", "all")
    assert page.inner_text("#filter-count").startswith(f"{n} of {n} quotations.")


def test_words_are_found_as_the_library_finds_them(page: Any, analysis: Any) -> None:
    page.select_option("#filter-rows", "all")
    for words in ("encircl*", "ceasefire|truce", "under fire", "Sudzha"):
        page.fill("#filter-words", words)
        found = analysis.find(words)
        head = page.inner_text("#lines h3") if len(found) else "0 places"
        assert head.split()[0] == str(len(found)), words


def test_an_actor_s_own_words_lead_to_their_lines(page: Any, analysis: Any) -> None:
    table = analysis.keyness("Volodymyr Zelenskyy").query("z > 1 and n_a > 2")
    page.select_option("#filter-actor", "volodymyr-zelenskyy")
    shown = page.locator("#keyness a")
    assert shown.all_inner_texts() == table["word"].head(8).tolist()
    first = table.iloc[0]
    assert f"{first['word']} {first['n_a']} : {first['n_b']}" in page.inner_text("#keyness")
    page.select_option("#filter-rows", "all")
    shown.first.click()
    page.wait_for_function(
        "word => document.querySelector('#filter-words').value === word", arg=first["word"]
    )
    found = analysis.find(first["word"], actor="volodymyr-zelenskyy")
    assert page.inner_text("#lines h3").split()[0] == str(len(found))
    page.click("#filters button[type=reset]")
    assert page.inner_text("#keyness") == ""


def test_the_board_fits_a_screen(page: Any) -> None:
    if page.viewport_size["width"] == 1280:
        box = page.locator(".board").bounding_box()
        assert box["height"] < 860 and box["width"] < 1280
        card = page.locator(".claim .said").first
        assert card.is_hidden()
        page.locator(".board a.position").first.hover()
        card.wait_for(state="visible")
        page.keyboard.press("Escape")
        card.wait_for(state="hidden")


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
    for control in ("#layer-places", "#zoom-front", "#day", "#filter-words", "#filter-actor", "#more", "#theme",
                    "#print-all", "#download-csv",
                    "#map .leaflet-marker-icon", ".board a.position", "details.article > summary",
                    "tr:not([hidden]) .context summary", ".scroll[tabindex]"):  # fmt: skip
        node = page.locator(control).first
        assert node.evaluate("e => e.tabIndex") >= 0, control
        node.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Escape")  # the card of a name, whose links would come next
        page.keyboard.press("Tab")
        assert node.evaluate("e => e === document.activeElement"), control
        assert node.evaluate("e => getComputedStyle(e).outlineStyle") != "none", control


def sheets(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page>")


def test_it_prints_a_summary_or_everything(page: Any, screenshots: Path) -> None:
    summary = page.pdf(path=screenshots / "report.pdf", format="A4")
    assert 3 < sheets(summary) <= MOST_SHEETS
    page.check("#print-all")
    assert sheets(page.pdf(format="A4")) > 4 * MOST_SHEETS
    assert not page.is_checked("#board-words")
    page.emulate_media(media="print")
    assert page.locator("nav, .filters, .map-tools").evaluate_all(
        "all => all.every(e => getComputedStyle(e).display === 'none')"
    )
