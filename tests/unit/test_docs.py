"""The documents keep up: every number has its method, every link leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

import newsan
from newsan import schema

ROOT = Path(__file__).resolve().parents[2]
METHODS = ROOT / "docs" / "methods.md"
LINK = re.compile(r"\]\(([^)\s]+)\)")

pytestmark = pytest.mark.skipif(not METHODS.exists(), reason="not a checkout")


def documents() -> list[Path]:
    """Return the documents and notebooks a reader opens; not the articles of the study."""
    texts = [p for folder in (".", "docs", "data", "benchmarks", "binder", "training/tagger")
             for p in (ROOT / folder).glob("*.md")]  # fmt: skip
    return sorted(texts) + sorted((ROOT / "notebooks").glob("*.ipynb"))


def words(path: Path) -> str:
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        return "\n".join(c.source for c in cells if c.cell_type == "markdown")
    return path.read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", words(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


def numeric_columns() -> list[str]:
    kinds = (schema.FLOAT, schema.INT, schema.OPTIONAL_INT)
    return sorted({c.name for f in schema.FRAMES for c in schema.columns(f) if c.dtype in kinds})


@pytest.mark.parametrize("column", numeric_columns())
def test_every_number_of_every_frame_has_its_method(column: str) -> None:
    assert f"`{column}`" in METHODS.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings_that_exist(path: Path) -> None:
    for target in LINK.findall(words(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name} links to {target}"
        if heading and there.suffix in {".md", ".ipynb"}:
            assert heading in anchors(there), f"{path.name} links to {target}"


def test_the_cards_are_linked_from_the_methods_page() -> None:
    text = METHODS.read_text(encoding="utf-8")
    for card in ("../data/README.md", "../training/tagger/MODEL_CARD.md", "../CITATION.cff"):
        assert f"({card})" in text


def test_every_test_that_the_page_on_reliability_names_is_there() -> None:
    named = re.findall(r"`((?:\w+/)+\w+\.py)(?:::(\w+))?`", words(ROOT / "docs" / "reliability.md"))
    assert len(named) > 15
    for file, test in named:
        assert f"def {test}" in (ROOT / "tests" / file).read_text(encoding="utf-8"), (file, test)


def test_every_package_that_newsan_needs_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = words(ROOT / "docs" / "security.md").split("| package | for |")[1]
    given = {
        name
        for row in re.findall(r"^\| ([\w, -]+) \|", table, re.MULTILINE)
        for name in row.split(", ")
    }
    needed = {re.split(r"[\[>=]", line)[0] for line in project["dependencies"]}
    assert needed == given


NUMBER = re.compile(r"(?<![\w/])\.?\d[\d,]*(?:\.\d+)?")


def numbers(text: str) -> set[str]:
    return {n.replace(",", "").removeprefix("0.").removeprefix(".") for n in NUMBER.findall(text)}


def test_every_number_in_the_tables_on_evaluation_stands_where_it_was_measured() -> None:
    sources = [ROOT / "benchmarks/README.md", *(ROOT / "training").glob("*/*.md")]
    measured = numbers("\n".join(map(words, sources)))
    pages = words(ROOT / "docs/evaluation.md") + words(ROOT / "docs/beside-other-tools.md")
    rows = [r for r in pages.splitlines() if r.startswith("|")]
    given = numbers(re.sub(r"\]\([^)]*\)", "]", "\n".join(rows)))
    assert len(given) > 60
    assert given <= measured, sorted(given - measured)


def test_every_file_that_the_glossary_names_is_there_and_terms_are_in_order() -> None:
    rows = re.findall(r"^\| ([^|]+) \| .+ \| `(.+)` \|$", words(ROOT / "docs/glossary.md"), re.M)
    assert len(rows) > 40
    assert [term for term, _ in rows] == sorted(term for term, _ in rows)
    assert [file for _, file in rows if not (ROOT / file).is_file()] == []


def test_every_path_of_the_walks_is_there_and_says_what_the_walk_says() -> None:
    walks = words(ROOT / "CONTRIBUTING.md").split("## A layer of the map")[1].split("## Done")[0]
    paths = re.findall(r"`(\w+/[\w/.-]+)`", walks)
    assert len(paths) > 15
    assert [p for p in paths if not (ROOT / p).exists()] == []
    for name, path in re.findall(r"`(_?[A-Z]{4,})`[^`]*`(newsan/[\w/.]+)`", walks):
        assert re.search(rf"^{name} = ", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert "LAYERS = " in words(ROOT / "newsan/report/atlas.py")


def test_the_citation_is_of_this_version() -> None:
    told = dict(re.findall(r"^([a-z-]+): \"?(.+?)\"?$", words(ROOT / "CITATION.cff"), re.M))
    assert (told["version"], told["license"], told["cff-version"]) == (
        newsan.__version__,
        "MIT",
        "1.2.0",
    )
    paper = words(ROOT / "paper.md")
    assert set(re.findall(r"@(\w+)", paper.split("# References")[0])) == set(
        re.findall(r"\[@(\w+)\]$", paper.split("# References")[1], re.M)
    )


def test_every_number_of_the_paper_and_of_the_first_screen_stands_where_it_was_measured() -> None:
    sources = [
        ROOT / "docs/evaluation.md",
        ROOT / "benchmarks/README.md",
        *(ROOT / "training").glob("*/*.md"),
    ]
    measured = numbers("\n".join(map(words, sources)))
    screen = words(ROOT / "README.md").split("## What it does not do")[1].split("\n## ")[0]
    for text in (screen, words(ROOT / "paper.md").split("# How good it is")[1].split("\n# ")[0]):
        shares = {n for n in numbers(re.sub(r"\]\([^)]*\)", "]", text)) if len(n) == 3}
        assert len(shares) > 3 and shares <= measured, sorted(shares - measured)


def test_the_image_is_made_by_commands_and_pins_that_exist() -> None:
    lines = words(ROOT / "binder/postBuild").splitlines()
    commands = [line.split() for line in lines if line and not line.startswith(("#", "set "))]
    assert len(commands) > 1
    for program, flag, what, *rest in commands:
        assert program == "python"
        if flag == "-m":
            assert find_spec(what)
            assert (ROOT / rest[-1]).is_dir()
    for pins in re.findall(r"^-c (\S+)$", words(ROOT / "binder/requirements.txt"), re.M):
        assert (ROOT / "binder" / pins).is_file()


def test_the_site_has_every_page_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs_autorefs", reason="newsan[docs] is not installed")
    config = ROOT / "docs/site/mkdocs.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(config), "-d", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in ("gallery", "reference", "docs/evaluation", "docs/glossary"):
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert not re.search(
            r"<(?:script|img)[^>]* src=\"?https?:|<link[^>]* href=\"?https?:", page
        )
    assert 'id="newsan.articles.read"' in (tmp_path / "reference.html").read_text(encoding="utf-8")
