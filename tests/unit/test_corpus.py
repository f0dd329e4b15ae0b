"""Partitions: the same frames however cut and by however many, resumed, and never lost to one fault."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import readers

SCALE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
DAYS = ["2031-05-02", "2031-05-03", "2031-05-04", "2031-05-05", "2031-05-06"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for number, day in enumerate(DAYS):
        text = f"---\npublished: {day}\n---\n“It rained {number} times in Sudzha,” Mara Ostrell said on Friday."
        (place / f"a{number}.md").write_text(text, encoding="utf-8")
    return place


def frames(out: Path) -> dict[str, pd.DataFrame]:
    names = (
        "articles",
        "quotes",
        "sentiment",
        "rhetoric",
        "stance",
        "claims",
        "mentions",
        "references",
    )
    return {name: pd.DataFrame(ns.corpus.load(out, name)) for name in names}


def test_partitions_and_workers_change_nothing(folder: Path, tmp_path: Path) -> None:
    whole = ns.analyse(folder)
    for name, options in {
        "one": {"partition": 100},
        "twos": {"partition": 2},
        "pool": {"partition": 2, "workers": 2},
    }.items():
        problems = ns.corpus.run(folder, tmp_path / name, **options)
        assert problems.empty
        for frame, rows in frames(tmp_path / name).items():
            pd.testing.assert_frame_equal(
                rows, pd.DataFrame(getattr(whole, frame)), check_column_type=False
            )


def test_a_second_run_does_only_what_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ns.corpus.run(folder, out, partition=2)
    before = {p: p.stat().st_mtime_ns for p in sorted(out.glob("*/quotes.parquet"))}
    (folder / "a3.md").write_text("“Dry,” said Ivo Teller.", encoding="utf-8")
    ns.corpus.run(folder, out, partition=2)
    after = {p: p.stat().st_mtime_ns for p in sorted(out.glob("*/quotes.parquet"))}
    assert [after[p] == t for p, t in before.items()] == [True, False, True]
    assert "Ivo Teller" in set(ns.corpus.load(out, "quotes")["actor"])


def test_parts_of_a_longer_run_are_taken_away(folder: Path, tmp_path: Path) -> None:
    ns.corpus.run(folder, tmp_path / "out", partition=1)
    ns.corpus.run(folder, tmp_path / "out", partition=5)
    assert len(ns.corpus.load(tmp_path / "out", "articles")) == len(DAYS)


def test_a_broken_part_is_reported_and_the_rest_is_there(folder: Path, tmp_path: Path) -> None:
    (folder / "a1.md").write_bytes(b"\x00\x01")
    problems = ns.corpus.run(folder, tmp_path / "out", partition=1)
    assert problems["kind"].tolist() == ["unreadable"]
    assert "a1.md" in problems["source"][0]
    assert len(ns.corpus.load(tmp_path / "out", "articles")) == len(DAYS) - 1


def test_records_are_a_corpus_too(tmp_path: Path) -> None:
    records = [{"id": f"r{i}", "text": f"“{i},” said Mara Ostrell."} for i in range(3)]
    ns.corpus.run(iter(records), tmp_path, partition=2)
    assert ns.corpus.load(tmp_path, "articles")["article_id"].tolist() == ["r0", "r1", "r2"]
    assert json.loads((tmp_path / "part-00000" / "done.json").read_text())["input"]


def test_files_of_one_name_in_two_folders_stay_two(folder: Path, tmp_path: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "a1.md").write_text("“Dry,” said Ivo Teller.", encoding="utf-8")
    for size in (1, 2, 10):
        ns.corpus.run(folder, tmp_path / str(size), partition=size)
    tables = [ns.corpus.load(tmp_path / str(size), "articles") for size in (1, 2, 10)]
    assert all(t["article_id"].is_unique for t in tables)
    assert all(t["article_id"].tolist() == tables[0]["article_id"].tolist() for t in tables)


def test_one_big_file_is_cut_and_copies_are_left_out(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"“{i % 9} times,” said Mara Ostrell."}) for i in range(10)]
    (tmp_path / "big.jsonl").write_text("\n".join(lines), encoding="utf-8")
    problems = ns.corpus.run(tmp_path / "big.jsonl", tmp_path / "out", partition=4)
    assert problems["problem"].tolist() == [
        f"same text as {(tmp_path / 'big.jsonl').as_posix()} (line 1)"
    ]
    assert len(list((tmp_path / "out").glob("part-*"))) == 3
    assert len(ns.corpus.load(tmp_path / "out", "quotes")) == 9


def test_a_dask_scheduler_gives_the_same(folder: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("dask.distributed")
    ns.corpus.run(folder, tmp_path / "plain", partition=2)
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp",
        dashboard_address=None,
    ) as cluster:
        ns.corpus.run(folder, tmp_path / "dask", partition=2, scheduler=cluster.scheduler_address)
    for name, frame in frames(tmp_path / "plain").items():
        pd.testing.assert_frame_equal(frame, frames(tmp_path / "dask")[name])


def test_a_table_read_in_blocks_is_cut_as_any_other(tmp_path: Path, monkeypatch) -> None:
    rows = [
        f"a{n},“It rained {n} times in Sudzha,” Mara Ostrell said on Friday." for n in range(30)
    ]
    (tmp_path / "a.csv").write_text("\n".join(["id,text", *rows]), encoding="utf-8")
    whole = ns.analyse(tmp_path / "a.csv")
    monkeypatch.setattr(readers, "_BLOCK", 500)
    for size in (7, 30):
        ns.corpus.run(tmp_path / "a.csv", tmp_path / str(size), partition=size)
        quotes = ns.corpus.load(tmp_path / str(size), "quotes")
        pd.testing.assert_frame_equal(quotes, whole.quotes, check_column_type=False)


RAIN = ("“The river rose by a metre in the night and the old bridge at the mill of Veldany will stay shut "
        "until {} at the least,” said Mara Ostrell, who has been the mayor of the town for ten years.")  # fmt: skip
LIKE = [
    {"id": "first", "text": RAIN.format("spring")},
    {"id": "other", "text": "“It never rains in Veldany,” said Ivo Teller."},
    {"id": "same", "text": RAIN.format("spring")},
    {"id": "near", "text": RAIN.format("summer").replace("“", '"').replace("”", '"')},
    {"id": "copy-of-near", "text": RAIN.format("summer").upper()},
]


def test_copies_are_listed_and_near_ones_if_asked_for(tmp_path: Path) -> None:
    ns.corpus.run(LIKE, tmp_path / "exact")
    assert ns.corpus.load(tmp_path / "exact", "copies").values.tolist() == [["same", "first", "exact", 1.0]]  # fmt: skip
    pytest.importorskip("datasketch")
    for size in (1, 5):
        problems = ns.corpus.run(LIKE, tmp_path / str(size), near=0.6, partition=size)
        assert ns.corpus.load(tmp_path / str(size), "articles")["article_id"].tolist() == ["first", "other"]  # fmt: skip
        copies = ns.schema.check(ns.corpus.load(tmp_path / str(size), "copies"), "copies")
        assert copies["article_id"].tolist() == ["same", "near", "copy-of-near"]
        assert set(copies["copy_of"]) == {"first"}
        assert copies["how"].tolist() == ["exact", "near", "near"]
        assert copies["similarity"].between(0.6, 0.99).tolist() == [False, True, True]
        assert problems["problem"].str.startswith("nearly the text of article first").sum() == 2
    ledger = ns.articles.ledger(problems).set_index("what")
    assert ledger.loc["near copies of a text", "n"] == 2
    one, five = (tmp_path / n / "run" / "copies.parquet" for n in ("1", "5"))
    assert one.read_bytes() == five.read_bytes()


def test_a_study_is_used_and_what_it_knows_is_part_of_the_input(
    folder: Path, tmp_path: Path
) -> None:
    study = ns.study.new(tmp_path / "study")
    (study / "actors.csv").write_text("actor_id,name,aliases\nthe-mayor,Mara Ostrell,\n")
    out = tmp_path / "out"
    ns.corpus.run(folder, out, study=study, partition=2)
    whole = ns.analyse(folder, study=study)
    found = ns.corpus.load(out, "quotes")
    pd.testing.assert_frame_equal(found, whole.quotes, check_column_type=False)
    assert set(found["actor_id"]) == {"the-mayor"}
    made = {p: p.stat().st_mtime_ns for p in out.glob("part-*/quotes.parquet")}
    ns.corpus.run(folder, out, study=study, partition=2)
    assert {p: p.stat().st_mtime_ns for p in made} == made
    (study / "actors.csv").write_text("actor_id,name,aliases\nsomebody,Mara Ostrell,\n")
    ns.corpus.run(folder, out, study=study, partition=2)
    assert set(ns.corpus.load(out, "quotes")["actor_id"]) == {"somebody"}


def test_the_study_that_a_corpus_lies_in_is_used_as_everywhere(tmp_path: Path) -> None:
    study = ns.study.new(tmp_path / "study")
    ns.corpus.run(study, tmp_path / "out")
    whole = ns.analyse(study)
    assert len(whole.quotes)
    for name in ("articles", "quotes", "stance"):
        rows = ns.corpus.load(tmp_path / "out", name)
        pd.testing.assert_frame_equal(rows, getattr(whole, name), check_column_type=False)


def test_a_corpus_is_queried_without_being_loaded(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    (folder / "dry.txt").write_text("“Dry,” said Ivo Teller.", encoding="utf-8")
    ns.corpus.run(folder, tmp_path / "it's out", partition=1)
    corpus = ns.corpus.open(tmp_path / "it's out")
    counted = corpus.sql("SELECT actor, count(*) AS n FROM quotes GROUP BY actor ORDER BY n DESC")
    assert counted.values.tolist() == [["Mara Ostrell", 5], ["Ivo Teller", 1]]
    [[place, n]] = corpus.sql(
        "SELECT place, count(DISTINCT article_id) FROM mentions JOIN articles USING (article_id) "
        "WHERE published >= '2031-05-04' GROUP BY place"
    ).values.tolist()
    assert (place, n) == ("Sudzha", 3)
    assert corpus.quotes.filter("actor = 'Ivo Teller'").df()["text"].tolist() == ["Dry,"]
    for name in corpus.names:
        rows = ns.corpus.load(tmp_path / "it's out", name)
        assert len(getattr(corpus, name)) == len(rows)
        assert getattr(corpus, name).columns == list(rows)
    assert str(corpus.articles.df()["published"].dt.tz) == "UTC"
    with pytest.raises(AttributeError, match="Did you mean 'quotes'"):
        corpus.quote  # noqa: B018
    with pytest.raises(ns.errors.ReadError, match="No corpus in .*run `newsan corpus SOURCE --out"):
        ns.corpus.open(tmp_path / "none")


@pytest.mark.skipif(not SCALE.exists(), reason="not a checkout")
def test_the_worked_queries_are_answered(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    text = (
        "“Ukraine will never accept a ceasefire with Russia,” said Mara Ostrell. It rained in Sumy."
    )
    ns.corpus.run([{"text": text, "outlet": "The Courier", "date": "2031-05-02"}], tmp_path)
    corpus = ns.corpus.open(tmp_path)
    who, accusing, places = (
        corpus.sql(query)
        for query in re.findall(r"```sql\n(.*?)```", SCALE.read_text("utf-8"), re.DOTALL)
    )
    assert who[["actor", "articles"]].values.tolist() == [["Mara Ostrell", 1]]
    assert accusing[["outlet", "n"]].values.tolist() == [["The Courier", len(corpus.quotes)]]
    assert places.values.tolist() == [["Russia", 1], ["Sumy", 1], ["Ukraine", 1]]


@pytest.mark.parametrize(
    ("package", "use"),
    [
        ("duckdb", lambda out: ns.corpus.open(out)),
        ("datasketch", lambda out: ns.corpus.run(LIKE, out, near=0.8)),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    tmp_path: Path, monkeypatch, package, use
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ns.errors.MissingExtra, match=rf'{package}: pip install "newsan\[corpus\]"'):
        use(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_articles(folder: Path, tmp_path: Path, capsys) -> None:
    ns.corpus.run(folder, tmp_path / "out", partition=2, progress=True)
    assert "5 articles" in capsys.readouterr().err


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"near=1.5: it must be from 0 to 1"):
        ns.corpus.run([], tmp_path, near=1.5)
    with pytest.raises(ValueError, match="at least 1"):
        ns.corpus.run([], tmp_path, workers=0)
    with pytest.raises(ns.errors.UnknownName, match="Did you mean 'quotes'"):
        ns.corpus.load(tmp_path, "quote")
    with pytest.raises(ns.errors.NoSuchSource):
        ns.corpus.run(tmp_path / "none", tmp_path / "out")


def test_what_newsan_did_not_write_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "out" / "part-2024" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("precious")
    with pytest.raises(ns.errors.WriteError, match="part-2024 is not a part that newsan wrote"):
        ns.corpus.run(folder, tmp_path / "out")
    assert mine.read_text() == "precious"
