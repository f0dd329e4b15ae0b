"""Documents of word processors, by python-docx and striprtf (extra `office`); exports in them are read as such."""

from __future__ import annotations

import io
from collections.abc import Iterator

from newsan.errors import ReadError, missing_extra
from newsan.readers import archive, formats
from newsan.readers.record import BROKEN, Item


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
        from docx.opc.exceptions import PackageNotFoundError
        from docx.table import Table
    except ImportError:
        raise missing_extra("python-docx", "office", "read .docx files") from None
    archive.check(data, "Word document")
    lines = []
    try:
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except (PackageNotFoundError, SyntaxError, *BROKEN) as error:  # lxml's is a SyntaxError
        raise ReadError(f"not a Word document that can be read: {error}") from None
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
