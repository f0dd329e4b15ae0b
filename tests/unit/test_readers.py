"""Every format gives the same record, and every fault its place."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import readers
from newsan.readers import Fault, Note, Record, decoding, grid

TEXT = "“It rained,” said Mara Ostrell.\n\nIt rained in Veldany too."


def fields(path: Path) -> dict:
    [record] = readers.records(path)
    assert isinstance(record, Record), record
    return dict(record.fields)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_front_matter_is_metadata_and_not_text(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        f"---\ntitle: 'Rain'\npublished: 2031-05-02\nsources:\n  - x\n---\n\n{TEXT}\n",
    )
    assert fields(path) == {"title": "Rain", "published": "2031-05-02", "text": TEXT}


def test_header_lines_end_at_the_first_blank_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        f"URL: https://ostrell.example/1\nDATE: 2031-05-02\nCOUNTRY: NO\nTITLE:\n\n{TEXT}",
    )
    assert fields(path) == {
        "url": "https://ostrell.example/1",
        "date": "2031-05-02",
        "country": "NO",
        "text": TEXT,
    }


def test_a_colon_in_the_first_paragraph_is_no_header(tmp_path: Path) -> None:
    text = "Title: the song\nrained off by wind.\n\nMara Ostrell left."
    assert fields(write(tmp_path / "a.txt", text))["text"] == text


def test_a_short_first_line_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    got = fields(write(tmp_path / "a.txt", f"Rain falls on Veldany\n{TEXT}"))
    assert got["title"] == "Rain falls on Veldany"
    assert got["text"].startswith("Rain falls on Veldany\n")


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: [r], lambda r: {"articles": [r]}])
def test_json_holds_one_article_or_a_list(tmp_path: Path, wrap) -> None:
    path = write(tmp_path / "a.json", json.dumps(wrap({"text": TEXT, "id": "a1"})))
    assert fields(path) == {"text": TEXT, "id": "a1"}


def test_a_broken_line_hides_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "one"}\n{"text": \n[1]\n\n{"text": "four"}\n')
    got = list(readers.records(path))
    assert [r.where for r in got] == ["line 1", "line 2", "line 3", "line 5"]
    assert [isinstance(r, Fault) for r in got] == [False, True, True, False]


def test_a_line_separator_inside_a_json_string_is_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "one\u2028two"}, ensure_ascii=False))
    assert fields(path)["text"] == "one\u2028two"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_by_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "text"], ["a1", '"It rained, she said; twice."'], ["a2", "dry", "too many"]]
    path = write(tmp_path / "a.csv", "\n".join(delimiter.join(r) for r in rows))
    first, second = readers.records(path)
    assert first.fields["text"] == "It rained, she said; twice."
    assert second == Fault("3 cells where the header has 2", "line 3")


def test_parquet(tmp_path: Path) -> None:
    pd.DataFrame({"id": ["a1"], "text": [TEXT]}).to_parquet(tmp_path / "a.parquet")
    assert fields(tmp_path / "a.parquet") == {"id": "a1", "text": TEXT}


def test_a_saved_page_without_its_menus(tmp_path: Path) -> None:
    body = "".join(
        f"<p>{p} It went on for a good while, and the river rose above the old bridge.</p>"
        for p in ("“It rained,” said Mara Ostrell.", "Veldany was dry.", "The mayor left early.")
    )
    page = (
        f"<html><head><title>Rain</title><meta property='article:published_time' content='2021-05-02'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Rain</h1>{body}</article></body></html>"
    )
    got = fields(write(tmp_path / "a.html", page))
    assert got["title"] == "Rain"
    assert got["published"] == "2021-05-02"
    assert "“It rained,” said Mara Ostrell." in got["text"]
    assert "Home" not in got["text"]


def test_gzip_of_anything(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(json.dumps({"text": TEXT}).encode()))
    assert fields(path) == {"text": TEXT}
    [fault] = readers.records(write(tmp_path / "b.txt.gz", b"not gzip"))
    assert fault.problem.startswith("not a gzip file")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.html", "a.parquet"])
def test_a_gzip_that_unpacks_to_too_much_is_a_fault(tmp_path, monkeypatch, name: str) -> None:
    path = write(tmp_path / f"{name}.gz", gzip.compress(b"0" * 50_000_000))
    monkeypatch.setattr(readers, "MOST_BYTES", 10_000)
    held = []
    true = gzip.GzipFile.read
    monkeypatch.setattr(gzip.GzipFile, "read", lambda *a: held.append(true(*a)) or held[-1])
    assert list(readers.records(path)) == [Fault("unpacks to more than 0.01 MB; split it")]
    assert sum(map(len, held)) == 10_001  # what lies beyond was never unpacked


def test_a_gzip_up_to_the_limit_and_a_plain_file_beyond_it_are_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(readers, "MOST_BYTES", len(TEXT.encode()))
    assert fields(write(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode())))["text"] == TEXT
    assert fields(write(tmp_path / "b.txt", f"{TEXT} Again."))["text"] == f"{TEXT} Again."


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_one_line_may_be_too_long_and_many_lines_may_not(tmp_path, monkeypatch, name: str) -> None:
    short = json.dumps({"text": "It rained."}).encode()
    lines = b"\n".join([short] * 50 + [b'{"text": "' + b"0" * 3_000_000, short])
    path = write(tmp_path / name, gzip.compress(lines) if name.endswith("gz") else lines)
    monkeypatch.setattr(readers, "MOST_BYTES", 1000)
    *first, fault, last = readers.records(path)
    assert len(first) == 50 and isinstance(last, Record) and last.where == "line 52"
    assert fault == Fault("a line of more than 0.001 MB; split it", "line 51")


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
def test_a_table_read_in_blocks_gives_what_it_gives_whole(tmp_path, monkeypatch, name) -> None:
    texts = [f"“{n} houses,” said Mara Ostrell.\n\nThe café’s roof held." for n in range(300)]
    frame = pd.DataFrame({"id": [f"r{n}" for n in range(300)], "text": texts})
    path = tmp_path / name
    if name == "a.parquet":
        frame.to_parquet(path)
    else:
        written = frame.to_csv(index=False).replace("r7,", 'r7,"').encode("cp1252")
        write(path, gzip.compress(written) if name.endswith("gz") else written)
    whole = list(readers.records(path))
    monkeypatch.setattr(readers, "_BLOCK", 999)
    monkeypatch.setattr(readers, "MOST_BYTES", 999)  # which a table may exceed, gzipped or not
    in_blocks = list(readers.records(path))
    told = [i for i in in_blocks if isinstance(i, Note)]
    assert [i for i in in_blocks if i not in told] == [i for i in whole if not isinstance(i, Note)]
    assert len(in_blocks) >= 300 and told == [i for i in whole if isinstance(i, Note)]


@pytest.mark.parametrize("write_as", ["to_csv", "to_parquet"])
def test_no_more_of_a_table_is_held_than_some_rows(tmp_path, monkeypatch, write_as) -> None:
    text = [f"{n}. " + "It rained. " * 200 for n in range(3_000)]
    getattr(pd.DataFrame({"text": text}), write_as)(tmp_path / "a.csv", index=False)
    monkeypatch.setattr(readers, "_BLOCK", 100_000)
    assert isinstance(next(readers.records(tmp_path / "a.csv")), Record)  # loads what it needs
    tracemalloc.start()
    assert sum(1 for _ in readers.records(tmp_path / "a.csv")) == 3_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000 < sum(map(len, text))


def test_a_mark_that_nothing_closes_does_not_swallow_a_big_table(monkeypatch) -> None:
    monkeypatch.setattr(grid, "LONGEST", 1_000)
    lines = [
        "id;text",
        '1;"It rained.',
        *(f"{n};Dry." for n in range(2, 900)),
        f"900;{'x' * 2_000}",
    ]
    rows = list(grid.rows("\n".join(lines)))
    assert len(rows) == 901 and rows[1].mended and rows[1].cells == ["1", "It rained."]
    assert rows[-1].fault == "a line of more than 1,000 characters: split it"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_guessed(encoding: str) -> None:
    text = "“It rained,” said Mara Ostrell – twice. The café’s roof, she added, held: “No one was naïve.”"
    assert decoding.text(text.encode(encoding))[0] == text


def test_mojibake_is_repaired_and_curly_marks_stay() -> None:
    broken = (
        "“It rained,” said Mara Ostrell".encode()
        .decode("cp1252", errors="replace")
        .replace("\ufffd", "\x9d")
    )
    assert decoding.repair(broken) == "“It rained,” said Mara Ostrell"
    assert decoding.repair("„So“, «so» “so” ’so’ ﬁ ½") == "„So“, «so» “so” ’so’ ﬁ ½"


def test_line_ends_become_newlines() -> None:
    assert decoding.text(b"one\r\ntwo\rthree")[0] == "one\ntwo\nthree"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 4, b"Rar!\x1a\x07\x00\x01"]
)
def test_binary_files_are_refused_by_name(tmp_path: Path, data: bytes) -> None:
    [fault] = readers.records(write(tmp_path / "picture.txt", data))
    assert isinstance(fault, Fault)
    assert "not a text file" in fault.problem


@pytest.mark.parametrize("suffix", sorted(readers.KNOWN))
def test_an_empty_file_of_any_format_is_a_fault(tmp_path: Path, suffix: str) -> None:
    [fault] = readers.records(write(tmp_path / f"a{suffix}", b" \n"))
    assert fault == Fault("the file is empty")


def test_links_out_of_the_folder_are_passed_over_unless_asked_for(tmp_path: Path) -> None:
    inside, away = tmp_path / "in", tmp_path / "away"
    inside.mkdir()
    away.mkdir()
    (away / "secret.txt").write_text("It rained.", encoding="utf-8")
    (inside / "a.txt").write_text("Dry.", encoding="utf-8")
    (inside / "same.txt").symlink_to(inside / "a.txt")
    (inside / "link.txt").symlink_to(away / "secret.txt")
    read = ns.articles.read(inside)
    assert set(read["text"]) == {"Dry."}
    row = ns.articles.ledger(read).query("what.str.startswith('links')").iloc[0]
    assert (row["kind"], row["n"]) == ("skipped", 1) and row["source"].endswith("link.txt")
    assert "It rained." in set(ns.articles.read(f"{inside}/*.txt")["text"])
    (inside / "a.txt").unlink()
    (inside / "same.txt").unlink()
    with pytest.raises(ns.errors.ReadError, match="but 1 links that lead out of the folder: give"):
        ns.articles.read(inside)


class _Odd(dict):
    def keys(self):
        raise LookupError("no keys")

    def __iter__(self):
        raise LookupError("no keys")


def test_whatever_a_record_does_it_stands_in_the_way_of_no_other() -> None:
    records = [_Odd(text="x"), {"text": "It rained."}]
    read = ns.articles.read(records, bad="report")
    assert read["text"].tolist() == ["It rained."]
    assert "no keys" in read.attrs["problems"][0]["problem"]


def test_an_article_too_long_to_be_one_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_CHARACTERS", 20)
    read = ns.articles.read([{"text": "It rained. " * 9}, {"text": "Dry."}], bad="report")
    assert read["text"].tolist() == ["Dry."]
    assert "more than 20 characters: split it" in read.attrs["problems"][0]["problem"]
    assert ns.articles.ledger(read).query("kind == 'lost'")["n"].tolist() == [1]
