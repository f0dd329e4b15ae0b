"""Who passes words on: an agency that reported them, a report they are known by, whoever tells of them."""

from __future__ import annotations

import pytest

import newsan as ns

BEFORE = "The bridge was shut last week after a storm. "


def _told(text: str, *, nested: bool = False) -> list[tuple[str, str | None]]:
    """Return who speaks and who passes it on, of each quotation."""
    articles = ns.articles.read([{"text": BEFORE + text}])
    quotes = ns.actors.resolve(ns.quotes.find(articles, nested=nested), articles)
    relays = quotes["relayed_by"].astype(object).where(quotes["relayed_by"].notna(), None)
    return list(zip(quotes["actor"].fillna(""), relays, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Mara Ostrell, the mayor, said it was safe, the Nilgau Courier reported.",
        "Mara Ostrell said it was safe, the Nilgau Courier reported on Monday.",
        "Mara Ostrell said it was safe, according to the Nilgau Courier.",
        "According to the Nilgau Courier, Mara Ostrell said it was safe.",
        "As reported by the Nilgau Courier, Mara Ostrell said it was safe.",
        "“It is safe,” Mara Ostrell said, the Nilgau Courier reported.",
        "“It is safe,” Mara Ostrell said in the statement cited by the Nilgau Courier.Ministers left the town.",
        "“It is safe,” Mara Ostrell was quoted as saying by the Nilgau Courier.",
        "The Nilgau Courier quoted Mara Ostrell as saying that it was safe.",
        "“It is safe,” said Mara Ostrell, quoted by the Nilgau Courier.",
        "“It is safe,” said Mara Ostrell, whom the Nilgau Courier quotes.",
        "Mara Ostrell said that it was safe - the Nilgau Courier reported on Monday.",
        "Mara Ostrell said it was safe, the Nilgau Courier has learned.Cars will cross it.",
    ],
)
def test_the_outlet_that_passes_words_on_is_not_their_speaker(text: str) -> None:
    assert _told(text) == [("Mara Ostrell", "nilgau-courier")]


@pytest.mark.parametrize(
    "text",
    [
        "Mara Ostrell told officers that it was safe, according to the report.",
        "According to the report, Mara Ostrell said it was safe.",
    ],
)
def test_a_document_passes_words_on_by_its_noun(text: str) -> None:
    ((_, relay),) = _told(text)
    assert relay is not None and relay.endswith("#report-1")


@pytest.mark.parametrize(
    "text",
    [
        "Mara Ostrell said it was safe.",
        "Mara Ostrell told the Nilgau Courier that it was safe.",
        "Mara Ostrell said it was safe. According to the Nilgau Courier, the road is open.",
        "“It is safe,” Mara Ostrell reported.",
        "The Nilgau Courier reported that the bridge was shut, but Mara Ostrell said it was safe.",
        "The Nilgau Courier reported that it was shut; Mara Ostrell said it was safe.",
        "Mara Ostrell said it was safe, but the Nilgau Courier has since reported from the bridge that cars may cross it.",
    ],
)
def test_nobody_passes_on_what_is_told_at_first_hand(text: str) -> None:
    assert ("Mara Ostrell", None) in _told(text)
    assert all(relay is None for who, relay in _told(text) if who == "Mara Ostrell")


def test_whoever_tells_of_anothers_words_passes_them_on() -> None:
    told = _told("“The warden said that the bridge was safe,” Mara Ostrell said.", nested=True)
    assert ("Mara Ostrell", None) in told
    assert [relay for who, relay in told if "warden" in who.lower()] == ["mara-ostrell"]
