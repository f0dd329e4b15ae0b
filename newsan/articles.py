"""Reads a file, folder, glob, list or records into the articles frame, and reports what it could not read."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from newsan import schema
from newsan.errors import ReadError, unreadable
from newsan.language import refusal
from newsan.readers import Fault, Note, fields, publication_days, sources
from newsan.readers.fields import Reading
from newsan.readers.record import Ledger
from newsan.readers.sources import CONTROL, CORRECTIONS, Source, files

__all__ = [
    "CONTROL",
    "CORRECTIONS",
    "Ledger",
    "Source",
    "deduplicate",
    "files",
    "ledger",
    "problems",
    "read",
    "stream",
]

_log = logging.getLogger("newsan")


def read(
    source: Source,
    *,
    bad: str = "raise",
    published: object = None,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    outlet: str | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Read articles from files or records.

    What kind a file is shows in what it holds, before its suffix. Names of columns are known by
    `newsan/resources/import_columns.csv`, whatever their case, spaces and hyphens; when an article was
    downloaded or changed is no day of publication. Encodings are guessed and mojibake is repaired
    before any offset is fixed. Tags in a cell are read as HTML; nothing else is removed from a text
    but blank lines at its ends. What was guessed, passed over or lost is in `ledger`.

    The day of publication comes from the record, else from an ISO date in the file name, else from
    `published`. How 03/04/2025 is meant is learnt from the dates beside it: those of the same file,
    of the same list or frame of records, or of all the one-article files of a folder. If one of them
    can only be read with its day first (13/04/2025), all are; if none or both orders show, what can
    be read two ways stays missing.
    `lang` is told from the text where the record does not give it; a text that is clearly not in
    English is kept, but nothing is read in it.

    Parameters
    ----------
    source
        A file, a folder (read recursively), a glob, a list of these, a mapping with a `text`, a
        list of such mappings, or a frame with a `text` column. Formats: text, Markdown, CSV, JSON,
        Parquet, ZIP, mails, feeds, exports of Nexis, ProQuest, Factiva, Europresse, RIS and Telegram; HTML
        and MHTML (extra `web`), Word and RTF (`office`), PDF (`pdf`), Excel (`sheets`), WARC (`warc`):
        `docs/formats.md`. Each also as `.gz`, which may unpack to 200 MB, `.jsonl`, `.csv` and `.warc` to
        any size: they and Parquet are read as they come. In a folder, `README`, `control_events.csv`,
        results that newsan wrote and files of other kinds are passed over.
    bad
        "raise" stops when something could not be read, naming all of it; "report" leaves it in
        `problems(articles)`.
    published, outlet
        For the articles that do not say.
    columns
        Which column holds which field, where its name does not say: `{"text": "Story"}`. Fields are
        article_id, title, outlet, byline, published, lang, url and text.
    dayfirst
        Whether 03/04/2025 is 3 April, for the whole source; `None` to learn it.
    encoding
        Of all text files, such as "cp1252"; `None` to tell that of each.
    progress
        Show a bar on standard error.

    Returns
    -------
    articles
        An `articles` frame in order of `source`, files sorted by name. `problems` lists what is
        amiss with it, `ledger` what was made of the whole source.

    Undefined
    ---------
    `published` is missing where the record gives none, one that is not a date, or one that can be
    two days; `lang` where the record gives none and the text is too short to tell.

    Raises
    ------
    NoSuchSource
        The path does not exist, or the glob matches nothing.
    ReadError
        Something could not be read and `bad="raise"`, or no article is in the source at all.
    UnknownName
        `columns` names a field that articles do not have.

    Examples
    --------
    >>> articles = read([{"id": "a1", "text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}])
    >>> articles[["article_id", "n_words"]].values.tolist()
    [['a1', 5]]
    >>> read([{"title": "no words"}], bad="report").attrs["problems"]
    [{'source': 'record 1', 'problem': 'no text', 'kind': 'unreadable'}]
    >>> read({"Story": "It rained."}, columns={"text": "Story"})["text"].tolist()
    ['It rained.']
    """
    if bad not in {"raise", "report"}:
        raise ValueError(f"bad={bad!r}: it must be 'raise' or 'report'.")
    rows: list[dict[str, Any]] = []
    problems: list[dict[str, str]] = []
    source = list(source) if isinstance(source, Iterator) else source
    made = Ledger()
    for row, found in stream(
        source,
        published=published,
        columns=columns,
        dayfirst=dayfirst,
        encoding=encoding,
        outlet=outlet,
        progress=progress,
        ledger=made,
    ):
        rows += [row] if row is not None else []
        problems += found
    faults = [p for p in problems if p["kind"] == "unreadable"]
    if bad == "raise" and faults:
        raise unreadable(faults)
    for problem in problems:
        _log.info("%s: %s", problem["source"], problem["problem"])
    frame = schema.build(rows, "articles")
    frame.attrs["problems"] = problems
    frame.attrs["ledger"] = made.rows()
    return frame


def stream(
    source: Source,
    *,
    published: object = None,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    outlet: str | None = None,
    progress: bool = False,
    ledger: Ledger | None = None,
) -> Iterator[tuple[dict[str, Any] | None, list[dict[str, str]]]]:
    """
    Read one article after the other, for corpora that do not fit in memory.

    At the first date that can be read two ways, the dates of its file (or of the records, or of the
    one-article files of the folder) are gone through once, and the file is read twice. Records that
    can be gone through only once (a generator) show nothing of each other.

    Parameters
    ----------
    source, published, columns, dayfirst, encoding, outlet, progress
        As in `read`.
    ledger
        What is to be said of the reading is written here as it goes on.

    Yields
    ------
    row, problems
        A row of the articles frame (None if there is none to make), and the problems with it as
        rows of the problems frame. Ids are unique over the whole stream, and a text that was seen
        before is a problem of kind "duplicate", one that is not in English of kind "language".

    Raises
    ------
    NoSuchSource, ReadError
        As in `read`, when there is nothing to read.

    Examples
    --------
    >>> [(row["article_id"], found) for row, found in stream({"id": "a1", "text": "Rain."})]
    [('a1', [])]
    """
    ledger = Ledger() if ledger is None else ledger
    columns = fields.check(columns)
    day = given_day(published, dayfirst=dayfirst)
    how = Reading(columns, encoding, day, dayfirst, outlet, progress, ledger)
    taken: set[str] = set()
    seen: dict[str, str] = {}
    for place, item, day_comes_first in sources.items(source, how):
        if isinstance(item, Note):
            _say(ledger, place, item)
            continue
        try:
            if isinstance(item, Fault):
                raise ReadError(item.problem)
            row, faults = how.row(item, place, day_comes_first)
        except Exception as error:  # whatever a record holds, it stands in the way of no other
            known = isinstance(error, ValueError | TypeError | OverflowError | RecursionError)
            told = str(error) if known else f"{type(error).__name__}: {error}"
            told = told if isinstance(error, ReadError) else f"not an article: {told}"
            what, _, remedy = told.replace(";", ":", 1).partition(":")
            ledger.add(place, "lost", what, remedy=remedy.strip())
            yield None, [_amiss(place, "unreadable", told)]
            continue
        faults += [_say(ledger, place, note) for note in item.notes]
        problems = [_amiss(place, "repaired", fault) for fault in faults]
        row["article_id"] = _unique(row, taken)
        first = seen.setdefault(row["sha256"], place)
        if first != place:
            problems.append(_amiss(place, "duplicate", f"same text as {first}"))
            left_out = "they are left out of an analysis"
            ledger.add(place, "skipped", "copies of a text", remedy=left_out)
        elif why := refusal(row["text"]):
            problems.append(_amiss(place, "language", why))
            ledger.add(place, "skipped", f"texts: {why}")
        _count(ledger, row)
        yield row, problems


def _say(ledger: Ledger, place: str, note: Note) -> str:
    """Write a reader's note into the ledger, and return its words."""
    kind = "guessed" if note.kind == "repaired" else note.kind
    ledger.add(place, kind, note.what, n=note.n, remedy=note.remedy)
    return note.what


def _count(ledger: Ledger, row: dict[str, Any]) -> None:
    """Count an article, and each of its fields that is filled."""
    ledger.add(row["source"], "read", "articles")
    for name in ("title", "outlet", "byline", "published", "url"):
        ledger.add(row["source"], "read", f"articles with {name}", n=row[name] is not None)
    ledger.add(row["source"], "read", f"articles in {row['lang'] or 'a language that is not told'}")


def ledger(articles: pd.DataFrame) -> pd.DataFrame:
    """
    Return what reading made of the source: what was read, skipped, guessed, lost and left unused.

    Parameters
    ----------
    articles
        A frame from `read`, or the problems that `newsan.corpus.run` returns.

    Returns
    -------
    ledger
        A `ledger` frame: one row a matter, with how often it came up and what would change it; no
        rows for a frame that was not read here.

    Examples
    --------
    >>> articles = read([{"text": "Rain.", "mood": "bad"}, {"text": "Dry.", "mood": "good"}])
    >>> ledger(articles).query("kind == 'unused'")[["what", "n"]].values.tolist()
    [['column mood', 2]]
    """
    if "problem" in getattr(articles, "columns", ()):  # of a corpus, whose texts are in no frame
        schema.require(articles, "problems")
    else:
        schema.require(articles, "articles", "text")
    return schema.build(articles.attrs.get("ledger", []), "ledger")


def problems(articles: pd.DataFrame) -> pd.DataFrame:
    """
    Return what was amiss when the articles were read.

    Parameters
    ----------
    articles
        A frame from `read`; of any other only the texts that are not in English are listed.

    Returns
    -------
    problems
        A `problems` frame: one row a fault, in order of reading.

    Examples
    --------
    >>> problems(read([{"text": "Rain."}, {"text": "Rain."}]))["problem"].tolist()
    ['same text as record 1']
    """
    articles = schema.require(articles, "articles", "source", "text")
    found = articles.attrs.get("problems")
    if found is None:  # not from `read`
        texts = zip(articles["source"], articles["text"], strict=True)
        found = [_amiss(at, "language", why) for at, text in texts if (why := refusal(text))]
    return schema.build(found, "problems")


def _amiss(source: str, kind: str, problem: str) -> dict[str, str]:
    return {"source": source, "problem": problem, "kind": kind}


def deduplicate(articles: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the first of the articles that share a text, so that a wire story counts once.

    Parameters
    ----------
    articles
        An `articles` frame (`sha256`).

    Returns
    -------
    articles
        The frame without later copies; its `problems` still name them.

    Examples
    --------
    >>> len(deduplicate(read([{"text": "Rain."}, {"text": "Rain."}])))
    1
    """
    schema.require(articles, "articles", "sha256")
    return articles.drop_duplicates("sha256", ignore_index=True)


def given_day(published: object, *, dayfirst: bool | None = None) -> pd.Timestamp | None:
    """Read the day that is given for articles which do not say theirs; refuse what is none, or can be two."""
    day = publication_days.instant(published, dayfirst=dayfirst)
    if day is None and published is not None:
        fault = publication_days.two_readings(published) or f"{published!r} is not a date"
        raise ReadError(f"published={fault}: give one such as 2025-03-14.")
    return day


def _unique(row: dict[str, Any], taken: set[str]) -> str:
    """Give a row an id: its own, else the file's, else of its text; never the same twice."""
    wanted = row["article_id"] or row.pop("file_id") or f"a-{row['sha256'][:10]}"
    made, number = wanted, 2
    while made in taken:
        made = f"{wanted}-{number}"
        number += 1
    taken.add(made)
    return made
