"""The house itself: what is imported when, by whom, and how big a room may get."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newsan

PACKAGE = Path(newsan.__file__).parent
ROOT = PACKAGE.parent

# From the ground up; a room imports only from rooms of its own floor's left or of floors below.
FLOORS = (
    {"errors"}, {"schema", "spreadsheet"}, {"text", "dates", "readers", "lexicons", "tagger"},
    {"articles", "corrections"}, {"quotes"}, {"occasions"}, {"actors"},
    {"sentiment", "rhetoric", "stats"}, {"stance"}, {"gazetteer"}, {"places"}, {"frontline"},
    {"figures"}, {"charts", "maps", "highlight"}, {"report", "widgets"}, {"analysis"}, {"corpus", "evaluate"}, {"cli"},
    {"__main__"},
)  # fmt: skip
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the rooms a module imports, at the top or inside a function."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[0] == "newsan"
        ):
            parts = node.module.split(".")
            rooms |= (
                {parts[1]} if len(parts) > 1 else {a.name for a in node.names if a.name in LEVEL}
            )
        elif isinstance(node, ast.Import):
            rooms |= {a.name.split(".")[1] for a in node.names if a.name.startswith("newsan.")}
    return rooms


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    here = room(path)
    assert here in LEVEL, f"{here} has no floor yet: give it one in FLOORS"
    upwards = {r for r in imported(path) if r != here and LEVEL[r] > LEVEL[here]}
    assert not upwards


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_room_gets_crowded(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    for path in modules():
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert doc and doc.split("\n")[0].rstrip()[-1] in ".:", path


def test_importing_newsan_loads_nothing_heavy() -> None:
    code = "import sys, newsan; print(*sorted(set(m.split('.')[0] for m in sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(loaded) & {
        "textblob",
        "nltk",
        "geopandas",
        "matplotlib",
        "pandera",
        "dateparser",
        "scipy",
    }


def test_every_room_opens_from_the_front_door() -> None:
    for name in newsan.__all__:
        assert getattr(newsan, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'quote'"):
        newsan.quote  # noqa: B018


def test_no_path_of_a_machine_or_registry_stands_in_the_repository() -> None:
    if not (ROOT / "constraints.txt").exists():
        pytest.skip("not a checkout")
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text and "@" not in text
