"""What all charts share: fresh Axes, the actors' looks, the line that says where rows come from."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema, wording
from newsan.charts.lettering import lettered
from newsan.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from newsan.study import Study

GREY, INK, PALE = "#6E6E6E", "#222222", "#D9D9D9"
# The one palette (Okabe & Ito, told apart by all eyes): sides and actors that no table gives a colour.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58900", "#56B4E9", "#00636B")
ACCENT, CONTESTED = PALETTE[0], "#8C6BB1"
UNKNOWN_MARKER = "v"  # of nobody in the registry
_WRAP_PER_INCH = 15.5
_NOTE = 600  # code points of a line under a chart, before it is broken


@dataclass(frozen=True)
class Look:
    """How an actor is drawn, the same in every figure."""

    name: str
    colour: str
    marker: str
    group: str


def new_axes(ax: Axes | None, *, width: float = 7.0, height: float = 4.0) -> Axes:
    """Return the Axes given, or those of a new figure of that size in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    _, fresh = plt.subplots(figsize=(width, height), layout="constrained")
    return fresh


def ink_on(ground: Any) -> str:
    """
    Return black or white for small words on a colour, whichever stands out more.

    One of the two always has a contrast of 4.5 or more (WCAG 2.1, 1.4.3).

    Examples
    --------
    >>> ink_on("#0072B2"), ink_on("#D55E00")
    ('white', 'black')
    """
    from matplotlib.colors import to_rgb

    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(ground)
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def looks(
    actor_ids: Iterable[str],
    *,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    named: pd.DataFrame | None = None,
) -> dict[str, Look]:
    """
    Return name, colour and marker of each actor.

    Actors outside the registry are grey; their name is the `actor` of `named` (a frame with
    `actor_id` and `actor`) or else their id, of one that an article only describes the description.

    Examples
    --------
    >>> looks(["2031-05-02-dam#union-2"])["2031-05-02-dam#union-2"].name
    'union'
    """
    from newsan import actors
    from newsan.actors.registry import of_study

    own = of_study(registry if registry is None else _checked(registry), study)
    table = actors.registry() if own is None else own
    known = {
        r["actor_id"]: Look(
            lettered(r["name"]), r["colour"], r["marker"], lettered(f"{r['side']}, {r['kind']}")
        )
        for r in table.to_dict("records")
    }
    names: dict[str, str] = {}
    if named is not None:
        named = schema.require(named, "quotes", "actor_id", "actor")
        pairs = named[["actor_id", "actor"]].dropna().drop_duplicates("actor_id")
        names = dict(zip(pairs["actor_id"], pairs["actor"], strict=True))
    return {
        a: known.get(a)
        or Look(
            lettered(names.get(a) or _described(a)), GREY, UNKNOWN_MARKER, "not in the registry"
        )
        for a in actor_ids
    }


def _checked(registry: pd.DataFrame) -> pd.DataFrame:
    looks = ("name", "colour", "marker", "side", "kind")
    table: pd.DataFrame = schema.require(registry, "registry", "actor_id", *looks)
    return table


def _described(actor_id: str) -> str:
    """Return an id, without article and number if it is of one whom an article only describes."""
    article, mark, words = actor_id.rpartition("#")
    if not (article and mark):
        return actor_id
    noun, _, number = words.rpartition("-")
    return (noun if noun and number.isdigit() else words).replace("-", " ")


def resolved(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the quotations with a known actor; refuse a frame that was never resolved."""
    used = ("actor", "actor_confidence", "content", "said_on", "said_on_until")
    quotes = schema.require(quotes, "quotes", "quote_id", "article_id", "actor_id", also=used)
    known: pd.DataFrame = quotes.dropna(subset=["actor_id"])
    return known


def statements_of(quotes: pd.DataFrame, sure: float) -> tuple[pd.DataFrame, str]:
    """
    Return the statements whose actor is at least so sure, and a line on what is left out, blank if nothing.

    Topics ("the fighting") and pieces of a sentence state nothing. A frame without `content` or
    `actor_confidence` has nothing left out for it.

    Examples
    --------
    >>> found = pd.DataFrame({"quote_id": ["q1", "q2", "q3"], "article_id": "a", "actor_id": "mara-ostrell",
    ...                       "content": ["clause", "clause", "topic"], "actor_confidence": [0.9, 0.4, 0.9]})
    >>> kept, left_out = statements_of(found, 0.5)
    >>> len(kept), left_out
    (1, '2 of 3 quotations left out: 1 without a statement, 1 whose actor is not sure (below .5).')
    """
    known = resolved(quotes)
    states, is_sure = (pd.Series(True, index=known.index) for _ in range(2))
    if "content" in known:
        states = known["content"].fillna("clause").eq("clause")
    if "actor_confidence" in known:
        is_sure = ~(known["actor_confidence"] < sure)
    why = {
        "without a statement": ~states,
        f"whose actor is not sure (below {f'{sure:g}'.removeprefix('0')})": states & ~is_sure,
    }
    keep = states & is_sure
    if keep.all():
        return known, ""
    parts = ", ".join(f"{rows.sum()} {words}" for words, rows in why.items() if rows.any())
    return known[keep], f"{(~keep).sum()} of {len(known)} quotations left out: {parts}."


def most_quoted(quotes: pd.DataFrame, top: int, *, column: str = "actor_id") -> list[str]:
    """Return the actors with the most quotations, ties by id."""
    counts = quotes[column].value_counts()
    return sorted(counts.index, key=lambda a: (-counts[a], a))[: how_many(top)]


def how_many(top: int) -> int:
    """Return how many are asked for; refuse what is no number of rows."""
    if not isinstance(top, int) or top < 1:
        raise SchemaError(f"top={top!r}: say how many to show, 1 or more.")
    return top


def short(name: str, width: int = 26) -> str:
    """Return a long name broken over two lines, so that labels leave room for the chart."""
    return "\n".join(textwrap.wrap(lettered(name, 4 * width), width))


def describe(quotes: pd.DataFrame, articles: pd.DataFrame | None) -> str:
    """Return how many quotations in how many articles, of whom and from when."""
    n = quotes["article_id"].nunique()
    line = f"{len(quotes)} quotations in {n} article{'s' * (n != 1)}"
    if articles is not None:
        articles = schema.require(articles, "articles", "article_id", "outlet", "published")
        used = articles[articles["article_id"].isin(quotes["article_id"])]
        outlets = sorted(used["outlet"].dropna().unique())
        line += f" ({wording.listed(outlets, 4)})" if outlets else ""
        return f"{line}, published {wording.span(used['published'])}"
    if "said_on" in quotes and quotes["said_on"].notna().any():
        return f"{line}, said {wording.span(quotes['said_on'])}"
    return f"{line}, undated"


def name_rows(ax: Axes, names: Sequence[str], *, room: float = 0.4) -> None:
    """Write the names of the rows of a chart, the first on top, `room` of a row left below the last."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - room, room - 1)
    ax.tick_params(axis="y", length=0)


def labels_with_n(actor_ids: Iterable[str], looks: dict[str, Look], n: pd.Series) -> list[str]:
    """Return the label of each actor: the name, broken where it is long, and n."""
    return [f"{short(looks[a].name)} (n = {n[a]})" for a in actor_ids]


def matrix(ax: Axes, rows: Sequence[str], columns: Sequence[str], *, linewidth: float) -> None:
    """Draw the lines of a table of rows and columns, columns named on top."""
    name_rows(ax, rows, room=0.5)
    ax.set_xticks(range(len(columns)), columns)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for x in range(len(columns) + 1):
        ax.axvline(x - 0.5, color=PALE, linewidth=linewidth, zorder=0)
    for y in range(len(rows) + 1):
        ax.axhline(y - 0.5, color=PALE, linewidth=linewidth, zorder=0)


def footer(ax: Axes, *notes: str, source: str = "", hidden: int = 0, below: float = 36) -> None:
    """
    Write in small grey type what a reader must know of a chart, `below` points under its frame.

    Parameters
    ----------
    ax
        The chart.
    notes
        Lines of their own.
    source
        Where its rows come from; the last line.
    hidden
        How many actors are not shown.
    below
        Room for what stands under the frame already.
    """
    inches = ax.figure.bbox.width / ax.figure.dpi
    width = int(inches * _WRAP_PER_INCH)
    more = f" {hidden} further actors not shown." if hidden > 0 else ""
    lines = [*notes, f"Source: {source}.{more}" if source else ""]
    text = "\n".join(
        w for line in lines if line for w in textwrap.wrap(lettered(line, _NOTE), width)
    )
    ax.annotate(
        text, (0, 0), xycoords=("figure fraction", "axes fraction"), xytext=(8, -below),
        textcoords="offset points", ha="left", va="top", fontsize=7, color=GREY,
        annotation_clip=False, gid="source-line",
    )  # fmt: skip


def nothing_to_show(ax: Axes, what: str) -> Axes:
    """Write in the middle of empty Axes that there is nothing to draw."""
    say(ax, f"No {what} to show (n = 0)")
    return ax


def say(ax: Axes, words: str) -> None:
    """Write words in the middle of empty Axes."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, lettered(words), ha="center", va="center", color=GREY, transform=ax.transAxes)
