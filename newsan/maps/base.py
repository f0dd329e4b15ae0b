"""What all maps share: the base map in metres, the look of held ground, locator and scale bar."""

from __future__ import annotations

import functools
import math
import textwrap
from collections.abc import Iterable
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from pyproj import Transformer
from shapely import box, maximum_inscribed_circle, union_all

from newsan import lexicons
from newsan.charts import house
from newsan.charts.house import GREY, INK, NARROW, inches, is_narrow, lettered
from newsan.figures import drawn_in, pt, use
from newsan.frontline.ground.land import (
    DEGREES,
    equal_area,
    land,
    metres,
    outline_bounds,
    projected,
    read_geojson,
    shipped_window,
    system_round,
    zone_name,
)
from newsan.wording import day_text

BADGE = "#C00000"
HATCHES = {"claimed": "////", "contested": "xxxx"}
SEA, LAND, HALO = "#EAF0F4", "#F6F4F0", "white"
FRONT: dict[str, Any] = {"color": INK, "linewidth": 1.1, "linestyle": (0, (3, 1.5))}
ROUND_M = 2_000_000.0
HALF = 90.0  # degrees from which no shipped window would do
BORDER: dict[str, Any] = {"color": INK, "linewidth": 1.8}


class Window(NamedTuple):
    """A rectangle in metres: those of the shipped outlines, or of a coordinate system of its own."""

    left: float
    bottom: float
    right: float
    top: float
    crs: str = ""

    @property
    def system(self) -> str:
        """The coordinate system."""
        return self.crs or metres()

    @property
    def middle(self) -> tuple[float, float]:
        """The longitude and latitude of the middle."""
        back = Transformer.from_crs(self.system, DEGREES, always_xy=True)
        lon, lat = back.transform((self.left + self.right) / 2, (self.bottom + self.top) / 2)
        return float(lon), float(lat)

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return a point in metres."""
        x, y = projected([lon], [lat], self.system)[0].tolist()
        return x, y

    def shaped(self, ratio: float) -> Window:
        """Return the smallest window round this one whose width is `ratio` times its height."""
        left, bottom, right, top, crs = self
        width, height = right - left, top - bottom
        x, y = max(0.0, height * ratio - width) / 2, max(0.0, width / ratio - height) / 2
        return Window(left - x, bottom - y, right + x, top + y, crs)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies inside, off the edge by a margin."""
        return (
            self.left + margin <= x <= self.right - margin
            and self.bottom + margin <= y <= self.top - margin
        )


@functools.cache
def boundaries(name: str) -> gpd.GeoDataFrame:
    """Return a shipped boundary file (`study_admin` or `locator`) in metres."""
    frame = gpd.GeoDataFrame.from_features(read_geojson(name), crs=DEGREES).to_crs(metres())
    return frame.sort_values("place_id", ignore_index=True)


@functools.cache
def attribution() -> str:
    """Return the line that the boundary files ask for."""
    return str(read_geojson("study_admin")["attribution"])


@functools.lru_cache(maxsize=8)
def world(lon: float, lat: float, degrees: float, crs: str) -> gpd.GeoDataFrame:
    """Return the land of the world within some degrees of a point, in metres of a coordinate system."""
    frame = gpd.GeoDataFrame.from_features(read_geojson("world"), crs=DEGREES)
    wide = degrees / max(0.2, math.cos(math.radians(lat)))
    round_it = box(lon - wide, lat - degrees, lon + wide, lat + degrees)
    frame["geometry"] = frame.geometry.intersection(round_it)
    return frame[~frame.geometry.is_empty].to_crs(crs)


def credit(window: Window) -> str:
    """Return what every caption says of the outlines and the projection."""
    if window.crs:
        return f"No boundaries are drawn here. Projection: {zone_name(window.crs)}."
    lines = f"Boundaries: {attribution()}; the border is generalised by several km."
    return f"{lines} Projection: {zone_name()}."


def new_figure(width: float, height: float) -> Figure:
    """Return a figure whose Axes stay where they are put."""
    # Without an engine, even one that does nothing, it gets the style's own when a notebook has shown it.
    return plt.figure(figsize=(width, height), layout=PlaceHolderLayoutEngine(True, True))


def new_map(
    ax: Axes | None, size: tuple[float, float], place: tuple[float, float, float, float], style: str | None
) -> Axes:  # fmt: skip
    """Return the Axes given, or those of a new figure: size in inches, place in it; a column is all the map's."""
    wide = use(style, is_new=False).width or size[0]
    if ax is not None:
        return ax
    high = size[1] * (wide / size[0])
    if wide < NARROW:
        high = 0.96 / place[2] * place[3] * high + 0.62
        place = (0.02, 0.02, 0.96, 0.98 - 0.62 / high)
    return new_figure(wide, high).add_axes(place, anchor="W")


def head(ax: Axes, first: str, second: str) -> None:
    """Write the title of a map, its first line broken where it is long, and make room for it in a figure of our own."""
    lines, place = break_title(first, inches(ax)), ax.get_position(original=True)
    ax.set_title("\n".join([*lines, second]), loc="left")
    figure: Any = ax.get_figure(root=True)
    more = len(lines) - (2 if is_narrow(ax) else 1)
    is_own = isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine)
    if more > 0 and is_own:
        share = figure.get_figheight() / (figure.get_figheight() + more * pt(10) * 1.25 / 72)
        figure.set_figheight(figure.get_figheight() / share)
        ax.set_position((place.x0, share * place.y0, place.width, share * place.height))


def break_title(words: str, wide: float) -> list[str]:
    """Return the lines of a title that is so many inches wide."""
    width = 36 if wide < NARROW else int(wide * 72 / pt(10) / 0.64)
    return textwrap.wrap(lettered(words, 3 * house.TITLE), width)


def below(ax: Axes) -> float:
    """Return how many points under a map there is room: in a column, under all that is drawn so far."""
    lowest = ax.get_tightbbox() if is_narrow(ax) else None
    return 8.0 if lowest is None else 8.0 + (ax.bbox.y0 - lowest.y0) * 72 / ax.figure.dpi


def stack(ax: Axes, points: float) -> None:
    """Make room under the map of a column for what stands below it."""
    figure, place = ax.get_figure(root=True), ax.get_position(original=True)
    if figure is not None and is_narrow(ax):
        share = figure.get_figheight() / (figure.get_figheight() + points / 72)
        figure.set_figheight(figure.get_figheight() / share)
        ax.set_position((place.x0, 1 - share * (1 - place.y0), place.width, place.height * share))


def window_of(shapes: gpd.GeoDataFrame, *, margin_m: float, more: float = 0.0) -> Window:
    """Return the window round some shapes, with a share of their extent `more`; off the outlines, in its own system."""
    crs = system_of(*shapes.to_crs(DEGREES).total_bounds.tolist())
    left, bottom, right, top = shapes.to_crs(crs or metres()).total_bounds.tolist()
    margin = margin_m + more * max(right - left, top - bottom)
    return Window(left - margin, bottom - margin, right + margin, top + margin, crs)


def system_of(west: float, south: float, east: float, north: float) -> str:
    """
    Return the coordinate system for ground within some degrees: blank for that of the shipped outlines.

    Examples
    --------
    >>> system_of(-31, 46, -30, 48), system_of(-60, 0, 60, 50)
    ('EPSG:32625', '+proj=laea +lon_0=0.0 +lat_0=25.0 +datum=WGS84 +units=m')
    """
    left, bottom, right, top = outline_bounds()
    if left <= east and west <= right and bottom <= north and south <= top and east - west < HALF:
        return ""
    return system_round(west, south, east, north)


def window_within(west: float, south: float, east: float, north: float) -> Window:
    """Return the window within some degrees; off the outlines, in its own system."""
    crs = system_of(west, south, east, north)
    corners = projected([west, east], [south, north], crs or metres())
    left, bottom, right, top = corners.ravel().tolist()
    return Window(left, bottom, right, top, crs)


def frame(ax: Axes, window: Window) -> None:
    """Set the limits of a map and take away everything that is no map."""
    ax.set(xlim=(window.left, window.right), ylim=(window.bottom, window.top), aspect="equal")
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="", facecolor=LAND)
    for spine in ax.spines.values():
        spine.set(visible=True, color=GREY, linewidth=0.6)


def draw_ground(
    ax: Axes, window: Window, areas: gpd.GeoDataFrame, line: gpd.GeoDataFrame | None = None,
    *, sides: dict[str, house.Side],
) -> None:  # fmt: skip
    """Draw who held what, the front line if there is one, and the land, in a window."""
    for row in areas.to_crs(window.system).itertuples(index=False):
        look = area_look(row.controller, row.status, sides)
        gid = f"area-{row.controller}-{row.status}"
        gpd.GeoSeries([row.geometry]).plot(ax=ax, zorder=1.5, gid=gid, **look)
    if line is not None and len(line):
        line.to_crs(window.system).plot(ax=ax, zorder=3, gid="front", **FRONT)
    draw_land(ax, window)
    frame(ax, window)


def draw_land(ax: Axes, window: Window) -> None:
    """Draw oblasts thin and the border between the countries of the study heavy; nothing off the outlines."""
    if window.crs:
        return
    oblasts = boundaries("study_admin")
    oblasts.boundary.plot(ax=ax, color="#BDB7AC", linewidth=0.7, zorder=2)
    state = gpd.GeoSeries([land().border], crs=metres())
    state.plot(ax=ax, zorder=4, gid="state-border", **BORDER)


def area_look(
    controller: str, status: str, known: dict[str, house.Side] | None = None
) -> dict[str, Any]:
    """Return fill, hatch and edge of ground: confirmed solid, claimed hatched, contested cross-hatched."""
    colour = (house.sides() if known is None else known)[controller].colour
    hatch = HATCHES["contested"] if controller == "contested" else HATCHES.get(status)
    solid = status == "confirmed" and controller != "contested"
    # Opaque: SVG gives a hatch the opacity of the ground behind it, and both would look the same.
    return {
        "facecolor": _mix_with_land(colour, 0.5 if solid else 0.14),
        "hatch": hatch,
        "edgecolor": "none" if solid else _mix_with_land(colour, 0.6),
        "linewidth": 0.0,
    }


def _mix_with_land(colour: str, share: float) -> str:
    red, green, blue = share * np.array(to_rgb(colour)) + (1 - share) * np.array(to_rgb(LAND))
    return to_hex((red, green, blue))


def legend(
    over: Axes | Figure, window: Window, areas: pd.DataFrame, at: tuple[float, float],
    *, front: bool, sides: dict[str, house.Side], **look: Any,
) -> None:  # fmt: skip
    """Draw the key to each sort of ground on the map, and the lines; `at` is the upper left corner."""
    handles: list[Artist] = []
    pairs = sorted(
        set(zip(areas["controller"], areas["status"], strict=True)),
        key=lambda p: (list(sides).index(p[0]), p[1] != "confirmed"),
    )
    for controller, status in pairs:
        who = "contested" if controller == "contested" else f"held by {sides[controller].label}"
        label = lettered(f"{who}, {status}", house.TITLE)
        handles.append(Patch(label=label, **area_look(controller, status, sides)))
    handles.append(Patch(label="no dated report", facecolor=LAND, edgecolor=GREY, linewidth=0.5))
    if front:
        handles.append(Line2D([], [], label="front line, reconstructed", **FRONT))
    if not window.crs:
        handles.append(Line2D([], [], label="state border", **BORDER))
    if isinstance(over, Axes):
        over.apply_aspect()
    figure: Any = over.get_figure(root=True)
    left = (over.transAxes if isinstance(over, Axes) else figure.transFigure).transform(at)[0]
    room = (figure.bbox.width - left) / figure.dpi * 72
    width = max(12, int((room / look.get("ncols", 1) / pt(7) - 4) / 0.56))  # letters beside a sign
    for handle in handles:
        handle.set_label(textwrap.fill(str(handle.get_label()), width))
    over.legend(
        handles=handles, loc="upper left", bbox_to_anchor=at, borderaxespad=0, fontsize=pt(7),
        **{"handlelength": 2.4, **look},
    )  # fmt: skip


def name_ground(ax: Axes, window: Window, areas: gpd.GeoDataFrame) -> None:
    """Write the name of each oblast in the largest part of it that is free of areas."""
    if window.crs:
        return
    frame_box = box(*window[:4]).buffer(-4_000)
    busy = union_all(list(areas.to_crs(window.system).geometry)).buffer(2_500)
    for row in boundaries("study_admin").itertuples(index=False):
        free = row.geometry.intersection(frame_box).difference(busy)
        parts = [g for g in getattr(free, "geoms", [free]) if g.area > 4e7]
        if parts:
            largest = max(parts, key=lambda g: (g.area, g.wkb))
            point = maximum_inscribed_circle(largest, tolerance=500.0).interpolate(0)
            words = f"{lettered(row.name)}\n{lettered(house.country_name(row.country))}"
            ax.text(point.x, point.y, words, ha="center", va="center", fontsize=pt(8),
                    color="#8A8478", fontstyle="italic", zorder=3, gid="ground")  # fmt: skip


def word_last_event(control: pd.DataFrame, day: pd.Timestamp) -> str:
    """Return what is to be said of a day after the last event of a table, or nothing."""
    return f"; last event {day_text(last)}" if day > (last := control["day"].max()) else ""


def scale_bar(ax: Axes) -> None:
    """Draw a scale bar in kilometres into the lower left corner."""
    from matplotlib_scalebar.scalebar import ScaleBar

    ax.add_artist(ScaleBar(
        1, "m", location="lower left", length_fraction=0.2, box_alpha=0.8, color=INK, fixed_units="km",
        font_properties={"size": pt(7)}, border_pad=0.4, pad=0.3))  # fmt: skip


def locator(ax: Axes, window: Window) -> None:
    """Draw where a window lies, on a small map of the countries round it, or of the land."""
    if window.crs:
        _draw_globe(ax, window)
        return
    countries, all_of_it = boundaries("locator"), window_within(*shipped_window("locator"))
    countries.plot(ax=ax, facecolor="#E3DFD7", edgecolor="white", linewidth=0.5)
    labels = lexicons.rows("locator_labels")
    for row in labels:
        if row["tint"]:
            its = countries[countries["country"] == row["country"]]
            its.plot(ax=ax, facecolor=row["tint"], edgecolor="white", linewidth=0.5)
    outline(ax, window, linewidth=1.2, gid="locator-window")
    for row in labels:
        at = all_of_it.project(float(row["lon"]), float(row["lat"]))
        label(ax, *at, house.country_name(row["country"]), ha="center", va="center")
    frame(ax, all_of_it)
    ax.set_facecolor(SEA)


def _draw_globe(ax: Axes, window: Window) -> None:
    """Draw the middle of a window on the land within 2,000 km of it."""
    lon, lat = window.middle
    crs = equal_area(lon, lat)
    world(lon, lat, 25.0, crs).plot(ax=ax, facecolor="#E3DFD7", edgecolor="none")
    x, y = projected([lon], [lat], crs)[0].tolist()
    dot(ax, (x, y), BADGE, BADGE, markersize=4, gid="locator-window")
    frame(ax, Window(x - ROUND_M, y - ROUND_M, x + ROUND_M, y + ROUND_M, crs))
    ax.set_facecolor(SEA)


def outline(ax: Axes, window: Window, **look: Any) -> None:
    """Draw the edge of a window on another map."""
    size = window.right - window.left, window.top - window.bottom
    ax.add_patch(Rectangle(window[:2], *size, fill=False, edgecolor=BADGE, **look))


def dot(
    ax: Axes, at: tuple[float, float], fill: str, edge: str, *, marker: str = "o", **look: Any
) -> None:
    """Draw a dot, or another marker, of one colour, with an edge of another."""
    ax.plot(*at, marker, markerfacecolor=fill, markeredgecolor=edge, **look)


def source_line(ax: Axes, text: str, *, width: int) -> None:
    """Write under a map what it is made of, in lines of `width` characters, or as a style has room for."""
    if drawn_in().width is not None:
        width = int(inches(ax) * 112 / pt(6.8))
    lines, room = textwrap.wrap(lettered(text, 1900), width), below(ax)
    stack(ax, room + len(lines) * pt(6.8) * 1.25)
    ax.annotate(
        "\n".join(lines), (0, 0), xycoords="axes fraction", xytext=(0, -room),
        textcoords="offset points", ha="left", va="top", fontsize=pt(6.8), color=GREY,
        annotation_clip=False, gid="source-line",
    )  # fmt: skip


def itemised(
    head: list[str], items: Iterable[str], frame: str, *, width: int, indent: int, most: int
) -> str:
    """Return items under a head in lines of a width, cut off after so many with the frame that has the rest."""
    lines = head + [
        line for i in items for line in textwrap.wrap(i, width, subsequent_indent=" " * indent)
    ]
    rest = f"… and more in the {frame} frame"
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], rest])


def label(ax: Axes, x: float, y: float, text: str, *, fontsize: float = 7, **look: Any) -> Any:
    """Write a label with a halo."""
    halo = [patheffects.withStroke(linewidth=2, foreground=HALO)]
    full: dict[str, Any] = {"color": INK, "path_effects": halo, "zorder": 8, **look}
    return ax.text(x, y, lettered(text), fontsize=pt(fontsize), **full)
