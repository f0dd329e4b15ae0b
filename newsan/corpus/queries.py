"""A corpus opened for questions: each frame a view in DuckDB, read from the parts as far as an answer needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from newsan.articles import Ledger
from newsan.corpus import storage
from newsan.errors import ReadError, extra_for, no_attribute
from newsan.text.words import words

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_SHINGLE = 5  # words: few texts share so many in a row by chance
_HASHES = 128  # of a text: similarities are right to ±0.04


class Corpus:
    """
    The frames of a corpus, none of which is in memory.

    Each frame is an attribute, a relation of DuckDB that reads nothing until it is asked for rows
    (`corpus.quotes.filter("kind = 'direct'").df()`), and a view in `connection`. `claims` are in no
    file: `newsan.corpus.load` makes them.
    """

    names: tuple[str, ...] = ()  # of the frames

    def __init__(self, out: str | Path) -> None:
        with extra_for("query a corpus", "duckdb", "corpus"):
            import duckdb
        self.connection = duckdb.connect(config=_OFFLINE)
        self.connection.execute("SET TimeZone = 'UTC'")
        for name in (*storage.FRAMES, *storage.OF_RUN):
            # an earlier newsan did not write all of them
            if paths := [str(path) for path in storage.files(out, name) if path.is_file()]:
                self.connection.read_parquet(paths).create_view(name)
                self.names = (*self.names, name)
        if "articles" not in self.names:
            raise ReadError(f"No corpus in {Path(out).as_posix()}: run `newsan corpus SOURCE "
                            f"--out {Path(out).as_posix()}` first.")  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.names:
            raise no_attribute("a corpus", name, self.names)
        return self.connection.table(f'"{name}"')

    def sql(self, query: str) -> pd.DataFrame:
        """
        Answer a query in SQL over the frames.

        Parameters
        ----------
        query
            In DuckDB's SQL; `references` and the columns `start` and `end` go in double quotation
            marks, as SQL has words of that name.

        Returns
        -------
        answer
            A frame; a geometry in it is well-known binary.
        """
        answer: pd.DataFrame = self.connection.sql(query).df()
        return answer


def open(out: str | Path) -> Corpus:
    """
    Open the frames of a corpus, in the folder that `run` wrote, after a look whether its parts are whole.

    Returns
    -------
    corpus
        A lazy frame by the name of each frame, and `sql`.

    Raises
    ------
    MissingExtra
        DuckDB is not installed (extra `corpus`).
    ReadError
        There is no corpus, the run was broken off, or a part is missing or damaged.

    Examples
    --------
    >>> import tempfile
    >>> from newsan.corpus import run
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     problems = run([{"text": "“It rained,” said Mara Ostrell."}], folder)
    ...     open(folder).sql("SELECT actor, count(*) AS n FROM quotes GROUP BY actor").values.tolist()
    [['Mara Ostrell', 1]]
    """
    return Corpus(out)


class Copies:
    """
    The articles of a stream that are no copies, and in `rows` those that are.

    A text is a near copy from a similarity of `near`: the share of runs of five words (as `newsan.text.words`
    compares them) that two texts have in common, as estimated by MinHash (Broder 1997) with datasketch. Near
    copies are counted in the ledger.

    Examples
    --------
    >>> copies = Copies(None, Ledger())
    >>> rows = [{"article_id": n, "sha256": "aa", "source": f"{n}.txt", "text": "Rain."} for n in "ab"]
    >>> same = {"source": "b.txt", "problem": "same text as a.txt", "kind": "duplicate"}
    >>> [row["article_id"] for row in copies.without(zip(rows, [[], [same]]), [])]
    ['a']
    >>> copies.rows
    [{'article_id': 'b', 'copy_of': 'a', 'how': 'exact', 'similarity': 1.0}]
    """

    def __init__(self, near: float | None, ledger: Ledger) -> None:
        self.rows: list[dict[str, Any]] = []
        self._ledger = ledger
        self._ids: dict[str, str] = {}  # of the first article with a text, by its hash
        self._near = None if near is None else _Near(near)

    def without(
        self, stream: Iterator[Any], problems: list[dict[str, str]]
    ) -> Iterator[dict[str, Any]]:
        """Yield the articles that are no copies; what was amiss with any goes to `problems`."""
        for row, faults in stream:
            problems += faults
            if row is None:
                continue
            first = self._ids.setdefault(row["sha256"], row["article_id"])
            if first != row["article_id"]:
                self._list(row, first, "exact", 1.0)
            elif self._near is None or (near := self._near.first(row)) is None:
                yield row
            else:
                self._list(row, near[0], "near", near[1])
                self._ledger.add(row["source"], "skipped", "near copies of a text")
                why = f"nearly the text of article {near[0]} (similarity {near[1]:.2f})"
                problems.append({"source": row["source"], "problem": why, "kind": "duplicate"})

    def _list(self, row: dict[str, Any], first: str, how: str, similarity: float) -> None:
        self.rows.append({"article_id": row["article_id"], "copy_of": first, "how": how,
                          "similarity": similarity})  # fmt: skip


class _Near:
    """The texts of a stream by their hashes, so that those like a new one are found at once."""

    def __init__(self, near: float) -> None:
        with extra_for("find near copies", "datasketch", "corpus"):
            from datasketch import MinHash, MinHashLSH
        self._near, self._hashes = near, MinHash
        self._index = MinHashLSH(threshold=near, num_perm=_HASHES)
        self._texts: list[tuple[str, Any]] = []  # ids and hashes

    def first(self, row: dict[str, Any]) -> tuple[str, float] | None:
        """Return the text most like an article's, the first of them, with its similarity; keep a new one."""
        keys = [word.key for word in words(row["text"])]
        runs = {" ".join(keys[i : i + _SHINGLE]) for i in range(max(1, len(keys) - _SHINGLE + 1))}
        hashes = self._hashes(num_perm=_HASHES)
        hashes.update_batch([run.encode("utf-8", "surrogatepass") for run in sorted(runs)])
        alike = [(hashes.jaccard(self._texts[n][1]), -n) for n in self._index.query(hashes)]
        similarity, n = max(alike, default=(0.0, 0))
        if similarity >= self._near:
            return self._texts[-n][0], float(similarity)
        self._index.insert(len(self._texts), hashes)
        self._texts.append((row["article_id"], hashes))
        return None
