"""What users have on disk comes in with its fields, and what was guessed or passed over is said."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.errors import ReadError, UnknownName
from newsan.readers import decoding, fields, grid

SAID = "“The bridge holds,” said Mara Ostrell, the mayor of Veldany. It rained on Friday."
DRY = "The council denied it; “nothing fell,” it said. Café owners disagreed."


def read(path: Path, content: str | bytes, **options: object) -> pd.DataFrame:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ns.articles.read(path, bad="report", **options)


def told(articles: pd.DataFrame, kind: str) -> str:
    ledger = ns.schema.check(ns.articles.ledger(articles), "ledger")
    return " / ".join(f"{r.n} {r.what}" for r in ledger[ledger["kind"] == kind].itertuples())


# ---------------------------------------------------------------- names of columns

# As exports and data sets head their columns; what only looks like one of these is below.
HEADS = {
    "text": "text|Full Text|full-text|fulltext|article_text|articleBody|body|Body Text|content|"
    "maintext|main_text|Article|news_text|News Content|story|Story Text|post_text|cleaned_text|"
    "plainText|TD|document_text|transcript|message",
    "title": "title|Headline|HEADLINES|article title|News_Title|story-title|webTitle|postTitle|heading|"
    "Head line|hed|header|page_title|documentTitle|main headline|titre|Titel|HD|title text|newsHeadline",
    "outlet": "outlet|Publisher|publication|Publication Title|publication_name|pubtitle|newspaper|"
    "Newspaper Name|source|source_name|sourceName|media_name|Media|media outlet|News Outlet|domain|"
    "hostname|site|sitename|website|SN|source_domain|channel",
    "byline": "byline|Author|authors|author_name|AuthorName|Article Author|writer|Written By|reporter|"
    "reporters|reported_by|Journalist|journalists|correspondent|columnist|contributor|contributors|"
    "creator|dc:creator|BY",
    "published": "published|Date|datetime|timestamp|publishedAt|publish_date|date_publish|date-published|"
    "Publication Date|pub_date|pubDate|published_on|Date of Publication|datePublished|posted_at|"
    "Post Date|article_date|issue date|webPublicationDate|PD|publish_time|first published",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "name"), [(f, n) for f, ns_ in HEADS.items() for n in ns_.split("|")]
)
def test_names_that_exports_use(field: str, name: str) -> None:
    record = {"published": "2031-05-02", field: "2031-05-02"}
    got, unused = fields.values({name: record[field], "mood": "bad"})
    assert got == {field: "2031-05-02"}
    assert unused == ["mood"]


def test_there_are_twenty_names_and_more_for_each() -> None:
    assert all(len(names.split("|")) >= 20 for names in HEADS.values())


@pytest.mark.parametrize(
    "name",
    ["scraped_at", "crawl_date", "indexed_date", "date_download", "date_modify", "updated_at",
     "inserted_at", "retrieved", "LOAD-DATE", "collect_date", "seendate"],
)  # fmt: skip
def test_when_an_article_was_fetched_is_no_day_of_publication(name: str) -> None:
    articles = ns.articles.read({"text": SAID, name: "2031-05-02"})
    assert articles["published"].isna().all()
    assert f"column {name}" in told(articles, "unused")


@pytest.mark.parametrize("name", ["description", "summary", "lead_paragraph", "abstract"])
def test_a_part_of_an_article_is_not_taken_for_it_and_is_named(name: str) -> None:
    articles = ns.articles.read({name: SAID}, bad="report")
    assert articles.empty
    assert f'columns={{"text": "{name}"}}' in ns.articles.problems(articles)["problem"][0]


def test_the_caller_says_which_column_is_which(tmp_path: Path) -> None:
    table = f"Kop;Verhaal;Wanneer\nRain;{SAID.replace(';', ',')};2031-05-02\n"
    columns = {"title": "kop", "text": "Verhaal", "published": "WANNEER"}
    [row] = read(tmp_path / "a.csv", table, columns=columns).itertuples()
    assert (row.title, row.text, f"{row.published:%m-%d}") == ("Rain", SAID, "05-02")
    # what is said goes before what the name says
    other = ns.articles.read({"text": "A summary.", "Long": SAID}, columns={"text": "long"})
    assert other["text"].tolist() == [SAID]
    with pytest.raises(UnknownName, match="Did you mean 'outlet'"):
        ns.articles.read({"text": SAID}, columns={"outlets": "x"})
    absent = ns.articles.read({"body": SAID}, columns={"text": "Story"}, bad="report")
    assert (
        "nothing stands in 'Story'; there are 'body'" in ns.articles.problems(absent)["problem"][0]
    )


def test_a_source_is_an_outlet_or_an_address_and_never_newsans_own_file(tmp_path: Path) -> None:
    articles = ns.articles.read(
        [{"text": SAID, "source": "Ostra News"}, {"text": DRY, "source": "https://ostra.example/1"}]
    )
    assert articles["outlet"].tolist()[0] == "Ostra News"
    assert articles["outlet"].isna().tolist() == [False, True]
    assert articles["url"].tolist()[1] == "https://ostra.example/1"
    again = ns.articles.read(articles.assign(outlet=None).to_dict("records"))
    assert again["outlet"].isna().all()


@pytest.mark.parametrize("said", ["nan", "NaN", "N/A", "[Removed]", "None", " "])
def test_words_that_stand_for_no_text_are_none(said: str) -> None:
    assert ns.articles.read([{"text": said, "title": "Rain"}], bad="report").empty


def test_objects_and_lists_give_their_names() -> None:
    record = {"text": SAID, "authors": [{"name": "Ivo Teller"}, {"name": "Ann Lee"}],
              "publisher": {"name": "Ostra News", "id": 7}, "url": ["https://ostra.example/1"]}  # fmt: skip
    row = ns.articles.read(record).iloc[0]
    assert (row["byline"], row["outlet"]) == ("Ivo Teller, Ann Lee", "Ostra News")
    assert row["url"] == "https://ostra.example/1"
    assert ns.articles.read({"text": SAID, "authors": []})["byline"].isna().all()


# ---------------------------------------------------------------- dialects and damage


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_by_any_delimiter_encoding_and_suffix(
    tmp_path, suffix, encoding, delimiter
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(
        [["Title", "Full Text", "Date"], ["A, B|C", SAID, "2031-05-02"], ["D;\tE", DRY, ""]]
    )
    articles = read(tmp_path / f"a.{suffix}", out.getvalue().encode(encoding))
    assert articles["text"].tolist() == [SAID, DRY]
    assert articles["title"].tolist() == ["A, B|C", "D;\tE"]


def test_bars_between_cells_whose_words_have_commas(tmp_path: Path) -> None:
    table = f"title|text|date\nA|{SAID}|2031-05-02\nB|{DRY}|2031-05-03\n"
    assert read(tmp_path / "a.csv", table)["text"].tolist() == [SAID, DRY]


def test_cells_are_parted_by_what_parts_most_rows_as_the_header(tmp_path: Path) -> None:
    table = "title, short;text\n" + "".join(
        f"Dam {i};It rained, it snowed, {i} times\n" for i in range(9)
    )
    articles = read(tmp_path / "a.csv", table + "Dam 9;It; rained, again\n")
    assert articles["text"].tolist() == [f"It rained, it snowed, {i} times" for i in range(9)]


def test_lines_before_the_header_and_a_separator_that_is_told(tmp_path: Path) -> None:
    table = f'Export of 2 May 2031\n\ntitle,text\nA,"{SAID}"\n'
    assert read(tmp_path / "a.csv", table)["text"].tolist() == [SAID]
    again = ns.articles.read(tmp_path / "a.csv")
    assert told(again, "skipped") == "2 lines before the header of a table"
    table = f"sep=;\ntitle;text\nA, B;{SAID}\n"
    assert read(tmp_path / "b.csv", table)["title"].tolist() == ["A, B"]


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    text = "Rain, text and date\nIt rained, said Mara Ostrell, on Friday.\n"
    assert len(read(tmp_path / "a.txt", text)) == 1


def _broken(column: int, row: int, quoting: int, multiline: bool = False) -> tuple[str, list[str]]:
    """Write a table of 40 rows of which one cell has a quotation mark that nothing closes."""
    texts = [f"“Dam {i},” said Mara Ostrell, the mayor.{' And' * (i % 3)}" for i in range(40)]
    if multiline:
        texts = [f"{t}\n\nIt rained, {i} times." for i, t in enumerate(texts)]
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(
        [str(i), f"Head {i}", t] for i, t in enumerate(texts)
    )
    begin = f"{row},Head {row}," if quoting == csv.QUOTE_MINIMAL else f'"{row}","Head {row}",'
    table = out.getvalue()
    at = table.index(begin)
    if column == 1:
        at = table.index("Head", at)
        cut = 1 if quoting == csv.QUOTE_ALL else 0
        table = (
            table[: at - cut] + '"' + table[at:].replace('"', "", 1)
            if cut
            else table[:at] + '"' + table[at:]
        )
    else:
        end = table.index('"\n', at + len(begin))
        table = table[:end] + table[end + 1 :]
    return "id,title,text\n" + table, texts


@pytest.mark.parametrize("row", [0, 17, 39])
@pytest.mark.parametrize("column", [1, 2])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_one_unclosed_quotation_mark_swallows_no_other_row(tmp_path, row, column, quoting) -> None:
    table, texts = _broken(column, row, quoting)
    articles = read(tmp_path / "a.csv", table)
    assert articles["article_id"].tolist() == [str(i) for i in range(40)]
    assert articles["text"].tolist() == texts
    [problem] = ns.articles.problems(articles).to_dict("records")
    assert problem["kind"] == "repaired" and f"(line {row + 2})" in problem["source"]
    assert "1 a quotation mark" in told(articles, "guessed")


@pytest.mark.parametrize("column", [1, 2])
def test_nor_where_cells_have_many_lines(tmp_path: Path, column: int) -> None:
    table, texts = _broken(column, 17, csv.QUOTE_MINIMAL, multiline=True)
    articles = read(tmp_path / "a.csv", table)
    others = [t for i, t in enumerate(texts) if i != 17]
    assert set(others) <= set(articles["text"])
    assert ns.articles.problems(articles)["source"].str.contains(r"\(line 5[3-6]\)").any()


def test_marks_within_the_words_of_a_cell_stay_there(tmp_path: Path) -> None:
    table = 'id,text,mood\na,"He said "no" to me, twice.",bad\nb,"Dry.",good\n'
    articles = read(tmp_path / "a.csv", table)
    assert articles["text"].tolist() == ['He said "no" to me, twice.', "Dry."]


def test_a_row_ends_where_it_always_did(tmp_path: Path) -> None:
    articles = read(tmp_path / "c.csv", 'title,text\nA,"One.\n\nTwo."\nB,Dry.\n')
    assert articles["article_id"].tolist() == ["c-4", "c-5"]
    assert [r.line for r in grid.rows("a,b\n1,2\n")] == [1, 2]


# ---------------------------------------------------------------- encodings

DISPATCHES = sorted((Path(__file__).parents[2] / "data" / "articles").glob("*.md"))


@pytest.mark.skipif(not DISPATCHES, reason="not a checkout")
@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1251", "utf-16", "mac_roman", "utf-8-sig", "crlf"]
)
def test_no_dispatch_loses_a_mark_of_quotation(encoding: str) -> None:
    for path in DISPATCHES:
        text = path.read_text(encoding="utf-8")
        if encoding == "crlf":
            data = text.replace("\n", "\r\n").encode()
        else:
            data = text.encode(encoding, "replace")
            text = data.decode(encoding)
        assert decoding.text(data)[0] == text, path.name


@pytest.mark.skipif(not DISPATCHES, reason="not a checkout")
def test_no_dispatch_loses_a_quotation(tmp_path: Path) -> None:
    wanted = ns.quotes.find(ns.articles.read(DISPATCHES))["text"].tolist()
    for encoding in ("cp1252", "mac_roman"):
        for path in DISPATCHES:
            data = path.read_text(encoding="utf-8").encode(encoding, "replace")
            (tmp_path / path.name).write_bytes(data)
        articles = ns.articles.read(tmp_path)
        assert "encoding guessed" in told(articles, "guessed")
        found = ns.quotes.find(articles)["text"].tolist()
        assert [t.encode("ascii", "replace") for t in found] == [
            t.encode("ascii", "replace") for t in wanted
        ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мэр сказала: «Мост стоит», и добавила, что дождь шёл весь день. Совет молчал.", "cp1251"),
        ('Мэр сказала: "Мост стоит", и добавила, что дождь шёл весь день. Совет молчал.', "koi8_r"),
        ("„Die Brücke hält“, sagte die Bürgermeisterin. Größere Schäden gab es nicht.", "cp1252"),
        ("« Le pont tient », a déclaré la maire à Noël. Élise Août était là.", "mac_roman"),
        ("„Most stoi”, powiedziała burmistrz. Żołnierze byli zmęczeni, świt był zimny.", "cp1250"),
    ],
)
def test_letters_and_marks_show_the_encoding(text: str, encoding: str) -> None:
    assert decoding.text(text.encode(encoding)) == (text, f"encoding guessed: {encoding}")


def test_damaged_utf8_keeps_its_marks_and_a_mixture_is_read_as_one() -> None:
    text = f"{SAID} {DRY}"
    for data in (text.encode() + "“".encode()[:2], text.encode().replace(b"It", b"\x97 It")):
        got, note = decoding.text(data)
        assert (got.count("“"), got.count("”")) == (text.count("“"), text.count("”"))
        assert "of its characters are no UTF-8" in note
    mixed = SAID.encode() + b"\n" + SAID.encode("cp1252")
    assert decoding.text(mixed)[0] == f"{SAID}\n{SAID}"


def test_an_encoding_that_is_told_is_taken_and_a_wrong_one_refused(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", SAID.encode("cp1252"), encoding="cp1252")["text"].tolist() == [
        SAID
    ]
    wrong = read(tmp_path / "b.txt", SAID.encode("cp1252"), encoding="utf-8")
    assert "not utf-8" in ns.articles.problems(wrong)["problem"][0]
    with pytest.raises(ReadError, match="'klingon' is no encoding"):
        ns.articles.read(tmp_path / "a.txt", encoding="klingon")


# ---------------------------------------------------------------- kinds, tags, what is said


def test_what_a_file_holds_goes_before_its_suffix(tmp_path: Path) -> None:
    articles = read(tmp_path / "a.txt", json.dumps([{"text": SAID}, {"text": DRY}]))
    assert articles["text"].tolist() == [SAID, DRY]
    assert "read as JSON whatever its suffix .txt" in told(articles, "guessed")
    lines = "\n".join(json.dumps({"text": t}) for t in (SAID, DRY))
    assert len(read(tmp_path / "b.json", lines)) == 2


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Rar!\x1a\x07", "RAR"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"BZh91AY&SY\x00", "bzip2"), (b"PK\x03\x04\x14\x00xl/workbook.bin", "binary Excel"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/epub+zip", "EPUB"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".txt", ".csv"])
def test_kinds_that_are_not_read_are_refused_by_name(tmp_path, data, name, suffix) -> None:
    articles = read(tmp_path / f"a{suffix}", data)
    [problem] = ns.articles.problems(articles)["problem"]
    assert problem.startswith(f"{name}, not a text file that is read: ")


def test_tags_in_a_cell_are_read_and_those_of_a_text_stay(tmp_path: Path) -> None:
    cell = "<p>“The bridge holds,” said <b>Mara Ostrell</b>.</p><script>x()</script><p>Rain &amp; snow.</p>"
    articles = read(tmp_path / "a.jsonl.gz", gzip.compress(json.dumps({"content": cell}).encode()))
    assert articles["text"].tolist() == ["“The bridge holds,” said Mara Ostrell.\n\nRain & snow."]
    assert "1 texts with tags read as HTML" in told(articles, "guessed")
    assert read(tmp_path / "a.md", f"{SAID}<br>")["text"].tolist() == [f"{SAID}<br>"]


def test_an_export_of_links_is_said_to_be_one(tmp_path: Path) -> None:
    table = "id,media_name,publish_date,title,url\na1,ostra.example,2031-05-02,Rain,https://ostra.example/1\n"
    articles = read(tmp_path / "a.csv", table)
    assert ns.articles.problems(articles)["problem"].tolist() == [
        "a link and no text: save the page and read that"
    ]


def test_what_could_not_be_read_is_counted_by_its_reason(tmp_path: Path) -> None:
    table = (
        "title,url,lead\n" + f"Rain,https://ostra.example/1,\nDry,,\nWet,,{SAID.replace(',', '')}\n"
    )
    articles = read(tmp_path / "a.csv", table)
    lines = ns.articles.ledger(articles).query("kind == 'lost'").set_index("what")
    assert lines["n"].to_dict() == {"a link and no text": 1, "no text": 2}
    assert lines.loc["a link and no text", "remedy"] == "save the page and read that"


def test_a_ledger_has_an_end_and_loses_no_count() -> None:
    records = [{"text": f"{SAID} {i}", f"column {i}": 1} for i in range(700)]
    lines = ns.articles.ledger(ns.articles.read(records)).query("kind == 'unused'")
    assert len(lines) < 510 and lines["n"].sum() == 700
    assert lines["what"].tolist()[-1] == "further matters"


def test_the_first_mark_of_a_long_text_shows_its_encoding() -> None:
    text = "It rained. " * 300_000 + SAID
    assert decoding.text(text.encode("mac_roman")) == (text, "encoding guessed: mac_roman")


def test_a_headline_of_known_names_is_no_table(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", f"Story, title\n\n{SAID}")["text"][0].startswith("Story")


def test_text_that_an_export_cut_off_is_said_to_be(tmp_path: Path) -> None:
    articles = ns.articles.read({"content": f"{SAID}… [+2114 chars]"})
    assert articles["text"].tolist() == [SAID]
    assert "ends of texts that the export cut off" in told(articles, "lost")


def test_a_folder_says_what_it_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAID)
    (tmp_path / "b.txt").write_text(DRY)
    for i in range(3):
        (tmp_path / f"{i}.doc").write_bytes(b"PK")
    (tmp_path / ".DS_Store").write_bytes(b"\x00")
    (tmp_path / "README.md").write_text("What this is.")
    articles = ns.articles.read(tmp_path)
    assert told(articles, "skipped") == "1 hidden files / 3 .doc files / 1 README.md"
    assert told(articles, "read") == (
        "2 .txt files / 2 articles / 0 articles with title / 0 articles with outlet / 0 articles with byline / "
        "0 articles with published / 0 articles with url / 2 articles in en"
    )
    remedies = ns.articles.ledger(articles).set_index("what")["remedy"]
    assert remedies[".doc files"] == "save it as .docx or .csv"


def test_the_order_of_dates_that_was_learnt_is_said(tmp_path: Path) -> None:
    table = f"date,text\n03/04/2031,{DRY.replace(',', '')}\n13/04/2031,Dry.\n"
    articles = read(tmp_path / "a.csv", table)
    assert articles["published"].dt.strftime("%m-%d").tolist() == ["04-03", "04-13"]
    assert "1 dates read with the day first, as others show" in told(articles, "guessed")
    assert "guessed" not in set(
        ns.articles.ledger(read(tmp_path / "a.csv", table, dayfirst=True))["kind"]
    )


def test_a_result_has_the_ledger_of_its_source_and_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.csv").write_text(f"text;domain;mood\n{SAID};ostra.example;bad\n", encoding="utf-8")
    (folder / "b.odt").write_bytes(b"PK")
    (folder / "control_events.csv").write_text(
        "place_id,place,lat,lon,precision_m,day,day_precision,controller,status,claimed_by,source,source_url\n"
        "mill,Mill,51.2,35,500,2025-03-12,day,RU,claimed,,Gazette,\n"
    )
    result = ns.analyse(folder)
    lines = ns.schema.check(result.ledger, "ledger").set_index("what")
    assert lines.loc[".odt files", ["kind", "n", "remedy"]].tolist() == [
        "skipped", 1, "save it as .docx or .csv"]  # fmt: skip
    assert lines.loc["column mood", "kind"] == "unused"
    assert lines.loc["control events", "n"] == 1
    assert "ledger" not in repr(result)
    result.save(tmp_path / "build")
    pd.testing.assert_frame_equal(
        ns.analysis.Analysis.load(tmp_path / "build").ledger, result.ledger
    )
    (tmp_path / "build" / "ledger.parquet").unlink()
    assert ns.analysis.Analysis.load(tmp_path / "build").ledger.empty
