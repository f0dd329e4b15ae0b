"""Exports of Nexis and Nexis Uni as text: many documents in one file, each with its outlet, day and byline."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.readers import days
from newsan.readers.record import Item, Note, Record

_FIRST = re.compile(r"(?m)^[ \t]*\d+ (?:of|von|de|sur) (\d+) DOCUMENTS?[ \t]*$")
_LAST = re.compile(r"(?m)^[ \t]*End of Document[ \t]*$")
_KEY = re.compile(r"([A-Za-z][A-Za-z-]+):(?:[ \t]+(.*))?")
_BODY, _INDEX = "body", "Classification"


def read(text: str) -> Iterator[Item]:
    """
    Read the documents of an export of Nexis.

    Older ones open each with "1 of 10 DOCUMENTS", the outlet and the day centred above the headline;
    those of Nexis Uni close each with "End of Document", the outlet and the day below the headline.

    Examples
    --------
    >>> head = "1 of 1 DOCUMENTS\\n\\n  Ostra News\\n\\n  May 2, 2031 Friday\\n\\n"
    >>> [r] = read(f"{head}Rain\\n\\nBYLINE: Ann Lee\\n\\nIt rained.")
    >>> r.fields["title"], r.fields["outlet"], r.fields["byline"], r.fields["text"]
    ('Rain', 'Ostra News', 'Ann Lee', 'It rained.')
    """
    counted = [int(m[1]) for m in _FIRST.finditer(text)]
    # what stands before the first and after the last is of the export
    parts = _FIRST.split(text)[2::2] if counted else _LAST.split(text)
    if not counted and not any(_name(line) in _keys("head") for line in parts[-1].split("\n")):
        parts = parts[:-1]  # no document that was cut off
    for number, part in enumerate(parts, 1):
        lines = [line for line in part.split("\n") if not _LAST.match(line)]
        yield Record(_document(lines, is_old=bool(counted)), f"document {number}", is_prose=True)
    if counted and max(counted) > len(parts):
        missing = max(counted) - len(parts)
        yield Note("lost", "documents that the export counts and does not hold", n=missing)


@functools.cache
def _keys(part: str) -> frozenset[str]:
    """Return what begins the lines before a text (head) or after it (tail)."""
    keys = lexicons.rows("export_keys")
    return frozenset(r["key"] for r in keys if (r["export"], r["part"]) == ("Nexis", part))


def _document(lines: list[str], *, is_old: bool) -> dict[str, str]:
    keyed = [i for i, line in enumerate(lines) if _name(line) in _keys("head")]
    top = [
        (i, line.strip())
        for i, line in enumerate(lines[: keyed[0] if keyed else None])
        if line.strip()
    ]
    at = next((n for n, (_, line) in enumerate(top[:8]) if days.instant(line) is not None), None)
    fields = {"published": top[at][1]} if at is not None else {}
    names = [line for _, line in top]
    if is_old:
        # editions may stand between day and headline, centred as the day is
        left = [line for i, line in top[(at or 0) + 1 :] if not lines[i][:1].isspace()]
        fields |= {
            "outlet": names[0] if names else "",
            "title": " ".join(left if keyed else left[:1]),
        }
    else:
        fields |= {"title": names[0] if names else "", "outlet": names[at - 1] if at else ""}
    begin = keyed[0] if keyed else (top[at][0] + 1 if at is not None else 0)
    while begin < len(lines) and (
        not lines[begin].strip() or (name := _name(lines[begin])) in _keys("head")
    ):
        if lines[begin].strip():
            begin = _read_key(lines, begin, name, fields)
        else:
            begin += 1
    if _BODY in (names := [_name(line) for line in lines]):
        begin = names.index(_BODY) + 1
    end = next((i for i in range(begin, len(lines)) if _is_tail(lines[i])), len(lines))
    return {**fields, "text": "\n".join(lines[begin:end]).strip("\n")}


def _name(line: str) -> str:
    """Return the name that a line gives a value, or what it says if it is one word."""
    match = _KEY.fullmatch(line.strip())
    return (match[1] if match else line.strip()).lower()


def _is_tail(line: str) -> bool:
    """Tell whether a line is of what follows a text; a word by itself may be a heading in it."""
    return line.strip() == _INDEX or (":" in line and _name(line) in _keys("tail"))


def _read_key(lines: list[str], at: int, name: str, fields: dict[str, str]) -> int:
    """Take a field that may run over lines up to a blank one; return the line after it."""
    end = at + 1
    while (
        end < len(lines) and lines[end].strip() and _name(lines[end]) not in _keys("head") | {_BODY}
    ):
        end += 1
    value = " ".join(line.strip() for line in lines[at:end]).partition(":")[2].strip()
    if name in ("byline", "url") and value:
        fields[name] = value.removeprefix("By ")
    return end
