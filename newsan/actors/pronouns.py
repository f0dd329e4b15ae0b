"""Pronouns as speakers, by class: personal ones by their antecedents, relative ones by the name before."""

from __future__ import annotations

import re

from newsan.actors.antecedents import FEMALE, MALE, NEUTER, PLURAL, Antecedents
from newsan.actors.full_names import full_names
from newsan.actors.mention import Answer, Mention, slug
from newsan.actors.subjects import is_possessor

_RELATIVE, _FIRST = frozenset(("who", "which", "that", "whose")), frozenset(("i", "me", "my"))
PRONOUNS = MALE | FEMALE | NEUTER | PLURAL | _RELATIVE | _FIRST
_NOMINATIVE = {
    "him": "he",
    "his": "he",
    "her": "she",
    "hers": "she",
    "its": "it",
    "them": "they",
    "their": "they",
}
_REACH = 4  # paragraphs back
_ASKS = re.compile(
    r"\b(?:know|knows|knew|known|ask|asks|asked|wonder\w*|clear|unclear|of|about)\s$"
)


class Pronouns:
    """Finds whom the pronouns of one article stand for, given the speakers already resolved."""

    def __init__(self, antecedents: Antecedents) -> None:
        self.antecedents = antecedents
        self.layout, self.people = antecedents.layout, antecedents.people
        self.text, self.sources = antecedents.text, antecedents.sources

    def actor(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Resolve a pronoun, given in lower case."""
        if low in _RELATIVE:
            return self._relative(span)
        if low in _FIRST:
            return None
        return self.antecedents.pronoun(_NOMINATIVE.get(low, low), span)

    def last_source(self, at: int, by: str) -> Answer | None:
        """Return whoever spoke last before an offset, within reach."""
        here = self.layout.paragraph(at)
        for start, answer in reversed(self.sources):
            if start < at and here - self.layout.paragraph(start) <= _REACH:
                return Answer(answer.actor_id, answer.antecedent, by, answer.name)
        return None

    def _relative(self, span: tuple[int, int]) -> Answer | None:
        """Take the name that a relative clause belongs to: the last of the phrase before it."""
        start = self.layout.starts[self.layout.sentence(span[0])]
        if _ASKS.search(self.text[start : span[0]]):
            return None
        before = [
            m
            for m in self.people.mentions
            if start <= m.start
            and m.end <= span[0]
            and m.kind == "person"
            and not self.layout.in_quotation(m.start)
            and not is_possessor(self.text, m)
        ]
        if before:
            return self._answer(before[-1])
        for s, e, name in reversed(full_names(self.text, start, span[0])):
            return Answer(slug(name), self.text[s:e], "pronoun", name)
        return self.last_source(span[0], "pronoun") if self.text[slice(*span)] != "that" else None

    def _answer(self, mention: Mention) -> Answer:
        return Answer(mention.actor_id, self.text[mention.start : mention.end], "pronoun")
