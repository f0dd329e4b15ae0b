"""What a new topic in plain words would catch, before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from newsan import schema
from newsan.lexicons import straight
from newsan.stance.find import find
from newsan.stance.propositions import words_of
from newsan.stance.topics import check_topics
from newsan.study import Study
from newsan.text import running
from newsan.wording import counted, is_missing

COLUMNS = ("topic", "position", "confidence", "actor", "words", "article_id", "quote_id")
_FEW = 3  # a word in fewer quotations than these is too rare to be found by
_COMMON = 0.05  # of all quotations, from which a word tells nothing


def preview(
    topics: str | pd.DataFrame | Path | Sequence[str],
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> pd.DataFrame:
    """
    Return the positions that topics of your own would catch in some articles, the surest first.

    Parameters
    ----------
    topics
        A proposition in plain words ("The dam should be repaired."), several, or a frame or CSV file as
        `stance.topics` takes it.
    quotes
        A resolved quotes frame.
    articles
        The articles frame they come from.
    actors
        An actors registry; by default the shipped one.
    study
        A study, or its folder, for its actors.

    Returns
    -------
    preview
        One row a position: `topic`, `position`, `confidence`, `actor`, `words`, `article_id`, `quote_id`. Its
        `attrs["notes"]` holds, for each topic that nothing was caught on, which of its words are to blame; its
        `attrs["screen"]` all of it as lines.

    Undefined
    ---------
    `confidence` is missing where a pattern of yours found the topic, `words` and `quote_id` where the reporter
    tells the position.

    Raises
    ------
    SchemaError
        The quotations are not resolved, or are of articles that are not given; `topics` is no table of topics.

    Examples
    --------
    >>> text = "“The dam at Velm must be repaired,” said the mayor."
    >>> articles = schema.build([{"article_id": "x", "text": text, "n_words": 9, "source": "x",
    ...     "sha256": "0"}], "articles")
    >>> quotes = schema.build([{"quote_id": "q1", "attribution_id": "a1", "article_id": "x",
    ...     "kind": "direct", "text": text[1:33], "start": 1, "end": 33, "is_speech": True, "confidence": 1.0,
    ...     "cue": "said", "actor_id": "mayor", "actor": "Mayor"}], "quotes", optional=True)
    >>> preview("The dam should be repaired.", quotes, articles)[["position", "actor"]].values.tolist()
    [['asserts', 'Mayor']]
    >>> preview("The bridge is closed.", quotes, articles).attrs["notes"]
    ['the_bridge_is_closed: nothing caught. In 1 quotation: bridge 0, closed 0. Too rare: bridge, closed.']
    """
    articles = schema.require(articles, "articles")
    quotes = schema.require(quotes, "quotes", resolved=True)
    is_sentence = isinstance(topics, str) and Path(topics).suffix != ".csv"
    own = check_topics([str(topics)] if is_sentence else topics)
    found = find(quotes, articles, topics=own, actors=actors, study=study)
    named = quotes.reindex(columns=["quote_id", "actor", "text"]).rename(columns={"text": "words"})
    found = found[found["topic"].isin(own["topic"])].merge(named, on="quote_id", how="left")
    found["actor"] = found["actor"].fillna(found["actor_id"])
    found = found.sort_values(["confidence", "stance_id"], ascending=[False, True], kind="stable")
    made = found[list(COLUMNS)].reset_index(drop=True)
    made.attrs["notes"] = [
        _note(row["topic"], row["proposition"], quotes["text"])
        for row in own.to_dict("records")
        if not row["about"] and row["topic"] not in set(made["topic"])
    ]
    lines = [
        "  ".join(
            [
                r["topic"],
                f"{r['position']:<10}",
                "pattern" if is_missing(r["confidence"]) else f"{r['confidence']:.2f}",
                "reporter" if is_missing(r["words"]) else f"{r['actor']}: {running(r['words'])}",
                f"({r['article_id']})",
            ]
        )
        for r in made.to_dict("records")
    ]
    made.attrs["screen"] = "\n".join(
        [*lines, *made.attrs["notes"], f"{counted(len(made), 'position')}."]
    )
    return made


def _note(topic: str, proposition: str, texts: pd.Series) -> str:
    """Say which words of a proposition that caught nothing are too rare, or too common."""
    held = [{w.stem for w in words_of(straight(text))} for text in texts]
    asked = {w.stem: proposition[w.start : w.end] for w in words_of(proposition)}
    uses = {stem: sum(stem in own for own in held) for stem in asked}
    counts = ", ".join(f"{asked[s]} {n}" for s, n in uses.items())
    rare = [asked[s] for s, n in uses.items() if n < min(_FEW, len(texts))]
    common = [asked[s] for s, n in uses.items() if n > max(_FEW, _COMMON * len(texts))]
    where = f"In {len(texts)} quotation{'s' * (len(texts) != 1)}"
    said = f"{topic}: nothing caught. {where}: {counts or 'no word that tells anything'}."
    if rare:
        return f"{said} Too rare: {', '.join(rare)}."
    if common:
        return f"{said} Too common to tell much: {', '.join(common)}."
    return (
        f"{said} No quotation has enough of them together in a sentence that clearly takes a side."
    )
