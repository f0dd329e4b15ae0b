"""Which quotations are of one utterance: by one actor, near in time, in much the same words."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from newsan.text.words import SMALL_WORDS, Word, stem

SHARE = 0.5  # of the shorter quotation's words, from which the two are renderings of one utterance
SMALL = 0.25  # what a small word (of, the) counts of another in that share
NAME = 0.5  # what a name counts: it tells of whom or what is spoken, not what is said
FEW = 3  # words, no small ones, a name half, that must be the same
MORE = 0.65  # the share where only two are, on one day, or three printed on the next
SHORTEST = 4  # words, small ones with them, that a quotation so short must have
STRETCH = 2  # times the shorter's words: how far apart in the longer the same words may stand
WHOLE = 0.85  # the share from which they may stand anywhere (an ellipsis) or be printed later
LONG = 6  # words, no small ones, that must be the same where they were printed later
DAYS = 1  # between words that were printed, or said and printed: midnight may lie between
LATER = 7  # days between the first and the last of an utterance, where words are nearly the same
LOOKED = 0.4  # of a quotation's different words that another must have to be compared with it


@dataclass(frozen=True)
class Said:
    """A quotation, or a sentence of one: who says it, its words, and the day it was said or printed."""

    actor: Hashable
    words: Sequence[Word]
    day: int | None = None  # counted from any one day
    is_said: bool = False  # the text tells the day; else it is that of the article

    @cached_property
    def stems(self) -> list[str]:
        """Its words without endings, those that an editor put between brackets left out."""
        return [stem(w.key) for w in self._own]

    @cached_property
    def weights(self) -> list[float]:
        """What each of them counts."""
        return [_weight(w) for w in self._own]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Those that are no small words."""
        return frozenset(s for s, w in zip(self.stems, self.weights, strict=True) if w > SMALL)

    @property
    def parts(self) -> list[Said]:
        """The quotation, and its sentences where it has more than one."""
        starts = [0, *(n for n, w in enumerate(self.words) if n and w.is_first), len(self.words)]
        sentences = [replace(self, words=self.words[a:b]) for a, b in pairwise(starts)]
        return [self, *sentences] if len(sentences) > 1 else [self]

    @cached_property
    def _own(self) -> list[Word]:
        return [w for w in self.words if not w.is_bracketed] or list(self.words)

    @property
    def size(self) -> tuple[float, list[str]]:
        """How much it says; of two that say as much, the first by its letters is the shorter."""
        return sum(self.weights), self.stems


def is_telling(word: Word) -> bool:
    """
    Tell whether a word counts in full: it is no small one, or a negation.

    Examples
    --------
    >>> from newsan.text.words import words
    >>> [w.key for w in words("We will not see them") if is_telling(w)]
    ['not', 'see']
    """
    return word.key not in SMALL_WORDS or word.kind == "negation"


def _weight(word: Word) -> float:
    return SMALL if not is_telling(word) else NAME if word.kind == "name" else 1.0


def grouped(said: Sequence[Said]) -> list[int]:
    """
    Return for each quotation the number of the first that is of its utterance.

    Two are of one utterance where the longest common subsequence of their words (rapidfuzz), without endings, small
    words counting a quarter, is half of the shorter one, and has three words that are no small ones. Sentences
    of a quotation are compared too, as outlets choose others. What is like a third joins the two.

    Examples
    --------
    >>> from newsan.text.words import words
    >>> lines = ["We will hold the old dam at Karsk until winter", "hold the old dam",
    ...          "They will be holding the old Karsk dam until the winter", "We will see"]
    >>> grouped([Said("ostrell", words(line), 5) for line in [*lines, "We will see"]])
    [0, 0, 0, 3, 4]
    """
    links = _Links(said)
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        blocks[one.actor].append(number)
    for block in blocks.values():
        owners, parts = zip(*((n, part) for n in block for part in said[n].parts), strict=True)
        alike = {
            (_apart(parts[a], parts[b]), *sorted((owners[a], owners[b])))
            for a, b in _pairs(parts)
            if owners[a] != owners[b] and is_one(parts[a], parts[b])
        }
        for _, one, other in sorted(alike):  # those of one day first
            links.join(one, other)
    return [links.first(number) for number in range(len(said))]


def is_one(a: Said, b: Said) -> bool:
    """
    Tell whether two quotations of one actor are renderings of one utterance.

    Examples
    --------
    >>> from newsan.text.words import words
    >>> first = Said("ostrell", words("We will hold the old dam"), 5, is_said=True)
    >>> again = Said("ostrell", words("we will hold the old dam,"), 9, is_said=True)
    >>> is_one(first, first), is_one(first, again)
    (True, False)
    """
    short, long = (a, b) if a.size <= b.size else (b, a)
    blocks = LCSseq.editops(short.stems, long.stems).as_matching_blocks()
    same = [n for block in blocks for n in range(block.a, block.a + block.size)]
    n_telling = sum(w for n in same if (w := short.weights[n]) > SMALL)
    if n_telling < FEW - 1:
        return False
    share = sum(short.weights[n] for n in same) / sum(short.weights)
    apart = _apart(a, b)
    if apart and a.is_said and b.is_said:
        return False
    if apart > DAYS:
        return share >= WHOLE and n_telling >= LONG
    if n_telling < FEW:
        return apart == 0 and share >= MORE and len(short.stems) >= SHORTEST
    met = [n for block in blocks if block.size for n in (block.b, block.b + block.size)]
    is_near = met[-1] - met[0] <= STRETCH * len(short.stems)
    return share >= WHOLE or (is_near and share >= (MORE if apart else SHARE))


def _apart(a: Said, b: Said) -> float:
    """Return the days between two, without end where one is not known."""
    return math.inf if a.day is None or b.day is None else abs(a.day - b.day)


class _Links:
    """Quotations joined to groups, called by their lowest number; none is said on two days, or printed over many."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._of = list(range(len(said)))
        self._days = [set() if one.day is None else {one.day} for one in said]
        self._said_on = [{one.day} if one.is_said else set() for one in said]

    def first(self, number: int) -> int:
        while self._of[number] != number:
            self._of[number] = number = self._of[self._of[number]]
        return number

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.first(a), self.first(b)))
        days = self._days[low] | self._days[high]
        said_on = self._said_on[low] | self._said_on[high]
        if len(said_on) < 2 and (not days or max(days) - min(days) <= LATER):
            self._of[high] = low
            self._days[low], self._said_on[low] = days, said_on


def _pairs(said: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Yield pairs of what one actor says that share rare words within the days that may part them."""
    last = math.inf
    days = [last if one.day is None else one.day for one in said]
    order = sorted(range(len(said)), key=lambda n: days[n])
    dated = [days[n] for n in order]
    undated = bisect_left(dated, last)
    holders: dict[str, list[int]] = defaultdict(list)  # places in `order`
    for place, n in enumerate(order):
        for word in said[n].telling:
            holders[word].append(place)
    for n in order:
        telling = sorted(said[n].telling, key=lambda w: (len(holders[w]), w))
        needed = max(FEW - 1, math.ceil(LOOKED * len(telling)))
        rare = telling[: max(0, len(telling) - needed + 1)]  # who has none of them has too few
        spans = [(0, len(order))]
        if days[n] < last:
            within = bisect_left(dated, days[n] - LATER), bisect_left(dated, days[n] + LATER + 1)
            spans = [within, (undated, len(order))]
        near = set()
        for word in rare:
            places = holders[word]
            for start, end in spans:
                near.update(places[bisect_left(places, start) : bisect_left(places, end)])
        for other in (order[place] for place in sorted(near)):
            is_shorter = len(said[n].telling) <= len(said[other].telling)
            if is_shorter and other != n and len(said[n].telling & said[other].telling) >= needed:
                yield n, other
