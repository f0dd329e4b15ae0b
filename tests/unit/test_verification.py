"""Rows against articles: what is an alteration and what is none, whose words they are, what was missed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import report, schema
from newsan.errors import NoSuchSource, ReadError, SchemaError, UnknownName
from newsan.report.verification import summary_of_verdicts
from newsan.text.words import words

DAM = (
    "“We have 12 boats,” said Mayor Mara Ostrell, “and we will not leave the dam.” She spoke in Karsk.\n\n"
    "Ivo Teller, who leads the council, disagreed. “Nobody in Karsk believes a word of that,” he said on Monday. "
    "“The mayor [of Karsk] must go.”\n\n"
    "The council had voted by nine to four to close the old dam before the winter floods."
)
BRIDGE = (
    "The bridge at Veldany was shut on Friday. “It can carry 1,200 carts a day,” said Toma Brevik."
)


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return ns.articles.read([
        {"id": "dam", "title": "The dam", "text": DAM, "date": "2031-05-02"},
        {"id": "bridge", "title": "The bridge", "text": BRIDGE, "url": "https://example.org/bridge"},
    ])  # fmt: skip


def one(articles: pd.DataFrame, text: str, **cells: object) -> dict:
    checked = ns.verify(pd.DataFrame([{"text": text, **cells}]), articles)
    (row,) = checked.verdicts.to_dict("records")
    return row | {"changes": checked.differences.to_dict("records")}


@pytest.mark.parametrize(
    "text",
    [
        "We have 12 boats",
        "“WE HAVE 12 BOATS!”",
        "We have twelve boats",
        "We have 12 boats, and we will not leave the dam.",
        "We have 12 boats … we will not leave the dam",
        "We have [...] boats",
        "[They] have 12 boats",
        "we will not leave the [Karsk] dam",
        "we won’t leave the dam",
        "The mayor must go",
        "“We have 12 boats,” Ostrell told the town, “and we will not leave the dam.”",
        "It can carry 1200 carts a day",
        "We have 12 boats,” said Mayor Mara Ostrell, “and we will not leave",
    ],
)
def test_what_is_no_alteration(articles: pd.DataFrame, text: str) -> None:
    row = one(articles, text)
    assert (row["verdict"], row["changes"]) == ("verbatim", [])
    assert pd.isna(row["differences"])


@pytest.mark.parametrize(
    ("text", "kind", "differences"),
    [
        ("We have 21 boats", "number", "number: “21” for “12”"),
        ("and we will leave the dam", "negation", "negation: “not” left out"),
        ("and we will … leave the dam", "negation", "negation: “not” left out"),
        ("and we will [never] leave the dam", "negation", "negation: “[never]” for “not”"),
        ("It cannot carry 1,200 carts a day", "negation", "negation: “cannot” added"),
        ("and we may not leave the dam", "modal", "modal: “may” for “will”"),
        ("Nobody in Veldany believes a word of that", "name", "name: “Veldany” for “Karsk”"),
        ("Nobody in [Veldany] believes a word of that", "name", "name: “Veldany” for “Karsk”"),
        ("Nobody in Karsk believes a line of that", "word", "word: “line” for “word”"),
        ("They have 12 boats", "word", "word: “They” for “We”"),
        ("We have 12 boats. Nobody in Karsk believes a word of that", "joined", None),
        ("We have 12 boats … Nobody in Karsk believes a word of that", "joined", None),
        ("We … not … close", "negation", None),
        ("Nobody in Karsk believes a word of that. We have 12 boats", "joined", "joined: in another order"),
    ],
)  # fmt: skip
def test_what_is_altered(
    articles: pd.DataFrame, text: str, kind: str, differences: str | None
) -> None:
    row = one(articles, text)
    assert (row["verdict"], [c["kind"] for c in row["changes"]]) == ("altered", [kind])
    if differences:
        assert row["differences"].replace("“[never]”", "“never”") == differences.replace(
            "[", ""
        ).replace("]", "")


def test_every_span_is_its_words(articles: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {"text": ["We have 21 boats", "and we will leave", "The council voted to close the dam"]}
    )
    checked = ns.verify(rows, articles)
    schema.check(checked.verdicts, "verdicts")
    schema.check(checked.differences, "differences")
    schema.check(checked.missed, "quotes")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    for frame in (checked.verdicts, checked.differences):
        for row in frame.dropna(subset=["start"]).itertuples():
            assert texts[row.article_id][row.start : row.end] == row.text
    for row in checked.differences.dropna(subset=["given_start"]).itertuples():
        assert rows["text"][row.row - 1][row.given_start : row.given_end] == row.given


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Before the floods of winter the dam is to be closed, the council voted", "paraphrase"),
        ("By nine votes the council decided on closing the dam before winter floods came", "paraphrase"),
        ("By seven votes the council decided on closing the dam before winter floods came", "altered"),
        ("BY NINE VOTES THE COUNCIL DECIDED ON CLOSING THE DAM BEFORE WINTER FLOODS CAME", "paraphrase"),
        ("By nine votes Karsk's council decided on closing the dam before winter floods came", "paraphrase"),
        ("By nine votes Rostan's council decided on closing the dam before winter floods came", "altered"),
        ("By nine votes the council decided on not closing the dam before winter floods came", "altered"),
        ("The orchestra of Karsk bought forty violins from a lighthouse keeper", "absent"),
    ],
)  # fmt: skip
def test_claims_are_borne_by_sentences_or_not(
    articles: pd.DataFrame, claim: str, verdict: str
) -> None:
    row = one(articles, claim)
    assert row["verdict"] == verdict
    if verdict != "absent":
        assert row["text"].startswith("The council had voted")
    else:
        assert pd.isna(row["start"]) and pd.isna(row["article_id"])


def test_a_claim_without_the_denial_of_its_sentence_is_altered() -> None:
    articles = ns.articles.read(
        [{"text": "Ostrell denied that the old dam would break in the winter floods."}]
    )
    for claim, verdict in (
        ("Winter floods are to break the old dam", "altered"),
        ("Winter floods are not to break the old dam", "paraphrase"),
    ):
        assert one(articles, claim)["verdict"] == verdict


def test_scraps_from_far_apart_are_joined() -> None:
    text = (
        "Ostrell counted boats. "
        + "The rain fell on the town. " * 8
        + "Brevik sold an old lamp to the mill."
    )
    articles = ns.articles.read([{"text": text}])
    row = one(articles, "Ostrell … sold … mill")
    assert (row["verdict"], [c["kind"] for c in row["changes"]]) == ("altered", ["joined"])
    assert one(articles, "Ostrell counted … fell on the town")["verdict"] == "verbatim"


def test_what_is_all_in_brackets_is_nobodys_editing(articles: pd.DataFrame) -> None:
    assert one(articles, "[The moon is green] dam")["verdict"] == "absent"
    assert one(articles, "[We have 12 boats]")["verdict"] == "verbatim"


def test_reported_words_may_change_but_not_their_numbers(articles: pd.DataFrame) -> None:
    assert one(articles, "They have 12 boats", kind="indirect")["verdict"] == "paraphrase"
    assert one(articles, "We have 13 boats", kind="indirect")["verdict"] == "altered"


@pytest.mark.parametrize(
    ("text", "row", "verdict"),
    [
        ("Teller denied that he had shelled the mill.", "Teller admitted that he had shelled the mill", "altered"),
        ("Teller denied that he had shelled the mill.", "Teller rejected that he had shelled the mill", "paraphrase"),
        ("Ostrell paid two men who failed to mend the dam.", "Ostrell paid two men who mended the dam", "altered"),
        ("Ostrell paid two men who tried to mend the dam.", "Ostrell paid two men who wanted to mend the dam", "paraphrase"),
    ],
)  # fmt: skip
def test_reported_words_may_not_turn_a_denial(text: str, row: str, verdict: str) -> None:
    assert one(ns.articles.read([{"text": text}]), row, kind="indirect")["verdict"] == verdict


@pytest.mark.parametrize(
    ("text", "row", "verdict"),
    [
        ("We can feed 600 families in 35 huts", "We can feed six hundred families in thirty-five huts", "verbatim"),
        ("There were eighty-two of them", "There were 82 of them", "verbatim"),
        ("There were eighty-two of them", "There were twenty-eight of them", "altered"),
        ("We have 17,000 sacks", "We have seventeen thousand sacks", "verbatim"),
        ("We have 17,000 sacks", "We have seventy thousand sacks", "altered"),
        ("In all we counted twenty, two of them old", "In all we counted 22 of them old", "altered"),
        (f"There were {'9' * 5000} thousand", f"There were {'9' * 5000} thousand", "verbatim"),
    ],
)  # fmt: skip
def test_numbers_spelt_in_two_words_are_figures(text: str, row: str, verdict: str) -> None:
    assert (
        one(ns.articles.read([{"text": f"“{text},” said Mara Ostrell."}]), row)["verdict"]
        == verdict
    )


@pytest.mark.parametrize(
    ("text", "speaker", "verdict", "owner"),
    [
        ("We have 12 boats", "Mara Ostrell", "sentence", "Mara Ostrell"),
        ("We have 12 boats", "Ostrell", "sentence", "Mara Ostrell"),
        ("We have 12 boats", "the mayor, Mara Ostrell", "sentence", "Mara Ostrell"),
        ("Nobody in Karsk believes a word", "Ivo Teller", "coreference", "Ivo Teller"),
        ("We have 12 boats", "Ivo Teller", "contradicted", "Mara Ostrell"),
        ("We have 12 boats", "Tove Ostrell", "contradicted", "Mara Ostrell"),
        ("We have 21 boats", "Toma Brevik", "contradicted", "Mara Ostrell"),
        ("We have 12 boats", "an official", "unclear", "Mara Ostrell"),
        ("We have 12 boats", "Ostrell, Mara", "sentence", "Mara Ostrell"),
        ("The bridge at Veldany was shut on Friday", "Toma Brevik", "unclear", None),
        ("Pigs fly over the moon at night", "Toma Brevik", "unclear", None),
        ("We have 12 boats", None, None, "Mara Ostrell"),
    ],
)
def test_whose_words_they_are(
    articles: pd.DataFrame, text: str, speaker: str | None, verdict: str | None, owner: str | None
) -> None:
    row = one(articles, text, speaker=speaker)
    found = {k: None if pd.isna(row[k]) else row[k] for k in ("speaker_verdict", "owner")}
    assert found == {"speaker_verdict": verdict, "owner": owner}


@pytest.mark.parametrize(
    ("text", "speaker", "verdict"),
    [
        ("“We will stay,” said the judge.", "Mara Ostrell", "unclear"),  # who may be the judge
        ("“We will stay,” said Vladimir Putin.", "Russia", "unclear"),  # for which he speaks
        ("“We will stay,” said Vladimir Putin.", "Ukraine", "contradicted"),
        ("“We will stay,” said Volodymyr Zelenskiy.", "Zelenskyj", "sentence"),  # a spelling
        ("“We will stay,” said Vladimir Putin.", "Helen Putin", "contradicted"),
        ("“We will stay,” said Vladimir Putin.", "the Russian president", "sentence"),
        ("“We will stay,” he said.", "Mara Ostrell", "unclear"),
        (
            "Ostrell's brother Anselm left. “We will stay,” Anselm said.",
            "Anselm Ostrell",
            "unclear",
        ),
    ],
)
def test_who_cannot_be_told_apart(text: str, speaker: str, verdict: str) -> None:
    articles = ns.articles.read([{"text": text, "date": "2025-03-14"}])
    assert one(articles, "We will stay", speaker=speaker)["speaker_verdict"] == verdict


def test_words_of_two_are_those_of_the_rows_speaker() -> None:
    text = "“We will stay,” said Mara Ostrell.\n\n“We will stay,” said Ivo Teller."
    row = one(ns.articles.read([{"text": text}]), "We will stay", speaker="Teller")
    assert (row["speaker_verdict"], row["start"]) == ("sentence", text.rindex("We"))


def test_what_no_row_has_is_missed(articles: pd.DataFrame) -> None:
    checked = ns.verify(pd.DataFrame({"text": ["We have 12 boats", "leave the dam"]}), articles)
    assert "It can carry 1,200 carts a day," in checked.missed["text"].tolist()
    assert not checked.missed["text"].str.contains("boats|leave").any()


@pytest.mark.parametrize("name", ["bridge", "The bridge", "https://example.org/bridge"])
def test_an_article_by_any_of_its_names(articles: pd.DataFrame, name: str) -> None:
    assert one(articles, "We have 12 boats", article=name)["verdict"] == "absent"
    assert one(articles, "on Friday", article=name)["article_id"] == "bridge"


def test_no_words_no_verdict_and_no_fault(articles: pd.DataFrame) -> None:
    rows = pd.DataFrame({"text": ["", None, " … ", "“”"], "speaker": "Teller"})
    checked = ns.verify(rows, articles)
    assert checked.verdicts["verdict"].isna().all() and checked.faults.empty
    assert ns.verify(rows.iloc[:0], articles).verdicts.empty


def test_columns_by_usual_names_and_by_those_that_are_told(articles: pd.DataFrame) -> None:
    rows = pd.DataFrame({"Claim": ["We have 12 boats"], "Said by": ["Teller"], "Note": ["We sank"]})
    assert ns.verify(rows, articles).verdicts["speaker_verdict"].tolist() == ["contradicted"]
    told = ns.verify(rows, articles, columns={"text": "Note"}).verdicts
    assert told["verdict"].tolist() == ["absent"]
    with pytest.raises(UnknownName, match="'Notes'.*Did you mean 'Note'"):
        ns.verify(rows, articles, columns={"text": "Notes"})
    with pytest.raises(UnknownName, match="'person'"):
        ns.verify(rows, articles, columns={"person": "Said by"})
    with pytest.raises(
        SchemaError, match="No column of the rows holds their words: they have 'Note'"
    ):
        ns.verify(rows[["Note"]], articles)
    with pytest.raises(SchemaError, match="1 row with an article.*row 1.*'brige'.*'bridge'"):
        ns.verify(rows.assign(article="brige"), articles)


def test_cells_of_any_kind_are_words_or_none(articles: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {"text": [12, ["The", "moon"], float("nan")], "speaker": [1.5, None, pd.NaT]}
    )
    assert ns.verify(rows, articles).verdicts["verdict"].tolist()[:2] == ["verbatim", "absent"]
    with pytest.raises(SchemaError, match="column 'text' is there twice"):
        ns.verify(pd.DataFrame([["a", "b"]], columns=["text", "text"]), articles)


def test_rows_from_files_and_what_is_none(articles: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("quote;person\nWe have 12 boats;Ostrell\n", encoding="utf-8")
    (tmp_path / "r.jsonl").write_text('{"quote": "We have 12 boats"}\n', encoding="utf-8")
    for name in ("r.csv", "r.jsonl"):
        assert ns.verify(tmp_path / name, articles).verdicts["verdict"].tolist() == ["verbatim"]
    frame = pd.DataFrame({"quote": ["We have 12 boats", ""], "person": ["Ostrell", ""]})
    checked = ns.verify(frame, articles)
    assert "1 verbatim, 0 paraphrase, 0 altered, 0 absent, 1 without words" in summary_of_verdicts(
        checked
    )
    (tmp_path / "r.xlsx").write_bytes(b"no sheet")
    with pytest.raises(ReadError, match="sheet"):
        ns.verify(tmp_path / "r.xlsx", articles)
    (tmp_path / "r.txt").write_text("words", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("quote\n", encoding="utf-8")
    (tmp_path / "wide.csv").write_text("quote\na,b\n", encoding="utf-8")
    with pytest.raises(NoSuchSource, match=r"none\.csv"):
        ns.verify(tmp_path / "none.csv", articles)
    for name, why in (("r.txt", "no table"), ("empty.csv", "no rows"), ("wide.csv", "line 2")):
        with pytest.raises(ReadError, match=why):
            ns.verify(tmp_path / name, articles)


def test_own_quotations_are_all_verbatim_and_nothing_is_missed(articles: pd.DataFrame) -> None:
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    rows = quotes[["text", "actor", "article_id", "kind"]]
    checked = ns.verify(rows, articles)
    assert set(checked.verdicts["verdict"]) == {"verbatim"} and checked.missed.empty
    assert set(checked.verdicts["speaker_verdict"].dropna()) <= {"sentence", "coreference"}


def test_the_rows_and_articles_are_not_changed(articles: pd.DataFrame) -> None:
    rows = pd.DataFrame({"text": ["We have 12 boats"]}, index=[7])
    before, texts = rows.copy(), articles.copy()
    ns.verify(rows, articles)
    pd.testing.assert_frame_equal(rows, before)
    pd.testing.assert_frame_equal(articles, texts)


def test_the_page_escapes_marks_and_stays_whole() -> None:
    articles = ns.articles.read(
        [
            {
                "id": "a<b",
                "title": "<script>x</script>",
                "text": "“We have <12> boats,” said Mara Ostrell.",
            }
        ]
    )
    rows = pd.DataFrame(
        {"text": ["We have <21> boats", "{{css}} <img src=x>"], "speaker": ["<b>Teller", None]}
    )
    checked = ns.verify(rows, articles)
    page = report.html_of_verdicts(checked)
    assert "We have &lt;<ins>21</ins>&gt; boats" in page
    assert "We have &lt;<del>12</del>&gt; boats" in page
    assert "<script" not in page and "<img" not in page and "<b>" not in page
    assert "{{css}}" in page and "://" not in page
    assert page == report.html_of_verdicts(ns.verify(rows, articles))


def test_words_are_the_same_whatever_their_dress() -> None:
    def keys(text: str) -> list[str]:
        return [w.key for w in words(text)]

    assert keys("It’s the U.S. 1,000%") == keys("it's the us 1000 percent")
    assert keys("Erdo\u011fan cross\u00adroads") == keys("erdogan crossroads")
    assert keys("-5") != keys("5") and keys("3.5") != keys("35")


def test_a_passage_is_looked_for_in_more_articles_than_share_the_rarest_words():
    others = [
        f"In Ostrand there are {n} hills, surrounded by woods, and no troops." for n in range(5)
    ]
    right = "Troops are not surrounded in Ostrand, the office said."
    articles = ns.articles.read([{"text": text} for text in (*others, right)])
    rows = pd.DataFrame({"text": ["Troops are surrounded in Ostrand"]})
    [found] = ns.verify(rows, articles).verdicts.itertuples()
    assert (found.verdict, found.differences) == ("altered", "negation: “not” left out")
