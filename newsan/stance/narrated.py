"""Positions that the reporter tells without a quotation: "Ostrell has accepted the idea"."""

from __future__ import annotations

import re

from newsan import lexicons, rhetoric
from newsan.stance.positions import Position, around
from newsan.stance.topics import Topic, verdicts
from newsan.text import furniture, quoted_regions, sentences

_ANAPHOR = re.compile(
    r"^\W*(?:it|this|that|(?:the|this|that|such a|his|her|their|its)(?: [\w-]+)? "
    r"(?:idea|proposal|offer|initiative|plan|deal|step|call))\b", re.IGNORECASE)  # fmt: skip
_SUBJECT_WITHIN = 60  # characters from the start of a sentence in which its subject is named


def narrated(
    article: str,
    named: list[tuple[int, int, str]],
    taken: list[tuple[int, int]],
    topics: tuple[Topic, ...],
) -> list[tuple[str, Position]]:
    """
    Read the positions on proposals that a reporter tells of an actor named as subject.

    Parameters
    ----------
    article
        The article's text.
    named
        `(start, end, actor_id)` of the actors it names.
    taken
        Spans of the quotations: what is said in them is not narrated.
    topics
        The topics, compiled; facts are left to quotations.

    Returns
    -------
    positions
        `(actor_id, position)` in order of place.
    """
    wanted = [t for t in topics if t.kind == "proposal"]
    taken = [*taken, *((r.start, r.end) for r in quoted_regions(article)),
             *((f.start, f.end) for f in furniture(article))]  # fmt: skip
    found = []
    for start, end in sentences(article):
        for a, b, actor_id in named:
            if not start <= a < min(end, start + _SUBJECT_WITHIN):
                continue
            if any(x < end and start < y for x, y in taken):
                continue
            read = _predicate(article, b, end, wanted)
            if read is not None:
                topic, effect, rule = read
                found.append((actor_id, Position(topic, effect, rule, start, end)))
    return found


def _predicate(
    article: str, begin: int, end: int, topics: list[Topic]
) -> tuple[str, str, str] | None:
    """Read what follows a subject: topic, position and rule."""
    words = lexicons.straight(article[begin:end])
    for verdict in verdicts("narrated", "proposal"):
        verb = verdict.pattern.search(words)
        if verb is None:
            continue
        rest = words[verb.end() :]
        topic = next((t.name for t in topics if t.about.search(rest)), None)
        rule = verdict.name
        if topic is None and _ANAPHOR.match(rest):
            topic = around(article, begin, end, topics, None)
            rule = f"{verdict.name}-from-context"
        if topic is None:
            return None
        has_terms = verdict.effect == "asserts" and (
            any(v.pattern.search(rest) for v in verdicts("anywhere", "proposal"))
            or rhetoric.condition(rest) is not None
        )
        return topic, "conditions" if has_terms else verdict.effect, rule
    return None
