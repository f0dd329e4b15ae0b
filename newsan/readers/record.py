"""What every reader yields: a record of an article, or a fault with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Record:
    """One article as a file gives it: fields by name, and where in the file it stands."""

    fields: Mapping[str, Any]
    where: str = ""
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Fault:
    """A place in a file that holds no readable article, and what would be right."""

    problem: str
    where: str = ""
