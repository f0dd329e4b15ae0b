"""The page in a real browser: it filters, its map answers, it stays in its frame and offline."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from newsan import report, schema

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
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
         "actor": "Mara Ostrell" if i % 3 else "Toma Brevik",
         "said_on": "2025-05-02" if i < 60 else "2025-05-04"}
        for i, words in enumerate(said)
    ]  # fmt: skip
    return SimpleNamespace(
        articles=schema.build([{
            "article_id": "a1", "title": "Boats & " + "w" * 200, "published": "2025-05-02",
            "outlet": "Karsk {Post}", "url": "https://karsk.invalid/1",
            "text": text, "n_words": 900, "source": "a1.txt", "sha256": "0" * 64}], "articles"),
        quotes=schema.build(quotes, "quotes", optional=True),
        rhetoric=schema.build([
            {"quote_id": f"q{i}", "act": "deny" if i % 2 else "report", "act_rule": "r",
             "certainty": "plain", "exclamations": 0, "superlatives": 0} for i in range(N)],
            "rhetoric"),
        claims=schema.build([
            {"topic": t, "actor_id": a, "position": p, "n": 3 if (t, p) == ("boats", "denies") else 1,
             "first_said_on": "2025-05-02", "quote_id": "q80"}
            for t in ("boats", "bridges", "roads", "rivers", "rails", "mills", "harbours")
            for a, p in (("mara-ostrell", "asserts"), ("toma-brevik", "denies"))], "claims"),
        stance=schema.build([
            {"stance_id": f"s{i}", "article_id": "a1", "quote_id": f"q{i}", "actor_id": "toma-brevik",
             "topic": topic, "position": position, "start": 0, "end": 3, "rule": "r"}
            for i, topic, position in [*((n, "boats", "denies") for n in (0, 3, 6)), (0, "roads", "asserts"),
                                       (9, "roads", "denies")]], "stance", optional=True),
        mentions=schema.build([
            {"mention_id": "m1", "article_id": "a1", "start": text.index("Karsk"),
             "end": text.index("Karsk") + 5, "name": "Karsk", "place_id": "karsk",
             "place": "Karsk", "kind": "settlement", "quote_id": "q0", "geometry": Point(35.3, 51.2)},
            *({"mention_id": f"m{q}", "article_id": "a1", "start": 0, "end": 4, "name": "Veldany",
               "place_id": "veldany", "place": "Veldany", "kind": "settlement", "quote_id": q}
              for q in ("q1", "q80")),
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


def with_words(words: str) -> SimpleNamespace:
    """Return the analysis with other words in its first quotation."""
    made = result()
    said = made.quotes["text"].iloc[0]
    made.articles = made.articles.assign(
        text=made.articles["text"].str.replace(said, words, regex=False)
    )
    start = made.articles["text"].iloc[0].index(words)
    made.quotes = made.quotes.iloc[:1].assign(text=words, start=start, end=start + len(words))
    return SimpleNamespace(
        articles=made.articles, quotes=made.quotes, mentions=made.mentions.head(1)
    )


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
    assert {a for a in asked if not a.startswith("blob:")} <= {address}
    assert wrong == []


def shown(page: Any) -> int:
    return page.locator("#quotes-table tbody tr:visible").count()


def test_search_and_choices_filter_the_rows(page: Any) -> None:
    assert shown(page) == 40
    page.fill("#filter-words", "COUNT 17 boats")
    assert shown(page) == 1
    assert page.inner_text("#filter-count") == f"1 of {N} quotations."
    page.click("#filters button[type=reset]")
    page.locator("#more").wait_for(state="visible")
    page.select_option("#filter-actor", "toma-brevik")
    assert shown(page) == 30
    page.select_option("#filter-act", "deny")
    assert shown(page) == 15
    page.fill("#filter-words", "nothing like it")
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
    page.locator(".board a.position").first.click()
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


def test_what_is_chosen_stands_in_the_address(page: Any, address: str) -> None:
    page.select_option("#filter-actor", "toma-brevik")
    page.select_option("#filter-act", "deny")
    assert page.evaluate("location.hash") == "#quotes?actor=toma-brevik&act=deny"
    page.goto(f"{address}#article-1/no-stretch")
    page.goto("about:blank")
    page.goto(f"{address}#quotes?actor=toma-brevik&act=deny&until=2025-05-03&unheard=of&since=soon")
    page.wait_for_selector("#map .pin")
    assert page.inner_text("#filter-count") == f"10 of {N} quotations, up to 3 May 2025."
    assert page.input_value("#filter-until") == "2025-05-03"
    assert page.locator("#quotes").bounding_box()["y"] < 800
    page.click("#filters button[type=reset]")
    assert page.evaluate("location.hash") == "#quotes"
    assert page.inner_text("#filter-count").startswith(f"{N} of {N} quotations.")


def test_each_filter_counts_what_fits(page: Any) -> None:
    for name, value, n in [
        ("topic", "boats", 3), ("position", "denies", 4), ("position", "asserts", 1),
        ("outlet", "Karsk {Post}", N), ("place", "veldany", 2), ("kind", "direct", N),
        ("since", "2025-05-03", 30), ("until", "2025-05-03", 60),
    ]:  # fmt: skip
        field = page.locator(f"#filter-{name}")
        if name in {"since", "until"}:
            field.fill(value)
        else:
            field.select_option(value)
        assert page.inner_text("#filter-count").startswith(f"{n} of {N} quotations"), name
        page.click("#filters button[type=reset]")


def test_a_position_is_one_on_the_topic_chosen_and_is_kept_and_downloaded(page: Any) -> None:
    page.select_option("#filter-topic", "roads")
    page.select_option("#filter-position", "denies")
    (row,) = csv.DictReader(io.StringIO(downloaded(page, "csv")))
    assert (row["quote_id"], row["positions"]) == ("q9", "roads: denies")
    assert page.evaluate("location.hash") == "#quotes?topic=roads&position=denies"
    page.select_option("#filter-position", "asserts")
    (row,) = csv.DictReader(io.StringIO(downloaded(page, "csv")))
    assert row["positions"] == "boats: denies|roads: asserts"


def test_a_count_on_the_board_shows_what_it_counts(page: Any) -> None:
    page.evaluate("document.querySelector('.board a.times').click()")
    page.wait_for_function("location.hash.startsWith('#quotes?')")
    assert page.inner_text("#filter-count").startswith(f"3 of {N} quotations")
    assert page.input_value("#filter-position") == "denies"


def test_places_without_a_point_are_named_in_the_filter(page: Any) -> None:
    names = page.locator("#filter-place option").all_inner_texts()
    assert names == ["all", "Veldany (2)", "Karsk (1)"]


def test_words_are_listed_in_context_and_every_line_has_a_way_back(page: Any) -> None:
    page.fill("#filter-words", "count 7*|no such words")
    lines = page.locator("#lines ol li")
    assert lines.count() == 11  # 7 and 70 to 79
    assert lines.first.locator("a").text_content() == "We count 7 boats on the river."
    assert page.locator("#lines h3").inner_text() == "11 places in 11 quotations"
    assert page.locator("#lines .counts li").all_inner_texts() == [
        "Karsk {Post}  11",
        "week of 28 Apr 2025  11",
    ]
    lines.nth(4).locator("a").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    lines.nth(4).locator("a").click()
    page.wait_for_selector("details.article[open] .passage")
    assert page.inner_text(".passage") == "count 73"
    assert page.evaluate("document.activeElement.className") == "passage"
    page.go_back()
    page.wait_for_selector(".passage", state="detached")
    assert page.input_value("#filter-words") == "count 7*|no such words"
    page.wait_for_function("y => Math.abs(scrollY - y) < 3", arg=before)
    page.go_forward()
    page.wait_for_selector(".passage")
    page.fill("#filter-words", "co.nt")
    assert page.is_hidden("#lines")


def test_a_word_in_context_stands_in_one_line_with_the_words_beside_it(
    new_page: Callable[..., Any], tmp_path: Path
) -> None:
    words = f"{'WWWW ' * 9}and they met\nno boats {'WWWW ' * 9}."
    page = new_page(viewport={"width": 1000, "height": 800})
    page.goto(report.write(with_words(words), tmp_path / "report.html").as_uri())
    page.fill("#filter-words", "boats")
    parts = page.locator("#lines ol a > *").evaluate_all(
        "e => e.map(x => x.getBoundingClientRect().toJSON())"
    )
    assert len({(one["y"], one["height"]) for one in parts}) == 1
    assert parts[2]["right"] < 1000


def test_a_jump_offers_the_way_back(page: Any) -> None:
    assert page.is_hidden("#back")
    page.locator("nav a", has_text="Quotations").click()
    page.wait_for_function("scrollY > 0")
    page.click("#back")
    page.wait_for_function("scrollY === 0")
    assert page.is_hidden("#back")


def test_rows_are_sorted_by_column(page: Any) -> None:
    firsts = "#quotes-table tbody tr:visible td:first-child strong"
    if page.viewport_size["width"] > 700:
        page.click("#quotes-table thead button >> nth=0")
        assert page.get_attribute("#quotes-table thead th", "aria-sort") == "ascending"
        assert page.locator(firsts).first.inner_text().startswith("Mara Ostrell")
        page.click("#quotes-table thead button >> nth=0")
    else:
        page.select_option("#filter-sort", "-who")
    assert page.locator(firsts).first.inner_text().startswith("Toma Brevik")
    assert page.evaluate("location.hash") == "#quotes?sort=-who"


def downloaded(page: Any, name: str) -> str:
    with page.expect_download() as waited:
        page.click(f"#download-{name}")
    return Path(waited.value.path()).read_text(encoding="utf-8-sig")


def test_what_fits_can_be_downloaded(page: Any) -> None:
    page.fill("#filter-words", "count 17")
    (row,) = csv.DictReader(io.StringIO(downloaded(page, "csv")))
    assert row["text"] == "We count 17 boats on the river."
    assert (row["who"], row["act"], row["said_on"], row["outlet"]) == (
        "Mara Ostrell", "deny", "2025-05-02", "Karsk {Post}")  # fmt: skip
    bib = downloaded(page, "bib")
    assert bib.startswith("@article{karsk-post-2025-05-02-1,\n  title = {{Boats \\& www")
    assert "  journal = {Karsk \\{Post\\}},\n  year = {2025},\n" in bib
    (item,) = json.loads(downloaded(page, "csl"))
    assert item["issued"] == {"date-parts": [[2025, 5, 2]]}
    assert (item["container-title"], item["URL"]) == ("Karsk {Post}", "https://karsk.invalid/1")
    page.fill("#filter-words", "nothing like it")
    assert downloaded(page, "csv").count("\n") == 1


def test_a_workbook_leads_back_to_the_words(page: Any, tmp_path: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    page.fill("#filter-words", "count 17")
    with page.expect_download() as waited:
        page.click("#download-xlsx")
    file = tmp_path / "quotations.xlsx"
    file.write_bytes(Path(waited.value.path()).read_bytes())
    head, row = calamine.load_workbook(file).get_sheet_by_name("quotations").to_python()
    cells = dict(zip(head, row, strict=True))
    assert (cells["text"], cells["start"]) == ("We count 17 boats on the river.", 1090)
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        links = packed.read("xl/worksheets/_rels/sheet1.xml.rels").decode("utf-8")
    back, article = (html.unescape(t) for t in re.findall('Target="([^"]*)"', links))
    assert article == cells["url"] == "https://karsk.invalid/1"
    page.goto(back)
    assert page.inner_text(".passage") == "We count 17 boats on the river."


def test_one_day_moves_map_board_and_quotations(page: Any) -> None:
    claims = page.locator(".board a.position:visible")
    assert claims.count() == 14
    page.focus("#day")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("location.hash") == "#map-section?until=2025-05-01"
    assert "By 1 May 2025: 0 of 14 claims." in page.inner_text("#board-day")
    assert claims.count() == 0
    assert page.inner_text("#filter-count") == f"0 of {N} quotations, up to 1 May 2025."
    page.fill("#filter-until", "2025-05-03")
    assert page.inner_text("#day-words") == "3 May 2025"
    assert claims.count() == 14
    assert page.locator("#map .shape.RU").count() == 1
    page.click("#filters button[type=reset]")
    assert page.inner_text("#board-day") == ""


def test_a_place_tells_what_was_said_before_and_after_it_changed_hands(page: Any) -> None:
    page.uncheck("#layer-places")
    page.locator("#map .leaflet-marker-icon[aria-label^='Veldany']").click()
    page.locator(".leaflet-popup-content a", has_text="before and after").press(
        "Enter"
    )  # the map may still pan
    box = page.locator("#place")
    box.wait_for()
    assert box.locator("h4").all_inner_texts() == [
        "Before 1 May 2025: 0 quotations", "From 1 May 2025: 1 quotation", "From 3 May 2025: 1 quotation"]  # fmt: skip
    assert box.locator("section .small").all_inner_texts() == [
        f"{who}, claimed by Ostrell (Veldany Post)" for who in ("Ukraine", "Russia")]  # fmt: skip
    assert page.inner_text("#filter-count") == f"2 of {N} quotations."
    page.go_back()
    box.wait_for(state="hidden")
    assert page.inner_text("#filter-count").startswith(f"{N} of {N} quotations.")
    page.go_forward()
    box.wait_for()
    page.focus("#day")
    page.keyboard.press("ArrowLeft")
    assert "From 3 May 2025, later: 1 quotation" in box.inner_text()
    box.locator("a", has_text="We count 80").click()
    page.wait_for_selector(".passage")
    assert page.inner_text(".passage") == "We count 80 boats on the river."
    page.click("#back")
    box.get_by_role("button").click()
    assert box.is_hidden()


def test_words_of_an_article_never_run(new_page: Callable[..., Any], tmp_path: Path) -> None:
    words = "=1+1 <img src=x onerror='window.injected=1'> \U0001f30a boats"
    page = new_page()
    page.goto(
        report.write(with_words(words), tmp_path / "r.html").as_uri()
        + "#place?place=karsk&words=boats"
    )
    page.wait_for_selector("#map .pin")
    assert words in page.inner_text("#place")
    page.locator("#lines ol a").first.click()
    assert page.inner_text(".passage") == "boats"
    (row,) = csv.DictReader(io.StringIO(downloaded(page, "csv")))
    assert row["text"] == f"'{words}"
    assert page.evaluate("window.injected") is None


def test_the_button_turns_the_page_dark_and_back(page: Any) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("#theme")
    assert page.inner_text("#theme") == "Light page"
    assert page.evaluate(ground) != light
    page.click("#theme")
    assert page.evaluate(ground) == light


@pytest.mark.parametrize(
    "kept", [(), ("articles", "quotes"), ("control",), ("articles", "mentions")]
)
def test_a_page_of_part_of_an_analysis_works(
    watched: Callable[..., Any], tmp_path: Path, kept: tuple[str, ...]
) -> None:
    made = SimpleNamespace(**{name: getattr(result(), name) for name in kept})
    page = watched(viewport={"width": 1200, "height": 800})
    page.goto(
        report.write(made, tmp_path / "r.html").as_uri() + "#quotes?words=boats&until=2025-05-02"
    )
    page.wait_for_selector("#theme:visible")
    assert page.locator("#filters").is_visible() == ("quotes" in kept)
    assert page.locator("#map").is_visible() == bool({"control", "mentions"} & {*kept})


def tab_to_brevik(page: Any) -> None:
    """Go there by no other way than Tab."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.actor") == "toma-brevik":
            return
    pytest.fail("no Tab leads to the name")


def test_a_name_shows_a_card_that_leads_to_its_words(page: Any) -> None:
    name = page.locator(".board a.who", has_text="Toma Brevik").first
    page.locator("#board-words").focus()
    tab_to_brevik(page)
    card = page.locator(".card")
    card.wait_for()
    assert "Said by Toma Brevik: 30 quotations" in card.inner_text()
    assert page.evaluate((HERE / "contrast.js").read_text(encoding="utf-8")) == []
    box, width = card.bounding_box(), page.viewport_size["width"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    page.keyboard.press("Shift+Tab")
    tab_to_brevik(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "We count 0 boats on the river."
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.actor") == "toma-brevik"
    name.hover()
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    name.hover()
    card.get_by_role("link", name="All 30").click()
    assert page.inner_text("#filter-count").startswith(f"30 of {N} quotations.")
    card.wait_for(state="detached")


def test_a_place_on_the_map_shows_a_card(page: Any) -> None:
    pin = page.locator("#map .leaflet-marker-icon[aria-label^='Karsk']")
    pin.scroll_into_view_if_needed()
    pin.hover()
    card = page.locator(".card")
    card.get_by_text("Said of Karsk: 1 quotation").wait_for()
    card.get_by_role("link").click()
    page.wait_for_selector("details.article[open] .passage")
    assert page.inner_text(".passage") == "We count 0 boats on the river."
    card.wait_for(state="detached")
