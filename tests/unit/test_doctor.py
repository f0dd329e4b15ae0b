"""What `newsan doctor` finds, and what the files of the wheel weigh."""

from __future__ import annotations

import importlib.metadata
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import newsan as ns
from newsan import doctor
from newsan.cli import app

PACKAGE = Path(ns.__file__).parent
SIZES = PACKAGE.parent / "docs" / "sizes.md"
MOST_BYTES = 8_000_000  # of the wheel


def weights() -> dict[str, int]:
    files = (p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(PACKAGE).as_posix(): p.stat().st_size for p in files}


def test_it_says_what_is_installed() -> None:
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0, done.output
    assert "newsan " in done.output and ns.__version__ in done.output
    assert "pandas" in done.output and importlib.metadata.version("pandas") in done.output
    assert "extra web" in done.output and "DejaVu Sans" in done.output


def test_what_is_missing_or_too_old_is_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["pandas>=99.0", "ostrell-ardal>=1.0", "trafilatura>=99; extra == 'web'"]
    monkeypatch.setattr(doctor, "_requirements", lambda: asked)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    told = {f.what: (f.state, f.told) for f in doctor.examine()}
    assert told["pandas"][0] == "amiss" and "99.0 is needed" in told["pandas"][1]
    assert told["ostrell-ardal"] == ("amiss", 'not installed: pip install "ostrell-ardal>=1.0"')
    assert told["extra web"][0] == "missing" and "newsan[web]" in told["extra web"][1]


def test_a_place_that_cannot_be_written_is_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doctor.tempfile, "TemporaryDirectory", full)
    assert [f.state for f in doctor.examine() if f.what == "writing"] == ["amiss"]


def test_the_version_is_shown() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"newsan {ns.__version__}\n")


def test_the_files_of_the_wheel_stay_light(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in weights():
            packed.write(PACKAGE / name, name)
    assert (tmp_path / "packed.zip").stat().st_size <= MOST_BYTES


@pytest.mark.skipif(not SIZES.exists(), reason="not a checkout")
def test_the_table_of_sizes_keeps_up() -> None:
    told = {}
    for line in SIZES.read_text(encoding="utf-8").splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0].startswith("`"):
            told[cells[0].strip("`")] = float(cells[1])
    files = weights()
    heavy = {name for name, size in files.items() if size >= 50_000}
    assert set(told) == heavy
    for name, size in told.items():
        assert size == pytest.approx(files[name] / 1000, rel=0.15), name
