"""Noun phrases that name a speaker: before a cue, after it, or as a sentence's subject.

Positions are indexes into a unit's items; a phrase is a half-open pair of them.
"""

from __future__ import annotations

from newsan.quotes import cues
from newsan.quotes.cues import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from newsan.quotes.phrases import (
    LONGEST,
    POSSESSIVES,
    has_finite,
    is_finite,
    joins,
    joins_capitals,
    trim,
)
from newsan.quotes.units import Unit

_LONGEST_HEADING = 12  # items
_TIME_NOUNS = frozenset("week month year day morning afternoon evening night weekend".split())


def before(unit: Unit, cue: int, floor: int = 0) -> tuple[int, int] | None:
    """
    Find the subject that stands before a cue.

    Parameters
    ----------
    unit
        The sentence.
    cue
        Position of the cue's first word.
    floor
        Position that the phrase may not begin before.

    Returns
    -------
    phrase
        Its items, with title and apposition; None if there is no noun phrase.
    """
    at = _skip_left(unit, cue - 1, floor)
    if at < floor:
        return None
    if unit.lows[at] == ",":
        return _apposed(unit, at, floor)
    if unit.lows[at] in PRONOUNS | {"they", "which"}:
        return (at, at + 1)
    if unit.lows[at] in (")", "-", "--", "—", "–"):
        return _around_bracket(unit, at, floor)
    return _phrase_left(unit, at, floor)


def _skip_left(unit: Unit, at: int, floor: int) -> int:
    """Step left over auxiliaries, adverbs and days between a subject and its verb."""
    while at >= floor:
        low = unit.lows[at]
        if (
            low in AUXILIARIES
            or low in cues.NEGATIONS
            or (is_adverb(low) and not unit.items[at].is_capital)
        ):
            at -= 1
        elif low in DAYS:
            at -= 2 if at > floor and unit.lows[at - 1] in ("on", "late", "early") else 1
        elif low in _TIME_NOUNS and at > floor and unit.lows[at - 1] in ("this", "last"):
            at -= 2
        else:
            break
    return at


def _around_bracket(unit: Unit, at: int, floor: int) -> tuple[int, int] | None:
    """Take in a bracket or a dashed insertion after a name: `the Institute (ISW) said`."""
    opening = {")": "("}.get(unit.lows[at], unit.lows[at])
    for k in range(at - 1, max(floor, at - 30) - 1, -1):
        if unit.lows[k] == opening and k > floor:
            phrase = _phrase_left(unit, k - 1, floor)
            return (phrase[0], at + 1 if opening == "(" else k) if phrase else None
    return None


def _apposed(unit: Unit, comma: int, floor: int) -> tuple[int, int] | None:
    """Find `Name, a description,` to the left of a comma that closes the description."""
    commas = [k for k in range(floor, comma) if unit.lows[k] == ","]
    for k in reversed(commas):
        if k == floor or k + 1 >= comma:
            continue
        phrase = _phrase_left(unit, k - 1, floor)
        if phrase is None or not _describes(unit, k + 1, comma):
            continue
        head = unit.items[phrase[0]]
        if head.is_capital or head.low in DETERMINERS or head.low in PRONOUNS:
            wider = None if head.is_capital and phrase[0] > 0 else _apposed(unit, k, floor)
            start = wider[0] if wider else phrase[0]
            keep = _is_description(unit, k + 1)
            return (start, comma) if keep else phrase
    return None


def _describes(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a stretch between commas can be passed over on the way to the subject."""
    low = unit.lows[start]
    if any(unit.items[k].region for k in range(start, end)):
        return False
    if low == "asked" and unit.lows[start + 1] in ("about", "whether", "if", "why", "how", "by"):
        return True
    if low in (
        "who",
        "whose",
        "which",
        "whom",
        "when",
        "after",
        "before",
        "while",
        "as",
        "if",
        "once",
    ):
        return True
    if low in PREPOSITIONS or low.endswith("ing") or is_adverb(low) or low in DAYS:
        return True
    return not has_finite(unit, start, end) or any(
        unit.lows[k] in ("who", "which", "that", "whose", "where") for k in range(start, end)
    )


def _is_description(unit: Unit, start: int) -> bool:
    low = unit.lows[start]
    if low in ("who", "whose", "which"):
        return True
    return not (
        low in PREPOSITIONS
        or low.endswith("ing")
        or is_adverb(low)
        or low in DAYS
        or low in SUBORDINATORS
    )


def _phrase_left(unit: Unit, at: int, floor: int) -> tuple[int, int] | None:
    """Walk left from the last word of a noun phrase to its first."""
    end = at + 1
    if not unit.items[at].is_word:
        return None
    start = end
    while start > floor and end - start < LONGEST:
        k = start - 1
        item, low = unit.items[k], unit.lows[k]
        if item.region is not None:
            break
        if not item.is_word:
            if low in POSSESSIVES or low in ("-", "&", "/", "#", "@", "%", "$"):
                start = k
                continue
            if low in (")", "("):
                start = k
                continue
            if low == "," and k > floor and joins_capitals(unit, k):
                start = k
                continue
            break
        if low in PRONOUNS or low == "which":
            break
        if low in ("and", "or") and joins(unit, k, floor):
            start = k
            continue
        if low in SUBORDINATORS and low not in ("and", "or"):
            break
        if low in ("and", "or") or is_finite(unit, k):
            break
        start = k
    return _with_relative(unit, start, end, floor) or trim(unit, start, end)


def _with_relative(unit: Unit, start: int, end: int, floor: int) -> tuple[int, int] | None:
    """Step over `who ...` without a comma to its noun: `researchers who follow the front`."""
    if start - 1 <= floor or unit.lows[start - 1] != "who" or not unit.items[start - 2].is_word:
        return None
    noun = _phrase_left(unit, start - 2, floor)
    return (noun[0], end) if noun else None


def heading(unit: Unit, colon: int) -> tuple[int, int] | None:
    """
    Find the speaker that stands before a colon without a verb: `Mara Ostrell, in a statement: ...`.

    Returns
    -------
    phrase
        Its items up to where and how it was said; None if no noun phrase opens the unit.
    """
    end = colon
    for k in range(1, colon - 1):
        following = unit.lows[k + 1]
        if unit.lows[k] == "," and (following in PREPOSITIONS or following.endswith("ing")):
            end = k
            break
    if end > _LONGEST_HEADING or any(unit.items[k].region for k in range(end)):
        return None
    return trim(unit, 0, end)


def main_subject(unit: Unit, stop: int | None = None) -> tuple[int, int] | None:
    """
    Find the subject of a sentence's main clause: the phrase before its first finite verb.

    Parameters
    ----------
    unit
        The sentence.
    stop
        Position to stop looking at; the end of the unit by default.

    Returns
    -------
    phrase
        Its items, or None.
    """
    stop = len(unit.items) if stop is None else stop
    relative = False
    for k in range(stop):
        item = unit.items[k]
        if unit.lows[k] in (
            "who",
            "which",
            "whose",
            "that",
            "because",
            "while",
            "when",
            "after",
            "as",
            "if",
            "although",
            "though",
            "where",
        ):
            relative = True
        if unit.lows[k] == ",":
            relative = False
        if item.region is not None or not item.is_word or k == 0 or relative:
            continue
        if is_finite(unit, k):
            found = before(unit, k)
            if found is not None:
                return found
    return None
