"""Reads an article's speakers in order and says who each one is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from newsan import lexicons
from newsan.actors import phrases
from newsan.actors.antecedents import Antecedents
from newsan.actors.countries import country, country_of
from newsan.actors.descriptions import STOP, Descriptions
from newsan.actors.full_names import TITLES, full_names
from newsan.actors.given import is_given
from newsan.actors.groups import FIRMS, Groups
from newsan.actors.layout import Layout
from newsan.actors.mention import Answer, Mention, between, own_id, slug
from newsan.actors.offices import holder_meant
from newsan.actors.people import Cast
from newsan.actors.pronouns import FIRST, PERSONAL, RELATIVE, Pronouns
from newsan.actors.relative import antecedent
from newsan.actors.short_names import short_name
from newsan.actors.subjects import subjects
from newsan.actors.support import Support
from newsan.document import Document
from newsan.quotes.attribution import span_of
from newsan.text.nouns import BODIES, DOCUMENTS

_OWN = re.compile(r"['’]s$")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ASKS = re.compile(
    r"\b(?:know|knows|knew|known|ask|asks|asked|wonder\w*|clear|unclear|of|about)\s$"
)
_TOLD = re.compile(
    r"\s(?:comment|statement|reaction|response|reply|answer|report|version|line)s?\b"
)
_BY_ITSELF = lexicons.words("nouns", "document by itself")
_OF_WORDS = frozenset("official first only latest brief short initial joint public".split())
_THE_PERSON = re.compile(
    r"[Tt]he (?:[a-z]+ )?(?:(?P<woman>woman|girl|mother|actress)|(?P<man>man|boy|father|actor)|\d\d-year-old)"
    r"(?:['’]s)?"
)
_DOCUMENT_OF = re.compile(
    r"[^,]*?\b(?:data|estimates?|figures|information|statements?|reports?) (?:from|of|by) "
    r"((?:the|his|her|its|their) )"
)
_OWNED = re.compile(r"([Hh]is|[Hh]er|[Ii]ts|[Tt]heir) ([a-z].*)")
# `a police report`, `classified U.S. intelligence assessments`: whose documents they are.
_REPORTS_OF = re.compile(
    r"(?:[Aa]n? |[Tt]he |[Ss]everal |[Ss]ome )?(?:(?:[Cc]lassified|[Ll]eaked|[Rr]ecent|[Nn]ew|[Ll]atest|[Ii]nternal|"
    r"[Oo]fficial) )*((?:[A-Z][\w.]+ )?(?:[Pp]olice|intelligence|government|military|army|navy|prosecutors?)) "
    r"(?:reports?|assessments?|estimates?|data|documents?|records?|figures|statements?)"
)
_STATE_MEDIA = re.compile(r"(?:[A-Z][\w’']+ )?[Ss]tate(?:-run|-owned)? (?:media|television|TV)")
_OF_STATE = re.compile(r"\bstate(?:-run|-owned| news agency)\b[^.,]*\Z")
_AND = re.compile(r",? and (?:[A-Z][\w.]* ){0,3}")
_OF_FIRM = re.compile(
    r".*\b(?i:spokes\w+|officials?|analysts?|economists?|executives?|representatives?|researchers?) "
    r"(?:for|at|with|of) (?:the )?(?P<firm>[^\W\d_a-z][\w’'&.-]*(?: (?:of |and |for |the |& )*[^\W\d_a-z][\w’'&.-]*)*)"
)


class Reading:
    """The speakers of one article, resolved in reading order."""

    def __init__(self, document: Document, people: Cast, records: list[dict[str, Any]]) -> None:
        self.text, self.people, self.records = document.text, people, records
        self.layout = layout = Layout(document, records)
        self.support = Support(self.text, people.registry)
        self.sources: list[tuple[int, Answer]] = []
        self.groups = Groups(people, self.sources)
        self.descriptions = Descriptions(layout, people)
        self.antecedents = Antecedents(layout, people, self.descriptions, self.sources)
        self.pronouns = Pronouns(self.antecedents)

    def answers(self) -> list[Answer | None]:
        """Return one answer a record, in the records' order."""
        done: dict[tuple[int, int], Answer | None] = {}
        spans = [span_of(r, "speaker_") for r in self.records]
        speakers = {s for s in spans if s}
        begun = {start for start, _ in speakers}
        others = {s for s in subjects(self.layout) if s[0] not in begun}
        for place in sorted(speakers | others):
            answer = self._resolve(place)
            if place in speakers:
                done[place] = answer
                if answer is not None:
                    self.sources.append((place[0], answer))
            elif answer is not None:
                self.antecedents.stands(place, answer)
        return [done[s] if s else None for s in spans]

    def reported(
        self, record: dict[str, Any], teller: dict[str, Any], said: Answer | None
    ) -> Answer | None:
        """
        Resolve the speaker of a report within a quotation, once all the others are.

        Between marks `I` is who is quoted, and nobody says `he` of himself.
        """
        place = span_of(record, "speaker_")
        if place is None:
            return None
        low, quoted = self.text[slice(*place)].casefold(), teller["kind"] == "direct"
        if low in FIRST:
            return replace(said, resolved_by="pronoun") if said and quoted else None
        # What came later in the article tells nothing here.
        groups, chain = self.groups, self.antecedents.chain
        self.groups, self.antecedents.chain = Groups(self.people, self.sources), {}
        answer = self._resolve(place)
        self.groups, self.antecedents.chain = groups, chain
        itself = answer and said and answer.actor_id == said.actor_id
        return None if itself and quoted and low in PERSONAL else answer

    def _resolve(self, span: tuple[int, int]) -> Answer | None:
        low = self.text[slice(*span)].casefold().strip()
        if (m := re.match(r"(?:who|which)\b", low)) is not None:
            low = m.group()
        if low in RELATIVE:
            return self._relative(low, span)
        if low in PERSONAL:
            return self._if_named(self.pronouns.actor(low, span))
        return (
            self._by_name(span)
            or self._by_family(span)
            or self._by_country(span)
            or self._by_role(span)
            or self._by_office(span)
            or self._owned(span)
            or self._for_firm(span)
            or self._group(span)
        )

    def _if_named(self, answer: Answer | None) -> Answer | None:
        """Leave out somebody of the registry of whom the article has only the office, for a pronoun."""
        if (
            answer is None
            or self.people.registry.rows.get(answer.actor_id, {}).get("kind") != "person"
        ):
            return answer
        return answer if self.people.is_named(self.text, answer.actor_id) else None

    def _relative(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Resolve the phrase that `who` or `which` belongs to."""
        start = self.layout.starts[self.layout.sentence(span[0])]
        if _ASKS.search(self.text[start : span[0]]):
            return None
        phrase = antecedent(self.text, start, span[0], of_person=low in ("who", "whose"))
        found = self._resolve(phrase) if phrase else None
        return replace(found, resolved_by="pronoun") if found else None

    def _head(self, span: tuple[int, int]) -> tuple[int, int]:
        return phrases.head(self.text, span)

    def _by_name(self, span: tuple[int, int]) -> Answer | None:
        """Resolve by a full name: of the registry, or of a person the article introduces."""
        head = self._head(span)
        ends_in_name = phrases.ends_in_name(self.text[slice(*head)])
        parts = [(head, False)] if ends_in_name else [(head, False), (span, True)]
        for part, whole in parts:
            inside = [m for m in between(self.people.mentions, *part) if m.end <= part[1]]
            people = [
                m for m in inside if m.kind == "person" and not phrases.modifies(self.text, m, part)
            ]
            if people:
                last = next(
                    (m for m in reversed(people) if not self._is_joined(m, people)), people[0]
                )
                return self._named(people[0] if whole else last)
            if (apposed := self._apposed(part[1], span[1])) is not None:
                return apposed
            own = [
                (s, e, n)
                for s, e, n in full_names(self.text, *part)
                if not any(m.start < e and s < m.end for m in inside)
                and not phrases.is_governed(self.text[part[0] : s], but_written=False)
                and self.text[part[0] : s].casefold() != "the "
            ]
            if own:
                s, e, name = own[0] if whole else own[-1]
                return Answer(self._id(name), self.text[s:e], "name", name)
            heads = [
                m for m in inside if m.kind != "person" and phrases.is_head(self.text, m, part)
            ]
            if heads:
                return Answer(
                    heads[-1].actor_id, self.text[heads[-1].start : heads[-1].end], "institution"
                )
        return None

    def _is_joined(self, mention: Mention, people: list[Mention]) -> bool:
        """Tell the second of `Mara Ostrell and Tove Ardal`, who speak as one: the first is named."""
        before = [self.text[m.end : mention.start] for m in people if m.end < mention.start]
        return bool(before) and _AND.fullmatch(before[-1]) is not None

    def _apposed(self, head: int, end: int) -> Answer | None:
        """Take the person whose full name follows a description: `a spokesman for the guard, Mara Ostrell`."""
        start = head + len(", ")
        if self.text[head:start] != ", ":
            return None
        for s, _, name in full_names(self.text, start, end):
            known = [m for m in between(self.people.mentions, s, s + 1) if m.kind == "person"]
            own = known[0].actor_id if known else self._id(name)
            if s == start and (own in self.people.names or own in self.people.registry.rows):
                return Answer(own, name, "name")
        return None

    def _named(self, mention: Mention) -> Answer:
        words = self.text[mention.start : mention.end]
        by = (
            "name"
            if words[:1].isupper() and not words.lower().startswith("the ")
            else "description"
        )
        return Answer(mention.actor_id, words, by)

    def _id(self, name: str) -> str:
        return own_id(name, self.people.registry.rows)

    def _by_country(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a country beyond the registry, a capital for its government, an acronym spelt out."""
        head = self.text[slice(*self._head(span))]
        meant = short_name(head, self.support)
        return Answer(self._id(meant.name), head, meant.sort, meant.name) if meant else None

    def _by_family(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a surname to the one person of the article who bears it."""
        head = self.text[slice(*self._head(span))]
        words = [
            w
            for w in re.findall(r"[^\W\d_][\w'’-]*", _OWN.sub("", phrases.ungoverned(head)))
            if w.casefold().strip(".") not in TITLES
        ]
        if not words or not words[-1][:1].isupper():
            return None
        bearers = self.people.by_family.get(words[-1].casefold(), [])
        if not bearers and (own := self.people.by_given.get(words[-1].casefold())) is not None:
            return Answer(own, head, "name")
        return Answer(bearers[0], head, "name") if len(bearers) == 1 else None

    def _by_role(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a description; a document speaks for whoever spoke last."""
        head = self._head(span)
        words = [w for w in re.findall(r"\w+", self.text[slice(*head)].casefold()) if w not in STOP]
        if (m := _REPORTS_OF.fullmatch(self.text, *head)) is not None:
            return self._resolve(m.span(1))
        # `The official comment was`: the adjective of words, no person.
        told = _TOLD.match(self.text, span[1]) and words and words[-1] in _OF_WORDS
        titled = len(words) > 1 and self.text[slice(*head)].split()[-1][:1].isupper()
        if told or (words and words[-1] in DOCUMENTS and len(words) <= 2 and not titled):
            if not told and (words[-1] in _BY_ITSELF or self.groups.told_before(words[-1])):
                return None  # a document that nobody need stand behind: a group of its own
            if len(words) == 2 and (name := country_of(words[0])) is not None:
                return Answer(slug(name), self.text[slice(*head)], "description", name)
            return self.pronouns.last_source(span[0]) or (
                self.descriptions.institution_before(span[0])
            )
        if _STATE_MEDIA.fullmatch(self.text, *head) is not None:
            return self._state_outlet()
        person = _THE_PERSON.fullmatch(self.text, *head)
        if person is not None:
            return self._the_person(person, span)
        if (
            len(words) == 1
            and words[0] in BODIES
            and (found := self.groups.of_noun(words[0], span[0]))
        ):
            return found
        owned = _OWNED.match(self.text, *head) is not None  # `his company`
        inner = _DOCUMENT_OF.match(self.text, *head)
        found = self.descriptions.actor((inner.start(1), head[1]) if inner else head)
        if found is None and len(words) == 1 and words[0] in FIRMS and not owned:
            return self.groups.last_firm(words[0], span[0])
        return found

    def _state_outlet(self) -> Answer | None:
        """Take `state media` for the one outlet that the article says is the state's."""
        found = {
            m.actor_id: m
            for m in self.people.mentions
            if m.actor_id in self.people.registry.outlets
            and _OF_STATE.search(self.text, max(0, m.start - 40), m.start)
        }
        if len(found) != 1:
            return None
        (m,) = found.values()
        return Answer(m.actor_id, self.text[m.start : m.end], "description")

    def _the_person(self, phrase: re.Match[str], span: tuple[int, int]) -> Answer | None:
        """Take `the woman` and `the 54-year-old` for somebody the article has named, as a pronoun would be."""
        lows = ("she",) if phrase["woman"] else ("he",) if phrase["man"] else ("he", "she")
        best = self.antecedents.meant(lows, span)
        return replace(best[0], resolved_by="description") if best else None

    def _owned(self, span: tuple[int, int]) -> Answer | None:
        """Name `his office` and `her lawyers` by whose they are."""
        begin, end = self._head(span)
        m = _OWNED.match(self.text, begin, end)
        if m is None:
            return None
        owner = self.pronouns.actor(m[1].casefold(), m.span(1))
        if owner is None:
            return None
        name = f"{owner.name or self.people.name(owner.actor_id)}’s {m[2]}"
        return Answer(slug(name), self.text[begin:end], "description", name)

    def _for_firm(self, span: tuple[int, int]) -> Answer | None:
        """Take whoever speaks for a firm as the firm: `a spokeswoman for Ostrell Aggregate`."""
        m = _OF_FIRM.fullmatch(self.text, *self._head(span))
        first = m["firm"].split()[0] if m else ""
        if m is None or country(m["firm"]) is not None or is_given(first):
            return None
        if first.strip(".").casefold() in TITLES:  # `a spokesman for Mayor Ostrell`
            return None
        inside = between(self.people.mentions, *m.span("firm"))
        if any(o.kind == "person" and o.actor_id in self.people.registry.rows for o in inside):
            return None
        return Answer(self._id(m["firm"]), m["firm"], "institution", m["firm"])

    def _by_office(self, span: tuple[int, int]) -> Answer | None:
        """
        Resolve words for an office to who held it on the article's day, where nobody named in it did.

        Not where a year stands in the sentence or the one before, unless the same person held it
        all through that year.
        """
        begin, end = self._head(span)
        words, day = self.text[begin:end], self.people.published
        since = self.layout.starts[max(0, self.layout.sentence(begin) - 1)]
        stop = self.layout.sentences[self.layout.sentence(begin)][1]
        years = set(_YEAR.findall(self.text, since, stop))
        if len(years) > 1:
            return None
        for year in years:
            first, last = (holder_meant(words, f"{year}-{at}") for at in ("01-01", "12-31"))
            if first is None or first != last:
                return None
            day = f"{year}-07-01"
        held = holder_meant(words, day)
        return Answer(held.actor_id, words, "description", held.name) if held else None

    def _group(self, span: tuple[int, int]) -> Answer | None:
        """Keep a group or an unnamed source as an actor of its own."""
        begin, end = self._head(span)
        inner = _DOCUMENT_OF.match(self.text, begin, end)
        return self.groups.actor(self.text[inner.start(1) if inner else begin : end])
