"""One pattern out of many names, branching by first letters: as `re` tries branches one by one, it is faster."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS = 2  # of a name, by which it is grouped


def alternation(names: Iterable[str]) -> str:
    """
    Build a group of a regular expression that matches any of some names, the longest that fits.

    A space stands for any white space, a straight apostrophe for a curly one too.

    Parameters
    ----------
    names
        Names, in any order.

    Returns
    -------
    pattern
        A group that captures nothing.

    Examples
    --------
    >>> alternation(["Ostrell", "Ostrand", "Ostrell House"])
    '(?:Os(?:trell\\\\s+House|trand|trell))'
    >>> re.match(alternation(["Veld", "Veld's Guard"]), "Veld’s Guard").group()
    'Veld’s Guard'
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        groups.setdefault(name[:_LETTERS].replace("’", "'"), []).append(_spelt(name[_LETTERS:]))
    parts = (f"{_spelt(begin)}(?:{'|'.join(rest)})" for begin, rest in groups.items())
    return f"(?:{'|'.join(parts)})"


def _spelt(name: str) -> str:
    return re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s+")
