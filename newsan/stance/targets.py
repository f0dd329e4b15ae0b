"""For or against whom a quotation speaks, from what it does to the actors it names."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from newsan import lexicons
from newsan.text import sentences

_NO_RULE = "no-rule"


@dataclass(frozen=True)
class Target:
    """An actor spoken of, with the polarity toward it and its sentence (offsets into the words)."""

    actor_id: str
    polarity: int | None
    rule: str
    start: int
    end: int


def targets(
    text: str, cue: str, mentions: list[tuple[int, int, str]], speaker: str
) -> list[Target]:
    """
    Read the polarity toward each actor that some words name.

    Parameters
    ----------
    text
        The words said.
    cue
        The words that report them.
    mentions
        `(start, end, actor_id)` of the actors named in `text`, without the speaker.
    speaker
        The speaker's actor id: nobody takes a stance toward themselves.

    Returns
    -------
    targets
        One an actor, in order of place: the first sentence in which a rule of `target_cues.csv`
        fires, or else the first that names it.
    """
    plain = lexicons.straight(text)
    spans = sentences(plain) or [(0, len(plain))]
    found: dict[str, Target] = {}
    for start, end, actor_id in mentions:
        if actor_id == speaker:
            continue
        here = next(((a, b) for a, b in spans if a <= start < b), (0, len(plain)))
        polarity, rule = toward_mention(plain[here[0] : here[1]], start - here[0], end - here[0], cue)
        known = found.get(actor_id)
        if known is None or (known.polarity is None and polarity is not None):
            found[actor_id] = Target(actor_id, polarity, rule, *here)
    return list(found.values())


def toward_mention(sentence: str, start: int, end: int, cue: str = "") -> tuple[int | None, str]:
    """Apply the rules of `target_cues.csv` to one name in one sentence: first match, else None."""
    before, after = sentence[:start], sentence[end:]
    for name, where, polarity, pattern in _rules():
        words = {"before": before, "after": after, "cue": cue}[where]
        if pattern.search(words):
            return polarity, name
    return None, _NO_RULE


@functools.cache
def _rules() -> tuple[tuple[str, str, int, re.Pattern[str]], ...]:
    return tuple(
        (r["rule"], r["where"], int(r["polarity"]), re.compile(r["pattern"], re.IGNORECASE))
        for r in lexicons.rows("target_cues")
    )
