"""Inputs on which `benchmarks/fuzz.py` found reading to end in a crash, each as small as it gets."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.errors import ReadError

POINT = {"name": "Veda", "day": "2024-08-12", "lat": "51.1", "lon": "35.1", "side": "UA"}


def problems(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    articles = ns.articles.read(path, bad="report")
    return ns.articles.problems(articles)["problem"].tolist()


def docx(document: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", document)
    return made.getvalue()


@pytest.mark.parametrize("document", ["<w:p", "", "<w:document/>"])
def test_a_word_document_with_damage_inside_says_that_it_is_one(tmp_path, document: str) -> None:
    [problem] = problems(tmp_path / "a.docx", docx(document))
    assert problem.startswith("not a Word document that can be read: ")


def test_an_archive_whose_list_of_files_is_damaged(tmp_path: Path) -> None:
    whole = docx("<w:p/>")
    [problem] = problems(tmp_path / "a.zip", whole[40:])
    assert problem.startswith("not a ZIP archive that can be read: ")


def test_a_number_beyond_all_days_costs_no_article(tmp_path: Path) -> None:
    [problem] = problems(tmp_path / "a.json", b'{"text": "It rained.", "date": 1%s}' % (b"0" * 400))
    assert "is not a date; left missing" in problem


def test_a_control_table_in_a_broken_archive(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"place,day\n" * 99)[:-12])
    with pytest.raises(ReadError, match="Cannot read the control table"):
        ns.frontline.read_control(tmp_path / "a.csv.gz")


def test_a_control_table_with_a_column_twice_keeps_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,day,lat,lon,side,day\nVeda,2024-08-12,51.1,35.1,UA,2999-01-01\n")
    control = ns.frontline.read_control(path)
    assert control["day"].tolist() == [pd.Timestamp("2024-08-12")]
    assert "columns day come twice" in control.attrs["problems"][0]["problem"]


def test_half_a_character_in_the_records_of_a_control_table(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{**POINT, "\ud800": "\udfff"}]))
    assert len(ns.frontline.read_control(tmp_path / "a.json")) == 1
