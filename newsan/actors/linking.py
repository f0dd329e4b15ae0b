"""Which names in an article are the registry's, which are a namesake's, and whether two phrases name the same."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from newsan import lexicons
from newsan.actors.countries import code_of, country_of, names_of
from newsan.actors.names import (
    AS_OFTEN_WORDS,
    TITLES,
    WORD,
    given_names,
    is_given,
    occurrences,
    pronoun_of_honorific,
)
from newsan.actors.offices import YEAR, in_office
from newsan.actors.registry import Index, fold, index
from newsan.document import Document, read
from newsan.text.words import BODIES

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
_BACK = 2  # sentences before words for an office in which a year dates them
_YEAR = 40  # characters after them in which one does
_NEUTRAL = lexicons.words("nouns", "before a leader")  # before a surname: they tell no other job


_JOINING = r"(?:[ -](?:of|the|and|for|in|de|du|on))*[ -]"
# Up to three words before a surname, on its line: `Mara A. `, `Cllr Mara `.
_BEFORE = re.compile(rf"(?:(?<![\w’'.-])(?:{WORD}|[A-Z])\.?[ \xa0]){{1,3}}\Z")
_REACH = 60  # characters before a surname in which they stand
SAME_SPELT = 85  # of 100, from which two long words are one name's spellings: Zelensky, Zelenskyy
SPELT_LETTERS = 6  # letters of such words
_NOUNS = TITLES | BODIES | lexicons.words("nouns", "person")


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
      name stands before it and the actor's own full name nowhere; else whoever was named last has it;
    - a surname alone, unless the article has the actor's full name, a title of theirs before it, or
      their country (for analysts: two of the registry's sides), which is not enough for one that is a
      given name as well;
    - words for an office alone (`the Ostrandian president`) unless the article names the holder, or
      its day lies in a term of `offices.csv`; and never outside the holder's terms;
    - an acronym that the article gives another body (`University of Kilden (UK)`), a body's plain name
      with another country's before it, a body's or state's behind a given name (`Jackie London`).

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
        for start, end, actor_id in link_names(document, index(registry), published)
    ]


def link_names(document: Document, table: Index, published: object) -> list[tuple[int, int, str]]:
    """Return the actors that an article names, at offsets of the document; worked out once."""
    day = pd.to_datetime(published, errors="coerce")
    key = "linked", table, None if pd.isna(day) else day.date()
    return [*document.once(key, lambda: _link_names(document, table, published))]


def _link_names(document: Document, table: Index, published: object) -> list[tuple[int, int, str]]:
    text = document.text
    hits = [
        Hit(m.start(), m.end(), table.owners(m.group()) or table.owners("the " + m.group()))
        for m in table.pattern.finditer(text)
    ]
    hits = [h for h in hits if not _is_anothers(text, h, table)]
    return _Article(document, hits, table, published).links() if hits else []


def _is_anothers(text: str, hit: Hit, table: Index) -> bool:
    """Return whether a name lies within another: `Kim | Ostrell`, `Ivo Teller | Jr`, `the Ostrandian | General Staff`."""
    row = table.rows[hit.owners[0]]
    if row["kind"] == "person":
        sort = table.sort(row["actor_id"], text[hit.start : hit.end])
        after = _NAME_AFTER if sort in ("surname", "titled") else _JUNIOR
        return after.match(text, hit.end) is not None
    before = text[max(0, hit.start - _TITLE) : hit.start].split()[-1:]
    whose = [w for w in before if country_of(w) or w.endswith(("'s", "’s"))]
    if text.startswith(" of ", hit.end):
        whose += text[hit.end : hit.end + _TITLE].split()[1:2]
    bare = (w.strip(",.").removesuffix("'s").removesuffix("’s") for w in whose)
    codes = {code_of(w) for w in bare} - {None, row["country"]}
    return row["kind"] == "institution" and row["country"] != "" and bool(codes)


class _Article:
    """The registry's names in one article, and what tells whose they are."""

    def __init__(
        self, document: Document, hits: list[Hit], table: Index, published: object
    ) -> None:
        self.text, self.sentences = document.text, document.sentences
        self.hits, self.table, self.published = hits, table, published

    def links(self) -> list[tuple[int, int, str]]:
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
        told = {(actor, self.text[a:b]) for a, b, actor in found}
        lone = {(a, words) for a, words in told if self._is_own_short(self.table.rows[a], words)}
        found = [(a, b, actor) for a, b, actor in found if (actor, self.text[a:b]) in lone]
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
            is_alone = "job" not in said and self._is_borne_alone(row, names)
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
        Return whose a surname is, by the words before it.

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
            said, own = pronoun_of_honorific(word), row["pronouns"].split("/")[0]
            return "other" if said and own in ("he", "she") and said != own else "bare"
        if low in TITLES:
            known = re.findall(r"\w+", fold(f"{row['role']} {row['aliases']}"))
            if low in known:
                return "office"
            return "bare" if low in _NEUTRAL else "job"
        if is_spelling(word, row):
            return "own"
        if len(low) == 1 or is_given(low):
            return "other"
        return "bare"

    def _holder(self, hit: Hit, by_name: set[str]) -> str | None:
        """Return who holds an office that is named without its holder, in the years that stand near it too."""
        if _NOT_NOW.search(self.text, max(0, hit.start - _TITLE), hit.start):
            return None
        begin = self.sentences.starts[max(0, self.sentences.before(hit.start) - _BACK)]
        years = YEAR.findall(self.text, begin, hit.end + _YEAR)
        others = (y for y in years if not str(self.published).startswith(y))
        days = (self.published, *(f"{year}-07-01" for year in others))
        held = {a: [in_office(a, day) for day in days] for a in hit.owners}
        fit = [a for a, h in held.items() if (a in by_name if h[0] is None else all(h))]
        return fit[0] if len(fit) == 1 else None

    def _is_borne_alone(self, row: dict[str, str], surnames: set[str]) -> bool:
        """
        Return whether a person's surname alone can be theirs: the article names their country.

        Not one that is a given name as well. A row without a country (a user's own) has nothing to
        compare.
        """
        if not row["country"]:
            return True
        are_given = all(is_given(fold(name)) for name in surnames)
        return not are_given and self._is_of_country(row)

    def _is_own_short(self, row: dict[str, str], name: str) -> bool:
        """
        Return whether a short name of a body or state can be the registry's; a person's always.

        Not an acronym that the article spells out otherwise, nor one of a body (but of an outlet)
        whose country, and the war, the article does not name; not a name that is somebody's there
        (`Jackie London`); one that is ambiguous (`registry`) only with another name of the body, its
        country or the war.
        """
        if row["kind"] == "person":
            return True
        if self.table.is_ambiguous(row["actor_id"], name) and not self._is_borne_out(row, name):
            return False
        if any(c.isspace() for c in name):
            return True
        if not name.isupper():
            return not any(follows_given(self.text, at) for at, _ in occurrences(self.text, name))
        if self._is_spelt_otherwise(name, row):
            return False
        everywhere = row["kind"] == "state" or row["actor_id"] in self.table.outlets
        return everywhere or not row["country"] or self._is_of_country(row) or self._names_sides()

    def _is_borne_out(self, row: dict[str, str], name: str) -> bool:
        """Return whether the article has an actor's country, the war, or a name that holds another."""
        others = (n for n in (row["name"], *row["aliases"].split("|")) if n)
        own = [n for n in others if not self.table.is_ambiguous(row["actor_id"], n)]
        return any(map(self._names, own)) or self._is_of_country(row) or self._names_sides()

    def _names(self, name: str) -> bool:
        return next(occurrences(self.text, name), None) is not None

    def _is_of_country(self, row: dict[str, str]) -> bool:
        """Return whether the article names an actor's country; of an analyst's, two of the sides."""
        if row["country"] and self._names_country(row["country"]):
            return True
        is_of_state = row["side"] in self.table.sides or row["side"] in ("", "other")
        return not is_of_state and self._names_sides()

    def _names_country(self, code: str) -> bool:
        return any(map(self._names, (*names_of(code), *self.table.names_of_state(code))))

    def _names_sides(self) -> bool:
        return sum(map(self._names_country, self.table.sides.values())) > 1

    def _is_spelt_otherwise(self, acronym: str, row: dict[str, str]) -> bool:
        """Return whether an article has an acronym in brackets behind another name: `University of Kilden (UK)`."""
        own = {fold(n).removeprefix("the ") for n in (row["name"], *row["aliases"].split("|"))}
        spelt = _JOINING.join(rf"{c}[\w’'-]+" for c in acronym if c.isalpha())
        found = re.search(rf"(?<![\w-])({spelt}) \({re.escape(acronym)}\)", self.text)
        return found is not None and fold(found[1]) not in own


def words_before(text: str, start: int) -> list[str]:
    """
    Return the words with capitals, three at most, that stand right before an offset.

    Examples
    --------
    >>> words_before("to Cllr Mara A. Ostrell", 16), words_before("met Ardal. Ostrell", 11)
    (['Cllr', 'Mara', 'A.'], [])
    """
    m = _BEFORE.search(text, max(0, start - _REACH), start)
    words = m.group().split() if m else []
    # no initial, nor a title that is cut short
    long = [len(w) != 2 and w[:-1].casefold() not in TITLES for w in words]
    ends = [k for k, w in enumerate(words, 1) if w[-1] == "." and long[k - 1]]
    return words[ends[-1] :] if ends else words


def follows_given(text: str, start: int) -> bool:
    """
    Return whether a word stands behind a given name.

    Examples
    --------
    >>> follows_given("said Jackie London.", 12), follows_given("said London.", 5)
    (True, False)
    """
    before = words_before(text, start)
    first = fold(before[-1].strip(".")) if before else ""
    return is_given(first) and first not in AS_OFTEN_WORDS | TITLES


def is_spelling(first: str, row: dict[str, str]) -> bool:
    """
    Return whether a given name is a registry person's own, spelt otherwise (Volodimir), or its initial.

    Examples
    --------
    >>> row = index().rows["volodymyr-zelenskyy"]
    >>> [is_spelling(n, row) for n in ("Volodimir", "V.", "Viktor", "Olena")]
    [True, True, False, False]
    """
    name = fold(first).strip(".")
    names = fold(f"{row['name']}|{row['aliases']}").split("|")
    own = {n.split()[0] for n in names if " " in n and n.split()[0] in given_names()}
    own.add(fold(row["name"]).split()[0])
    if len(name) == 1:
        return any(n.startswith(name) for n in own)
    return any(n[0] == name[0] and fuzz.ratio(n, name) >= _SPELT for n in own)


def is_same(first: str, second: str) -> bool:
    """
    Return whether two phrases name the same: alike, or one with more before or after the name.

    A title or a country alone names nobody, and another given name is somebody else.

    Examples
    --------
    >>> is_same("Ostrell", "Mayor Mara Ostrell"), is_same("Tove Ostrell", "Ostrell")
    (True, False)
    >>> is_same("the mayor", "Mayor Mara Ostrell"), is_same("the mayor", "The mayor")
    (False, True)
    """
    short, long = sorted((_naming_words(first), _naming_words(second)), key=len)
    if not short:
        return False
    if [fold(w) for w in short] == [fold(w) for w in long]:
        return True
    own = [w for w in short if _is_naming(w)]
    rest = [w for w in long if not any(_is_spelt(w, s) for s in short)]
    if not own or len(rest) + len(short) != len(long):
        return False
    # of a row's `Tove Ostrell` a text's `Ostrell` need not be the name
    return len(own) > 1 or len(_naming_words(first)) == len(short) or not any(map(_is_naming, rest))


def _naming_words(name: str) -> list[str]:
    return [w.strip(".,") for w in name.replace("’", "'").split() if w.strip(".,").lower() != "the"]


def _is_spelt(first: str, second: str) -> bool:
    a, b = fold(first), fold(second)
    return a == b or (min(len(a), len(b)) >= SPELT_LETTERS and fuzz.ratio(a, b) >= SAME_SPELT)


def _is_naming(word: str) -> bool:
    """Return whether a word of a phrase names somebody: neither title, noun nor country."""
    low = fold(word)
    is_noun = low in _NOUNS or low.removesuffix("s") in _NOUNS
    return word[:1].isupper() and not is_noun and code_of(word) is None


def is_name(phrase: str) -> bool:
    """
    Return whether a phrase holds a name.

    Examples
    --------
    >>> is_name("the mayor, Teller"), is_name("Officials"), is_name("The president")
    (True, False, False)
    """
    return any(map(_is_naming, _naming_words(phrase)))


def speaks_for(actor_id: str, phrase: str) -> bool:
    """
    Return whether a phrase is the country of an actor of the registry, or a body that their role names.

    Examples
    --------
    >>> speaks_for("vladimir-putin", "Russia"), speaks_for("vladimir-putin", "Ukraine")
    (True, False)
    """
    rows = index().rows
    if actor_id not in rows or any(rows[i]["kind"] == "person" for i in index().owners(phrase)):
        return False
    row = rows[actor_id]
    return (code_of(phrase) or "") == row["country"] != "" or fold(phrase) in fold(row["role"])
