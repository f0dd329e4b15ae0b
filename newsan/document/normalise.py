"""The copy of a text that is read: without invisible characters, with the lines of a paragraph joined."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from newsan.text.segment import INVISIBLE

_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*+\n[^\S\n]*+(?=\S)")  # with what indents the next line
_EMPTY_LINE, _WORD = re.compile(r"\n[^\S\n]*\n"), re.compile(r"\S+")
_BLANKS = re.compile(r"(?<=\S) {2,}+(?=\S)")  # that justify a line
_CELLS = frozenset("|\t")  # in a line of a table
_HYPHEN = re.compile(r"[^\W\d_][-‐—\u00ad]\Z")  # `long-` at a line's end, before `range`
# A list, a turn of a transcript, a caption: their lines are theirs.
_OF_ITS_OWN = re.compile(
    r"[.?!:;”\"’)]\s*\n\s*(?:[-*•·–—]\s|\d{1,3}[.)]\s|(?:[A-Z][\w.'’-]*[ ]?){1,4}:\s)"
)
NARROWEST, WIDEST = 40, 130  # characters of a wrapped line
FEWEST, SHARE = 2, 0.85  # line ends that tell a wrapped text, and of all how many
INSIDE = 0.4  # of the line ends of ragged lines, or of a lone paragraph, how many are in a sentence
RAGGED = 0.75  # of the width, that a ragged line has at least


@dataclass(frozen=True)
class ReadingCopy:
    """A text as it is read, and where what was left out stood in the text as it is written."""

    text: str
    _at: tuple[int, ...] = ()  # offsets in the copy at which something is left out
    _before: tuple[int, ...] = (0,)  # characters left out before each of them, and in all

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the copy stands in the text as it is written."""
        return (
            start + self._before[bisect_right(self._at, start)],
            end + self._before[bisect_left(self._at, end)],
        )

    def inward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text as it is written stands in the copy."""
        return self._inside(start), self._inside(end)

    @cached_property
    def _ends(self) -> list[int]:
        """Where, in the text as it is written, what is left out ends."""
        return [a + n for a, n in zip(self._at, self._before[1:], strict=True)]

    def _inside(self, offset: int) -> int:
        number = bisect_right(self._ends, offset)
        copied = offset - self._before[number]
        return min(copied, self._at[number]) if number < len(self._at) else copied


def reading_copy(text: str) -> ReadingCopy:
    """
    Return the copy of a text that is read.

    Invisible characters are left out. Where empty lines part paragraphs, or there is but one, and lines
    break because the next word would not have fitted, a line end is a space; after `long-` it is nothing.
    Lists, headings, verse, tables and transcripts keep their lines, as does a text with a line a paragraph.

    Examples
    --------
    >>> copy = reading_copy("Ost\\u00adrell left.")
    >>> copy.text, copy.outward(0, 7), copy.inward(0, 8)
    ('Ostrell left.', (0, 8), (0, 7))
    """
    cuts = [(m.start(), m.end(), "") for m in INVISIBLE.finditer(text)]
    cuts += _joins(text) if "\n" in text else []
    if not cuts:
        return ReadingCopy(text)
    parts, at, lengths, place, written = [], [], [], 0, 0
    for start, end, instead in sorted(cuts):
        if start < place:
            continue  # a soft hyphen at a line's end
        parts += [text[place:start], instead]
        written += start - place + len(instead)
        at.append(written)
        lengths.append(end - start - len(instead))
        place = end
    parts.append(text[place:])
    return ReadingCopy("".join(parts), tuple(at), (0, *accumulate(lengths)))


def _joins(text: str) -> list[tuple[int, int, str]]:
    """Return the line ends inside paragraphs of a wrapped text, and what is read in their place."""
    ends = [_LineEnd.of(text, m) for m in _LINE_END.finditer(text)]
    ends = [end for end in ends if end.line.strip() and not _CELLS.intersection(end.line)]
    width = max((len(end.line) for end in ends), default=0)
    if not NARROWEST <= width <= WIDEST:
        return []
    long = [end for end in ends if 2 * len(end.line) >= width]  # not headings, not lists
    is_prose = sum(end.is_inside for end in long) >= max(FEWEST, INSIDE * len(long))
    full = [end for end in ends if end.reach > width]
    is_full = len(full) >= max(FEWEST, SHARE * len(long))
    if not is_prose and not (is_full and _EMPTY_LINE.search(text.strip())):
        return []
    if not is_full:  # its lines end where their words let them
        full = [end for end in ends if end.reach > RAGGED * width]
    joins = []
    for end in full:
        if _OF_ITS_OWN.match(text, max(0, end.start - 1)) is None:
            joins.append((end.start, end.end, "" if _HYPHEN.search(end.line) else " "))
            begin = end.start - len(end.line)
            joins += [(*m.span(), " ") for m in _BLANKS.finditer(text, begin, end.start)]
    return joins


class _LineEnd(NamedTuple):
    """A line end with the line before it and the first word after it."""

    start: int
    end: int
    line: str
    following: str

    @classmethod
    def of(cls, text: str, match: re.Match[str]) -> _LineEnd:
        begin = text.rfind("\n", 0, match.start()) + 1
        word = _WORD.match(text, match.end())
        return cls(*match.span(), text[begin : match.start()], word.group() if word else "")

    @property
    def reach(self) -> int:
        """How long the line would be with the word after it."""
        return len(self.line) + 1 + len(self.following)

    @property
    def is_inside(self) -> bool:
        """Whether it stands within a sentence, by what ends the line and begins the next."""
        small = self.following[:1].islower() or self.line.isupper()
        return small and (self.line[-1:].isalnum() or self.line.endswith("-"))
