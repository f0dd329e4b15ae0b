"""Noun phrases side by side: who speaks in a speaker's phrase, and what a text says of whom."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from newsan import lexicons
from newsan.actors.names import NOT_NAMES, TITLES
from newsan.document import Document
from newsan.tagger.spans import Phrase
from newsan.text.words import BODIES, DOCUMENTS, pronoun_of

_PREPOSITIONS = lexicons.words("function_words", "preposition") | lexicons.words(
    "function_words", "before an object"
)
_NEAR = 90  # characters from a name in which it is said what somebody is
MOST_NOUNS = 3  # that a name stands before
_DOES = lexicons.words("function_words", "pronoun")
_HONORIFICS = lexicons.words("nouns", "personal title")
_IS = frozenset("is was became becomes remains".split())
_WORD = re.compile(r"[\w’'-]+")
_OWNER = re.compile(r"['’]s?\s")
_OWNED = re.compile(r"(?:['’]s?(?=\s))?\s*")
_JOINS = re.compile(r"(?:, \d{1,3})?\s*,?\s*(?:and|&|or)\s+(?:the\s+)?(?:[A-Z][\w.]*\s+){0,3}")
_AND = re.compile(r"(?: of [A-Z]\w+)? and (?:a )?")
_FIELD = re.compile(r" (?:of|for) (?:(?!(?:the|an?|his|her|their|late) )[\w.’'-]+ )*([\w.’'-]+),? ")
_OFFICES = lexicons.words("nouns", "leader")
_DETERMINERS = frozenset("the a an his her its their".split())
_HANDED = frozenset("obtained seen reviewed viewed received".split())  # by who did not write it
_DONE = re.compile(
    r"[a-z]{3,}ed|seen|found|made|out|first|[A-Z]\w+day"
)  # `data | released Friday | by officials`
_LOWER = re.compile(r"(?:['’]s?)?((?: [a-z][\w-]*)+)")
_COMPLETES = frozenset("who which that whose and or to".split())
_CUT = {"sen": "senator", "gov": "governor"}  # titles as they are shortened
_RELATIVE = frozenset("who which that whose".split())
_NO_NOUN = lexicons.words("function_words", "small word") | frozenset(
    "who which that himself herself itself".split()
)
_CLAUSE = re.compile(r"[^.,;:!?()”\"\n—–]{0,70}")
_STOP = re.compile(r"[.,;:!?()“”\"—–](?:\s|$)")
_IN_CLAUSE = re.compile(r", (?:who|which|whose|where|when)\b[^,]*$")  # `Ostrell, who left | Velm`
_AGE = re.compile(r",? \(?(\d{1,3})(?=[,)])")  # `Ostrell, 23, said`, `Ostrell (23)`
_SHORT_TITLE = re.compile(r"\b([A-Z][a-z]{1,4})\.\s")


def _each(text: str, phrase: Phrase) -> Iterator[Phrase]:
    """Cut a phrase in which the tagger sees one name of two people: `Mara | and Ivo`."""
    start, words = phrase.start, text[phrase.start : phrase.end]
    for part in words.split(" and ") if phrase.named and phrase.kind == "person" else [words]:
        yield phrase._replace(start=start, end=start + len(part))
        start += len(part) + len(" and ")


class Part(NamedTuple):
    """A phrase, and how it stands to the one before: first, compound, owned, apposed, governed, joined, is."""

    phrase: Phrase
    link: str


class Said(NamedTuple):
    """What a text says that somebody is: the noun, and all words of it in lower case."""

    noun: str
    words: frozenset[str]


class Spoken:
    """The phrases of an article, those that are known to be names in place of what the tagger sees there."""

    def __init__(self, document: Document, known: Iterable[Phrase]) -> None:
        self.all: list[Phrase] = []
        for phrase in sorted(known, key=lambda p: (p.start, -p.end)):
            if not self.all or phrase.start >= self.all[-1].end:
                self.all.append(phrase)
        names = list(self.all)
        ends = [p.end for p in names]
        for phrase in itertools.chain.from_iterable(
            _each(document.text, p) for p in document.phrases
        ):
            first = bisect_right(ends, phrase.start)
            over = [p for p in names[first : first + 4] if p.start < phrase.end]
            if over and phrase.named:
                continue
            start, end = phrase.start, phrase.end
            if over:
                after = over[-1].end < end  # `the US | president`
                start, end = (over[-1].end, end) if after else (start, max(start, over[0].start))
            start = _OWNED.match(document.text, start, end).end()  # type: ignore[union-attr]
            words = document.text[start:end].rstrip()
            if words.casefold() not in _NO_NOUN and words.strip("'’s"):
                self.all.append(phrase._replace(start=start, end=start + len(words)))
        self.all.sort()
        self._starts = [p.start for p in self.all]

    def phrases_in(self, start: int, end: int) -> list[Phrase]:
        """Return those that begin in a stretch."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def parts(document: Document, start: int, end: int, phrases: Spoken | None = None) -> list[Part]:
    """
    Return the phrases of a stretch, each with its link to the one before.

    Examples
    --------
    >>> text = "a spokesman for the Tilden Institute, Mara Ostrell"
    >>> [(text[p.start : p.end], link) for p, link in parts(Document(text), 0, len(text))]
    [('a spokesman', 'first'), ('Tilden Institute', 'governed'), ('Mara Ostrell', 'apposed')]
    """
    found: list[Part] = []
    at = start
    for phrase in (phrases or document).phrases_in(start, end):
        gap = document.text[at : phrase.start]
        link = _link(gap, first=not found)
        if link == "compound" and found[-1].phrase.kind != "person" and _names(phrase):
            # `the head of Ardal | region Mara Ostrell`, but `Ardal | farmer Ostrell`
            noun = gap.strip()
            link = "compound" if noun and pronoun_of(noun.casefold()) else "apposed"
        found.append(Part(phrase, link))
        at = phrase.end
    return found


def _link(gap: str, *, first: bool) -> str:
    """Return how a phrase stands to what comes before it, by the words in between."""
    if not gap.strip():
        return "first" if first else "compound"
    words = gap.split()
    if not first and words[-1].strip(".").casefold() in _HONORIFICS:
        if len(words) == 1:
            return "apposed"  # `the minister for work | Mr. | Ostrell`
        gap = gap.rstrip()[: -len(words[-1])]
    if not first and _OWNER.match(gap):
        return "owned"
    if not first and _JOINS.fullmatch(gap):
        return "joined"
    small = [w for w in _WORD.findall(gap) if w[:1].islower()]
    last = small[-1] if small else ""
    if (
        last in ("the", "a", "an", "his", "her", "its", "their", "former", "then")
        and len(small) > 1
    ):
        last = small[-2]
    if last in _PREPOSITIONS:
        titled = not words[-1][:1].isupper() or words[-1].casefold() in TITLES
        # `for Mayor Ostrell`, `minister of State Ostrell`
        return "governed" if titled else "apposed"
    if last in _IS:
        return "is"
    if _IN_CLAUSE.match(gap):
        return "apart"
    beside = gap.rpartition(",")[2].split()  # `, Councillor | Ostrell`
    if gap.lstrip()[:1] in (",", "(", "—", "–", "-") or (
        "," in gap and all(w.strip(".").casefold() in TITLES for w in beside)
    ):
        return "apposed"
    is_title = gap.replace(" ", "").isalpha() and _is_job(last)  # `Ardal | harbour chief | Ostrell`
    return "first" if first else "compound" if len(small) < 2 or is_title else "apart"


def speakers(document: Document, start: int, end: int, phrases: Spoken | None = None) -> list[Part]:
    """
    Return who speaks in a speaker's phrase: one part, or several where people speak as one.

    The noun that the others belong to: not whose it is (`Ostrell's lawyer`), nor what it is of (`an aide
    to Ostrell`), but the name that stands in apposition to it; the author of a document that nobody
    else speaks in (`a letter from Ostrell`). Empty where the phrase has none.

    Examples
    --------
    >>> def said(words):
    ...     return [words[p.start : p.end] for p, _ in speakers(Document(words), 0, len(words))]
    >>> said("Ostrell's lawyer, Ivo Teller"), said("an aide to Mara Ostrell")
    (['Ivo Teller'], ['an aide'])
    >>> said("a letter from Mara Ostrell"), said("a letter seen by Mara Ostrell")
    (['Mara Ostrell'], ['a letter'])
    """
    own = parts(document, start, end, phrases)
    if not own:
        return []
    own = _with_nouns(document.text, own, end)
    if own[0].link == "governed" and (
        noun := _noun_before(document.text, start, own[0].phrase.start)
    ):
        named = (p for p in own[1:] if p.link == "apposed" and _names(p.phrase))
        return [next(named, Part(noun, "first"))]
    k = head(own, 0)
    if own[k].link == "governed":  # `in the north, officials`, but `a letter from Ostrell`
        later = next((j for j in range(k + 1, len(own)) if own[j].link == "apposed"), None)
        if later is not None and own[head(own, later)].phrase.kind != "place":
            k = head(own, later)
    if own[k].phrase.kind == "place" and k + 1 < len(own) and own[k + 1].link == "apart":
        k = head(own, k + 1)  # `for Veldany itself | the Tilden Institute`
    if not _names(own[k].phrase):
        k = _same_person(document.text, own, k) or _holder(document.text, own, k) or k
    if not _names(own[k].phrase):
        for j in range(k + 1, len(own)):
            if own[j].link != "apposed":
                continue
            last = head(own, j)
            other = own[last].phrase
            if _names(other) or (other.named and not own[k].phrase.named
                                 and other.kind == own[k].phrase.kind):  # fmt: skip
                k = last
                break
    found: list[Part] = [own[k]]
    listed: list[Part] = []
    for j in range(k + 1, len(own)):
        beside = own[_whole(own, j)]
        is_alike = beside.phrase.kind == own[k].phrase.kind
        if own[j].link == "joined":
            found += [*listed, beside] if is_alike else []
            listed = []
        elif own[j].link == "apposed" and own[k].phrase.named and beside.phrase.named:
            listed += [beside] if is_alike else []  # `Ostrell, | Teller and Lind`
        elif own[j].link not in ("compound", "owned"):
            break
    return found


def _whole(own: list[Part], j: int) -> int:
    """Return whom a phrase and those beside it mean: the name in apposition to it, or else its head."""
    last = head(own, j)
    is_told = last + 1 < len(own) and own[last + 1].link == "apposed" and not own[last].phrase.named
    name = head(own, last + 1) if is_told else last
    return name if _names(own[name].phrase) else last


def _same_person(text: str, own: list[Part], k: int) -> int | None:
    """Return whose name follows two nouns for one person: `former mayor and writer | Mara Ostrell`."""
    first, last = own[k].phrase, head(own, k + 1)
    if last <= k + 1 or last >= len(own) or own[k + 1].phrase.named or not _names(own[last].phrase):
        return None
    words = text[first.start : first.end].split()
    is_one = _is_job(words[-1]) and words[0].casefold() not in _DETERMINERS
    return last if is_one and _AND.fullmatch(text, first.end, own[k + 1].phrase.start) else None


def _holder(text: str, own: list[Part], k: int) -> int | None:
    """Return whose full name follows what they are and of what: `secretary of state | Mara Ostrell`."""
    begin = own[k].phrase.end
    for j in range(k + 1, len(own)):
        start, end = own[j].phrase.start, own[j].phrase.end
        if _names(own[j].phrase) and " " in text[start:end]:
            noun, field = own[k].phrase, _FIELD.fullmatch(text, begin, start)
            is_office = text[noun.start : noun.end].split()[-1].casefold() in _OFFICES
            # not `of staff Gen. | Ostrell`
            is_other = field and field[1].islower() and _is_job(field[1])
            nobody = field and field[1] not in _PREPOSITIONS and not is_other
            return j if nobody and is_office and not _OWNER.match(text, end) else None
    return None


def _is_job(noun: str) -> bool:
    """Return whether a noun is what somebody is, and not what they are at the head of: `minister of | defense`."""
    low = noun.casefold().strip(".")
    return low in TITLES - NOT_NAMES or pronoun_of(low) is not None


def _noun_before(text: str, start: int, end: int) -> Phrase | None:
    """Return the noun that a phrase completes, which the tagger did not see: `Sources | close to Ostrell`."""
    words = list(_WORD.finditer(text, start, end))
    until = _PREPOSITIONS | {"close", "familiar"}
    before = list(takewhile(lambda m: m.group().casefold() not in until, words))
    head = list(takewhile(lambda m: m.group() not in _RELATIVE, before))
    while len(head) > 1 and _DONE.fullmatch(head[-1].group()):
        head.pop()
    if not head or any(m.group().casefold() in _DOES for m in head):
        return None
    noun = head[-1].group().casefold()
    after = before[-1].end()
    is_by = text.startswith(" by ", after) or (
        len(head) == len(before) and text.startswith((" from ", " of ", " in "), after)
    )
    is_by = is_by and _HANDED.isdisjoint(m.group().casefold() for m in before)
    if _is_document(noun) and is_by:  # `data released | by officials`, `a letter | from Ostrell`
        return None
    kind = "body" if noun in BODIES or _is_document(noun) else "person"
    return Phrase(start, head[-1].end(), kind, False, 0.0)


def _is_document(noun: str) -> bool:
    low = noun.casefold()
    return low in DOCUMENTS or low.removesuffix("s") in DOCUMENTS


def _with_nouns(text: str, own: list[Part], end: int) -> list[Part]:
    """Return parts with the nouns that a name stands before, as `the Ostrell | campaign`."""
    found: list[Part] = []
    for k, part in enumerate(own):
        noun = text[part.phrase.start : part.phrase.end]
        if part.link == "compound" and noun in BODIES and not part.phrase.named:
            last = found[-1].phrase
            if last.named and last.kind == part.phrase.kind:
                continue  # `Veldan Post | newspaper`
        found.append(part)
        until = own[k + 1].phrase.start if k + 1 < len(own) else end
        m = _LOWER.match(text, part.phrase.end, until)
        if m is None or not part.phrase.named:
            continue
        words = list(takewhile(lambda w: w not in _NO_NOUN | _PREPOSITIONS, m[1].split()))
        while len(words) > 1 and _DONE.fullmatch(words[-1]):
            words.pop()
        if not words or len(words) > MOST_NOUNS:
            continue
        stop = m.start(1) + sum(len(w) + 1 for w in words)
        kind = "body" if words[-1] in BODIES else "person"
        if kind == part.phrase.kind == "body":
            continue  # `the Veldan Post newspaper`
        start = part.phrase.start
        found[-1] = Part(Phrase(start, stop, kind, False, part.phrase.chance), part.link)
    return found


def head(own: list[Part], k: int) -> int:
    """Return the last of the phrases that stand before one noun: `Veldan police | spokesman | Mara Ostrell`."""
    while k + 1 < len(own) and own[k + 1].link in ("compound", "owned"):
        k += 1
    return k


def _names(phrase: Phrase) -> bool:
    """Return whether a phrase is a person's name."""
    return phrase.named and phrase.kind == "person"


def said_of(document: Document, start: int, end: int) -> list[Said]:
    """
    Return what a text says that a name is: a title, an apposition before or after, `is a ...`.

    Examples
    --------
    >>> text = "The farmer, Mara Ostrell, a mother of two, left."
    >>> sorted(s.noun for s in said_of(Document(text), 12, 24))
    ['farmer', 'mother']
    """
    text = document.text
    found = [_title_before(text, start)]
    if (age := _AGE.match(text, end)) is not None:
        found.append(Said(f"{age[1]}-year-old", frozenset((f"{age[1]}-year-old",))))
    begin = document.sentences[document.sentence_at(start)][0] if len(document.sentences) else 0
    begin = max(begin, start - _NEAR)
    before = parts(document, begin, start)
    if before:
        last = before[-1].phrase
        link = _link(text[last.end : start], first=False)
        # no `Police found | Ostrell`
        beside = link == "compound" and not text[last.end : start].strip()
        if not last.named and (beside or link == "apposed"):
            found.append(said_by(text, last.start, min(last.end, start), start))
        for governed, own in zip(before[::-1], before[-2::-1], strict=False):
            if governed.link == "governed" and not own.phrase.named and link == "apposed":
                found.append(said_by(text, own.phrase.start, own.phrase.end, start))
            break
    at = end
    for part in document.phrases_in(end, end + _NEAR):
        link = _link(text[at : part.start], first=False)
        if (
            link not in ("apposed", "is", "joined")
            or part.named
            or "." in text[end : part.start].rstrip(".")
        ):
            break
        if link == "apposed" and not _ends_noun(text, part.end):
            break  # `to Ostrell, the Church | denied`
        found.append(said_by(text, part.start, part.end, part.end + _NEAR))
        at = part.end + len(_CLAUSE.match(text, part.end).group())  # type: ignore[union-attr]
    return [said for said in found if said.words]


def _ends_noun(text: str, at: int) -> bool:
    """Return whether an apposition's noun ends here: behind it may stand nothing, or what completes it, but no verb."""
    words = _CLAUSE.match(text, at).group().split()  # type: ignore[union-attr]
    first = words[0] if words else ""
    return not first or first in _PREPOSITIONS | _COMPLETES or first.endswith("ing")


def said_by(text: str, start: int, end: int, until: int) -> Said:
    """
    Return what a description says, with what completes it: `head | of the harbour`.

    Examples
    --------
    >>> said = said_by("the old head of the harbour, who", 0, 12, 32)
    >>> said.noun, sorted(said.words)
    ('head', ['harbour', 'head', 'of', 'old', 'the'])
    """
    clause = _CLAUSE.match(text, end)
    tail = clause.group()[: max(0, until - end)] if clause else ""
    own = [w.casefold() for w in _WORD.findall(text[start:end])]
    words = frozenset(own) | frozenset(w.casefold() for w in _WORD.findall(tail))
    return Said(own[-1] if own else "", words)


def _title_before(text: str, start: int) -> Said:
    """Return the title right before a name, with the words before it: `Veldan police chief`."""
    begin = max(text.rfind("\n", 0, start) + 1, start - 60)
    near = _SHORT_TITLE.sub(r"\1 ", text[begin:start])
    words = _WORD.findall(_STOP.split(near)[-1])
    at = next((k for k in range(len(words) - 1, max(-1, len(words) - 3), -1)
               if words[k].casefold() in TITLES), None)  # fmt: skip
    if at is None or any(w[:1].islower() for w in words[at + 1 :]):
        return Said("", frozenset())
    low = [w.casefold() for w in words[max(0, at - 4) : at + 1]]
    noun = _CUT.get(low[-1], low[-1])
    return Said(noun, frozenset((*low, noun)))
