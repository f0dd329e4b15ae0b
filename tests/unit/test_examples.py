"""The worked examples in docs/examples: what their walkthroughs say is what newsan finds in them."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import newsan as ns
from newsan import suggest
from newsan.charts import house

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
WAR, STRIKE = EXAMPLES / "three-sides", EXAMPLES / "harbour-strike"

pytestmark = pytest.mark.skipif(not EXAMPLES.exists(), reason="not a checkout")


@pytest.fixture(scope="module")
def war() -> ns.analysis.Analysis:
    return ns.analyse(WAR)


@pytest.fixture(scope="module")
def strike() -> ns.analysis.Analysis:
    return ns.analyse(STRIKE)


def taken(result: ns.analysis.Analysis) -> set[tuple[str, str, str]]:
    """Return who takes which side on which topic."""
    claims = result.claims[result.claims["position"].isin(["asserts", "denies", "conditions"])]
    return set(zip(claims["topic"], claims["actor_id"], claims["position"], strict=True))


def blocks(readme: Path, language: str) -> list[str]:
    """Return the code of a language in a walkthrough."""
    parts = readme.read_text(encoding="utf-8").split(f"```{language}\n")[1:]
    return [part.split("```")[0] for part in parts]


def test_of_three_sides_it_is_told_who_asserts_and_denies_what(war: ns.analysis.Analysis) -> None:
    assert taken(war) == {
        ("svanmo_cut_off", "bren-aldvik", "asserts"),
        ("svanmo_cut_off", "petter-lunne", "denies"),
        ("svanmo_cut_off", "ilse-ostrell", "denies"),
        ("ceasefire", "tove-rask", "asserts"),
        ("ceasefire", "ilse-ostrell", "denies"),
        ("ceasefire", "bren-aldvik", "conditions"),
    }
    assert war.problems.empty


@pytest.mark.parametrize(
    ("day", "rastvik", "torvesund", "lindrup"),
    [
        ("2021-09-01", "Veldany", "Karsk", "Veldany"),
        ("2021-09-03", "Karsk", "Morrin", "Morrin"),
        ("2021-09-05", "Veldany", "Karsk", "Morrin"),
    ],
)
def test_villages_go_from_one_of_three_sides_to_another(
    war: ns.analysis.Analysis, day: str, rastvik: str, torvesund: str, lindrup: str
) -> None:
    held = ns.frontline.state(war.control, day, study=WAR).set_index("place")["controller"]
    assert held[["Rastvik", "Torvesund", "Lindrup"]].tolist() == [rastvik, torvesund, lindrup]


def test_a_map_has_the_ground_and_colours_of_three_sides(war: ns.analysis.Analysis) -> None:
    drawn = ns.frontline.areas(war.control, "2021-09-03", study=WAR)
    assert set(drawn["controller"]) == {"Veldany", "Morrin", "Karsk"}
    looks = house.sides(war.control, WAR)
    assert looks["Karsk"].colour == "#009E73"
    ax = ns.maps.salient(war.control, "2021-09-03", study=WAR)
    key = [t.get_text() for one in ax.figure.axes if (k := one.get_legend()) for t in k.get_texts()]
    key += [t.get_text() for k in ax.figure.legends for t in k.get_texts()]
    for side in ("Veldany", "Morrin", "Karsk"):
        assert f"held by {side}, confirmed" in key
    plt.close("all")


def test_of_ground_texts_name_the_sides_of_the_study(war: ns.analysis.Analysis) -> None:
    told = war.references.dropna(subset=["side"])
    assert set(zip(told["place"], told["relation"], told["side"], strict=True)) >= {
        ("Lindrup", "captured", "Morrin"),
        ("Rastvik", "captured", "Karsk"),
        ("Rastvik", "captured", "Veldany"),
    }


def test_a_strike_has_parties_and_no_ground(strike: ns.analysis.Analysis) -> None:
    assert strike.control.empty
    assert strike.references.empty
    assert {"dockers-union", "port-authority", "jonna-velt", "morrin-line"} <= set(
        strike.quotes["actor_id"]
    )
    assert taken(strike) == {
        ("port_standstill", "dockers-union", "asserts"),
        ("port_standstill", "port-authority", "denies"),
        ("port_standstill", "runa-halvik", "denies"),
        ("nine_per_cent", "dockers-union", "asserts"),
        ("nine_per_cent", "port-authority", "asserts"),
        ("nine_per_cent", "morrin-line", "denies"),
    }


def test_the_page_of_a_strike_shows_nothing_of_a_war(strike: ns.analysis.Analysis) -> None:
    page = ns.report.html(strike).split("<main>")[1].split("<script")[0]
    for words in ("Ukraine", "Russia", "front line", "Zoom to the front", "registry</th>"):
        assert words not in page, words
    assert "Nine per cent more pay" in page
    assert "The port of Kestrup is at a standstill" in page


def test_the_page_of_a_war_names_its_topics_and_leaves_out_pockets_it_lacks(
    war: ns.analysis.Analysis,
) -> None:
    page = ns.report.html(war)
    assert "A truce on the lake" in page
    assert "A ceasefire" not in page
    assert "Was it closed?" not in page
    assert "Karsk, claimed" in page


def test_a_board_is_labelled_by_its_study(strike: ns.analysis.Analysis) -> None:
    ax = ns.charts.claim_board(strike.claims, quotes=strike.quotes, study=STRIKE)
    assert any(t.get_text().startswith("Nine per cent more") for t in ax.texts)
    rows = {" ".join(t.get_text().split()).split(" (n")[0] for t in ax.get_yticklabels()}
    assert {"Kestrup Dockers' Union", "Kestrup Port Authority", "Morrin Line", "Jonna Velt"} <= rows
    plt.close("all")


def test_what_is_suggested_of_the_strike_is_a_third_topic_once_copied(tmp_path: Path) -> None:
    own = Path(shutil.copytree(STRIKE, tmp_path / "strike"))
    made = suggest.find(own)
    assert made["actors"][["actor_id", "role"]].values.tolist() == [
        ["runa-halvik", "who chairs the Kestrup Dockers' Union"]
    ]
    proposed = made["topics"]
    assert proposed["actors"].tolist() == ["dockers-union|morrin-line"]
    table = pd.read_csv(own / "topics.csv", dtype="str", keep_default_na=False)
    row = proposed.assign(about="foreign crews")[["topic", "proposition", "kind", "about"]]
    pd.concat([table, row]).fillna("").to_csv(own / "topics.csv", index=False)
    topic = row["topic"].iloc[0]
    assert {t for t in taken(ns.analyse(own)) if t[0] == topic} == {
        (topic, "dockers-union", "asserts"),
        (topic, "morrin-line", "denies"),
    }


@pytest.mark.parametrize("example", [WAR, STRIKE], ids=lambda p: p.name)
def test_the_commands_of_a_walkthrough_run_in_a_copy(
    newsan: Callable[..., Any], example: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(example, tmp_path / "copy"))
    commands = [c for block in blocks(own / "README.md", "sh") for c in block.splitlines()]
    assert len(commands) == 2
    for command in commands:
        name, *rest = shlex.split(command)
        assert name == "newsan"
        done = newsan(*rest, cwd=own)
        assert done.returncode == 0, done.stderr
    assert (own / "build" / "report.html").stat().st_size > 0
    assert (own / "suggestions" / "actors.csv").is_file()


@pytest.mark.parametrize("example", [WAR, STRIKE], ids=lambda p: p.name)
def test_the_python_of_a_walkthrough_runs(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    names: dict[str, Any] = {}
    for block in blocks(example / "README.md", "python"):
        exec(block, names)
    title = names["board"].get_title(loc="left") or names["board"].get_title()
    assert re.search(r"assert.* it, .*den(y|ies) it$", title, re.DOTALL)
    plt.close("all")
