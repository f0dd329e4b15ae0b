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
from newsan.quotes.phrases import POSSESSIVES, has_finite, is_finite, joins, joins_capitals, trim
from newsan.quotes.units import Unit

_LONGEST = 28  # items; longer "noun phrases" are clauses that were misread
_TIME_NOUNS = frozenset("week month year day morning afternoon evening night weekend".split())
_TITLE_PREPOSITIONS = frozenset("of for at".split())


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
        if low in AUXILIARIES or low in cues.NEGATIONS or (
                is_adverb(low) and not unit.items[at].is_capital):
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
    if low in ("who", "whose", "which", "whom", "when", "after", "before", "while", "as", "if", "once"):
        return True
    if low in PREPOSITIONS or low.endswith("ing") or is_adverb(low) or low in DAYS:
        return True
    return not has_finite(unit, start, end) or any(
        unit.lows[k] in ("who", "which", "that", "whose", "where") for k in range(start, end))


def _is_description(unit: Unit, start: int) -> bool:
    low = unit.lows[start]
    if low in ("who", "whose", "which"):
        return True
    return not (low in PREPOSITIONS or low.endswith("ing") or is_adverb(low) or low in DAYS
                or low in SUBORDINATORS)


def _phrase_left(unit: Unit, at: int, floor: int) -> tuple[int, int] | None:
    """Walk left from the last word of a noun phrase to its first."""
    end = at + 1
    if not unit.items[at].is_word:
        return None
    start = end
    while start > floor and end - start < _LONGEST:
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


def after(unit: Unit, start: int) -> tuple[int, int] | None:
    """
    Find the subject that follows an inverted cue (`said Mara Ostrell, a doctor`).

    Parameters
    ----------
    unit
        The sentence.
    start
        Position after the cue.

    Returns
    -------
    phrase
        Its items, with apposition; None if no noun phrase begins there.
    """
    items, end = unit.items, start
    if start >= len(items):
        return None
    if unit.lows[start] in PRONOUNS:
        return (start, start + 1)
    if not items[start].is_word or unit.lows[start] in PREPOSITIONS | SUBORDINATORS | AUXILIARIES:
        return None
    while end < len(items) and end - start < _LONGEST:
        item, low = items[end], unit.lows[end]
        if item.region is not None or low in (".", ";", ":", "?", "!", "—", "–", "--"):
            break
        if low == ",":
            close = _apposition_end(unit, end)
            if close is None:
                break
            end = close
            continue
        if low in PREPOSITIONS and low not in _TITLE_PREPOSITIONS and end > start:
            if not (low in ("in", "on", "to", "from", "with", "against") and _title_goes_on(unit, end)):
                break
        if low == "at" and _named(unit, start, end) and not _title_goes_on(unit, end):
            break
        if low in DAYS or low in PRONOUNS - {"who"} or low in ("today", "yesterday"):
            break
        if low in SUBORDINATORS and low not in ("and", "or") and end > start:
            break
        if low in ("and", "or") and not (end + 1 < len(items) and items[end + 1].is_capital):
            if _named(unit, start, end):
                break
        if low == "known" and unit.lows[end + 1 : end + 2] == ["as"]:
            end += 2
            continue
        if is_finite(unit, end) or (low.endswith("ing") and not item.is_capital and end > start):
            break
        end += 1
    while end > start and not items[end - 1].is_word and unit.lows[end - 1] not in (")",):
        end -= 1
    return trim(unit, start, end) if end > start else None


def _named(unit: Unit, start: int, end: int) -> bool:
    return sum(unit.items[k].is_capital for k in range(start, end)) >= 1


def _title_goes_on(unit: Unit, at: int) -> bool:
    """Tell whether a preposition still belongs to a title: a name comes after it without a comma."""
    noun = unit.lows[at - 1]
    if unit.lows[at] == "from" and noun in ("assessment", "report", "data", "figures", "information",
                                            "estimates", "statement", "statements", "reports"):
        return True
    if unit.items[at - 1].is_capital and noun not in ("director", "minister", "ambassador"):
        return False
    if noun not in ("ambassador", "envoy", "adviser", "advisor", "spokesman", "spokeswoman", "correspondent",
                    "spokesperson", "expert", "specialist", "professor", "analyst", "fellow", "representative"):
        return False
    return at + 1 < len(unit.items)


def _apposition_end(unit: Unit, comma: int) -> int | None:
    """Return where an apposition that opens at a comma ends, or None if none does."""
    start = comma + 1
    if start >= len(unit.items):
        return None
    low = unit.lows[start]
    item = unit.items[start]
    opens = low in ("who", "whose", "which") or low in DETERMINERS or (
        item.is_word and not item.is_capital and low not in SUBORDINATORS | PREPOSITIONS | PRONOUNS
        and not low.endswith("ing") and not is_adverb(low) and not is_finite(unit, start))
    if not opens or low in ("this", "that"):
        return None
    end = start
    while end < len(unit.items):
        low = unit.lows[end]
        if unit.items[end].region is not None or low in (",", ".", ";", ":", "—", "–"):
            break
        end += 1
    relative = unit.lows[start] in ("who", "whose", "which")
    if not relative and any(is_finite(unit, k) and unit.items[k].is_word for k in range(start, end)):
        inner = [k for k in range(start, end) if unit.lows[k] in ("who", "which", "that", "whose")]
        if not inner:
            return None
    return end


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
        if unit.lows[k] in ("who", "which", "whose", "that", "because", "while", "when", "after",
                            "as", "if", "although", "though", "where"):
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
