"""Whether two phrases name the same: a name with a title before it, another spelling, a family name alone."""

from __future__ import annotations

from rapidfuzz import fuzz

from newsan import lexicons
from newsan.actors.countries import code_of
from newsan.actors.full_names import TITLES
from newsan.actors.registry import fold, index
from newsan.text.words import BODIES

SPELT = 85  # of 100, from which two long words are one name's spellings: Zelensky, Zelenskyy
LONG = 6  # letters of such words
_NOUNS = TITLES | BODIES | lexicons.words("nouns", "person")


def is_same(first: str, second: str) -> bool:
    """
    Tell whether two phrases name the same: alike, or one with more before or after the name.

    A title or a country alone names nobody, and another given name is somebody else.

    Examples
    --------
    >>> is_same("Ostrell", "Mayor Mara Ostrell"), is_same("Tove Ostrell", "Ostrell")
    (True, False)
    >>> is_same("the mayor", "Mayor Mara Ostrell"), is_same("the mayor", "The mayor")
    (False, True)
    """
    short, long = sorted((_words(first), _words(second)), key=len)
    if not short:
        return False
    if [fold(w) for w in short] == [fold(w) for w in long]:
        return True
    own = [w for w in short if _is_naming(w)]
    rest = [w for w in long if not any(_is_spelt(w, s) for s in short)]
    if not own or len(rest) + len(short) != len(long):
        return False
    # of a row's `Tove Ostrell` a text's `Ostrell` need not be the name
    return len(own) > 1 or len(_words(first)) == len(short) or not any(map(_is_naming, rest))


def _words(name: str) -> list[str]:
    return [w.strip(".,") for w in name.replace("’", "'").split() if w.strip(".,").lower() != "the"]


def _is_spelt(first: str, second: str) -> bool:
    a, b = fold(first), fold(second)
    return a == b or (min(len(a), len(b)) >= LONG and fuzz.ratio(a, b) >= SPELT)


def _is_naming(word: str) -> bool:
    """Tell whether a word of a phrase names somebody: neither title, noun nor country."""
    low = fold(word)
    is_noun = low in _NOUNS or low.removesuffix("s") in _NOUNS
    return word[:1].isupper() and not is_noun and code_of(word) is None


def is_name(phrase: str) -> bool:
    """
    Tell whether a phrase holds a name.

    Examples
    --------
    >>> is_name("the mayor, Teller"), is_name("Officials"), is_name("The president")
    (True, False, False)
    """
    return any(map(_is_naming, _words(phrase)))


def speaks_for(actor_id: str, phrase: str) -> bool:
    """
    Tell whether a phrase is the country of an actor of the registry, or a body that their role names.

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
