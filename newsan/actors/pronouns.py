"""Pronouns as speakers: the personal ones by their antecedents; the last source for documents."""

from __future__ import annotations

from newsan.actors.antecedents import FEMALE, MALE, NEUTER, PLURAL, Antecedents
from newsan.actors.mention import Answer

RELATIVE, FIRST = frozenset(("who", "which", "that", "whose")), frozenset(("i", "me", "my"))
PERSONAL = MALE | FEMALE | NEUTER | PLURAL | FIRST
PRONOUNS = PERSONAL | RELATIVE
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


class Pronouns:
    """Finds whom the pronouns of one article stand for, given the speakers already resolved."""

    def __init__(self, antecedents: Antecedents) -> None:
        self.antecedents = antecedents
        self.layout, self.people = antecedents.layout, antecedents.people
        self.text, self.sources = antecedents.text, antecedents.sources

    def actor(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Resolve a pronoun, given in lower case."""
        if low in FIRST:
            return None
        return self.antecedents.pronoun(_NOMINATIVE.get(low, low), span)

    def last_source(self, at: int) -> Answer | None:
        """Return whoever spoke last before an offset, within reach."""
        since = self.layout.since(at, _REACH)
        for start, answer in reversed(self.sources):
            if since <= start < at:
                return Answer(answer.actor_id, answer.antecedent, "description", answer.name)
        return None
