"""Charts of who asserts and who denies what, day by day, and of the ground held meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from newsan import schema, stance, wording
from newsan.charts import house
from newsan.errors import unknown_name
from newsan.figures import pt
from newsan.frontline.ground.land import km2
from newsan.study import Study, given

# Shape carries the position, fill tells yes-or-no from neither: both survive grey print.
SHAPES = {"asserts": ("^", True), "denies": ("X", True), "conditions": ("D", False),
           "reports": ("o", False)}  # fmt: skip
_LANE, _GROUND = 0.34, 1.3  # rows between marks that would touch; inches of the ground
_LONG, _SHORT = 14.0, 5.0  # days without a position that are drawn short, and as how many
_DASHES = ("-", "--", "-.", ":")


@house.as_written
def claim_board(
    claims: pd.DataFrame,
    *,
    topics: list[str] | None = None,
    actors: list[str] | None = None,
    quotes: pd.DataFrame | None = None,
    areas: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 16,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the positions that actors take on propositions, each at the first day it was taken.

    Parameters
    ----------
    claims
        A claims frame.
    topics, actors
        The propositions and actors to show; by default all topics by number of actors who take a
        side, and those with most utterances on a side.
    quotes, areas
        As in `positions_over_time`.
    registry, study, source, style, ax
        As in `polarity_by_actor`.
    top
        How many actors to show where `actors` is not given.

    Returns
    -------
    ax
        As `positions_over_time`, the rows of each topic under its name.

    Raises
    ------
    SchemaError
        Not the `claims` frame.
    UnknownName
        A topic is neither in the claims nor in the shipped table; an actor neither in the claims nor in the registry.

    Examples
    --------
    >>> claim_board(schema.build([], "claims")).texts[0].get_text()
    'No positions to show (n = 0)'
    """
    claims = schema.require(claims, "claims", "topic", "actor_id", "position", "n", "first_said_on")
    own = given(study)
    of_own = () if own is None or own.topics is None else own.topics["topic"]
    topics = _check_names("topic", topics, [*claims["topic"], *of_own, *stance.topics()["topic"]])
    listed = house.registry_of(registry, own)["actor_id"]
    actors = _check_names("actor", actors, [*claims["actor_id"].dropna(), *listed])
    topics = topics or topic_order(claims)
    kept = claims[claims["topic"].isin(topics)].dropna(subset=["actor_id"])
    cells = kept.rename(columns={"first_said_on": "said_on"}).assign(is_turn=False)
    looks = house.looks(kept["actor_id"].unique(), registry=registry, study=study, named=quotes)
    shown, ax = actors or _most_on_a_side(kept, top), house.new_axes(ax, style, height=1.0)
    note = "Each position stands at the first day it was said, or published if the text gives none;"
    return _draw_board(cells, shown, topics, looks, note, areas, study, source, ax)


@house.as_written
def positions_over_time(
    timeline: pd.DataFrame,
    *,
    topic: str,
    quotes: pd.DataFrame | None = None,
    areas: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 12,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the positions that actors take on one topic, day by day.

    Parameters
    ----------
    timeline
        Positions by day, as `stance.timeline` gives them.
    topic
        The topic to draw.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    areas
        An `areas` frame of several days, as `frontline.areas` gives them: who held how much ground
        is drawn below, along the same days.
    registry, study, source, style, ax
        As in `polarity_by_actor`.
    top
        How many actors to show: those who take a side first, then by utterances.

    Returns
    -------
    ax
        One row an actor with n, the earliest to speak on top; triangle asserts, cross denies, hollow
        diamond conditions, hollow circle reports, a number where there is more than one utterance,
        and a ring around a mark that takes the other side than the actor's last. What has no day stands
        apart to the right.

    Raises
    ------
    UnknownName
        There is no such topic in `timeline`.

    Examples
    --------
    >>> from newsan import stance
    >>> nothing = stance.timeline(schema.build([], "stance").assign(said_on=pd.NaT))
    >>> positions_over_time(nothing, topic="ceasefire").texts[0].get_text()
    'No positions to show (n = 0)'
    """
    timeline = schema.require(timeline, "timeline")
    known = {*timeline["topic"]} or {*stance.topics()["topic"]}
    if topic not in known:
        raise unknown_name("topic", topic, known)
    kept = timeline[timeline["topic"] == topic]
    looks = house.looks(kept["actor_id"].unique(), registry=registry, study=study, named=quotes)
    shown, ax = _most_on_a_side(kept, top), house.new_axes(ax, style, height=1.0)
    note = "By the day they were said, or published if the text gives none; ring: the other side than before;"
    return _draw_board(kept, shown, [topic], looks, note, areas, study, source, ax)


def _draw_board(
    cells: pd.DataFrame, actors: list[str], topics: list[str], looks: dict[str, house.Look], note: str,
    areas: pd.DataFrame | None, study: Study | str | Path | None, source: str | None, ax: Axes,
) -> Axes:  # fmt: skip
    """Draw a row for each topic and actor with a position; what is written over them is true of all `cells`."""
    shown = cells[cells["actor_id"].isin(actors)]
    if shown.empty:
        return house.nothing_to_show(ax, "positions")
    days, at = _place_days(shown["said_on"].dropna())
    end = at[-1] + shown["said_on"].isna().any() * max(1.0, 0.12 * at[-1])
    x = np.interp(_number_days(shown["said_on"]), days, at)
    shown = shown.assign(x=np.where(shown["said_on"].isna(), end, x))
    pad = max(0.5, 0.04 * end)
    point = (end + 2 * pad) / house.inches(ax) / 40  # in days: rows have about half of the width
    ticks: dict[float, str] = {}
    y = 0.0
    for topic in topics:
        of_topic = shown[shown["topic"] == topic]
        if len(topics) > 1 and len(of_topic):
            ax.axhline(y - 0.55, color=house.PALE, linewidth=0.8)
            ax.text(0.005, y - 0.1, house.lettered(stance.label(topic, study)), transform=ax.get_yaxis_transform(),
                    va="center", fontsize=pt(8), fontweight="bold", color=house.INK, gid="topic")  # fmt: skip
            y += 0.8
        by = of_topic.groupby("actor_id").agg(x=("x", "min"), n=("n", "sum"))
        for actor_id in by.sort_values(["x", "n", "actor_id"], ascending=[True, False, True]).index:
            row = of_topic[of_topic["actor_id"] == actor_id].sort_values(["x", "position"])
            lanes = _choose_lanes(row, point)
            for lane, cell in zip(lanes, row.to_dict("records"), strict=True):
                _draw_position(ax, cell, y + lane * _LANE, looks[actor_id].colour)
            name = house.short(looks[actor_id].name)
            ticks[y + max(lanes) * _LANE / 2] = f"{name} (n = {by['n'][actor_id]})"
            y += 0.8 + max(lanes) * _LANE
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.set_ylim(y - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    house.grow(ax, 72 * (0.34 * y + 0.3))
    below = [] if areas is None or areas.empty else [_draw_ground(ax, areas, days, at, study)]
    named = {end: "no day"} if end > at[-1] else {}
    for day, x in zip(days, at, strict=True):
        if day == day and all(abs(x - other) >= 50 * point for other in named):
            named[x] = wording.day_text(pd.Timestamp(0) + pd.Timedelta(days=day))
    short = [n for n, gap in enumerate(np.diff(days)) if gap > _LONG]
    for part in [ax, *below]:
        part.set_xlim(-pad, end + pad)
        part.set_xticks(list(named), list(named.values()), fontsize=pt(7))
        part.grid(axis="x")
        for n in short:
            part.axvspan(at[n] + 1, at[n + 1] - 1, color="#F3F3F3", zorder=0, gid="silence")
    key = [house.sign(position, house.INK, shape, fill=None if is_filled else "white")
           for position, (shape, is_filled) in SHAPES.items()]  # fmt: skip
    key += house.key_of({a: looks[a] for a in shown["actor_id"]}, side_only=True)
    ground = " and ground held, claimed or confirmed," if below else ""
    house.head(ax, finding(cells, looks, study, actors), f"Positions taken{ground} by day; colour: side of the actor",
               key + [line for part in below for line in part.lines])  # fmt: skip
    n, n_actors = shown["n"].sum(), shown["actor_id"].nunique()
    house.footer(
        ax, f"Claims, not findings. {note} ×: utterances, where more than one.",
        f"Grey: more than {_LONG:g} days without a position, drawn short." if short else "",
        source=source or f"n = {n} utterances of {n_actors} actors, {wording.span(shown['said_on'])}",
        hidden=cells["actor_id"].nunique() - n_actors, below=24 + len(below) * 72 * _GROUND * 8 / pt(8),
    )  # fmt: skip
    return ax


def _number_days(days: pd.Series) -> Any:
    return ((days - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(dtype="float64")


def _place_days(days: pd.Series) -> tuple[Any, Any]:
    """Return the days that have something, as numbers, and where they stand: long silences are drawn short."""
    number = np.unique(_number_days(days)) if len(days) else np.full(1, np.nan)
    gaps = np.diff(number)
    return number, np.concatenate([[0.0], np.cumsum(np.where(gaps > _LONG, _SHORT, gaps))])


def finding(
    cells: pd.DataFrame, looks: dict[str, house.Look], study: Study | str | Path | None = None,
    drawn: list[str] | None = None,
) -> str:  # fmt: skip
    """
    Return who asserts and who denies the topic on which most actors take a side: by name up to two, else how many.

    Where not all of them are drawn, it says how many are.

    Examples
    --------
    >>> cells = pd.DataFrame({"topic": "dam", "actor_id": ["a", "b", "c", "d"],
    ...                       "position": ["asserts", "denies", "denies", "denies"]})
    >>> finding(cells, {"a": house.Look("Mara Ostrell", "", "", "")})
    'Dam: Mara Ostrell asserts it, 3 actors deny it'
    """
    topic = topic_order(cells)[0]
    its = cells[cells["topic"] == topic]
    said = []
    for position, verb in (("asserts", "assert"), ("denies", "deny")):
        who = sorted({*its.loc[its["position"] == position, "actor_id"]})
        names = " and ".join(looks[a].name for a in who) if len(who) < 3 else f"{len(who)} actors"
        said.append(f"{names or 'nobody'} {position if len(who) < 2 else verb} it")
    every = {*taking_sides(its)["actor_id"]}
    shown = every if drawn is None else every & {*drawn}
    of = f" ({len(shown)} of these {len(every)} drawn)" if shown != every else ""
    return f"{stance.label(topic, study)}: {', '.join(said)}{of}"


def _choose_lanes(row: pd.DataFrame, point: float) -> list[int]:
    """Return for each mark the first lane in which it touches none before it, given how wide a point is."""
    free: list[float] = []
    lanes = []
    for x, n, is_turn in zip(row["x"], row["n"], row["is_turn"], strict=True):
        half = 8 if is_turn else 5
        lane = next((i for i, right in enumerate(free) if right <= x - half * point), len(free))
        free[lane : lane + 1] = [x + (half + (pt(4.5) * len(f"×{n}") if n > 1 else 0)) * point]
        lanes.append(lane)
    return lanes


def _draw_position(ax: Axes, cell: dict[Any, Any], y: float, colour: str) -> None:
    """Draw the sign of a position, a ring round a turn, and how many utterances where they are several."""
    (shape, is_filled), x = SHAPES[cell["position"]], cell["x"]
    if cell["is_turn"]:
        ax.scatter([x], [y], s=150, facecolors="none", edgecolors=house.INK, linewidths=1, zorder=2)
    ax.scatter([x], [y], s=46, marker=shape, facecolors=colour if is_filled else "white",
               edgecolors=colour, linewidths=1.3, zorder=3)  # fmt: skip
    if cell["n"] > 1:
        ax.annotate(f"×{cell['n']}", (x, y), xytext=(8 if cell["is_turn"] else 5, 0), textcoords="offset points",
                    va="center", fontsize=pt(6.5), color=house.INK)  # fmt: skip


def _draw_ground(ax: Axes, areas: pd.DataFrame, days: Any, at: Any, study: Any) -> Axes:
    """Draw below a board how much ground each side held, in square kilometres: a stepped line a side."""
    areas = schema.require(areas, "areas")
    table = km2(areas, "day", "controller").unstack(fill_value=0)
    known, frame = _number_days(table.index.to_series()), cast("Any", ax.transAxes)
    when = np.unique([days[0], *known[(known > days[0]) & (known < days[-1])], days[-1]])
    last = np.searchsorted(known, when, side="right") - 1  # the last state that is known on a day
    inches = ax.figure.dpi_scale_trans + ScaledTranslation(0, 0, frame)
    across = blended_transform_factory(frame, inches)
    below = ax.inset_axes((0, -_GROUND, 1, _GROUND - 0.14), transform=across, gid="ground")
    looks = house.sides(areas, study)
    for (side, held), dash in zip(table.items(), _DASHES * len(table.columns), strict=False):
        look = looks[str(side)]
        ground = np.where(last < 0, np.nan, held.to_numpy()[last])
        below.step(np.interp(when, days, at), ground, where="post", color=look.colour, linestyle=dash, linewidth=1.6,
                   label=f"{house.lettered(look.label)}, km²")  # fmt: skip
    below.set_ylim(0, None)
    below.set_ylabel("km² held", fontsize=pt(7))
    below.tick_params(labelsize=pt(7))
    ax.tick_params(axis="x", labelbottom=False, length=0)
    house.grow(ax, 72 * _GROUND)
    return below


def _check_names(
    what: str, names: list[str] | str | None, known: Iterable[str]
) -> list[str] | None:
    """Return the names that are asked for; one stands for a list of one, an unknown one is refused."""
    asked = [names] if isinstance(names, str) else names
    every = set(known)
    for name in asked or ():
        if name not in every:
            raise unknown_name(what, name, every)
    return asked


def taking_sides(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the positions that take a side."""
    return positions[positions["position"].isin(["asserts", "denies"])]


def topic_order(claims: pd.DataFrame) -> list[str]:
    """Return the topics by the number of actors who take a side, most first."""
    counts = taking_sides(claims).groupby("topic")["actor_id"].nunique()
    return sorted(claims["topic"].unique(), key=lambda t: (-int(counts.get(t, 0)), t))


def _most_on_a_side(positions: pd.DataFrame, top: int) -> list[str]:
    """Return the actors with most utterances on a side, then with most of any."""
    n = positions.groupby("actor_id")["n"].sum()
    sided = taking_sides(positions).groupby("actor_id")["n"].sum()
    return sorted(n.index, key=lambda a: (-sided.get(a, 0), -n[a], a))[: house.how_many(top)]
