"""Descriptions in place of names: "the Ukrainian president", "the ministry", "the general"."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.actors.countries import code_of
from newsan.actors.full_names import TITLES
from newsan.actors.layout import Layout
from newsan.actors.mention import Answer, Mention
from newsan.actors.people import Cast
from newsan.actors.support import Support
from newsan.text import lower
from newsan.text.nouns import BODIES, pronoun_of

STOP = lexicons.words("function_words", "tells nothing of a description")
# What a person can be called, with what the same office is called elsewhere; what a body can be.
_PEOPLE: dict[str, str] = {
    "president": "president", "leader": "president|prime minister|leader|chairman|chancellor|chief",
    "ruler": "president|leader", "premier": "prime minister|premier", "minister": "minister",
    "chief": "chief|commander|head|director", "head": "head|director|chief", "commander": "commander|chief",
    "commander-in-chief": "commander-in-chief", "general": "general|commander-in-chief|chief of staff|commander",
    "spokesman": "spokes|press secretary", "spokeswoman": "spokes|press secretary",
    "spokesperson": "spokes|press secretary", "secretary": "secretary", "envoy": "envoy|representative",
    "ambassador": "ambassador|envoy", "diplomat": "ambassador|envoy|foreign minister|secretary of state",
    "governor": "governor", "mayor": "mayor", "adviser": "advis|aide", "advisor": "advis|aide",
    "aide": "aide|advis", "chancellor": "chancellor",
    "official": "official|deputy|head|minister|chief|governor|director|secretary|commissioner|spokes|mayor",
    "analyst": "analyst|expert|fellow|researcher",
    "expert": "expert|analyst|fellow|scientist|professor|researcher|economist|historian|specialist",
    "director": "director|chief|head",
    "chairman": "chairman", "lawmaker": "member|deputy|senator", "senator": "senator",
    "blogger": "blogger", "correspondent": "correspondent|reporter|journalist",
}  # fmt: skip
_TITLES = {
    "gen": "general",
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "amb": "ambassador",
    "pres": "president",
    "sec": "secretary",
}
_SHORT = re.compile(rf"\b({'|'.join(_TITLES)})\. ", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:the|his|her|its|their) |(?:(?!(?:in|of|from|to|at|with|for) )[\w.-]+ ){0,3}[\w.-]+(?:['’]s|(?<=s)['’]) "
)
_PERSONAL = re.compile(r"(?:his|her) ")
_BARE = 4  # words of a description without article
_INDEFINITE = re.compile(r"(?:an?|some|many|several|two|three|most|all|both|\d+|more|few)\b|.*s$")
_HONORIFIC = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Sir|Dame|Lord|Lt|Col|Maj|Capt|Rev)\.? )?"
# From a title to the name: `the mayor, Mara`, `the mayor of the old town, Mara`, `the mayor of Veldany Mara`.
_TO_NAME = re.compile(
    rf"(?:,? |(?: (?:of|for|in|to)\b[^,.;:]{{1,40}}, )|"
    rf"(?: (?:of|for|in)(?: (?:the|of|and|for|in|[A-Z][\w’'-]*))*? (?P<whose>[A-Z][\w’-]*) )){_HONORIFIC}$"
)
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z-]+ ){0,2}[a-z-]+\Z")
_SAID = re.compile(r" (?:said|says|told|wrote|added|is|was|has|had|will|would)\b")
_APPOSED = re.compile(r"[^.,]{0,20}, (?!whose )(?:the |a |an )?([^.,]*)")
_COMMON = lexicons.words(
    "nouns", "said of any body"
)  # what may be said of a body without being part of its name
_CLAUSE = re.compile(r"[^.!?”\"]{0,80}")
_FARTHEST = -1.0  # a description that fits less well than this names nobody
_REACH = 4  # paragraphs back
_PAST = frozenset("former ex then late".split())
_STEM = 6  # letters that forms of a word share: Ostrand, Ostrandian


class Descriptions:
    """Finds whom a description means among those the article names."""

    def __init__(self, layout: Layout, people: Cast) -> None:
        self.layout, self.text, self.people = layout, layout.text, people
        self._windows: dict[int, tuple[str, str, str, str]] = {}  # by number of the mention
        self.support = Support(self.text, people.registry)
        self._joined: dict[int, str] = {}
        self._fits: dict[tuple[str, tuple[str, ...]], list[tuple[float, Mention]]] = {}

    def actor(self, span: tuple[int, int]) -> Answer | None:
        """Resolve `the ...` or `Veldany's ...` by the role that a title, an apposition or the registry gives."""
        phrase = self.text[slice(*span)].casefold()
        bare = self.layout.paragraph(span[0]) <= 1 and len(phrase.split()) <= _BARE  # a headline's
        if _OPENS.match(phrase) is None and (not bare or _INDEFINITE.match(phrase)):
            return None
        noun = re.split(r"\s(?:of|for|in|at|on|from|to|said|went|known)\s", phrase)[0]
        words = [w for w in re.findall(r"\w+(?:-\w+)*", noun) if w not in STOP and w != "s"]
        if not words:
            return None
        rest = [w for w in re.findall(r"\w+", phrase[len(noun) :]) if w not in STOP]
        head, others = words[-1], [w for w in (*rest, *words[:-1]) if not w.isdigit()]
        of_person = head in _PEOPLE or (head not in BODIES and pronoun_of(head) is not None)
        if not of_person and (head not in BODIES or _PERSONAL.match(phrase)):
            return None  # `his campaign` is whose it is, not any campaign
        best: tuple[float, Mention] | None = None
        for fit, mention in self._fitting(head, tuple(others), of_person):
            if span[0] <= mention.start < span[1]:
                continue
            distance = span[0] - mention.start
            # A name that comes only later is worse than one that came before.
            score = fit - (distance / 4000 if distance > 0 else 1.2 - distance / 4000)
            if best is None or score > best[0]:
                best = (score, mention)
        if best is None or best[0] < _FARTHEST:
            return None
        found = best[1]
        return Answer(found.actor_id, self.text[found.start : found.end], "description")

    def _fitting(
        self, head: str, others: tuple[str, ...], of_person: bool
    ) -> list[tuple[float, Mention]]:
        """Return the mentions that a description fits at all, and how well, worked out once for its words."""
        key = (head, others)
        if key not in self._fits:
            signs = (head, *_PEOPLE.get(head, head).split("|"))  # one stands near whoever fits
            countries = {code for w in others if (code := code_of(w)) is not None}
            is_past = not _PAST.isdisjoint(others)
            found = []
            for number, mention in enumerate(self.people.mentions):
                if (mention.kind == "person") != of_person:
                    continue
                near = self._near(number)
                if not any(sign in near for sign in signs) or self._is_abroad(mention, countries):
                    continue
                known = mention.actor_id in self.people.registry.rows
                if is_past and known and _PAST.isdisjoint(near.split()):
                    continue  # `the former president` is nobody who is president
                if (fit := self._fit(number, head, list(others))) > 0:
                    found.append((fit, mention))
            self._fits[key] = found
        return self._fits[key]

    def _is_abroad(self, mention: Mention, countries: set[str]) -> bool:
        """Tell a registry actor of another country than those that a description names, if it names any."""
        row = self.people.registry.rows.get(mention.actor_id)
        return bool(row and row["country"] and countries and row["country"] not in countries)

    def institution_before(self, at: int) -> Answer | None:
        """Take the last institution named before a document that speaks for it."""
        here = self.layout.paragraph(at)
        for mention in reversed(self.people.mentions):
            if (
                mention.end <= at
                and mention.kind == "institution"
                and (here - self.layout.paragraph(mention.start) <= _REACH)
            ):
                return Answer(
                    mention.actor_id, self.text[mention.start : mention.end], "institution"
                )
        return None

    def _near(self, number: int) -> str:
        """Return everything that `_around` gives as one string, to look a word up in fast."""
        if number not in self._joined:
            self._joined[number] = " | ".join(self._around(number)).casefold()
        return self._joined[number]

    def _around(self, number: int) -> tuple[str, str, str, str]:
        """
        Return the words before, of and after a name, and what the registry knows.

        All but the first in lower case.
        """
        if number not in self._windows:
            mention = self.people.mentions[number]
            self._windows[number] = (
                _SHORT.sub(
                    lambda m: _TITLES[m[1].casefold()] + " ",
                    self.text[max(0, mention.start - 60) : mention.start],
                ),
                self.text[mention.start : mention.end].casefold(),
                _CLAUSE.match(self.text, mention.end).group().casefold(),  # type: ignore[union-attr]
                self.people.known(mention.actor_id),
            )
        return self._windows[number]

    def _fit(self, number: int, head: str, words: list[str]) -> float:
        """Score a description against a mention: its actor's role and aliases, and the words around it."""
        is_person = self.people.mentions[number].kind == "person"
        title, own, after, known = self._around(number)
        signs = _PEOPLE.get(head, head).split("|")
        if _has_title(title, head, " " in own) or any(
            not own[end : end + 1].isalnum() for end in _ends_of(head, own)
        ):
            score = 2.0
        elif any(_ends_of(sign, known) for sign in signs):
            score = 1.5
        elif is_person and (m := _APPOSED.match(after)) and any(_ends_of(w, m[1]) for w in signs):
            score = 1.0
        else:
            return 0.0
        near = self._near(number)
        matched = sum(bool(_ends_of(w[:_STEM], near)) for w in words)
        if not is_person and not matched and any(w not in _COMMON for w in words):
            return 0.0  # another body of the kind
        return score + matched - 1.5 * (len(words) - matched)


def _has_title(before: str, title: str, in_full: bool) -> bool:
    """
    Tell whether words before a name give it a title.

    Not if the name only completes them (`an aide to Ostrell`, `an aide to President Ostrell`), nor a
    surname after `the designer`.
    """
    for end in _ends_of(title, lower(before)):
        m = _TO_NAME.match(before, end)
        if m is not None and _SAID.search(m.group()) is None:
            if m.group() == " " and not in_full and _ARTICLE.search(before, 0, end):
                return False
            return m["whose"] is None or m["whose"].casefold() not in TITLES
    return False


def _ends_of(beginning: str, text: str) -> list[int]:
    """Return where in a text a beginning of words ends."""
    found, at = [], text.find(beginning)
    while at >= 0:
        if not text[at - 1 : at].isalnum():
            found.append(at + len(beginning))
        at = text.find(beginning, at + 1)
    return found
