"""Which ground is the pocket: the places it had at its fullest, by which it is known on any day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from newsan.errors import SchemaError, unknown_name
from newsan.frontline.ground.areas import taken
from newsan.frontline.ground.cells import Cells
from newsan.frontline.ground.holders import change_days, holders
from newsan.frontline.parties import CONTESTED, Parties
from newsan.gazetteer import fold, load


@dataclass(frozen=True)
class Outline:
    """The places of one pocket at its fullest; `name` is that of the place it is known by."""

    side: str
    who: Parties
    wanted: tuple[int, ...]
    name: str | None
    places: frozenset[str]

    def on(self, across: np.ndarray, made: Cells, neighbours: np.ndarray) -> np.ndarray:
        """Return the cells of the connected ground of each day that has most of the pocket, if any."""
        area = np.where([p in self.places for p in made.places], made.area, 0.0)
        piece = pieces(across, neighbours)
        shared = _sizes(piece, area)
        most = shared.argmax(axis=1)[:, None] if len(area) else piece
        cells: np.ndarray = (piece == most) & (shared.max(axis=1, initial=0) > 0)[:, None]
        return cells

    def across(self, who: np.ndarray, made: Cells) -> np.ndarray:
        """Return the cells that are held in the other side's country."""
        cells: np.ndarray = taken(who, made.country, self.wanted) & (made.country != self._code)
        return cells

    def lost(self, who: np.ndarray, made: Cells) -> np.ndarray:
        """Return the cells of the side's own country that others hold, or contest."""
        cells: np.ndarray = (made.country == self._code) & (who >= 0) & (who != self._code)
        return cells

    @property
    def _code(self) -> int:
        return self.who.index(self.side)


def outline(
    control: pd.DataFrame,
    made: Cells,
    *,
    side: str,
    contested: bool,
    implied: bool,
    pocket: str | None,
    parties: Parties,
) -> Outline:
    """Find the pocket of a place, or the side's largest, on the day of its greatest extent."""
    names = (side, CONTESTED) if contested else (side,)
    any_of = Outline(side, parties, tuple(map(parties.index, names)), None, frozenset())
    anchor = None if pocket is None else _place_id(control, pocket)
    held = holders(control, change_days(control), implied=implied, who=parties)
    who = held.controller[:, held.columns(made.places)]
    piece = pieces(any_of.across(who, made), made.neighbours)
    size = _sizes(piece, made.area)
    if anchor is not None:
        its = piece[:, [p == anchor for p in made.places]]
        size = np.where(np.arange(size.shape[1]) == its, size, 0) if its.size else size * 0
    places: list[str] = []
    if size.any():
        day, first = np.unravel_index(size.argmax(), size.shape)
        places = [made.places[n] for n in np.flatnonzero(piece[day] == first)]
    anchor = _most_people(places) if anchor is None else anchor
    named = control.sort_values("place").drop_duplicates("place_id").set_index("place_id")["place"]
    return Outline(side, parties, any_of.wanted, named.get(anchor), frozenset(places))


def pieces(mask: np.ndarray, neighbours: np.ndarray) -> np.ndarray:
    """
    Find the connected pieces of ground.

    Parameters
    ----------
    mask
        Which cells are ground, one line a day.
    neighbours
        The pairs of cells that meet, as `Cells.neighbours` has them.

    Returns
    -------
    pieces
        The first cell of the piece that each cell belongs to; the number of cells if to none.

    Examples
    --------
    >>> chain = np.array([[0, 0, 1, 1, 1, 2, 2], [0, 1, 0, 1, 2, 1, 2]])
    >>> pieces(np.array([[True, True, True], [True, False, True]]), chain).tolist()
    [[0, 0, 0], [0, 3, 2]]

    """
    cell, other = neighbours
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    none = mask.shape[1]
    first, last = np.where(mask, np.arange(none), none), None
    while last is None or (first != last).any():
        last = first
        if none:
            first = np.where(mask, np.minimum.reduceat(last[:, other], starts, axis=1), none)
    return first


def _sizes(piece: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return the area of each piece of each day, where its first cell stands."""
    n = len(area)
    sizes = [np.bincount(line, area, n + 1)[:n] for line in piece]
    return np.array(sizes).reshape(piece.shape)


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
    return str(found[0])


def _most_people(places: list[str]) -> str | None:
    """Return the place of most people, as the gazetteer counts them; the first of equal ones."""
    known = load()
    people = {i: known[i].population if i in known else 0 for i in places}
    return max(people, key=lambda i: people[i], default=None)
