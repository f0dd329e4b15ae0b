"""Marked articles: spans in the text itself, and a clear word about every slip."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
HEAD = "date: 2031-05-02\noutlet: Veldany Post\n===\n"
ROW = "===\n1 | who=Mara Ostrell; on=2031-05-02; via=; type=speech\n"


@pytest.fixture(scope="module")
def marked() -> ModuleType:
    path = ROOT / "training" / "tagger" / "marked.py"
    spec = importlib.util.spec_from_file_location("marked", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def read(marked: ModuleType, tmp_path: Path):
    def reading(text: str, rows: str = ROW) -> dict:
        path = tmp_path / "01.txt"
        path.write_text(HEAD + text + "\n" + rows, encoding="utf-8")
        return marked.folder([path])[0]

    return reading


def test_spans_count_into_the_plain_text(read) -> None:
    article = read("{c1:“It rained,”} {s1:Mayor Ostrell} {q1:said}. {c1:“Twice.”}")
    text, (made,) = article["text"], article["attributions"]
    assert text == "“It rained,” Mayor Ostrell said. “Twice.”"
    assert [text[a:b] for a, b in made["content"]] == ["“It rained,”", "“Twice.”"]
    assert [text[a:b] for a, b in made["source"]] == ["Mayor Ostrell"]
    assert (made["kind"], made["who"], made["on"]) == ("direct", "Mara Ostrell", "2031-05-02")


def test_one_span_of_two_attributions(read) -> None:
    rows = ROW + "2 | who=Mara Ostrell; on=; via=; type=belief\n"
    made = read("{s1,2:She} {q1:said} {c1:it rained} and {q2:hoped} {c2:for sun}.", rows)
    assert [a["source"] for a in made["attributions"]] == [[[0, 3]], [[0, 3]]]


def test_what_somebody_quoted_reports_is_kept_apart(read) -> None:
    rows = ROW + "2 | who=Ivo Teller; on=; via=; type=speech\n"
    article = read("{c1:“{s2:Ivo} {q2:said} {c2:it rained},”} {s1:she} {q1:said}.", rows)
    assert [a["id"] for a in article["attributions"]] == ["1"]
    assert [a["id"] for a in article["nested"]] == ["2"]


@pytest.mark.parametrize(
    ("text", "rows", "message"),
    [
        ("{c1:It rained.", ROW, "never closed"),
        ("It rained}.", ROW, "none is open in line 1"),
        ("{x1:It} rained.", ROW, "no known kind in line 1"),
        ("{s1:She} {q1:said} so.", ROW, "1 has no content"),
        ("{c1:It rained}, {c2:twice}.", ROW, r"\[2\] are marked or in the table only"),
        ("{c1:It rained}.", ROW.replace("speech", "song"), "speech or belief"),
        ("{c1:It rained}.", ROW.replace("05-02", "5-2"), "cannot be read"),
        ("{c1:It rained}.", ROW.replace("who", "whom"), "no field 'whom'"),
        ("{c1:It rained}.", "", "2 parts"),
    ],
)
def test_slips_are_named(read, text: str, rows: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(text, rows)


def test_a_file_may_hold_several_articles(marked: ModuleType, tmp_path: Path) -> None:
    none = HEAD + "The bridge was shut.\n===\n"
    one = HEAD + "{s1:She} {q1:said} {c1:it rained}.\n" + ROW
    (tmp_path / "short.txt").write_text(none + "#####\n" + one, encoding="utf-8")
    articles = marked.folder([tmp_path])
    assert [len(a["attributions"]) for a in articles] == [0, 1]
    assert [a["id"].rpartition("-")[2] for a in articles] == ["001", "002"]


def test_every_marked_article_of_the_house_can_be_read(marked: ModuleType) -> None:
    articles = marked.folder(
        [ROOT / "training" / "marked", ROOT / "tests" / "labelled" / "articles"]
    )
    assert len(articles) == 1102
    assert len({a["text"] for a in articles}) == 1102
