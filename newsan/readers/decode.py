"""Bytes to text: encoding guessed, mojibake repaired, binary files refused."""

from __future__ import annotations

from newsan.errors import ReadError

_MARKS = (  # byte order marks; the longer one first where one begins with another
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WESTERN = (
    "cp1252"  # what English pages that are not UTF-8 mostly are: preferred when it fits as well
)
_SAMPLE = 65_536  # bytes looked at when an encoding has to be guessed
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


def text(data: bytes) -> tuple[str, str]:
    """
    Decode the bytes of a text file.

    UTF-8 and byte order marks are taken at their word; anything else is guessed by
    charset-normalizer. ftfy then repairs text that was decoded wrongly before it was saved
    ("â€œ"), leaving curly quotation marks and ligatures alone, and line ends become newlines.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    text, note
        The text, and what was guessed or repaired in words ("" if nothing was).

    Raises
    ------
    ReadError
        The bytes are not text.

    Examples
    --------
    >>> text("“Да,” she said.".encode("utf-8"))
    ('“Да,” she said.', '')
    >>> text(b"\\x00\\x01\\x02 not text")
    Traceback (most recent call last):
    ...
    newsan.errors.ReadError: not a text file (it holds control bytes)
    """
    decoded, note = _decoded(data)
    repaired = repair(decoded)
    if repaired != decoded.replace("\r\n", "\n").replace("\r", "\n"):
        note = f"{note}; repaired mojibake" if note else "repaired mojibake"
    return repaired, note


def repair(given: str) -> str:
    """
    Repair mojibake and line ends of a text, changing nothing else.

    Examples
    --------
    >>> repair("â€œNoâ€\\x9d, she said")
    '“No”, she said'
    >>> repair("“ﬁne” … ½")
    '“ﬁne” … ½'
    """
    import ftfy

    lines = given.replace("\r\n", "\n").replace("\r", "\n")
    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text(lines, config).removeprefix("\ufeff")


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff"), ""
            except UnicodeDecodeError as error:
                raise ReadError(f"broken {encoding} text at byte {error.start}") from None
    if _is_binary(data):
        raise ReadError("not a text file (it holds control bytes)")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _guessed(data)


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\x00" in sample or sum(b in _CONTROL for b in sample) > 0.02 * len(sample)


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    found = from_bytes(data)
    best = found.best()
    if best is None:
        raise ReadError("not a text file in any known encoding; save it as UTF-8")
    if _WESTERN in best.could_be_from_charset or any(
        m.encoding == _WESTERN and m.chaos <= best.chaos for m in found
    ):
        return data.decode(_WESTERN), f"encoding guessed: {_WESTERN}"
    return str(best), f"encoding guessed: {best.encoding}"
