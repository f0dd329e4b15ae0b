"""Articles to quotes: who is given which words, direct, mixed and indirect."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from newsan import schema
from newsan.document import Document, read
from newsan.quotes.attribution import Attribution, Span
from newsan.quotes.attributions import attributions
from newsan.quotes.content import content_of
from newsan.quotes.nested import nested as reports_within

if TYPE_CHECKING:
    from pathlib import Path

Found = tuple[Attribution, list[Span]]  # an attribution, and what stands between marks around it

_WORD = re.compile(r"\w+")
_DIRECT = 0.9  # share of quoted words from which content counts as direct (PolNeAR's convention)


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
    were reported") is no speech.

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
        hearing or a transcript is direct without marks. `confidence` is how likely content and
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
    found: Iterable[list[Found]] = _found(documents, beliefs=beliefs)
    if nested:
        found = _with_nested([document.text for document in documents], list(found))
    for article_id, document, made in zip(articles["article_id"], documents, found, strict=True):
        rows += _rows(article_id, document, made)
    quotes = schema.build(rows, "quotes")
    quotes["content"] = pd.Series([row["content"] for row in rows], dtype="str")
    if corrections is None:
        return quotes
    from newsan import corrections as correcting

    return correcting.apply(quotes, corrections)


def _found(documents: list[Document], *, beliefs: bool) -> Iterator[list[Found]]:
    """Yield what is said in each text, or also what is believed."""
    for made, regions in attributions(documents):
        marks = [(r.start, r.end) for r in regions]
        yield [(a, marks) for a in made if beliefs or a.is_speech]


def _with_nested(texts: list[str], found: list[list[Found]]) -> list[list[Found]]:
    """Add what the words of attributions report in turn."""
    inner = reports_within(texts, [[made for made, _ in own] for own in found])
    return [[*own, *more] for own, more in zip(found, inner, strict=True)]


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
                **_written(document, "text", "", (start, end)),
                **_written(document, "speaker", "speaker_", made.source),
                **_written(document, "cue", "cue_", made.cue),
                "is_speech": made.is_speech,
                "confidence": round(made.confidence, 4),
                "content": content_of(document.text, (start, end), kind, made.cue),
            }
        )
    return rows


def _written(document: Document, words: str, prefix: str, span: Span | None) -> dict[str, object]:
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
    if not marked:
        return "indirect"
    return "direct" if marked >= _DIRECT * _words(text, start, end) else "mixed"


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))
