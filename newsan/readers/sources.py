"""Whatever a reader points at (files, folders, globs, records, frames) as one stream of records."""

from __future__ import annotations

import functools
import glob
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from newsan import readers
from newsan.errors import NoSuchSource, ReadError
from newsan.readers import days, fields
from newsan.readers.record import Fault, Record

CONTROL, CORRECTIONS = "control_events.csv", "corrections.csv"  # kept with articles, and none
_OWN_MARKS = ("newsan.json", "done.json")  # folders that newsan wrote results into
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")

Source: TypeAlias = str | Path | Mapping[str, Any] | Iterable[Any] | pd.DataFrame


class Dates:
    """
    The dates that one hand wrote, and whether they put the day first.

    They are gone through once, when the first is met that can be read two ways.
    """

    def __init__(
        self,
        records: Callable[[], Iterable[Mapping[Any, Any]]] = tuple,
        *,
        day_comes_first: bool | None = None,
    ) -> None:
        self._records: Callable[[], Iterable[Mapping[Any, Any]]] | None = records
        self._found = day_comes_first

    def day_comes_first(self) -> bool | None:
        """Tell whether the day stands before the month; missing if the dates do not show it."""
        if self._found is None and self._records is not None:
            aliases = fields.ALIASES["published"]
            self._found = days.day_comes_first(
                fields.first(fields.named(r), aliases) for r in self._records()
            )
            self._records = None
        return self._found


def items(source: Source, *, progress: bool) -> Iterator[tuple[str, Record | Fault, Dates]]:
    """Yield every record of the source, the words that say where it is, and the dates beside its own."""
    if isinstance(source, pd.DataFrame):
        source = source.to_dict("records")
    if isinstance(source, Mapping | str | Path):
        source = [source]
    if not isinstance(source, Iterable):
        raise ReadError(
            f"Cannot read articles from {type(source).__name__}: give a path or records."
        )
    # what can be gone through only once shows no more than the record at hand
    parts: Iterable[Any] = () if isinstance(source, Iterator) else source
    given = Dates(lambda: (p for p in parts if isinstance(p, Mapping)))
    number = 0
    for part in source:
        if isinstance(part, str | Path):
            yield from _of_files(files(part), progress=progress)
            continue
        number += 1
        if isinstance(part, Mapping):
            yield f"record {number}", Record(dict(part)), given
        else:
            problem = f"expected a path or a mapping with a 'text', got {type(part).__name__}"
            yield f"record {number}", Fault(problem), given


def _of_files(paths: list[Path], *, progress: bool) -> Iterator[tuple[str, Record | Fault, Dates]]:
    shown: Iterable[Path] = paths
    if progress:
        from tqdm import tqdm

        shown = tqdm(paths, desc="reading", unit="file", leave=False)
    single = Dates(lambda: _single(paths))
    for path in shown:
        many = Dates(functools.partial(_fields_of, path))
        for item in readers.records(path):
            where = f" ({item.where})" if item.where else ""
            beside = many if item.where else single
            yield f"{path.as_posix()}{where}", _with_file(item, path), beside


def _fields_of(path: Path) -> Iterator[Mapping[str, Any]]:
    return (r.fields for r in readers.records(path) if isinstance(r, Record))


def _single(paths: list[Path]) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of the files that hold one article and no more."""
    for path in paths:
        item = next(readers.records(path), None)
        if isinstance(item, Record) and not item.where:
            yield item.fields


def _with_file(item: Record | Fault, path: Path) -> Record | Fault:
    """Add what the file name tells: an id and perhaps a day."""
    if isinstance(item, Fault):
        return item
    stem = path.name.split(".", 1)[0] or path.name
    number = re.sub(r"\D", "", item.where)
    extra = {"_file_id": f"{stem}-{number}" if number else stem}
    if day := _FILE_DAY.search(stem):
        extra["_file_day"] = "-".join(day.groups())
    return Record({**item.fields, **extra}, item.where, item.notes)


def files(source: str | Path) -> list[Path]:
    """
    List the files of a path, folder or glob that can be read, sorted by name.

    Raises
    ------
    NoSuchSource
        The path does not exist, or the glob matches nothing.
    ReadError
        The folder holds no file that a reader knows.
    """
    if not str(source).strip():
        raise NoSuchSource("The source is empty: give a file, a folder or a glob.")
    path = Path(source).expanduser()
    if path.is_dir():
        own = {p.parent for name in _OWN_MARKS for p in path.rglob(name)}
        found = sorted(
            p
            for p in path.rglob("*")
            if p.is_file()
            and readers.suffix(p)
            and p.stem.upper() != "README"
            and p.name not in (CONTROL, CORRECTIONS)
            and not own.intersection(p.parents)
            and not any(part.startswith(".") for part in p.relative_to(path).parts)
        )
        if not found:
            kinds = ", ".join(readers.KNOWN)
            raise ReadError(f"No articles in folder {path.as_posix()}: no file ends in {kinds}.")
        return found
    if path.exists():
        return [path]
    matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - absolute patterns too
    found = sorted(Path(p) for p in matches if Path(p).is_file())
    if not found:
        what = "matches no file" if glob.has_magic(str(path)) else "is not there"
        raise NoSuchSource(f"{path.as_posix()} {what}: give a file, a folder or a glob.")
    return found
