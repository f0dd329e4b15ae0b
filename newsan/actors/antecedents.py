"""Antecedents of he, she, it and they: everybody who agrees, scored; unknown where the lead is small."""

from __future__ import annotations

import bisect
import functools
import math
import operator
import re
from dataclasses import dataclass

from newsan import lexicons
from newsan.actors import given
from newsan.actors.descriptions import Descriptions
from newsan.actors.full_names import NOT_NAMES
from newsan.actors.layout import Layout
from newsan.actors.mention import Answer, Mention, between
from newsan.actors.people import Cast
from newsan.actors.subjects import can_be_subject, is_announced, is_possessor
from newsan.text.nouns import BODIES, DOCUMENTS, pronoun_of

MALE, FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
NEUTER = frozenset(("it", "its"))
PLURAL = frozenset(("they", "them", "their", "we", "both"))
THRESHOLD = 0.5  # the chance below which nobody is named
SURE = 0.8  # the chance from which a pronoun tells the gender of a name
_REACH = 4  # paragraphs back that a pronoun may find its antecedent in
_MOST = 400  # mentions, and sources, within reach; no article that is read by people has more
_FARTHEST = 12  # where nobody nearer agrees
_CLOSE = math.log1p(1)  # how far back somebody may only be spoken of: a sentence
_OPENING = 90  # characters from a sentence's start in which its subject's name stands
_AFTER_HEAD = re.compile(r" (?:of|for|in|from|by|at|with|who) |,")
_DESCRIBES = re.compile(r"The (?:[\w-]+ ){0,3}?[a-z][\w-]+(?=,| [a-z]+)")
_INTRODUCED = re.compile(
    r", (?:who|\d\d|an?|the|[a-z-]+ (?:of|for|at)|[a-z-]+ [a-z-]+ (?:of|for|at)) "
)


@dataclass
class Candidate:
    """Somebody a pronoun may stand for, with what speaks for it, by name of the feature."""

    answer: Answer
    features: dict[str, float]


@functools.cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weight of each feature, for `person` and `body` (see `training/antecedents.py`)."""
    rows = lexicons.rows("antecedents")
    return {k: {r["feature"]: float(r[k]) for r in rows} for k in ("person", "body")}


def kind_of(low: str) -> str:
    """Return which weights a pronoun goes by."""
    return "person" if low in MALE or low in FEMALE else "body"


def chances(candidates: list[Candidate], low: str) -> list[float]:
    """Return how likely each candidate is, all together one."""
    by = weights()[kind_of(low)]
    scores = [sum(by.get(n, 0.0) * v for n, v in c.features.items()) for c in candidates]
    top = max(scores, default=0.0)
    grown = [math.exp(s - top) for s in scores]
    return [g / sum(grown) for g in grown]


class Antecedents:
    """The actors of one article as candidates for its pronouns."""

    def __init__(
        self,
        layout: Layout,
        people: Cast,
        descriptions: Descriptions,
        sources: list[tuple[int, Answer]],
    ) -> None:
        self.layout, self.text, self.people = layout, layout.text, people
        self.descriptions, self.sources = descriptions, sources
        self.used: dict[str, str] = {}  # people outside the registry by the pronoun they had
        self.chain: dict[str, tuple[int, str]] = {}  # where a pronoun last stood, and for whom
        self._honorifics: dict[str, str | None] = {}
        self.stood: list[Mention] = []  # subjects of the narration that are no names

    def stands(self, span: tuple[int, int], answer: Answer) -> None:
        """Remember whom a pronoun at the head of a sentence stands for."""
        if self.people.kind(answer.actor_id) == "person":
            self.stood.append(Mention(*span, answer.actor_id, "person"))

    def meant(self, lows: tuple[str, ...], span: tuple[int, int]) -> tuple[Answer, float] | None:
        """Return whom words stand for that could be any of these pronouns, and how likely; None if not clear."""
        best: tuple[Answer, float] | None = None
        for low in lows:
            found = self.candidates(low, span)
            for candidate, chance in zip(found, chances(found, low), strict=True):
                if chance >= THRESHOLD and (best is None or chance > best[1]):
                    best = candidate.answer, chance
        return best

    def pronoun(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Return whom a pronoun (nominative, lower case) stands for; what that tells is remembered."""
        best = self.meant((low,), span)
        if best is None:
            return None
        answer, chance = best
        if low in ("he", "she") and chance >= SURE:
            self.used.setdefault(answer.actor_id, low)
        self.chain[low] = (span[0], answer.actor_id)
        return answer

    def candidates(self, low: str, span: tuple[int, int]) -> list[Candidate]:
        """
        Return everybody within reach who agrees with a pronoun, by order of first sight.

        Where nobody does, people farther off and those whose given name goes with the other pronoun.
        """
        found = self._candidates(low, span, reach=_REACH, widely=False)
        if not found and low in ("he", "she"):
            found = self._candidates(low, span, reach=_FARTHEST, widely=True)
        return found

    def _candidates(
        self, low: str, span: tuple[int, int], *, reach: int, widely: bool
    ) -> list[Candidate]:
        at, since = span[0], self.layout.since(span[0], reach)
        number = self.layout.sentence(self.layout.begin(at))
        named: dict[str, list[Mention]] = {}
        near = (between(self.people.mentions, since, at), between(self.stood, since, at))
        for m in (m for mentions in near for m in mentions[-_MOST:]):
            if m.end <= at and not self.layout.is_own(m.start, at):
                named.setdefault(m.actor_id, []).append(m)
        for own in named.values():
            own.sort(key=lambda m: m.start)
        spoke: dict[str, list[tuple[int, Answer]]] = {}
        for start, answer in self.sources[max(self._spoken(since), self._spoken(at) - _MOST) :]:
            if start < at:
                spoke.setdefault(answer.actor_id, []).append((start, answer))
        found = []
        for actor in dict.fromkeys([*spoke, *named]):
            own, said = named.get(actor, []), spoke.get(actor, [])
            fits = self.may_go_with(actor, low) if widely else self.agrees(actor, low)
            if not (fits or (said and self._speaks_as(said[-1][1], low))):
                continue
            answer = self._answer(own, said)
            features = self._of_mentions(own, at, number) | self._of_sources(said, at, number)
            if not said and not {"subject_at", "introduced"} & features.keys():
                if low not in ("he", "she") or (features["sentences_back"] > _CLOSE and not widely):
                    continue  # only spoken of
                features["object"] = 1.0
            features |= self._of_actor(actor, low, at)
            found.append(Candidate(answer, features))
        if low in NEUTER:
            found += self._described(number, at, {c.answer.actor_id for c in found})
        self._mark_nearest(found, after_words=self.layout.begin(at) < at)
        return found

    def _spoken(self, at: int) -> int:
        """Return how many sources stand before an offset."""
        return bisect.bisect_left(self.sources, at, key=operator.itemgetter(0))

    def _answer(self, own: list[Mention], said: list[tuple[int, Answer]]) -> Answer:
        if said and (not own or said[-1][0] >= own[-1].start):
            last = said[-1][1]
            return Answer(last.actor_id, last.antecedent, "pronoun", last.name)
        named = next((m for m in reversed(own) if m not in self.stood), None)
        actor = own[-1].actor_id
        words = self.text[named.start : named.end] if named else self.people.name(actor)
        return Answer(actor, words, "pronoun")

    def _of_mentions(self, own: list[Mention], at: int, number: int) -> dict[str, float]:
        """Describe where and how somebody was last named."""
        if not own:
            return {"not_named": 1.0}
        open_ones = [m for m in own if not self.layout.in_quotation(m.start)]
        last, paragraph = (open_ones or own)[-1], self.layout.paragraph(at)
        back = max(0, number - self.layout.sentence(last.start))
        found = {
            "sentences_back": math.log1p(back),
            "paragraphs_back": float(paragraph - self.layout.paragraph(last.start)),
            "times_named": math.log(len(own)),
            "only_reported": float(not open_ones),
            "only_quoted": float(all(self.layout.in_direct(m.start) for m in own)),
            "possessor": float(is_possessor(self.text, last)),
            "same_paragraph": float(self.layout.paragraph(last.start) == paragraph),
        }
        if back <= 1 and _INTRODUCED.match(self.text, last.end):
            found["introduced"] = 1.0
        subject = self._as_subject(open_ones, number, paragraph)
        if subject is not None:
            found["subject_at"] = float(subject)
            away = max(0, number - self.layout.sentence(subject))
            found[
                "subject_here" if not away else "subject_before" if away == 1 else "subject_far"
            ] = 1.0
        return found

    def _as_subject(self, own: list[Mention], number: int, paragraph: int) -> int | None:
        """Return where somebody last stood as a subject: in this sentence, or opening one shortly before."""
        for m in reversed(own):
            k = self.layout.sentence(m.start)
            if number - k > 3 or paragraph - self.layout.paragraph(m.start) > 1:
                return None
            start = self.layout.starts[k]
            opens = k >= number or m.start < start + _OPENING or is_announced(self.text, m)
            if opens and can_be_subject(self.text, start, m):
                return m.start
        return None

    def _of_sources(self, said: list[tuple[int, Answer]], at: int, number: int) -> dict[str, float]:
        """Describe when somebody last spoke."""
        if not said:
            return {"not_spoken": 1.0}
        start = said[-1][0]
        others = max(0, self._spoken(at) - self._spoken(start + 1))
        same = self.layout.paragraph(start) == self.layout.paragraph(at)
        return {
            "spoke_at": float(start),
            "speakers_since": math.log1p(others),
            "spoke_sentences_back": math.log1p(max(0, number - self.layout.sentence(start))),
            "spoke_in_paragraph": float(same),
            "spoke_close": float(number - self.layout.sentence(start) <= 1),
            "times_spoken": math.log(len(said)),
        }

    def _of_actor(self, actor: str, low: str, at: int) -> dict[str, float]:
        """Describe what is known of somebody."""
        found = {}
        if low in ("he", "she") and self.people.kind(actor) != "person":
            found["unnamed"] = 1.0
        elif low in ("he", "she") and self.likely(actor) is None:
            found["gender_unknown"] = 1.0
            first = self.people.name(actor).split()[0].casefold()
            if first.endswith("a") != (low == "she"):
                found["sounds_other"] = 1.0
        place, before = self.chain.get(low, (0, ""))
        if before == actor and self.layout.paragraph(at) - self.layout.paragraph(place) <= _REACH:
            found["chain"] = 1.0
        if low in NEUTER | PLURAL:
            found[f"is_{self.people.kind(actor)}"] = 1.0
        return found

    def _mark_nearest(self, found: list[Candidate], *, after_words: bool) -> None:
        """
        Mark who spoke last, who was last a subject (the first of its sentence), and the later of the two.

        Where the words come first (`..., she said`) it is more often who spoke last.
        """
        spoke = [(c.features.pop("spoke_at"), c) for c in found if "spoke_at" in c.features]
        stood = [(c.features.pop("subject_at"), c) for c in found if "subject_at" in c.features]
        last = max(spoke, key=lambda p: p[0], default=None)
        subject = max(stood, key=lambda p: (self.layout.sentence(int(p[0])), -p[0]), default=None)
        either = max((p for p in (last, subject) if p), key=lambda p: p[0], default=None)
        for name, place in (("spoke", last), ("subject", subject), ("either", either)):
            if place is not None:
                place[1].features[f"nearest_{name}"] = 1.0
                if after_words:
                    place[1].features[f"nearest_{name}_after"] = 1.0

    def agrees(self, actor_id: str, pronoun: str) -> bool:
        """Tell whether an actor can be meant by a pronoun, by kind and by likely gender."""
        kind = self.people.kind(actor_id)
        if pronoun in NEUTER:
            return kind in ("institution", "state")
        if pronoun in PLURAL:
            return kind in ("institution", "group", "state")
        return kind == "person" and self.likely(actor_id) in (None, pronoun)

    def may_go_with(self, actor_id: str, pronoun: str) -> bool:
        """Tell whether a person can be meant by `he` or `she`, whatever the given name makes likely."""
        if self.people.kind(actor_id) != "person":
            return False
        own = self.people.pronouns(actor_id).split("/")[0] or self._by_honorific(actor_id)
        return (own or self.used.get(actor_id)) in (None, pronoun)

    def likely(self, actor_id: str) -> str | None:
        """Return the pronoun that somebody goes with, if there is a sign of it."""
        own = self.people.pronouns(actor_id)
        return (
            own.split("/")[0]
            or self._by_honorific(actor_id)
            or self.used.get(actor_id)
            or given.pronoun(self.people.name(actor_id))
        )

    def _by_honorific(self, actor_id: str) -> str | None:
        if actor_id not in self._honorifics:
            before = (
                self.text[max(0, m.start - 6) : m.start].split()
                for m in self.people.mentions
                if m.actor_id == actor_id
            )
            found = (given.by_honorific(words[-1]) for words in before if words)
            self._honorifics[actor_id] = next((p for p in found if p), None)
        return self._honorifics[actor_id]

    def _speaks_as(self, answer: Answer, low: str) -> bool:
        """Tell whether a speaker without a name can be meant: `a spokeswoman` by she, `the study` by it."""
        head = _AFTER_HEAD.split(answer.name or "")[0]
        if self.people.kind(answer.actor_id) != "group" or not head or low in PLURAL:
            return False
        if not head[-1:].isalpha() or head.split()[-1].casefold() in NOT_NAMES - BODIES:
            return False  # a day, a number: misread
        noun = head.split()[-1].casefold()
        if low in NEUTER:
            if head[:1].isupper():
                return not head.endswith("s") or answer.antecedent.casefold().startswith("the ")
            return noun in DOCUMENTS
        return head[-1:] != "s" and pronoun_of(noun) in ("either", low)

    def _described(self, number: int, at: int, known: set[str]) -> list[Candidate]:
        """Find bodies that open one of the last sentences by description: `The institute put it ...`."""
        found = []
        for k in range(number - 1, max(-1, number - 4), -1):
            start, end = self.layout.sentences[k]
            if self.layout.paragraph(at) - self.layout.paragraph(start) > 1:
                break
            answer = self._opening(start, end)
            if answer is not None and answer.actor_id not in known:
                place = {"subject_at": float(start), "sentences_back": math.log1p(number - k)}
                place["subject_before" if k == number - 1 else "subject_far"] = 1.0
                found.append(Candidate(answer, place | {"not_spoken": 1.0}))
                known.add(answer.actor_id)
        return found

    def _opening(self, start: int, end: int) -> Answer | None:
        """Take the body that a sentence's opening description means."""
        opening = _DESCRIBES.match(self.text, start, end)
        words = opening.group() if opening else ""
        while words:
            found = self.descriptions.actor((start, start + len(words)))
            if found is not None and self.agrees(found.actor_id, "it"):
                return Answer(found.actor_id, found.antecedent, "pronoun")
            if words.count(" ") < 2:
                noun = words.split()[-1]
                return Answer(noun, words, "pronoun", noun) if noun in BODIES else None
            words = words.rsplit(" ", 1)[0]
        return None
