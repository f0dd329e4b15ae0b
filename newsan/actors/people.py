"""Who an article speaks of: registry names, other people's full names, and their descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from newsan import lexicons
from newsan.actors.bodies import bodies, with_bodies
from newsan.actors.countries import code_of
from newsan.actors.full_names import NOT_NAMES, TITLES, WORD, full_names, occurrences
from newsan.actors.given import is_given
from newsan.actors.introduced import (
    has_given_name,
    is_introduced,
    is_thing,
    is_titled,
    only_in_capitals,
)
from newsan.actors.linking import linked
from newsan.actors.mention import Mention
from newsan.actors.names import elsewhere, family, merged
from newsan.actors.offices import in_office
from newsan.actors.registry import Index, index
from newsan.actors.spellings import is_spelling
from newsan.document import Document
from newsan.text.nouns import KIN, pronoun_of

_SHORT = 40  # characters before a name in which its relation stands
_PARTISANS = frozenset("democrat republican conservative liberal socialist".split())
_PRONOUNS = lexicons.words("function_words", "no single name")


@dataclass
class Cast:
    """Everybody an article names."""

    mentions: list[Mention]
    names: dict[str, str]  # actor id -> full name, for people outside the registry
    by_family: dict[str, list[str]]  # folded family name -> actor ids in this article
    by_given: dict[str, str]  # folded given name that stands alone -> actor id
    bodies: dict[str, str]  # actor id -> name, for bodies outside the registry
    registry: Index
    published: object = None  # the article's day

    def is_named(self, text: str, actor_id: str) -> bool:
        """Tell whether an article has a name of a registry actor's own, not only the office."""
        return any(
            m.actor_id == actor_id
            and self.registry.sort(actor_id, text[m.start : m.end]) != "office"
            for m in self.mentions
        )

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
        return "institution" if actor_id in self.bodies else "group"

    def name(self, actor_id: str) -> str:
        """Return an actor's name."""
        row = self.registry.rows.get(actor_id)
        other = self.names.get(actor_id) or self.bodies.get(actor_id)
        return row["name"] if row else other or actor_id.replace("-", " ")

    def pronouns(self, actor_id: str) -> str:
        """Return `he/him` and the like, or blank if not known."""
        row = self.registry.rows.get(actor_id)
        return row["pronouns"] if row else ""


def cast(
    document: Document,
    speakers: list[tuple[int, int]],
    registry: pd.DataFrame | None = None,
    published: object = None,
) -> Cast:
    """
    Collect the people and institutions of an article.

    Parameters
    ----------
    document
        The article.
    speakers
        Spans of speakers as written; full names in them are people even if the registry does not
        know them.
    registry
        A registry frame; the shipped one by default.
    published
        The article's day, for who held which office; missing if it is not known.

    Returns
    -------
    cast
        Mentions in order of place; surnames are tied to full names of the same article.
    """
    text, table = document.text, index(registry)
    known = [
        Mention(s, e, a, table.rows[a]["kind"]) for s, e, a in linked(document, table, published)
    ]
    names: dict[str, str] = {}
    by_family: dict[str, list[str]] = {}
    for mention in known:
        if mention.kind == "person":
            own = by_family.setdefault(family(table.rows[mention.actor_id]["name"]).casefold(), [])
            if mention.actor_id not in own:
                own.append(mention.actor_id)
    own_bodies = bodies(text)
    people, known = _speakers_named(text, speakers, known, own_bodies, table)
    people += _reused(text, known, people, by_family, own_bodies)
    people += _single(text, speakers, known, people, by_family)
    actors = merged((name for _, _, name in people), table.rows)
    for name, actor in actors.items():
        names.setdefault(actor, name)
        own = by_family.setdefault(family(name).casefold(), [])
        if actor not in own:
            own.append(actor)
    by_given = _by_given(text, speakers, names)
    leading = {m.actor_id for m in known if in_office(m.actor_id, published)}
    mentions = known + elsewhere(text, actors, by_family, by_given, known, leading)
    mentions, named_bodies = with_bodies(text, own_bodies, mentions, table)
    mentions.sort(key=lambda m: (m.start, -m.end))
    return Cast(mentions, names, by_family, by_given, named_bodies, table, published)


def _speakers_named(
    text: str,
    speakers: list[tuple[int, int]],
    known: list[Mention],
    own_bodies: list[tuple[int, int, str]],
    table: Index,
) -> tuple[list[tuple[int, int, str]], list[Mention]]:
    """
    Find the full names in speakers, and leave out registry mentions that are part of another's name.

    What follows `the portal` is no person, nor is what is part of a body's name.
    """
    people = []
    for start, end in speakers:
        for s, e, name in full_names(text, start, end):
            own = [m for m in known if m.start < e and s < m.end and m.kind == "person"]
            if own and (
                own[0].start == s or is_spelling(name.split()[0], table.rows[own[0].actor_id])
            ):
                continue
            in_body = any(a < e and s < b for a, b, _ in own_bodies)
            if in_body or is_thing(text, s, name):
                continue
            known = [m for m in known if m not in own]  # a relative, say: the same family name
            people.append((s, e, name))
    return people, known


def _reused(
    text: str,
    known: list[Mention],
    people: list[tuple[int, int, str]],
    by_family: dict[str, list[str]],
    own_bodies: list[tuple[int, int, str]],
) -> list[tuple[int, int, str]]:
    """Find further people: full names that are introduced, used again, or begin as many people's do."""
    seen = {name for _, _, name in people}
    families = {family(name).casefold() for name in seen} | set(by_family)
    found = []
    for s, e, name in full_names(text, 0, len(text)):
        if name in seen or any(m.start < e and s < m.end for m in known):
            continue
        titled = is_titled(text, s)
        if not titled and any(a < e and s < b for a, b, _ in own_bodies):
            continue
        alone = family(name).casefold() not in families
        likely = titled or is_introduced(text, s, e, name)
        if not likely and not (alone and has_given_name(text, s, e, name)):
            continue
        if not is_thing(text, s, name) and not only_in_capitals(text, s, name):
            seen.add(name)
            found.append((s, e, name))
    return found


# These begin with plain words, which are looked for fast; what stands before is looked at after.
_TITLED = re.compile(
    rf"(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|President|Senator|Governor|Secretary|"
    rf"Minister|Mayor|Ambassador|Judge|Justice|Pope|Prof|Professor|Colonel|Major|Captain|Lieutenant|Sergeant|"
    rf"Sister|Father|Imam|Rabbi|Sheikh|Prince|Princess|Sir|Lord|Lady|Pastor|Bishop|Cardinal|Commander)\.?\s+({WORD})(?=['’]s|[\s,.;:])"
)
_OF_KIN = re.compile(
    rf"(?:{'|'.join(sorted(KIN))})\s(?P<name>{WORD})(?=[,.:;]|\s[a-z])"
)  # `his wife Mara`
_GOES_ON_AS_NAME = re.compile(r"[ \xa0]+[^\W\d_a-z](?:\w|\.)")  # `Ostrell` after `Mara`, `M.`
_NAMED = re.compile(rf", (?P<name>{WORD})(?=[,.:;])")  # `her son, Tove,`
_WHOSE = re.compile(
    r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y|[Tt]he)|['’]s)\s(?:[a-z-]+\s)?(?P<noun>[a-z]+)?\Z"
)
_ALONE = re.compile(rf"(?P<name>{WORD})(?:\Z|,\s(?:who|whose|\d\d|an?|the)\b)")  # `Tove, who`


def _single(
    text: str,
    speakers: list[tuple[int, int]],
    known: list[Mention],
    people: list[tuple[int, int, str]],
    by_family: dict[str, list[str]],
) -> list[tuple[int, int, str]]:
    """Find people known by one name only: `Mr. Ostrell`, or a speaker that is a single name."""
    families = {family(name).casefold() for _, _, name in people} | set(by_family)
    givens = [name.split()[0].casefold() for _, _, name in people if " " in name]
    found = []
    titled = {
        m.span(1) for m in _TITLED.finditer(text) if not text[m.start() - 1 : m.start()].isalnum()
    }
    titled |= _of_somebody(text)
    spans = sorted(titled)
    alone = ((s, _ALONE.match(text, s, e)) for s, e in speakers)
    spans += [(s, m.end("name")) for s, m in alone if m is not None]
    for s, e in spans:
        name = re.sub(r"['’]s$", "", text[s:e])
        low = name.casefold()
        if (
            low in families
            or givens.count(low) == 1
            or low in NOT_NAMES
            or low in TITLES
            or (name.isupper() and len(name) > 1)
            or re.search(r"[a-z][A-Z]", name)  # PolitiFact, say
            or _is_plural(low)
            or ((s, e) not in titled and code_of(name) is not None)
            or ((s, e) not in titled and next(occurrences(text, low), None) is not None)
        ):
            continue
        if (
            _GOES_ON_AS_NAME.match(text, e)
            or low in _PRONOUNS
            or any(m.start < e and s < m.end for m in known)
        ):
            continue
        families.add(low)
        found.append((s, s + len(name), name))
    return found


def _of_somebody(text: str) -> set[tuple[int, int]]:
    """Find the names of kin and of others whose relation comes first: `his wife Mara`, `her lawyer, Tove,`."""
    found = {
        m.span("name")
        for m in _OF_KIN.finditer(text)
        if _WHOSE.search(text, max(0, m.start() - _SHORT), m.start())
    }
    for m in _NAMED.finditer(text):
        whose = _WHOSE.search(text, max(0, m.start() - _SHORT), m.start())
        noun = whose["noun"] if whose else None
        if noun and (noun in KIN or (is_given(m["name"]) and pronoun_of(noun))):
            found.add(m.span("name"))
    return found


def _is_title(word: str) -> bool:
    return word.casefold().strip(".") in TITLES


def _is_plural(low: str) -> bool:
    """Tell `friends` and `witnesses`, which a sentence may begin with, from `Peters`."""
    ones = [low[: -len(e)] for e in ("s", "es") if low.endswith(e)]
    return any(
        one in _PARTISANS or (pronoun_of(one) is not None and not is_given(one)) for one in ones
    )


def _by_given(text: str, speakers: list[tuple[int, int]], names: dict[str, str]) -> dict[str, str]:
    """
    Tie given names that speak alone to the one person of the article who bears them.

    One that is a country's name too is theirs only if they are named in full before.
    """
    alone: dict[str, int] = {}
    for s, e in speakers:
        words = text[s:e].rsplit(",", 1)[-1].split()
        if words and all(map(_is_title, words[:-1])):
            alone.setdefault(words[-1], s)
    found = {}
    for word, at in ((w, at) for w, at in alone.items() if w[:1].isupper()):
        bearers = [
            (a, name) for a, name in names.items() if " " in name and name.split()[0] == word
        ]
        if len(bearers) != 1:
            continue
        actor, name = bearers[0]
        if code_of(word) is None or next(occurrences(text, name), (at, at))[0] < at:
            found[word.casefold()] = actor
    return found
