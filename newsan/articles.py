"""Reads a file, folder, glob, list or records into the articles frame, and reports what it could not read."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from newsan import schema
from newsan.errors import ReadError, unreadable
from newsan.language import language, refusal
from newsan.readers import Fault, Record, days, decode, fields, sources
from newsan.readers.sources import CONTROL, CORRECTIONS, Source, files

__all__ = ["CONTROL", "CORRECTIONS", "Source", "deduplicate", "files", "problems", "read", "stream"]

_log = logging.getLogger("newsan")

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def read(
    source: Source,
    *,
    bad: str = "raise",
    published: object = None,
    dayfirst: bool | None = None,
    outlet: str | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Read articles from files or records.

    Encodings are guessed and mojibake is repaired before any offset is fixed. Nothing is removed
    from a text but blank lines at its ends. The day of publication comes from the record, else from
    an ISO date in the file name, else from `published`. How 03/04/2025 is meant is learnt from the
    dates beside it: those of the same file, of the same list or frame of records, or of all the
    one-article files of a folder. If one of them can only be read with its day first (13/04/2025),
    all are; if none or both orders show, what can be read two ways stays missing.
    `lang` is told from the text where the record does not give it; a text that is clearly not in
    English is kept, but nothing is read in it.

    Parameters
    ----------
    source
        A file, a folder (read recursively), a glob, a list of these, a mapping with a `text`, a
        list of such mappings, or a frame with a `text` column. Formats: `.txt`, `.md`, `.json`,
        `.jsonl`, `.csv`, `.tsv`, `.parquet`, `.html` (extra `web`), each also as `.gz`, which may
        unpack to 200 MB, `.jsonl` to any size with lines of up to 200 MB. In a folder, `README`,
        `control_events.csv`, results that newsan wrote and files of other kinds are passed over.
    bad
        "raise" stops when something could not be read, naming all of it; "report" leaves it in
        `problems(articles)`.
    published, outlet
        For the articles that do not say.
    dayfirst
        Whether 03/04/2025 is 3 April, for the whole source; `None` to learn it.
    progress
        Show a bar on standard error.

    Returns
    -------
    articles
        An `articles` frame in order of `source`, files sorted by name. `problems` lists what is
        amiss with it.

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

    Examples
    --------
    >>> articles = read([{"id": "a1", "text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}])
    >>> articles[["article_id", "n_words"]].values.tolist()
    [['a1', 5]]
    >>> read([{"title": "no words"}], bad="report").attrs["problems"]
    [{'source': 'record 1', 'problem': 'no text', 'kind': 'unreadable'}]
    """
    if bad not in {"raise", "report"}:
        raise ValueError(f"bad={bad!r}: it must be 'raise' or 'report'.")
    rows: list[dict[str, Any]] = []
    problems: list[dict[str, str]] = []
    source = list(source) if isinstance(source, Iterator) else source
    for row, found in stream(
        source, published=published, dayfirst=dayfirst, outlet=outlet, progress=progress
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
    return frame


def stream(
    source: Source,
    *,
    published: object = None,
    dayfirst: bool | None = None,
    outlet: str | None = None,
    progress: bool = False,
) -> Iterator[tuple[dict[str, Any] | None, list[dict[str, str]]]]:
    """
    Read one article after the other, for corpora that do not fit in memory.

    At the first date that can be read two ways, the dates of its file (or of the records, or of the
    one-article files of the folder) are gone through once, and the file is read twice. Records that
    can be gone through only once (a generator) show nothing of each other.

    Parameters
    ----------
    source, published, dayfirst, outlet, progress
        As in `read`.

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
    fallback = given_day(published, dayfirst=dayfirst)
    taken: set[str] = set()
    seen: dict[str, str] = {}
    for place, item, dates in sources.items(source, progress=progress):
        problems: list[dict[str, str]] = []
        dates = dates if dayfirst is None else sources.Dates(day_comes_first=dayfirst)
        try:
            row = _row(item, place, problems, fallback, outlet, dates)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            # whatever a record holds, it stands in the way of no other
            told = str(error) if isinstance(error, ReadError) else f"not an article: {error}"
            yield None, [_amiss(place, "unreadable", told)]
            continue
        row["article_id"] = _unique(row, taken)
        first = seen.setdefault(row["sha256"], place)
        if first != place:
            problems.append(_amiss(place, "duplicate", f"same text as {first}"))
        elif why := refusal(row["text"]):
            problems.append(_amiss(place, "language", why))
        yield row, problems


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
    schema.need(articles, "articles", "sha256")
    kept = articles.drop_duplicates("sha256", ignore_index=True)
    kept.attrs = dict(articles.attrs)
    return kept


def given_day(published: object, *, dayfirst: bool | None = None) -> pd.Timestamp | None:
    """
    Read the day that is given for articles which do not say theirs.

    Raises
    ------
    ReadError
        It is not a date, or can be two days.
    """
    day = days.instant(published, dayfirst=dayfirst)
    if day is None and published is not None:
        fault = days.two_readings(published) or f"{published!r} is not a date"
        raise ReadError(f"published={fault}: give one such as 2025-03-14.")
    return day


def _row(item: Record | Fault, place: str, problems: list[dict[str, str]],
         fallback: pd.Timestamp | None, outlet: str | None, dates: sources.Dates) -> dict[str, Any]:  # fmt: skip
    """Make a row of the frame, or say why there is none."""
    if isinstance(item, Fault):
        raise ReadError(item.problem)
    given = fields.named(item.fields)
    got = {name: fields.first(given, aliases) for name, aliases in fields.ALIASES.items()}
    if not isinstance(got["text"], str):
        has = (
            "no text"
            if got["text"] is None
            else f"'text' is {type(got['text']).__name__}, not a string"
        )
        raise ReadError(has)
    text = decode.repair(got["text"]).strip()
    if not text:
        raise ReadError("no text")
    day, fault = _published(got["published"], dates)
    if fault:
        problems.append({"source": place, "kind": "repaired", "problem": fault})
        fallback = fallback if days.two_readings(got["published"]) is None else None
    if day is None:
        day = days.instant(given.get("_file_day"))
    got["lang"] = got["lang"] or language(text)
    return {
        **{k: None if got[k] is None else fields.words(got[k]) for k in ("title", "byline", "lang", "url")},
        "article_id": None if got["article_id"] is None else str(got["article_id"]),
        "file_id": given.get("_file_id"),
        "outlet": outlet if got["outlet"] is None else fields.words(got["outlet"]),
        "published": fallback if day is None else day,
        "text": text, "n_words": len(_WORD.findall(text)), "source": place,
        "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    }  # fmt: skip


def _published(value: object, dates: sources.Dates) -> tuple[pd.Timestamp | None, str]:
    """Read the day of publication, or say why it is left missing."""
    two = days.two_readings(value)
    day = days.instant(value, dayfirst=None if two is None else dates.day_comes_first())
    if day is not None or value is None:
        return day, ""
    if two is None:
        return None, f"published={value!r} is not a date; left missing"
    return None, f"published={two}; left missing: say which with dayfirst=True or dayfirst=False"


def _unique(row: dict[str, Any], taken: set[str]) -> str:
    """Give a row an id: its own, else the file's, else of its text; never the same twice."""
    wanted = row["article_id"] or row.pop("file_id") or f"a-{row['sha256'][:10]}"
    made, number = wanted, 2
    while made in taken:
        made = f"{wanted}-{number}"
        number += 1
    taken.add(made)
    return made
