"""Which article, and which passage of it, a row's words are from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from newsan.alignment import Alignment, Text, align, whole
from newsan.document import read
from newsan.text.words import SMALL_WORDS, Word, stem

TRIED = 3  # articles that share most rare words with a row: in them its words are aligned
FEWEST = 2  # words of a claim that they must bear
SENTENCES = 3  # that may bear a claim together
MORE = 0.15  # of a claim's words, by rarity, that a further sentence must add


@dataclass(frozen=True)
class Article:
    """An article whose words are looked up."""

    article_id: str
    published: object
    text: Text

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences, by offsets in the text as written."""
        document = read(self.text.written)
        return [document.outward(*span) for span in document.sentences]

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """What each sentence speaks of, as `stems` has it."""
        by_sentence: list[set[str]] = [set() for _ in self.sentences]
        number = 0
        for word in self.text.words:
            while number + 1 < len(by_sentence) and word.start >= self.sentences[number + 1][0]:
                number += 1
            by_sentence[number].update(stems([word]))
        return [frozenset(own) for own in by_sentence]


class Support(NamedTuple):
    """Sentences next to each other that bear a claim, and how much of it, by rarity."""

    start: int
    end: int
    share: float


def stems(row: Iterable[Word]) -> list[str]:
    """
    Return what words speak of: without small words, numbers and endings, by their first letters.

    Examples
    --------
    >>> from newsan.text.words import words
    >>> stems(words("The attackers were on the bridge"))
    ['attac', 'bridg']
    """
    return [stem(w.key) for w in row if w.key not in SMALL_WORDS and w.kind != "number"]


class Passages:
    """The articles, asked for the passage that a row's words are from."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {a.article_id: a for a in articles}
        self._postings: dict[str, list[str]] = {}
        self._stemmed: Counter[str] = Counter()
        for article in articles:
            for key in article.text.places:
                self._postings.setdefault(key, []).append(article.article_id)
            self._stemmed.update(frozenset().union(*article.stems))

    def exact(self, row: Sequence[Word], ids: Sequence[str]) -> list[tuple[str, Alignment]]:
        """Return all the places where a row's words stand as they are."""
        keys = [word.key for word in row]
        holding = set(ids).intersection(*(self._postings.get(key, ()) for key in set(keys)))
        found = [i for i in ids if i in holding]
        return [(i, whole(row, at)) for i in found for at in self.articles[i].text.exact(keys)]

    def nearest(self, row: Sequence[Word], ids: Sequence[str]) -> tuple[str, Alignment] | None:
        """Return the article in which a row's words find most of theirs in their order, and where."""
        likely = self._likely({w.key for w in row}, ids)
        aligned = [(i, a) for i in likely if (a := align(row, self.articles[i].text))]
        return max(aligned, key=lambda pair: pair[1].similarity, default=None)

    def _likely(self, keys: set[str], ids: Sequence[str]) -> list[str]:
        shared: dict[str, float] = dict.fromkeys(ids, 0.0)
        for key in sorted(keys):
            holding = self._postings.get(key, ())
            for article_id in shared.keys() & holding:
                shared[article_id] += math.log(1 + len(self.articles) / len(holding))
        return sorted(ids, key=lambda i: -shared[i])[:TRIED]

    def support(self, row: Sequence[Word], ids: Sequence[str]) -> tuple[str, Support] | None:
        """Return the fewest sentences that bear most of what a row speaks of."""
        wanted = stems(w for w in row if w.kind != "name") or stems(row)  # who may be `he` there
        likely = self._likely({w.key for w in row}, ids)
        supports = [(i, s) for i in likely if (s := self._support(wanted, self.articles[i]))]
        return max(supports, key=lambda pair: pair[1].share, default=None)

    def _support(self, wanted: Sequence[str], article: Article) -> Support | None:
        if not wanted:
            return None
        n_all = len(self.articles) + 1
        weights = {stem: math.log(1 + n_all / (1 + self._stemmed[stem])) for stem in wanted}
        total, best = sum(weights.values()), None
        for n in range(1, SENTENCES + 1):
            for first in range(len(article.sentences) - n + 1):
                held = frozenset().union(*article.stems[first : first + n])
                borne = [w for stem, w in weights.items() if stem in held]
                share = sum(borne) / total if len(borne) >= min(FEWEST, len(weights)) else 0
                if share and (best is None or share >= best.share + (MORE if n > 1 else 1e-9)):
                    start, end = article.sentences[first][0], article.sentences[first + n - 1][1]
                    best = Support(start, end, share)
        return best
