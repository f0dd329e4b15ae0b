"""What the documents say in Python: it runs as it stands, and gives what is printed below it."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What these print of the ground needs the whole table of control; other pages get its first rows.
OF_GROUND = {"lesson", "tutorial"}
FEW_ROWS = 16
CODE = re.compile(r"```python\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)
WITH_CODE = [p for p in PAGES if p.exists() and "```python" in p.read_text(encoding="utf-8")
             and p.stem != "gallery"]  # which has a test of its own  # fmt: skip

pytestmark = pytest.mark.skipif(not (ROOT / "docs").exists(), reason="not a checkout")


def given(code: str, names: dict[str, Any]) -> str:
    """Run code; return what its last line is worth, as a frame or text prints itself."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "code", "exec"), names)
    value = (
        None if last is None else eval(compile(ast.Expression(last.value), "line", "eval"), names)
    )
    if isinstance(value, pd.DataFrame):
        return value.to_string(index=False)
    return value if isinstance(value, str) else str(value)


@pytest.fixture
def place(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that has what the pages name: the study, and a folder of articles."""
    (tmp_path / "data").mkdir()
    links = [("articles", "data/articles"), ("docs", "docs")]
    links += [(f"data/{p.name}", f"data/{p.name}") for p in (ROOT / "data").iterdir()]
    for name, of in links:
        (tmp_path / name).symlink_to(ROOT / of)
    if page.stem not in OF_GROUND:
        table = tmp_path / "data" / "control_events.csv"
        rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.unlink()
        table.write_text("".join(rows[: FEW_ROWS + 1]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda p: p.stem)
def test_the_python_of_a_page_runs_and_gives_what_it_says(page: Path, place: Path) -> None:
    from matplotlib import pyplot as plt

    text = page.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "page"}
    fresh = text
    for code, printed in CODE.findall(text):
        value = given(code.replace("workers=8", "workers=1"), names)
        if printed and os.environ.get("NEWSAN_GOLDEN") == "write":
            fresh = fresh.replace(
                f"{code}```\n\n```text\n{printed}```", f"{code}```\n\n```text\n{value}\n```", 1
            )
        elif printed:
            assert value.split() == printed.split(), code
    plt.close("all")
    if fresh != text:
        page.write_text(fresh, encoding="utf-8")
