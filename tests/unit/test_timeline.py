"""Positions in order of days: every turn kept, nothing ordered that has no day."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema, stance
from newsan.errors import SchemaError, UnknownName


def on_days(*rows):
    """Build a stance frame on one topic from (actor, day, position)."""
    frame = schema.build(
        [{"stance_id": f"s{i}", "article_id": "x", "quote_id": f"q{i}", "actor_id": actor,
          "topic": "ceasefire", "position": p, "start": 0, "end": 1, "rule": "r"}
         for i, (actor, _, p) in enumerate(rows)], "stance")  # fmt: skip
    return frame.assign(said_on=pd.to_datetime([day for _, day, _ in rows]).astype(schema.DAY))


def test_the_timeline_keeps_every_turn():
    made = stance.timeline(on_days(
        ("mara", "2031-05-01", "asserts"), ("mara", "2031-05-03", "denies"),
        ("mara", "2031-05-05", "conditions"), ("mara", "2031-05-08", "asserts"),
        ("mara", "2031-05-08", "asserts"), ("tomas", "2031-05-02", "denies"),
        ("tomas", "2031-05-09", "denies"), ("tomas", None, "asserts"),
    ))  # fmt: skip
    assert made["is_turn"].tolist() == [False, True, False, True, False, False, False]
    assert made["before"].fillna("").tolist() == [
        "",
        "asserts",
        "denies",
        "denies",
        "",
        "denies",
        "",
    ]
    assert made["n"].tolist() == [1, 1, 1, 2, 1, 1, 1]
    assert made["quote_id"].tolist()[3] == "q3"
    assert pd.isna(made["said_on"].iloc[-1])


def test_both_sides_on_one_day_are_no_turn():
    made = stance.timeline(
        on_days(("mara", "2031-05-01", "asserts"), ("mara", "2031-05-01", "denies"))
    )
    assert made["is_turn"].tolist() == [False, False]


def test_the_timeline_refuses_what_it_cannot_order():
    frame = on_days(("mara", "2031-05-01", "asserts"))
    with pytest.raises(SchemaError, match="said_on"):
        stance.timeline(frame.drop(columns="said_on"))
    with pytest.raises(UnknownName, match="ceasefir"):
        stance.timeline(frame, topic="ceasefir")
    assert stance.timeline(frame, topic="encirclement").empty
