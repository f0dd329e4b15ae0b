"""Charts of statements: the acts they are, and which outlets gave the same words, cut or changed them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from newsan import schema, stats
from newsan.actors.confidence import SURE
from newsan.charts import house
from newsan.figures import pt
from newsan.study import Study
from newsan.wording import counted, is_missing, quoted, shorten

_SIGNS = {"first": "●", "same": "=", "fuller": "+", "cut": "−", "altered": "≠"}
_WIDTH, _OUTLETS = 30, 6  # code points of the words of a row; columns


@house.as_written
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


@house.as_written
def variants(
    table: pd.DataFrame, *, top: int = 8, source: str | None = None, style: str | None = None,
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """
    Draw which outlet gave a statement first, which gave the same words, and which cut or changed them.

    Parameters
    ----------
    table
        What `result.variants()` returns.
    top
        How many statements to show, those most often given first.
    source, style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        One row a statement, one column an outlet (the six with most); in a cell what was made of the words, and what
        differs. Of an outlet that gave them more than once, the rendering furthest from the first.

    Raises
    ------
    SchemaError
        A column is missing, or holds what it cannot.

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"actor": "Mara Ostrell", "words": "We hold the dam", "utterance_id": "q1"}
    >>> ax = variants(pd.DataFrame([
    ...     said | {"outlet": "Lamp", "variant": "first", "differences": None},
    ...     said | {"outlet": "Wire", "variant": "cut", "differences": "“today” left out"}]))
    >>> [text.get_text() for text in ax.texts[:2]]
    ['● first', '− cut\\n“today” left out']
    """
    table = schema.require(table, "renderings")
    table = table.assign(outlet=table["outlet"].fillna("no outlet named"))
    rows = list(dict.fromkeys(table["utterance_id"]))[: house.how_many(top)]
    shown = table[table["utterance_id"].isin(rows)]
    columns = house.most_quoted(shown, _OUTLETS, column="outlet")
    width, height = 2.6 + 1.35 * max(3, len(columns)), 2 + 0.62 * max(2, len(rows))
    ax = house.new_axes(ax, style, width=width, height=height)
    if not rows:
        return house.nothing_to_show(ax, "statements that were given more than once")
    order = {name: n for n, name in enumerate(_SIGNS)}
    last = shown.assign(_far=shown["variant"].map(order)).sort_values("_far", kind="stable")
    for cell in last.drop_duplicates(["utterance_id", "outlet"], keep="last").itertuples():
        if cell.outlet in columns:
            words = [f"{_SIGNS[cell.variant]} {cell.variant}"]
            if not is_missing(cell.differences):
                words.append(house.short(shorten(cell.differences, 44), 22))
            x, y = columns.index(cell.outlet), rows.index(cell.utterance_id)
            ground = house.PALE if cell.variant in ("cut", "altered") else "none"
            box = Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=ground, edgecolor="none", zorder=-1)
            ax.add_patch(box)
            said = "\n".join(words)
            ax.text(x, y, said, ha="center", va="center", fontsize=pt(6.5), color=house.INK)
    names = []
    for row in shown.drop_duplicates("utterance_id").itertuples():
        who = "speaker unknown" if is_missing(row.actor) else house.lettered(row.actor)
        names.append(f"{who}\n{quoted(house.lettered(shorten(row.words, _WIDTH)), 'direct')}")
    house.matrix(ax, names, [house.short(c, 16) for c in columns])
    ax.xaxis.tick_bottom()
    ax.tick_params(labelsize=pt(7), length=0)
    later = table[table["variant"] != "first"]["variant"].value_counts()
    same, cut, altered, fuller = (
        int(later.get(name, 0)) for name in ("same", "cut", "altered", "fuller")
    )
    added = f", {fuller} add{'s' * (fuller == 1)} to them" if fuller else ""
    house.head(
        ax, f"Of {later.sum()} later renderings {same} have the same words, {cut} cut them, {altered} change them{added}",
        f"What outlets made of {table['utterance_id'].nunique()} statements given more than once",
    )  # fmt: skip
    house.footer(
        ax, "● first, = the same, − cut, + fuller, ≠ changed, each beside the earliest with most of its words; below, what "
        "differs. Words of indirect speech are the reporter's.",
        source=source or f"{len(table)} quotations, {counted(table['outlet'].nunique(), 'outlet')}",
        below=32,
    )  # fmt: skip
    return ax
