"""Quotations to stances: on topics, and toward the actors they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from newsan import schema
from newsan.actors.linking import link_names
from newsan.actors.registry import index, of_study
from newsan.actors.resolve import speakers
from newsan.actors.speakers import Speakers
from newsan.document import Document, Spans, read
from newsan.quotes.find import holders
from newsan.rhetoric import statement_of
from newsan.stance.denials import settle
from newsan.stance.narrated import read_narration
from newsan.stance.positions import Position, Said, positions
from newsan.stance.propositions import plain_positions
from newsan.stance.topics import Topic, compile_topics, select_in_scope
from newsan.stance.topics import topics as load_topics
from newsan.stance.toward import RULE, Target, targets
from newsan.study import Study, given


def find(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    topics: pd.DataFrame | str | Path | Sequence[str] | None = None,
    actors: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> pd.DataFrame:
    """
    Find what each quotation says of the topics, and for or against whom it speaks.

    A topic is looked for only in articles that name its sides, places and needed words
    (`stance.topics`): "surrounded" in a report on a match is no claim about troops.

    A position is read from the sentence that mentions the topic: words that take a side in
    themselves, then negation, distance ("so-called"), verdicts ("are false", "is absent"), aims and
    risks, conditions, the reporting verb ("denied"). Words that only deny or agree ("simply
    untrue") take their topic from the sentences around them. Nothing is asserted under a denial in the
    same sentence, nor by three words that are no clause, nor by who denies it in that sentence: there
    the row is a denial where its rule is certain, or is left out. A topic in plain words is found by its words instead
    of a pattern, and a position is given where it is likely enough to be right (`newsan.stance.propositions`). Whom
    the words evaluate or address (accused, thanked,
    threatened, pleaded for, asked) and how is read by a small trained network (`newsan.tagger.statements`), not from the
    tone of what is told: "they are surrounded" is against nobody. What seems to speak against a state or body
    of the speaker's own side is hardly ever so and gives no row. Names, adjectives ("Russian"), pronouns
    and descriptions are resolved as speakers are.

    Parameters
    ----------
    quotes
        A resolved quotes frame (`actors.resolve`); rows without an actor are passed over.
    articles
        The articles frame they come from; `text` and `published` are used.
    topics
        Topics of your own, a frame, CSV file or list of sentences as `stance.topics` takes them, added to
        the shipped ones.
    actors
        An actors registry; by default the shipped one.
    study
        A study, or its folder, for its topics and actors where those are not given.

    Returns
    -------
    stance
        A stance frame in order of article and place. A row is on a topic (`topic`, `position`) or
        toward an actor (`target_id`, `polarity`). `start` and `end` are the sentence or words it
        was read from; `said_on` (day said, else published), `attribution_id` and `kind` come
        along. Where the reporter tells a position ("has accepted the idea", "her claim that"),
        `quote_id` is missing.

    Undefined
    ---------
    `topic` and `position` are missing in rows toward an actor, `target_id` and `polarity` in rows on a topic, and
    `confidence` where a pattern found the topic.

    Raises
    ------
    SchemaError
        The quotations are not resolved, or are of articles that are not given; `topics` is no table
        of topics.
    ReadError
        The file of topics cannot be read.

    Examples
    --------
    >>> words = "Our units are not surrounded"
    >>> text = f"“{words},” said the mayor of a Ukrainian town near the Russian border."
    >>> articles = schema.build([{"article_id": "x", "text": text, "n_words": 15, "source": "x",
    ...     "sha256": "0"}], "articles")
    >>> quotes = schema.build([{"quote_id": "q1", "attribution_id": "a1", "article_id": "x",
    ...     "kind": "direct", "text": words, "start": 1, "end": 1 + len(words), "is_speech": True,
    ...     "confidence": 1.0, "cue": "said", "actor_id": "mayor"}], "quotes", optional=True)
    >>> find(quotes, articles)[["topic", "position", "rule"]].values.tolist()
    [['encirclement', 'denies', 'negated-before']]
    """
    articles = schema.require(articles, "articles")
    known_quotes = _require_resolved(quotes, articles)
    own = given(study)
    actors = of_study(actors, own)
    topics = own.topics if topics is None and own is not None else topics
    known = index(actors)
    people = {actor_id: (row["side"], row["kind"]) for actor_id, row in known.rows.items()}
    listed = load_topics(topics)
    table = compile_topics(listed)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    published = _days_of_publication(articles)
    rows: list[dict[str, Any]] = []
    said: dict[str, list[dict[str, Any]]] = {}
    for quote in schema.records(known_quotes):
        said.setdefault(quote["article_id"], []).append(quote)
    for article_id in sorted(texts):
        document, day = read(texts[article_id]), published[article_id]
        named = link_names(document, known, day)
        topics_here = select_in_scope(table, document.text, named, known)
        quotations = document.inward(said.get(article_id, []))
        held = holders(quotations)
        outer = [q for q, holder in zip(quotations, held, strict=True) if holder is None]
        spoken, _ = speakers(document, outer, actors, day, article_id)
        rows += _article(article_id, quotations, document, topics_here, named, people, spoken)
    frame = schema.build(rows, "stance", optional=True)
    told = known_quotes.set_index("quote_id").get("said_on", pd.Series(dtype=schema.DAY)).to_dict()
    said_on = [
        published.get(article_id) if pd.isna(day := told.get(quote_id)) else day
        for quote_id, article_id in zip(frame["quote_id"], frame["article_id"], strict=True)
    ]
    frame["said_on"] = pd.to_datetime(pd.Series(said_on, dtype="object")).astype(schema.DAY)
    frame.attrs["topics"] = dict(zip(listed["topic"], listed["label"], strict=True))
    return frame


def _require_resolved(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    quotes = schema.require(quotes, "quotes", resolved=True)
    schema.stand_in(quotes, "quotes", articles)
    by_place = quotes.assign(_end=-quotes["end"]).sort_values(
        ["article_id", "start", "_end"], kind="stable"
    )
    return by_place.drop(columns="_end")


def _days_of_publication(articles: pd.DataFrame) -> dict[str, Any]:
    days = articles["published"].dt.tz_localize(None).dt.normalize()
    return dict(zip(articles["article_id"], days, strict=True))


def _article(
    article_id: str, quotes: list[dict[str, Any]], document: Document, table: tuple[Topic, ...],
    named: list[tuple[int, int, str]], people: dict[str, tuple[str, str]], speakers: Speakers,
) -> list[dict[str, Any]]:  # fmt: skip
    """Make the rows of one article, in order of place."""
    rows: list[dict[str, Any]] = []
    last: tuple[str, int] | None = None
    names = Spans((a, b) for a, b, _ in named)
    quotes = [q for q in quotes if not pd.isna(q["actor_id"])]
    readings = document.statements(map(statement_of, quotes))
    for quote, reading in zip(quotes, readings, strict=True):
        base = {
            k: quote[k] for k in ("article_id", "quote_id", "actor_id", "attribution_id", "kind")
        }
        base["n_words"] = len(quote["text"].split())
        speaker = quote["actor_id"]
        start, end = int(quote["start"]), int(quote["end"])
        inside = (named[number] for number in names.beginning_in(start, end))
        said = Said(
            quote["text"], start, "" if pd.isna(quote["cue"]) else quote["cue"],
            quote["kind"], people.get(speaker, ("", ""))[0],
            tuple((a - start, b - start) for a, b, who in inside
                  if b <= end and who != speaker and not _speaks_for(speaker, who, people)),
        )  # fmt: skip
        taken_here = positions(said, document.text, table, last=last)
        last = (taken_here[-1].topic, said.end) if taken_here else last
        taken_here += plain_positions(said, table, reading)
        rows += [base | _topic_row(p) for p in taken_here]
        if reading is not None:
            for t in targets(document, reading, speakers, speaker):
                if t.polarity >= 0 or not _speaks_for(speaker, t.actor_id, people):
                    rows.append(base | _target_row(t))
    taken = [(int(q["start"]), int(q["end"]), q["actor_id"]) for q in quotes]
    told = read_narration(document, named, taken, table) if document.is_read else []
    rows += [{"article_id": article_id, "actor_id": a} | _topic_row(p) for a, p in told]
    rows = settle(rows, document)
    rows.sort(key=lambda r: r["start"])
    for number, row in enumerate(rows, 1):
        row["stance_id"] = f"{article_id}-s{number:03d}"
        row["start"], row["end"] = document.outward(row["start"], row["end"])
    return rows


def _speaks_for(speaker: str, other: str, people: dict[str, tuple[str, str]]) -> bool:
    """Return whether another actor's will is the speaker's too: the state or body of their side."""
    if speaker not in people or other not in people:
        return False
    side, kind = people[other]
    return side == people[speaker][0] != "other" and kind in ("state", "institution")


def _topic_row(found: Position) -> dict[str, Any]:
    return {"topic": found.topic, "position": found.position, "start": found.start,
            "end": found.end, "rule": found.rule, "confidence": found.confidence}  # fmt: skip


def _target_row(found: Target) -> dict[str, Any]:
    return {"target_id": found.actor_id, "polarity": found.polarity, "start": found.start,
            "end": found.end, "rule": RULE, "confidence": round(found.confidence, 4)}  # fmt: skip
