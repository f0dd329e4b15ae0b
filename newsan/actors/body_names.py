"""How names of bodies look: whole names, short for longer ones, introduced by a noun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.document import Document
from newsan.text.words import BODIES

LONGEST = 60  # characters of a name
_TITLES = lexicons.words("nouns", "title")
_OPENERS = frozenset(w.capitalize() for w in lexicons.words("function_words", "before a body"))
_NAME_AFTER = re.compile(r",? (?P<name>[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*)")
_RUN = re.compile(
    r"(?<![\w-])[A-Z][\w’'&-]*\w(?: (?:of |for |of the |and )?(?!\w+day\b)[A-Z][\w’'&-]*\w)+"
)
_BEFORE = re.compile(r"(?:(?<![\w’'.-])[A-Z][\w’'&-]*(?<!['’]s) )+\Z")
_AFTER = re.compile(r"(?: (?:(?:of|for|on) (?:the )?)?(?!\w+day\b)[A-Z][\w’'&-]*)+")


def is_short_for(longer: str, name: str) -> bool:
    """Return whether a body's name is short for a longer one: its first or last words, or its initials."""
    words, fewer = longer.casefold().split(), name.casefold().split()
    if len(fewer) >= len(words):
        return False
    if name.isupper() and len(fewer) == 1:
        return initials(longer) == fewer[0].replace(".", "")
    return words[: len(fewer)] == fewer or (len(fewer) > 1 and words[-len(fewer) :] == fewer)


def initials(name: str) -> str:
    """Return the first letters of a name's capitalised words, small."""
    return "".join(w[0] for w in name.split() if w[0].isupper()).casefold()


def find_introduced(document: Document) -> Iterator[tuple[int, int]]:
    """Find the names that stand right after a noun for a body: `the charity | Open Rivers`."""
    for p in document.phrases:
        noun = document.text[p.start : p.end].rsplit(" ", 1)[-1]
        if not p.named and noun in BODIES and (m := _NAME_AFTER.match(document.text, p.end)):
            yield whole_name(document.text, *m.span("name"))


def find_by_noun(text: str) -> Iterator[tuple[int, int]]:
    """Find the runs of capitalised words with a noun for a body among them: `Centre for River Research`."""
    for m in _RUN.finditer(text):
        words = m.group().split(" ")
        if words[0] in _OPENERS:
            words = words[1:]
        if len(words) > 1 and not BODIES.isdisjoint(w.casefold() for w in words):
            yield m.end() - len(" ".join(words)), m.end()


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole name around a part of it: the capitalised words beside it, less a leading article."""
    before = _BEFORE.search(text, max(0, start - LONGEST), start)
    if before is not None:
        words = before.group().split()
        while words and (words[0] in _OPENERS or words[0].casefold() in _TITLES):
            words.pop(0)
        start -= sum(len(w) + 1 for w in words)
    after = _AFTER.match(text, end)
    end = after.end() if after and text[end - 2 : end] not in ("'s", "’s") else end
    first = text[start:end].split(" ", 1)
    if len(first) > 1 and first[0] in _OPENERS:
        start += len(first[0]) + 1
    return start, end
