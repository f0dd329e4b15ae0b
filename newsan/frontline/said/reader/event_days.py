"""On which day, or in which period, the text says that something on the ground happened."""

from __future__ import annotations

import pandas as pd

from newsan import dates
from newsan.document import Document
from newsan.tagger.events import Event

DAY = 0.4  # the chance from which words of time date an event

Period = tuple[pd.Timestamp, pd.Timestamp]
_UNKNOWN: Period = (pd.NaT, pd.NaT)


def period_of(document: Document, event: Event, published: object) -> Period:
    """
    Return the first and the last day of what the text dates an event to; missing where it tells none.

    The words of time of the article are found by `newsan.dates`; which of them date the event, the
    trained reader says: not the day of the words, nor that of the footage.
    """
    found = document.once(("dates", str(published)), lambda: dates.find(document.text, published))
    start, end = event.window
    near = [d for d in found if d.first and start <= d.start and d.end <= end]
    best = max(near, key=lambda d: event.chance("when", d.start, d.end), default=None)
    if best is None or event.chance("when", best.start, best.end) < DAY:
        return _UNKNOWN
    return pd.Timestamp(best.first), pd.Timestamp(best.last)
