"""The study's tables and dispatches are what the data card says they are."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="a wheel comes without data/")

CLOSING = " .,;:!?…'"
FOLD = str.maketrans(dict.fromkeys('"“”„«»‘’‚`′', "'"))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(text: str) -> str:
    """Fold quotation marks to one and white space to blanks; case and words stay."""
    return " ".join(text.translate(FOLD).split())


def quoted(body: str) -> list[str]:
    """Return what stands between double marks; an unclosed paragraph counts to its end."""
    found = []
    for paragraph in body.split("\n\n"):
        marks = re.sub("[“”]", '"', paragraph)
        found += [piece for piece in marks.split('"')[1::2] if piece.strip()]
    return found


@dataclass(frozen=True)
class Dispatch:
    name: str
    front: str
    body: str

    @property
    def published(self) -> str:
        return re.search(r"^published: *['\"]?(\d{4}-\d\d-\d\d)", self.front, re.MULTILINE).group(1)

    @property
    def ids(self) -> list[str]:
        return re.findall(r"\b(?:st|tl|fg|ce)-\d+\b", self.front)

    @property
    def pieces(self) -> list[str]:
        return [fold(piece).strip(CLOSING) for piece in quoted(self.body)]


def read_dispatches() -> list[Dispatch]:
    made = []
    for path in sorted((DATA / "articles").glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        made.append(Dispatch(path.name, front, body.strip()))
    return made


STATEMENTS = rows("statements.csv")
TEXTS = {r["id"]: fold(r["statement_en"]) for r in STATEMENTS}
BACK_TRANSLATED = {r["id"] for r in STATEMENTS if r["translated"] == "back-translated"}
DISPATCHES = read_dispatches()
each_dispatch = pytest.mark.parametrize("dispatch", DISPATCHES, ids=[d.name for d in DISPATCHES])


def holding(piece: str) -> set[str]:
    """Return the rows that hold a piece word for word, not cutting a word at either end."""
    pattern = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)")
    return {i for i, text in TEXTS.items() if pattern.search(text)}


def carried(dispatch: Dispatch) -> Iterator[str]:
    """Yield rows carried in full, in one piece or in consecutive quoted pieces."""
    pieces = dispatch.pieces
    for row, text in TEXTS.items():
        for first in range(len(pieces)):
            rest = text.strip(CLOSING)
            for piece in pieces[first:]:
                rest = rest.lstrip(CLOSING + "—–-")
                if not rest.startswith(piece):
                    break
                rest = rest[len(piece) :]
                if not rest.strip(CLOSING):
                    break
            if not rest.strip(CLOSING):
                yield row
                break


@each_dispatch
def test_every_quotation_is_a_row_word_for_word(dispatch: Dispatch) -> None:
    strange = [piece for piece in dispatch.pieces if not holding(piece)]
    assert not strange, f"{dispatch.name}: in no row of statements.csv: {strange}"


@each_dispatch
def test_every_quotation_is_of_a_row_the_front_matter_names(dispatch: Dispatch) -> None:
    strange = [p for p in dispatch.pieces if not holding(p) & set(dispatch.ids)]
    assert not strange, f"{dispatch.name}: its sources name no row with {strange}"


@each_dispatch
def test_no_back_translated_row_is_quoted(dispatch: Dispatch) -> None:
    assert not set(dispatch.ids) & BACK_TRANSLATED
    only = [p for p in dispatch.pieces if holding(p) and holding(p) <= BACK_TRANSLATED]
    assert not only, f"{dispatch.name}: back-translated: {only}"


@each_dispatch
def test_every_source_id_exists_with_its_page(dispatch: Dispatch) -> None:
    known = {
        r["id"]: r["source_url"]
        for name in ("statements", "timeline", "figures")
        for r in rows(f"{name}.csv")
    }
    assert dispatch.ids, f"{dispatch.name} names no sources"
    for line in re.findall(r"\b(?:st|tl|fg)-\d+\b.*", dispatch.front):
        row, *url = line.split()
        assert row in known, f"{dispatch.name}: {row} is no row"
        if url:
            assert url[0] == known[row], f"{dispatch.name}: {row} is from {known[row]}"


@each_dispatch
def test_no_statement_is_younger_than_its_dispatch(dispatch: Dispatch) -> None:
    said = {r["id"]: r["date"] for r in STATEMENTS}
    late = [i for i in dispatch.ids if said.get(i, "")[:10] > dispatch.published]
    assert not late, f"{dispatch.name} of {dispatch.published} quotes the future: {late}"


@each_dispatch
def test_a_dispatch_has_200_to_450_words_and_balanced_marks(dispatch: Dispatch) -> None:
    assert 200 <= len(dispatch.body.split()) <= 450
    paragraphs = [re.sub("[“”]", '"', p) for p in dispatch.body.split("\n\n")]
    for this, following in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
        runs_on = following.startswith('"')
        assert this.count('"') % 2 == 0 or runs_on, f"{dispatch.name}: unclosed mark: {this}"
    assert {"title", "outlet", "published"} <= set(
        re.findall(r"^(\w+):", dispatch.front, re.MULTILINE)
    )
    assert dispatch.name.startswith(dispatch.published)


def test_there_are_enough_dispatches_over_the_whole_period() -> None:
    assert len(DISPATCHES) >= 24
    months = {d.published[:7] for d in DISPATCHES}
    assert min(months) == "2024-08"
    assert max(months) == "2025-04"


def test_the_dispatches_carry_110_different_utterances_in_full() -> None:
    group = {r["id"]: r["variant_group"] or r["id"] for r in STATEMENTS}
    utterances = {group[row] for dispatch in DISPATCHES for row in carried(dispatch)}
    assert len(utterances) >= 110, f"only {len(utterances)}; none of " + ", ".join(
        sorted(set(group.values()) - utterances)
    )


@pytest.mark.parametrize("name", ["statements.csv", "timeline.csv", "figures.csv"])
def test_tables_have_unique_ids_and_a_page_for_every_row(name: str) -> None:
    table = rows(name)
    assert len({r["id"] for r in table}) == len(table)
    assert all(r["source_url"].startswith("http") and r["source_outlet"] for r in table)
    assert {r["verified"] for r in table} <= {"page-seen", "weak"}
    assert all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", r["date"]) for r in table)


def test_control_events_carry_their_source() -> None:
    table = rows("control_events.csv")
    assert table
    assert all(r["source"] and r["source_url"].startswith("http") for r in table)


def test_speakers_have_one_name_an_id() -> None:
    names: dict[str, set[str]] = {}
    for r in STATEMENTS:
        names.setdefault(r["speaker_id"], set()).add(r["speaker"])
    assert {i: n for i, n in names.items() if len(n) > 1} == {}


def test_sizes_and_hashes_of_the_package_match_the_files() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    entries = [f for r in package["resources"] for f in r.get("files", [r])]
    assert {e["path"] for e in entries} == {
        p.relative_to(DATA).as_posix() for p in [*DATA.glob("*.csv"), *DATA.glob("articles/*.md")]
    }
    for entry in entries:
        content = (DATA / entry["path"]).read_bytes()
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", entry["path"]
        assert entry["bytes"] == len(content)


def load_script() -> ModuleType:
    path = ROOT / "training" / "datapackage.py"
    spec = importlib.util.spec_from_file_location("newsan_training_datapackage", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_package_and_the_card_are_what_the_script_would_write() -> None:
    script = load_script()
    stored = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert stored == script.package(), "run training/datapackage.py"
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert script.card(text) == text, "run training/datapackage.py"


def test_every_field_of_every_table_and_frame_has_a_meaning() -> None:
    package = load_script().package()
    for resource in package["resources"]:
        for field in resource.get("schema", {"fields": []})["fields"]:
            assert field["description"], (resource["name"], field["name"])
    assert {f["name"] for f in package["frames"]["quotes"]["fields"]} >= {
        "quote_id",
        "speaker",
    }


def test_the_folding_and_cutting_of_the_tests_themselves() -> None:
    assert quoted('He said: "One," then “two ‘three’.”\n\n"Open paragraph') == [
        "One,",
        "two ‘three’.",
        "Open paragraph",
    ]
    assert fold("“a”  ‘b’") == "'a' 'b'"


def test_ground_is_drawn_within_two_kilometres_of_what_was_published() -> None:
    import pandas as pd

    import newsan as ns

    said = pd.DataFrame(r for r in rows("figures.csv") if r["measure"] == "area controlled")
    said = said.assign(day=pd.to_datetime(said["date"])).set_index("day")
    control = ns.frontline.read_control(DATA / "control_events.csv")
    areas = ns.frontline.areas(control, said.index)
    held = areas[areas["controller"] == "UA"].set_index("day").to_crs(32636).area / 1e6
    line = ns.frontline.front(control, said.index).set_index("day")["length_km"]
    off = (held.groupby("day").sum() - said["value"].astype(float)) / line
    assert len(off) == 6 and off.between(0.4, 2).all()
