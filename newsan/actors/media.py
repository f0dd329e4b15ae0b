"""Through what medium words were said: what the sentence of a quotation tells of it."""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources


@functools.cache
def rules() -> list[tuple[str, re.Pattern[str]]]:
    """Return the shipped rules, `(medium, pattern)`, in order of precedence."""
    path = resources.files("newsan") / "resources" / "media.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["medium"],
                re.compile(row["pattern"], re.IGNORECASE if row["case"] == "any" else 0),
            )
            for row in csv.DictReader(file)
        ]


@functools.lru_cache(maxsize=256)  # quotations of one sentence share it
def medium(frame: str) -> str | None:
    """
    Tell the medium from the words around a quotation.

    Parameters
    ----------
    frame
        The sentence without what it attributes.

    Returns
    -------
    medium
        One of the schema's media, or None if the words do not tell.

    Examples
    --------
    >>> medium("Ostrell wrote in a post on Truth Social")
    'social-post'
    >>> medium("she told reporters on Friday")
    'press-conference'
    >>> medium("he said")
    """
    for name, pattern in rules():
        if pattern.search(frame):
            return name
    return None
