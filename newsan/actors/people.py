"""Who an article speaks of: registry names, other people's full names, and their descriptions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from newsan.actors import given
from newsan.actors.registry import Index, index, named

_TITLES = (
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Sen Senator Rep Representative Gov Governor "
    "President Vice Prime Minister Foreign Defense Defence Interior Chancellor Secretary Ambassador "
    "General Gen Lt Lieutenant Col Colonel Maj Major Capt Captain Sgt Sergeant Adm Admiral Brig "
    "Brigadier Cmdr Commander Chief Mayor King Queen Prince Princess Pope Father Rev Reverend Judge Justice "
    "Chairman Chairwoman Speaker Director Spokesman Spokeswoman Spokesperson Envoy Minister Deputy "
    "Former Acting Marshal Private Officer Detective Sheriff Councillor Congressman Congresswoman MP "
    "Analyst Expert Economist Historian Kremlin Pentagon Staff Press Head CEO CFO COO Founder Editor "
    "Columnist Correspondent Reporter Anchor Host Strategist Pollster Attorney Pastor Bishop Archbishop "
    "Cardinal Premier Undersecretary Superintendent Treasurer Commissioner Administrator Manager Nominee "
    "Leader Whip Candidate Executive Managing Assistant Associate Senior Coach Author Activist Lawyer "
    "Democrat Republican Democratic Libertarian".split()
)
TITLES = frozenset(t.casefold() for t in _TITLES)
_PARTICLE = r"(?:de|del|der|den|van|von|bin|bint|ibn|al|el|la|le|di|da|dos|du|ter|ten|zu)"
_WORD = r"[^\W\d_a-zß-ÿа-яёіїєґ][\w'’]*(?:-\w+)*"
_PRONOUNS = frozenset(
    "he she it they we i you who which one some many others both none all".split()
)
_RUN = re.compile(
    rf"(?<![\w’'-]){_WORD}(?:\.?[ \xa0]+(?:{_WORD}|{_PARTICLE}(?=[ \xa0])))+(?![\w-])"
)
_LONGEST = 4  # words of a name
_POSSESSIVE = ("'s", "’s", "'", "’")
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
    for m in _RUN.finditer(text, start, end):
        for a, b in _segments(text, *m.span()):
            name = " ".join(text[a:b].split())
            found.append((a, b, name[:-2] if name.endswith(_POSSESSIVE[:2]) else name))
    return found


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of capitalised words at titles and common words; keep what can be a full name."""
    parts: list[list[tuple[int, int]]] = [[]]
    for w in re.finditer(r"\S+", text[start:end]):
        bare = w.group().strip(".,'’").casefold()
        if bare in TITLES or bare in _NOT_NAMES:
            parts.append([])
            continue
        parts[-1].append((start + w.start(), start + w.end()))
        if w.group().endswith(_POSSESSIVE):  # a possessor, and then what is theirs
            parts.append([])
    found = []
    for part in parts:
        words = [text[a:b] for a, b in part]
        if len(part) > _LONGEST:  # a firm and its head, say: begin at the last given name
            at = [k for k, w in enumerate(words[:-1]) if w.casefold() in given.names()]
            part, words = (part[at[-1] :], words[at[-1] :]) if at else ([], [])
        if len(part) < 2 or words[0].islower() or words[-1].islower():
            continue
        if not all(w.isupper() and len(w) > 2 for w in words):
            found.append((part[0][0], part[-1][1]))
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
        before = _WORD_BEFORE.search(text, max(0, s - 25), s)
        titled = before is not None and before.group(1).casefold() in TITLES
        if (
            titled
            or _INTRODUCED.match(text, e)
            or _used_alone(text, name.split()[-1], e)
            or _is_subject(text, s, e, name)
        ):
            seen.add(name)
            found.append((s, e, name))
    return found


_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_INTRODUCED = re.compile(r", (?:who|\d\d|an?|the [a-z]+ (?:of|for))\b")
_SHORT_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr.")
_GOES_ON = re.compile(r"(?:['’]s)?(?: [a-z]|[,.])")


def _is_subject(text: str, start: int, end: int, name: str) -> bool:
    """Tell a known given name with a family name that opens a sentence: `Mara Ostrell agreed`."""
    known = name.split()[0].casefold() in given.names()
    before = text[max(0, start - 3) : start].rstrip(' “"')
    opens = not before or before[-1] in '\n.?!”"'
    return known and opens and re.match(r",? [a-z]", text[end : end + 3]) is not None


def _used_alone(text: str, family: str, since: int) -> bool:
    """Tell whether a family name stands alone after an offset: `Ostrell said`, `Mr. Ostrell's`."""
    for start, end in occurrences(text, family, since):
        before = text[max(0, start - 12) : start].rsplit(maxsplit=1)
        alone = not before or text[start - 1] != " " or not before[-1][-1:].isalnum()
        if (alone or before[-1] in _SHORT_TITLES) and _GOES_ON.match(text, end):
            return True
    return False


def occurrences(text: str, words: str, since: int = 0) -> Iterator[tuple[int, int]]:
    """
    Find words in a text where no letter, digit or hyphen touches them on the left, no letter on the right.

    Examples
    --------
    >>> list(occurrences("Ostrell's sister-Ostrell, Ostrells", "Ostrell"))
    [(0, 7)]
    """
    at = text.find(words, since)
    while at >= 0:
        end = at + len(words)
        before, after = text[at - 1 : at], text[end : end + 1]
        touched = before.isalnum() or before in ("_", "-") if before else False
        if not touched and not after.isalnum() and after != "_":
            yield at, end
        at = text.find(words, end)


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
    titled = {m.span(1) for m in _TITLED.finditer(text)}
    spans = sorted(titled)
    spans += [(s, e) for s, e in speakers if re.fullmatch(_WORD, text[s:e])]
    for s, e in spans:
        name = re.sub(r"['’]s$", "", text[s:e])
        low = name.casefold()
        if (
            low in families
            or low in _NOT_NAMES
            or low in TITLES
            or (name.isupper() and len(name) > 1)
            or re.search(r"[a-z][A-Z]", name)  # PolitiFact, say
            or ((s, e) not in titled and next(occurrences(text, low), None) is not None)
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
    taken = {at for m in known for at in range(m.start, m.end)}
    found: list[Mention] = []
    for actor, name in names.items():
        family = name.split()[-1]
        spans = list(occurrences(text, name))
        if family != name and len(by_family[family.casefold()]) == 1:
            inside = {end for _, end in spans}
            spans += [span for span in occurrences(text, family) if span[1] not in inside]
        found += [
            Mention(s, e, actor, "person")
            for s, e in spans
            if s not in taken and e - 1 not in taken
        ]
    return found
