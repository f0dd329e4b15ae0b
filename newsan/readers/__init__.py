"""One file per on-disk format: bytes in, article records out, nothing else.

To add a format write one module here whose function takes the bytes of a file and yields `Record`
and `Fault`, and add its suffix to `READERS`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from newsan.errors import ReadError
from newsan.readers import json_text, plain, table, web_page
from newsan.readers.record import Fault, Record

__all__ = ["KNOWN", "READERS", "Fault", "Record", "records", "suffix"]

READERS: dict[str, Callable[[bytes], Iterator[Record | Fault]]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
    ".json": json_text.read,
    ".csv": table.read_csv,
    ".tsv": table.read_csv,
    ".parquet": table.read_parquet,
    ".html": web_page.read,
    ".htm": web_page.read,
}
# Read a line at a time: these may be bigger than memory.
LINE_READERS: dict[str, Callable[[Iterable[bytes | Fault]], Iterator[Record | Fault]]] = {
    ".jsonl": json_text.read_lines,
    ".ndjson": json_text.read_lines,
}
KNOWN = (*READERS, *LINE_READERS)
MOST_BYTES = 200_000_000  # that a gzip file, or one line of a file read by lines, may hold
_CHUNK = 1_000_000  # bytes unpacked, or passed over, at a time


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


def records(path: Path) -> Iterator[Record | Fault]:
    """
    Read the articles of one file.

    Parameters
    ----------
    path
        A file whose suffix stands in `KNOWN`, gzipped or not.

    Yields
    ------
    record
        A `Record` an article, a `Fault` for what could not be read; one fault never hides the
        records after it.

    Raises
    ------
    MissingExtra
        The format needs a package that is not installed.

    Examples
    --------
    >>> [r.problem for r in records(Path("no-such-file.txt"))]
    ['no such file']
    """
    kind = suffix(path) or ".txt"
    try:
        with _opened(path) as file:
            if kind in LINE_READERS:
                yield from _lines(file, kind)
                return
            data = _unpacked(file) if _is_packed(path) else file.read()
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
        yield Fault(f"unpacks to more than {_most()}; split it")
        return
    if not data.strip():
        yield Fault("the file is empty")
        return
    try:
        yield from READERS[kind](data)
    except ReadError as error:
        yield Fault(str(error))


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if _is_packed(path) else path.open("rb")  # type: ignore[return-value]


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _unpacked(file: IO[bytes]) -> bytes:
    """Read a gzip file as far as the first byte too many."""
    data = bytearray()
    while chunk := file.read(min(_CHUNK, MOST_BYTES + 1 - len(data))):
        data += chunk
    return bytes(data)


def _most() -> str:
    return f"{MOST_BYTES / 1e6:,g} MB"


def _lines(file: IO[bytes], kind: str) -> Iterator[Record | Fault]:
    is_empty = True
    for item in LINE_READERS[kind](_bounded(file)):
        is_empty = False
        yield item
    if is_empty:
        yield Fault("the file is empty")


def _bounded(file: IO[bytes]) -> Iterator[bytes | Fault]:
    """Yield the lines of a file; one that is too long to be an article is never held whole."""
    while line := file.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK)
        yield Fault(f"a line of more than {_most()}; split it")
