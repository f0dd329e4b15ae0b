"""The page of verdicts in a real browser: in its frame at any width, offline, marks seen, links that lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import newsan as ns

pytestmark = pytest.mark.browser
TEXT = (
    "“We have 12 boats,” said Mayor Mara Ostrell. “And we will not leave,” she added. " + "w" * 200
)


@pytest.mark.parametrize("width", [1200, 360])
def test_the_page_of_verdicts(
    watched: Callable[..., Any], screenshots: Path, tmp_path: Path, width: int
) -> None:
    articles = ns.articles.read([{"id": "a1", "title": "Boats", "text": TEXT}])
    rows = pd.DataFrame(
        {"quote": ["We have 21 boats", "And we will leave", "x" * 300], "speaker": "Ivo Teller"}
    )
    path = ns.verify(rows, articles).report(tmp_path / "page.html")
    page = watched(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("ins").all_inner_texts()[:2] == ["underlined", "21"]
    assert page.locator("del").all_inner_texts() == ["struck out", "12", "not"]
    page.get_by_role("link", name="Row 2").click()
    assert page.evaluate("document.querySelector(':target').id") == "row-2"
    tops = [box.bounding_box()["y"] for box in page.locator("#row-1 .sides > div").all()]
    assert (tops[0] == tops[1]) == (width > 700)  # beside each other, or one below the other
    page.emulate_media(media="print")
    assert page.locator("#row-1 ins").is_visible()
    page.screenshot(path=screenshots / f"verdicts-{width}.png", full_page=True)
