"""Whether a name stands as a subject, or as somebody whose words are announced."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.actors.layout import Layout
from newsan.actors.mention import Mention
from newsan.text.nouns import pronoun_of

_OBLIQUE = lexicons.words("function_words", "before an object")
_WORDS = (
    r"(?:account|words?|view|version|telling|comments?|remarks?|reply|response|answer|message|statement|"
    r"speech|address|position|reaction|assessment|explanation|reasoning|claim|letter|post)"
)
_OWNER = re.compile(r"['’]s?\s")
_ANNOUNCED = re.compile(rf"['’]s?\s(?:\w+\s)?{_WORDS}\b")
_FROM = re.compile(
    rf"\b{_WORDS}\b[^.]*\bfrom\s$|^From\s(?:the\s)?(?:[\w-]+\s){{0,4}}$", re.IGNORECASE
)
# `Ostrell campaign adviser Tove Ardal`: the name of somebody else's, or of a place.
_MODIFIES = re.compile(r"\s(?:[a-z-]+\s){0,2}([a-z-]+)\s[A-Z][\w’'-]+\s[A-Z]")
_WORD = re.compile(r"[\w-]+")
_OPENS = re.compile(r"(?:(?:But|And|Yet|So|Then) )?(?P<subject>[Hh]e|[Ss]he)(?= [a-z])")


def subjects(layout: Layout) -> list[tuple[int, int]]:
    """Return where sentences of the narration begin with `he` or `she`."""
    found = (_OPENS.match(layout.text, start) for start in layout.starts)
    return [m.span("subject") for m in found if m and not layout.in_quotation(m.start("subject"))]


def is_possessor(text: str, mention: Mention) -> bool:
    """Tell `Ostrell's`."""
    return _OWNER.match(text, mention.end) is not None


def is_announced(text: str, mention: Mention) -> bool:
    """Tell `... in Ostrell's account`: a possessor of words, wherever it stands."""
    return _ANNOUNCED.match(text, mention.end) is not None


def can_be_subject(text: str, sentence: int, mention: Mention) -> bool:
    """
    Tell subjects, and those whose words are announced, from possessors and objects.

    `sentence` is where the mention's sentence begins.
    """
    if is_possessor(text, mention):
        return is_announced(text, mention)
    m = _MODIFIES.match(text, mention.end)
    if m is not None and pronoun_of(m[1]) is not None:
        return False
    before = text[max(sentence, mention.start - 80) : mention.start]
    words = _WORD.findall(before)
    small = [w for w in words if w[:1].islower()]
    if (
        (words and words[-1].casefold() == "from")
        or (small and small[-1] == "from")
        or (words and words[0] == "From")
    ):
        return _FROM.search(before) is not None or words[0] == "From"
    return not words or words[-1].casefold() not in _OBLIQUE
