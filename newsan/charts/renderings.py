"""Chart of one statement in many outlets: who gave the same words, who cut or changed them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from newsan import schema
from newsan.charts import house
from newsan.charts.lettering import as_written, lettered
from newsan.figures import pt
from newsan.wording import counted, is_missing, quoted, shorten

_SIGNS = {"first": "●", "same": "=", "fuller": "+", "cut": "−", "altered": "≠"}
_WIDTH, _OUTLETS = 30, 6  # code points of the words of a row; columns


@as_written
def variants(
    table: pd.DataFrame, *, top: int = 8, source: str | None = None, style: str | None = None,
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """
    Draw which outlet gave a statement first, which gave the same words, and which cut or changed them.

    Parameters
    ----------
    table
        What `result.variants()` returns.
    top
        How many statements to show, those most often given first.
    source, style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        One row a statement, one column an outlet (the six with most); in a cell what was made of the words, and what
        differs. Of an outlet that gave them more than once, the rendering furthest from the first.

    Raises
    ------
    SchemaError
        A column is missing, or holds what it cannot.

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"actor": "Mara Ostrell", "words": "We hold the dam", "utterance_id": "q1"}
    >>> ax = variants(pd.DataFrame([
    ...     said | {"outlet": "Lamp", "variant": "first", "differences": None},
    ...     said | {"outlet": "Wire", "variant": "cut", "differences": "“today” left out"}]))
    >>> [text.get_text() for text in ax.texts[:2]]
    ['● first', '− cut\\n“today” left out']
    """
    table = schema.require(table, "renderings")
    table = table.assign(outlet=table["outlet"].fillna("no outlet named"))
    rows = list(dict.fromkeys(table["utterance_id"]))[: house.how_many(top)]
    shown = table[table["utterance_id"].isin(rows)]
    columns = house.most_quoted(shown, _OUTLETS, column="outlet")
    width, height = 2.6 + 1.35 * max(3, len(columns)), 2 + 0.62 * max(2, len(rows))
    ax = house.new_axes(ax, style, width=width, height=height)
    if not rows:
        return house.nothing_to_show(ax, "statements that were given more than once")
    order = {name: n for n, name in enumerate(_SIGNS)}
    last = shown.assign(_far=shown["variant"].map(order)).sort_values("_far", kind="stable")
    for cell in last.drop_duplicates(["utterance_id", "outlet"], keep="last").itertuples():
        if cell.outlet in columns:
            words = [f"{_SIGNS[cell.variant]} {cell.variant}"]
            if not is_missing(cell.differences):
                words.append(house.short(shorten(cell.differences, 44), 22))
            x, y = columns.index(cell.outlet), rows.index(cell.utterance_id)
            ground = house.PALE if cell.variant in ("cut", "altered") else "none"
            box = Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=ground, edgecolor="none", zorder=-1)
            ax.add_patch(box)
            said = "\n".join(words)
            ax.text(x, y, said, ha="center", va="center", fontsize=pt(6.5), color=house.INK)
    names = []
    for row in shown.drop_duplicates("utterance_id").itertuples():
        who = "speaker unknown" if is_missing(row.actor) else lettered(row.actor)
        names.append(f"{who}\n{quoted(lettered(shorten(row.words, _WIDTH)), 'direct')}")
    house.matrix(ax, names, [house.short(c, 16) for c in columns])
    ax.xaxis.tick_bottom()
    ax.tick_params(labelsize=pt(7), length=0)
    later = table[table["variant"] != "first"]["variant"].value_counts()
    same, cut, altered, fuller = (
        int(later.get(name, 0)) for name in ("same", "cut", "altered", "fuller")
    )
    added = f", {fuller} add{'s' * (fuller == 1)} to them" if fuller else ""
    house.head(
        ax, f"Of {later.sum()} later renderings {same} have the same words, {cut} cut them, {altered} change them{added}",
        f"What outlets made of {table['utterance_id'].nunique()} statements given more than once",
    )  # fmt: skip
    house.footer(
        ax, "● first, = the same, − cut, + fuller, ≠ changed, each beside the earliest with most of its words; below, what "
        "differs. Words of indirect speech are the reporter's.",
        source=source or f"{len(table)} quotations, {counted(table['outlet'].nunique(), 'outlet')}",
        below=32,
    )  # fmt: skip
    return ax
