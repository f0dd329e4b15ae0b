"""Names of people and bodies: given names, full names in a text, which are one's own and where each stands."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from newsan import lexicons
from newsan.actors.mention import Mention, own_id
from newsan.document import Document
from newsan.quotes.cues import lemma_of
from newsan.text.words import BODIES

# A third person in a text, as `he` or `she`.
THIRD_PERSON = r"\b(?:(?P<he>[Hh]e|[Hh]is)|(?P<she>[Ss]he|[Hh]er))\b"
_LEAST, _SHARE = 2, 0.75  # how often, and of all how many, before a text's own use is believed
_HONORIFICS = {"mr": "he", "sir": "he"} | dict.fromkeys("mrs ms miss lady dame".split(), "she")
OWNER = re.compile(r"['’]s?$")
TITLES = lexicons.words("nouns", "title")
# Titles that are family names as well.
_FAMILIES = lexicons.words("nouns", "title and family name")
PARTICLES = lexicons.words("function_words", "particle of a name")
_PARTICLE = lexicons.alternation(PARTICLES)
CAPITAL = r"[^\W\d_a-zß-ÿа-яёіїєґ]"
_REST = r"[\w'’]*(?:-\w+)*"
WORD = CAPITAL + _REST
# First the capital, then what stands before it: `re` skips to a capital fast.
_RUN = re.compile(
    rf"{CAPITAL}(?<![\w’'-]{CAPITAL})(?<!\w\.{CAPITAL})(?:(?:\.[A-Z])+|{_REST})"
    rf"(?:\.?[ \xa0]+(?:{CAPITAL}(?:\.[A-Z])+|{WORD}|{_PARTICLE}(?:-{WORD}|(?=[ \xa0]))))+(?![\w-])"
)
_LITTLE = 3  # letters of the longest words that a headline in capitals writes small
_HEADLINE = 4  # words in capitals from which a line of no others is one
SUFFIXES = frozenset("jr sr ii iii iv kc qc sc obe mbe cbe dbe kbe mp msp mla phd md esq".split())
_SHORT = frozenset("st jr sr wm".split())  # words of names that end in a stop
# Titles that some list has as given names.
_NEVER_GIVEN = lexicons.words("nouns", "title and given name")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_STATES = frozenset("U.S. U.K. U.N. E.U. D.C.".split())
_POSSESSOR = re.compile(r"['’]s$|(?<=s)['’]$")
_POSSESSIVE = ("'s", "’s", "'", "’")
NOT_NAMES = BODIES | lexicons.words("nouns", "no name")
NOBODY = lexicons.words("function_words", "no single name")
_NOT_LAST = lexicons.words("nouns", "last word of a thing")  # `Ostrell Tower`
_WORDS = re.compile(r"\w+")
_PART = re.compile(r"(?:\A|(?<=\s))(\w+)")
_IN_NAME = re.compile(r" [^\W\d_a-z]|-\w")  # `the Ostrell Foundation`
_FOLLOWS = re.compile(r"[^.?!\n]{0,200}?" + THIRD_PERSON)
AS_OFTEN_WORDS = frozenset("will may april june august".split())  # given names, and words as often
LONGEST = 60  # characters of a name
# `Ostrell, the father of the singer | Mara Ostrell`: who is named to tell who somebody else is
_KIN = re.compile(r", (?:the |an? |his |her )?(?:[a-z-]+ ){1,3}(?:of|to) [^,.;:]*\Z")
_LED = re.compile(r"-(?:[a-z]+ed|led|run)\Z")  # `Kurdish-led | SDF`
_OPENERS = frozenset(
    w.capitalize() for w in lexicons.words("function_words", "before a body") | {"both"}
)
_NAME_AFTER = re.compile(r",? (?P<name>[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*)")
_BODY_RUN = re.compile(
    r"(?<![\w-])[A-Z][\w’'&-]*\w(?: (?:of |for |of the |and )?(?!\w+day\b)[A-Z][\w’'&-]*\w)+"
)
_CAPITALS_BEFORE = re.compile(r"(?:(?<![\w’'.-])[A-Z][\w’'&-]*(?<!['’]s) )+\Z")
_CAPITALS_AFTER = re.compile(r"(?: (?:(?:of|for|on) (?:the )?)?(?!\w+day\b)[A-Z][\w’'&-]*)+")


def pronoun_of_honorific(word: str) -> str | None:
    """
    Return the pronoun that a word before a name goes with.

    Examples
    --------
    >>> pronoun_of_honorific("Mrs."), pronoun_of_honorific("Gen.")
    ('she', None)
    """
    return _HONORIFICS.get(word.casefold().strip(".“”‘’\"'(["))


def usual_pronoun(used: Counter[str]) -> str | None:
    """
    Return the pronoun that is used often, and nearly always.

    Examples
    --------
    >>> usual_pronoun(Counter(she=3, he=1)), usual_pronoun(Counter(she=1)), usual_pronoun(Counter(she=2, he=2))
    ('she', None, None)
    """
    most = used.most_common(1)
    return most[0][0] if most and most[0][1] >= max(_LEAST, _SHARE * used.total()) else None


def is_given(word: str) -> bool:
    """
    Return whether a word is a given name of any list: also one that women and men share.

    Examples
    --------
    >>> is_given("Mara"), is_given("Jackie"), is_given("Veldany")
    (True, True, False)
    """
    low = word.casefold()
    return low in given_names() or low in _shared_given()


@functools.cache
def _shared_given() -> frozenset[str]:
    return frozenset(r["word"] for r in lexicons.rows("place_rivals") if r["kind"] == "given")


@functools.cache
def given_names() -> dict[str, str]:
    """Return `he` or `she` by given name in lower case, where nine in ten bearers agree."""
    return {row["name"]: row["pronoun"] for row in lexicons.rows("given_names")}


def pronoun_of_name(full_name: str) -> str | None:
    """
    Return the pronoun that a full name usually goes with.

    By given name (`given_names.csv`: names of many countries from 36 public lists, Van Buskirk,
    Clauset & Larremore 2023, and a list of Ukrainian and Russian names), else by the ending of an
    East Slavic family name with a given name that ends alike. It is a likelihood for choosing an
    antecedent, never a fact about a person.

    Examples
    --------
    >>> pronoun_of_name("Mara Ostrell"), pronoun_of_name("Ivan Kravets"), pronoun_of_name("Xq Ostrell")
    ('she', 'he', None)
    """
    first, *rest = full_name.casefold().replace("’", "'").split() or [""]
    return given_names().get(first) if rest else None


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
            found.append((a, b, _POSSESSOR.sub("", name)))
    return found


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of capitalised words at titles and common words; keep what can be a full name."""
    parts: list[list[tuple[int, int]]] = [[]]
    words = [(start + w.start(), start + w.end()) for w in re.finditer(r"\S+", text[start:end])]
    for k, (a, b) in enumerate(words):
        word = text[a:b]
        bare = word.strip(".,'’").casefold()
        if bare.endswith(("'s", "’s")):
            bare = bare[:-2]
        elif "." in word and _INITIALS.fullmatch(word) and word not in _STATES:
            bare = ""
        ends = word.endswith(".") and len(bare) > 1 and bare not in _SHORT  # not `J.` or `St.`
        rest = words[k : k + 1] if ends else words[k : k + 3]  # the third: not the last but one
        is_title = TITLES.issuperset(bare.split("-"))  # `Maj-Gen`
        if bare in NOT_NAMES or (is_title and not _is_name(text, parts[-1], rest)):
            parts.append([])
            continue
        parts[-1].append((a, b - ends))
        if ends or word.endswith(_POSSESSIVE):  # a possessor, and then what is theirs
            parts.append([])
    found = []
    for part in parts:
        part = _trim(text, part)
        held = [text[a:b] for a, b in part]
        own = [w for w in held if w.casefold().rstrip(".") not in SUFFIXES]
        if len(own) < 2 or held[0].islower() or held[-1].islower():
            continue
        last = _POSSESSOR.sub("", held[-1])
        acronym = last.isupper() and len(last) > 1 and held[0].casefold() not in given_names()
        if acronym or last.casefold() in _NOT_LAST:
            continue
        if not all(w.isupper() and len(w) > 2 for w in held):
            found.append((part[0][0], part[-1][1]))
    return found


def _is_name(text: str, before: list[tuple[int, int]], rest: list[tuple[int, int]]) -> bool:
    """Return whether a title is a name, `James Dean`, `Dean Ostrell`: last after a given name, or one before the last."""
    known = given_names()
    if before:
        last = text[slice(*rest[0])].strip(".,'’").casefold()
        given_before = text[slice(*before[-1])].casefold() in known
        return last in SUFFIXES or (len(rest) == 1 and last in _FAMILIES and given_before)
    first = text[slice(*rest[0])].casefold()
    return len(rest) == 2 and first in known and first not in _NEVER_GIVEN


def _trim(text: str, part: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Leave out what comes before a given name: a firm, or a title that is in no list.

    No name is a first word of three that the text also writes small, nor `Stated` of `Stated Ostrell:`.
    """
    known = given_names()
    words = [text[a:b].casefold() for a, b in part]
    if words and words[0].endswith(("ed", "s")) and words[0] not in known and lemma_of(words[0]):
        return _trim(text, part[1:])
    given = next((k for k, w in enumerate(words[1:-1], 1) if w in known), 0)
    if len(part) > 2 and words[0] not in known and len(words[0].strip(".")) > 1:
        if given and given in (1, len(part) - 2):  # `Public Works | Mara Ostrell`
            return part[given:]
        if next(occurrences(text, words[0]), None) is not None:
            return part[1:]
    return part


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """
    Find words in a text where no letter, digit or hyphen touches them on the left, no letter on the right.

    A hyphen and a capital on the right make another name.

    Examples
    --------
    >>> list(occurrences("Ostrell's sister-Ostrell, Ostrells, Ostrell-Tate", "Ostrell"))
    [(0, 7)]
    """
    starts = _word_starts(text)
    parts = [(len(starts.get(m[1], ())), m.start(1), m[1]) for m in _PART.finditer(words)]
    if not parts or parts[0][1]:
        return
    since, (_, ahead, rarest) = 0, min(parts)  # looked for by its rarest word
    for at in (place - ahead for place in starts.get(rarest, ())):
        end, touched = at + len(words), text[max(0, at - 1) : at]
        after = text[end : end + 2]
        is_longer = (
            after[:1].isalnum() or after[:1] == "_" or (after[:1] in "-‑" and after[1:].isupper())
        )
        is_within = touched.isalnum() or touched in ("_", "-") or (after and is_longer)
        if at >= since and text.startswith(words, at) and not is_within:
            since = end  # no place begins within another: `Ba La Ba` once in `Ba La Ba La Ba`
            yield at, end


@functools.lru_cache(maxsize=16)
def _word_starts(text: str) -> dict[str, list[int]]:
    """Return where each word of a text begins, but for those that a hyphen touches on the left."""
    found: dict[str, list[int]] = {}
    for m in _WORDS.finditer(text):
        if text[m.start() - 1 : m.start()] != "-":
            found.setdefault(m.group(), []).append(m.start())
    return found


def only_in_capitals(text: str, start: int, name: str) -> bool:
    """
    Return whether only a headline in capitals makes words look like a name.

    Not a given name and one word that the text has again.

    Examples
    --------
    >>> headline = "Ostrell Joins Growing List of Doubters Abroad"
    >>> only_in_capitals(headline, 0, "Ostrell Joins Growing List")
    True
    """
    begin = text.rfind("\n", 0, start) + 1
    end = (text.find("\n", start) + 1 or len(text) + 1) - 1
    if _capital_words(text, begin, end) <= len(name.split()) + 1:
        return False
    if text.find(name, 0, begin) >= 0 or text.find(name, end) >= 0:
        return False
    first, *rest = name.split()
    is_name = len(rest) == 1 and is_given(first) and first.casefold() not in AS_OFTEN_WORDS
    return not (is_name and any(at > end for at, _ in occurrences(text, rest[0])))


def _in_headline(text: str, start: int, end: int) -> bool:
    """Return whether words stand in a line that has capitals only, a headline."""
    begin, until = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return _capital_words(text, begin, until if until >= 0 else len(text)) > _HEADLINE


@functools.lru_cache(maxsize=1024)
def _capital_words(text: str, begin: int, end: int) -> int:
    """Return how many words a line has, little ones aside, if all have capitals; else 0."""
    words = [w for w in text[begin:end].split() if len(w) > _LITTLE and w[:1].isalpha()]
    return len(words) if all(w[:1].isupper() for w in words) else 0


def family(name: str) -> str:
    """
    Return the family name of a full name, the last word but for `Jr`.

    Examples
    --------
    >>> family("Mara Ostrell"), family("Ivo Teller Jr"), family("Ardal")
    ('Ostrell', 'Teller', 'Ardal')
    """
    words = name.split()
    own = [w for w in words if w.casefold().rstrip(".") not in SUFFIXES]
    return (own or words)[-1]


def merge_names(
    names: Iterable[str], rows: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, str]:
    """
    Tie full names to actors: a name with more in the middle, or `Jr`, is the shorter one's person.

    So is a family name of several words. Not where several longer names differ among
    themselves: then nobody knows whose the shorter one is. `rows` are the registry's, whose ids nobody else gets.

    Returns
    -------
    actors
        The actor's id by name; it is made from the shortest of them.

    Examples
    --------
    >>> merge_names(["Mara Lind Ostrell", "Mara Ostrell", "Tove Ostrell"])
    {'Mara Ostrell': 'mara-ostrell', 'Tove Ostrell': 'tove-ostrell', 'Mara Lind Ostrell': 'mara-ostrell'}
    >>> merge_names(["Ivo Al Rashid", "Al Rashid"])
    {'Ivo Al Rashid': 'ivo-al-rashid', 'Al Rashid': 'ivo-al-rashid'}
    >>> merge_names(["Mara Velm Ostrell", "Velm Ostrell", "Ivo Mara Teller", "Mara Teller"])["Velm Ostrell"]
    'mara-velm-ostrell'
    >>> merge_names(["Ivo Teller", "Ivo A. Teller", "Ivo B. Teller"])
    {'Ivo Teller': 'ivo-teller', 'Ivo A. Teller': 'ivo-a-teller', 'Ivo B. Teller': 'ivo-b-teller'}
    """
    found: dict[str, str] = {}
    ordered = sorted(dict.fromkeys(names), key=lambda n: len(n.split()))
    alike: dict[tuple[str, str], list[str]] = {}  # by given and family name
    for name in ordered:
        alike.setdefault(_ends(name), []).append(name)
    for name in ordered:
        own = alike[_ends(name)]
        shorter = next((n for n in own if n in found and _is_longer(name, n)), None)
        rivals = [n for n in own if n != name and shorter and _is_longer(n, shorter)]
        alone = all(_is_longer(name, n) or _is_longer(n, name) for n in rivals)
        found[name] = found[shorter] if shorter and alone else own_id(name, rows or {})
    by_last: dict[str, list[str]] = {}
    for name in ordered:
        by_last.setdefault(name.casefold().split()[-1], []).append(name)
    for name in ordered:
        words = name.casefold().split()
        is_family = words[0].rstrip(".") in PARTICLES or not is_given(words[0])
        near = by_last[words[-1]] if is_family else []
        longer = {found[n] for n in near if _is_tail(words, n)}
        if len(longer) == 1:  # behind the longer one, whose name is theirs
            del found[name]
            found[name] = longer.pop()
    return found


def _is_tail(words: list[str], longer: str) -> bool:
    """Return whether words in lower case, `al rashid`, are the last of a longer name."""
    more = longer.casefold().split()
    return len(words) < len(more) and words == more[-len(words) :]


def _ends(name: str) -> tuple[str, str]:
    return name.casefold().split()[0], family(name).casefold()


def _is_longer(name: str, other: str) -> bool:
    """Return whether a name has all the words of a shorter one, given and family name in their places."""
    words, fewer = name.casefold().split(), other.casefold().split()
    return len(fewer) > 1 and _ends(name) == _ends(other) and set(fewer) <= set(words)


def find_again(
    text: str, names: dict[str, str], by_family: dict[str, list[str]], known: list[Mention]
) -> list[Mention]:
    """
    Find where people outside the registry are named again, in full or by surname, no place twice.

    `names` has actors by full name (`merge_names`), `by_family` those of a family name in lower case, `known` the
    mentions so far. A surname that several bear is whoever `Mr` or `Mrs` makes it, or else whoever was named last.
    """
    taken = {at for m in known for at in range(m.start, m.end)}
    found: list[Mention] = []
    full: set[int] = set()  # where full names end, be it in what the registry knows

    def add(words: str, actor: str) -> None:
        for start, end in occurrences(text, words):
            if start not in taken and end - 1 not in taken and end not in full:
                taken.update(range(start, end))
                found.append(Mention(start, end, actor, "person"))

    for name in sorted(names, key=len, reverse=True):
        add(name, names[name])
    full.update(end for name in names if " " in name for _, end in occurrences(text, name))
    for name, actor in names.items():
        if len(by_family[family(name).casefold()]) == 1:
            add(family(name), actor)
    pronouns = {actor: pronoun_of_name(name) for name, actor in names.items()}
    for last in dict.fromkeys(family(n) for n in names):
        if len(by_family[last.casefold()]) > 1:
            spans = [s for s in occurrences(text, last) if s[0] not in taken]
            found += _share_out(text, spans, by_family[last.casefold()], pronouns, [*known, *found])
    return found


def _share_out(
    text: str,
    spans: list[tuple[int, int]],
    bearers: list[str],
    pronouns: Mapping[str, str | None],
    mentions: list[Mention],
) -> list[Mention]:
    """Give each place of a surname to one of those who bear it."""
    all_own = frozenset(bearers)
    own = sorted((m for m in mentions if m.actor_id in all_own), key=lambda m: m.start)
    latest: dict[str, int] = {}  # the number of each bearer's last mention before a place
    seen = 0
    bare = [s for s in spans if honorific(text, s[0]) is None]
    usual = _usual(text, bare) or _usual(text, spans)
    found: list[Mention] = []
    for start, end in spans:
        while seen < len(own) and own[seen].start < start:
            if not _KIN.search(text, max(0, own[seen].start - LONGEST), own[seen].start):
                latest[own[seen].actor_id] = seen
            seen += 1
        if _IN_NAME.match(text, end):
            continue
        said = honorific(text, start) or usual
        agree = [b for b in bearers if said is not None and pronouns.get(b) == said]
        agree = agree or [b for b in bearers if said is None or pronouns.get(b) is None]
        last = max((latest.get(b, -1) for b in agree), default=-1)
        if len(agree) == 1 or last >= 0:
            actor = agree[0] if len(agree) == 1 else own[last].actor_id
            found.append(Mention(start, end, actor, "person"))
    return found


def honorific(text: str, start: int) -> str | None:
    """Return the pronoun that `Mr` or `Mrs` before a name goes with."""
    words = text[max(0, start - 6) : start].split()
    return pronoun_of_honorific(words[-1]) if words else None


def _usual(text: str, spans: list[tuple[int, int]]) -> str | None:
    """Return the pronoun that follows a surname within its sentence, if it is nearly always one."""
    follow = (_FOLLOWS.match(text, end) for _, end in spans)
    return usual_pronoun(Counter(m.lastgroup or "" for m in follow if m is not None))


def is_short_for(longer: str, name: str) -> bool:
    """Return whether a body's name is short for a longer one: its first or last words, or its initials."""
    words, fewer = longer.casefold().split(), name.casefold().split()
    if len(fewer) >= len(words):
        return False
    if name.isupper() and len(fewer) == 1:
        return initials(longer) == fewer[0].replace(".", "")
    return words[: len(fewer)] == fewer or (len(fewer) > 1 and words[-len(fewer) :] == fewer)


def initials(name: str) -> str:
    """Return the first letters of a name's capitalised words, small."""
    return "".join(w[0] for w in name.split() if w[0].isupper()).casefold()


def find_introduced(document: Document) -> Iterator[tuple[int, int]]:
    """Find the names that stand right after a noun for a body: `the charity | Open Rivers`."""
    for p in document.phrases:
        noun = document.text[p.start : p.end].rsplit(" ", 1)[-1]
        if not p.named and noun in BODIES and (m := _NAME_AFTER.match(document.text, p.end)):
            yield whole_name(document.text, *m.span("name"))


def find_by_noun(text: str) -> Iterator[tuple[int, int]]:
    """Find the runs of capitalised words with a noun for a body among them: `Centre for River Research`."""
    for m in _BODY_RUN.finditer(text):
        words = m.group().split(" ")
        if words[0] in _OPENERS:
            words = words[1:]
        low = [w.casefold() for w in words]
        many = {w.removesuffix("s") for w, after in itertools.pairwise(low) if after == "for"}
        is_body = len(words) > 1 and not BODIES.isdisjoint(many.union(low))
        if is_body and not _in_headline(text, *m.span()):  # `Centers for River Health`
            yield m.end() - len(" ".join(words)), m.end()


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole name around a part of it: the capitalised words beside it, less a leading article."""
    before = _CAPITALS_BEFORE.search(text, max(0, start - LONGEST), start)
    after = _CAPITALS_AFTER.match(text, end)
    if _in_headline(text, start, end):
        before = after = None
    if before is not None:
        words = before.group().split()
        while words and (words[0] in _OPENERS or words[0].casefold() in TITLES):
            words.pop(0)
        start -= sum(len(w) + 1 for w in words)
    end = after.end() if after and text[end - 2 : end] not in ("'s", "’s") else end
    first = text[start:end].split(" ", 1)
    if len(first) > 1 and (first[0] in _OPENERS or _LED.search(first[0])):
        start += len(first[0]) + 1
    return start, end
