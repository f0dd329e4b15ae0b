"""Who an article speaks of: people and bodies by all their names, and what is said that they are."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from newsan import lexicons
from newsan.actors.countries import country
from newsan.actors.descriptions import Description
from newsan.actors.linking import SPELT_LETTERS, link_names, words_before
from newsan.actors.mention import Mention, between, own_id, slug
from newsan.actors.names import (
    CAPITAL,
    LONGEST,
    NOBODY,
    NOT_NAMES,
    OWNER,
    TITLES,
    WORD,
    family,
    find_again,
    find_by_noun,
    find_introduced,
    full_names,
    honorific,
    initials,
    is_given,
    is_short_for,
    merge_names,
    occurrences,
    only_in_capitals,
    pronoun_of_name,
    whole_name,
)
from newsan.actors.offices import in_office
from newsan.actors.phrases import Said, said_of
from newsan.actors.registry import Index, fold, index
from newsan.document import Document, Spans
from newsan.text.words import SMALL_WORDS, pronoun_of

APPOSED = 0.6  # what a noun for a body before it adds to a name's chance to be one
LOOKS = 1.0  # what an acronym adds to the same
LIKELY = 0.5  # the chance from which one word is somebody's name
# of `O'Neill`, not of `Ardal's`
_AND = re.compile(r"([A-Z]\w+) (?:and|&) \Z")  # `Mara | and Ivo Ostrell`: both have the name
_JOINED = re.compile(r"['’](?:[^\W\d_a-z]|(?!ll|re|ve)[^\W\d_]{2})[\w-]*")
ACRONYM = 6  # letters of one
_CROWD = 100  # names that differ in one word which begins and ends alike: more are no misspellings
_SPELT = 80  # of 100, from which long words that begin and end alike are one name's spellings

_PEOPLE = NOBODY - lexicons.words("function_words", "pronoun")  # `some`, `others`
_NO_NOUNS = SMALL_WORDS - _PEOPLE | {r["word"] for r in lexicons.rows("number_words")}
# `Ramon “Big Ray” Ostrell`, from the first of capitals side by side: a script may have no others.
_MARKED = re.compile(rf"((?<!{CAPITAL}){WORD}) [“\"‘'][^“”\"‘’\n]{{2,25}}[”\"’'] ({WORD})(?![\w-])")


@dataclass
class Entities:
    """Everybody an article names, in order of place, and what it says of them."""

    document: Document
    registry: Index
    published: object  # the article's day
    mentions: list[Mention]
    names: dict[str, str]  # actor id -> full name, for people outside the registry
    by_family: dict[str, list[str]]  # folded family name -> actor ids in this article
    by_given: dict[str, str]  # folded given name or nickname -> the one who bears it
    bodies: dict[str, str]  # actor id -> name, for bodies outside the registry
    article_id: str = ""
    described: dict[str, Description] = field(default_factory=dict)  # actor id -> who has no name
    _said: dict[str, list[Said]] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _by_actor(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for m in self.mentions:
            found.setdefault(m.actor_id, []).append(m)
        return found

    @property
    def actors(self) -> Iterable[str]:
        """Everybody who is named, in order of the first place."""
        return self._by_actor

    def mentions_of(self, actor_id: str | None) -> Sequence[Mention]:
        """Return where one actor is named, in order of place."""
        return self._by_actor.get(actor_id or "", ())

    def known(self, actor_id: str) -> str:
        """Return role and names of a registry actor in lower case; blank for others, and out of office."""
        row = self.registry.rows.get(actor_id)
        if row is None or in_office(actor_id, self.published) is False:
            return ""
        return f"{row['role']} {row['name']} {row['aliases']}".casefold()

    def kind(self, actor_id: str) -> str:
        """Return person, institution, state or group."""
        row = self.registry.rows.get(actor_id)
        if row:
            return row["kind"]
        if actor_id in self.names:
            return "person"
        if actor_id in self.described:
            return self.described[actor_id].kind
        return "institution" if actor_id in self.bodies else "group"

    def name(self, actor_id: str) -> str:
        """Return an actor's name."""
        row = self.registry.rows.get(actor_id)
        if row:
            return row["name"]
        if actor_id in self.described:
            return self.described[actor_id].words
        return self.names.get(actor_id) or self.bodies.get(actor_id) or actor_id.replace("-", " ")

    def pronouns(self, actor_id: str) -> str:
        """Return `he/him` and the like, or blank if not known."""
        row = self.registry.rows.get(actor_id)
        return row["pronouns"] if row else ""

    def describe(self, description: Description) -> str:
        """Return a new id within the article for somebody whom it only describes: `ARTICLE#judge-1`."""
        noun = description.noun
        is_noun = noun not in _NO_NOUNS and not noun.isdigit()
        own = f"{self.article_id}#{(is_noun and slug(noun)) or description.kind}"
        self._numbers[own] += 1
        actor_id = f"{own}-{self._numbers[own]}"
        self.described[actor_id] = description
        return actor_id

    def said(self, actor_id: str) -> list[Said]:
        """Return what the article says that somebody is, at any of their names; read once."""
        if actor_id not in self._said:
            own = self.mentions_of(actor_id)
            found = [said for m in own for said in said_of(self.document, m.start, m.end)]
            if actor_id in self.described:
                found.append(self.described[actor_id].said)
            self._said[actor_id] = found
        return self._said[actor_id]

    def at(self, start: int, end: int) -> Mention | None:
        """Return the last mention that lies within a stretch or holds it."""
        own = [
            m for m in between(self.mentions, start - 60, end) if m.start < end and start < m.end
        ]
        return own[-1] if own else None


def entities(
    document: Document,
    registry: pd.DataFrame | None = None,
    published: object = None,
    article_id: str = "",
) -> Entities:
    """
    Collect the people and bodies of an article.

    Names are the tagger's phrases, of the kind that most of their places have; the registry's are
    linked last and may be refused (`newsan.actors.linking`). A shorter name belongs to the longer one
    that holds it, if only one does.

    `published` is the article's day, for who held which office; `article_id` stands before the `#` of ids for those
    whom the article only describes.
    """
    text, table = document.text, index(registry)
    known = [
        Mention(s, e, a, table.rows[a]["kind"])
        for s, e, a in link_names(document, table, published)
    ]
    full, single = _people(document)
    people = Spans((start, end) for start, end, _ in full)
    known = [m for m in known if not people.meets(m.start, m.end) or _is_own(m, text, table)]
    taken = Spans((m.start, m.end) for m in known)
    full = [p for p in full if not taken.meets(p[0], p[1])]
    by_family: dict[str, list[str]] = {}
    for m in known:
        if m.kind == "person":
            _add(by_family, family(table.rows[m.actor_id]["name"]), m.actor_id)
    actors = merge_names((name for *_, name in full), table.rows)
    near = _by_rest(actors)
    for name in reversed(actors):
        spelt = _spelt(name, actors, near)
        if spelt and spelt not in table.rows and _is_slip(text, name):
            actors[name] = spelt
    names: dict[str, str] = {}
    for name, actor in actors.items():
        names.setdefault(actor, name)
        _add(by_family, family(name), actor)
    by_given = _by_given(names)
    alone = {f: own[0] for f, own in by_family.items() if len(own) == 1}
    near = _by_rest(alone)
    short = []
    for start, end, name in single:
        low = fold(name)
        if name.casefold() in by_family or taken.meets(start, end):
            continue
        if low in by_given:
            short.append(Mention(start, end, by_given[low], "person"))
            if not is_given(name):  # `Gen | Serna`
                _add(by_family, name, by_given[low])
            continue
        spelt = None if words_before(text, start) else _spelt(name, alone, near)
        is_slip = spelt and spelt not in table.rows and _is_slip(text, name)
        actor = spelt if spelt and is_slip else own_id(name, table.rows)
        if actor in table.rows:
            continue
        actors[name] = actor
        names.setdefault(actor, name)
        _add(by_family, name, actor)
    short += _apart(text, actors, names, by_family, table)
    short += [Mention(s, e, actors[n], "person") for s, e, n in full if " " not in text[s:e]]
    found = known + find_again(text, actors, by_family, known + short) + short
    more, bodies = _bodies(document, found, table)
    mentions = sorted(found + more, key=lambda m: (m.start, -m.end))
    return Entities(
        document, table, published, mentions, names, by_family, by_given, bodies, article_id
    )


def _spelt(name: str, others: dict[str, str], near: dict[Any, list[tuple[str, str]]]) -> str | None:
    """Return the one actor of another name that is this one in other letters: `Ostrlel` of Mara Ostrell."""
    found = set()
    for key, word in _less_one(name):
        own = near.get(key, [])
        for like, other in own if len(own) <= _CROWD else []:
            is_same = like == word or (is_given(like) and is_given(word))
            if not is_same and fuzz.ratio(like, word) >= _SPELT:
                found.add(others[other])
    return found.pop() if len(found) == 1 else None


def _is_slip(text: str, name: str) -> bool:
    """Return whether a name stands once, and nothing beside it tells who that is: `Andersen, | his rival`."""
    at = text.find(name)
    return (
        text.count(name) == 1
        and not text.startswith(",", at + len(name))
        and not text.endswith(", ", 0, at)
    )


def _by_rest(names: Iterable[str]) -> dict[Any, list[tuple[str, str]]]:
    """Return long words of names, and the names, by what else they have and how the word begins and ends."""
    found: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        for key, word in _less_one(name):
            found[key].append((word, name))
    return found


def _less_one(name: str) -> Iterator[tuple[Any, str]]:
    """Yield each long word of a name with the others, its place, and its first and last letter."""
    words = fold(name).split() if len(name) <= LONGEST else []
    for k, word in enumerate(words):
        if len(word) >= SPELT_LETTERS:
            yield (k, word[0], word[-1], *words[:k], *words[k + 1 :]), word


def _apart(
    text: str, actors: dict[str, str], names: dict[str, str], by_family: dict[str, list[str]], table: Index
) -> list[Mention]:  # fmt: skip
    """Return where `Mrs Ostrell` stands of whom the text has only Ivo Ostrell: somebody of that name, added to `names`."""
    found = []
    for name, actor in actors.items():
        last, usual = family(name), pronoun_of_name(name)
        if usual is None or by_family[last.casefold()] != [actor]:
            continue
        for start, end in occurrences(text, last):
            if honorific(text, start) not in (None, usual):
                other = f"{text[:start].split()[-1]} {last}"
                names[own_id(other, table.rows)] = other
                found.append(Mention(start, end, own_id(other, table.rows), "person"))
    return found


def _is_own(m: Mention, text: str, table: Index) -> bool:
    """Return whether a name of the registry is no part of somebody else's name: `Paris | Ostrell`."""
    words = text[m.start : m.end]
    is_short = is_given(words) or table.sort(m.actor_id, words) == "short"
    return m.kind == "person" or not is_short


def _add(by_family: dict[str, list[str]], name: str, actor: str) -> None:
    own = by_family.setdefault(name.casefold(), [])
    if actor not in own:
        own.append(actor)


def _votes(document: Document, start: int, end: int, name: str) -> dict[str, float]:
    """Return how much speaks for each kind at one place of a name."""
    votes: dict[str, float] = defaultdict(float)
    for p in document.phrases_in(start - LONGEST, end):
        if p.named and p.end > start:
            votes[p.kind] += p.chance * (min(p.end, end) - max(p.start, start)) / (end - start)
        elif p.end == start - 1 and p.kind == "person" and not p.named and " " in name:
            votes["person"] += p.chance  # `the Veldan spokesman | Mara Ostrell`
    return votes


def _people(
    document: Document,
) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Return the names of people: full ones, and those of one word, by the kind that most places have."""
    text = document.text
    marked = [(m.start(), m.end(), f"{m[1]} {m[2]}") for m in _MARKED.finditer(text)]
    within = Spans((start, end) for start, end, _ in marked)
    found = (run for run in full_names(text, 0, len(text)) if not within.meets(*run[:2]))
    runs = sorted([*(_less_role(*_less_body(document, *run)) for run in found), *marked])
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, name in runs:
        for kind, vote in _votes(document, start, end, name).items():
            votes[name][kind] += vote
    single_votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for p in document.phrases:
        if p.named and " " not in (word := _plain(_word(text, p.start, p.end))):
            single_votes[word][p.kind] += p.chance
    for name, own in votes.items():  # `Georgia said` tells of `Georgia Ostrell`
        for word in {name.split()[0], name.split()[-1]}:
            for kind, vote in single_votes[word].items():
                own[kind] += vote * (kind != "place")
    full = [
        (start, end, name) for start, end, name in runs
        if _is_most(votes[name], "person") and votes[name]["person"] >= LIKELY
        and not only_in_capitals(text, start, name) and country(name) is None  # `Addis Ababa`
    ]  # fmt: skip
    within = Spans((start, end) for start, end, _ in runs)
    full += [
        (*m.span(1), f"{m[1]} {family(name)}") for start, _, name in full
        if (m := _AND.search(text, max(0, start - LONGEST), start)) is not None
        and is_given(m[1]) and not within.meets(*m.span(1))
    ]  # fmt: skip
    families = {fold(family(name)) for *_, name in full}
    single = []
    for p in document.phrases:
        name = _plain(_word(text, p.start, p.end))
        before = text[max(0, p.start - LONGEST) : p.start].split()[-1:]
        is_titled = any(w.rstrip(".").casefold() in TITLES for w in before)  # `Mr. | Holland`
        is_state = country(name) is not None and not is_titled and fold(name) not in families
        is_person = p.kind == "person" and p.chance >= LIKELY and not is_state
        is_person = is_person and _is_most(single_votes[name], "person")
        if (
            p.named
            and " " not in name
            and is_person
            and name[:1].isupper()
            and name.casefold() not in TITLES | NOT_NAMES | NOBODY
        ):
            if (not _is_acronym(name) or fold(name) in families) and not within.meets(
                p.start, p.end
            ):
                single.append((p.start, p.start + len(name), name))
    return full, single


def _is_acronym(name: str) -> bool:
    return name.isupper() and 1 < len(name) <= ACRONYM


def _less_body(document: Document, start: int, end: int, name: str) -> tuple[int, int, str]:
    """Leave out the end of another name before one of two words: `Ministry of Foreign Affairs | Mara Ostrell`."""
    own = [p for p in document.phrases_in(start - LONGEST, end) if p.named and p.end > start]
    for before, person in itertools.pairwise(own):
        begins = (
            person.start > start and document.text[person.start].isalpha()
        )  # not `R | . K. Ostrell`
        if before.kind != "person" and person.kind == "person" and begins:
            words = " ".join(document.text[person.start : end].split())
            if " " in words:
                return person.start, end, words
    return start, end, name


def _less_role(start: int, end: int, name: str) -> tuple[int, int, str]:
    """Leave out what somebody is, or of where, before two words: `Florist | Mara Ostrell`, `Ward Florist | Mara Ostrell`."""
    words = name.split(" ")
    roles = [k for k, w in enumerate(words[:-2], 1) if not is_given(w)
             and (pronoun_of(w.casefold()) or (k == 1 and country(w)))]  # fmt: skip
    rest = " ".join(words[roles[-1] if roles else 0 :])
    return start + len(name) - len(rest), end, rest


def _is_most(votes: dict[str, float], kind: str) -> bool:
    return bool(votes) and max(votes, key=lambda k: votes[k]) == kind


def _word(text: str, start: int, end: int) -> str:
    """Return a phrase with what an apostrophe joins to it: the tagger's words end there, `O|'Neill`."""
    joined = _JOINED.match(text, end)
    return text[start : joined.end() if joined else end]


def _plain(name: str) -> str:
    return OWNER.sub("", " ".join(name.split()))


def _by_given(names: dict[str, str]) -> dict[str, str]:
    """Tie given names, and first family names of two, to the one person of the article who bears them."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for actor, name in names.items():
        if " " in name:
            for word in name.split()[:-1]:  # `Mara`, or `Serna` of `Mara Serna Velm`
                bearers[word.casefold()].append(actor)
    return {word: own[0] for word, own in bearers.items() if len(own) == 1}


def _bodies(
    document: Document, found: list[Mention], table: Index
) -> tuple[list[Mention], dict[str, str]]:
    """Return where bodies stand that the registry does not know, and their names by id."""
    text = document.text
    taken = Spans((m.start, m.end) for m in found)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for p in document.phrases:
        if p.named and not taken.meets(p.start, p.end):
            start, end = whole_name(text, p.start, p.end)
            name = _plain(text[start:end])
            if not name.islower() and not taken.meets(start, end):
                places[name].append((start, end))
                for kind, vote in _votes(document, start, end, "").items():
                    votes[name][kind] += vote
                if _is_acronym(name) and not text[end : end + ACRONYM].isupper():  # no headline
                    votes[name]["body"] += LOOKS
    for start, end in (*find_introduced(document), *find_by_noun(text)):
        name = _plain(text[start:end])
        if not taken.meets(start, end):
            places[name].append((start, end))
            votes[name]["body"] += APPOSED
    own = [(s, e, n) for n, spans in places.items() if _is_most(votes[n], "body")
           for s, e in dict.fromkeys(spans)]  # fmt: skip
    full = dict.fromkeys(sorted({n for *_, n in own}, key=lambda n: (-len(n.split()), n)))
    meant: dict[str, str] = {}
    # longer names by what a short one shares
    by_part: dict[str, dict[str, None]] = defaultdict(dict)
    for name in full:
        words = name.casefold().split()
        parts = (
            words[0],
            " ".join(words[:2]),
            " ".join(words[-2:]),
            name.casefold().replace(".", ""),
        )
        near = dict.fromkeys(n for part in parts[len(words) > 1 :] for n in by_part.get(part, ()))
        holders = {n for n in near if is_short_for(n, name)}
        meant[name] = holders.pop() if len(holders) == 1 else name
        longer = meant[name]
        words = longer.casefold().split()
        for part in (words[0], " ".join(words[:2]), " ".join(words[-2:]), initials(longer)):
            by_part[part][longer] = None
    bodies, mentions, until = {}, [], 0
    for start, end, name in sorted(own, key=lambda o: (o[0], -o[1])):
        actor = own_id(meant[name], table.rows)
        if actor in table.rows or end <= until:  # `River Safety` of `Office for River Safety`
            continue
        until = end
        bodies[actor] = meant[name]
        mentions.append(Mention(start, end, actor, "institution"))
    return mentions, bodies
