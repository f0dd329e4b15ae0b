"""Who analyses the partitions: this process, several on this machine, or a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from newsan.corpus import parts
from newsan.errors import WriteError, missing_extra


def made(jobs: Iterator[parts.Job], workers: int, scheduler: str | None) -> Iterator[parts.Part]:
    """Analyse partitions here, in processes or on a cluster; yield what became of each."""
    if scheduler is not None:
        return _on_dask(jobs, scheduler)
    return _in_processes(jobs, workers) if workers > 1 else map(parts.analyse, jobs)


def _in_processes(jobs: Iterator[parts.Job], workers: int) -> Iterator[parts.Part]:
    import multiprocessing

    # spawn, not fork: the libraries underneath keep threads and locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:

        def submit(job: parts.Job) -> Future[Any]:
            try:
                return pool.submit(parts.analyse, job)
            except BrokenExecutor as gone:
                lost: Future[Any] = Future()
                lost.set_exception(gone)
                return lost

        yield from _in_flight(jobs, submit, 2 * workers)


def _on_dask(jobs: Iterator[parts.Job], scheduler: str) -> Iterator[parts.Part]:
    try:
        from dask.distributed import Client
    except ImportError:
        raise missing_extra("dask", "corpus", "use a Dask scheduler") from None
    with Client(scheduler) as client:
        room = 2 * max(1, len(client.scheduler_info()["workers"]))
        yield from _in_flight(jobs, lambda job: client.submit(parts.analyse, job, pure=False), room)


def _in_flight(
    jobs: Iterator[parts.Job], submit: Callable[[parts.Job], Any], room: int
) -> Iterator[parts.Part]:
    """Keep a few partitions in flight, so that the stream is read no faster than it is analysed."""
    flying: deque[tuple[parts.Job, Any]] = deque()
    for job in jobs:
        flying.append((replace(job, rows=[]), submit(job)))
        if len(flying) > room:
            yield _settled(*flying.popleft())
    for job, future in flying:
        yield _settled(job, future)


def _settled(job: parts.Job, future: Any) -> parts.Part:
    error = future.exception()
    if error is None:
        part: parts.Part = future.result()
        return part
    if isinstance(
        error, WriteError
    ):  # as where there is one process: no later part will fare better
        raise error
    died = "a worker process died, perhaps for want of memory; run again to go on"
    return parts.failure(job, died if isinstance(error, BrokenExecutor) else str(error))
