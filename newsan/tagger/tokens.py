"""Text into pieces: a token with the white space after it, and what the network sees of each."""

from __future__ import annotations

import functools
import re
import zlib

from newsan.text import Region, quoted_regions

PIECE = re.compile(
    r"(?:"
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|St|Prof|Rev)\."
    r"|\d[\d,.]*\d(?!\w)"
    r"|['’](?:s|S|re|ve|ll|d|m)\b"
    r"|\w+(?:-\w+)*(?:['’]t\b)?"
    r"|\.\.+|--+|''|``|’’|‘‘"
    r"|[^\w\s]"
    r")\s*"
)

# What a token is to the structure: bits of one byte.
OPENS, CLOSES, STRAIGHT, ENDS, BEGINS, BREAKS, SHUTS, SPACED = (1 << k for k in range(8))

# The hashed tables, in the order of the feature columns after the word: rows of each.
HASHED = {"last_3": 4096, "first_3": 4096, "shape": 128, "last_2": 512}

# Words and marks at the edges of spans that tell the linker what belongs together.
KINDS = (
    (",",), (":",), (".", "?", "!", ";"), ('"',), ("—", "-", "("), ("to",), ("that",),
    ("said", "says", "say", "saying"), ("according",), ("who", "which"),
    ("he", "she", "it", "they", "i", "we", "you"), ("and", "but", "or"), ("as",), ("by",), ("of",),
    ("'s",), ("told", "tells"), ("in", "on", "at", "with", "during"),
)  # fmt: skip
_KIND = {word: number for number, words in enumerate(KINDS, 1) for word in words}

_OPENING = frozenset({"“", "«", "‟", "``", "‘‘"})
_CLOSING = frozenset({"”", "»", "’’"})
_EITHER = frozenset({'"', "''"})
_DOUBLE = _OPENING | _CLOSING | _EITHER
_HAS_SINGLE = re.compile(r"(?:^|[\s(\[—–-])['‘](?!['‘])\S")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "—", "‑": "-", "\u00a0": " "})


class _Shapes(dict[int, str]):
    """What a character is to a token's shape: X, x, d, or itself; read at first sight."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).translate(_FOLDED)
        if letter.isdecimal():
            letter = "d"
        elif letter.isalnum():
            letter = "X" if letter.isupper() else "x"
        self[code] = letter
        return letter


_SHAPES = _Shapes()
_RUN = re.compile(r"(.)\1+", re.DOTALL)


def fold_marks(text: str, regions: list[Region] | None = None) -> str:
    """
    Write rare pairs of quotation marks as curly double ones, character by character.

    `„ “` become `“ ”`, and so do single marks where they are the outer ones (the British manner;
    double ones within become single); apostrophes stay. Offsets into the text stay true. `regions`
    are the text's quoted stretches, where they are known already.

    Examples
    --------
    >>> fold_marks("„Nein“, sagte sie.")
    '“Nein”, sagte sie.'
    >>> fold_marks("‘It’s late,’ she said.")
    '“It’s late,” she said.'
    """
    if "„" in text:
        return text.replace("“", "”").replace("„", "“")
    if _HAS_SINGLE.search(text):
        letters = list(text)
        for region in quoted_regions(text) if regions is None else regions:
            if text[region.outer_start] not in "'‘":
                continue
            for at in range(region.start, region.end):
                if text[at] in '“”"':
                    letters[at] = "'"
            letters[region.outer_start] = "“"
            if region.is_closed:
                letters[region.outer_end - 1] = "”"
        return "".join(letters)
    return text


def pieces(text: str) -> tuple[int, list[str]]:
    """
    Split a text into tokens, each with the white space that follows it.

    Returns
    -------
    lead, pieces
        The length of the white space before the first token, and the pieces in order; lead and
        the lengths of the pieces add up to the length of the text.

    Examples
    --------
    >>> pieces(" Mr. Ostrell's note. ")
    (1, ['Mr. ', 'Ostrell', "'s ", 'note', '. '])
    """
    return len(text) - len(text.lstrip()), PIECE.findall(text)


@functools.lru_cache(maxsize=1024)
def form(token: str) -> str:
    """
    Return the word a token counts as: lower case, one kind of apostrophe, dash and double mark.

    Examples
    --------
    >>> form("Don’t"), form("«"), form("--")
    ("don't", '"', '—')
    """
    if token in _DOUBLE:
        return '"'
    if token.startswith("--"):
        return "—"
    return token.lower().translate(_FOLDED)


@functools.lru_cache(maxsize=1 << 16)
def hashed(token: str) -> tuple[int, ...]:
    """
    Return a token's rows in the hashed tables: last three letters, first three, shape, last two.

    Examples
    --------
    >>> hashed("Kessrin")[:3] == hashed("Vossrin")[:1] + hashed("Kesdal")[1:2] + hashed("Dorna")[2:3]
    True
    """
    word = form(token)
    letters = word if token in _DOUBLE else token.translate(_SHAPES)
    shape = _RUN.sub(r"\1", letters)
    keys = ("s" + word[-3:], "p" + word[:3], "S" + shape[:8], "2" + word[-2:])
    return tuple(map(_row, keys, HASHED.values()))


@functools.lru_cache(maxsize=1 << 16)
def _row(key: str, size: int) -> int:
    """Return the row that a key stands in, of so many."""
    return zlib.crc32(key.encode("utf-8", "replace")) % size


def flags(piece: str) -> int:
    """
    Return what a piece is to the structure, as bits.

    Examples
    --------
    >>> flags(".\\n") == ENDS | BREAKS | SPACED
    True
    >>> flags("«") == OPENS
    True
    """
    token = piece.rstrip()
    space = piece[len(token) :]
    bits = 0
    if token in _OPENING:
        bits |= OPENS
    elif token in _CLOSING:
        bits |= CLOSES
    elif token in _EITHER:
        bits |= STRAIGHT
    elif token in {".", "?", "!", "…"} or token.startswith(".."):
        bits |= ENDS
    elif token in {")", "]", "'", "’"}:
        bits |= SHUTS
    elif token[0].isupper() or token[0].isdigit() or token in {"(", "[", "‘"}:
        bits |= BEGINS
    if space:
        bits |= SPACED
    if "\n" in space:
        bits |= BREAKS
    return bits


def kind(token: str) -> int:
    """
    Return which of `KINDS` a token is of, counted from 1; 0 for none.

    Examples
    --------
    >>> kind("That") == kind("that") == 7
    True
    """
    return _KIND.get(form(token), 0)
