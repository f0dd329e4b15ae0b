"""PDF with a layer of text, by pypdf (extra `pdf`); an export in it is read as such."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from newsan.errors import ReadError, missing_extra
from newsan.readers import formats
from newsan.readers.record import Item, Note, damaged

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings are printed

_REMEDY = "have its words recognised (OCR), or save them as .txt"


def read(data: bytes, encoding: str | None = None) -> Iterator[Item]:
    """
    Read the text of a PDF, page after page; pages that are pictures of text are counted.

    Raises
    ------
    MissingExtra
        pypdf is not installed.
    ReadError
        The file is broken, locked with a password, or holds no text.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise missing_extra("pypdf", "pdf", "read .pdf files") from None
    with damaged("PDF", PyPdfError):
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    written = [page.strip("\n") for page in pages if page.strip()]
    if not written:
        raise ReadError(f"a PDF without text, as scanned pages are: {_REMEDY}")
    if n := len(pages) - len(written):
        yield Note("lost", "pages of PDF without text", _REMEDY, n)
    yield from formats.read_text("\n\n".join(written), ".txt")
