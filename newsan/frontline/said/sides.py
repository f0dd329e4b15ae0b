"""Which side acts in a statement of ground."""

from __future__ import annotations

import re

from newsan.frontline.said import cues
from newsan.frontline.said.sentence import Sentence, Side
from newsan.frontline.sides import OPPONENT

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
_OUR_GROUND = re.compile(r"\s+our\b")


def side_of(
    sentence: Sentence, cue: cues.Cue, start: int, end: int, clause: tuple[int, int]
) -> tuple[str | None, tuple[int, ...]]:
    """Tell which side acts, and where the text names it."""
    before, after = _beside(sentence, start, end, clause)
    if cue.agent == "none":
        near = (
            before is not None
            and before.end + 25 > start
            and "." not in (sentence.text[before.end : start])
        )
        return (before.side, (before.start,)) if near and before else (None, ())
    by = sentence.by_agent(start, end)
    if by:
        return by, ()
    if (
        after is not None
        and not after.is_pronoun
        and _OF.fullmatch(sentence.text, end, after.start)
    ):
        return _of_noun(cue, after)
    if _LOOSE.search(sentence.text[clause[0] : start]) and _has_both(sentence, clause[0], start):
        return None, ()
    if cue.agent == "under":
        inside = [s for s in sentence.sides if start <= s.start < end and s.side]
        own = sentence.speaker if re.search(r"\bour\b", sentence.text[start:end]) else None
        near_side = inside[0].side if inside else own
        return near_side, ()
    if cue.agent == "after":
        return (after.side, (after.end,)) if after else (None, ())
    if cue.agent == "patient":
        if before is not None and before.end < clause[0] - _FAR and sentence.passive(start):
            before = None
        return _surrounding(sentence, cue, start, end, before, after)
    if sentence.passive(start) and (
        cue.relation in ("captured", "struck") or _DRIVEN.match(sentence.text, start)
    ):
        return None, ()
    if _OUR_GROUND.match(sentence.text, end):
        return OPPONENT.get(sentence.speaker or ""), ()
    if cue.agent == "loser":
        near = after is not None and _ON.fullmatch(sentence.text, end, after.start)
        loser = before or (after if near else None)
        return (OPPONENT.get(loser.side or ""), (loser.start, loser.end)) if loser else (None, ())
    if after is not None and not after.is_pronoun and _FLAG.match(sentence.text, after.end):
        return after.side, (after.end,)
    if before is None or (cue.agent == "own" and _is_enemy(sentence, before)):
        return None, ()
    return before.side, (before.start,)


def _beside(
    sentence: Sentence, start: int, end: int, clause: tuple[int, int]
) -> tuple[Side | None, Side | None]:
    """Return the sides before and after a verb, but no pronoun that may mean either."""
    before, after = sentence.side_before(start, clause[0]), sentence.side_after(end, clause[1])
    if before is not None and before.is_pronoun and _may_be_either(sentence, before):
        before = None
    named = any(s.side and not s.is_pronoun for s in sentence.sides)
    if after is not None and after.is_pronoun and not named:
        after = None  # "their": whose, another sentence says
    return before, after


def _surrounding(
    sentence: Sentence,
    cue: cues.Cue,
    start: int,
    end: int,
    before: Side | None,
    after: Side | None,
) -> tuple[str | None, tuple[int, ...]]:
    """Tell who surrounds or drives out: the opponent of those to whom it is done."""
    if before is not None and before.end + 1 == start:
        return before.side, (before.start,)
    if sentence.passive(start):
        patient = before
    elif after is not None and after.is_pronoun and before is not None:
        return before.side, (before.start, after.end)
    elif after is not None and after.start - end <= _NEXT:
        patient = after
    elif before is None or cue.relation != "encircled":
        return None, ()
    elif _TROOPS.fullmatch(sentence.text, before.end, start):
        patient = before
    elif _SURROUNDS.match(sentence.text, start):
        return before.side, (before.start,)
    else:
        return None, ()
    # who "its troops" are is a guess; whose ground it is, is not
    if patient is None or (patient.is_pronoun and sentence.passive(start)):
        return None, ()
    return OPPONENT.get(patient.side or ""), (patient.start, patient.end)


def _of_noun(cue: cues.Cue, after: Side) -> tuple[str | None, tuple[int, ...]]:
    """Tell the side of a noun: the retreat of its troops is its own, their defeat the other's."""
    done_to = cue.agent in ("patient", "loser") or cue.relation == "captured"
    side = OPPONENT.get(after.side or "") if done_to else after.side
    return side, (after.start, after.end)


def _has_both(sentence: Sentence, low: int, high: int) -> bool:
    """Tell whether a stretch names both sides, so that a verb in it may be of either."""
    low += max(0, sentence.text[low:high].rfind(" that "))
    inside = [s for s in sentence.sides if low <= s.start and s.end <= high and s.side]
    return len({s.side for s in inside if not sentence.speaks(s)}) > 1


def _may_be_either(sentence: Sentence, pronoun: Side) -> bool:
    """Tell whether both sides are named before a pronoun, so that it may mean either."""
    named = [s for s in sentence.sides if s.side and not s.is_pronoun and s.end <= pronoun.start]
    return len({s.side for s in named if not sentence.speaks(s)} or {s.side for s in named}) > 1


def _is_enemy(sentence: Sentence, side: Side) -> bool:
    return cues.words("enemy").fullmatch(sentence.text, side.start, side.end) is not None


def side_unsaid(cue: cues.Cue, actor_id: str | None, country: str | None) -> str | None:
    """Tell the side that the words leave open, on one front, by the ground or the speaker."""
    if cue.agent == "own" or (cue.agent == "patient" and cue.relation == "captured"):
        return country
    if cue.agent == "subject" and cue.relation != "struck":
        return cues.actor_sides().get(actor_id or "")
    return None
