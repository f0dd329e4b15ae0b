"""The one loader of every table: the shipped ones in `newsan/resources`, and what users bring."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd

from newsan.errors import ReadError, SchemaError, not_there

_LETTERS = 2  # of a name, by which `alternation` groups it
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def file(name: str) -> Traversable:
    """
    Return a shipped file.

    Examples
    --------
    >>> file("actors.csv").is_file()
    True
    """
    return resources.files("newsan") / "resources" / name


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """
    Return the rows of a shipped table, in file order.

    Examples
    --------
    >>> len(rows("absolutist"))
    19
    """
    text = file(f"{name}.csv").read_bytes().decode("utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


@functools.cache
def words(name: str, kind: str) -> frozenset[str]:
    """
    Return the words of one kind of a shipped table with the columns `word` and `kind`.

    Examples
    --------
    >>> "ministry" in words("nouns", "body"), "ministry" in words("nouns", "document")
    (True, False)
    """
    return frozenset(row["word"] for row in rows(name) if row["kind"] == kind)


@functools.cache
def shipped(name: str) -> pd.DataFrame:
    """
    Return a shipped table as a frame of strings, blank where nothing is given; copy it to change it.

    Examples
    --------
    >>> shipped("topics").columns[0]
    'topic'
    """
    return pd.DataFrame(rows(name), dtype="str")


def readable(source: Any, what: str, remedy: str = "") -> None:
    """
    Refuse what is no table to read: neither a path nor a frame with one name for each column.

    `what` it should be, in words, and the `remedy` go into the `SchemaError`.

    Examples
    --------
    >>> readable("sides.csv", "the table of sides")
    >>> readable(["Tamm"], "the table of sides")
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: Not the table of sides: got list, expected a DataFrame or the path of a file.
    """
    if isinstance(source, pd.DataFrame):
        refuse_columns(source, f"Not {what}: ")
    elif not isinstance(source, str | Path):
        raise SchemaError(
            f"Not {what}: got {type(source).__name__}, expected a DataFrame or the path of a file{remedy and f'; {remedy}'}."
        )


def refuse_columns(frame: pd.DataFrame, head: str) -> None:
    """Refuse columns that cannot be told apart by one name each."""
    if frame.columns.nlevels > 1:
        raise SchemaError(f"{head}its columns have {frame.columns.nlevels} levels, expected one.")
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise SchemaError(f"{head}column {twice!r} is there twice; drop or rename one.")


def users(
    source: str | Path | pd.DataFrame, *, what: str, needed: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """
    Return a user's table as strings, with every column it may have.

    `columns` are all that it may have: others are left out, those not given are blank; `needed` must be filled in
    every row. `what` names the table in errors: "the actor registry".

    Examples
    --------
    >>> own = pd.DataFrame({"topic": ["dam"]})
    >>> users(own, what="the table", needed=["topic"], columns=["topic", "label"]).iloc[0].tolist()
    ['dam', '']
    """
    readable(source, what)
    own = source if isinstance(source, pd.DataFrame) else read(source, what)
    table = what[:1].upper() + what[1:]
    if missing := [c for c in needed if c not in own]:
        others = ", ".join(c for c in columns if c not in needed)
        raise SchemaError(f"{table} lacks the column(s) {', '.join(missing)}; it needs "
                          f"{' and '.join(needed)}, and may have {others}.")  # fmt: skip
    own = own.reindex(columns=list(columns), fill_value="").astype("str").fillna("")
    for column in needed:
        is_blank = own[column].str.strip() == ""
        if is_blank.any():
            row = is_blank.argmax() + 1
            raise SchemaError(f"{table} has a blank {column} in row {row} below its header.")
    return own


def read(source: str | Path, what: str) -> pd.DataFrame:
    """Return a user's CSV file as strings; a row with more cells than its header is refused, whichever it is."""
    if not Path(source).exists():
        raise not_there(what, source)
    try:
        own = pd.read_csv(source, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        if not isinstance(own.index, pd.RangeIndex):  # first cells taken for names of rows
            raise ReadError(f"Expected {own.shape[1]} fields in line 2, saw more")
    except (OSError, ValueError) as error:
        why = str(error).rpartition("C error: ")[2].strip().rstrip(".")
        raise ReadError(f"Cannot read {what} {source}: {why}. It should be CSV in UTF-8; a cell with a comma in it "
                        "goes between quotation marks.") from None  # fmt: skip
    return own


def count(name: str, text: str, column: str | None = None, value: str | None = None) -> int:
    """
    Count the words of a table in a text: whole words and phrases, any case, the longest that fits.

    A word of the table that ends in `*` matches any ending; apostrophes of the text are straight. With `column` and `value`
    only the rows with this value in this column count.

    Examples
    --------
    >>> count("absolutist", "It was Completely and totally gone.")
    2
    """
    return len(pattern(name, column, value).findall(text.lower()))


@functools.cache
def pattern(name: str, column: str | None = None, value: str | None = None) -> re.Pattern[str]:
    """
    Compile the words of a table to one pattern for text in lower case.

    Examples
    --------
    >>> pattern("absolutist").findall("it was completely and totally gone.")
    ['completely', 'totally']
    """
    return compile_words({r["word"] for r in rows(name) if column is None or r[column] == value})


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """
    Compile words and phrases to one pattern for text in lower case, longest first, whole words.

    Examples
    --------
    >>> compile_words(["attack*"]).findall("they attacked the counterattack.")
    ['attacked']
    """
    parts = []
    for word in sorted({w.lower() for w in words}, key=lambda w: (-len(w), w)):
        body = r"\s+".join(re.escape(p) for p in word.rstrip("*").split())
        parts.append(body + (r"\w*" if word.endswith("*") else ""))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def alternation(names: Iterable[str]) -> str:
    """
    Build a group of a pattern that matches any of some names, the longest that fits.

    A space stands for any white space, a straight apostrophe for a curly one too. Names branch by their
    first letters, as `re` tries branches one by one.

    Examples
    --------
    >>> alternation(["Ostrell", "Ostrand", "Ostrell House"])
    '(?:Os(?:trell\\\\s+House|trand|trell))'
    >>> re.match(alternation(["Veld", "Veld's Guard"]), "Veld’s Guard").group()
    'Veld’s Guard'
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        begin, rest = name[:_LETTERS], name[_LETTERS:]
        groups.setdefault(begin.replace("’", "'"), []).append(_spelling(rest))
    parts = (f"{_spelling(begin)}(?:{'|'.join(rest)})" for begin, rest in groups.items())
    return f"(?:{'|'.join(parts)})"


def _spelling(name: str) -> str:
    return re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s+")


def straight(text: str) -> str:
    """Map curly apostrophes to straight ones, one for one, so that offsets stay."""
    return text.translate(_APOSTROPHES)
