"""Which ground is the pocket: the places it had at its fullest, by which it is known on any day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from newsan.errors import SchemaError, unknown_name
from newsan.frontline import shapes
from newsan.frontline.holders import OPPONENT, Event, Held, change_days, holders
from newsan.gazetteer import fold, load

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Outline:
    """The places of one pocket at its fullest; `name` is that of the place it is known by."""

    side: str
    wanted: frozenset[str]
    name: str | None
    places: frozenset[str]

    def on(self, held: dict[str, Held], made: shapes.Setup) -> BaseGeometry | None:
        """Return the connected ground of a day that has most of the pocket, if any ground has."""
        from shapely import union_all

        def shared(part: list[str]) -> float:
            return sum(made.cells[i].area for i in part if i in self.places)

        parts = shapes.parts(held, made, self.wanted, OPPONENT[self.side])
        most = max(parts, key=shared, default=[])
        return None if self.places.isdisjoint(most) else union_all([made.wide[i] for i in most])


def outline(
    control: pd.DataFrame,
    stated: dict[str, list[Event]],
    made: shapes.Setup,
    *,
    side: str,
    contested: bool,
    implied: bool,
    pocket: str | None,
) -> Outline:
    """Find the pocket of a place, or the side's largest, on the day of its greatest extent."""
    wanted = frozenset((side, "contested") if contested else (side,))
    anchor = None if pocket is None else _place_id(control, pocket)
    size, places = 0.0, list[str]()
    for day in change_days(control):
        held = holders(stated, day.toordinal(), implied=implied)
        for part in shapes.parts(held, made, wanted, OPPONENT[side]):
            area = sum(made.cells[i].area for i in part)
            if area > size and (anchor is None or anchor in part):
                size, places = area, part
    anchor = _most_people(places) if anchor is None else anchor
    named = control.sort_values("place").drop_duplicates("place_id").set_index("place_id")["place"]
    return Outline(side, wanted, named.get(anchor), frozenset(places))


def _place_id(control: pd.DataFrame, pocket: str) -> str:
    """Return the one place of a table that has an id or a name."""
    ids = set(control["place_id"])
    if pocket in ids:
        return pocket
    found = sorted(set(control["place_id"][control["place"].map(fold) == fold(pocket)]))
    if not found:
        raise unknown_name("pocket", pocket, ids | set(control["place"]))
    if len(found) > 1:
        raise SchemaError(f"pocket={pocket!r} names several places: give one of {found}.")
    return found[0]


def _most_people(places: list[str]) -> str | None:
    """Return the place of most people, as the gazetteer counts them; the first of equal ones."""
    known = load()
    people = {i: known[i].population if i in known else 0 for i in places}
    return max(people, key=lambda i: people[i], default=None)
