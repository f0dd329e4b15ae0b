"""A study as a folder: `study.toml` and the tables beside it, which every verb can take as `study=`."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from newsan import lexicons, writing
from newsan.errors import NoSuchSource, ReadError, SchemaError, WriteError, unknown_name
from newsan.errors import writing as told

FILE = "study.toml"
ARTICLES = "articles"  # the folder in a study that holds what is read
CONTROL = "control_events.csv"
# The tables beside the settings, the columns each must have, and those that hold a value only once.
_TABLES = {
    "sides": (("side",), ("side", "countries", "actors")),
    "actors": (("actor_id", "name"), ("actor_id",)),
    "topics": (("topic", "proposition"), ("topic",)),
    "offices": (("office", "actor_id"), ()),
}
ACTOR_KINDS = ("person", "institution", "state", "group")
# what their column `kind` may hold
_KINDS = {"actors": ACTOR_KINDS, "topics": ("fact", "proposal")}
_HEX = frozenset("0123456789abcdef")  # figures of a colour
_MARKERS = [*"os^v<>DdPXph*"]  # those that can be drawn and are filled
Source = TypeVar("Source")
_NEAR = 0.8  # likeness from which an unknown column is a known one, misspelt
_TEMPLATE = "study"  # the folder in `newsan/resources` that is copied, a study itself


@dataclass(frozen=True, eq=False)
class Study:
    """
    What one study knows beyond the general tables; tables that its folder lacks are None.

    `window` is west, south, east and north in degrees; `home_countries` are two-letter codes; `control` is
    the file of control events, which `newsan.frontline.read_control` reads.
    """

    folder: Path
    title: str
    window: tuple[float, float, float, float] | None = None
    home_countries: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sides: pd.DataFrame | None = field(default=None, repr=False)
    actors: pd.DataFrame | None = field(default=None, repr=False)
    topics: pd.DataFrame | None = field(default=None, repr=False)
    offices: pd.DataFrame | None = field(default=None, repr=False)
    control: Path | None = None

    @property
    def articles(self) -> Path:
        """The folder that its articles are in."""
        return self.folder / ARTICLES

    def reads(self, source: Source) -> Source | Path:
        """Return what is read where a source is given: of the study's own folder its articles."""
        is_own = isinstance(source, str | Path) and _place(source) == self.folder.resolve()
        return self.articles if is_own and self.articles.is_dir() else source


def load(folder: str | Path) -> Study:
    """
    Load a study from its folder.

    Parameters
    ----------
    folder
        A folder with `study.toml` (`title`, `window`, `home_countries`, `outlets`, all optional), or that
        file. Beside it, all optional: `sides.csv` (see `newsan.frontline.read_sides`), `actors.csv` (see
        `newsan.actors.registry`), `topics.csv` (see `newsan.stance.topics`), `offices.csv` and
        `control_events.csv`. A table without rows is as none.

    Returns
    -------
    study
        Frozen; pass it as `study=` to any verb that needs a table.

    Raises
    ------
    NoSuchSource
        There is no such folder.
    ReadError
        The folder holds no `study.toml`, or a file cannot be read.
    SchemaError
        A setting or a table is wrong; the message names the file, the value and what would be right.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "study.toml").write_text('title = "The dam at Velm"')
    >>> _ = (folder / "sides.csv").write_text("side,countries\\nTamm,SE\\nHarrow,NO\\n")
    >>> load(folder).title, load(folder).sides["side"].tolist()
    ('The dam at Velm', ['Tamm', 'Harrow'])
    """
    given = Path(folder).expanduser()
    place = given.parent if given.name == FILE else given
    if not place.is_dir():
        raise NoSuchSource(
            f"{given} is no folder of a study: `newsan new {place}` makes one that runs."
        )
    settings = _settings(place / FILE)
    settings["title"] = settings.get("title") or place.resolve().name
    tables: dict[str, Any] = {n: _table(place / f"{n}.csv", n) for n in _TABLES}
    _check_sides_of(tables["actors"], tables["sides"], place)
    control = place / CONTROL if (place / CONTROL).is_file() else None
    return Study(place, control=control, **settings, **tables)


def given(study: Study | str | Path | None, table: pd.DataFrame | None = None) -> Study | None:
    """
    Return the study that a verb was given, or that its table was read for: itself, or what its folder holds.

    Examples
    --------
    >>> given(None) is None
    True
    """
    if study is None and table is not None:
        study = table.attrs.get("study")
    return study if study is None or isinstance(study, Study) else load(study)


def nearest(source: object) -> Study | None:
    """
    Return the study whose `study.toml` lies in or above the folder that a source names, if there is one.

    Examples
    --------
    >>> nearest([{"text": "It rained."}]) is None
    True
    """
    if not isinstance(source, str | Path):
        return None
    try:
        path = _place(source)
        folder = next((p for p in (path, *path.parents) if (p / FILE).is_file()), None)
    except (OSError, ValueError):  # no path at all, such as a text: whoever reads it says so
        return None
    return None if folder is None else load(folder)


def meant(study: Study | str | Path | None, source: Source) -> tuple[Study | None, Source | Path]:
    """Return the given study, else the nearest, and what is read: of a study's own folder its articles."""
    own = nearest(source) if study is None else given(study)
    return own, source if own is None else own.reads(source)


def _place(source: str | Path) -> Path:
    return Path(source).expanduser().resolve()


def _settings(path: Path) -> dict[str, Any]:
    """Return what `study.toml` says, checked."""
    try:
        written: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ReadError(
            f"{path.parent} holds no {FILE}: an empty one will do, and `newsan new` makes a whole study."
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReadError(f'Cannot read {path}: {error}. Write it as TOML: title = "...".') from None
    for key, value in written.items():
        if key not in _RIGHT:
            raise SchemaError(f"{path}: {unknown_name('setting', key, _RIGHT)}")
        is_right, what = _RIGHT[key]
        if not is_right(value):
            raise SchemaError(f"{path}: {key} is {value!r}; it should be {what}.")
    return {k: tuple(v) if isinstance(v, list) else v for k, v in written.items()}


def _table(path: Path, name: str) -> pd.DataFrame | None:
    """Return a table of a study with the columns of the shipped one; None if it is not there, or empty."""
    if not path.is_file():
        return None
    needed, once = _TABLES[name]
    known = tuple(lexicons.shipped(name).columns)
    own = lexicons.read(path, f"the table of {name}")
    others = own.columns.difference(known, sort=False)
    for column in others:
        if near := difflib.get_close_matches(column, set(known) - set(own), n=1, cutoff=_NEAR):
            raise SchemaError(f"{path} has a column {column!r}: did you mean {near[0]!r}?")
    own = lexicons.users(own, what=str(path), needed=needed, columns=(*known, *others))
    for column in once:
        each = [one for cell in own[column] for one in cell.split("|") if one]
        if twice := [one for n, one in enumerate(each) if one in each[:n]]:
            what = f"{twice[0]!r} twice in its column {column}"
            raise SchemaError(f"{path} has {what}: leave one out.")
    kinds = _KINDS.get(name, ())
    if kinds and (wrong := [k for k in own["kind"] if k and k not in kinds]):
        row = own["kind"].tolist().index(wrong[0]) + 1
        raise SchemaError(f"{path} has the kind {wrong[0]!r} in row {row} below its header: it should be "
                          f"{' or '.join(kinds)}.")  # fmt: skip
    for colour in filter(None, own.get("colour", ())):
        if len(colour) != 7 or colour[0] != "#" or not set(colour[1:].lower()) <= _HEX:
            raise SchemaError(f"{path} has the colour {colour!r}: write it as #009E73.")
    if wrong := [m for m in own.get("marker", ()) if m and m not in _MARKERS]:
        raise SchemaError(
            f"{path} has the marker {wrong[0]!r}: it should be {' or '.join(_MARKERS)}."
        )
    return own if len(own) else None


def _check_sides_of(actors: pd.DataFrame | None, sides: pd.DataFrame | None, folder: Path) -> None:
    """Refuse a side of an actor that is nearly one of the study's."""
    if actors is None or sides is None:
        return
    known = set(sides["side"])
    for name, side in zip(actors["name"], actors["side"], strict=True):
        near = difflib.get_close_matches(side, known, n=1, cutoff=_NEAR)
        if near and side not in known:
            raise SchemaError(
                f"{folder / 'actors.csv'} has the side {side!r} of {name}: did you mean {near[0]!r}?"
            )


def new(folder: str | Path) -> Path:
    """
    Make the folder of a study with an invented article in it, tables, and a notebook.

    The folder must not be there yet, or be empty, else a `WriteError` says so; `newsan.study` and
    `newsan.analyse` take it as it is.

    Examples
    --------
    >>> import tempfile
    >>> made = new(Path(tempfile.mkdtemp()) / "velm")
    >>> sorted(p.name for p in made.iterdir())[:4]
    ['README.md', 'actors.csv', 'articles', 'control_events.csv']
    """
    place = Path(folder).expanduser()
    if place.is_file() or (place.is_dir() and any(place.iterdir())):
        raise WriteError(f"{place} is not empty: name a new folder, or clear it first.")
    with told("a new study", place):
        _copy(lexicons.file(_TEMPLATE), place)
    return place


def _copy(here: Traversable, there: Path) -> None:
    """Copy what belongs to a study; what tests and notebooks leave beside it stays."""
    there.mkdir(parents=True, exist_ok=True)
    for one in sorted(here.iterdir(), key=lambda f: f.name):
        if one.is_dir() and not one.name.startswith((".", "_")):
            _copy(one, there / one.name)
        elif one.is_file():
            with writing.replace(there / one.name) as fresh:
                fresh.write_bytes(one.read_bytes())


def _is_window(value: Any) -> bool:
    if not isinstance(value, list) or [type(v) in (int, float) for v in value] != [True] * 4:
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _are_codes(value: Any) -> bool:
    return _are_names(value) and all(len(v) == 2 and v.isalpha() and v.isupper() for v in value)


_RIGHT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: isinstance(value, str), "words in quotation marks"),
    "window": (_is_window, "west, south, east and north in degrees, as [17.5, 59.0, 18.5, 59.6]"),
    "home_countries": (_are_codes, 'a list of two-letter codes of countries, as ["SE", "NO"]'),
    "outlets": (_are_names, 'a list of names, as ["The Tamm Courier"]'),
}
