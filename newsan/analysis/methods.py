"""The paragraph on method that a paper needs: what was read, how, what was left out, how often it is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import newsan
from newsan import schema, stats
from newsan.actors.antecedents import THRESHOLD
from newsan.actors.confidence import SURE
from newsan.corrections import BY
from newsan.frontline.said.reading import LEAST
from newsan.wording import counted, is_missing, span

if TYPE_CHECKING:
    from newsan.analysis.result import Analysis

CITATION = (
    "The newsan authors (2026). newsan: who said what, how, about whom, where, and does the ground bear it out "
    "(version {}) [software]."
)  # as CITATION.cff has it, which is in no wheel


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
    said = [
        _read(result),
        _left_out(result),
        _thresholds(result),
        _corrected(result),
        _errors(audit),
    ]
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
    told = [
        f"the {r['column']} in {_share(r['precision'])} (95 % interval {_share(r['low'])} to {_share(r['high'])}, n = "
        f"{r['n']:,}; no answer for {r['missed']:,} more)"
        for r in rows
    ]
    return f"By a coder's reading of a random sample newsan was right on {'; on '.join(told)}."


def _share(value: float) -> str:
    return "–" if is_missing(value) else f"{value:.2f}"
