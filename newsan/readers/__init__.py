"""One file per family of formats: bytes or text in, article records out, nothing else.

To add a format write a function that takes a text (or bytes) and yields `Record`, `Fault` and `Note`, and
add a row to `resources/formats.csv`: how it is known, and the function.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from newsan.readers import formats, json_text
from newsan.readers.record import Fault, Item, Note, Record

__all__ = ["KNOWN", "Fault", "Item", "Note", "Record", "records", "suffix"]

LINES = (".jsonl", ".ndjson")  # read a line at a time: these may be bigger than memory
KNOWN = formats.suffixes()
MOST_BYTES = 200_000_000  # that a gzip file, or one line of a file read by lines, may hold
MOST_CHARACTERS = 5_000_000  # of one article: more than the longest novels have
_CHUNK = 1_000_000  # bytes unpacked, or passed over, at a time
_BLOCK = 4_000_000  # bytes of a file; of a table that has more, the rows are read as they come


def suffix(path: Path) -> str:
    """
    Return the suffix that chooses the reader of a file, "" if there is none.

    Examples
    --------
    >>> suffix(Path("week.JSONL.gz")), suffix(Path("picture.png"))
    ('.jsonl', '')
    """
    parts = [s.lower() for s in path.suffixes if s.lower() != ".gz"]
    return parts[-1] if parts and parts[-1] in KNOWN else ""


def records(path: Path, *, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles of one file.

    What a file holds goes before its suffix; one fault never hides the records after it.

    Examples
    --------
    >>> [r.problem for r in records(Path("no-such-file.txt"))]
    ['no such file']
    """
    kind = suffix(path)
    try:
        with _open(path) as file:
            if kind in LINES:
                yield from _lines(file, encoding)
                return
            data = file.read(begin := min(_BLOCK, MOST_BYTES + 1))
            if len(data) == begin:
                if (rows := formats.stream(data, file, kind, encoding)) is not None:
                    yield from rows
                    return
                data += _unpack_rest(file, len(data)) if _is_packed(path) else file.read()
    except FileNotFoundError:
        yield Fault("no such file")
        return
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Fault(f"not a gzip file: {error}")
        return
    except OSError as error:
        yield Fault(f"cannot be opened: {error.strerror}")
        return
    if _is_packed(path) and len(data) > MOST_BYTES:
        yield Fault(f"unpacks to more than {in_words(MOST_BYTES)}; split it")
        return
    is_empty = True
    for item in formats.read(data, kind or path.suffix.lower(), encoding):
        is_empty = False
        yield item
    if is_empty:
        yield Note("lost", "files that hold no article")


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if _is_packed(path) else path.open("rb")  # type: ignore[return-value]


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _unpack_rest(file: IO[bytes], begun: int) -> bytes:
    """Read a gzip file on, as far as the first byte too many."""
    data = bytearray()
    while chunk := file.read(min(_CHUNK, MOST_BYTES + 1 - begun - len(data))):
        data += chunk
    return bytes(data)


def in_words(n: int) -> str:
    """Return a number of bytes in words."""
    return f"{n / 1e6:,g} MB"


def _lines(file: IO[bytes], encoding: str | None) -> Iterator[Item]:
    is_empty = True
    for item in json_text.read_lines(_read_bounded(file), encoding):
        is_empty = False
        yield item
    if is_empty:
        yield Fault("the file is empty")


def _read_bounded(file: IO[bytes]) -> Iterator[bytes | Fault]:
    """Yield the lines of a file; one that is too long to be an article is never held whole."""
    while line := file.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK)
        yield Fault(f"a line of more than {in_words(MOST_BYTES)}; split it")
