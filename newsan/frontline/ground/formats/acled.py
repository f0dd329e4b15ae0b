"""Exports of ACLED: the events that hand ground to another side.

Raleigh, Kishi & Linke (2023), doi:10.1057/s41599-023-01559-4. ACLED forbids passing its data on.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pandas as pd

from newsan.frontline.ground.formats.table import LeftOut, Table, order, place_id, side
from newsan.frontline.sides import side_names
from newsan.gazetteer import Gazetteer
from newsan.readers import days, fields

COLUMNS = ("event_date", "sub_event_type", "actor1", "location", "latitude", "longitude")
CHANGES = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Non-violent transfer of territory",
)
# How far off the point may be, by geo_precision: the place itself; a place near it. With 3 the
# point is a region's capital, which says nothing of where in the region it was.
METRES = {"1": 2_000.0, "2": 10_000.0}
# Of these the country says where they are, not whose side they are on.
NOBODYS = ("Unidentified", "Civilians", "Rioters", "Protesters")
FURTHER = ("geo_precision", "time_precision", "country", "source", "event_id_cnty")
SHOWN = 10  # rows that the warning names
DAYS = {"1": "day", "2": "week", "3": "month"}


def is_acled(header: Iterable[str]) -> bool:
    """Tell whether a header is that of an ACLED export."""
    return set(COLUMNS) <= set(header)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with ACLED's names of columns, however they are spelt: EVENT_DATE, Event date."""
    known = {fields.fold(name): name for name in (*COLUMNS, *FURTHER)}
    return rows.rename(columns={c: known.get(fields.fold(str(c)), c) for c in rows.columns})


def gains(actor: str, sides: pd.DataFrame | None = None) -> str | None:
    """
    Return the side that an actor takes a place for.

    Examples
    --------
    >>> gains("Military Forces of Ukraine (2019-)"), gains("Unidentified Armed Group (Ukraine)")
    ('UA', None)
    """
    return None if actor.startswith(NOBODYS) else side(actor, sides)


def read(
    table: Table,
    gazetteer: Gazetteer | None = None,
    *,
    warn: bool = True,
    sides: pd.DataFrame | None = None,
) -> Table:
    """
    Turn changes of hands into control events: `actor1` is who gains the place.

    Clashes, strikes and the rest say nothing of who holds a place and are left out. ACLED codes what
    its source reports: every row is a claim of that source.

    A row whose `actor1` belongs to no side is left out and named, in a warning too unless told not to.

    """
    dayfirst, guessed = order(table.rows["event_date"])
    table = table.kept(table.rows["sub_event_type"].isin(CHANGES))
    gained = [gains(str(a), sides) for a in table.rows["actor1"]]
    unknown = [
        LeftOut(where, f"actor1 {actor!r} belongs to no side")
        for where, actor, one in zip(table.labels, table.rows["actor1"], gained, strict=True)
        if one is None
    ]
    if unknown and warn:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        names = "; ".join(
            f"{u.where}: {u.why.split(' belongs')[0].removeprefix('actor1 ')}"
            for u in unknown[:SHOWN]
        )
        warnings.warn(
            f"{table.name}: left out where actor1 belongs to no side: {names}{more} "
            "(put the side's name into it to keep the row).",
            stacklevel=4,
        )
    table = table.kept((one is not None for one in gained), (*guessed, *unknown))
    gained = [one for one in gained if one is not None]
    made = [
        _row(r, s, gazetteer, dayfirst, sides)
        for r, s in zip(table.rows.to_dict("records"), gained, strict=True)
    ]
    return table.of(pd.DataFrame(made, columns=list(_row({}, "", None, None, None))))


def _row(
    r: dict[str, str],
    controller: str | None,
    gazetteer: Gazetteer | None,
    dayfirst: bool | None,
    sides: pd.DataFrame | None,
) -> dict[str, object]:
    name, lat, lon = (r.get(c, "") for c in ("location", "latitude", "longitude"))
    exact = str(r.get("geo_precision") or "1")
    day = days.instant(r.get("event_date", ""), dayfirst=dayfirst)
    home = side_names(table=sides).of(r.get("country", ""))
    return {
        "place_id": place_id(name, lat, lon, gazetteer) if name else "",
        "place": name,
        "lat": lat if exact in METRES else None,
        "lon": lon if exact in METRES else None,
        "precision_m": METRES.get(exact),
        "day": r.get("event_date") if day is None else f"{day:%Y-%m-%d}",
        "day_precision": DAYS.get(str(r.get("time_precision") or "1"), r.get("time_precision")),
        "controller": controller,
        "status": "claimed",
        "claimed_by": r.get("source"),
        "source": "ACLED",
        "source_url": "https://acleddata.com",
        "event": "recaptured" if controller == home else "captured",
        "event_id": r.get("event_id_cnty"),
        "licence": "ACLED terms of use: not to be passed on",
    }
