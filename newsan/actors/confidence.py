"""How sure it is that the right actor was named: a logistic regression on signs that a reader can check."""

from __future__ import annotations

import functools
import math
from collections import Counter
from typing import Any

from newsan import lexicons
from newsan.actors.antecedents import NEUTER, PLURAL
from newsan.actors.descriptions import description
from newsan.actors.mention import Answer
from newsan.actors.speakers import Speakers
from newsan.quotes.attribution import span_of

SURE = 0.65  # from here on charts take an actor for right: most right ones stay, a quarter of the wrong goes
_FLOOR = 0.02  # no stated chance counts as nearer to 0 or 1


@functools.cache
def weights() -> dict[str, float]:
    """Return the weight of each feature (see `training/actor_confidence.py`)."""
    return {row["feature"]: float(row["weight"]) for row in lexicons.rows("actor_confidence")}


class Confidence:
    """How sure the speakers of one article are, once all of them are resolved."""

    def __init__(self, reading: Speakers) -> None:
        self.reading, self.people = reading, reading.people
        self.spoken = Counter(answer.actor_id for _, answer in reading.sources)
        self.in_full = {m.actor_id: False for m in self.people.mentions}
        for m in self.people.mentions:
            self.in_full[m.actor_id] |= " " in reading.text[m.start : m.end]

    def of(self, record: dict[str, Any], answer: Answer) -> float:
        """Return how likely it is that an answer is who speaks in a row of the `quotes` frame, 0 to 1."""
        by = weights()
        score = sum(by[name] * value for name, value in self.features(record, answer).items())
        return round(1 / (1 + math.exp(-score)), 4)

    def features(self, record: dict[str, Any], answer: Answer) -> dict[str, float]:
        """Return what speaks for and against an answer: how it was found, by what words, whose it is."""
        found = {"intercept": 1.0, "finder_odds": _odds(record["confidence"])}
        if (source := span_of(record, "speaker_")) is not None:
            found |= self._of_words(answer, source)
        return found | _of_way(answer) | self._of_actor(answer)

    def _of_words(self, answer: Answer, source: tuple[int, int]) -> dict[str, float]:
        """Describe the words of the source beside the answer."""
        words = self.reading.text[slice(*source)]
        low, said = words.casefold(), description(words)
        rest = low.replace(answer.antecedent.casefold(), "", 1).removeprefix("the ").strip("'’s ")
        is_pronoun = answer.resolved_by == "pronoun"
        is_tagged = bool(self.reading.document.phrases_in(*source))
        people = [
            p for p in self.reading.spoken.phrases_in(*source) if p.named and p.kind == "person"
        ]
        is_state = self.people.kind(answer.actor_id) == "state" and answer.antecedent in words
        return {
            "pronoun_of_body": float(is_pronoun and low in NEUTER | PLURAL),
            "not_tagged": float(not is_pronoun and not is_tagged),
            "several_people": float(len(people) > 1),
            "is_unnamed_the": float("#" in answer.actor_id and said is not None
                                    and said.determiner == "the"),
            "state_in_phrase": float(is_state and bool(rest)),  # `the | Veldan | army`
        }  # fmt: skip

    def _of_actor(self, answer: Answer) -> dict[str, float]:
        """Describe what the article has of the actor."""
        actor = answer.actor_id
        name, kind = answer.name or self.people.name(actor), self.people.kind(actor)
        family = name.rpartition(" ")[2].casefold()
        is_person = kind == "person" and "#" not in actor
        is_new = actor not in self.people.registry.rows and "#" not in actor
        in_full = self.in_full.get(actor, False)
        return {
            "is_group": float(kind == "group"),
            "is_person": float(is_person),
            "one_word": float(answer.resolved_by == "name" and is_new and not in_full),
            "one_word_person": float(is_person and is_new and " " not in name),
            "not_mentioned": float(actor not in self.in_full and "#" not in actor),
            "has_namesakes": float(len(self.people.by_family.get(family, ())) > 1),
            "times_spoken": math.log(max(1, self.spoken[actor])),
        }


def _of_way(answer: Answer) -> dict[str, float]:
    """Describe by what kind of words the answer was found, and how likely its ranker held it."""
    is_named = "#" not in answer.actor_id
    is_ranked = answer.chance < 1
    return {
        "by_pronoun": float(answer.resolved_by == "pronoun"),
        "by_description": float(answer.resolved_by == "description" and is_named),
        "is_unnamed": float(not is_named),
        "is_ranked": float(is_ranked),
        "ranker_odds": _odds(answer.chance) if is_ranked else 0.0,
    }


def _odds(stated: float) -> float:
    """Return the logarithm of the odds of a stated chance."""
    held = min(max(stated, _FLOOR), 1 - _FLOOR)
    return math.log(held / (1 - held))
