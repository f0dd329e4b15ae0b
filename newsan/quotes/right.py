"""Content to the right of its cue: a clause, a quotation, an object or an infinitive."""

from __future__ import annotations

from newsan.quotes import cues, phrases
from newsan.quotes.attribution import Attribution, Hit, Span, make
from newsan.quotes.cues import (
    CUT_WORDS,
    DAYS,
    DETERMINERS,
    NOUN_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    is_adverb,
)
from newsan.quotes.units import Unit

_ADDRESSED = frozenset(
    "tell assure remind inform brief advise notify warn convince ask urge order "
    "instruct beg implore invite request command direct call-on appeal".split()
)
_WEAK = frozenset(
    "offer decide publish begin question charge submit show find forecast estimate type sing "
    "text propose profess echo counter signal protest read conclude demand recommend "
    "volunteer assess see know feel understand".split()
)
_QUOTE_OBJECTS = frozenset(
    "call describe dub brand label characterize characterise refer-to portray "
    "liken tout hail cite speak-of talk".split()
)
_BARE_OBJECTS = frozenset(
    "accuse blame condemn denounce criticize criticise praise reject dismiss refute "
    "call-for warn-of rule-out push-back blast slam decry laud applaud mock deride "
    "welcome deny confirm".split()
)
_CIRCUMSTANCE = frozenset(
    "in on at during from after via through before ahead following to by".split()
)


def skip_adjuncts(unit: Unit, hit: Hit) -> int:
    """Step over the person addressed and the circumstances between a cue and its content."""
    at, end = hit.end, len(unit.items)
    if hit.cue.lemma.replace(" ", "-") in _ADDRESSED:
        at = _skip_addressee(unit, at)
    elif (
        at < end
        and unit.lows[at] == "to"
        and hit.cue.lemma in ("say", "explain", "add", "write", "suggest")
    ):
        at = _skip_addressee(unit, at + 1)
    while at < end:
        low = unit.lows[at]
        if (
            low in DAYS
            or (is_adverb(low) and low not in ("only", "even", "just", "instead"))
            or low in ("aloud", "afterwards")
        ):
            at += 1
        elif (
            low in ("on", "late", "early")
            and at + 1 < end
            and unit.lows[at + 1] in DAYS | {"late", "early"}
        ) or (
            low in ("this", "last")
            and at + 1 < end
            and unit.lows[at + 1] in ("week", "month", "year", "morning", "evening", "afternoon")
        ):
            at += 2
        elif low == "for" and unit.lows[at + 3 : at + 4] == ["time"]:  # for the first time
            at += 4
        elif (
            low in _CIRCUMSTANCE
            and not (low == "to" and "to" in hit.cue.frames)
            and (skipped := _skip_phrase(unit, at)) is not None
        ) or (
            low == "of"
            and (skipped := _skip_phrase(unit, at)) is not None
            and (skipped >= end - 1 or unit.lows[skipped] == ",")
        ):
            at = skipped
        else:
            break
    return at


def _skip_addressee(unit: Unit, at: int) -> int:
    end = len(unit.items)
    if at < end and unit.lows[at] in ("him", "her", "them", "me", "us", "it", "you"):
        return at + 1
    k = at
    while k < end and k - at < 12:
        low = unit.lows[k]
        if (
            unit.items[k].region
            or low
            in (
                "that",
                ":",
                ",",
                ".",
                "to",
                "in",
                "on",
                "at",
                "during",
                "how",
                "why",
                "what",
                "whether",
                "if",
                "of",
                "about",
                "not",
                "after",
            )
            or low in DAYS
        ):
            break
        if (
            low in PRONOUNS
            or low in ("there",)
            or (k > at and low in DETERMINERS and unit.lows[k - 1] not in ("and",))
        ):
            break
        if k > at and phrases.is_finite(unit, k):
            return at
        k += 1
    return k


def _skip_phrase(unit: Unit, at: int) -> int | None:
    """Step over a prepositional phrase if what follows it shows where it ends."""
    end = len(unit.items)
    k = at + 1
    while k < end and k - at < 16:
        low = unit.lows[k]
        if unit.items[k].region is not None or low in ("that", ":", ".", ","):
            return k
        if k > at + 1 and low in PRONOUNS:
            return k
        if k > at + 2 and low in ("the", "a", "there") and unit.lows[k - 1] not in PREPOSITIONS:
            return k
        if phrases.is_finite(unit, k) and unit.items[k].is_word:
            return None
        k += 1
    return k if k >= end else None


def right_content(
    unit: Unit,
    hit: Hit,
    source: tuple[int, int] | None,
    span: Span | None,
    right: int,
    *,
    participle: bool,
) -> Attribution | None:
    """Read content to the right of a cue: a clause, a quotation, an object or an infinitive."""
    end = len(unit.items)
    frames = hit.cue.frames
    start = right
    comma = start < end and unit.lows[start] in (",", ":")
    if comma:
        start += 1
    if start >= end:
        return None
    low = unit.lows[start]
    is_region = unit.items[start].region is not None
    if comma and not (is_region or low == "that" or unit.lows[start - 1] == ":"):
        return None
    rule = "participle" if participle else "clause"
    if is_region and comma:
        rule = "before-quote"
    stop = cut(unit, start, end)
    if "that" in frames and (is_region or _starts_clause(unit, start, stop, hit)):
        return make(unit, [(start, stop)], source, hit, rule, span=span)
    if "to" in frames and (
        low == "to" or (low == "not" and unit.lows[start + 1 : start + 2] == ["to"])
    ):
        return make(unit, [(start, stop)], source, hit, "infinitive", span=span)
    if "np" in frames or hit.cue.lemma.replace(" ", "-") in _BARE_OBJECTS:
        return _object(unit, hit, source, span)
    return None


def _starts_clause(unit: Unit, start: int, stop: int, hit: Hit) -> bool:
    low = unit.lows[start]
    if low in ("that", "how", "why", "what", "whether", "if", "there", "it", "no", "yes"):
        return True
    if unit.lows[start - 1] == ":":
        return True
    if low in PREPOSITIONS and low not in ("despite", "like", "unlike"):
        return False
    if hit.cue.lemma in _WEAK:
        return False
    words = sum(unit.items[k].is_word for k in range(start, stop))
    quoted = any(unit.items[k].region for k in range(start, stop))
    if quoted and words <= 8:
        return True
    return words >= 3 and (
        phrases.has_finite(unit, start, stop)
        or quoted
        or any(w.endswith("n't") or w in ("be", "to") for w in unit.lows[start:stop])
        or hit.cue.lemma in ("say", "announce", "report", "confirm", "deny")
    )


def _object(
    unit: Unit, hit: Hit, source: tuple[int, int] | None, span: Span | None
) -> Attribution | None:
    """Read `called X "..."` and `accused X of ...`: the object is what is attributed."""
    end = len(unit.items)
    lemma = hit.cue.lemma.replace(" ", "-")
    start = hit.end
    while start + 1 < end and unit.lows[start] in DAYS and unit.lows[start + 1].isalpha():
        start += 1
    stop = cut(unit, start, end, strict=True)
    regions = [k for k in unit.regions if start <= k < stop]
    if regions and (lemma in _QUOTE_OBJECTS or lemma in _BARE_OBJECTS or regions[0] - start <= 8):
        stop = max(stop, regions[-1] + 1)
        return make(unit, [(start, stop)], source, hit, "object", span=span)
    if "to" in hit.cue.frames:
        marks = [k for k in range(start, min(stop, start + 14)) if unit.lows[k] == "to"]
        if marks:
            return make(
                unit, [(marks[0], cut(unit, marks[0], end))], source, hit, "infinitive", span=span
            )
    if lemma in _BARE_OBJECTS and sum(unit.items[k].is_word for k in range(start, stop)) >= 2:
        return make(unit, [(start, stop)], source, hit, "object", span=span)
    return None


def cut(unit: Unit, start: int, end: int, *, strict: bool = False) -> int:
    """Return where content that begins at `start` ends: another tag, or the end of the unit."""
    for k in range(start + 1, end):
        low = unit.lows[k]
        if unit.items[k].region is not None:
            continue
        if low == "according" and unit.lows[k + 1 : k + 2] == ["to"]:
            return k
        if low in (",", "and", "but") and _another_tag(unit, k):
            return k
        if (low in CUT_WORDS or low in ("but", "and")) and _names_speaker(unit, k + 1):
            return k
        if strict and (low in CUT_WORDS or low == ";" or (low == "," and k > start + 1)):
            return k
        if low == ";":
            return k
    return end


def _names_speaker(unit: Unit, at: int) -> bool:
    """Tell whether a name or pronoun and a past cue verb follow: `after Moscow said`, `and he added that`."""
    for k in range(at + 1, min(at + 5, len(unit.items))):
        found = cues.match(unit.lows, k)
        if (
            found is not None
            and found[1].is_speech
            and unit.lows[k].endswith(("ed", "aid", "old", "ote"))
        ):
            return "that" in found[1].frames and (
                unit.items[k - 1].is_capital or unit.lows[k - 1] in PRONOUNS
            )
        if not unit.items[k].is_word or phrases.is_finite(unit, k):
            return False
    return False


def _another_tag(unit: Unit, at: int) -> bool:
    """Tell whether a comma or conjunction is followed by a further cue with the same subject."""
    k = at + 1
    while k < len(unit.items) and (
        unit.lows[k] in ("and", "but", ",", "then")
        or is_adverb(unit.lows[k])
        or unit.lows[k] in ("has", "have", "had")
    ):
        k += 1
    if k >= len(unit.items) or not unit.items[k].is_word:
        return False
    if (
        unit.lows[k] in PRONOUNS
        and unit.lows[k + 2 : k + 3] == ["that"]
        and _names_speaker(unit, k)
    ):
        return True
    found = cues.match(unit.lows, k)
    if found is None or not found[1].is_speech:
        return False
    if unit.lows[k] in NOUN_FORMS and found[0] == 1:
        return False
    following = unit.lows[k + found[0]] if k + found[0] < len(unit.lows) else ""
    if found[0] > 1:
        return True
    if unit.lows[k].endswith("ing"):
        return unit.lows[at] == "," or following in ("that", "\0")
    if not unit.lows[k].endswith("ed") and unit.lows[k] not in (
        "said",
        "told",
        "wrote",
        "swore",
        "says",
        "tells",
    ):
        return False
    return following in DETERMINERS | PRONOUNS | {
        "that",
        "\0",
        "there",
        "to",
        "on",
        "in",
    } | DAYS or (k + found[0] < len(unit.items) and unit.items[k + found[0]].is_capital)
