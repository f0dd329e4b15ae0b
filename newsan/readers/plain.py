"""Text and Markdown files, with front matter, with header lines, or with neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan.readers.record import Item, Record

_HEADER = re.compile(
    r"(?i)(title|headline|date|published|url|link|source|outlet|publisher|byline|author|lang|"
    r"language|id|article_id|file)[ \t]*:[ \t]*(.*)"
)
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_TITLE_WORDS = 30  # a longer first line is a paragraph, not a headline


def read(text: str) -> Iterator[Item]:
    """
    Read one article from a text or Markdown file.

    Front matter stands between two lines of three hyphens; header lines (`TITLE: ...`) stand at the
    top and end at the first blank line. Neither is part of the text. Without either, a short first
    line that does not end like a sentence is the title, and stays in the text.

    Parameters
    ----------
    text
        What the file holds.

    Yields
    ------
    record
        One record.

    Examples
    --------
    >>> [r] = read("TITLE: Rain in Ostrell\\nDATE: 2031-05-02\\n\\nIt rained.")
    >>> r.fields
    {'title': 'Rain in Ostrell', 'date': '2031-05-02', 'text': 'It rained.'}
    """
    found = _front_matter(text) or _header_lines(text)
    fields, body = found or ({}, text)
    body = body.strip()
    if found is None and (title := _first_line(body)):
        fields["title"] = title
    yield Record({**fields, "text": body}, is_prose=True)


def _front_matter(text: str) -> tuple[dict[str, str], str] | None:
    lines = text.lstrip("\n").split("\n")
    if lines[0].rstrip() != "---":
        return None
    ends = [i for i, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}]
    if not ends:
        return None
    fields: dict[str, str] = {}
    for line in lines[1 : ends[0]]:
        if (match := _KEY.match(line)) and (value := match[2].strip().strip("\"'")):
            fields[match[1].lower()] = value
    return fields, "\n".join(lines[ends[0] + 1 :])


def _header_lines(text: str) -> tuple[dict[str, str], str] | None:
    """Take the lines before the first blank one, if each of them is a header line."""
    head, _, body = text.lstrip("\n").partition("\n\n")
    matches = [_HEADER.fullmatch(line.strip()) for line in head.split("\n")]
    if not all(matches) or (len(matches) == 1 and not body):
        return None
    found = {m[1].lower(): m[2].strip() for m in matches if m}
    return {k: v for k, v in found.items() if v}, body


def _first_line(body: str) -> str | None:
    line = body.split("\n", 1)[0].strip().lstrip("# ").strip()
    is_whole = line == body.strip()
    if is_whole or not line or len(line.split()) > _TITLE_WORDS or line[-1] in '.!:,;”"':
        return None
    return line
