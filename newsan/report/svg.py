"""Matplotlib figures as SVG that can stand inside a page, several of them side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from newsan import figures


def inline(draw: Callable[[], Axes], prefix: str, label: str) -> str:
    """
    Draw a chart in the house look and return it as an inline `<svg>`.

    Parameters
    ----------
    draw
        Draws on fresh Axes and returns them; the figure is closed afterwards.
    prefix
        Put before every id, so that two charts on a page do not share one.
    label
        What a screen reader says.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> inline(lambda: Figure(figsize=(2, 1)).subplots(), "c1", "A chart")[:40]
    '<svg role="img" aria-label="A chart" vie'
    """
    with figures.style() as path, mpl.rc_context(fname=path):
        ax = draw()
        text = figures.svg(ax)
        plt.close(ax.get_figure(root=True))
    return _embed(text, prefix, label)


def _embed(text: str, prefix: str, label: str) -> str:
    """Take prolog, metadata and style sheet out, make ids unique, let the page set the size."""
    body = text[text.index("<svg") :]
    body = re.sub(r"<(metadata|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    body = re.sub(r"\n\s*", "\n", body)
    body = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", body)
    box = re.search(r'viewBox="[^"]*"', body)
    head = f'<svg role="img" aria-label="{escape(label)}" {box.group(0) if box else ""} ' + (
        'style="stroke-linejoin:round;stroke-linecap:butt">'
    )
    return head + body[body.index(">") + 1 :].strip()
