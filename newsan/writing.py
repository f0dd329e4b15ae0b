"""The one way to write: whole or not at all, whatever happens meanwhile, and never two at once."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newsan.errors import WriteError
from newsan.errors import writing as told

FILES = "files"  # in a manifest: the hash of each file beside it
WAIT_S = 10.0  # for another process to be done
LOCK = ".newsan.lock"
_FRESH = ".newsan.fresh"
_MAKING, _READY = ".newsan.making", ".newsan.ready"
_PAUSE_S = 0.05
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL}


@contextlib.contextmanager
def replace(target: str | Path, what: str = "the file") -> Iterator[Path]:
    """
    Yield a hidden path to write to, which takes the place of a file when the block ends well.

    Until then, and if the block or the system fails, the file is as it was. What is no file (a
    device, a pipe) is written to as it is. The folder is made if needed; `what` names the file in a
    `WriteError`: it cannot be written, or another process is writing into its folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace(Path(folder, "rain.txt")) as fresh:
    ...         _ = fresh.write_text("It rained.", encoding="utf-8")
    ...     [p.name for p in Path(folder).iterdir()]
    ['rain.txt']
    """
    path = Path(target)
    with told(what, path.as_posix()):
        path = path.resolve()  # a link stays one
        if path.exists() and not path.is_file() and not path.is_dir():
            yield path
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent):
            fresh = path.with_name(_FRESH)
            fresh.unlink(missing_ok=True)  # of a process that was killed
            try:
                yield fresh
                if path.is_file():
                    shutil.copymode(path, fresh)
                _sync(fresh)
                fresh.replace(path)
                _sync_folder(path.parent)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise


@contextlib.contextmanager
def together(folder: str | Path, what: str = "the files") -> Iterator[Path]:
    """
    Yield a hidden folder whose files take the place of those of a folder, all of them at once.

    If the block or the system fails, or the disk is full, the folder is as it was. Once all is on
    disk, one renaming decides: who is killed after it has written everything, and whoever opens the
    folder next (`settle`, or another `together`) moves what was not moved yet. Files of other names
    are left alone; `what` is as in `replace`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with together(folder) as fresh:
    ...         _ = (fresh / "a.txt").write_text("Rain.", encoding="utf-8")
    ...         seal(fresh, "all.json", {"day": "2031-05-02"})
    ...     sorted(p.name for p in Path(folder).iterdir()), damaged(folder, "all.json")
    (['a.txt', 'all.json'], {})
    """
    target = Path(folder)
    with told(what, target.as_posix()):
        target.mkdir(parents=True, exist_ok=True)
        with locked(target):
            _move_in(target)
            making = target / _MAKING
            shutil.rmtree(making, ignore_errors=True)  # of a process that was killed
            try:
                making.mkdir()
                yield making
                _commit(making, target)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
            _move_in(target)


def settle(folder: str | Path) -> None:
    """Finish what a process that was killed had written whole, but not yet moved to its place."""
    target = Path(folder)
    if (target / _READY).exists():
        with told("what was saved", target.as_posix()), locked(target):
            _move_in(target)


def tidy(folder: Path) -> None:
    """Settle a folder, and take away what a process that was killed had not written whole."""
    if any((folder / name).exists() for name in (LOCK, _FRESH, _MAKING, _READY)):
        with told("what was saved", folder.as_posix()), locked(folder):
            _move_in(folder)
            (folder / _FRESH).unlink(missing_ok=True)
            shutil.rmtree(folder / _MAKING, ignore_errors=True)


def seal(folder: Path, name: str, says: Mapping[str, Any]) -> None:
    """Write a manifest: what it says, and the hash of every file that is in the folder by then."""
    hashes = {p.name: sha256(p) for p in sorted(folder.iterdir()) if p.name != name}
    text = json.dumps({**says, FILES: hashes}, indent=1, ensure_ascii=False)
    (folder / name).write_text(text + "\n", encoding="utf-8", newline="")


def damaged(folder: str | Path, name: str, suffix: str = "") -> dict[str, str] | None:
    """
    Return the files that are not as their manifest says, each with what is wrong with it.

    None where there is no manifest, or one without hashes; `suffix` is of the files to look at, "" for all.

    Examples
    --------
    >>> damaged("no-such-folder", "newsan.json")
    """
    place = Path(folder)
    try:
        hashes = json.loads((place / name).read_text(encoding="utf-8"))[FILES]
        pairs = [(str(file), wanted) for file, wanted in hashes.items() if file.endswith(suffix)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    faults = {}
    for file, wanted in pairs:
        if not (place / file).is_file():
            faults[file] = "is missing"
        elif sha256(place / file) != wanted:
            faults[file] = "is not as it was saved"
    return faults


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def locked(folder: Path, name: str = LOCK) -> Iterator[None]:
    """
    Keep all other processes (and threads) that write into a folder waiting, for `WAIT_S` at most.

    The system lets go of the lock of a process that ends, however it ends. Locks of different names do not shut
    each other out.
    """
    path = folder / name
    until = time.monotonic() + WAIT_S
    while (held := _taken(path)) is None:
        if time.monotonic() >= until:
            raise WriteError(
                f"{folder.as_posix()} is being written by another process{_holder(path)}: wait "
                "until it is done, or give another folder."
            )
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        if os.name == "posix":  # elsewhere a file that is open stays
            path.unlink(missing_ok=True)
        os.close(held)


def _taken(path: Path) -> int | None:
    """Take a lock; return its open file, or None where another holds it."""
    held = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(held)
        if not os.path.samestat(os.fstat(held), path.stat()):
            raise FileNotFoundError  # its holder took it away as this one came
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            os.close(held)
            if isinstance(error, FileNotFoundError) or error.errno in _BUSY:
                return None
            raise
    with contextlib.suppress(OSError):  # a full disk has no room for the name
        os.truncate(held, 0)
        os.write(held, f"{os.getpid()} on {socket.gethostname()}".encode())
    return held


def _lock(held: int) -> None:
    if os.name == "posix":
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        os.lseek(held, 1 << 20, os.SEEK_SET)  # beyond the words, so that they can be read
        msvcrt.locking(held, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        os.lseek(held, 0, os.SEEK_SET)


def _holder(path: Path) -> str:
    try:
        who = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return f" ({who})" if who else ""


def _commit(making: Path, target: Path) -> None:
    """Have all that was made on disk, then decide by one renaming that it is what counts."""
    made = sorted(making.iterdir())
    if stands := [p.name for p in made if (target / p.name).is_dir()]:
        raise IsADirectoryError(errno.EISDIR, f"{stands[0]} is a folder")
    for path in made:
        _sync(path)
    _sync_folder(making)
    making.rename(target / _READY)
    _sync_folder(target)


def _move_in(target: Path) -> None:
    """Move files that are ready to their places; what was moved before is not there any more."""
    ready = target / _READY
    if not ready.is_dir():
        return
    for path in sorted(ready.iterdir()):
        path.replace(target / path.name)
    _sync_folder(target)
    ready.rmdir()


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere folders cannot be opened
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
