"""What every reader yields (a record of an article, a fault with its place, a note) and the ledger of it all."""

from __future__ import annotations

import contextlib
import functools
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from newsan import lexicons
from newsan.errors import ReadError

# What libraries raise of a file that is damaged; lxml's error is a SyntaxError.
BROKEN: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, LookupError, SyntaxError),
    *(ValueError, AttributeError, TypeError, OverflowError),
)
KINDS = ("read", "skipped", "guessed", "lost", "unused")  # of lines of a ledger
MOST = 500  # lines that a ledger holds one by one
_PART = "articles "  # begins what is counted of them: with outlet, in en
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@contextlib.contextmanager
def damaged(kind: str, *further: type[Exception]) -> Iterator[None]:
    """Name the kind of a file, and what is wrong, in place of what a library raises when it is damaged."""
    try:
        yield
    except ReadError:
        raise
    except BROKEN + further as error:
        raise ReadError(f"not a {kind} that can be read: {error}") from None


@dataclass(frozen=True)
class Note:
    """What was guessed, mended or passed over while reading, how often, and how to have it otherwise."""

    kind: str  # a kind of the ledger; "repaired" is a guess that `problems` names too
    what: str
    remedy: str = ""
    n: int = 1
    where: str = ""


@dataclass(frozen=True)
class Record:
    """One article as a file gives it: fields by name, and where in the file it stands."""

    fields: Mapping[str, Any]
    where: str = ""
    notes: tuple[Note, ...] = field(default=())
    is_prose: bool = field(default=False, repr=False)  # the text stands as it is, tags and all


@dataclass(frozen=True)
class Fault:
    """A place in a file that holds no readable article, and what would be right."""

    problem: str
    where: str = ""


Item: TypeAlias = Record | Fault | Note


@functools.cache
def keys_of(export: str, part: str = "") -> dict[str, str]:
    """Return the fields of an export by its names for them; of Nexis those before a text (head) or after it (tail)."""
    rows = lexicons.rows("export_keys")
    return {r["key"]: r["field"] for r in rows if (r["export"], r["part"]) == (export, part)}


def skip_notes(counts: Mapping[str, int]) -> Iterator[Note]:
    """Yield a note for each kind of thing that was passed over."""
    for what, n in counts.items():
        if n:
            yield Note("skipped", what, n=n)


def add_file(item: Item, name: str, where: str) -> Item:
    """
    Return an item with what the name of its file tells of an article: an id, and perhaps a day.

    Examples
    --------
    >>> add_file(Record({}), "ostra-2031-05-02.csv", "line 4").fields
    {'_file_id': 'ostra-2031-05-02-4', '_file_day': '2031-05-02'}
    """
    if not isinstance(item, Record):
        return item
    stem = name.split(".", 1)[0] or name
    number = "".join(filter(str.isdecimal, where))
    told = {"_file_id": f"{stem}-{number}" if number else stem}
    if day := _DAY.search(stem):
        told["_file_day"] = "-".join(day.groups())
    return replace(item, fields={**told, **item.fields})


class Ledger:
    """
    Lines that add up while a source is read.

    Examples
    --------
    >>> ledger = Ledger()
    >>> for place in ("a.csv (line 2)", "a.csv (line 3)"):
    ...     ledger.add(place, "unused", "column mood")
    >>> ledger.rows()
    [{'source': 'a.csv (line 2) and 1 more', 'kind': 'unused', 'what': 'column mood', 'n': 2, 'remedy': ''}]
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], tuple[str, str, int, int]] = {}

    def add(self, place: str, kind: str, what: str, *, n: int = 1, remedy: str = "") -> None:
        """Add to the line of a kind and a matter, whose first place and remedy are kept."""
        if len(self._lines) >= MOST and (kind, what) not in self._lines:
            what, remedy = "further matters", ""  # such as columns that each record names anew
        first, said, places, total = self._lines.get((kind, what), (place, remedy, 0, 0))
        self._lines[kind, what] = (first, said, places + 1, total + n)

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines as rows of the `ledger` frame, by kind, then as they came."""
        return [
            {"source": first if places == 1 else f"{first} and {places - 1:,} more",
             "kind": kind, "what": what, "n": n, "remedy": remedy}
            for (kind, what), (first, remedy, places, n) in sorted(
                self._lines.items(), key=lambda line: KINDS.index(line[0][0]))
        ]  # fmt: skip


def screen(rows: Iterable[Mapping[str, Any]], most: int = 20) -> str:
    """
    Write a ledger for a terminal: the articles on one line, then at most so many others.

    Examples
    --------
    >>> made = Ledger()
    >>> made.add("a.csv", "read", "articles", n=250)
    >>> made.add("a.csv", "read", "articles with outlet", n=0)
    >>> made.add("a.csv", "unused", "column domain", n=250)
    >>> print(screen(made.rows()))
    read         250  articles (0 with outlet)
    unused       250  column domain [a.csv]
    """
    given = list(rows)
    parts = [r for r in given if r["what"].startswith(_PART)]
    filled = ", ".join(f"{r['n']:,} {r['what'].removeprefix(_PART)}" for r in parts)
    lines = []
    for r in given:
        is_sum = r["what"] == _PART.strip() and filled
        more = f": {r['remedy']}" if r["remedy"] else ""
        end = f" ({filled})" if is_sum else f"{more} [{r['source']}]"
        if r not in parts:
            lines.append(f"{r['kind']:<8} {r['n']:>7,}  {r['what']}{end}")
    if len(lines) > most:
        lines[most:] = [f"and {len(lines) - most:,} more lines in the ledger"]
    return "\n".join(lines)
