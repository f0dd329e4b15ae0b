"""Speakers without a name of their own: `two officials`, `the company`, `police`, and who is meant by them later."""

from __future__ import annotations

import re

from newsan.actors.descriptions import STOP
from newsan.actors.mention import Answer, own_id, slug
from newsan.actors.people import Cast
from newsan.text.nouns import BODIES

FIRMS = frozenset("company firm group operator airline organisation organization outfit".split())
_ANY_BODY = frozenset("group organisation organization outfit".split())
_SMALL = frozenset("of and for the de la du & in on".split())  # within a firm's name
_COUNT = re.compile(r"(?:the|a|an|one of the|some|many|several|two|three|both)\s+", re.IGNORECASE)
_NOUN_ENDS = re.compile(
    r"\s(?:of|for|in|at|on|from|to|by|with|who|that|which|close|familiar|[a-z]+(?:ed|ing))\s"
)


class Groups:
    """The unnamed speakers of one article, in reading order."""

    def __init__(self, people: Cast, sources: list[tuple[int, Answer]]) -> None:
        self.people, self.sources = people, sources
        self.known: dict[str, Answer] = {}  # by the words before a preposition or clause

    def told_before(self, noun: str) -> bool:
        """Tell whether a document spoke before: `a report by the centre`, and then `the report`."""
        return any(noun in (key.split()[0], key.split()[-1]) for key in self.known)

    def of_noun(self, noun: str, at: int) -> Answer | None:
        """Take the last speaker whose name ends in the same noun: `Veldany police`, and then `police`."""
        for start, answer in reversed(self.sources):
            name = answer.name or self.people.name(answer.actor_id)
            if start < at and name.casefold().split()[-1] == noun and " " in name:
                return Answer(answer.actor_id, answer.antecedent, "description", answer.name)
        return None

    def last_firm(self, noun: str, at: int) -> Answer | None:
        """Take the last speaker whose name can be a firm's, for `the company` and the like."""
        for start, answer in reversed(self.sources):
            words = (answer.name or self.people.name(answer.actor_id)).split()
            said = answer.resolved_by == "institution"  # somebody spoke for it
            proper = len(words) > 1 - said and all(w[:1].isupper() or w in _SMALL for w in words)
            is_firm = noun in _ANY_BODY or BODIES.isdisjoint(w.casefold() for w in words)
            known = said or self.people.kind(answer.actor_id) == "group"
            if start < at and proper and is_firm and known:
                return Answer(answer.actor_id, answer.antecedent, "description", answer.name)
        return None

    def actor(self, phrase: str) -> Answer | None:
        """Keep an unnamed source as an actor of its own; `the officials` are `two officials` named before."""
        words = [
            w for w in re.findall(r"\w[\w-]*", phrase.casefold()) if w not in STOP and w != "s"
        ]
        if not words:
            return None
        if phrase.casefold().startswith("the ") and len(words) <= 2:
            proper = [w.casefold() for w in phrase.split()[1:-1] if w[:1].isupper()]
            for key, answer in reversed(self.known.items()):
                known = key.split()
                if known[-1].rstrip("s") == words[-1].rstrip("s") and set(proper) <= set(known):
                    return Answer(answer.actor_id, answer.antecedent, "description", answer.name)
        stripped = phrase.strip()
        m = _COUNT.match(stripped)
        bare = stripped[m.end() :] if m else stripped
        own = own_id(bare if slug(bare) else phrase, self.people.registry.rows)
        answer = Answer(own, phrase, "description", bare or phrase)
        noun = _NOUN_ENDS.split(bare.casefold())[0]
        self.known[" ".join(re.findall(r"\w[\w-]*", noun) or words)] = answer
        return answer
