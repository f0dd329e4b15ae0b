"""Content to the left of its cue, and what resumes after a tag in the middle."""

from __future__ import annotations

from newsan.quotes import cues, phrases
from newsan.quotes.attribution import Hit
from newsan.quotes.cues import CUT_WORDS
from newsan.quotes.right import cut
from newsan.quotes.units import Unit


def follows_region(unit: Unit, at: int) -> bool:
    """Tell whether an item stands right after a quoted region."""
    return at > 0 and unit.items[at - 1].region is not None


def is_clause_like(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a stretch is long enough, or quoted, to be what somebody said."""
    words = sum(unit.items[k].is_word for k in range(start, end))
    quoted = any(unit.items[k].region for k in range(start, end))
    return quoted or words >= 2


def left_start(unit: Unit, end: int) -> int:
    """Return where content to the left begins: the unit's start, or after another tag."""
    for k in range(end - 1, -1, -1):
        if unit.lows[k] == ";":
            return k + 1
    return 0


def left_content(
    unit: Unit, hit: Hit, source: tuple[int, int] | None, right: int
) -> tuple[int, int] | None:
    """Find content that ends right before the speaker: a region, or a clause and a comma.

    `right` is where what the cue governs would begin, after the person addressed and the occasion.
    """
    edge = source[0] if source else hit.start
    while edge > 0 and unit.lows[edge - 1] in ("and", "but", "as"):
        edge -= 1
    if edge == 0:
        return None
    last = unit.items[edge - 1]
    if last.region is not None:
        return (left_start(unit, edge), edge)
    if last.low not in (",", "—", "–"):
        return None
    if not is_clause_like(unit, 0, edge - 1):
        return None
    quoted = any(unit.items[k].region for k in range(edge))
    resumes = unit.lows[right : right + 1] == [","]
    # A tag that ends its sentence needs no verb found before it: the tag alone tells.
    ends = unit.lows[right : right + 1] in ([], ["."]) and not phrases.is_adjunct(unit, 0, edge - 1)
    if not quoted and (
        not (resumes or ends or phrases.has_finite(unit, 0, edge - 1))
        or unit.lows[0]
        in (
            "when",
            "while",
            "after",
            "before",
            "as",
            "if",
            "although",
            "though",
            "because",
            "since",
            "once",
            "until",
        )
    ):
        return None
    return (left_start(unit, edge), edge)


def is_tail(unit: Unit, at: int) -> bool:
    """Tell whether only circumstances follow a tag, or a comma and more of the quotation."""
    low = unit.lows[at]
    if low in (",", ":"):
        return True
    return low in CUT_WORDS or low in ("and", "but")


def resumed(unit: Unit, at: int) -> list[tuple[int, int]]:
    """Return the rest of a split quotation: regions after a tag and a comma or colon."""
    regions = [k for k in unit.regions if k >= at]
    if not regions:
        return []
    between = [k for k in range(at, regions[0]) if unit.items[k].is_word]
    if between and any(cues.match(unit.lows, k) for k in between):
        return []
    if len(between) > 6:
        return []
    if between and unit.lows[between[0]] not in cues.PREPOSITIONS:
        return []  # “That,” said Lant, for the families, “is ...”
    return [(k, k + 1) for k in regions]


def clause_resumed(unit: Unit, left: tuple[int, int], at: int) -> list[tuple[int, int]]:
    """Return the rest of a clause that its tag splits: `The bridge, she said, was destroyed`."""
    start = at + 1
    if start >= len(unit.items) or any(unit.items[k].region for k in range(*left)):
        return []
    low = unit.lows[start]
    # "Ostrell must show, she wrote, that ...": what is resumed completes the verb before the tag.
    if low != "that" and (
        phrases.has_finite(unit, *left) or low in cues.SUBORDINATORS or low.endswith("ing")
    ):
        return []
    return [(start, cut(unit, start, len(unit.items)))]
