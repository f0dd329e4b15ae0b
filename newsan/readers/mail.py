"""Mails: one in a file, or many one after the other (mbox); the subject is the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from itertools import zip_longest

from newsan.errors import ReadError
from newsan.readers import decoding, markup
from newsan.readers.record import Fault, Item, Note, Record

_BEGIN = re.compile(rb"(?m)^From \S[^\n]*\d{4}[^\n]*\n")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read a mail, or the mails of an mbox.

    Examples
    --------
    >>> [r] = read(b"From: Ann Lee <ann@ostra.example>\\nSubject: Rain\\n\\nIt rained.")
    >>> r.fields
    {'title': 'Rain', 'byline': 'Ann Lee', 'text': 'It rained.'}
    """
    data = data.replace(b"\r\n", b"\n")
    mails = list(_mails(data))
    for number, mail in enumerate(mails or [data], 1):
        where = f"mail {number}" if mails else ""
        message = message_from_bytes(mail, policy=policy.default)
        try:
            yield Record(_fields(message, encoding), where, is_prose=True)
        except (ReadError, LookupError, ValueError, AttributeError) as error:
            yield Fault(f"not a mail that can be read: {error}", where)
            continue
        if n := sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0:
            yield Note("lost", "attachments of mails", "save them as files", n)


def _mails(data: bytes) -> Iterator[bytes]:
    """Yield the mails of an mbox: a blank line stands before the line that begins one."""
    before = ((data[max(m.start() - 2, 0) : m.start()], m) for m in _BEGIN.finditer(data))
    begins = [m for blank, m in before if blank in (b"", b"\n\n")]
    for begin, after in zip_longest(begins, begins[1:]):
        yield _ESCAPED.sub(rb"\1", data[begin.end() : after.start() if after else len(data)])


def _fields(message: EmailMessage, encoding: str | None) -> dict[str, str]:
    name, address = parseaddr(str(message.get("From", "")))
    title, day = message.get("Subject"), message.get("Date")
    given = {"title": title, "byline": name or address, "published": day}
    fields = {k: " ".join(str(v).split()) for k, v in given.items() if v}
    body = message.get_body(("plain", "html"))
    if body is None:
        return fields
    text = words(body, encoding)
    if body.get_content_subtype() == "html":
        text = markup.plain(text)
    return {**fields, "text": text.strip()}


def words(part: Message, encoding: str | None = None) -> str:
    """Decode a part of a mail by what it says of itself, if that is so."""
    payload = part.get_payload(decode=True)
    payload = payload if isinstance(payload, bytes) else b""
    try:
        return decoding.text(payload, encoding or part.get_content_charset())[0]
    except ReadError:
        return decoding.text(payload)[0]
