"""Held ground from day to day: several days side by side, or a frame a day and all in motion."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.animation import PillowWriter
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsan import figures, frontline, schema, stance, writing
from newsan.charts import house
from newsan.charts.house import GREY, INK, NARROW, as_written, lettered, say
from newsan.errors import SchemaError
from newsan.figures import pt, use
from newsan.frontline.ground.holders import as_day
from newsan.frontline.ground.land import km2, zone_name
from newsan.frontline.sides import CONTESTED
from newsan.maps import base, labels
from newsan.study import Study, given
from newsan.wording import day_text

_COLUMNS = 3
MOTION = "film.gif"
_SIZE, _MAP, _DPI = (9.6, 6.6), (0.012, 0.13, 0.62, 0.8), 100
_WEEK = pd.Timedelta(days=7)  # before the first day
_WIDTH, _LINES = 46, 30  # of what is said beside the map


@as_written
def small_multiples(
    control: pd.DataFrame,
    days: Iterable[object],
    *,
    title: str | None = None,
    style: str | None = None,
    study: Study | str | Path | None = None,
) -> Figure:
    """
    Draw who held which ground at the end of several days, in one window and one look.

    Parameters
    ----------
    control
        The `control` frame.
    days
        The days, drawn in the order of the calendar.
    title
        Title of the figure; by default how much one side held on the first and the last.
    style
        As in `charts.polarity_by_actor`.
    study
        A study, or its folder, for its sides and their colours; by default that which `control` was read for.

    Returns
    -------
    figure
        One map a day, three a row (four days: two).

    Raises
    ------
    SchemaError
        No day is given, or one is none.

    Examples
    --------
    >>> from newsan.schema import build
    >>> len(small_multiples(build([], "control"), ["2025-03-01", "2025-03-14"]).axes)
    2
    """
    control = schema.require(control, "control")
    own = given(study, control)
    looks = house.sides(control, own)
    wanted = sorted({as_day(d) for d in ([days] if isinstance(days, str) else days)})
    if not wanted:
        raise SchemaError("No day to draw: give at least one, such as ['2025-03-14'].")
    areas = frontline.areas(control, wanted, study=own)
    lines = frontline.front(control, wanted, study=own)
    wide = use(style, is_new=False).width
    columns = min(2 if len(wanted) == 4 or (wide or 9) < NARROW else _COLUMNS, len(wanted))
    rows = math.ceil(len(wanted) / columns)
    panel, below = (2.95, 1.06) if columns > 2 else (5.9 / columns, 1.5)
    panel = panel if wide is None else (wide - 0.1) / columns
    said = base.break_title(title or _finding(areas, wanted[-1], looks), panel * columns)
    above = 0.52 + (len(said) - 1) * 0.19
    height = (panel + 0.05) * rows + below + above - 0.19
    figure = base.new_figure(panel * columns + 0.1, height)
    axes = figure.subplots(rows, columns, squeeze=False)
    figure.subplots_adjust(left=0.012, right=0.988, bottom=below / height, top=1 - above / height,
                           wspace=0.04, hspace=0.12)  # fmt: skip
    window = base.window_of(areas, margin_m=4_000).shaped(1.03) if len(areas) else None
    for ax, day in zip(axes.flat, wanted, strict=False):
        ax.set_title(day_text(day), fontsize=pt(8.5), pad=3)
        if window is None:
            say(ax, "no event yet (n = 0)")
            continue
        its, line = (frame[frame["day"] == day] for frame in (areas, lines))
        base.draw_ground(ax, window, its, line, sides=looks)
        _draw_held(ax, window, control, day, own, looks)
    for ax in list(axes.flat)[len(wanted) :]:
        ax.remove()
    figure.suptitle("\n".join(said), x=0.012, y=1 - 0.1 / height,
                    ha="left", va="top", fontsize=pt(11), fontweight="bold")  # fmt: skip
    _draw_foot(figure, control, areas, wanted[-1], below, looks, window)
    return figure


def _finding(areas: pd.DataFrame, last: pd.Timestamp, looks: dict[str, house.Side]) -> str:
    """Write how much reports give the side that held most on the first day, then and on the last."""
    by_day = {day: km2(one, "controller") for day, one in areas.groupby("day")}
    held = {day: one.drop(CONTESTED, errors="ignore") for day, one in by_day.items()}
    first = next((day for day, one in held.items() if len(one)), None)
    if first is None:
        return "Who held which ground by reports, day by day"
    side = str(held[first].idxmax())
    ends = {first: held[first], last: held.get(last, {})}
    ground = [f"{one.get(side, 0):,.0f} km² on {day_text(day)}" for day, one in ends.items()]
    return f"By reports, {looks[side].label} held {', '.join(ground)}"


def _draw_held(
    ax: Axes, window: base.Window, control: pd.DataFrame, day: pd.Timestamp, study: Study | None,
    looks: dict[str, house.Side],
) -> None:  # fmt: skip
    """Draw the settlements held at the end of a day, how many events say so, and the scale."""
    held = frontline.state(control, day, study=study).dropna(subset=["lat", "lon"])
    for row in held.itertuples(index=False):
        colour, _, marker = looks[row.controller]
        at = window.project(row.lon, row.lat)
        base.dot(ax, at, colour, colour, marker=marker, markersize=1.6, zorder=6)
    n = f"n = {int((control['day'] <= day).sum())} events"
    last = base.word_last_event(control, day).replace("; ", "\n")
    ax.text(0.98, 0.97, n + last, ha="right", va="top", transform=ax.transAxes, fontsize=pt(6.5),
            color=GREY)  # fmt: skip
    base.scale_bar(ax)


def _draw_foot(
    figure: Figure, control: pd.DataFrame, areas: pd.DataFrame, last: pd.Timestamp, below: float,
    looks: dict[str, house.Side], window: base.Window | None,
) -> None:  # fmt: skip
    """Write the legend and the source line into the inches `below` the maps."""
    width, height = figure.get_size_inches()
    credit = f"Boundaries: {base.attribution()}. Projection: {zone_name()}."
    if window is not None:
        at, columns = (0.008, (below - 0.14) / height), 4 if width > 7 else 2
        base.legend(
            figure, window, areas, at, front=True, sides=looks,
            ncols=columns, handlelength=2.2, columnspacing=1.2,
        )  # fmt: skip
        credit = base.credit(window) if window.crs else credit
    sources = control.loc[control["day"] <= last, "source"].nunique()
    text = (
        f"State at the end of each day, from {sources} publications; edges ± 3 km. Claimed: by "
        f"a party itself; confirmed: by others. {credit}"
    )
    lines = textwrap.wrap(text, int(width * 16 * 6.6 / pt(6.6)))
    y = (0.12 * len(lines) * pt(6.6) / 6.6 + 0.1) / height
    figure.text(
        0.012, y, "\n".join(lines), fontsize=pt(6.6), va="top", color=GREY, gid="source-line"
    )


@as_written
def film(
    control: pd.DataFrame,
    folder: str | Path,
    *,
    claims: pd.DataFrame | None = None,
    quotes: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
) -> Path:
    """
    Write a map of every day on which a control table says something new, and all of them as one moving picture.

    All frames show the same window. What is told of that day is named; beside the map stand the positions
    first taken since the frame before (of the first one, in the week before).

    Parameters
    ----------
    control
        The `control` frame.
    folder
        Where to write: `2025-03-14.svg` and so on, and `film.gif`, a frame a second. Files of other names are left alone.
    claims
        A `claims` frame.
    quotes
        The `quotes` frame, for the names of actors outside the registry.
    study
        A study, or its folder, for its sides, topics and actors.

    Raises
    ------
    SchemaError
        The table has no ground to draw.
    WriteError
        The folder cannot be written, or another process is writing into it.

    Examples
    --------
    >>> film(schema.build([], "control"), "frames")
    Traceback (most recent call last):
    newsan.errors.SchemaError: No ground to draw: the control table has no dated event with a point.
    """
    control = schema.require(control, "control")
    own, days = given(study), frontline.change_days(control)
    areas = frontline.areas(control, days, study=own)
    if areas.empty:
        raise SchemaError("No ground to draw: the control table has no dated event with a point.")
    lines, said = frontline.front(control, days, study=own), _word_positions(claims, quotes, own)
    window, sides = base.window_of(areas, margin_m=4_000).shaped(1.03), house.sides(control, own)
    with figures.style() as look, mpl.rc_context(fname=look):
        figure, writer = base.new_figure(*_SIZE), PillowWriter(fps=1)
        with (
            writing.together(folder, "the frames") as fresh,
            writer.saving(figure, str(fresh / MOTION), _DPI),
        ):
            for day, last in zip(days, [None, *days], strict=False):
                figure.clear()
                ax = figure.add_axes(_MAP)
                held, line = (frame[frame["day"] == day] for frame in (areas, lines))
                base.draw_ground(ax, window, held, line, sides=sides)
                base.name_ground(ax, window, areas)
                base.scale_bar(ax)
                base.legend(ax, window, areas, (1.03, 1.0), front=True, sides=sides)
                crowded = _name_places(ax, control[control["day"] == day], window, sides)
                since = last or day - _WEEK
                _list_positions(ax, said[(said["day"] <= day) & (said["day"] > since)])
                title = f"Who held which ground by reports,\nat the end of {day_text(day)}"
                ax.set_title(title, loc="left")
                n = int((control["day"] <= day).sum())
                base.source_line(ax, f"{n} control events up to that day; edges ± 3 km. Claimed: by a party itself; "
                                 f"confirmed: by others. {labels.word_left_out(crowded)}"
                                 f"{base.credit(window)}", width=150)  # fmt: skip
                drawn = figures.svg(figure)
                (fresh / f"{day:%Y-%m-%d}.svg").write_text(drawn, encoding="utf-8", newline="")
                writer.grab_frame()
        plt.close(figure)
    return Path(folder)


def _word_positions(
    claims: pd.DataFrame | None, quotes: pd.DataFrame | None, study: Study | None
) -> pd.DataFrame:
    """Return each position with the day on which it was first taken, in words."""
    if claims is None:
        return pd.DataFrame({"day": pd.Series(dtype=schema.DAY), "words": pd.Series(dtype="str")})
    claims = schema.require(claims, "claims").dropna(subset=["actor_id", "first_said_on"])
    claims = claims.sort_values(["first_said_on", "topic", "position", "actor_id"])
    names = house.looks(claims["actor_id"].unique(), study=study, named=quotes)
    words = [
        f"{names[r.actor_id].name} {r.position}: {stance.label(r.topic, study)}"
        for r in claims.itertuples()
    ]
    return pd.DataFrame({"day": claims["first_said_on"].array, "words": words})


def _name_places(
    ax: Axes, control: pd.DataFrame, window: base.Window, sides: dict[str, house.Side]
) -> int:
    """Draw and name the places of a day's events; return how many had no room for a name."""
    told = control.dropna(subset=["lat", "lon"]).drop_duplicates("place_id", keep="last")
    points = [window.project(lon, lat) for lon, lat in zip(told["lon"], told["lat"], strict=True)]
    texts, marks = [], []
    for at, row in zip(points, told.itertuples(), strict=True):
        colour, _, marker = sides[row.controller]
        base.dot(ax, at, colour, INK, marker=marker, markersize=5, zorder=9, gid="told")
        marks.append(labels.Mark(*at, 2.5))
        texts.append(base.label(ax, *at, row.place, fontweight="bold"))
    return labels.place(ax, texts, points, marks)


def _list_positions(ax: Axes, said: pd.DataFrame) -> None:
    """Write beside the map who took which position for the first time."""
    head = [] if said.empty else ["Positions first taken since the frame before", ""]
    items = [lettered(f"{day_text(r.day)}  {r.words}", 6 * _WIDTH) for r in said.itertuples()]
    words = base.itemised(head, items, "claims", width=_WIDTH, indent=4, most=_LINES)
    ax.text(1.03, 0.74, words, transform=ax.transAxes, va="top", fontsize=pt(7), linespacing=1.3,
            gid="said")  # fmt: skip
