"""Who can hold ground: the sides of a table, or those that a control table names, and `contested`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from newsan import lexicons
from newsan.errors import SchemaError
from newsan.frontline.sides import sides_of
from newsan.study import Study

CONTESTED = "contested"
MOST = 16  # sides: their sets are counted
NOBODY = -1  # of a place that nothing is said of yet; holders else are indices of `Parties.names`


@dataclass(frozen=True)
class Parties:
    """The sides in order, `contested` last, and which side's home each country is, as an index."""

    names: tuple[str, ...]
    home: tuple[tuple[str, int], ...]

    @functools.cached_property
    def at_home(self) -> dict[str, int]:
        """The index of the side whose home a country is, by code."""
        return dict(self.home)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides, without `contested`."""
        return self.names[:-1]

    @property
    def contested(self) -> int:
        """The index of contested ground."""
        return len(self.names) - 1

    def index(self, name: str) -> int:
        """Return the index of a side."""
        return self.names.index(name)

    def countries(self, side: str) -> tuple[str, ...]:
        """Return the codes of a side's countries."""
        return tuple(code for code, index in self.home if self.names[index] == side)

    @functools.cached_property
    def opponent(self) -> np.ndarray:
        """The other of two sides, by index; nobody where there are more, or fewer. Last, that of nobody."""
        n = len(self.sides)
        return np.array([1, 0, NOBODY]) if n == 2 else np.full(n + 1, NOBODY)

    # Sets of holders are bits: the bit of each, of nobody at the end; which one is alone in a set, and
    # which sets have several.
    @functools.cached_property
    def bit(self) -> np.ndarray:
        """The bit of each holder; that of nobody, the last, is none."""
        return np.array([*(1 << n for n in range(len(self.names))), 0])

    @functools.cached_property
    def only(self) -> np.ndarray:
        """Who is alone in a set; `contested` for sets of several, and the empty one."""
        found = np.full(self.bit.sum() + 1, self.contested)
        found[self.bit[:-1]] = range(len(self.names))
        return found

    @functools.cached_property
    def several(self) -> np.ndarray:
        """Whether a set has several."""
        return np.array([n.bit_count() > 1 for n in range(len(self.only))])


def parties(
    control: pd.DataFrame | None = None, *, study: Study | str | Path | None = None
) -> Parties:
    """
    Return who can hold ground.

    The study's sides; without a study that has any, the shipped ones where a control table names no others,
    else those that it names, each at home in the country whose code it is.

    Raises
    ------
    SchemaError
        There are more than 16 sides.

    Examples
    --------
    >>> parties().names, parties(pd.DataFrame({"controller": ["Tamm", "Harrow"]})).names
    (('UA', 'RU', 'contested'), ('Harrow', 'Tamm', 'contested'))
    """
    table = sides_of(None, study)
    shipped = lexicons.shipped("sides")
    named = set() if control is None else set(control["controller"].dropna()) - {CONTESTED}
    if table is None and named <= set(shipped["side"]):
        table = shipped
    if table is None:
        table = pd.DataFrame({"side": sorted(named), "countries": sorted(named)})
    if len(table) > MOST:
        raise SchemaError(f"{len(table)} sides hold ground: at most {MOST} can be told apart.")
    home = [
        (code, n) for n, codes in enumerate(table["countries"]) for code in codes.split("|") if code
    ]
    return Parties((*table["side"], CONTESTED), tuple(home))
