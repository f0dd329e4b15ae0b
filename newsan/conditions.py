"""The conditional clauses of a sentence, by their conjunctions."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONDITION = re.compile(
    r"\[?\b(?:if(?! only)|unless|as soon as|provid(?:ed|ing) that|as long as|so long as|"
    r"(?:provided|once)(?= (?:they|we|he|she|it|you|I|an?|the|there|all|this|these|those|(?-i:[A-Z])))|"
    r"on (?:the )?condition that|in the event (?:of|that)|in (?:the )?case(?: of)?|only when|until|"
    r"subject to|conditional on|only after|before any|(?-i:Without|Had|Were|Should))\b\]?(?: [\w'’]+)?"
    # up to a stop, or to what follows from it: "if it rains we will stay"
    r"(?:(?! - | then\b| (?:I|you|he|she|it|we|they|there)(?:['’]ll| (?:will|wo|would|can?|could|should|must|may|might))\b)"
    r"(?:[^,:;.?!—–]|[,.](?=\w)|(?<=\b(?:Mr|Ms|Dr))\.|(?<=\bMrs)\.|(?<=\.\w)\.))*",
    re.IGNORECASE,
)
_AND = re.compile(r" (?:and|or|but)\Z")  # `until it rains | and then, ...`
_OFTEN_NONE = re.compile(r"in the case\b|without\b|had\b|were\b|should\b|once an?\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\[In\] the event of[^,;.?!—–]*")
_CONCESSIVE = re.compile(r"\b(?:even|as) $", re.IGNORECASE)
_NOT_CONDITIONS = re.compile(
    r"^(?:once (?:again|more|and for all|an? (?:second|minute|hour|day|week|month|year))\b|as if\b|even if\b"
    r"|without (?:(?:a|any) )?(?:doubt|question)\b)",
    re.IGNORECASE,
)


def conditions(text: str) -> Iterator[tuple[int, int]]:
    """
    Find the conditional clauses of a text.

    Each from its conjunction ("if", "unless", "until", "once", "in the event of", ...) to the next comma or stop, or to what
    follows from it ("then", "we will"); "even if", "as if" and "once again" make nothing conditional.

    Examples
    --------
    >>> text = "We will talk if the guns fall silent, not before."
    >>> [text[start:end] for start, end in conditions(text)]
    ['if the guns fall silent']
    >>> text = "If Mr. Brandl pays 10,000 crowns we will go, even if it rains. They leave Donbas if we stay."
    >>> [text[start:end] for start, end in conditions(text)]
    ['If Mr. Brandl pays 10,000 crowns', 'if we stay']
    """
    for pattern in (_BRACKETED, _CONDITION):
        for m in pattern.finditer(text):
            before = _CONCESSIVE.search(text, max(0, m.start() - 6), m.start())
            if before is None and not _NOT_CONDITIONS.match(m.group()):
                yield m.start(), m.start() + len(_AND.sub("", m.group().rstrip()))


def condition(text: str) -> tuple[int, int] | None:
    """
    Find the first conditional clause of a text.

    None of words that often make nothing conditional: "in the case of", "without", "had", "were", "should", "once a".

    Examples
    --------
    >>> condition("In the case of Ost they left."), condition("They left Ost if it rained.")
    (None, (14, 26))
    """
    return next((c for c in conditions(text) if not _OFTEN_NONE.match(text, c[0])), None)
