"""Exports of Europresse as HTML: an <article> each, whose parts are told by their classes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import dates
from newsan.readers import markup
from newsan.readers.record import Item, Record

_FIELDS = {
    "DocPublicationName": "outlet", "DocHeader": "published", "titreArticle": "title",
    "titreArticleVisu": "title", "docAuthors": "byline", "sm-margin-bottomNews": "byline",
    "DocText": "text", "docOcurrContainer": "text", "publiC-lblNodoc": "article_id",
}  # fmt: skip
_DAY = re.compile(r"·(\d{8})·")  # "news·20310502·OH·0012", whatever the language of the page


def read(html: str) -> Iterator[Item]:
    """
    Read the articles of an export of Europresse.

    Examples
    --------
    >>> name, number = '<span class="DocPublicationName">Ostra Herald, no. 12</span>', "news·20310502·OH·1"
    >>> text = '<div class="DocText"><p>It rained.</p></div>'
    >>> [r] = read(f'<article>{name}{text}<div class="publiC-lblNodoc">{number}</div></article>')
    >>> r.fields
    {'outlet': 'Ostra Herald', 'text': 'It rained.', 'article_id': 'news·20310502·OH·1', 'published': '20310502'}
    """
    page = _Page()
    page.feed(html)
    page.close()
    for number, fields in enumerate(page.articles, 1):
        if "outlet" in fields:  # its number is none of its name
            fields["outlet"] = fields["outlet"].split(",")[0].strip()
        header = fields.pop("published", "")  # "Friday, May 2, 2031, 300 words, p. 5"
        said = [str(day.first) for day in dates.find(header) if day.first == day.last]
        if days := _DAY.findall(fields.get("article_id", "")) or said:
            fields["published"] = days[0]
        yield Record(fields, f"article {number}", is_prose=True)


class _Page(markup.Words):
    def __init__(self) -> None:
        super().__init__()
        self.articles: list[dict[str, str]] = []
        self._field, self._tag, self._depth = "", "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "article":
            self.articles.append({})
        classes = (dict(attrs).get("class") or "").split()
        field = next((_FIELDS[c] for c in classes if c in _FIELDS), "")
        if field and not self._depth and self.articles:
            self._field, self._tag = field, tag
            self.words.clear()
        self._depth += bool(self._field) and tag == self._tag

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._depth -= bool(self._depth) and tag == self._tag
        if self._field and not self._depth:
            self.articles[-1].setdefault(self._field, self.said())
            self._field = ""
