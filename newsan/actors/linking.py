"""Which names in an article are the registry's, and which are somebody else's who bears the same name."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from newsan import lexicons
from newsan.actors import countries, given
from newsan.actors.full_names import NOT_NAMES, TITLES, WORD, occurrences
from newsan.actors.introduced import is_relative
from newsan.actors.longer_names import NO_NAMES, is_in_name, words_before
from newsan.actors.offices import in_office
from newsan.actors.registry import Index, fold, index
from newsan.actors.spellings import is_spelling
from newsan.actors.support import Support, is_beside_school
from newsan.document import Document, read
from newsan.text.nouns import pronoun_of

_HONORIFICS = frozenset("mr mrs ms miss sir lady mx".split())
_RANKS = {"gen": "general", "sen": "senator", "gov": "governor", "rep": "representative", "pres": "president",
          "sec": "secretary", "col": "colonel", "lt": "lieutenant", "maj": "major"}  # fmt: skip
_HEAD = re.compile(
    rf"(?:(?P<whose>[A-Z][\w.]+(?:['’]s)?)\s)?(?P<title>President|Prime Minister|Chancellor)\s"
    rf"(?P<name>{WORD}(?:\s{WORD})*)"
)  # `Ostrandian President Mara Ostrell`
_NOT_NOW = re.compile(
    r"\b(?:former|then|late|ex|next|future|incoming|outgoing|previous|first|last|deputy|vice|acting|interim|would-be|an?|any|every|each|no)"
    r"[ -](?i:the )?\Z",
    re.IGNORECASE,
)  # before words for an office, whose holder of the day is not meant then
_TITLE = 20  # characters that these take
_OF_ELSE = re.compile(r"\sof\s")
_APPOSED = re.compile(
    rf",?[ \xa0](?P<name>{WORD}(?:[ \xa0]{WORD})+)"
)  # `the president, Mara Ostrell`
_SURNAME = re.compile(r"[^\W\d_](?:\w|-\w)*")
_CLOSE = 1  # sentences back in which another bearer makes a surname anybody's
_BACK = 2  # sentences before words for an office in which a year dates them
_YEAR = 40  # characters after them in which one does
_NOUN_BEFORE = re.compile(r"(?<![\w-])([a-z]+)\s\Z")
_LEADERS = lexicons.words(
    "nouns", "leader"
)  # what many who are in a registry are called: they tell no other job
_NEUTRAL = lexicons.words("nouns", "before a leader")  # before a surname: they tell no other job


class Hit(NamedTuple):
    """A name of the registry in a text, before it is known whose it is there."""

    start: int
    end: int
    owners: tuple[str, ...]


def named(
    text: str, registry: pd.DataFrame | None = None, published: object = None
) -> list[tuple[int, int, str]]:
    """
    Find the actors that an article names, by full name, alias or office.

    Longest match first, upper and lower case as in the registry, whole words only. A link may be
    refused, since a wrong name is worse than none:

    - a surname in another's name (`Helen Ostrell`), and in the whole article if somebody else's given
      name stands before it and the actor's own full name nowhere;
    - a surname alone, unless the article has the actor's full name, a title or body of their office,
      their country (for analysts: two of the registry's sides) or who leads it; one that is a given
      name as well needs the full name or the office; a relative (`his wife`) does not take it away;
    - words for an office alone (`the Ostrandian president`) unless the article names the holder, or
      its day lies in a term of `offices.csv`; and never outside the holder's terms;
    - an acronym that the article gives another body (`University of Kilden (UK)`), and a body's or
      state's name inside somebody's name (`Paris Ostrell`).

    Parameters
    ----------
    text
        The article's text: what tells whose a name is may stand anywhere in it.
    registry
        A registry frame; the shipped one by default.
    published
        The article's day, for offices; missing if it is not known.

    Returns
    -------
    mentions
        `(start, end, actor_id)` in order of place.

    Examples
    --------
    >>> [actor for *_, actor in named("Mark Rutte met the Russian president.", None, "2025-03-14")]
    ['mark-rutte', 'vladimir-putin']
    >>> named("Helen Rutte baked. Rutte left the Russian president a note.")
    []
    """
    document = read(text)
    return [
        (*document.outward(start, end), actor_id)
        for start, end, actor_id in linked(document, index(registry), published)
    ]


def linked(document: Document, table: Index, published: object) -> list[tuple[int, int, str]]:
    """Return the actors that an article names, at offsets of the document; worked out once."""
    day = pd.to_datetime(published, errors="coerce")
    key = "linked", table, None if pd.isna(day) else day.date()
    return [*document.once(key, lambda: _linked(document, table, published))]


def _linked(document: Document, table: Index, published: object) -> list[tuple[int, int, str]]:
    text = document.text
    hits = [
        Hit(m.start(), m.end(), table.owners(m.group()) or table.owners("the " + m.group()))
        for m in table.pattern.finditer(text)
    ]
    hits = [h for h in hits if not is_in_name(text, h.start, h.end, table.rows[h.owners[0]], table)]
    return _Article(document, hits, table, published).linked() if hits else []


class _Article:
    """The registry's names in one article, and what tells whose they are."""

    def __init__(
        self, document: Document, hits: list[Hit], table: Index, published: object
    ) -> None:
        self.text, self.sentences = document.text, document.sentences
        self.hits, self.table, self.published = hits, table, published
        self.support = Support(self.text, table)
        self.leaders: set[str] = set()  # of states on the article's day, among those it may name

    def linked(self) -> list[tuple[int, int, str]]:
        """Return the links that nothing in the article speaks against."""
        found: list[tuple[int, int, str]] = []
        surnames: dict[str, list[Hit]] = {}
        offices: list[Hit] = []
        full: dict[str, list[int]] = {}
        for hit in self.hits:
            words = self.text[hit.start : hit.end]
            sort = self.table.sort(hit.owners[0], words)
            if sort == "office" and self._is_not_the_office(hit):
                continue
            if sort == "office":
                offices.append(hit)
            elif len(hit.owners) == 1 and sort in ("surname", "titled"):
                surnames.setdefault(hit.owners[0], []).append(hit)
            elif len(hit.owners) == 1:
                found.append((hit.start, hit.end, hit.owners[0]))
                if sort == "full" and not words.isupper():
                    full.setdefault(hit.owners[0], []).append(hit.start)
        people = {*surnames, *full}
        self.leaders = {a for a in people if in_office(a, self.published)}
        for actor, own in surnames.items():
            kept = self._by_surname(actor, own, full.setdefault(actor, []), people - {actor})
            found += [(h.start, h.end, actor) for h in kept]
        found = self._bodies(found, full)
        by_name = {actor for *_, actor in found}
        for hit in offices:
            holder = self._holder(hit, by_name)
            found += [(hit.start, hit.end, holder)] if holder else []
        return sorted(found)

    def _is_not_the_office(self, hit: Hit) -> bool:
        """Tell `a former president`, `the president of a club`, and an office with another's name behind it."""
        if _NOT_NOW.search(self.text, max(0, hit.start - _TITLE), hit.start):
            return True
        if _OF_ELSE.match(self.text, hit.end):
            return True
        named = _APPOSED.match(self.text, hit.end)
        family = fold(named["name"]).split()[-1] if named else ""
        return bool(family) and not any(family in self.table.families(a) for a in hit.owners)

    def _by_surname(
        self, actor: str, hits: list[Hit], full: list[int], people: set[str]
    ) -> list[Hit]:
        """Keep the places of a surname that are the registry's bearer; add to `full` where they are named."""
        row = self.table.rows[actor]
        names = {self.text[h.start : h.end] for h in hits}
        said = [self._bearer(h, row) for h in hits]
        full += [h.start for h, who in zip(hits, said, strict=True) if who == "own"]
        others = [h.start for h, who in zip(hits, said, strict=True) if who == "other"]
        others = [at for at in others if not self._is_relative(at, full)]
        if others and in_office(actor, self.published):  # `President Ostrell` is nobody else then
            full += [h.start for h, who in zip(hits, said, strict=True) if who == "office"]
        if not full and (
            others
            or (
                "office" not in said
                and ("job" in said or not self._is_borne_out(row, names, people))
            )
        ):
            return []
        pairs = [(h, who) for h, who in zip(hits, said, strict=True) if who != "other"]
        if not others:
            return [h for h, _ in pairs]
        settled = any(min(full) < h.start < min(others) for h, who in pairs if who == "bare")
        return [
            h
            for h, who in pairs
            if who in ("own", "office") or self._is_nearer(h.start, full, others, settled)
        ]

    def _is_borne_out(self, row: dict[str, str], names: set[str], people: set[str]) -> bool:
        """Tell whether the office, the country, or the company of a state's leader bears a surname out."""
        if self.support.of_surname(row, names):
            return True
        if any(given.is_listed(fold(n)) for n in names):
            return False
        of_country = {a for a in people if self.table.rows[a]["country"] == row["country"]}
        if row["actor_id"] in self.leaders:
            return bool(of_country | (self.leaders & people))
        return bool(of_country & self.leaders)

    def _is_relative(self, at: int, full: list[int]) -> bool:
        """Tell whether the surname at an offset is a relative's of somebody named before, who keeps it alone."""
        words = words_before(self.text, at)
        start = self.text.rindex(words[-1], 0, at) if words else at
        surname = _SURNAME.match(self.text, at)
        end = surname.end() if surname else at
        return any(p < at for p in full) and is_relative(self.text, start, end)

    def _is_nearer(self, at: int, full: list[int], others: list[int], settled: bool) -> bool:
        """
        Tell whether a bare surname is the registry's bearer, where the article has another one.

        Whoever was named in full last, or whom the article called by the surname alone before the
        other came in (`settled`); right after the other is named nobody knows.
        """
        last, other = (max((p for p in places if p < at), default=-1) for places in (full, others))
        if other < 0:
            return True
        is_close = self.sentences.before(at) - self.sentences.before(other) <= _CLOSE
        return not is_close and (settled or last > other)

    def _bearer(self, hit: Hit, row: dict[str, str]) -> str:
        """
        Tell by the words before a surname whose it is.

        `own` (the actor's given name), `office` (a title of theirs), `other` (somebody else's given
        name, or `Mrs` before a man's), `job` (a title that is none of theirs), else `bare`.
        """
        if self.table.sort(row["actor_id"], self.text[hit.start : hit.end]) == "titled":
            return "office"
        words = words_before(self.text, hit.start)
        while (
            len(words) > 1 and len(words[-1].strip(".")) == 1 and fold(words[-2]) in given.names()
        ):
            words.pop()  # a middle initial
        if not words:
            return "job" if self._has_job(hit.start, row) else "bare"
        word = words[-1]
        low = fold(word).strip(".")
        if low in _HONORIFICS:
            said, own = given.by_honorific(word), row["pronouns"].split("/")[0]
            return "other" if said and own in ("he", "she") and said != own else "bare"
        if low in TITLES:
            known = re.findall(r"\w+", fold(f"{row['role']} {row['aliases']}"))
            if _RANKS.get(low, low) in {_RANKS.get(w, w) for w in known}:
                return "office"
            return "bare" if low in _NEUTRAL else "job"
        if low in NO_NAMES or low in NOT_NAMES:
            return "bare"
        if is_spelling(word, row):
            return "own"
        if len(low) == 1 or low in given.names():
            return "other"
        if countries.country(word) or countries.country_of(word):
            return "bare"
        at = self.text.rindex(word, 0, hit.start)
        return "other" if self._is_no_word(word, at) else "bare"

    def _has_job(self, start: int, row: dict[str, str]) -> bool:
        """Tell a surname after what somebody else is: `the tennis player Ostrell`."""
        m = _NOUN_BEFORE.search(self.text, max(0, start - _TITLE), start)
        if m is None or pronoun_of(m[1]) is None or m[1] in _LEADERS | NOT_NAMES:
            return False
        return m[1] not in fold(f"{row['role']} {row['aliases']} {row['notes']}")

    def _is_no_word(self, word: str, at: int) -> bool:
        """Tell a capitalised word within a sentence that the article nowhere writes small."""
        before = self.text[max(0, at - 2) : at]
        inside = len(before) == 2 and before[1] == " " and (before[0].islower() or before[0] == ",")
        return inside and next(occurrences(self.text, word.lower()), None) is None

    def _holder(self, hit: Hit, by_name: set[str]) -> str | None:
        """Return who holds an office that is named without its holder."""
        fit = []
        for actor in hit.owners:
            held = in_office(actor, self.published)
            if actor in by_name if held is None else held and self._is_of_then(hit, actor):
                fit.append(actor)
        return fit[0] if len(fit) == 1 and not self._has_rival(fit[0]) else None

    def _is_of_then(self, hit: Hit, actor: str) -> bool:
        """Tell whether no year out of the holder's terms stands near the words for an office."""
        since = self.sentences.before(hit.start) - _BACK
        begin = self.sentences.starts[max(0, since)] if len(self.sentences) else 0
        years = re.findall(r"\b(?:1[89]|20)\d\d\b", self.text[begin : hit.end + _YEAR])
        return all(in_office(actor, f"{y}-07-01") for y in years if y != str(self._year))

    @property
    def _year(self) -> int | None:
        day = pd.to_datetime(self.published, errors="coerce")
        return None if pd.isna(day) else int(day.year)

    def _has_rival(self, actor: str) -> bool:
        """Tell whether the article gives the same title to somebody who may hold the same office."""
        row = self.table.rows[actor]
        for m in _HEAD.finditer(self.text):
            if m["title"] not in row["role"]:
                continue
            family = m["name"].split()[-1]
            bearers = [self.table.rows[a] for a in self.table.owners(family)]
            whose = countries.code_of(re.sub(r"['’]s$", "", m["whose"] or ""))
            if whose not in (None, row["country"]) or any(
                b is row or b["country"] != row["country"] for b in bearers
            ):
                continue
            return True
        return False

    def _bodies(
        self, found: list[tuple[int, int, str]], full: dict[str, list[int]]
    ) -> list[tuple[int, int, str]]:
        """Leave out short names of bodies and states that the article gives somebody or something else."""
        short: dict[tuple[str, str], bool] = {}
        kept = []
        for start, end, actor in found:
            row, words = self.table.rows[actor], self.text[start:end]
            if row["kind"] != "person":
                key = actor, words
                if key not in short:
                    is_own = words.isupper() and actor in full
                    short[key] = is_own or self.support.of_body(row, words)
                if not short[key] or is_beside_school(self.text, start, end):
                    continue
            kept.append((start, end, actor))
        return kept
