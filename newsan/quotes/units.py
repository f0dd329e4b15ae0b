"""Sentences as sequences of items: words, marks, and quoted regions as single opaque items."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsan.text import Furniture, Region, furniture, paragraphs, quoted_regions, sentences, tokens


@dataclass(frozen=True)
class Item:
    """A token, or a quoted region if `region` is set."""

    start: int
    end: int
    word: str
    region: Region | None = None

    @property
    def low(self) -> str:
        """The token in lower case; a region has none."""
        return self.word.lower()

    @property
    def is_word(self) -> bool:
        """Whether the item is a token with a letter or digit in it."""
        return self.region is None and any(c.isalnum() for c in self.word)

    @property
    def is_capital(self) -> bool:
        """Whether the item is a word that begins with a capital."""
        return self.region is None and self.word[:1].isupper()


@dataclass
class Unit:
    """One sentence; quotations with full stops inside stay with the sentence that frames them."""

    items: list[Item]
    paragraph: int
    is_headline: bool = False
    lows: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lows = [i.low if i.region is None else "\0" for i in self.items]

    @property
    def regions(self) -> list[int]:
        """Positions of the quoted regions."""
        return [k for k, i in enumerate(self.items) if i.region is not None]

    @property
    def is_quotation(self) -> bool:
        """Whether hardly a word stands outside the regions."""
        outside = sum(i.is_word for i in self.items)
        return bool(self.regions) and outside <= 1


def units(text: str) -> list[Unit]:
    """
    Cut an article into units, leaving page furniture out.

    A caption is kept if it holds a quotation; a dateline is cut off its paragraph.

    Parameters
    ----------
    text
        An article's text.

    Returns
    -------
    units
        In order; `paragraph` counts all paragraphs of the text, furniture included, so that a gap
        in it tells of furniture in between.
    """
    marked = furniture(text)
    regions = quoted_regions(text)
    breaks = sentences(text)
    found: list[Unit] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        start = _after_furniture(marked, regions, start, end)
        if start >= end:
            continue
        inside = [r for r in regions if start <= r.outer_start < end]
        cuts = [
            b
            for _, b in breaks
            if start < b < end and not any(r.outer_start < b < r.outer_end for r in inside)
        ]
        headline = _is_headline(text, number, start, end)
        for a, b in zip([start, *cuts], [*cuts, end], strict=True):
            items = _items(text, a, b, inside)
            if items:
                found.append(Unit(items, number, headline))
    return found


def _after_furniture(marked: list[Furniture], regions: list[Region], start: int, end: int) -> int:
    for piece in marked:
        if not start <= piece.start < end:
            continue
        if piece.kind == "dateline":
            return piece.end
        quoted = any(piece.start <= r.start < piece.end and r.end - r.start > 20 for r in regions)
        if piece.kind == "caption" and quoted:
            return piece.start
        return end
    return start


def _is_headline(text: str, number: int, start: int, end: int) -> bool:
    return number <= 1 and end - start < 160 and text[end - 1] not in '.!?”"…:,'


def _items(text: str, start: int, end: int, regions: list[Region]) -> list[Item]:
    items: list[Item] = []
    at = start
    for region in regions:
        if not start <= region.outer_start < end:
            continue
        items += [
            Item(at + a, at + b, text[at + a : at + b])
            for a, b in tokens(text[at : region.outer_start])
        ]
        items.append(Item(region.outer_start, region.outer_end, "", region))
        at = region.outer_end
    items += [Item(at + a, at + b, text[at + a : at + b]) for a, b in tokens(text[at:end])]
    return items
