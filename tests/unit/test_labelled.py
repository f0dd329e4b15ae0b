"""Act and position of sentences labelled by hand, twice (tests/labelled/README.md)."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from newsan import rhetoric, schema, stance

with (Path(__file__).parents[1] / "labelled" / "acts.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
ON_TOPIC = [r for r in ROWS if r["topic"]]
ACT_FLOOR, POSITION_FLOOR = 0.53, 0.88
SPEAKER = "mara-ostrell"
SCOPE = "Russian and Ukrainian soldiers met. "  # what the shipped topics ask for
ACTORS = pd.DataFrame(
    [
        (SPEAKER, "Mara Ostrell", "Ostrell", "person", "Northland"),
        ("tomas-brandl", "Tomas Brandl", "Brandl", "person", "Southland"),
        ("northland", "Northland", "", "state", "Northland"),
        ("southland", "Southland", "", "state", "Southland"),
        ("westmark", "Westmark", "", "state", "Westmark"),
    ],
    columns=["actor_id", "name", "aliases", "kind", "side"],
)


def kappa(first: list[str], second: list[str]) -> float:
    """Cohen 1960: agreement beyond what the two shares of labels give by chance."""
    table = pd.crosstab(pd.Series(first), pd.Series(second), normalize=True)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    chance = sum(
        table.sum(axis=1).get(k, 0) * table.sum(axis=0).get(k, 0) for k in {*first, *second}
    )
    return (agreed - chance) / (1 - chance)


def position(row: dict[str, str]) -> list[str]:
    """Return the positions newsan reads in a sentence on its topic."""
    is_direct = row["text"][0].isupper()
    lead = SCOPE + ("“" if is_direct else f"Ostrell {row['cue']} ")
    text = lead + row["text"] + (f"” Ostrell {row['cue']}." if is_direct else ".")
    articles = schema.build(
        [{"article_id": "x", "text": text, "n_words": 9, "source": "x", "sha256": "0",
          "published": "2031-03-14"}], "articles")  # fmt: skip
    quotes = schema.build(
        [{"quote_id": "q1", "attribution_id": "a1", "article_id": "x",
          "kind": "direct" if is_direct else "indirect", "text": row["text"], "start": len(lead),
          "end": len(lead) + len(row["text"]), "cue": row["cue"], "is_speech": True,
          "confidence": 1.0, "actor_id": SPEAKER}], "quotes", optional=True)  # fmt: skip
    found = stance.find(quotes, articles, actors=ACTORS)
    is_it = (found["topic"] == row["topic"]) & (found["actor_id"] == SPEAKER)
    return found.loc[is_it, "position"].tolist()


def test_the_table_is_whole():
    assert len(ROWS) >= 150
    assert len({r["id"] for r in ROWS}) == len({r["text"] for r in ROWS}) == len(ROWS)
    for row in ROWS:
        assert {row["act"], row["act_first"], row["act_second"]} <= set(schema.ACTS)
        assert bool(row["topic"]) == bool(row["position"])
        assert row["act"] in (row["act_first"], row["act_second"])
        assert row["position"] in (row["position_first"], row["position_second"])
    assert {r["position"] for r in ON_TOPIC} <= set(schema.POSITIONS)
    assert min(pd.Series([r["act"] for r in ROWS]).value_counts()) >= 25


@pytest.mark.parametrize(("what", "rows"), [("act", ROWS), ("position", ON_TOPIC)])
def test_two_passes_agree(what, rows):
    first, second = ([r[f"{what}_{k}"] for r in rows] for k in ("first", "second"))
    assert kappa(first, second) >= 0.9


def test_acts():
    rows = [
        {"quote_id": r["id"], "attribution_id": r["id"], "article_id": "x", "kind": "direct",
         "text": r["text"], "start": 0, "end": len(r["text"]), "cue": r["cue"], "is_speech": True,
         "confidence": 1.0} for r in ROWS
    ]  # fmt: skip
    found = rhetoric.measure(schema.build(rows, "quotes"))["act"]
    wrong = [(r["act"], a, r["text"]) for r, a in zip(ROWS, found, strict=True) if a != r["act"]]
    assert 1 - len(wrong) / len(ROWS) >= ACT_FLOOR, wrong


def test_positions():
    wrong = [
        (r["position"], position(r), r["text"]) for r in ON_TOPIC if position(r) != [r["position"]]
    ]
    assert 1 - len(wrong) / len(ON_TOPIC) >= POSITION_FLOOR, wrong
