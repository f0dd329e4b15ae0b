"""Answers with words: who says what, words in context, outlets side by side, positions by day."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.actors.confidence import SURE
from newsan.analysis import answers
from newsan.errors import UnknownName

FIRST = (
    "“The troops are not encircled,” Mara Ostrell said of the Ukrainian army at the Russian border. "
    "“We hold the bridge.”\n\nIvo Teller said that the Ukrainian troops had been encircled by Russian ones."
)
SECOND = "“They are encircled,” Ivo Teller said of the Ukrainian soldiers facing the Russian army."


@pytest.fixture(scope="module")
def result() -> ns.analysis.Analysis:
    return ns.analyse(
        [
            {
                "id": "a1",
                "text": FIRST,
                "date": "2031-05-02",
                "outlet": "Ostra News",
                "title": "One",
            },
            {
                "id": "a2",
                "text": SECOND,
                "date": "2031-05-04",
                "outlet": "Daily Tell",
                "title": "Two",
            },
        ]
    )


def test_who_says_gives_actor_position_and_words(result) -> None:
    answers = result.who_says("encirclement")
    assert answers[["actor", "position", "outlet"]].values.tolist() == [
        ["Ivo Teller", "asserts", "Ostra News"],
        ["Ivo Teller", "asserts", "Daily Tell"],
        ["Mara Ostrell", "denies", "Ostra News"],
    ]
    assert answers["words"].iloc[1].startswith("They are encircled")
    assert answers["said_on"].dt.day.tolist() == [2, 4, 2]
    own = result.quotes.set_index("quote_id")["said_on"]
    assert answers["dated_by"].tolist() == [
        "words" if pd.notna(own.get(q)) else "publication" for q in answers["quote_id"]
    ]
    assert "publication" in set(answers["dated_by"])
    with pytest.raises(UnknownName, match="encirclement"):
        result.who_says("encirclment")


def test_find_shows_words_in_their_context(result) -> None:
    lines = result.find("encircl*|bridge")
    assert lines["words"].tolist() == ["encircled", "bridge", "encircled", "encircled"]
    assert lines["left"].iloc[0].endswith("are not")
    texts = result.articles.set_index("article_id")["text"]
    for line in lines.itertuples():
        article = result.quotes.set_index("quote_id").loc[line.quote_id, "article_id"]
        assert texts[article][line.start : line.end] == line.words


def test_find_keeps_what_is_asked_for(result) -> None:
    assert set(result.find("encircl*", actor="Ivo Teller")["outlet"]) == {
        "Ostra News",
        "Daily Tell",
    }
    assert len(result.find("encircl*", actor="ivo-teller", since="2031-05-03")) == 1
    assert result.find("encircl*", until="2031-05-01").empty
    assert result.find("encircl*", outlet="Daily Tell")["title"].tolist() == ["Two"]
    assert result.find("nothing").empty
    with pytest.raises(UnknownName, match="Ostra News"):
        result.find("encircl*", outlet="Ostra New")
    with pytest.raises(UnknownName, match="deny"):
        result.find("encircl*", act="denies")
    with pytest.raises(UnknownName, match="Teller"):
        result.find("encircl*", actor="Ivo Tellr")


def test_find_knows_capitals_and_places() -> None:
    text = (
        "“The road to Kharkiv is open,” Ivo Teller said. “The Road to nowhere,” Mara Ostrell said."
    )
    found = ns.analyse([{"id": "a1", "text": text, "date": "2031-05-02"}])
    assert found.find("THE ROAD")["words"].tolist() == ["The road", "The Road"]
    assert found.find("road", place="Kharkiv")["actor"].tolist() == ["Ivo Teller"]
    with pytest.raises(UnknownName, match="Did you mean 'Kharkiv'"):
        found.find("road", place="Kharkv")


def test_compare_sets_outlets_side_by_side(result) -> None:
    groups = result.compare()
    assert groups["outlet"].tolist() == ["Ostra News", "Daily Tell"]
    assert groups["n_quotes"].sum() == result.quotes["attribution_id"].nunique()
    assert groups["most_quoted"].iloc[1] == "Ivo Teller (100%)"
    assert (groups["deny_low"] <= groups["deny"]).all()
    assert (groups["deny"] <= groups["deny_high"]).all()
    assert result.compare("actor")["actor"].tolist() == ["Ivo Teller", "Mara Ostrell"]
    with pytest.raises(UnknownName, match="outlet"):
        result.compare("outlets")


def test_timeline_has_the_words_of_each_day(result) -> None:
    days = result.timeline("encirclement")
    assert days["said_on"].dt.day.tolist() == [2, 2, 4]
    assert days[["actor", "position"]].iloc[-1].tolist() == ["Ivo Teller", "asserts"]
    assert days["words"].notna().all()
    assert not days["is_turn"].any()


def test_nothing_in_gives_nothing_out(result) -> None:
    empty = ns.analyse([{"id": "a1", "text": "It rained."}])
    assert empty.compare().empty
    assert empty.find("rain*").empty
    assert isinstance(empty.who_says("encirclement"), pd.DataFrame)
    assert empty.timeline("encirclement").empty


@pytest.fixture(scope="module")
def copied() -> ns.analysis.Analysis:
    """Three outlets: two with one statement of Ostrell's, one with it cut, and a statement by Teller."""
    said = "“We will hold the old dam at Karsk until the river falls,” Mara Ostrell said on Friday."
    cut = "“We will hold the old dam at Karsk,” Mara Ostrell said on Friday. The mill was shut."
    texts = [
        said,
        "By then it rained. " + said,
        cut,
        "“Bread comes by the northern road,” Ivo Teller said.",
    ]
    outlets = ["Ostra News", "Daily Tell", "The Lamp", "Courier"]
    return ns.analyse(
        [
            {"id": f"c{n}", "text": text, "date": f"2031-05-0{2 + n}", "outlet": outlet, "title": outlet}
            for n, (text, outlet) in enumerate(zip(texts, outlets, strict=True))
        ]
    )  # fmt: skip


def test_keyness_counts_an_utterance_once_and_knows_whom_to_set_it_against(copied) -> None:
    table = copied.keyness("Mara Ostrell").set_index("word")
    assert table.loc["dam", ["n_a", "n_b"]].tolist() == [1, 0]  # printed three times
    assert table.loc["the", ["n_a", "n_b"]].tolist() == [2, 1]
    against = copied.keyness("mara-ostrell", "Ivo Teller").set_index("word")
    assert against.equals(table)  # there is nobody else
    with pytest.raises(UnknownName, match="Ivo Teller"):
        copied.keyness("Mara Ostrell", "Ivo Tellr")


def test_lines_are_counted_by_outlet_and_week(copied) -> None:
    lines = copied.find("dam", actor="Mara Ostrell")
    n = lines.groupby(["outlet", lines["said_on"].dt.to_period("W")]).size()
    assert n.tolist() == [1, 1, 1] and set(lines["article_id"]) == {"c0", "c1", "c2"}


def test_variants_tell_which_outlet_cut_a_statement(copied) -> None:
    rows = copied.variants()
    assert rows["outlet"].tolist() == ["Ostra News", "Daily Tell", "The Lamp"]
    assert rows["variant"].tolist() == ["first", "same", "cut"]
    assert rows["differences"].tolist()[2] == "“until the river falls” left out"
    assert set(rows["actor"]) == {"Mara Ostrell"} and rows["utterance_id"].nunique() == 1


def test_variants_of_one_utterance_may_be_a_single_quotation(copied) -> None:
    quotes = copied.quotes
    alone = quotes.loc[quotes["actor"] == "Ivo Teller", "quote_id"].item()
    rows = copied.variants(alone)
    assert rows[["quote_id", "variant", "words"]].values.tolist() == [
        [alone, "first", "Bread comes by the northern road,"]
    ]
    with pytest.raises(UnknownName, match="utterance"):
        copied.variants("q-of-nobody")


def test_variants_of_quotations_that_were_not_dated_fall_back_on_the_day_of_the_article(
    copied,
) -> None:
    assert copied.variants()["said_on"].notna().all()


def test_the_paragraph_on_method_says_what_was_read_left_out_and_judged() -> None:
    records = [
        {"text": FIRST, "outlet": "Lamp", "date": "2031-05-02"},
        {"text": FIRST, "outlet": "Lamp", "date": "2031-05-02"},
        {"text": SECOND, "outlet": "Post"},
        {"text": "", "outlet": "Lamp", "date": "2031-05-02"},
    ]
    result = ns.analyse(records)
    told = result.methods()
    assert told == ns.analyse(records).methods()
    assert f"newsan {ns.__version__} read 2 articles (2 outlets, 2 May 2031, 1 undated)" in told
    assert f"found {len(result.quotes)} quotations (0 of nobody known) of 2 actors." in told
    assert "Skipped: copies of a text (1). Lost: no text (1)." in told
    assert f"below {SURE} (" in told and "was not measured" in told and "corrected" not in told
    sheet = ns.stats.sheet(result, 4).assign(actor_is=["ok", "ok", "ok", "none"])
    told = result.methods(sheet)
    assert (
        "right on the actor in 0.75 (95 % interval 0.30 to 0.95, n = 4; no answer for 0 more)"
        in told
    )
    assert (
        "act in" not in told
        and "not measured" not in told
        and "stratified by act and weighted" in told
    )
    acts = ["report"] * 300 + ["deny"] * 100
    said = ["ok"] * 360 + ["report"] * 40
    drawn = pd.DataFrame({"quote_id": range(400), "text": "Rain", "stratum": acts, "act": acts, "act_is": said,
                          "weight": [30.0] * 300 + [1.0] * 100})  # fmt: skip
    told = result.methods(drawn)
    assert "reading of a random sample stratified by act and weighted" in told
    assert "the act in 0.996 (95 % interval" in told and "n = 400, worth 307 by weight;" in told
    fix = result.quotes.head(1).assign(field="act", value="praise")
    corrected = ns.analyse(result.articles, corrections=fix)
    assert "confirmed 0 actors and 1 speech act." in corrected.methods()


def test_the_paragraph_cites_as_the_citation_file_does() -> None:
    path = Path(__file__).resolve().parents[2] / "CITATION.cff"
    if not path.exists():
        pytest.skip("not a checkout")
    cited = dict(re.findall(r'^(title|version|date-released): "?(.+?)"?$', path.read_text("utf-8"), re.M))  # fmt: skip
    said = answers.CITATION.format(ns.__version__)
    assert (
        cited["title"] in said and cited["version"] in said and cited["date-released"][:4] in said
    )
