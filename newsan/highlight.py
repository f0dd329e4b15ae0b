"""An article with quotes, speakers and places marked, as HTML that an untrusted notebook keeps.

Only `<mark style=...>`, `<sub>` and plain blocks are used: JupyterLab takes scripts, style sheets
and SVG out of a notebook it does not trust, and keeps these. Every mark has a second sign beside
its colour (weight, slant, underline), and what the library adds to the text stands in `<sub>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from newsan import lexicons, schema
from newsan.errors import SchemaError
from newsan.wording import abridged, counted, is_missing

__all__ = ["Highlighted", "Span", "article", "classed", "marked", "render"]

_INK = "#1a1a1a"
# By kind, in the order of the legend: what a mark means, how it looks, how deep it lies among others.
_MARKS = {row["kind"]: row for row in lexicons.rows("marks")}
_DEPTH = {kind: int(row["depth"]) for kind, row in _MARKS.items()}
_LABEL = "color:#444444;font-size:75%;font-style:normal;font-weight:normal;background:#ffffff"
_BLOCK = (
    f"background:#ffffff;color:{_INK};max-width:46em;line-height:1.7;overflow-wrap:break-word;"
    "padding:0.6em"
)
_CLOSING = "\"”’»'›"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of text to mark: half-open offsets, what it is, and the label put after it."""

    start: int
    end: int
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Highlighted:
    """
    An article with its findings marked; a notebook shows it, `str()` describes it.

    `body` is the marked text alone: without its tags and its `<sub>` labels it is the article's
    text, escaped.
    """

    article_id: str
    title: str
    text: str = field(repr=False)
    spans: tuple[Span, ...] = field(repr=False)

    @property
    def body(self) -> str:
        """Return the marked text, without title and legend."""
        return render(self.text, self.spans)

    @property
    def legend(self) -> str:
        """Return the line that explains the marks in use."""
        kinds = {span.kind for span in self.spans}
        if not kinds:
            return "Nothing was found in this article."
        used = [row for kind, row in _MARKS.items() if kind in kinds]
        shown = (f'<mark style="{_style(row["kind"])}">{row["meaning"]}</mark>' for row in used)
        return f"Marked: {', '.join(shown)}. Small text in [brackets] is newsan's."

    def _repr_html_(self) -> str:
        head = f"<strong>{escape(self.title)}</strong><br>\n" if self.title else ""
        return f'<div dir="auto" style="{_BLOCK}">{head}{self.legend}<br><br>\n{self.body}</div>'

    def __repr__(self) -> str:
        """Return the quotations with who said them, one a line."""
        quotes = [s for s in self.spans if s.kind in {"quotation", "indirect"}]
        places = sorted({self.text[s.start : s.end] for s in self.spans if s.kind == "place"})
        found = f"{counted(len(quotes), 'quotation')}, {counted(len(places), 'place name')}"
        lines = [f"{self.article_id}: {found}"]
        for span in quotes:
            words = " ".join(self.text[span.start : span.end].split())
            lines.append(f"  {span.label}: {abridged(words)}")
        if places:
            lines.append("  places: " + ", ".join(places))
        return "\n".join(lines)


def article(
    article_or_row: pd.DataFrame | pd.Series | Mapping[str, Any],
    quotes: pd.DataFrame | None = None,
    *,
    mentions: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
) -> Highlighted:
    """
    Mark what was found in one article.

    Parameters
    ----------
    article_or_row
        One row of an `articles` frame (`article_id`, `text`, `title`), or a frame with one row.
    quotes
        A `quotes` frame; the rows of other articles are left out. With `actor` (after
        `actors.resolve`) labels name the actor, else the speaker as written.
    mentions
        A `mentions` frame, to mark places (`start`, `end`, `name`, `place`).
    references
        A `references` frame, to mark what is said of the front (`relation`, `side`, `status`).

    Returns
    -------
    highlighted
        Shown by a notebook as HTML; `repr` lists the quotations.

    Undefined
    ---------
    A quotation without a known speaker is labelled "speaker unknown".

    Raises
    ------
    SchemaError
        The article is not one row, or a span lies outside its text.

    Examples
    --------
    >>> row = {"article_id": "a1", "title": "", "text": 'Mara Ostrell said: "We hold the bridge."'}
    >>> import pandas as pd
    >>> quotes = pd.DataFrame([{"quote_id": "a1-q1", "article_id": "a1", "kind": "direct",
    ...     "start": 20, "end": 39, "speaker": "Mara Ostrell", "speaker_start": 0,
    ...     "speaker_end": 12, "cue": "said", "cue_start": 13, "cue_end": 17}])
    >>> article(row, quotes)
    a1: 1 quotation, 0 place names
      Mara Ostrell: We hold the bridge.
    """
    row = _take_row(article_or_row)
    frames = {"quotes": quotes, "mentions": mentions, "references": references}
    return marked(row, {n: _rows_of(f, row, n) for n, f in frames.items()})


def marked(row: Mapping[str, Any], found: Mapping[str, Iterable[dict[str, Any]]]) -> Highlighted:
    """
    Mark the rows of `quotes`, `mentions` and `references` that were found in one article, by frame.

    Examples
    --------
    >>> place = {"start": 3, "end": 8, "place": "Ostbruck"}
    >>> marked({"article_id": "a1", "text": "In Karsk."}, {"mentions": [place]}).spans
    (Span(start=3, end=8, kind='place', label='Ostbruck'),)
    """
    text, key = str(row["text"]), str(row["article_id"])
    title = "" if is_missing(row.get("title")) else str(row["title"])
    spans = [s for name, rows in found.items() for r in rows for s in _SPANS_OF[name](r, text)]
    return Highlighted(key, title, text, _check_spans(spans, text, key))


def render(text: str, spans: Iterable[Span]) -> str:
    """
    Write a text with marks as HTML: properly nested whatever the spans, everything escaped.

    Where two spans cross, the later one is closed and opened again, so that tags never interleave.
    Labels follow the closing quotation mark, if one stands there.

    Examples
    --------
    >>> print(render("a <b> c", [Span(0, 5, "cue"), Span(2, 7, "place", "Veldany")]))
    <mark style="...font-style:italic">a <mark ...>&lt;b&gt;</mark></mark><mark ...> c</mark><sub ...
    """
    ordered = sorted((s for s in spans if s.start < s.end), key=_outer_first)
    labels: dict[int, list[str]] = {}
    starts: dict[int, list[Span]] = {}
    for span in ordered:
        starts.setdefault(span.start, []).append(span)
        if span.label:
            is_closed = span.kind == "quotation" and text[span.end : span.end + 1] in {*_CLOSING}
            labels.setdefault(span.end + is_closed, []).append(span.label)
    points = sorted({0, len(text), *labels, *(p for s in ordered for p in (s.start, s.end))})
    out: list[str] = []
    stack: list[Span] = []
    for here, following in zip(points, [*points[1:], len(text)], strict=True):
        again = _close(stack, here, out)
        for label in labels.get(here, []):
            out.append(f'<sub dir="auto" style="{_LABEL}"> [{escape(label)}]</sub>')
        opened = [*again, *starts.get(here, [])]
        opened.sort(key=lambda s: (-s.end, _DEPTH[s.kind], s.start, s.label))
        out += [f'<mark style="{_style(span.kind)}">' for span in opened]
        stack += opened
        out.append(escape(text[here:following]).replace("\n", "<br>\n"))
    return "".join(out)


def _close(stack: list[Span], here: int, out: list[str]) -> list[Span]:
    """Close what ends here and all that was opened inside it; return what must open again."""
    ending = [i for i, span in enumerate(stack) if span.end <= here]
    if not ending:
        return []
    inner = stack[ending[0] :]
    out.extend("</mark>" for _ in inner)
    del stack[ending[0] :]
    return [span for span in inner if span.end > here]


def _style(kind: str) -> str:
    return f"color:{_INK};padding:0 1px;{_MARKS[kind]['look']}"


def classed(marked: str) -> str:
    """
    Return marked text with a class for each look, for a page with a style sheet of its own.

    Examples
    --------
    >>> classed(render("at Karsk", [Span(3, 8, "front line")]))
    'at <mark class="front-line">Karsk</mark>'
    """
    for kind in _MARKS:
        marked = marked.replace(f'style="{_style(kind)}"', f'class="{kind.replace(" ", "-")}"')
    return marked.replace(f' style="{_LABEL}"', "")


def _take_row(given: Any) -> Mapping[str, Any]:
    frame = pd.DataFrame([dict(given)]) if isinstance(given, Mapping | pd.Series) else given
    if isinstance(frame, pd.DataFrame) and len(frame) != 1:
        raise SchemaError(
            f"highlight.article takes one article: got a frame of {len(frame)} rows. Pass one "
            "row, for example articles.iloc[0] or articles[articles['article_id'] == 'a1']."
        )
    frame = schema.require(frame, "articles", "article_id", "text", also=("title",))
    row: Mapping[str, Any] = frame.iloc[0].to_dict()
    return row


# What is read of each frame: the columns it must have, and those it may have.
_COLUMNS = {
    "quotes": (("quote_id", "article_id", "kind", "start", "end"), (
        "text", "actor", "speaker", "is_speech", "speaker_start", "speaker_end", "cue_start", "cue_end")),
    "mentions": (("mention_id", "article_id", "start", "end"), ("name", "place")),
    "references": (("reference_id", "article_id", "start", "end", "relation"), ("side", "status")),
}  # fmt: skip


def _rows_of(frame: pd.DataFrame | None, row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the rows of an article; no frame has none."""
    if frame is None:
        return []
    needed, also = _COLUMNS[name]
    frame = schema.require(frame, name, *needed, also=also)
    own = frame[frame["article_id"] == row["article_id"]]
    schema.stand_in(own, name, {row["article_id"]: row["text"]})
    return list(own.to_dict("records"))


def _spans_of_quote(row: dict[str, Any], text: str) -> Iterator[Span]:
    who = next((str(row[c]) for c in ("actor", "speaker") if not is_missing(row.get(c))),
               "speaker unknown")  # fmt: skip
    if not row.get("is_speech", True):
        who += ", not said but believed or planned"
    kind = "indirect" if row["kind"] == "indirect" else "quotation"
    yield Span(int(row["start"]), int(row["end"]), kind, who)
    for part in ("speaker", "cue"):
        ends: Any = row.get(f"{part}_start"), row.get(f"{part}_end")
        if not any(map(is_missing, ends)):
            yield Span(int(ends[0]), int(ends[1]), part)


def _spans_of_mention(row: dict[str, Any], text: str) -> Iterator[Span]:
    start = int(row["start"])
    known = "" if is_missing(row.get("place")) else str(row["place"])
    if text[start : start + len(known)].casefold() == known.casefold():
        known = ""  # the text itself goes on to say so: "Karsk" of "Karsk District"
    yield Span(start, int(row["end"]), "place", known)


def _spans_of_reference(row: dict[str, Any], text: str) -> Iterator[Span]:
    words = [str(row["relation"])]
    if not is_missing(row.get("side")):
        words.append(f"by {row['side']}")
    if not is_missing(row.get("status")) and row["status"] != "asserted":
        words.append(f"({row['status']})")
    yield Span(int(row["start"]), int(row["end"]), "front line", " ".join(words))


_SPANS_OF = {
    "quotes": _spans_of_quote,
    "mentions": _spans_of_mention,
    "references": _spans_of_reference,
}


def _check_spans(spans: list[Span], text: str, key: str) -> tuple[Span, ...]:
    for span in spans:
        if not 0 <= span.start <= span.end <= len(text):
            raise SchemaError(
                f"{span.kind} {span.start}:{span.end} lies outside the text of article {key!r}, "
                f"which has {len(text)} characters. Were the frames made from this text?"
            )
    return tuple(sorted(set(spans), key=_outer_first))


def _outer_first(span: Span) -> tuple[int, int, int, str]:
    return span.start, -span.end, _DEPTH[span.kind], span.label
