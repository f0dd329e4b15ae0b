"""What a text says of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import dates, schema
from newsan.frontline import cues
from newsan.frontline.clauses import Sentence, Side
from newsan.frontline.control import OPPONENT
from newsan.text import furniture, sentences

if TYPE_CHECKING:
    import geopandas as gpd

_LIST_GAP = 24
_OUR_GROUND = re.compile(r"\s+our\b")


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention on the ground that references may be about."""

    start: int
    end: int
    place_id: str | None
    place: str | None
    country: str | None
    is_region: bool
    geometry: Any


@dataclass(frozen=True, slots=True)
class _Quote:
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
    `event_on` where no day is stated; `actor_id` where the reporter says it, or the speaker is not
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
    places = _by_article(mentions)
    said = _quotes(quotes)
    rows: list[dict[str, Any]] = []
    for article in articles[["article_id", "text", "published"]].itertuples(index=False):
        found = _in_text(str(article.text), article.published, places.get(article.article_id, []),
                         said.get(article.article_id, []))
        rows += [{"reference_id": f"{article.article_id}-r{n:03d}",
                  "article_id": article.article_id, **row} for n, row in enumerate(found, 1)]
    return schema.build(rows, "references")


def _by_article(mentions: pd.DataFrame) -> dict[str, list[_Place]]:
    """Return the mentions of settlements and regions of the warring countries."""
    found: dict[str, list[_Place]] = {}
    for r in mentions.itertuples(index=False):
        if r.kind in ("settlement", "region") and r.country in cues.SIDES:
            place_id = None if pd.isna(r.place_id) else str(r.place_id)
            found.setdefault(r.article_id, []).append(_Place(
                int(r.start), int(r.end), place_id, None if pd.isna(r.place) else str(r.place),
                r.country, r.kind == "region", r.geometry))
    return {a: sorted(v, key=lambda p: p.start) for a, v in found.items()}


def _quotes(quotes: pd.DataFrame | None) -> dict[str, list[_Quote]]:
    found: dict[str, list[_Quote]] = {}
    if quotes is not None and "actor_id" in quotes:
        for r in quotes[["article_id", "start", "end", "actor_id"]].itertuples(index=False):
            found.setdefault(r.article_id, []).append(
                _Quote(int(r.start), int(r.end), None if pd.isna(r.actor_id) else r.actor_id))
    return found


def _in_text(
    text: str, published: object, places: list[_Place], quotes: list[_Quote]
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


def _front(places: list[_Place]) -> list[_Place]:
    """Return the mentions that may be meant where a sentence names no place: no capital."""
    return [p for p in places if str(p.place).lower() not in cues.sides()[1]]


def _speaker(quotes: list[_Quote], start: int, end: int) -> _Quote | None:
    inside = [q for q in quotes if q.start < end and start < q.end]
    return max(inside, key=lambda q: min(q.end, end) - max(q.start, start), default=None)


def _in_sentence(
    sentence: Sentence, published: object, places: list[_Place], front: list[_Place],
    quotes: list[_Quote],
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
    sentence: Sentence, cue: cues.Cue, start: int, end: int, published: object,
    places: list[_Place], front: list[_Place], quotes: list[_Quote],
) -> list[dict[str, Any]]:
    """Read one cue: side, places, status, speaker and day."""
    clause = sentence.clause(start)
    side, at = _side(sentence, cue, start, end, clause)
    quote = next((q for q in sorted(quotes, key=lambda q: q.end - q.start)
                  if q.start <= start and end <= q.end), None)
    where = _places(sentence, start, end, clause, front)
    if side is None:
        side = _side_unsaid(sentence, cue, quote, where)
    if side is None and cue.relation not in ("contested", "encircled"):
        return []
    spans = [start, end, *at, *(v for p in where if sentence.start <= p.start < sentence.end
                                for v in (p.start, p.end))]
    row = {
        "status": sentence.status(start, end, clause), "start": min(spans), "end": max(spans),
        "event_on": _day(sentence, start, clause, published),
        "actor_id": quote.actor_id if quote else None, "cue": (start, end),
    }
    out = []
    for place in where or [None]:
        relation = cue.relation
        if relation == "captured" and place is not None and place.country == side:
            relation = "recaptured"
        out.append({**row, "relation": relation, "side": side,
                    "place_id": place.place_id if place else None,
                    "place": place.place if place else None,
                    "geometry": place.geometry if place else None})
    return out


def _side(
    sentence: Sentence, cue: cues.Cue, start: int, end: int, clause: tuple[int, int]
) -> tuple[str | None, tuple[int, ...]]:
    """Tell which side acts, and where the text names it."""
    before, after = sentence.side_before(start, clause[0]), sentence.side_after(end, clause[1])
    if cue.agent == "none":
        near = before is not None and before.end + 25 > start and "." not in (
            sentence.text[before.end : start])
        return (before.side, (before.start,)) if near and before else (None, ())
    by = sentence.by_agent(start, end)
    if by:
        return by, ()
    if cue.agent == "under":
        inside = [s for s in sentence.sides if start <= s.start < end and s.side]
        own = sentence.speaker if re.search(r"\bour\b", sentence.text[start:end]) else None
        near_side = inside[0].side if inside else own
        return near_side, ()
    if cue.agent == "after":
        return (after.side, (after.end,)) if after else (None, ())
    if cue.agent == "patient":
        return _surrounding(sentence, start, end, before, after)
    if sentence.passive(start) and cue.relation in ("captured", "struck"):
        return None, ()
    if _OUR_GROUND.match(sentence.text, end):
        return OPPONENT.get(sentence.speaker or ""), ()
    if cue.agent == "loser":
        loser = before or after
        return (OPPONENT.get(loser.side or ""), (loser.start, loser.end)) if loser else (None, ())
    if before is None or (cue.agent == "own" and _is_enemy(sentence, before)):
        near = after is not None and after.end - end < 30 and cue.agent != "own"
        return (after.side, (after.end,)) if near and after else (None, ())
    return before.side, (before.start,)


def _surrounding(
    sentence: Sentence, start: int, end: int, before: Side | None, after: Side | None
) -> tuple[str | None, tuple[int, ...]]:
    """Tell who surrounds or drives out: the opponent of those to whom it is done."""
    if before is not None and before.end + 1 == start:
        return before.side, (before.start,)
    if sentence.passive(start):
        patient = before
    elif after is not None and after.is_pronoun and before is not None:
        first = next(s for s in sentence.sides if s.side)
        return first.side, (first.start, after.end)
    else:
        patient = after
    if patient is None or (patient.is_pronoun and patient.side == sentence.carried):
        return None, ()
    return OPPONENT.get(patient.side or ""), (patient.start, patient.end)


def _is_enemy(sentence: Sentence, side: Side) -> bool:
    return cues.words("enemy").fullmatch(sentence.text, side.start, side.end) is not None


def _side_unsaid(
    sentence: Sentence, cue: cues.Cue, quote: _Quote | None, where: list[_Place]
) -> str | None:
    """Tell the side that the words leave open from the ground, the speaker or the sentence before."""
    country = where[0].country if where else None
    if cue.agent == "own" or cue.relation == "encircled":
        return country
    if cue.relation == "struck":
        return sentence.carried
    if cue.agent == "subject" and quote is not None:
        return cues.actor_sides().get(quote.actor_id or "")
    return None


def _places(
    sentence: Sentence, start: int, end: int, clause: tuple[int, int], front: list[_Place]
) -> list[_Place]:
    """Choose the places a cue is about."""
    for low, high in ((end, clause[1]), (clause[0], start), (end, sentence.end),
                      (sentence.start, start)):
        here = [p for p in front if low <= p.start and p.end <= high]
        towns = [p for p in here if not p.is_region]
        if towns or here:
            return _listed(sentence.text, towns or here, after=low >= end)
        rest = sentence.text[end : clause[1]]
        if low == end and (cues.words("town").search(rest) or cues.words("region").search(rest)):
            break
    return _spoken_of(sentence, start, clause, front)


def _listed(text: str, here: list[_Place], *, after: bool) -> list[_Place]:
    """Return the nearest place with those it is listed with ("A, B and C")."""
    ordered = here if after else here[::-1]
    group = [ordered[0]]
    for place in ordered[1:]:
        a, b = sorted((group[-1], place), key=lambda p: p.start)
        between = text[a.end : b.start]
        if len(between) > _LIST_GAP or between.strip(" ,") not in ("", "and", "or", "&"):
            break
        group.append(place)
    unique = {p.place_id or p.place: p for p in group}
    return sorted(unique.values(), key=lambda p: p.start)


def _spoken_of(
    sentence: Sentence, start: int, clause: tuple[int, int], front: list[_Place]
) -> list[_Place]:
    """Return the place that a sentence without one goes on about."""
    said = sentence.text[clause[0] : clause[1]]
    if cues.words("region").search(sentence.text[start : clause[1]]):
        said = ""
    earlier = [p for p in front if p.end <= start] or front
    if cues.words("town").search(said):
        towns = [p for p in earlier if not p.is_region]
        if towns:
            return [towns[-1]]
    regions = [p for p in front if p.is_region]
    if regions:
        counts = pd.Series([p.place_id or p.place for p in regions]).value_counts()
        first = min(regions, key=lambda p: (-counts[p.place_id or p.place], p.start))
        return [first]
    return [earlier[-1]]


def _day(
    sentence: Sentence, start: int, clause: tuple[int, int], published: object
) -> pd.Timestamp:
    """Return the day the clause dates its event to; the date of the saying is left out."""
    low = clause[0]
    text = sentence.text[low : sentence.end]
    for a, b, words in dates.spot(text):
        if low + a > clause[1]:
            break
        lead = text[max(0, a - 30) : a]
        between = text[b : max(b, start - low)]
        if cues.words("speech").search(lead.split(",")[-1]) or cues.words("relay").search(between):
            continue
        day = dates.resolve(words, published)
        if not pd.isna(day):
            return day
    return pd.NaT


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one row of those that say the same in overlapping words."""
    kept: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda r: (r["cue"], r["start"], str(r["place_id"]))):
        same = [k for k in kept if all(k[c] == row[c] for c in ("place_id", "relation", "side", "status"))
                and k["start"] < row["end"] and row["start"] < k["end"]]
        if not same:
            kept.append(row)
    kept.sort(key=lambda r: (r["start"], r["cue"], str(r["place_id"])))
    return kept
