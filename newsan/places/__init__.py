"""Mentions of places, each resolved against the gazetteer."""

from __future__ import annotations

from heapq import heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely.geometry import Point

from newsan import schema
from newsan.actors.registry import Index, index
from newsan.actors.registry import of_study as registry_of
from newsan.document import Document, Spans, read
from newsan.gazetteer import Gazetteer, Place, of_study
from newsan.places.ambiguity import is_government
from newsan.places.match import spans
from newsan.places.place_words import Span
from newsan.places.senses import resolve
from newsan.study import Study, given

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["find"]


def find(
    articles: pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    gazetteer: Gazetteer | None = None,
    demonyms: bool = False,
    governments: bool = False,
    actors: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """
    Find the places that articles name, and where they are.

    The longest run of capitalised words that the gazetteer knows is a place where the tagger hears one,
    and elsewhere unless it is a name of people, organisations or streets. Each name is read in
    one sense an article: the candidate with the most people that the other names of the article vote
    for, by country, by region, and by nearness; a region, a country or a distance named right after
    decides. The weights are the ones that read most names of the LGL corpus (Lieberman et al.
    2010, doi:10.1109/ICDE.2010.5447903) rightly.

    Parameters
    ----------
    articles
        The `articles` frame; `article_id` and `text` are used.
    quotes
        The `quotes` frame, to tell which mentions are quoted; `None` leaves `quote_id` missing.
    gazetteer
        Where to look names up; `None` for the shipped one.
    demonyms
        Report names of peoples ("Ukrainian") too, as `kind` demonym with the country's point.
    governments
        Report capitals that stand for a government ("Kyiv denied") too. They are no place on the
        ground, so a map should not show them.
    actors
        An actors registry, whose names are no places; by default the shipped one.
    study
        A study, or its folder, for its actors where no registry is given, and the places of its
        control events.

    Returns
    -------
    mentions
        The `mentions` frame: one row a mention, sorted by article (in the order given) and
        `start`. The span is the bare name: "Kursk" in "Kursk Oblast".

    Undefined
    ---------
    `place_id` is missing for a named county that the gazetteer does not have, or that several
    states have when nothing tells which, for a settlement that the gazetteer lacks in the region
    or at the distance named after it, and for one of several villages of a country that nothing tells
    apart; `geometry` where no
    source gives a point; `quote_id` for narrated mentions; `admin1` where the outlines that the
    gazetteer was made with do not bear out the division that GeoNames gives, or are older than it.

    Raises
    ------
    SchemaError
        `articles` lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> text = "Troops left the town of Sudzha in Kursk Oblast, Moscow said."
    >>> mentions = find(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> mentions[["name", "place_id"]].values.tolist()
    [['Sudzha', 'sudzha'], ['Kursk', 'kursk-salient']]

    """
    articles = schema.require(articles, "articles", "article_id", "text")
    ours = given(study)
    places = gazetteer if gazetteer is not None else of_study(ours)
    quoted, known = _add_quotes(quotes, articles), index(registry_of(actors, ours))
    rows: list[dict[str, Any]] = []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        document = read(str(text))
        named = _in_text(document, places, known, demonyms=demonyms, governments=governments)
        stretches = [document.outward(span.start, span.end) for span, *_ in named]
        within = _shortest(stretches, quoted.get(article_id, []))
        for n, ((start, end), (_, place, kind)) in enumerate(zip(stretches, named, strict=True), 1):
            said = {"start": start, "end": end, "name": document.written[start:end], "kind": kind}
            own = {"mention_id": f"{article_id}-m{n:03d}", "article_id": str(article_id)}
            rows.append(own | said | {"quote_id": within[n - 1]} | _resolve_places(place, places))
    return schema.build(rows, "mentions")


def _in_text(
    document: Document, places: Gazetteer, known: Index, *, demonyms: bool, governments: bool
) -> list[tuple[Span, Place | None, str]]:
    """Return the mentions of one text: span, place and kind; none if it is not in English."""
    if not document.is_read:
        return []
    mentions, text = [], document.text
    known_names = spans(document, places, demonyms=demonyms, known=known)
    taken = Spans((span.start, span.end) for span in known_names)
    strange = {
        text[p.start : p.end]
        for p in document.phrases
        if p.kind == "place" and p.named and not taken.meets(p.start, p.end)
    }
    senses = resolve(known_names, text, places, len(strange))
    for span, place in senses:
        if span.is_demonym:
            mentions.append((span, place, "demonym"))
        elif governments or place is None or not is_government(span, place, text):
            unknown = "region" if span.is_county else "settlement"
            mentions.append((span, place, place.kind if place else unknown))
    return mentions


def _resolve_places(place: Place | None, places: Gazetteer) -> dict[str, Any]:
    """Return what a row has of its place."""
    if place is None:
        return {}
    region = places.get(place.admin1)
    return {
        "place_id": place.place_id,
        "place": place.name,
        "country": place.country or None,
        "admin1": region.name if region else None,
        "geometry": Point(place.lon, place.lat) if place.has_point else None,
    }


def _add_quotes(
    quotes: pd.DataFrame | None, articles: pd.DataFrame
) -> dict[str, list[tuple[int, int, str]]]:
    if quotes is None:
        return {}
    by_article: dict[str, list[tuple[int, int, str]]] = {}
    used = ("article_id", "start", "end", "quote_id")
    quotes = schema.require(quotes, "quotes", *used, also=("text",))
    schema.stand_in(quotes, "quotes", articles, whole=False)
    for row in quotes[["article_id", "start", "end", "quote_id"]].itertuples(index=False):
        by_article.setdefault(row.article_id, []).append((row.start, row.end, row.quote_id))
    return by_article


def _shortest(
    stretches: list[tuple[int, int]], quoted: list[tuple[int, int, str]]
) -> list[str | None]:
    """Return, for each stretch, the shortest quote that holds it, of one text."""
    holders: list[str | None] = [None] * len(stretches)
    ahead = sorted(quoted, reverse=True)
    near: list[tuple[int, tuple[int, int, str]]] = []  # a heap of those begun, by length
    for number in sorted(range(len(stretches)), key=stretches.__getitem__):
        start, end = stretches[number]
        while ahead and ahead[-1][0] <= start:
            quote = ahead.pop()
            heappush(near, (quote[1] - quote[0], quote))
        crossing = []
        while near and near[0][1][1] < end:
            shortest = heappop(near)
            crossing += [shortest] if shortest[1][1] > start else []
        holders[number] = near[0][1][2] if near else None
        for quote_ahead in crossing:
            heappush(near, quote_ahead)
    return holders
