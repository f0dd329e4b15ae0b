"""Places said to lie so far from others: `Lyman (12km west of Torske)`."""

from __future__ import annotations

import re
from itertools import pairwise

from newsan.gazetteer import Place, distance_km
from newsan.places.words import Span

BEARING = re.compile(
    r"(?:\s\(|,\s)(?:about |around |roughly |some |approximately |just )?(\d+)\s?-?"
    r"(km|kilomet(?:er|re)s?|mi|miles?)\b(?:\s[\w-]+){1,2}?\s(?:of|from)\s"
)
MILE_KM = 1.609
SLACK_KM, SLACK = 8.0, 0.35  # what a rounded distance and a town's width may differ by


def confine(found: list[Span], text: str) -> None:
    """
    Leave each name with a bearing only the places that lie as far from the other name as it says.

    Where none of several does, it is one that the gazetteer lacks.
    """
    for span, anchor in pairwise(found):
        bearing = BEARING.match(text, span.end)
        if not bearing or bearing.end() != anchor.start or span.is_demonym or span.is_county:
            continue
        far = int(bearing[1]) * (MILE_KM if bearing[2].startswith("mi") else 1.0)
        towns = [p for p in span.candidates if p.kind == "settlement"]
        near = [p for p in towns if any(_fits(p, q, far) for q in anchor.candidates)]
        if near or (len(towns) > 1 and any(q.has_point for q in anchor.candidates)):
            span.candidates, span.is_placed = near, True


def _fits(place: Place, anchor: Place, far: float) -> bool:
    return abs(distance_km(place, anchor) - far) <= SLACK_KM + SLACK * far
