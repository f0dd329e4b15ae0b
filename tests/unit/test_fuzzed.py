"""Inputs on which `benchmarks/fuzz.py` found reading to end in a crash, each as small as it gets."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.errors import ReadError
from newsan.readers import decoding

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


def test_an_open_document_sheet_that_is_no_xml_is_refused_and_never_read_for_ever(tmp_path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<table:table><((((:table-cell></table:table>")
    [problem] = problems(tmp_path / "a.ods", made.getvalue())
    assert problem.startswith("not a sheet that can be read: not well-formed")


def test_an_archive_whose_list_of_files_is_damaged(tmp_path: Path) -> None:
    whole = docx("<w:p/>")
    [problem] = problems(tmp_path / "a.zip", whole[40:])
    assert problem.startswith("not a ZIP archive that can be read: ")


def test_a_web_archive_with_wrong_lengths_prints_nothing(tmp_path: Path, capfd) -> None:
    pytest.importorskip("warcio")
    record = (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: x y\r\nContent-Type: text/plain\r\n"
    )
    record += b"Content-Length: 10\r\n\r\nIt rained. Hard.\r\n\r\n"
    assert problems(tmp_path / "a.warc", record * 2) == [
        "same text as " + (tmp_path / "a.warc").as_posix() + " (record 1)"
    ]
    assert capfd.readouterr() == ("", "")


def test_a_number_beyond_all_days_costs_no_article(tmp_path: Path) -> None:
    [problem] = problems(tmp_path / "a.json", b'{"text": "It rained.", "date": 1%s}' % (b"0" * 400))
    assert "is not a date; left missing" in problem


def test_halves_of_characters_in_ids_names_of_columns_and_of_files(tmp_path: Path) -> None:
    record = {"text": "It rained.", "id": "a\ud800", "\udfff": 1}
    (tmp_path / os.fsdecode(b"\xff.json")).write_text(json.dumps(record))
    articles = ns.articles.read(tmp_path)
    assert articles["article_id"].tolist() == ["a\ufffd"]
    assert "column ?" in ns.articles.ledger(articles)["what"].tolist()


def test_mojibake_is_repaired_once_and_said_so(tmp_path: Path, monkeypatch) -> None:
    asked = []
    whole = decoding.repair
    monkeypatch.setattr(decoding, "repair", lambda text: asked.append(text) or whole(text))
    (tmp_path / "a.csv").write_text(
        "text;title\nâ€œItâ€™s wet,â€\x9d she said.;Rain\n", encoding="utf-8"
    )
    articles = ns.articles.read(tmp_path / "a.csv")
    assert articles["text"].tolist() == ["“It’s wet,” she said."]
    assert len(asked) == 2  # the text and the title
    assert "repaired mojibake" in ns.articles.ledger(articles)["what"].tolist()


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


def test_what_is_nested_beyond_all_bounds_is_a_fault_in_words(tmp_path):
    inner = b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"
    (tmp_path / "a.eml").write_bytes(b"From: a@example.org\nSubject: x\n" + inner * 3000)
    articles = ns.articles.read(tmp_path, bad="report")
    assert "Error" not in str(articles.attrs["problems"])


def test_of_two_columns_of_one_name_acled_has_the_first(tmp_path):
    head = "event_date,country,sub_event_type,sub_event_type,actor1,location,latitude,longitude"
    row = "12 March 2031,Ukraine,Government regains territory,x,Military Forces of Ukraine (2019-),Velda,51.1,35.1"
    path = tmp_path / "acled.csv"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    control = ns.frontline.read_control(path, bad="report")
    assert "come twice" in str(control.attrs["problems"])


def test_a_correction_of_a_list_is_read_as_its_letters() -> None:
    row = {"article_id": ["a"], "start": 0, "end": 1, "text": "x", "field": "actor", "value": "y"}
    assert ns.corrections.read(pd.DataFrame([row]))["article_id"].tolist() == ["['a']"]
