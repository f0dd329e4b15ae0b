"""Quotations to stances: on topics, and toward the actors they name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsan import schema
from newsan.actors.registry import named, registry
from newsan.errors import SchemaError
from newsan.stance.positions import Said, positions
from newsan.stance.targets import targets
from newsan.stance.topics import Topic, compiled, topics as load_topics


def find(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    topics: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Find what each quotation says of the topics, and for or against whom it speaks.

    A position is read from the sentence that mentions the topic: words that take a side in
    themselves, then negation, distance ("so-called"), verdicts ("are false", "is absent"), aims and
    risks, conditions, the reporting verb ("denied"). Words that only deny or agree ("simply
    untrue") take their topic from the sentences around them. Polarity toward an actor named in the
    words comes from what is done to them (accused, thanked, threatened, pleaded for), not from the
    tone of what is told: "they are surrounded" is against nobody.

    Parameters
    ----------
    quotes
        A resolved quotes frame (`actors.resolve`); rows without an actor are passed over.
    articles
        The articles frame they come from; `text` and `published` are used.
    topics
        A topics table, as `stance.topics` gives it; by default the shipped one.
    actors
        An actors registry; by default the shipped one.

    Returns
    -------
    stance
        A stance frame in order of article and place. A row is on a topic (`topic`, `position`) or
        toward an actor (`target_id`, `polarity`). `start` and `end` are the sentence or words it
        was read from; `said_on` (day said, else published), `attribution_id` and `kind` come along.

    Undefined
    ---------
    `polarity` is missing where an actor is named and no rule says for or against; `topic` and
    `position` are missing in rows toward an actor, `target_id` and `polarity` in rows on a topic.

    Raises
    ------
    SchemaError
        The quotations are not resolved, or are of articles that are not given.

    Examples
    --------
    >>> words = "Our units are not surrounded"
    >>> articles = schema.build([{"article_id": "x", "text": f"“{words},” the mayor said.",
    ...     "n_words": 8, "source": "x", "sha256": "0"}], "articles")
    >>> quotes = schema.build([{"quote_id": "q1", "attribution_id": "a1", "article_id": "x",
    ...     "kind": "direct", "text": words, "start": 1, "end": 1 + len(words), "is_speech": True,
    ...     "confidence": 1.0, "cue": "said", "actor_id": "mayor"}], "quotes", optional=True)
    >>> find(quotes, articles)[["topic", "position", "rule"]].values.tolist()
    [['encirclement', 'denies', 'negated-before']]
    """
    kept = _resolved(quotes, articles)
    known = registry() if actors is None else actors
    sides = dict(zip(known["actor_id"], known["side"], strict=True))
    table = compiled(load_topics() if topics is None else topics)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows: list[dict[str, Any]] = []
    for article_id, part in kept.groupby("article_id", sort=False):
        rows += _article(part, texts[article_id], table, known, sides)
    frame = schema.build(rows, "stance")
    extra = pd.DataFrame(rows, columns=["said_on", "attribution_id", "kind"])
    days = _days(kept, articles)
    frame["said_on"] = pd.to_datetime(frame["quote_id"].map(days)).astype(schema.DAY)
    frame["attribution_id"] = extra["attribution_id"].astype("str")
    frame["kind"] = extra["kind"].astype("str")
    return frame


def _resolved(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    schema.check(quotes, "quotes")
    schema.check(articles, "articles")
    if "actor_id" not in quotes:
        raise SchemaError("Column 'actor_id' is missing: run newsan.actors.resolve(quotes, ...).")
    kept = quotes.dropna(subset=["actor_id"])
    unknown = sorted(set(kept["article_id"]) - set(articles["article_id"]))
    if unknown:
        raise SchemaError(f"Quotations of articles that are not given: {', '.join(unknown[:3])}.")
    return kept.sort_values(["article_id", "start"], kind="stable")


def _days(quotes: pd.DataFrame, articles: pd.DataFrame) -> dict[str, Any]:
    """Give each quotation the day it was said, or else published."""
    published = articles.set_index("article_id")["published"].dt.tz_localize(None).dt.normalize()
    day = quotes["article_id"].map(published)
    if "said_on" in quotes:
        day = quotes["said_on"].fillna(day)
    return dict(zip(quotes["quote_id"], day, strict=True))


def _article(
    quotes: pd.DataFrame, article: str, table: tuple[Topic, ...], known: pd.DataFrame,
    sides: dict[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Make the rows of one article."""
    rows: list[dict[str, Any]] = []
    last: tuple[str, int] | None = None
    for quote in quotes.to_dict("records"):
        base = {k: quote[k] for k in ("article_id", "quote_id", "actor_id", "attribution_id", "kind")}
        speaker = quote["actor_id"]
        mentions = [m for m in named(quote["text"], known) if m[2] != speaker]
        said = Said(
            quote["text"], int(quote["start"]), "" if pd.isna(quote["cue"]) else quote["cue"],
            quote["kind"], sides.get(speaker, ""), tuple((a, b) for a, b, _ in mentions),
        )  # fmt: skip
        read = positions(said, article, table, last=last)
        if read:
            last = (read[-1].topic, said.end)
        rows += [base | {"topic": p.topic, "position": p.position, "start": p.start, "end": p.end,
                         "rule": p.rule} for p in read]  # fmt: skip
        rows += [base | {"target_id": t.actor_id, "polarity": t.polarity, "start": said.start + t.start,
                         "end": said.start + t.end, "rule": t.rule}
                 for t in targets(said.text, said.cue, mentions, speaker)]  # fmt: skip
    for number, row in enumerate(rows, 1):
        row["stance_id"] = f"{row['article_id']}-s{number:03d}"
    return rows
