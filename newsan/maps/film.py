"""Who held which ground from day to day, and who took which position meanwhile: a frame a day, and all in motion."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.animation import PillowWriter
from matplotlib.axes import Axes

from newsan import figures, frontline, schema, writing
from newsan.charts import house
from newsan.charts.board import topic_label
from newsan.charts.house import INK, looks
from newsan.charts.lettering import as_written, lettered
from newsan.errors import SchemaError
from newsan.figures import pt
from newsan.maps import base, labels
from newsan.study import Study, given
from newsan.wording import day_text

MOTION = "film.gif"
_SIZE, _MAP, _DPI = (9.6, 6.6), (0.012, 0.13, 0.62, 0.8), 100
_WEEK = pd.Timedelta(days=7)  # before the first day
_WIDTH, _LINES = 46, 30  # of what is said beside the map


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

    Returns
    -------
    folder
        The folder written.

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
    names = looks(claims["actor_id"].unique(), study=study, named=quotes)
    words = [
        f"{names[r.actor_id].name} {r.position}: {topic_label(r.topic, study)}"
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
