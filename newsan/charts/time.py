"""Charts along the calendar: when actors were quoted, and how far places lay from the front."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DayLocator, num2date

from newsan import schema, wording
from newsan.actors.confidence import SURE
from newsan.charts import house
from newsan.errors import SchemaError
from newsan.figures import pt
from newsan.study import Study

_DRAWN_AT = {
    "day": "",
    "week": "Weeks, drawn at their Monday. ",
    "month": "Months, drawn at their first day. ",
}
EDGE_KM = 3.0
# No blue, vermilion or purple: those say who holds ground.
_LOOKS = (("#1A1A1A", "-"), ("#009E73", "--"), ("#CC79A7", "-."), ("#B58900", ":"),
          ("#00636B", (0, (5, 1, 1, 1, 1, 1))), ("#6E6E6E", (0, (1, 1))))  # fmt: skip
_MOST = 62  # marks across seven inches; more of neighbouring days would cover each other


@house.as_written
def quotes_over_time(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 12,
    sure: float = SURE,
    per: str = "row",
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw when each actor was quoted, one row an actor.

    Parameters
    ----------
    quotes
        A resolved quotes frame.
    articles
        The articles frame they come from.
    registry, study, top, sure, per, source, style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        A mark an actor and day (week or month where the days are too many to stand side by side); it
        grows with the number of quotations, which is written in it when above one. Filled: the
        text dates the words. Hollow, a little lower: it does not, and the day of publication
        stands in. Quotations with neither are counted in the source line.

    Raises
    ------
    SchemaError
        The quotations are not resolved.

    Examples
    --------
    >>> quotes_over_time(schema.build([], "quotes", optional=True),
    ...                  schema.build([], "articles")).texts[0].get_text()
    'No dated quotations to show (n = 0)'
    """
    kept, left_out = house.statements_of(quotes, sure, per, articles)
    articles = schema.require(articles, "articles", "article_id", "published")
    dated, undated = _date_quotes(kept, articles)
    order = house.most_quoted(dated, top)
    ax = house.new_axes(ax, style, height=1.7 + 0.5 * max(2, len(order)))
    if not order:
        return house.nothing_to_show(ax, "dated quotations")
    looks = house.looks(order, registry=registry, study=study, named=kept)
    dated, unit = _bin_days(dated, _MOST * house.inches(ax) / 7)
    counts = dated.groupby(["actor_id", "day", "is_stated"]).size()
    for y, actor_id in enumerate(order):
        for (day, is_stated), n in counts[actor_id].items():
            height = y - 0.2 if is_stated else y + 0.2
            _draw_mark(ax, day, height, int(n), looks[actor_id], is_stated)
    totals = dated["actor_id"].value_counts()
    house.name_rows(ax, house.labels_with_n(order, looks, totals))
    label_days(ax, dated.loc[dated["actor_id"].isin(order), "day"])
    ax.grid(axis="x")
    most = [looks[a].name for a in order if totals[a] == totals.max()]
    who = " and ".join(most) if len(most) < 3 else f"{len(most)} actors"
    house.head(
        ax, f"Quoted most: {who} ({totals.max()} of {len(dated)} dated quotations{' each' * (len(most) > 1)})",
        f"Quotations per actor and {unit}", house.key_of(looks),
    )  # fmt: skip
    house.footer(
        ax,
        f"{_DRAWN_AT[unit]}Filled: by the day the words were said. Hollow: not dated in the text, by the day of "
        f"publication. Numbers: quotations, where more than one. Without any day: {undated}.",
        left_out,
        source=source or house.describe(kept, articles),
        hidden=dated["actor_id"].nunique() - len(order),
        below=24,
    )
    return ax


def _date_quotes(quotes: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Assign each quotation its day and whether the text states it; count those without."""
    published = articles.set_index("article_id")["published"].dt.tz_localize(None).dt.normalize()
    days = quotes["article_id"].map(published.to_dict())
    fallback = pd.to_datetime(days.astype("object")).astype(schema.DAY)
    said = quotes["said_on"] if "said_on" in quotes else fallback.mask(fallback.notna())
    frame = quotes[["actor_id"]].assign(day=said.fillna(fallback), is_stated=said.notna())
    return frame.dropna(subset=["day"]), int(frame["day"].isna().sum())


def _bin_days(dated: pd.DataFrame, most: float) -> tuple[pd.DataFrame, str]:
    """Return days, or the first days of weeks or months so that there are not more than `most`, and which."""
    day = dated["day"]
    span = (day.max() - day.min()).days
    unit = "day" if span <= most else "week" if span <= 7 * most else "month"
    return dated.assign(day=day.dt.to_period(unit[0].upper()).dt.start_time), unit


def _draw_mark(
    ax: Axes, day: pd.Timestamp, y: float, n: int, look: house.Look, is_stated: bool
) -> None:
    ax.scatter(
        [day], [y], s=26 + 11 * min(n, 16), marker=look.marker, linewidths=1.0,
        facecolors=look.colour if is_stated else "white",
        edgecolors="white" if is_stated else look.colour, zorder=2,
    )  # fmt: skip
    if n > 1:
        ax.text(
            day, y, str(n), ha="center", va="center_baseline", fontsize=pt(6), zorder=3,
            color=house.ink_on(look.colour if is_stated else "white"),
        )  # fmt: skip


def label_days(ax: Axes, days: pd.Series) -> None:
    """Label whole days, however short the span."""
    first, last = days.min(), days.max()
    pad = max(pd.Timedelta(hours=12), (last - first) * 0.04)
    ax.set_xlim(first - pad, last + pad)
    few = AutoDateLocator(minticks=2, maxticks=4 if house.is_narrow(ax) else 6)
    ax.xaxis.set_major_locator(DayLocator() if (last - first).days <= 7 else few)
    ax.xaxis.set_major_formatter(lambda x, _: wording.day_text(pd.Timestamp(num2date(x).date())))
    ax.tick_params(axis="x", labelsize=pt(7))


@house.as_written
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
            linewidth=1.6, label=house.lettered(names[place_id]), zorder=3,
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
