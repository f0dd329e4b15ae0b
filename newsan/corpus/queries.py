"""A corpus opened for questions: each frame a view in DuckDB, read from the parts as far as an answer needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from newsan.corpus import frames, parts
from newsan.errors import ReadError, missing_extra, no_attribute

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Corpus:
    """
    The frames of a corpus, none of which is in memory.

    Each frame is an attribute, a relation of DuckDB that reads nothing until it is asked for rows
    (`corpus.quotes.filter("kind = 'direct'").df()`), and a view in `connection`. `claims` are in no
    file: `newsan.corpus.load` makes them.
    """

    names: tuple[str, ...] = ()  # of the frames

    def __init__(self, out: str | Path) -> None:
        try:
            import duckdb
        except ImportError:
            raise missing_extra("duckdb", "corpus", "query a corpus") from None
        self.connection = duckdb.connect(config=_OFFLINE)
        self.connection.execute("SET TimeZone = 'UTC'")
        known = (*parts.FRAMES, *frames.OF_RUN)
        self.names = tuple(name for name in known if self._view(out, name))
        if "articles" not in self.names:
            raise ReadError(f"No corpus in {Path(out).as_posix()}: run `newsan corpus SOURCE "
                            f"--out {Path(out).as_posix()}` first.")  # fmt: skip

    def _view(self, out: str | Path, name: str) -> bool:
        """Make the view of a frame, if it has files: an earlier newsan did not write all of them."""
        paths = [str(path) for path in frames.files(out, name) if path.is_file()]
        if paths:
            self.connection.read_parquet(paths).create_view(name)
        return bool(paths)

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
    Open the frames of a corpus for queries, after a look whether its parts are whole.

    Parameters
    ----------
    out
        The folder that `run` wrote.

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
