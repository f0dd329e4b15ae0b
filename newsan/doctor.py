"""What is installed, what that reads, and what is amiss with it."""

from __future__ import annotations

import importlib.metadata
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

import newsan
from newsan import lexicons, writing
from newsan.errors import NewsanError


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: as it should be, missing but not needed, or amiss."""

    state: str  # ok, missing, or amiss: that keeps newsan from working
    what: str
    told: str


def examine() -> list[Finding]:
    """
    Return what there is of Python, newsan, what it depends on, its extras, its font, and of files to be written.

    Examples
    --------
    >>> [f.state for f in examine() if f.what == "newsan"]
    ['ok']
    """
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    place = f"{newsan.__version__} in {Path(newsan.__file__).parent.as_posix()}"
    return [
        Finding("ok", "Python", python),
        Finding("ok", "newsan", place),
        *_dependencies(),
        *_extras(),
        _font(),
        _writable(),
    ]


def screen(findings: list[Finding]) -> str:
    """
    Write findings for a terminal, a line each.

    Examples
    --------
    >>> print(screen([Finding("ok", "pandas", "3.0.0"), Finding("missing", "web", "saved pages")]))
    ok       pandas  3.0.0
    missing  web     saved pages
    """
    wide = max((len(f.what) for f in findings), default=0)
    return "\n".join(f"{f.state:<8} {f.what:<{wide}}  {f.told}" for f in findings)


def _requirements() -> list[str]:
    try:
        return importlib.metadata.requires("newsan") or []
    except importlib.metadata.PackageNotFoundError:
        return []


def _needed(extra: str = "") -> list[Requirement]:
    """Return what newsan needs by itself, or what an extra adds to that."""
    listed = map(Requirement, _requirements())
    return [r for r in listed if (r.marker.evaluate({"extra": extra}) if r.marker else not extra)]


def _dependencies() -> list[Finding]:
    unknown = Finding("missing", "dependencies", "not known: newsan runs without being installed")
    return [_package(r) for r in _needed()] or [unknown]


def _package(needed: Requirement) -> Finding:
    """Look whether a package is there, and as new as is asked for."""
    install = f'pip install "{needed}"'
    try:
        version = importlib.metadata.version(needed.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding("amiss", needed.name, f"not installed: {install}")
    if not needed.specifier.contains(version, prereleases=True):
        floor = str(needed.specifier).removeprefix(">=")
        return Finding("amiss", needed.name, f"{version}, {floor} is needed: {install}")
    return Finding("ok", needed.name, version)


def _extras() -> list[Finding]:
    found = []
    for extra, purpose in (row.values() for row in lexicons.rows("extras")):
        needed = _needed(extra)
        if needed and all(_package(r).state == "ok" for r in needed):
            found.append(Finding("ok", f"extra {extra}", purpose))
        else:
            said = f'{purpose}, if wanted: pip install "newsan[{extra}]"'
            found.append(Finding("missing", f"extra {extra}", said))
    return found


def _font() -> Finding:
    """Look whether matplotlib finds the font of the house, which it ships itself."""
    try:
        from matplotlib import font_manager

        path = font_manager.findfont("DejaVu Sans", fallback_to_default=False)
    except (ImportError, ValueError) as error:
        return Finding("amiss", "font", f"DejaVu Sans: {error}")
    return Finding("ok", "font", f"DejaVu Sans in {Path(path).as_posix()}")


def _writable() -> Finding:
    """Write a file as all are written, where temporary files go."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            with writing.replace(Path(folder, "rain.txt")) as fresh:
                fresh.write_text("It rained.", encoding="utf-8")
            where = Path(folder).parent.as_posix()
            return Finding("ok", "writing", f"files can be written in {where}")
    except (NewsanError, OSError) as error:
        return Finding("amiss", "writing", str(error))
