"""The parties of an article: what groups are called, and whom "the army" and "the rebels" stand for in it."""

from __future__ import annotations

import calendar
import functools
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable

from newsan import lexicons
from newsan.actors.names import CAPITAL
from newsan.actors.speakers import PRONOUNS, Speakers
from newsan.document import Document
from newsan.frontline.sides import SideNames

_ARTICLES = ("the", "a", "an", "'s", "’s")  # "Sudan | 's army"
OWNERS = ("its", "his", "her", "their", "whose", "our", "my", "your")
# "[Free Sarn Army] units", "[Sons of the Lake]"; not the one they are against, "anti-Tovian", nor who backs them
_OWN_NAME = re.compile(
    rf"(?<![\w-]){CAPITAL}[\w’']*(?:-(?![a-z])[\w’']+)*(?:(?: (?:of|the|for|de|del|and))* (?:al-)?[\dA-Z][\w’'-]*)*(?!-)"
)
_SPELT_OUT = re.compile(rf"({CAPITAL}[\w’'-]*(?: [\w’'-]+){{0,9}})[\s,]+\(([A-Z][A-Z\d-]{{1,8}})\)")
_INSIDE = re.compile(rf"(?<=[\w,;] ){CAPITAL}[\w’'-]*")
_NO_NAMES = frozenset((*calendar.day_name, *calendar.month_name))
_NOBODYS = lexicons.words("side_words", "nobody")
_SMALL = lexicons.words("function_words", "preposition")
# "[Lusarian] army", "[Sudan]'s security forces"; "the army of [Lusaria]", "the junta in [Sahbel]"
_BEFORE = re.compile(rf"({CAPITAL}[\w-]*(?: {CAPITAL}[\w-]*)*)(['’]s?)? \Z")
_BEHIND = re.compile(
    rf"(?: of|(?<=junta) in|(?<=government) in) ({CAPITAL}[\w-]*(?: {CAPITAL}[\w-]*)*)"
)
_REACH = 60  # characters before such a word
_STEM = 4  # letters at least that a people's name shares with its country's
_ENDINGS = re.compile(r"(?:i?an|n|i|ese|ish|ic|er|ite)s?")  # of a people's name
_LANDS = ("", "a", "ia", "e", "o", "y", "istan", "stan", "land")  # and of a country's, in its place
_CLEAR = 3  # times as often as the next that a state's army is named
STANDING = ("army", "rebels")  # kinds of words that stand for a party without its name


def side_meant(ask: Callable[[], Speakers], names: SideNames, start: int, end: int) -> str | None:
    """Return the side that a phrase stands for, if whom it means has a name that is one."""
    speakers = ask()
    words = speakers.text[start:end]
    first = words.split(None, 1)[0]
    is_owned = first.lower() in OWNERS  # "its soldiers" are of whom "its" means
    low = words[:1].lower() + words[1:]
    if low.islower() and not (is_owned or low in PRONOUNS):
        return None  # "the army" may be any
    answer = speakers.meant(start, start + len(first) if is_owned else end)
    if answer is None:
        return None
    people, actor = speakers.people, answer.actor_id
    if side := names.of_actor.get(actor):
        return side
    row = people.registry.rows.get(actor)
    name = people.bodies.get(actor) or (row["name"] if row and row["kind"] != "person" else None)
    return name and (names.of(name) or own_name(speakers.document, name) or name)


def standing(words: str) -> str | None:
    """
    Return what kind of words stand for a party without its name.

    Examples
    --------
    >>> [standing(words) for words in ("The army", "Government troops", "the rebels", "their troops",
    ...     "a rebel army", "Army Group North")]
    ['army', 'army', 'rebels', None, None, None]
    """
    first, _, rest = words.partition(" ")
    bare = rest if first.lower() in _ARTICLES else first[:1].lower() + words[1:]
    return next(
        (k for k in STANDING if lexicons.pattern("side_words", "kind", k).fullmatch(bare)), None
    )


def state_of(document: Document, names: SideNames) -> str | None:
    """
    Return the side of the one state whose army or government an article names; of several, the one named far oftener.

    Whose it is must be a name of the table, a land by its people, or with `'s` or `of` a place of the article.

    Examples
    --------
    >>> from newsan.frontline.sides import side_names
    >>> [state_of(Document(text), side_names()) for text in ("Sudan's army fled.", "The army of Sudan returned.",
    ...     "Lusarian troops left Lusaria.", "The Sudanese army met Egypt's army.", "Assad's army left.",
    ...     "Hassan told Reuters the army had left.", "The Arakan Army left.")]
    ['SD', 'SD', 'Lusaria', None, None, None, None]
    """
    text = document.text
    places = {text[p.start : p.end] for p in document.phrases if p.kind == "place" and p.named}
    named: Counter[str] = Counter()
    for found in lexicons.pattern("side_words", "kind", "army").finditer(text):  # in small letters
        near = _BEFORE.search(text, max(0, found.start() - _REACH), found.start())
        near = near if near and near[1] not in ("The", "A") else _BEHIND.match(text, found.end())
        if near is None:
            continue
        owner = near[1].removeprefix("The ")
        is_owned = near.re is _BEHIND or near[2]
        own = owner if is_owned and owner in places else land_of(owner, _inside(document))
        if side := names.of(owner) or own:
            named[side] += 1
    return _clear(named)


def group_of(document: Document, sides: Iterable[str | None]) -> str | None:
    """
    Return the one armed group among the sides that an article names, each time it does; of several, one named far oftener.

    Examples
    --------
    >>> document = Document("The Free Sarn Front (FSF) left. The FSF holds Ost. The Armed Forces (AF) and a council met.")
    >>> group_of(document, ["FSF", "FSF", "AF", "Council"])
    'FSF'
    """
    full = {acronym: name for name, acronym in _acronyms(document).items()}
    named = Counter(side for side in sides if side and side[0].isupper())
    groups = {side: full.get(side, side) for side in named}
    return _clear(Counter({side: named[side] for side, name in groups.items() if is_group(name)}))


def is_group(name: str) -> bool:
    """Return whether a name is that of an armed group."""
    return name[:1].isupper() and bool(
        lexicons.count("armed_groups", name) or lexicons.count("side_words", name, "kind", "group")
    )


def _clear(named: Counter[str]) -> str | None:
    """Return what is named `_CLEAR` times as often as the next, or alone."""
    first, second, *_ = *named.most_common(2), ("", 0), ("", 0)
    return first[0] if first[1] and first[1] >= _CLEAR * second[1] else None


def land_of(name: str, others: Container[str]) -> str | None:
    """
    Return the name, among others, of the land whose people or adjective a name is.

    Examples
    --------
    >>> lands = {"Lusaria", "Estremar", "Uzmenistan", "Tavora"}
    >>> [land_of(name, lands) for name in ("Lusarian", "Estremarans", "Uzmeni", "Tavorans", "Tavern")]
    ['Lusaria', 'Estremar', 'Uzmenistan', 'Tavora', None]
    """
    stems = [name[:at] for at in range(_STEM, len(name)) if _ENDINGS.fullmatch(name, at)]
    lands = (stem + ending for stem in stems for ending in _LANDS)
    return next((land for land in lands if land in others and land != name), None)


def group_name(document: Document, words: str) -> str | None:
    """
    Return the name of a group as a side.

    That is its own name without what stands round it, by its acronym where the text spells that out, else its words
    without an article; whose "its men" are is not told, nor who "both sides" and "the same group" are.

    Examples
    --------
    >>> document = Document("The Free Sarn Army (FSA) took Ost. Rebels met Sarn units and a Tovian patrol of the Sarn.")
    >>> [group_name(document, words) for words in ("The Free Sarn Army", "Rebels", "Free Sarn Army units")]
    ['FSA', 'Rebels', 'FSA']
    >>> [group_name(document, words) for words in ("a Tovian patrol", "anti-Tovian rebels", "Its men", "Both sides")]
    ['Tovian', 'anti-Tovian rebels', None, None]
    """
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    if first.lower() in OWNERS:
        return None
    if name := own_name(document, words):
        return name
    bare = rest if first.lower() in _ARTICLES and rest else words
    first, _, rest = bare.lower().partition(" ")
    is_nobody = first in _NOBODYS and (standing(rest) or _NOBODYS.issuperset(rest.split()))
    return None if is_nobody else bare


def own_name(document: Document, words: str) -> str | None:
    """Return the name within the words for a group, if they have one that is not another's: "loyal to General Harn"."""
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    if first.lower() in _ARTICLES and rest:
        words = rest
    own = _OWN_NAME.search(words)
    if own is None or own.group() in _NO_NAMES or own.group().lower() in PRONOUNS:
        return None
    if not _SMALL.isdisjoint(words[: own.start()].lower().split()):
        return None
    name = own.group().removesuffix("'s").removesuffix("’s")
    people, *kind = name.split()
    if (not kind or standing(" ".join(kind).lower()) == "army") and (
        land := land_of(people, _inside(document))
    ):
        return land
    # the capital of a first word may be that of the sentence
    is_told = own.start() or " " in name or name != own.group() or name[1:].isupper()
    if not (is_told or name in _inside(document)):
        return None
    return _acronyms(document).get(name, name)


def _acronyms(document: Document) -> dict[str, str]:
    return document.once("spelt out", functools.partial(_spelt_out, document.text))


def _inside(document: Document) -> frozenset[str]:
    """Return the words with a capital that no sentence begins with."""

    def read() -> frozenset[str]:
        words = _INSIDE.findall(document.text)
        return frozenset(word.removesuffix("'s").removesuffix("’s") for word in words)

    return document.once("inside", read)


def _spelt_out(text: str) -> dict[str, str]:
    """Return the names that a text spells out, without what stands before them, and their acronyms."""
    found = {}
    for named in _SPELT_OUT.finditer(text):
        words, acronym = named[1].split(), named[2]
        for at in range(len(words)):
            rest = words[at:]
            if rest[0][0] == acronym[0] and len(rest) <= 2 * len(acronym):
                found[" ".join(rest)] = acronym
    return found
