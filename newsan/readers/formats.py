"""What kind of file some bytes are, by what they hold before their suffix, and which reader takes them; ZIP archives."""

from __future__ import annotations

import functools
import gzip
import importlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO, Any

from newsan import lexicons, readers
from newsan.errors import MissingExtra, ReadError
from newsan.readers import decoding, grid
from newsan.readers.record import Fault, Item, Note, add_file, damaged

_HEAD, _TAIL = 65_536, 65_536  # bytes looked at; a ZIP has its names at its end
_SHOWN = 400_000  # characters looked at: before its articles an export may have a hundred thousand of style
_MACS = "__MACOSX"  # what macOS lays beside the members: none of their words
_PLAIN = "text"  # the last row: what any text is, if it is nothing else


@dataclass(frozen=True)
class Format:
    """A row of `resources/formats.csv`: how a kind of file is known, and who reads it or why nobody does."""

    name: str
    suffixes: tuple[str, ...]
    is_text: bool
    pattern: re.Pattern[str] | None
    reader: str  # "module.function" of this package; "" if it is refused
    remedy: str

    def read(self, content: Any, *options: Any) -> Iterator[Item]:
        """Read the content, or raise what would be right instead."""
        if not self.reader:
            raise ReadError(f"{self.name}, not a text file that is read: {self.remedy}")
        module, function = self.reader.split(".")
        read: Callable[..., Iterator[Item]]
        read = getattr(importlib.import_module(f"newsan.readers.{module}"), function)
        return read(content, *options)


@functools.cache
def formats() -> tuple[Format, ...]:
    """Return the kinds of file that are known, in the order in which they are tried."""
    return tuple(
        Format(r["format"], tuple(r["suffixes"].split()), r["of"] == "text",
               re.compile(r["pattern"]) if r["pattern"] else None, r["reader"], r["remedy"])
        for r in lexicons.rows("formats")
    )  # fmt: skip


@functools.cache
def suffixes() -> tuple[str, ...]:
    """Return the suffixes that files in a folder are read by."""
    return tuple(dict.fromkeys(s for f in formats() if f.reader for s in f.suffixes))


def remedy(suffix: str) -> str:
    """
    Return what to do with a file of a kind that is not read; "" if nothing is known of it.

    Examples
    --------
    >>> remedy(".doc"), remedy(".png")
    ('save it as .docx or .csv', '')
    """
    return next((f.remedy for f in formats() if suffix in f.suffixes and not f.reader), "")


def read(data: bytes, suffix: str, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles in the bytes of a file.

    What they hold goes before the suffix (in lower case). What is refused by name, broken, or needs a package that is not
    installed is one fault.

    Examples
    --------
    >>> [i.problem for i in read(b"Rar!", ".txt")]
    ['RAR, not a text file that is read: unpack it first']
    >>> [i.fields["text"] for i in read(b'{"text": "It rained."}', ".txt") if not isinstance(i, Note)]
    ['It rained.']
    """
    if not data.strip():
        yield Fault("the file is empty")
        return
    yield from _guard(_read(data, suffix, encoding))


def _read(data: bytes, suffix: str, encoding: str | None) -> Iterator[Item]:
    kind = _of_bytes(data)
    if kind is None and not (told := _of_suffix(suffix)).is_text:
        kind = told
    if kind is not None:
        yield from kind.read(data, encoding)
        return
    text, note = decoding.text(data, encoding)
    if note:
        yield Note("guessed", note, "say encoding=")
    yield from read_text(text, suffix)


_DAMAGE: tuple[tuple[type[Exception], str], ...] = (
    (RecursionError, "it holds things within things beyond all bounds"),
    (OverflowError, "it holds a number beyond all bounds"),
    (UnicodeError, "it holds letters that its encoding does not have"),
    (AssertionError, "its markup cannot be read"),
)


def _guard(items: Iterator[Item]) -> Iterator[Item]:
    try:
        yield from items
    except (ReadError, MissingExtra) as error:
        yield Fault(str(error))
    except Exception as error:  # whatever a file holds, it stands in the way of no other
        why = next((said for kind, said in _DAMAGE if isinstance(error, kind)), "")
        yield Fault(f"damaged: {why}" if why else f"broken: {type(error).__name__}: {error}")


def stream(
    head: bytes, file: IO[bytes], suffix: str, encoding: str | None = None
) -> Iterator[Item] | None:
    """
    Read the rows of a big table as they come: CSV in blocks of lines, Parquet in batches.

    None of a file that is to be read whole. `head` has the bytes that the file begins with, `file` is read as far as that;
    the encoding is told of each block.
    """
    kind = _of_bytes(head) or _kind(head[:_SHOWN].decode("latin-1"), is_text=True)
    if kind is None and b"\x00" not in head[:_HEAD]:  # no UTF-16, whose lines end otherwise
        kind = _of_suffix(suffix)
    if kind is None:
        return None
    if kind.reader == "table.read_csv":
        return _guard(_blocks(kind, head, file, encoding))
    is_packed = isinstance(file, gzip.GzipFile)  # every step back would unpack it again
    if kind.reader == "web.read_warc" or (kind.reader == "table.read_parquet" and not is_packed):
        file.seek(0)
        return _guard(kind.read(file))
    return None


def _blocks(kind: Format, head: bytes, file: IO[bytes], encoding: str | None) -> Iterator[Item]:
    guessed: dict[str, Note] = {}

    def texts() -> Iterator[str]:
        block = head
        while block:
            text, note = decoding.text(block + file.readline(grid.LONGEST), encoding)
            guessed[note] = Note("guessed", note, "say encoding=")
            yield text
            block = file.read(len(head))

    yield from kind.read(texts())
    yield from (note for words, note in guessed.items() if words)


def read_text(text: str, suffix: str) -> Iterator[Item]:
    """Read the articles in a text: by what it holds, else by the suffix, else as one article."""
    kind = _kind(text[:_SHOWN], is_text=True)
    told = _of_suffix(suffix)
    if kind is None and told.name == _PLAIN and grid.is_table(text):
        kind = _of_suffix(".csv")
    if kind is None:
        kind = told
    elif suffix not in kind.suffixes:
        what = f"read as {kind.name} whatever its suffix {suffix}"
        yield Note("guessed", what, "save it under its own suffix")
    yield from kind.read(text)


def _kind(shown: str, *, is_text: bool) -> Format | None:
    return next(
        (f for f in formats() if f.is_text == is_text and f.pattern and f.pattern.search(shown)),
        None,
    )


def _of_bytes(data: bytes) -> Format | None:
    return _kind((data[:_HEAD] + data[-_TAIL:]).decode("latin-1"), is_text=False)


def _of_suffix(suffix: str) -> Format:
    """Return the format that files of a suffix are read as, whatever they hold; any text if it says nothing."""
    read = [f for f in reversed(formats()) if f.reader]  # the exports of a suffix stand before it
    return next((f for f in read if suffix in f.suffixes), read[0])


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


def read_archive(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles in the files of an archive, by name.

    Refuses what is no archive, is encrypted, or unpacks to more than `MOST_BYTES`.

    Examples
    --------
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as opened:
    ...     opened.writestr("rain.txt", "It rained.")
    >>> [(r.where, r.fields["text"]) for r in read_archive(made.getvalue())]
    [('rain.txt', 'It rained.')]
    """
    with damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as opened:
        for info in list_files(opened, readers.MOST_BYTES):
            with opened.open(info) as file:
                held = file.read(info.file_size)
            name, path = info.filename, PurePosixPath(info.filename)
            suffix, kind = path.suffix.lower(), _of_bytes(held)
            is_archive = kind is not None and kind.reader == "formats.read_archive"
            if is_archive or suffix not in suffixes():
                what = (
                    "archives within an archive" if is_archive else f"{suffix or 'nameless'} files"
                )
                todo = remedy(suffix) or "unpack them"
                yield Note("skipped", f"{what} in a ZIP", todo, where=name)
                continue
            for item in read(held, suffix, encoding):
                where = f"{name}, {item.where}" if item.where else name
                yield add_file(replace(item, where=where), path.name, item.where)
