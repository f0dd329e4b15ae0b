"""On which day, and through which medium, words were said."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import occasions
from newsan.document import Document

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = ROOT / "training" / "days" / "dev.jsonl"
# Measured when the floor was set: .993 right and none wrong, of 137; now .985 and one wrong.
RIGHT_FLOOR, WRONG_CEILING = 0.95, 0.02


@pytest.mark.skipif(not PASSAGES.exists(), reason="a wheel comes without training/")
def test_the_days_of_the_passages() -> None:
    spec = importlib.util.spec_from_file_location("days", ROOT / "benchmarks" / "days.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.score(PASSAGES)
    assert found["n"] >= 130
    assert found["right"] >= RIGHT_FLOOR
    assert found["wrong"] <= WRONG_CEILING


def said(text: str, published: str = "2025-03-14") -> list[tuple[str, ...]]:
    """Return first and last day, where there are any, of each quotation."""
    articles = ns.articles.read([{"text": text, "published": published}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    pairs = zip(quotes["said_on"], quotes["said_on_until"], strict=True)
    return [tuple(str(day.date()) for day in pair if not pd.isna(day)) for pair in pairs]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Last week, Mara Ostrell said that it rained.", ("2025-03-03", "2025-03-09")),
        ("“It rained,” Mara Ostrell said this month.", ("2025-03-01", "2025-03-14")),
        ("“It rained,” Mara Ostrell said on Monday.", ("2025-03-10",)),
        ("At Monday's meeting, Mara Ostrell said that it rained.", ("2025-03-10",)),
        ("In its Monday update, the ministry said that it rained.", ("2025-03-10",)),
        ("After Monday's attack, Mara Ostrell said that it rained.", ()),
        ("A Monday attack was cruel, Mara Ostrell said.", ()),
        ("“It rained,” Mara Ostrell had said by Monday.", ()),
        ("“It rained,” said Mara Ostrell, who was elected on Monday.", ()),
        ("Mara Ostrell, elected on Monday, said that it rained.", ()),
        ("Mara Ostrell told reporters about the sailors seized on Monday: “It rained.”", ()),
        ("“It rained,” Mara Ostrell wrote in a letter published on Monday.", ("2025-03-10",)),
        ("Mara Ostrell, the largest seller last year, said that it rained.", ()),
        ("In the past week it rained, Mara Ostrell said.", ()),
        (
            "Mara Ostrell told the yearly forum of the pear and apple growers of all Veldany on Monday that it rained.",
            ("2025-03-10",),
        ),
        ("Mara Ostrell said she had slept at the yearly forum but left the pear and apple growers on Monday.", ()),
        ("In a Monday letter the inspector of mines and quarries Mara Ostrell said that it rained.", ("2025-03-10",)),
        ("“It rained,” Mara Ostrell said.\n\nOstrell made the comments in a post on Monday.", ("2025-03-10",)),
        ("“It rained,” Mara Ostrell said.\n\nOstrell last spoke by telephone on 12 February.", ()),
        ("“It rained,” Mara Ostrell said.\n\nOstrell left her post on Monday, and then the town.", ()),
    ],
)  # fmt: skip
def test_the_day_or_period_of_a_sentence(text: str, days: tuple[str, ...]) -> None:
    assert said(text)[-1] == days


@pytest.mark.parametrize(
    ("before", "days"),
    [
        ("Mara Ostrell on Monday refused to leave.", ("2025-03-10",)),
        ("Mara Ostrell visited the dam on Monday.", ("2025-03-10",)),
        ("Mara Ostrell will visit the dam on Monday.", ()),
        ("The dam broke on Monday.", ()),
        ("Tove Ardal on Monday left the town.", ()),
    ],
)
def test_the_day_of_the_news_is_that_of_who_acted(before: str, days: tuple[str, ...]) -> None:
    assert said(f"{before} “It rained,” said Mara Ostrell.")[-1] == days


def test_a_date_belongs_to_the_nearest_cue() -> None:
    text = "On August 7 Mara Ostrell said that it rained; in September Tove Ardal told reporters that the dam had held."
    assert said(text) == [("2024-08-07",), ("2024-09-01", "2024-09-30")]


def test_a_period_does_not_spread_beyond_its_paragraph() -> None:
    text = "Last week Mara Ostrell said it rained. “Twice,” Ostrell said.\n\n“It will stop,” Ostrell said."
    week = ("2025-03-03", "2025-03-09")
    assert said(text) == [week, week, ()]


def test_a_later_day_dates_headline_and_lead_and_nothing_else_far_before_it() -> None:
    between = "".join(
        f"The river rose {n} metres and fell again.\n\n" for n in ("two", "five", "nine")
    )
    text = (
        "It rained, Mara Ostrell says\n\n“It rained,” Mara Ostrell said.\n\n" + between
        + "“The dam held,” Ostrell said.\n\n" + between + "“It is over,” Ostrell said on Thursday."
    )  # fmt: skip
    day = ("2025-03-13",)
    assert said(text) == [day, day, (), day]


def test_a_wind_of_change_in_the_dateline_dates_nobody_before() -> None:
    text = "OSTRELL, March 12 - Mara Ostrell left the town.\n\n“It rained,” Ostrell said."
    assert said(text)[-1] == ()


def test_an_occasion_needs_no_actors_room() -> None:
    text = "It rained, Mara Ostrell told reporters on Wednesday."
    record = {"start": 0, "end": 9, "cue_start": 24, "cue_end": 28}
    record |= {"speaker_start": 11, "speaker_end": 23}
    [found] = occasions.find(Document(text), None, [record], [None])
    assert found == occasions.Occasion("press-conference")
    [found] = occasions.find(Document(text), "2025-03-14", [record], [None])
    assert found.first == found.last == dt.date(2025, 3, 12)


def test_the_last_day_of_a_period_has_a_column_of_its_own() -> None:
    articles = ns.articles.read(
        [{"text": "It rained, Mara Ostrell said.", "published": "2025-03-14"}]
    )
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    ns.schema.check(quotes, "quotes")
    assert quotes["said_on_until"].isna().all()
    ns.schema.check(quotes.drop(columns="said_on_until"), "quotes")


def media(text: str) -> list[str | None]:
    articles = ns.articles.read([{"text": text, "published": "2025-03-14"}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    ns.schema.check(quotes, "quotes")
    return [None if pd.isna(m) else m for m in quotes["medium"]]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“It rained,” the audit said.", "report"),
        ("According to court documents, it rained.", "court"),
        ("“It rained,” Mara Ostrell told the jury.", "court"),
        ("“It rained,” Mara Ostrell said in an e-mail.", "letter"),
        ("In a phone call on Monday, Mara Ostrell said that it rained.", "phone-call"),
        ("The author of the report, Mara Ostrell, said that it rained.", None),
        ("The ruling said that the mine must close.", "court"),
        ("The ruling party urged both leaders to talk.", None),
        ("The ruling coalition said that the vote would be held.", None),
        ("The ruling Socialists said that they would not stand down.", None),
        ("The jury foreman Ivo Teller said it was hard.", None),
        ("Judge Mara Ostrell said the case was closed.", "court"),
        ("Mara Ostrell told the committee that it rained.", "speech"),
    ],
)
def test_what_speaks_may_be_the_medium(text: str, medium: str | None) -> None:
    assert media(text) == [medium]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "The firm did not answer on Tuesday, but its chief Ivo Teller has in the past called it “rain”.",
            [None],
        ),
        (
            "Ivo Teller said on Monday that it rained. He has since claimed that it was dry.",
            ["2025-03-10", None],
        ),
        (
            "Ivo Teller said on Monday that it rained. He had previously said it would.",
            ["2025-03-10", None],
        ),
        (
            "Ivo Teller said on Monday that it rained. He later said it had stopped.",
            ["2025-03-10", None],
        ),
        ("Ivo Teller said earlier on Monday that it rained.", ["2025-03-10"]),
    ],
)
def test_what_was_said_at_another_time_has_not_the_day_before_it(
    text: str, days: list[str | None]
) -> None:
    articles = ns.articles.read([{"text": text, "published": "2025-03-14"}])
    said = ns.actors.resolve(ns.quotes.find(articles), articles)["said_on"]
    assert [None if pd.isna(d) else str(d.date()) for d in said] == days


@pytest.mark.parametrize(
    ("more", "medium"),
    [
        ("“It will stop,” she said.", "speech"),
        ("“It will stop,” she tweeted.", "social-post"),
    ],
)
def test_what_is_tweeted_is_no_speech(more: str, medium: str | None) -> None:
    assert media(f"Mara Ostrell told a Veldany audience that it rained. {more}") == [
        "speech", medium
    ]  # fmt: skip


def test_a_sentence_without_words_tells_the_medium_of_whom_it_names() -> None:
    text = "Mara Ostrell testified on Monday. The dam is old. “It rained,” Ostrell said. “It did not,” said Tove Ardal."
    assert media(text) == ["court", None]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("The council may send it to the Senate, Mara Ostrell promised.", None),
        ("Mara Ostrell is likely to consider the Senate bill, she said.", None),
        ("Mara Ostrell said in a post-victory statement that it rained.", "statement"),
        ("“It rained,” Mara Ostrell told the media.", "press-conference"),
        ("“It rained,” Mara Ostrell told a conference call.", "press-conference"),
        ("“It rained,” Mara Ostrell said on The Tove Ardal Show.", "interview"),
        ("“It rained,” Mara Ostrell told radio host Tove Ardal.", "interview"),
        ("Speaking on Sky News, Mara Ostrell said that it rained.", "interview"),
        ("On MSNBC, Mara Ostrell said that it rained.", "interview"),
        ("Mara Ostrell, who first heard of it on MSNBC, said that it rained.", None),
        ("On his TV, Mara Ostrell saw the rain, she said.", None),
        ("“It rained,” Mara Ostrell told the congregation.", "speech"),
        ("“It rained,” Mara Ostrell said at a town hall in Veldany.", "speech"),
        ("“It rained,” Mara Ostrell said in a release.", "statement"),
        ("Mara Ostrell said during a Monday address that it rained.", "speech"),
        ("Mara Ostrell said in an Instagram post that it rained.", "social-post"),
        ("Mara Ostrell said in a Veldany Post article that it rained.", None),
        ("“It rained,” Mara Ostrell wrote in an email to supporters.", "letter"),
        ("Mara Ostrell pleaded guilty on Monday, admitting that she stole it.", "court"),
        ("Ostrell’s motion said that the mine was dry.", "court"),
    ],
)
def test_the_words_around_tell_the_medium(text: str, medium: str | None) -> None:
    assert media(text)[-1] == medium


def test_words_beside_a_letter_are_no_letter() -> None:
    text = "“It rained,” Mara Ostrell said in a letter. The dam is old. It is dry. It stands. “I am well,” Ostrell said."
    assert media(text) == ["letter", None]
