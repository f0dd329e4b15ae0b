"""Bytes to text: encoding guessed, binary files refused; and text that was decoded wrongly, repaired."""

from __future__ import annotations

import contextlib
import itertools
import re

from newsan.errors import ReadError
from newsan.language import script

_MARKS = (  # byte order marks; the longer one first where one begins with another
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Told apart by what their letters and marks stand beside; the first of those that fit as well is taken.
_CANDIDATES = ("cp1252", "mac_roman", "cp1251", "koi8_r", "cp1250", "mac_cyrillic", "cp866")
_SURE = 0.75  # a mean score below it is left to charset-normalizer
_SCORED = 2_000_000  # bytes of which they are
_ASCII = bytes(range(128))
# what `surrogateescape` makes of bytes that are no UTF-8, as cp1252 has them
_WESTERN = {0xDC00 + b: bytes([b]).decode("cp1252", "replace") for b in range(128, 256)}
_LOOKED_AT = 3_000  # characters beyond ASCII that are scored
_BEYOND = re.compile(r"(?s)(?<=(.))([^\x00-\x7f])(?=(.))")  # each with the characters beside it
_SAMPLE = 65_536  # bytes looked at when an encoding has to be guessed
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


def text(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """
    Decode the bytes of a text file.

    UTF-8 and byte order marks are taken at their word; anything else is guessed: the encoding in which
    quotation marks, dashes and letters stand where such do, else what charset-normalizer takes it for.
    Line ends become newlines. What was decoded wrongly before it was saved ("â€œ") is left to `repair`.

    The second value says in words what was guessed ("" if nothing was).

    Raises
    ------
    ReadError
        The bytes are not text, or not in `encoding`.

    Examples
    --------
    >>> text("“Да,” she said.".encode("utf-8"))
    ('“Да,” she said.', '')
    >>> text(b"\\x00\\x01\\x02 not text")
    Traceback (most recent call last):
    ...
    newsan.errors.ReadError: not a text file (it holds control bytes)
    """
    decoded, note = _decode(data) if encoding is None else (_decode_as(data, encoding), "")
    return lines(decoded), note


def lines(given: str) -> str:
    """Return a text with newlines at the ends of its lines, and no byte order mark."""
    return given.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def whole(given: str) -> str:
    """Return a text without halves of characters, which no file can hold."""
    return given.encode("utf-8", "replace").decode("utf-8")


def repair(given: str) -> str:
    """
    Repair mojibake, halves of characters and line ends of a text, by ftfy, changing nothing else.

    Curly quotation marks and ligatures stay.

    Examples
    --------
    >>> repair("â€œNoâ€\\x9d, she said")
    '“No”, she said'
    >>> repair("“ﬁne” … ½")
    '“ﬁne” … ½'
    """
    import ftfy

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
    return ftfy.fix_text(lines(given), config).removeprefix("\ufeff")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise ReadError(
            f"encoding={encoding!r} is no encoding: give one such as 'cp1252'"
        ) from None
    except UnicodeDecodeError as error:
        raise ReadError(f"not {encoding}: its byte {error.start} is none of that") from None


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff"), ""
            except UnicodeDecodeError as error:
                raise ReadError(f"broken {encoding} text at byte {error.start}") from None
    sample = data[:_SAMPLE]
    if b"\x00" in sample or sum(b in _CONTROL for b in sample) > 0.02 * len(sample):
        raise ReadError("not a text file (it holds control bytes)")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _guess(data)


def _decode_damaged(data: bytes) -> tuple[str, str] | None:
    """Read text of which most, and not all, is UTF-8: cut off, or put together from two encodings."""
    shown = data.decode("utf-8", "replace")
    wrong = shown.count("\ufffd")
    if 2 * wrong > len(shown) - len(shown.encode("ascii", "ignore")):
        return None
    text = data.decode("utf-8", "surrogateescape").translate(_WESTERN)
    return text, f"{wrong} of its characters are no UTF-8 and were read as cp1252"


def _guess(data: bytes) -> tuple[str, str]:
    if (mended := _decode_damaged(data)) is not None:
        return mended
    begin = max(len(data) - len(data.lstrip(_ASCII)) - 1, 0)
    readings = []
    for rank, encoding in enumerate(_CANDIDATES):
        with contextlib.suppress(UnicodeDecodeError):
            shown = data[begin : begin + _SCORED].decode(encoding)
            readings.append((_fit(shown), -rank, encoding))
    best = sorted((r for r in readings if r[0] >= _SURE), reverse=True)
    for _, _, encoding in best:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), f"encoding guessed: {encoding}"
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is not None:
        return str(found), f"encoding guessed: {found.encoding}"
    raise ReadError("not a text file in any known encoding; save it as UTF-8")


def _fit(text: str) -> float:
    """Return how well the characters beyond ASCII stand where such do: 1 for all, less for odd ones."""
    found = list(itertools.islice(_BEYOND.finditer(f" {text} "), _LOOKED_AT))
    return sum(_score(*m.groups()) for m in found) / max(len(found), 1)


def _score(before: str, mark: str, after: str) -> float:
    inside = before.isalnum() and after.isalnum()
    if mark.isalpha():
        if not before.isalpha() and (mark.isupper() or not after.isalpha()):
            return 0.8 if after.isalpha() else 0.6  # "Élysée", "à": a mark that fits is likelier
        return min(_beside(before, mark), _beside(mark, after))
    if mark in "“”„‘":
        return -1.0 if inside or (before.isspace() and after.isspace()) else 1.0
    if mark in "’«»":
        return -1.0 if inside and mark != "’" else 1.0
    if mark in "–—…•\xa0":
        return 0.5 if after.isalnum() and not before.isalnum() else 1.0
    return 0.5 if mark in "€£§©®°№·½¼¾²³™" else -1.0


def _beside(one: str, other: str) -> float:
    """Score two neighbours: letters of one script, and no capital after a small letter."""
    if not (one.isalpha() and other.isalpha()):
        return 1.0
    if script(one) != script(other) or (one.islower() and other.isupper()):
        return -1.0
    # words of western languages seldom have two accented letters in a row
    return 0.5 if min(one, other) > "\x7f" and script(one) == "LATIN" else 1.0
