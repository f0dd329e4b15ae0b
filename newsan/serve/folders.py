"""What a folder holds: saved analyses and corpora, each with its page, and the place of dropped articles."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path

import newsan
from newsan import corpus, report, writing
from newsan.analysis import Analysis
from newsan.analysis import result as saved
from newsan.corpus import storage
from newsan.errors import NewsanError, ReadError, unknown_name
from newsan.serve import selection
from newsan.wording import counted

ARTICLES = "articles"  # what was dropped, beside what was found in it
_DEPTH = ("", "*/", "*/*/")  # how far below the folder analyses are looked for
_KEPT = 4  # pages, and corpora that stay open
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')


class Shelf:
    """
    The analyses and corpora in a folder, up to two folders down, looked up anew whenever they are asked for.

    What is dropped goes into its folder `dropped`; what it does not hold is `UnknownName`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = Shelf(folder).drop({"rain.txt": b'"It rained," said Mara Ostrell.'})
    ...     name, [*Shelf(folder).analyses()], "It rained" in Shelf(folder).report(name)
    ('dropped/1', ['dropped/1'], True)
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def analyses(self) -> dict[str, Path]:
        """Return the folders of saved analyses, by their name in this one."""
        return self._find(saved.MANIFEST)

    def corpora(self) -> dict[str, Path]:
        """Return the folders of corpora, by their name in this one."""
        return {
            self._name(run.parent): run.parent
            for run in self._find(storage.DONE).values()
            if run.name == storage.RUN
        }

    def report(self, name: str) -> str:
        """Return the page of a saved analysis; `ReadError` where it cannot be read."""
        place = _pick(name, self.analyses(), "analysis")
        return _write_page(place, _stamp(place / saved.MANIFEST))

    def corpus(self, name: str) -> corpus.Corpus:
        """Open a corpus; `ReadError` where it is not whole, `MissingExtra` without DuckDB."""
        place = _pick(name, self.corpora(), "corpus")
        return _open(place, _stamp(place / storage.RUN / storage.DONE))

    def slice(self, name: str, asked: Mapping[str, str]) -> tuple[str, str]:
        """Return the page of some articles of a corpus, and a sentence on which they are."""
        result, told = selection.read(self.corpus(name), asked)
        return report.html(result), told

    def drop(self, files: Mapping[str, bytes]) -> str:
        """
        Analyse articles in a folder of their own, `dropped/1` and so on; return its name.

        `ReadError` where a name has parts of a path, or nothing of what was dropped could be read.
        """
        if not files:
            raise ReadError("Nothing was dropped.")
        if wrong := [name for name in files if not _is_plain(name)]:
            raise ReadError(f"{wrong[0][:80]!r} is no plain name of a file.")
        dropped = self.folder / "dropped"
        numbers = [int(p.name) for p in dropped.glob("*") if p.name.isdecimal()]
        place = dropped / str(1 + max(numbers, default=0))
        try:
            with writing.together(place / ARTICLES, "the articles") as fresh:
                for name, content in files.items():
                    (fresh / name).write_bytes(content)
            newsan.analyse(place / ARTICLES).save(place)
        except NewsanError:
            shutil.rmtree(place)
            raise
        return self._name(place)

    def index(self) -> str:
        """Return the lists of analyses and corpora, as HTML."""
        items = [_write_item("report", n, _count_rows(p)) for n, p in self.analyses().items()]
        items += [_write_item("corpus", n, "a corpus: choose some of it") for n in self.corpora()]
        none = "<p>No analysis yet: drop articles below, or run <code>newsan analyse</code>.</p>"
        return f"<ul>{''.join(items)}</ul>" if items else none

    def _name(self, place: Path) -> str:
        return place.relative_to(self.folder).as_posix()

    def _find(self, file: str) -> dict[str, Path]:
        """Return the folders in which a file stands, by name; not those that a link leads out to."""
        home = self.folder.resolve()
        places = [p.parent for depth in _DEPTH for p in self.folder.glob(depth + file)]
        inside = [p for p in places if p.resolve().is_relative_to(home)]
        return {self._name(place): place for place in sorted(inside, key=lambda p: p.parts)}


def _is_plain(name: str) -> bool:
    """
    Return whether a name is one of a file, without parts of a path.

    Examples
    --------
    >>> [_is_plain(name) for name in ("rain.txt", "../rain.txt", "c:rain.txt", ".rain", "")]
    [True, False, False, False, False]
    """
    is_short = 0 < len(name.encode("utf-8", "surrogatepass")) <= 200
    return is_short and name[0] != "." and name.isprintable() and not _NOT_IN_NAMES & {*name}


def _pick(name: str, known: Mapping[str, Path], what: str) -> Path:
    if name not in known:
        raise unknown_name(what, name, known)
    return known[name]


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written again."""
    told = path.stat()
    return told.st_mtime_ns, told.st_ino


@functools.lru_cache(_KEPT)
def _write_page(place: Path, stamp: tuple[int, int]) -> str:
    return report.html(Analysis.load(place))


@functools.lru_cache(_KEPT)
def _open(place: Path, stamp: tuple[int, int]) -> corpus.Corpus:
    return corpus.open(place)


def _write_item(page: str, name: str, told: str) -> str:
    return (
        f'<li><a href="/{page}?{selection.query(of=name)}">{escape(name)}</a>: {escape(told)}</li>'
    )


def _count_rows(place: Path) -> str:
    try:
        known = saved.check_version(place / saved.MANIFEST).get("frames", {})
    except ReadError as error:
        return str(error)
    rows = {name: int(known.get(name, {}).get("rows", 0)) for name in ("articles", "quotes")}
    return f"{counted(rows['articles'], 'article')}, {counted(rows['quotes'], 'quotation')}"
