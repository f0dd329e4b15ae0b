"""Which names in an article are the registry's, and which are somebody else's who bears the same name."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from newsan import lexicons
from newsan.actors import countries, given
from newsan.actors.full_names import TITLES
from newsan.actors.offices import in_office
from newsan.actors.registry import Index, fold, index
from newsan.actors.support import Support, words_before
from newsan.document import Document, read

_HONORIFICS = frozenset("mr mrs ms miss sir lady mx".split())
_NOT_NOW = re.compile(
    r"\b(?:former|then|late|ex|next|future|incoming|outgoing|previous|first|last|deputy|vice|acting|interim|would-be|an?|any|every|each|no)"
    r"[ -](?i:the )?\Z",
    re.IGNORECASE,
)  # before words for an office, whose holder of the day is not meant then
_NAME_AFTER = re.compile(r"[ \xa0]+[^\W\d_a-zа-яёіїєґ][\w'’-]*[a-zа-яёіїєґ]")
_SPELT = 75  # of 100, from which given names that begin alike are one name's spellings
_JUNIOR = re.compile(r",? (?:Jr|Sr)\b")
_TITLE = 20  # characters that these take
_A_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BACK = 2  # sentences before words for an office in which a year dates them
_YEAR = 40  # characters after them in which one does
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
    hits = [h for h in hits if not _is_anothers(text, h, table)]
    return _Article(document, hits, table, published).linked() if hits else []


def _is_anothers(text: str, hit: Hit, table: Index) -> bool:
    """Tell a name within another: `Kim | Ostrell`, `Ivo Teller | Jr`, `the Ostrandian | General Staff`."""
    row = table.rows[hit.owners[0]]
    if row["kind"] == "person":
        sort = table.sort(row["actor_id"], text[hit.start : hit.end])
        after = _NAME_AFTER if sort in ("surname", "titled") else _JUNIOR
        return after.match(text, hit.end) is not None
    before = text[max(0, hit.start - _TITLE) : hit.start].split()[-1:]
    before = [w for w in before if countries.country_of(w) or w.endswith(("'s", "’s"))]
    after_of = (
        text[hit.end : hit.end + _TITLE].split()[1:2] if text.startswith(" of ", hit.end) else []
    )
    codes = {
        countries.code_of(w.strip(",.")[: -2 if w.endswith(("'s", "’s")) else None])
        for w in before + after_of
    }
    return (
        row["kind"] == "institution"
        and not codes <= {None, row["country"]}
        and bool(row["country"])
    )


class _Article:
    """The registry's names in one article, and what tells whose they are."""

    def __init__(
        self, document: Document, hits: list[Hit], table: Index, published: object
    ) -> None:
        self.text, self.sentences = document.text, document.sentences
        self.hits, self.table, self.published = hits, table, published
        self.support = Support(self.text, table)

    def linked(self) -> list[tuple[int, int, str]]:
        """Return the links that nothing in the article speaks against."""
        found: list[tuple[int, int, str]] = []
        surnames: dict[str, list[Hit]] = {}
        offices: list[Hit] = []
        full: dict[str, list[int]] = {}
        for hit in self.hits:
            words = self.text[hit.start : hit.end]
            sort = self.table.sort(hit.owners[0], words)
            if sort == "office":
                offices.append(hit)
            elif len(hit.owners) == 1 and sort in ("surname", "titled"):
                surnames.setdefault(hit.owners[0], []).append(hit)
            elif len(hit.owners) == 1:
                found.append((hit.start, hit.end, hit.owners[0]))
                if sort == "full" and not words.isupper():
                    full.setdefault(hit.owners[0], []).append(hit.start)
        for actor, own in surnames.items():
            kept = self._by_surname(actor, own, full.get(actor, []))
            found += [(h.start, h.end, actor) for h in kept]
        found = [link for link in found if self._is_believed(*link)]
        by_name = {actor for *_, actor in found}
        for hit in offices:
            holder = self._holder(hit, by_name)
            found += [(hit.start, hit.end, holder)] if holder else []
        return sorted(found)

    def _by_surname(self, actor: str, hits: list[Hit], full: list[int]) -> list[Hit]:
        """Keep the places of a surname that are the registry's bearer: of several, whoever was named last."""
        row = self.table.rows[actor]
        said = [self._bearer(h, row) for h in hits]
        if not full and "own" not in said:
            names = {self.text[h.start : h.end] for h in hits}
            is_alone = "job" not in said and self.support.of_surname(row, names)
            if "other" in said or not ("office" in said or is_alone):
                return []
        places = [(h.start, who, h) for h, who in zip(hits, said, strict=True)]
        holds, kept = True, []
        settled = bool(full) and said[0] != "other"  # the surname alone is theirs from the start
        for _, who, hit in sorted([*places, *((at, "own", None) for at in full)]):
            holds = who in ("own", "office") or ((holds or settled) and who != "other")
            kept += [hit] if hit and holds else []
        return kept

    def _bearer(self, hit: Hit, row: dict[str, str]) -> str:
        """
        Tell by the words before a surname whose it is.

        `own` (the actor's given name), `office` (a title of theirs), `other` (somebody else's given
        name, or `Mrs` before a man's), `job` (a title that is none of theirs), else `bare`.
        """
        if self.table.sort(row["actor_id"], self.text[hit.start : hit.end]) == "titled":
            return "office"
        words = words_before(self.text, hit.start)
        if not words:
            return "bare"
        word = words[-1]
        low = fold(word).strip(".")
        if low in _HONORIFICS:
            said, own = given.by_honorific(word), row["pronouns"].split("/")[0]
            return "other" if said and own in ("he", "she") and said != own else "bare"
        if low in TITLES:
            known = re.findall(r"\w+", fold(f"{row['role']} {row['aliases']}"))
            if low in known:
                return "office"
            return "bare" if low in _NEUTRAL else "job"
        if is_spelling(word, row):
            return "own"
        if len(low) == 1 or given.is_listed(low):
            return "other"
        return "bare"

    def _holder(self, hit: Hit, by_name: set[str]) -> str | None:
        """Return who holds an office that is named without its holder, in the years that stand near it too."""
        if _NOT_NOW.search(self.text, max(0, hit.start - _TITLE), hit.start):
            return None
        begin = self.sentences.starts[max(0, self.sentences.before(hit.start) - _BACK)]
        years = _A_YEAR.findall(self.text, begin, hit.end + _YEAR)
        days = (self.published, *(f"{year}-07-01" for year in years))
        held = {a: [in_office(a, day) for day in days] for a in hit.owners}
        fit = [a for a, h in held.items() if (a in by_name if h[0] is None else all(h))]
        return fit[0] if len(fit) == 1 else None

    def _is_believed(self, start: int, end: int, actor: str) -> bool:
        """Tell whether a body's or state's short name is its own, not what the article calls something else."""
        row = self.table.rows[actor]
        return row["kind"] == "person" or self.support.of_body(row, self.text[start:end])


def is_spelling(first: str, row: dict[str, str]) -> bool:
    """
    Tell whether a given name is a registry person's own, spelt otherwise (Volodimir), or its initial.

    Examples
    --------
    >>> row = index().rows["volodymyr-zelenskyy"]
    >>> [is_spelling(n, row) for n in ("Volodimir", "V.", "Viktor", "Olena")]
    [True, True, False, False]
    """
    name = fold(first).strip(".")
    names = fold(f"{row['name']}|{row['aliases']}").split("|")
    own = {n.split()[0] for n in names if " " in n and n.split()[0] in given.names()}
    own.add(fold(row["name"]).split()[0])
    if len(name) == 1:
        return any(n.startswith(name) for n in own)
    return any(n[0] == name[0] and fuzz.ratio(n, name) >= _SPELT for n in own)
