"""Figures that repeat byte for byte, and the record beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from newsan import figures
from newsan.errors import ReadError, SchemaError


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


@pytest.mark.parametrize("name", ["", "a/b", "../a"])
def test_a_name_is_a_plain_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="Not a figure name"):
        figures.save(drawn(), name, folder=tmp_path)


def test_outside_a_repository_root_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No newsan repository"):
        figures.root(tmp_path)
