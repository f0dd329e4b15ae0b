"""Exports of ProQuest as text: many documents between rows of underscores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.readers.record import Item, Record

_BETWEEN = re.compile(r"(?m)^_{20,}[ \t]*$")
_COUNT = re.compile(r"Document \d+ of \d+\s*")
_KEY = re.compile(r"([A-Z][A-Za-z/ ]{2,40}):[ \t]*(.*)")


def read(text: str) -> Iterator[Item]:
    """
    Read the documents of a text export of ProQuest, each by the names of its fields.

    Examples
    --------
    >>> line = "_" * 60
    >>> [r] = read(f"{line}\\nDocument 1 of 1\\n\\nRain\\n\\nFull text: It rained.\\n\\nPublication title: Ostra; Veldany")
    >>> r.fields
    {'title': 'Rain', 'text': 'It rained.', 'outlet': 'Ostra'}
    """
    number = 0
    for part in _BETWEEN.split(text):
        fields = _document(_COUNT.sub("", part.strip(), count=1))
        if set(fields) - {"title"}:  # what has a first line only is of the export
            number += 1
            yield Record(fields, f"document {number}", is_prose=True)


def _document(part: str) -> dict[str, str]:
    """Return the fields of a document: each runs to the next line that begins with the name of one."""
    keys = (r for r in lexicons.rows("export_keys") if r["export"] == "ProQuest")
    known = {r["key"].lower(): r["field"] for r in keys}
    found: dict[str, list[str]] = {}
    key = ""
    for line in part.split("\n"):
        match = _KEY.fullmatch(line)
        if match and match[1].lower() in known:
            key = match[1].lower()
            found.setdefault(key, []).append(match[2])
        elif key:
            found[key].append(line)
    title = part.split("\n", 1)[0].strip()
    fields = {"title": title} if title and not _KEY.fullmatch(title) else {}
    for name, lines in found.items():
        if (field := known[name]) and (value := "\n".join(lines).strip()):
            fields[field] = value if field == "text" else " ".join(value.split())
    if "outlet" in fields:  # "Daily Herald; Veldany": the place is none of its name
        fields["outlet"] = fields["outlet"].split(";")[0].strip()
    return fields
