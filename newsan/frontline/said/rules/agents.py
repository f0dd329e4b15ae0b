"""Which side acts in a statement of ground."""

from __future__ import annotations

import re

from newsan.frontline.said.rules.cues import Cue, words
from newsan.frontline.said.rules.sentence import Sentence, Side, Trigger
from newsan.frontline.said.rules.side_names import OPPONENT

_FAR = 20  # characters: "Ukrainian troops who were surrounded" still names them
_NEXT = 30  # characters between a verb and its object: "pushed the last of Ardal's men out"
_OF = re.compile(r"\sof\s(?:the |all |\w+ed )?", re.IGNORECASE)
_ON = re.compile(r"\s(?:on|by|for)\s(?:the )?", re.IGNORECASE)
_LOOSE = re.compile(r"\b(?:to|by|with|for|of|in|at|on)\s(?:\w+ly\s)?$", re.IGNORECASE)
_FLAG = re.compile(r"\sflags?\b", re.IGNORECASE)
_TROOPS = re.compile(r"\s(?:troops?|forces|unit|army)\s", re.IGNORECASE)
_SURROUNDS = re.compile(r"(?:encircl(?:e|es|ed|ing)|surround\w*|cut off)\b", re.IGNORECASE)
_DRIVEN = re.compile(
    r"repel|repuls|fend|beat", re.IGNORECASE
)  # of those who were, another holds it
_OUR = re.compile(r"\bour\b")
_OUR_GROUND = re.compile(r"\s+our\b")


def side_of(trigger: Trigger) -> tuple[str | None, tuple[int, ...]]:
    """Return which side acts, and the offsets where the text names it."""
    sentence, cue, start, end = trigger.sentence, trigger.cue, trigger.start, trigger.end
    text = sentence.text
    before, after = _beside(trigger)
    if cue.agent == "none":
        near = (
            before is not None and before.end + 25 > start and "." not in text[before.end : start]
        )
        return (before.side, (before.start,)) if near and before else (None, ())
    by = sentence.by_agent(start, end)
    if by:
        return by, ()
    if after is not None and not after.is_pronoun and _OF.fullmatch(text, end, after.start):
        return _of_noun(cue, after)
    if _LOOSE.search(text[slice(*trigger.before)]) and _has_both(trigger):
        return None, ()
    if cue.agent == "under":
        inside = [s for s in sentence.sides_from(start, end) if s.side]
        own = sentence.speaker if _OUR.search(text[start:end]) else None
        return inside[0].side if inside else own, ()
    if cue.agent == "after":
        return (after.side, (after.end,)) if after else (None, ())
    if cue.agent == "patient":
        far = before is not None and before.end < trigger.clause[0] - _FAR
        return _surrounding(trigger, None if far and sentence.passive(start) else before, after)
    if sentence.passive(start) and (
        cue.relation in ("captured", "struck") or _DRIVEN.match(text, start)
    ):
        return None, ()
    if _OUR_GROUND.match(text, end):
        return OPPONENT.get(sentence.speaker or ""), ()
    if cue.agent == "loser":
        near = after is not None and _ON.fullmatch(text, end, after.start) is not None
        loser = before or (after if near else None)
        return (OPPONENT.get(loser.side or ""), (loser.start, loser.end)) if loser else (None, ())
    if after is not None and not after.is_pronoun and _FLAG.match(text, after.end):
        return after.side, (after.end,)
    if before is None or (cue.agent == "own" and _is_enemy(sentence, before)):
        return None, ()
    return before.side, (before.start,)


def _beside(trigger: Trigger) -> tuple[Side | None, Side | None]:
    """Return the sides before and after a verb, but no pronoun that may mean either."""
    sentence = trigger.sentence
    before = sentence.side_before(trigger.start)
    after = sentence.side_after(trigger.end, trigger.clause[1])
    if before is not None and before.is_pronoun and _may_be_either(sentence, before):
        before = None
    if after is not None and after.is_pronoun and not sentence.names_side:
        after = None  # "their": whose, another sentence says
    return before, after


def _surrounding(
    trigger: Trigger, before: Side | None, after: Side | None
) -> tuple[str | None, tuple[int, ...]]:
    """Return who surrounds or drives out: the opponent of those to whom it is done."""
    sentence, start, end = trigger.sentence, trigger.start, trigger.end
    is_passive = sentence.passive(start)
    if before is not None and before.end + 1 == start:
        return before.side, (before.start,)
    if is_passive:
        patient = before
    elif after is not None and after.is_pronoun and before is not None:
        return before.side, (before.start, after.end)
    elif after is not None and after.start - end <= _NEXT:
        patient = after
    elif before is None or trigger.cue.relation != "encircled":
        return None, ()
    elif _TROOPS.fullmatch(sentence.text, before.end, start):
        patient = before
    elif _SURROUNDS.match(sentence.text, start):
        return before.side, (before.start,)
    else:
        return None, ()
    # who "its troops" are is a guess; whose ground it is, is not
    if patient is None or (patient.is_pronoun and is_passive):
        return None, ()
    return OPPONENT.get(patient.side or ""), (patient.start, patient.end)


def _of_noun(cue: Cue, after: Side) -> tuple[str | None, tuple[int, ...]]:
    """Return the side of a noun: the retreat of its troops is its own, their defeat the other's."""
    done_to = cue.agent in ("patient", "loser") or cue.relation == "captured"
    side = OPPONENT.get(after.side or "") if done_to else after.side
    return side, (after.start, after.end)


def _has_both(trigger: Trigger) -> bool:
    """Tell whether a clause names both sides, so that a verb in it may be of either."""
    sentence, (low, high) = trigger.sentence, trigger.before
    low += max(0, sentence.text[low:high].rfind(" that "))
    named = {
        s.side
        for s in sentence.sides_from(low, high)
        if s.side and s.end <= high and not sentence.speaks(s)
    }
    return len(named) > 1


def _may_be_either(sentence: Sentence, pronoun: Side) -> bool:
    """Tell whether both sides are named before a pronoun, so that it may mean either."""
    named = [
        s
        for s in sentence.sides_from(sentence.start, pronoun.start)
        if s.side and not s.is_pronoun and s.end <= pronoun.start
    ]
    return len({s.side for s in named if not sentence.speaks(s)} or {s.side for s in named}) > 1


def _is_enemy(sentence: Sentence, side: Side) -> bool:
    return words("enemy").fullmatch(sentence.text, side.start, side.end) is not None


def side_unsaid(cue: Cue, speaker: str | None, country: str | None) -> str | None:
    """Return the side that the words leave open, on one front, by the ground or the speaker."""
    if cue.agent == "own" or (cue.agent == "patient" and cue.relation == "captured"):
        return country
    if cue.agent == "subject" and cue.relation != "struck":
        return speaker
    return None
