"""One statement, many outlets: which quotations are of one utterance, who gave its words, cut or changed them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz.distance import LCSseq

from newsan import schema
from newsan.alignment import Alignment, Text, align, whole
from newsan.text.words import SMALL_WORDS, Word, stem, words
from newsan.wording import change_text, is_missing, shorten

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
BESIDE = 5  # words at either end of what is the same in a reporter's words: their names count, too
TOLD = 120  # characters of words that `differences` gives at one place
_READ = "quote_id attribution_id article_id kind text start speaker actor_id said_on said_on_until".split()


@dataclass(frozen=True)
class Said:
    """A quotation, or a sentence of one: who says it, its words, and the day it was said or printed."""

    actor: Hashable
    words: Sequence[Word]
    day: int | None = None  # counted from any one day
    is_said: bool = False  # the text tells the day; else it is that of the article
    article: Hashable = None  # where it stands: one article seldom gives an utterance twice
    is_verbatim: bool = True  # else the words are the reporter's

    @cached_property
    def stems(self) -> list[str]:
        """Its words without endings, those that an editor put between brackets left out."""
        return [stem(w.key) for w in self._own]

    @cached_property
    def weights(self) -> list[float]:
        """What each of them counts."""
        kinds = ((is_telling(w), w.kind == "name") for w in self._own)
        return [SMALL if not tells else NAME if is_name else 1.0 for tells, is_name in kinds]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Those that are no small words."""
        return frozenset(s for s, w in zip(self.stems, self.weights, strict=True) if w > SMALL)

    def named(self, start: int = 0, end: int | None = None) -> set[str]:
        """Return its names and numbers, or those of a stretch."""
        own = zip(self.stems[start:end], self._own[start:end], strict=True)
        return {s for s, w in own if w.kind in ("name", "number")}

    def denies(self, start: int, end: int) -> bool:
        """Return whether a stretch holds a negation."""
        return any(w.kind == "negation" for w in self._own[start:end])

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
    Return whether a word counts in full: it is no small one, or a negation.

    Examples
    --------
    >>> from newsan.text.words import words
    >>> [w.key for w in words("We will not see them") if is_telling(w)]
    ['not', 'see']
    """
    return word.key not in SMALL_WORDS or word.kind == "negation"


def group_utterances(said: Sequence[Said]) -> list[int]:
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
    >>> group_utterances([Said("ostrell", words(line), 5) for line in [*lines, "We will see"]])
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
    Return whether two quotations of one actor are renderings of one utterance.

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
    met = [n for block in blocks if block.size for n in (block.b, block.b + block.size)]
    if not (a.is_verbatim and b.is_verbatim):
        stretch = max(0, met[0] - BESIDE), met[-1] + BESIDE
        own, other = short.named() - {*long.stems}, long.named(*stretch) - {*short.stems}
        if (own and other) or short.denies(same[0], same[-1]) != long.denies(met[0], met[-1]):
            return False  # of one town taken, and of another; of an attack, and of none
    if apart > DAYS:
        return share >= WHOLE and n_telling >= LONG
    is_elsewhere = a.article is None or a.article != b.article
    if n_telling < FEW:
        least = MORE if is_elsewhere else WHOLE
        return apart == 0 and share >= least and len(short.stems) >= SHORTEST
    is_near = met[-1] - met[0] <= STRETCH * len(short.stems)
    return share >= WHOLE or (is_near and share >= (SHARE if is_elsewhere and not apart else MORE))


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


def variants(quotes: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Return which quotations are of one utterance, and what each made of its words.

    Quotations of one actor (of one speaker as written, where no actor is known) are of one utterance where half of the
    shorter one's words, or of a sentence's, are the other's in the same order, and said on one day
    (`newsan.quotes.utterances`). Where a text does not tell the day, they may have been printed on the next, and
    words nearly the same within a week. Pieces with one `attribution_id` are
    read as one. A few common words ("we will see") are nobody's utterance but their own.

    Parameters
    ----------
    quotes
        A `quotes` frame with actors (`actors.resolve`); days from `said_on` where it has them.
    articles
        An `articles` frame: `published` tells which was first, and the day of a quotation that has none.

    Returns
    -------
    variants
        A `variants` frame: one row a quotation, by utterance, first published first. A later one is compared with the
        first one that has most of its words: *same* (case, marks, an ellipsis and brackets make no difference), *cut*,
        *fuller* or *altered*; *first* where no earlier one has them. Words of an *indirect* quotation are the reporter's.

    Undefined
    ---------
    `compared_with` for a *first*; `differences` for a *first* and for the *same*.

    Raises
    ------
    SchemaError
        A frame lacks a column or holds what its schema rules out.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([
    ...     {"id": "a", "date": "2031-05-02", "text": "“We will hold the old dam with 12 boats,” said Mara Ostrell."},
    ...     {"id": "b", "date": "2031-05-03", "text": "“We will hold the old dam,” Mara Ostrell said."},
    ...     {"id": "c", "date": "2031-05-03", "text": "“We will hold the old dam with 21 boats,” Mara Ostrell said."}])
    >>> found = variants(ns.actors.resolve(ns.quotes.find(articles), articles), articles)
    >>> found[["variant", "differences"]].values.tolist()
    [['first', nan], ['cut', '“with 12 boats” left out'], ['altered', 'number: “21” for “12”']]
    """
    quotes = schema.require(quotes, "quotes")
    said = _renderings(_in_order(quotes, articles))
    utterances: dict[int, list[_Rendering]] = {}
    for one, first in zip(said, group_utterances([one.said for one in said]), strict=True):
        utterances.setdefault(first, []).append(one)
    return schema.build(
        [row for own in utterances.values() for row in _compare_rows(own)], "variants"
    )


def distinct(quotes: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Return the quotations of each utterance in the first of its renderings, so that copies count once.

    Parameters
    ----------
    quotes, articles
        As in `variants`.

    Returns
    -------
    quotes
        Those rows of `quotes`, as they are.

    Raises
    ------
    SchemaError
        As in `variants`.

    Examples
    --------
    >>> import newsan as ns
    >>> said = "“We will hold the old dam,” said Mara Ostrell."
    >>> articles = ns.articles.read([{"id": i, "date": "2031-05-02", "text": said} for i in "ab"])
    >>> quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    >>> len(quotes), len(distinct(quotes, articles))
    (2, 1)
    """
    quotes = schema.require(quotes, "quotes")
    first = quotes["quote_id"].isin(variants(quotes, articles)["utterance_id"])
    return quotes[quotes["attribution_id"].isin(quotes.loc[first, "attribution_id"])]


class _Rendering(NamedTuple):
    """What one attribution gives of an utterance: its pieces as one text."""

    quote_ids: list[str]
    text: str
    said: Said

    @property
    def words(self) -> Sequence[Word]:
        return self.said.words


def _in_order(quotes: pd.DataFrame, articles: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return the quotations by when they were published, the day of their words, and where they stand."""
    table = quotes.reindex(columns=_READ).reset_index(drop=True)
    published = pd.Series(pd.NaT, index=table.index, dtype=schema.INSTANT)
    if articles is not None:
        articles = schema.require(articles, "articles")
        days = articles.set_index("article_id")["published"]
        published = days.reindex(table["article_id"]).set_axis(table.index)
    said_on = pd.to_datetime(table["said_on"])
    printed_on = pd.to_datetime(published.dt.tz_localize(None).dt.normalize())
    is_period = table["said_on_until"].notna()  # and tells no day
    day = said_on.fillna(printed_on).mask(is_period)
    is_dated = said_on.notna() & ~is_period
    table = table.assign(day=day, is_dated=is_dated, published=published)
    order = ["published", "day", "article_id", "start", "quote_id"]
    return schema.records(table.sort_values(order, kind="stable"))


def _renderings(rows: Sequence[Mapping[str, Any]]) -> list[_Rendering]:
    """Return the pieces of each attribution as one, in the order of the first of them."""
    pieces: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        key = (row["article_id"], row["attribution_id"], *_whose(row))
        pieces.setdefault(key, []).append(row)
    made = []
    for own in pieces.values():
        text = " … ".join(row["text"] for row in sorted(own, key=lambda row: row["start"]))
        day = None if is_missing(own[0]["day"]) else own[0]["day"].toordinal()
        is_said, article, kinds = own[0]["is_dated"], own[0]["article_id"], {r["kind"] for r in own}
        said = Said(_whose(own[0]), words(text), day, is_said, article, "indirect" not in kinds)
        made.append(_Rendering([row["quote_id"] for row in own], text, said))
    return made


def _whose(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return what quotations of one actor share; those of nobody share it with none."""
    if not is_missing(row["actor_id"]):
        return "actor", row["actor_id"]
    if not is_missing(row["speaker"]):
        return "speaker", " ".join(w.key for w in words(row["speaker"]))
    return "nobody", row["attribution_id"]


def _compare_rows(said: Sequence[_Rendering]) -> list[dict[str, Any]]:
    """Return the rows of one utterance, each set beside the words first given that are most like its own."""
    sources: list[tuple[_Rendering, Text]] = []
    made = []
    for one in said:
        own: dict[str, Any] = {"utterance_id": said[0].quote_ids[0], "variant": "first"}
        if near := _nearest(one, sources):
            source, text = near
            own["variant"], own["differences"] = _difference(one, source, text)
            own["compared_with"] = source.quote_ids[0]
        if own["variant"] in ("first", "fuller"):
            sources.append((one, Text(one.text)))
        made += [{"quote_id": quote_id} | own for quote_id in one.quote_ids]
    return made


def _nearest(
    one: _Rendering, sources: Sequence[tuple[_Rendering, Text]]
) -> tuple[_Rendering, Text] | None:
    """Return the earliest of those that share most words with a quotation, if any has enough of them."""
    best, found = 0, None
    for source, text in sources:
        shared = len(one.said.telling & source.said.telling)
        least = LOOKED * min(len(one.said.telling), len(source.said.telling))
        if shared > best and shared >= least:
            best, found = shared, (source, text)
    return found


def _difference(one: _Rendering, source: _Rendering, text: Text) -> tuple[str, str | None]:
    """Return the variant that a quotation is of another, and what differs, in words."""
    is_longer = len(one.words) > len(source.words)
    row, other = (source, Text(one.text)) if is_longer else (one, text)
    places = other.exact([w.key for w in row.words]) if row.words else iter(())
    at = next(places, None)
    found = align(row.words, other) if at is None else whole(row.words, at)
    if found is None:
        return "altered", None
    spans = sorted((p.start, p.end) for p in found.pieces)
    if found.edits:  # what stands between the pieces is told by them
        spans = [(spans[0][0], max(end for _, end in spans))]
    kind, what = ("fuller", "added") if is_longer else ("cut", "left out")
    rest = [f"“{shorten(words, TOLD)}” {what}" for words in _rest(other, spans)]
    if found.edits:
        return "altered", "; ".join([*_list_changes(row, other, found, is_turned=is_longer), *rest])
    return (kind, "; ".join(rest)) if rest else ("same", None)


def _list_changes(row: _Rendering, text: Text, found: Alignment, *, is_turned: bool) -> list[str]:
    """Return what was changed; turned, it is the text's words that stand for the row's."""
    told = []
    for edit in found.edits:
        own = theirs = None
        if edit.row_start < edit.row_end:
            start, end = row.words[edit.row_start].start, row.words[edit.row_end - 1].end
            own = shorten(row.text[start:end], TOLD)
        if edit.start < edit.end:
            theirs = shorten(text.written[slice(*text.span(edit.start, edit.end))], TOLD)
        told.append(change_text(edit.kind, *((theirs, own) if is_turned else (own, theirs))))
    return told


def _rest(text: Text, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the words of a text before, between and behind some stretches of it."""
    edges = [(0, 0), *spans, (len(text.keys), len(text.keys))]
    gaps = [(a[1], b[0]) for a, b in pairwise(edges) if a[1] < b[0]]
    return [text.written[slice(*text.span(start, end))] for start, end in gaps]
