"""What was on the web or in the mail: pages (trafilatura, extra `web`), web archives (warcio, `warc`), feeds, mails."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from html.parser import HTMLParser
from itertools import zip_longest
from typing import IO, Any
from xml.etree import ElementTree

from newsan.errors import ReadError, extra_for
from newsan.readers import decoding
from newsan.readers.record import BROKEN, Fault, Item, Note, Record, damaged, keys_of, skip_notes

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings are printed
_WARC_KINDS = ("response", "resource", "conversion")  # of records; others tell of the crawl
_MOST_BYTES = 20_000_000  # of a page
_FEED_PARTS = ("description", "summary")  # these may be no more than the first lines
# Of paragraphs, lists, breaks, links; of a <b> by itself a writer may be telling.
_TAG = re.compile(r"(?i)</(?:p|div|a|h\d|li|ul|blockquote|script|td)\s*>|<(?:br|p)\s*/?>")
_BLOCKS, _UNSEEN = keys_of("HTML", "block"), keys_of("HTML", "unseen")
_BEGIN = re.compile(rb"(?m)^From \S[^\n]*\d{4}[^\n]*\n")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


def is_markup(text: str) -> bool:
    """
    Return whether a text has tags of HTML that part it, or link.

    Examples
    --------
    >>> is_markup("<p>It rained.</p>"), is_markup("a < b and b > c; <sic>")
    (True, False)
    """
    return _TAG.search(text) is not None


def plain(html: str) -> str:
    """
    Return the words of HTML, a blank line between its paragraphs.

    Examples
    --------
    >>> plain("<p>It <b>rained</b>.</p><script>x()</script><p>Ivo &amp; Mara left.<br>Late.</p>")
    'It rained.\\n\\nIvo & Mara left.\\n\\nLate.'
    """
    reader = Words()
    reader.feed(html)
    reader.close()
    return reader.said()


class Words(HTMLParser):
    """What a reader of HTML sees, as it comes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def said(self) -> str:
        """Return the words so far, a blank line between paragraphs."""
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        return "\n\n".join(filter(None, lines))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, or what nobody sees."""
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or what nobody sees."""
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words that are seen."""
        if not self._unseen:
            # a line end in HTML is a space
            self.words.append(data.replace("\n", " "))


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
    known = keys_of("page").items()
    fields = {ours: raw[theirs] for theirs, ours in known if raw.get(theirs)}
    yield Record(fields, is_prose=True)


def read_mhtml(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read the first page of a mail that a browser saved; the day on which it did is none of publication."""
    message = message_from_bytes(data, policy=policy.default)
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    if (page := next(pages, None)) is None:
        raise ReadError("MHTML without a page: save it as .html")
    url = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    yield from read_page(decode_part(page, encoding), str(url) if url else None)


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
        # the first name that says something; of Atom's `updated` nothing is made: it is when an entry was changed
        for name, field in keys_of("feed").items():
            said = (words for e in item if _name(e) == name and (words := _words(e)))
            if field not in fields and (value := next(said, "")):
                fields[field] = value
                n_parts += name in _FEED_PARTS
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
        return plain(inner.replace("html:", ""))
    words = (element.text or "").strip()
    return plain(words) if is_markup(words) else words


def read_mail(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read a mail, or the mails of an mbox.

    Examples
    --------
    >>> [r] = read_mail(b"From: Ann Lee <ann@ostra.example>\\nSubject: Rain\\n\\nIt rained.")
    >>> r.fields
    {'title': 'Rain', 'byline': 'Ann Lee', 'text': 'It rained.'}
    """
    data = data.replace(b"\r\n", b"\n")
    mails = list(_mails(data))
    for number, mail in enumerate(mails or [data], 1):
        where = f"mail {number}" if mails else ""
        message = message_from_bytes(mail, policy=policy.default)
        try:
            yield Record(_mail_fields(message, encoding), where, is_prose=True)
        except (ReadError, LookupError, ValueError, AttributeError) as error:
            yield Fault(f"not a mail that can be read: {error}", where)
            continue
        if n := sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0:
            yield Note("lost", "attachments of mails", "save them as files", n)


def _mails(data: bytes) -> Iterator[bytes]:
    """Yield the mails of an mbox: a blank line stands before the line that begins one."""
    before = ((data[max(m.start() - 2, 0) : m.start()], m) for m in _BEGIN.finditer(data))
    begins = [m for blank, m in before if blank in (b"", b"\n\n")]
    for begin, after in zip_longest(begins, begins[1:]):
        yield _ESCAPED.sub(rb"\1", data[begin.end() : after.start() if after else len(data)])


def _mail_fields(message: EmailMessage, encoding: str | None) -> dict[str, str]:
    name, address = parseaddr(str(message.get("From", "")))
    title, day = message.get("Subject"), message.get("Date")
    given = {"title": title, "byline": name or address, "published": day}
    fields = {k: " ".join(str(v).split()) for k, v in given.items() if v}
    body = message.get_body(("plain", "html"))
    if body is None:
        return fields
    text = decode_part(body, encoding)
    if body.get_content_subtype() == "html":
        text = plain(text)
    return {**fields, "text": text.strip()}


def decode_part(part: Message, encoding: str | None = None) -> str:
    """Decode a part of a mail by what it says of itself, if that is so."""
    payload = part.get_payload(decode=True)
    payload = payload if isinstance(payload, bytes) else b""
    try:
        return decoding.text(payload, encoding or part.get_content_charset())[0]
    except ReadError:
        return decoding.text(payload)[0]
