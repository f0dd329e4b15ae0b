"""Pages saved whole, as MHTML: one mail whose first HTML is the page."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy

from newsan.errors import ReadError
from newsan.readers import mail, web_page
from newsan.readers.record import Item


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the article of a page that a browser saved; the day on which it did is none of publication.

    Raises
    ------
    ReadError
        No page is in it.
    """
    message = message_from_bytes(data, policy=policy.default)
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    if (page := next(pages, None)) is None:
        raise ReadError("MHTML without a page: save it as .html")
    url = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    yield from web_page.read(mail.words(page, encoding), str(url) if url else None)
