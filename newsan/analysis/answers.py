"""Answers with their words: who says what on a topic, words in context, whose words are whose, outlets, variants."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import newsan
from newsan import schema, stats
from newsan.actors.antecedents import THRESHOLD
from newsan.actors.confidence import SURE
from newsan.actors.registry import index
from newsan.corrections import BY
from newsan.errors import SchemaError, unknown_name
from newsan.frontline.ground.holders import as_day
from newsan.frontline.said.reading import LEAST
from newsan.lexicons import compile_words
from newsan.quotes import distinct
from newsan.quotes import variants as grouped
from newsan.stance import timeline as stance_timeline
from newsan.stance.claims import known_topic
from newsan.stats import wilson
from newsan.wording import counted, is_missing, span

if TYPE_CHECKING:
    from newsan.analysis.result import Analysis

_CONTEXT = 60  # code points shown on either side
_BY = ("outlet", "actor", "act", "kind", "medium")
CITATION = (
    "The newsan authors (2026). newsan: who said what, how, about whom, where, and does the ground bear it out "
    "(version {}) [software]."
)  # as CITATION.cff has it, which is in no wheel


def who_says(result: Analysis, topic: str) -> pd.DataFrame:
    """
    Return who takes which position on a topic, in which words, when and where.

    Parameters
    ----------
    result
        An analysis.
    topic
        A topic of its table ("encirclement"), or its label.

    Returns
    -------
    answers
        One row a stance on the topic, by position, actor and day: `actor`, `position`, `words` (the quotation; where the
        reporter tells the position, the sentence), `said_on`, `outlet`, `title`, `confidence`, `quote_id`, `article_id`,
        `dated_by` ("words": the text says when; "publication": it does not, and `said_on` is the article's day).

    Undefined
    ---------
    `said_on` and `dated_by` where neither words nor article are dated; `outlet` and `title` where the article does not
    tell; `confidence` where a pattern found the position; `quote_id` where the reporter tells it.

    Raises
    ------
    UnknownName
        No row is on that topic, nor is it in the table of topics.
    """
    result = _checked(result, "stance")
    rows = result.stance[result.stance["topic"] == known_topic(topic, result.stance)]
    rows = _with_names(_with_articles(rows, result), result)
    spans = zip(_texts(rows, result), rows["start"], rows["end"], strict=True)
    told = [_line(text[int(a) : int(b)]) for text, a, b in spans]
    rows["words"] = rows["words"].fillna(pd.Series(told, index=rows.index, dtype="str"))
    if "confidence" not in rows:
        rows["confidence"] = pd.NA
    own = result.quotes.set_index("quote_id").reindex(columns=["said_on"])["said_on"]
    is_told = rows["quote_id"].isin(own.dropna().index)
    by = pd.Series(np.where(is_told, "words", "publication"), rows.index, dtype="str")
    rows["dated_by"] = by.where(rows["said_on"].notna())
    rows["_order"] = rows["position"].map(schema.POSITIONS.index)
    rows = rows.sort_values(["_order", "actor", "said_on", "stance_id"], kind="stable")
    wanted = ["actor", "position", "words", "said_on", "outlet", "title", "confidence", "quote_id",
              "article_id", "dated_by"]  # fmt: skip
    return rows[wanted].reset_index(drop=True)


def find(
    result: Analysis,
    words: str,
    *,
    actor: str | None = None,
    act: str | None = None,
    outlet: str | None = None,
    place: str | None = None,
    since: object = None,
    until: object = None,
) -> pd.DataFrame:
    """
    Return each place where words stand in what somebody says, in their context.

    Parameters
    ----------
    result
        An analysis.
    words
        Words or phrases in any case, parted by `|`; `*` at the end stands for any ending ("encircl*").
    actor, outlet
        Of this actor (id or name), of this outlet only.
    act
        In quotations that do this (`schema.ACTS`).
    place
        In quotations that name this place (id or name).
    since, until
        Said (else published) from this day, to this day.

    Returns
    -------
    lines
        One row a place, by day, article and place in it: `actor`, `left`, `words`, `right`, `said_on`, `act`, `outlet`,
        `title`, `quote_id`, `article_id`, `start`, `end` (offsets into the article's text).

    Undefined
    ---------
    `actor` where it is not known who speaks; `said_on` where neither words nor article are dated.

    Raises
    ------
    UnknownName
        Nobody of that name, no such act, outlet or place is in the analysis.
    SchemaError
        There are no words, or `since` or `until` is no day.
    """
    if not isinstance(words, str) or not words.strip(" |"):
        raise SchemaError(f"No words to find: {words!r}. Give some, such as 'ceasefire|truce'.")
    result = _checked(result, "rhetoric", *["mentions"] * (place is not None))
    rows = _with_articles(result.quotes.reset_index(drop=True), result)
    rows = rows.merge(result.rhetoric[["quote_id", "act"]], on="quote_id", how="left")
    if place is not None:
        named = result.mentions.dropna(subset=["quote_id"])
        is_it = named["place_id"].eq(place) | named["place"].eq(place)
        is_said = rows["quote_id"].isin(named.loc[is_it, "quote_id"])
        rows = _kept(rows, is_said, "place", place, pd.concat([named["place"], named["place_id"]]))
    if actor is not None:
        rows = _said_by(rows, actor)
    for name, value in (("act", act), ("outlet", outlet)):
        if value is not None:
            known = pd.Series(schema.ACTS) if name == "act" else rows[name]
            rows = _kept(rows, rows[name].eq(value), name, value, known)
    if since is not None:
        rows = rows[rows["said_on"] >= as_day(since)]
    if until is not None:
        rows = rows[rows["said_on"] <= as_day(until)]
    rows = rows.sort_values(["said_on", "article_id", "start"], kind="stable")
    wanted = compile_words([w.strip() for w in words.split("|") if w.strip()])
    pattern = re.compile(wanted.pattern, re.IGNORECASE)
    names = ["actor", "left", "words", "right", "said_on", "act", "outlet", "title", "quote_id",
             "article_id", "start", "end"]  # fmt: skip
    lines: list[dict[str, Any]] = []
    for row, text in zip(rows.to_dict("records"), _texts(rows, result), strict=True):
        begin, end = int(row["start"]), int(row["end"])
        for m in pattern.finditer(text[begin:end]):
            a, b = begin + m.start(), begin + m.end()
            lines.append(
                row
                | {"left": _line(text[max(begin, a - _CONTEXT) : a]), "words": text[a:b],
                   "right": _line(text[b : min(end, b + _CONTEXT)]), "start": a, "end": b}
            )  # fmt: skip
    return pd.DataFrame(lines, columns=names)


def keyness(result: Analysis, actor: str, against: str | None = None) -> pd.DataFrame:
    """
    Return which words an actor uses more than others do, and which less.

    Each utterance is counted in its first rendering only (`quotes.distinct`), however many outlets gave it. Words of
    *indirect* quotations are the reporter's. `result.find(word, actor=)` shows a word in its context.

    Parameters
    ----------
    result
        An analysis.
    actor
        Whose words (id or name).
    against
        Another actor (id or name); by default all others who are known.

    Returns
    -------
    keyness
        One row a word, those most the actor's first, as `stats.log_odds` has it.

    Raises
    ------
    UnknownName
        Nobody of that name is quoted.
    """
    result = _checked(result)
    said = distinct(result.quotes, result.articles).dropna(subset=["actor_id"])
    own = _said_by(said, actor)
    others = said.drop(own.index) if against is None else _said_by(said, against)
    return stats.log_odds(*(stats.word_counts(rows["text"]) for rows in (own, others)))


def compare(result: Analysis, by: str = "outlet", per: str = "row") -> pd.DataFrame:
    """
    Return groups of quotations side by side: whom they quote, at what length, with which acts.

    Parameters
    ----------
    result
        An analysis.
    by
        outlet, actor, act, kind or medium.
    per
        "row": what two articles of a group have counts twice. "utterance": once (`quotes.variants`).

    Returns
    -------
    groups
        One row a group, the largest first: `n_articles`, `n_quotes` (utterances), `n_actors`, `most_quoted` (an actor and
        their share of the utterances), `words_each` (median words of a quotation), `direct` (share of quotations that are
        direct or mixed), and for each act that is no report its share with `low` and `high` (Wilson, 95 %).

    Undefined
    ---------
    `most_quoted` where no speaker is known.

    Raises
    ------
    UnknownName
        `by` is none of the columns named, or `per` none of the two.
    """
    for what, value, known in (("column", by, _BY), ("way to count", per, ("row", "utterance"))):
        if value not in known:
            raise unknown_name(what, value, set(known))
    result = _checked(result, "rhetoric")
    rows = _with_articles(result.quotes.reset_index(drop=True), result)
    rows = rows.merge(result.rhetoric[["quote_id", "act"]], on="quote_id", how="left")
    rows["_said"] = rows["attribution_id"]
    if per == "utterance":
        found = grouped(result.quotes, result.articles).set_index("quote_id")["utterance_id"]
        rows["_said"] = rows["quote_id"].map(found)
    rows["_words"] = rows["text"].str.split().str.len()
    acts = [a for a in schema.ACTS if a != "report"]
    summaries = []
    for name, part in rows.groupby(by, sort=True):
        whole = part.drop_duplicates("_said")
        spoken = whole["actor"].value_counts()
        row: dict[str, Any] = {
            by: name, "n_articles": part["article_id"].nunique(), "n_quotes": len(whole),
            "n_actors": len(spoken),
            "most_quoted": f"{spoken.index[0]} ({spoken.iloc[0] / len(whole):.0%})" if len(spoken) else None,
            "words_each": float(part["_words"].median()),
            "direct": float((part["kind"] != "indirect").mean()),
        }  # fmt: skip
        for act in acts:
            k = int((whole["act"] == act).sum())
            low, high = wilson(k, len(whole))
            row |= {act: k / len(whole), f"{act}_low": low, f"{act}_high": high}
        summaries.append(row)
    summaries.sort(key=lambda r: (-r["n_quotes"], str(r[by])))
    return pd.DataFrame(summaries)


def timeline(result: Analysis, topic: str) -> pd.DataFrame:
    """
    Return day by day who takes which position on a topic, in which words, and who came to hold another.

    Parameters
    ----------
    result
        An analysis.
    topic
        A topic of its table.

    Returns
    -------
    timeline
        As `stance.timeline`, by day, with `actor` and `words` (of the first quotation) before the ids.

    Undefined
    ---------
    As `stance.timeline`; `words` where the reporter tells the position.
    """
    result = _checked(result, "stance")
    rows = _with_names(stance_timeline(result.stance, topic=topic), result)
    first = ["said_on", "actor", "position", "words", "n", "before", "is_turn"]
    rows = rows.sort_values(["said_on", "actor", "position"], kind="stable")
    return rows[[*first, "actor_id", "quote_id", "topic"]].reset_index(drop=True)


def variants(result: Analysis, utterance_id: str | None = None) -> pd.DataFrame:
    """
    Return what each outlet made of what was said: who gave the same words, who cut or changed them.

    Parameters
    ----------
    result
        An analysis.
    utterance_id
        Of this utterance only, also where it was given once; otherwise of all that were given more often.

    Returns
    -------
    variants
        One row a quotation, by utterance (those most often given first), first published first: `actor`, `variant`, `words`,
        `differences`, `said_on`, `outlet`, `title`, `kind` (the words of an *indirect* one are the reporter's),
        `utterance_id`, `quote_id`, `compared_with`, `article_id` (see `newsan.quotes.variants`).

    Undefined
    ---------
    `actor` where it is not known who speaks; `differences` where there are none; `said_on` where neither words nor article
    are dated; `outlet` and `title` where the article does not tell.

    Raises
    ------
    UnknownName
        The analysis has no such utterance.
    """
    result = _checked(result)
    rows = grouped(result.quotes, result.articles)
    if utterance_id is not None:
        known = rows["utterance_id"]
        rows = _kept(rows, known.eq(utterance_id), "utterance", utterance_id, known)
    kept = ["quote_id", "attribution_id", "article_id", "text", "actor", "kind", "said_on"]
    rows = rows.merge(result.quotes.reindex(columns=kept), on="quote_id")
    size = rows.groupby("utterance_id")["attribution_id"].transform("nunique")
    rows = rows.assign(_size=-size)[(size > 1) | (utterance_id is not None)]
    rows = _with_articles(rows, result).sort_values("_size", kind="stable")
    rows["words"] = rows["text"].map(_line)
    wanted = ["actor", "variant", "words", "differences", "said_on", "outlet", "title", "kind",
              "utterance_id", "quote_id", "compared_with", "article_id"]  # fmt: skip
    return rows[wanted].reset_index(drop=True)


def _checked(result: Analysis, *used: str) -> Analysis:
    """Return an analysis whose articles, quotations and frames used hold together."""
    articles = schema.require(result.articles, "articles")
    quotes = schema.require(result.quotes, "quotes", resolved=True)
    schema.require(quotes, "quotes", "actor_id", "actor")
    own = {name: schema.require(getattr(result, name), name) for name in used}
    for name, frame in ({"quotes": quotes} | own).items():
        if "start" in frame:
            schema.stand_in(frame, name, articles)
    return replace(result, articles=articles, quotes=quotes, **own)


def _with_articles(rows: pd.DataFrame, result: Analysis) -> pd.DataFrame:
    """Return rows with outlet, title and day of their article; `said_on` filled in with the day."""
    articles = result.articles[["article_id", "outlet", "title", "published"]]
    joined = rows.merge(articles, on="article_id", how="left")
    day = joined["published"].dt.tz_localize(None).dt.normalize().astype(schema.DAY)
    joined["said_on"] = joined["said_on"].fillna(day) if "said_on" in joined else day
    return joined


def _texts(rows: pd.DataFrame, result: Analysis) -> list[str]:
    """Return the text of each row's article."""
    texts = dict(zip(result.articles["article_id"], result.articles["text"], strict=True))
    return [texts[a] for a in rows["article_id"]]


def _with_names(rows: pd.DataFrame, result: Analysis) -> pd.DataFrame:
    """Return rows with the actor's name, of the quotations or the shipped registry, and the quotation's words."""
    known = {a: row["name"] for a, row in index(None).rows.items()}
    own = result.quotes.dropna(subset=["actor_id"])
    names = known | dict(zip(own["actor_id"], own["actor"], strict=True))
    said = result.quotes.set_index("quote_id")["text"]
    return rows.assign(
        actor=rows["actor_id"].map(names).fillna(rows["actor_id"]),
        words=rows["quote_id"].map(said).map(_line, na_action="ignore"),
    )


def _kept(
    rows: pd.DataFrame, is_it: pd.Series, what: str, value: str, known: pd.Series
) -> pd.DataFrame:
    """Return the rows asked for, or raise with what comes nearest if nobody is called so."""
    if not is_it.any() and value not in set(known.dropna()):
        raise unknown_name(what, value, set(known.dropna()))
    return rows[is_it]


def _said_by(rows: pd.DataFrame, actor: str) -> pd.DataFrame:
    is_it = rows["actor_id"].eq(actor) | rows["actor"].eq(actor)
    return _kept(rows, is_it, "actor", actor, rows["actor"])


def _line(words: str) -> str:
    """Return words on one line."""
    return " ".join(words.split())


def methods(result: Analysis, audit: pd.DataFrame | str | Path | None = None) -> str:
    """
    Return how an analysis was made, as a paragraph for a paper; the same analysis gives the same words.

    Parameters
    ----------
    result
        An analysis.
    audit
        A sheet that a coder has filled in (see `stats.sheet`), for how often newsan is right in these texts.

    Returns
    -------
    paragraph
        Version, texts, thresholds, what was passed over or lost (by the ledger), corrections, errors and citation.

    Raises
    ------
    ReadError, SchemaError
        The sheet is none (see `stats.coded`).
    """
    schema.require(result.quotes, "quotes", "actor_id", "resolved_by", "actor_confidence")
    parts = (_read, _left_out, _thresholds, _corrected)
    said = [*(part(result) for part in parts), _errors(audit)]
    return " ".join([*filter(None, said), CITATION.format(newsan.__version__)])


def _read(result: Analysis) -> str:
    articles, quotes = result.articles, result.quotes
    n_outlets, n_unknown = articles["outlet"].nunique(), int(articles["outlet"].isna().sum())
    n_undated, n_silent = (int(c.isna().sum()) for c in (articles["published"], quotes["actor_id"]))
    about = [
        counted(n_outlets, "outlet") if n_outlets else "",
        f"{n_unknown:,} without outlet" if n_unknown else "",
        span(articles["published"]) if n_undated < len(articles) else "",
        f"{n_undated:,} undated" if n_undated else "",
    ]
    return (
        f"newsan {newsan.__version__} read {counted(len(articles), 'article')} ({', '.join(filter(None, about))}) and "
        f"found {counted(len(quotes), 'quotation')} ({n_silent:,} of nobody known) of "
        f"{counted(quotes['actor_id'].nunique(), 'actor')}."
    )


def _left_out(result: Analysis) -> str:
    """Return what the ledger says was skipped or lost."""
    told = []
    for kind in ("skipped", "lost"):
        rows = result.ledger[result.ledger["kind"] == kind]
        matters = [f"{what} ({n:,})" for what, n in zip(rows["what"], rows["n"], strict=True)]
        told += [f"{kind.capitalize()}: {'; '.join(matters)}."] if matters else []
    return " ".join(told) or "Nothing of the source was skipped or lost."


def _thresholds(result: Analysis) -> str:
    unsure = int((result.quotes["actor_confidence"] < SURE).sum())
    return (
        f"A pronoun is given to nobody where the chance of the likeliest is below {THRESHOLD}; charts of actors leave out "
        f"quotations whose actor has a confidence below {SURE} ({unsure:,} here); what a trained reader takes for a "
        f"statement about ground is left out below {LEAST}."
    )


def _corrected(result: Analysis) -> str:
    actors = int((result.quotes["resolved_by"] == BY).sum())
    acts = int((result.rhetoric["act_rule"] == BY).sum())
    told = f"A reader corrected or confirmed {counted(actors, 'actor')} and {counted(acts, 'speech act')}."
    return told if actors or acts else ""


def _errors(audit: pd.DataFrame | str | Path | None) -> str:
    if audit is None:
        return "How often newsan is right in these texts was not measured."
    table = stats.audit(audit)
    rows = table[table["label"] == "all"].query("n > 0 or missed > 0").to_dict("records")
    told = []
    for r in rows:
        n = round(r["n_effective"])
        worth = f", worth {n:,} by weight" if n < r["n"] else ""
        share, low, high = (_share(r[x]) for x in ("precision", "low", "high"))
        told.append(f"the {r['column']} in {share} (95 % interval {low} to {high}, "
                    f"n = {r['n']:,}{worth}; no answer for {r['missed']:,} more)")  # fmt: skip
    strata = stats.coded(audit)["stratum"].dropna().unique()
    by = "act" if set(strata) <= {*schema.ACTS, "unknown"} else "group"
    how = "a random sample" + f" stratified by {by} and weighted" * (len(strata) > 1)
    return f"By a coder's reading of {how} newsan was right on {'; on '.join(told)}."


def _share(value: float) -> str:
    """
    Return a share to two places, to three where two would hide that some are not so.

    Examples
    --------
    >>> _share(0.75), _share(0.996), _share(0.9999), _share(1.0), _share(0.002)
    ('0.75', '0.996', 'above 0.999', '1.00', '0.002')
    """
    if is_missing(value):
        return "–"
    if 0 < value < 1 and f"{value:.2f}" in ("0.00", "1.00"):
        ends = {"0.000": "below 0.001", "1.000": "above 0.999"}
        return ends.get(f"{value:.3f}", f"{value:.3f}")
    return f"{value:.2f}"
