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
LINE_READERS: dict[str, Callable[[Iterable[bytes]], Iterator[Record | Fault]]] = {
    ".jsonl": json_text.read_lines,
    ".ndjson": json_text.read_lines,
}
KNOWN = (*READERS, *LINE_READERS)


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
            data = file.read()
    except FileNotFoundError:
        yield Fault("no such file")
        return
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Fault(f"not a gzip file: {error}")
        return
    except OSError as error:
        yield Fault(f"cannot be opened: {error.strerror}")
        return
    if not data.strip():
        yield Fault("the file is empty")
        return
    try:
        yield from READERS[kind](data)
    except ReadError as error:
        yield Fault(str(error))


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _lines(file: IO[bytes], kind: str) -> Iterator[Record | Fault]:
    is_empty = True
    for item in LINE_READERS[kind](file):
        is_empty = False
        yield item
    if is_empty:
        yield Fault("the file is empty")
