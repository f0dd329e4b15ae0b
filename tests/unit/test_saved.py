"""What was saved by earlier newsans still loads, and what a later one saved is refused in words.

`tests/fixtures/saved-0.1` was written by newsan 0.1.0, before there were versions: three invented
articles with control events, actors of a registry that is not shipped, and a topic of their own.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan.analysis import Analysis
from newsan.analysis import result as saved
from newsan.errors import ReadError

OLD = Path(__file__).parents[1] / "fixtures" / "saved-0.1"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLD, tmp_path / "build"))


def write_version(folder: Path, version: object) -> None:
    path = folder / "newsan.json"
    told = json.loads(path.read_text(encoding="utf-8")) | {"schema": version}
    path.write_text(json.dumps(told), encoding="utf-8")


def test_what_the_first_newsan_saved_loads_with_todays_schema() -> None:
    assert "schema" not in json.loads((OLD / "newsan.json").read_text(encoding="utf-8"))
    result = Analysis.load(OLD)
    for name, frame in result:
        ns.schema.check(frame, name)
    assert result.quotes["text"].tolist()[0] == "The old bridge is safe,"
    assert result.areas.crs == "EPSG:4326" and len(result.areas) and len(result.control) == 3


def test_it_is_reported_drawn_and_explored() -> None:
    result = Analysis.load(OLD)
    page = ns.report.html(result)
    assert "Veldany Harbour Office" in page and "The old bridge is safe," in page
    assert ns.charts.claim_board(result.claims, quotes=result.quotes).texts
    table = result.actors().set_index("actor_id")
    assert table.loc["veldany-harbour-office", "n_quotes"] == 2
    rows = ns.widgets.Explorer(result, corrections=OLD / "corrections.csv").rows
    assert {r["id"]: r["corrected"] for r in rows}["bridge-q001"] == ["act"]


def test_its_corrections_apply_also_those_to_an_actor_nobody_knows_any_more() -> None:
    result = Analysis.load(OLD)
    known = set(ns.actors.registry()["actor_id"])
    assert known.isdisjoint({"veldany-harbour-office", "gone-from-the-registry"})
    fixed = ns.corrections.apply(result.quotes, OLD / "corrections.csv").set_index("quote_id")
    assert fixed.loc["bridge-q004", "actor"] == "gone-from-the-registry"
    assert fixed.loc["bridge-q005", "actor"] == "Tove Ardal"
    assert pd.isna(fixed.loc["ferry-q001", "actor_id"])
    acts = ns.corrections.apply_acts(result.rhetoric, result.quotes, OLD / "corrections.csv")
    assert acts.set_index("quote_id").loc["bridge-q001", "act"] == "promise"
    assert ns.charts.acts_by_actor(fixed.reset_index(), acts).texts


def test_the_version_is_saved_and_read(copy: Path, tmp_path: Path) -> None:
    out = Analysis.load(copy).save(tmp_path / "again")
    assert json.loads((out / "newsan.json").read_text())["schema"] == saved.VERSION
    assert len(Analysis.load(out).quotes) == len(Analysis.load(OLD).quotes)


@pytest.mark.parametrize("version", [saved.VERSION + 1, 0, "2", True, None])
def test_an_unknown_version_is_refused_with_the_remedy(copy: Path, version: object) -> None:
    write_version(copy, version)
    with pytest.raises(ReadError, match=r"newsan\.json has schema version .*install the newsan"):
        Analysis.load(copy)


@pytest.mark.parametrize("words", ["", "[]", "{", "3"])
def test_a_damaged_record_is_named(copy: Path, words: str) -> None:
    (copy / "newsan.json").write_text(words, encoding="utf-8")
    with pytest.raises(ReadError, match=r"newsan\.json is not what newsan wrote"):
        Analysis.load(copy)


def test_a_missing_frame_is_named(copy: Path) -> None:
    (copy / "claims.parquet").unlink()
    with pytest.raises(ReadError, match=r"claims\.parquet is missing"):
        Analysis.load(copy)


def test_parts_of_a_corpus_have_the_version_too(tmp_path: Path) -> None:
    ns.corpus.run([{"text": "“It rained,” said Mara Ostrell."}], tmp_path)
    done = tmp_path / "part-00000" / "done.json"
    told = json.loads(done.read_text())
    assert told.pop("schema") == saved.VERSION
    done.write_text(json.dumps(told))
    assert ns.corpus.load(tmp_path, "quotes")["actor"].tolist() == ["Mara Ostrell"]
    done.write_text(json.dumps(told | {"schema": saved.VERSION + 1}))
    with pytest.raises(ReadError, match=r"done\.json has schema version"):
        ns.corpus.load(tmp_path, "quotes")
