"""The parts of a run: analysed into folders, and read back whole, in order, or refused by what is amiss."""

from __future__ import annotations

import hashlib
import json
import logging
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import newsan
from newsan import schema, writing
from newsan.analysis import result as saved
from newsan.errors import ReadError, unknown_name
from newsan.study import Study

RUN = "run"  # the folder that tells of a run: which parts there are, problems, ledger
OF_RUN = ("problems", "ledger", "copies")
_log = logging.getLogger("newsan")
DONE = "done.json"  # the record of a part, and of the run
FRAMES = ("articles", "quotes", "sentiment", "rhetoric", "stance", "mentions", "references")
AGAIN = "run `newsan corpus` again: it makes anew what is missing or damaged."


def load(out: str | Path, name: str) -> pd.DataFrame:
    """
    Read one frame of all partitions.

    Parameters
    ----------
    out
        The folder that `run` wrote.
    name
        articles, quotes, sentiment, rhetoric, stance, claims, mentions or references; problems,
        ledger or copies of the run.

    Returns
    -------
    frame
        The rows of all parts in order; `claims` are made from the stance of all.

    Raises
    ------
    UnknownName
        There is no frame of that name.
    ReadError
        The run was broken off, a part is missing or damaged, or a later newsan wrote it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(load(folder, "quotes"))
    0
    """
    if name == "claims":
        from newsan import stance

        return stance.claims(load(out, "stance"))
    if name not in (*FRAMES, *OF_RUN):
        raise unknown_name("frame", name, (*FRAMES, "claims", *OF_RUN))
    folders = files(out, name)
    if not folders:
        return schema.build([], name, optional=name in FRAMES)
    read = [saved.read_frame(path.parent, name, AGAIN) for path in folders]
    return pd.concat(read, ignore_index=True)


def files(out: str | Path, name: str) -> list[Path]:
    """
    Return the Parquet files of a frame, one a part in order, after a look whether they are whole.

    Parameters
    ----------
    out, name
        As in `load`; not claims, which are in no file.

    Raises
    ------
    ReadError
        As in `load`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files(folder, "quotes")
    []
    """
    target = Path(out)
    run = target / RUN
    writing.settle(run)
    told = saved.check_version(run / DONE) if (run / DONE).is_file() else {}
    if told and not told.get("complete"):
        raise ReadError(f"The run that wrote {target.as_posix()} was broken off, or goes on: "
                        "run `newsan corpus` again to go on with it.")  # fmt: skip
    if name in OF_RUN:
        return [_whole(run, name)] if told else []
    known = told.get("parts")
    if known is None:  # of an earlier newsan
        return [_whole(folder, name) for folder in folders(target) if (folder / DONE).is_file()]
    for part, key in known.items():
        writing.settle(target / part)
        if (there := made_of(target / part)) != key:
            why = "is missing" if there is None else "is not as it was saved"
            raise saved.broken(target / part, {DONE: why}, AGAIN)
    return [_whole(target / part, name) for part in known]


def _whole(folder: Path, name: str) -> Path:
    """Return the file of a frame in a part, or raise if it is not as it was saved."""
    saved.check_version(folder / DONE)
    faults = writing.damaged(folder, DONE, f"{name}.parquet")
    if faults:
        raise saved.broken(folder, faults, AGAIN)
    if faults is None:
        _log.info("%s was saved without hashes, by an earlier newsan", folder)
    return folder / f"{name}.parquet"


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
    records = schema.records(result.problems)
    # the others are told by the stream
    problems = [p for p in records if p["kind"] == "unreadable"]
    with writing.together(folder, "a part") as fresh:
        for name in FRAMES:
            saved.write_frame(getattr(result, name), fresh, name)
        says = {"input": key, saved.KEY: saved.VERSION, "problems": problems}
        writing.seal(fresh, DONE, says)
    again = [_problem(folder.as_posix(), f"{why}: made again", "repaired") for why in amiss]
    return Part(folder.name, key, [*problems, *again], len(job.rows))


def _kept(folder: Path, key: str, known: str | None) -> tuple[bool, list[str]]:
    """Return whether a part is what it should be, and what happened to it since it was saved, if not."""
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
