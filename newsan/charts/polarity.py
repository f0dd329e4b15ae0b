"""Charts of polarity: per actor, and TextBlob against VADER."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from newsan import schema, sentiment, stats, wording
from newsan.actors.confidence import SURE
from newsan.charts import house
from newsan.errors import SchemaError
from newsan.figures import pt
from newsan.study import Study

_MEASURES = {"textblob": "TextBlob polarity", "vader": "VADER compound"}


@house.as_written
def polarity_by_actor(
    quotes: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 12,
    sure: float = SURE,
    per: str = "row",
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw each actor's quotations as dots along polarity, with mean and interval.

    Parameters
    ----------
    quotes
        A resolved quotes frame.
    scores
        A sentiment frame of one scorer.
    articles
        An articles frame, for outlets and dates in the source line.
    registry
        An actors registry, for names, colours and markers; by default the shipped one.
    study
        A study, or its folder, for its actors where no registry is given.
    top
        How many actors to show, most quoted first; the rest is counted in the source line.
    sure
        The `actor_confidence` from which an actor is taken for right; quotations below, and those
        that state nothing (`content`), are left out and counted under the chart. At the default 94 of 100
        right ones stay and a third of the wrong goes (`training/actor_confidence.py`); 0 keeps all.
    per
        "row": every quotation counts. "utterance": pieces and copies of one count once, by the first row of its first
        rendering; `articles` then tell which was first.
    source
        The source line, in place of the one composed from the frames.
    style
        The look of a new figure: "paper" (180 mm wide, as a page), "paper-column" (85 mm) or
        "slides" (larger type); by default that of the screen.
    ax
        Where to draw; by default a new figure.

    Returns
    -------
    ax
        One row an actor: a dot a quotation in which the lexicon fired, hollow where one word
        alone did (`n_hits` is 1), a black bar for the 95 % interval and a black line for the mean
        (neither below five scored quotations), the number of quotations without a lexicon hit in grey.

    Raises
    ------
    SchemaError
        The scores are of several scorers, or the quotations are not resolved.

    Examples
    --------
    >>> from newsan import schema
    >>> ax = polarity_by_actor(schema.build([], "quotes", optional=True),
    ...                        schema.build([], "sentiment"))
    >>> ax.texts[0].get_text()
    'No quotations to show (n = 0)'
    """
    kept, left_out = house.statements_of(quotes, sure, per, articles)
    scores = schema.require(scores, "sentiment", "quote_id", "scorer", "polarity", "n_hits")
    scorers = sorted(scores["scorer"].unique())
    if len(scorers) > 1:
        one = f'scores[scores["scorer"] == "{scorers[0]}"]'
        raise SchemaError(f"One scorer a chart: give {one} of {', '.join(scorers)}.")
    order = house.most_quoted(kept[kept["quote_id"].isin(scores["quote_id"])], top)
    ax = house.new_axes(ax, style, height=1.7 + 0.5 * max(2, len(order)))
    if not order or not scorers:
        return house.nothing_to_show(ax, "quotations")
    rows = sentiment.by_actor(kept[kept["actor_id"].isin(order)], scores).set_index("actor_id")
    looks = house.looks(order, registry=registry, study=study, named=kept)
    dots = scores.merge(kept[["quote_id", "actor_id"]], on="quote_id").dropna(subset=["polarity"])
    for y, actor_id in enumerate(order):
        its = dots[dots["actor_id"] == actor_id].sort_values("polarity")
        heights = y + _stack_dots(its["polarity"])
        _draw_dots(ax, its["polarity"], heights, looks[actor_id], its["n_hits"] == 1)
        _draw_mean(ax, y, rows.loc[actor_id])
    house.name_rows(ax, house.labels_with_n(order, looks, rows["n"]))
    ax.grid(axis="x")
    _count_without_hit(ax, order, rows)
    measure = _MEASURES[scorers[0]]
    ax.axvline(0, color=house.GREY, linewidth=0.8, zorder=0)
    ax.set_xlim(-1.05, 1.05)
    ax.set_xlabel(
        f"{measure}{' of the words' * (not house.is_narrow(ax))} (−1 negative … +1 positive)"
    )
    key = [*house.key_of(looks), house.sign("one word only", house.GREY, "o", fill="none")]
    house.head(ax, _find_clear(rows, looks), f"{measure} of each quotation, by actor", key)
    house.footer(
        ax,
        "Thick lines: mean and 95 % interval, bootstrapped over articles; none below five scored "
        "quotations. Polarity of words, not a stance.",
        _count_one_word(dots.loc[dots["actor_id"].isin(order), "n_hits"] == 1),
        left_out,
        source=source or house.describe(kept, articles),
        hidden=kept["actor_id"].nunique() - len(order),
    )
    return ax


def _find_clear(rows: pd.DataFrame, looks: dict[str, house.Look]) -> str:
    """Return whose interval lies off nought, of the actors who have one."""
    known = rows.dropna(subset=["low"])
    parts = {"above": known["low"] > 0, "below": known["high"] < 0}
    names = [f"{looks[a].name} {where}" for where, its in parts.items() for a in known.index[its]]
    said = f": {wording.listed(names, 3)}" if names else ""
    return f"Means that differ from 0: {len(names) or 'none'} of {len(known)}{said}"


def _stack_dots(values: pd.Series) -> pd.Series:
    """Return steps upwards for dots that would cover each other, away from the mean and interval below."""
    bins = (values / 0.045).round()
    rank = bins.groupby(bins).cumcount()
    return 0.06 - min(0.13, 0.52 / max(1, rank.max())) * rank


def _draw_dots(
    ax: Axes, xs: pd.Series, ys: pd.Series, look: house.Look, is_hollow: pd.Series
) -> None:
    """Draw a dot a quotation, those of an actor or of actors who look alike; some hollow."""
    ring, fill = to_rgba(look.colour, 0.75), to_rgba("white", 0.75)
    ax.scatter(
        xs, ys, s=30, marker=look.marker, linewidths=[1.0 if h else 0.4 for h in is_hollow],
        facecolors=["none" if h else ring for h in is_hollow],
        edgecolors=[ring if h else fill for h in is_hollow], zorder=2,
    )  # fmt: skip


def _count_one_word(is_hollow: pd.Series) -> str:
    """Return the line on how many of the values drawn rest on one word, blank if none does."""
    n = int(is_hollow.sum())
    return f"Hollow: {n} value{'s rest' if n > 1 else ' rests'} on one word." if n else ""


def _draw_mean(ax: Axes, y: int, row: pd.Series) -> None:
    if row["n_hits"] < stats.MINIMUM:
        return
    ax.plot([row["mean"]] * 2, [y + 0.18, y + 0.42], color=house.INK, linewidth=2, zorder=3)
    if pd.notna(row["low"]):
        ax.plot([row["low"], row["high"]], [y + 0.3] * 2, color=house.INK, linewidth=2, zorder=3)


def _count_without_hit(ax: Axes, order: list[str], rows: pd.DataFrame) -> None:
    """Write beside each row how many quotations have no word of the lexicon."""
    for y, actor_id in enumerate(order):
        without = int(rows.loc[actor_id, "n"] - rows.loc[actor_id, "n_hits"])
        if without:
            ax.annotate(
                f"{without} no{'' if house.is_narrow(ax) else ' lexicon'} hit", (1, y), xycoords=ax.get_yaxis_transform(),
                xytext=(6, 0), textcoords="offset points", va="center", fontsize=pt(7),
                color=house.GREY, annotation_clip=False,
            )  # fmt: skip


@house.as_written
def textblob_against_vader(
    quotes: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the two scorers' answers to the same quotations against each other.

    Parameters
    ----------
    quotes
        A resolved quotes frame.
    scores
        Sentiment frames of both scorers, stacked with `pandas.concat`.
    articles, registry, study, source, style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        A dot a quotation that both scored, hollow where either knew one word only; quotations off
        the grey quadrants have opposite signs.
        Those that only one or neither scored are counted in the source line.

    Raises
    ------
    SchemaError
        Scores of one of the scorers are missing.

    Examples
    --------
    >>> from newsan import schema
    >>> both = schema.build([{"quote_id": "q", "scorer": s, "n_hits": 0}
    ...                      for s in ("textblob", "vader")], "sentiment")
    >>> textblob_against_vader(schema.build([], "quotes", optional=True), both).texts[0].get_text()
    'No quotations to show (n = 0)'
    """
    kept = house.keep_resolved(quotes)
    scores = schema.require(scores, "sentiment", "quote_id", "scorer", "polarity", "n_hits")
    for scorer in sentiment.SCORERS:
        if scorer not in set(scores["scorer"]):
            raise SchemaError(f"Scores of {scorer!r} are missing: stack both with pandas.concat.")
    ax = house.new_axes(ax, style, height=5.0, is_square=True)
    wide = scores.pivot(index="quote_id", columns="scorer", values="polarity")
    wide = wide.reindex(kept["quote_id"]).assign(actor_id=kept["actor_id"].to_numpy())
    wide["is_hollow"] = wide.index.isin(scores.loc[scores["n_hits"] == 1, "quote_id"])
    if wide.empty:
        return house.nothing_to_show(ax, "quotations")
    both = wide.dropna(subset=["textblob", "vader"])
    counts = wide[["textblob", "vader"]].notna().value_counts().to_dict()
    ax.fill_between([0, 1.05], 0, 1.05, color="#F0F0F0", linewidth=0, zorder=0)
    ax.fill_between([-1.05, 0], -1.05, 0, color="#F0F0F0", linewidth=0, zorder=0)
    looks = house.looks(both["actor_id"].unique(), registry=registry, study=study, named=kept)
    for actor_id, part in both.groupby("actor_id", sort=True):
        its = looks[str(actor_id)]
        _draw_dots(ax, part["textblob"], part["vader"], its, part["is_hollow"])
    ax.axhline(0, color=house.GREY, linewidth=0.8)
    ax.axvline(0, color=house.GREY, linewidth=0.8)
    ax.set(xlim=(-1.05, 1.05), ylim=(-1.05, 1.05), aspect="equal")
    ax.set_xlabel(_MEASURES["textblob"])
    ax.set_ylabel(_MEASURES["vader"])
    same = int((both["textblob"] * both["vader"] > 0).sum())
    key = [*house.key_of(looks), house.sign("one word only", house.GREY, "o", fill="none")]
    house.head(
        ax, f"TextBlob and VADER give {same} of {len(both)} quotations the same sign",
        "Polarity of the same quotations by two lexicons; on grey ground: the same sign", key,
    )  # fmt: skip
    house.footer(
        ax,
        f"Not drawn: {counts.get((True, False), 0)} scored by TextBlob only, "
        f"{counts.get((False, True), 0)} by VADER only, "
        f"{counts.get((False, False), 0)} by neither. {_count_one_word(both['is_hollow'])}",
        source=source or house.describe(kept, articles),
    )
    return ax
