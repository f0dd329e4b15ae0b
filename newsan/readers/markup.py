"""HTML as the words a reader sees, for what stands in cells, feeds and mails; whole pages are trafilatura's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Of paragraphs, lists, breaks, links; of a <b> by itself a writer may be telling.
_TAG = re.compile(r"(?i)</(?:p|div|a|h\d|li|ul|blockquote|script|td)\s*>|<(?:br|p)\s*/?>")
_BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 li ul ol tr table blockquote section article figure".split()
)
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript"))
_SPACES = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n[\s]*")


def is_markup(text: str) -> bool:
    """
    Return whether a text has tags of HTML that part it, or link.

    Examples
    --------
    >>> is_markup("<p>It rained.</p>"), is_markup("a < b and b > c; <sic>")
    (True, False)
    """
    return _TAG.search(text) is not None


def plain(html: str) -> str:
    """
    Return the words of HTML, a blank line between its paragraphs.

    Examples
    --------
    >>> plain("<p>It <b>rained</b>.</p><script>x()</script><p>Ivo &amp; Mara left.<br>Late.</p>")
    'It rained.\\n\\nIvo & Mara left.\\n\\nLate.'
    """
    reader = Words()
    reader.feed(html)
    reader.close()
    return reader.said()


class Words(HTMLParser):
    """What a reader of HTML sees, as it comes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def said(self) -> str:
        """Return the words so far, a blank line between paragraphs."""
        return _GAPS.sub("\n\n", _SPACES.sub(" ", "".join(self.words))).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, or what nobody sees."""
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or what nobody sees."""
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words that are seen."""
        if not self._unseen:
            # a line end in HTML is a space
            self.words.append(data.replace("\n", " "))
