"""Whom each speaker's phrase of an article means: names, then descriptions and pronouns in reading order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from newsan import lexicons
from newsan.actors.antecedents import FEMALE, MALE, NEUTER, PLURAL, Antecedents
from newsan.actors.countries import code_of, country, country_of
from newsan.actors.descriptions import Description, description
from newsan.actors.entities import Entities
from newsan.actors.mention import Answer, Layout, Mention, own_id, slug
from newsan.actors.names import NOBODY, OWNER, TITLES, is_given, whole_name
from newsan.actors.offices import YEAR, holder_meant
from newsan.actors.phrases import Part, Spoken, head, parts, speakers
from newsan.actors.registry import fold
from newsan.actors.relays import Relays
from newsan.document import Document
from newsan.quotes.attribution import span_of
from newsan.quotes.cues import lemma_of
from newsan.tagger.spans import Phrase
from newsan.text.words import BODIES, DOCUMENTS

RELATIVE, FIRST = frozenset(("who", "which", "that", "whose")), frozenset(("i", "me", "my"))
PERSONAL = MALE | FEMALE | NEUTER | PLURAL | FIRST
PRONOUNS = PERSONAL | RELATIVE
NOMINATIVE = {"him": "he", "his": "he", "her": "she", "hers": "she", "its": "it", "them": "they",
               "their": "they"}  # fmt: skip
SEEN = 0.9  # the chance from which a description stands as a subject
_BESIDE = 2  # characters from a name to `who`
_SUBJECT = 90  # characters in which a sentence's subject ends
_REACH = 4  # paragraphs back in which a document's author spoke
_YEARS = 500  # characters about an office in which a year tells of another holder
_DETERMINERS = frozenset("the a an this that his her its their".split())
_NO_SOURCE = lexicons.words("nouns", "no source")  # `the words`, `an action`
_SIDES = frozenset("qa")  # of an interview: the letters name nobody
_BY_ITSELF = lexicons.words("nouns", "document by itself")
_OFFICES = lexicons.words("nouns", "leader")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_OWNED = re.compile(r"([Hh]is|[Hh]er|[Ii]ts|[Tt]heir) ([a-z].*)")
_OWNER_NAME = r"\b[A-Z][\w.-]*(?: [A-Z][\w.-]*)*(?:['’]s?)? \Z"
_OWNER_BEFORE = re.compile(rf"(?:\b(?:[Tt]he|[Aa]n?) (?:[a-z-]+ )*)?{_OWNER_NAME}")
_FOR = re.compile(r"\s(?:for|of|at|from|with) (?:the )?(?:[a-z]+ )?\Z")
_CODE = re.compile(r"(?:[Tt]he )?[A-Z]+-?\d[\w-]*")  # `the M23`
_COMPLETED = re.compile(r",\s|\s(?:who|which|whose|where)\s|\s[—–(]|\s(?:[a-z]+ed|out)\s\w+day\b")
_NEW = frozenset("new recent latest same".split())
# `the Open Rivers polling average of polls`
_NAMED_PAPER = re.compile(
    r"(?:[Tt]he |[Aa]n? )?(?!The |An? )((?:[A-Z][\w&.-]*\w )+[A-Z][\w&.-]*\w|[A-Z][a-z]+[A-Z]\w+)"
    r" (?:[a-z-]+ )*?([a-z]+)(?: of [a-z ]+)?"
)
_KNOWN_AS = " known as "
_SPOKES = "spokes"  # how nouns for somebody who speaks for others begin


class Speakers:
    """The speakers of one article, resolved in reading order."""

    def __init__(self, document: Document, people: Entities, records: list[dict[str, Any]]) -> None:
        self.document, self.text = document, document.text
        self.people, self.records = people, records
        self.layout = Layout(document, records)
        self.sources: list[tuple[int, Answer]] = []
        self.antecedents = Antecedents(self.layout, people, self.sources)
        kinds = {"person": "person", "state": "place"}
        self.spoken = Spoken(
            document,
            (
                Phrase(m.start, m.end, kinds.get(m.kind, "body"), True, 1.0)
                for m in people.mentions
                if m.kind != "state" or not self._is_in_name(m)
            ),
        )
        self.relays = Relays(document, self.layout, self.spoken)
        self._papers: dict[str, tuple[frozenset[str], Answer]] = {}  # by noun
        self._described: dict[tuple[int, int], Answer] = {}
        self._sources = [span_of(r, "speaker_") for r in records]
        # the number of the first quotation of each speaker's phrase
        self._first_said = {s: k for k, s in reversed([*enumerate(self._sources)]) if s}

    def answers(self) -> list[Answer | None]:
        """Return one answer a record, in the records' order."""
        done: dict[tuple[int, int], Answer | None] = {}
        quoted = [self.relays.passed_on(r) for r in self.records]
        spans = [own or source for own, source in zip(quoted, self._sources, strict=True)]
        said = {s for s in spans if s}
        begun = {start for start, _ in said}
        stand = {s for s in self._acting() if s[0] not in begun}
        for place in sorted(said | stand):
            answer = self.resolve(place)
            if place in said:
                done[place] = answer
                if answer is not None:
                    self.sources.append((place[0], answer))
            if answer is not None and (place in stand or answer.resolved_by != "name"):
                self.antecedents.stands(place, answer)
        found = [done[s] if s else None for s in spans]
        return [
            self._relayed(answer, record, source if own else None)
            for own, source, answer, record in zip(
                quoted, self._sources, found, self.records, strict=True
            )
        ]

    def _is_in_name(self, state: Mention) -> bool:
        """Return whether a state begins a body's name: `U.S. | Treasury`."""
        near = self.document.phrases_in(state.start - len("the "), state.start + 1)
        return any(p.named and p.kind == "body" and p.end > state.end for p in near)

    def _relayed(
        self, answer: Answer | None, record: dict[str, Any], source: tuple[int, int] | None
    ) -> Answer | None:
        """Note who passes words on: the source as it stands, or who the sentence says does."""
        span = source or self.relays.teller(record)
        teller = self.resolve(span) if span else None
        if answer is None:
            return teller if source else None
        if teller is None or teller.actor_id == answer.actor_id:
            return answer
        return replace(answer, relayed_by=teller.actor_id)

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
        answer = self.resolve(place)
        if answer is None or said is None:
            return answer
        if answer.actor_id == said.actor_id:
            return None if quoted and low in PERSONAL else answer
        return replace(answer, relayed_by=said.actor_id)

    def _acting(self) -> list[tuple[int, int]]:
        """Return the descriptions that open sentences of the narration, as their subjects."""
        found = []
        for start in self.layout.starts:
            first = self.spoken.phrases_in(start, start + 2)
            if (
                first
                and not first[0].named
                and first[0].chance >= SEEN
                and not self.layout.in_quotation(start)
            ):
                own = parts(self.document, start, start + _SUBJECT, self.spoken)
                last = head(own, 0)
                if not own[last].phrase.named:
                    found.append((own[0].phrase.start, own[last].phrase.end))
        return found

    def resolve(self, span: tuple[int, int]) -> Answer | None:
        """Return whom a phrase means."""
        words = self.text[slice(*span)].strip()
        low = words if words.isupper() and len(words) > 1 else words.casefold()  # `WHO` is no `who`
        relative = re.match(r"(?:who|which|whose)\b", low)
        if relative is not None or low in RELATIVE:
            owner = self._relative(relative.group() if relative else low, span[0])
            noun = words.partition(" ")[2]
            return self._belonging(owner, noun, words) if low.startswith("whose ") else owner
        if low in _SIDES or not any(map(str.isalpha, words)):
            return None
        if low in PERSONAL:
            return self._asked(low, span) or self._pronoun(low, span)
        own = speakers(self.document, *span, self.spoken)
        if not own:
            return self._unmarked(span)
        found = [a for part in own if (a := self._part(part, span)) is not None]
        actors = [*dict.fromkeys(a.actor_id for a in found)]
        return replace(found[0], others=tuple(actors[1:])) if found else None

    def meant(self, start: int, end: int) -> Answer | None:
        """
        Return whom words that are nobody's source mean: a name, a country's adjective, a pronoun, a description.

        Nothing that tells whom other words mean changes by the question.
        """
        words = self.text[start:end]
        low = words.casefold()
        if low in FIRST:
            return None
        if low in PERSONAL:
            found = self.antecedents.meant(NOMINATIVE.get(low, low), (start, end))
            return found[0] if found else None
        people = words.removeprefix("the ").removeprefix("The ")
        name = country_of(people) or country_of(people.removesuffix("s"))
        return self.by_country(name) if name else self.resolve((start, end))

    def _pronoun(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Return whom a pronoun means: no group that has only words for it, as an office."""
        if low in FIRST:
            return None
        found = self.antecedents.pronoun(NOMINATIVE.get(low, low), span)
        is_group = found is not None and self.people.kind(found.actor_id) == "group"
        words = self.people.described.get(found.actor_id) if found else None
        is_told = words is not None and words.noun not in NOBODY
        return None if found is None or (is_group and not is_told) else found

    def _asked(self, low: str, span: tuple[int, int]) -> Answer | None:
        """Resolve who answers: whom the quotation just before was asked, `asked Ida Wells. “I did not,” | she | said`."""
        number = self._first_said.get(span, 0)
        cue = span_of(self.records[number - 1], "cue_") if number else None
        if cue is None or lemma_of(self.text[slice(*cue)]) != "ask":
            return None
        near = self.spoken.phrases_in(cue[1], cue[1] + _SUBJECT)
        asked = next((p for p in near if p.kind == "person" and p.named), None)
        if asked is None or self.layout.paragraph(span[0]) - self.layout.paragraph(cue[1]) > 1:
            return None
        found = self._named(asked, (asked.start, asked.end))
        if found is None or not self.antecedents.agrees(found.actor_id, low):
            return None
        return replace(found, resolved_by="pronoun")

    def _relative(self, low: str, at: int) -> Answer | None:
        """Resolve the phrase that `who` or `which` belongs to: the last of its kind before it."""
        start = self.layout.starts[self.layout.sentence(at)]
        wanted = ("body",) if low == "which" else ("person",)
        before = [
            p for p in parts(self.document, start, at, self.spoken) if p.phrase.kind in wanted
        ]
        free = [p for p in before if p.link != "governed" or (
            at - p.phrase.end <= _BESIDE and " " in self.text[p.phrase.start : p.phrase.end])]  # fmt: skip
        part = (free or before)[-1] if before else None
        if part is None:
            return None
        if not part.phrase.named and part.link in ("is", "apposed"):  # `Ostrell, a baker, who`
            earlier = (p for p in reversed(before) if p.phrase.end <= part.phrase.start)
            part = next((p for p in earlier if p.phrase.named), part)
        found = self._part(part, (part.phrase.start, at))
        return replace(found, resolved_by="pronoun") if found else None

    def _part(self, part: Part, span: tuple[int, int]) -> Answer | None:
        """Resolve one who speaks in a phrase."""
        phrase = part.phrase
        words = self.text[phrase.start : phrase.end]
        known = self.people.at(phrase.start, phrase.end)
        is_full = known is not None and " " in self.people.names.get(known.actor_id, "")
        if phrase.named and country_of(words) and not is_full:  # `South Korean | and Western`
            return self._description(phrase._replace(end=span[1], named=False), span)
        if phrase.named or (known is not None and known.end == phrase.end):
            return self._named(phrase, span) or self._description(phrase, span)
        if _CODE.fullmatch(words):
            return self._own_name(words, phrase._replace(kind="body"))
        if self.text.startswith(_KNOWN_AS, phrase.end):
            names = self.spoken.phrases_in(phrase.end, phrase.end + len(_KNOWN_AS) + 1)
            if names and names[0].named:
                return self._named(names[0], span)
        return self._description(phrase, span)

    def _named(self, phrase: Phrase, span: tuple[int, int]) -> Answer | None:
        """Resolve a name: of the registry, of a person or body of the article, of a country."""
        words = self.text[phrase.start : phrase.end]
        mention = self.people.at(phrase.start, phrase.end)
        if mention is not None and mention.kind == "state" and mention.end < phrase.end:
            mention = None  # `U.S. | Treasury`
        if (mention is None or mention.kind == "state") and (own := self._bearer(words, phrase)):
            return Answer(own, words, "name")
        if mention is not None:
            said = self.text[mention.start : mention.end]
            plain = said[:1].isupper() and not said.casefold().startswith("the ")
            by = "name" if plain and mention.kind == "person" else (
                "institution" if mention.kind != "person" else "description")  # fmt: skip
            return Answer(mention.actor_id, said, by)
        return self._by_family(words) or self.by_country(words) or self._own_name(words, phrase)

    def _bearer(self, words: str, phrase: Phrase) -> str | None:
        """Return who bears a given name or nickname, named in full before: `Georgia` of `Georgia Ostrell`."""
        actor = self.people.by_given.get(fold(OWNER.sub("", words)).removeprefix("the "))
        own = self.people.mentions_of(actor)
        full = (m.start for m in own if " " in self.text[m.start : m.end])
        return actor if actor and next(full, phrase.end) <= phrase.start else None

    def _by_family(self, words: str) -> Answer | None:
        """Resolve a family name that one person of the article bears."""
        last = OWNER.sub("", words).split()[-1:] or [""]
        bearers = self.people.by_family.get(last[0].casefold(), [])
        is_name = last[0][:1].isupper() and len(bearers) == 1
        return Answer(bearers[0], words, "name") if is_name else None

    def by_country(self, words: str) -> Answer | None:
        """Resolve a country beyond the registry, a capital for its government."""
        name = country(OWNER.sub("", words))
        if name is None:
            return None
        self.people.bodies.setdefault(self._id(name), name)
        return Answer(self._id(name), words, "institution", name)

    def _own_name(self, words: str, phrase: Phrase) -> Answer | None:
        bare = OWNER.sub("", words).removeprefix("the ").removeprefix("The ")
        start, end = whole_name(self.text, phrase.start, phrase.end)
        if phrase.kind != "person":
            bare = OWNER.sub("", self.text[start:end])
        people = (p for p in self.document.phrases if p.named and p.kind == "person")
        full = {n for p in people if (n := self.text[p.start : p.end]).endswith(f" {bare}")}
        if len(full) == 1 and phrase.kind != "place" and is_given(min(full).split()[0]):
            bare = full.pop()  # `May`, of Mara May
        made = self._id(bare)
        if not slug(bare) or made in self.people.registry.rows:
            return None
        if bare.casefold() in TITLES | BODIES | _DETERMINERS or country_of(bare):
            return None  # `the Pope`, `the Institute`, `South Korean`: descriptions with a capital
        by = "name" if phrase.kind == "person" else "institution"
        return Answer(made, words, by, bare)

    def _id(self, name: str) -> str:
        return own_id(name, self.people.registry.rows)

    def _description(self, phrase: Phrase, span: tuple[int, int]) -> Answer | None:
        """Resolve a description: to somebody the article has had, or to an actor of the article's own."""
        owner = _OWNER_BEFORE.search(self.text, span[0], phrase.start)
        first = self.text[phrase.start : phrase.end].split(" ", 1)[0].casefold()
        if owner is not None and first not in _DETERMINERS:
            phrase = phrase._replace(start=owner.start())
        end = max(phrase.end, min(span[1], self._tail(phrase, span)))
        place = (phrase.start, end)
        if place in self._described:
            return self._described[place]
        words = self.text[phrase.start : end]
        if (m := _NAMED_PAPER.fullmatch(words)) is not None and m[2] in DOCUMENTS:
            name = Phrase(phrase.start + m.start(1), phrase.start + m.end(1), "body", True, 0.0)
            return self._named(name, span)
        asked = description(
            self.text[phrase.start : phrase.end], phrase.kind, self.text[phrase.end : end]
        )
        if asked is None:
            return None
        nouns = (asked.noun, asked.noun.removesuffix("s"))
        if asked.noun in PERSONAL or not _NO_SOURCE.isdisjoint(nouns):
            return None  # `one of them`
        if not DOCUMENTS.isdisjoint(nouns):
            return self._paper(asked, phrase, span)
        found = self._speaks_for(asked, phrase, end) or self._owned(asked, phrase, end)
        if found is None:
            found = self.antecedents.described(asked, place)
            if found is None or asked.noun not in self.antecedents.nouns(found.actor_id):
                found = self._by_office(place) or found
        if found is None and self._is_public(asked, phrase.start, words):
            found = Answer(self._id(asked.words), words, "description", asked.words)
        elif found is None:
            actor = self.people.describe(asked)
            found = Answer(actor, words, "description", asked.words)
        self._described[place] = found
        return found

    def _by_office(self, span: tuple[int, int]) -> Answer | None:
        """
        Resolve words for an office to who held it on the article's day, where nobody named in it did.

        In another year that the sentence or the one before tells, to who held it all through that year.
        """
        words, day = self.text[slice(*span)], str(self.people.published)
        number = self.layout.sentence(span[0])
        since = max(self.layout.starts[max(0, number - 1)], span[0] - _YEARS)
        stop = min(self.layout.sentences[number][1], span[1] + _YEARS)
        years = {*YEAR.findall(self.text, since, stop)} - {day[:4]}
        days = [f"{year}-{at}" for year in years for at in ("01-01", "12-31")] or [day]
        held = {holder_meant(words, day) for day in days}
        term = held.pop() if len(held) == 1 else None
        return Answer(term.actor_id, words, "description", term.name) if term else None

    def _is_public(self, asked: Description, at: int, words: str) -> bool:
        """Return whether words mean the same everywhere: a country's officials, a named office, a body with a name."""
        if asked.kind == "group" and asked.determiner == "":
            return any(code_of(w) for w in asked.others)
        own = self.document.phrases_in(at, at + 1)
        inner = any(w[0].isupper() for w in words.split()[1:]) or (own and own[0].named)
        office = asked.noun in _OFFICES or "secretary" in asked.others
        body = asked.kind == "institution" and asked.determiner != "whose"
        return bool(inner) and asked.determiner != "a" and (office or body)

    def _tail(self, phrase: Phrase, span: tuple[int, int]) -> int:
        """Return where a description ends with what completes it, before an apposition or clause."""
        stop = _COMPLETED.search(self.text, phrase.end, span[1])
        end = stop.start() if stop else span[1]
        return phrase.end + len(self.text[phrase.end : end].rstrip())

    def _speaks_for(self, asked: Description, phrase: Phrase, end: int) -> Answer | None:
        """Take whoever speaks for a body as the body: `a spokeswoman for Ostrell Aggregate`."""
        if not asked.noun.startswith(_SPOKES):
            return None
        own = self.people.at(phrase.start, phrase.end - len(asked.noun))
        if own is not None and own.kind == "institution":  # `an Ostrell Aggregate | spokeswoman`
            return Answer(own.actor_id, self.text[own.start : own.end], "institution")
        for p in self.spoken.phrases_in(phrase.end, end):
            person = p.kind == "person" and is_given(self.text[p.start : p.end].split()[0])
            if p.named and not person and _FOR.search(self.text, phrase.end, p.start):
                found = self._named(p, (p.start, p.end))
                return replace(found, resolved_by="institution") if found else None
        return None

    def _owned(self, asked: Description, phrase: Phrase, end: int) -> Answer | None:
        """Name `his office` and `her lawyers` by whose they are."""
        m = _OWNED.match(self.text, phrase.start, end)
        if m is None:
            return None
        owner = self._pronoun(m[1].casefold(), m.span(1))
        found = self._belonging(owner, m[2], self.text[phrase.start : end])
        if found is not None and asked.kind == "person":
            self.people.described.setdefault(
                found.actor_id, replace(asked, words=found.name or asked.words)
            )
        return found

    def _belonging(self, owner: Answer | None, noun: str, words: str) -> Answer | None:
        """Return who is named by whose they are: `Mara Ostrell’s | lawyers`."""
        if owner is None:
            return None
        name = f"{owner.name or self.people.name(owner.actor_id)}’s {noun}"
        return Answer(slug(name), words, "description", name)

    def _document(self, asked: Description, phrase: Phrase, span: tuple[int, int]) -> Answer | None:
        """Take a document for whose it is, or for whoever spoke last, unless it can stand by itself."""
        own = self.document.phrases_in(phrase.start, phrase.end)
        if own and own[0].named and own[0].kind != "other":
            between_them = (
                self.text[own[0].end : phrase.end].replace("’s", "").replace("'s", "").split()
            )
            if len(between_them) == 1:
                return self._named(own[0], (own[0].start, own[0].end))
            name = " ".join([self.text[own[0].start : own[0].end], *between_them[:-1]])
            return Answer(self._id(name), name, "institution", name)
        if (owner := _OWNED.match(self.text, phrase.start, phrase.end)) is not None:
            return self._pronoun(owner[1].casefold(), owner.span(1))  # `his statement`
        many = asked.noun not in DOCUMENTS  # `the reports`
        is_completed = self._tail(phrase, span) > phrase.end  # `the letter | to Ostrell`
        if many or asked.noun in _BY_ITSELF or len(asked.others) > 1 or is_completed:
            actor = self.people.describe(asked)
            return Answer(actor, asked.words, "description", asked.words)
        if len(asked.others) == 1 and (state := country_of(next(iter(asked.others)))) is not None:
            return Answer(slug(state), asked.words, "description", state)
        return self._last_source(span[0])

    def _paper(self, asked: Description, phrase: Phrase, span: tuple[int, int]) -> Answer | None:
        """Take a document for the one before it, `the poll` after `a Tilden Institute poll`, or for whose it is."""
        known, found = self._papers.get(asked.noun, (frozenset(), None))
        own = asked.others - _NEW
        is_it = own <= known or (not known and asked.words.islower())
        if found and asked.determiner == "the" and is_it:
            return found
        found = self._document(asked, phrase, span)
        if found is not None and (asked.noun in _BY_ITSELF or asked.noun not in DOCUMENTS):
            self._papers[asked.noun] = own, found
        return found

    def _last_source(self, at: int) -> Answer | None:
        """Return whoever spoke last before an offset."""
        since = self.layout.since(at, _REACH)
        for start, answer in reversed(self.sources):
            if since <= start < at:
                return replace(answer, resolved_by="description")
        return None

    def _unmarked(self, span: tuple[int, int]) -> Answer | None:
        """Resolve a phrase in which the tagger sees neither name nor description."""
        stop = _COMPLETED.search(self.text, *span)  # `Ostrell, | whose home flooded`
        words = self.text[span[0] : stop.start() if stop else span[1]]
        span = span[0], span[0] + len(words)
        last = _WORD.findall(words)[-1:] or [""]
        low = last[0].casefold()
        is_word = words == last[0] and not (words.isupper() and len(words) > 1)  # nor `WHO`
        is_common = is_word and (low in NOBODY or low.removesuffix("s") in DOCUMENTS)
        if last[0][:1].isupper() and low not in TITLES and not is_common:
            return self._named(Phrase(*span, "body", True, 0.0), span)
        return self._description(Phrase(*span, "", False, 0.0), span)
