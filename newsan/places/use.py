"""Whether a capital's name stands for the government that sits there ("Kyiv denied")."""

from __future__ import annotations

import re
from bisect import bisect_left

from newsan.gazetteer import Place, fold
from newsan.places.cues import capitals, groups
from newsan.places.words import Span

_NEAR = 90  # characters before a name that are looked at
_POSSESSIVE = re.compile(r"['’]s?\s+([\w-]+)")
_NEXT = re.compile(r"\s+([\w-]+)(?:\s+([\w-]+))?")
_HYPHEN = re.compile(r"-([a-z]+)")
_BEFORE = re.compile(r"([\w'’-]+)\s+(?:the\s+)?$")
_AND = re.compile(r"\s+(?:and|or)\s+")
_SENTENCE = re.compile(r"[.!?]\s|\n")


def is_government(
    span: Span, place: Place, text: str, read: list[tuple[Span, Place | None]]
) -> bool:
    """
    Tell whether a capital is named for its government.

    Parameters
    ----------
    span
        The name.
    place
        The place it was read as.
    text
        The article's text.
    read
        All names of the text with their places, in order.

    """
    if place.kind == "country" or (
        (place.country, span.key) not in capitals()
        and (place.country, fold(place.name)) not in capitals()
    ):
        return False
    cue = groups()
    after = text[span.end : span.end + 60]
    before = text[max(0, span.start - _NEAR) : span.start]
    m = _POSSESSIVE.match(after)
    if m:
        return m.group(1).lower() not in cue["own"] and not m.group(1)[0].isupper()
    m = _HYPHEN.match(after)
    if m:
        return m.group(1) in cue["government"]
    last = _BEFORE.search(before)
    word = last.group(1).lower() if last else ""
    m = _NEXT.match(after)
    following = [w for w in (m.groups() if m else ()) if w]
    if following and following[0].lower() in cue["government"] and word not in ("in", "near"):
        return True
    if word in ("by", "against") or _is_pair(span, place, text, read, cue["against"]):
        return True
    if word in ("in", "near", "outside", "from", "around", "at", "into", "of", "through"):
        return False
    if word in ("to", "toward", "towards", "with"):
        return word == "with" or _carries_message(before, cue["message"])
    return bool(following) and _is_verb(following, cue["verb"])


def _is_verb(following: list[str], verbs: frozenset[str]) -> bool:
    word = following[0]
    if not word[0].islower():
        return False
    if word in verbs or (word.endswith("ed") and len(word) > 4):
        return True
    return (
        word.endswith("ly")
        and len(following) > 1
        and (following[1] in verbs or following[1].endswith("ed"))
    )


def _is_pair(
    span: Span,
    place: Place,
    text: str,
    read: list[tuple[Span, Place | None]],
    words: frozenset[str],
) -> bool:
    """Tell whether two capitals stand together as two governments ("between X and Y")."""
    number = bisect_left(read, span.start, key=lambda pair: pair[0].start)
    for other, there in (*read[max(0, number - 1) : number], *read[number + 1 : number + 2]):
        if there is None or there.country == place.country or not there.country:
            continue
        first, second = sorted((span, other), key=lambda s: s.start)
        if _AND.fullmatch(text, first.end, second.start):
            last = _BEFORE.search(text, max(0, first.start - _NEAR), first.start)
            if last and last.group(1).lower() in words:
                return True
    return False


def _carries_message(before: str, words: frozenset[str]) -> bool:
    clause = _SENTENCE.split(before)[-1].lower().split()
    return any(w.strip(",'’\"“”") in words for w in clause[-8:])
