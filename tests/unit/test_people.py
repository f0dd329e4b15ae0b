"""Who is somebody, which names are one person's, and what only looks like a name."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns

PUBLISHED = "2031-05-02"  # a Friday


def found(text: str, **options: object) -> pd.DataFrame:
    articles = ns.articles.read({"text": text, "date": PUBLISHED})
    return ns.actors.resolve(ns.quotes.find(articles, **options), articles)


def who(text: str) -> list[str]:
    return found(text)["actor"].fillna("").tolist()


CASES = {
    "Mr and Mrs of one surname": (
        "Mara Ostrell and Ivo Ostrell met. “It rained,” Mrs. Ostrell said. “It did not,” Mr. Ostrell said.",
        ["Mara Ostrell", "Ivo Ostrell"],
    ),
    "one person by a longer and a shorter name": (
        "Mara Lind Ostrell opened the bridge. “It will hold,” Mara Ostrell said. “It must,” Ostrell said.",
        ["Mara Ostrell", "Mara Ostrell"],
    ),
    "a family name before Jr": (
        "Members met Tove Ardal Jr. in Veldany. “It rained,” Ardal said.",
        ["Tove Ardal Jr"],
    ),
    "initials are part of a name": (
        "J.J. Ostrell opened the bridge. “It will hold,” Ostrell said. Tove A. Ardal said it would not.",
        ["J.J. Ostrell", "Tove A. Ardal"],
    ),
    "who heads what is told of two": (
        "Mara Ostrell, the head of the harbour, and Ivo Teller, the head of the school, met. "
        "The harbour head said it had rained.",
        ["Mara Ostrell"],
    ),
    "a body behind the part of another's name": (
        "The Office for River Safety of Veldany met. River Safety was late. The Lisk Harbour Board said it had rained.",
        ["Lisk Harbour Board"],
    ),
    "a person after what they head": (
        "Director of Public Works Mara Ostrell said it had rained. “It will stop,” Ostrell said.",
        ["Mara Ostrell"] * 2,
    ),
    "a person after a region and what they head there": (
        "Ardal Oblast occupation head Ivo Ostrell said it had rained. “It will stop,” Ostrell said.",
        ["Ivo Ostrell"] * 2,
    ),
    "a general after whose forces they command": (
        "The commander of the armed forces of Kenya General Ivo Ostrell said it had rained.",
        ["Ivo Ostrell"],
    ),
    "the first family name of two": (
        "General Ivo Serna Ostrell left Veldany. “It rained,” Serna said. “It will stop,” Gen. Serna said.",
        ["Ivo Serna Ostrell"] * 2,
    ),
    "whose aide it is": (
        "An aide to Mara Ostrell said it had rained. The aide said it would stop.",
        ["aide to Mara Ostrell"] * 2,
    ),
    "a name farther on in the clause has no title": (
        "A lawmaker in Veldany wants to ban Mara Ostrell. “She is a danger,” the lawmaker said.",
        ["lawmaker"],
    ),
    "an acronym is nobody's description": (
        "Mara Ostrell went to court. Told by the VBI, Ostrell left. The VBI said it had rained.",
        ["VBI"],
    ),
    "whose campaign": (
        "The river campaign said it rained. The Ostrell campaign said it had not.",
        ["river campaign", "Ostrell campaign"],
    ),
    "what somebody writes is theirs": (
        "A letter from Mara Ostrell said the bridge would hold.",
        ["Mara Ostrell"],
    ),
    "a name in apposition to a description": (
        "A former spokesman for Veldany’s harbour guard, Tove Ardal, said it rained.",
        ["Tove Ardal"],
    ),
    "who speaks for a firm is the firm": (
        "A spokeswoman for the company Brandel Freight said it rained. Brandel Freight said it would pay.",
        ["Brandel Freight", "Brandel Freight"],
    ),
    "a headline in capitals": (
        "Ostrell Joins Growing List of Doubters in Veldany\n\nMara Ostrell said that the bridge would fall. “It is "
        "old,” Ostrell said.",
        ["Mara Ostrell", "Mara Ostrell"],
    ),
    "who belongs to somebody, not to their voice": (
        "There was no doubt in the harsh voice of Mara Ostrell, who said the bridge would fall.",
        ["Mara Ostrell"],
    ),
    "a given name that speaks alone": (
        "Tove Ardal and Ivo Tove were in Veldany. “It rained,” Ardal said. “Twice,” said Ivo.",
        ["Tove Ardal", "Ivo Tove"],
    ),
    "what the article calls her": (
        "Ostrell, 40, said she was tired. Ostrell said her boat sank. Ivo Ardal helped. “I thank him,” she said.",
        ["Ostrell"] * 3,
    ),
    "Jr and Sr": (
        "Ivo Teller Jr. said it rained. “He was proud,” Teller Jr. added.",
        ["Ivo Teller Jr", "Ivo Teller Jr"],
    ),
    "Sir before a given name": (
        "Sir Ivo Teller, the party leader, said it rained. “Never,” Sir Ivo told the council.",
        ["Ivo Teller", "Ivo Teller"],
    ),
    "a title that is somewhere a given name": (
        "Bishop Tove Ardal led the prayer. “Rain,” Bishop Ardal said.",
        ["Tove Ardal"],
    ),
    "a country before a name": (
        "The president of Latvia Arvid Ostrell said it rained. Ostrell said it would stop.",
        ["Arvid Ostrell", "Arvid Ostrell"],
    ),
    "a title after a preposition": (
        "A spokesman for Governor Mara Ostrell, Tove Ardal, said it rained.",
        ["Tove Ardal"],
    ),
    "a surname without Mr is who the article says she is": (
        "Lena Teller and Ivo Teller were wed in 2001. Teller said she was glad. Teller said she had wept. "
        "Mr. Teller said he had not.",
        ["Lena Teller", "Lena Teller", "Ivo Teller"],
    ),
    "the first of several who speak as one": (
        "Mara Ostrell and Tove Ardal said they would sue.",
        ["Mara Ostrell"],
    ),
    "many are not one": (
        "Ivo Ostrell came. The gunmen said it rained.",
        ["gunmen"],
    ),
    "two of one family name": (
        "Clara and Ivo Ostrell, both 27, met in Veldany. “It rained,” Clara said.",
        ["Clara Ostrell"],
    ),
    "a sentence ends in two letters": (
        "Gen. Tove Ardal came. He spoke to the AP. Ardal said it rained.",
        ["Tove Ardal"],
    ),
    "a name that begins where another ends": (
        "The head of the Ostrandian Ministry of Foreign Affairs Mara Ostrell said it rained. Ostrell smiled.",
        ["Mara Ostrell"],
    ),
    "days are no part of a body's name": (
        "The Veldany Police Department on Wednesday said it rained.",
        ["Veldany Police Department"],
    ),
}


@pytest.mark.parametrize(("text", "actors"), CASES.values(), ids=CASES)
def test_who_is_who(text: str, actors: list[str]) -> None:
    assert who(text) == actors


def test_the_order_of_rows_changes_no_answer() -> None:
    text = (
        "Ivo Ardal told reporters on Tuesday that it rained. “It did,” Ardal said. Mara Ostrell wrote on "
        "Facebook that it did not. “Never,” Ostrell said."
    )
    articles = ns.articles.read({"text": text, "date": PUBLISHED})
    quotes = ns.quotes.find(articles)
    asked = ns.actors.resolve(quotes, articles)
    turned = ns.actors.resolve(quotes.iloc[::-1].reset_index(drop=True), articles)
    pd.testing.assert_frame_equal(turned.iloc[::-1].reset_index(drop=True), asked)


def test_the_hour_of_publication_changes_no_day() -> None:
    text = "Mara Ostrell said on Tuesday that the port was shut.\n“It will open,” Ostrell added."
    days = []
    for published in ("2025-03-14", "2025-03-14T20:00:00Z"):
        articles = ns.articles.read({"text": text, "date": published})
        found_ = ns.actors.resolve(ns.quotes.find(articles), articles)
        days.append(found_["said_on"].tolist())
    assert days[0] == days[1] == [pd.Timestamp("2025-03-11")] * 2


def test_a_registry_without_names_names_nobody() -> None:
    articles = ns.articles.read({"text": "“It rained,” Ivo Teller said."})
    quotes = ns.quotes.find(articles)
    for registry in (
        ns.actors.registry().head(0),
        pd.DataFrame([{"actor_id": "x", "name": "Tove Ardal", "kind": "person", "aliases": None}]),
    ):
        assert ns.actors.resolve(quotes, articles, registry=registry)["actor"].tolist() == [
            "Ivo Teller"
        ]


def test_a_medium_goes_with_the_nearest_cue() -> None:
    text = "Ivo Ardal told reporters that it rained, and Mara Ostrell wrote on Facebook that it did not."
    rows = found(text)
    assert rows["actor"].tolist() == ["Ivo Ardal", "Mara Ostrell"]
    assert rows["medium"].tolist() == ["press-conference", "social-post"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The vote is on May 20, and Mara Ostrell said it would rain.", None),
        ("On April 20, Mara Ostrell said it would rain.", "2031-04-20"),
        ("On Wednesday, April 30, Mara Ostrell said it would rain.", "2031-04-30"),
    ],
)
def test_nobody_spoke_on_a_day_to_come(text: str, day: str | None) -> None:
    said_on = found(text)["said_on"].iloc[0]
    assert pd.isna(said_on) if day is None else said_on == pd.Timestamp(day)


NESTED = {
    "a clause within a clause": (
        "Mara Ostrell said that Tove Ardal had told her that the dam would hold.",
        [("that the dam would hold", "Tove Ardal")],
    ),
    "inner marks": (
        "“The minister told me, ‘I will resign,’” Mara Ostrell said.",
        [("I will resign,", "minister")],
    ),
    "I, between marks": (
        "“I told the council that the dam would hold,” Mara Ostrell said.",
        [("that the dam would hold", "Mara Ostrell")],
    ),
    "nobody says he of himself": (
        "“He told me, ‘I will resign on Monday,’” Ivo Teller said.",
        [("I will resign on Monday,", "")],
    ),
}


@pytest.mark.parametrize(("text", "inner"), NESTED.values(), ids=NESTED)
def test_reports_within_reports_are_rows_of_their_own(
    text: str, inner: list[tuple[str, str]]
) -> None:
    plain, rows = found(text), found(text, nested=True)
    holder = ns.quotes.within(rows)
    outer = rows[holder.isna()]
    assert outer[["text", "actor"]].values.tolist() == plain[["text", "actor"]].values.tolist()
    own = rows[holder.notna()]
    assert list(zip(own["text"], own["actor"].fillna(""), strict=True)) == inner
    assert set(holder.dropna()) <= set(outer["quote_id"])
    assert own["medium"].isna().all() and own["said_on"].isna().all()


def test_a_capital_speaks_for_its_country_unless_it_is_somebodys_name() -> None:
    text = (
        "Caracas rejected it. “We will not pay,” Caracas said. “We will,” Kigali said. "
        "Mr. Holland said it rained. “Go,” Holland told the court."
    )
    assert set(found(text)["actor_id"].dropna()) == {"venezuela", "rwanda", "holland"}


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "Senator Paul Gresham resigned. “He did nothing wrong,” Mrs. Gresham said.",
            ["Mrs. Gresham"],
        ),
        ("Anna Lind was chosen. Mr Lind said he was proud of her.", ["Mr Lind"]),
        (
            "Noah Vance is dead. Carla Vance-Ortiz sued. “They let him die,” Vance-Ortiz said.",
            ["Carla Vance-Ortiz"],
        ),
        (
            "Opening the case, Fiona Strand KC said it rained. Miss Strand said it was late.",
            ["Fiona Strand KC"] * 2,
        ),
        ("Superintendent of Police R. K. Ostrell said it rained.", ["R. K. Ostrell"]),
        (
            "Mara Ostrell left. Ostrlel said it rained. “It is late,” Ostrell said.",
            ["Mara Ostrell"] * 2,
        ),
        ("Mara Petrova left. Petrov said it rained.", ["Petrov"]),
        ("Mara Velm Ostrell left. Velm Ostrell said it rained.", ["Mara Velm Ostrell"]),
        ("Ivo Mara Teller left. Mara Teller said it rained.", ["Mara Teller"]),
        ("Mara May said it rained. May said it was late.", ["Mara May"] * 2),
        ("“It rained,” said Clara Town, a teacher. “Late,” Town said.", ["Clara Town"] * 2),
        ("Clara Cuban left. “It rained,” said Cuban, who is also a host.", ["Clara Cuban"]),
        ("Cuban officials said it rained.", ["Cuban officials"]),
        (
            "Ardan Velmanski said it rained. Ardan Velmnski said it was late.",
            ["Ardan Velmanski"] * 2,
        ),
        (
            "Maria Ostrell said it rained. Marina Ostrell said it was late.",
            ["Maria Ostrell", "Marina Ostrell"],
        ),
        ("The army denied that the Arakan Army had captured Sittwe.", ["army"]),
        (
            "The Syrian National Army attacked. The Syrian army said that it had left.",
            ["Syrian army"],
        ),
        (
            "Aline Mutombo said it rained. The M23 said that it would leave.",
            ["Aline Mutombo", "M23"],
        ),
        (
            "“Were you there?” Judge Ann Cole asked the nurse Mary Poole. “I was,” she replied.",
            ["Ann Cole", "Mary Poole"],
        ),
        (
            "“Were you there?” Judge Ann Cole asked Tom Ash. “It matters,” she said.",
            ["Ann Cole", "Ann Cole"],
        ),
        ("Two men came. One of them said it was late.", [""]),
        (
            "The Nilgau Mining Company said the dam was shut.\n\nIt rained.\n\nSnow fell.\n\nIt warned that it would flood.",
            ["Nilgau Mining Company", ""],
        ),
        (
            "The Nilgau Mining Company said the dam was shut.\n\nIt warned that it would flood.",
            ["Nilgau Mining Company"] * 2,
        ),
        (
            "French envoy Ivo Lind said it rained. The American envoy said it was dry.",
            ["Ivo Lind", "American envoy"],
        ),
        (
            "The Romanian journalist Ivo Lind came. German journalist Tom Ash said it rained. "
            "The Romanian journalist said it was dry.",
            ["Tom Ash", "Ivo Lind"],
        ),
    ],
)
def test_another_of_a_like_name_or_office_is_not_who_speaks(text: str, actors: list[str]) -> None:
    assert who(text) == actors


@pytest.mark.parametrize(
    "opening",
    [
        "Agnes Thorvald was chess champion. She spoke to Miles Penhallow in Bergen.",
        "Miles Penhallow interviewed Agnes Thorvald in Bergen.",
        "The chess champion Agnes Thorvald was interviewed by Miles Penhallow.",
        "In an interview with Miles Penhallow, the champion Agnes Thorvald spoke of her game.",
        "Miles Penhallow speaks to Agnes Thorvald.",
    ],
)
def test_who_is_interviewed_answers(opening: str) -> None:
    text = f"{opening}\n\nQ: Did you ever cheat?\n\nA: Never. I did not have to.\n\nQ: Why not?\n\nA: I won."
    assert who(text) == ["Miles Penhallow", "Agnes Thorvald"] * 2
