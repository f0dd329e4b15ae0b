"""The command line as a user meets it: output, exit codes, one-sentence errors."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns

ROOT = Path(__file__).resolve().parents[2]
Newsan = Callable[..., subprocess.CompletedProcess[str]]
RAIN = "“It rained,” said Mara Ostrell. “Twice,” she added."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "a.txt").write_text(RAIN, encoding="utf-8")
    return place


def test_help_names_every_verb(newsan: Newsan) -> None:
    done = newsan("--help", apart=True)
    assert done.returncode == 0
    for verb in ("analyse", "report", "quotes", "corpus", "verify", "sample", "audit", "evaluate"):
        assert verb in done.stdout


def test_analyse_prints_actors_and_writes_frames_and_report(newsan: Newsan, folder: Path) -> None:
    done = newsan("analyse", folder, "--out", folder.parent / "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mara Ostrell" in done.stdout
    assert "It rained," in done.stdout
    assert newsan("report", folder.parent / "build", apart=True).returncode == 0
    assert "It rained" in (folder.parent / "build" / "report.html").read_text(encoding="utf-8")


def test_a_text_in_another_language_is_listed_and_no_failure_unless_there_is_no_other(
    newsan: Newsan,
    folder: Path,
) -> None:
    ukrainian = "Міст упав, але ніхто не загинув, сказала мер Мара Острель."
    (folder / "b.txt").write_text(ukrainian, encoding="utf-8")
    for verb in (["analyse", folder], ["quotes", folder], ["corpus", folder, "--out", "build"]):
        done = newsan(*verb, cwd=folder.parent)
        assert done.returncode == 0
        assert "b.txt: the text is in Ukrainian (uk); only English is read" in done.stderr
    assert "Mara Ostrell" in newsan("quotes", folder).stdout
    for verb in ("analyse", "quotes"):
        assert newsan(verb, folder / "b.txt").returncode == 1


def test_analyse_with_corrections(newsan: Newsan, folder: Path) -> None:
    table = folder.parent / "fix.csv"
    row = pd.read_csv(io.StringIO(newsan("quotes", folder).stdout)).iloc[0]
    head = "article_id,start,end,text,field,value,name\n"
    words = f'{row["article_id"]},{row["start"]},{row["end"]},"{row["text"]}"'
    table.write_text(f"{head}{words},actor,ilse-tarn,Ilse Tarn\n", encoding="utf-8")
    done = newsan("analyse", folder, "--corrections", table)
    assert done.returncode == 0 and "Ilse Tarn" in done.stdout
    table.write_text(f"{head}{words.replace(row['text'], 'It snowed.')},actor,x,\n", "utf-8")
    done = newsan("analyse", folder, "--corrections", table)
    assert done.returncode != 0 and "line 2" in done.stderr and "Traceback" not in done.stderr


def test_quotes_as_csv_and_json_lines(newsan: Newsan, folder: Path) -> None:
    frame = pd.read_csv(io.StringIO(newsan("quotes", folder, apart=True).stdout))
    assert frame["actor"].tolist() == ["Mara Ostrell", "Mara Ostrell"]
    lines = newsan("quotes", folder, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == frame["text"].tolist()


def test_verify_lists_what_is_wrong_and_the_code_says_so(newsan: Newsan, folder: Path) -> None:
    rows, out = folder.parent / "rows.csv", folder.parent / "out"
    rows.write_text("Quote,Person\nIt rained,Mara Ostrell\n", encoding="utf-8")
    done = newsan("verify", rows, folder, apart=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 row: 1 verbatim")
    rows.write_text(
        "Quote,Person\nIt never rained,Mara Ostrell\nTwice,Ivo Teller\n", encoding="utf-8"
    )
    page = out / "page.html"
    done = newsan(
        "verify", rows, folder, "--column", "speaker=Person", "--out", out, "--report", page
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "row 1: altered: “It never rained” (negation: “never” added)" in done.stdout
    assert "row 2: verbatim; words of Mara Ostrell: “Twice”" in done.stdout
    verdicts = pd.read_csv(out / "verdicts.csv")
    assert verdicts["verdict"].tolist() == ["altered", "verbatim"]
    assert pd.read_csv(out / "differences.csv")["given"].tolist() == ["never"]
    assert (out / "missed.csv").is_file()
    assert "It <ins>never</ins> rained" in page.read_text(encoding="utf-8")


def test_verify_and_quotes_read_the_articles_of_a_study_and_know_its_actors(
    newsan: Newsan, tmp_path: Path
) -> None:
    made = ns.study.new(tmp_path / "velm")
    rows = tmp_path / "rows.csv"
    rows.write_text("Quote,Person\nWe are not surrounded,Mayor Ostrell\n", encoding="utf-8")
    done = newsan("verify", rows, made)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 row: 1 verbatim")
    done = newsan("quotes", made)
    assert (done.returncode, done.stderr) == (0, "")
    assert "toma-brevik" in done.stdout


@pytest.mark.parametrize(
    ("rows", "options", "code", "why"),
    [
        ("Note\nRain\n", [], 1, "No column of the rows holds their words: they have 'Note'"),
        ("quote\nRain\n", ["--column", "text=Quot"], 2, "Did you mean 'quote'"),
        ("quote\nRain\n", ["--column", "Quote"], 2, "text=Story"),
        ("quote,article\nRain,b\n", [], 1, "'b'"),
        (None, [], 2, "no file of rows at"),
    ],
)
def test_verify_says_what_is_wrong_with_its_rows(
    newsan: Newsan, folder: Path, rows: str | None, options: list[str], code: int, why: str
) -> None:
    path = folder.parent / "rows.csv"
    if rows is not None:
        path.write_text(rows, encoding="utf-8")
    done = newsan("verify", path, folder, *options)
    assert done.returncode == code
    assert why in done.stderr and "Traceback" not in done.stderr


def test_quotes_as_csv_hold_no_formula(newsan: Newsan, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“-5 tonight,” said Ivo Teller.", encoding="utf-8")
    assert "'-5 tonight" in newsan("quotes", tmp_path / "a.txt").stdout
    line = newsan("quotes", tmp_path / "a.txt", "-f", "jsonl").stdout
    assert json.loads(line)["text"] == "-5 tonight,"


def test_how_dates_are_meant_can_be_said(newsan: Newsan, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,text\n03/04/2025,“Dry” said Ivo Teller.\n", encoding="utf-8")
    told = newsan("quotes", path)
    assert told.returncode == 0 and "'03/04/2025' can be 2025-04-03" in told.stderr
    for flag, day in (("--dayfirst", "2025-04-03"), ("--monthfirst", "2025-03-04")):
        done = newsan("analyse", path, flag, "--out", tmp_path / flag)
        assert done.stderr == ""
        assert day in (tmp_path / flag / "articles.csv").read_text(encoding="utf-8")


def test_columns_and_encodings_can_be_said_and_the_ledger_is_one_screen(
    newsan: Newsan, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(f"Verhaal;stemming\n{RAIN};slecht\n".encode("cp1252"))
    told = ["--column", "text=Verhaal", "--encoding", "cp1252"]
    done = newsan("analyse", tmp_path / "a.csv", *told)
    assert (done.returncode, done.stderr) == (0, "")
    assert "articles (0 with title, 0 with outlet" in done.stdout
    assert "unused         1  column stemming: " in done.stdout
    assert "Mara Ostrell" in newsan("quotes", tmp_path / "a.csv", *told).stdout
    done = newsan("corpus", tmp_path / "a.csv", "--out", tmp_path / "parts", *told, apart=True)
    assert done.returncode == 0 and "column stemming" in done.stdout
    for wrong in ("Verhaal", "text=", "story=Verhaal"):
        done = newsan("quotes", tmp_path / "a.csv", "--column", wrong)
        assert done.returncode == 2 and "Traceback" not in done.stderr


def test_a_corpus_is_run_with_a_study_and_without_near_copies(
    newsan: Newsan, tmp_path: Path
) -> None:
    study = ns.study.new(tmp_path / "study")
    (study / "actors.csv").write_text("actor_id,name\nthe-mayor,Mara Ostrell\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    done = newsan("corpus", tmp_path / "a.txt", "--out", tmp_path / "parts", "--study", study)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(ns.corpus.load(tmp_path / "parts", "quotes")["actor_id"]) == {"the-mayor"}
    done = newsan("corpus", tmp_path / "a.txt", "--out", tmp_path / "parts", "--near", "2")
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_one_bad_input_is_listed_the_rest_is_read_and_the_code_is_1(
    newsan: Newsan, folder: Path
) -> None:
    (folder / "b.jsonl").write_text(
        '{"text": "“Dry,” said Ivo Teller."}\n{broken\n', encoding="utf-8"
    )
    (folder / "c.txt").write_bytes(b"\x00\x01\x02")
    done = newsan("quotes", folder)
    assert done.returncode == 1
    assert "Ivo Teller" in done.stdout
    assert "b.jsonl (line 2): not JSON" in done.stderr
    assert "c.txt: not a text file" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyse", "nowhere"],
        ["quotes", "nowhere/*.txt"],
        ["analyse"],
        ["quotes", "x", "--format", "xml"],
        ["quotes", ""],
        ["analyse", "x", "--control", "nope.csv"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_2_and_never_a_traceback(
    newsan: Newsan, arguments: list[str], tmp_path: Path
) -> None:
    done = newsan(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\n\x00\x00", b" \n"])
def test_nothing_to_read_is_1_with_a_sentence(
    newsan: Newsan, content: bytes | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    done = newsan("analyse", tmp_path)
    assert done.returncode == 1
    assert "newsan:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_loses_nothing(folder: Path) -> None:
    command = f"{sys.executable} -m newsan analyse {folder} --out {folder.parent / 'b'} | true"
    subprocess.run(command, shell=True, check=True, capture_output=True)
    assert (folder.parent / "b" / "quotes.parquet").is_file()


def test_a_path_that_cannot_be_written_is_one_sentence(newsan: Newsan, folder: Path) -> None:
    (folder.parent / "file").write_text("")
    done = newsan("analyse", folder, "--out", folder.parent / "file")
    assert done.returncode == 1
    assert done.stderr.startswith("newsan: Cannot write the frames to ")


def test_one_character_is_an_article(newsan: Newsan, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    done = newsan("analyse", tmp_path, "--out", tmp_path / "build", "--report", tmp_path / "r.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No quotations were found." in done.stdout


def test_report_without_an_analysis_says_what_to_run(newsan: Newsan, tmp_path: Path) -> None:
    done = newsan("report", cwd=tmp_path)
    assert done.returncode == 1
    assert "run `newsan analyse SOURCE --out build` first" in done.stderr


def test_report_writes_a_film_where_there_is_ground(newsan: Newsan, tmp_path: Path) -> None:
    event = {"place_id": "karsk", "place": "Karsk", "lat": 51.2, "lon": 35.3, "day": "2025-05-02", "day_precision": "day",
             "controller": ns.frontline.read_sides()["side"][0], "status": "claimed", "claimed_by": "Ostria",
             "source": "Lamp", "source_url": "u"}  # fmt: skip
    result = ns.analyse([{"text": RAIN}], control=ns.schema.build([event], "control"))
    done = newsan("report", result.save(tmp_path / "build"), "--film", tmp_path / "frames")
    assert done.returncode == 0 and done.stdout.endswith("frames\n")
    assert sorted(p.name for p in (tmp_path / "frames").iterdir()) == ["2025-05-02.svg", "film.gif"]
    bare = ns.analyse([{"text": RAIN}]).save(tmp_path / "bare")
    done = newsan("report", bare, "--film", tmp_path / "none")
    assert done.returncode == 1 and "No ground to draw" in done.stderr
    assert not (tmp_path / "none").exists()


def test_the_whole_study_runs_without_a_network(newsan: Newsan, tmp_path: Path) -> None:
    """Connections that leave the machine raise in every process the tests start (see conftest)."""
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    blocked = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False
    )
    assert "the network was used" in blocked.stderr
    if (ROOT / "data" / "articles").exists():
        done = newsan("analyse", ROOT / "data" / "articles", "--out", tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Vladimir Putin" in done.stdout


def test_topics_of_ones_own_reach_the_claims(newsan: Newsan, folder: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text("topic,proposition,about\nrain,It rained,\\brained\\b\n", encoding="utf-8")
    done = newsan("analyse", folder, "--topics", topics, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    claims = pd.read_csv(tmp_path / "out" / "claims.csv")
    assert claims[["topic", "position"]].values.tolist() == [["rain", "asserts"]]
    topics.write_text("topic,proposition,about\nrain,It rained,(\n", encoding="utf-8")
    done = newsan("analyse", folder, "--topics", topics)
    assert done.returncode in (1, 2)
    assert "about is no regular expression" in done.stderr


def test_a_sheet_is_drawn_filled_in_and_audited(newsan: Newsan, folder: Path) -> None:
    build, sheet = folder.parent / "build", folder.parent / "sheet.csv"
    newsan("analyse", folder, "--out", build)
    done = newsan("sample", build, "--n", "5", "--out", sheet, apart=True)
    assert done.returncode == 0 and "2 rows" in done.stdout
    assert newsan("sample", build, "--out", sheet).returncode == 2  # a coder's work is kept
    done = newsan("audit", sheet)
    assert done.returncode == 1 and "nothing is filled in" in done.stderr
    rows = pd.read_csv(sheet).astype({"act_is": "object", "actor_is": "object"})
    rows.assign(act_is="ok", actor_is="ok").to_csv(sheet, index=False)
    rows.assign(act_is=["ok", "deny"]).to_csv(other := folder.parent / "b.csv", index=False)
    done = newsan("audit", sheet, other, apart=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "act: n = 2, same 0.50, kappa 0.00" in done.stdout and "actor: n" not in done.stdout
    assert (
        f"Precision by {sheet.as_posix()}:" in done.stdout
        and "report" in done.stdout.split("act: n")[1]
    )
    names = [f"Mara Ostrell of the {n}th Board of Water" for n in range(12)]
    many = pd.DataFrame(
        {"quote_id": range(12), "text": "Rain", "stratum": "all", "weight": 1.0, "actor_is": names}
    )
    many.to_csv(wide := folder.parent / "wide.csv", index=False)
    done = newsan("audit", wide, wide)
    assert 'newsan.stats.agreements(a, b)["actor"].table' in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 130
    assert newsan("sample", folder).stderr.startswith("newsan: No saved analysis")
