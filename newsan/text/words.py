"""Words of a text as they are compared: what spelling, case and marks do to them is undone, offsets stay."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from newsan import lexicons
from newsan.text.marks import quoted_regions
from newsan.text.segment import INVISIBLE

_NUMBERS = {r["word"]: r["value"] for r in lexicons.rows("number_words")}
_MODALS = lexicons.words("function_words", "modal")
_NEGATIONS = lexicons.words("function_words", "negation")
SMALL_WORDS = frozenset().union(*(
    lexicons.words("function_words", kind)
    for kind in ("small word", "auxiliary", "pronoun", "preposition", "determiner")
))  # fmt: skip
_ENDINGS = ("'s", "ing", "ed", "es", "s", "e", "d")
STEM = 5  # letters by which forms of a word are one: attack, attacked
_TIMES = {"hundred": 100, "thousand": 1000}
_DIGITS = 15  # of the longest figure that a number word multiplies
_NOT = {"cannot": "can", "can't": "can", "won't": "will", "shan't": "shall"}
MOST = 0.6  # of a text's words between quotation marks: the others say who said them
_HIDDEN = INVISIBLE.pattern.removesuffix("+")
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_INNER = rf"(?:{_HIDDEN}*(?:['’ʼ](?={_HIDDEN}*[^\W\d_]))?{_HIDDEN}*(?:{_LETTER}|\d))*"
_TOKEN = re.compile(
    r"(?<![^\W_])[-−]?\d+(?:[.,]\d+)*"  # -5, 1,000, 3.5
    rf"{_INNER}"  # 30th, 5pm
    r"|(?:[A-Za-z]\.)+[A-Za-z](?![^\W_])"  # U.S
    rf"|{_LETTER}{_INNER}"
    r"|[%$€£₴]"
)
_GROUPED = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Marks of something left out, brackets around them with them.
_ELLIPSIS = re.compile(r"[\[(]?\s*(?:…|\.{2,}|(?:\. ){2,}\.)\s*[\])]?")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_ENDS = frozenset('.?!:…\n"“”«»')  # what may end a sentence or a quotation, or begin one
_SHORT = 3  # letters of a capitalised word that a full stop may only cut short: Mr., Gen.
# What a body can be called, by the last word of its name or the first before `of` and `for`.
BODIES = lexicons.words("nouns", "body")
DOCUMENTS = lexicons.words("nouns", "document")
# What one person can be called, by the pronoun that goes with it.
_PERSONS = {r["word"]: r["pronoun"] for r in lexicons.rows("nouns") if r["kind"] == "person"}
_GENDERED = {"woman": "she", "man": "he", "ess": "she"}
_OF_PERSONS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "person")
NO_PERSONS = DOCUMENTS | lexicons.words("nouns", "no person")


class Word(NamedTuple):
    """A word as it is compared, where it stands, and what changing it would change."""

    key: str
    start: int
    end: int
    kind: str  # number, negation, modal, name or word
    is_bracketed: bool = False
    after_gap: bool = False  # marks of something left out stand before it
    is_first: bool = False  # of a sentence, or after a mark that opens or closes a quotation


def words(text: str) -> list[Word]:
    """
    Return the words of a text in order.

    Case, accents, kinds of apostrophe, invisible characters, hyphens and grouped thousands make no
    difference, nor do figures against words (*twelve*, 12; *thirty-five*, 35) and *n't* against *not*: a word
    such as *don't* is two at one place. A name is a capitalised word inside a sentence.

    Examples
    --------
    >>> [(w.key, w.kind) for w in words("They won’t hold Veldany’s 1,200 cross-roads.")][1:6]
    [('will', 'modal'), ('not', 'negation'), ('hold', 'word'), ("veldany's", 'name'), ('1200', 'number')]
    >>> [(w.key, w.is_bracketed, w.after_gap) for w in words("He … [Brevik] left")][1]
    ('brevik', True, True)
    """
    gaps = [m.end() for m in _ELLIPSIS.finditer(text)]
    brackets = [m.span() for m in _BRACKETED.finditer(text)]
    read: list[Word] = []
    is_loud = text.isupper()  # and its capitals tell no names
    at = gap = bracket = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while bracket < len(brackets) and brackets[bracket][1] <= start:
            bracket += 1
        inside = bracket < len(brackets) and brackets[bracket][0] < start
        left_out = gap < len(gaps) and gaps[gap] <= start
        while gap < len(gaps) and gaps[gap] <= start:
            gap += 1
        is_first = is_loud or not read or _is_end(text, read[-1].start, at, start)
        keys = _keys(match.group())
        whole = _product(text[read[-1].start : end], read[-1].key, keys[0]) if read else None
        if whole is not None:
            read[-1] = read[-1]._replace(key=whole, end=end)
            at = end
            continue
        for key in keys:
            kind = _kind(key, match.group(), is_first=is_first)
            read.append(Word(key, start, end, kind, inside, left_out, is_first))
            left_out = is_first = False
        at = end
    return read


def told(text: str) -> list[Word]:
    """
    Return the words that a text gives as somebody's: those between quotation marks, if most of its words are.

    Examples
    --------
    >>> [w.key for w in told("“We left,” she said, “too late.”")]
    ['we', 'left', 'too', 'late']
    >>> len(told("She called it “a lie” and left the room."))
    9
    """
    every = words(text)
    regions = quoted_regions(text)
    inside = [[w for w in every if r.start <= w.start < r.end] for r in regions]
    inside = [[own[0]._replace(after_gap=True), *own[1:]] for own in inside if own]
    n = sum(map(len, inside))
    return [w for own in inside for w in own] if n > MOST * len(every) else every


def stem(key: str) -> str:
    """
    Return what forms of a word have in common: its first letters, without an ending.

    Examples
    --------
    >>> stem("attackers"), stem("dams"), stem("dam's")
    ('attac', 'dam', 'dam')
    """
    ending = next((e for e in _ENDINGS if key.endswith(e) and len(key) > len(e) + 2), "")
    return key.removesuffix(ending)[:STEM]


def _is_end(text: str, before: int, end: int, start: int) -> bool:
    """Return whether a sentence or quotation begins after a word and the marks that follow it."""
    marks = text[end:start]
    is_short = end - before <= _SHORT and text[before].isupper()
    return not _ENDS.isdisjoint(marks) and not (is_short and marks.strip() == ".")


def _keys(token: str) -> list[str]:
    plain = INVISIBLE.sub("", token)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", lexicons.straight(plain).replace("−", "-"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    low = plain.casefold()
    if low in _NOT:
        return [_NOT[low], "not"]
    if low.endswith("n't"):
        return [low.removesuffix("n't"), "not"]
    if _GROUPED.fullmatch(low):
        low = low.replace(",", "")
    return [_NUMBERS.get(low, low.replace(".", "") if low[:1].isalpha() else low)]


def _product(written: str, first: str, second: str) -> str | None:
    """Return the figure of two number words that are one number: *thirty-five*, *6 hundred*."""
    if not first.isdecimal() or len(first) > _DIGITS:
        return None
    if not re.fullmatch(r"(?:\w|,(?=\d))+(?:-\w+)?[ -]\w+", written):
        return None
    if second in _TIMES:
        return str(int(first) * _TIMES[second])
    is_spelt = second.isdecimal() and not any(c.isdigit() for c in written)
    is_sum = is_spelt and int(first) in range(20, 100, 10) and int(second) in range(1, 10)
    return str(int(first) + int(second)) if is_sum else None


def _kind(key: str, token: str, *, is_first: bool) -> str:
    if any(c.isdigit() for c in key) or key in _NUMBERS or key in "%$€£₴":
        return "number"
    if key in _NEGATIONS:
        return "negation"
    if key in _MODALS:
        return "modal"
    return "name" if token[0].isupper() and not is_first and key != "i" else "word"


def pronoun_of(noun: str) -> str | None:
    """
    Return `he`, `she` or `either` for a noun that stands for one person, None for any other.

    Examples
    --------
    >>> [pronoun_of(n) for n in ("spokeswoman", "driver", "government")]
    ['she', 'either', None]
    """
    if noun in _PERSONS:
        return _PERSONS[noun]
    if noun in NO_PERSONS or noun.endswith("ment"):
        return None
    for ending, own in _GENDERED.items():
        if noun.endswith(ending):
            return own
    return "either" if noun.endswith(_OF_PERSONS) else None
