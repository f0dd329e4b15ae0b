"""What the rules read of ground: who took, held, left or struck a place, and how it is said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from newsan.document import Document
from newsan.frontline.said.rules.agents import side_of, side_unsaid
from newsan.frontline.said.rules.cues import cues, words
from newsan.frontline.said.rules.event_days import period_of
from newsan.frontline.said.rules.places import Front, Place, front_of, is_taken_up, places_of
from newsan.frontline.said.rules.sentence import Sentence, Spans, Trigger, beginning
from newsan.frontline.said.rules.side_names import SIDES, SideNames
from newsan.frontline.said.rules.status import status_of

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


def read(
    document: Document,
    published: object,
    names: SideNames,
    mentions: list[Any],
    quotes: list[tuple[int, int, str | None]],
) -> list[dict[str, Any]]:
    """
    Return what an article says of ground, as far as the rules are sure, in order.

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
    document, published
        The article, and when it was published.
    names
        The words that name a side.
    mentions
        Rows of the `mentions` frame that are of this article.
    quotes
        Start, end and actor of its quotations, as they stand in the document.
    """
    places = [_place(document, r) for r in mentions if r.country in SIDES]
    quotations = Spans([Quote(*q) for q in quotes])
    return _Reader(document, published, names, quotations).rows(
        sorted(places, key=lambda p: p.start)
    )


def _place(document: Document, row: Any) -> Place:
    """Return a mention of a settlement or region as it stands in the document."""
    start, end = document.inside(int(row.start), int(row.end))
    place_id, place, region = (
        None if pd.isna(v) else str(v) for v in (row.place_id, row.place, row.admin1)
    )
    is_region = row.kind == "region"
    return Place(start, end, place_id, place, row.country, region, is_region, row.geometry)


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
