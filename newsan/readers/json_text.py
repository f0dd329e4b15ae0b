"""JSON files: one article, a list of them, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from newsan.errors import ReadError
from newsan.readers import decode
from newsan.readers.record import Fault, Record

_LISTS = ("articles", "documents", "items", "results", "data", "records")


def read(data: bytes) -> Iterator[Record | Fault]:
    """
    Read a JSON document: an article, a list of articles, or an object that holds such a list.

    Examples
    --------
    >>> [r.fields["text"] for r in read(b'[{"text": "It rained."}, {"text": "It snowed."}]')]
    ['It rained.', 'It snowed.']
    """
    text, note = decode.text(data)
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        yield Fault(f"not JSON: {error.msg}", f"line {error.lineno}, column {error.colno}")
        return
    except (ValueError, RecursionError) as error:  # a number, or a nesting, beyond all bounds
        yield Fault(f"not JSON that can be read: {error}")
        return
    if isinstance(found, dict) and "text" not in found:
        found = next((found[k] for k in _LISTS if isinstance(found.get(k), list)), found)
    if not isinstance(found, list):
        yield _record(found, "", note)
        return
    for number, item in enumerate(found, 1):
        yield _record(item, f"record {number}", note)


def read_lines(lines: Iterable[bytes | Fault]) -> Iterator[Record | Fault]:
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
            text, note = decode.text(line)
            yield _record(json.loads(text), where, note)
        except json.JSONDecodeError as error:
            yield Fault(f"not JSON: {error.msg}", where)
        except ReadError as error:
            yield Fault(str(error), where)
        except (ValueError, RecursionError) as error:
            yield Fault(f"not JSON that can be read: {error}", where)


def _record(item: Any, where: str, note: str) -> Record | Fault:
    if not isinstance(item, dict):
        return Fault(
            f"an article must be an object with a 'text', not {type(item).__name__}", where
        )
    return Record(item, where, (note,) if note else ())
