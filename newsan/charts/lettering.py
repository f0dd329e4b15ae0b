"""How words of the data are set in charts and maps: as they are written, whatever they hold."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from newsan import figures
from newsan.wording import shorten

_HIDDEN = ("Cc", "Cf", "Cs")  # show nothing but do something: control, format, half of a pair
NO_GLYPH = "□"  # drawn for a letter that the font lacks
_LABEL, TITLE = 60, 110  # the most code points of a label, of a title

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")


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
        with mpl.rc_context({"text.parse_math": False}), figures.restored():
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
    return shorten("".join(kept), width) or (NO_GLYPH if text else "")


@functools.lru_cache(maxsize=4)
def _letters(font: str) -> frozenset[int]:
    return frozenset(get_font(font).get_charmap())
