"""The fields of an article by the names that files give them, as the values the frame wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from newsan.readers import decode

ALIASES = {
    "article_id": ("article_id", "id", "docid", "doc_id", "uid", "guid"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "source_name"),
    "byline": ("byline", "author", "authors"),
    "published": ("published", "date", "published_at", "publish_date", "date_published", "pubdate",
                  "datetime", "timestamp"),
    "lang": ("lang", "language"),
    "url": ("url", "link", "web_url"),
    "text": ("text", "body", "content", "maintext", "article", "full_text"),
}  # fmt: skip
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_COMPACT = re.compile(r"(?:19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")


def first(fields: Mapping[str, Any], aliases: tuple[str, ...]) -> Any:
    """Return the first of some fields that holds a value."""
    for alias in aliases:
        value = fields.get(alias)
        if (
            value is not None
            and not (pd.api.types.is_scalar(value) and pd.isna(value))
            and value != ""
        ):
            return value
    return None


def words(value: object) -> str:
    """Write a field as text; a list of authors becomes one line."""
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return decode.repair(str(value)).strip()


def instant(value: object) -> pd.Timestamp | None:
    """Read a date as an instant in UTC; what names no single day gives none."""
    if isinstance(value, bool) or value is None or value is pd.NaT:
        return None
    if isinstance(value, int | float | np.number):
        text = str(int(value)) if value == value and float(value).is_integer() else ""
        return instant(text) if _COMPACT.fullmatch(text) else None
    try:
        if isinstance(value, str):
            text = value.strip()
            # pandas takes "March 2025" for its first day, and "May" for one in the year 1
            is_iso = _ISO.match(text) or _COMPACT.match(text)
            made = pd.Timestamp(text) if is_iso else _spoken(text)
        else:
            made = pd.Timestamp(value)  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError):
        return None
    if made is None or made is pd.NaT:
        return None
    return made.tz_localize("UTC") if made.tzinfo is None else made.tz_convert("UTC")


def _spoken(value: str) -> pd.Timestamp | None:
    """Read "Friday, 14 March 2025, 9:05 pm"; a date without day, month or year is not one."""
    import dateparser

    found = dateparser.parse(value, languages=["en"], settings={
        "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]})  # fmt: skip
    return None if found is None else pd.Timestamp(found)
