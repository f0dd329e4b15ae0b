"""What texts say of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.actors.registry import of_study
from newsan.actors.resolve import speakers
from newsan.actors.speakers import Speakers
from newsan.document import Document, read
from newsan.frontline.said import reading, rules
from newsan.frontline.said.arguments import by_article
from newsan.frontline.sides import SideNames, side_names, sides_of
from newsan.quotes.find import holders
from newsan.study import Study, given

if TYPE_CHECKING:
    import geopandas as gpd


def references(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    quotes: pd.DataFrame | None = None,
    *,
    actors: pd.DataFrame | None = None,
    sides: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """
    Find what articles say of ground on the front.

    A trained reader (`newsan.tagger.events`) marks the words that say it, with one of eight relations and four
    statuses, and links each to who acts, to whom it is done, to its places and its date. The side is that of
    who acts, or the other of two where only those are named to whom it is done. Taking ground of one's own
    country is `recaptured`. What is not sure enough has no row; `confidence` says how sure the others are.
    On a front of two sides cue words of a table (`newsan.frontline.said.rules`) bear out events that the reader
    alone is not sure of; their rows come first.

    Parameters
    ----------
    mentions
        The `mentions` frame of the articles.
    articles
        The `articles` frame; `article_id`, `text` and `published` are used.
    quotes
        The `quotes` frame after `actors.resolve`, to tell who says it; `None` leaves `actor_id`
        missing.
    actors
        An actors registry, whose people, institutions and troops stand for their side; by default
        the shipped one.
    sides
        A table of sides, as `read_sides` gives it; by default the shipped one. Countries that it
        does not have are sides by themselves.
    study
        A study, or its folder, for its sides and actors where those are not given.

    Returns
    -------
    references
        The `references` frame: one row a place and statement, by article (in the order given) and
        `start`. The span runs from the side, cue or place that comes first to the last of them.
        `side` is a country's code, what the registry calls the side, or the group as the text names it.

    Undefined
    ---------
    `place_id` and `geometry` are missing where the gazetteer lacks the place, `place` too where the text
    names none; `side` where fighting has none named; `event_on` where no day is stated ("last August" is in
    `event_from` and `event_until`, which are missing where no period is stated either); `actor_id` where the
    reporter says it, or the speaker is not known.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([{"text": "Ukrainian forces withdrew from Sudzha in Kursk Oblast on "
    ...     "Friday.", "published": "2025-03-15"}])
    >>> found = references(ns.places.find(articles), articles)
    >>> found[["place", "relation", "side", "status"]].values.tolist()
    [['Sudzha', 'withdrawn', 'UA', 'asserted']]
    """
    articles = schema.require(articles, "articles", "article_id", "text", "published")
    places = schema.names("mentions")
    places.remove("quote_id")  # who says it is told by place
    mentions = schema.require(mentions, "mentions", *places)
    schema.stand_in(mentions, "mentions", articles, whole=False)
    if quotes is not None:
        spans = ("quote_id", "article_id", "start", "end", "is_speech")
        who = ("speaker_start", "speaker_end", "cue_start", "cue_end", "speaker", "cue", "kind")
        quotes = schema.require(quotes, "quotes", *spans, also=("text", *who), resolved=True)
        schema.stand_in(quotes, "quotes", articles, whole=False)
    if actors is not None:
        actors = schema.require(actors, "registry", "actor_id", "name", "aliases", "side").fillna(
            ""
        )
    ours = given(study)
    actors, sides = of_study(actors, ours), sides_of(sides, ours)
    rows: list[dict[str, Any]] = []
    for key, parts in read_articles(mentions, articles, quotes, side_names(actors, sides), actors):
        document = parts.document
        rows_here = _together(document, rules.read(parts), reading.read(parts))
        for number, row in enumerate(rows_here, 1):
            start, end = document.outward(row["start"], row["end"])
            own = {"reference_id": f"{key}-r{number:03d}", "article_id": key}
            rows.append(row | own | {"start": start, "end": end})
    return schema.build(rows, "references", optional=True)


def read_articles(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    quotes: pd.DataFrame | None,
    names: SideNames,
    actors: pd.DataFrame | None = None,
) -> Iterator[tuple[str, reading.Article]]:
    """Yield the id of each article and what statements of ground are read in."""
    where = by_article(mentions)
    quoted: dict[str, list[dict[str, Any]]] = {}
    for record in () if quotes is None else schema.records(quotes):
        quoted.setdefault(record["article_id"], []).append(record)
    for article in articles[["article_id", "text", "published"]].itertuples(index=False):
        key, document = article.article_id, read(str(article.text))
        records = document.inward(quoted.get(key, []))
        told = [(r["start"], r["end"], _known(r.get("actor_id"))) for r in records]
        ask = functools.cache(functools.partial(_speakers, document, records, actors, article))
        yield (
            key,
            reading.Article(document, article.published, names, where.get(key, []), told, ask),
        )


def _known(actor_id: Any) -> str | None:
    return None if pd.isna(actor_id) else str(actor_id)


def _speakers(
    document: Document, quotes: list[dict[str, Any]], actors: pd.DataFrame | None, article: Any
) -> Speakers:
    """Return the people of an article, as they are known once its quotations are resolved."""
    ordered = sorted(quotes, key=lambda r: (r["start"], -r["end"]))
    if ordered and not {"speaker_start", "cue_start"} <= set(ordered[0]):
        ordered = []  # too little is known of them to tell who speaks
    outer = [r for r, h in zip(ordered, holders(ordered), strict=True) if h is None]
    return speakers(document, outer, actors, article.published, article.article_id)[0]


def _together(
    document: Document, sure: list[dict[str, Any]], others: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of cue words, and those of the reader alone that say nothing of the same place there."""
    said: dict[int, set[str]] = {}
    for row in sure:
        said.setdefault(document.sentence_at(row["end"] - 1), set()).add(_place(row))
    kept = []
    for row in others:
        there = said.get(document.sentence_at(row["end"] - 1), set())
        if not (there if pd.isna(row["place"]) else _place(row) in there):
            kept.append(row)
    return sorted(sure + kept, key=lambda r: (r["start"], r["end"]))


def _place(row: dict[str, Any]) -> str:
    """Return what tells the place of a row from others."""
    return str(row["place_id"] or row["place"])
