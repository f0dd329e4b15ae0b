"""Whatever a reader points at (files, folders, globs, records, frames) as one stream of records."""

from __future__ import annotations

import contextlib
import functools
import glob
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
from tqdm import tqdm

from newsan import readers
from newsan.errors import NoSuchSource, ReadError, not_there
from newsan.readers import decoding, fields, formats, publication_days
from newsan.readers.fields import Reading
from newsan.readers.record import Fault, Item, Ledger, Note, Record, add_file

CONTROL, CORRECTIONS = "control_events.csv", "corrections.csv"  # kept with articles, and none
_LONGEST_NAME = 255  # characters, on every file system
_OWN_MARKS = ("newsan.json", "done.json")  # folders that newsan wrote results into
_OUTSIDE, _ASKED = "links that lead out of the folder", "give their paths, or a glob, to read them"

Source: TypeAlias = str | Path | Mapping[str, Any] | Iterable[Any] | pd.DataFrame


def items(source: Source, how: Reading) -> Iterator[tuple[str, Item, Callable[[], bool | None]]]:
    """Yield every record of the source, the words that say where it is, and what tells the order of the dates beside it."""
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
    given = _order_of(lambda: (p for p in parts if isinstance(p, Mapping)), how)
    number = 0
    for part in source:
        if isinstance(part, str | Path):
            yield from _of_files(files(part, ledger=how.ledger), how)
            continue
        number += 1
        yield f"record {number}", _record(part), given


def _order_of(
    records: Callable[[], Iterable[Mapping[Any, Any]]], how: Reading
) -> Callable[[], bool | None]:
    """Return what tells whether dates that one hand wrote put the day first; asked, it goes through them once."""

    def published() -> Iterator[Any]:
        for record in records():
            # a record that cannot be read says so in its turn
            with contextlib.suppress(Exception):
                yield fields.values(record, how.columns)[0].get("published")

    return functools.cache(lambda: publication_days.day_comes_first(published()))


def _record(part: Any) -> Item:
    if not isinstance(part, Mapping):
        return Fault(f"expected a path or a mapping with a 'text', got {type(part).__name__}")
    try:
        return Record(dict(part))
    except Exception as error:  # whatever a mapping does, it stands in the way of no other
        return Fault(f"not an article: {type(error).__name__}: {error}")


def _of_files(
    paths: list[Path], how: Reading
) -> Iterator[tuple[str, Item, Callable[[], bool | None]]]:
    for path in paths:
        how.ledger.add(path_name(path), "read", f"{path.suffix.lower() or 'nameless'} files")
    single = _order_of(lambda: _single(paths, how.encoding), how)
    for path in tqdm(paths, desc="reading", unit="file", leave=False, disable=not how.progress):
        name = decoding.whole(path.name)
        many = _order_of(functools.partial(_fields_of, path, how.encoding), how)
        for item in readers.records(path, encoding=how.encoding):
            where = f" ({item.where})" if item.where else ""
            beside = many if item.where else single
            yield f"{path_name(path)}{where}", add_file(item, name, item.where), beside


def _fields_of(path: Path, encoding: str | None) -> Iterator[Mapping[str, Any]]:
    read = readers.records(path, encoding=encoding)
    return (r.fields for r in read if isinstance(r, Record))


def _single(paths: list[Path], encoding: str | None) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of the files that hold one article and no more."""
    for path in paths:
        read = readers.records(path, encoding=encoding)
        item = next((r for r in read if not isinstance(r, Note)), None)
        if isinstance(item, Record) and not item.where:
            yield item.fields


def path_name(path: Path) -> str:
    """Return a path as frames hold it, whatever bytes its name is made of."""
    return decoding.whole(path.as_posix())


def files(source: str | Path, *, ledger: Ledger | None = None) -> list[Path]:
    """
    List the files of a path, folder or glob that can be read, sorted by name.

    What a folder holds besides goes into the ledger, a line for each kind.

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
    if len(path.name) > _LONGEST_NAME:  # no system has one
        raise not_there("the source", source)
    if path.is_dir():
        return _in_folder(path, Ledger() if ledger is None else ledger)
    if path.exists():
        return [path]
    matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - absolute patterns too
    found = sorted(Path(p) for p in matches if Path(p).is_file())
    if found:
        return found
    if glob.has_magic(str(path)):
        message = f"{path.as_posix()} matches no file: give a file, a folder or a glob."
        raise NoSuchSource(message)
    raise not_there("the file or folder of articles", source)


def _in_folder(folder: Path, ledger: Ledger) -> list[Path]:
    own = {p.parent for name in _OWN_MARKS for p in folder.rglob(name)}
    found, outside = [], 0
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        why, remedy = _why_skipped(path, folder, own)
        outside += why == _OUTSIDE
        if why:
            ledger.add(path_name(path), "skipped", why, remedy=remedy)
        else:
            found.append(path)
    if not found:
        kinds = f": no file ends in {', '.join(readers.KNOWN)}"
        but = f" but {outside:,} {_OUTSIDE}: {_ASKED}" if outside else kinds
        raise ReadError(f"No articles in folder {folder.as_posix()}{but}.")
    return found


def _why_skipped(path: Path, folder: Path, own: set[Path]) -> tuple[str, str]:
    """Return what a file of a folder is if it is no article, and what to do if it is one after all."""
    if any(part.startswith(".") for part in path.relative_to(folder).parts):
        return "hidden files", ""
    if own.intersection(path.parents):
        return "results that newsan wrote", ""
    if path.stem.upper() == "README" or path.name in (CONTROL, CORRECTIONS):
        return path.name, "give its path if it holds articles"
    if not readers.suffix(path):
        suffix = path.suffix.lower()
        return f"{suffix} files" if suffix else "files without a suffix", formats.remedy(suffix)
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return _OUTSIDE, _ASKED
    return "", ""
