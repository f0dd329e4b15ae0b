"""Edges of noun phrases and finite verbs, from closed word classes instead of a parser.

Positions are indexes into a unit's items; a phrase is a half-open pair of them.
"""

from __future__ import annotations

import re

from newsan.quotes import cues
from newsan.quotes.cues import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    FINITE,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from newsan.quotes.units import Unit

LONGEST = 28  # items; longer "noun phrases" are clauses that were misread
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_NEVER_SPEAKS = frozenset(
    "which what it's there here moment event move step idea fact way result talks".split()
)


def is_finite(unit: Unit, at: int) -> bool:
    """Tell whether an item looks like a finite verb: an auxiliary, a known past form, or -ed."""
    low = unit.lows[at]
    if low in FINITE:
        return True
    if unit.items[at].is_capital and at > 0 and not unit.is_headline:
        return False
    before = unit.lows[at - 1] if at else ""
    following = unit.lows[at + 1] if at + 1 < len(unit.lows) else ""
    if low in cues.NOUN_FORMS and (
        following in (",", ".")
        or following in PREPOSITIONS | AUXILIARIES
        or not (low.endswith("s") or before in PRONOUNS or before.endswith("s"))
    ):
        return False
    if cues.lexicon().get((low,)) and before not in DETERMINERS and before not in PREPOSITIONS:
        return not low.endswith("ing") and before not in POSSESSIVES
    if not low.endswith("ed") or len(low) < 5 or before in DETERMINERS or before in PREPOSITIONS:
        return False
    if following in ("in", "by", "at", "on", "with", "to"):  # a participle after its noun
        return before in PRONOUNS or is_adverb(before) or unit.items[at - 1].is_capital
    plain = following.isalpha() and not unit.items[at + 1].is_capital and not is_adverb(following)
    closed = DETERMINERS | PREPOSITIONS | SUBORDINATORS | PRONOUNS | AUXILIARIES | DAYS
    return not (
        plain
        and following not in closed | {"there", "them", "him", "me", "us", "back", "out", "up"}
        and before not in PRONOUNS
        and not is_adverb(before)
    )  # armed forces


def has_finite(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a stretch holds a finite verb."""
    return any(unit.items[k].is_word and is_finite(unit, k) for k in range(start, end))


def joins_capitals(unit: Unit, at: int) -> bool:
    """Tell whether a comma stands inside a name: `Washington, D.C.-based`, `Sudzha, Kursk`."""
    return (
        at + 1 < len(unit.items)
        and unit.items[at - 1].is_capital
        and re.match(r"d\.c|[js]r\b|i{2,3}$", unit.lows[at + 1]) is not None
    )


def joins(unit: Unit, at: int, floor: int) -> bool:
    """Tell whether `and` joins two nouns, not two clauses."""
    if at <= floor or at + 1 >= len(unit.items):
        return False
    left, right = unit.items[at - 1], unit.items[at + 1]
    if not left.is_word or left.low in DAYS:
        return False
    begin = at - 1
    while (
        begin > floor
        and unit.items[begin - 1].is_word
        and unit.lows[begin - 1] not in SUBORDINATORS
    ):
        begin -= 1
    if has_finite(unit, begin, at):
        return False
    return (left.is_capital and (right.is_capital or right.low in DETERMINERS)) or (
        right.low not in DETERMINERS and not right.is_capital
    )


def trim(unit: Unit, start: int, end: int) -> tuple[int, int] | None:
    """Cut adverbials off the left edge of a phrase and refuse what cannot be a speaker."""
    while start < end:
        low = unit.lows[start]
        if low in DAYS or is_adverb(low) or low in ("but", "and", "or", "so", "yet", "-", ")", "&"):
            start += 1
        elif start and (
            (low in MONTHS and unit.lows[start - 1].isdigit())
            or (low.isdigit() and unit.lows[start - 1] in MONTHS)
        ):
            start += 1  # On 28 March Veldany said
        elif low in POSSESSIVES or low in ("%", "/"):
            return None
        elif low in PREPOSITIONS and not (
            low == "of" and start > 0 and unit.items[start - 1].is_word
        ):
            restart = _restart(unit, start + 1, end)
            if restart is None:
                return None
            start = restart
        else:
            break
    if start >= end or not _can_speak(unit, start, end) or _is_participle(unit, start, end):
        return None
    return (start, end)


def is_adjunct(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a stretch is only a circumstance: `On Friday`, `Meanwhile`, `Asked about it`."""
    low = unit.lows[start]
    words = sum(unit.items[k].is_word for k in range(start, end))
    return (
        words < 3
        or low in PREPOSITIONS | SUBORDINATORS | DAYS
        or is_adverb(low)
        or low.endswith(("ing", "ed"))
    )


def _is_participle(unit: Unit, start: int, end: int) -> bool:
    """Tell `calling them propaganda` from a noun phrase."""
    return (
        end - start > 1
        and unit.lows[start].endswith("ing")
        and (unit.lows[start + 1] in DETERMINERS | PRONOUNS | {"them", "him", "me", "us"})
    )


def _restart(unit: Unit, start: int, end: int) -> int | None:
    """Find where a new noun phrase begins after a prepositional phrase without a comma."""
    for k in range(start + 1, end):
        item, last = unit.items[k], unit.items[k - 1]
        if (
            not item.is_word
            or not last.is_word
            or last.low in PREPOSITIONS
            or last.low in DETERMINERS
        ):
            continue
        if item.low in DETERMINERS:
            return k
        if item.is_capital and (
            not last.is_capital or last.low in DAYS | MONTHS or last.low.isdigit()
        ):
            if unit.lows[k - 1] not in POSSESSIVES and last.low not in ("and",):
                noun = last.low in DAYS | MONTHS or not _modifies(last.low)
                if noun:
                    return k
    return None


def _modifies(word: str) -> bool:
    return word.endswith(("ian", "ish", "al", "ic", "ive", "ese", "ary", "ous", "former"))


def _can_speak(unit: Unit, start: int, end: int) -> bool:
    words = [k for k in range(start, end) if unit.items[k].is_word]
    if not words:
        return False
    if len(words) == 1:
        low = unit.lows[words[0]]
        if low in DETERMINERS - {"some", "many", "others", "another"} or low in PREPOSITIONS:
            return False
        if low in SUBORDINATORS or is_adverb(low) or low in _NEVER_SPEAKS or low.isdigit():
            return False
        if low in AUXILIARIES or low.endswith("ing"):
            return False
    return True
