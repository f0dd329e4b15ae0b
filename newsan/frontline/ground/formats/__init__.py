"""One file per form that tables of control come in: its rows in newsan's columns, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from newsan import schema, spreadsheet
from newsan.errors import ReadError, SchemaError, not_there
from newsan.frontline.ground.formats import acled, points, viina
from newsan.frontline.ground.formats.table import LeftOut, Table, opened, unreadable
from newsan.frontline.parties import parties
from newsan.gazetteer import Gazetteer
from newsan.readers import decode, grid

__all__ = ["LeftOut", "Table", "read"]

GEOGRAPHIC = (".kml", ".kmz", ".geojson", ".json", ".gpkg", ".shp", ".parquet")
# Tables of what happened where, which say nothing of who held a place: some of their columns, and what to read instead.
EVENTS = {
    "VIINA's event file": ({"event_id", "geonameid", "report_id"}, "read its control_latest_YYYY.csv"),
    "UCDP's event file": ({"relid", "dyad_name", "deaths_a"}, "read VIINA's control files or a table of your own"),
}  # fmt: skip


def read(
    source: str | Path | pd.DataFrame,
    *,
    controller: str | None = None,
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
    bad: str = "raise",
    sides: pd.DataFrame | None = None,
) -> Table:
    """
    Read a table of control in whichever form it comes, told by its suffix and its header.

    Raises
    ------
    ReadError
        The file cannot be read or is empty, or a row has too many or too few cells and `bad="raise"`.
    SchemaError
        The header is that of no form, or of a table of events.

    """
    schema.readable(source, "a table of control")
    if isinstance(source, pd.DataFrame):
        rows = source.reset_index(drop=True)
        table = Table(rows, "control frame", [f"row {i}" for i in range(len(rows))])
    elif not Path(source).exists():
        raise not_there("the table of control", source)
    elif Path(source).suffix.lower() in GEOGRAPHIC:
        table = _records(Path(source)) or points.opened(Path(source))
    elif viina.is_viina(viina.header(Path(source))):
        return viina.read(Path(source), gazetteer, sides)
    else:
        table = _text(Path(source), bad)
    for name, (columns, remedy) in EVENTS.items():
        if columns <= {str(c).lower() for c in table.rows.columns}:
            raise SchemaError(
                f"{table.name}: {name}: it says what happened where, not who held it; {remedy}."
            )
    rows = acled.named(table.rows)
    if acled.is_acled(rows.columns):
        return acled.read(table.of(rows), gazetteer, warn=bad == "raise", sides=sides)
    wanted = schema.names("control")
    missing = [c for c in wanted if c not in table.rows]
    if not missing:
        return table
    if not (lacking := points.lacking(table.rows, controller, day)):
        return points.read(table, controller, day, gazetteer, sides)
    there = ", ".join(map(str, table.rows.columns))
    raise SchemaError(
        f"{table.name}: columns missing: {', '.join(missing)}. Read too are VIINA control files, ACLED "
        "exports, and points with a place, a day, a latitude, a longitude and who holds it; for these the "
        f"table lacks {', '.join(lacking)} (it has {there}): rename a column, or say day='2025-03-14' or the "
        f"column, controller={parties().names[0]!r} or the column."
    )


def _text(path: Path, bad: str) -> Table:
    """Read every cell of a text table, plain, gzipped or in an archive."""
    try:
        with opened(path) as file:
            text, note = decode.text(file.read())
    except (OSError, ReadError) as error:
        raise unreadable(path, error) from error
    read = grid.rows(text)
    if not text.strip() or (head := next(read, None)) is None:
        raise ReadError(f"{path} is empty: a control table is a CSV file with a header line.")
    header = [name.strip() for name in head.cells]
    rows, labels, left = [], [], []
    guessed = [LeftOut("all of it", note, "repaired")] if note else []
    for row in read:
        n = len(row.cells)
        if row.fault or n != len(header):
            why = (
                row.fault or f"the number of columns, {n}, differs from the header's {len(header)}"
            )
            left.append(LeftOut(f"line {row.line}", why))
            continue
        if row.mended:
            guessed.append(LeftOut(f"line {row.line}", row.mended, "repaired"))
        rows.append([spreadsheet.cell(cell) for cell in row.cells])
        labels.append(f"line {row.line}")
    if left and bad == "raise":
        raise ReadError(f"{path}, {left[0].where}: {left[0].why}.")
    return Table(
        pd.DataFrame(rows, columns=header, dtype="object"), str(path), labels, (*guessed, *left)
    )


def _records(path: Path) -> Table | None:
    """Read a list of records, as ACLED's interface answers with it; nothing if the file is a map."""
    if path.suffix.lower() != ".json":
        return None
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None  # whoever reads maps says what is wrong with it
    rows = found.get("data") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    labels = [f"record {n}" for n in range(1, len(rows) + 1)]
    cells = [{k: None if v is None else str(v) for k, v in row.items()} for row in rows]
    return Table(pd.DataFrame(cells, dtype="object"), str(path), labels)
