"""
Figures compared in tests: drawn again, a figure must be the one that was looked at and committed.

A plugin for pytest; in the `conftest.py` at the root of your tests::

    pytest_plugins = ["newsan.testing"]

and in a test, for any figure of matplotlib::

    def test_the_chart_of_acts(figures_match):
        figures_match(ns.charts.acts_by_actor(result.quotes, result.rhetoric))

`pytest --update-figures` writes `figures/test_the_chart_of_acts.svg` beside the test. Look at it and commit it: from
then on the test fails when the figure differs, says in which words, and names a page with old and new side by side.
"""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from newsan import figures, writing
from newsan.wording import abridged, counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_UPDATE = "--update-figures"
_MOST = 20  # differences that a message shows


def figures_match(
    drawn: Axes | Figure, path: str | Path, *, update: bool = False, page: str | Path | None = None
) -> None:
    """
    Compare a figure with the SVG that it should be, byte for byte.

    `figures.svg` draws the same figure to the same bytes with the same matplotlib; its version is in the file, so
    another one is told as a difference of words.

    Parameters
    ----------
    drawn
        A figure, or any Axes of it.
    path
        The SVG file.
    update
        Write the file instead.
    page
        HTML page to write where they differ, with both side by side; by default beside the file.

    Raises
    ------
    AssertionError
        They differ, or there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     figures_match(Figure(), Path(folder, "empty.svg"), update=True)
    ...     figures_match(Figure(), Path(folder, "empty.svg"))
    """
    __tracebackhide__ = True
    path, new = Path(path), figures.svg(drawn)
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing.replace(path, "the figure") as fresh:
            fresh.write_text(new, encoding="utf-8", newline="")
        return
    if not path.is_file():
        raise AssertionError(
            f"There is no {path}: run pytest {_UPDATE}, look at the figure and commit it."
        )
    old = path.read_text(encoding="utf-8")
    if old == new:
        return
    page = Path(page) if page is not None else path.with_suffix(".html")
    with writing.replace(page, "the page of both figures") as fresh:
        fresh.write_text(_side_by_side(path.stem, old, new), encoding="utf-8")
    raise AssertionError(
        f"{path} is drawn differently:\n{_differences(old, new)}\n"
        f"Old and new side by side: {page}\nIf the new one is right: pytest {_UPDATE}"
    )


def _differences(old: str, new: str) -> str:
    """
    Return what came and went: the words of the figures, which can be read; else lines of the drawing.

    Examples
    --------
    >>> print(_differences("<svg><text>Rain</text></svg>", "<svg><text>Snow</text></svg>"))
    - Rain
    + Snow
    """
    changes = _changes(_words(old), _words(new)) or _changes(old.splitlines(), new.splitlines())
    more = len(changes) - _MOST
    return "\n".join(changes[:_MOST] + ([f"and {counted(more, 'more line')}"] if more > 0 else []))


def _changes(old: list[str], new: list[str]) -> list[str]:
    told = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]  # less the names of files
    return [abridged(f"{t[0]} {t[1:].strip()}", 100) for t in told if not t.startswith("@@")]


def _words(svg: str) -> list[str]:
    return [" ".join(t.split()) for t in ElementTree.fromstring(svg).itertext() if t.strip()]


def _side_by_side(name: str, old: str, new: str) -> str:
    """Return a page with two figures; as images, since ids of the one would be those of the other."""
    images = "".join(
        f'<figure style="margin:0"><figcaption>{title}</figcaption><img style="width:100%" alt="{title}" '
        f'src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"></figure>'
        for title, svg in (("old", old), ("new", new))
    )
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{name}</title><body style="display:grid;'
        f'grid-template-columns:1fr 1fr;gap:1em;font-family:sans-serif">{images}</body></html>\n'
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes figures instead of comparing them."""
    parser.getgroup("newsan").addoption(
        _UPDATE, action="store_true", help="write the figures that tests compare"
    )


@pytest.fixture(name="figures_match")
def _figures_match(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., None]:
    """
    Compare figures with `figures/NAME.svg` beside the test; NAME is the test's own, unless it is given.

    The page with both side by side is in the test's `tmp_path`.
    """
    update = bool(request.config.getoption(_UPDATE, default=False))

    def match(drawn: Axes | Figure, name: str | None = None) -> None:
        __tracebackhide__ = True
        stem = re.sub(r"[^\w.-]+", "-", name or request.node.name).strip("-")
        path = request.path.parent / "figures" / f"{stem}.svg"
        figures_match(drawn, path, update=update, page=tmp_path / f"{stem}.html")

    return match
