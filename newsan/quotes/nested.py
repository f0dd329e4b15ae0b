"""Reports within reports: what a speaker says that somebody else said."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any

import pandas as pd

from newsan import schema
from newsan.document import Document
from newsan.quotes.attribution import Attribution, Span
from newsan.quotes.attributions import attributions
from newsan.quotes.cues import kind_of

_LEAST = 5  # words that a quotation must have to hold a report
_SURE = 0.65  # confidence below which a report within a report is not believed
_THAT = re.compile(r"that\b")
_INNER = re.compile(
    r"‘[^‘’“”\n]*(?:\w’\w[^‘’“”\n]*)*’(?!\w)|(?<!\w)'(?=\w)[^'\n]*(?:\w'\w[^'\n]*)*'(?!\w)"
)


def nested(
    texts: list[str], found: list[list[Attribution]]
) -> list[list[tuple[Attribution, list[Span]]]]:
    """
    Read the words of each attribution as a text of their own.

    One layer more, whatever the reports within reports may report in turn. Only what has a speaker
    and a cue of saying is taken.

    Parameters
    ----------
    texts
        Articles' texts.
    found
        Their attributions.

    Returns
    -------
    attributions
        For each text, the attributions within the words of others, each with the stretches that
        stand between marks there; offsets into the whole text.

    Examples
    --------
    >>> text = "Mara Ostrell said that Tove Ardal had told her the dam would hold."
    >>> ((outer, _),) = attributions([Document(text)])
    >>> [((inner, _),)] = nested([text], [outer])
    >>> text[slice(*inner.source)], [text[a:b] for a, b in inner.content]
    ('Tove Ardal', ['the dam would hold'])
    """
    places = [
        (k, text, piece)
        for k, (text, own) in enumerate(zip(texts, found, strict=True))
        for made in own
        for piece in made.content
        if len(text[slice(*piece)].split()) >= _LEAST
    ]
    words = (Document(_as_text(text[slice(*piece)])) for _, text, piece in places)
    result: list[list[tuple[Attribution, list[Span]]]] = [[] for _ in found]
    for (k, text, (start, end)), (own, regions) in zip(places, attributions(words), strict=True):
        marked = [(r.start + start, r.end + start) for r in regions]
        for made in own:
            if made.source is None or made.cue is None or made.confidence < _SURE:
                continue
            moved = _moved(made, start, end)
            if kind_of(text[slice(*moved.cue)]):  # type: ignore[misc]
                result[k].append((moved, marked))
    return result


def within(quotes: pd.DataFrame) -> pd.Series:
    """
    Tell which quotations are reports within others.

    Parameters
    ----------
    quotes
        A `quotes` frame, as `quotes.find(..., nested=True)` gives it.

    Returns
    -------
    quote_id
        For each row the quotation whose words hold it, cue and all; missing for all others.

    Examples
    --------
    >>> import newsan as ns
    >>> text = "Mara Ostrell said that Tove Ardal had told her the dam would hold."
    >>> found = ns.quotes.find(ns.articles.read([{"id": "a", "text": text}]), nested=True)
    >>> found["speaker"].tolist(), ns.quotes.within(found).tolist()
    (['Mara Ostrell', 'Tove Ardal'], [nan, 'a-q001'])
    """
    quotes = schema.require(
        quotes, "quotes", "quote_id", "article_id", "start", "end", also=("cue_start", "cue_end")
    )
    names = quotes["quote_id"].tolist()
    found: list[str | None] = [None] * len(quotes)
    numbers = pd.Series(range(len(quotes)))
    for _, rows in numbers.groupby(quotes["article_id"].to_numpy()):
        records = quotes.iloc[rows].to_dict("records")
        for k, holder in zip(rows, holders(records), strict=True):
            found[k] = None if holder is None else names[rows.iloc[holder]]
    return pd.Series(found, index=quotes.index, dtype=quotes["quote_id"].dtype, name="within")


def holders(records: list[dict[str, Any]]) -> list[int | None]:
    """
    Tell for the quotations of one article which other holds each, by number.

    Examples
    --------
    >>> outer = {"start": 10, "end": 60, "cue_start": 5, "cue_end": 9}
    >>> holders([outer, {"start": 30, "end": 60, "cue_start": 20, "cue_end": 24}])
    [None, 0]
    """
    spans = [(int(r["start"]), int(r["end"])) for r in records]
    ordered = sorted((start, end, k) for k, (start, end) in enumerate(spans))
    if all(a[1] <= b[0] for a, b in pairwise(ordered)):
        return [None] * len(records)
    reach = list(accumulate((end for _, end, _ in ordered), max))  # of each and those before it
    found: list[int | None] = []
    for (start, end), record in zip(spans, records, strict=True):
        cue = record["cue_start"], record["cue_end"]
        low, high = (start, end) if pd.isna(cue[0]) else (min(start, cue[0]), max(end, cue[1]))
        over, number = [], bisect_right(ordered, low, key=itemgetter(0)) - 1
        while number >= 0 and reach[number] >= high:
            a, b, k = ordered[number]
            if high <= b and (a, b) != (start, end):
                over.append((b - a, k))
            number -= 1
        found.append(min(over)[1] if over else None)
    return found


def _as_text(words: str) -> str:
    """Write words as a text of the same length but for a full stop: without `that`, inner marks as outer ones."""
    m = _THAT.match(words)
    words = words if m is None else " " * m.end() + words[m.end() :]
    words = _INNER.sub(lambda m: f"“{m[0][1:-1]}”", words)
    return words if words[-1:] in ".?!”" else words + "."


def _moved(made: Attribution, by: int, end: int) -> Attribution:
    """Return an attribution farther on in its text, which ends there."""

    def move(span: Span | None) -> Span | None:
        return None if span is None else (span[0] + by, span[1] + by)

    content = [(a + by, min(b + by, end)) for a, b in made.content]
    return replace(made, content=content, source=move(made.source), cue=move(made.cue))
