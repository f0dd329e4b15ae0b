"""What texts say of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from newsan import schema
from newsan.document import Document, read
from newsan.frontline.said.agents import side_of, side_unsaid
from newsan.frontline.said.cues import cues, words
from newsan.frontline.said.event_days import period_of
from newsan.frontline.said.places import Front, Place, front_of, is_taken_up, places_of
from newsan.frontline.said.sentence import Sentence, Spans, Trigger, beginning
from newsan.frontline.said.status import status_of
from newsan.frontline.sides import SIDES, SideNames, side_names

if TYPE_CHECKING:
    import geopandas as gpd

_LONGEST = 1_500  # characters in a sentence: more than anybody's has
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


Spanning = TypeVar("Spanning", Place, Quote)


def references(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    quotes: pd.DataFrame | None = None,
    *,
    actors: pd.DataFrame | None = None,
) -> gpd.GeoDataFrame:
    """
    Find what articles say of ground on the front.

    Cue words of a shipped table name the relation; the side is the subject of an active verb, the
    agent of a passive one, or the opponent of those who are surrounded or driven out; the place is
    the settlement (else the region) named in the clause. Only where the places of an article lie on
    one front does a sentence without one go on about the town or region spoken of before. Taking
    ground of one's own country is `recaptured`. Negations, denials, infinitives after words of
    purpose, and modals decide the status.

    What is not plain has no row: an article that shows no war (see `places.front_of`); a name that
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
    actors
        An actors registry, whose people, institutions and troops stand for their side; by default
        the shipped one.

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
    if actors is not None:
        schema.need(actors, "actors", "actor_id", "name", "aliases", "side")
    names = side_names(actors)
    places = _by_article(mentions)
    said = _quotes(quotes)
    rows: list[dict[str, Any]] = []
    for article in articles[["article_id", "text", "published"]].itertuples(index=False):
        key = article.article_id
        document = read(str(article.text))
        quotations = Spans(_inside(document, said.get(key, [])))
        reader = _Reader(document, article.published, names, quotations)
        found = reader.rows(_inside(document, places.get(key, [])))
        for number, row in enumerate(found, 1):
            start, end = document.outward(row["start"], row["end"])
            own = {"reference_id": f"{key}-r{number:03d}", "article_id": key}
            rows.append(row | own | {"start": start, "end": end})
    return schema.build(rows, "references", optional=True)


def _by_article(mentions: pd.DataFrame) -> dict[str, list[Place]]:
    """Return the mentions of settlements and regions of the warring countries, in their order."""
    found: dict[str, list[Place]] = {}
    for r in mentions.itertuples(index=False):
        if r.kind in ("settlement", "region") and r.country in SIDES:
            place_id, place, region = (
                None if pd.isna(v) else str(v) for v in (r.place_id, r.place, r.admin1)
            )
            found.setdefault(r.article_id, []).append(
                Place(int(r.start), int(r.end), place_id, place, r.country, region,
                      r.kind == "region", r.geometry)
            )  # fmt: skip
    return {a: sorted(v, key=lambda p: p.start) for a, v in found.items()}


def _inside(document: Document, spans: list[Spanning]) -> list[Spanning]:
    """Return spans of an article as it is written, as they stand in the document."""
    if document.text == document.written:
        return spans
    places = [document.inside(span.start, span.end) for span in spans]
    return [replace(s, start=a, end=b) for s, (a, b) in zip(spans, places, strict=True)]


def _quotes(quotes: pd.DataFrame | None) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = {}
    if quotes is not None and "actor_id" in quotes:
        columns = (quotes[c].tolist() for c in ("article_id", "start", "end", "actor_id"))
        for article, start, end, actor in zip(*columns, strict=True):
            quote = Quote(int(start), int(end), None if pd.isna(actor) else actor)
            found.setdefault(article, []).append(quote)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads one article, sentence by sentence."""

    document: Document
    published: object
    names: SideNames
    quotes: Spans[Quote]

    def rows(self, places: list[Place]) -> list[dict[str, Any]]:
        """Return what the article says of places."""
        text = self.document.text
        apart = Spans([f for f in self.document.furniture if f.kind != "dateline"])
        whole = [s for s in self.document.sentences if not apart.overlapping(*s)]
        spans = [piece for span in whole for piece in _pieces(text, *span)]
        front = front_of(text, spans, places, self.names)
        if front is None:
            return []
        rows: list[dict[str, Any]] = []
        carried = None
        for span in spans:
            said = self.quotes.overlapping(*span)
            quote = max(said, key=lambda q: _shared(q, *span), default=None)
            speaker = self.names.of_actor.get(quote.actor_id or "") if quote else None
            sentence = Sentence(self.document.text, *span, speaker, carried, self.names)
            rows += self._in_sentence(sentence, front)
            named = [s for s in sentence.sides if s.side]
            about = next((s for s in named if not sentence.speaks(s)), named[0] if named else None)
            carried = about.side if about else carried
        return _distinct(_sided(rows, front))

    def _in_sentence(self, sentence: Sentence, front: Front) -> Iterator[dict[str, Any]]:
        """Read the cues of a sentence, of those that overlap the first in the table."""
        if sentence.has("past"):
            return
        taken: list[tuple[int, int]] = []
        for cue in cues():
            for m in cue.pattern.finditer(sentence.text, sentence.start, sentence.end):
                n = bisect_left(taken, m.span())
                is_free = n == len(taken) or m.end() <= taken[n][0]
                if is_free and (n == 0 or taken[n - 1][1] <= m.start()):
                    taken.insert(n, m.span())
                    clause = sentence.clause(m.start())
                    yield from self._read(Trigger(sentence, cue, *m.span(), clause), front)

    def _read(self, trigger: Trigger, front: Front) -> list[dict[str, Any]]:
        """Read one cue: side, places, status, speaker and day."""
        sentence, cue, start, end = trigger.sentence, trigger.cue, trigger.start, trigger.end
        status = status_of(trigger)
        if status is None or not _is_of_ground(trigger, front):
            return []
        where = places_of(trigger, front)
        here = [p for p in where if sentence.covers(p.start)]
        if not where or (
            status in ("aim", "hypothetical")
            and cue.agent != "patient"
            and where[0] not in here
            and not is_taken_up(trigger.said)
        ):
            return []
        side, at = side_of(trigger)
        said = [q for q in self.quotes.overlapping(start, end) if q.start <= start and end <= q.end]
        quote = min(said, key=lambda q: q.end - q.start, default=None)
        actor_id = quote.actor_id if quote else None
        if side is None and front.is_one:
            plain = cue.agent == "own" or words("enemy").match(sentence.text, end + 1)
            ground = where[0].country if plain or where[0] in here else None
            named = bool(sentence.sides_from(trigger.clause[0], start))
            speaker = None if named else self.names.of_actor.get(actor_id or "")
            side = side_unsaid(cue, speaker, ground)
        if side is None and cue.relation not in ("contested", "encircled", "struck"):
            return []
        spans = [start, end, *at, *(v for p in here for v in (p.start, p.end))]
        first, last = period_of(sentence, start, trigger.clause, self.published)
        row = {
            "status": status,
            "side": side,
            "start": min(spans),
            "end": max(spans),
            "event_on": first if first == last else pd.NaT,
            "event_from": first,
            "event_until": last,
            "actor_id": actor_id,
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


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence; what is too long for one in pieces, so that its verbs are read in theirs."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield start, cut
        start = cut + (text[cut] == " ")
    yield start, end


def _shared(quote: Quote, start: int, end: int) -> int:
    """Return how many characters of a stretch a quotation has."""
    return min(quote.end, end) - max(quote.start, start)


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


def _is_of_ground(trigger: Trigger, front: Front) -> bool:
    """Tell whether a cue speaks of ground: people are captured too, and strikes are halted."""
    sentence, cue, start, end = trigger.sentence, trigger.cue, trigger.start, trigger.end
    text = sentence.text
    if cue.relation == "struck":
        return not words("pause").search(text[max(trigger.clause[0], start - 40) : start])
    if cue.agent == "name":  # "took" alone takes a town only if its name comes next
        return any(
            " by " not in text[end : p.start] for p in beginning(front.places, end + 1, end + _NEXT)
        )
    if cue.relation == "withdrawn" and words("thing").match(text, end + 1):
        return False  # support and bills are withdrawn too
    troops = words("troops").match(text, end + 1)
    if _TAKES_PLACE.match(text, start):  # nobody holds a state to account by its town
        named = sentence.sides_from(end + 1, end + 2)
        return not named and (troops is None or troops.group().startswith("by "))
    if cue.agent == "patient":  # out of a town, not out of office
        out = _OUT_OF.match(text, end)
        return out is None or _is_ground(out.group())
    if cue.relation != "captured":
        return True
    if words("people").search(trigger.said):
        return False
    is_passive = sentence.passive(start)
    if troops and not is_passive:
        return False
    low, high = (
        (max(sentence.start, start - _OBJECT), start)
        if is_passive
        else (end, min(trigger.clause[1], end + _OBJECT))
    )
    return _is_ground(text[low:high]) or bool(beginning(front.places, low, high))


def _is_ground(said: str) -> bool:
    return any(words(k).search(said) for k in ("ground", "town", "region"))


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one row of those that say the same in overlapping words."""
    kept: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    first = []
    for row in sorted(rows, key=lambda r: (r["cue"], r["start"])):
        # those kept that say the same do not overlap, so only the next ones on either side may
        same = kept.setdefault(tuple(row[c] for c in _SAME), [])
        span = (row["start"], row["end"])
        n = bisect_left(same, span)
        if (n == len(same) or row["end"] <= same[n][0]) and (
            n == 0 or same[n - 1][1] <= row["start"]
        ):
            same.insert(n, span)
            first.append(row)
    return sorted(first, key=lambda r: (r["start"], r["cue"]))
