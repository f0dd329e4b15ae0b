"""Exports of Factiva as HTML with its field codes: a table an article, HD beside the headline, TD beside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.readers import markup
from newsan.readers.record import Item, Record

_ROW = re.compile(r"(?i)<tr\b[^>]*>")
_CELL = re.compile(r"(?i)<t[dh]\b[^>]*>")
_CODE = re.compile(r"[A-Z]{2,3}")
_PUT_BEFORE = {"byline": "By ", "article_id": "Document "}


def read(html: str) -> Iterator[Item]:
    """
    Read the articles of an export of Factiva.

    A new one begins where a code comes a second time.

    Examples
    --------
    >>> row = "<tr><td><b>{}</b></td><td>{}</td></tr>".format
    >>> [r] = read(row("HD", "Rain") + row("BY", "By Ann Lee") + row("LP", "<p>It rained.</p>") + row("TD", "<p>Hard.</p>"))
    >>> r.fields
    {'title': 'Rain', 'byline': 'Ann Lee', 'text': 'It rained.\\n\\nHard.'}
    """
    keys = [r for r in lexicons.rows("export_keys") if r["export"] == "Factiva"]
    coded: list[dict[str, str]] = []
    for row in _ROW.split(html)[1:]:
        cells = [markup.plain(cell) for cell in _CELL.split(row)[1:]]
        if len(cells) < 2 or not _CODE.fullmatch(code := cells[0].strip()):
            continue
        if not coded or code in coded[-1]:
            coded.append({})
        coded[-1][code] = "\n\n".join(cells[1:]).strip()
    for number, codes in enumerate(coded, 1):
        given = {k["field"]: codes[k["key"]] for k in keys if codes.get(k["key"])}
        fields = {k: v for k, v in given.items() if k != "text"}
        for field, words in _PUT_BEFORE.items():
            if field in fields:
                fields[field] = fields[field].removeprefix(words)
        # the lead paragraph, and the text that goes on from it
        parts = [codes[k["key"]] for k in keys if k["field"] == "text" and k["key"] in codes]
        yield Record({**fields, "text": "\n\n".join(parts)}, f"article {number}", is_prose=True)
