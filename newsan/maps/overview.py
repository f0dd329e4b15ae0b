"""All places that articles mention, on one map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from newsan import schema
from newsan.charts.house import GREY, INK, footer, nothing_to_show
from newsan.maps import base

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKERS = {"settlement": "o", "region": "s", "country": "D", "area": "D"}
_WINDOW = (20.5, 44.0, 45.0, 57.0)


def mentions(mentions: pd.DataFrame, *, labels: int = 14, ax: Axes | None = None) -> Axes:
    """
    Draw how often each place is mentioned.

    One marker a place, its surface growing with the mentions; a region without a point of its own
    is marked inside its outline. Places outside the window are counted in the line below.

    Parameters
    ----------
    mentions
        The `mentions` frame; names of peoples are left out.
    labels
        How many of the most mentioned places are named: 14 fit without collisions.
    ax
        Axes to draw on; `None` for a new figure.

    Returns
    -------
    ax
        The Axes.

    Examples
    --------
    >>> from newsan.schema import build
    >>> mentions(build([], "mentions")).texts[0].get_text()
    'No mentions to show (n = 0)'

    """
    schema.check(mentions, "mentions")
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.figure(figsize=(7.5, 6.6), layout="none").add_axes((0.02, 0.1, 0.96, 0.84))
    rows = mentions[mentions["kind"] != "demonym"]
    if rows.empty:
        return nothing_to_show(ax, "mentions")
    left, bottom = base.project(_WINDOW[0], _WINDOW[1])
    right, top = base.project(_WINDOW[2], _WINDOW[3])
    window = base.Window(left, bottom, right, top)
    base.boundaries("locator").plot(ax=ax, facecolor=base.LAND, edgecolor="#BDB7AC", linewidth=0.7)
    base.frame(ax, window)
    ax.set_facecolor(base.SEA)
    places = _places(rows)
    inside = [p for p in places if p["at"] is not None and window.holds(*p["at"], 8_000)]
    texts = []
    for place in inside:
        ax.scatter(*place["at"], s=14 * place["n"] ** 0.8 + 8, marker=_MARKERS[place["kind"]],
                   facecolor="#0072B2" if place["kind"] == "settlement" else "white", alpha=0.8,
                   edgecolor="#0072B2", linewidth=1.0, zorder=5, gid="place")
    for place in inside[:labels]:
        texts.append(base.label(ax, *place["at"], f"{place['name']} {place['n']}", fontsize=7.5))
    base.spread(ax, texts, [p["at"][0] for p in inside], [p["at"][1] for p in inside])
    _legend(ax)
    n_articles = rows["article_id"].nunique()
    ax.set_title(f"Places named: {len(rows)} mentions in {n_articles} "
                 f"article{'s' * (n_articles != 1)}")
    footer(ax, _left_out(places, inside), f"Boundaries: {base.attribution()}. Settlements: "
           "GeoNames (CC BY 4.0). Projection: UTM zone 36 north.", below=8)
    return ax


def _places(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Count the mentions of each place, most mentioned first, and find where to draw it."""
    outlines = base.boundaries("study_admin").set_index("name").geometry
    found = []
    for name, group in rows.groupby(rows["place_id"].fillna(rows["name"]), sort=True):
        first = group.iloc[0]
        at = None
        if first["geometry"] is not None and not first["geometry"].is_empty:
            at = base.project(first["geometry"].x, first["geometry"].y)
        elif first["place"] in outlines.index:
            point = outlines[first["place"]].representative_point()
            at = (point.x, point.y)
        shown = first["place"] if isinstance(first["place"], str) else str(name)
        found.append({"name": shown, "kind": first["kind"], "n": len(group), "at": at})
    return sorted(found, key=lambda p: (-int(p["n"]), str(p["name"])))


def _left_out(places: list[dict[str, object]], inside: list[dict[str, object]]) -> str:
    """Say which places are not on the map, and how many mentions they have."""
    out = [p for p in places if p not in inside]
    if not out:
        return f"All {len(places)} places are on the map."
    names = ", ".join(f"{p['name']} {p['n']}" for p in out[:8])
    rest = f" and {len(out) - 8} more" if len(out) > 8 else ""
    return (f"{len(inside)} of {len(places)} places are on the map; outside it or without a point: "
            f"{names}{rest}.")


def _legend(ax: Axes) -> None:
    from matplotlib.lines import Line2D

    def handle(marker: str, fill: str, text: str) -> Line2D:
        return Line2D([], [], linestyle="", marker=marker, markersize=6, markerfacecolor=fill,
                      markeredgecolor="#0072B2", label=text)

    legend = ax.legend(
        handles=[handle("o", "#0072B2", "settlement"), handle("s", "white", "region"),
                 handle("D", "white", "country, at the middle of its largest land")],
        loc="lower left", frameon=True, fontsize=7, title="surface grows with mentions",
        title_fontsize=7, labelcolor=INK)
    legend.get_frame().set(facecolor="white", edgecolor=GREY, alpha=0.9, linewidth=0.5)
    legend.set_zorder(9)
