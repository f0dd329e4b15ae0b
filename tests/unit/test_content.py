"""Whether a row carries a statement, a topic or a piece, in invented sentences."""

from __future__ import annotations

import pytest

import newsan as ns
from newsan.quotes.content import content_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mara Ostrell said that the dam had broken.", ["clause"]),
        ("“The dam broke on Friday,” said Mara Ostrell.", ["clause"]),
        ("Mara Ostrell urged the council to close the bridge.", ["clause"]),
        ("Mara Ostrell condemned the destruction of the Veldany dam.", ["topic"]),
        ("Mara Ostrell and Tove Ardal discussed the repair of the bridge.", ["topic"]),
        ("Mara Ostrell described the mayor as a stubborn and lonely man.", ["fragment"]),
        ("Mara Ostrell described the new bridge as “very good”.", ["fragment"]),
        ("At the very least, Mara Ostrell said, the town needs a dam.", ["fragment", "clause"]),
        ("If it rains again, Mara Ostrell said, the dam will fall.", ["fragment", "clause"]),
        ("The old dam, Mara Ostrell said, is weak and will fall.", ["fragment", "clause"]),
        ("The dam is weak, Mara Ostrell said, and it will fall.", ["clause", "clause"]),
    ],
)
def test_rows_tell_what_they_carry(text: str, expected: list[str]) -> None:
    quotes = ns.quotes.find(ns.articles.read({"text": text}))
    assert quotes["content"].tolist() == expected


def test_resolving_keeps_what_rows_carry_and_the_frame_passes() -> None:
    articles = ns.articles.read({"text": "Mara Ostrell spoke of the flood. “It rains,” she said."})
    quotes = ns.quotes.find(articles)
    resolved = ns.actors.resolve(quotes, articles)
    ns.schema.check(resolved, "quotes")
    assert resolved["content"].tolist() == quotes["content"].tolist()


@pytest.mark.parametrize("words", ["", "…", "12", "that", "“”"])
def test_scraps_have_one_of_the_three(words: str) -> None:
    assert content_of(words, (0, len(words)), "direct", None) in ns.schema.CONTENTS
