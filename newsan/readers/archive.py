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
from newsan.readers.record import Item, Note, add_file, damaged

_MACS = "__MACOSX"  # what macOS lays beside the members: none of their words


def list_files(opened: zipfile.ZipFile, most: int | None = None) -> list[zipfile.ZipInfo]:
    """
    Return the files of an archive by name, not the folders, the hidden ones and those of macOS.

    Refuses what unpacks to more than `most` bytes.
    """
    if most is not None and sum(i.file_size for i in opened.infolist()) > most:
        raise ReadError(f"unpacks to more than {readers.in_words(most)}; split it")
    files = sorted((i for i in opened.infolist() if not i.is_dir()), key=lambda i: i.filename)
    folders = (PurePosixPath(i.filename).parts for i in files)
    is_shown = (not any(p == _MACS or p.startswith(".") for p in parts) for parts in folders)
    return [i for i, shown in zip(files, is_shown, strict=True) if shown]


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles in the files of an archive, by name.

    Refuses what is no archive, is encrypted, or unpacks to more than `MOST_BYTES`.

    Examples
    --------
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as opened:
    ...     opened.writestr("rain.txt", "It rained.")
    >>> [(r.where, r.fields["text"]) for r in read(made.getvalue())]
    [('rain.txt', 'It rained.')]
    """
    with damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as opened:
        for info in list_files(opened, readers.MOST_BYTES):
            with opened.open(info) as file:
                held = file.read(info.file_size)
            name, path = info.filename, PurePosixPath(info.filename)
            suffix, is_archive = path.suffix.lower(), formats.is_archive(held)
            if is_archive or suffix not in formats.suffixes():
                what = (
                    "archives within an archive" if is_archive else f"{suffix or 'nameless'} files"
                )
                remedy = formats.remedy(suffix) or "unpack them"
                yield Note("skipped", f"{what} in a ZIP", remedy, where=name)
                continue
            for item in formats.read(held, suffix, encoding):
                where = f"{name}, {item.where}" if item.where else name
                yield add_file(replace(item, where=where), path.name, item.where)
