"""JSON files: one article, a list of them, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from newsan.errors import ReadError
from newsan.readers import decode, fields, telegram
from newsan.readers.record import Fault, Item, Note, Record

# Names of what lies round the articles of an export, outermost first.
_AROUND = "response articles documents docs items results data records stories".split()


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
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            yield Note("guessed", "read as JSON lines", "save it as .jsonl")
            yield from read_lines(
                line.encode("utf-8", "surrogatepass") for line in text.split("\n")
            )
        else:
            yield Fault(f"not JSON: {error.msg}", f"line {error.lineno}, column {error.colno}")
        return
    except (ValueError, RecursionError) as error:  # a number, or a nesting, beyond all bounds
        yield Fault(f"not JSON that can be read: {error}")
        return
    if telegram.is_export(found):
        yield from telegram.read(found)
        return
    found = _within(found)
    if not isinstance(found, list):
        yield _record(found, "")
        return
    for number, item in enumerate(found, 1):
        yield _record(item, f"record {number}")


def _within(found: Any) -> Any:
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
            text, note = decode.text(line, encoding)
            if note:
                yield Note("guessed", note, "say encoding=", where=where)
            yield _record(json.loads(text), where)
        except json.JSONDecodeError as error:
            yield Fault(f"not JSON: {error.msg}", where)
        except ReadError as error:
            yield Fault(str(error), where)
        except (ValueError, RecursionError) as error:
            yield Fault(f"not JSON that can be read: {error}", where)


def _record(item: Any, where: str) -> Record | Fault:
    if not isinstance(item, dict):
        return Fault(
            f"an article must be an object with a 'text', not {type(item).__name__}", where
        )
    return Record(item, where)
