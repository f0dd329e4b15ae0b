"""Tables of quotations or claims, whatever their columns are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from newsan import readers, schema
from newsan.errors import ReadError, SchemaError, not_there, unknown_name
from newsan.readers import Note, Record, decoding, fields
from newsan.wording import counted, is_missing

COLUMNS = ("text", "speaker", "article", "kind")
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".ods")


class Row(NamedTuple):
    """A quotation or claim as somebody has it, and the ids of the articles it may be from."""

    text: str
    speaker: str | None
    ids: tuple[str, ...]
    kind: str | None


def read_rows(path: str | Path) -> pd.DataFrame:
    """Read a table of quotations or claims from a file: CSV, TSV, JSON, JSON lines, Parquet or a sheet."""
    path = Path(path)
    if not path.is_file():
        raise not_there("the file of rows", path)
    if readers.suffix(path) not in TABLES:
        raise ReadError(f"{path} is no table of rows: give one of {', '.join(TABLES)}.")
    items = [item for item in readers.records(path) if not isinstance(item, Note)]
    for item in items:
        if not isinstance(item, Record):
            raise ReadError(f"Cannot read the rows of {path} ({item.where}): {item.problem}.")
    if not items:
        raise ReadError(f"{path} holds no rows: give a column of quotations, one a line.")
    return pd.DataFrame([dict(item.fields) for item in items if isinstance(item, Record)])


def rows_of(
    rows: pd.DataFrame | str | Path, articles: pd.DataFrame, columns: Mapping[str, str]
) -> list[Row]:
    """
    Return the rows of a table (a frame or a file), with the articles that each may be from.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([{"id": "a1", "title": "Rain", "text": "Rain."}])
    >>> rows_of(pd.DataFrame({"Quote": ["Rain."], "Title": ["Rain"]}), articles, {})
    [Row(text='Rain.', speaker=None, ids=('a1',), kind=None)]
    """
    remedy = 'make it one: pandas.DataFrame({"text": ["...", "..."]})'
    schema.readable(rows, "a table of rows", remedy)
    frame = rows if isinstance(rows, pd.DataFrame) else read_rows(rows)
    called = _match_columns(frame, columns)
    cells: dict[str, list[str | None]] = {name: [None] * len(frame) for name in COLUMNS}
    cells |= {name: [_cell(v) for v in frame[column]] for name, column in called.items()}
    known = _ids_by_name(articles)
    unknown = [
        (n, a) for n, a in enumerate(cells["article"], 1) if a is not None and a not in known
    ]
    if unknown:
        n, name = unknown[0]
        nearest = unknown_name("article", name, known)
        raise SchemaError(
            f"{counted(len(unknown), 'row')} with an article that is not there, the first is row {n}. {nearest} "
            "A row without an article is looked for in all."
        )
    every = tuple(articles["article_id"])
    return [
        Row(text or "", speaker, every if article is None else known[article], kind)
        for text, speaker, article, kind in zip(*(cells[c] for c in COLUMNS), strict=True)
    ]


def _cell(value: object) -> str | None:
    is_empty = pd.api.types.is_scalar(value) and is_missing(value)
    return None if is_empty else decoding.repair(str(value)).strip() or None


def _match_columns(frame: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a table by what they hold: as they are said to, else by usual names."""
    for name, column in columns.items():
        if name not in COLUMNS:
            raise unknown_name("column of the rows", name, COLUMNS)
        if column not in frame:
            raise unknown_name("column of the rows", column, [str(c) for c in frame])
    others = {str(c): c for c in frame if c not in columns.values()}
    usual = fields.named(others, "quotations")
    called = {name: others[column] for name, column in usual.items()} | dict(columns)
    if "text" not in called:
        raise SchemaError(
            f"No column of the rows holds their words: they have {', '.join(map(repr, map(str, frame)))}. "
            'Say which with columns={"text": ...} (--column text=...).'
        )
    return called


def _ids_by_name(articles: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the ids of the articles that a name stands for: id, title, address or file."""
    known: dict[str, list[str]] = {}
    for article in articles.itertuples():
        file = Path(str(article.source).split(" (", 1)[0])
        names = (article.title, article.url, article.source, file.as_posix(), file.name, file.stem)
        for name in {str(n) for n in names if not is_missing(n)} - {article.article_id}:
            known.setdefault(name, []).append(article.article_id)
    exact = {i: (i,) for i in articles["article_id"]}
    return {name: tuple(ids) for name, ids in known.items()} | exact
