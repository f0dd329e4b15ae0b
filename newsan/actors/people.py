"""Who an article speaks of: registry names, other people's full names, and their descriptions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from newsan.actors.registry import Index, index, named

_TITLES = (
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Sen Senator Rep Representative Gov Governor "
    "President Vice Prime Minister Foreign Defense Defence Interior Chancellor Secretary Ambassador "
    "General Gen Lt Lieutenant Col Colonel Maj Major Capt Captain Sgt Sergeant Adm Admiral Brig "
    "Brigadier Cmdr Commander Chief Mayor King Queen Prince Princess Pope Father Rev Reverend Judge Justice "
    "Chairman Chairwoman Speaker Director Spokesman Spokeswoman Spokesperson Envoy Minister Deputy "
    "Former Acting Marshal Private Officer Detective Sheriff Councillor Congressman Congresswoman MP "
    "Analyst Expert Economist Historian Kremlin Pentagon Staff Press Head".split()
)
TITLES = frozenset(t.casefold() for t in _TITLES)
_PARTICLE = r"(?:de|del|der|den|van|von|bin|bint|ibn|al|el|la|le|di|da|dos|du|ter|ten|zu)"
_WORD = r"[^\W\d_a-zß-ÿа-яёіїєґ][\w'’]*(?:-\w+)*"
_PRONOUNS = frozenset(
    "he she it they we i you who which one some many others both none all".split()
)
_FULL = re.compile(
    rf"(?<![\w’'-])(?P<given>{_WORD})\s+(?P<middle>(?:[A-Z]\.\s+|{_WORD}\s+|{_PARTICLE}\s+){{0,3}})"
    rf"(?P<family>{_WORD})(?![\w-])"
)
_NOT_NAMES = frozenset(
    "the a an in on at of and but for with from by to as if when while after before since he she it "
    "they we you i his her its their our this that these those there here what who why how monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december north south east west northern southern eastern "
    "western central new old united national international federal state states university institute "
    "college ministry department council committee commission agency service forces force army navy "
    "party house office court bank company group center centre school church street road avenue river "
    "sea lake mount mountain island islands city town village county oblast region province district "
    "republic federation union kingdom ukrainian russian american british french german european "
    "chinese korean polish turkish israeli iranian belarusian world war news times post journal press "
    "radio television tv television association foundation society league embassy parliament congress "
    "senate assembly government administration security defense defence foreign truth social white "
    "square border guard armed general staff air ground middle according meanwhile however also".split()
)


@dataclass(frozen=True)
class Answer:
    """Who a speaker is, by which words, and by what kind of words."""

    actor_id: str
    antecedent: str
    resolved_by: str
    name: str | None = None


@dataclass(frozen=True)
class Mention:
    """A name in the text: where it stands, whose it is, and what kind of actor."""

    start: int
    end: int
    actor_id: str
    kind: str


@dataclass
class Cast:
    """Everybody an article names."""

    mentions: list[Mention]
    names: dict[str, str]  # actor id -> full name, for people outside the registry
    by_family: dict[str, list[str]]  # folded family name -> actor ids in this article
    registry: Index

    def kind(self, actor_id: str) -> str:
        """Return person, institution, state or group."""
        row = self.registry.rows.get(actor_id)
        return row["kind"] if row else ("person" if actor_id in self.names else "group")

    def name(self, actor_id: str) -> str:
        """Return an actor's name."""
        row = self.registry.rows.get(actor_id)
        return row["name"] if row else self.names.get(actor_id, actor_id.replace("-", " "))

    def pronouns(self, actor_id: str) -> str:
        """Return `he/him` and the like, or blank if not known."""
        row = self.registry.rows.get(actor_id)
        return row["pronouns"] if row else ""


def slug(name: str) -> str:
    """
    Make an actor id from a name.

    Examples
    --------
    >>> slug("Mára Ostrell-Díaz")
    'mara-ostrell-diaz'
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain.casefold().replace("’", "").replace("'", "")).strip("-_")


def cast(text: str, speakers: list[tuple[int, int]], registry: pd.DataFrame | None = None) -> Cast:
    """
    Collect the people and institutions of an article.

    Parameters
    ----------
    text
        The article's text.
    speakers
        Spans of speakers as written; full names in them are people even if the registry does not
        know them.
    registry
        A registry frame; the shipped one by default.

    Returns
    -------
    cast
        Mentions in order of place; surnames are tied to full names of the same article.
    """
    table = index(registry)
    known = [Mention(s, e, a, table.rows[a]["kind"]) for s, e, a in named(text, registry)]
    names: dict[str, str] = {}
    by_family: dict[str, list[str]] = {}
    for mention in known:
        if mention.kind == "person":
            family = table.rows[mention.actor_id]["name"].split()[-1].casefold()
            by_family.setdefault(family, [])
            if mention.actor_id not in by_family[family]:
                by_family[family].append(mention.actor_id)
    people = []
    for start, end in speakers:
        for s, e, name in full_names(text, start, end):
            if any(m.start < e and s < m.end and m.kind == "person" for m in known):
                continue
            people.append((s, e, name))
    people += _reused(text, known, people)
    people += _single(text, speakers, known, people, by_family)
    for _, _, name in people:
        actor = slug(name)
        names[actor] = name
        family = name.split()[-1].casefold()
        if actor not in by_family.setdefault(family, []):
            by_family[family].append(actor)
    mentions = known + _elsewhere(text, names, by_family, known)
    mentions.sort(key=lambda m: (m.start, -m.end))
    return Cast(mentions, names, by_family, table)


def full_names(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """
    Find full names of people in a stretch: two to five capitalised words, titles cut off.

    Examples
    --------
    >>> [name for _, _, name in full_names("Mayor Mara Ostrell, a doctor", 0, 28)]
    ['Mara Ostrell']
    """
    found = []
    for m in _FULL.finditer(text, start, end):
        words = list(re.finditer(r"\S+", m.group()))
        while words and words[0].group().strip(".,’'s").casefold() in TITLES | _NOT_NAMES:
            words.pop(0)
        words = [w for w in words if w.group()]
        if len(words) < 2:
            continue
        bare = [w.group().strip(".,'’").casefold() for w in words]
        if any(b in _NOT_NAMES for b in bare) or any(b in TITLES for b in bare):
            continue
        if all(w.group().isupper() and len(w.group()) > 2 for w in words):
            continue
        a, b = m.start() + words[0].start(), m.start() + words[-1].end()
        found.append((a, b, re.sub(r"['’]s$", "", re.sub(r"\s+", " ", text[a:b]))))
    return found


def _reused(
    text: str, known: list[Mention], people: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Find further people: full names whose family name the article uses alone later on."""
    seen = {name for _, _, name in people}
    found = []
    for s, e, name in full_names(text, 0, len(text)):
        if name in seen or any(m.start < e and s < m.end for m in known):
            continue
        family = re.escape(name.split()[-1])
        before = re.search(r"([^\W\d_]+)\.?\s+$", text[max(0, s - 25) : s])
        titled = before is not None and before.group(1).casefold() in TITLES
        if (
            titled
            or re.match(r", (?:who|\d\d|an?|the [a-z]+ (?:of|for))\b", text[e:])
            or re.search(
                rf"(?<!\w )(?<![\w-])(?:Mr\.? |Mrs\.? |Ms\.? |Dr\.? )?{family}(?:['’]s)?(?= [a-z]|[,.])",
                text[e:],
            )
        ):
            seen.add(name)
            found.append((s, e, name))
    return found


_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|President|Senator|Governor|Secretary|"
    rf"Minister|Mayor|Ambassador|Judge|Justice|Pope|Prof|Professor)\.?\s+({_WORD})(?=['’]s|[\s,.;:])"
)


def _single(
    text: str,
    speakers: list[tuple[int, int]],
    known: list[Mention],
    people: list[tuple[int, int, str]],
    by_family: dict[str, list[str]],
) -> list[tuple[int, int, str]]:
    """Find people known by one name only: `Mr. Ostrell`, or a speaker that is a single name."""
    families = {name.split()[-1].casefold() for _, _, name in people} | set(by_family)
    found = []
    spans = [m.span(1) for m in _TITLED.finditer(text)]
    spans += [(s, e) for s, e in speakers if re.fullmatch(_WORD, text[s:e])]
    for s, e in spans:
        name = re.sub(r"['’]s$", "", text[s:e])
        low = name.casefold()
        if (
            low in families
            or low in _NOT_NAMES
            or low in TITLES
            or (name.isupper() and len(name) > 1)
        ):
            continue
        following = re.match(r"\s+([^\W\d_a-z]\w+)", text[e:])
        if following or low in _PRONOUNS or any(m.start < e and s < m.end for m in known):
            continue
        families.add(low)
        found.append((s, s + len(name), name))
    return found


def _elsewhere(
    text: str, names: dict[str, str], by_family: dict[str, list[str]], known: list[Mention]
) -> list[Mention]:
    """Find where people outside the registry are named again, in full or by surname."""
    taken = [(m.start, m.end) for m in known]
    found: list[Mention] = []
    for actor, name in names.items():
        family = name.split()[-1]
        only = len(by_family[family.casefold()]) == 1
        pattern = re.escape(name).replace(r"\ ", r"\s+") + (
            rf"|{re.escape(family)}" if only else ""
        )
        for m in re.finditer(rf"(?<![\w-])(?:{pattern})(?!\w)", text):
            if not any(a < m.end() and m.start() < b for a, b in taken):
                found.append(Mention(m.start(), m.end(), actor, "person"))
    return found
