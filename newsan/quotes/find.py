"""Quotations as frames: who is given which words in an article, and what the words of a quotation report in turn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.document import Document, read
from newsan.quotes.attribution import Attribution, Span
from newsan.quotes.attributions import attributions
from newsan.quotes.content import content_of, leads
from newsan.quotes.cues import kind_of

if TYPE_CHECKING:
    from pathlib import Path

Found = tuple[Attribution, list[Span]]  # an attribution, and what stands between marks around it

_LETTERS = re.compile(r"\w+")
_DIRECT = 0.9  # share of quoted words from which content counts as direct (PolNeAR's convention)
_LEAST = 5  # words that a quotation must have to hold a report
_SURE = 0.65  # confidence below which a report within a report is not believed
_THAT = re.compile(r"that\b")
_INNER = re.compile(
    r"‘[^‘’“”\n]*(?:\w’\w[^‘’“”\n]*)*’(?!\w)|(?<!\w)'(?=\w)[^'\n]*(?:\w'\w[^'\n]*)*'(?!\w)"
)


def find(
    articles: pd.DataFrame,
    *,
    beliefs: bool = False,
    nested: bool = False,
    corrections: str | Path | pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Find every quotation of every article with its speaker and cue.

    A small network trained on annotated news (`newsan.tagger`) marks sources, cues and contents,
    and links them; what stands between quotation marks is paired exactly. A quotation without a cue
    goes on from the one before it. Scare quotes are left out. Nothing is linked
    across page furniture, and nothing read in a text that is clearly not in English. Categories
    follow Newell, Margolin & Ruths (PolNeAR, LREC 2018). Whether words were said or thought follows
    from the cue (`cues.csv`); between marks a statement counts as said whatever the cue, a title or a
    rating does not. What was done ("was charged with", "decided to") and what nobody said ("no injuries
    were reported") is no speech. Only `text` is read: words in the `title` of an article are no rows.

    Parameters
    ----------
    articles
        An `articles` frame.
    beliefs
        Also give what is believed, hoped or planned, done or only named (`is_speech` false).
    nested
        Also give what these words report in turn (`Ostrell said Ardal had told her ...`), as rows of
        their own within the others' words: see `quotes.within`. Leave them out where words are
        counted, or they count twice.
    corrections
        What a reader corrected (a file or frame, see `newsan.corrections.read`): rows it names get
        their actor from it, and `actors.resolve` leaves them so.

    Returns
    -------
    quotes
        A `quotes` frame: one row per contiguous stretch of attributed content, in order of
        article and `start`; pieces of one utterance share `attribution_id`. A turn of an interview, a
        hearing or a transcript, a letter and a post are direct without marks. `confidence` is how likely content and
        speaker are right, as it came out on the development articles. `content`
        tells what states, asks or demands something (`clause`) from what only names it (`topic`: she
        spoke of *the flood*) and from pieces of the reporter's sentence (`fragment`: he found it *"very
        good"*); claims are counted on clauses.

    Undefined
    ---------
    `speaker` is missing for a quotation that no words attribute; `cue` for one that has none.

    Raises
    ------
    SchemaError
        `articles` is not an articles frame, or a correction's words do not stand where it says.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([{"text": "“It rained,” said Mara Ostrell. “It still does.”"}])
    >>> ns.quotes.find(articles)[["kind", "text", "speaker", "cue"]].values.tolist()
    [['direct', 'It rained,', 'Mara Ostrell', 'said'],
     ['direct', 'It still does.', 'Mara Ostrell', 'said']]
    """
    articles = schema.require(articles, "articles")
    rows: list[dict[str, object]] = []
    documents = [read(text) for text in articles["text"]]
    documents = [document if document.is_read else read("") for document in documents]
    found: Iterable[list[Found]] = _attributions_of(documents, beliefs=beliefs)
    if nested:
        outer = list(found)
        texts = [document.text for document in documents]
        inner = reports_within(texts, [[made for made, _ in own] for own in outer])
        found = [[*own, *more] for own, more in zip(outer, inner, strict=True)]
    for article_id, document, made in zip(articles["article_id"], documents, found, strict=True):
        rows += _rows(article_id, document, made)
    quotes = schema.build(rows, "quotes")
    quotes["content"] = pd.Series([row["content"] for row in rows], dtype="str")
    if corrections is None:
        return quotes
    from newsan import corrections as correcting

    return correcting.apply(quotes, corrections)


def _attributions_of(documents: list[Document], *, beliefs: bool) -> Iterator[list[Found]]:
    """Yield what is said in each text, or also what is believed."""
    for made, regions in attributions(documents):
        marks = [(r.start, r.end) for r in regions]
        yield [(a, marks) for a in made if beliefs or a.is_speech]


def _rows(article_id: str, document: Document, found: list[Found]) -> list[dict[str, object]]:
    """Make the rows of one article, numbered in order of place, what holds another before it."""
    pieces = [(a, -b, k) for k, (made, _) in enumerate(found) for a, b in made.content]
    numbers: dict[int, int] = {}
    rows: list[dict[str, object]] = []
    for number, (start, less, k) in enumerate(sorted(pieces), 1):
        end, (made, quoted) = -less, found[k]
        kind = "direct" if made.is_quoted else _kind(document.text, quoted, start, end)
        group = numbers.setdefault(k, len(numbers) + 1)
        rows.append(
            {
                "quote_id": f"{article_id}-q{number:03d}",
                "attribution_id": f"{article_id}-a{group:03d}",
                "article_id": article_id,
                "kind": kind,
                **_columns_of(document, "text", "", (start, end)),
                **_columns_of(document, "speaker", "speaker_", made.source),
                **_columns_of(document, "cue", "cue_", made.cue),
                "is_speech": made.is_speech,
                "confidence": round(made.confidence, 4),
                "content": "fragment"
                if _is_lead(document, made, (start, end))
                else content_of(document.text, (start, end), kind, made.cue),
            }
        )
    return rows


def _is_lead(document: Document, made: Attribution, piece: Span) -> bool:
    """Return whether a piece but begins the sentence that goes on past its verb: `At least, she said, | they came`."""
    after = next((own for own in made.content if own[0] >= piece[1]), None)
    if made.is_quoted or not made.cue or not after or not piece[1] <= made.cue[0] < after[0]:
        return False
    if document.sentence_at(piece[0]) != document.sentence_at(after[0]):
        return False
    return leads(document.text[slice(*piece)], document.text[slice(*after)])


def _columns_of(
    document: Document, words: str, prefix: str, span: Span | None
) -> dict[str, object]:
    """Return the columns of a stretch: words and offsets in the article as it is written."""
    if span is None:
        return {words: None, f"{prefix}start": None, f"{prefix}end": None}
    start, end = document.outward(*span)
    return {words: document.written[start:end], f"{prefix}start": start, f"{prefix}end": end}


def _kind(text: str, quoted: list[Span], start: int, end: int) -> str:
    """Return direct, mixed or indirect by the share of words between marks."""
    first = bisect_right(quoted, start, key=lambda span: span[1])
    last = bisect_right(quoted, end - 1, key=lambda span: span[0])
    inside = quoted[first:last]
    if not inside or inside == [(start, end)]:
        return "direct" if inside else "indirect"
    marked = sum(_words(text, max(a, start), min(b, end)) for a, b in inside)
    is_direct = marked >= _DIRECT * _words(text, start, end)
    return "indirect" if not marked else "direct" if is_direct else "mixed"


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _LETTERS.finditer(text, start, end))


def reports_within(
    texts: list[str], found: list[list[Attribution]]
) -> list[list[tuple[Attribution, list[Span]]]]:
    """
    Read the words of each attribution as a text of their own.

    One layer more, whatever the reports within reports may report in turn. Only what has a speaker
    and a cue of saying is taken.

    Examples
    --------
    >>> text = "Mara Ostrell said that Tove Ardal had warned that the dam would fall."
    >>> ((outer, _),) = attributions([Document(text)])
    >>> [((inner, _),)] = reports_within([text], [outer])
    >>> text[slice(*inner.source)], [text[a:b] for a, b in inner.content]
    ('Tove Ardal', ['that the dam would fall'])
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
            moved = _move(made, start, end)
            if kind_of(text[slice(*moved.cue)]):  # type: ignore[misc]
                result[k].append((moved, marked))
    return result


def within(quotes: pd.DataFrame) -> pd.Series:
    """
    Return which quotations are reports within others.

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
    >>> text = "Mara Ostrell said that Tove Ardal had warned that the dam would fall."
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
    Return for the quotations of one article which other holds each, by number.

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


def _move(made: Attribution, by: int, end: int) -> Attribution:
    """Return an attribution farther on in its text, which ends there."""

    def move(span: Span | None) -> Span | None:
        return None if span is None else (span[0] + by, span[1] + by)

    content = [(a + by, min(b + by, end)) for a, b in made.content]
    return replace(made, content=content, source=move(made.source), cue=move(made.cue))
