"""Chart of how far places lay from the front, along the calendar."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsan import schema, wording
from newsan.charts import house
from newsan.charts.lettering import as_written, lettered
from newsan.charts.time import label_days
from newsan.errors import SchemaError

EDGE_KM = 3.0
# No blue, vermilion or purple: those say who holds ground.
_LOOKS = (("#1A1A1A", "-"), ("#009E73", "--"), ("#CC79A7", "-."), ("#B58900", ":"),
          ("#00636B", (0, (5, 1, 1, 1, 1, 1))), ("#6E6E6E", (0, (1, 1))))  # fmt: skip


@as_written
def distance_to_front(
    distances: pd.DataFrame, *, source: str | None = None, style: str | None = None, ax: Axes | None = None
) -> Axes:  # fmt: skip
    """
    Draw how far places lay inside or outside the ground held across the border.

    Parameters
    ----------
    distances
        The `distances` frame of `newsan.frontline.distances`; up to six places can be told apart.
    source
        Where the control events come from, for the source line.
    style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        A stepped line a place, its name at the end; a gap where there was no front. The grey band is
        what the front line may be off by.

    Raises
    ------
    SchemaError
        Not the `distances` frame, or more than six places.

    Examples
    --------
    >>> distance_to_front(schema.build([], "distances")).texts[0].get_text()
    'No distances to show (n = 0)'

    """
    distances = schema.require(distances, "distances")
    known = distances.dropna(subset=["distance_km"])
    names = dict(zip(known["place_id"], known["place"], strict=True))
    if len(names) > len(_LOOKS):
        raise SchemaError(
            f"{len(names)} places: more than {len(_LOOKS)} lines cannot be told apart. Choose some."
        )
    ax = house.new_axes(ax, style, height=3.9)
    if known.empty:
        return house.nothing_to_show(ax, "distances")
    table = distances.pivot(index="day", columns="place_id", values="distance_km").sort_index()
    ax.axhspan(-EDGE_KM, EDGE_KM, color="#E9E6E0", zorder=0, gid="edge")
    ax.axhline(0, color=house.INK, linewidth=0.8, zorder=1)
    for place_id, (colour, dash) in zip(names, _LOOKS, strict=False):
        ax.step(
            table.index, table[place_id], where="post", color=colour, linestyle=dash,
            linewidth=1.6, label=lettered(names[place_id]), zorder=3,
        )  # fmt: skip
    ax.set_ylabel("km outside (−) and inside (+) the\nground held across the border")
    label_days(ax, pd.Series(table.index))
    ends = [known[known["day"] == day] for day in sorted({known["day"].min(), known["day"].max()})]
    counts = [
        f"{(its['distance_km'] > 0).sum()} of {len(its)} on {wording.day_text(its['day'].iloc[0])}"
        for its in ends
    ]
    house.head(ax, f"Places inside the ground held: {', '.join(counts)}",
               "How far places lay from the front line, by day", ax.get_legend_handles_labels()[0])  # fmt: skip
    house.footer(
        ax,
        f"End of each of {len(table)} days; straight lines. Grey: ± {EDGE_KM:g} km, what the "
        "reconstructed line may be off by. Contested ground counts as held.",
        source=source or "control events of the study",
        below=26,
    )
    return ax
