"""Charts of stance and vocabulary: who speaks for or against whom, as a matrix and a network, and whose words are whose."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from newsan import schema, wording
from newsan.charts import house
from newsan.figures import pt
from newsan.stance.toward import SURE
from newsan.study import Study

_Z = 1.96  # an interval of 95 %
_LINES: dict[int, tuple[str, str, Any]] = {
    -1: ("against", house.INK, "-"),
    0: ("neither", "#8A8A8A", ":"),
    1: ("for", house.INK, (0, (5, 3))),
}
_BEND, _NEAR = 0.16, 0.2
_THINNEST, _WIDEST = 0.8, 3.2
_SIGNS = {-1: "−", 0: "○", 1: "+"}


@house.as_written
def who_about_whom(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 10,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw a matrix of speakers and the actors they speak of: for, against, neither.

    Parameters
    ----------
    stance
        A stance frame; rows with a polarity toward an actor who has a name are used, less those whose `confidence` is
        below .5.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    registry, study, source, style, ax
        As in `polarity_by_actor`.
    top
        How many speakers and how many targets to show, most rows first.

    Returns
    -------
    ax
        Rows speak, columns are spoken of. In a cell: how often for (+), against (−), neither (○);
        the shade is the mean polarity, dark against and hatched for, blank at nought.

    Examples
    --------
    >>> from newsan import schema
    >>> who_about_whom(schema.build([], "stance")).texts[0].get_text()
    'No stances to show (n = 0)'
    """
    kept, left_out = stances_of(stance)
    speakers = house.most_quoted(kept, top)
    shown = kept[kept["actor_id"].isin(speakers)]
    targets = house.most_quoted(shown, top, column="target_id")
    shown = shown[shown["target_id"].isin(targets)]
    speakers = [a for a in speakers if a in {*shown["actor_id"]}]
    height, width = 2.3 + 0.42 * max(2, len(speakers)), 3.0 + 0.72 * max(4, len(targets))
    ax = house.new_axes(ax, style, width=width, height=height)
    if shown.empty:
        return house.nothing_to_show(ax, "stances")
    for (actor_id, target_id), cell in shown.groupby(["actor_id", "target_id"], sort=True):
        _draw_cell(ax, targets.index(target_id), speakers.index(actor_id), cell["polarity"])
    every = {*kept["actor_id"], *kept["target_id"]}
    looks = house.looks(every, registry=registry, study=study, named=quotes)
    n = shown["actor_id"].value_counts()
    wide = 24 if house.is_narrow(ax) else 14  # of names that stand upright in a column
    columns = [house.short(looks[t].name, wide) for t in targets]
    house.matrix(ax, house.labels_with_n(speakers, looks, n), columns)
    ax.tick_params(axis="x", labelsize=pt(7))
    said = f"{(shown['polarity'] < 0).sum()} of {len(shown)} stances are against, {(shown['polarity'] > 0).sum()} for"
    pairs = shown[shown["polarity"] < 0].groupby(["actor_id", "target_id"]).size()
    most = [f"; most often {looks[who].name} against {looks[whom].name} ({n})"
            for (who, whom), n in pairs[pairs == pairs.max()].items()]  # fmt: skip
    said += most[0] if len(most) == 1 else ""
    house.head(ax, said, "Rows speak, columns are spoken of: number of quotations")
    house.footer(
        ax,
        "Counts of quotations: + for, − against, ○ neither, by what the words do (accuse, thank, "
        "plead for), as a trained reader takes them. Dark: mostly against; hatched: mostly for.",
        source=source or describe_stances(shown, kept, left_out),
        below=14,
    )
    return ax


def stances_of(stance: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the stances of somebody toward somebody else with a name that are sure, and how many are not, by why."""
    needed = ["actor_id", "target_id", "polarity"]
    stance = schema.require(stance, "stance", "article_id", *needed, also=("said_on", "confidence"))
    known = stance.dropna(subset=needed)
    known = known[known["actor_id"] != known["target_id"]]
    unsure = known.get("confidence", pd.Series(1.0, known.index)).fillna(1.0) < SURE
    unnamed = known["target_id"].str.contains("#", regex=False) & ~unsure
    left_out = {
        f"with a confidence below {f'{SURE:g}'[1:]}": unsure,
        "toward nobody with a name": unnamed,
    }
    return known[~unsure & ~unnamed], {why: int(those.sum()) for why, those in left_out.items()}


def describe_stances(shown: pd.DataFrame, kept: pd.DataFrame, left_out: dict[str, int]) -> str:
    """Return how many stances are shown, in how many articles and from when, and how many are left out, and why."""
    n = len(kept) + sum(left_out.values())
    days = f", said or published {wording.span(shown['said_on'])}" if "said_on" in shown else ""
    why = wording.listed([f"{many} {why}" for why, many in left_out.items() if many], len(left_out))
    articles = shown["article_id"].nunique()
    return f"n = {len(shown)} of {n} stances in {articles} articles{days}{f'; {why} left out' if why else ''}"


def _draw_cell(ax: Axes, x: int, y: int, polarity: pd.Series) -> None:
    mean = float(polarity.mean())
    counts = polarity.value_counts()
    shade = str(round(1 - 0.32 * abs(mean), 3))
    ax.add_patch(Rectangle(
        (x - 0.48, y - 0.48), 0.96, 0.96, facecolor=shade if mean < 0 else "white", edgecolor=house.GREY,
        hatch="////" if mean > 0 else None, linewidth=0))  # fmt: skip
    parts = [f"{_SIGNS[p]}{counts[p]}" for p in (-1, 0, 1) if p in counts.index]
    text = ("\n" if house.is_narrow(ax) else " ").join(parts)
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    ax.text(
        x, y, text, ha="center", va="center", fontsize=pt(7), color=house.INK,
        bbox=box if mean > 0 else None,
    )  # fmt: skip


@house.as_written
def network(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 10,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw who speaks for or against whom as arrows between actors on a circle.

    Parameters
    ----------
    stance
        A stance frame; rows with a polarity toward another actor who has a name are used, less those whose
        `confidence` is below .5.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    registry, study, source, style, ax
        As in `polarity_by_actor`.
    top
        How many actors to show, those that most rows are by or about first.

    Returns
    -------
    ax
        An arrow from each speaker to each actor spoken of: full where most rows are against, dashed where
        most are for, dotted where neither is, as wide as rows are many. Actors stand by side, then by name.

    Examples
    --------
    >>> from newsan import schema
    >>> network(schema.build([], "stance")).texts[0].get_text()
    'No stances to show (n = 0)'
    """
    kept, left_out = stances_of(stance)
    ends = pd.concat([kept["actor_id"], kept["target_id"]]).to_frame("actor_id")
    most = house.most_quoted(ends, top)
    shown = kept[kept["actor_id"].isin(most) & kept["target_id"].isin(most)]
    ax = house.new_axes(ax, style, height=5.6, is_square=True)
    if shown.empty:
        return house.nothing_to_show(ax, "stances")
    looks = house.looks({*ends["actor_id"]}, registry=registry, study=study, named=quotes)
    drawn = {*shown["actor_id"], *shown["target_id"]}
    order = sorted(drawn, key=lambda a: (looks[a].group, looks[a].name, a))
    turn = {a: math.pi / 2 - 2 * math.pi * n / len(order) for n, a in enumerate(order)}
    at = {a: (math.cos(t), math.sin(t)) for a, t in turn.items()}
    pairs = shown.groupby(["actor_id", "target_id"])["polarity"].agg(["size", "mean"])
    for (speaker, target), n, mean in pairs.itertuples():
        polarity = round(mean + math.copysign(1e-9, mean))
        _draw_arrow(ax, at[speaker], at[target], n, polarity, pairs["size"].max())
    by, about = (shown[column].value_counts() for column in ("actor_id", "target_id"))
    for a in order:
        _draw_actor(ax, at[a], looks[a], f"({by.get(a, 0)} by, {about.get(a, 0)} of)")
    below = -1.75 if house.is_narrow(ax) else -1.35
    ax.set(aspect="equal", xlim=(-2.1, 2.1), ylim=(below, 1.35))
    ax.set_axis_off()
    most_by, most_of = (_name_most(shown[c], looks) for c in ("actor_id", "target_id"))
    there = pairs["mean"].round().unique()
    keys = [Line2D([], [], linewidth=1.4, label=label, color=colour, linestyle=dash)
            for polarity, (label, colour, dash) in _LINES.items() if polarity in there]  # fmt: skip
    house.head(ax, f"Most is said by {most_by}, and of {most_of}",
               "Who speaks for or against whom: an arrow from speaker to actor spoken of",
               [*keys, *house.key_of({a: looks[a] for a in order})])  # fmt: skip
    house.footer(
        ax,
        f"As wide as quotations are many (1 to {pairs['size'].max()}), by what most of them are. Beside a name: those by "
        "the actor and of the actor that are shown.",
        source=source or describe_stances(shown, kept, left_out),
        below=4,
    )
    return ax


def _name_most(actor_ids: pd.Series, looks: dict[str, house.Look]) -> str:
    """Write who has most rows, all of those that have as many, and how many of all."""
    counts = actor_ids.value_counts()
    names = sorted(looks[a].name for a in counts[counts == counts.max()].index)
    return f"{wording.listed(names, 2)} ({counts.max()} of {counts.sum()})"


def _draw_arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], n: int, polarity: int, most: int
) -> None:
    label, colour, dash = _LINES[polarity]
    wide = _THINNEST + (_WIDEST - _THINNEST) * (n - 1) / max(1, most - 1)
    ax.add_patch(FancyArrowPatch(
        start, end, connectionstyle=f"arc3,rad={_BEND}", arrowstyle="-|>", mutation_scale=pt(7) + 1.5 * wide,
        linewidth=wide, linestyle=dash, color=colour, shrinkA=pt(7), shrinkB=pt(7), alpha=0.8, zorder=2,
        gid=f"arrow-{label}"))  # fmt: skip


def _draw_actor(ax: Axes, at: tuple[float, float], look: house.Look, said: str) -> None:
    x, y = at
    ax.plot(x, y, look.marker, color=look.colour, markersize=pt(8), zorder=3, gid="actor")
    is_end = abs(x) < _NEAR  # at the top or the bottom
    ax.annotate(
        f"{house.short(look.name, 22)}\n{said}", at, textcoords="offset points",
        xytext=(0, math.copysign(pt(7), y)) if is_end else (math.copysign(pt(8), x), 0),
        ha="center" if is_end else "left" if x > 0 else "right",
        va="center" if not is_end else "bottom" if y > 0 else "top",
        fontsize=pt(7), color=house.INK, linespacing=1.05, zorder=4,
    )  # fmt: skip


@house.as_written
def keyness(
    table: pd.DataFrame,
    *,
    names: tuple[str, str],
    top: int = 10,
    source: str,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the words that are most one side's and most the other's.

    Parameters
    ----------
    table
        What `stats.log_odds` returns.
    names
        The two sides, a then b.
    top
        How many words of each side to show.
    source
        What was counted, for the source line.
    style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        A bar a word, as long as z; plain for a, hatched for b, with the two counts beside it.
        Dashed lines stand at |z| = 1.96.

    Examples
    --------
    >>> from newsan import stats
    >>> table = stats.log_odds(pd.Series({"flood": 9}), pd.Series({"dam": 9}))
    >>> ax = keyness(table, names=("A", "B"), source="two lists")
    >>> ax.get_title() or ax.get_title(loc="left")
    'Words that are more of A: 1, of B: 1 (|z|>1.96)'
    """
    table = schema.require(table, "keyness")
    known = table.dropna(subset=["z"])
    names = house.lettered(names[0]), house.lettered(names[1])
    ends = [known[known["z"] > 0].head(house.how_many(top)), known[known["z"] < 0].tail(top)]
    shown = pd.concat(ends, ignore_index=True)
    ax = house.new_axes(ax, style, height=1.8 + 0.24 * max(4, len(shown)))
    if shown.empty:
        return house.nothing_to_show(ax, "words")
    for y, row in enumerate(shown.to_dict("records")):
        is_first = row["z"] > 0
        ax.barh(
            y, row["z"], height=0.7, color=house.INK if is_first else "white",
            edgecolor=house.INK, hatch=None if is_first else "////", linewidth=0.8,
        )  # fmt: skip
        ax.annotate(
            f"{row['n_a']} : {row['n_b']}", (row["z"], y), xytext=(4 if is_first else -4, 0),
            textcoords="offset points", ha="left" if is_first else "right", va="center",
            fontsize=pt(7), color=house.GREY,
        )  # fmt: skip
    ax.set_yticks(range(len(shown)), [house.lettered(w) for w in shown["word"]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.margins(x=0.2 if house.is_narrow(ax) else 0.14)
    ax.axvline(0, color=house.INK, linewidth=0.8)
    for z in (-_Z, _Z):
        ax.axvline(z, color=house.GREY, linewidth=0.8, linestyle="--", zorder=0)
    ax.set_xlabel(f"z of the log-odds ({names[1]} ← → {names[0]})")
    n = (known["z"] > _Z).sum(), (known["z"] < -_Z).sum()
    house.head(
        ax, f"Words that are more of {names[0]}: {n[0]}, of {names[1]}: {n[1]} (|z|>{_Z})",
        f"Words of {names[0]} and of {names[1]}: weighted log-odds in standard errors",
    )  # fmt: skip
    totals = f"n = {int(table['n_a'].sum())} and {int(table['n_b'].sum())} words"
    house.footer(
        ax,
        "Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008); dashed: "
        f"|z| = {_Z}. Beside each bar: counts of {names[0]} : {names[1]}.",
        source=f"{source}; {totals}",
    )
    return ax
