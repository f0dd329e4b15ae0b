"""Where newsan runs: Pythons, consoles, and names of files that not every system takes."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import newsan as ns
from newsan.errors import SchemaError

PACKAGE = Path(ns.__file__).parent
CYRILLIC = "Остра річка"
RAIN = f"“It rained on {CYRILLIC} 🌧,” said Mara Ostrell."
RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}


def newsan(*given: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "newsan", *map(str, given)],
        env={k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"} | environment,
        capture_output=True,
        check=False,
    )


def test_no_module_needs_a_newer_python_than_is_promised() -> None:
    if find_spec("vermin") is None:
        pytest.skip("newsan[test] is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import vermin; vermin.main()",
            "--target=3.11-",
            "--no-tips",
            "--violations",
            PACKAGE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_console_that_knows_few_letters_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    source = tmp_path / f"{CYRILLIC}.txt"
    source.write_text(RAIN, encoding="utf-8")
    for verb in (["quotes", source], ["quotes", source, "-f", "jsonl"], ["analyse", source]):
        done = newsan(*verb, PYTHONIOENCODING="cp1252")
        assert (done.returncode, done.stderr) == (0, b"")
        assert r"\u041e\u0441" in done.stdout.decode("cp1252")
    (tmp_path / f"{CYRILLIC}.jsonl").write_text("{broken\n", encoding="utf-8")
    done = newsan("quotes", tmp_path, PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert rb"\u041e\u0441" in done.stderr and b"Traceback" not in done.stderr
    assert newsan("--help", PYTHONIOENCODING="ascii").returncode == 0


def test_a_file_it_is_sent_to_gets_every_letter_whatever_the_console_has(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    few = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert f"{CYRILLIC} 🌧" in newsan("quotes", tmp_path, **few).stdout.decode("utf-8")


def test_folders_with_spaces_and_cyrillic_names_are_read_and_written(tmp_path: Path) -> None:
    source, out = tmp_path / f"{CYRILLIC} 1", tmp_path / f"out {CYRILLIC}"
    source.mkdir()
    (source / f"стаття 1 {CYRILLIC}.txt").write_text(RAIN, encoding="utf-8")
    result = ns.analyse(source)
    result.save(out)
    page = result.report(out / f"report {CYRILLIC}.html")
    assert ns.analysis.Analysis.load(out).quotes["text"].tolist() == result.quotes["text"].tolist()
    assert CYRILLIC in page.read_text(encoding="utf-8")
    assert ns.corpus.run(source, out / "parts 1").empty


def hostile() -> list[dict[str, str]]:
    return [
        {"article_id": name, "text": f"{RAIN} Road {n} is shut."} for n, name in enumerate(HOSTILE)
    ]


HOSTILE = ["con", "NUL.txt", "../../up", r"C:\up", "a/b", "a:b", "x" * 300, "<a>|?*", ".."]


def test_ids_of_articles_name_no_file(tmp_path: Path) -> None:
    result = ns.analyse(hostile())
    assert len(result.quotes) == len(HOSTILE)
    result.save(tmp_path / "out")
    result.report(tmp_path / "out" / "report.html")
    ns.corpus.run(hostile(), tmp_path / "parts", partition=3)
    made = list(tmp_path.rglob("*"))
    assert len(made) > 20
    for path in made:
        assert path.name.isascii() and path.name.replace("-", "").replace(".", "").isalnum(), path
        assert path.stem.lower() not in RESERVED
    assert len(ns.corpus.load(tmp_path / "parts", "articles")) == len(HOSTILE)


@pytest.mark.parametrize("name", [n for n in HOSTILE if n != "x" * 300])
def test_a_figure_has_a_name_that_every_system_takes(name: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="Not a figure name"):
        ns.figures.save(Figure(), name, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
