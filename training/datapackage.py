"""Write `data/datapackage.json` and the computed tables of `data/README.md`.

    python training/datapackage.py            # write both
    python training/datapackage.py --check    # exit 1 if either is not what it would write

Field lists of the frames come from `newsan.schema`; those of the study's own tables stand below,
once, and are what the data card prints. Same files, same bytes: nothing here reads a clock.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from newsan import schema

CC_BY = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
CC_BY_SA = {
    "name": "CC-BY-SA-4.0",
    "path": "https://creativecommons.org/licenses/by-sa/4.0/",
    "title": "Creative Commons Attribution-ShareAlike 4.0 International",
}

_TYPES = {
    "str": "string",
    "float64": "number",
    "int64": "integer",
    "Int64": "integer",
    "bool": "boolean",
    "geometry": "geojson",
    "datetime64[us, UTC]": "datetime",
    "datetime64[us]": "date",
}

_SOURCE = {
    "source_outlet": "Who published the page; copies and aggregators are named as such",
    "source_date": "Day of the page; blank where it showed none",
    "source_url": "Address of the page",
    "verified": "`page-seen`: the fact stands on the page; `weak`: part of it, such as the exact "
    "day, does not",
}
FIELDS: dict[str, dict[str, str]] = {
    "statements.csv": {
        "id": "st-NNN, stable",
        "date": "Day the words were said (ISO 8601)",
        "speaker": "Who said them, one spelling a speaker",
        "speaker_id": "The same as an id of the actor registry",
        "speaker_role": "Office or role at the time",
        "side": "Russia, Ukraine, US, analyst or other",
        "venue": "Where or through what they were said",
        "language_original": "ISO 639-1 code of the language spoken or written",
        "statement_en": "The words as the page prints them in English, with its brackets, "
        "capitals and closing mark",
        "quote_type": "`verbatim`: a clause or more; `fragment`: less",
        "translated": "`no`; `yes`: by the outlet; `back-translated`: an English original that "
        "came back through another language, so not the words spoken; `unknown`",
        "topic": "What it is about",
        "position": "What the speaker does with the topic, in the compiler's reading",
        "variant_group": "Shared by the renderings of one utterance; blank where there is one",
        **_SOURCE,
        "text_check": "`exact-substring`: matched by program against the page as read; `by-hand`: "
        "copied from the page, not matched by program",
        "notes": "What a reader of the row must know",
    },
    "timeline.csv": {
        "id": "tl-NNN, stable",
        "date": "Day of the event (ISO 8601)",
        "event": "What happened or was said, in one neutral sentence",
        "actors": "Those who act or speak, '|' between them",
        "places": "Where, '|' between them; blank where no place matters",
        **_SOURCE,
    },
    "figures.csv": {
        "id": "fg-NNN, stable",
        "date": "Day of the claim (ISO 8601); the month where only that is known",
        "measure": "What is counted",
        "value": "The number claimed; blank where only a word such as 'thousands' was given",
        "unit": "Unit of the value",
        "claimant": "Who claims it",
        "subject": "Of whom or what",
        **_SOURCE,
        "notes": "'about', 'over', sums, wrong conversions as printed",
    },
    "control_events.csv": {},
    "places.csv": {},
    "sides.csv": {
        "side": "What the control events call it",
        "label": "Its name on maps",
        "countries": "ISO 3166-1 codes of the countries that are its home, '|' between them",
        "actors": "Who fights on it, as texts name them, '|' between them",
        "colour": "Its colour on maps",
        "marker": "Its marker on charts",
    },
}
#: Meanings of columns of the control and place tables that `newsan.schema` does not name.
OTHER_FIELDS = {
    "id": "Stable id of the row",
    "event_id": "Stable id of the row",
    "place_id": "Place of the gazetteer",
    "name": "Usual name in English",
    "place": "Usual name in English",
    "names": "Spellings and names in other languages, '|' between them",
    "alt_names": "Spellings and names in other languages, '|' between them",
    "aliases": "Spellings and names in other languages, '|' between them",
    "kind": "settlement, region, country or area",
    "oblast": "First-order division",
    "admin1": "First-order division",
    "raion": "Second-order division",
    "country": "ISO 3166-1 code, internationally recognised borders",
    "lat": "Latitude, WGS 84; blank where no source gives one",
    "lon": "Longitude, WGS 84; blank where no source gives one",
    "precision_m": "How far off the point may be, in metres",
    "coord_source": "Where the point comes from",
    "geonames_id": "GeoNames id",
    "wikidata": "Wikidata id",
    "population": "Population, where a source gives one",
    "event": "What is said to have happened: captured, recaptured, flag_raised, flag_removed, "
    "withdrawn, held, contested, claimed or acknowledged_loss",
    "by": "Who took, holds or lost the place",
    "day_text": "The day as the source gives it",
    "verified": _SOURCE["verified"],
    "source_outlet": _SOURCE["source_outlet"],
    "source_date": _SOURCE["source_date"],
    "source_url": _SOURCE["source_url"],
    "notes": "What a reader of the row must know",
}
ABOUT: dict[str, dict[str, Any]] = {
    "statements.csv": {
        "title": "Statements of record",
        "description": "Public quotations on the Kursk front as printed in English, one a row, "
        "each with its page.",
        "licenses": [CC_BY],
        "rights": "The compilation (selection, columns, notes) is CC BY 4.0. The quoted words are "
        "short public quotations of record and stay those of their speakers and of the "
        "outlets that translated them; quote them with their source.",
    },
    "timeline.csv": {
        "title": "Timeline",
        "description": "Dated events, August 2024 to April 2025, one a row.",
        "licenses": [CC_BY],
        "rights": "Facts, in newsan's own words; the compilation is CC BY 4.0.",
    },
    "figures.csv": {
        "title": "Claimed numbers",
        "description": "Areas, settlements and losses as one party claimed them, one claim a row.",
        "licenses": [CC_BY],
        "rights": "Facts, in newsan's own words; the compilation is CC BY 4.0.",
    },
    "control_events.csv": {
        "title": "Control events",
        "description": "Who says that whom held which place from which day, one claim a row.",
        "licenses": [CC_BY, CC_BY_SA],
        "rights": "Facts, in newsan's own words; the compilation is CC BY 4.0. Points from "
        "GeoNames are CC BY 4.0, points from Wikipedia CC BY-SA 4.0.",
    },
    "places.csv": {
        "title": "Places of the study",
        "description": "Every place the study uses, with its spellings and, where a source gives "
        "one, a point and how far off it may be.",
        "licenses": [CC_BY, CC_BY_SA],
        "rights": "The compilation is CC BY 4.0. Points from GeoNames are CC BY 4.0, points from "
        "Wikipedia CC BY-SA 4.0.",
    },
    "sides.csv": {
        "title": "Sides",
        "description": "The sides of the war, one a row, as study.toml's folder needs them.",
        "licenses": [CC_BY],
        "rights": "Facts, in newsan's own words; the compilation is CC BY 4.0.",
    },
    "articles": {
        "title": "Dispatches",
        "description": "Articles in newsan's own prose, written from the tables beside them; every "
        "quotation in double marks is word for word a row of statements.csv.",
        "licenses": [CC_BY],
        "rights": "The prose is newsan's and CC BY 4.0, except the quoted statements, which keep "
        "the standing they have in statements.csv.",
    },
}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _frame_field(column: schema.Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.dtype],
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    limits: dict[str, Any] = {}
    if not column.nullable:
        limits["required"] = True
    if column.unique:
        limits["unique"] = True
    if column.allowed:
        limits["enum"] = list(column.allowed)
    if column.low is not None:
        limits["minimum"] = column.low
    if column.high is not None:
        limits["maximum"] = column.high
    if limits:
        field["constraints"] = limits
    return field


def _type(name: str, values: list[str]) -> str:
    if name == "date":
        return "date" if all(len(v) in {0, 10} for v in values) else "string"
    return "number" if name in {"value", "lat", "lon", "precision_m", "population"} else "string"


def fields(path: Path) -> list[dict[str, Any]]:
    """
    Return the field list of one of the study's tables, in the order of its header.

    Raises
    ------
    KeyError
        A column that neither `newsan.schema` nor the tables above describe.
    """
    known = FIELDS.get(path.name, {})
    frames = {"control_events.csv": "control"}
    from_schema = (
        {c.name: c for c in schema.columns(frames[path.name])} if path.name in frames else {}
    )
    rows = _rows(path)
    found = []
    for name in _header(path):
        if name in from_schema:
            found.append(_frame_field(from_schema[name]))
        elif name in known or (not known and name in OTHER_FIELDS):
            found.append(
                {
                    "name": name,
                    "type": _type(name, [r[name] for r in rows]),
                    "description": known.get(name) or OTHER_FIELDS[name],
                }
            )
        else:
            raise KeyError(
                f"{path.name}: column {name!r} is not described in {Path(__file__).name}"
            )
    return found


def _table(path: Path) -> dict[str, Any]:
    about = ABOUT[path.name]
    urls = sorted({r.get("source_url", "") for r in _rows(path)} - {""})
    return {
        "name": path.stem.replace("_", "-"),
        "type": "table",
        "path": path.name,
        **about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rows": len(_rows(path)),
        "sources": [{"path": u} for u in urls],
        "schema": {"fields": fields(path), "missingValues": [""]},
    }


def _articles(folder: Path) -> dict[str, Any]:
    files = sorted(folder.glob("*.md"))
    return {
        "name": "dispatches",
        "path": [f"articles/{p.name}" for p in files],
        **ABOUT["articles"],
        "format": "md",
        "mediatype": "text/markdown",
        "encoding": "utf-8",
        "files": [
            {
                "path": f"articles/{p.name}",
                "bytes": p.stat().st_size,
                "hash": f"sha256:{_sha256(p)}",
            }
            for p in files
        ],
    }


def package(data: Path = DATA) -> dict[str, Any]:
    """Return the description of the data folder, with sizes and hashes as they stand."""
    tables = [data / name for name in ABOUT if name.endswith(".csv") and (data / name).exists()]
    strange = {p.name for p in data.glob("*.csv")} - set(ABOUT)
    if strange:
        raise KeyError(f"data/{min(strange)} is not described in {Path(__file__).name}")
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "newsan-kursk-study",
        "title": "The Kursk front in the news, August 2024 to April 2025",
        "description": "Dispatches, statements of record, dated events and claims of control: the "
        "study that newsan is shown and tested on. Read data/README.md first.",
        "version": "0.1.0",
        "licenses": [CC_BY],
        "contributors": [{"title": "The newsan authors", "roles": ["author"]}],
        "resources": [*(_table(t) for t in tables), _articles(data / "articles")],
        "frames": {
            name: {"fields": [_frame_field(c) for c in columns]}
            for name, columns in schema.FRAMES.items()
        },
    }


def _count(rows: list[dict[str, str]], column: str) -> str:
    counted = sorted(
        Counter(r[column] or "(blank)" for r in rows).items(),
        key=lambda kv: (-kv[1], kv[0]),
    )
    return ", ".join(f"{value} {n}" for value, n in counted)


def _body(path: Path) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def composition(data: Path = DATA) -> str:
    """Return the composition table of the data card, counted from the files."""
    lines = ["| file | rows | what the counts say |", "| --- | ---: | --- |"]
    statements = _rows(data / "statements.csv")
    groups = {r["variant_group"] or r["id"] for r in statements}
    days = [r["date"] for r in statements if r["date"]]
    lines.append(
        f"| `statements.csv` | {len(statements)} | {len(groups)} different utterances "
        f"({len({r['variant_group'] for r in statements} - {''})} with a variant group), said "
        f"{min(days)} to {max(days)} by {len({r['speaker_id'] for r in statements})} speakers, "
        f"from {len({r['source_url'] for r in statements})} pages; side: "
        f"{_count(statements, 'side')}; original language: "
        f"{_count(statements, 'language_original')}; translated: "
        f"{_count(statements, 'translated')}; text check: {_count(statements, 'text_check')} |"
    )
    for name in ("timeline.csv", "figures.csv"):
        rows = _rows(data / name)
        days = [r["date"] for r in rows if r["date"]]
        lines.append(
            f"| `{name}` | {len(rows)} | {min(days)} to {max(days)}; verified: "
            f"{_count(rows, 'verified')} |"
        )
    if (data / "control_events.csv").exists():
        rows = _rows(data / "control_events.csv")
        days = [r["day"] for r in rows if r["day"]]
        lines.append(
            f"| `control_events.csv` | {len(rows)} | {len({r['place_id'] for r in rows})}"
            f" places, {min(days)} to {max(days)}; controller: "
            f"{_count(rows, 'controller')}; status: {_count(rows, 'status')} |"
        )
    if (data / "places.csv").exists():
        rows = _rows(data / "places.csv")
        lines.append(
            f"| `places.csv` | {len(rows)} | {sum(bool(r['lat']) for r in rows)} with a point |"
        )
    files = sorted((data / "articles").glob("*.md"))
    words = [len(_body(p).split()) for p in files]
    if files:
        lines.append(
            f"| `articles/*.md` | {len(files)} | {sum(words):,} words "
            f"({min(words)} to {max(words)} a dispatch), dated {files[0].name[:10]} to "
            f"{files[-1].name[:10]} |"
        )
    return "\n".join(lines)


def column_lists(data: Path = DATA) -> str:
    """Return the columns of the study's tables in words, for the data card."""
    parts = []
    for name in ABOUT:
        path = data / name
        if not name.endswith(".csv") or not path.exists():
            continue
        parts.append(f"**{name}**\n")
        for field in fields(path):
            allowed = field.get("constraints", {}).get("enum")
            values = f" ({', '.join(allowed)})" if allowed else ""
            parts.append(f"- `{field['name']}`: {field['description']}{values}")
        parts.append("")
    return "\n".join(parts).rstrip()


def card(text: str, data: Path = DATA) -> str:
    """Return the data card with its computed parts filled in."""
    for mark, made in (
        ("composition", composition(data)),
        ("columns", column_lists(data)),
    ):
        begin, end = f"<!-- {mark}: computed -->", f"<!-- {mark}: end -->"
        head, rest = text.split(begin, 1)
        text = f"{head}{begin}\n{made}\n{end}{rest.split(end, 1)[1]}"
    return text


def main(arguments: list[str] | None = None) -> int:
    """Write both files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 on a difference"
    )
    check = parser.parse_args(arguments).check
    readme = DATA / "README.md"
    wanted = {
        DATA / "datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1) + "\n",
        readme: card(readme.read_text(encoding="utf-8")),
    }
    stale = [
        p for p, text in wanted.items() if not p.exists() or p.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if check:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale: run training/datapackage.py\n")
        else:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
