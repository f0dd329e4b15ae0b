"""Frames, marked text and report of invented articles, compared as text with what was reviewed.

`make golden` writes the files again; read the diff before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns

HERE = Path(__file__).parent
FRAMES = ("quotes", "sentiment", "rhetoric", "stance", "claims")


@pytest.fixture(scope="module")
def result() -> ns.analysis.Analysis:
    # The shipped topic is of another war: here it is asked about the sides of these articles.
    topics = ns.stance.topics().query("topic == 'encirclement'").assign(sides="Ostrand|Veldany")
    return ns.analyse(HERE / "articles.jsonl", topics=topics)


def compare(name: str, got: str) -> None:
    path = HERE / "frames" / name
    if os.environ.get("NEWSAN_GOLDEN") == "write":
        path.write_text(got, encoding="utf-8", newline="")
    assert path.is_file(), f"{name} has never been written: make golden"
    assert got == path.read_text(encoding="utf-8"), f"{name} differs: if that is right, make golden"


@pytest.mark.parametrize("name", FRAMES)
def test_frame(name: str, result: ns.analysis.Analysis) -> None:
    compare(
        f"{name}.csv",
        pd.DataFrame(getattr(result, name)).to_csv(
            index=False, lineterminator="\n", float_format="%.6g"
        ),
    )


def test_marked_article(result: ns.analysis.Analysis) -> None:
    article = result.articles[result.articles["article_id"] == "council"]
    compare("council.html", ns.highlight.article(article, result.quotes)._repr_html_() + "\n")


def test_report_text(result: ns.analysis.Analysis) -> None:
    """The page's own words and rows, without its scripts, styles and drawings."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", "", ns.report.html(result), flags=re.DOTALL)
    page = re.sub(r"<meta[^>]*>", "", page)
    compare("report.html", page + "\n")
