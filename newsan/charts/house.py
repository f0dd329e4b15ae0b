"""What charts and maps share: fresh Axes, words as they are written, the looks of actors and sides, the source line."""

from __future__ import annotations

import functools
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from newsan import actors, gazetteer, schema, wording
from newsan.actors.registry import of_study
from newsan.errors import SchemaError, unknown_name
from newsan.figures import drawn_in, pt, restored, use
from newsan.frontline.sides import MOST, parties, read_sides, sides_of
from newsan.quotes import variants
from newsan.study import Study, given

GREY, INK, PALE = "#6E6E6E", "#222222", "#D9D9D9"
# The one palette (Okabe & Ito, told apart by all eyes): sides and actors that no table gives a colour.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58900", "#56B4E9", "#00636B")
ACCENT, CONTESTED = PALETTE[0], "#8C6BB1"
UNKNOWN_MARKER = "v"  # of nobody in the registry
NARROW = 4.5  # inches; below, a figure is as narrow as a column
_NOTE = 600  # code points of a line under a chart, before it is broken

_HIDDEN = ("Cc", "Cf", "Cs")  # show nothing but do something: control, format, half of a pair
NO_GLYPH = "□"  # drawn for a letter that the font lacks
_LABEL, TITLE = 60, 110  # the most code points of a label, of a title
Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Look:
    """How an actor is drawn, the same in every figure."""

    name: str
    colour: str
    marker: str
    group: str


class Side(NamedTuple):
    """How the ground of a side is drawn, and what it is called."""

    colour: str
    label: str
    marker: str = "o"


def as_written(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """
    Make a drawing function set every word as it is written, and in its own style.

    matplotlib takes what stands between two `$` for a formula: "$5bn" beside "$7bn" is none.
    """

    @functools.wraps(draw)
    def drawn(*args: Given.args, **options: Given.kwargs) -> Drawn:
        ax: Any = options.get("ax")
        if ax is not None:  # its title and labels are there already
            for text in ax.findobj(Text):
                text.set_parse_math(False)
        with mpl.rc_context({"text.parse_math": False}), restored():
            return draw(*args, **options)

    return drawn


def lettered(words: object, width: int = _LABEL) -> str:
    """
    Return words of the data as they can be drawn: on one line, without what is not to be seen.

    Control characters and marks that turn the direction of writing are left out, white space becomes one space, a
    letter that the font in use lacks becomes a box, and what is longer than `width` code points ends in an ellipsis. Every
    name, title and source in a chart or map goes through here; as `as_written` draws it, no `$` in it opens a formula.

    Examples
    --------
    >>> lettered("Mara\\u202e Ostrell\\x07, 鳥"), lettered("The dam of Veldany broke", 12)
    ('Mara Ostrell, □', 'The dam of…')
    """
    text = unicodedata.normalize("NFC", " ".join(str(words).split()))
    known = _letters(str(findfont(FontProperties())))
    kept = [
        c if ord(c) in known else NO_GLYPH for c in text if unicodedata.category(c) not in _HIDDEN
    ]
    return wording.shorten("".join(kept), width) or (NO_GLYPH if text else "")


@functools.lru_cache(maxsize=4)
def _letters(font: str) -> frozenset[int]:
    return frozenset(get_font(font).get_charmap())


def new_axes(
    ax: Axes | None, style: str | None = None, *, width: float = 7.0, height: float = 4.0, is_square: bool = False
) -> Axes:  # fmt: skip
    """Return the Axes given, or those of a new figure: of that size in inches, or as wide as the style has it."""
    wide = use(style, is_new=ax is None).width or width
    if ax is None:
        height = min(height, 1.25 * wide) if is_square else height
        _, ax = plt.subplots(figsize=(wide, height), layout="constrained")
    if style is not None:  # ticks to come, too
        ax.tick_params(labelsize=pt(8))
    return ax


def inches(ax: Axes) -> float:
    """Return how wide the figure of a chart is."""
    return float(ax.figure.bbox.width / ax.figure.dpi)


def is_narrow(ax: Axes) -> bool:
    """Return whether a chart has to do with less than half of a page."""
    return inches(ax) < NARROW


def grow(ax: Axes, points: float) -> None:
    """Make a figure of our own taller, so that words above and below the chart take nothing from it."""
    figure: Any = ax.figure
    if drawn_in().is_new:
        figure.set_figheight(figure.get_figheight() + points / 72)


def head(ax: Axes, finding: str, measure: str, key: Sequence[Any] = ()) -> None:
    """Write over a chart a sentence that is true of its frame, what is measured, and the key: artists with labels."""
    figure = ax.figure
    wide = inches(ax) if drawn_in().is_new else ax.bbox.width / figure.dpi
    lines = textwrap.wrap(lettered(finding, 3 * TITLE), int(wide * 72 / pt(10) / 0.64))
    under = textwrap.wrap(lettered(measure, 3 * TITLE), int(wide * 72 / pt(8) / 0.56))
    longest = max((len(str(k.get_label())) for k in key), default=0)
    columns = max(1, int(wide * 72 / pt(8) / (4 + 0.55 * longest)))
    rows = -(-len(key) // columns)
    below = rows * pt(8) * 1.53 + 3 * bool(rows)
    pad = 6 + below + len(under) * pt(8) * 1.25 + _height_over(ax)
    left, shift = (figure.transSubfigure, 8 / 72) if drawn_in().is_new else (ax.transAxes, 0)
    across = blended_transform_factory(left, ax.transAxes)
    title = ax.set_title("\n".join(lines), pad=pad, x=0, ha="left")
    title.set_transform(across + ScaledTranslation(shift, pad / 72, figure.dpi_scale_trans))
    if under:
        ax.annotate(
            "\n".join(under), (0, 0), xycoords=title, xytext=(0, -2), textcoords="offset points",
            ha="left", va="top", fontsize=pt(8), color=GREY, annotation_clip=False, gid="measure",
        )  # fmt: skip
    if rows:
        ax.legend(
            handles=key, ncols=columns, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0, borderaxespad=0.4,
            bbox_transform=across + ScaledTranslation(shift, 0, figure.dpi_scale_trans),
            handletextpad=0.3, columnspacing=1.2, fontsize=pt(8),
        )  # fmt: skip
    grow(ax, pad - 8 + (len(lines) - 1) * pt(10) * 1.2)


def _height_over(ax: Axes) -> float:
    """Return how many points the names of columns on top of a chart take."""
    if ax.xaxis.get_ticks_position() != "top":
        return 0.0
    points = 0.0
    for label in ax.get_xticklabels():
        lines = label.get_text().split("\n")
        ems = 0.6 * max(map(len, lines)) if label.get_rotation() else 1.2 * len(lines)
        points = max(points, ems * float(label.get_fontsize()))
    return points + 4


def sign(label: str, colour: str, marker: str, *, fill: str | None = None) -> Any:
    """Return a sign for the key of a chart, filled with its colour or another."""
    return Line2D([], [], linestyle="", marker=marker, color=colour, markersize=6,
                  markerfacecolor=fill or colour, label=label)  # fmt: skip


def key_of(looks: dict[str, Look], *, side_only: bool = False) -> list[Any]:
    """Return the key to colours and markers of actors: side and kind, or the side alone: kinds that look alike as one."""
    alike: dict[tuple[str, str, str], set[str]] = {}
    for look in looks.values():
        side, marker = look.group.rsplit(", ", 1)[0], "s" if side_only else look.marker
        alike.setdefault((side, look.colour, marker), set()).add(side if side_only else look.group)
    found: dict[str, Any] = {}
    for (side, colour, marker), groups in alike.items():
        words = side if len(groups) > 1 else groups.pop()
        found.setdefault(words, sign(words, colour, marker))
    return [found[words] for words in sorted(found)]


def ink_on(ground: Any) -> str:
    """
    Return black or white for small words on a colour, whichever stands out more.

    One of the two always has a contrast of 4.5 or more (WCAG 2.1, 1.4.3).

    Examples
    --------
    >>> ink_on("#0072B2"), ink_on("#D55E00")
    ('white', 'black')
    """
    colour = np.array(to_rgb(ground))
    light = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    luminance = light @ (0.2126, 0.7152, 0.0722)
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

    Where the study or the registry given has no colour for an actor, it is that of the side, by the study's table of
    sides, and so is a marker that no registry has. Actors outside the registry are grey; their name is the `actor` of
    `named` (a frame with `actor_id` and `actor`) or else the words of their id, less the article's and a number.

    Examples
    --------
    >>> looks(["2031-05-02-dam#union-2"])["2031-05-02-dam#union-2"].name
    'union'
    """
    own = given(study)
    rows = registry_of(registry, own).set_index("actor_id").to_dict("index")
    sides = _sides_of(own)
    first = registry if registry is not None or own is None else own.actors
    chosen = {} if first is None else first.set_index("actor_id").get("colour", {})
    if named is not None:
        named = schema.require(named, "quotes", "actor_id", "actor")
        names = named.dropna(subset=["actor_id", "actor"]).drop_duplicates("actor_id")
        named = names.set_index("actor_id")["actor"]
    found = {}
    for actor_id in actor_ids:
        if row := rows.get(actor_id):
            side = sides.get(row["side"])
            group = lettered(
                f"{side.label if side else row['side'] or 'no side given'}, {row['kind']}"
            )
            colour = chosen.get(actor_id) or (side.colour if side else row["colour"]) or GREY
            marker = row["marker"] or (side.marker if side else "o")
            found[actor_id] = Look(lettered(row["name"]), colour, marker, group)
        else:
            name = (named is not None and named.get(actor_id)) or _describe_id(actor_id)
            found[actor_id] = Look(lettered(name), GREY, UNKNOWN_MARKER, "not in the registry")
    return found


def sides(
    held: pd.DataFrame | None = None, study: Study | str | Path | None = None
) -> dict[str, Side]:
    """
    Return the looks of the sides, and of contested ground: as the table of sides has them, or the next of the palette.

    Examples
    --------
    >>> [look.label for look in sides().values()]
    ['Ukraine', 'Russia', 'contested']
    """
    own = given(study)
    table = read_sides(sides_of(None, own)).set_index("side")
    found = {}
    *names, contested = parties(held, study=own).names
    for n, name in enumerate(names):
        row = table.loc[name] if name in table.index else dict.fromkeys(table.columns, "")
        colour = row["colour"] or PALETTE[n % len(PALETTE)]
        found[name] = Side(colour, row["label"] or country_name(name), row["marker"] or "o")
    return found | {contested: Side(CONTESTED, contested)}


def country_name(code: str) -> str:
    """Return a country's name, or the code of one the gazetteer lacks."""
    place = gazetteer.load().get(code)
    return place.name if place else code


def registry_of(registry: pd.DataFrame | None, study: Study | str | Path | None) -> pd.DataFrame:
    """Return the registry given, else the study's, else the shipped one."""
    if registry is not None:
        columns = ("actor_id", "name", "colour", "marker", "side", "kind")
        registry = schema.require(registry, "registry", *columns)
    table = of_study(registry, study)
    return actors.registry() if table is None else table


def _sides_of(study: Study | None) -> dict[str, Any]:
    """Return the looks of a study's own sides, by side and by label; none without a table, or with one of too many."""
    if study is None or study.sides is None or len(study.sides) > MOST:
        return {}
    looks = sides(study=study)
    return {look.label: look for look in looks.values()} | looks


def _describe_id(actor_id: str) -> str:
    """Return the words of an id, without article and number if it is of one whom an article only describes."""
    article, _, words = actor_id.rpartition("#")
    noun, _, number = words.rpartition("-")
    return (noun if article and noun and number.isdigit() else words).replace("-", " ")


def keep_resolved(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the quotations with a known actor; refuse a frame that was never resolved."""
    used = ("actor", "actor_confidence", "content", "said_on", "said_on_until")
    quotes = schema.require(quotes, "quotes", "quote_id", "article_id", "actor_id", also=used)
    known: pd.DataFrame = quotes.dropna(subset=["actor_id"])
    return known


def statements_of(
    quotes: pd.DataFrame, sure: float, per: str = "row", articles: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, str]:
    """
    Return the statements whose actor is at least so sure, and a line on what is left out, blank if nothing.

    Topics ("the fighting") and pieces of a sentence state nothing. Per "utterance", the first row stands for all its
    pieces and copies (`quotes.variants`). A frame without `content` or
    `actor_confidence` has nothing left out for it.

    Examples
    --------
    >>> found = pd.DataFrame({"quote_id": ["q1", "q2", "q3"], "article_id": "a", "actor_id": "mara-ostrell",
    ...                       "content": ["clause", "clause", "topic"], "actor_confidence": [0.9, 0.4, 0.9]})
    >>> kept, left_out = statements_of(found, 0.5)
    >>> len(kept), left_out
    (1, '2 of 3 quotations left out: 1 without a statement, 1 whose actor is not sure (below .5).')
    """
    known = keep_resolved(quotes)
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
    if per not in ("row", "utterance"):
        raise unknown_name("way to count", per, ("row", "utterance"))
    if per == "utterance":
        first = known["quote_id"].isin(variants(known[keep], articles)["utterance_id"])
        why["that are pieces or copies of others"] = keep & ~first
        keep = first
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
    """Return a long name broken over two lines or more, so that labels leave room for the chart."""
    if (room := drawn_in().width) is not None:
        width = min(width, int(26 * room / 7 / drawn_in().scale))
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


def matrix(ax: Axes, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Draw the lines of a table of rows and columns, columns named on top."""
    name_rows(ax, rows, room=0.5)
    turned = len(columns) > 4 and is_narrow(ax)
    ax.set_xticks(range(len(columns)), columns, rotation=90 if turned else 0)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for line, cells in ((ax.axvline, columns), (ax.axhline, rows)):
        for n in range(len(cells) + 1):
            line(n - 0.5, color=PALE, linewidth=0.6, zorder=0)


def footer(ax: Axes, *notes: str, source: str = "", hidden: int = 0, below: float = 36) -> None:
    """Write in small grey type, `below` points under a chart, what a reader must know and how many are `hidden`."""
    width = int(inches(ax) * 15.5 * 7 / pt(7))
    more = f" {hidden} further actors not shown." if hidden > 0 else ""
    lines = [*notes, f"Source: {source}.{more}" if source else ""]
    text = "\n".join(
        w for line in lines if line for w in textwrap.wrap(lettered(line, _NOTE), width)
    )
    ax.annotate(
        text, (0, 0), xycoords=("figure fraction", "axes fraction"), xytext=(8, -below * pt(8) / 8),
        textcoords="offset points", ha="left", va="top", fontsize=pt(7), color=GREY,
        annotation_clip=False, gid="source-line",
    )  # fmt: skip
    grow(ax, max(0, text.count("\n") - 2) * pt(7) * 1.2)


def nothing_to_show(ax: Axes, what: str) -> Axes:
    """Write in the middle of empty Axes that there is nothing to draw."""
    say(ax, f"No {what} to show (n = 0)")
    return ax


def say(ax: Axes, words: str) -> None:
    """Write words in the middle of empty Axes."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, lettered(words), ha="center", va="center", color=GREY, transform=ax.transAxes)
