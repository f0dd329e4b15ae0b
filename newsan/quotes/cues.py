"""The words that report: a lexicon of cue verbs and how each takes what is reported."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Cue:
    """A reporting verb: its dictionary form, whether it means speech, and its frames.

    Frames: `that` takes a clause or a quotation, `np` an object or description, `to` an
    infinitive.
    """

    lemma: str
    is_speech: bool
    frames: frozenset[str]


@functools.cache
def lexicon() -> dict[tuple[str, ...], Cue]:
    """
    Return the shipped cue lexicon, by inflected form split into words.

    Examples
    --------
    >>> lexicon()[("pointed", "out")].lemma
    'point out'
    """
    path = resources.files("newsan") / "resources" / "cues.csv"
    found: dict[tuple[str, ...], Cue] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cue = Cue(row["lemma"], row["is_speech"] == "1", frozenset(row["frames"].split()))
            for form in row["forms"].split("|"):
                found.setdefault(tuple(form.split()), cue)
    return found


@functools.cache
def _longest() -> int:
    return max(len(form) for form in lexicon())


def match(words: list[str], at: int) -> tuple[int, Cue] | None:
    """Return the length in words and the cue of the longest form that starts at a word."""
    for size in range(min(_longest(), len(words) - at), 0, -1):
        cue = lexicon().get(tuple(words[at : at + size]))
        if cue:
            return size, cue
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Closed classes of English, enough to find the edges of a noun phrase without a parser.
PRONOUNS = _words("he she it they we i you who")
DETERMINERS = _words(
    "the a an this that these those its his her their our my your some any no every each both "
    "several many most few all another other"
)
AUXILIARIES = _words(
    "is are was were be been being am has have had having do does did will would shall should can "
    "could may might must 's 're 've 'll 'd ’s ’re ’ve ’ll ’d"
)
FINITE = _words(
    "is are was were has have had do does did will would can could may might must shall should am "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't "
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t "
    "went came took made got gave began met held led fell left kept stood won lost sent put ran "
    "hit fled shot fought drove broke flew grew rose spoke saw seems appears remains comes goes "
    "used takes makes gets gives begins meets holds leads stands runs"
)
NEGATIONS = _words(
    "not never n't isn't aren't wasn't hasn't haven't hadn't don't doesn't didn't won't "
    "wouldn't couldn't can't cannot hasn’t haven’t hadn’t don’t doesn’t didn’t won’t "
    "wouldn’t couldn’t can’t nor neither without"
)
ADVERBS = _words(
    "also then later already again still now just even once often earlier further furthermore too "
    "first previously only always soon meanwhile however instead today yesterday tonight separately "
    "therefore thus nonetheless nevertheless afterwards afterward twice more"
)
NOT_ADVERBS = _words(
    "family italy ally july rally supply reply assembly early likely daily "
    "anomaly emily sally kelly billy reilly"
)
MONTHS = _words(
    "january february march april may june july august september october november december"
)
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
PREPOSITIONS = _words(
    "of in on at by for with from to about into after before during over under against between "
    "through near inside outside within without across along amid among around via as despite since "
    "until upon toward towards per following including regarding like unlike behind beyond besides"
)
SUBORDINATORS = _words(
    "that because while when as after before if although though since where which whom whose but so "
    "yet unless until whether how why what whereas once and or nor than"
)

# After these a clause of its own begins: what a cue reports ends there.
CUT_WORDS = _words("after while when as amid before following although though")

# Forms that are as often nouns.
NOUN_FORMS = _words(
    "reply replies response responses "
    "claim claims report reports call calls note notes demand demands comment comments remark remarks request "
    "requests order orders question questions promise promises vow vows pledge pledges threat hope hopes "
    "fear fears plan plans offer offers answer praise doubt doubts show shows state states estimate "
    "estimates warning forecast read reads direct command echo find signal signals post posts brief "
    "label brand blame caution boast joke quip hint proposal tweet tweets charge charges appeal appeals guess "
    "worry worries regret regrets protest protests address marvel volunteer counsel wonder lament view tout "
    "test aim aims advocate desire write agree counter counters"
)


def is_adverb(word: str) -> bool:
    """Tell whether a lower-case word is an adverb that may stand between subject and verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)
