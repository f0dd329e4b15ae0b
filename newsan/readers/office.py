"""Documents of word processors, by python-docx and striprtf (extra `office`); exports in them are read as such."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from newsan import readers
from newsan.errors import ReadError, missing_extra
from newsan.readers import archive, formats
from newsan.readers.record import Item, damaged


def read_docx(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read a Word document: its paragraphs, and the cells of its tables row by row.

    Raises
    ------
    MissingExtra
        python-docx is not installed.
    ReadError
        The file is broken, or locked with a password.
    """
    try:
        import docx
        from docx.table import Table
    except ImportError:
        raise missing_extra("python-docx", "office", "read .docx files") from None
    lines = []
    with damaged("Word document"), zipfile.ZipFile(io.BytesIO(data)) as packed:
        archive.listed(packed, readers.MOST_BYTES)  # refuses what unpacks to too much
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    yield from _words("\n\n".join(lines))


def read_rtf(text: str) -> Iterator[Item]:
    """
    Read a document in Rich Text Format.

    Raises
    ------
    MissingExtra
        striprtf is not installed.

    Examples
    --------
    >>> [r.fields["text"] for r in read_rtf(r"{\\rtf1\\ansi It rained, \\'93hard\\'94.\\par}")]
    ['It rained, “hard”.']
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise missing_extra("striprtf", "office", "read .rtf files") from None
    yield from _words(rtf_to_text(text, errors="ignore"))


def _words(text: str) -> Iterator[Item]:
    if not text.strip():
        raise ReadError("the document holds no words")
    return formats.read_text(text, ".txt")
