"""Which words of a text name or describe somebody or something: the second head of the tagger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from newsan.tagger.spans import Tokens, read, runs
from newsan.tagger.tokens import fold_marks

# The roles of the head's labels, in their order: names of four kinds, then descriptions.
KINDS = ("person", "body", "place", "other", "person", "body")
NAMED = 4  # so many of them are names
SURE = 0.6  # the chance from which two names side by side are two


class Phrase(NamedTuple):
    """A stretch of a text that names (`named`) or describes a person, a body, a place, or something else."""

    start: int
    end: int
    kind: str
    named: bool
    chance: float


def phrases(texts: Iterable[str]) -> list[list[Phrase]]:
    """
    Find what texts name or describe.

    Parameters
    ----------
    texts
        Any texts; each is read by itself.

    Returns
    -------
    phrases
        One list a text, in order of place, none overlapping. `chance` is the mean probability of the
        kind over the words.

    Examples
    --------
    >>> text = "The mayor, Mara Ostrell, left Kyiv."
    >>> [(text[m.start : m.end], m.kind, m.named) for m in phrases([text])[0]]
    [('The mayor', 'person', False), ('Mara Ostrell', 'person', True), ('Kyiv', 'place', True)]
    """
    found: list[list[Phrase]] = []
    for size, tokens in read(map(fold_marks, texts)):
        found += of_tokens(size, tokens)
    return found


def of_tokens(size: int, tokens: Tokens) -> list[list[Phrase]]:
    """Return the phrases of so many texts, given their tokens."""
    made: list[list[Phrase]] = [[] for _ in range(size)]
    spans = runs(tokens.entities.argmax(axis=1), tokens.entities, tokens.where.paragraph_starts)
    columns = (tokens.text[spans.first], tokens.start[spans.first], tokens.end[spans.last])
    rows = zip(*(c.tolist() for c in (*columns, spans.role, spans.confidence)), strict=True)
    for text, start, end, role, chance in rows:
        phrase = Phrase(start, end, KINDS[role], role < NAMED, round(chance, 4))
        last = made[text][-1] if made[text] else None
        if last and _is_one_name(last, phrase):
            surer = max(last, phrase, key=lambda p: p.chance * (p.end - p.start))
            made[text][-1] = surer._replace(start=last.start, end=end)
        else:
            made[text].append(phrase)
    return made


def _is_one_name(last: Phrase, phrase: Phrase) -> bool:
    """Return whether two phrases are halves of a name, of which the tagger is not sure: `Mara | Ostrell`."""
    beside = last.named and phrase.named and phrase.start - last.end == 1
    return beside and (last.kind == phrase.kind or min(last.chance, phrase.chance) < SURE)
