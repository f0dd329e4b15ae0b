"""What a description says of whom it means: `the old mayor of Veldany`, `two officials`, `his lawyer`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsan import lexicons
from newsan.actors.countries import code_of
from newsan.actors.phrases import Said
from newsan.text.words import BODIES, NO_PERSONS, pronoun_of

STOP = lexicons.words("function_words", "tells nothing of a description")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_TAIL = re.compile(
    r"\s(?:of|for|in|at|from|on|across|with|to|who|that|which|close|familiar|seen|found|made)\s"
    r"|(?<!\A[Tt]he)(?<!\A[Aa]n)(?<!\A[Aa])(?<!['’]s)\s[a-z]+(?:ed|ing)\s"  # not `the | unnamed official`
)
_OUT_OF = re.compile(
    r"(?i)(?!the number)(?:[\w.,-]+ )*?(one|some|many|several|most|two|three|all|both|none"
    r"|[\w.-]*\d%|per ?cent|half|two-thirds|third|majorit(?:y|ies)|number|hundreds|dozens|handful) of "
)
_PLURAL = re.compile(r"(?<=ss)es\Z|(?<!s)s\Z")
_OPEN = frozenset("current former".split())  # `current | and former officials`
_DONE = re.compile(r"(?<!\bthe)(?<!\ban)(?<!\ba)(?:\s(?:[a-z]+ed|found|emerging|recently))+\Z")
_OWNER = re.compile(r"['’]s\Z")
_MANY = frozenset(
    "some many several two three four five six most all both more few other others dozens hundreds".split()
)
_ONE = frozenset("a an one another any".split())
_THE = frozenset("the this that these those".split())
_WHOSE = frozenset("his her its their our my your".split())
_PAST = frozenset("former ex then late one-time ex-".split())
STEM = 5  # letters that forms of a word share: Ostrand, Ostrandian


@dataclass(frozen=True)
class Description:
    """A noun phrase that names nobody, taken apart."""

    words: str  # as it stands, without its article
    noun: str  # what it says somebody is, in lower case
    others: frozenset[str]  # its other words that tell something
    determiner: str  # the, a, whose, many, or blank
    kind: str  # person, institution or group

    @property
    def said(self) -> Said:
        """What it says that somebody is."""
        return Said(self.noun, self.others | {self.noun})

    @property
    def is_past(self) -> bool:
        """Whether it says what somebody no longer is."""
        return not _PAST.isdisjoint(self.others)

    @property
    def pronoun(self) -> str | None:
        """`he` or `she` where the noun tells."""
        own = pronoun_of(self.noun)
        return own if own in ("he", "she") else None


def description(phrase: str, kind: str = "", tail: str = "") -> Description | None:
    """
    Take a description apart.

    `kind` is `person` or `body` where the tagger tells, `tail` what completes the phrase: `of Veldany`.

    Examples
    --------
    >>> found = description("the former mayor of Veldany")
    >>> found.noun, sorted(found.others), found.determiner, found.kind, found.is_past
    ('mayor', ['former', 'veldany'], 'the', 'person', True)
    >>> description("two officials").kind, description("an unnamed official").noun
    ('group', 'official')
    >>> description("current", "person", " and former officials").noun
    'officials'
    """
    whole, last = phrase + tail, phrase.rsplit(" ", 1)[-1]
    out_of = _OUT_OF.match(whole)
    if out_of and (out_of.start(1) >= len(phrase) or _TAIL.search(whole[: out_of.start(1)])):
        out_of = None
    is_cut = tail and (tail[0] not in " '’" or last.casefold() in _OPEN or code_of(last))
    if out_of or is_cut:  # `one | of the officials`
        phrase, tail = whole[out_of.end() if out_of else 0 :], ""
    noun_part = _DONE.sub("", phrase if tail else _TAIL.split(phrase)[0])
    phrase += tail
    words = [_OWNER.sub("", w.casefold()) for w in _WORD.findall(noun_part)]
    if not words:
        return None
    first = out_of[1].casefold() if out_of else words[0]
    determiner = (
        "the" if first in _THE else "a" if first in _ONE else "whose" if first in _WHOSE
        else "many" if out_of or first in _MANY or first.isdigit() else ""
    )  # fmt: skip
    if not determiner and re.search(r"['’]s?\s", noun_part):
        determiner = "whose"
    head = _PLURAL.sub("", words[-1]) if out_of and determiner == "a" else words[-1]
    rest = (w.casefold() for w in _WORD.findall(phrase[len(noun_part) :]))
    others = frozenset(w for w in (*words[:-1], *rest) if w not in STOP and w != head)
    bare = re.sub(r"(?i)^(?:the|an?)\s+", "", whole)
    return Description(bare, head, others, determiner, _kind(head, kind, determiner))


def _kind(noun: str, kind: str, determiner: str) -> str:
    """Return what kind of actor a noun can be: by its number, and the tagger's reading."""
    one = pronoun_of(noun) is not None or noun.endswith("-year-old")
    ends_in_s = noun.endswith("s") and not noun.endswith("ss") and noun not in BODIES
    plural = ends_in_s or noun.endswith("men") or noun in ("people", "children", "family", "police")
    if determiner == "many" or (plural and not one):
        return "group"
    if noun in BODIES or (kind == "body" and not one):
        return "institution"
    return "person" if one or (kind == "person" and noun not in NO_PERSONS) else "group"


def stems(words: frozenset[str]) -> frozenset[str]:
    """
    Return the beginnings of words, which forms of a word share.

    Examples
    --------
    >>> sorted(stems(frozenset(("Ostrandian", "mayor"))))
    ['Ostra', 'mayor']
    """
    return frozenset(w[:STEM] for w in words)
