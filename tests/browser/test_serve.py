"""The served pages in a real browser: articles dropped and chosen, a slice of a corpus, other sites kept out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import newsan as ns
from newsan.serve import Server

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
RAIN = "“It rained,” said Mara Ostrell in Berlin."
DROP = """(files) => {
  const given = new DataTransfer();
  files.forEach(([name, text]) => given.items.add(new File([text], name)));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
}"""


@contextmanager
def answering(folder: Path) -> Iterator[Server]:
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a folder with an analysis and a corpus."""
    folder = tmp_path_factory.mktemp("served")
    ns.analyse([{"text": RAIN, "title": "Rain"}]).save(folder / "rain")
    pytest.importorskip("duckdb")
    rows = [
        {"text": f"{RAIN} Day {n}.", "outlet": "Lamp", "published": f"2031-05-{n:02}"}
        for n in range(1, 5)
    ]
    ns.corpus.run(rows, folder / "big")
    with answering(folder) as server:
        yield server


@pytest.mark.parametrize("width", [1200, 360])
def test_articles_are_dropped_and_chosen(
    watched: Callable[..., Any], serving: Server, screenshots: Path, tmp_path: Path, width: int
) -> None:
    page = watched(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(serving.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate((HERE / "contrast.js").read_text(encoding="utf-8")) == []
    page.screenshot(path=screenshots / f"serve-{width}.png", full_page=True)
    page.evaluate(DROP, [["a.txt", RAIN], ["b.txt", "“It snowed – twice,” said Ivo Teller."]])
    page.wait_for_url("**/report?of=dropped*")
    assert "It snowed – twice" in page.inner_text("#quotes-table")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="All analyses").click()
    page.wait_for_url(f"{serving.address}/")
    chosen = tmp_path / "chosen.md"
    chosen.write_text(RAIN, encoding="utf-8")
    page.focus("#files")
    page.set_input_files("#files", chosen)
    page.wait_for_url("**/report?of=dropped*")
    assert page.locator("#quotes-table tbody tr").count() == 1


def test_a_slice_of_a_corpus_is_asked_for_by_its_form(
    watched: Callable[..., Any], serving: Server
) -> None:
    page = watched(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page.goto(serving.address)
    page.get_by_role("link", name="big").click()
    assert page.locator("#actors option").first.get_attribute("value") == "Mara Ostrell"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Actor").fill("Mara Ostrell")
    page.get_by_label("From").fill("2031-05-02")
    page.get_by_label("Articles at most").fill("2")
    page.get_by_role("button", name="Show them").click()
    assert "Shown: 2 articles of 3 that fit" in page.inner_text("header")
    assert page.locator("#quotes-table tbody tr").count() == 2
    page.get_by_role("link", name="Choose others").click()
    page.wait_for_url("**/corpus?of=big")


def test_a_file_that_cannot_be_read_is_told_on_the_page(
    new_page: Callable[..., Any], serving: Server
) -> None:
    page = new_page()
    page.goto(serving.address)
    page.evaluate(DROP, [["a.xyz", RAIN]])
    page.locator("#told", has_text="no file ends in").wait_for()


def test_the_page_of_another_site_gets_and_sends_nothing(
    new_page: Callable[..., Any], serving: Server
) -> None:
    page = new_page()  # about:blank, an origin of its own
    before = sorted(serving.shelf.folder.glob("dropped/*"))
    body = '[{"name": "rain.txt", "data": "UmFpbi4="}]'
    for mode in ("cors", "no-cors"):
        told = page.evaluate(
            "([address, given]) => fetch(address, given).then((a) => a.type + a.status, () => 'refused')",
            [f"{serving.address}/dropped", {"mode": mode, "method": "POST", "body": body}],
        )
        assert told == "refused"
    assert sorted(serving.shelf.folder.glob("dropped/*")) == before
