"""The fields of an article by the names that files give them, as the values the frame wants."""

from __future__ import annotations

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


def named(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the fields of a record by names in lower case."""
    return {str(k).strip().lower(): v for k, v in record.items()}


def first(fields: Mapping[str, Any], aliases: tuple[str, ...]) -> Any:
    """Return the first of some fields that holds a value."""
    for alias in aliases:
        value = fields.get(alias)
        if pd.api.types.is_scalar(value) and (pd.isna(value) or value == ""):
            continue
        return value
    return None


def words(value: object) -> str:
    """Write a field as text; a list of authors becomes one line."""
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(str(v) for v in value)
    return decode.repair(str(value)).strip()
