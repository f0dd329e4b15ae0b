"""Sources of every kind, and what is reported of those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.errors import NoSuchSource, ReadError

RAIN = "“It rained,” said Mara Ostrell."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text(RAIN)
    (tmp_path / "a-2031-05-02.md").write_text(f"---\ntitle: Rain\n---\n{RAIN} Again.")
    (tmp_path / "README.md").write_text("About these files.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.jsonl").write_text(
        '{"text": "one", "id": "x"}\n{broken\n{"text": "three"}\n'
    )
    return tmp_path


def test_a_folder_is_read_to_its_depth_and_nothing_is_lost(folder: Path) -> None:
    articles = ns.articles.read(folder, bad="report")
    assert articles["article_id"].tolist() == ["a-2031-05-02", "b", "x", "c-3"]
    problems = ns.articles.problems(articles)
    assert problems["source"].str.endswith("sub/c.jsonl (line 2)").tolist() == [True]
    assert problems["kind"].tolist() == ["unreadable"]
    ns.schema.check(articles, "articles")


def test_bad_input_raises_by_default_and_names_its_place(folder: Path) -> None:
    with pytest.raises(ReadError, match=r"c\.jsonl \(line 2\): not JSON") as error:
        ns.articles.read(folder)
    assert 'bad="report"' in str(error.value)


def test_every_kind_of_source_gives_the_same_article(folder: Path) -> None:
    path = folder / "b.txt"
    record = {"article_id": "b", "text": RAIN}
    sources = [
        path,
        str(path),
        [path],
        str(folder / "b.*"),
        record,
        [record],
        pd.DataFrame([record]),
    ]
    for source in sources:
        articles = ns.articles.read(source)
        assert articles[["article_id", "text"]].values.tolist() == [["b", RAIN]], source


def test_files_and_records_may_be_mixed(folder: Path) -> None:
    assert len(ns.articles.read([folder / "b.txt", {"text": "Snow."}])) == 2


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("2031-05-02", "2031-05-02"),
        ("May 2, 2031", "2031-05-02"),
        ("2 May 2031, 9:05 pm", "2031-05-02 21:05"),
        ("2031-05-02T23:30:00+03:00", "2031-05-02 20:30"),
        (pd.Timestamp("2031-05-02"), "2031-05-02"),
    ],
)
def test_published_is_an_instant_in_utc(given: object, wanted: str) -> None:
    got = ns.articles.read({"text": RAIN, "date": given})["published"][0]
    assert got == pd.Timestamp(wanted, tz="UTC")


@pytest.mark.parametrize("given", ["last May", "soon", "0", "May"])
def test_what_is_no_date_stays_missing_and_is_reported(given: str) -> None:
    articles = ns.articles.read({"text": RAIN, "published": given})
    assert pd.isna(articles["published"][0])
    assert ns.articles.problems(articles)["kind"].tolist() == ["repaired"]


def test_the_record_goes_before_the_file_name_before_the_argument(tmp_path: Path) -> None:
    (tmp_path / "rain-2031-05-02.txt").write_text(RAIN)
    (tmp_path / "rain-20310503.txt").write_text(f"DATE: 2031-06-01\n\n{RAIN} Twice.")
    (tmp_path / "rain.txt").write_text(f"{RAIN} Thrice.")
    days = ns.articles.read(tmp_path, published="2031-07-07")["published"]
    assert days.dt.strftime("%m-%d").tolist() == ["05-02", "06-01", "07-07"]
    with pytest.raises(ValueError, match="not a date"):
        ns.articles.read(tmp_path, published="someday")


def test_duplicates_are_reported_kept_and_left_out_on_request() -> None:
    articles = ns.articles.read(
        [{"id": "a", "text": RAIN}, {"id": "b", "text": RAIN + "\n"}, {"id": "c", "text": "Dry."}]
    )
    assert ns.articles.problems(articles).values.tolist() == [
        ["record 2", "same text as record 1", "duplicate"]
    ]
    assert ns.articles.deduplicate(articles)["article_id"].tolist() == ["a", "c"]


def test_one_id_given_twice_stays_unique() -> None:
    articles = ns.articles.read(
        [{"id": "a", "text": "one"}, {"id": "a", "text": "two"}, {"id": "a-2", "text": "three"}]
    )
    assert articles["article_id"].is_unique


def test_records_without_an_id_are_named_by_their_text_not_their_place() -> None:
    one, two = {"text": "one"}, {"text": "two"}
    forward, backward = ns.articles.read([one, two]), ns.articles.read([two, one])
    assert set(forward["article_id"]) == set(backward["article_id"])


@pytest.mark.parametrize("text", ["", "  \n", None, 7, ["a"]])
def test_a_record_without_text_is_a_fault_not_a_crash(text: object) -> None:
    articles = ns.articles.read([{"text": text}, {"text": "x"}], bad="report")
    assert articles["text"].tolist() == ["x"]
    assert len(ns.articles.problems(articles)) == 1


@pytest.mark.parametrize("error", [ValueError, TypeError, OverflowError, RecursionError])
def test_what_one_record_holds_stops_no_other(error: type[Exception]) -> None:
    class Wrong:
        def __str__(self) -> str:
            raise error("of its own")

    articles = ns.articles.read([{"text": "x", "title": Wrong()}, {"text": RAIN}], bad="report")
    assert articles["text"].tolist() == [RAIN]
    assert ns.articles.problems(articles)[["source", "problem", "kind"]].values.tolist() == [
        ["record 1", "not an article: of its own", "unreadable"]]  # fmt: skip
    with pytest.raises(ReadError, match="record 1"):
        ns.articles.read([{"text": "x", "title": Wrong()}, {"text": RAIN}])


@pytest.mark.parametrize("text", ["[" * 200_000, "1" * 5_000])
def test_json_beyond_all_bounds_is_a_fault_of_its_own(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    (tmp_path / "b.jsonl").write_text(f'{text}\n{{"text": "{RAIN}"}}\n')
    articles = ns.articles.read(tmp_path, bad="report")
    assert articles["text"].tolist() == [RAIN]
    assert len(ns.articles.problems(articles)) == 2


def test_several_authors_in_one_cell_of_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": [RAIN], "authors": [["Mara Ostrell", "Ivo Teller"]]})
    frame.to_parquet(tmp_path / "a.parquet")
    articles = ns.articles.read(tmp_path / "a.parquet")
    assert articles["byline"].tolist() == ["Mara Ostrell, Ivo Teller"]


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSource, match="There is no file or folder of articles at"):
        ns.articles.read(tmp_path / "none")
    with pytest.raises(FileNotFoundError, match="matches no file"):
        ns.articles.read(str(tmp_path / "*.txt"), bad="report")
    with pytest.raises(ReadError, match=r"No articles in folder .*\.jsonl"):
        ns.articles.read(tmp_path, bad="report")


def test_a_wrong_option_and_a_wrong_item_are_named() -> None:
    with pytest.raises(ValueError, match="must be 'raise' or 'report'"):
        ns.articles.read({"text": RAIN}, bad="ignore")
    with pytest.raises(ReadError, match="got int"):
        ns.articles.read([3])


def test_lone_surrogates_do_not_survive_into_the_frame(tmp_path: Path) -> None:
    articles = ns.articles.read({"text": "rain \ud800 fell"})
    articles.to_parquet(tmp_path / "a.parquet")
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 1


@pytest.mark.parametrize("given", ["2025", "2025-03", "March 2025", 20251399, True])
def test_a_part_of_a_date_or_a_bare_number_is_no_day(given: object) -> None:
    articles = ns.articles.read({"text": RAIN, "date": given})
    assert pd.isna(articles["published"][0])


def test_a_date_as_one_number() -> None:
    assert ns.articles.read({"text": RAIN, "date": 20250314})["published"][0].day == 14


@pytest.mark.parametrize("given", [1741986300, 1741986300.0, "1741986300", 1741986300000])
def test_seconds_since_1970_are_a_date_and_said_to_be_guessed(given: object) -> None:
    articles = ns.articles.read({"text": RAIN, "date": given})
    assert articles["published"][0] == pd.Timestamp("2025-03-14 21:05", tz="UTC")
    assert "seconds since 1970" in "".join(ns.articles.ledger(articles)["what"])


def test_results_and_control_events_in_a_folder_are_not_articles(folder: Path) -> None:
    before = ns.articles.read(folder, bad="report")["article_id"].tolist()
    (folder / "control_events.csv").write_text("place_id,day\nx,y\n")
    ns.analyse({"text": RAIN}).save(folder / "build")
    ns.corpus.run([{"text": RAIN}], folder / "parts")
    assert ns.articles.read(folder, bad="report")["article_id"].tolist() == before


def test_an_empty_path_is_not_this_folder() -> None:
    with pytest.raises(NoSuchSource, match="source is empty"):
        ns.articles.read("")


def dated(*days: object) -> list[dict]:
    return [{"id": f"a{i}", "date": day, "text": f"{RAIN} {i}"} for i, day in enumerate(days)]


def days_of(articles: pd.DataFrame) -> list[str | None]:
    return [None if pd.isna(d) else f"{d:%Y-%m-%d}" for d in articles["published"]]


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (("12/03/2025", "13/03/2025"), ["2025-03-12", "2025-03-13"]),
        (("03/12/2025", "03/13/2025"), ["2025-03-12", "2025-03-13"]),
        (("12.03.25", "13.03.25"), ["2025-03-12", "2025-03-13"]),
        (("3-4-2025 21:05", "Mon 14-4-2025"), ["2025-04-03", "2025-04-14"]),
        # nothing shows the order, and both orders show: only what can be read one way is
        (("12/03/2025", "01/02/2025", "05/05/2025"), [None, None, "2025-05-05"]),
        (("12/03/2025", "13/03/2025", "03/14/2025"), [None, "2025-03-13", "2025-03-14"]),
        # no day of any calendar shows nothing
        (("12/03/2025", "45/03/2025", "31/02/2025"), [None, None, None]),
        (("2025-03-12", "12 March 2025", "Mar 12, 2025", "2025/03/12"), ["2025-03-12"] * 4),
    ],
)
def test_how_a_date_is_meant_is_learnt_from_those_beside_it(days, wanted, tmp_path) -> None:
    records = dated(*days)
    frame = pd.DataFrame(records)
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_json(tmp_path / "b.jsonl", orient="records", lines=True)
    frame.to_json(tmp_path / "c.json", orient="records")
    frame.to_parquet(tmp_path / "d.parquet")
    sources = [records, frame, iter(records), *sorted(tmp_path.iterdir())]
    for source in sources:
        assert days_of(ns.articles.read(source)) == wanted, source
    for name in ("txt", "md"):  # a folder of files that hold one article each
        folder = tmp_path / name
        folder.mkdir()
        for r in records:
            (folder / f"{r['id']}.{name}").write_text(f"DATE: {r['date']}\n\n{r['text']}")
        assert days_of(ns.articles.read(folder)) == wanted, name


def test_a_date_that_can_be_two_days_is_missing_and_reported() -> None:
    articles = ns.articles.read(dated("03/04/2025"), published="2025-06-01")
    assert days_of(articles) == [None]  # it has a day, though nobody knows which
    [problem] = ns.articles.problems(articles).to_dict("records")
    assert problem["kind"] == "repaired"
    for words in ("'03/04/2025'", "2025-04-03", "2025-03-04", "dayfirst=True or dayfirst=False"):
        assert words in problem["problem"]


@pytest.mark.parametrize(("dayfirst", "month"), [(True, "04"), (False, "03")])
def test_dayfirst_says_how_dates_are_meant(dayfirst: bool, month: str) -> None:
    day = "2025-04-03" if dayfirst else "2025-03-04"
    # against what the column shows too; what can be read one way only is
    given = dated("03/04/2025", "13/03/2025")
    assert days_of(ns.articles.read(given, dayfirst=dayfirst)) == [day, "2025-03-13"]
    assert days_of(ns.analyse(given, dayfirst=dayfirst).articles) == [day, "2025-03-13"]
    [row] = [row for row, _ in ns.articles.stream(dated("03/04/2025"), dayfirst=dayfirst)]
    assert f"{row['published']:%m}" == month
    undated = ns.articles.read({"text": RAIN}, published="03/04/2025", dayfirst=dayfirst)
    assert days_of(undated) == [day]


def test_files_do_not_decide_for_each_other(tmp_path: Path) -> None:
    pd.DataFrame(dated("03/04/2025", "13/04/2025")).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame(dated("03/04/2025", "04/13/2025")).to_csv(tmp_path / "b.csv", index=False)
    (tmp_path / "c.txt").write_text(f"DATE: 03/04/2025\n\n{RAIN}")
    wanted = ["2025-04-03", "2025-04-13", "2025-03-04", "2025-04-13", None]
    assert days_of(ns.articles.read(tmp_path)) == wanted


def test_a_day_for_the_undated_that_can_be_two_is_refused() -> None:
    for source in ({"text": RAIN}, ns.articles.read({"text": RAIN})):
        with pytest.raises(ReadError, match="2025-04-03 .* or 2025-03-04"):
            ns.analyse(source, published="03/04/2025")


def test_a_stream_that_passes_once_is_not_held_back() -> None:
    passed = []

    def records():
        for record in dated("03/04/2025", "13/04/2025"):
            passed.append(record["id"])
            yield record

    rows = ns.articles.stream(records())
    first, _ = next(rows)
    assert passed == ["a0"] and first["published"] is None
