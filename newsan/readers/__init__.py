"""One file per on-disk format: bytes in, article records out, nothing else.

To add a format write one module here whose function takes the bytes of a file and yields `Record`
and `Fault`, and add its suffix to `READERS`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from newsan.errors import ReadError
from newsan.readers import json_text, plain, table, web_page
from newsan.readers.record import Fault, Record

__all__ = ["READERS", "Fault", "Record", "records", "suffix"]

READERS: dict[str, Callable[[bytes], Iterator[Record | Fault]]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
    ".json": json_text.read,
    ".jsonl": json_text.read_lines,
    ".ndjson": json_text.read_lines,
    ".csv": table.read_csv,
    ".tsv": table.read_csv,
    ".parquet": table.read_parquet,
    ".html": web_page.read,
    ".htm": web_page.read,
}


def suffix(path: Path) -> str:
    """
    Return the suffix that chooses the reader of a file, "" if there is none.

    Examples
    --------
    >>> suffix(Path("week.JSONL.gz")), suffix(Path("picture.png"))
    ('.jsonl', '')
    """
    parts = [s.lower() for s in path.suffixes if s.lower() != ".gz"]
    return parts[-1] if parts and parts[-1] in READERS else ""


def records(path: Path) -> Iterator[Record | Fault]:
    """
    Read the articles of one file.

    Parameters
    ----------
    path
        A file whose suffix stands in `READERS`, gzipped or not.

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
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        yield Fault("no such file")
        return
    except OSError as error:
        yield Fault(f"cannot be opened: {error.strerror}")
        return
    if path.suffix.lower() == ".gz":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            yield Fault(f"not a gzip file: {error}")
            return
    if not data.strip():
        yield Fault("the file is empty")
        return
    try:
        yield from READERS[suffix(path) or ".txt"](data)
    except ReadError as error:
        yield Fault(str(error))
