"""Noun phrases that name a speaker after a cue: `said Mara Ostrell, a doctor`."""

from __future__ import annotations

from newsan.quotes.cues import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from newsan.quotes.phrases import LONGEST, is_finite, trim
from newsan.quotes.units import Unit

_TITLE_PREPOSITIONS = frozenset("of for at".split())
_NAME_WORDS = 4  # of a name with given names and particles


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
    while end < len(items) and end - start < LONGEST:
        item, low = items[end], unit.lows[end]
        if item.region is not None or low in (".", ";", ":", "?", "!", "—", "–", "--"):
            break
        if low == ",":
            close = _apposition_end(unit, end) or _name_end(unit, start, end)
            if close is None:
                break
            end = close
            continue
        if low in PREPOSITIONS and low not in _TITLE_PREPOSITIONS and end > start:
            if not (
                low in ("in", "on", "to", "from", "with", "against") and _title_goes_on(unit, end)
            ):
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
    if unit.lows[at] == "from" and noun in (
        "assessment",
        "report",
        "data",
        "figures",
        "information",
        "estimates",
        "statement",
        "statements",
        "reports",
    ):
        return True
    if unit.items[at - 1].is_capital and noun not in ("director", "minister", "ambassador"):
        return False
    if noun not in (
        "ambassador",
        "envoy",
        "adviser",
        "advisor",
        "spokesman",
        "spokeswoman",
        "correspondent",
        "spokesperson",
        "expert",
        "specialist",
        "professor",
        "analyst",
        "fellow",
        "representative",
    ):
        return False
    return at + 1 < len(unit.items)


def _name_end(unit: Unit, start: int, comma: int) -> int | None:
    """Return where a name after a role ends: `the ministry's spokesman, Oleh Hrai,`."""
    if unit.lows[start] not in DETERMINERS or (
        unit.items[comma - 1].is_capital
        and (not any(unit.lows[k] == "of" for k in range(start, comma)))
    ):
        return None
    end = comma + 1
    while end < len(unit.items) and unit.items[end].is_capital and end - comma <= _NAME_WORDS:
        end += 1
    closes = (
        end >= len(unit.items)
        or unit.lows[end] in (",", ".", "\0")
        or (unit.lows[end] in PREPOSITIONS)
    )
    return end if end - comma > 2 and closes else None


def _apposition_end(unit: Unit, comma: int) -> int | None:
    """Return where an apposition that opens at a comma ends, or None if none does."""
    start = comma + 1
    if start >= len(unit.items):
        return None
    low = unit.lows[start]
    item = unit.items[start]
    opens = (
        low in ("who", "whose", "which")
        or low in DETERMINERS
        or (
            item.is_word
            and not item.is_capital
            and low not in SUBORDINATORS | PREPOSITIONS | PRONOUNS
            and not low.endswith("ing")
            and not is_adverb(low)
            and not is_finite(unit, start)
        )
    )
    if not opens or low in ("this", "that"):
        return None
    end = start
    while end < len(unit.items):
        low = unit.lows[end]
        if unit.items[end].region is not None or low in (",", ".", ";", ":", "—", "–"):
            break
        end += 1
    relative = unit.lows[start] in ("who", "whose", "which")
    if not relative and any(
        is_finite(unit, k) and unit.items[k].is_word for k in range(start, end)
    ):
        inner = [k for k in range(start, end) if unit.lows[k] in ("who", "which", "that", "whose")]
        if not inner:
            return None
    return end
