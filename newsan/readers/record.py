"""What every reader yields: a record of an article, a fault with its place, a note for the ledger."""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from newsan.errors import ReadError

# What libraries raise of a file that is damaged; lxml's error is a SyntaxError.
BROKEN: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, LookupError, SyntaxError),
    *(ValueError, AttributeError, TypeError, OverflowError),
)
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
    number = re.sub(r"\D", "", where)
    told = {"_file_id": f"{stem}-{number}" if number else stem}
    if day := _DAY.search(stem):
        told["_file_day"] = "-".join(day.groups())
    return replace(item, fields={**told, **item.fields})
