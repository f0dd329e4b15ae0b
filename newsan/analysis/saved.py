"""Frames on disk: Parquet written and read back, whether they belong together, and their schema's version."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import newsan
from newsan import schema, writing
from newsan.errors import ReadError

VERSION = 1  # of what is saved; 2 when files of 1 can no longer be read as they are
KEY = "schema"
MANIFEST = "newsan.json"
AGAIN = "run `newsan analyse` again."
# Ids of a frame's rows that must be among those of another frame.
_IDS = (
    ("article_id", "articles", ("quotes", "stance", "mentions", "references")),
    ("quote_id", "quotes", ("sentiment", "rhetoric", "stance", "claims", "mentions")),
)
_OLD = "saved by an earlier newsan, without hashes: that its files belong together is told by ids alone"


def is_geographic(name: str) -> bool:
    """
    Return whether a frame has a geometry.

    Examples
    --------
    >>> is_geographic("mentions"), is_geographic("quotes")
    (True, False)
    """
    return any(c.dtype == schema.GEOMETRY for c in schema.columns(name))


def write_frame(frame: pd.DataFrame, folder: Path, name: str) -> None:
    """Write a frame as `NAME.parquet`, without the notes that a step left in its `attrs`."""
    clean = frame.copy()
    clean.attrs = {}
    clean.to_parquet(folder / f"{name}.parquet", index=False)


def read_frame(folder: Path, name: str, again: str = AGAIN) -> pd.DataFrame:
    """
    Read the frame back that `write_frame` wrote.

    Raises
    ------
    ReadError
        The file is not there, or is no Parquet file; `again` says what to do.
    """
    import pyarrow as pa

    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise ReadError(f"{path.as_posix()} is missing: {again}")
    try:
        if is_geographic(name):
            import geopandas as gpd

            return gpd.read_parquet(path)
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise ReadError(f"{path.as_posix()} cannot be read ({why}): {again}") from None


def read_frames(folder: Path, names: list[str]) -> dict[str, pd.DataFrame]:
    """
    Read the frames of a saved analysis, if they are of one analysis.

    Parameters
    ----------
    folder
        Where `Analysis.save` wrote.
    names
        The frames to read; those that an earlier newsan did not have yet are left out.

    Returns
    -------
    frames
        By name; in `ledger`, what could not be made sure of.

    Raises
    ------
    ReadError
        A file is missing, damaged, or of another analysis.
    """
    with contextlib.suppress(ReadError):  # of two tries: another process may be saving just now
        return _read_frames(folder, names)
    return _read_frames(folder, names)


def _read_frames(folder: Path, names: list[str]) -> dict[str, pd.DataFrame]:
    writing.settle(folder)
    if not (folder / MANIFEST).is_file():
        raise ReadError(f"No saved analysis in {folder.as_posix()}: run `newsan analyse SOURCE "
                        f"--out {folder.as_posix()}` first.")  # fmt: skip
    known = check_version(folder / MANIFEST).get("frames", {})
    faults = writing.damaged(folder, MANIFEST, ".parquet")
    if not (folder / "ledger.parquet").is_file():  # it only tells of the others
        names = [name for name in names if name != "ledger"]
        faults = faults and {f: why for f, why in faults.items() if f != "ledger.parquet"}
    if faults:
        raise broken(folder, faults)
    frames = {name: read_frame(folder, name) for name in names if not known or name in known}
    mixed = ", ".join(dict.fromkeys([*_of_other_length(frames, known), *_strangers(frames)]))
    if mixed and faults is None:
        raise ReadError(f"{folder.as_posix()} holds files of more than one analysis, as {mixed} "
                        f"shows: {AGAIN}")  # fmt: skip
    if mixed:  # saved like this by somebody who took rows out of one frame
        _say(frames, folder, "lost", f"articles or quotations that rows of {mixed} belong to", "")
    if faults is None:
        _say(frames, folder, "guessed", _OLD, AGAIN.rstrip("."))
    return frames


def broken(folder: Path, faults: dict[str, str], again: str = AGAIN) -> ReadError:
    """
    Build an error of the files that `writing.damaged` found.

    Examples
    --------
    >>> print(broken(Path("build"), {"quotes.parquet": "is not as it was saved"}))
    build/quotes.parquet cannot be read (it is not as it was saved): run `newsan analyse` again.
    """
    told = [
        f"{(folder / file).as_posix()} "
        + (why if "missing" in why else f"cannot be read (it {why})")
        for file, why in faults.items()
    ]
    return ReadError(f"{'; '.join(told)}: {again}")


def _of_other_length(frames: dict[str, pd.DataFrame], known: dict[str, Any]) -> Iterator[str]:
    """Yield the files of frames with more or fewer rows than were saved."""
    for name, frame in frames.items():
        if len(frame) != known.get(name, {}).get("rows", len(frame)):
            yield f"{name}.parquet"


def _strangers(frames: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the files with ids of articles or quotations that the frame of those does not have."""
    for column, home, others in _IDS:
        known = set(frames[home][column])
        for name in others:
            if not known.issuperset(frames[name][column].dropna()):
                yield f"{name}.parquet"


def _say(frames: dict[str, pd.DataFrame], folder: Path, kind: str, what: str, remedy: str) -> None:
    """Write into the ledger of a saved analysis what is to be said of its files."""
    row = {"source": folder.as_posix(), "kind": kind, "what": what, "n": 1, "remedy": remedy}
    rows = schema.records(frames["ledger"]) if "ledger" in frames else []
    frames["ledger"] = schema.build([*rows, row], "ledger")


def check_version(path: Path) -> dict[str, Any]:
    """
    Refuse a saved analysis that a later newsan wrote in a way this one does not know.

    Parameters
    ----------
    path
        The JSON file beside the frames; one without a version is of the first.

    Returns
    -------
    told
        What the file says.

    Raises
    ------
    ReadError
        The file is no JSON object, or its version is unknown; the message says what to do.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "newsan.json")
    ...     _ = path.write_text('{"newsan": "0.1.0", "frames": {}}', encoding="utf-8")
    ...     check_version(path)["newsan"]
    '0.1.0'
    """
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = told.get(KEY, 1)
        if not all(isinstance(f, dict) for f in told.get("frames", {}).values()):
            raise ValueError  # a record of ours says of each frame what it is
    except (OSError, ValueError, AttributeError):
        raise ReadError(
            f"{path.as_posix()} is not what newsan wrote: run `newsan analyse` again."
        ) from None
    if type(version) is not int or not 1 <= version <= VERSION:
        raise ReadError(
            f"{path.as_posix()} has schema version {version!r}; newsan {newsan.__version__} reads "
            f"versions up to {VERSION}: install the newsan that wrote it "
            f"({told.get('newsan', 'a later one')}), or run `newsan analyse` again."
        )
    return told
