"""Pronouns: the nearest earlier speaker or sentence subject that agrees."""

from __future__ import annotations

import re

from newsan.actors import given
from newsan.actors.descriptions import DOCUMENTS, Descriptions
from newsan.actors.layout import Layout
from newsan.actors.people import Answer, Cast, Mention, full_names, slug

MALE, FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
NEUTER, PLURAL = frozenset(("it", "its")), frozenset(("they", "them", "their", "we", "both"))
_RELATIVE, _FIRST = frozenset(("who", "which", "that", "whose")), frozenset(("i", "me", "my"))
PRONOUNS = MALE | FEMALE | NEUTER | PLURAL | _RELATIVE | _FIRST
_NOMINATIVE = {
    "him": "he",
    "his": "he",
    "her": "she",
    "hers": "she",
    "its": "it",
    "them": "they",
    "their": "they",
}
_HONORIFIC = {"mr": "he", "sir": "he", "mrs": "she", "ms": "she", "miss": "she"}
_OBLIQUE = frozenset("of to for with by from against about on at between in over".split())
_REACH = 4  # paragraphs back that a pronoun may find its antecedent in
_OPENING = 90  # characters from a sentence's start in which its subject's name stands
_WORDS = (
    r"(?:account|words?|view|version|telling|comments?|remarks?|reply|response|answer|message|statement|"
    r"speech|address|position|reaction|assessment|explanation|reasoning|claim|letter|post)"
)
_ASKS = re.compile(
    r"\b(?:know|knows|knew|known|ask|asks|asked|wonder\w*|clear|unclear|of|about)\s$"
)
_BODY = re.compile(
    r"The ((?:[A-Z][\w-]+ )+(?:of (?:the )?)?[A-Z][\w-]+)(?= [a-z])"
)  # The River Service of Ostrand
_FROM = re.compile(
    rf"\b{_WORDS}\b[^.]*\bfrom\s$|^From\s(?:the\s)?(?:[\w-]+\s){{0,4}}$", re.IGNORECASE
)


class Pronouns:
    """Finds antecedents in one article, given the speakers already resolved."""

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

    def actor(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Resolve a pronoun, given in lower case."""
        if low in _RELATIVE:
            return self._relative(span)
        if low in _FIRST:
            return None
        low = _NOMINATIVE.get(low, low)
        here = self.layout.starts[self.layout.sentence(span[0])]
        found = self._antecedent(low, span, here)
        if found is not None and low in ("he", "she") and self._is_near(found, span):
            self.used.setdefault(found.actor_id, low)
        return found

    def _is_near(self, found: Answer, span: tuple[int, int]) -> bool:
        """Tell whether the antecedent stands in the pronoun's own paragraph: then it is sure."""
        here = self.layout.paragraph(span[0])
        return any(
            m.actor_id == found.actor_id and self.layout.paragraph(m.start) == here
            for m in self.people.mentions
            if m.start < span[0]
        )

    def _antecedent(self, low: str, span: tuple[int, int], here: int) -> Answer | None:
        same = self._same_sentence(low, span)
        if same is not None and same[0] >= here:
            return same[1]
        candidates = [
            c
            for c in (self._earlier_source(low, span), self._sentence_subject(low, span))
            if c is not None
        ]
        return max(candidates, key=lambda c: c[0])[1] if candidates else None

    def last_source(self, at: int, by: str) -> Answer | None:
        """Return whoever spoke last before an offset, within reach."""
        here = self.layout.paragraph(at)
        for start, answer in reversed(self.sources):
            if start < at and here - self.layout.paragraph(start) <= _REACH:
                return Answer(answer.actor_id, answer.antecedent, by, answer.name)
        return None

    def _agrees(self, actor_id: str, pronoun: str) -> bool:
        kind, own = self.people.kind(actor_id), self.people.pronouns(actor_id)
        if pronoun in NEUTER:
            return kind in ("institution", "state")
        if pronoun in PLURAL:
            return kind in ("institution", "group", "state")
        if kind != "person":
            return False
        if not own:
            likely = (
                self._gender_by_title(actor_id)
                or self.used.get(actor_id)
                or given.pronoun(self.people.name(actor_id))
            )
            return likely in (None, pronoun)
        return pronoun in own.split("/")

    def _gender_by_title(self, actor_id: str) -> str | None:
        for mention in self.people.mentions:
            if mention.actor_id == actor_id:
                before = self.text[max(0, mention.start - 6) : mention.start].casefold().split()
                if before and before[-1].strip(".") in _HONORIFIC:
                    return _HONORIFIC[before[-1].strip(".")]
        return None

    def _same_sentence(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the first fitting name of the same sentence if it can be its subject."""
        start = self.layout.starts[self.layout.sentence(span[0])]
        for mention in self.people.mentions:
            if start <= mention.start and mention.end <= span[0] and not self._is_quoted(mention):
                if self._agrees(mention.actor_id, low) and self._can_be_subject(mention):
                    return mention.start, self._answer(mention)
        return None

    def _is_quoted(self, mention: Mention) -> bool:
        return self.layout.in_quotation(mention.start)

    def _can_be_subject(self, mention: Mention) -> bool:
        """Tell subjects, and those whose words are announced, from possessors and objects."""
        start = self.layout.starts[self.layout.sentence(mention.start)]
        if re.match(r"['’]s?\s", self.text[mention.end : mention.end + 3]):
            return re.match(rf"['’]s?\s(?:\w+\s)?{_WORDS}\b", self.text[mention.end :]) is not None
        before = self.text[max(start, mention.start - 80) : mention.start]
        words = re.findall(r"[\w-]+", before)
        titled = [w for w in words if w[:1].islower()]
        if (
            (words and words[-1].casefold() == "from")
            or (titled and titled[-1] == "from")
            or (words and words[0] == "From")
        ):
            return _FROM.search(before) is not None or words[0] == "From"
        return not words or words[-1].casefold() not in _OBLIQUE

    def _earlier_source(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the nearest earlier speaker that agrees."""
        here = self.layout.paragraph(span[0])
        for at, answer in reversed(self.sources):
            if at >= span[0]:
                continue
            if here - self.layout.paragraph(at) > _REACH:
                return None
            if self._agrees(answer.actor_id, low) or (low in NEUTER and self._is_body(answer)):
                return at, Answer(answer.actor_id, answer.antecedent, "pronoun", answer.name)
        return None

    def _is_body(self, answer: Answer) -> bool:
        """Tell a body outside the registry (a proper name, no plural), or a document that speaks."""
        head = re.split(r" (?:of|for|in|from|by) ", answer.name or "")[0]
        if self.people.kind(answer.actor_id) != "group" or not head:
            return False
        if head[:1].isupper():
            return not head.endswith("s") or answer.antecedent.casefold().startswith("the ")
        return head.split()[-1] in DOCUMENTS

    def _sentence_subject(self, low: str, span: tuple[int, int]) -> tuple[int, Answer] | None:
        """Take the first name of a sentence shortly before, if that sentence opens with it."""
        number = self.layout.sentence(span[0])
        for back in range(1, 4):
            if number - back < 0:
                break
            start, end = self.layout.sentences[number - back]
            if self.layout.paragraph(span[0]) - self.layout.paragraph(start) > 1:
                break
            for mention in self.people.mentions:
                near = start <= mention.start < min(end, start + _OPENING) or (
                    start <= mention.start < end and self._is_announced(mention, start)
                )
                if not near or self._is_quoted(mention) or not self._can_be_subject(mention):
                    continue
                if self._agrees(mention.actor_id, low):
                    return mention.start, self._answer(mention)
            if low in NEUTER and (found := self._described(start, end)):
                return start, found
        return None

    def _is_announced(self, mention: Mention, start: int) -> bool:
        """Tell `... in Ostrell's account`: a possessor of words, wherever it stands."""
        return re.match(rf"['’]s?\s(?:\w+\s)?{_WORDS}\b", self.text[mention.end :]) is not None

    def _described(self, start: int, end: int) -> Answer | None:
        """Take the institution that a sentence's opening description means: `The institute put it ...`."""
        if (body := _BODY.match(self.text, start, end)) and not any(
            m.start < body.end() and body.start() < m.end for m in self.people.mentions
        ):
            return Answer(slug(body[1]), body.group(), "pronoun", body[1])
        opening = re.match(r"The (?:[\w-]+ ){0,3}?[a-z][\w-]+(?=,| [a-z]+)", self.text[start:end])
        while opening is not None:
            words = opening.group()
            found = self.descriptions.actor((start, start + len(words)))
            if found is not None and self._agrees(found.actor_id, "it"):
                return Answer(found.actor_id, found.antecedent, "pronoun")
            if words.count(" ") < 2:
                return None
            opening = re.match(re.escape(words.rsplit(" ", 1)[0]), self.text[start:end])
        return None

    def _relative(self, span: tuple[int, int]) -> Answer | None:
        """Take the name that a relative clause belongs to: the first of the phrase before it."""
        start = self.layout.starts[self.layout.sentence(span[0])]
        if _ASKS.search(self.text[start : span[0]]):
            return None
        before = [
            m
            for m in self.people.mentions
            if start <= m.start
            and m.end <= span[0]
            and m.kind == "person"
            and not self._is_quoted(m)
            and not re.match(r"['’]s?\s", self.text[m.end : m.end + 3])
        ]
        if before:
            return self._answer(before[-1])
        for s, e, name in reversed(full_names(self.text, start, span[0])):
            return Answer(slug(name), self.text[s:e], "pronoun", name)
        return self.last_source(span[0], "pronoun") if self.text[slice(*span)] != "that" else None

    def _answer(self, mention: Mention) -> Answer:
        return Answer(mention.actor_id, self.text[mention.start : mention.end], "pronoun")
