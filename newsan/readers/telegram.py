"""Exports of Telegram Desktop: the messages of a channel, whose name is their outlet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from newsan.readers.record import Item, Note, Record


def is_export(found: Any) -> bool:
    """
    Tell whether a JSON document is an export of one chat or of all.

    Examples
    --------
    >>> is_export({"name": "Ostra", "type": "public_channel", "messages": []}), is_export({"messages": [1]})
    (True, False)
    """
    return any("type" in chat and isinstance(chat.get("messages"), list) for chat in _chats(found))


def read(found: Any) -> Iterator[Item]:
    """
    Read the messages of an export; those without words and those of the service are counted.

    Examples
    --------
    >>> runs = ["It ", {"type": "bold", "text": "rained"}, "."]
    >>> [r] = read({"name": "Ostra", "type": "public_channel", "messages": [{"id": 4, "type": "message", "text": runs}]})
    >>> r.fields, r.where
    ({'outlet': 'Ostra', 'text': 'It rained.'}, 'message 4')
    """
    passed = {"messages of the service": 0, "messages without words, such as pictures": 0}
    for chat in _chats(found):
        for message in chat.get("messages", ()):
            if not isinstance(message, dict) or message.get("type", "message") != "message":
                passed["messages of the service"] += 1
            elif not (text := _joined(message.get("text")).strip()):
                passed["messages without words, such as pictures"] += 1
            else:
                yield Record(
                    {**_fields(message, chat), "text": text},
                    f"message {message.get('id')}",
                    is_prose=True,
                )
    for what, n in passed.items():
        if n:
            yield Note("skipped", what, n=n)


def _chats(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, dict):
        return []
    chats = found.get("chats")
    held = chats.get("list") if isinstance(chats, dict) else [found]
    return [chat for chat in held or () if isinstance(chat, dict)]


def _fields(message: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any]:
    # `date` is of the clock of who exported it; the other counts seconds and needs no zone
    seconds = str(message.get("date_unixtime"))
    day = (
        pd.Timestamp(int(seconds), unit="s", tz="UTC")
        if seconds.isdecimal()
        else message.get("date")
    )
    given = {"outlet": chat.get("name"), "published": day,
             "byline": message.get("author") or message.get("from")}  # fmt: skip
    if given["byline"] == given["outlet"]:
        del given["byline"]
    return {k: v for k, v in given.items() if v}


def _joined(text: Any) -> str:
    """Join the runs that a text is cut into where it is bold, or a link."""
    runs = text if isinstance(text, list) else [text]
    return "".join(
        r if isinstance(r, str) else str(r.get("text", ""))
        for r in runs
        if isinstance(r, str | dict)
    )
