"""The page in a real browser: it filters, its map answers, it stays in its frame and offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from newsan import report, schema

pytestmark = pytest.mark.browser
N = 90


def result() -> SimpleNamespace:
    """Make an analysis of invented people with more quotations than the page shows at first."""
    said = [f"We count {i} boats on the river." for i in range(N)]
    text = "\n\n".join(f'Mara Ostrell said in Karsk: "{words}"' for words in said)
    quotes = [
        {"quote_id": f"q{i}", "attribution_id": f"q{i}", "article_id": "a1", "kind": "direct",
         "text": words, "start": text.index(words), "end": text.index(words) + len(words),
         "speaker": "Mara Ostrell", "is_speech": True, "confidence": 1.0,
         "actor_id": "mara-ostrell" if i % 3 else "toma-brevik",
         "actor": "Mara Ostrell" if i % 3 else "Toma Brevik", "said_on": "2025-05-02"}
        for i, words in enumerate(said)
    ]  # fmt: skip
    return SimpleNamespace(
        articles=schema.build([{
            "article_id": "a1", "title": "Boats " + "w" * 200, "published": "2025-05-02",
            "text": text, "n_words": 900, "source": "a1.txt", "sha256": "0" * 64}], "articles"),
        quotes=schema.build(quotes, "quotes", optional=True),
        rhetoric=schema.build([
            {"quote_id": f"q{i}", "act": "deny" if i % 2 else "report", "act_rule": "r",
             "certainty": "plain", "exclamations": 0, "superlatives": 0} for i in range(N)],
            "rhetoric"),
        claims=schema.build([
            {"topic": t, "actor_id": a, "position": p, "n": 1, "first_said_on": "2025-05-02",
             "quote_id": "q80"}
            for t in ("boats", "bridges", "roads", "rivers", "rails", "mills", "harbours")
            for a, p in (("mara-ostrell", "asserts"), ("toma-brevik", "denies"))], "claims"),
        mentions=schema.build([
            {"mention_id": "m1", "article_id": "a1", "start": text.index("Karsk"),
             "end": text.index("Karsk") + 5, "name": "Karsk", "place_id": "karsk",
             "place": "Karsk", "kind": "settlement", "quote_id": "q0", "geometry": Point(35.3, 51.2)},
        ], "mentions"),
        control=schema.build([
            {"place_id": "veldany", "place": "Veldany", "lat": 51.3, "lon": 35.1, "day": day,
             "day_precision": "day", "controller": who, "status": "claimed", "claimed_by": "Ostrell",
             "source": "Veldany Post", "source_url": "u"}
            for day, who in (("2025-05-01", "UA"), ("2025-05-03", "RU"))], "control"),
        references=schema.build([
            {"reference_id": "r1", "article_id": "a1", "place_id": "karsk", "place": "Karsk",
             "relation": "captured", "side": "UA", "event_on": "2025-05-02", "status": "asserted",
             "actor_id": "mara-ostrell", "start": text.index(said[0]),
             "end": text.index(said[0]) + len(said[0]), "geometry": Point(35.3, 51.2)}],
            "references"),
        areas=schema.build([
            {"day": day, "controller": who, "status": "claimed", "geometry": box(35.0, 51.1, 35.2, 51.4)}
            for day, who in (("2025-05-01", "UA"), ("2025-05-03", "contested"))], "areas"),
        front=schema.build([{"day": "2025-05-01", "length_km": 20.0,
                             "geometry": LineString([(35.0, 51.4), (35.2, 51.4)])}], "front"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = report.write(result(), tmp_path_factory.mktemp("report") / "report.html")
    return path.as_uri()


@pytest.fixture(params=[1200, 360])
def page(
    request: pytest.FixtureRequest, new_page: Callable[..., Any], address: str
) -> Iterator[Any]:
    """Open the page; afterwards nothing may have been asked of a network or gone wrong."""
    opened = new_page(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    asked, wrong = [], []
    opened.on("request", lambda r: asked.append(r.url.split("#")[0]))
    opened.on(
        "console",
        lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None,
    )
    opened.on("pageerror", lambda e: wrong.append(str(e)))
    opened.goto(address)
    opened.wait_for_selector("#map .pin")
    yield opened
    assert set(asked) <= {address}
    assert wrong == []


def shown(page: Any) -> int:
    return page.locator("#quotes-table tbody tr:visible").count()


def test_search_and_choices_filter_the_rows(page: Any) -> None:
    assert shown(page) == 40
    page.fill("#filter-text", "COUNT 17 boats")
    assert shown(page) == 1
    assert "1 shown of 1" in page.inner_text("#filter-count")
    page.click("#filters button[type=reset]")
    page.locator("#more").wait_for(state="visible")
    page.select_option("#filter-actor", "toma-brevik")
    assert shown(page) == 30
    page.select_option("#filter-act", "deny")
    assert shown(page) == 15
    page.fill("#filter-text", "nothing like it")
    assert shown(page) == 0


def test_all_rows_come_when_asked_for(page: Any) -> None:
    page.click("#more")
    assert shown(page) == N
    assert page.is_hidden("#more")


def test_a_place_opens_its_words_by_keyboard(page: Any) -> None:
    page.locator("#map .leaflet-marker-icon[aria-label^='Karsk']").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "Named 1 time in 1 article" in popup.inner_text()
    assert "“We count 0 boats on the river.”" in popup.inner_text()
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")


def test_the_slider_moves_through_the_days(page: Any) -> None:
    assert page.inner_text("#day-words") == "3 May 2025"
    assert page.locator("#map .shape.RU").count() == 1
    page.focus("#day")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#day-words") == "1 May 2025"
    assert page.locator("#map .shape.UA.claimed").count() == 1
    assert page.locator("#map .shape.RU").count() == 0
    assert page.get_attribute("#day", "aria-valuetext") == "1 May 2025"


def test_a_click_on_the_slider_chooses_a_day(page: Any) -> None:
    page.locator("#day").click(position={"x": 3, "y": 16})
    assert page.inner_text("#day-words") == "1 May 2025"
    assert page.locator("#map .shape.UA.claimed").count() == 1


def test_a_layer_can_be_hidden(page: Any) -> None:
    page.uncheck("#layer-places")
    assert page.locator("#map .pin").count() == 0
    page.uncheck("#layer-control")
    assert page.locator("#map .shape").count() == 0


def test_a_claim_leads_to_its_quotation_though_it_was_not_shown(page: Any) -> None:
    row = page.locator("#quote-81")
    assert row.is_hidden()
    page.locator("a.clearest").first.click()
    row.wait_for(state="visible")
    page.wait_for_function(
        "document.getElementById('quote-81').getBoundingClientRect().top < innerHeight"
    )
    row.locator("a", has_text="Boats").click()
    page.wait_for_selector("details.article[open]")


def test_the_page_never_scrolls_sideways(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    wide, frame = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= frame


def test_without_scripts_everything_but_the_map_is_there(
    new_page: Callable[..., Any], address: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address)
    assert shown(page) == N
    assert page.locator("section#board a.clearest").count() == 14


def test_an_injected_script_does_not_run(new_page: Callable[..., Any], tmp_path: Path) -> None:
    made = result()
    path = report.write(made, tmp_path / "r.html")
    text = path.read_text(encoding="utf-8").replace(
        "</main>", "<script>window.injected = true;</script></main>"
    )
    path.write_text(text, encoding="utf-8")
    page = new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#map .pin")
    assert page.evaluate("window.injected") is None


def test_a_settlement_says_who_said_what_of_it(page: Any) -> None:
    page.uncheck("#layer-places")
    page.locator("#map .leaflet-marker-icon[aria-label^='Veldany']").click()
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    said = popup.inner_text()
    assert "2025-05-01: Ukraine, claimed by Ostrell (Veldany Post)" in said
    assert "2025-05-03: Russia, claimed by Ostrell (Veldany Post)" in said


def test_the_map_shows_ground_border_front_and_what_is_contested(page: Any) -> None:
    def drawn(attribute: str, value: str) -> int:
        return page.locator(f"#map path[{attribute}='{value}']").count()

    page.focus("#day")
    page.keyboard.press("Home")
    assert drawn("fill", "#0072B2") == 1
    assert drawn("stroke-dasharray", "7 4") == 1
    assert drawn("stroke-width", "2.5") == 1
    assert page.locator("#map pattern#hatch").count() == 1
    page.keyboard.press("End")
    assert drawn("fill", "url(#hatch)") == 1
    assert drawn("fill", "#0072B2") == 0


def test_a_reference_shows_its_words_and_who_says_so(page: Any) -> None:
    page.locator("#map .leaflet-marker-icon[aria-label^='Karsk']").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    said = popup.inner_text()
    assert "captured by UA, asserted (Mara Ostrell; 2 May 2025)" in said
    link = popup.locator("a", has_text="We count 0 boats")
    assert link.first.get_attribute("href").startswith("#")
