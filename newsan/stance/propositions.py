"""Propositions in plain words: where a statement says the same, and how sure it is that it takes a position on it."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsan import lexicons
from newsan.actors.countries import country, country_of
from newsan.actors.names import OWNER
from newsan.schema import ACTS
from newsan.stance.positions import Position, Said, read_sentence
from newsan.stance.topics import Topic
from newsan.tagger.statements import CERTAINTIES, Reading
from newsan.text import sentences

LEAST = 0.7  # the chance from which a position is given
COVERED = 0.25  # of the weight of a proposition's words, so much must be there
EXAMPLE = 0.6  # and of an example's
# words besides names, of a wording that has so many: `weapons` alone is about anything
_TOGETHER = 2
_ALONE = 1 / 3  # or one, beside a name that is asked for, of so much of the weight
_ENOUGH = 3  # words of an example
VERBATIM = 0.9  # the chance where a wording is a clause of the statement word for word: too rare in labels to be fitted
# a clause begins and ends: "I say it today: the cranes are safe, and", not "whether the cranes are safe to"
_BEGINS = r"(?:^|[.:;,—–]\s|\b(?:that|and|but)\s)[\s\"“”‘’']*(?:the\s+|an?\s+)?"
_ENDS = r"(?=[.,;:!—–\"“”]|\s(?:and|but|today|now|because)\b|\s*$)"
RARE = 5.5  # the weight of a word that `proposition_weights.csv` does not have
_SAME_ENDING = 0.7  # of two stems, so much begins alike where one is derived from the other
_DERIVED = 0.8  # what a word counts that is derived from one of the proposition's
_BEFORE = 45  # characters before the words in which something may keep them away
# Rules of `verdicts.csv` by which words take a side of their own accord.
_CERTAIN = frozenset(("obligation", "cue-asserts", "cue-denies", "cue-claims", "support-before"))
# if it held, or whether it does
_UNSURE = frozenset(("in-condition", "consequence", "presupposed"))
_OPPOSITE = {"asserts": "denies", "denies": "asserts"}
_WORD = re.compile(r"[^\W_][\w'’-]*")
# Taken off a word where three letters stay: "encirclement", "negotiated", "countries".
_ENDING = re.compile(
    r"(?<=\w{3})(?:(?:e?ment|at(?:ion|or)|ion|ing|er|or|al)s?|at(?:e[sd]?|ing)|ie[sd]|e[sd]?|ly|s|y)$"
)
_WILL = re.compile(r"\bwill\b", re.IGNORECASE)
# Negated as a whole, unlike "Velm, not Tamm", "those who did not vote", "no fewer than nine".
_WHOLE = re.compile(
    r"(?:(?!,|\b(?:that|which|who|whose|whom|if|unless|because|although|while|when|and|but)\b).)*?"
    r"(?:n't\b|\b(?:is|are|was|were|be|do|does|did|ha[sd]|have|will|would|shall|should|must|can|could|may|might) not\b|"
    r"\b(?:no(?! (?:doubt|question|fewer|less|more|other|alternative|matter)\b)|never|nobody|none|nothing|neither|cannot)\b)"
    r"(?! (?:only|but)\b)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word with its stem (`=Country` for a country's names), and whether it is written as a name."""

    stem: str
    start: int
    end: int
    is_name: bool


@dataclass(frozen=True)
class Wording:
    """One way to put a proposition: the stems of its words, and its names in order."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    said: str = ""  # as it is written, without its article and stop
    denies: bool = False  # it puts the opposite
    is_negated: bool = False
    is_turned: bool = False  # by a negation of the whole: what asserts its words denies it

    def share(self, stems: Iterable[str]) -> float:
        """Return how much of the weight of its words and names some stems cover."""
        known = set(stems)
        own = {*self.words, *self.names}
        return sum(weight(s) for s in own & known) / (sum(map(weight, own)) or 1)

    def stands_in(self, sentence: str) -> str | None:
        """Return what a sentence does that has it as a clause word for word, or with a `not` in it."""
        if len({*self.words, *self.names}) < _TOGETHER:
            return None
        found = _verbatim(self.said).search(sentence)
        is_denied = found and not self.is_negated and "not" in found["words"].split()
        return found and ("denies" if is_denied else "asserts")


@functools.lru_cache(maxsize=1 << 10)
def _verbatim(said: str) -> re.Pattern[str]:
    words = r"\s+(?:not\s+)?".join(map(re.escape, said.split()))
    return re.compile(f"{_BEGINS}(?P<words>{words}){_ENDS}", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A sentence that holds words of a proposition: which wording, how much of it, and where."""

    wording: Wording
    covered: float
    sentence: tuple[int, int]
    words: tuple[Word, ...]
    start: int
    end: int
    does: str | None  # asserts or denies, where the wording is a clause of it word for word


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """
    Return the stem of a word, or its country.

    Examples
    --------
    >>> stem("encircled") == stem("encirclement"), stem("Ankara"), stem("Turkish")
    (True, '=Turkey', '=Turkey')
    """
    land = country(word) or country_of(word)
    return f"={land}" if land else _ENDING.sub("", OWNER.sub("", word.lower()))


@functools.lru_cache(maxsize=1 << 12)
def words_of(text: str) -> tuple[Word, ...]:
    """
    Return the words of a text that tell something.

    Examples
    --------
    >>> [w.stem for w in words_of("The town should be defended by Turkish soldiers.")]
    ['town', 'defend', '=Turkey', 'soldi']
    """
    found = []
    for m in _WORD.finditer(text):
        word = m.group()
        if len(word) > 1 and word.lower() not in _empty():
            own = stem(word)
            is_name = own[0] == "=" or (word[0].isupper() and m.start() > 0)
            found.append(Word(own, m.start(), m.end(), is_name))
    return tuple(found)


@functools.cache
def _negations() -> frozenset[str]:
    return lexicons.words("function_words", "negation")


@functools.cache
def _empty() -> frozenset[str]:
    small = {r["word"] for r in lexicons.rows("function_words") if r["kind"] in ("small word", "auxiliary",
             "determiner", "modal", "pronoun", "preposition", "negation")}  # fmt: skip
    return lexicons.words("proposition_words", "empty") | small


def weight(own: str) -> float:
    """Return what a stem tells: the rarer it is in news on war, the more."""
    return _weights().get(own, RARE)


@functools.cache
def _weights() -> dict[str, float]:
    return {r["stem"]: float(r["weight"]) for r in lexicons.rows("proposition_weights")}


@functools.lru_cache(maxsize=1 << 10)
def wording(text: str, *, denies: bool = False) -> Wording:
    """
    Return the words and names by which a proposition, or an example for or against it, is found.

    Examples
    --------
    >>> wording("Turkey will leave the alliance.")
    Wording(words=('leav', 'allianc'), names=('=Turkey',), said='Turkey will leave the alliance',
            denies=False, is_negated=False, is_turned=False)
    """
    found = words_of(text)
    names = tuple(dict.fromkeys(w.stem for w in found if w.is_name))
    told = tuple(dict.fromkeys(w.stem for w in found if not w.is_name))
    plain = lexicons.straight(text)
    negations = sum(w in _negations() for w in re.findall(r"[\w'-]+", plain.lower()))
    is_turned = negations == 1 and _WHOLE.match(plain) is not None
    first, _, rest = text.strip().rstrip(".!").partition(" ")
    said = rest if first.lower() in ("the", "a", "an") else f"{first} {rest}"
    return Wording(told or names, names if told else (), said, denies, negations > 0, is_turned)


@functools.lru_cache(maxsize=1 << 18)
def alike(one: str, other: str) -> float:
    """
    Return how far two stems are one word: 1, less where one is derived from the other, or 0.

    Examples
    --------
    >>> alike("occupi", "occupi"), alike("occupi", "occup"), alike("port", "pot")
    (1.0, 0.8, 0.0)
    """
    if one == other:
        return 1.0
    if one[0] != other[0] or "=" in (one[0], other[0]):
        return 0.0
    n = next(
        (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    short, long = sorted((len(one), len(other)))
    return _DERIVED if n >= max(4, _SAME_ENDING * long, short - 2) else 0.0


@functools.lru_cache(maxsize=1 << 8)
def wordings(topic: Topic) -> tuple[Wording, ...]:
    """Return the ways to put a topic's proposition: itself and the examples for and against it."""
    return (
        wording(topic.proposition),
        *(wording(e) for e in topic.examples_for),
        *(wording(e, denies=True) for e in topic.examples_against),
    )


def match(text: str, topic: Topic) -> Match | None:
    """
    Find the sentence of a statement that holds most of a proposition's words.

    None where no sentence covers `COVERED` of it, or where two names have changed places: who did it is whom it
    was done to.
    """
    best: Match | None = None
    asked = wordings(topic)
    for a, b, words in _sentences(text):
        for n, own in enumerate(asked):
            found = _covered(own, words)
            does = own.stands_in(text[a:b])
            is_short = len(own.words) < _ENOUGH and does is None
            if (
                found is None
                or found[0] < (EXAMPLE if n else COVERED)
                or (n and (own.is_negated or is_short))
            ):
                continue
            if best is None or (does is not None, found[0]) > (best.does is not None, best.covered):
                best = Match(own, found[0], (a, b), words, found[1].start, found[2].end, does)
    return None if best is None or _is_swapped(best, text) else best


@functools.lru_cache(maxsize=1 << 10)
def _sentences(text: str) -> tuple[tuple[int, int, tuple[Word, ...]], ...]:
    return tuple((a, b, words_of(text[a:b])) for a, b in sentences(text) or [(0, len(text))])


def _covered(own: Wording, words: tuple[Word, ...]) -> tuple[float, Word, Word] | None:
    """Return the share of a wording's words among others, the first and the last of them."""
    told, hits = 0.0, []
    for asked in own.words:
        best = 0.0
        for k, word in enumerate(words):
            if word.stem[0] == asked[0] and (likeness := alike(asked, word.stem)) > best:
                best, at = likeness, k
        if best:
            told += weight(asked) * best
            hits.append(at)
    if not hits:
        return None
    return told / sum(map(weight, own.words)), words[min(hits)], words[max(hits)]


def _is_swapped(found: Match, text: str) -> bool:
    """Return whether two name who acts the other way round: "Velm attacked Tamm" and "Tamm attacked Velm"."""
    if len(found.wording.names) < 2 or found.wording.denies:
        return False
    one, other = found.wording.names[:2]
    at = {w.stem: w for w in reversed(found.words) if w.stem in (one, other)}
    if len(at) < 2 or not at[other].end <= found.start or not found.end <= at[one].start:
        return False
    return " by " not in text[found.sentence[0] :][found.end : at[one].start]


FEATURES = (
    "covered", "names", "nameless", "first name is asked for", "other words", "gap", "example",
    "contrast", "denies", "certain rule", "proposal", "future", "accuses", "appeals", "act denies",
    "hedged", "kept away", "hearsay", "asked",
)  # fmt: skip


def features(
    found: Match, position: str, rule: str, said: Said, topic: Topic, reading: Reading | None
) -> list[float]:
    """Return what the chance that a position is right is weighed by, in the order of `FEATURES`."""
    text = lexicons.straight(said.text)[slice(*found.sentence)]
    own, stems = found.wording, {w.stem for w in found.words}
    named = [w.stem for w in found.words if w.is_name]
    of_words = _OPPOSITE.get(position, position) if own.is_turned else position
    asserted, is_proposal = of_words == "asserts", topic.kind == "proposal"
    sign = {"asserts": 1, "denies": -1}.get(position, 0)
    acts = dict.fromkeys(ACTS, 0.0)
    hedged = 0.0
    if reading is not None:
        acts = dict(zip(ACTS, map(float, reading.acts), strict=True))
        hedged = float(reading.certainties[CERTAINTIES.index("hedged")])
    examples = wordings(topic)[1:]
    told_for = {s for e in examples if not e.denies for s in e.words}
    told_against = {s for e in examples if e.denies for s in e.words}
    contrast = len(stems & told_for - told_against) - len(stems & told_against - told_for)
    near = text[max(0, found.start - _BEFORE) : found.end].lower()
    hits = sum(any(alike(a, s) for s in stems) for a in own.words)
    return [
        found.covered,
        len(stems & set(own.names)) / len(own.names) if own.names else 0.0,
        float(not own.names),
        float(bool(named) and named[0] in own.names),
        math.log1p(len(found.words) - hits),
        (found.end - found.start) / 100,
        max((e.share(stems) for e in examples), default=0.0),
        float(sign * contrast),
        float(of_words == "denies"),
        float(rule in _CERTAIN),
        float(is_proposal),
        float(bool(_WILL.search(topic.proposition))),
        acts["accuse"] * asserted * (not is_proposal),
        (acts["appeal"] + acts["demand"]) * asserted * is_proposal,
        acts["deny"] * (of_words == "denies"),
        hedged,
        float(_has("without", near)),
        float(_has("hearsay", text[: found.end].lower())),
        float(_has("asking", lexicons.straight(said.cue).lower())),
    ]


def _has(kind: str, words: str) -> bool:
    return lexicons.pattern("proposition_words", "kind", kind).search(words) is not None


def candidate(said: Said, topic: Topic) -> tuple[Match, str, str] | None:
    """Return where a statement may take a position on a topic in plain words, which, and by what rule."""
    text = lexicons.straight(said.text)
    found = match(text, topic)
    if found is None or (found.wording.is_negated and not found.wording.is_turned):
        return None
    a, b = found.sentence
    hit = re.compile(re.escape(text[a + found.start : a + found.end]))
    asked = replace(topic, about=hit, asserts=None if topic.kind == "proposal" else hit)
    read = read_sentence(said, text, (a, b), asked)
    if read is None or read[0] == "reports" or read[1] in _UNSURE:
        return None
    is_opposite = found.wording.denies or found.wording.is_turned
    position = _OPPOSITE.get(read[0], read[0]) if is_opposite else read[0]
    return found, position, read[1]


def is_enough(found: Match) -> bool:
    """Return whether a sentence holds two words of a wording, or one that weighs enough beside one of its names."""
    own, stems = found.wording, {w.stem for w in found.words}
    hits = sum(any(alike(a, s) for s in stems) for a in own.words)
    is_named = found.covered >= _ALONE and not stems.isdisjoint(own.names)
    return hits >= min(_TOGETHER, len(own.words)) or is_named


def chance(values: list[float]) -> float:
    """Return the chance that a position is right, by the weights of `proposition_model.csv`."""
    constant, own = _model()
    return 1 / (1 + math.exp(-constant - sum(w * v for w, v in zip(own, values, strict=True))))


@functools.cache
def _model() -> tuple[float, tuple[float, ...]]:
    rows = {r["feature"]: float(r["weight"]) for r in lexicons.rows("proposition_model")}
    return rows["constant"], tuple(rows[name] for name in FEATURES)


def plain_positions(
    said: Said, topics: tuple[Topic, ...], reading: Reading | None
) -> list[Position]:
    """
    Read the positions that a statement takes on topics given in plain words alone.

    A sentence that holds enough of the proposition's words, or of an example's, is read as one that a pattern found
    (`newsan.stance.positions`): negation, denial, conditions, aims, questions. How likely the outcome is right is then
    weighed by a logit of readable weights, and what is less likely than `LEAST` is not given. Where a wording is a clause
    word for word, with or without a `not`, and the same rules read a position there, the chance is `VERBATIM` at least.
    """
    made = []
    for topic in topics:
        found = candidate(said, topic) if topic.is_plain else None
        if found is None or not is_enough(found[0]):
            continue
        sure = chance(features(*found, said, topic, reading))
        does = found[0].does
        if does is not None and found[1] == (_OPPOSITE[does] if found[0].wording.denies else does):
            sure = max(sure, VERBATIM)
        if sure >= LEAST:
            a, b = found[0].sentence
            made.append(
                Position(
                    topic.name, found[1], f"plain-{found[2]}", said.start + a, said.start + b, sure
                )
            )
    return made
