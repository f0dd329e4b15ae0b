"""Exports of libraries and reference managers as RIS: tags of two signs, a record from TY to ER."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.readers.record import Item, Record

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")


def read(text: str) -> Iterator[Item]:
    """
    Read the records of RIS, which has no tag for the text of an article.

    What stands under tags that say nothing of an article keeps these as its names, so that
    `columns={"text": "N2"}` can say where an export puts its texts.

    Examples
    --------
    >>> [r] = read("TY  - NEWS\\nTI  - Rain\\nAU  - Lee, Ann\\nDA  - 2031/05/02/\\nN2  - It rained.\\nER  - ")
    >>> r.fields
    {'title': 'Rain', 'byline': 'Lee, Ann', 'published': '2031/05/02', 'N2': 'It rained.'}
    """
    keys = {r["key"]: r["field"] for r in lexicons.rows("export_keys") if r["export"] == "RIS"}
    for number, record in enumerate(re.split(r"(?m)^TY  ?-.*$", text)[1:], 1):
        found: dict[str, list[str]] = {}
        tag = ""
        for line in record.split("\n"):
            if match := _TAG.fullmatch(line):
                tag = match[1]
                found.setdefault(tag, []).append(match[2] or "")
            elif line.strip() and tag:
                found[tag][-1] += f"\n\n{line.strip()}"
        fields: dict[str, str] = {}
        for tag in sorted(found, key=[*keys, *found].index):  # of two for one field the better
            name = keys.get(tag, tag)
            value = ("; " if name == "byline" else "\n\n").join(filter(None, found[tag])).strip()
            if name and value:
                fields.setdefault(name, value.rstrip("/") if name == "published" else value)
        yield Record(fields, f"record {number}", is_prose=True)
