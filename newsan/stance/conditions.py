"""The conditional clause of a sentence, by its conjunction."""

from __future__ import annotations

import re

_CONDITION = re.compile(
    r"\[?\b(?:if(?! only)|unless|as soon as|provid(?:ed|ing) that|as long as|so long as|"
    r"(?:provided|once)(?= (?:they|we|he|she|it|you|I|the|there|all|this|these|those|(?-i:[A-Z])))|"
    r"on (?:the )?condition that|in the event (?:of|that)|in case(?: of)?|only when|until|"
    r"subject to|conditional on|only after|before any)\b\]?[^,;.?!—–]*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[In\] the event of[^,;.?!—–]*")
_NOT_CONDITIONS = re.compile(
    r"^(?:once (?:again|more|and for all)|as if\b|even if\b)", re.IGNORECASE
)


def condition(text: str) -> tuple[int, int] | None:
    """
    Find the first conditional clause of a text.

    From its conjunction ("if", "unless", "until", "once", "in the event of", ...) to the next comma or stop; "even if",
    "as if" and "once again" make nothing conditional.

    Examples
    --------
    >>> text = "We will talk if the guns fall silent, not before."
    >>> start, end = condition(text)
    >>> text[start:end]
    'if the guns fall silent'
    """
    for pattern in (_BRACKETED, _CONDITION):
        for m in pattern.finditer(text):
            before = text[max(0, m.start() - 5) : m.start()].lower()
            if _NOT_CONDITIONS.match(m.group()) or before.endswith(("even ", "as ")):
                continue
            return m.start(), m.start() + len(m.group().rstrip())
    return None
