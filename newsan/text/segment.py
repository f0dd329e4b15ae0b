"""Tokens, sentences and paragraphs as half-open character offsets."""

from __future__ import annotations

import re

from newsan import lexicons

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}(?:-\w+)*"  # U.S., D.C., D.C.-based
    r"|[A-Z]\.(?=\s[A-Z])"  # a middle initial
    r"|[A-Z]['’][A-Z]\w+"  # O'Neill
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Jr|Sr|St|Prof|Rev)\.(?=\s)"
    r"|[A-Z]-(?:[A-Z][a-z]*\.)+"  # (D-S.C.)
    r"|\d[\d,.]*\d"
    r"|['’](?:s|S|re|ve|ll|d|m)\b"
    r"|\w+(?:[-‑]\w+)*(?:['’]t\b)?"
    r"|\.\.+|--+|[^\w\s]"
)

# Soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
_SEEN = re.compile(r"\S")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")  # without the white space at its ends

# A full stop, then marks that close, white space, and something that can open a sentence.
_BREAK = re.compile(
    r"(?:…|(?<![.?!])[.?!]++)[\"”’'»)\]]*+(?=\s+[\"“„‘'«(\[—–-]*\s?[\[(]?[A-ZÀ-ÞА-ЯЁІЇЄҐ\d\"“‘«])"
)

_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Cmdr|Adm|Brig|Jr|Sr|St|"
    r"Cpl|Pvt|Pfc|Spc|Cdr|Supt|Insp|Det|Asst|Amb|Atty|Del|Ald|Msgr|Prof|Pres|Rev|Fr|Hon|Ft|Mt|"
    r"vs|v|No|Nos|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    r"a\.m|p\.m|approx|est|Ave|Blvd|Fig|etc|e\.g|i\.e)|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_MAY_END = re.compile(r"(?:(?:[A-Za-z]\.)+[A-Za-z]|Jr|Sr|Del|Inc|Corp|Co|Ltd|a\.m|p\.m|etc)\.$")
_OPENERS = lexicons.words("function_words", "opens a sentence")


def tokens(text: str) -> list[tuple[int, int]]:
    """
    Split a text into tokens.

    Words keep inner hyphens, initials and titles keep their dots, clitics ("'s") stand alone, and
    any other mark is a token of its own; white space belongs to none.

    Returns
    -------
    spans
        `(start, end)` pairs in order.

    Examples
    --------
    >>> text = "The U.S. envoy's plane left."
    >>> [text[a:b] for a, b in tokens(text)]
    ['The', 'U.S.', 'envoy', "'s", 'plane', 'left', '.']
    """
    return [m.span() for m in _TOKEN.finditer(text)]


def lower(text: str) -> str:
    """
    Return a text in lower case, letter by letter, so that its offsets stay.

    Examples
    --------
    >>> lower("VELDANY"), len("İ".lower()), len(lower("İ"))
    ('veldany', 2, 1)
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[0] for c in text)


def running(text: str) -> str:
    """
    Return words as running text: what is seen, with one blank for all white space.

    Examples
    --------
    >>> running("Os\\u00adtrell\\nspoke")
    'Ostrell spoke'
    """
    seen = text if text.isascii() else INVISIBLE.sub("", text)
    return " ".join(seen.split())


def paragraphs(text: str) -> list[tuple[int, int]]:
    """
    Split a text into paragraphs.

    A newline ends a paragraph, as in most news feeds; wrapped lines are joined before, in the copy
    that is read (`newsan.document.normalise`).

    Returns
    -------
    spans
        `(start, end)` pairs without surrounding white space, in order; blank ones are left out.

    Examples
    --------
    >>> paragraphs("One.\\n\\nTwo.")
    [(0, 4), (6, 10)]
    """
    return [m.span() for m in _LINE.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """
    Split a text into sentences, never across a paragraph.

    A sentence ends at `.`, `?` or `!` with the marks that close after it, before white space and a
    capital, a digit or an opening mark; not after titles, initials, month names and other
    abbreviations.

    Returns
    -------
    spans
        `(start, end)` pairs without surrounding white space, in order.

    Examples
    --------
    >>> text = "Gen. Ostrell said no. “Never,” she added."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Gen. Ostrell said no.', '“Never,” she added.']
    """
    spans = []
    for start, end in paragraphs(text):
        begin = start
        for m in _BREAK.finditer(text, start, end):
            if _is_abbreviation(text, begin, m):
                continue
            if _is_inner(text, m, end):
                continue
            spans.append((begin, m.end()))
            begin = m.end()
            while begin < end and text[begin].isspace():
                begin += 1
        if begin < end:
            spans.append((begin, end))
    return spans


def _is_abbreviation(text: str, begin: int, match: re.Match[str]) -> bool:
    """Return whether the full stop of a match belongs to a title, an initial or a short form."""
    if not match.group().startswith(".") or len(match.group()) > 1:
        return False
    before = text[max(begin, match.start() - 12) : match.start() + 1]
    if not _ABBREVIATION.search(before):
        return False
    following = _TOKEN.search(text, match.end())
    word = following.group().lower() if following else ""
    return not (_MAY_END.search(before) and word in _OPENERS)


def _is_inner(text: str, match: re.Match[str], end: int) -> bool:
    """Return whether “...!” or “...?” is followed by its own tag (“Why?” He said is two, he said one), or signed."""
    after = _SEEN.search(text, match.end(), end)
    return after is not None and (after.group().islower() or after.group() in "—–―")
