"""Whether a known name is used as the name of a place, or a capital's for the government that sits there."""

from __future__ import annotations

import re

from newsan.document import Spans
from newsan.gazetteer import Gazetteer, Place, fold
from newsan.places.place_words import (
    ACRONYM,
    BEARING,
    HUGE,
    KNOWN,
    LARGE,
    Span,
    Words,
    capitals,
    groups,
)
from newsan.places.place_words import demonyms as people_names

_NEAR = 90  # characters before a name that are looked at
_POSSESSIVE = re.compile(r"['’]s?\s+([\w-]+)")
_NEXT = re.compile(r"\s+([\w-]+)(?:\s+([\w-]+))?")
_SAINTS = re.compile(r"['’]s [A-Z]")
_COMPASS = re.compile(r"(?:North|South|East|West)(?:east|west)?(?:ern)?|Upper|Lower|Central")
_BEFORE = re.compile(r"([\w'’-]+)\s+(?:the\s+)?$")
_INITIAL = re.compile(r"(?:[A-Z]\.)+ ")
_AND, _BETWEEN = re.compile(r"\s+and\s+(\w+)"), re.compile(r"\bbetween\s+(\w+)\s+and\s+$")
_SENTENCE = re.compile(r"[.!?]\s|\n")
AT_SENTENCE_START = 20_000
_DATELINE = re.compile(
    r"(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?(?:,\s+[A-Z][a-z]+\.?\s+\d+)?"
    r"\s*(?:\([\w/ ]+\)\s*)?(?:—|–|--|-|:)\s|,\s+[A-Z][a-z]{2,8}\.?\s+\d|\s+\([A-Z]"
)


def is_government(span: Span, place: Place, text: str) -> bool:
    """Return whether a capital is named for its government; `place` is what the name was read as."""
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
    last = _BEFORE.search(before)
    word = last.group(1).lower() if last else ""
    m = _NEXT.match(after)
    following = list(m.groups("")) if m else []
    if following and following[0].lower() in cue["government"] and word not in ("in", "near"):
        return True
    pair = _BETWEEN.search(before) or (_AND.match(after) if word == "between" else None)
    is_pair = pair and any(fold(pair[1]) == name for _, name in capitals())
    if word in ("by", "against") or is_pair:
        return True
    if word in ("in", "near", "outside", "from", "around", "at", "into", "of", "through"):
        return False
    if word in ("to", "toward", "towards", "with"):
        clause = _SENTENCE.split(before)[-1].lower().split()[-8:]
        return word == "with" or any(w.strip(",'’\"“”") in cue["message"] for w in clause)
    return bool(following) and _is_verb(following, cue["verb"])


def _is_verb(following: list[str], verbs: frozenset[str]) -> bool:
    word = following[following[0].endswith("ly")]
    return word in verbs or (word.endswith("ed") and len(word) > 4)


def is_place(
    words: Words,
    i: int,
    j: int,
    span: Span,
    people: frozenset[str],
    places: Gazetteer,
    barred: Spans,
) -> bool | None:
    """Return whether a known name is used as the name of a place; `None`: not by itself."""
    cue, bad = groups(), words.rivals
    before, after = words.word(i - 1), words.word(j)
    wide = any(p.kind in ("country", "area") for p in span.candidates)
    big = max((p.population for p in span.candidates), default=0)
    at_home = any(p.place_id in places.study_ids for p in span.candidates)
    span.after_preposition = before.lower() in cue["before"] and words.gap(i).strip(" \"“‘'") == ""
    if words.all[i] in cue["title"] | cue["calendar"] and words.gap(j).startswith("."):
        return False
    if before.lower() in ("of", "the") and _is_called_after(words, i - 1 - (before == "the")):
        return False
    if span.key.startswith("st ") and big < LARGE and _SAINTS.match(words.text, span.end):
        return False
    if not wide and barred.holds(span.start, span.end):
        return False
    if _COMPASS.fullmatch(before) and words.gap(i) == " " and big < LARGE and not at_home:
        if all(p.kind == "settlement" for p in span.candidates):
            return False
    if words.text[span.start : span.end].isupper() and not _upper_ok(words, i, j, span):
        return False
    is_city = any(p.kind == "settlement" and p.population >= 2 * LARGE for p in span.candidates)
    is_word = span.key in bad["word"] and (not is_city or words.starts_sentence(i))
    is_word = is_word or span.key in bad["actor"]
    if span.key not in people and (
        (span.heard and BEARING.match(words.text, span.end))
        or (span.heard == "place" and not is_word and after not in cue["treaty"])
    ):
        return True
    context = (
        span.after_preposition
        or bool(span.region_after)
        or (words.gap(i) == ", " and span.candidates[0].kind in ("region", "country"))
    )
    if not _fits_before(words, i, before, wide, big) or not _fits_after(
        words, j, after, span, wide, big, places
    ):
        return False
    if span.is_county or j - i > 1 or wide:
        return True
    return _is_single_place(words, i, span, people, context, big, at_home, bad)


def _is_called_after(words: Words, i: int) -> bool:
    """Return whether word i is the `of` of a water, a title or a church: `Gulf of Mexico`, `Duchess of Edinburgh`."""
    return words.word(i) == "of" and words.word(i - 1) in groups()["called after"]


def _is_single_place(
    words: Words,
    i: int,
    span: Span,
    people: frozenset[str],
    context: bool,
    big: int,
    at_home: bool,
    bad: dict[str, frozenset[str]],
) -> bool | None:
    """Return whether a name of one word is a place's, by given names, surnames, words and its size."""
    is_called = words.word(i + 1).lower() in groups()["region"]
    region = any(
        p.kind == "region" and (is_called or fold(p.name) == span.key) for p in span.candidates
    )
    is_in = big >= 5 * LARGE and words.word(i - 1).lower() == "in"
    is_said = is_in or span.region_after or (at_home and span.after_preposition)
    if span.key in people and not is_said:
        return False
    if at_home:
        return True
    is_name = span.heard == "person" and not words.all[i].isupper()
    is_called_so = span.key in bad["given"] | bad["surname"]  # and is no town that is misheard
    is_called_so |= span.key in bad["first"] and not words.starts_sentence(i)
    if span.heard == "body" or (is_name and is_called_so and not context and big < LARGE):
        return bool(span.region_after) or None
    if words.all[i] in groups()["opener"] or (len(span.key) < 3 and span.key not in ACRONYM):
        return False
    if span.key in bad["actor"] and big < 5 * LARGE:
        return bool(span.region_after)
    if span.key in bad["word"]:
        return (
            bool(span.region_after)
            or (context and big >= LARGE and not words.starts_sentence(i))
            or None
        )
    if span.key in bad["given"] or span.key in bad["surname"]:
        known = (context and big >= LARGE) or (region and big >= HUGE) or big >= 5 * LARGE
        return bool(span.region_after) or known or None
    if words.starts_sentence(i) and not context and big < AT_SENTENCE_START:
        return None
    if words.word(i - 1).lower() in ("the", "a", "an", "his", "her") and not region and big < HUGE:
        return None
    return context or big >= KNOWN or region or None


def _upper_ok(words: Words, i: int, j: int, span: Span) -> bool:
    """Return whether a name in capitals is an acronym of a country, a state or a dateline."""
    if span.key == "us" and words.gap(i) == " ":  # `JOIN | US | ON TELEGRAM`
        verb, after, little = words.word(i - 1), words.word(j), groups()["opener"]
        if (
            verb.isupper()
            and verb.title() not in little
            and after.isupper()
            and after.title() in little
        ):
            return False
    if span.key in ACRONYM or span.region_after or "." in words.text[span.start : span.end]:
        return True
    return words.starts_sentence(i) and bool(_DATELINE.match(words.text, span.end))


def _fits_before(words: Words, i: int, before: str, wide: bool, big: int) -> bool:
    """Return whether the word before a name leaves it standing on its own."""
    cue = groups()
    gap = words.gap(i)
    if not before or not before[0].isupper():
        return not (gap == "-" and before and not wide) or before.islower()
    if gap in (". ", ".") and (len(before) == 1 or before in cue["title"]):
        return wide
    if gap in ("-", "‑"):
        return wide or (len(before) > 1 and before in people_names())
    if gap != " " or before in cue["opener"] or before in cue["calendar"]:
        return True
    if before.lower() in cue["before"] or before in people_names() or before.isupper():
        return True
    return wide


def _fits_after(
    words: Words, j: int, after: str, span: Span, wide: bool, big: int, places: Gazetteer
) -> bool:
    """Return whether the word after a name leaves it standing on its own."""
    cue = groups()
    if not after or words.gap(j) not in (" ", "\u00a0") or not after[0].isupper():
        return True
    if _INITIAL.match(words.text, words.at[j][0]) and not places.has(fold(after)):
        return wide
    if after in cue["county"] and not wide:
        span.end = words.at[j][1] + (after in ("Co", "Twp"))
        span.is_county, span.candidates, span.key = True, [], ""
        return True
    if after.lower() in cue["region"] | cue["area"] | cue["city"]:
        return True
    if after in cue["street"] or after in cue["organisation"]:
        return wide and after not in cue["organisation"]
    if words.text[span.start : span.end].isupper() or after.isupper():
        return True
    if big >= HUGE and span.key not in words.rivals["given"]:
        return True
    if after in cue["title"] and big >= LARGE:
        return True
    return wide or (any(p.place_id in places.bare_regions for p in span.candidates))
