"""One partition: analysed into its folder, unless that is what the folder holds, whole and undamaged."""

from __future__ import annotations

import hashlib
import json
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import newsan
from newsan import schema, writing
from newsan.analysis import saved
from newsan.study import Study

DONE = "done.json"  # the record of a part, and of the run
FRAMES = ("articles", "quotes", "sentiment", "rhetoric", "stance", "mentions", "references")
AGAIN = "run `newsan corpus` again: it makes anew what is missing or damaged."


@dataclass(frozen=True)
class Job:
    """A partition to be analysed into a folder, and the key of what should stand there already."""

    number: int
    rows: list[dict[str, Any]]
    folder: Path
    resume: bool
    known: str | None
    study: Study | None = None


@dataclass(frozen=True)
class Part:
    """What became of a partition: the key of what it was made of, None if it failed; its problems."""

    name: str
    key: str | None
    problems: list[dict[str, str]]
    n: int  # articles in it


def failure(job: Job, why: str) -> Part:
    """Return a partition that could not be analysed, with the problem that says so."""
    problem = _problem(f"partition {job.number}", f"failed: {why}", "unreadable")
    return Part(job.folder.name, None, [problem], len(job.rows))


def _problem(source: str, problem: str, kind: str) -> dict[str, str]:
    return {"source": source, "problem": problem, "kind": kind}


def analyse(job: Job) -> Part:
    """Analyse one partition into its folder, if that is not what the folder holds."""
    key = _key(job.rows, job.study)
    folder = job.folder
    if folder.is_dir():
        writing.tidy(folder)
    is_kept, amiss = _kept(folder, key, job.known)
    if is_kept and job.resume:
        return Part(folder.name, key, told(folder).get("problems", []), len(job.rows))
    try:
        result = newsan.analyse(schema.build(job.rows, "articles"), study=job.study)
    except Exception:  # one partition never ends the run: the fault is reported with its place
        return failure(job, traceback.format_exc().strip().splitlines()[-1])
    found = schema.records(result.problems)
    problems = [p for p in found if p["kind"] == "unreadable"]  # the others are told by the stream
    with writing.together(folder, "a part") as fresh:
        for name in FRAMES:
            saved.write_frame(getattr(result, name), fresh, name)
        says = {"input": key, saved.KEY: saved.VERSION, "problems": problems}
        writing.seal(fresh, DONE, says)
    again = [_problem(folder.as_posix(), f"{why}: made again", "repaired") for why in amiss]
    return Part(folder.name, key, [*problems, *again], len(job.rows))


def _kept(folder: Path, key: str, known: str | None) -> tuple[bool, list[str]]:
    """Tell whether a part is what it should be, and what happened to it since it was saved, if not."""
    there = made_of(folder)
    if there is None and known == key:
        is_there = (folder / DONE).is_file()
        return False, [f"{DONE} cannot be read" if is_there else f"{DONE} is missing"]
    if there != key:
        return False, []
    faults = writing.damaged(folder, DONE)
    if faults is None:
        return False, ["saved by an earlier newsan, without hashes"]
    return not faults, [f"{file} {why}" for file, why in faults.items()]


def folders(target: Path) -> list[Path]:
    """Return the folders of parts in order."""
    numbered = [p for p in target.glob("part-*") if p.name.removeprefix("part-").isdigit()]
    return sorted(numbered, key=lambda p: int(p.name.removeprefix("part-")))


def _key(rows: list[dict[str, Any]], study: Study | None) -> str:
    """Return a hash of what a partition is made of, by which version, and what the study knows."""
    digest = hashlib.sha256(newsan.__version__.encode())
    if study is not None:
        digest.update(repr((study.window, study.home_countries, study.outlets)).encode())
        for table in (study.sides, study.actors, study.topics, study.offices):
            digest.update(b"" if table is None else table.to_json(orient="split").encode())
    for row in rows:
        digest.update(json.dumps(row, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def told(folder: Path) -> dict[str, Any]:
    """Return what the record of a part or of the run says; nothing if there is none that can be read."""
    try:
        told = json.loads((folder / DONE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def made_of(folder: Path) -> str | None:
    """Return the key of what a part was made of."""
    key = told(folder).get("input")
    return key if isinstance(key, str) else None
