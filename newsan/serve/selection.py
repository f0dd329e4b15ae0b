"""Some articles of a corpus as an analysis of their own: by actor, topic, outlet and days, at most so many."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import shapely

from newsan import schema, stance
from newsan.analysis import Analysis
from newsan.analysis.result import is_geographic
from newsan.corpus import Corpus
from newsan.errors import ReadError
from newsan.report.view import piece
from newsan.wording import counted, is_missing

MOST = 50  # articles a page, if nothing is said
_LIMIT = 200  # articles a page at most: a browser stays quick with the words of so many
_OFFERED = 500  # of the commonest actors, topics and outlets
# What articles can be asked for by, and which have it.
_FITTING = {
    "actor": "article_id IN (SELECT article_id FROM quotes WHERE actor_id = $actor OR actor = $actor)",
    "topic": "article_id IN (SELECT article_id FROM stance WHERE topic = $topic)",
    "outlet": "outlet = $outlet",
    "since": "published::DATE >= $since::DATE",
    "until": "published::DATE <= $until::DATE",
}
_HELD = {"actor": "quotes", "topic": "stance", "outlet": "articles"}


def query(**asked: object) -> str:
    """Return the part of an address that asks for a thing."""
    return escape(urlencode(asked))


def read(corpus: Corpus, asked: Mapping[str, str]) -> tuple[Analysis, str]:
    """
    Return the first articles that fit, by day, with all that was found in them, and a sentence on which they are.

    Asked is any of actor (name or id), topic, outlet, since, until (days) and most; blank is not asked, and what else
    it holds is passed over. `ReadError` where a day or number is none.

    Examples
    --------
    >>> import tempfile
    >>> import newsan as ns
    >>> rain = [{"text": f"“It rained,” said {name}."} for name in ("Mara Ostrell", "Ivo Teller")]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     problems = ns.corpus.run(rain, folder)
    ...     read(ns.corpus.open(folder), {"actor": "Ivo Teller"})[1]
    'Shown: 1 article, all that fit (actor: Ivo Teller).'
    """
    wanted = {name: asked[name].strip() for name in _FITTING if asked.get(name, "").strip()}
    for name in wanted.keys() & {"since", "until"}:
        _check_day(wanted[name])
    where = " AND ".join(_FITTING[name] for name in wanted) or "TRUE"
    n, ids = _find_ids(corpus, where, wanted, _read_most(asked.get("most", "")))
    held: dict[str, Any] = {name: _read_frame(corpus, name, "article_id", ids)
                            for name in ("articles", "quotes", "stance", "mentions", "references")}  # fmt: skip
    said = held["quotes"]["quote_id"].tolist()
    held |= {
        name: _read_frame(corpus, name, "quote_id", said) for name in ("sentiment", "rhetoric")
    }
    of = f" of {n:,} that fit" if n > len(ids) else ", all that fit"
    which = "; ".join(f"{name}: {value}" for name, value in wanted.items()) or "all of the corpus"
    told = f"Shown: {counted(len(ids), 'article')}{of} ({which})."
    problem = {"source": "the corpus", "problem": f"{told} What could not be read is told in its folder run.",
               "kind": "repaired"}  # fmt: skip
    result = Analysis(
        **held,
        claims=stance.claims(held["stance"]),
        problems=schema.build([problem], "problems"),
    )
    return result, told


def form(corpus: Corpus, name: str) -> str:
    """Return the form that asks for articles of a corpus, with what it holds to choose from, as HTML."""
    fields = []
    for field, frame in _HELD.items():
        rows = corpus.connection.execute(
            f'SELECT {field} FROM "{frame}" WHERE {field} IS NOT NULL GROUP BY 1 '
            f"ORDER BY count(*) DESC, 1 LIMIT {_OFFERED}"
        ).fetchall()
        options = "".join(f'<option value="{escape(value)}">' for (value,) in rows)
        fields.append(piece("choose", label=field.capitalize(), name=field, options=options))
    return piece("form", of=escape(name), fields="".join(fields), most=_LIMIT, shown=MOST)


def _find_ids(
    corpus: Corpus, where: str, wanted: dict[str, str], most: int
) -> tuple[int, list[str]]:
    """Return how many articles fit, and the ids of the first."""
    asked = (
        f"SELECT article_id, count(*) OVER () FROM articles WHERE {where} "
        f"ORDER BY published NULLS LAST, article_id LIMIT {most}"
    )
    rows = corpus.connection.execute(asked, wanted).fetchall()
    return rows[0][1] if rows else 0, [article_id for article_id, _ in rows]


def _read_frame(corpus: Corpus, name: str, column: str, ids: list[str]) -> Any:
    """Return the rows of a frame that belong to some ids."""
    asked = (
        f'SELECT * FROM "{name}" WHERE {column} IN (SELECT unnest($1::VARCHAR[])) '
        f"ORDER BY list_position($1::VARCHAR[], {column}), 1, 2"  # threads finish in any order
    )
    rows = corpus.connection.execute(asked, [ids]).df()
    if is_geographic(name):
        blobs = [None if is_missing(blob) else bytes(blob) for blob in rows["geometry"]]
        rows["geometry"] = shapely.from_wkb(blobs)
    return schema.build(rows, name, optional=True)


def _check_day(value: str) -> None:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ReadError(f"{value[:40]!r} is no day: write it as 2025-03-14.") from None


def _read_most(value: str) -> int:
    """
    Return how many articles to show.

    Examples
    --------
    >>> _read_most(""), _read_most("7"), _read_most("9999")
    (50, 7, 200)
    """
    if value.strip() and not value.strip().isdecimal():
        raise ReadError(f"{value[:40]!r} is no number of articles.")
    return max(1, min(int(value or MOST), _LIMIT))
