"""ZIP archives: each member is read as a file of its own would be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from newsan import readers
from newsan.errors import ReadError
from newsan.readers import formats
from newsan.readers.record import Item, Note, Record, damaged, of_file

_MACS = "__MACOSX"  # what macOS lays beside the members: none of their words


def list_files(opened: zipfile.ZipFile, most: int | None = None) -> list[zipfile.ZipInfo]:
    """
    Return the files of an archive by name, not the folders, the hidden ones and those of macOS.

    Refuses what unpacks to more than `most` bytes.
    """
    if most is not None and sum(i.file_size for i in opened.infolist()) > most:
        raise ReadError(f"unpacks to more than {readers.in_words(most)}; split it")
    shown = []
    for info in sorted(opened.infolist(), key=lambda i: i.filename):
        parts = PurePosixPath(info.filename).parts
        if not info.is_dir() and _MACS not in parts and not any(p.startswith(".") for p in parts):
            shown.append(info)
    return shown


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """
    Yield the files of an archive, by name.

    Refuses what is no archive, is encrypted, or unpacks to more than `MOST_BYTES`.
    """
    with damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as opened:
        for info in list_files(opened, readers.MOST_BYTES):
            with opened.open(info) as file:
                yield info.filename, file.read(info.file_size)


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles in the files of an archive.

    Examples
    --------
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as opened:
    ...     opened.writestr("rain.txt", "It rained.")
    >>> [(r.where, r.fields["text"]) for r in read(made.getvalue())]
    [('rain.txt', 'It rained.')]
    """
    for name, held in members(data):
        path = PurePosixPath(name)
        suffix = path.suffix.lower()
        if suffix not in formats.suffixes() or formats.is_archive(held):
            what = (
                "archives within an archive"
                if formats.is_archive(held)
                else f"{suffix or 'nameless'} files"
            )
            yield Note(
                "skipped", f"{what} in a ZIP", formats.remedy(suffix) or "unpack them", where=name
            )
            continue
        for item in formats.read(held, suffix, encoding):
            item = replace(item, where=f"{name}, {item.where}" if item.where else name)
            if isinstance(item, Record):
                within = item.where.removeprefix(name)
                item = replace(item, fields={**of_file(path.name, within), **item.fields})
            yield item
