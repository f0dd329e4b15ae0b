"""Maps of held ground on a day: by a control table, with what an article says of it, or as others drew it."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from newsan import frontline, schema
from newsan.charts import house
from newsan.charts.house import INK, as_written, inches, is_narrow, lettered, looks, nothing_to_show
from newsan.figures import drawn_in, pt
from newsan.frontline.ground.holders import as_day
from newsan.frontline.ground.land import km2, metres
from newsan.frontline.sides import CONTESTED
from newsan.maps import base, labels
from newsan.study import Study, given
from newsan.wording import counted, day_text, event_text

_MARGIN_M = 5_000.0  # of ground round the areas: labels at the edge stay readable
_RATIO = 1.02  # width to height
_LINES_SHOWN, _WIDTH = 33, 62
_NAMED = 60  # settlements at most that a label is looked for
_DOT, _RING = 2.5, 5.0  # points from the middle of a mark to its edge
_CIRCLE: dict[str, Any] = {"markersize": 2 * _RING - 1, "markeredgewidth": 1.3, "zorder": 7}


class _Statement(NamedTuple):
    """One statement of ground: of where, what is said, by whom and how often each."""

    place: str
    words: str
    who: str
    at: tuple[float, float] | None


@as_written
def salient(
    control: pd.DataFrame,
    day: object,
    references: pd.DataFrame | None = None,
    *,
    quotes: pd.DataFrame | None = None,
    title: str | None = None,
    study: Study | str | Path | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw who held which ground at the end of a day, and what an article says of it.

    Metres of the UTM zone of the outlines. Confirmed ground is solid, claimed hatched, contested
    cross-hatched. Statements are numbered where the place has a point, and listed with who makes
    them; those about a region are listed only.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day; "as of" in the title.
    references
        A `references` frame; `None` for the bare map.
    quotes
        The `quotes` frame, for the names of actors outside the registry.
    title
        First line of the title; by default how much each side held.
    study
        A study, or its folder, for its sides, their colours and its actors; by default that which `control` was
        read for.
    style, ax
        As in `charts.polarity_by_actor`; the list and the locator stand to the right of the Axes.

    Examples
    --------
    >>> from newsan.schema import build
    >>> salient(build([], "control"), "2025-03-14").texts[0].get_text()
    'No control events to show (n = 0)'
    """
    control = schema.require(control, "control")
    if references is None:
        references = schema.build([], "references")
    references = schema.require(references, "references")
    when = as_day(day)
    own = given(study, control)
    areas = frontline.areas(control, when, study=own)
    ax = base.new_map(ax, (10.0, 7.3), (0.015, 0.125, 0.62, 0.8), style)
    if areas.empty:
        up_to = f" up to {day_text(when)}" * bool(len(control))
        return nothing_to_show(ax, f"control events{up_to}")
    window = base.window_of(areas, margin_m=_MARGIN_M).shaped(_RATIO)
    sides = house.sides(control, own)
    base.draw_ground(ax, window, areas, frontline.front(control, when, study=own), sides=sides)
    base.name_ground(ax, window, areas)
    held = frontline.state(control, when, study=own).dropna(subset=["lat", "lon"])
    said = _find_statements(references, quotes, sides, own)
    crowded = _draw_settlements(ax, held, window, said, sides)
    base.scale_bar(ax)
    _draw_beside(
        ax, window, (1.03, 0.74, 0.26, 0.26), (1.31, 1.005), areas, front=True, sides=sides
    )
    if said:
        _list_statements(ax, said, len(references))
    second = f"as of the end of {day_text(when)}{base.word_last_event(control, when)}"
    base.head(ax, title or _finding(areas, sides), second)
    _write_sources(ax, control, held, when, window, crowded)
    return ax


@as_written
def areas(
    areas: pd.DataFrame,
    day: object | None = None,
    *,
    source: str | None = None,
    title: str | None = None,
    study: Study | str | Path | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw an `areas` frame as it is, such as one of `frontline.read_areas`.

    Metres of the UTM zone of the outlines. The window is the part of the areas in the shipped
    oblasts; areas that lie in none of them are drawn without outlines, in the UTM zone of their middle.

    Parameters
    ----------
    areas
        The `areas` frame; a column `source` is named below the map.
    day
        One of its days; `None` for the last.
    source
        Whose areas they are, and under which licence, if no column says so.
    title
        As in `salient`.
    study
        A study, or its folder, for its sides and their colours.
    style, ax
        As in `charts.polarity_by_actor`.

    Examples
    --------
    >>> from newsan.schema import build
    >>> areas_ = build([], "areas")
    >>> areas(areas_).texts[0].get_text()
    'No areas to show (n = 0)'
    """
    areas = schema.require(areas, "areas")
    ax = base.new_map(ax, (9.0, 7.3), (0.015, 0.1, 0.68, 0.82), style)
    when = areas["day"].max() if day is None else as_day(day)
    shown = areas[areas["day"] == when]
    if shown.empty:
        return nothing_to_show(ax, "areas")
    near = shown.to_crs(metres()).clip(base.boundaries("study_admin").union_all())
    near = shown if near.empty else near  # ground without outlines
    window = base.window_of(near, margin_m=_MARGIN_M).shaped(_RATIO)
    sides = house.sides(shown, study)
    base.draw_ground(ax, window, shown, sides=sides)
    base.name_ground(ax, window, near)
    base.scale_bar(ax)
    _draw_beside(ax, window, (1.03, 0.74, 0.3, 0.26), (1.02, 0.72), shown, front=False, sides=sides)
    base.head(ax, title or _finding(shown, sides), f"as of {day_text(when)}")
    by = source or ("; ".join(sorted(set(shown["source"]))) if "source" in shown else "not stated")
    base.source_line(ax, f"Areas as drawn by their source: {by}. {base.credit(window)}", width=140)
    return ax


def _finding(areas: pd.DataFrame, sides: dict[str, house.Side]) -> str:
    """Write how much ground reports give each side, and how much was contested."""
    held = km2(areas, "controller")
    own = [s for s in sides if s in held and s != CONTESTED]
    parts = [
        f"{sides[s].label} {'' if k else 'held '}{held[s]:,.0f} km²" for k, s in enumerate(own)
    ]
    parts += [f"{held[CONTESTED]:,.0f} km² were contested"] if CONTESTED in held else []
    return f"By reports, {', '.join(parts)}" if parts else ""


def _draw_beside(
    ax: Axes, window: base.Window, place: tuple[float, float, float, float], at: tuple[float, float],
    areas: pd.DataFrame, *, front: bool, sides: dict[str, house.Side],
) -> None:  # fmt: skip
    """Draw the locator in a place beside a map and the key at another, or both below it in a column."""
    if is_narrow(ax):
        place, at = (0.0, -0.34, 0.32, 0.32), (0.36, -0.03)
    where = ax.inset_axes(place)
    base.locator(where, window)
    where.set_anchor("NW")
    base.legend(ax, window, areas, at, front=front, sides=sides)


def _draw_settlements(
    ax: Axes, held: pd.DataFrame, window: base.Window, said: list[_Statement], sides: dict[str, house.Side]
) -> int:  # fmt: skip
    """Draw and label settlements of the table, and numbers of statements; return how many had no room for a label."""
    names: dict[tuple[float, float], list[str]] = {}
    for row in held.sort_values("place_id").itertuples(index=False):
        x, y = window.project(row.lon, row.lat)
        if not window.holds(x, y, 500):
            continue
        colour, _, marker = sides[row.controller]
        fill = "white" if row.basis == "implied" else colour
        base.dot(ax, (x, y), fill, colour, marker=marker, markersize=4.2, markeredgewidth=0.8, zorder=9,
                 gid="settlement")  # fmt: skip
        names.setdefault((x, y), []).append(row.place)
    numbers: dict[tuple[float, float], list[int]] = {}
    for n, statement in enumerate(said, 1):
        if statement.at is not None:
            at = window.project(*statement.at)
            if window.holds(*at, 500):
                numbers.setdefault(at, []).append(n)
    texts = []
    for at, its in numbers.items():
        base.dot(ax, at, "none", base.BADGE, gid="reference", **_CIRCLE)
        words = _write_ranges(its)
        texts.append(base.label(ax, *at, words, color=base.BADGE, fontweight="bold", fontsize=8))
    named = sorted(names, key=lambda at: at not in numbers)  # those spoken of have room first
    for at in named[:_NAMED]:
        both = " / ".join(names[at])
        words = both if len(both) < 28 else min(names[at], key=len)
        texts.append(base.label(ax, *at, words, fontsize=6.6))
    marks = [labels.Mark(*at, _RING if at in numbers else _DOT) for at in {**numbers, **names}]
    left_out = labels.place(ax, texts, [*numbers, *named[:_NAMED]], marks)
    return left_out + len(named[_NAMED:])


def _write_ranges(numbers: list[int]) -> str:
    """Write 1, 2, 3, 5 as 1–3, 5."""
    runs = itertools.groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ends = [[n for _, n in run] for _, run in runs]
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in ends)


def _find_statements(
    references: pd.DataFrame, quotes: pd.DataFrame | None, sides: dict[str, house.Side], study: Study | None
) -> list[_Statement]:  # fmt: skip
    """Return as one the references that say the same of the same place by the same actor."""
    if references.empty:
        return []
    names = looks(references["actor_id"].dropna().unique(), study=study, named=quotes)
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in schema.records(references):
        said = (row["place"], row["relation"], row["side"], row["status"])
        groups.setdefault(tuple(None if pd.isna(v) else v for v in said), []).append(row)
    found = []
    for (place, relation, side, status), rows in groups.items():
        actor_ids = [r["actor_id"] for r in rows]
        counts = Counter("the reporter" if pd.isna(a) else names[a].name for a in actor_ids)
        who = ", ".join(f"{name} ({n})" if n > 1 else name for name, n in sorted(counts.items()))
        label = sides[side].label if side in sides else house.country_name(side)
        by = f" by {label}" if side else ""
        days = {event_text(r, "") for r in rows} - {""}
        when = f" ({', '.join(days)})" if len(days) == 1 and relation != "encircled" else ""
        point = rows[0]["geometry"]
        at = None if point is None or point.is_empty else (point.x, point.y)
        words = f"{relation}{by}, {status}{when}"
        found.append(_Statement(place or "no place named", words, who, at))
    return sorted(found, key=lambda s: (s.at is None, s.place, s.words, s.who))


def _list_statements(ax: Axes, said: list[_Statement], n: int) -> None:
    """Write the statements, which `n` references make, beside the map or below it."""
    wide = inches(ax) / 10 * 6.6 / pt(6.6) if drawn_in().width else 1.0  # of what the screen has
    width, most = int(wide * _WIDTH), int(wide * _LINES_SHOWN)
    if is_narrow(ax):
        width, most = int(2.7 * wide * _WIDTH), 40
    items = (f"{number}  " + lettered(f"{s.place}: {s.words} — {s.who}", 6 * _WIDTH)
             for number, s in enumerate(said, 1))  # fmt: skip
    head = f"What the text says of ground (n = {n} references)"
    words = base.itemised([head], items, "references", width=width, indent=5, most=most)
    legend: Any = ax.get_legend()
    key = legend.get_window_extent().transformed(ax.transAxes.inverted())
    at, down = ((0, 0), base.below(ax)) if is_narrow(ax) else ((1.03, min(0.70, key.y0 - 0.02)), 0)
    ax.annotate(words, at, xycoords="axes fraction", xytext=(0, -down), textcoords="offset points",
                ha="left", va="top", fontsize=pt(6.6), color=INK, linespacing=1.3, annotation_clip=False,
                gid="statements")  # fmt: skip


def _write_sources(
    ax: Axes, control: pd.DataFrame, held: pd.DataFrame, when: pd.Timestamp, window: base.Window,
    crowded: int,
) -> None:  # fmt: skip
    """Write what the map is made of, how far off it may be, and whose data it is."""
    used = control[control["day"] <= when]
    sources = used["source"].nunique()
    unplaced = used.loc[used["lat"].isna(), "place_id"].nunique()
    implied = int((held["basis"] == "implied").sum())
    hollow = f"Hollow marks: {counted(implied, 'settlement')} whose holder follows from a later report of recapture. "
    text = (
        f"Ground goes to the nearest of {len(held)} dated settlements, within 10 km: edges ± 3 km. "
        f"{len(used)} control events from {sources} publications up to that day; {unplaced} places "
        f"without a sourced point are not drawn. {hollow if implied else ''}{labels.word_left_out(crowded)}"
        f"Claimed: by a party itself; confirmed: by others. {base.credit(window)}"
    )
    base.source_line(ax, text, width=158)
