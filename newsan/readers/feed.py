"""Feeds: the items of RSS and Atom, the feed's title as their outlet."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from newsan.readers import decode, markup
from newsan.readers.record import Item, Note, Record, damaged

# Names of elements, without their namespace, the first that says something; of Atom's `updated`
# nothing is made: it is when an entry was changed.
_FIELDS = {
    "title": ("title",),
    "published": ("pubDate", "published", "issued", "date"),
    "byline": ("creator", "author"),
    "url": ("link",),
    "text": ("encoded", "content", "description", "summary"),
}
_PARTS = ("description", "summary")  # these may be no more than the first lines


def read(text: str) -> Iterator[Item]:
    """
    Read the items of a feed.

    Examples
    --------
    >>> item = "<item><description>It rained.</description></item>"
    >>> [r, note] = read(f"<rss><channel><title>Ostra</title>{item}</channel></rss>")
    >>> r.fields, note.what
    ({'outlet': 'Ostra', 'text': 'It rained.'}, 'texts that are the descriptions of a feed, and may be parts')
    """
    with damaged("feed"):
        root = ElementTree.fromstring(decode.whole(text.strip()))
    outlet = next((_words(e) for e in root.iter() if _name(e) == "title"), "")
    lang = next((e.text for e in root.iter() if _name(e) == "language" and e.text), None)
    n_parts = 0
    for number, item in enumerate((e for e in root.iter() if _name(e) in ("item", "entry")), 1):
        fields = {"outlet": outlet} if outlet else {}
        if lang:
            fields["lang"] = lang.strip().lower().split("-")[0]
        for field, names in _FIELDS.items():
            said = [(n, e) for n in names for e in item if _name(e) == n]
            name, value = next(((n, v) for n, e in said if (v := _words(e))), ("", ""))
            if value:
                fields[field] = value
            n_parts += field == "text" and name in _PARTS
        yield Record(fields, f"item {number}", is_prose=True)
    if n_parts:
        what = "texts that are the descriptions of a feed, and may be parts"
        yield Note("guessed", what, "read the pages themselves", n_parts)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: ElementTree.Element) -> str:
    """Return what an element says: words, HTML in words, elements of XHTML, a name, or an address."""
    if href := element.get("href"):
        return href if element.get("rel", "alternate") == "alternate" else ""
    if len(element):
        inner = ElementTree.tostring(element, encoding="unicode", method="html")
        return markup.plain(inner.replace("html:", ""))
    words = (element.text or "").strip()
    return markup.plain(words) if markup.is_markup(words) else words
