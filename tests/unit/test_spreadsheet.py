"""CSV for people: nothing a spreadsheet would run, and the same words when read back."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsan as ns
from newsan import schema, spreadsheet

SIGNS = "=+-@\t\r"
FORMULA = "=HYPERLINK(Ostrell)"


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
@pytest.mark.parametrize("sign", SIGNS)
def test_words_that_begin_as_a_formula_get_an_apostrophe(sign: str, dtype: str) -> None:
    frame = pd.DataFrame({"a": pd.Series([f"{sign}1", "1 + 1", None, "'Rain'"], dtype=dtype)})
    assert rows(spreadsheet.write(frame)) == [["a"], [f"'{sign}1"], ["1 + 1"], [""], ["'Rain'"]]
    assert frame["a"].tolist()[0] == f"{sign}1"


def test_numbers_days_and_flags_stay_and_a_heading_does_not() -> None:
    frame = pd.DataFrame({"=n": [-0.5, None], "day": pd.to_datetime(["2031-05-02", None]), "is": [True, False],
                          "i": pd.array([-3, None], dtype="Int64")})  # fmt: skip
    assert rows(spreadsheet.write(frame)) == [
        ["'=n", "day", "is", "i"], ["-0.5", "2031-05-02", "True", "-3"], ["", "", "False", ""]]  # fmt: skip


@given(st.text("'=+-@\t\rab", max_size=5))
def test_what_was_written_is_read_back(words: str) -> None:
    [_, *found] = rows(spreadsheet.write(pd.DataFrame({"a": [words], "b": ["x"]})))
    assert found[0][0][:1] not in set(SIGNS)
    assert spreadsheet.cell(found[0][0]) == words


@pytest.fixture(scope="module")
def result() -> ns.analysis.Analysis:
    text = f"“{FORMULA} is what I wrote,” said Mara Ostrell.\n\n“-5 tonight,” said Mara Ostrell."
    return ns.analyse([{"id": "@a1", "title": FORMULA, "outlet": "+Post", "text": text}])


def cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_no_saved_table_has_a_formula_and_the_other_forms_keep_the_words(result, tmp_path) -> None:
    out = result.save(tmp_path)
    begin = [c for path in out.glob("*.csv") for c in cells(path) if c[:1] in set(SIGNS) and c]
    assert all(is_number(c) for c in begin)
    assert f"'{FORMULA}" in cells(out / "articles.csv")
    assert "'-5 tonight," in cells(out / "quotes.csv")
    assert ns.analysis.Analysis.load(out).articles["title"].tolist() == [FORMULA]
    told = json.loads((out / "newsan.json").read_text())["frames"]["quotes"]["sha256"]
    assert told == sha256((out / "quotes.csv").read_bytes()).hexdigest()


def test_articles_that_newsan_wrote_read_as_they_were(result, tmp_path) -> None:
    again = ns.articles.read(result.save(tmp_path) / "articles.csv")
    for column in ("article_id", "title", "outlet", "text", "sha256"):
        assert again[column].tolist() == result.articles[column].tolist()
    # a table of somebody else's is taken at its word
    (tmp_path / "own.csv").write_text("id,text\na,'=x\n", encoding="utf-8")
    assert ns.articles.read(tmp_path / "own.csv")["text"].tolist() == ["'=x"]


def test_corrections_and_control_read_as_they_were_written(result, tmp_path) -> None:
    quote = result.quotes[result.quotes["text"].str.startswith("-5")].iloc[0]
    row = {c: quote[c] for c in ("article_id", "start", "end", "text")}
    table = schema.build(
        [{**row, "field": "actor", "value": "x-y", "name": FORMULA}], "corrections"
    )
    path = ns.corrections.write(table, tmp_path / "c.csv")
    assert {"'-5 tonight,", "'@a1", f"'{FORMULA}"} <= set(cells(path))
    pd.testing.assert_frame_equal(ns.corrections.read(path), table)
    assert FORMULA in ns.corrections.apply(result.quotes, path)["actor"].tolist()

    event = {"place_id": "mill", "place": "Mill", "lat": 51.2, "lon": 35.0, "precision_m": 500.0,
             "day": "2025-03-12", "day_precision": "day", "controller": "RU", "status": "claimed",
             "claimed_by": "@millers", "source": "-", "source_url": ""}  # fmt: skip
    control = ns.frontline.read_control(pd.DataFrame([event]))
    (tmp_path / "control.csv").write_text(spreadsheet.write(control), encoding="utf-8")
    again = ns.frontline.read_control(tmp_path / "control.csv")
    assert again[["claimed_by", "source"]].values.tolist() == [["@millers", "-"]]
