"""Positions counted by actor and topic, and laid out by day."""

from __future__ import annotations

import pandas as pd

from newsan import schema
from newsan.errors import unknown_name

_FRAGMENT = 3  # words; a shorter quotation is a fragment
_SAME = {"asserts": "asserts", "denies": "denies"}
_OPPOSITE = {"asserts": "denies", "denies": "asserts"}
_CLEAREST = {"direct": 0, "mixed": 1, "indirect": 2}
COLUMNS = ("topic", "actor_id", "said_on", "position", "n", "quote_id", "before", "is_turn")
_SIDES = ("asserts", "denies")


def claims(stance: pd.DataFrame, *, topic: str | None = None) -> pd.DataFrame:
    """
    Board the positions that actors take on topics, across articles.

    Parameters
    ----------
    stance
        A stance frame as `stance.find` gives it; `said_on`, `attribution_id` and `kind` are used
        where they are there.
    topic
        Keep this topic only.

    Returns
    -------
    claims
        A claims frame: one row a topic, actor and position, sorted by them. An actor who changes
        position has a row for each (`stance.timeline` has them day by day). `supports` and `refutes` name
        the actors who take the same side of the topic and the other one, whenever that is. `n` counts utterances
        (pieces of one utterance once); `quote_id` is the clearest instance: a topic stated in the words before one taken
        from context or for granted, words in quotation marks before paraphrase, then the earliest.

    Undefined
    ---------
    `first_said_on` is missing where neither the words nor the article are dated; `supports` and `refutes`
    where nobody does, and for conditions and reports, which take no side.

    Raises
    ------
    UnknownName
        No row of `stance` is on that topic, nor is it a topic of the shipped table.

    Examples
    --------
    >>> rows = [{"stance_id": f"s{i}", "article_id": "x", "quote_id": f"q{i}", "actor_id": "mayor",
    ...          "topic": "ceasefire", "position": "asserts", "start": 0, "end": 1, "rule": "r"}
    ...         for i in range(2)]
    >>> board = claims(schema.build(rows, "stance"))
    >>> board[["actor_id", "position", "n", "quote_id"]].values.tolist()
    [['mayor', 'asserts', 2, 'q0']]
    """
    stance = schema.require(stance, "stance")
    kept = stance.dropna(subset=["topic", "actor_id", "position"])
    if topic is not None:
        kept = kept[kept["topic"] == known_topic(topic, kept)]
    if "said_on" not in kept:
        kept = kept.assign(said_on=pd.NaT)
    kept = kept.assign(
        utterance=utterances(kept),
        blur=kept["kind"].map(_CLEAREST).astype("float64").fillna(3) if "kind" in kept else 0.0,
        # A question that takes the claim for granted is a position, but not its clearest words.
        inferred=kept["rule"].str.endswith("-from-context") | kept["rule"].eq("presupposed"),
    )
    if "n_words" in kept:  # a word or two in quotation marks show nothing of the position
        kept["blur"] += 3 * kept["n_words"].lt(_FRAGMENT).fillna(False).astype("float64")
    kept = kept.sort_values(
        ["topic", "actor_id", "position", "inferred", "blur", "said_on", "stance_id"], kind="stable"
    )
    board = kept.groupby(["topic", "actor_id", "position"], sort=True).agg(
        n=("utterance", "nunique"), first_said_on=("said_on", "min"), quote_id=("quote_id", "first")
    )
    board = board.reset_index()
    told: dict[tuple[str, str], list[str]] = {}
    for topic_of, actor, position in zip(
        board["topic"], board["actor_id"], board["position"], strict=True
    ):
        told.setdefault((topic_of, position), []).append(actor)
    for column, other in (("supports", _SAME), ("refutes", _OPPOSITE)):
        board[column] = [
            "|".join(a for a in told.get((t, other.get(p, "")), ()) if a != actor) or None
            for t, actor, p in zip(
                board["topic"], board["actor_id"], board["position"], strict=True
            )
        ]
    return schema.build(board, "claims", optional=True)


def utterances(stance: pd.DataFrame) -> pd.Series:
    """Name the utterance of each row, so that its pieces count once."""
    whole = stance["attribution_id"] if "attribution_id" in stance else stance["quote_id"]
    return whole.fillna(stance["quote_id"]).fillna(stance["stance_id"])


def known_topic(name: str, stance: pd.DataFrame) -> str:
    """Return the topic of a name or a label; refuse what is neither in the frame nor in the table it was made with."""
    from newsan.stance.topics import topics

    labels: dict[str, str] = {
        **topics().set_index("topic")["label"],
        **stance.attrs.get("topics", {}),
    }
    known = {*stance["topic"].dropna(), *labels}
    if name in known:
        return name
    if found := [topic for topic, label in labels.items() if label == name]:
        return found[0]
    raise unknown_name("topic", name, known)


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
        kept = kept[kept["topic"] == known_topic(topic, kept)]
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
