"""Rows checked against articles as one page: each row beside its passage, with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import newsan
from newsan import schema
from newsan.report.page import save
from newsan.report.view import fill, piece, read_resource, text_of
from newsan.wording import counted, is_missing, quoted, shorten

CONTEXT = 240  # characters of the article shown on each side of a passage
NUMBERS = ("verbatim", "paraphrase", "altered", "absent")

SPEAKERS = {
    "sentence": "speaker in the sentence",
    "coreference": "speaker by coreference",
    "contradicted": "words of {}",
    "unclear": "speaker: cannot tell",
}


def html_of_verdicts(checked: Any) -> str:
    """
    Return a page of verdicts that needs nothing else and runs no script.

    Parameters
    ----------
    checked
        A `Verification`, or any object with its frames.

    Returns
    -------
    page
        HTML 5, UTF-8. What stood in a row or an article is escaped. Same frames, same bytes.

    Examples
    --------
    >>> import newsan as ns, pandas as pd
    >>> articles = ns.articles.read([{"id": "a1", "text": "“We have 12 boats,” said Mara Ostrell."}])
    >>> checked = ns.verify(pd.DataFrame({"quote": ["We have 21 boats"]}), articles)
    >>> "We have <ins>21</ins> boats" in html_of_verdicts(checked)
    True
    """
    rows = schema.records(checked.verdicts)
    changes: dict[int, list[dict[str, Any]]] = {row["row"]: [] for row in rows}
    for change in schema.records(checked.differences):
        changes[change["row"]].append(change)
    articles = {a["article_id"]: a for a in schema.records(checked.articles)}
    faults = schema.records(checked.faults)
    parts = {
        "title": f"{counted(len(rows), 'row')} checked against {counted(len(articles), 'article')}",
        "lead": "Each row’s words are laid beside the words of the articles they are said to be from.",
        "css": read_resource("verification/page.css"),
        "numbers": "".join(f"<div><dt>{what}</dt><dd>{n:,}</dd></div>" for n, what in _count_verdicts(checked)),
        "faults": _write_list(map(_write_fault, faults)) or "<p>Nothing: no row is altered, absent or given to another.</p>",
        "rows": "".join(_row(r, changes[r["row"]], articles.get(r["article_id"])) for r in rows),
        "missed": _write_list(map(_write_missed, schema.records(checked.missed))) or "<p>None.</p>",
        "version": escape(newsan.__version__),
    }  # fmt: skip
    return fill(read_resource("verification/page.html"), parts)


def write_verdicts(checked: Any, path: str | Path) -> Path:
    """Write the page of `html_of_verdicts` to a file, making its folder where needed."""
    return save(html_of_verdicts(checked), path)


def summary_of_verdicts(checked: Any) -> str:
    """
    Return in words what `html_of_verdicts` shows: how many rows have which verdict, and a line for each fault.

    Examples
    --------
    >>> import newsan as ns, pandas as pd
    >>> articles = ns.articles.read([{"id": "a1", "text": "“We have 12 boats,” said Mara Ostrell."}])
    >>> print(summary_of_verdicts(ns.verify(pd.DataFrame({"quote": ["We have 21 boats"]}), articles)))
    1 row: 0 verbatim, 0 paraphrase, 1 altered, 0 absent, 0 another’s words, 0 quotations in no row
    row 1: altered: “We have 21 boats” (number: “21” for “12”)
    """
    lines = [", ".join(f"{n:,} {what}" for n, what in _count_verdicts(checked))]
    for row in schema.records(checked.faults):
        blame = f"; words of {row['owner']}" if row["speaker_verdict"] == "contradicted" else ""
        told = "" if is_missing(row["differences"]) else f" ({row['differences']})"
        words = shorten(row["quotation"], 72)
        lines.append(f"row {row['row']}: {row['verdict']}{blame}: “{words}”{told}")
    return f"{counted(len(checked.verdicts), 'row')}: " + "\n".join(lines)


def _count_verdicts(checked: Any) -> list[tuple[int, str]]:
    """Return the counts that page and summary show, with their words."""
    counts = checked.verdicts["verdict"].value_counts()
    blamed = int((checked.verdicts["speaker_verdict"] == "contradicted").sum())
    verdicts = [(int(counts.get(name, 0)), name) for name in NUMBERS]
    empty = [(n, "without words")] if (n := int(checked.verdicts["verdict"].isna().sum())) else []
    blames = [(blamed, "another’s words"), (len(checked.missed), "quotations in no row")]
    return [*verdicts, *empty, *blames]


def _write_list(items: Iterable[str]) -> str:
    made = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{made}</ul>" if made else ""


def _write_fault(row: dict[str, Any]) -> str:
    told = "" if is_missing(row["differences"]) else f" ({escape(row['differences'])})"
    words = f"“{escape(shorten(row['quotation'], 90))}”{told}"
    return f'<a href="#row-{row["row"]}">Row {row["row"]}</a> {_write_verdict(row)} {words}'


def _write_verdict(row: dict[str, Any]) -> str:
    """Return a row's verdicts, and whose words they are if not the speaker's."""
    verdict = "no words" if is_missing(row["verdict"]) else row["verdict"]
    made = f'<span class="verdict {verdict.replace(" ", "-")}">{verdict}</span>'
    if is_missing(row["speaker_verdict"]):
        return made
    told = SPEAKERS[row["speaker_verdict"]].format(text_of(row["owner"]))
    return f'{made} <span class="verdict {row["speaker_verdict"]}">{told}</span>'


def _row(row: dict[str, Any], changes: list[dict[str, Any]], article: dict[str, Any] | None) -> str:
    known = [c for c in changes if not is_missing(c["given_start"])]
    own = _mark(row["quotation"], [(c["given_start"], c["given_end"]) for c in known], "ins")
    speaker = text_of(row["speaker"], "no speaker given")
    theirs = "<p>No passage.</p>" if article is None else _passage(row, changes, article)
    verdict = _write_verdict(row)
    made = piece("row", row=row["row"], verdict=verdict, words=own, speaker=speaker, passage=theirs)
    return f"{made}\n"


def _passage(row: dict[str, Any], changes: list[dict[str, Any]], article: dict[str, Any]) -> str:
    """Return a row's passage in its context, what the row changes marked, and where it is from."""
    text, start, end = article["text"], int(row["start"]), int(row["end"])
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    lost = [(c["start"] - start, c["end"] - start) for c in changes if not is_missing(c["start"])]
    title = text_of(article["title"], escape(row["article_id"]))
    owner = text_of(row["owner"], "nobody that newsan sees")
    return piece(
        "passage", before=("…" if first else "") + escape(text[first:start]), words=_mark(text[start:end], lost, "del"),
        after=escape(text[end:last]) + ("…" if last < len(text) else ""), title=title, owner=owner,
        start=f"{start:,}", end=f"{end:,}",
    )  # fmt: skip


def _mark(text: str, spans: list[tuple[int, int]], tag: str) -> str:
    """
    Return escaped text with stretches in an element.

    Examples
    --------
    >>> _mark("1 < 2 boats", [(4, 5)], "ins")
    '1 &lt; <ins>2</ins> boats'
    """
    made, at = [], 0
    for start, end in sorted(spans):
        begin = max(at, start)
        made.append(escape(text[at:begin]))
        if begin < end:
            made.append(f"<{tag}>{escape(text[begin:end])}</{tag}>")
        at = max(at, end)
    return "".join([*made, escape(text[at:])])


def _write_missed(quote: dict[str, Any]) -> str:
    speaker = text_of(quote["actor"], text_of(quote["speaker"], "speaker unknown"))
    words = escape(quoted(shorten(quote["text"], 240), quote["kind"]))
    return f'{speaker}: {words} <span class="small">{escape(quote["article_id"])}</span>'
