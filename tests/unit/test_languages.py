"""A text in another language is told from an English one, listed, and read for nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import lexicons
from newsan.language import is_read, language, refusal

with (Path(__file__).parents[1] / "labelled" / "languages.csv").open(encoding="utf-8") as file:
    TEXTS = [(row["lang"], row["text"]) for row in csv.DictReader(file)]
GERMAN = " ".join(text for lang, text in TEXTS if lang == "de")
UKRAINIAN = next(text for lang, text in TEXTS if lang == "uk")
RAIN = "“It rained,” said Mara Ostrell, who had been there, and nobody was hurt by it."
GROUND = (
    "Ukraine's Volodymyr Zelensky rejected the ceasefire with Russia. Ukrainian forces withdrew from Sudzha. "
    + RAIN
)


@pytest.mark.parametrize(("lang", "text"), TEXTS)
def test_a_text_in_another_language_is_told(lang: str, text: str) -> None:
    assert language(text) == lang
    assert not is_read(text) and not is_read(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        RAIN.upper(),
        f"{RAIN} “Слава Острі,” she added: “{UKRAINIAN}”",
        f"{RAIN} {RAIN}\n\n{GERMAN}",
        f"{GERMAN}\n\n{RAIN} {RAIN}",
        f"{UKRAINIAN}\n\n{RAIN} {RAIN}",
        "U.S. AND U.N. AGREE: E.U. WAR AID TO ARDAL, P.M. SAYS",
        "Juan de la Cruz, Maria de los Rios, Pieter van der Berg and Luca di Maio won",
        "Das Ostrell, Des Vale and Con Bright will die in a war of men, so we will do as all must",
    ],
)
def test_what_is_english_in_fair_part_is_read(text: str) -> None:
    assert is_read(text)


@pytest.mark.parametrize(
    "text", ["", "…", "1945", "Regen", "Es regnet.", "Veldany 3, Ardal 1", "Дощ", "𝐑𝐚𝐢𝐧 𝐢𝐧 𝐕𝐞𝐥𝐝𝐚𝐧𝐲"]
)
def test_too_little_to_tell_by_is_read(text: str) -> None:
    assert language(text) is None and is_read(text)


def test_letters_of_a_script_without_a_language_of_their_own_are_undetermined() -> None:
    assert language("ӐӐӐӐ ӑӑӑӑ ӐӐӐӐ ӑӑӑӑ") == "und"
    assert refusal("ӐӐӐӐ ӑӑӑӑ ӐӐӐӐ ӑӑӑӑ") == (
        "the text is in another language (und); only English is read"
    )


def test_a_long_text_is_looked_at_in_three_places() -> None:
    for text in (
        f"{GERMAN} " * 3 + f"{RAIN} " * 30,
        f"{RAIN} " * 30 + f"{GERMAN} " * 3,
        f"{GERMAN} " * 3 + f"{RAIN} " * 30 + f"{GERMAN} " * 3,
    ):
        assert is_read(text)
    assert not is_read(f"{GERMAN} " * 20)


def test_no_list_holds_an_english_word_or_a_word_twice() -> None:
    tables = {row["lang"]: row["words"].split() for row in lexicons.rows("languages")}
    for lang, words in tables.items():
        assert len(words) == len(set(words)), lang
        assert lang == "en" or not set(words) & {*tables["en"], *"a i in to is was for on".split()}


def test_reading_keeps_the_text_and_says_why_nothing_is_read_in_it() -> None:
    articles = ns.articles.read(
        [{"text": UKRAINIAN}, {"text": GERMAN, "lang": "en"}, {"text": RAIN}, {"text": GERMAN}]
    )
    assert articles["lang"].tolist() == ["uk", "en", "en", "de"]
    problems = ns.articles.problems(articles)
    assert problems[["source", "kind"]].values.tolist() == [
        ["record 1", "language"],
        ["record 2", "language"],
        ["record 4", "duplicate"],
    ]
    assert problems["problem"][0] == "the text is in Ukrainian (uk); only English is read"


@pytest.mark.parametrize("lang", ["en-GB", "eng", "English", "de", None])
def test_the_text_decides_not_the_language_given(lang: str | None) -> None:
    articles = ns.articles.read([{"text": RAIN, "lang": lang}, {"text": GERMAN, "lang": lang}])
    assert articles["lang"].tolist() == ([lang, lang] if lang else ["en", "de"])
    found = ns.quotes.find(articles)
    assert set(found["article_id"]) == {articles["article_id"][0]}


def test_nothing_at_all_is_read_in_another_language() -> None:
    records = [
        {"text": GROUND, "date": "2025-03-15"},
        {"text": f"{GERMAN} {GERMAN} {GROUND}", "date": "2025-03-15"},
    ]
    result = ns.analyse(records)
    assert len(result.articles) == 2
    read, other = result.articles["article_id"]
    for name in ("quotes", "mentions", "stance", "references"):
        frame = getattr(result, name)
        assert read in set(frame["article_id"]) and other not in set(frame["article_id"]), name
    assert result.problems["kind"].tolist() == ["language"]


def test_a_frame_of_ones_own_is_held_to_the_same() -> None:
    made = ns.articles.read([{"text": UKRAINIAN}, {"text": RAIN}])
    joined = pd.concat([made.iloc[:1], made.iloc[1:]])
    joined.attrs = {}
    result = ns.analyse(joined)
    assert result.quotes["article_id"].nunique() == 1
    assert result.problems[["source", "kind"]].values.tolist() == [["record 1", "language"]]
    assert ns.quotes.find(joined, nested=True)["article_id"].nunique() == 1
