"""How days, counts and quotations are written for readers, the same in every figure and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def is_missing(value: object) -> bool:
    """Return whether a cell is missing."""
    return value is None or bool(pd.isna(value))


def counted(n: int, one: str) -> str:
    """
    Write a number with its noun.

    Examples
    --------
    >>> counted(1, "quotation"), counted(1200, "quotation")
    ('1 quotation', '1,200 quotations')
    """
    return f"{n:,} {one if n == 1 else one + 's'}"


def listed(names: Sequence[str], shown: int) -> str:
    """
    Write the first names of a list, and how many more there are.

    Examples
    --------
    >>> listed(["Lamp", "Courier", "Post"], 2), listed(["Lamp", "Courier"], 2)
    ('Lamp, Courier and 1 more', 'Lamp, Courier')
    """
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


def day_text(day: pd.Timestamp) -> str:
    """Write a day as 14 Mar 2025, the same on every platform and locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def day_of(value: object, other: str = "day not stated") -> str:
    """Write the day of a cell, or say that there is none."""
    return other if is_missing(value) else day_text(pd.Timestamp(value))


def short_day(value: object) -> str:
    """
    Write a day where there is little room; nothing where none is stated.

    Examples
    --------
    >>> short_day(pd.Timestamp("2025-03-04")), short_day(None)
    ('4 Mar 25', '')
    """
    day = day_of(value, "")
    return day[:-4] + day[-2:]


def period_text(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """
    Write a period: a day, a whole month, or its first and last day.

    Examples
    --------
    >>> period_text(pd.Timestamp("2024-08-01"), pd.Timestamp("2024-08-31"))
    'Aug 2024'
    >>> period_text(pd.Timestamp("2025-03-06"), pd.Timestamp("2025-03-12"))
    '6 Mar 2025 to 12 Mar 2025'
    """
    if first == last:
        return day_text(first)
    if first.day == 1 and last == first + pd.offsets.MonthEnd(0):
        return day_text(first).removeprefix("1 ")
    return f"{day_text(first)} to {day_text(last)}"


def event_text(row: Mapping[str, Any], other: str) -> str:
    """Write the day or the period that a row of `references` dates its event to, or say that there is none."""
    first, last = row.get("event_from"), row.get("event_until")
    if is_missing(first) or is_missing(last):
        return day_of(row["event_on"], other)
    return period_text(pd.Timestamp(first), pd.Timestamp(last))


def span(days: pd.Series) -> str:
    """
    Write the first and last of some days, or say that none is known.

    Examples
    --------
    >>> span(pd.to_datetime(pd.Series(["2025-03-14", "2025-03-12", None])))
    '12 Mar 2025 to 14 Mar 2025'
    """
    known = pd.to_datetime(days.dropna(), utc=True)
    if known.empty:
        return "undated"
    first, last = day_text(known.min()), day_text(known.max())
    return first if first == last else f"{first} to {last}"


def shorten(text: str, width: int) -> str:
    """
    Cut a text at a word, with an ellipsis where something is left out.

    Examples
    --------
    >>> shorten("It rained, and then it rained again.", 14)
    'It rained…'
    """
    flat = " ".join(text.split())
    if len(flat) <= width:
        return flat
    cut = flat[: width - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:") + "…"


def abridged(text: str, width: int = 60) -> str:
    """
    Cut a text at a character, for a line of a console or a message.

    Examples
    --------
    >>> abridged("It rained, and then it rained again.", 14)
    'It rained,...'
    """
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."


def quoted(text: str, kind: str) -> str:
    """Put marks around direct words, unless they bring their own; the words are not escaped."""
    return f"“{text}”" if kind == "direct" and not set(text) & set('"“”«»') else text


def change_text(kind: str, own: str | None, theirs: str | None, most: int = 120) -> str:
    """
    Write what was changed in words: those of the row, and those of the source that it has for them.

    Examples
    --------
    >>> change_text("number", "21", "12"), change_text("negation", None, "not")
    ('number: “21” for “12”', 'negation: “not” left out')
    """
    theirs = shorten(theirs or "", most)
    if own and theirs:
        return f"{kind}: “{own}” for “{theirs}”"
    if own or theirs:
        return f"{kind}: " + (f"“{own}” added" if own else f"“{theirs}” left out")
    return f"{kind}: in another order"
