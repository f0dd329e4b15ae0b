"""Saved web pages, by trafilatura (extra `web`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from newsan.errors import missing_extra
from newsan.readers.record import Fault, Item, Record

_FIELDS = {"title": "title", "author": "byline", "date": "published", "source": "url",
           "hostname": "outlet", "language": "lang", "text": "text"}  # fmt: skip


def read(text: str, url: str | None = None) -> Iterator[Item]:
    """
    Read the article of a saved web page, without menus, comments and other page furniture.

    Raises
    ------
    MissingExtra
        trafilatura is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise missing_extra("trafilatura", "web", "read .html files") from None
    found = trafilatura.extract(text, url=url, output_format="json", with_metadata=True,
                                include_comments=False, include_tables=False)  # fmt: skip
    if found is None:
        yield Fault("no article text found in the page")
        return
    raw = json.loads(found)
    yield Record(
        {ours: raw[theirs] for theirs, ours in _FIELDS.items() if raw.get(theirs)}, is_prose=True
    )
