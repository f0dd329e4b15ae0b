"""Exports of databases of news: Nexis, ProQuest and RIS as text, Factiva and Europresse as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan import dates
from newsan.readers import publication_days, web
from newsan.readers.record import Item, Note, Record, keys_of

_NEXIS_FIRST = re.compile(r"(?m)^[ \t]*\d+ (?:of|von|de|sur) (\d+) DOCUMENTS?[ \t]*$")
_NEXIS_LAST = re.compile(r"(?m)^[ \t]*End of Document[ \t]*$")
_NEXIS_KEY = re.compile(r"([A-Za-z][A-Za-z-]+):(?:[ \t]+(.*))?")
_BODY, _INDEX = "body", "Classification"
_PROQUEST_BETWEEN = re.compile(r"(?m)^_{20,}[ \t]*$")
_PROQUEST_COUNT = re.compile(r"Document \d+ of \d+\s*")
_PROQUEST_KEY = re.compile(r"([A-Z][A-Za-z/ ]{2,40}):[ \t]*(.*)")
_RIS_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_FACTIVA_ROW = re.compile(r"(?i)<tr\b[^>]*>")
_FACTIVA_CELL = re.compile(r"(?i)<t[dh]\b[^>]*>")
_FACTIVA_CODE = re.compile(r"[A-Z]{2,3}")
_FACTIVA_PREFIX = {"byline": "By ", "article_id": "Document "}
_EUROPRESSE_DAY = re.compile(r"·(\d{8})·")  # "news·20310502·OH·0012", in a page of any language


def read_nexis(text: str) -> Iterator[Item]:
    """
    Read the documents of an export of Nexis.

    Older ones open each with "1 of 10 DOCUMENTS", the outlet and the day centred above the headline;
    those of Nexis Uni close each with "End of Document", the outlet and the day below the headline.

    Examples
    --------
    >>> head = "1 of 1 DOCUMENTS\\n\\n  Ostra News\\n\\n  May 2, 2031 Friday\\n\\n"
    >>> [r] = read_nexis(f"{head}Rain\\n\\nBYLINE: Ann Lee\\n\\nIt rained.")
    >>> r.fields["title"], r.fields["outlet"], r.fields["byline"], r.fields["text"]
    ('Rain', 'Ostra News', 'Ann Lee', 'It rained.')
    """
    counted = [int(m[1]) for m in _NEXIS_FIRST.finditer(text)]
    # what stands before the first and after the last is of the export
    parts = _NEXIS_FIRST.split(text)[2::2] if counted else _NEXIS_LAST.split(text)
    if not counted and not any(map(_is_head, parts[-1].split("\n"))):
        parts = parts[:-1]  # no document that was cut off
    for number, part in enumerate(parts, 1):
        lines = [line for line in part.split("\n") if not _NEXIS_LAST.match(line)]
        fields = _nexis_document(lines, is_old=bool(counted))
        yield Record(fields, f"document {number}", is_prose=True)
    if counted and max(counted) > len(parts):
        missing = max(counted) - len(parts)
        yield Note("lost", "documents that the export counts and does not hold", n=missing)


def _nexis_document(lines: list[str], *, is_old: bool) -> dict[str, str]:
    keyed = next((i for i, line in enumerate(lines) if _is_head(line)), None)
    top = [(i, line.strip()) for i, line in enumerate(lines[:keyed]) if line.strip()]
    at = next(
        (n for n, (_, line) in enumerate(top[:8]) if publication_days.instant(line) is not None),
        None,
    )
    fields = {"published": top[at][1]} if at is not None else {}
    first = top[0][1] if top else ""
    if is_old:
        # editions may stand between day and headline, centred as the day is
        left = [line for i, line in top[(at or 0) + 1 :] if not lines[i][:1].isspace()]
        fields |= {"outlet": first, "title": " ".join(left if keyed is not None else left[:1])}
    else:
        fields |= {"title": first, "outlet": top[at - 1][1] if at else ""}
    begin = keyed if keyed is not None else (top[at][0] + 1 if at is not None else 0)
    while begin < len(lines) and (not lines[begin].strip() or _is_head(lines[begin])):
        begin = _nexis_field(lines, begin, fields) if lines[begin].strip() else begin + 1
    if _BODY in (names := [_nexis_name(line) for line in lines]):
        begin = names.index(_BODY) + 1
    end = next((i for i in range(begin, len(lines)) if _is_tail(lines[i])), len(lines))
    return {**fields, "text": "\n".join(lines[begin:end]).strip("\n")}


def _nexis_name(line: str) -> str:
    """Return the name that a line gives a value, or what it says if it is one word."""
    match = _NEXIS_KEY.fullmatch(line.strip())
    return (match[1] if match else line.strip()).lower()


def _is_head(line: str) -> bool:
    return _nexis_name(line) in keys_of("Nexis", "head")


def _is_tail(line: str) -> bool:
    """Return whether a line is of what follows a text; a word by itself may be a heading in it."""
    return line.strip() == _INDEX or (":" in line and _nexis_name(line) in keys_of("Nexis", "tail"))


def _nexis_field(lines: list[str], at: int, fields: dict[str, str]) -> int:
    """Take a field that may run over lines up to a blank one; return the line after it."""
    ends = {"", _BODY, *keys_of("Nexis", "head")}
    later = range(at + 1, len(lines))
    end = next((i for i in later if _nexis_name(lines[i]) in ends), len(lines))
    value = " ".join(line.strip() for line in lines[at:end]).partition(":")[2].strip()
    if (name := _nexis_name(lines[at])) in ("byline", "url") and value:
        fields[name] = value.removeprefix("By ")
    return end


def read_proquest(text: str) -> Iterator[Item]:
    """
    Read the documents of a text export of ProQuest, between rows of underscores, each by the names of its fields.

    Examples
    --------
    >>> line = "_" * 60
    >>> said = "Full text: It rained.\\n\\nPublication title: Ostra; Veldany"
    >>> [r] = read_proquest(f"{line}\\nDocument 1 of 1\\n\\nRain\\n\\n{said}")
    >>> r.fields
    {'title': 'Rain', 'text': 'It rained.', 'outlet': 'Ostra'}
    """
    number = 0
    for part in _PROQUEST_BETWEEN.split(text):
        fields = _proquest_document(_PROQUEST_COUNT.sub("", part.strip(), count=1))
        if set(fields) - {"title"}:  # what has a first line only is of the export
            number += 1
            yield Record(fields, f"document {number}", is_prose=True)


def _proquest_document(part: str) -> dict[str, str]:
    """Return the fields of a document: each runs to the next line that begins with the name of one."""
    known = {key.lower(): field for key, field in keys_of("ProQuest").items()}
    found: dict[str, list[str]] = {}
    key = ""
    for line in part.split("\n"):
        match = _PROQUEST_KEY.fullmatch(line)
        if match and match[1].lower() in known:
            key = match[1].lower()
            found.setdefault(key, []).append(match[2])
        elif key:
            found[key].append(line)
    title = part.split("\n", 1)[0].strip()
    fields = {"title": title} if title and not _PROQUEST_KEY.fullmatch(title) else {}
    for name, lines in found.items():
        if (field := known[name]) and (value := "\n".join(lines).strip()):
            fields[field] = value if field == "text" else " ".join(value.split())
    if "outlet" in fields:  # "Daily Herald; Veldany": the place is none of its name
        fields["outlet"] = fields["outlet"].split(";")[0].strip()
    return fields


def read_ris(text: str) -> Iterator[Item]:
    """
    Read the records of RIS, from TY to ER, which has no tag for the text of an article.

    What stands under tags that say nothing of an article keeps these as its names, so that
    `columns={"text": "N2"}` can say where an export puts its texts.

    Examples
    --------
    >>> [r] = read_ris("TY  - NEWS\\nTI  - Rain\\nAU  - Lee, Ann\\nDA  - 2031/05/02/\\nN2  - It rained.\\nER  - ")
    >>> r.fields
    {'title': 'Rain', 'byline': 'Lee, Ann', 'published': '2031/05/02', 'N2': 'It rained.'}
    """
    keys = keys_of("RIS")
    for number, record in enumerate(re.split(r"(?m)^TY  ?-.*$", text)[1:], 1):
        found: dict[str, list[str]] = {}
        tag = ""
        for line in record.split("\n"):
            if match := _RIS_TAG.fullmatch(line):
                tag = match[1]
                found.setdefault(tag, []).append(match[2] or "")
            elif line.strip() and tag:
                found[tag][-1] += f"\n\n{line.strip()}"
        fields: dict[str, str] = {}
        for tag in sorted(found, key=[*keys, *found].index):  # of two for one field the better
            name = keys.get(tag, tag)
            value = ("; " if name == "byline" else "\n\n").join(filter(None, found[tag])).strip()
            if name and value:
                fields.setdefault(name, value.rstrip("/") if name == "published" else value)
        yield Record(fields, f"record {number}", is_prose=True)


def read_factiva(html: str) -> Iterator[Item]:
    """
    Read the articles of an export of Factiva: a table each, with a code beside every value.

    A new one begins where a code comes a second time.

    Examples
    --------
    >>> row = "<tr><td><b>{}</b></td><td>{}</td></tr>".format
    >>> text = row("LP", "<p>It rained.</p>") + row("TD", "<p>Hard.</p>")
    >>> [r] = read_factiva(row("HD", "Rain") + row("BY", "By Ann Lee") + text)
    >>> r.fields
    {'title': 'Rain', 'byline': 'Ann Lee', 'text': 'It rained.\\n\\nHard.'}
    """
    keys = keys_of("Factiva")
    coded: list[dict[str, str]] = []
    for row in _FACTIVA_ROW.split(html)[1:]:
        cells = [web.plain(cell) for cell in _FACTIVA_CELL.split(row)[1:]]
        if len(cells) < 2 or not _FACTIVA_CODE.fullmatch(code := cells[0].strip()):
            continue
        if not coded or code in coded[-1]:
            coded.append({})
        coded[-1][code] = "\n\n".join(cells[1:]).strip()
    for number, codes in enumerate(coded, 1):
        given = [(field, codes[key]) for key, field in keys.items() if key in codes]
        fields = {
            field: value.removeprefix(_FACTIVA_PREFIX.get(field, ""))
            for field, value in given
            if value and field != "text"
        }
        # the lead paragraph, and the text that goes on from it
        fields["text"] = "\n\n".join(value for field, value in given if field == "text")
        yield Record(fields, f"article {number}", is_prose=True)


def read_europresse(html: str) -> Iterator[Item]:
    """
    Read the articles of an export of Europresse: an <article> each, whose parts are told by their classes.

    Examples
    --------
    >>> name, number = '<span class="DocPublicationName">Ostra Herald, no. 12</span>', "news·20310502·OH·1"
    >>> text = '<div class="DocText"><p>It rained.</p></div>'
    >>> [r] = read_europresse(f'<article>{name}{text}<div class="publiC-lblNodoc">{number}</div></article>')
    >>> r.fields
    {'outlet': 'Ostra Herald', 'text': 'It rained.', 'article_id': 'news·20310502·OH·1', 'published': '20310502'}
    """
    page = _EuropressePage()
    page.feed(html)
    page.close()
    for number, fields in enumerate(page.articles, 1):
        if "outlet" in fields:  # its number is none of its name
            fields["outlet"] = fields["outlet"].split(",")[0].strip()
        header = fields.pop("published", "")  # "Friday, May 2, 2031, 300 words, p. 5"
        stated = [str(day.first) for day in dates.find(header) if day.first == day.last]
        if written := _EUROPRESSE_DAY.findall(fields.get("article_id", "")) or stated:
            fields["published"] = written[0]
        yield Record(fields, f"article {number}", is_prose=True)


class _EuropressePage(web.Words):
    def __init__(self) -> None:
        super().__init__()
        self.articles: list[dict[str, str]] = []
        self._field, self._tag, self._depth = "", "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "article":
            self.articles.append({})
        classes, known = (dict(attrs).get("class") or "").split(), keys_of("Europresse")
        field = next((known[c] for c in classes if c in known), "")
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
