"""Whom pronouns and descriptions mean: everybody who agrees, scored; unknown where the lead is small."""

from __future__ import annotations

import bisect
import functools
import math
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from newsan import lexicons
from newsan.actors.countries import code_of
from newsan.actors.descriptions import Description, stems
from newsan.actors.entities import Entities
from newsan.actors.mention import Answer, Layout, Mention, between
from newsan.actors.names import pronoun_of_name

MALE, FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
NEUTER = frozenset(("it", "its"))
PLURAL = frozenset(("they", "them", "their", "we", "both"))
THRESHOLD = 0.5  # the chance below which nobody is named by a pronoun
TOLD = 0.6  # the chance below which a description is somebody new
ONE = 0.35  # the same where only one of the article is said to be that
SURE = 0.8  # the chance from which a pronoun tells the gender of a name
_REACH = 4  # paragraphs back that a pronoun may find its antecedent in
_NEAR = 1  # that `it` may: farther off it is mostly something else
_FARTHEST = 12  # where nobody nearer agrees
_MOST = 40  # mentions, and sources, within reach; more changed nothing in 239 labelled articles
_OPENING_PARAGRAPHS = 1
_ANY_BODY = lexicons.words("nouns", "said of any body")
_OF_STATES = lexicons.words("nouns", "said of a state")
_COMMON = _ANY_BODY | frozenset(("own", "same", "new"))
_LEADERS = lexicons.words("nouns", "leader")
_OF_ARMIES = frozenset("the army armed forces royal red".split())
_CLOSE = math.log1p(1)  # how far back somebody may only be spoken of: a sentence
_OPENING = 90  # characters from a sentence's start in which its subject's name stands


@dataclass
class Candidate:
    """Somebody who may be meant, with what speaks for it, by name of the feature; None for somebody new."""

    answer: Answer | None
    features: dict[str, float]


@functools.cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weight of each feature by what is asked (see `training/antecedents.py`)."""
    rows = lexicons.rows("antecedents")
    return {kind: {r["feature"]: float(r[kind]) for r in rows} for kind in ASKED}


ASKED = ("person", "body", "described person", "described body")  # pronouns of two kinds, and nouns


def kind_of(low: str) -> str:
    """Return which weights a pronoun goes by."""
    return "person" if low in MALE or low in FEMALE else "body"


def chances(candidates: list[Candidate], kind: str) -> list[float]:
    """Return how likely each candidate is, all together one."""
    by = weights()[kind]
    scores = [sum(by.get(n, 0.0) * v for n, v in c.features.items()) for c in candidates]
    top = max(scores, default=0.0)
    grown = [math.exp(s - top) for s in scores]
    return [g / sum(grown) for g in grown]


def _same(noun: str, other: str) -> bool:
    """Return whether two are the same noun, of one or of many: `source`, `sources`."""
    return noun == other or noun.removesuffix("s") == other.removesuffix("s")


def _words(phrase: str) -> frozenset[str]:
    """Return the words of a phrase in lower case, without `'s`, and the parts of `commander-in-chief`."""
    whole = re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", phrase.casefold()))
    return frozenset(whole).union(*(w.split("-") for w in whole))


def _codes(words: frozenset[str]) -> set[str]:
    """Return the countries that words name, one by one."""
    return {code for w in words if (code := code_of(w)) is not None}


class Antecedents:
    """The actors of one article as candidates for its pronouns."""

    def __init__(
        self,
        layout: Layout,
        people: Entities,
        sources: list[tuple[int, Answer]],
    ) -> None:
        self.layout, self.text, self.people = layout, layout.text, people
        self.sources = sources
        self.used: dict[str, str] = {}  # people outside the registry by the pronoun they had
        self._noun_of: dict[str, frozenset[str]] = {}
        self.stood: list[Mention] = []  # subjects of the narration that are no names

    def stands(self, span: tuple[int, int], answer: Answer) -> None:
        """Remember whom a pronoun or description stands for."""
        self.stood.append(Mention(*span, answer.actor_id, self.people.kind(answer.actor_id)))

    def meant(self, low: str, span: tuple[int, int]) -> tuple[Answer, float] | None:
        """Return whom a pronoun (nominative, lower case) stands for, and how likely; None if not clear."""
        found = self.candidates(low, span)
        return self._likeliest(found, kind_of(low), THRESHOLD)

    def _likeliest(
        self, found: list[Candidate], kind: str, threshold: float
    ) -> tuple[Answer, float] | None:
        sure = chances(found, kind)
        best = max(range(len(found)), key=sure.__getitem__, default=None)
        if best is None or sure[best] < threshold or (answer := found[best].answer) is None:
            return None
        return replace(answer, chance=sure[best]), sure[best]

    def described(self, asked: Description, span: tuple[int, int]) -> Answer | None:
        """Return whom a description means among those the article has had; None for somebody new, as `a` always is."""
        if asked.determiner == "a":
            return None
        kind = "described person" if asked.kind == "person" else "described body"
        found = self.described_candidates(asked, span)
        alone = any("the_one" in c.features for c in found)
        best = self._likeliest(found, kind, ONE if alone else TOLD)
        return replace(best[0], resolved_by="description") if best else None

    def described_candidates(self, asked: Description, span: tuple[int, int]) -> list[Candidate]:
        """Return everybody whom a description may mean, and somebody new."""
        at, since = span[0], self.layout.since(span[0], _REACH)
        own = self._by_noun.get(asked.noun, ())
        found = self._gathered(at, since, lambda actor: self._agrees_with(actor, asked), also=own)
        for candidate in found:
            if candidate.answer is not None:
                candidate.features |= self._of_description(candidate.answer.actor_id, asked)
        self._mark_nearest(found, after_words=self.layout.begin(at) < at)
        self._mark_alone(found, at, asked.determiner)
        if any("the_one" in c.features for c in found):  # nobody who is said to be something else
            found = [c for c in found if "noun_other" not in c.features]
        new = {"new": 1.0, f"new_{asked.determiner or 'bare'}": 1.0}
        new["new_words"] = math.log1p(len(asked.others))
        if asked.determiner == "the" and not asked.others:
            new["new_the_alone"] = 1.0
        if self.layout.paragraph(at) <= _OPENING_PARAGRAPHS:
            new["new_at_start"] = 1.0
        if not any("noun_said" in c.features or "noun_in_name" in c.features for c in found):
            new["new_noun"] = 1.0
        found.append(Candidate(None, new))
        return found

    def _mark_alone(self, found: list[Candidate], at: int, determiner: str) -> None:
        """Mark the only one of its kind, whoever is named most, and how many were named since each."""
        last = {}
        for candidate in found:
            actor = candidate.answer.actor_id  # type: ignore[union-attr]
            own = self.people.mentions_of(actor)
            number = bisect.bisect_left(own, at, key=operator.attrgetter("start"))
            last[actor] = own[number - 1].start if number else -1
        places = sorted(last.values())
        for candidate in found:
            actor = candidate.answer.actor_id  # type: ignore[union-attr]
            since = len(places) - bisect.bisect_right(places, last[actor])
            candidate.features["named_since"] = math.log1p(since)
            if (
                last[actor] < 0
                and "not_spoken" in candidate.features
                and "not_named" not in candidate.features
            ):
                candidate.features["only_later"] = 1.0
            if len(found) == 1:
                candidate.features["alone"] = 1.0
        for sign in ("noun_said", "noun_in_role", "noun_in_name"):
            bearing = [c for c in found if sign in c.features]
            if len(bearing) == 1:
                bearing[0].features["noun_alone"] = 1.0
                of = bearing[0].features
                if determiner == "the" and of["words_unsaid"] <= of["words_said"]:
                    of["the_one"] = 1.0
        most = max(found, key=lambda c: c.features.get("times_named", -1.0), default=None)
        if most is not None and len(found) > 1:
            most.features["named_most"] = 1.0

    def _agrees_with(self, actor: str, asked: Description) -> bool:
        """Return whether an actor can be meant by a description, by kind, gender and age."""
        kind = self.people.kind(actor)
        unnamed = self.people.described.get(actor)
        if unnamed is not None:  # nobody has two nouns without a name, nor others of each
            apart = asked.others and unnamed.others and asked.others.isdisjoint(unnamed.others)
            return _same(unnamed.noun, asked.noun) and not apart
        if self._is_of_others(actor, kind, asked):
            return False
        if asked.kind == "person":
            return kind == "person" and asked.pronoun in (None, self.likely(actor) or asked.pronoun)
        if asked.kind == "group":
            return kind == "group"
        return kind == "institution" or (kind == "state" and asked.noun in _OF_STATES)

    def _is_of_others(self, actor: str, kind: str, asked: Description) -> bool:
        """Return whether an actor cannot be meant: of another country, still in office, another body of the kind."""
        row = self.people.registry.rows.get(actor)
        codes, own = _codes(asked.others), {row["country"]} if row and row["country"] else set()
        if kind == "person":
            said = (s.words for s in self.people.said(actor) if not s.noun.endswith("s"))
            own |= _codes(frozenset().union(*said))
        if codes and own and codes.isdisjoint(own):
            return True
        if asked.is_past and self.people.known(actor) and kind == "person":
            return True
        if kind == "person" or asked.noun not in self.nouns(actor):
            return False
        if asked.noun == "army" and not self._is_of_state(actor):
            return True  # the Arakan Army is not the army
        said = (s.words for s in self.people.said(actor))
        words = stems(
            frozenset().union(re.findall(r"[\w-]+", self.people.name(actor).casefold()), *said)
        )
        words |= stems(frozenset(re.findall(r"[\w-]+", self.people.known(actor))))
        return not stems(asked.others - _COMMON) <= words

    def _is_of_state(self, actor: str) -> bool:
        """Return whether a body's name says no more than whose army it is: `the Sudanese Armed Forces`."""
        name = self.people.name(actor)
        rest = (w for w in re.findall(r"[\w.-]+", name) if w.casefold() not in _OF_ARMIES)
        return bool(self.people.registry.rows.get(actor)) or all(map(code_of, rest))

    def nouns(self, actor: str) -> frozenset[str]:
        """Return the nouns that the article, a body's name or the registry's role has for somebody."""
        if actor not in self._noun_of:
            nouns = {said.noun for said in self.people.said(actor)}
            nouns |= _words(self.people.known(actor).split(",")[0])
            if self.people.kind(actor) != "person":
                nouns |= _words(self.people.name(actor))
            self._noun_of[actor] = frozenset(nouns)
        return self._noun_of[actor]

    @cached_property
    def _by_noun(self) -> dict[str, list[str]]:
        """Who is named, by each noun for them."""
        found: dict[str, list[str]] = {}
        for actor in self.people.actors:
            for noun in self.nouns(actor):
                found.setdefault(noun, []).append(actor)
        return found

    def _of_description(self, actor: str, asked: Description) -> dict[str, float]:
        """Describe how what is said of somebody goes with a description."""
        said = self.people.said(actor)
        known = self.people.known(actor)
        role = _words(known)
        name = _words(self.people.name(actor))
        words = stems(frozenset().union(role, name, *(s.words for s in said)))
        others = stems(asked.others)
        found = {
            "words_said": float(len(others & words)),
            "words_unsaid": float(len(others - words)),
        }
        if asked.noun in _LEADERS and not _LEADERS.isdisjoint(role | {s.noun for s in said}):
            found["leader"] = 1.0
        if len(others) > 1 and others.isdisjoint(words) and words:
            found["nothing_said"] = 1.0
        if others and others <= words:
            found["all_said"] = 1.0
        if any(_same(s.noun, asked.noun) for s in said):
            found["noun_said"] = 1.0
        elif self.people.kind(actor) != "person" and asked.noun in name:
            found["noun_in_name"] = 1.0
        elif asked.noun in role:
            found["noun_in_role"] = 1.0
        elif said:
            found["noun_other"] = 1.0
        return found

    def pronoun(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Return whom a pronoun (nominative, lower case) stands for; what that tells is remembered."""
        best = self.meant(low, span)
        if best is None:
            return None
        answer, chance = best
        if low in ("he", "she") and chance >= SURE:
            self.used.setdefault(answer.actor_id, low)
        return answer

    def candidates(self, low: str, span: tuple[int, int]) -> list[Candidate]:
        """Return everybody within reach who agrees with a pronoun, or else farther off."""
        if low in NEUTER:
            return self._candidates(low, span, _NEAR)
        return self._candidates(low, span, _REACH) or self._candidates(low, span, _FARTHEST)

    def _candidates(self, low: str, span: tuple[int, int], reach: int) -> list[Candidate]:
        at, since = span[0], self.layout.since(span[0], reach)
        found = []
        for candidate in self._gathered(at, since, lambda actor: self.agrees(actor, low)):
            features = candidate.features
            if "not_spoken" in features and "subject_at" not in features:
                if low not in ("he", "she") or (
                    features["sentences_back"] > _CLOSE and reach < _FARTHEST
                ):
                    continue  # only spoken of
                features["object"] = 1.0
            if candidate.answer is not None and candidate.answer.actor_id in self.people.described:
                features["unnamed"] = 1.0
            found.append(candidate)
        self._mark_nearest(found, after_words=self.layout.begin(at) < at)
        self._mark_acted(found)
        return found

    def _gathered(
        self, at: int, since: int, fits: Callable[[str], bool], also: Iterable[str] = ()
    ) -> list[Candidate]:
        """Return those who are named or speak between two offsets, and others, if they fit."""
        number = self.layout.sentence(self.layout.begin(at))
        named: dict[str, list[Mention]] = {}
        near = (between(self.people.mentions, since, at), between(self.stood, since, at))
        for m in (m for mentions in near for m in mentions[-_MOST:]):
            if m.end <= at and not self.layout.is_own(m.start, at):
                named.setdefault(m.actor_id, []).append(m)
        for actor in also:
            if actor not in named:
                named[actor] = list(self.people.mentions_of(actor))
        for own in named.values():
            own.sort(key=lambda m: m.start)
        spoke: dict[str, list[tuple[int, Answer]]] = {}
        before = self._spoken(at)
        for start, answer in self.sources[max(self._spoken(since), before - _MOST) : before]:
            spoke.setdefault(answer.actor_id, []).append((start, answer))
        found = []
        for actor in dict.fromkeys([*spoke, *named]):
            if fits(actor):
                own, said = named.get(actor, []), spoke.get(actor, [])
                features = self._of_mentions(own, at, number) | self._of_sources(said, at, number)
                found.append(Candidate(self._answer(own, said), features))
        return found

    def _spoken(self, at: int) -> int:
        """Return how many sources stand before an offset."""
        return bisect.bisect_left(self.sources, at, key=operator.itemgetter(0))

    def _answer(self, own: list[Mention], said: list[tuple[int, Answer]]) -> Answer:
        if said and (not own or said[-1][0] >= own[-1].start):
            last = said[-1][1]
            return Answer(last.actor_id, last.antecedent, "pronoun", last.name)
        free = (m for m in reversed(own) if m not in between(self.stood, m.start, m.start + 1))
        named = next(free, None)
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
            "same_paragraph": float(self.layout.paragraph(last.start) == paragraph),
        }
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
            if k >= number or m.start < start + _OPENING:
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

    def _mark_acted(self, found: list[Candidate]) -> None:
        """Mark somebody unnamed who alone acts in the sentence before: `A nurse walked out. “No,” | she | said`."""
        acting = [c for c in found if c.features.keys() & {"subject_before", "subject_here"}]
        signs = {"unnamed", "subject_before", "nearest_subject"}
        if len(acting) == 1 and (answer := acting[0].answer) and signs <= acting[0].features.keys():
            if self.people.described[answer.actor_id].determiner in ("a", "whose"):
                acting[0].features["unnamed_acted"] = 1.0

    def agrees(self, actor_id: str, pronoun: str) -> bool:
        """Return whether an actor can be meant by a pronoun, by kind and by likely gender."""
        kind = self.people.kind(actor_id)
        if pronoun in NEUTER:
            return kind in ("institution", "state")
        if pronoun in PLURAL:
            return kind in ("institution", "group", "state")
        return kind == "person" and self.likely(actor_id) in (None, pronoun)

    def likely(self, actor_id: str) -> str | None:
        """Return the pronoun that somebody goes with, if there is a sign of it."""
        own = self.people.pronouns(actor_id)
        unnamed = self.people.described.get(actor_id)
        return (
            own.split("/")[0]
            or (unnamed.pronoun if unnamed else None)
            or self.used.get(actor_id)
            or pronoun_of_name(self.people.name(actor_id))
        )
