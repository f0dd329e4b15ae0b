"""JSON files: one article, a list of them, one a line, or the messages of an export of Telegram Desktop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from newsan.errors import ReadError
from newsan.readers import decoding, fields
from newsan.readers.record import Fault, Item, Note, Record, keys_of, skip_notes

_AROUND = keys_of("JSON")  # what lies round the articles of an export, outermost first
_MORE = "not JSON: Extra data"  # lines of it, unless it is the first that has more


def read(text: str) -> Iterator[Item]:
    """
    Read a JSON document: an article, a list of articles, or an object that holds such a list.

    Lines of JSON are read as such whatever the file is called.

    Examples
    --------
    >>> [r.fields["text"] for r in read('[{"text": "It rained."}, {"text": "It snowed."}]')]
    ['It rained.', 'It snowed.']
    >>> [r.fields["text"] for r in read('{"response": {"docs": [{"text": "It rained."}]}}')]
    ['It rained.']
    """
    found = _parse(text)
    if isinstance(found, Fault) and found.problem == _MORE and found.where[:7] != "line 1,":
        yield Note("guessed", "read as JSON lines", "save it as .jsonl")
        yield from read_lines(line.encode("utf-8", "surrogatepass") for line in text.split("\n"))
        return
    if _is_telegram(found):
        yield from _read_telegram(found)
        return
    found = _unwrap(found)
    if not isinstance(found, list):
        yield _record(found, "")
        return
    for number, item in enumerate(found, 1):
        yield _record(item, f"record {number}")


def _unwrap(found: Any) -> Any:
    """Return the list of articles that an object holds, or the object."""
    inner = found
    while isinstance(inner, dict) and "text" not in fields.values(inner)[0]:
        inner = next((inner[k] for k in _AROUND if isinstance(inner.get(k), list | dict)), None)
    return found if inner is None else inner


def read_lines(lines: Iterable[bytes | Fault], encoding: str | None = None) -> Iterator[Item]:
    """
    Read one article a line; a line that is not JSON is a fault and the others are read.

    Takes the lines of an open file, so that a file of any size is read a line at a time. A line that
    could not be read is a fault already, and only gets its place.

    Examples
    --------
    >>> for r in read_lines([b'{"text": "It rained."}', b"{broken"]):
    ...     print(r)
    Record(fields={'text': 'It rained.'}, where='line 1', notes=())
    Fault(problem='not JSON: Expecting property name enclosed in double quotes', where='line 2')
    """
    for number, line in enumerate(lines, 1):
        where = f"line {number}"
        if isinstance(line, Fault):
            yield Fault(line.problem, where)
            continue
        if not line.strip():
            continue
        try:
            text, note = decoding.text(line, encoding)
        except ReadError as error:
            yield Fault(str(error), where)
            continue
        if note:
            yield Note("guessed", note, "say encoding=", where=where)
        yield _record(_parse(text, where), where)


def _parse(text: str, where: str = "") -> Any:
    """Return what JSON says, or the fault of what is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = where or f"line {error.lineno}, column {error.colno}"
        return Fault(f"not JSON: {error.msg}", at)
    except (ValueError, RecursionError) as error:  # a number, or a nesting, beyond all bounds
        return Fault(f"not JSON that can be read: {error}", where)


def _record(item: Any, where: str) -> Record | Fault:
    if isinstance(item, Fault):
        return item
    if isinstance(item, dict):
        return Record(item, where)
    return Fault(f"an article must be an object with a 'text', not {type(item).__name__}", where)


def _is_telegram(found: Any) -> bool:
    """Return whether a JSON document is an export of one chat or of all."""
    return any("type" in chat and isinstance(chat.get("messages"), list) for chat in _chats(found))


def _read_telegram(found: Any) -> Iterator[Item]:
    """Read the messages of an export; those without words and those of the service are counted."""
    passed = {"messages of the service": 0, "messages without words, such as pictures": 0}
    for chat in _chats(found):
        for message in chat.get("messages", ()):
            if not isinstance(message, dict) or message.get("type", "message") != "message":
                passed["messages of the service"] += 1
            elif not (text := _join_runs(message.get("text")).strip()):
                passed["messages without words, such as pictures"] += 1
            else:
                fields = {**_telegram_fields(message, chat), "text": text}
                yield Record(fields, f"message {message.get('id')}", is_prose=True)
    yield from skip_notes(passed)


def _chats(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, dict):
        return []
    chats = found.get("chats")
    held = chats.get("list") if isinstance(chats, dict) else [found]
    return [chat for chat in held or () if isinstance(chat, dict)]


def _telegram_fields(message: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any]:
    # `date` is of the clock of who exported it; the other counts seconds and needs no zone
    seconds = str(message.get("date_unixtime"))
    day = message.get("date")
    if seconds.isdecimal():
        day = pd.Timestamp(int(seconds), unit="s", tz="UTC")
    given = {"outlet": chat.get("name"), "published": day,
             "byline": message.get("author") or message.get("from")}  # fmt: skip
    if given["byline"] == given["outlet"]:
        del given["byline"]
    return {k: v for k, v in given.items() if v}


def _join_runs(text: Any) -> str:
    """Join the runs that a text is cut into where it is bold, or a link."""
    runs = text if isinstance(text, list) else [text]
    known = (r for r in runs if isinstance(r, str | dict))
    return "".join(r if isinstance(r, str) else str(r.get("text", "")) for r in known)
