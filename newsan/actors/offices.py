"""Who held which office when: `offices.csv`, terms with their sources."""

from __future__ import annotations

import datetime as dt
import functools

import pandas as pd

from newsan import lexicons


@functools.cache
def _terms() -> dict[str, list[tuple[dt.date, dt.date]]]:
    """Return the terms by actor; `until` is a term's last day, or the last that its source bears out."""
    found: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for row in lexicons.rows("offices"):
        term = dt.date.fromisoformat(row["since"]), dt.date.fromisoformat(row["until"])
        found.setdefault(row["actor_id"], []).append(term)
    return found


def in_office(actor_id: str, day: object) -> bool | None:
    """
    Tell whether somebody held the office of `offices.csv` on a day.

    Parameters
    ----------
    actor_id
        An actor of the registry.
    day
        Anything pandas reads as a day; missing if it is not known.

    Returns
    -------
    held
        None where the day is not known, or the table has no term of theirs.

    Examples
    --------
    >>> in_office("joe-biden", "2022-03-01"), in_office("joe-biden", "2025-03-14")
    (True, False)
    >>> in_office("joe-biden", None), in_office("mara-ostrell", "2022-03-01")
    (None, None)
    """
    terms = _terms().get(actor_id)
    when = pd.to_datetime(day, errors="coerce")
    if terms is None or pd.isna(when):
        return None
    return any(since <= when.date() <= until for since, until in terms)
