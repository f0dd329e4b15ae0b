"""Events that the trained reader is not sure of by itself, where a cue word of a table says the same."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsan import lexicons
from newsan.document import Spans
from newsan.frontline.said.arguments import PLACE, Named, Place, is_apart, places_of
from newsan.frontline.said.reading import BACK, Article, Span, place_columns, words
from newsan.tagger.events import STATUSES, Event

# With the first weights 170 of 201 rows on texts that it was not written with were right; not counted again with the second.
RULED = 0.85
_AHEAD = 30  # characters from a verb to the noun that says it: "launched a surprise assault"
_NEAR = 70  # characters from a verb to the side behind it
# events a word from which an article tells of a front: one that names both sides of the table, and any other
_SHARE, _OTHER = 0.008, 0.015
_NEXT, _FAR = 0.65, 0.9  # the chances from which the next place in the clause is taken, and others
_AGENT = 0.7  # the chance from which who acts for the reader is not overruled
_PLAIN = 0.4  # the chance from which the reader takes an event for asserted
_LEAD = 3 / 5  # of the places named: on one front the others are asides
_SECTOR = (0.9, 1.4)  # degrees north and east: further apart, "the town" may be either
_BEHIND = 6.0  # degrees from the front's places: further off is no ground of it
_OTHER_WAY = {"advanced": "from", "struck": "from", "withdrawn": "to"}

_SPLIT = re.compile(
    r"[;:]\s|\s[–—]\s|,?\s(?:but|while|whereas|although|though|because|since|amid|where|when|as|"
    r"after|before|and that|which|who|and (?=(?:took|seized|captured|withdr\w+|entered|were|was|"
    r"have|has|had|are|is)\b))\b\s?"
    r"|,\s(?=(?:\w+ly )?[a-z]{3,}ing\b)|[“”\"]"
)
_BE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|got)"
    r"(?:\s+(?:\w+ly|now|also|all|still|not|almost))*[\s“\"]*$",
    re.IGNORECASE,
)
# "encirclement of its troops by the army" names its agent far behind, "entered by the army" next to it
_NOUN = re.compile(r".*(?:ion|ments?|ure|al|defeat)", re.IGNORECASE)
_BY = re.compile(r"\s*(?:[\w’'-]+\s){0,5}?(?P<how>by|from)\s+(?:the )?")
_BY_NEXT = re.compile(r"\s*(?:\w+ly\s+)?(?P<how>by|from)\s+(?:the )?")
_ELSEWHERE = re.compile(r"\b(?:north|south|east|west)(?:ern)? fronts?\b|\binvad|\binvasion")
_OF = re.compile(r"\sof\s(?:the |all |\w+ed )?")
# Whose ground it is, where something is, or whom it is done to: not who acts.
_OWNED = re.compile(
    r"['’]s\s+(?:[a-z-]+\s+){0,2}[A-Z]|['’]?s?\s(?:soil|territory|ground|border|control)\b"
)
_DONE_TO = re.compile(
    r"\b(?:against|than|between|(?:in|into|inside|near|across)(?= (?:the )?$)|(?:attack|hit|shell|bomb|"
    r"kill|destroy|fight|target|captur|seiz|encircl|surround|defeat|prevent|stop)(?:s|e|es|ed|ing)?)"
    r" (?:the |all |\w+ed )?$",
    re.IGNORECASE,
)

_Who = tuple[str | None, tuple[int, ...]]
_NOBODY: _Who = (None, ())


@dataclass(frozen=True)
class Cue:
    """A cue on an event of the reader's: what it says, where its agent stands, its clause and sentence."""

    start: int
    end: int
    relation: str
    agent: str
    clause: Span
    sentence: Span
    event: Event


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return the cues of the table in its order: earlier ones win where two overlap."""
    return tuple(
        (
            re.compile(rf"(?<![\w-])(?:{r['pattern']})(?![\w-])", re.IGNORECASE),
            r["relation"],
            r["agent"],
        )
        for r in lexicons.rows("front_cues")
        if r["kind"] == "cue"
    )


def read(article: Article) -> list[dict[str, Any]]:
    """
    Return what cue words say of ground on a front of two sides where the reader sees an event too, in order.

    The cue names the relation, and where who acts stands; words before it decide the status. The places are
    the reader's; only where those of an article lie on one front does a sentence without one go on about the
    town or the region spoken of before. What is asserted by the words only, or done by a side that the
    reader is sure it is not done by, has no row.
    """
    pair, named = article.agents.pair, {n.side for n in article.agents.named}
    is_known = pair == article.agents.listed and pair <= named
    if len(pair) != 2 or article.share < (_SHARE if is_known else _OTHER):
        return []
    front = Front(article)
    rows = [row for cue in front.cues() for row in front.rows(cue)]
    return _distinct(_find_sides(rows, one=front.region is not None))


class Front:
    """The front that an article tells of: its ground, its sides, and its region if it has only one."""

    def __init__(self, article: Article) -> None:
        self.article, self.agents = article, article.agents
        self.text = article.document.prose
        sides = article.names.side
        self.ground = [
            p
            for p in article.places
            if self.agents.home(p) in self.agents.pair and p.place.lower() not in sides
        ]
        self.region = _region(self.ground)
        self.ground = _near(self.ground, self.region)
        self.sides = [
            n for n in self.agents.named if n.kind != "group" and not _OWNED.match(self.text, n.end)
        ]
        self.acting = [
            n for n in self.sides if not _DONE_TO.search(self.text[max(0, n.start - 24) : n.start])
        ]
        self._splits = [m.span() for m in _SPLIT.finditer(self.text)]

    def cues(self) -> Iterator[Cue]:
        """Yield the cues that the reader sees an event in, of those that overlap the first in the table."""
        document, taken = self.article.document, list[Span]()
        for pattern, relation, agent in _patterns():
            held = Spans(taken)
            for m in pattern.finditer(self.text):
                if held.meets(*m.span()):
                    continue
                taken.append(m.span())
                sentence = document.sentences[document.sentence_at(m.start())]
                clause = self._clause(m.start(), sentence)
                event = self._event(m.start(), max(m.end(), min(clause[1], m.end() + _AHEAD)))
                if event is not None:
                    yield Cue(*m.span(), relation, agent, clause, sentence, event)

    def _clause(self, at: int, sentence: Span) -> Span:
        """Return the clause round an offset."""
        n = bisect_left(self._splits, (at + 1,))
        start = self._splits[n - 1][1] if n else 0
        end = self._splits[n][0] if n < len(self._splits) else len(self.text)
        return max(start, sentence[0]), min(end, sentence[1])

    def _event(self, start: int, end: int) -> Event | None:
        """Return the first event in a stretch."""
        events = self.article.document.events
        n = bisect_left(events, start + 1, key=lambda e: e.end)
        return events[n] if n < len(events) and events[n].start < end else None

    def rows(self, cue: Cue) -> list[dict[str, Any]]:
        """Return the rows of a cue, one a place."""
        status = status_of(self.text, (cue.start, cue.end), cue.clause, cue.sentence)
        doubted = cue.event.statuses[STATUSES.index("asserted")] < _PLAIN
        if status is None or (status == "asserted" and doubted):
            return []
        near = max(cue.sentence[0], cue.start - BACK), min(cue.sentence[1], cue.end + BACK)
        if words("past").search(self.text, *near):
            return []
        actor_id, speaker = self.article.speaker(cue.start, cue.end)
        acts = self._who(cue, speaker)
        if acts is None:
            return []
        side, at = acts
        rows = []
        for place in self._places(cue, status):
            home = self.agents.home(place)
            who, relation = side or self._unsaid(cue, home), cue.relation
            if relation == "captured" and (who == home if home else cue.agent == "own"):
                relation = "recaptured"
            here = cue.sentence[0] <= place.start < cue.sentence[1]
            spans = [cue.start, cue.end, *at, *((place.start, place.end) if here else ())]
            said: dict[str, Any] = {
                "relation": relation,
                "side": who,
                "status": status,
                "actor_id": actor_id,
            }
            said |= {"start": min(spans), "end": max(spans), "cue": cue.start, "confidence": RULED}
            rows.append(said | place_columns(place) | self.article.dated(cue.event, cue.clause))
        return rows

    # ------------------------------------------------------------------ where

    def _places(self, cue: Cue, status: str) -> list[Place]:
        """Return the places that a cue is about; none where that is not plain."""
        likely = [
            (place, chance)
            for place, chance in places_of(self.article.document, cue.event, self.article.places)
            if cue.sentence[0] <= place.start < cue.sentence[1]
            and place.place.lower() not in self.article.names.side
            and not self._is_another(cue, place)
        ]
        if likely:
            near = self._next_to(cue)
            alone = self.region is not None and len(likely) == 1
            return [p for p, c in likely if c >= (_NEXT if alone or p.place in near else _FAR)]
        runs = cue.event.runs("places", PLACE)
        if any(self.text[a].isupper() for a, _ in runs if cue.sentence[0] <= a < cue.sentence[1]):
            return []  # ground that nobody knows
        here = [p for p in self.article.places if cue.clause[0] <= p.start < cue.clause[1]]
        if any(p.start >= cue.end and self._is_another(cue, p) for p in here):
            return []
        return self._spoken_of(cue, status)

    def _is_another(self, cue: Cue, place: Place) -> bool:
        """Return whether a place is where a move comes from or a retreat goes to, or that of a plant taken."""
        between = self.text[cue.end : place.start]
        if cue.relation == "captured":
            return words("facility").search(between) is not None
        return between.split()[-1:] == [_OTHER_WAY.get(cue.relation)]

    def _next_to(self, cue: Cue) -> set[str]:
        """Return the place that comes next in the clause, with those it is listed with ("A, B and C")."""
        named = [p for p in self.article.places if cue.clause[0] <= p.start < cue.clause[1]]
        here = [p for p in named if p.start >= cue.end] or named[::-1]
        group = here[:1]
        for place in here[1:]:
            a, b = sorted((group[-1], place), key=lambda p: p.start)
            if self.text[a.end : b.start].strip(" ,") not in ("", "and", "or", "&", "in"):
                break
            group.append(place)
        return {p.place for p in group}

    def _spoken_of(self, cue: Cue, status: str) -> list[Place]:
        """Return the place that a clause without one goes on about: the town spoken of most, or on one front the region."""
        said = self.text[slice(*cue.clause)]
        towns = [p for p in self.ground if not p.is_region]
        if words("town").search(said) and towns:
            before = [p for p in towns if p.end <= cue.start] or towns[:1]
            spoken_of = Counter(p.place for p in towns)
            return [max(before, key=lambda p: (spoken_of[p.place], p.start))]
        before = [p for p in self.ground if p.end <= cue.start]
        strays = bool(before) and before[-1].region != self.region
        if self.region is None or strays or _ELSEWHERE.search(said):
            return []
        needs = cue.agent == "patient" or status in ("asserted", "denied")
        if not (words("region").search(said) or (needs and self._needs_ground(cue))):
            return []
        home = [p for p in self.ground if p.is_region and p.place == self.region]
        likeliest = home[:1] or before[-1:] or self.ground[-1:]
        # a place of this clause was asked about, and the reader thinks it is not of the event
        return [p for p in likeliest if not cue.clause[0] <= p.start < cue.clause[1]]

    def _needs_ground(self, cue: Cue) -> bool:
        """Return whether a verb is said of ground: people are captured too, and strikes go on anywhere."""
        if cue.relation == "captured":
            return (
                words("ground").search(self.text, *cue.clause) is not None or cue.agent == "patient"
            )
        return cue.relation not in ("contested", "struck")

    # ------------------------------------------------------------------ who

    def _who(self, cue: Cue, speaker: str | None) -> _Who | None:
        """Return which side acts, by the words, else by the reader; `None` where it is sure of another."""
        side, at = self._beside(cue, speaker)
        if not (_NOUN.fullmatch(self.text, cue.start, cue.end) and cue.agent == "patient"):
            other, chance, named = self.agents.side(cue.event, speaker)
            if side is None:
                side, at = other, named or ()
            elif other not in (None, side) and chance >= _AGENT:
                return None
        is_open = (
            cue.agent == "none"
            and len({s for s, _ in self._named(self.sides, *cue.clause, speaker)}) == 2
        )
        return (side, at) if side in self.agents.pair and not is_open else (None, at)

    def _beside(self, cue: Cue, speaker: str | None) -> _Who:
        """Return the side that the words before or behind a cue name as who acts, and where."""
        against, text = self.agents.against, self.text
        if cue.agent in ("none", "under"):
            return self._named(self.agents.named, cue.start, cue.end, speaker)[0]
        low = max(cue.sentence[0], cue.start - BACK)
        first, last = (bisect_left(self.acting, x, key=lambda n: n.start) for x in (low, cue.start))
        acting = [
            n
            for n in self.acting[first:last]
            if not is_apart(self.article.document, cue.event, n.start)
        ]
        before, at = self._named(acting, low, cue.start, speaker)[-1]
        ahead = min(cue.clause[1], cue.end + _NEAR)
        after, there = self._named(self.sides, cue.end, ahead, speaker)[0]
        passive = _BE.search(text[max(cue.sentence[0], cue.start - 40) : cue.start]) is not None
        noun = _NOUN.fullmatch(text, cue.start, cue.end) is not None
        if there:
            by = (_BY if passive or noun else _BY_NEXT).fullmatch(text, cue.end, there[0])
            if by and (by["how"] == "by" or cue.relation == "captured"):
                return (after if by["how"] == "by" else against(after)), there
            if _OF.fullmatch(text, cue.end, there[0]):
                done_to = cue.agent in ("patient", "loser") or cue.relation == "captured"
                return (against(after) if done_to else after), there
        if cue.agent == "loser" or (cue.agent == "patient" and passive):
            return against(before), at
        if cue.agent == "patient":
            if there and there[0] <= cue.end + _AHEAD:
                return against(after), there
            return _NOBODY if noun or cue.relation != "encircled" else (before, at)
        return _NOBODY if passive and cue.relation in ("captured", "struck") else (before, at)

    def _named(self, named: list[Named], low: int, high: int, speaker: str | None) -> list[_Who]:
        """Return which of the two sides are named in a stretch, and where; nobody where neither is."""
        first, last = (bisect_left(named, at, key=lambda n: n.start) for at in (low, high))
        told = [
            (self.agents.of(n, speaker), n)
            for n in named[first:last]
            if n.end <= high and n.kind != "group"
        ]
        sided: list[_Who] = [
            (side, (n.start, n.end)) for side, n in told if side in self.agents.pair
        ]
        return sided or [_NOBODY]

    def _unsaid(self, cue: Cue, home: str | None) -> str | None:
        """Return the side that a verb of taking back or driving out leaves open, on one front."""
        taken = cue.agent == "own" or (cue.agent == "patient" and cue.relation == "captured")
        return home if self.region is not None and taken else None


def _region(ground: list[Place]) -> str | None:
    """Return the region that most places lie in, if its settlements are near each other."""
    votes = Counter(p.region for p in ground if p.region)
    if not votes:
        return None
    region, n = votes.most_common(1)[0]
    points = [
        p.geometry
        for p in ground
        if not p.is_region and p.region == region and p.geometry is not None
    ]
    north, east = ([getattr(point, axis) for point in points] or [0.0] for axis in "yx")
    near = max(north) - min(north) <= _SECTOR[0] and max(east) - min(east) <= _SECTOR[1]
    return region if near and n >= _LEAD * votes.total() else None


def _near(ground: list[Place], region: str | None) -> list[Place]:
    """Leave out ground so far from the front's region that it is where somebody spoke, and no front."""
    front = [p.geometry for p in ground if p.region == region and p.geometry is not None]
    if not front:
        return ground
    return [p for p in ground if p.geometry is None or any(
        abs(p.geometry.y - q.y) <= _BEHIND and abs(p.geometry.x - q.x) <= _BEHIND for q in front
    )]  # fmt: skip


def _find_sides(rows: list[dict[str, Any]], *, one: bool) -> list[dict[str, Any]]:
    """Return events, those without a side with that of the others of their kind on one front; else leave them out."""
    told: dict[str, set[str]] = {}
    for row in rows:
        if row["side"]:
            told.setdefault(row["relation"], set()).add(row["side"])
    kept = []
    for row in rows:
        sides = told.get(row["relation"], set()) if one else set()
        if row["side"] or row["relation"] == "contested":
            kept.append(row)
        elif len(sides) == 1:
            kept.append(row | {"side": next(iter(sides))})
    return kept


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the first of the rows that say the same in overlapping words."""
    until: dict[tuple[Any, ...], int] = {}
    first = []
    for row in sorted(rows, key=lambda r: (r["cue"], r["start"])):
        same = tuple(row[c] for c in ("place", "relation", "side", "status"))
        if until.get(same, 0) <= row["start"]:
            until[same] = row["end"]
            first.append(row)
    return first


_ROUND = 400  # characters of a sentence that are looked at on either side of a verb
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)*$")
_AND_THEN = re.compile(r"\bto\s+[a-z]+\b[^.]*(?:,|\band)\s+(?:(?:\w+ly|then|also)\s+)*$")
_WORD = re.compile(r"[\w’']+")
_BASE = re.compile(r"(?:ed|ing|s|ment|ion|al|en|ew|ook|eld|eft|ade|gan|oke|ove|ost|ell)$")
_NEW_SPEECH = re.compile(
    r"\band\b[^.;]*?\b(?:said|says|claimed|insisted|added|stated|noted|reported)\b"
    r"|,\s+(?:where|which|who|but)\b"
)
_NO_SIGN = re.compile(
    r"\b(?:no|none of|not|without|n['’]t)\s+(?:[\w’'-]+\s+){0,6}(?:evidence|indicat\w+|signs?|proof|"
    r"danger|threat|risk|confirm\w*|has|have)\b(?:(?!\b(?:as|but|while|and)\b)[^.;,])*+$",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"(?:\W++\w++){0,14}?\W++(?:(?:is|are|was|were)\s+(?:\w+\s+)?(?:absent|false|untrue|wrong|incorrect|"
    r"mistaken|premature|corrected|retracted|fabricat\w+|baseless|unfounded|not (?:true|right|correct|so))"
    r"|(?:has|have)\s+not\s+been\s+(?:reported|observed|seen))\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"[^,;]{0,80}\b(?:would|could|might|may|a lie|lies|nonsense|fakes?|invented|only on paper|"
    r"(?:was|were|been)\s+(?:\w+ly\s+)?(?:repelled|repulsed|beaten|thwarted|foiled))\b",
    re.IGNORECASE,
)
# What words of doubt govern ends here: a second clause is said on its own.
_BREAK = re.compile(
    r"[;“”\"]|\b(?:but|while|whereas|although|though|because|since|after)\b"
    r"|\bas\s(?!an?\b|the\b|well\b|of\b|part\b|long\b|soon\b|possible\b)"
    r"|\band that\b|,\s(?:and\s)?(?:having|who|which|where)\b",
    re.IGNORECASE,
)
# An aim takes a gerund too: focused most of its efforts on seizing ...
_MEANT = re.compile(
    r"\b(?:aim|effort|focus|task|objective|goal|intent|hop)\w*\b(?:\s+[\w’']+){0,4}?\s+"
    r"(?:on|at|with|of|for|towards?)\s+(?:\w+ly\s+|\w+ing and\s+)?$",
    re.IGNORECASE,
)


def status_of(
    text: str, verb: tuple[int, int], clause: tuple[int, int], sentence: tuple[int, int]
) -> str | None:
    """
    Return how an event is said: asserted, denied, an aim or hypothetical; `None` where that is not plain.

    Examples
    --------
    >>> text = "Ardal's troops failed to take Orrast."
    >>> status_of(text, (25, 29), (0, 37), (0, 37))
    'denied'
    """
    start, end = verb
    lead, whole = text[clause[0] : start], text[max(sentence[0], start - _ROUND) : start]
    rest = text[end : min(sentence[1], end + _ROUND)]
    scope = _BREAK.split(whole)[-1]
    base = _BASE.search(text[start:end].split()[0].lower()) is None
    if words("unconfirmed").search(scope) or (base and not lead.strip(" ,—–-")):
        return None
    if (
        _lies_within(words("negation"), lead, 6)
        or _UNTRUE.match(_BREAK.split(rest)[0])
        or _NO_SIGN.search(whole)
        or _is_denied(whole)
        or _lies_within(words("failed"), scope, 6)
        or words("refused").search(lead.rstrip())
    ):
        return "denied"
    if _lies_within(words("hypothetical"), lead, 5):
        return "hypothetical"
    if (base and _is_aim(whole, lead)) or _MEANT.search(scope):
        return "aim"
    unsure = any(
        words(k).search(scope) for k in ("hypothetical", "aim", "unclear", "failed", "foiled")
    )
    asked = rest.rstrip(" ”\"'").endswith("?") or lead.strip().startswith("Had ")
    return None if unsure or asked or _UNDONE.match(rest) else "asserted"


def _is_aim(before: str, lead: str) -> bool:
    """Return whether a verb in its base form is what somebody means to do."""
    infinitive = _TO.search(before)
    if infinitive is None:  # to take and, then, hold
        return _AND_THEN.search(before) is not None or _lies_within(words("will"), lead, 4)
    said = _WORD.findall(before[: infinitive.start()])
    return not _TO.search(lead) or not said or words("notaim").fullmatch(said[-1]) is None


def _lies_within(pattern: re.Pattern[str], text: str, n: int) -> bool:
    """Return whether a pattern occurs among the last words of a text."""
    tail = text.split()[-n:]
    return bool(tail) and pattern.search(" ".join(tail)) is not None


def _is_denied(before: str) -> bool:
    """Return whether words of denial govern what follows the text, with no new speech between."""
    denials = list(words("denial").finditer(before))
    return bool(denials) and _NEW_SPEECH.search(before, denials[-1].end()) is None
