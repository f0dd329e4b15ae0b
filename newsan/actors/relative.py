"""The noun phrase that `who` and `which` belong to: right before them, over ages, homes and appositions."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.actors.full_names import NOT_NAMES, TITLES
from newsan.text.nouns import BODIES, pronoun_of

_MOST, _LONGEST = 6, 30  # words of a common noun phrase, of an apposition
_TOKEN = re.compile(r"[\w’'&-]+(?:\.(?=[\w\s,]))?|[^\w\s]")
_DETERMINERS = lexicons.words("function_words", "begins a phrase")
_HOME = frozenset("of from in near at".split())
_WHERE = frozenset("in on at near last next since".split())  # before what is no name of a person
_LINKS = _HOME | frozenset("for to on with and by about against among between over".split())
_NOBODY = _DETERMINERS | frozenset(
    "he she they those anyone anybody everyone everybody someone nobody".split()
)
_NUMBERS = lexicons.words("nouns", "number of people")
_PARTICLES = lexicons.words("function_words", "within a name")


def antecedent(text: str, start: int, at: int, *, of_person: bool) -> tuple[int, int] | None:
    """
    Return where the noun phrase before a relative pronoun stands.

    Parameters
    ----------
    text
        The article.
    start, at
        Where the sentence begins, and where the pronoun does.
    of_person
        Whether the pronoun is `who`: then a place that ends the phrase is somebody's home.

    Returns
    -------
    span
        The phrase with what stands in apposition; None if nothing like a noun phrase comes before.

    Examples
    --------
    >>> for text in (
    ...     "It spoke with Tove Ardal, 30, of Estmark, who said",
    ...     "They met a driver from Estmark who said",
    ...     "We asked Ivo Brandl, head of the harbour, who said",
    ...     "It told the River Party, which said",
    ... ):
    ...     at = text.rindex("wh")
    ...     span = antecedent(text, 0, at, of_person=text[at:].startswith("who"))
    ...     print(text[slice(*span)])
    Tove Ardal, 30, of Estmark
    a driver from Estmark
    Ivo Brandl, head of the harbour
    the River Party
    """
    tokens = [(m.group(), start + m.start()) for m in _TOKEN.finditer(text[start:at])]
    k = len(tokens) - 1
    while k >= 0 and tokens[k][0] in ',—–-)”"':
        k -= 1
    if k < 0:
        return None
    name = _is_name(tokens[k][0])
    first = None
    if of_person and (not name or _is_home(tokens, _run(tokens, k))):
        first = _apposed(tokens, k)
    if first is None:
        first = _named(tokens, k, of_person) if name else _common(tokens, k, of_person)
    if first is None:
        return None
    return tokens[first][1], tokens[k][1] + len(tokens[k][0])


def _is_name(word: str) -> bool:
    return word[:1].isupper()


def _run(tokens: list[tuple[str, int]], last: int) -> int:
    """Return where a run of capitalised words begins."""
    k = last
    while k > 0:
        word = tokens[k - 1][0]
        initial = word == "." and k > 1 and len(tokens[k - 2][0]) < 5
        particle = word.casefold() in _PARTICLES and k > 1 and _is_name(tokens[k - 2][0])
        if not (initial or particle or _is_name(word)):
            break
        k -= 1
    return k


def _is_home(tokens: list[tuple[str, int]], first: int) -> bool:
    """Tell a name after `of`, `from the`, `in`: where somebody comes from or works."""
    before = [word for word, _ in tokens[max(0, first - 2) : first]]
    return bool(before) and (before[-1] in _HOME or (before[-1] == "the" and before[0] in _HOME))


def _apposed(tokens: list[tuple[str, int]], last: int) -> int | None:
    """Find the name before `, 30`, `, of Estmark`, `, a doctor at the clinic` and `, head of the harbour`."""
    end = last
    while True:
        k = end
        while k > 0 and tokens[k][0] != ",":
            k -= 1
        if k < 1 or end - k > _LONGEST or k == end:
            return None
        before, first = tokens[k - 1][0], tokens[k + 1][0]
        titled = first.casefold() in TITLES  # `Ivo Brandl, President of Ostrand`
        if before.isdigit() or (
            not titled and _is_name(first) and _is_home(tokens, _run(tokens, k - 1))
        ):
            end = k - 1  # `..., 30, of Estmark, Ostmark`
            continue
        added = titled or first.isdigit() or (first[:1].islower() and first not in _LINKS - _HOME)
        if not added or not _is_name(before):
            return None
        start = _run(tokens, k - 1)
        words = {word.casefold() for word, _ in tokens[start:k]}
        told = tokens[start - 1][0].casefold() if start else ""
        return None if words & NOT_NAMES or told in _WHERE else start


def _named(tokens: list[tuple[str, int]], last: int, of_person: bool) -> int | None:
    """Return where a name begins, perhaps over the home of somebody: `a driver from Estmark`."""
    k = _run(tokens, last)
    home = k - 1 if k and tokens[k - 1][0] != "the" else k - 2
    if of_person and home > 0 and tokens[home][0] in _HOME:
        before = tokens[home - 1][0]
        if before[:1].islower() and before.isalpha() and _can_be_who(before):
            common = _common(tokens, home - 1, of_person)
            if common is not None:
                return common
    if k and tokens[k - 1][0] in _DETERMINERS:
        k -= 1
    return k


def _common(tokens: list[tuple[str, int]], last: int, of_person: bool) -> int | None:
    """Return where a common noun phrase begins: at its determiner, or with its noun."""
    if not tokens[last][0][:1].isalpha() or tokens[last][0].casefold() in _NOBODY:
        return None
    for k in range(last - 1, max(-1, last - _MOST), -1):
        word = tokens[k][0].casefold()
        if word in _DETERMINERS:
            of = k >= 2 and tokens[k - 1][0] == "of" and tokens[k - 2][0].isalpha()
            if of and of_person and not _can_be_who(tokens[k - 2][0]):
                of = False  # `memoirs of a spy who`
            return (_common(tokens, k - 2, of_person) if of else None) or k
        if word in _LINKS or not (word[:1].isalpha() or word == "“"):
            break
    return last


def _can_be_who(noun: str) -> bool:
    """Tell a noun for people, or for a number of them."""
    low = noun.casefold()
    ones = (low, low.removesuffix("s"), low.removesuffix("es"))
    return low in _NUMBERS | BODIES | _NOBODY or any(pronoun_of(one) for one in ones)
