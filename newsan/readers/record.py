"""What every reader yields: a record of an article, a fault with its place, a note for the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


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
