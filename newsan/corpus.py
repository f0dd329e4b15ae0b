"""The same steps over corpora too big for memory: partitions, resume, one process, several, or a Dask cluster."""

from __future__ import annotations

import hashlib
import json
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import newsan
from newsan import articles as reading
from newsan import schema
from newsan.errors import ReadError, missing_extra, unknown_name

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
    "problems",
)
_GEO = ("mentions", "references")


def run(
    source: Source,
    out: str | Path,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    partition: int = 200,
    resume: bool = True,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Analyse a corpus in partitions, each saved before the next is begun.

    A partition is a run of files (or records) in order of the source. What was saved is kept when
    its input is still the same, so a broken run goes on where it stopped. The frames do not depend
    on the number of workers. Copies of one text in different partitions are all analysed: only
    those within a partition are found.

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
        Files or records a partition; 200 news articles take about 100 MB while they are analysed.
    resume
        Keep parts whose input has not changed.
    progress
        Show a bar on standard error.

    Returns
    -------
    problems
        A `problems` frame over all partitions; a partition that failed is a row of its own and has
        no frames.

    Raises
    ------
    NoSuchSource, ReadError
        There is nothing to read at all.
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
    target.mkdir(parents=True, exist_ok=True)
    jobs = [
        (number, part, target / f"part-{number:05d}", resume)
        for number, part in enumerate(_batches(_units(source), partition))
    ]
    _remove_surplus(target, len(jobs))
    shown: Iterable[Any] = _mapper(workers, scheduler)(jobs)
    if progress:
        from tqdm import tqdm

        shown = tqdm(shown, total=len(jobs), desc="analysing", unit="part", leave=False)
    failed = [f for f in shown if f is not None]
    problems = pd.concat([load(target, "problems"), schema.build(failed, "problems")])
    return schema.build(problems, "problems")


def load(out: str | Path, name: str) -> pd.DataFrame:
    """
    Read one frame of all partitions.

    Parameters
    ----------
    out
        The folder that `run` wrote.
    name
        articles, quotes, sentiment, rhetoric, stance, claims, mentions, references or problems.

    Returns
    -------
    frame
        The rows of all parts in order; `claims` are made from the stance of all.

    Raises
    ------
    UnknownName
        There is no frame of that name.

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
    parts = sorted(Path(out).glob(f"part-*/{name}.parquet"))
    if not parts:
        return schema.build([], name, optional=True)
    if name in _GEO:
        import geopandas as gpd

        return pd.concat([gpd.read_parquet(p) for p in parts], ignore_index=True)
    return pd.concat([pd.read_parquet(p) for p in parts], ignore_index=True)


def _units(source: Source) -> Iterator[Any]:
    """Yield what partitions are cut from: files where there are files, else records."""
    if isinstance(source, str | Path):
        for path in reading.files(source):
            yield str(path)
    elif isinstance(source, pd.DataFrame):
        yield from source.to_dict("records")
    else:
        for item in [source] if isinstance(source, dict) else source:
            if isinstance(item, str | Path):
                yield from _units(item)
            else:
                yield item


def _batches(items: Iterator[Any], size: int) -> Iterator[tuple[Any, ...]]:
    while part := tuple(islice(items, size)):
        yield part


def _mapper(workers: int, scheduler: str | None) -> Callable[[list[Any]], Iterable[Any]]:
    if scheduler is not None:
        return lambda jobs: _on_dask(jobs, scheduler)
    return (
        (lambda jobs: map(_analyse, jobs))
        if workers == 1
        else (lambda jobs: _in_processes(jobs, workers))
    )


def _in_processes(jobs: list[Any], workers: int) -> Iterator[Any]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # spawn, not fork: the libraries underneath keep threads and locks
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_analyse, jobs)


def _on_dask(jobs: list[Any], scheduler: str) -> Iterator[Any]:
    try:
        from dask.distributed import Client
    except ImportError:
        raise missing_extra("dask", "corpus", "use a Dask scheduler") from None
    with Client(scheduler) as client:
        yield from client.gather(client.map(_analyse, jobs, pure=False))


def _analyse(job: tuple[int, tuple[Any, ...], Path, bool]) -> dict[str, str] | None:
    """Analyse one partition into its folder; return a problem if that failed."""
    number, part, folder, resume = job
    key = _key(part)
    if resume and _saved(folder) == key:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    try:
        _write(part, folder)
    except ReadError as error:
        return {"source": f"partition {number}", "problem": str(error), "kind": "unreadable"}
    except Exception:
        last = traceback.format_exc().strip().splitlines()[-1]
        return {"source": f"partition {number}", "problem": f"failed: {last}", "kind": "unreadable"}
    (folder / _DONE).write_text(json.dumps({"input": key}) + "\n", encoding="utf-8")
    return None


def _write(part: tuple[Any, ...], folder: Path) -> None:
    result = newsan.analyse(list(part))
    folder.mkdir(parents=True)
    for name in _FRAMES:
        frame = getattr(result, name).copy()
        frame.attrs = {}
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def _key(part: tuple[Any, ...]) -> str:
    """Hash what a partition is made of: the bytes of its files, or its records."""
    digest = hashlib.sha256(newsan.__version__.encode())
    for item in part:
        if isinstance(item, str):
            digest.update(item.encode())
            digest.update(Path(item).read_bytes() if Path(item).is_file() else b"missing")
        else:
            digest.update(
                json.dumps(item, sort_keys=True, default=str, ensure_ascii=False).encode(
                    "utf-8", "surrogatepass"
                )
            )
    return digest.hexdigest()


def _saved(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / _DONE).read_text(encoding="utf-8"))["input"])
    except (OSError, ValueError, KeyError):
        return None


def _remove_surplus(target: Path, n: int) -> None:
    """Take away parts of an earlier run that had more of them."""
    for folder in target.glob("part-*"):
        if folder.name.removeprefix("part-").isdigit() and int(folder.name[5:]) >= n:
            shutil.rmtree(folder)
