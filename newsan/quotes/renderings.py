"""One statement, many outlets: who gave the same words, who cut them, who changed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from newsan import schema
from newsan.alignment import Alignment, Text, align, whole
from newsan.quotes.utterances import LOOKED, Said, grouped
from newsan.text.words import Word, words
from newsan.wording import change_text, is_missing, shorten

TOLD = 120  # characters of words that `differences` gives at one place
_READ = (
    "quote_id attribution_id article_id text start speaker actor_id said_on said_on_until".split()
)


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
    for one, first in zip(said, grouped([one.said for one in said]), strict=True):
        utterances.setdefault(first, []).append(one)
    return schema.build([row for own in utterances.values() for row in _compared(own)], "variants")


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
        published = table["article_id"].map(articles.set_index("article_id")["published"])
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
        said = Said(_whose(own[0]), words(text), day, own[0]["is_dated"])
        made.append(_Rendering([row["quote_id"] for row in own], text, said))
    return made


def _whose(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return what quotations of one actor share; those of nobody share it with none."""
    if not is_missing(row["actor_id"]):
        return "actor", row["actor_id"]
    if not is_missing(row["speaker"]):
        return "speaker", " ".join(w.key for w in words(row["speaker"]))
    return "nobody", row["attribution_id"]


def _compared(said: Sequence[_Rendering]) -> list[dict[str, Any]]:
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
        return "altered", "; ".join([*_altered(row, other, found, is_turned=is_longer), *rest])
    return (kind, "; ".join(rest)) if rest else ("same", None)


def _altered(row: _Rendering, text: Text, found: Alignment, *, is_turned: bool) -> list[str]:
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
