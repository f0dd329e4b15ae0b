"""Control files of VIINA 2.0: who held each settlement of Ukraine, day by day.

Zhukov & Ayers (2023), VIINA 2.0, Open Database License; `control_latest_YYYY.csv`, zipped or not:
one row a GeoNames settlement and day. No coordinates: they come from the gazetteer, and settlements
that it lacks are left without a point (`gazetteer.load("UA.txt")` has all).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from newsan.errors import ReadError
from newsan.frontline.ground.formats.table import Table, opened, side, unreadable
from newsan.gazetteer import Gazetteer, load

COLUMNS = ("geonameid", "date", "status")
ADDRESS = "https://github.com/zhukovyuri/VIINA"


def is_viina(header: Iterable[str]) -> bool:
    """Tell whether a header is that of a VIINA control file."""
    return set(COLUMNS) <= set(header)


def header(path: Path) -> list[str]:
    """Return the names of a table's columns if commas stand between them, reading no more than its first line."""
    try:
        with opened(path) as file:
            first = file.readline().decode("utf-8-sig", "replace")
    except (OSError, ReadError) as error:
        raise unreadable(path, error) from error
    return [name.strip().strip('"') for name in first.split(",")]


def read(
    path: Path, gazetteer: Gazetteer | None = None, sides: pd.DataFrame | None = None
) -> Table:
    """
    Keep the first row of each settlement and every change after it.

    A row that follows one of the same status says nothing new. Rows without a status are left out.
    The status is the majority of VIINA's sources, so it counts as confirmed by others.
    """
    places = gazetteer if gazetteer is not None else load()
    try:
        with opened(path) as file:
            rows = pd.read_csv(file, usecols=list(COLUMNS), dtype="str", encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise ReadError(f"Cannot read the VIINA control file {path}: {error}.") from error
    rows["label"] = [f"line {n}" for n in range(2, len(rows) + 2)]
    rows = rows.dropna(subset=["status"]).sort_values(["geonameid", "date"], kind="stable")
    new = rows["geonameid"].ne(rows["geonameid"].shift()) | rows["status"].ne(
        rows["status"].shift()
    )
    rows = rows[new]
    ids = [places.of_geonames(i) for i in rows["geonameid"]]
    points = {i: places[i] for i in set(ids) if i in places}
    found = [points.get(i) for i in ids]
    days = rows["date"].str.replace(r"^(\d{4})(\d\d)(\d\d)(?:\.0)?$", r"\1-\2-\3", regex=True)
    made = pd.DataFrame(
        {
            "place_id": ids,
            "place": [p.name if p else i for p, i in zip(found, ids, strict=True)],
            "lat": [p.lat if p else None for p in found],
            "lon": [p.lon if p else None for p in found],
            "precision_m": [p.precision_m if p else None for p in found],
            "day": days.to_list(),
            "day_precision": "day",
            "controller": [side(s, sides) or s for s in rows["status"]],
            "status": "confirmed",
            "claimed_by": "majority of VIINA's sources",
            "source": "VIINA 2.0",
            "source_url": ADDRESS,
            "licence": "ODbL 1.0",
        }
    )
    return Table(made, str(path), rows["label"].to_list())
