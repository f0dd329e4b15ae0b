"""Positions told without a quotation: "Ostrell has accepted the idea", "Ostrell's claim that"."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.conditions import condition
from newsan.document import Document, Spans
from newsan.stance.denials import find_denial
from newsan.stance.positions import Position, around
from newsan.stance.topics import NONE, Topic, Verdict, verdicts

_ANAPHOR = re.compile(
    r"^\W*(?:it|this|that|(?:the|this|that|such a|his|her|their|its)(?: [\w-]+)? "
    r"(?:idea|proposal|offer|initiative|plan|deal|step|call))\b", re.IGNORECASE)  # fmt: skip
_CLAUSE_END = re.compile(r"[,;:—–]| - ")
_NAME = "\0"  # stands for the actor's name in the patterns
_CLAIM_WITHIN = 140  # characters in which a claim says what it claims
_CLAIM_NEAR = 500  # characters from the actor's name in which a claim is named
_SUBJECT_WITHIN = 60  # characters from the start of a sentence in which its subject is named


def read_narration(
    document: Document,
    named: list[tuple[int, int, str]],
    taken: list[tuple[int, int, str]],
    topics: tuple[Topic, ...],
) -> list[tuple[str, Position]]:
    """
    Read the positions that a reporter tells of an actor named.

    On proposals, of an actor who is the subject of "has accepted" or "rejected"; on facts, of an
    actor whose claim is named ("Ostrell's claim that", "remarks that Ostrell made ... that").

    `named` and `taken` are `(start, end, actor_id)` of the actors it names and of its quotations: what is said in
    them is not narrated. Each position comes with its actor, in order of place.
    """
    proposals = [t for t in topics if t.kind == "proposal"]
    facts = [t for t in topics if t.kind == "fact"]
    article, named = document.text, sorted(named)
    marked = Spans(
        [(r.start, r.end) for r in document.regions]
        + [(f.start, f.end) for f in document.furniture]
    )
    said = Spans((a, b) for a, b, _ in taken)
    words_of: dict[str, list[tuple[int, int]]] = {}
    for a, b, who in taken:
        words_of.setdefault(who, []).append((a, b))
    of_actor = {who: Spans(words) for who, words in words_of.items()}
    names = Spans((a, b) for a, b, _ in named)
    found = []
    for start, end in document.sentences:
        is_narration = not said.meets(start, end) and not marked.meets(start, end)
        for number in names.beginning_in(start, end):
            a, b, actor_id = named[number]
            if marked.meets(a, b):
                continue
            read = None
            if a < start + _SUBJECT_WITHIN and is_narration:
                read = _predicate(article, b, end, proposals)
            own = of_actor.get(actor_id)
            if read is None and (own is None or not own.meets(start, end)):
                before = article[max(start, a - _CLAIM_NEAR) : a]
                read = _claim(before, article[b : min(end, b + _CLAIM_NEAR)], facts)
            if read is not None:
                topic, effect, rule = read
                found.append((actor_id, Position(topic, effect, rule, start, end)))
    return found


def _claim(before: str, after: str, topics: list[Topic]) -> tuple[str, str, str] | None:
    """Read a claim that is named as an actor's, and what it says: topic, position and rule."""
    words = lexicons.straight(f"{before}{_NAME}{after}")
    for verdict in verdicts("relayed", "fact"):
        link = verdict.pattern.search(words)
        if link is None or _has(verdicts("unsaid", "fact"), words[: link.start()]):
            continue
        rest = words[link.end() :][:_CLAIM_WITHIN]
        for topic in topics:
            hit = (topic.asserts or topic.about).search(rest)
            if hit is None or _has(verdicts("lead", "fact"), rest[: hit.start()]):
                continue
            effect = _claim_effect(rest, hit, verdict)
            if effect is not None:
                return topic.name, effect, verdict.name
    return None


def _claim_effect(claim: str, hit: re.Match[str], verdict: Verdict) -> str | None:
    """Return whether a claim says yes or no; None where words after it may be its own or the reporter's."""
    denial = find_denial(claim[: hit.end()], hit)
    if denial is not None:
        return "denies" if denial.effect == "denies" else None
    clause = _CLAUSE_END.split(claim[hit.end() :])[0]
    return None if find_denial(claim[: hit.end()] + clause, hit) else verdict.effect


def _has(rules: tuple[Verdict, ...], words: str) -> bool:
    return any(rule.pattern.search(words) for rule in rules)


def _is_of_else(verdict: Verdict, between: str) -> bool:
    """Return whether it is not the thing itself that is refused or accepted: "rejected reports of"."""
    if verdict.effect == "denies":
        return _has(verdicts("hearsay", "proposal"), between)
    return any(
        rule.effect in (NONE, "denies") and rule.pattern.search(between)
        for where, kind in (("under", "proposal"), ("hearsay", "proposal"), ("before", "proposal"))
        for rule in verdicts(where, kind)
    )


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
        about = next(((t.name, m) for t in topics if (m := t.about.search(rest))), None)
        if about is not None and _is_of_else(verdict, rest[: about[1].start()]):
            return None
        topic = about[0] if about is not None else None
        rule = verdict.name
        if topic is None and _ANAPHOR.match(rest):
            topic = around(article, begin, end, topics, None)
            rule = f"{verdict.name}-from-context"
        if topic is None:
            return None
        has_terms = verdict.effect == "asserts" and (
            _has(verdicts("anywhere", "proposal"), rest) or condition(rest) is not None
        )
        return topic, "conditions" if has_terms else verdict.effect, rule
    return None
