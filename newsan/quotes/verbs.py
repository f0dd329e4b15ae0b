"""Which words of a sentence report: cues that stand as verbs, not as nouns."""

from __future__ import annotations

from collections.abc import Iterator

from newsan.quotes import cues
from newsan.quotes.attribution import Hit
from newsan.quotes.cues import DETERMINERS, NOUN_FORMS, PREPOSITIONS, PRONOUNS, Cue, is_adverb
from newsan.quotes.units import Unit

_NOT_NOUNS = (
    "ory",
    "ive",
    "al",
    "ic",
    "ous",
    "ful",
    "ent",
    "ant",
    "ing",
    "ed",
    "new",
    "own",
    "ary",
    "ble",
)
_ASKED_ABOUT = [[w] for w in "about whether if why how what when where by".split()]
_POSSIBLE = frozenset("may might could should must".split())
_INFINITIVE_OK = frozenset("went goes go on".split())


def hits(unit: Unit) -> Iterator[Hit]:
    """Yield the cues of a unit: forms of the lexicon that stand as verbs."""
    k = 0
    while k < len(unit.items):
        found = cues.match(unit.lows, k) if unit.items[k].is_word else None
        if found is None or not _is_verb(unit, k, found):
            k += 1
            continue
        yield Hit(k, k + found[0], found[1])
        k += found[0]


def _is_verb(unit: Unit, at: int, found: tuple[int, Cue]) -> bool:
    low = unit.lows[at]
    size, cue = found
    before = unit.lows[at - 1] if at else ""
    if (
        unit.items[at].is_capital
        and at > 0
        and not unit.is_headline
        and unit.lows[at - 1] not in ":—–"
    ):
        return False
    if cue.lemma == "quote as saying":
        return True
    following = unit.lows[at + size : at + size + 2]
    if cue.lemma == "ask" and (
        following == ["not", "to"] or (before == "," and following[:1] in _ASKED_ABOUT)
    ):
        return False  # who asked not to be named; Ostrell, asked about rain, said
    if low.endswith("ing"):
        if before in DETERMINERS or before in ("is", "are", "was", "were", "been", "'s", "’s"):
            return before not in DETERMINERS
        return before not in PREPOSITIONS or before in (
            "by",
            "in",
            "after",
            "before",
            "while",
            "without",
        )
    if before == "to":
        return at > 1 and unit.lows[at - 2] == "on" and unit.lows[at - 3] in _INFINITIVE_OK
    if before in DETERMINERS - {
        "that",
        "this",
        "some",
        "many",
        "several",
        "few",
        "all",
        "both",
        "another",
    }:
        return False
    if before in PREPOSITIONS or before in ("’s", "'s", "'", "’"):
        return False
    if (
        low in NOUN_FORMS
        and size == 1
        and not (_noun_form_is_verb(unit, at) or _tags_region(unit, at))
    ):
        return False
    return not _is_passive_or_negated(unit, at, cue)


def _noun_form_is_verb(unit: Unit, at: int) -> bool:
    """Tell verbs from nouns of the same form: a verb has a subject before it and takes a clause."""
    if at == 0:
        return False
    last = unit.items[at - 1]
    following = unit.lows[at + 1] if at + 1 < len(unit.lows) else ""
    if last.region is not None:  # “...,” reads a banner
        return following in DETERMINERS
    if not (last.is_word or last.low == ","):
        return False
    plural = unit.lows[at].endswith("s")
    takes = following in DETERMINERS | PRONOUNS | {"that", "\0", ":", "there", ","} or (
        at + 1 < len(unit.items) and unit.items[at + 1].is_capital
    )
    if last.low == ",":
        return plural and takes
    if last.is_capital or last.low in PRONOUNS:
        return takes or following == "to" or is_adverb(following)
    if last.low.endswith(_NOT_NOUNS) or following not in DETERMINERS | PRONOUNS | {
        "that",
        "\0",
        ":",
        "there",
    }:
        return False
    return plural != last.low.endswith("s") or is_adverb(last.low)


def _tags_region(unit: Unit, at: int) -> bool:
    """Tell whether a word closes a tag: a region, a short phrase, the word, and the end."""
    following = unit.lows[at + 1] if at + 1 < len(unit.lows) else "."
    return following in (".", ",") and any(i.region for i in unit.items[max(0, at - 5) : at - 1])


def _is_passive_or_negated(unit: Unit, at: int, cue: Cue) -> bool:
    k = at - 1
    while k >= 0 and (unit.lows[k] in cues.AUXILIARIES | cues.NEGATIONS or is_adverb(unit.lows[k])):
        if unit.lows[k] in _POSSIBLE:
            return True  # may say: nothing was said
        if unit.lows[k] in ("not", "never", "n't") or unit.lows[k].endswith(("n't", "n’t")):
            return True
        if unit.lows[k] in ("is", "are", "was", "were", "be", "been", "being"):
            return cue.lemma != "convince"
        k -= 1
    return False
