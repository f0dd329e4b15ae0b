"""What a text says of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.frontline import cues
from newsan.frontline.clauses import Sentence
from newsan.frontline.when import period_of
from newsan.frontline.where import Place, places_of
from newsan.frontline.who import side_of, side_unsaid
from newsan.text import furniture, sentences

if TYPE_CHECKING:
    import geopandas as gpd

_NEXT = 30
_SAME = ("place_id", "relation", "side", "status")


@dataclass(frozen=True, slots=True)
class Quote:
    """One stretch of attributed content and who it is given to."""

    start: int
    end: int
    actor_id: str | None


def references(
    mentions: pd.DataFrame, articles: pd.DataFrame, quotes: pd.DataFrame | None = None
) -> gpd.GeoDataFrame:
    """
    Find what articles say of ground on the front.

    Cue words of a shipped table name the relation; the side is the subject of an active verb, the
    agent of a passive one, or the opponent of those who are surrounded or driven out; the place is
    the settlement (else the region) named in the clause, else the town or region spoken of before.
    Taking ground of one's own country is `recaptured`. Negations, denials, infinitives after words
    of purpose, and modals decide the status.

    Parameters
    ----------
    mentions
        The `mentions` frame of the articles.
    articles
        The `articles` frame; `article_id`, `text` and `published` are used.
    quotes
        The `quotes` frame after `actors.resolve`, to tell who says it; `None` leaves `actor_id`
        missing.

    Returns
    -------
    references
        The `references` frame: one row a place and statement, by article (in the order given) and
        `start`. The span runs from the side, cue or place that comes first to the last of them.

    Undefined
    ---------
    `place_id` is missing where the text names no place on the ground; `side` where none is named;
    `event_on` where no day is stated ("last August" is in `event_from` and `event_until`, which are
    missing where no period is stated either); `actor_id` where the reporter says it, or the speaker is not
    known.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([{"text": "Ukrainian forces left Sudzha in Kursk Oblast on "
    ...     "Friday.", "published": "2025-03-15"}])
    >>> found = references(ns.places.find(articles), articles)
    >>> found[["place", "relation", "side", "status"]].values.tolist()
    [['Sudzha', 'withdrawn', 'UA', 'asserted']]

    """
    schema.need(
        mentions, "mentions", "mention_id", "article_id", "start", "end", "place_id", "kind"
    )
    schema.need(articles, "articles", "article_id", "text", "published")
    if quotes is not None:
        schema.need(quotes, "quotes", "quote_id", "article_id", "start", "end", "is_speech")
    places = _by_article(mentions)
    said = _quotes(quotes)
    rows: list[dict[str, Any]] = []
    for article in articles[["article_id", "text", "published"]].itertuples(index=False):
        found = _in_text(
            str(article.text),
            article.published,
            places.get(article.article_id, []),
            said.get(article.article_id, []),
        )
        rows += [
            {
                "reference_id": f"{article.article_id}-r{n:03d}",
                "article_id": article.article_id,
                **row,
            }
            for n, row in enumerate(found, 1)
        ]
    return schema.build(rows, "references", optional=True)


def _by_article(mentions: pd.DataFrame) -> dict[str, list[Place]]:
    """Return the mentions of settlements and regions of the warring countries."""
    found: dict[str, list[Place]] = {}
    for r in mentions.itertuples(index=False):
        if r.kind in ("settlement", "region") and r.country in cues.SIDES:
            place_id = None if pd.isna(r.place_id) else str(r.place_id)
            found.setdefault(r.article_id, []).append(
                Place(
                    int(r.start),
                    int(r.end),
                    place_id,
                    None if pd.isna(r.place) else str(r.place),
                    r.country,
                    None if pd.isna(r.admin1) else str(r.admin1),
                    r.kind == "region",
                    r.geometry,
                )
            )
    return {a: sorted(v, key=lambda p: p.start) for a, v in found.items()}


def _quotes(quotes: pd.DataFrame | None) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = {}
    if quotes is not None and "actor_id" in quotes:
        for r in quotes[["article_id", "start", "end", "actor_id"]].itertuples(index=False):
            found.setdefault(r.article_id, []).append(
                Quote(int(r.start), int(r.end), None if pd.isna(r.actor_id) else r.actor_id)
            )
    return found


def _in_text(
    text: str, published: object, places: list[Place], quotes: list[Quote]
) -> list[dict[str, Any]]:
    """Read one article, sentence by sentence."""
    apart = [(f.start, f.end) for f in furniture(text) if f.kind != "dateline"]
    front = _front(places)
    if not front:
        return []
    rows, carried = [], None
    for start, end in sentences(text):
        if any(a < end and start < b for a, b in apart):
            continue
        quote = _speaker(quotes, start, end)
        speaker = cues.actor_sides().get(quote.actor_id or "") if quote else None
        sentence = Sentence(text, start, end, speaker, carried)
        rows += _in_sentence(sentence, published, places, front, quotes)
        named = [s for s in sentence.sides if s.side]
        named = [s for s in named if not sentence.speaks(s)] or named
        carried = named[0].side if named else carried
    return _distinct(rows)


def _front(places: list[Place]) -> list[Place]:
    """Return the mentions that may be meant where a sentence names no place: no capital."""
    return [p for p in places if str(p.place).lower() not in cues.sides()[1]]


def _speaker(quotes: list[Quote], start: int, end: int) -> Quote | None:
    inside = [q for q in quotes if q.start < end and start < q.end]
    return max(inside, key=lambda q: min(q.end, end) - max(q.start, start), default=None)


def _in_sentence(
    sentence: Sentence,
    published: object,
    places: list[Place],
    front: list[Place],
    quotes: list[Quote],
) -> list[dict[str, Any]]:
    taken: list[tuple[int, int]] = []
    rows = []
    for cue in cues.cues():
        for m in cue.pattern.finditer(sentence.text, sentence.start, sentence.end):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            rows += _read(sentence, cue, m.start(), m.end(), published, places, front, quotes)
    return rows


def _read(
    sentence: Sentence,
    cue: cues.Cue,
    start: int,
    end: int,
    published: object,
    places: list[Place],
    front: list[Place],
    quotes: list[Quote],
) -> list[dict[str, Any]]:
    """Read one cue: side, places, status, speaker and day."""
    clause = sentence.clause(start)
    if not _is_of_ground(sentence, cue, start, end, clause, front):
        return []
    side, at = side_of(sentence, cue, start, end, clause)
    quote = next(
        (
            q
            for q in sorted(quotes, key=lambda q: q.end - q.start)
            if q.start <= start and end <= q.end
        ),
        None,
    )
    where = places_of(sentence, start, end, clause, front)
    if side is None:
        side = side_unsaid(
            sentence, cue, quote.actor_id if quote else None, where[0].country if where else None
        )
    if side is None and cue.relation not in ("contested", "encircled"):
        return []
    spans = [
        start,
        end,
        *at,
        *(v for p in where if sentence.start <= p.start < sentence.end for v in (p.start, p.end)),
    ]
    first, last = period_of(sentence, start, clause, published)
    row = {
        "status": sentence.status(start, end, clause),
        "start": min(spans),
        "end": max(spans),
        "event_on": first if first == last else pd.NaT,
        "event_from": first,
        "event_until": last,
        "actor_id": quote.actor_id if quote else None,
        "cue": (start, end),
    }
    out = []
    for place in where or [None]:
        relation = cue.relation
        if relation == "captured" and place is not None and place.country == side:
            relation = "recaptured"
        out.append(
            {
                **row,
                "relation": relation,
                "side": side,
                "place_id": place.place_id if place else None,
                "place": place.place if place else None,
                "geometry": place.geometry if place else None,
            }
        )
    return out


def _is_of_ground(
    sentence: Sentence,
    cue: cues.Cue,
    start: int,
    end: int,
    clause: tuple[int, int],
    front: list[Place],
) -> bool:
    """Tell whether a cue speaks of ground: people are captured too, and strikes are halted."""
    said = sentence.text[clause[0] : clause[1]]
    if cue.relation == "struck":
        return not cues.words("pause").search(sentence.text[max(clause[0], start - 40) : start])
    if cue.agent == "name":  # "took" alone takes a town only if its name comes next
        return any(0 < p.start - end < _NEXT for p in front)
    if cue.relation != "captured" or cue.agent != "subject":
        return True
    if cues.words("people").search(said) or cues.words("troops").match(sentence.text, end + 1):
        return False
    named = any(sentence.start <= p.start < sentence.end for p in front)
    return (
        named
        or not sentence.passive(start)
        or bool(cues.words("town").search(said) or cues.words("region").search(said))
    )


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one row of those that say the same in overlapping words."""
    kept: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda r: (r["cue"], r["start"])):
        same = [
            k
            for k in kept
            if all(k[c] == row[c] for c in _SAME)
            and k["start"] < row["end"]
            and row["start"] < k["end"]
        ]
        if not same:
            kept.append(row)
    kept.sort(key=lambda r: (r["start"], r["cue"]))
    return kept
