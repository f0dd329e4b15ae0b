"""Chart of quotations along the calendar."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DayLocator, num2date

from newsan import schema, wording
from newsan.actors.confidence import SURE
from newsan.charts import house
from newsan.charts.lettering import as_written
from newsan.figures import pt
from newsan.study import Study

_DRAWN_AT = {
    "day": "",
    "week": "Weeks, drawn at their Monday. ",
    "month": "Months, drawn at their first day. ",
}
_MOST = 62  # marks across seven inches; more of neighbouring days would cover each other


@as_written
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
