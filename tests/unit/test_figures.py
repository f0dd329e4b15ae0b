"""Figures that repeat byte for byte, and the record beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from newsan import charts, figures
from newsan.errors import ReadError, SchemaError, UnknownName


def drawn(height: float = 1.0) -> Figure:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["Суджа", "Veldany"], [height, 2.0], hatch="//")
    axes.set_title("Rain")
    return figure


def test_the_same_figure_gives_the_same_bytes_and_another_others(tmp_path: Path) -> None:
    first = figures.save(drawn(), "02-rain", folder=tmp_path / "a").read_bytes()
    assert figures.save(drawn(), "02-rain", folder=tmp_path / "b").read_bytes() == first
    assert figures.save(drawn(1.1), "02-rain", folder=tmp_path / "c").read_bytes() != first
    assert "Суджа".encode() in first  # text stays text
    assert b"<dc:date>" not in first


def test_the_record_names_hash_notebook_and_inputs(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1.5]})
    figures.save(drawn(), "02-rain", folder=tmp_path, inputs={"rain": frame})
    figures.save(drawn(), "01-first", folder=tmp_path)
    record = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert list(record) == ["01-first", "02-rain"]
    assert record["02-rain"]["inputs"] == {"rain": figures.frame_hash(frame)}
    assert figures.frame_hash(frame) != figures.frame_hash(frame * 2)


@pytest.mark.parametrize("kind", ["pdf", "tiff", "png"])
def test_a_figure_for_print_repeats_and_is_as_wide_as_its_style(kind: str, tmp_path: Path) -> None:
    table = pd.DataFrame({"stated": [0.5], "right": [0.4], "n": [9]})
    ax = charts.calibration(table, source="s", style="paper-column")
    saved = figures.save(ax, "02-rain", folder=tmp_path / "a", kind=kind)
    assert saved.name == f"02-rain.{kind}"
    again = figures.save(ax, "02-rain", folder=tmp_path / "b", kind=kind)
    assert saved.read_bytes() == again.read_bytes()
    assert list(json.loads((tmp_path / "a" / "figures.json").read_text("utf-8"))) == [saved.name]
    if kind == "pdf":
        (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ", saved.read_bytes())
        assert float(box) / 72 * 25.4 == pytest.approx(85, abs=0.1)
        assert b"/TrueType" in saved.read_bytes() or b"/CIDFontType2" in saved.read_bytes()
    else:
        with Image.open(saved) as image:
            assert image.width / image.info["dpi"][0] * 25.4 == pytest.approx(85, abs=0.2)
    plt.close("all")


def test_an_unknown_kind_or_style_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="tiff"):
        figures.save(drawn(), "02-rain", folder=tmp_path, kind="tif")
    table = pd.DataFrame({"stated": [0.5], "right": [0.4], "n": [9]})
    with pytest.raises(UnknownName, match="paper-column"):
        charts.calibration(table, source="s", style="paper_column")


def test_a_style_ends_with_its_figure() -> None:
    table = pd.DataFrame({"stated": [0.5], "right": [0.4], "n": [9]})
    before = charts.calibration(table, source="s")
    charts.calibration(table, source="s", style="slides")
    after = charts.calibration(table, source="s")
    assert before.title.get_fontsize() == after.title.get_fontsize()
    assert figures.drawn_in() == figures.Style()
    plt.close("all")


@pytest.mark.parametrize("name", ["", "a/b", "../a"])
def test_a_name_is_a_plain_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="Not a figure name"):
        figures.save(drawn(), name, folder=tmp_path)


def test_without_a_folder_a_figure_goes_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert figures.save(drawn(), "rain", kind="pdf") == tmp_path / "rain.pdf"
    (tmp_path / "rain.pdf").stat()
    checkout = tmp_path / "checkout"
    (checkout / "notebooks").mkdir(parents=True)
    (checkout / "pyproject.toml").write_text('name = "newsan"\n', encoding="utf-8")
    monkeypatch.chdir(checkout / "notebooks")
    assert figures.save(drawn(), "rain") == checkout / "figures" / "rain.svg"
    with pytest.raises(SchemaError, match="folder="):
        figures.save(drawn(), "shots/rain")


def test_outside_a_repository_root_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No newsan repository"):
        figures.root(tmp_path)
