"""Page furniture: what stands on a news page and is not the article."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from newsan import lexicons
from newsan.text.segment import paragraphs


class Furniture(NamedTuple):
    """A stretch of page furniture and what kind it is."""

    start: int
    end: int
    kind: str


LONGEST = 1500  # characters; a longer paragraph is the article, whatever words stand in it
_OPENING = "dateline"  # the kind that is only the opening of its paragraph


def furniture(text: str) -> list[Furniture]:
    """
    Mark the page furniture of an article; nothing is removed from the text.

    The kinds are those of `furniture.csv`, tried in its order: `caption` (PHOTO: ..., lines that end in a
    picture credit), `credit`, `promo` (another story: Read also: ...), `footer` (the page's machinery:
    "originally appeared on", reporting credits, subscription lines), `byline`, `timestamp`, `share-menu`,
    and `dateline`, which is only the opening of its paragraph; all others are whole paragraphs.

    Returns
    -------
    pieces
        In order of `start`.

    Examples
    --------
    >>> text = "PHOTO: A bridge.\\nVELDANY, March 3 (Reuters) - It rained."
    >>> [(f.kind, text[f.start:f.end]) for f in furniture(text)]
    [('caption', 'PHOTO: A bridge.'), ('dateline', 'VELDANY, March 3 (Reuters) - ')]
    """
    pieces = []
    for start, end in paragraphs(text):
        for kind, pattern in _kinds() if end - start <= LONGEST else _kinds()[-1:]:
            matches = pattern.match if kind == _OPENING else pattern.fullmatch
            m = matches(text, start, end)
            if m and (kind != _OPENING or m.end() < end):
                pieces.append(Furniture(start, m.end(), kind))
                break
    return pieces


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in lexicons.rows("furniture"))
