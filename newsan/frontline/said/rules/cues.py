"""The words that say what happens to ground, as compiled patterns."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from newsan import lexicons


@dataclass(frozen=True)
class Cue:
    """One pattern, the relation it names, and where its agent stands."""

    pattern: re.Pattern[str]
    relation: str
    agent: str


@functools.cache
def cues() -> tuple[Cue, ...]:
    """Return the cues of the shipped table in its order: earlier ones win where two overlap."""
    return tuple(
        Cue(
            re.compile(rf"(?<![\w-])(?:{r['pattern']})(?![\w-])", re.IGNORECASE),
            r["relation"],
            r["agent"],
        )
        for r in lexicons.rows("front_cues")
        if r["kind"] == "cue"
    )


@functools.cache
def words(kind: str) -> re.Pattern[str]:
    """Return one pattern for all words of a kind, in any case."""
    body = "|".join(r["pattern"] for r in lexicons.rows("front_cues") if r["kind"] == kind)
    return re.compile(rf"(?<![\w-])(?:{body})(?!-?\w)", re.IGNORECASE)
