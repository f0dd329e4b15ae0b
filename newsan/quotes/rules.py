"""Rules that read one sentence: which cue reports what, and whose words they are."""

from __future__ import annotations

from newsan.quotes import cues, following, phrases, sources
from newsan.quotes.attribution import Attribution, Hit, Span, make, span_of
from newsan.quotes.cues import DAYS, is_adverb
from newsan.quotes.frames import framed
from newsan.quotes.left import (
    clause_resumed,
    follows_region,
    is_clause_like,
    is_tail,
    left_content,
    left_start,
    resumed,
)
from newsan.quotes.right import right_content, skip_adjuncts
from newsan.quotes.units import Unit
from newsan.quotes.verbs import hits

_NOBODY = frozenset(("nobody", "no-one", "neither", "none"))
_NOBODY_TWO = frozenset((("no", "one"),))


def read(unit: Unit) -> list[Attribution]:
    """
    Find the attributions of one sentence.

    Cues are tried from left to right; a cue inside what an earlier one already reports is nested
    and left alone, as is one whose speaker or content cannot be found.

    Parameters
    ----------
    unit
        The sentence.

    Returns
    -------
    attributions
        In order of their cues.
    """
    found: list[Attribution] = []
    taken = 0
    last_source: Span | None = None
    for hit in [*framed(unit), *hits(unit)]:
        if isinstance(hit, Attribution):
            found.append(hit)
            continue
        at = unit.items[hit.start].start
        if _inside(found, at) or any(f.cue and f.cue[0] == at for f in found):
            continue
        made = _read_cue(unit, hit, taken, last_source)
        if made is None:
            continue
        found.append(made)
        if made.source and unit.lows[hit.start - 1] not in ("who", "which"):
            last_source = made.source
        taken = hit.end
    return found


def _inside(found: list[Attribution], at: int) -> bool:
    return any(a <= at < b for f in found for a, b in f.content)


def _read_cue(unit: Unit, hit: Hit, floor: int, last: Span | None) -> Attribution | None:
    if unit.lows[0] == "what" and unit.lows[hit.end : hit.end + 1] in (["was"], ["is"]):
        return None  # What she expected was rain: no report
    inverted = _inverted(unit, hit)
    if inverted is not None:
        return inverted
    source = sources.before(unit, hit.start, _floor(unit, hit.start, floor))
    span = None
    participle = unit.lows[hit.start].endswith("ing") and not (
        hit.start and unit.lows[hit.start - 1] in cues.AUXILIARIES
    )
    joined = hit.start and _is_coordinate(unit, hit.start)
    absolute = _absolute(unit, hit.start) if participle else None
    if absolute is not None:
        source = absolute
    elif (source is None or participle) and (participle or joined):
        span = last
        if span is None:
            span = span_of(unit, sources.main_subject(unit, hit.start))
        source = None
        if span is None:
            return None
    if hit.cue.lemma == "quote as saying":
        source = sources.before(unit, hit.start)
    if (source is not None and tuple(unit.lows[source[0] : source[0] + 2]) in _NOBODY_TWO) or (
        source is not None and unit.lows[source[0]] in _NOBODY
    ):
        return None
    if source is None and span is None:
        if not follows_region(unit, hit.start):
            return None
    rule_left = "tag-after"
    right = skip_adjuncts(unit, hit)
    left = left_content(unit, hit, source, right)
    ends = right >= len(unit.items) or unit.lows[right] in (".", "?", "!", ";", ")")
    opens = (
        right + 1 < len(unit.items)
        and unit.lows[right] in (",", ":")
        and (unit.items[right + 1].region is not None)
    )
    if opens and not _after_region(unit, source[0] if source else hit.start):
        left = None  # "Asked about it, she said, ..."
    adjacent = follows_region(unit, source[0]) if source else False
    if adjacent and unit.lows[hit.end : hit.end + 1] != ["that"]:
        ends = ends or unit.lows[right] not in (",", ":")
    if left and (ends or is_tail(unit, right)) and not participle:
        pieces = [left]
        if not any(unit.items[k].region for k in range(*left)):
            rule_left = "clause-left"
        if not ends and unit.lows[right] in (",", ":"):
            pieces += resumed(unit, right) or clause_resumed(unit, left, right)
        return make(unit, pieces, source, hit, rule_left, span=span)
    return right_content(unit, hit, source, span, right, participle=participle)


def _after_region(unit: Unit, at: int) -> bool:
    """Tell whether a region stands before an item, its comma inside the marks or outside."""
    return follows_region(unit, at) or (
        at > 1 and unit.lows[at - 1] == "," and follows_region(unit, at - 1)
    )


def _absolute(unit: Unit, cue: int) -> tuple[int, int] | None:
    """Find the subject of a participle of its own: `..., with Ostrell announcing ...`."""
    for k in range(cue - 1, max(0, cue - 9), -1):
        if unit.items[k].region is not None or unit.lows[k] in (",", ";"):
            return None
        if unit.lows[k] == "with":
            return (k + 1, cue) if k + 1 < cue else None
    return None


def _floor(unit: Unit, cue: int, floor: int) -> int:
    """Let the subject begin after the last cue already read and after the last region."""
    for k in range(cue - 1, floor - 1, -1):
        if unit.items[k].region is not None:
            return k + 1
    return floor


def _is_coordinate(unit: Unit, at: int) -> bool:
    """Tell whether a cue shares the subject of the one before: `and said`, `but also warned`."""
    k = at - 1
    while k >= 0 and (
        is_adverb(unit.lows[k])
        or unit.lows[k] in cues.AUXILIARIES
        or unit.lows[k] in DAYS
        or unit.lows[k] == "on"
    ):
        k -= 1
    return k >= 0 and unit.lows[k] in ("and", "but", "or", "then", ",")


def _inverted(unit: Unit, hit: Hit) -> Attribution | None:
    """Read `..., said X`: content to the left, the speaker to the right of the cue."""
    if "that" not in hit.cue.frames or hit.start == 0:
        return None
    last = unit.items[hit.start - 1]
    if last.region is None and last.low not in (",", "—", "–", "-"):
        return None
    if unit.lows[hit.start].endswith("ing") or (hit.cue.frames & {"np"} and last.region is None):
        return None
    if last.region is None and unit.regions and not follows_region(unit, hit.start - 1):
        return None
    source = following.after(unit, hit.end)
    if source is None or unit.lows[source[0]] in ("that", "there"):
        return None
    if last.region is None and phrases.has_finite(unit, *source):
        return None
    tail = source[1]
    end = len(unit.items)
    comma_close = last.region is None
    if comma_close and not (
        is_clause_like(unit, 0, hit.start - 1) and phrases.has_finite(unit, 0, hit.start - 1)
    ):
        return None
    rest = [k for k in range(tail, end) if unit.items[k].is_word]
    if (
        comma_close
        and rest
        and unit.lows[tail]
        not in (",", ".", "in", "on", "at", "during", "after", "as", "to", "while", "when", *DAYS)
    ):
        return None
    pieces = [(left_start(unit, hit.start - 1), hit.start)]
    resume = tail
    while (
        resume < end and unit.items[resume].region is None and unit.lows[resume] not in (",", ":")
    ):
        resume += 1
    if resume < end:
        pieces += resumed(unit, resume)
    rule = "tag-inverted" if any(unit.items[k].region for k in range(hit.start)) else "clause-left"
    return make(unit, pieces, source, hit, rule)
