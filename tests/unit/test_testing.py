"""Figures compared in tests: the plugin as others use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from newsan import testing

pytest_plugins = ["pytester"]

TEST = """
import pytest
from matplotlib.figure import Figure

def drawn(title="Rain"):
    figure = Figure()
    figure.subplots().set_title(title)
    return figure

@pytest.mark.parametrize("day", ["2 May"])
def test_rain(figures_match, day):
    figures_match(drawn())
    figures_match(drawn("Hail").axes[0], "hail")
"""


def figure(title: str, height: float = 1.0) -> Figure:
    drawn = Figure()
    axes = drawn.subplots()
    axes.bar([0], [height])
    axes.set_title(title)
    axes.set_ylim(0, 4)
    return drawn


def test_the_plugin_writes_compares_and_tells_what_differs(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["newsan.testing"]')
    path = pytester.makepyfile(TEST)
    done = pytester.runpytest()
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*There is no *figures*test_rain-2-May.svg*--update-figures*"])
    pytester.runpytest("--update-figures").assert_outcomes(passed=1)
    assert {p.name for p in path.parent.glob("figures/*")} == {"test_rain-2-May.svg", "hail.svg"}
    pytester.runpytest().assert_outcomes(passed=1)
    path.write_text(TEST.replace("Hail", "Snow"), "utf-8")
    done = pytester.runpytest()
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        ["*hail.svg is drawn differently:", "E*- Hail", "E*+ Snow", "*side by side: *hail.html"]
    )


def test_words_are_told_first_then_lines_of_the_drawing(tmp_path: Path) -> None:
    path = tmp_path / "rain.svg"
    testing.figures_match(figure("Rain"), path, update=True)
    testing.figures_match(figure("Rain"), path)
    with pytest.raises(AssertionError, match="(?s)differently:\n- Rain\n\\+ Snow\nOld and new"):
        testing.figures_match(figure("Snow"), path)
    with pytest.raises(
        AssertionError, match="(?s)differently:\n- <path|differently:\n- L "
    ) as raised:
        testing.figures_match(figure("Rain", 3.0), path)
    assert len(str(raised.value).splitlines()) <= 24
    page = (tmp_path / "rain.html").read_text("utf-8")
    assert page.count('src="data:image/svg+xml;base64,') == 2 and "://" not in page


def test_lines_ended_otherwise_are_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "rain.svg"
    testing.figures_match(figure("Rain"), path, update=True)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    testing.figures_match(figure("Rain"), path)
