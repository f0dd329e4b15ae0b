"""What a text says of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.frontline.said import cues
from newsan.frontline.said.sentence import Sentence
from newsan.frontline.when import period_of
from newsan.frontline.said.places import Front, Place, front_of, is_taken_up, places_of
from newsan.frontline.said.sides import side_of, side_unsaid
from newsan.text import furniture, sentences

if TYPE_CHECKING:
    import geopandas as gpd

_NEXT = 30
_OBJECT = 80  # characters a verb's object may take: "recaptured 28 settlements in its western ..."
_TAKES_PLACE = re.compile(r"(?:hold|held|control|left)", re.IGNORECASE)
_OUT_OF = re.compile(r"(?: \w+){0,4} out of (?:\w+ )?[a-z]+\b")
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
    the settlement (else the region) named in the clause. Only where the places of an article lie on
    one front does a sentence without one go on about the town or region spoken of before. Taking
    ground of one's own country is `recaptured`. Negations, denials, infinitives after words of
    purpose, and modals decide the status.

    What is not plain has no row: an article that shows no war (see `where.front_of`); a name that
    only tells where another lies ("12km west of X"), or is a piece of a longer one; words of doubt
    before the verb; a side that may be either.

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
    `place_id` is missing where the gazetteer has no id; `side` where fighting has none named;
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
    spans = [s for s in sentences(text) if not any(a < s[1] and s[0] < b for a, b in apart)]
    front = front_of(text, spans, places)
    if front is None:
        return []
    rows, carried = [], None
    for start, end in spans:
        quote = _speaker(quotes, start, end)
        speaker = cues.actor_sides().get(quote.actor_id or "") if quote else None
        sentence = Sentence(text, start, end, speaker, carried)
        rows += _in_sentence(sentence, published, front, quotes)
        named = [s for s in sentence.sides if s.side]
        named = [s for s in named if not sentence.speaks(s)] or named
        carried = named[0].side if named else carried
    return _distinct(_sided(rows, front))


def _sided(rows: list[dict[str, Any]], front: Front) -> list[dict[str, Any]]:
    """Give events without a side that of the others of their kind on one front; else leave them."""
    told: dict[str, set[str]] = {}
    for row in rows:
        if row["side"]:
            told.setdefault(row["relation"], set()).add(row["side"])
    kept = []
    for row in rows:
        sides = told.get(row["relation"], set()) if front.is_one else set()
        if row["side"] or row["relation"] == "contested":
            kept.append(row)
        elif len(sides) == 1:
            kept.append({**row, "side": next(iter(sides))})
    return kept


def _speaker(quotes: list[Quote], start: int, end: int) -> Quote | None:
    inside = [q for q in quotes if q.start < end and start < q.end]
    return max(inside, key=lambda q: min(q.end, end) - max(q.start, start), default=None)


def _in_sentence(
    sentence: Sentence, published: object, front: Front, quotes: list[Quote]
) -> list[dict[str, Any]]:
    taken: list[tuple[int, int]] = []
    rows = []
    for cue in cues.cues():
        for m in cue.pattern.finditer(sentence.text, sentence.start, sentence.end):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            rows += _read(sentence, cue, m.start(), m.end(), published, front, quotes)
    return rows


def _read(
    sentence: Sentence,
    cue: cues.Cue,
    start: int,
    end: int,
    published: object,
    front: Front,
    quotes: list[Quote],
) -> list[dict[str, Any]]:
    """Read one cue: side, places, status, speaker and day."""
    clause = sentence.clause(start)
    if cues.words("past").search(sentence.text, sentence.start, sentence.end):
        return []
    status = sentence.status(start, end, clause)
    if status is None or not _is_of_ground(sentence, cue, start, end, clause, front.places):
        return []
    where = places_of(sentence, cue, start, end, clause, front)
    if not where or (
        status in ("aim", "hypothetical")
        and cue.agent != "patient"
        and not sentence.covers(where[0].start)
        and not is_taken_up(sentence.text[slice(*clause)])
    ):
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
    if side is None and front.is_one:
        plain = cue.agent == "own" or cues.words("enemy").match(sentence.text, end + 1)
        ground = where[0].country if plain or sentence.covers(where[0].start) else None
        named = any(clause[0] <= s.start < start for s in sentence.sides)
        side = side_unsaid(cue, quote.actor_id if quote and not named else None, ground)
    if side is None and cue.relation not in ("contested", "encircled", "struck"):
        return []
    spans = [
        start,
        end,
        *at,
        *(v for p in where if sentence.covers(p.start) for v in (p.start, p.end)),
    ]
    first, last = period_of(sentence, start, clause, published)
    row = {
        "status": status,
        "side": side,
        "start": min(spans),
        "end": max(spans),
        "event_on": first if first == last else pd.NaT,
        "event_from": first,
        "event_until": last,
        "actor_id": quote.actor_id if quote else None,
        "cue": (start, end),
    }
    taken_back = cue.relation == "captured" and side is not None
    return [
        {
            **row,
            "relation": "recaptured" if taken_back and p.country == side else cue.relation,
            "place_id": p.place_id,
            "place": p.place,
            "geometry": p.geometry,
        }
        for p in where
    ]


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
        gaps = [sentence.text[end : p.start] for p in front if 0 < p.start - end < _NEXT]
        return any(" by " not in gap for gap in gaps)
    if cue.relation == "withdrawn" and cues.words("thing").match(sentence.text, end + 1):
        return False  # support and bills are withdrawn too
    if _TAKES_PLACE.match(sentence.text, start):  # nobody holds a state to account by its town
        named = any(s.start == end + 1 for s in sentence.sides)
        troops = cues.words("troops").match(sentence.text, end + 1)
        return not named and (troops is None or troops.group().startswith("by "))
    if cue.agent == "patient":  # out of a town, not out of office
        out = _OUT_OF.match(sentence.text, end)
        return out is None or _is_ground(out.group())
    if cue.relation != "captured":
        return True
    if cues.words("people").search(said):
        return False
    if sentence.passive(start):
        low = max(sentence.start, start - _OBJECT)
        return _is_ground(sentence.text[low:start]) or any(low <= p.start < start for p in front)
    if cues.words("troops").match(sentence.text, end + 1):
        return False
    rest = (end, min(clause[1], end + _OBJECT))
    return _is_ground(sentence.text[slice(*rest)]) or any(
        rest[0] <= p.start < rest[1] for p in front
    )


def _is_ground(words: str) -> bool:
    return any(cues.words(k).search(words) for k in ("ground", "town", "region"))


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
