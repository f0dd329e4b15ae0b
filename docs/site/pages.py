"""What the documentation site is made of: files of the repository at their own paths, a gallery and a reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

import newsan

ROOT = Path(__file__).resolve().parents[2]
SHOWN = (
    *("*.md", "docs/**/*.md", "benchmarks/*.md", "data/*.md", "training/*/*.md", "CITATION.cff"),
    *("LICENSE", "NOTICE", "figures/*.svg", "notebooks/*.ipynb", "benchmarks/*.py"),
    "docs/gallery/*",
)


def gallery() -> str:
    """Return the page of figures, each with the notebook that makes it."""
    figures = json.loads((ROOT / "figures/figures.json").read_text(encoding="utf-8"))
    lines = ["# Gallery"]
    for name, figure in figures.items():
        book = next((ROOT / "notebooks").glob(f"{figure['notebook']}-*.ipynb")).name
        lines += [f"## {name}", f"![{name}](figures/{figure['file']})"]
        lines += [f"Made by [{book}](notebooks/{book})."]
    return "\n\n".join(lines)


def reference() -> str:
    """Return the page of every public room, which mkdocstrings fills from the docstrings."""
    rooms = [name for name in newsan.__all__ if not name.startswith("__")]
    return "\n\n".join(["# Reference", *(f"## {r}\n\n::: newsan.{r}" for r in rooms)])


def on_files(files: Files, config: Any) -> Files:
    """Put the pages of the repository in the place of the folder that mkdocs looked through."""
    paths = sorted({path for pattern in SHOWN for path in ROOT.glob(pattern)})
    for file in [f for f in files if f.abs_src_path and Path(f.abs_src_path).is_relative_to(ROOT)]:
        files.remove(file)
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        files.append(File(name, str(ROOT), config.site_dir, config.use_directory_urls))
    for name, made in (("gallery.md", gallery()), ("reference.md", reference())):
        files.append(File.generated(config, name, content=made))
    return files
