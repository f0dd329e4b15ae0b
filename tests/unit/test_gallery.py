"""The gallery keeps up: its lines run and draw the figures that stand beside them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from matplotlib import pyplot as plt

from newsan import figures

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "gallery.md"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="not a checkout")


def test_the_lines_of_the_gallery_draw_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    shown = None
    for image, lines in re.findall(
        r"^!\[[^\]\n]*\]\(([^)\n]+)\)$|^```python\n(.+?)^```$", PAGE.read_text("utf-8"), re.M | re.S
    ):
        if image:
            shown = PAGE.parent / image
            continue
        exec(lines, names)
        if shown is not None:
            drawn = figures.svg(names["ax"])
            if os.environ.get("NEWSAN_GOLDEN") == "write":
                shown.write_text(drawn, encoding="utf-8")
            assert shown.read_text("utf-8") == drawn, f"{shown.name} is drawn otherwise"
            shown = None
    assert {p.name for p in (ROOT / "docs" / "gallery").iterdir()} == set(
        re.findall(r"\(gallery/(\S+)\)", PAGE.read_text("utf-8"))
    )
    plt.close("all")
