"""What all maps share: the base map in metres, the look of held ground, locator and scale bar."""

from __future__ import annotations

import functools
import json
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from newsan import lexicons
from newsan.charts.house import GREY, INK
from newsan.charts.lettering import lettered

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

METRES = "EPSG:32636"
COLOURS = {r["side"]: r["colour"] for r in lexicons.rows("sides")} | {"contested": "#8C6BB1"}
BADGE = "#C00000"
HATCHES = {"claimed": "////", "contested": "xxxx"}
SEA, LAND, HALO = "#EAF0F4", "#F6F4F0", "white"
FRONT: dict[str, Any] = {"color": INK, "linewidth": 1.1, "linestyle": (0, (3, 1.5))}
BORDER: dict[str, Any] = {"color": INK, "linewidth": 1.8}


class Window(NamedTuple):
    """A rectangle in metres."""

    left: float
    bottom: float
    right: float
    top: float

    def shaped(self, ratio: float) -> Window:
        """Return the smallest window round this one whose width is `ratio` times its height."""
        left, bottom, right, top = self
        width, height = right - left, top - bottom
        x, y = max(0.0, height * ratio - width) / 2, max(0.0, width / ratio - height) / 2
        return Window(left - x, bottom - y, right + x, top + y)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies inside, off the edge by a margin."""
        return (
            self.left + margin <= x <= self.right - margin
            and self.bottom + margin <= y <= self.top - margin
        )


@functools.cache
def boundaries(name: str) -> gpd.GeoDataFrame:
    """Return a shipped boundary file (`study_admin` or `locator`) in metres."""
    import geopandas as gpd

    file = lexicons.file(f"{name}.geojson")
    table = json.loads(file.read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(table["features"], crs="EPSG:4326").to_crs(METRES)
    return frame.sort_values("place_id", ignore_index=True)


@functools.cache
def attribution() -> str:
    """Return the line that the boundary files ask for."""
    file = lexicons.file("study_admin.geojson")
    return str(json.loads(file.read_text(encoding="utf-8"))["attribution"])


def credit() -> str:
    """Return what every caption says of the outlines and the projection."""
    return (
        f"Boundaries: {attribution()}; the border is generalised by several km. "
        "Projection: UTM zone 36 north."
    )


def country_name(code: str) -> str:
    """Return a country's name, or the code of one the gazetteer lacks."""
    from newsan.gazetteer import load

    places = load()
    return places[code].name if code in places else code


def unlaid(width: float, height: float) -> Figure:
    """
    Return a figure whose Axes stay where they are put.

    It has an engine that does nothing: a figure without any gets the style's own when a notebook
    has shown it.
    """
    from matplotlib import pyplot as plt
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    return plt.figure(figsize=(width, height), layout=PlaceHolderLayoutEngine(True, True))


def new_map(
    ax: Axes | None, size: tuple[float, float], place: tuple[float, float, float, float]
) -> Axes:
    """Return the Axes given, or those of a new figure: its size in inches, their place in it."""
    return ax if ax is not None else unlaid(*size).add_axes(place, anchor="W")


def window_of(shapes: gpd.GeoDataFrame, *, margin_m: float) -> Window:
    """Return the window round some shapes."""
    left, bottom, right, top = (float(v) for v in shapes.to_crs(METRES).total_bounds)
    return Window(left - margin_m, bottom - margin_m, right + margin_m, top + margin_m)


def frame(ax: Axes, window: Window) -> None:
    """Set the limits of a map and take away everything that is no map."""
    ax.set_xlim(window.left, window.right)
    ax.set_ylim(window.bottom, window.top)
    ax.set_aspect("equal")
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
    for spine in ax.spines.values():
        spine.set(visible=True, color=GREY, linewidth=0.6)
    ax.set_facecolor(LAND)


def draw_ground(
    ax: Axes, window: Window, areas: gpd.GeoDataFrame, line: gpd.GeoDataFrame | None = None
) -> None:
    """Draw who held what, the front line if there is one, and the land, in a window."""
    for row in areas.to_crs(METRES).itertuples(index=False):
        _fill(ax, row.geometry, row.controller, row.status)
    if line is not None and len(line):
        line.to_crs(METRES).plot(ax=ax, zorder=3, gid="front", **FRONT)
    draw_land(ax)
    frame(ax, window)


def draw_land(ax: Axes) -> None:
    """Draw oblasts thin and the border between the countries of the study heavy."""
    oblasts = boundaries("study_admin")
    oblasts.boundary.plot(ax=ax, color="#BDB7AC", linewidth=0.7, zorder=2)
    _state_border().plot(ax=ax, zorder=4, gid="state-border", **BORDER)


@functools.cache
def _state_border() -> gpd.GeoSeries:
    import geopandas as gpd

    from newsan.frontline.ground import border

    return gpd.GeoSeries([border()], crs=METRES)


def _fill(ax: Axes, geometry: Any, controller: str, status: str) -> None:
    """Draw held ground: confirmed solid, claimed hatched, contested cross-hatched."""
    import geopandas as gpd

    look = area_look(controller, status)
    shapes = gpd.GeoSeries([geometry], crs=METRES)
    shapes.plot(ax=ax, zorder=1.5, gid=f"area-{controller}-{status}", **look)


def area_look(controller: str, status: str) -> dict[str, Any]:
    """Return fill, hatch and edge of ground by who holds it and how surely."""
    colour = COLOURS[controller]
    hatch = HATCHES["contested"] if controller == "contested" else HATCHES.get(status)
    solid = status == "confirmed" and controller != "contested"
    # Opaque: SVG gives a hatch the opacity of the ground behind it, and both would look the same.
    return {
        "facecolor": _over_land(colour, 0.5 if solid else 0.14),
        "hatch": hatch,
        "edgecolor": "none" if solid else _over_land(colour, 0.6),
        "linewidth": 0.0,
    }


def _over_land(colour: str, share: float) -> str:
    """Return a colour mixed with that of the land."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (
        share * c + (1 - share) * g for c, g in zip(to_rgb(colour), to_rgb(LAND), strict=True)
    )
    return to_hex((red, green, blue))


def legend(
    over: Axes | Figure, areas: pd.DataFrame, at: tuple[float, float], *, front: bool, **look: Any
) -> None:
    """Draw the key to each sort of ground on the map, and the lines; `at` is the upper left corner."""
    over.legend(
        handles=_handles(areas, front=front), loc="upper left", bbox_to_anchor=at,
        borderaxespad=0, fontsize=7, **{"handlelength": 2.4, **look},
    )  # fmt: skip


def _handles(areas: pd.DataFrame, *, front: bool) -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = []
    pairs = sorted(
        set(zip(areas["controller"], areas["status"], strict=True)),
        key=lambda p: (list(COLOURS).index(p[0]), p[1] != "confirmed"),
    )
    for controller, status in pairs:
        who = "contested" if controller == "contested" else f"held by {country_name(controller)}"
        handles.append(Patch(label=lettered(f"{who}, {status}"), **area_look(controller, status)))
    if front:
        handles.append(Line2D([], [], label="front line, reconstructed", **FRONT))
    handles.append(Line2D([], [], label="state border", **BORDER))
    return handles


def name_ground(ax: Axes, window: Window, areas: gpd.GeoDataFrame) -> None:
    """Write the name of each oblast in the largest part of it that is free of areas."""
    from shapely import maximum_inscribed_circle, union_all
    from shapely.geometry import box

    frame_box = box(*window).buffer(-4_000)
    busy = union_all(list(areas.to_crs(METRES).geometry)).buffer(2_500)
    for row in boundaries("study_admin").itertuples(index=False):
        free = row.geometry.intersection(frame_box).difference(busy)
        parts = [g for g in getattr(free, "geoms", [free]) if g.area > 4e7]
        if parts:
            largest = max(parts, key=lambda g: (g.area, g.wkb))
            point = maximum_inscribed_circle(largest, tolerance=500.0).interpolate(0)
            words = f"{lettered(row.name)}\n{lettered(country_name(row.country))}"
            ax.text(point.x, point.y, words, ha="center", va="center", fontsize=8,
                    color="#8A8478", fontstyle="italic", zorder=3, gid="ground")  # fmt: skip


def scale_bar(ax: Axes) -> None:
    """Draw a scale bar in kilometres into the lower left corner."""
    from matplotlib_scalebar.scalebar import ScaleBar

    ax.add_artist(
        ScaleBar(
            1,
            "m",
            location="lower left",
            length_fraction=0.2,
            box_alpha=0.8,
            color=INK,
            fixed_units="km",
            font_properties={"size": 7},
            border_pad=0.4,
            pad=0.3,
        )
    )


def locator(ax: Axes, window: Window) -> None:
    """Draw where a window lies, on a small map of the countries round it."""
    countries = boundaries("locator")
    countries.plot(ax=ax, facecolor="#E3DFD7", edgecolor="white", linewidth=0.5)
    ours = countries[countries["country"].isin(("UA", "RU"))]
    ours[ours["country"] == "UA"].plot(ax=ax, facecolor="#C8D3DC", edgecolor="white", linewidth=0.5)
    outline(ax, window, linewidth=1.2, gid="locator-window")
    for code, at in (("UA", (32.0, 49.2)), ("RU", (38.0, 54.3))):
        label(ax, *project(*at), country_name(code), ha="center", va="center")
    frame(ax, Window(*project(21.5, 44.0), *project(42.5, 55.6)))
    ax.set_facecolor(SEA)


def outline(ax: Axes, window: Window, **look: Any) -> None:
    """Draw the edge of a window on another map."""
    from matplotlib.patches import Rectangle

    left, bottom, right, top = window
    ax.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=BADGE, **look)
    )


def project(lon: float, lat: float) -> tuple[float, float]:
    """Return one point in metres."""
    from newsan.frontline.ground import to_metres

    x, y = to_metres([lon], [lat])[0]
    return float(x), float(y)


def dot(ax: Axes, at: tuple[float, float], fill: str, edge: str, **look: Any) -> None:
    """Draw a dot of one colour, with an edge of another."""
    ax.plot(*at, "o", markerfacecolor=fill, markeredgecolor=edge, **look)


def source_line(ax: Axes, text: str, *, width: int) -> None:
    """Write under a map what it is made of, in lines of `width` characters."""
    ax.annotate(
        "\n".join(textwrap.wrap(lettered(text, 12 * width), width)), (0, 0), xycoords="axes fraction", xytext=(0, -8),
        textcoords="offset points", ha="left", va="top", fontsize=6.8, color=GREY,
        annotation_clip=False, gid="source-line",
    )  # fmt: skip


def label(ax: Axes, x: float, y: float, text: str, **look: Any) -> Any:
    """Write a label with a halo."""
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2, foreground=HALO)]
    return ax.text(
        x, y, lettered(text), path_effects=halo, zorder=8, **{"fontsize": 7, "color": INK, **look}
    )


def spread(ax: Axes, texts: list[Any], xs: list[float], ys: list[float], **options: Any) -> None:
    """Move labels apart, the same way every time."""
    if not texts:
        return
    from adjustText import adjust_text

    ax.figure.canvas.draw()
    # a limit of rounds, not of time: the same labels at the same places on any machine
    adjust_text(
        texts,
        x=xs,
        y=ys,
        ax=ax,
        ensure_inside_axes=True,
        max_move=(6, 6),
        iter_lim=250,
        expand=(1.25, 1.7),
        force_text=(0.35, 0.6),
        force_static=(0.3, 0.4),
        min_arrow_len=5,
        arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.6, "zorder": 5},
        **options,
    )
