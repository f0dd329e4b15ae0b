"""A run over a source: articles cut into partitions, each analysed and saved, and the record of it all."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from tqdm import tqdm

import newsan
from newsan import articles as reading
from newsan import schema, writing
from newsan import study as studies
from newsan.analysis import result as saved
from newsan.corpus import storage
from newsan.corpus.queries import Copies
from newsan.corpus.storage import RUN
from newsan.errors import WriteError, extra_for
from newsan.errors import writing as told

if TYPE_CHECKING:
    from newsan.articles import Source
    from newsan.study import Study

_RUN_LOCK = ".newsan.run.lock"


def run(
    source: Source,
    out: str | Path,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    partition: int = 200,
    resume: bool = True,
    study: Study | str | Path | None = None,
    near: float | None = None,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Analyse a corpus in partitions, each saved before the next is begun.

    The source is read as a stream: JSON lines, CSV and Parquet row by row, whatever their size, other
    files one after the other. Of articles with the same text the first is analysed; the others are
    in `load(out, "copies")`. What was saved is kept when its articles are still the same and its
    files are as they were written, so a broken run goes on where it stopped; a part that is damaged
    is made anew and named in `problems`. The frames depend neither on the size of the partitions nor
    on the number of workers.

    Parameters
    ----------
    source
        As in `newsan.articles.read`; files are read one partition at a time.
    out
        Folder for the parts: `out/part-00000/quotes.parquet` and so on; in `out/run`, which parts
        there are, the problems, the ledger and the copies. A second run into it waits, then refuses.
    workers
        Processes on this machine.
    scheduler
        Address of a running Dask scheduler, in place of `workers` (extra `corpus`). Its workers
        must see the same files.
    partition
        Articles a partition; 200 of them take about 100 MB while they are analysed.
    resume
        Keep parts whose input, and study, has not changed.
    study
        As in `newsan.analyse`; of its tables all but the control events are used.
    near
        Leave out also articles whose text is nearly that of an earlier one (extra `corpus`): the share
        of runs of five words that they have in common, as 0.8. It takes about 6 kB of memory an
        article.
    columns, dayfirst, encoding
        As in `newsan.articles.read`.
    progress
        Show the number of articles that are done on standard error.

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
        `out` cannot be written, another run is writing it, or it holds a `part-...` that newsan did
        not write.
    MissingExtra
        `scheduler` is given and Dask is not installed, or `near` and datasketch is not.

    Examples
    --------
    >>> import tempfile
    >>> from newsan.corpus import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     problems = run([{"text": "“It rained,” said Mara Ostrell."}], folder)
    ...     load(folder, "quotes")["actor"].tolist()
    ['Mara Ostrell']
    """
    if workers < 1 or partition < 1:
        raise ValueError(f"workers={workers}, partition={partition}: both must be at least 1.")
    if near is not None and not 0 <= near <= 1:
        raise ValueError(f"near={near}: it must be from 0 to 1, as 0.8.")
    target = Path(out)
    ledger = reading.Ledger()
    copies = Copies(near, ledger)
    own, source = studies.meant(study, source)
    own = own and replace(own, control=None)
    stream = reading.stream(
        source, columns=columns, dayfirst=dayfirst, encoding=encoding, ledger=ledger
    )
    first = next(stream, None)  # nothing is made for a source that is not there
    with told("the parts", target.as_posix()):
        target.mkdir(parents=True, exist_ok=True)
    with writing.locked(target, _RUN_LOCK):
        _refuse_strangers(target)
        problems: list[dict[str, str]] = []
        rows = copies.without(chain([first] if first else [], stream), problems)
        known = _begin(target)
        jobs = (
            storage.Job(n, part, target / name, resume, known.get(name), own)
            for n, part in enumerate(iter(lambda: list(islice(rows, partition)), []))
            for name in [f"part-{n:05d}"]
        )
        if scheduler is not None:
            analysed = _on_dask(jobs, scheduler)
        else:
            analysed = _in_processes(jobs, workers) if workers > 1 else map(storage.analyse, jobs)
        finished = []
        with tqdm(desc="analysing", unit=" articles", leave=False, disable=not progress) as bar:
            for part in analysed:
                finished.append(part)
                problems += part.problems
                bar.update(part.n)
                bar.refresh()
        for folder in storage.folders(target):  # of an earlier run that had more of them
            if int(folder.name.removeprefix("part-")) >= len(finished):
                shutil.rmtree(folder)
        return _end(target, finished, problems, ledger, copies)


def _begin(target: Path) -> dict[str, str]:
    """Mark the run as not complete; return the parts of the run before, if that was, with their keys."""
    run = target / RUN
    writing.settle(run)
    before = storage.told(run)
    with writing.together(run, "the record of the run") as fresh:
        writing.seal(fresh, storage.DONE, _says(complete=False, parts={}))
    return dict(before["parts"]) if before.get("complete") else {}


def _end(
    target: Path,
    finished: list[storage.Part],
    problems: list[dict[str, str]],
    ledger: reading.Ledger,
    copies: Copies,
) -> pd.DataFrame:
    """Save what the run was; return its problems."""
    for problem in (p for part in finished for p in part.problems):
        is_lost = problem["kind"] == "unreadable"
        what = "articles that could not be analysed" if is_lost else "parts made again"
        ledger.add(
            problem["source"], "lost" if is_lost else "guessed", what, remedy=problem["problem"]
        )
    listed = schema.build(problems, "problems")
    with writing.together(target / RUN, "the record of the run") as fresh:
        saved.write_frame(listed, fresh, "problems")
        saved.write_frame(schema.build(ledger.rows(), "ledger"), fresh, "ledger")
        saved.write_frame(schema.build(copies.rows, "copies"), fresh, "copies")
        known = {part.name: part.key for part in finished if part.key is not None}
        writing.seal(fresh, storage.DONE, _says(complete=True, parts=known))
    listed.attrs["ledger"] = ledger.rows()
    return listed


def _says(**said: Any) -> dict[str, Any]:
    return {"newsan": newsan.__version__, saved.KEY: saved.VERSION, **said}


def _refuse_strangers(target: Path) -> None:
    """Refuse a folder in which something else has the name of a part: it would be replaced."""
    ours = {storage.DONE, *(f"{name}.parquet" for name in storage.FRAMES)}
    for folder in sorted(target.glob("part-*")):
        names = {p.name for p in folder.iterdir()} if folder.is_dir() else {folder.name}
        if storage.DONE not in names and any(
            n not in ours and not n.startswith(".newsan.") for n in names
        ):
            raise WriteError(
                f"{folder.as_posix()} is not a part that newsan wrote: give another folder, or move it."
            )


def _in_processes(jobs: Iterator[storage.Job], workers: int) -> Iterator[storage.Part]:
    import multiprocessing

    # spawn, not fork: the libraries underneath keep threads and locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from _in_flight(jobs, lambda job: pool.submit(storage.analyse, job), 2 * workers)


def _on_dask(jobs: Iterator[storage.Job], scheduler: str) -> Iterator[storage.Part]:
    with extra_for("use a Dask scheduler", "dask", "corpus"):
        from dask.distributed import Client
    with Client(scheduler) as client:
        room = 2 * max(1, len(client.scheduler_info()["workers"]))
        yield from _in_flight(
            jobs, lambda job: client.submit(storage.analyse, job, pure=False), room
        )


def _in_flight(
    jobs: Iterator[storage.Job], submit: Callable[[storage.Job], Any], room: int
) -> Iterator[storage.Part]:
    """Keep a few partitions in flight, so that the stream is read no faster than it is analysed."""
    flying: deque[tuple[storage.Job, Any]] = deque()
    for job in jobs:
        try:
            future = submit(job)
        except BrokenExecutor as gone:
            future = Future()
            future.set_exception(gone)
        flying.append((replace(job, rows=[]), future))
        if len(flying) > room:
            yield _settled(*flying.popleft())
    for job, future in flying:
        yield _settled(job, future)


def _settled(job: storage.Job, future: Any) -> storage.Part:
    error = future.exception()
    if error is None:
        part: storage.Part = future.result()
        return part
    if isinstance(error, WriteError):  # no later part will fare better
        raise error
    died = "a worker process died, perhaps for want of memory; run again to go on"
    return storage.failure(job, died if isinstance(error, BrokenExecutor) else str(error))
