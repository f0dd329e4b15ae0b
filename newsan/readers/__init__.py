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
_CHUNK = 1_000_000  # bytes passed over at a time
_BLOCK = 4_000_000  # bytes of a file; of a table that has more, the rows are read as they come


def suffix(path: Path) -> str:
    """
    Return the suffix that chooses the reader of a file, "" if there is none.

    Examples
    --------
    >>> suffix(Path("week.JSONL.gz")), suffix(Path("week.05.csv")), suffix(Path("picture.png"))
    ('.jsonl', '.csv', '')
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
    kind, is_packed = suffix(path), path.suffix.lower() == ".gz"
    try:
        with opened(path) as file:
            if kind in LINES:
                lines = json_text.read_lines(_bounded_lines(file), encoding)
                yield from _some(lines, Fault("the file is empty"))
                return
            data = file.read(begin := min(_BLOCK, MOST_BYTES + 1))
            if len(data) == begin:
                if (rows := formats.stream(data, file, kind, encoding)) is not None:
                    yield from rows
                    return
                data += file.read(MOST_BYTES + 1 - len(data) if is_packed else -1)
    except FileNotFoundError:
        yield Fault("no such file")
        return
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Fault(f"not a gzip file: {error}")
        return
    except OSError as error:
        yield Fault(f"cannot be opened: {error.strerror}")
        return
    if is_packed and len(data) > MOST_BYTES:
        yield Fault(f"unpacks to more than {in_words(MOST_BYTES)}; split it")
        return
    items = formats.read(data, kind or path.suffix.lower(), encoding)
    yield from _some(items, Note("lost", "files that hold no article"))


def opened(path: Path) -> IO[bytes]:
    """Open a file; one that is gzipped as what it holds."""
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _some(items: Iterator[Item], instead: Item) -> Iterator[Item]:
    """Yield items, or another where there are none."""
    yield next(items, instead)
    yield from items


def in_words(n: int) -> str:
    """Write a number of bytes."""
    return f"{n / 1e6:,g} MB"


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes | Fault]:
    """Yield the lines of a file; one that is too long to be an article is never held whole."""
    while line := file.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK)
        yield Fault(f"a line of more than {in_words(MOST_BYTES)}; split it")
