"""One file per form that tables of control come in: its rows in newsan's columns, nothing else."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pandas as pd

from newsan import schema, spreadsheet
from newsan.errors import ReadError, SchemaError
from newsan.frontline.ground.formats import acled, points, viina
from newsan.frontline.ground.formats.table import Table
from newsan.gazetteer import Gazetteer

__all__ = ["Table", "read"]

GEOGRAPHIC = (".kml", ".kmz", ".geojson", ".json", ".gpkg", ".shp", ".parquet")


def read(
    source: str | Path | pd.DataFrame, *, controller: str | None, gazetteer: Gazetteer | None
) -> Table:
    """
    Read a table of control in whichever form it comes, told by its suffix and its header.

    Raises
    ------
    ReadError
        The file cannot be read or is empty.
    SchemaError
        The header is that of no form.

    """
    if isinstance(source, pd.DataFrame):
        rows = source.reset_index(drop=True)
        table = Table(rows, "control frame", [f"row {i}" for i in range(len(rows))])
    elif Path(source).suffix.lower() in GEOGRAPHIC:
        table = points.opened(Path(source))
    elif viina.is_viina(_header(Path(source))):
        return viina.read(Path(source), gazetteer)
    else:
        table = _text(Path(source))
    if acled.is_acled(table.rows.columns):
        return acled.read(table, gazetteer)
    wanted = schema.names("control")
    missing = [c for c in wanted if c not in table.rows]
    if not missing:
        return table
    if points.is_points(table.rows, controller):
        return points.read(table, controller, gazetteer)
    raise SchemaError(
        f"{table.name}: columns missing: {', '.join(missing)}. A control table has "
        f"{', '.join(wanted)}; read too are VIINA control files, ACLED exports, and points with a "
        "place, a day, a latitude, a longitude and who holds it (or controller='UA')."
    )


def _header(path: Path) -> list[str]:
    """Return the column names of a CSV file, or of the only one in an archive."""
    try:
        if path.suffix.lower() == ".zip":
            return list(pd.read_csv(path, nrows=0).columns)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), [])
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from error


def _text(path: Path) -> Table:
    """Read every cell of a CSV file as text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{k: spreadsheet.cell(v) for k, v in row.items()} for row in reader]
            header = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if not header:
        raise ReadError(f"{path} is empty: a control table is a CSV file with a header line.")
    for n, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ReadError(
                f"{path}, line {n}: the number of columns differs from the header's {len(header)}."
            )
    labels = [f"line {n}" for n in range(2, len(rows) + 2)]
    return Table(pd.DataFrame(rows, columns=header), str(path), labels)


def _unreadable(path: Path, error: Exception) -> ReadError:
    return ReadError(
        f"Cannot read the control table {path}: {error}. It should be a CSV file in UTF-8."
    )
