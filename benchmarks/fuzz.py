"""
Read damaged files of every kind, analyse damaged texts, call verbs with damaged frames, and count what ends in a crash.

    make fuzz                                           # five minutes, going on where the last run ended
    python benchmarks/fuzz.py --minutes 15 --seed 2     # other cases
    python benchmarks/fuzz.py --case 4711               # one of them, with its traceback; its input is kept beside the state

Seeds are the small files that the tests of the readers make, and those of a folder (`--seeds`). A case is one of
them, spoilt in one to four ways, and given to `articles.read`, `read_control`, `read_areas` or `analyse`, or a call of
`benchmarks/hostile.py`; its number and the seed make it again. A newsan error, a fault, a note or a frame
that its schema takes is right; whatever else is raised, a warning, a fault that is no more than the name of a Python error,
more than 20 seconds of a core, more than 4 GB, or a process that dies is a crash.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import itertools
import json
import os
import random
import re
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box

import newsan as ns
from newsan import schema
from newsan.errors import NewsanError

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "tests" / "unit"
SECONDS, BYTES = 20, 4_000_000_000
SHARES = {"articles": 76, "control": 10, "areas": 5, "texts": 4, "frames": 5}
ALLOWED = ("actor1 belongs to no side",)  # what a reader warns of on purpose
_HARD = (
    r"\x00 \xff\xfe \xef\xbb\xbf \xed\xa0\x80 \x1b[31m \" ' < > &#0; &#xD800; ]]> { } \\u0000 \\ud800 \\'zz \r \n\n \t "
    r"-1 1e999 NaN Infinity null true 0 1741986300 "
    r"99999999999999 31/02/2031 00/00/0000 2031-13-45 0001-01-01 9999-12-31T23:59:59+14:00 "
    r"03/04/2025 %PDF-1.7 PK\x03\x04 {\\rtf1 WARC/1.0\r\n TITLE: ---\n sep=;\n text title date charset=klingon =?x?q?=00?= "
    r"<!DOCTYPEx[<!ENTITYa'b'>]> \xe2\x80\xae\xe2\x80\x9c \xf3\xa0\x80\x81 \xc4\xb0\xc3\x9f \xef\xbf\xbe"
)
TOKENS = [
    *(word.encode("latin-1").decode("unicode_escape").encode("latin-1") for word in _HARD.split()),
    *(b"[" * 3000, b'{"a":' * 1500, b"<p>" * 3000, b"(" * 500, b"9" * 400, b"e\xcc\x81" * 90),
    *(
        b"May 2",
        b"From a 2031\n",
        b"End of Document",
        b"Content-Type: multipart/mixed; boundary=x\n",
    ),
]
VALUES: list[Any] = [
    *(None, True, 0, -1, 1e308, 10**400, 1741986300, "", " ", "nan", "\ud800", "\x00", "a" * 5000),
    *("03/04/2025", "<p>", "9" * 30, [], {}, [[]], [None], ["x", 7, None], {"name": None}),
    {"text": {"text": 1}},
]


class Hang(BaseException):
    """More time than a case may take; no `except Exception` holds it."""


def module(path: Path) -> ModuleType:
    """Return a module by its file: of the tests, for the files that they make, or of the benchmarks."""
    spec = importlib.util.spec_from_file_location(f"fuzz_{path.stem}", path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def seeds(folder: Path | None) -> dict[str, dict[str, bytes]]:
    """Return the files that cases begin from, by the verb that reads them."""
    made, more = module(UNIT / "test_exports.py"), module(UNIT / "test_documents.py")
    documents: dict[str, Any] = {
        "old.txt": made.OLD, "uni.txt": made.UNI, "counted.txt": made.COUNTED,
        "uncounted.txt": made.UNCOUNTED, "bare.html": made.BARE,
        "rss.xml": made.RSS, "atom.xml": made.ATOM, "rdf.rss": made.RDF,
        "a.docx": made._docx("Rain", made.SAID), "b.docx": made._bare_docx(made.SAID),
        "result.json": json.dumps(made._channel()),
        "a.eml": made._mail("Rain", made.SAID, "a@x", 2).as_bytes(),
        "z.zip": made._zip(**{"a.txt": made.SAID, "b.csv": f"title|text\nDry|{made.DRY}\n"}),
        "page.html": f"<html><title>Rain</title><body><article><p>{made.SAID * 3}</p></article></html>",
    }  # fmt: skip
    documents |= {
        "a.pdf": more.pdf(more.LETTER), "b.pdf": more.pdf(more.LETTER, pack=True), "c.pdf": more.drawn("Rain"),
        "a.xlsx": more.xlsx(more.INLINE), "b.xlsx": more.xlsx(*more.SHARED), "a.ods": more.ods(more.TABLE),
        "a.mhtml": more.BY_HAND, "b.mht": more.mhtml("utf-8", "quoted-printable"), "a.warc": more.CRAWL,
        "b.warc.gz": more.ONE_BY_ONE, "a.ris": more.ZOTERO, "b.ris": more.ENDNOTE,
        "older.html": more.europresse(more.OLDER), "newer.html": more.europresse(more.NEWER),
    }  # fmt: skip
    documents |= {f"{n}.rtf": text for n, text in enumerate(made.RICH)}
    documents |= {f"{n}.json": json.dumps(one) for n, one in enumerate(made.TOOLS.values())}
    documents["a.jsonl"] = "".join(f"{json.dumps(one)}\n" for one in made.TOOLS.values())
    mbox = f"From a@x Fri May  2 09:00:00 2031\nFrom: a@x\nSubject: Rain\n\n{made.SAID}\n\n"
    documents["a.mbox"] = mbox * 2
    table = pd.DataFrame([{"title": "Rain", "date": "03/04/2031", "outlet": "Ostra", "text": made.SAID},
                          {"title": "Dry", "date": "13/04/2031", "outlet": None, "text": made.DRY}])  # fmt: skip
    documents["a.csv"] = table.to_csv(index=False)
    documents["b.tsv"] = table.to_csv(index=False, sep="\t", encoding="utf-8")
    documents["a.parquet"] = table.to_parquet()
    documents["a.md"] = f"---\ntitle: Rain\ndate: 2031-05-02\n---\n\n{made.SAID}"
    documents["b.txt"] = f"TITLE: Rain\nDATE: 2031-05-02\n\n{made.SAID}\n\n{made.DRY}"
    documents["c.txt"] = made.SAID.encode("cp1252")
    documents["d.txt"] = made.DRY.encode("utf-16")
    documents["a.csv.gz"] = gzip.compress(table.to_csv(index=False).encode())
    side = ns.frontline.read_sides()["side"].tolist()
    row = {"place_id": "veda", "place": "Veda", "lat": 51.1, "lon": 35.1, "precision_m": 1000, "day": "2024-08-12",
           "day_precision": "day", "controller": side[0], "status": "claimed", "claimed_by": "Gazette", "source": "Gazette",
           "source_url": "", "event": "captured"}  # fmt: skip
    own = pd.DataFrame(
        [row, {**row, "place_id": "tarn", "place": "Tarn", "lat": 51.2, "controller": side[1]}]
    )
    points = pd.DataFrame({"Name": ["Veda", "Tarn"], "Date": ["03/04/2024", "13/04/2024"], "Latitude": [51.1, 51.2],
                           "Longitude": [35.1, 35.2], "Faction": side[:2]})  # fmt: skip
    acled = pd.DataFrame([{"event_id_cnty": "A1", "event_date": "12 March 2024", "time_precision": 1, "country": "Ostria",
        "sub_event_type": "Government regains territory", "actor1": f"Military Forces of {side[0]}", "location": "Veda",
        "latitude": 51.1, "longitude": 35.1, "geo_precision": 1, "source": "Gazette"}])  # fmt: skip
    viina = pd.DataFrame(
        {
            "geonameid": [1, 1, 2],
            "date": [20240801, 20240802, 20240801],
            "status": [*side[:2], "CONTESTED"],
        }
    )
    at = gpd.GeoDataFrame({"name": ["Veda", "Tarn"], "day": "2024-08-12", "side": side[:2]},
                          geometry=[Point(35.1, 51.1), Point(35.2, 51.2)], crs="EPSG:4326")  # fmt: skip
    fields = gpd.GeoDataFrame({"day": ["2024-08-12", "13/08/2024"], "side": side[:2]},
                              geometry=[box(34, 51, 35, 52), box(35, 51, 36, 52)], crs="EPSG:4326")  # fmt: skip
    control: dict[str, Any] = {f"{n}.csv": f.to_csv(index=False) for n, f in
                               (("own", own), ("points", points), ("acled", acled), ("viina", viina))}  # fmt: skip
    control["own.csv.gz"] = gzip.compress(control["own.csv"].encode())
    control["own.zip"] = made._zip(**{"own.csv": control["own.csv"]})
    control["acled.json"] = json.dumps({"data": acled.to_dict("records")})
    control["points.geojson"], areas = at.to_json(), {"areas.geojson": fields.to_json()}
    for frame, into, name in ((at, control, "points"), (fields, areas, "areas")):
        with tempfile.TemporaryDirectory() as home:
            for suffix in ("kml", "gpkg"):
                frame.to_file(path := Path(home, f"{name}.{suffix}"), driver=suffix.upper())
                into[path.name] = path.read_bytes()
            frame.to_parquet(path := Path(home, f"{name}.parquet"))
            into[path.name] = path.read_bytes()
    texts = written_articles()
    found = {"articles": documents, "control": control, "areas": areas, "texts": texts}
    for path in sorted(folder.iterdir()) if folder else ():
        if path.is_file() and path.name != "expected.csv":
            verb = (
                "areas"
                if "isw" in path.name
                else "control"
                if path.suffix == ".kml" or "control" in path.name
                else "articles"
            )
            found[verb][path.name] = path.read_bytes()
    return {
        verb: {n: c.encode() if isinstance(c, str) else c for n, c in files.items()}
        for verb, files in found.items()
    }


def written_articles() -> dict[str, str]:
    """Return invented articles, as the tests write them."""
    made = module(UNIT / "test_robustness.py")
    written = itertools.product(enumerate(made.ARTICLES), made.WAYS.items())
    return {f"{n}-{way}.txt": write(text) for (n, (text, _)), (way, (write, _)) in written}


# ---------------------------------------------------------------- ways to spoil


def spoilt(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Return bytes spoilt in one to four ways: within an archive, a value of a JSON document, or anywhere."""
    if data[:2] == b"PK" and rng.random() < 0.7:
        return _within(rng, data, others)
    if data[:2] == b"\x1f\x8b" and rng.random() < 0.7:
        return gzip.compress(spoilt(rng, gzip.decompress(data), others))
    if data[:1] in b"{[" and rng.random() < 0.5:
        try:
            return _replaced(rng, json.loads(data))
        except (ValueError, UnicodeError):
            pass
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(WAYS)(rng, data, others)
    return data[:400_000]


def _within(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(made, "w") as out:
        names = packed.namelist()
        which = rng.choice(names)
        for name in names:
            held = packed.read(name)
            out.writestr(name, spoilt(rng, held, others) if name == which else held)
    return made.getvalue()


def _replaced(rng: random.Random, document: Any) -> bytes:
    for _ in range(rng.randint(1, 3)):
        at, key = document, None
        while isinstance(at, dict | list) and at and (key is None or rng.random() < 0.8):
            held, key = at, rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
            at = held[key]
        if key is not None:
            held[key] = rng.choice(VALUES)
    return json.dumps(document).encode()


def _slice(rng: random.Random, data: bytes, most: int = 400) -> tuple[int, int]:
    begin = rng.randint(0, len(data))
    return begin, min(len(data), begin + rng.randint(1, most))


def _bytes(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    begin, end = _slice(rng, data)
    return data[:begin] + data[end:]


def _short(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    return data[: rng.randint(0, len(data))]


def _twice(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    begin, end = _slice(rng, data)
    return data[:begin] + data[begin:end] * rng.choice((2, 3, 40)) + data[end:]


def _token(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    begin, end = _slice(rng, data, 12)
    return data[:begin] + rng.choice(TOKENS) + data[rng.choice((begin, end)) :]


def _cell(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Put a token in place of a word, a number or a cell."""
    marks = [i for i, b in enumerate(data[:20_000]) if b in b' ,;:\t\n"<>=|/']
    if len(marks) < 2:
        return data
    at = rng.randrange(len(marks) - 1)
    return data[: marks[at] + 1] + rng.choice(TOKENS) + data[marks[at + 1] :]


def _spliced(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    other = rng.choice(others)
    begin, end = _slice(rng, other, 3000)
    at = rng.randint(0, len(data))
    return data[:at] + other[begin:end] + data[at:]


WAYS: list[Callable[[random.Random, bytes, list[bytes]], bytes]] = [
    *(_bytes, _cut, _short, _twice, _token, _token, _cell, _cell, _spliced)
]


# ---------------------------------------------------------------- one case


class Cases:
    """The cases of a seed, by number."""

    def __init__(self, seed: int, folder: Path | None) -> None:
        self.seed, self.files = seed, seeds(folder)
        self.others = [data for files in self.files.values() for data in files.values()]
        self.home = Path(tempfile.mkdtemp(prefix="fuzz-"))
        hostile = module(ROOT / "benchmarks" / "hostile.py")
        self.frames = hostile.world()  # what it imports is imported before a process is timed
        self.calls = list(hostile.cases(self.frames))
        random.Random(seed).shuffle(self.calls)

    def made(self, number: int) -> tuple[str, str, bytes, dict[str, Any]]:
        """Return verb, name of the file, its bytes and options of a case."""
        rng = random.Random(f"{self.seed}:{number}")
        verb = rng.choices(list(SHARES), SHARES.values())[0]
        if verb == "frames":
            return verb, "", b"", {}
        name = rng.choice(sorted(self.files[verb]))
        data = spoilt(rng, self.files[verb][name], self.others)
        if rng.random() < 0.1:
            name = f"{Path(name).stem}{Path(rng.choice(sorted(self.files[verb]))).suffix}"
        options: dict[str, Any] = {"bad": rng.choice(("raise", "report", "report", "report"))}
        if verb == "articles" and rng.random() < 0.2:
            options |= rng.choice([{"dayfirst": True}, {"encoding": "cp1252"}, {"encoding": "utf-16"}, {"outlet": "Ostra"},
                                   {"columns": {"text": "title"}}, {"published": "2031-05-02"}])  # fmt: skip
        if verb == "areas" and rng.random() < 0.5:
            options |= {
                "controller": ns.frontline.read_sides()["side"].iloc[0],
                "day": "2024-08-12",
            }
        return verb, name, data, options

    def run(self, number: int) -> tuple[str, str]:
        """Run a case; return its verb and what came of it."""
        verb, name, data, options = self.made(number)
        if verb == "frames":
            outcome = self.calls[number % len(self.calls)].run(self.frames)
            return verb, outcome if outcome in ("fine", "refused") else f"crash: {outcome}"
        path = self.home / name
        path.write_bytes(data)
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            outcome = _outcome(verb, path, data, options)
        path.unlink()
        heard = [str(w.message) for w in said if not any(a in str(w.message) for a in ALLOWED)]
        return verb, f"crash: warns {heard[0][:90]}" if heard and not outcome.startswith(
            "crash"
        ) else outcome


def _outcome(verb: str, path: Path, data: bytes, options: dict[str, Any]) -> str:
    try:
        if verb == "texts":
            text = data.decode("utf-8", "replace")[:5000]
            list(ns.analyse(ns.articles.read({"text": text}, bad="report")))
            return "fine"
        read = {
            "articles": ns.articles.read,
            "control": ns.frontline.read_control,
            "areas": ns.frontline.read_areas,
        }[verb]
        frame = read(path, **options)
        schema.check(frame, verb)
        told = [p["problem"] for p in frame.attrs["problems"]]
        if verb == "articles":
            ns.articles.ledger(frame)
            frame.to_parquet(io.BytesIO())
    except NewsanError as error:
        told = [str(error)]
    except Hang:
        return f"crash: more than {SECONDS} s at {_where(sys.exc_info()[1])}"
    except BaseException as error:
        return f"crash: {type(error).__name__} at {_where(error)}: {str(error)[:90]}"
    for problem in told:
        for opening in ("broken: ", "not an article: "):
            if opening in problem:
                return f"crash: {re.sub('[0-9]+', 'n', problem[problem.index(opening) :])[:60]}"
        if not problem.strip():
            return "crash: a fault without a word"
    return "told" if told else "fine"


def _where(error: BaseException | None) -> str:
    steps = [
        t
        for t in traceback.extract_tb(error.__traceback__ if error else None)
        if "newsan/" in t.filename
    ]
    return f"{steps[-1].filename.split('newsan/')[-1]}:{steps[-1].lineno}" if steps else "?"


# ---------------------------------------------------------------- many, in a process that may die


def outcomes(cases: Cases, first: int, until: float) -> Iterator[tuple[int, str, str]]:
    """Yield number, verb and outcome of case after case, by processes of which each may die of one."""
    number = first
    while time.monotonic() < until:
        inside, outside = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(inside)
            try:
                _work(cases, number, until, outside)
            finally:
                os._exit(1)
        os.close(outside)
        heard, pending = b"", number
        while True:
            ready, _, _ = select.select([inside], [], [], 3 * SECONDS)
            chunk = os.read(inside, 65536) if ready else b""
            if not chunk:
                break
            heard += chunk
            *lines, heard = heard.split(b"\n")
            for line in lines:
                n, verb, outcome = json.loads(line)
                pending = n + 1
                yield n, verb, outcome
        if not ready:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        os.close(inside)
        number = pending
        if status:
            why = "crash: hangs outside Python, or its process dies"
            yield number, cases.made(number)[0], f"{why} ({cases.made(number)[1]})"
            number += 1


def _work(cases: Cases, number: int, until: float, out: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGPROF, _rung)
    while time.monotonic() < until:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        verb, outcome = cases.run(number)
        signal.setitimer(signal.ITIMER_PROF, 0)
        os.write(out, (json.dumps([number, verb, outcome]) + "\n").encode())
        number += 1
    os._exit(0)


def _rung(*_: object) -> None:
    raise Hang


def main() -> None:
    """Run cases, add what came of them to the state, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=Path, help="a folder with further files to begin from")
    parser.add_argument("--state", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--case", type=int, help="only this one, with its traceback")
    asked = parser.parse_args()
    asked.state.mkdir(parents=True, exist_ok=True)
    cases = Cases(asked.seed, asked.seeds)
    if asked.case is not None:
        verb, name, data, options = cases.made(asked.case)
        (asked.state / f"{asked.case}-{name}").write_bytes(data)
        print(verb, name, len(data), options, *cases.run(asked.case), sep="\n")
        return
    path = asked.state / f"seed-{asked.seed}.json"
    state = (
        json.loads(path.read_text()) if path.exists() else {"next": 0, "counts": {}, "crashes": {}}
    )
    began = time.monotonic()
    for number, verb, outcome in outcomes(cases, state["next"], began + 60 * asked.minutes):
        kind = "crash" if outcome.startswith("crash") else outcome
        counts = state["counts"].setdefault(verb, {})
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "crash":
            state["crashes"].setdefault(f"{verb} {outcome}", []).append(number)
        state["next"] = number + 1
        if number % 100 == 0:
            path.write_text(json.dumps(state, indent=1))
    path.write_text(json.dumps(state, indent=1))
    for what, numbers in sorted(state["crashes"].items(), key=lambda c: -len(c[1])):
        print(f"{len(numbers):4} {what}  [case {numbers[0]}]")
    total: Counter[str] = Counter()
    for verb, counts in state["counts"].items():
        total.update(counts)
        print(f"{verb:9}", ", ".join(f"{n:,} {kind}" for kind, n in sorted(counts.items())))
    print("all      ", ", ".join(f"{n:,} {kind}" for kind, n in sorted(total.items())))


if __name__ == "__main__":
    main()
