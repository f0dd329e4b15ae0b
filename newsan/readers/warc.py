"""Web archives: the pages that a crawler kept, by warcio (extra `warc`)."""

from __future__ import annotations

import contextlib
import io
import logging
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from newsan.errors import ReadError, missing_extra
from newsan.readers import decode, web_page
from newsan.readers.record import BROKEN, Fault, Item, Note, Record

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings are printed
_KINDS = ("response", "resource", "conversion")  # of records; others tell of the crawl
_MOST_BYTES = 20_000_000  # of a page


def read(file: bytes | IO[bytes], encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles of a web archive as they come, and the plain texts of one made by Common Crawl.

    The day of a crawl is none of publication; pages without an article are counted.

    Raises
    ------
    MissingExtra
        warcio is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise missing_extra("warcio", "warc", "read .warc files") from None
    opened = io.BytesIO(file) if isinstance(file, bytes) else file
    passed: Counter[str] = Counter()
    number = 0
    try:
        for number, record in enumerate(_quietly(ArchiveIterator(opened)), 1):
            url = record.rec_headers.get_header("WARC-Target-URI")
            headers = record.http_headers or record.rec_headers
            kind = str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            if record.rec_type not in _KINDS or kind not in ("text/html", "text/plain"):
                passed["records of web archives that are no pages"] += 1
                continue
            found = list(_page(record.content_stream().read(_MOST_BYTES), kind, url, number))
            passed["pages without an article"] += not found
            yield from found
    except (ArchiveLoadFailed, *BROKEN) as error:
        yield Fault(f"not a web archive that can be read: {error}", f"after record {number}")
    for what, n in passed.items():
        if n:
            yield Note("skipped", what, n=n)


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """Yield records without what warcio prints of those that are damaged."""
    end = object()
    while True:
        with contextlib.redirect_stderr(io.StringIO()):
            record = next(records, end)
        if record is end:
            return
        yield record


def _page(content: bytes, kind: str, url: str | None, number: int) -> Iterator[Item]:
    try:
        text = decode.text(content)[0]
    except ReadError as error:
        yield Fault(str(error), f"record {number}")
        return
    if kind == "text/plain":
        yield Record({"text": text, "url": url}, f"record {number}", is_prose=True)
        return
    for item in web_page.read(text, url):
        if isinstance(item, Record):
            yield Record(item.fields, f"record {number}", is_prose=True)
