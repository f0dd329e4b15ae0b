"""Speakers' phrases: where the head ends, and whether a name in one is the speaker or only modifies."""

from __future__ import annotations

import re

from newsan.actors.full_names import TITLES
from newsan.actors.mention import Mention
from newsan.text.nouns import DOCUMENTS

_NICKNAME = re.compile(
    r"\b(?:known|who goes|writing|posting|publishing) (?:only )?(?:as|by|under)\b"
)
# Where a phrase's head ends: an apposition, a clause, an occasion, an emphasis.
_TAIL = re.compile(
    r",\s|\s(?:who|which|whose|where)\s|\s[—–(]|"
    r"\s(?:himself|herself|itself|themselves|last night|yesterday)\b|"
    r"\s(?:(?:[a-z]+ed |out )?(?:on|late|early|last)|[a-z]+ed|out) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"(?! (?:by|from) )|"
    r"\s(?:on|during|via) (?:his|her|its|their|the|a)\s"
)
_LAST_RUN = re.compile(r"(?:[^\W\d_a-z][\w’'.-]*+[ )]?)+\Z")  # of capitalised words
_GOVERNS = re.compile(
    r"\b(?:of|to|for|with|by|from|against|at|in|under) (?:the )?(?:(?:[A-Z][\w.’'-]* )+and )?\Z"
)
_GOVERNED = re.compile(
    r"\s(?:of|to|for|with|by|from|against|at|in|under)\s(?:the\s)?(?P<name>[^\W\d_a-z])"
)
_WRITTEN = re.compile(
    rf"\b(?:{'|'.join(sorted(DOCUMENTS))}|e-?mail|affidavit|declaration|analysis|text|note|essay|column)s? "
    rf"(?:\w+ ){{0,8}}(?:from|by) (?:the )?\Z"
)
_SPEAKS_FOR = re.compile(
    r"(?:.*\b)?(?:statement|assessment|report|data|spokes\w+|officials?|estimates?|"
    r"figures?|source|post)\s+(?:\w+\s+)?"
)
_TITLED = (TITLES | {"former", "late", "then"}) - {"staff"}  # `the chief of staff Mara Ostrell`
_MODIFIES = re.compile(r"['’]s?\s+\w")
_GOES_ON = re.compile(
    r"\s+(?!(?:and|or|of|from|in|for|at|with|who|on|during|via|after|as|when|whose)\s)[a-z]\w+"
)
_GOVERNOR = re.compile(r"(.*)\b(?:of|to|for|by|against|in|at|from|with) [^,]*$")
_OF_BODY = re.compile(
    r"(?:['’]s?\s+)?(?:media|press service|spokes\w+|officials?|estimates?|statement|data|"
    r"analysts?|report|assessment|information|bulletin|\([A-Z]+\)|in\b|on\b|channel|side|monitoring\b|"
    r"project|news agency|agency|newspaper|itself)"
)


def head(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """
    Return the part of a phrase before its apposition or relative clause.

    Examples
    --------
    >>> phrase = "the Tilden Institute, which is in Veldany"
    >>> phrase[slice(*head(phrase, (0, len(phrase))))]
    'the Tilden Institute'
    """
    words = text[slice(*span)]
    m = None if _NICKNAME.search(words) else _TAIL.search(words)
    return (span[0], span[0] + m.start()) if m else span


def ends_in_name(words: str) -> bool:
    """
    Tell whether a phrase ends in a name that no preposition governs.

    Examples
    --------
    >>> ends_in_name("Mayor Mara Ostrell"), ends_in_name("an aide to Ostrell")
    (True, False)
    """
    last = _LAST_RUN.search(words)
    return last is not None and not is_governed(words[: last.start()], but_written=False)


def is_governed(before: str, *, but_written: bool = True) -> bool:
    """
    Tell by what comes before a name that it only completes a phrase.

    Not so in `a letter from Ostrell`, which is as much as she herself, unless that is to count as well.

    Examples
    --------
    >>> is_governed("an aide to "), is_governed("a letter from ")
    (True, False)
    """
    words = before.rstrip().split(" ")
    while words and words[-1].strip(".").casefold() in _TITLED:
        words.pop()
    before = " ".join(words) + " " if words != [""] else ""
    written = but_written and _WRITTEN.search(before) is not None
    return _GOVERNS.search(before) is not None and not written


def ungoverned(words: str) -> str:
    """
    Leave out what completes a phrase: in `a source close to Ostrell`, whom the source is close to.

    Examples
    --------
    >>> ungoverned("a source close to Ostrell"), ungoverned("a letter from Ostrell")
    ('a source close', 'a letter from Ostrell')
    """
    m = _GOVERNED.search(words)
    return words[: m.start()] if m and not _WRITTEN.search(words[: m.start("name")]) else words


def modifies(text: str, mention: Mention, phrase: tuple[int, int]) -> bool:
    """Tell whether a name only modifies the head of a phrase: Ostrell's envoy, an aide to Ostrell."""
    after = text[mention.end : phrase[1]]
    if _MODIFIES.match(after) or is_governed(text[phrase[0] : mention.start]):
        return True
    return _GOES_ON.match(after) is not None


def is_head(text: str, mention: Mention, phrase: tuple[int, int]) -> bool:
    """Tell whether an institution's name ends a phrase, or is followed only by a place."""
    after = text[mention.end : phrase[1]].strip()
    governor = _GOVERNOR.match(text[phrase[0] : mention.start].casefold())
    if governor:
        return _SPEAKS_FOR.fullmatch(governor[1]) is not None
    return not after or _OF_BODY.match(after) is not None
