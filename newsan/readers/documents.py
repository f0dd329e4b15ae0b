"""Documents: text and Markdown, Word and RTF (extra `office`), PDF (extra `pdf`); exports in them are read as such."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator

from newsan import readers
from newsan.errors import ReadError, extra_for
from newsan.readers import formats
from newsan.readers.record import Item, Note, Record, damaged, keys_of

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings are printed

_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_TITLE_WORDS = 30  # a longer first line is a paragraph, not a headline
_SCANNED = "have its words recognised (OCR), or save them as .txt"


def read_plain(text: str) -> Iterator[Item]:
    """
    Read one article from a text or Markdown file.

    Front matter stands between two lines of three hyphens; header lines (`TITLE: ...`) stand at the
    top and end at the first blank line. Neither is part of the text. Without either, a short first
    line that does not end like a sentence is the title, and stays in the text.

    Examples
    --------
    >>> [r] = read_plain("TITLE: Rain in Ostrell\\nDATE: 2031-05-02\\n\\nIt rained.")
    >>> r.fields
    {'title': 'Rain in Ostrell', 'date': '2031-05-02', 'text': 'It rained.'}
    """
    found = _front_matter(text) or _header_lines(text)
    fields, body = found or ({}, text)
    body = body.strip()
    if found is None and (title := _first_line(body)):
        fields["title"] = title
    yield Record({**fields, "text": body}, is_prose=True)


def _front_matter(text: str) -> tuple[dict[str, str], str] | None:
    lines = text.lstrip("\n").split("\n")
    if lines[0].rstrip() != "---":
        return None
    ends = [i for i, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}]
    if not ends:
        return None
    fields: dict[str, str] = {}
    for line in lines[1 : ends[0]]:
        if (match := _KEY.match(line)) and (value := match[2].strip().strip("\"'")):
            fields[match[1].lower()] = value
    return fields, "\n".join(lines[ends[0] + 1 :])


def _header_lines(text: str) -> tuple[dict[str, str], str] | None:
    """Take the lines before the first blank one, if each of them is a header line."""
    head, _, body = text.lstrip("\n").partition("\n\n")
    matches = [_KEY.fullmatch(line.strip()) for line in head.split("\n")]
    found = {m[1].lower(): m[2].strip() for m in matches if m}
    are_headers = all(matches) and found.keys() <= keys_of("header lines").keys()
    if not are_headers or (len(matches) == 1 and not body):
        return None
    return {k: v for k, v in found.items() if v}, body


def _first_line(body: str) -> str | None:
    line = body.split("\n", 1)[0].strip().lstrip("# ").strip()
    is_whole = line == body.strip()
    if is_whole or not line or len(line.split()) > _TITLE_WORDS or line[-1] in '.!:,;”"':
        return None
    return line


def read_docx(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read a Word document: its paragraphs, and the cells of its tables row by row."""
    with extra_for("read .docx files", "python-docx", "office"):
        import docx
        from docx.table import Table
    lines = []
    with damaged("Word document"), zipfile.ZipFile(io.BytesIO(data)) as packed:
        formats.list_files(packed, readers.MOST_BYTES)  # refuses what unpacks to too much
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    yield from _read_words("\n\n".join(lines))


def read_rtf(text: str) -> Iterator[Item]:
    """
    Read a document in Rich Text Format.

    Examples
    --------
    >>> [r.fields["text"] for r in read_rtf(r"{\\rtf1\\ansi It rained, \\'93hard\\'94.\\par}")]
    ['It rained, “hard”.']
    """
    with extra_for("read .rtf files", "striprtf", "office"):
        from striprtf.striprtf import rtf_to_text
    yield from _read_words(rtf_to_text(text, errors="ignore"))


def _read_words(text: str) -> Iterator[Item]:
    if not text.strip():
        raise ReadError("the document holds no words")
    return formats.read_text(text, ".txt")


def read_pdf(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """Read the layer of text of a PDF, page after page; pages that are pictures of text are counted."""
    with extra_for("read .pdf files", "pypdf", "pdf"):
        import pypdf
        from pypdf.errors import PyPdfError
    with damaged("PDF", PyPdfError):
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    written = [page.strip("\n") for page in pages if page.strip()]
    if not written:
        raise ReadError(f"a PDF without text, as scanned pages are: {_SCANNED}")
    if n := len(pages) - len(written):
        yield Note("lost", "pages of PDF without text", _SCANNED, n)
    yield from formats.read_text("\n\n".join(written), ".txt")
