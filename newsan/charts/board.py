"""Chart of the claim board: who asserts and who denies what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema, wording
from newsan.actors.registry import of_study
from newsan.charts import house
from newsan.charts.lettering import as_written
from newsan.errors import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from matplotlib.axes import Axes

    from newsan.study import Study

# Shape carries the position, fill tells yes-or-no from neither: both survive grey print.
SHAPES = {"asserts": ("^", True), "denies": ("X", True), "conditions": ("D", False),
           "reports": ("o", False)}  # fmt: skip


@as_written
def claim_board(
    claims: pd.DataFrame,
    *,
    topics: list[str] | None = None,
    actors: list[str] | None = None,
    quotes: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 16,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw propositions against actors: a mark for each position an actor takes.

    Parameters
    ----------
    claims
        A claims frame.
    topics, actors
        The columns and rows to show, in this order; by default all topics by number of actors
        who take a side, and the actors grouped by side in order of utterances.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    registry, study, source, ax
        As in `polarity_by_actor`.
    top
        How many actors to show where `actors` is not given.

    Returns
    -------
    ax
        Triangle asserts, cross denies, hollow diamond conditions, hollow circle reports; under
        each mark the first day it was said and the number of utterances.

    Raises
    ------
    SchemaError
        Not the `claims` frame.
    UnknownName
        A topic is neither in the claims nor in the shipped table; an actor neither in the claims nor in the registry.

    Examples
    --------
    >>> claim_board(schema.build([], "claims")).texts[0].get_text()
    'No claims to show (n = 0)'
    """
    from newsan.actors import registry as load_registry
    from newsan.stance import topics as shipped_topics
    from newsan.study import given

    claims = schema.require(claims, "claims", "topic", "actor_id", "position", "n", "first_said_on")
    own = given(study)
    of_own = () if own is None or own.topics is None else own.topics["topic"]
    topics = _asked("topic", topics, [*claims["topic"], *of_own, *shipped_topics()["topic"]])
    if registry is not None:
        registry = schema.require(registry, "registry", "actor_id")
    known = of_study(registry, own)
    table = load_registry() if known is None else known
    actors = _asked("actor", actors, [*claims["actor_id"].dropna(), *table["actor_id"]])
    topics = topics or topic_order(claims)
    kept = claims[claims["topic"].isin(topics)].dropna(subset=["actor_id"])
    rows = actors or _actor_order(kept, of_study(registry, study), top)
    n_actors = kept["actor_id"].nunique()
    kept = kept[kept["actor_id"].isin(rows)]
    ax = house.new_axes(
        ax, width=2.6 + 1.55 * max(3, len(topics)), height=1.9 + 0.6 * max(2, len(rows))
    )
    if kept.empty:
        return house.nothing_to_show(ax, "claims")
    looks = house.looks(rows, registry=registry, study=study, named=quotes)
    with_year = kept["first_said_on"].dropna().dt.year.nunique() > 1
    for (topic, actor_id), cell in kept.groupby(["topic", "actor_id"], sort=True):
        at = topics.index(topic), rows.index(actor_id)
        _draw_cell(ax, *at, cell, looks[actor_id], with_year=with_year)
    names = [house.short(looks[a].name) for a in rows]
    house.matrix(ax, names, [house.short(topic_label(t, study), 16) for t in topics], linewidth=0.8)
    ax.set_title("Who asserts and who denies what", pad=10)
    legend(ax)
    house.footer(
        ax,
        "A claim, not a finding. Under each mark: the first day it was said, or published if the "
        "text gives none, and the number of utterances (×).",
        source=source or _describe(kept),
        hidden=n_actors - kept["actor_id"].nunique(),
        below=28,
    )
    return ax


def _describe(claims: pd.DataFrame) -> str:
    n = int(claims["n"].sum())
    days = wording.span(claims["first_said_on"])
    return f"n = {n} utterances of {claims['actor_id'].nunique()} actors, first said {days}"


def _asked(what: str, names: list[str] | str | None, known: Iterable[str]) -> list[str] | None:
    """Return the names that are asked for; one stands for a list of one, an unknown one is refused."""
    asked = [names] if isinstance(names, str) else names
    every = set(known)
    for name in asked or ():
        if name not in every:
            raise unknown_name(what, name, every)
    return asked


def topic_label(topic: str, study: Study | str | Path | None = None) -> str:
    """
    Write a topic as its study's table has it, else as the general one has it, else its own words.

    Examples
    --------
    >>> topic_label("river_rights")
    'River rights'
    """
    from newsan.stance import label

    return _of_study(topic, "label", study) or label(topic)


def topic_proposition(topic: str, study: Study | str | Path | None = None) -> str:
    """
    Say what is asserted or denied on a topic, by its study's table, else by the general one.

    Examples
    --------
    >>> topic_proposition("river_rights")
    ''
    """
    from newsan.stance import proposition

    return _of_study(topic, "proposition", study) or proposition(topic)


def _of_study(topic: str, column: str, study: Study | str | Path | None) -> str:
    from newsan.study import given

    own = given(study)
    if own is None or own.topics is None:
        return ""
    return str(own.topics.set_index("topic")[column].get(topic, ""))


def taking_sides(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the positions that take a side."""
    return positions[positions["position"].isin(["asserts", "denies"])]


def topic_order(claims: pd.DataFrame) -> list[str]:
    """Return the topics by the number of actors who take a side, most first."""
    counts = taking_sides(claims).groupby("topic")["actor_id"].nunique()
    return sorted(claims["topic"].unique(), key=lambda t: (-int(counts.get(t, 0)), t))


def _actor_order(claims: pd.DataFrame, registry: pd.DataFrame | None, top: int) -> list[str]:
    """Return those with most utterances on a side, grouped by the registry's side."""
    from newsan import actors

    table = actors.registry() if registry is None else registry
    known = schema.require(table, "registry", "actor_id", "side").set_index("actor_id")["side"]
    n = claims.groupby("actor_id")["n"].sum()
    sided = taking_sides(claims).groupby("actor_id")["n"].sum()
    kept = sorted(n.index, key=lambda a: (-sided.get(a, 0), -n[a], a))[: house.how_many(top)]
    side = {a: str(known.get(a, "unknown")) for a in kept}
    weight = n[kept].groupby(side).sum()
    return sorted(kept, key=lambda a: (-weight[side[a]], side[a], -n[a], a))


def draw_position(ax: Axes, x: Any, y: float, position: str, colour: str, *, size: float) -> None:
    """Draw the sign of a position."""
    shape, is_filled = SHAPES[position]
    ax.scatter(
        [x], [y], s=size, marker=shape, facecolors=colour if is_filled else "white",
        edgecolors=colour, linewidths=1.3, zorder=3,
    )  # fmt: skip


def side_by_side(
    cell: pd.DataFrame, middle: float, room: float
) -> Iterator[tuple[float, str, pd.Series]]:
    """Yield where each position of a cell stands, its name and its row, `room` apart."""
    found = cell.set_index("position")
    present = [p for p in schema.POSITIONS if p in found.index]
    for i, position in enumerate(present):
        yield middle + (i - (len(present) - 1) / 2) * room, position, found.loc[position]


def _draw_cell(
    ax: Axes, x: int, y: int, cell: pd.DataFrame, look: house.Look, *, with_year: bool
) -> None:
    for at, position, row in side_by_side(cell, x, 0.92 / len(cell)):
        draw_position(ax, at, y - 0.22, position, look.colour, size=62)
        day, n = row["first_said_on"], int(row["n"])
        when = wording.day_text(day) if pd.notna(day) else "undated"
        when = when if with_year or pd.isna(day) else when.rsplit(" ", 1)[0]
        ax.text(
            at, y + 0.02, when + (f"\n×{n}" if n > 1 else ""), ha="center", va="top",
            fontsize=6.5 if len(cell) < 3 else 5.5, color=house.INK,
        )  # fmt: skip


def legend(ax: Axes, *, below: float = 0.4) -> None:
    """Draw the key to the positions, `below` heights of a letter under a chart."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], linestyle="", marker=shape, color=house.INK, markersize=7,
               markerfacecolor=house.INK if is_filled else "white", label=position)
        for position, (shape, is_filled) in SHAPES.items()
    ]  # fmt: skip
    ax.legend(
        handles=handles, ncols=4, loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=below,
        handletextpad=0.2, columnspacing=1.2,
    )  # fmt: skip
