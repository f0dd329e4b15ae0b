"""Whether a sentence denies the claim in it: surely, perhaps, or not."""

from __future__ import annotations

import re

from newsan.stance.topics import Verdict, verdicts


def denied(words: str, hit: re.Match[str]) -> Verdict | None:
    """
    Find the rule by which a sentence denies the claim in it, or is too near a denial to assert it.

    Parameters
    ----------
    words
        The sentence.
    hit
        The claim in it.

    Returns
    -------
    rule
        Its effect is "denies" where the sentence says no, "none" where it may; None where nothing
        speaks against the claim.

    Examples
    --------
    >>> words = "The ministry rejected claims that Velm fell, and the bridge is not lost."
    >>> [denied(words, re.search(claim, words)).effect for claim in ("Velm fell", "lost")]
    ['none', 'denies']
    >>> denied("Velm fell.", re.search("Velm fell", "Velm fell."))
    """
    before, after = words[: hit.end()], words[hit.end() :]
    return (
        first(verdicts("double", "fact"), before)
        or first(verdicts("after", "fact"), after)
        or first(verdicts("before", "fact"), before)
        or under_denial(words, hit, "fact")
    )


def under_denial(words: str, hit: re.Match[str], kind: str) -> Verdict | None:
    """Find a denial before or after a claim that is near enough that nothing is asserted there."""
    return first(verdicts("under", kind), words[: hit.end()]) or first(
        verdicts("over", kind), words[hit.end() :]
    )


def first(rules: tuple[Verdict, ...], words: str) -> Verdict | None:
    """Return the first rule that fires on some words."""
    return next((r for r in rules if r.pattern.search(words)), None)
