"""Rows as a file has them, with what to call the file and each row when something is wrong."""

from __future__ import annotations

import contextlib
import functools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from newsan import readers
from newsan.errors import ReadError
from newsan.frontline.ground.land import shipped_window
from newsan.frontline.sides import CONTESTED, read_sides, side_names
from newsan.gazetteer import Gazetteer, Place, distance_km, fold, load
from newsan.readers import fields, formats, publication_days
from newsan.study import Study

NEAR_KM = 10.0


@dataclass(frozen=True)
class LeftOut:
    """A row or feature that is in the file and not in the table, and why; or what was guessed of one."""

    where: str
    why: str
    kind: str = "unreadable"  # or repaired, of the `problems` frame


@dataclass(frozen=True)
class Table:
    """Rows, the name of their file, where in it each stands ("line 7"), and what was left out."""

    rows: pd.DataFrame
    name: str
    labels: list[str]
    left_out: tuple[LeftOut, ...] = ()

    def of(self, rows: pd.DataFrame) -> Table:
        """Return the table with its rows in another form; of columns with one name the first."""
        return replace(self, rows=rows.loc[:, ~rows.columns.duplicated()])

    def kept(self, wanted: Iterable[bool], left_out: Iterable[LeftOut] = ()) -> Table:
        """Return some of the rows, and what is to be said of the others."""
        flags = np.fromiter(wanted, dtype=bool)
        labels = [label for label, keep in zip(self.labels, flags, strict=True) if keep]
        rows = self.rows.loc[flags].reset_index(drop=True)
        return Table(rows, self.name, labels, (*self.left_out, *left_out))

    def problems(self) -> list[dict[str, str]]:
        """Return what was left out as rows of the `problems` frame."""
        return [
            {"source": f"{self.name}, {left.where}", "problem": left.why, "kind": left.kind}
            for left in self.left_out
        ]


def order(written: pd.Series) -> tuple[bool | None, list[LeftOut]]:
    """
    Return whether the day comes first in a column of dates, and what is to be said of that.

    Examples
    --------
    >>> order(pd.Series(["03/04/2025", "13/04/2025"], name="As of"))[1][0].why
    'dates such as 03/04/2025 are read with the day first, as others show'
    """
    first = publication_days.day_comes_first(written)
    read = [d for d in written if first is not None and publication_days.two_readings(d)]
    which = "day" if first else "month"
    why = f"dates such as {read[0]} are read with the {which} first, as others show" if read else ""
    return first, [LeftOut(f"column {written.name}", why, "repaired")] if read else []


@contextlib.contextmanager
def open_table(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, a gzipped one, or the only one in an archive, whatever macOS has laid beside it."""
    try:
        if path.suffix.lower() != ".zip":
            with readers.opened(path) as file:
                yield file
            return
        with zipfile.ZipFile(path) as packed:
            names = [info.filename for info in formats.list_files(packed)]
            if len(names) != 1:
                raise ReadError(
                    f"it holds {len(names)} files ({', '.join(names[:5])}): leave one in it"
                )
            with packed.open(names[0]) as file:
                yield file
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError) as error:
        raise ReadError(str(error)) from None


def unreadable(path: Path, error: Exception) -> ReadError:
    """Build the error of a control table that cannot be opened."""
    return ReadError(f"Cannot read the control table {path}: {str(error).strip()}. It should be a CSV file; a cell "
                     "with a comma in it goes between quotation marks.")  # fmt: skip


def sides_by_words(sides: pd.DataFrame | None = None) -> Callable[[object], str | None]:
    """
    Return what tells the side that some words name, or `contested`; missing if they name none or several.

    Examples
    --------
    >>> side = sides_by_words()
    >>> side("Military Forces of Russia (2000-)"), side("CONTESTED"), side("UA"), side("nobody")
    ('RU', 'contested', 'UA', None)
    >>> side("russian army")
    'RU'
    """
    names, table = side_names(table=sides), read_sides() if sides is None else sides
    known: dict[str, str] = {side.upper(): side for side in table["side"]}

    @functools.cache
    def told(text: str) -> str | None:
        if (one := known.get(text.upper())) is not None:
            return one
        if text.lower() in ("contested", "disputed", "grey zone", "gray zone"):
            return CONTESTED
        # names are found with their capitals, as texts have them
        for spelt in (text, text.title()):
            named = {names.of(m.group()) for m in names.pattern.finditer(spelt)}
            if named := named & set(known.values()):
                return named.pop() if len(named) == 1 else None
        return None

    return lambda words: told(str(words).strip())


def place_id(name: str, lat: object, lon: object, places: Gazetteer | None) -> str:
    """
    Return the id of the gazetteer's place of that name within 10 km, else the folded name.

    Examples
    --------
    >>> place_id("Sudzha", 51.19, 35.27, None), place_id("Mill Farm", 51.0, 35.0, None)
    ('sudzha', 'mill-farm')
    """
    at = Place("", name, "settlement", "", "", number(lat), number(lon), 0)
    namesakes = (places if places is not None else load()).candidates(fold(name))
    near = [p for p in namesakes if p.kind == "settlement" and distance_km(p, at) <= NEAR_KM]
    if near:
        return min(near, key=lambda p: (distance_km(p, at), p.place_id)).place_id
    return fold(name).replace(" ", "-")


def filled_columns(rows: pd.DataFrame) -> dict[str, str]:
    """Map lower-case names to the columns that hold anything: KML has many that do not."""
    return {
        str(c).lower(): str(c) for c in rows.columns if not rows.empty and rows[c].notna().any()
    }


def number(value: object) -> float:
    """Read a number; what is none, or has no bounds, is NaN (and refused later, with its row)."""
    read = float(pd.to_numeric(value, errors="coerce"))
    return read if np.isfinite(read) else np.nan


_FAR = 10  # degrees off a window: nearer points are of places beside it


def is_swapped(lon: float, lat: float, window: tuple[float, ...]) -> bool:
    """Return whether a point lies outside a window as given, and in it with its numbers swapped."""
    return _is_in(window, lat, lon) and not _is_in(window, lon, lat)


def lacks_a_minus(lon: float, lat: float, window: tuple[float, ...]) -> bool:
    """Return whether a point lies far off a window, and in it with another sign."""
    west, south, east, north = window
    if _is_in((west - _FAR, south - _FAR, east + _FAR, north + _FAR), lon, lat):
        return False
    return any(_is_in(window, *p) for p in ((-lon, lat), (lon, -lat), (-lon, -lat)))


def _is_in(window: tuple[float, ...], lon: float, lat: float) -> bool:
    west, south, east, north = window
    return west <= lon <= east and south <= lat <= north


def window_of(study: Study | None) -> tuple[float, ...] | None:
    """Return where a study's points lie, if it says so; without a study that of the shipped table."""
    return shipped_window("points") if study is None else study.window


def named(rows: pd.DataFrame) -> dict[str, str]:
    """Map the columns of a control table to those of a file that hold anything, by the table of names."""
    return fields.named(filled_columns(rows).values(), "control")
