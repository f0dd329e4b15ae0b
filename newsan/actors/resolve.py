"""Speakers as written to actors: names first, then pronouns and descriptions in reading order."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from newsan import corrections, occasions, schema
from newsan.actors.confidence import Confidence
from newsan.actors.entities import entities
from newsan.actors.mention import Answer
from newsan.actors.registry import index, of_study
from newsan.actors.speakers import Speakers
from newsan.document import Document, read
from newsan.quotes.find import holders
from newsan.study import Study

_ADDED = (
    "actor_id", "actor", "antecedent", "resolved_by", "actor_confidence", "actor_ids", "relayed_by",
    "medium", "said_on", "said_on_until", "said_on_text",
)  # fmt: skip
_ANSWER = _ADDED[:7]
_UNTOLD = occasions.Occasion()  # of a report within a report


def resolve(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> pd.DataFrame:
    """
    Name the actor behind every speaker, and when and through what medium the words came.

    Within an article, in reading order: who speaks in the speaker's phrase (the name in apposition,
    not whose aide it is); a name by the people and bodies of the article, with those of the registry
    linked last (`newsan.actors.entities`); a country, or a capital for its government; `who` by the
    phrase before it; a pronoun or description by whom it likeliest means, weighed by what is said of
    whom, who spoke and who stood as a subject how far back (`newsan.actors.antecedents`). Of 168
    hand-resolved pronouns of the PolNeAR development articles 157 are answered, 143 of them rightly.
    People and bodies outside the registry become actors of their own, with an id made from the name;
    who has no name gets one inside the article (`ARTICLE#judge-1`). Reports within reports
    (`quotes.find(nested=True)`) are read last and change nobody else's answer: in direct speech `I`
    is who is quoted.

    Parameters
    ----------
    quotes
        A `quotes` frame, as `quotes.find` gives it.
    articles
        The articles it was made from.
    registry
        A frame as `actors.registry` gives it; the shipped one by default.
    study
        A study, or its folder: its actors and outlets are added to the shipped registry.

    Returns
    -------
    quotes
        The same rows with `actor_id`, `actor`, `antecedent` (the words that named the actor),
        `actor_ids` (all who speak as one, `|` between them), `relayed_by` (who passes the words on),
        `resolved_by`, `actor_confidence` (how likely the actor is right, 0 to 1, by signs of how the
        answer was found: `newsan.actors.confidence`), `medium`, `said_on`, `said_on_until` (the last
        day of a period) and `said_on_text`.

    Undefined
    ---------
    `actor_id`, and with it `actor_confidence`, is missing where there is no speaker or a pronoun has
    no antecedent that is clear; `medium` and `said_on` where the text does not tell, and for reports
    within reports.

    Raises
    ------
    SchemaError
        Either frame does not have its schema, or an article of the quotes is not there.

    Examples
    --------
    >>> import newsan as ns
    >>> text = "“It rained,” Mayor Mara Ostrell said on Friday. “It will stop,” she added."
    >>> articles = ns.articles.read([{"text": text, "published": "2025-03-14"}])
    >>> found = ns.actors.resolve(ns.quotes.find(articles), articles)
    >>> found[["speaker", "actor", "resolved_by"]].values.tolist()
    [['Mayor Mara Ostrell', 'Mara Ostrell', 'name'], ['she', 'Mara Ostrell', 'pronoun']]
    """
    articles = schema.require(articles, "articles")
    quotes = schema.require(quotes, "quotes")
    schema.stand_in(quotes, "quotes", articles)
    registry = of_study(registry, study)
    records = schema.records(quotes)
    by_article: dict[str, list[dict[str, object]]] = {}
    for record in records:
        by_article.setdefault(record["article_id"], []).append(record)
    for article_id, text, published in zip(
        articles["article_id"], articles["text"], articles["published"], strict=True
    ):
        if article_id in by_article:
            _article(by_article[article_id], read(text), published, registry, article_id)
    return corrections.keep(quotes, schema.build(records, "quotes", optional=True))


def _article(
    written: list[dict[str, object]],
    document: Document,
    published: object,
    registry: pd.DataFrame | None,
    article_id: str,
) -> None:
    """Resolve the quotations of one article, adding columns to its records."""
    written = sorted(written, key=lambda r: (r["start"], -r["end"]))  # type: ignore[operator]
    records = document.inward(written)
    held = holders(records)
    outer = [r for r, holder in zip(records, held, strict=True) if holder is None]
    reading, answers = speakers(document, outer, registry, published, article_id)
    people, sure = reading.people, Confidence(reading)
    actors = [a.actor_id if a else None for a in answers]
    said = occasions.find(
        document,
        published,
        outer,
        actors,
        named=[(m.start, m.actor_id) for m in people.mentions],
        outlets=people.registry.outlets,
    )
    for record, answer, occasion in zip(outer, answers, said, strict=True):
        record |= _columns(record, answer, sure) | _when(occasion)
    by_id = {r["quote_id"]: a for r, a in zip(outer, answers, strict=True)}
    for record, holder in zip(records, held, strict=True):
        if holder is not None:
            teller = records[holder]
            answer = reading.reported(record, teller, by_id.get(teller["quote_id"]))
            record |= _columns(record, answer, sure) | _when(_UNTOLD)
    for row, record in zip(written, records, strict=True):
        row |= {name: record[name] for name in _ADDED}


def speakers(
    document: Document,
    records: list[dict[str, object]],
    registry: pd.DataFrame | None,
    published: object,
    article_id: str,
) -> tuple[Speakers, list[Answer | None]]:
    """
    Return the people of an article and who speaks in each of its quotations, worked out once.

    `records` are its quotations as they stand in the document, without those inside others.
    """
    day = pd.to_datetime(published, errors="coerce")
    spans = tuple((r["start"], r["end"], r["speaker_start"], r["cue_start"]) for r in records)
    key = "speakers", index(registry), None if pd.isna(day) else day.date(), article_id, str(spans)

    def made() -> tuple[Speakers, list[Answer | None]]:
        reading = Speakers(document, entities(document, registry, published, article_id), records)
        return reading, reading.answers()

    return document.once(key, made)


def _when(occasion: occasions.Occasion) -> dict[str, object]:
    """Return the columns of an occasion; a period alone has a last day of its own."""
    until = occasion.last if occasion.last != occasion.first else None
    return {
        "medium": occasion.medium,
        "said_on": pd.NaT if occasion.first is None else pd.Timestamp(occasion.first),
        "said_on_until": pd.NaT if until is None else pd.Timestamp(until),
        "said_on_text": occasion.words,
    }


def _columns(
    record: dict[str, object], answer: Answer | None, sure: Confidence
) -> dict[str, object]:
    if answer is None:
        return dict.fromkeys(_ANSWER)
    return {
        "actor_id": answer.actor_id,
        "actor": answer.name or sure.people.name(answer.actor_id),
        "antecedent": answer.antecedent,
        "resolved_by": answer.resolved_by,
        "actor_confidence": sure.of(record, answer),
        "actor_ids": "|".join((answer.actor_id, *answer.others)),
        "relayed_by": answer.relayed_by,
    }
