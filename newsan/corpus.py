"""The same steps over corpora too big for memory: partitions, resume, one process, several, or a Dask cluster."""

from __future__ import annotations

import hashlib
import json
import shutil
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import newsan
from newsan import articles as reading
from newsan import schema
from newsan.analysis import saved
from newsan.errors import WriteError, missing_extra, unknown_name, writing

if TYPE_CHECKING:
    from newsan.articles import Source

_DONE = "done.json"
_FRAMES = (
    "articles",
    "quotes",
    "sentiment",
    "rhetoric",
    "stance",
    "mentions",
    "references",
)


def run(
    source: Source,
    out: str | Path,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    partition: int = 200,
    resume: bool = True,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Analyse a corpus in partitions, each saved before the next is begun.

    The source is read as a stream, JSON lines a line at a time; of articles with the same text the
    first is analysed. What was saved is kept when its articles are still the same, so a broken run
    goes on where it stopped. The frames depend neither on the size of the partitions nor on the
    number of workers.

    Parameters
    ----------
    source
        As in `newsan.articles.read`; files are read one partition at a time.
    out
        Folder for the parts: `out/part-00000/quotes.parquet` and so on.
    workers
        Processes on this machine.
    scheduler
        Address of a running Dask scheduler, in place of `workers` (extra `corpus`). Its workers
        must see the same files.
    partition
        Articles a partition; 200 of them take about 100 MB while they are analysed.
    resume
        Keep parts whose input has not changed.
    columns, dayfirst, encoding
        As in `newsan.articles.read`.
    progress
        Show a bar on standard error.

    Returns
    -------
    problems
        A `problems` frame over all partitions; a partition that failed is a row of its own and has
        no frames. `newsan.articles.ledger` of it says what was made of the whole source.

    Raises
    ------
    NoSuchSource, ReadError
        There is nothing to read at all.
    WriteError
        `out` cannot be written, or holds a `part-...` that newsan did not write.
    MissingExtra
        `scheduler` is given and Dask is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     problems = run([{"text": "“It rained,” said Mara Ostrell."}], folder)
    ...     load(folder, "quotes")["actor"].tolist()
    ['Mara Ostrell']
    """
    if workers < 1 or partition < 1:
        raise ValueError(f"workers={workers}, partition={partition}: both must be at least 1.")
    target = Path(out)
    ledger = reading.Ledger()
    stream = reading.stream(
        source, columns=columns, dayfirst=dayfirst, encoding=encoding, ledger=ledger
    )
    first = next(stream, None)  # nothing is made for a source that is not there
    with writing("the parts", target.as_posix()):
        target.mkdir(parents=True, exist_ok=True)
    _refuse_strangers(target)
    problems: list[dict[str, str]] = []
    rows = _first_copies(chain([first] if first else [], stream), problems)
    jobs = _jobs(rows, target, partition, resume=resume)
    shown: Iterable[Any] = _failures(jobs, workers, scheduler)
    if progress:
        from tqdm import tqdm

        shown = tqdm(shown, desc="analysing", unit="part", leave=False)
    n = 0
    for failed in shown:
        n += 1
        problems += [failed] if failed is not None else []
    _remove_surplus(target, n)
    told = schema.build(problems, "problems")
    told.attrs["ledger"] = ledger.rows()
    return told


def load(out: str | Path, name: str) -> pd.DataFrame:
    """
    Read one frame of all partitions.

    Parameters
    ----------
    out
        The folder that `run` wrote.
    name
        articles, quotes, sentiment, rhetoric, stance, claims, mentions or references.

    Returns
    -------
    frame
        The rows of all parts in order; `claims` are made from the stance of all.

    Raises
    ------
    UnknownName
        There is no frame of that name.
    ReadError
        A part cannot be read, or a later newsan wrote it.

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
    if name not in _FRAMES:
        raise unknown_name("frame", name, (*_FRAMES, "claims"))
    parts = sorted(p.parent for p in Path(out).glob(f"part-*/{name}.parquet"))
    if not parts:
        return schema.build([], name, optional=True)
    for part in parts:
        saved.check_version(part / _DONE)
    return pd.concat([saved.read_frame(part, name) for part in parts], ignore_index=True)


Job = tuple[int, list[dict[str, Any]], Path, bool]


def _first_copies(rows: Iterator[Any], problems: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield the articles of a stream without copies of a text; what was amiss goes to `problems`."""
    for row, found in rows:
        problems += found
        if row is not None and not any(p["kind"] == "duplicate" for p in found):
            yield row


def _jobs(
    rows: Iterator[dict[str, Any]], target: Path, size: int, *, resume: bool
) -> Iterator[Job]:
    """Yield the partitions of a stream of articles."""
    parts = iter(lambda: list(islice(rows, size)), [])
    for number, part in enumerate(parts):
        yield number, part, target / f"part-{number:05d}", resume


def _failures(jobs: Iterator[Job], workers: int, scheduler: str | None) -> Iterator[Any]:
    """Analyse partitions here, in processes or on a cluster; yield the problem of each, or None."""
    if scheduler is not None:
        return _on_dask(jobs, scheduler)
    return _in_processes(jobs, workers) if workers > 1 else map(_analyse, jobs)


def _in_processes(jobs: Iterator[Job], workers: int) -> Iterator[Any]:
    import multiprocessing

    # spawn, not fork: the libraries underneath keep threads and locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:

        def submit(job: Job) -> Future[Any]:
            try:
                return pool.submit(_analyse, job)
            except BrokenExecutor as gone:
                lost: Future[Any] = Future()
                lost.set_exception(gone)
                return lost

        yield from _in_flight(jobs, submit, 2 * workers)


def _on_dask(jobs: Iterator[Job], scheduler: str) -> Iterator[Any]:
    try:
        from dask.distributed import Client
    except ImportError:
        raise missing_extra("dask", "corpus", "use a Dask scheduler") from None
    with Client(scheduler) as client:
        room = 2 * max(1, len(client.scheduler_info()["workers"]))
        yield from _in_flight(jobs, lambda job: client.submit(_analyse, job, pure=False), room)


def _in_flight(jobs: Iterator[Job], submit: Callable[[Job], Any], room: int) -> Iterator[Any]:
    """Keep a few partitions in flight, so that the stream is read no faster than it is analysed."""
    flying: deque[tuple[int, Any]] = deque()
    for job in jobs:
        flying.append((job[0], submit(job)))
        if len(flying) > room:
            yield _settled(*flying.popleft())
    for number, future in flying:
        yield _settled(number, future)


def _settled(number: int, future: Any) -> Any:
    error = future.exception()
    if error is None:
        problem: dict[str, str] | None = future.result()
        return problem
    died = "a worker process died, perhaps for want of memory; run again to go on"
    return _failure(number, died if isinstance(error, BrokenExecutor) else str(error))


def _failure(number: int, why: str) -> dict[str, str]:
    return {"source": f"partition {number}", "problem": f"failed: {why}", "kind": "unreadable"}


def _analyse(job: Job) -> dict[str, str] | None:
    """Analyse one partition into its folder; return a problem if that failed."""
    number, rows, folder, resume = job
    key = _key(rows)
    if resume and _saved(folder) == key:
        return None
    making = folder.with_name(f".{folder.name}.making")
    try:
        result = newsan.analyse(schema.build(rows, "articles"))
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        for name in _FRAMES:
            saved.write_frame(getattr(result, name), making, name)
        done = json.dumps({"input": key, saved.KEY: saved.VERSION})
        (making / _DONE).write_text(done + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)  # an earlier part of ours: `_refuse_strangers` saw to that
        making.rename(folder)
    except Exception:  # one partition never ends the run: the fault is reported with its place
        return _failure(number, traceback.format_exc().strip().splitlines()[-1])
    return None


def _refuse_strangers(target: Path) -> None:
    """Refuse a folder in which something else has the name of a part: it would be replaced."""
    for folder in sorted(target.glob("part-*")):
        if not (folder / _DONE).is_file():
            raise WriteError(
                f"{folder.as_posix()} is not a part that newsan wrote: give another folder, or move it."
            )


def _key(rows: list[dict[str, Any]]) -> str:
    """Return a hash of what a partition is made of, and by which version."""
    digest = hashlib.sha256(newsan.__version__.encode())
    for row in rows:
        digest.update(json.dumps(row, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def _saved(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / _DONE).read_text(encoding="utf-8"))["input"])
    except (OSError, ValueError, KeyError):
        return None


def _remove_surplus(target: Path, n: int) -> None:
    """Take away parts of an earlier run that had more of them."""
    for folder in target.glob("part-*"):
        number = folder.name.removeprefix("part-")
        if number.isdigit() and int(number) >= n:
            shutil.rmtree(folder)
