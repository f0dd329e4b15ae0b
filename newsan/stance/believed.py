"""When the target model is believed about somebody named in a quotation, where no rule decides."""

from __future__ import annotations

import re

from newsan.stance import model
from newsan.stance.toward import look_at

RULE = "target-model"
_SURE = 0.7  # out of fold the model is right in 83 % of the targets it is this sure of
_NOT_AGENT = re.compile(
    r"\b(?:in|of|for|to|with|from|against|on|about|at|than|over|between|via|near|amid|around|under)"
    r"\s+(?:the |a |an |this |our |their |its |his |her )?(?:\w+\s+){0,2}$", re.IGNORECASE)  # fmt: skip
_OWNER = re.compile(r"^(?:['’]s\b|s?['’]\s)")
_UNDERGOES = re.compile(
    r"^[^.;:!?…]{0,30}?\b(?:(?:is|are|was|were|been|being|be|gets?|got)\b(?: \w+){0,2}? \w+(?:ed|en|"
    r"hit|hurt|shot|lost|cut|held|put)\b|suffer\w*|los(?:es|t|ing)|mourn\w*|die[sd]?|fle(?:d|es)|"
    r"endur\w*|surviv\w*|fac(?:es|ed|ing))", re.IGNORECASE)  # fmt: skip


def believed(words: str, start: int, end: int, *, kind: str, is_own_side: bool) -> int | None:
    """
    Judge the polarity toward somebody named, or say that it is not known.

    The model learnt from sentences about persons, and takes dark words for blame of whoever stands
    near: of an army that "destroyed the enemy" as of the town that was destroyed. So it is believed
    about persons only, where it gives an answer at least a probability of .7, and that somebody is
    spoken against only of one who acts: not of one to whom things are done, not of the owner of
    something, not of the speaker's own side.

    Parameters
    ----------
    words
        The words said.
    start, end
        The name in them.
    kind
        The actor's kind in the registry.
    is_own_side
        Whether speaker and target are of one side.

    Returns
    -------
    polarity
        -1, 0 or 1; None where the model is not asked or not believed.

    Examples
    --------
    >>> words = "Tomas has always wanted peace and never broke his word."
    >>> believed(words, 0, 5, kind="person", is_own_side=False)
    1
    >>> believed(words, 0, 5, kind="institution", is_own_side=False) is None
    True
    >>> words = "Tomas was horribly wounded in the brutal attack on the market."
    >>> believed(words, 0, 5, kind="person", is_own_side=False) is None
    True
    """
    if kind != "person":
        return None
    look = look_at(words, start, end)
    if look is None:
        return None
    against, neutral, in_favour = model.shipped().probabilities([look.seen])[0]
    if neutral >= _SURE:
        return 0
    if in_favour >= _SURE:
        return 1
    is_agent = not (
        _NOT_AGENT.search(words[:start])
        or _OWNER.match(words[end:])
        or _UNDERGOES.match(words[end:])
    )
    return -1 if against >= _SURE and is_agent and not is_own_side else None
