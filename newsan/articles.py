"""Reads a file, folder, glob, list or records into the articles frame, and reports what it could not read."""

from __future__ import annotations

import glob
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from newsan import readers, schema
from newsan.errors import NoSuchSource, ReadError, unreadable
from newsan.readers import Fault, Record, decode, fields
from newsan.text import language, refusal

_log = logging.getLogger("newsan")

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
CONTROL, CORRECTIONS = "control_events.csv", "corrections.csv"  # kept with articles, and none
_OWN_MARKS = ("newsan.json", "done.json")  # folders that newsan wrote results into
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")

Source = str | Path | Mapping[str, Any] | Iterable[Any] | pd.DataFrame


def read(
    source: Source,
    *,
    bad: str = "raise",
    published: object = None,
    outlet: str | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """
    Read articles from files or records.

    Encodings are guessed and mojibake is repaired before any offset is fixed. Nothing is removed
    from a text but blank lines at its ends. The day of publication comes from the record, else from
    an ISO date in the file name, else from `published`. `lang` is told from the text where the record
    does not give it; a text that is clearly not in English is kept, but nothing is read in it.

    Parameters
    ----------
    source
        A file, a folder (read recursively), a glob, a list of these, a mapping with a `text`, a
        list of such mappings, or a frame with a `text` column. Formats: `.txt`, `.md`, `.json`,
        `.jsonl`, `.csv`, `.tsv`, `.parquet`, `.html` (extra `web`), each also as `.gz`. In a
        folder, `README`, `control_events.csv`, results that newsan wrote and files of other kinds
        are passed over.
    bad
        "raise" stops when something could not be read, naming all of it; "report" leaves it in
        `problems(articles)`.
    published, outlet
        For the articles that do not say.
    progress
        Show a bar on standard error.

    Returns
    -------
    articles
        An `articles` frame in order of `source`, files sorted by name. `problems` lists what is
        amiss with it.

    Undefined
    ---------
    `published` is missing where the record gives none or one that is not a date; `lang` where the
    record gives none and the text is too short to tell.

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
    for row, found in stream(source, published=published, outlet=outlet, progress=progress):
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
    outlet: str | None = None,
    progress: bool = False,
) -> Iterator[tuple[dict[str, Any] | None, list[dict[str, str]]]]:
    """
    Read one article after the other, for corpora that do not fit in memory.

    Parameters
    ----------
    source, published, outlet, progress
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
    fallback = None if published is None else fields.instant(published)
    if published is not None and fallback is None:
        raise ReadError(f"published={published!r} is not a date: give one such as 2025-03-14.")
    taken: set[str] = set()
    seen: dict[str, str] = {}
    for place, item in _items(source, progress=progress):
        problems: list[dict[str, str]] = []
        try:
            row = _row(item, place, problems, fallback, outlet)
        except ReadError as error:
            yield None, [_amiss(place, "unreadable", str(error))]
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


def _items(source: Source, *, progress: bool) -> Iterator[tuple[str, Record | Fault]]:
    """Yield every record of the source with the words that say where it is."""
    if isinstance(source, pd.DataFrame):
        source = source.to_dict("records")
    if isinstance(source, Mapping):
        source = [source]
    if isinstance(source, str | Path):
        yield from _of_files(files(source), progress=progress)
        return
    if not isinstance(source, Iterable):
        kind = type(source).__name__
        raise ReadError(f"Cannot read articles from {kind}: give a path or records.")
    number = 0
    for part in source:
        if isinstance(part, Mapping):
            number += 1
            yield f"record {number}", Record(dict(part))
        elif isinstance(part, str | Path):
            yield from _of_files(files(part), progress=progress)
        else:
            number += 1
            wrong = f"expected a path or a mapping with a 'text', got {type(part).__name__}"
            yield f"record {number}", Fault(wrong)


def _of_files(paths: list[Path], *, progress: bool) -> Iterator[tuple[str, Record | Fault]]:
    shown: Iterable[Path] = paths
    if progress:
        from tqdm import tqdm

        shown = tqdm(paths, desc="reading", unit="file", leave=False)
    for path in shown:
        for item in readers.records(path):
            where = f" ({item.where})" if item.where else ""
            yield f"{path.as_posix()}{where}", _with_file(item, path)


def _with_file(item: Record | Fault, path: Path) -> Record | Fault:
    """Add what the file name tells: an id and perhaps a day."""
    if isinstance(item, Fault):
        return item
    stem = path.name.split(".", 1)[0] or path.name
    number = re.sub(r"\D", "", item.where)
    extra = {"_file_id": f"{stem}-{number}" if number else stem}
    if day := _FILE_DAY.search(stem):
        extra["_file_day"] = "-".join(day.groups())
    return Record({**item.fields, **extra}, item.where, item.notes)


def files(source: str | Path) -> list[Path]:
    """
    List the files of a path, folder or glob that can be read, sorted by name.

    Raises
    ------
    NoSuchSource
        The path does not exist, or the glob matches nothing.
    ReadError
        The folder holds no file that a reader knows.
    """
    if not str(source).strip():
        raise NoSuchSource("The source is empty: give a file, a folder or a glob.")
    path = Path(source).expanduser()
    if path.is_dir():
        own = {p.parent for name in _OWN_MARKS for p in path.rglob(name)}
        found = sorted(
            p
            for p in path.rglob("*")
            if p.is_file()
            and readers.suffix(p)
            and p.stem.upper() != "README"
            and p.name not in (CONTROL, CORRECTIONS)
            and not own.intersection(p.parents)
            and not any(part.startswith(".") for part in p.relative_to(path).parts)
        )
        if not found:
            kinds = ", ".join(readers.KNOWN)
            raise ReadError(f"No articles in folder {path.as_posix()}: no file ends in {kinds}.")
        return found
    if path.exists():
        return [path]
    matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - absolute patterns too
    found = sorted(Path(p) for p in matches if Path(p).is_file())
    if not found:
        what = "matches no file" if glob.has_magic(str(path)) else "is not there"
        raise NoSuchSource(f"{path.as_posix()} {what}: give a file, a folder or a glob.")
    return found


def _row(item: Record | Fault, place: str, problems: list[dict[str, str]],
         fallback: pd.Timestamp | None, outlet: str | None) -> dict[str, Any]:  # fmt: skip
    """Make a row of the frame, or say why there is none."""
    if isinstance(item, Fault):
        raise ReadError(item.problem)
    given = {str(k).strip().lower(): v for k, v in item.fields.items()}
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
    day = fields.instant(got["published"])
    if got["published"] is not None and day is None:
        problems.append(
            {
                "source": place,
                "kind": "repaired",
                "problem": f"published={got['published']!r} is not a date; left missing",
            }
        )
    if day is None:
        day = fields.instant(given.get("_file_day"))
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


def _unique(row: dict[str, Any], taken: set[str]) -> str:
    """Give a row an id: its own, else the file's, else of its text; never the same twice."""
    wanted = row["article_id"] or row.pop("file_id") or f"a-{row['sha256'][:10]}"
    made, number = wanted, 2
    while made in taken:
        made = f"{wanted}-{number}"
        number += 1
    taken.add(made)
    return made
