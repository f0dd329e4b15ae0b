"""Which pronoun an article itself uses of somebody: `Ostrell said she`, `Ostrell and her lawyer`."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from newsan.actors import given
from newsan.actors.layout import Layout
from newsan.actors.mention import Mention

_PRONOUN = re.compile(given.THIRD_PERSON)


def told(layout: Layout, people: list[Mention]) -> dict[str, str]:
    """
    Tell people's pronouns by what follows their names within the sentence, before another name.

    Parameters
    ----------
    layout
        The article.
    people
        Where people are named, in order of place.

    Returns
    -------
    pronouns
        `he` or `she` by actor; whom the article says too little of is left out.

    Examples
    --------
    >>> from newsan.document import read
    >>> text = "Ostrell said she left. Ostrell and her aide met Ardal, who said his car broke."
    >>> places = [(0, "ostrell"), (23, "ostrell"), (48, "ardal")]
    >>> people = [Mention(a, a + len(who), who, "person") for a, who in places]
    >>> told(Layout(read(text), []), people)
    {'ostrell': 'she'}
    """
    seen: dict[str, Counter[str]] = {}
    for m, following in itertools.zip_longest(people, people[1:]):
        end = layout.sentences[layout.sentence(m.start)][1]
        if following is not None:
            end = min(end, following.start)
        found = _PRONOUN.search(layout.text, m.end, max(m.end, end))
        if found is not None:
            seen.setdefault(m.actor_id, Counter())[found.lastgroup or ""] += 1
    usual = {actor: given.usual(counts) for actor, counts in seen.items()}
    return {actor: pronoun for actor, pronoun in usual.items() if pronoun is not None}
