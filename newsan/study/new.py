"""A new study: a folder that runs at once, to be filled with one's own."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from newsan import lexicons, writing
from newsan.errors import WriteError
from newsan.errors import writing as told

_TEMPLATE = "study"  # the folder in `newsan/resources` that is copied, a study itself


def new(folder: str | Path) -> Path:
    """
    Make the folder of a study with an invented article in it, tables, and a notebook.

    Parameters
    ----------
    folder
        Where to make it; it must not be there yet, or be empty.

    Returns
    -------
    folder
        The folder, which `newsan.study.load` and `newsan.analyse` take as it is.

    Raises
    ------
    WriteError
        There is something in the folder, or it cannot be written.

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
