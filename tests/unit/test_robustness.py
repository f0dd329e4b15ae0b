"""Quotations however they are written: invented articles in many typographies, scored with floors."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import newsan as ns

# Text with curly double marks, and who says what: words of the content, words of the speaker.
ARTICLES = [
    (
        "VELDANY, May 2 (Ostra) - “The bridge was closed at dawn and nobody was hurt,” Mayor Dorna Kessrin "
        "told reporters on Friday. “We will open it again when the water falls.”\n\n"
        "Her deputy, Ivo Hrabec, a former engineer, said the eastern pillar had moved by four centimetres.\n\n"
        "“It is not safe,” Hrabec added.\n\n"
        "The Ministry of Roads denied that it had been warned. “There was no letter,” it said in a statement.",
        [
            ("The bridge was closed", "Kessrin"),
            ("We will open it again", "Kessrin"),
            ("the eastern pillar had moved", "Hrabec"),
            ("It is not safe", "Hrabec"),
            ("that it had been warned", "Ministry"),
            ("There was no letter", "it"),
        ],
    ),
    (
        "Forces of the northern republic have entered the village of Mirnaya Gorka, the Defence Ministry said on "
        "Monday.\n\nAccording to the general staff, seven attacks were repelled overnight.\n\n"
        "“Claims that our units are surrounded are untrue,” the general staff said on its channel. "
        "“The units have regrouped.”\n\n"
        "Military analyst Tomas Ferrand, a fellow at the Ostra Institute, said he saw no sign of an encirclement. "
        "“A salient is not a pocket,” he said.",
        [
            ("Forces of the northern republic", "Ministry"),
            ("seven attacks were repelled", "staff"),
            ("Claims that our units are surrounded", "staff"),
            ("The units have regrouped", "staff"),
            ("he saw no sign of an encirclement", "Ferrand"),
            ("A salient is not a pocket", "he"),
        ],
    ),
    (
        "Asked whether he would resign, Governor Pavlo Zorenko replied: “I have not thought about it.”\n\n"
        "The opposition leader, Anna Lisova, called the answer “an insult to the voters” and urged him to go.\n\n"
        "“He promised us a road. He built a wall,” said Lisova. “People remember that.\n\n"
        "“They will remember it in the autumn, too.”\n\n"
        "A spokesman for the governor did not answer questions.",
        [
            ("I have not thought about it", "Zorenko"),
            ("an insult to the voters", "Lisova"),
            ("He promised us a road", "Lisova"),
            ("People remember that", "Lisova"),
            ("They will remember it in the autumn", "Lisova"),
        ],
    ),
    (
        "The talks will go on, the foreign minister of Keldania wrote on Telegram late on Tuesday.\n\n"
        "“We are for it, but there are questions,” President Oskar Lindqvar said at a joint press conference. "
        "“Who will watch the line?”\n\n"
        "Lindqvar also claimed that his army had taken 28 settlements in a week.\n\n"
        "Two diplomats familiar with the talks said no date had been set.",
        [
            ("The talks will go on", "minister"),
            ("We are for it", "Lindqvar"),
            ("Who will watch the line", "Lindqvar"),
            ("that his army had taken 28 settlements", "Lindqvar"),
            ("no date had been set", "diplomats"),
        ],
    ),
    (
        "“The harvest is lost,” farmer Yelena Marchuk, who keeps 40 hectares outside Sorny, said by telephone. "
        "“Nobody came to help us.”\n\n"
        "The regional council estimated that a third of all fields had been flooded.\n\n"
        "In the words of its chairman, Petro Voyt, “this is the worst spring in fifty years.”\n\n"
        "Insurance companies have warned that payments could take months.",
        [
            ("The harvest is lost", "Marchuk"),
            ("Nobody came to help us", "Marchuk"),
            ("that a third of all fields had been flooded", "council"),
            ("this is the worst spring", "Voyt"),
            ("that payments could take months", "companies"),
        ],
    ),
]  # fmt: skip


def british(text: str) -> str:
    return text.translate(str.maketrans("“”", "‘’"))


def mixed(text: str) -> str:
    """Straight marks in every other paragraph."""
    parts = text.split("\n\n")
    return "\n\n".join(re.sub("[“”]", '"', p) if k % 2 else p for k, p in enumerate(parts))


def with_furniture(text: str) -> str:
    lines = text.split("\n\n")
    lines.insert(1, "PHOTO: Children say they like the river, in Veldany. (J. Orst/Ostra)")
    lines.insert(3, "MORE: Mayor says bridge will stay closed")
    return "\n\n".join([*lines, "The post Bridge closed, mayor says appeared first on Ostra News."])


# How to write an article, and the share of contents that must be found with their speaker: the share
# measured when the floor was set, less .05.
WAYS: dict[str, tuple[Callable[[str], str], float]] = {
    "as written": (str, 0.95),
    "straight": (lambda t: re.sub("[“”]", '"', t), 0.95),
    "straight and curly": (mixed, 0.95),
    "single": (british, 0.95),
    "guillemets": (lambda t: t.translate(str.maketrans("“”", "«»")), 0.95),
    "low and high": (lambda t: t.replace("“", "„").replace("”", "“"), 0.95),
    "one paragraph": (lambda t: t.replace("\n\n", " "), 0.92),
    "line ends only": (lambda t: t.replace("\n\n", "\n"), 0.95),
    "capitals": (str.upper, 0.91),
    "bullets": (lambda t: "• " + t.replace("\n\n", "\n\n• "), 0.95),
    "cut off": (lambda t: t[: t.rfind(" ") - 12], 0.80),
    "furniture": (with_furniture, 0.95),
}


def share(write: Callable[[str], str]) -> tuple[float, list[tuple[str, str, str | None]]]:
    """Return the share of contents found with the right speaker, and the wrong ones."""
    wrong, n = [], 0
    for text, wanted in ARTICLES:
        frame = ns.quotes.find(ns.articles.read({"text": write(text)}))
        found = [
            (q.text.casefold(), "" if q.speaker != q.speaker else q.speaker.casefold())
            for q in frame[["text", "speaker"]].astype(object).itertuples()
        ]
        for words, speaker in wanted:
            n += 1
            given = next((s for t, s in found if words.casefold() in t), None)
            if given is None or speaker.casefold() not in re.findall(r"\w+", given):
                wrong.append((words, speaker, given))
    return 1 - len(wrong) / n, wrong


@pytest.mark.parametrize("way", WAYS)
def test_contents_keep_their_speakers_however_they_are_written(way: str) -> None:
    write, floor = WAYS[way]
    right, wrong = share(write)
    assert right >= floor, wrong


def test_nobody_is_quoted_from_furniture() -> None:
    for text, _ in ARTICLES:
        quotes = ns.quotes.find(ns.articles.read({"text": with_furniture(text)}))
        said = " ".join(quotes["text"]) + " ".join(quotes["speaker"].dropna())
        assert "Children" not in said
        assert "appeared" not in said
        assert "stay closed" not in said
