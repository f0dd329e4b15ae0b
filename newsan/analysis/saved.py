"""Frames on disk: Parquet written and read back, and the version of the schema they have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

import newsan
from newsan import schema
from newsan.errors import ReadError

VERSION = 1  # of what is saved; 2 when files of 1 can no longer be read as they are
KEY = "schema"


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


def read_frame(folder: Path, name: str) -> pd.DataFrame:
    """
    Read the frame back that `write_frame` wrote.

    Raises
    ------
    ReadError
        The file is not there, or is no Parquet file.
    """
    import pyarrow as pa

    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise ReadError(f"{path.as_posix()} is missing: run `newsan analyse` again.")
    try:
        if is_geographic(name):
            import geopandas as gpd

            return gpd.read_parquet(path)
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise ReadError(
            f"{path.as_posix()} cannot be read ({why}): run `newsan analyse` again."
        ) from None


def check_version(path: Path) -> None:
    """
    Refuse a saved analysis that a later newsan wrote in a way this one does not know.

    Parameters
    ----------
    path
        The JSON file beside the frames; one without a version is of the first.

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
    ...     check_version(path)
    """
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        version = told.get(KEY, 1)
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
