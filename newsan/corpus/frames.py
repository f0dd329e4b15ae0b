"""What a run saved, read back: whole, in order, or refused by the name of the file that is amiss."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd

from newsan import schema, writing
from newsan.analysis import saved
from newsan.corpus import parts
from newsan.errors import ReadError, unknown_name

RUN = "run"  # the folder that tells of a run: which parts there are, problems, ledger
OF_RUN = ("problems", "ledger", "copies")
_log = logging.getLogger("newsan")


def load(out: str | Path, name: str) -> pd.DataFrame:
    """
    Read one frame of all partitions.

    Parameters
    ----------
    out
        The folder that `run` wrote.
    name
        articles, quotes, sentiment, rhetoric, stance, claims, mentions or references; problems,
        ledger or copies of the run.

    Returns
    -------
    frame
        The rows of all parts in order; `claims` are made from the stance of all.

    Raises
    ------
    UnknownName
        There is no frame of that name.
    ReadError
        The run was broken off, a part is missing or damaged, or a later newsan wrote it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(load(folder, "quotes"))
    0
    """
    if name == "claims":
        from newsan import stance

        return stance.claims(load(out, "stance"))
    if name not in (*parts.FRAMES, *OF_RUN):
        raise unknown_name("frame", name, (*parts.FRAMES, "claims", *OF_RUN))
    folders = files(out, name)
    if not folders:
        return schema.build([], name, optional=name in parts.FRAMES)
    read = [saved.read_frame(path.parent, name, parts.AGAIN) for path in folders]
    return pd.concat(read, ignore_index=True)


def files(out: str | Path, name: str) -> list[Path]:
    """
    Return the Parquet files of a frame, one a part in order, after a look whether they are whole.

    Parameters
    ----------
    out, name
        As in `load`; not claims, which are in no file.

    Raises
    ------
    ReadError
        As in `load`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files(folder, "quotes")
    []
    """
    target = Path(out)
    run = target / RUN
    writing.settle(run)
    told = saved.check_version(run / parts.DONE) if (run / parts.DONE).is_file() else {}
    if told and not told.get("complete"):
        raise ReadError(f"The run that wrote {target.as_posix()} was broken off, or goes on: "
                        "run `newsan corpus` again to go on with it.")  # fmt: skip
    if name in OF_RUN:
        return [_whole(run, name)] if told else []
    known = told.get("parts")
    if known is None:  # of an earlier newsan
        return [
            _whole(folder, name)
            for folder in parts.folders(target)
            if (folder / parts.DONE).is_file()
        ]
    for part, key in known.items():
        writing.settle(target / part)
        if (there := parts.made_of(target / part)) != key:
            why = "is missing" if there is None else "is not as it was saved"
            raise saved.broken(target / part, {parts.DONE: why}, parts.AGAIN)
    return [_whole(target / part, name) for part in known]


def _whole(folder: Path, name: str) -> Path:
    """Return the file of a frame in a part, or raise if it is not as it was saved."""
    saved.check_version(folder / parts.DONE)
    faults = writing.damaged(folder, parts.DONE, f"{name}.parquet")
    if faults:
        raise saved.broken(folder, faults, parts.AGAIN)
    if faults is None:
        _log.info("%s was saved without hashes, by an earlier newsan", folder)
    return folder / f"{name}.parquet"
