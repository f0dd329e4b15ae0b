"""The shipped word lists, read once and compiled to patterns."""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """
    Return the rows of a shipped table, in file order.

    Parameters
    ----------
    name
        The file's stem in `newsan/resources`.

    Examples
    --------
    >>> len(rows("absolutist"))
    19
    """
    path = resources.files("newsan") / "resources" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def pattern(name: str, column: str | None = None, value: str | None = None) -> re.Pattern[str]:
    """
    Compile the words of a table to one pattern, longest first, whole words, any case.

    Parameters
    ----------
    name
        A table with a column `word`; a word that ends in `*` matches any ending.
    column, value
        Keep only the rows with this value in this column.

    Examples
    --------
    >>> pattern("absolutist").findall("It was completely and totally gone.")
    ['completely', 'totally']
    """
    words = [r["word"] for r in rows(name) if column is None or r[column] == value]
    return compile_words(words)


def compile_words(words: list[str]) -> re.Pattern[str]:
    """
    Compile words and phrases to one pattern, longest first, whole words, any case.

    Examples
    --------
    >>> compile_words(["attack*"]).findall("They attacked the counterattack.")
    ['attacked']
    """
    parts = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        body = r"\s+".join(re.escape(p) for p in word.rstrip("*").split())
        parts.append(body + (r"\w*" if word.endswith("*") else ""))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


def straight(text: str) -> str:
    """Map curly apostrophes to straight ones, one for one, so that offsets stay."""
    return text.translate(APOSTROPHES)
