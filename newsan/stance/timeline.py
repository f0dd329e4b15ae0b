"""Positions in order of days: who held what when, and who came to hold something else."""

from __future__ import annotations

import pandas as pd

from newsan import schema
from newsan.stance.claims import need_topic, utterances

COLUMNS = ("topic", "actor_id", "said_on", "position", "n", "quote_id", "before", "is_turn")
_SIDES = ("asserts", "denies")


def timeline(stance: pd.DataFrame, *, topic: str | None = None) -> pd.DataFrame:
    """
    Order the positions that each actor takes on a topic by the day they were taken.

    The claim board has a row for each position an actor ever took. Here every day has its own, so
    that an actor who asserts, denies and asserts again shows all three.

    Parameters
    ----------
    stance
        A stance frame as `stance.find` gives it, with `said_on`; `attribution_id` is used where it
        is there.
    topic
        Keep this topic only.

    Returns
    -------
    timeline
        One row a topic, actor, day and position, sorted by them (undated rows last): `n` utterances
        (pieces of one utterance once), `quote_id` of the first of them, `before` (the side,
        "asserts" or "denies", that the actor last took on an earlier day) and `is_turn` (whether
        the row takes the other side). Conditions and reports take no side and turn nothing.

    Undefined
    ---------
    `said_on` is missing where neither the words nor the article are dated, and `before` with it;
    `before` is missing until a side has been taken.

    Raises
    ------
    SchemaError
        `said_on` is missing.
    UnknownName
        No row of `stance` is on that topic, nor is it a topic of the shipped table.

    Examples
    --------
    >>> rows = [{"stance_id": f"s{i}", "article_id": "x", "quote_id": f"q{i}", "actor_id": "mayor",
    ...          "topic": "ceasefire", "position": p, "start": 0, "end": 1, "rule": "r"}
    ...         for i, p in enumerate(["denies", "asserts"])]
    >>> stance = schema.build(rows, "stance").assign(
    ...     said_on=pd.to_datetime(["2031-05-01", "2031-05-04"]))
    >>> timeline(stance)[["position", "before", "is_turn"]].values.tolist()
    [['denies', nan, False], ['asserts', 'denies', True]]
    """
    schema.require(stance, "stance", "said_on")
    stance = schema.require(stance, "stance")
    kept = stance.dropna(subset=["topic", "actor_id", "position"])
    if topic is not None:
        need_topic(topic, kept)
        kept = kept[kept["topic"] == topic]
    kept = kept.assign(utterance=utterances(kept))
    keys = ["topic", "actor_id", "said_on", "position"]
    days = (
        kept.sort_values([*keys, "stance_id"], kind="stable", na_position="last")
        .groupby(keys, sort=True, dropna=False)
        .agg(n=("utterance", "nunique"), quote_id=("quote_id", "first"))
        .reset_index()
    )
    before: list[str | None] = []
    for _, actor in days.groupby(["topic", "actor_id"], sort=False):
        before += _sides_before(actor)
    days["before"] = pd.Series(before, index=days.index, dtype="str")
    days["is_turn"] = (
        days["before"].notna()
        & days["position"].isin(_SIDES)
        & (days["before"] != days["position"])
    )
    return days[list(COLUMNS)]


def _sides_before(days: pd.DataFrame) -> list[str | None]:
    """Give for each row of an actor the side last taken on an earlier day."""
    found: list[str | None] = []
    last, today, day = None, None, None
    for said_on, position in zip(days["said_on"], days["position"], strict=True):
        if pd.isna(said_on):
            found.append(None)
            continue
        if said_on != day:
            last, today, day = today or last, None, said_on
        found.append(last)
        if position in _SIDES:
            today = position
    return found
