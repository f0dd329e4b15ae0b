"""What was on the web: saved pages (trafilatura, extra `web`), MHTML, web archives (warcio, extra `warc`) and feeds."""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import IO, Any
from xml.etree import ElementTree

from newsan.errors import ReadError, extra_for
from newsan.readers import decoding, mail, markup
from newsan.readers.record import BROKEN, Fault, Item, Note, Record, damaged, skip_notes

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings are printed
_PAGE_FIELDS = {"title": "title", "author": "byline", "date": "published", "source": "url",
                "hostname": "outlet", "language": "lang", "text": "text"}  # fmt: skip
_WARC_KINDS = ("response", "resource", "conversion")  # of records; others tell of the crawl
_MOST_BYTES = 20_000_000  # of a page
# Names of elements, without their namespace, the first that says something; of Atom's `updated`
# nothing is made: it is when an entry was changed.
_FEED_FIELDS = {
    "title": ("title",),
    "published": ("pubDate", "published", "issued", "date"),
    "byline": ("creator", "author"),
    "url": ("link",),
    "text": ("encoded", "content", "description", "summary"),
}
_FEED_PARTS = ("description", "summary")  # these may be no more than the first lines


def read_page(text: str, url: str | None = None) -> Iterator[Item]:
    """Read the article of a saved web page, without menus, comments and other page furniture."""
    with extra_for("read .html files", "trafilatura", "web"):
        import trafilatura
    found = trafilatura.extract(text, url=url, output_format="json", with_metadata=True,
                                include_comments=False, include_tables=False)  # fmt: skip
    if found is None:
        yield Fault("no article text found in the page")
        return
    raw = json.loads(found)
    fields = {ours: raw[theirs] for theirs, ours in _PAGE_FIELDS.items() if raw.get(theirs)}
    yield Record(fields, is_prose=True)


def read_mhtml(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read the first page of a mail that a browser saved; the day on which it did is none of publication."""
    message = message_from_bytes(data, policy=policy.default)
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    if (page := next(pages, None)) is None:
        raise ReadError("MHTML without a page: save it as .html")
    url = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    yield from read_page(mail.words(page, encoding), str(url) if url else None)


def read_warc(file: bytes | IO[bytes], encoding: str | None = None) -> Iterator[Item]:
    """
    Read the articles of a web archive as they come, and the plain texts of one made by Common Crawl.

    The day of a crawl is none of publication; pages without an article are counted.
    """
    with extra_for("read .warc files", "warcio", "warc"):
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    opened = io.BytesIO(file) if isinstance(file, bytes) else file
    passed: Counter[str] = Counter()
    number = 0
    try:
        for number, record in enumerate(_quietly(ArchiveIterator(opened)), 1):
            url = record.rec_headers.get_header("WARC-Target-URI")
            headers = record.http_headers or record.rec_headers
            kind = str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            if record.rec_type not in _WARC_KINDS or kind not in ("text/html", "text/plain"):
                passed["records of web archives that are no pages"] += 1
                continue
            content = record.content_stream().read(_MOST_BYTES)
            found = list(_warc_page(content, kind, url, f"record {number}"))
            passed["pages without an article"] += not found
            yield from found
    except (ArchiveLoadFailed, *BROKEN) as error:
        yield Fault(f"not a web archive that can be read: {error}", f"after record {number}")
    yield from skip_notes(passed)


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """Yield records without what warcio prints of those that are damaged."""
    end = object()
    while True:
        with contextlib.redirect_stderr(io.StringIO()):
            record = next(records, end)
        if record is end:
            return
        yield record


def _warc_page(content: bytes, kind: str, url: str | None, where: str) -> Iterator[Item]:
    try:
        text = decoding.text(content)[0]
    except ReadError as error:
        yield Fault(str(error), where)
        return
    if kind == "text/plain":
        yield Record({"text": text, "url": url}, where, is_prose=True)
        return
    for item in read_page(text, url):
        if isinstance(item, Record):
            yield Record(item.fields, where, is_prose=True)


def read_feed(text: str) -> Iterator[Item]:
    """
    Read the items of RSS or Atom; the feed's title is their outlet.

    Examples
    --------
    >>> item = "<item><description>It rained.</description></item>"
    >>> [r, note] = read_feed(f"<rss><channel><title>Ostra</title>{item}</channel></rss>")
    >>> r.fields, note.what
    ({'outlet': 'Ostra', 'text': 'It rained.'}, 'texts that are the descriptions of a feed, and may be parts')
    """
    with damaged("feed"):
        root = ElementTree.fromstring(decoding.whole(text.strip()))
    outlet = next((_words(e) for e in root.iter() if _name(e) == "title"), "")
    lang = next((e.text for e in root.iter() if _name(e) == "language" and e.text), None)
    n_parts = 0
    for number, item in enumerate((e for e in root.iter() if _name(e) in ("item", "entry")), 1):
        fields = {"outlet": outlet} if outlet else {}
        if lang:
            fields["lang"] = lang.strip().lower().split("-")[0]
        for field, names in _FEED_FIELDS.items():
            said = [(n, e) for n in names for e in item if _name(e) == n]
            name, value = next(((n, v) for n, e in said if (v := _words(e))), ("", ""))
            if value:
                fields[field] = value
            n_parts += field == "text" and name in _FEED_PARTS
        yield Record(fields, f"item {number}", is_prose=True)
    if n_parts:
        what = "texts that are the descriptions of a feed, and may be parts"
        yield Note("guessed", what, "read the pages themselves", n_parts)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: ElementTree.Element) -> str:
    """Return what an element says: words, HTML in words, elements of XHTML, a name, or an address."""
    if href := element.get("href"):
        return href if element.get("rel", "alternate") == "alternate" else ""
    if len(element):
        inner = ElementTree.tostring(element, encoding="unicode", method="html")
        return markup.plain(inner.replace("html:", ""))
    words = (element.text or "").strip()
    return markup.plain(words) if markup.is_markup(words) else words
