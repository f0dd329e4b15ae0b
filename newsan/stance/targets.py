"""For or against whom a quotation speaks, from what it does to the actors it names."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import pandas as pd

from newsan import lexicons
from newsan.actors.linking import linked
from newsan.actors.registry import index
from newsan.document import Document
from newsan.text import sentences

NO_RULE = "no-rule"
_SHOUTED = re.compile(r"[A-Z]{4,}\s+[A-Z]{4,}")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:in|of|for|to|with|from|against|by|on|about|at|than|over)\s+"
    r"(?:the |a |an |this )?(?:[A-Z][\w.]*\s+){0,3}$")  # fmt: skip
_INITIALS = 4  # capitals up to this length may be initials, which `named` knows as they are


@dataclass(frozen=True)
class Target:
    """An actor spoken of, the polarity toward it, its sentence and name (offsets into the words)."""

    actor_id: str
    polarity: int | None
    rule: str
    start: int
    end: int
    name: tuple[int, int]


def targets(
    text: str,
    mentions: list[tuple[int, int, str]],
    speaker: str,
    *,
    sufferer: Target | None = None,
) -> list[Target]:
    """
    Read the polarity toward each actor that some words name.

    Parameters
    ----------
    text
        The words said.
    mentions
        `(start, end, actor_id)` of the actors named in `text`, without the speaker.
    speaker
        The speaker's actor id: nobody takes a stance toward themselves.
    sufferer
        Whom the speaker last told of as suffering: "them" in a plea for their lives.

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
        starts = tuple(a - here[0] for a, _, _ in mentions if here[0] <= a < here[1])
        polarity, rule = toward_mention(
            plain[here[0] : here[1]], start - here[0], end - here[0], starts
        )
        known = found.get(actor_id)
        if known is None or (known.polarity is None and polarity is not None):
            found[actor_id] = Target(actor_id, polarity, rule, *here, (start, end))
    for start, end in spans:
        plea = next(
            (n for n, w, _, p in _rules() if w == "them" and p.search(plain[start:end])), None
        )
        known = found.get(sufferer.actor_id) if sufferer is not None else None
        if plea is not None and sufferer is not None and (known is None or not known.polarity):
            found[sufferer.actor_id] = Target(sufferer.actor_id, 1, plea, start, end, (start, end))
    return list(found.values())


def named_in(
    document: Document, known: pd.DataFrame | None, published: object = None
) -> list[tuple[int, int, str]]:
    """Find the actors that an article names (`actors.named`), in words shouted in capitals too."""
    text = document.text
    loud = index(known)
    found = linked(document, loud, published)
    if not _SHOUTED.search(text):
        return found
    pattern = re.compile(loud.pattern.pattern, re.IGNORECASE)
    for m in pattern.finditer(text):
        owners = loud.owners(m.group()) or loud.owners("the " + m.group())
        is_free = not any(a < m.end() and m.start() < b for a, b, _ in found)
        if m.group().isupper() and len(m.group()) > _INITIALS and len(owners) == 1 and is_free:
            found.append((m.start(), m.end(), owners[0]))
    return sorted(found)


def toward_mention(
    sentence: str, start: int, end: int, others: tuple[int, ...] = ()
) -> tuple[int | None, str]:
    """
    Apply the rules of `target_cues.csv` to one name in one sentence.

    Parameters
    ----------
    sentence
        The sentence.
    start, end
        The name in it.
    others
        Where other names begin: what follows the next of them is said of that one.

    Returns
    -------
    polarity, rule
        Of the first rule that matches; None and "no-rule" where none does.

    Examples
    --------
    >>> toward_mention("We thank Mara for the road.", 9, 13)
    (1, 'object-of-thanks')
    """
    before = sentence[:start]
    after = sentence[end : min((o for o in others if o >= end), default=len(sentence))]
    is_subject = not _AFTER_PREPOSITION.search(before)
    is_owner = after.startswith(("'s ", "s' "))
    for name, where, polarity, pattern in _rules():
        if where == "after" and is_subject and pattern.search(after):
            return polarity, name
        if where == "before" and not (is_owner and polarity < 0) and pattern.search(before):
            return polarity, name
    return None, NO_RULE


@functools.cache
def _rules() -> tuple[tuple[str, str, int, re.Pattern[str]], ...]:
    return tuple(
        (r["rule"], r["where"], int(r["polarity"]), re.compile(r["pattern"], re.IGNORECASE))
        for r in lexicons.rows("target_cues")
    )
