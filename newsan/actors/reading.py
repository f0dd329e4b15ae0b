"""Reads an article's speakers in order and says who each one is."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from newsan.actors.people import TITLES, Cast, Mention, full_names, slug
from newsan.text import paragraphs, sentences

_MALE, _FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_NEUTER, _PLURAL = frozenset(("it", "its")), frozenset(("they", "them", "their", "we", "both"))
_RELATIVE, _FIRST = frozenset(("who", "which", "that", "whose")), frozenset(("i", "me", "my"))
_PRONOUNS = _MALE | _FEMALE | _NEUTER | _PLURAL | _RELATIVE | _FIRST
_HONORIFIC = {"mr": "he", "sir": "he", "mrs": "she", "ms": "she", "miss": "she"}
_DOCUMENTS = frozenset("statement post message report communique release letter bulletin briefing "
                       "information data assessment update readout tweet document spokesman spokesperson "
                       "spokeswoman announcement summary comment article".split())
_REACH = 4  # paragraphs back that a pronoun may find its antecedent in
_STOP = frozenset("the a an of in for and on at to by with from its his her their this that".split())
_LATE = frozenset("president minister ministry commander chief spokesman spokesperson spokeswoman leader "
                  "governor mayor general staff army military envoy secretary ambassador adviser advisor "
                  "agency service kremlin department government official analyst expert institute group "
                  "center centre council commission committee party company union bank court".split())


@dataclass(frozen=True)
class Answer:
    """Who a speaker is, by which words, and by what kind of words."""

    actor_id: str
    antecedent: str
    resolved_by: str
    name: str | None = None


class Reading:
    """The speakers of one article, resolved in reading order."""

    def __init__(self, text: str, people: Cast, records: list[dict[str, Any]]) -> None:
        self.text, self.people, self.records = text, people, records
        self.sentences = sentences(text)
        self.starts = [s for s, _ in self.sentences]
        self.paragraph_starts = [s for s, _ in paragraphs(text)]
        self.quoted = sorted((int(r["start"]), int(r["end"])) for r in records)
        self.sources: list[tuple[int, Answer]] = []
        self.groups: dict[str, Answer] = {}

    def answers(self) -> list[Answer | None]:
        """Return one answer a record, in the records' order."""
        done: dict[tuple[int, int], Answer | None] = {}
        order = sorted((s for r in self.records if (s := self._speaker(r))), key=lambda s: s)
        for span in dict.fromkeys(order):
            if span not in done:
                done[span] = self._resolve(span)
                if done[span] is not None:
                    self.sources.append((span[0], done[span]))
        return [done[s] if (s := self._speaker(r)) else None for r in self.records]

    @staticmethod
    def _speaker(record: dict[str, Any]) -> tuple[int, int] | None:
        if pd.isna(record["speaker_start"]):
            return None
        return int(record["speaker_start"]), int(record["speaker_end"])

    def _resolve(self, span: tuple[int, int]) -> Answer | None:
        words = self.text[slice(*span)]
        low = words.casefold().strip()
        if low in _PRONOUNS:
            return self._pronoun(low, span)
        return self._by_name(span) or self._by_family(span) or self._by_role(span) or self._group(span)

    # ------------------------------------------------------------------ names
    def _head(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the part of a phrase before its apposition or relative clause."""
        m = re.search(r",\s|\s(?:who|which|whose|where)\s|\s[—–(]", self.text[slice(*span)])
        return (span[0], span[0] + m.start()) if m else span

    def _by_name(self, span: tuple[int, int]) -> Answer | None:
        """Resolve by a full name: of the registry, or of a person the article introduces."""
        head = self._head(span)
        for part, whole in ((head, False), (span, True)):
            inside = [m for m in self.people.mentions if part[0] <= m.start and m.end <= part[1]]
            people = [m for m in inside if m.kind == "person" and not self._modifies(m, part)]
            if people:
                chosen = people[0] if whole else people[-1]
                return self._named(chosen)
            own = [(s, e, n) for s, e, n in full_names(self.text, *part)
                   if not any(m.start < e and s < m.end for m in inside)]
            if own:
                s, e, name = own[0] if whole else own[-1]
                return Answer(slug(name), self.text[s:e], "name", name)
            heads = [m for m in inside if m.kind != "person" and self._is_head(m, part)]
            if heads:
                return Answer(heads[-1].actor_id, self.text[heads[-1].start : heads[-1].end],
                              "institution")
        return None

    def _named(self, mention: Mention) -> Answer:
        words = self.text[mention.start : mention.end]
        by = "name" if words[:1].isupper() and not words.lower().startswith("the ") else "description"
        return Answer(mention.actor_id, words, by)

    def _modifies(self, mention: Mention, part: tuple[int, int]) -> bool:
        """Tell whether a name only modifies the head: Ostrell's envoy, an aide to Ostrell."""
        after = self.text[mention.end : part[1]]
        before = self.text[part[0] : mention.start].casefold().split()
        if re.match(r"['’]s?\s+\w", after):
            return True
        if before and before[-1] in ("of", "to", "for", "with", "by", "from", "against", "under"):
            return True
        return bool(re.match(r"\s+[a-z]\w+", after)) and not re.match(r"\s+(?:and|or)\s", after)

    def _is_head(self, mention: Mention, part: tuple[int, int]) -> bool:
        """Tell whether an institution's name ends the phrase, or is followed only by a place."""
        after = self.text[mention.end : part[1]].strip()
        before = self.text[part[0] : mention.start].casefold().split()
        if before and before[-1] in ("of", "to", "for", "by", "against", "in", "at", "from", "with"):
            return bool(re.fullmatch(r"(?:.*\b)?(?:statement|assessment|report|data|spokes\w+|"
                                     r"officials?|estimates?|figures?|source|post)\s+(?:\w+\s+)?",
                                     " ".join(before[:-1]) + " "))
        return not after or bool(re.match(
            r"(?:['’]s?\s+)?(?:media|press service|spokes\w+|officials?|estimates?|statement|data|"
            r"analysts?|report|assessment|information|bulletin|\([A-Z]+\)|in\b|on\b|channel|side|monitoring\b|"
            r"project|news agency|agency|newspaper|itself)", after))

    # ------------------------------------------------------------------ families, roles, groups
    def _by_family(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a surname to the one person of the article who bears it."""
        head = self.text[slice(*self._head(span))]
        words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"['’]s$", "", head))
                 if w.casefold().strip(".") not in TITLES]
        if not words or not words[-1][:1].isupper():
            return None
        bearers = self.people.by_family.get(words[-1].casefold(), [])
        if len(bearers) == 1:
            return Answer(bearers[0], head, "name")
        if len(bearers) > 1:
            last = [m for m in self.people.mentions if m.actor_id in bearers and m.start < span[0]]
            return Answer(last[-1].actor_id, self.text[last[-1].start : last[-1].end], "name") if last else None
        return None

    def _by_role(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a description with "the" by the role that a title or the registry gives."""
        phrase = self.text[slice(*self._head(span))].casefold()
        noun = re.split(r"\s(?:of|for|in|at|on|from|to)\s", phrase)[0]
        words = [w for w in re.findall(r"\w+", noun) if w not in _STOP]
        if not words:
            return None
        if words[-1] in _DOCUMENTS and len(words) <= 2:
            return self._last_source(span[0], "description") or self._institution_before(span[0])
        if not phrase.startswith(("the ", "his ", "her ", "its ", "their ")) or words[-1] not in _LATE:
            return None
        words = [w for w in re.findall(r"\w+", phrase[len(noun) :]) if w not in _STOP] + words
        best: tuple[float, Mention] | None = None
        for mention in self.people.mentions:
            if span[0] <= mention.start < span[1]:
                continue
            score = self._role_score(mention, words)
            if score <= 0:
                continue
            distance = span[0] - mention.start
            score -= distance / 4000 if distance > 0 else 1.2 - distance / 4000
            if best is None or score > best[0]:
                best = (score, mention)
        if best is None or best[0] < -1:
            return None
        found = best[1]
        return Answer(found.actor_id, self.text[found.start : found.end], "description")

    def _institution_before(self, at: int) -> Answer | None:
        """Take the last institution named before a document that speaks for it."""
        here = self._paragraph(at)
        for mention in reversed(self.people.mentions):
            if mention.end <= at and mention.kind == "institution" and (
                    here - self._paragraph(mention.start) <= _REACH):
                return self._answer(mention, "institution")
        return None

    def _role_score(self, mention: Mention, words: list[str]) -> float:
        """Score a description against an actor: its role, aliases, and the words around its name."""
        row = self.people.registry.rows.get(mention.actor_id)
        known = (f"{row['role']} {row['name']} {row['aliases']}".casefold() if row else "")
        around = self.text[max(0, mention.start - 60) : mention.end + 80].casefold()
        own = self.text[mention.start : mention.end].casefold()
        title = self.text[max(0, mention.start - 60) : mention.start].casefold()
        head = words[-1]
        titled = mention.kind == "person" and re.search(
            rf"\b{re.escape(head)}(?: (?:of|for|in|to)[\w\s'’-]{{0,40}})?,? $", title)
        if titled or re.search(rf"\b{re.escape(head)}\b", own):
            score = 2.0
        elif re.search(rf"\b{re.escape(head)}\b", known):
            score = 1.5
        elif mention.kind == "person" and re.match(
                rf"[\s\S]*?, (?:the |a |an )?[^.,]*\b{re.escape(head)}\b", around[mention.start - max(
                    0, mention.start - 60) :]):
            score = 1.0
        else:
            return 0.0
        rest = [w for w in words[:-1] if not w.isdigit()]
        matched = sum(w[:6] in known or w[:6] in around for w in rest)
        return score + matched - 1.5 * (len(rest) - matched)

    def _group(self, span: tuple[int, int]) -> Answer | None:
        """Keep a group or an unnamed source as an actor of its own."""
        head = self.text[slice(*self._head(span))]
        words = [w for w in re.findall(r"[\w-]+", head.casefold()) if w not in _STOP and w != "s"]
        if not words:
            return None
        if head.casefold().startswith("the ") and len(words) <= 2:
            for key, answer in reversed(self.groups.items()):
                if key.split()[-1].rstrip("s") == words[-1].rstrip("s"):
                    return Answer(answer.actor_id, answer.antecedent, "description", answer.name)
        bare = re.sub(r"^(?:the|a|an|one of the|some|many|several|two|three|both)\s+", "", head.strip(),
                      flags=re.IGNORECASE)
        answer = Answer(slug(bare) or slug(head), head, "description", bare or head)
        self.groups[" ".join(words)] = answer
        return answer

    # ------------------------------------------------------------------ pronouns
    def _pronoun(self, low: str, span: tuple[int, int]) -> Answer | None:
        if low in _RELATIVE:
            return self._relative(span)
        if low in _FIRST:
            return None
        candidates = [c for c in (self._same_sentence(low, span), self._earlier_source(low, span),
                                  self._sentence_subject(low, span)) if c is not None]
        if candidates and candidates[0][0] >= self.starts[self._sentence(span[0])]:
            return candidates[0][1]
        if not candidates:
            return None
        return max(candidates, key=lambda c: c[0])[1]

    def _sentence(self, at: int) -> int:
        return max(0, bisect.bisect_right(self.starts, at) - 1)

    def _paragraph(self, at: int) -> int:
        return bisect.bisect_right(self.paragraph_starts, at)

    def _agrees(self, actor_id: str, pronoun: str) -> bool:
        kind, own = self.people.kind(actor_id), self.people.pronouns(actor_id)
        if pronoun in _NEUTER:
            return kind in ("institution", "state")
        if pronoun in _PLURAL:
            return kind in ("institution", "group", "state")
        if kind != "person":
            return False
        return not own or pronoun in own.split("/") or self._gender_by_title(actor_id) == pronoun

    def _gender_by_title(self, actor_id: str) -> str | None:
        for mention in self.people.mentions:
            if mention.actor_id == actor_id:
                before = self.text[max(0, mention.start - 6) : mention.start].casefold().split()
                if before and before[-1].strip(".") in _HONORIFIC:
                    return _HONORIFIC[before[-1].strip(".")]
        return None

    def _in_quotation(self, at: int) -> bool:
        k = bisect.bisect_right(self.quoted, (at, 10**9)) - 1
        return k >= 0 and self.quoted[k][0] <= at < self.quoted[k][1]

    def _same_sentence(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the first fitting name of the same sentence if it can be its subject."""
        start = self.starts[self._sentence(span[0])]
        for mention in self.people.mentions:
            if start <= mention.start and mention.end <= span[0] and not self._in_quotation(mention.start):
                if self._agrees(mention.actor_id, low) and self._can_be_subject(mention):
                    return mention.start, self._answer(mention, "pronoun")
        return None

    def _can_be_subject(self, mention: Mention) -> bool:
        after = self.text[mention.end : mention.end + 3]
        before = self.text[max(0, mention.start - 12) : mention.start].split()
        if re.match(r"['’]s?\s", after):
            return False
        last = before[-1].casefold() if before else ""
        return last not in ("of", "to", "for", "with", "by", "from", "against", "about", "on", "at", "between")

    def _earlier_source(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the nearest earlier speaker that agrees."""
        here = self._paragraph(span[0])
        for at, answer in reversed(self.sources):
            if at >= span[0]:
                continue
            if here - self._paragraph(at) > _REACH:
                return None
            if self._agrees(answer.actor_id, low):
                return at, Answer(answer.actor_id, answer.antecedent, "pronoun", answer.name)
        return None

    def _sentence_subject(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the first name of a sentence shortly before, if that sentence opens with it."""
        number = self._sentence(span[0])
        for back in range(1, 4):
            if number - back < 0:
                break
            start, end = self.sentences[number - back]
            if self._paragraph(span[0]) - self._paragraph(start) > 1:
                break
            for mention in self.people.mentions:
                if not start <= mention.start < min(end, start + 90):
                    continue
                if self._in_quotation(mention.start) or not self._can_be_subject(mention):
                    continue
                if self._agrees(mention.actor_id, low):
                    return mention.start, self._answer(mention, "pronoun")
        return None

    def _relative(self, span: tuple[int, int]) -> Answer | None:
        """Take the name that a relative clause belongs to: the first of the phrase before it."""
        start = self.starts[self._sentence(span[0])]
        before = [m for m in self.people.mentions if start <= m.start and m.end <= span[0]
                  and m.kind == "person" and not self._in_quotation(m.start)]
        before = [m for m in before if not re.match(r"['’]s?\s", self.text[m.end : m.end + 3])]
        if before:
            return self._answer(before[-1], "pronoun")
        for s, e, name in reversed(full_names(self.text, start, span[0])):
            return Answer(slug(name), self.text[s:e], "pronoun", name)
        return self._last_source(span[0], "pronoun") if self.text[slice(*span)] != "that" else None

    def _answer(self, mention: Mention, by: str) -> Answer:
        return Answer(mention.actor_id, self.text[mention.start : mention.end], by)

    def _last_source(self, at: int, by: str) -> Answer | None:
        here = self._paragraph(at)
        for start, answer in reversed(self.sources):
            if start < at and here - self._paragraph(start) <= _REACH:
                return Answer(answer.actor_id, answer.antecedent, by, answer.name)
        return None
