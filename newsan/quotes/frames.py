"""Attributions by other means than a verb: according to, in her words, a signature, a noun.

Each reads one sentence and yields what it finds; none looks at what another found.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsan.quotes import following, phrases, sources
from newsan.quotes.attribution import Attribution, Hit, make
from newsan.quotes.cues import DETERMINERS, Cue
from newsan.quotes.right import cut
from newsan.quotes.units import Unit
from newsan.quotes.verbs import hits

_SPEECH = Cue("according to", True, frozenset(("that",)))
_WORDING = frozenset(
    "word words term terms phrase phrases expression formula wording label".split()
)
_SHORT = 5  # items; a headline that short and without a verb is a heading with a place or a name
_OCCASION = (
    8  # items between a cue and the comma that ends its clause: "noted on Friday at a briefing,"
)
_SUMMING = frozenset(
    "claim scenario allegation assertion charge accusation suggestion version report "
    "statement figure description account assessment characterization notion".split()
)


def framed(unit: Unit) -> Iterator[Attribution]:
    """Yield the attributions of a sentence that no reporting verb makes."""
    yield from _according(unit)
    yield from _signed(unit)
    yield from _summed_up(unit)
    yield from _worded(unit)
    yield from _quoted_as(unit)
    yield from _as_said(unit)


def _according(unit: Unit) -> Iterator[Attribution]:
    """Read `According to X, ...`, `..., according to X` and `In her words, ...`."""
    end = len(unit.items)
    for k in range(end - 2):
        width, source = _opening(unit, k)
        if source is None:
            continue
        hit = Hit(k, k + width, _SPEECH)
        follows = max(source[1], k + width)
        if unit.lows[follows : follows + 1] == ["words"]:  # in X's words
            follows += 1
        goes_on = (
            follows + 1 < end
            and unit.lows[follows] in (",", ":")
            and (unit.items[follows + 1].region is not None)
        )
        opens = k <= 1 or all(unit.lows[j] in ("but", "and", "meanwhile", ",") for j in range(k))
        quoted_before = any(unit.items[j].region for j in range(k))
        if opens or (goes_on and not quoted_before):
            start = follows
            while start < end and unit.lows[start] != "," and unit.items[start].region is None:
                start += 1
            made = make(unit, [(start, cut(unit, start, end))], source, hit, "according")
        else:
            made = make(unit, [(0, k)], source, hit, "according")
        if made:
            yield made


def _opening(unit: Unit, k: int) -> tuple[int, tuple[int, int] | None]:
    """Return the width of an opening such as `according to`, and the source it names."""
    two, four = tuple(unit.lows[k : k + 2]), tuple(unit.lows[k : k + 4])
    if two == ("according", "to"):
        if unit.lows[k + 2] in ("him", "her", "them"):
            return 2, (k + 2, k + 3)
        return 2, following.after(unit, k + 2)
    if two == ("according", "the"):  # a slip for "according to the"
        return 1, following.after(unit, k + 1)
    if four == ("in", "the", "words", "of"):
        return 4, following.after(unit, k + 4)
    if two[0] == "in" and two[1] in ("his", "her", "its", "their") and unit.lows[k + 2] == "words":
        return 3, (k + 1, k + 2)
    return 0, None


def _worded(unit: Unit) -> Iterator[Attribution]:
    """Read `used the word “...”`, `spoke of a “...”`: a noun or verb that introduces quoted words."""
    for k in unit.regions:
        before = k - 1
        if (
            before < 2
            or unit.lows[before] not in _WORDING
            or unit.lows[before - 1] not in DETERMINERS
        ):
            continue
        source = sources.main_subject(unit, before)
        made = source and make(
            unit, [(k, k + 1)], source, Hit(before, before + 1, _SPEECH), "object"
        )
        if made:
            yield made


def _quoted_as(unit: Unit) -> Iterator[Attribution]:
    """Read `the agency quoted Mara Ostrell as saying`: the speaker is the object of the verb."""
    for k, low in enumerate(unit.lows):
        if low not in ("quoted", "quotes", "quoting", "cited", "cites", "citing"):
            continue
        source = following.after(unit, k + 1)
        if source is None:
            continue
        at = source[1] + (unit.lows[source[1] : source[1] + 1] == [","])
        if unit.lows[at : at + 2] not in (["as", "saying"], ["as", "telling"]):
            continue
        hit = Hit(at + 1, at + 2, _SPEECH)
        left = [j for j in range(k) if unit.items[j].region is not None]
        last = hit.end
        pieces = [(j, j + 1) for j in left] or [(last, cut(unit, last, len(unit.items)))]
        made = make(unit, pieces, source, hit, "clause") if left or last < len(unit.items) else None
        if made:
            yield made


def _signed(unit: Unit) -> Iterator[Attribution]:
    """Read a quotation signed with a name, `"..." - Mara Ostrell`, and a headline `... - Ostrell`."""
    dashes = [k for k, low in enumerate(unit.lows) if low in ("―", "—", "–", "--", "-")]
    if not dashes or dashes[-1] == 0:
        return
    dash, end = dashes[-1], len(unit.items)
    while end > dash and not unit.items[end - 1].is_word:
        end -= 1
    names = range(dash + 1, end)
    quoted = unit.items[dash - 1].region is not None
    if not 1 <= len(names) <= 6 or not (quoted or unit.is_headline):
        return
    if not all(unit.items[k].is_capital or unit.lows[k] in ("of", "the", "for") for k in names):
        return
    if not quoted and dash < _SHORT and not phrases.has_finite(unit, 0, dash):
        return
    cue = Cue("dash", True, frozenset(("that",)))
    made = make(unit, [(0, dash)], (dash + 1, end), Hit(dash, dash + 1, cue), "dash")
    if made:
        yield made


def _summed_up(unit: Unit) -> Iterator[Attribution]:
    """Read `that ..., a claim Veldany denied`: a noun that sums up the clause before it."""
    for hit in hits(unit):
        source = sources.before(unit, hit.start)
        if source is None or (
            hit.end < len(unit.items) and unit.lows[hit.end] not in (".", ",", ";")
        ):
            continue
        start, end = source
        if end - start < 3 or unit.lows[start] not in ("a", "an", "the") or start == 0:
            continue
        if unit.lows[start + 1] not in _SUMMING or unit.lows[start - 1] not in (
            ",",
            "—",
            "–",
            "--",
            "-",
        ):
            continue
        clause = [k for k in range(start) if unit.lows[k] == "that"]
        if not clause:
            continue
        name = start + 2 + (unit.lows[start + 2] == "that")
        made = make(unit, [(clause[-1], start)], (name, end), hit, "summed-up")
        if made:
            yield made


def _as_said(unit: Unit) -> Iterator[Attribution]:
    """Read `As Mara Ostrell noted, the dam held`: a clause of its own before what was said."""
    if unit.lows[0] != "as":
        return
    for hit in hits(unit):
        source = sources.before(unit, hit.start, 1)
        at = next((k for k in range(hit.end, len(unit.items)) if unit.lows[k] == ","), None)
        if source is None or at is None or at - hit.end > _OCCASION or "that" not in hit.cue.frames:
            return
        made = make(unit, [(at + 1, cut(unit, at + 1, len(unit.items)))], source, hit, "clause")
        if made and phrases.has_finite(unit, at + 1, len(unit.items)):
            yield made
        return
