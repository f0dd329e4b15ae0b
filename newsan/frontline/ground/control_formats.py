"""The forms that tables of control come in, each turned into newsan's columns, nothing else."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
import shapely

from newsan import schema, spreadsheet
from newsan.errors import ReadError, SchemaError, not_there
from newsan.frontline.ground.control_table import (
    LeftOut,
    Table,
    named,
    open_table,
    order,
    place_id,
    sides_by_words,
    unreadable,
)
from newsan.frontline.ground.read_areas import SUFFIXES, read_layers
from newsan.frontline.sides import SideNames, parties, side_names
from newsan.gazetteer import Gazetteer, load
from newsan.readers import decoding, fields, grid, publication_days

# Tables of what happened where, which say nothing of who held a place: some of their columns, and what to read instead.
EVENTS = {
    "VIINA's event file": ({"event_id", "geonameid", "report_id"}, "read its control_latest_YYYY.csv"),
    "UCDP's event file": ({"relid", "dyad_name", "deaths_a"}, "read VIINA's control files or a table of your own"),
}  # fmt: skip

# The columns that tell VIINA's control files and ACLED's exports from other tables, and others of ACLED's.
VIINA = ("geonameid", "date", "status")
ACLED = ("event_date", "sub_event_type", "actor1", "location", "latitude", "longitude")
ACLED_TOO = ("geo_precision", "time_precision", "country", "source", "event_id_cnty")
CHANGES = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Non-violent transfer of territory",
)
# How far off the point may be, by geo_precision: the place itself; a place near it. With 3 the
# point is a region's capital, which says nothing of where in the region it was.
METRES = {"1": 2_000.0, "2": 10_000.0}
DAYS = {"1": "day", "2": "week", "3": "month"}
# Of these the country says where they are, not whose side they are on.
NOBODYS = ("Unidentified", "Civilians", "Rioters", "Protesters")
SHOWN = 10  # rows that the warning names
NEEDED = ("place", "day", "lat", "lon", "controller")  # of points


def read(
    source: str | Path | pd.DataFrame,
    *,
    controller: str | None = None,
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
    bad: str = "raise",
    sides: pd.DataFrame | None = None,
) -> Table:
    """Read a table of control in whichever form it comes, told by its suffix and its header."""
    schema.readable(source, "a table of control")
    if isinstance(source, pd.DataFrame):
        rows = source.reset_index(drop=True)
        table = Table(rows, "control frame", [f"row {i}" for i in range(len(rows))])
    elif not Path(source).exists():
        raise not_there("the table of control", source)
    elif Path(source).suffix.lower() in SUFFIXES:
        table = _records(Path(source)) or _read_points(Path(source))
    elif set(VIINA) <= set(_header(Path(source))):
        return _viina(Path(source), gazetteer, sides)
    else:
        table = _text(Path(source), bad)
    for name, (columns, remedy) in EVENTS.items():
        if columns <= {str(c).lower() for c in table.rows.columns}:
            raise SchemaError(
                f"{table.name}: {name}: it says what happened where, not who held it; {remedy}."
            )
    table = _once(table)
    known = {fields.fold(name): name for name in (*ACLED, *ACLED_TOO)}  # EVENT_DATE, Event date
    rows = table.rows.rename(columns=lambda c: known.get(fields.fold(str(c)), c))
    if set(ACLED) <= set(rows.columns):
        return _read_acled(table.of(rows), gazetteer, warn=bad == "raise", sides=sides)
    if not (missing := [c for c in schema.names("control") if c not in table.rows]):
        return table
    told = {"controller": controller, "day": day}
    given = {**told, **named(table.rows)}
    if not (lacking := [c for c in NEEDED if given.get(c) is None]):
        return _points(table, told, gazetteer, sides)
    there = ", ".join(map(str, table.rows.columns))
    raise SchemaError(
        f"{table.name}: columns missing: {', '.join(missing)}. Read too are VIINA control files, ACLED "
        "exports, and points with a place, a day, a latitude, a longitude and who holds it; for these the "
        f"table lacks {', '.join(lacking)} (it has {there}): rename a column, or say day='2025-03-14' or the "
        f"column, controller={parties().names[0]!r} or the column."
    )


def _once(table: Table) -> Table:
    """Keep the first of the columns that have one name."""
    again = table.rows.columns.duplicated()
    if not again.any():
        return table
    what = f"columns {', '.join(map(str, table.rows.columns[again]))} come twice: the first is read"
    left = (*table.left_out, LeftOut("its header", what, "repaired"))
    return replace(table, rows=table.rows.loc[:, ~again], left_out=left)


def _text(path: Path, bad: str) -> Table:
    """Read every cell of a text table, plain, gzipped or in an archive."""
    try:
        with open_table(path) as file:
            text, note = decoding.text(file.read())
            text = decoding.repair(text)
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
        parsed = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None  # whoever reads maps says what is wrong with it
    rows = parsed.get("data") if isinstance(parsed, dict) else parsed
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    labels = [f"record {n}" for n in range(1, len(rows) + 1)]
    cells = [
        {decoding.repair(k): None if v is None else decoding.repair(str(v)) for k, v in row.items()}
        for row in rows
    ]
    return Table(pd.DataFrame(cells, dtype="object"), str(path), labels)


def _header(path: Path) -> list[str]:
    """Return the names of a table's columns if commas stand between them, reading no more than its first line."""
    try:
        with open_table(path) as file:
            first = file.readline().decode("utf-8-sig", "replace")
    except (OSError, ReadError) as error:
        raise unreadable(path, error) from error
    return [name.strip().strip('"') for name in first.split(",")]


def _viina(path: Path, gazetteer: Gazetteer | None, sides: pd.DataFrame | None) -> Table:
    """
    Return the first row of each settlement in a control file of VIINA 2.0, and every change after it.

    `control_latest_YYYY.csv`, zipped or not, by Zhukov & Ayers (2023), Open Database License: one row a
    GeoNames settlement and day. Settlements that the gazetteer lacks have no point
    (`gazetteer.load("UA.txt")` has all). A row that follows one of the same status says nothing new. The
    status is the majority of VIINA's sources, so it counts as confirmed by others.
    """
    places = gazetteer if gazetteer is not None else load()
    try:
        with open_table(path) as file:
            rows = pd.read_csv(file, usecols=list(VIINA), dtype="str", encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise ReadError(f"Cannot read the VIINA control file {path}: {error}.") from error
    rows["label"] = [f"line {n}" for n in range(2, len(rows) + 2)]
    rows = rows.dropna(subset=["status"]).sort_values(["geonameid", "date"], kind="stable")
    said = rows[["geonameid", "status"]]
    rows = rows[said.ne(said.shift()).any(axis=1)]
    ids = [places.of_geonames(i) for i in rows["geonameid"]]
    known = [places.get(i) for i in ids]
    side = sides_by_words(sides)
    written = rows["date"].str.replace(r"^(\d{4})(\d\d)(\d\d)(?:\.0)?$", r"\1-\2-\3", regex=True)
    events = pd.DataFrame(
        {
            "place_id": ids,
            "place": [p.name if p else i for p, i in zip(known, ids, strict=True)],
            "lat": [p.lat if p else None for p in known],
            "lon": [p.lon if p else None for p in known],
            "precision_m": [p.precision_m if p else None for p in known],
            "day": written.to_list(),
            "day_precision": "day",
            "controller": [side(s) or s for s in rows["status"]],
            "status": "confirmed",
            "claimed_by": "majority of VIINA's sources",
            "source": "VIINA 2.0",
            "source_url": "https://github.com/zhukovyuri/VIINA",
            "licence": "ODbL 1.0",
        }
    )
    return Table(events, str(path), rows["label"].to_list())


def _read_acled(
    table: Table, gazetteer: Gazetteer | None, *, warn: bool, sides: pd.DataFrame | None
) -> Table:
    """
    Return the changes of hands in an export of ACLED as control events: `actor1` is who gains the place.

    Clashes, strikes and the rest say nothing of who holds a place and are left out. ACLED codes what
    its source reports: every row is a claim of that source. A row whose `actor1` belongs to no side is
    left out and named, in a warning too unless told not to. Raleigh, Kishi & Linke (2023),
    doi:10.1057/s41599-023-01559-4. ACLED forbids passing its data on.
    """
    dayfirst, guessed = order(table.rows["event_date"])
    table = table.kept(table.rows["sub_event_type"].isin(CHANGES))
    side, names = sides_by_words(sides), side_names(table=sides)
    actors = [str(actor) for actor in table.rows["actor1"]]
    gained = [None if actor.startswith(NOBODYS) else side(actor) for actor in actors]
    unknown = [(w, a) for w, a, s in zip(table.labels, actors, gained, strict=True) if s is None]
    if unknown and warn:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        shown = "; ".join(f"{where}: {actor!r}" for where, actor in unknown[:SHOWN])
        warnings.warn(
            f"{table.name}: left out where actor1 belongs to no side: {shown}{more} "
            "(put the side's name into it to keep the row).",
            stacklevel=4,
        )
    left = [LeftOut(where, f"actor1 {actor!r} belongs to no side") for where, actor in unknown]
    table = table.kept((one is not None for one in gained), (*guessed, *left))
    events = [
        _acled_row(record, controller, gazetteer, dayfirst, names)
        for record, controller in zip(
            table.rows.to_dict("records"), filter(None, gained), strict=True
        )
    ]
    return table.of(pd.DataFrame(events, columns=list(_acled_row({}, "", None, None, names))))


def _acled_row(
    r: dict[str, str],
    controller: str | None,
    gazetteer: Gazetteer | None,
    dayfirst: bool | None,
    names: SideNames,
) -> dict[str, object]:
    name, lat, lon = (r.get(c, "") for c in ("location", "latitude", "longitude"))
    exact = str(r.get("geo_precision") or "1")
    home = names.of(r.get("country", ""))
    return {
        "place_id": place_id(name, lat, lon, gazetteer) if name else "",
        "place": name,
        "lat": lat if exact in METRES else None,
        "lon": lon if exact in METRES else None,
        "precision_m": METRES.get(exact),
        "day": _day(r.get("event_date"), dayfirst),
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


def _day(written: object, dayfirst: bool | None) -> object:
    """Return a day as 2025-03-14; what is none, or can be two, as it is written."""
    day = publication_days.instant(written, dayfirst=dayfirst)
    return written if day is None else f"{day:%Y-%m-%d}"


def _read_points(path: Path) -> Table:
    """Read a file of points with geopandas; latitude and longitude become columns."""
    frame = read_layers(path)
    labels = [f"feature {n}" for n in range(1, len(frame) + 1)]
    kinds = ["feature without geometry" if g is None else str(g.geom_type) for g in frame.geometry]
    left = [
        LeftOut(where, f"is a {kind}")
        for where, kind in zip(labels, kinds, strict=True)
        if kind != "Point"
    ]
    if left and len(left) == len(frame):
        said = "; ".join(f"{one.where} {one.why}" for one in left[:5])
        raise ReadError(
            f"{path}: {said}. A control table has points; read polygons with "
            "newsan.frontline.read_areas."
        )
    frame = frame.to_crs("EPSG:4326")
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    cells["lat"], cells["lon"] = shapely.get_y(frame.geometry), shapely.get_x(frame.geometry)
    return Table(cells, str(path), labels).kept((kind == "Point" for kind in kinds), left)


def _points(
    table: Table, told: dict[str, str | None], gazetteer: Gazetteer | None, sides: pd.DataFrame | None
) -> Table:  # fmt: skip
    """Return points as control events; controller and day that are told are of all of them, or name the column."""
    n = len(table.rows)
    given = named(table.rows) | {c: at for c, at in told.items() if at in table.rows.columns}
    known = {c: [value] * n for c, value in told.items()}
    known |= {c: table.rows[at].to_list() for c, at in given.items()}
    side = sides_by_words(sides)
    names = [str(v) for v in known["place"]]
    dayfirst, guessed = order(pd.Series(known["day"], name=given.get("day"), dtype="object"))
    events = {
        **known,
        "place_id": [
            place_id(*at, gazetteer) for at in zip(names, known["lat"], known["lon"], strict=True)
        ],
        "day": [_day(v, dayfirst) for v in known["day"]],
        "controller": [side(v) or v for v in known["controller"]],
        "day_precision": ["day"] * n,
        "status": [str(v).lower() for v in known.get("status", ["claimed"] * n)],
        "source": known.get("source", [Path(table.name).name] * n),
    }
    for column in ("precision_m", "claimed_by", "source_url"):
        events.setdefault(column, [None] * n)
    return replace(table.of(pd.DataFrame(events)), left_out=(*table.left_out, *guessed))
