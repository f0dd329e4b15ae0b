"""Spans that may be place names: the longest known run of capitalised words, less its rivals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsan.gazetteer import Gazetteer, Place, fold
from newsan.places.cues import demonyms as people_names
from newsan.places.cues import groups, institutions, rivals

LONGEST = 5
KNOWN, LARGE, HUGE = 2_000, 100_000, 1_000_000
AT_SENTENCE_START = 20_000

_WORD = re.compile(r"(?:[A-Z]\.\s?){1,2}[A-Z][a-z]?\.(?:(?<=\w\.\w\.)|(?<=[A-Z][a-z]\.))"
                   r"|[^\W_]+(?:['’ʼʹ](?!(?:s|S|ll|re|ve|d|m|t)\b)[^\W\d_]+)*")
_JOINED = frozenset((" ", "-", "\u00a0", "\u2011"))
_CAPITAL = re.compile(r"[^\W\d_]|\d+(?:st|nd|rd|th)$")
_BREAK = re.compile(r"[.!?:;\n“\"”•|]")
_DATELINE = re.compile(r"(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?(?:,\s+[A-Z][a-z]+\.?\s+\d+)?\s*(?:\([\w/ ]+\)\s*)?"
                       r"(?:—|–|--|-|:)\s|,\s+[A-Z][a-z]{2,8}\.?\s+\d|\s+\([A-Z]")
_ACRONYM = frozenset(("us", "uk", "usa", "uae", "drc", "dprk"))
_DOTTED = re.compile(r"(?:[A-Z][a-z]{1,5}|[A-Z]\.\s?[A-Z][a-z]?)\.")


@dataclass(slots=True)
class Span:
    """One stretch of a text that may name a place, and the places it may be."""

    start: int
    end: int
    key: str
    candidates: list[Place] = field(default_factory=list)
    after_preposition: bool = False
    region_after: str = ""  # the place id that ", State" or ", Country" forces
    is_demonym: bool = False
    is_county: bool = False
    is_short: bool = False  # a short form of a state, vouched for by the place before it


@dataclass(slots=True)
class _Words:
    """The words of a text and what stands between them."""

    text: str
    at: list[tuple[int, int]]
    all: list[str]

    def gap(self, i: int) -> str:
        """Return what stands between word i - 1 and word i."""
        if i <= 0:
            return "\n"
        if i >= len(self.at):
            return self.text[self.at[-1][1] :] + "\n"
        return self.text[self.at[i - 1][1] : self.at[i][0]]

    def word(self, i: int) -> str:
        """Return a word, or nothing beyond the ends."""
        return self.all[i] if 0 <= i < len(self.all) else ""

    def starts_sentence(self, i: int) -> bool:
        """Tell whether a break stands before word i."""
        return i == 0 or bool(_BREAK.search(self.gap(i)))


def spans(text: str, places: Gazetteer, *, demonyms: bool = False) -> list[Span]:
    """
    Return the spans of a text that name places, in order, with all the places each may be.

    Parameters
    ----------
    text
        An article's text.
    places
        The gazetteer.
    demonyms
        Return names of peoples too.

    """
    matches = list(_WORD.finditer(text))
    words = _Words(text, [m.span() for m in matches], [m.group() for m in matches])
    barred = _barred(text)
    people = _people(words)
    raw: list[tuple[int, int, Span]] = []
    i = 0
    while i < len(words.all):
        word = words.all[i]
        if not (word[0].isupper() or word[0].isdigit()):
            i += 1
            continue
        hit = _longest(words, i, places)
        if hit is None:
            span = _county(words, i) or (demonyms and _demonym(words, i, places)) or None
            if span:
                raw.append((i, i + 1, span))
            i += 1
            continue
        raw.append(hit)
        i = hit[1]
    _force_regions(raw, words, places)
    home = _home(raw, places)
    kept, doubtful, sure = [], [], set()
    for i, j, span in raw:
        if span.is_demonym or span.is_county or span.is_short:
            kept.append(span)
            continue
        verdict = _is_place(words, i, j, span, people, places, home, barred)
        if verdict:
            kept.append(span)
            if span.after_preposition or span.region_after:
                sure.add(span.key)
        elif verdict is None:
            doubtful.append(span)
    kept += [span for span in doubtful if span.key in sure]
    return sorted(kept, key=lambda span: span.start)


def _home(raw: list[tuple[int, int, Span]], places: Gazetteer) -> bool:
    """Tell whether the text is about the study's ground: it names a region or a town of it."""
    regions = {places[i].admin1 for i in places.study_ids if places[i].country in ("RU", "UA")}
    return any((p.place_id in regions and p.place_id in places.study_ids)
               or (p.place_id in places.study_ids and len(s.candidates) == 1
               and KNOWN <= p.population < LARGE) for _, _, s in raw for p in s.candidates)


def _barred(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in institutions().finditer(text)]


def _longest(words: _Words, i: int, places: Gazetteer) -> tuple[int, int, Span] | None:
    """Return the longest run of words from word i that the gazetteer knows."""
    first = fold(words.all[i])
    start = words.at[i][0]
    limit = min(LONGEST, places.openers.get(first, 1))
    last = i
    while last + 1 < len(words.all) and last + 1 - i < limit and (
            words.gap(last + 1) in _JOINED
            or (words.all[last] in ("St", "Ste", "Mt", "Ft", "W") and words.gap(last + 1) == ". ")):
        last += 1
    for j in range(last, i - 1, -1):
        if (j > i and not _CAPITAL.match(words.all[j])) or not words.all[j][0].isupper():
            continue
        end = words.at[j][1]
        key = first if j == i else fold(text_of(words, start, end))
        if places.has(key) and not _is_tail(words, i, j, key, places):
            if len(key) <= 3 and key in _ACRONYM and not words.all[i].isupper():
                return None
            return i, j + 1, Span(start, end, key, places.candidates(key))
    return None


def _is_tail(words: _Words, i: int, j: int, key: str, places: Gazetteer) -> bool:
    """Tell whether the last word only says what the name is ("Kursk Oblast")."""
    return (j > i and words.all[j].lower() in groups()["region"] | {"city"}
            and any(p.kind == "region" for p in places.candidates(key))
            and places.has(key.rpartition(" ")[0]))


def text_of(words: _Words, start: int, end: int) -> str:
    """Return a stretch of the text of some words."""
    return words.text[start:end]


def _county(words: _Words, i: int) -> Span | None:
    """Return "X County" as one span, though the gazetteer does not know it."""
    if words.word(i + 1) in groups()["county"] and words.gap(i + 1) == " " and (
            words.all[i][0].isupper() and words.all[i] not in groups()["opener"]):
        begin = i
        while begin and words.gap(begin) == " " and words.all[begin - 1][0].isupper() and (
                words.all[begin - 1] not in groups()["opener"] | groups()["title"]) and i - begin < 2:
            begin -= 1
        if words.word(i + 1) == "Co" and not words.gap(i + 2).startswith("."):
            return None
        if fold(words.all[i]) in rivals()["word"] and words.word(i + 1) != "County":
            return None
        end = words.at[i + 1][1] + (words.word(i + 1) in ("Co", "Twp"))
        return Span(words.at[begin][0], min(end, len(words.text)), "", is_county=True)
    return None


def _demonym(words: _Words, i: int, places: Gazetteer) -> Span | None:
    word = words.all[i]
    for n in (2, 1):
        start, end = words.at[i][0], words.at[min(i + n, len(words.all)) - 1][1]
        code = people_names().get(words.text[start:end])
        if code and code in places:
            return Span(start, end, word, [places[code]], is_demonym=True)
    return None


def _people(words: _Words) -> frozenset[str]:
    """Return the surnames that the text gives after a given name, a title or an initial."""
    given, titles, found = rivals()["given"], groups()["title"], set()
    for i in range(1, len(words.all)):
        word, before = words.all[i], words.all[i - 1]
        if not word[0].isupper() or not before[0].isupper() or len(word) < 3:
            continue
        gap = words.gap(i)
        initial = len(before) == 1 and gap == ". "
        if gap not in (" ", ". ") or (gap == ". " and not initial and before not in titles):
            continue
        if initial or (before in titles and before != "Prime") or (
                fold(before) in given and fold(before) not in rivals()["word"]):
            found.add(fold(word))
    return frozenset(found)


def _force_regions(raw: list[tuple[int, int, Span]], words: _Words, places: Gazetteer) -> None:
    """Let ", State" and ", Country" decide how the name before them is read."""
    drop = []
    for n, (i, j, span) in enumerate(raw):
        follows = n > 0 and raw[n - 1][1] == i and words.gap(i) == ", "
        wider = [p for p in span.candidates if p.kind in ("region", "country")]
        if follows and wider:
            before = raw[n - 1][2]
            for place in wider:
                if any(p.country == place.country and (place.kind == "country"
                                                       or p.admin1 == place.place_id)
                       and p.place_id != place.place_id for p in before.candidates):
                    before.region_after = place.place_id
                    span.candidates = [place]
                    break
        if _is_abbreviation(words, i, j, span):
            if not ((follows and raw[n - 1][2].region_after) or span.key in ("wva", "dc")):
                drop.append(n)
                continue
            span.is_short = True
            if words.text[span.end : span.end + 1] == "." and not words.all[j - 1].isupper():
                span.end += 1
    for n in reversed(drop):
        del raw[n]


def _is_abbreviation(words: _Words, i: int, j: int, span: Span) -> bool:
    """Tell whether a span is a short form of a state ("Ky.", "W.Va."), fit only after a comma."""
    if span.key in _ACRONYM:
        return False
    written = words.text[span.start : span.end]
    if len(span.key) <= 3 and (written.isupper() or "." in written):
        return True
    return (len(span.key) <= 5 and j - i == 1 and words.text[span.end : span.end + 1] == "."
            and any(p.kind == "region" and not f"{fold(p.name)} ".startswith(f"{span.key} ")
                    for p in span.candidates)
            and not any(p.kind == "country" for p in span.candidates))


def _is_place(
    words: _Words, i: int, j: int, span: Span, people: frozenset[str], places: Gazetteer,
    home: bool, barred: list[tuple[int, int]],
) -> bool | None:
    """Tell whether a known name is used as the name of a place; `None`: not by itself."""
    cue, bad = groups(), rivals()
    before, after = words.word(i - 1), words.word(j)
    wide = any(p.kind in ("country", "area") for p in span.candidates)
    big = max((p.population for p in span.candidates), default=0)
    at_home = any(home and p.place_id in places.study_ids for p in span.candidates)
    span.after_preposition = (before.lower() in cue["before"] and words.gap(i).strip(" \"“‘'") == "")
    if not wide and any(a <= span.start and span.end <= b for a, b in barred):
        return False
    if words.text[span.start : span.end].isupper() and not _upper_ok(words, i, j, span):
        return False
    context = span.after_preposition or bool(span.region_after) or (
        words.gap(i) == ", " and span.candidates[0].kind in ("region", "country"))
    if not _fits_before(words, i, before, wide, big) or not _fits_after(words, j, after, span, wide,
                                                                       big, places):
        return False
    if span.is_county:
        return True
    if j - i > 1 or wide:
        return j - i == 1 or not _is_person(words, i, j, span, context, big)
    return _is_single_place(words, i, span, people, context, big, at_home, bad)


def _is_single_place(
    words: _Words, i: int, span: Span, people: frozenset[str], context: bool, big: int,
    at_home: bool, bad: dict[str, frozenset[str]],
) -> bool | None:
    """Judge a name of one word against given names, surnames, words and its size."""
    region = any(p.kind == "region" and fold(p.name) == span.key for p in span.candidates)
    if span.key in people and not span.region_after and not (at_home and span.after_preposition):
        return False
    if fold(words.all[i]) in {w.lower() for w in groups()["calendar"]}:
        return False
    if at_home:
        return True
    if words.all[i] in groups()["opener"] or (len(span.key) < 3 and span.key not in _ACRONYM):
        return False
    if span.key in bad["word"]:
        return bool(span.region_after) or (
            context and big >= LARGE and not words.starts_sentence(i)) or None
    if span.key in bad["actor"]:
        return bool(span.region_after)
    if span.key in bad["given"] or span.key in bad["surname"]:
        return bool(span.region_after) or (context and big >= LARGE) or (region and big >= HUGE) or (
            big >= 5 * LARGE) or None
    if words.starts_sentence(i) and not context and big < AT_SENTENCE_START:
        return None
    if words.word(i - 1).lower() in ("the", "a", "an", "his", "her") and not region and big < HUGE:
        return None
    return context or big >= KNOWN or region or None


def _is_person(words: _Words, i: int, j: int, span: Span, context: bool, big: int) -> bool:
    """Tell whether a name of several words reads as given name and surname."""
    first = fold(words.all[i])
    return (first in rivals()["given"] and j - i == 2 and not span.region_after
            and not (context and big >= LARGE))


def _upper_ok(words: _Words, i: int, j: int, span: Span) -> bool:
    """Tell whether a name in capitals is an acronym of a country, a state or a dateline."""
    if span.key in _ACRONYM or span.region_after or "." in words.text[span.start : span.end]:
        return True
    if len(span.key) <= 3:
        return words.gap(i) == ", "
    line = "\n" in words.gap(i) or i == 0
    return line and bool(_DATELINE.match(words.text, span.end))


def _fits_before(words: _Words, i: int, before: str, wide: bool, big: int) -> bool:
    """Tell whether the word before a name leaves it standing on its own."""
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
    if fold(before) in rivals()["given"] or before in cue["title"]:
        return wide and fold(before) not in rivals()["given"]
    return wide


def _fits_after(
    words: _Words, j: int, after: str, span: Span, wide: bool, big: int, places: Gazetteer
) -> bool:
    """Tell whether the word after a name leaves it standing on its own."""
    cue = groups()
    if not after or words.gap(j) not in (" ", "\u00a0") or not after[0].isupper():
        return True
    if after in cue["county"] and not wide:
        if after == "Co" and not words.gap(j + 1).startswith("."):
            return True
        span.end = words.at[j][1] + (after in ("Co", "Twp"))
        span.is_county, span.candidates, span.key = True, [], ""
        return True
    if after.lower() in cue["region"] or after.lower() in cue["area"] or after.lower() in cue["city"]:
        return True
    if after in cue["street"] or after in cue["organisation"]:
        return wide and after not in cue["organisation"]
    if words.text[span.start : span.end].isupper() or after.isupper():
        return True
    return wide or (big >= HUGE and span.key not in rivals()["given"]) or (after in cue["title"] and big >= LARGE) or (
        any(p.place_id in places.bare_regions for p in span.candidates))
