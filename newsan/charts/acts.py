"""Chart of speech acts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsan import schema, stats
from newsan.actors.confidence import SURE
from newsan.charts import house
from newsan.charts.lettering import as_written
from newsan.study import Study


@as_written
def acts_by_actor(
    quotes: pd.DataFrame,
    rhetoric: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    coded: pd.DataFrame | None = None,
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
    Draw how often each actor does what with words: a heat map with its counts written in.

    Parameters
    ----------
    quotes
        A resolved quotes frame.
    rhetoric
        A rhetoric frame of the same quotations.
    coded
        A coder's acts of a sample of them (`stats.coded`): the share of an act, as counted and as
        corrected by them (`stats.corrected`), is written under its count where five or more of the
        actor's quotations were coded.
    articles, registry, study, top, sure, per, source, style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        One row an actor, one column a speech act; the shade is the share of the actor's
        quotations, the number their count.

    Raises
    ------
    SchemaError
        The quotations are not resolved.

    Examples
    --------
    >>> acts_by_actor(schema.build([], "quotes", optional=True),
    ...               schema.build([], "rhetoric")).texts[0].get_text()
    'No quotations to show (n = 0)'
    """
    kept, left_out = house.statements_of(quotes, sure, per, articles)
    rhetoric = schema.require(rhetoric, "rhetoric", "quote_id", "act")
    joined = rhetoric.merge(kept[["quote_id", "actor_id"]], on="quote_id")
    order = house.most_quoted(joined, top)
    row = 0.42 if coded is None else 0.7
    ax = house.new_axes(ax, style, height=1.8 + row * max(2, len(order)))
    if not order:
        return house.nothing_to_show(ax, "quotations")
    acts = list(schema.ACTS)
    counts = pd.crosstab(joined["actor_id"], joined["act"])
    counts = counts.reindex(index=order, columns=acts, fill_value=0)
    totals = counts.sum(axis=1)
    shares = counts.div(totals, axis=0)
    under = {} if coded is None else _word_shares(joined, coded)
    shade = ax.imshow(shares, cmap="Greys", vmin=0, vmax=1, aspect="auto").to_rgba
    for y, actor_id in enumerate(order):
        for x, act in enumerate(acts):
            n = int(counts.loc[actor_id, act])
            colour = house.ink_on(shade(shares.loc[actor_id, act])) if n else house.GREY
            said = f"{n}{under.get((actor_id, act), '')}"
            ax.text(x, y, said, ha="center", va="center", color=colour)
    looks = house.looks(order, registry=registry, study=study, named=kept)
    ax.set_yticks(range(len(order)), house.labels_with_n(order, looks, totals))
    ax.set_xticks(range(len(acts)), acts)
    ax.tick_params(length=0)
    ax.vlines(np.arange(1, len(acts)) - 0.5, -0.5, len(order) - 0.5, colors="white", linewidths=1.5)
    ax.hlines(np.arange(1, len(order)) - 0.5, -0.5, len(acts) - 0.5, colors="white", linewidths=1.5)
    ax.spines[:].set_visible(False)
    if is_narrow := house.is_narrow(ax):
        ax.tick_params(axis="x", labelrotation=90)
    more = joined.loc[joined["act"] != "report", "act"]
    said = f"{len(more)} of {len(joined)} quotations do more than report"
    if len(more):
        said += f", most often {' or '.join(more.mode())} ({more.value_counts().max()})"
    house.head(ax, said,
               "Speech acts per actor, number of quotations; shade: share of the actor's")  # fmt: skip
    house.footer(
        ax,
        "Acts by a trained reader.",
        "Under a count: its share as counted → corrected by a coded sample (95 % interval), in percent."
        * bool(under),
        left_out,
        source=source or house.describe(kept, articles),
        hidden=joined["actor_id"].nunique() - len(order),
        below=52 if is_narrow else 24,
    )
    return ax


def _word_shares(joined: pd.DataFrame, coded: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return what stands under the count of an actor's act: raw and corrected share, its interval, in percent."""
    coded = coded[coded["quote_id"].isin(joined["quote_id"])]
    table = stats.corrected(joined, coded, "act", by="actor_id").dropna(subset=["corrected"])
    percent = table.query("raw > 0 or corrected > 0").set_index(["actor_id", "act"]).mul(100)
    return {
        r.Index: f"\n{r.raw:.0f} → {r.corrected:.0f}\n({r.low:.0f}–{r.high:.0f})"
        for r in percent.itertuples()
    }
