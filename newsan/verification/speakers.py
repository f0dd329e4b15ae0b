"""Whose words a passage is, and whether that is who a row says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from newsan.actors.offices import holder_meant
from newsan.actors.registry import index
from newsan.actors.same_name import is_name, is_same, speaks_for
from newsan.verification.passages import Article
from newsan.wording import is_missing

NAMING = 6  # words of a phrase that may name somebody by all of them
HALF = 0.5  # of a passage that a quotation must cover to be its owner's


class Judgement(NamedTuple):
    """What a row's speaker is worth, and whose words they are."""

    speaker_verdict: str | None
    owner: str | None = None
    owner_id: str | None = None


class Speakers:
    """The quotations of one article, as `actors.resolve` gives them, asked whose words a passage is."""

    def __init__(self, article: Article, quotes: Iterable[Mapping[str, Any]]) -> None:
        self._article = article
        self.quotes = [q for q in quotes if q["is_speech"]]
        self._forms: dict[str, set[str]] = {}
        self._named: dict[str, frozenset[str]] = {}  # whom a row's speaker may mean
        rows = index().rows
        for quote in self.quotes:
            for actor_id in _ids(quote):
                row = rows.get(actor_id, {"name": "", "aliases": ""})
                self._forms.setdefault(actor_id, {row["name"], *row["aliases"].split("|")})
            if not is_missing(quote["actor_id"]):
                said_of = [quote["actor"], quote["antecedent"]]
                said_of += [quote["speaker"]] if quote["resolved_by"] != "pronoun" else []
                named = {str(n).split(",")[0] for n in said_of if not is_missing(n)}
                self._forms[quote["actor_id"]] |= {n for n in named if len(n.split()) <= NAMING}

    def judge(self, speaker: object, start: int, end: int) -> Judgement:
        """Return whether a speaker is who the article gives a passage to."""
        owners = self._owners(start, end)
        known = next((q for q in owners if not is_missing(q["actor_id"])), None)
        owner, actor_id = (None, None) if known is None else (known["actor"], known["actor_id"])
        if is_missing(speaker) or not str(speaker).strip():
            return Judgement(None, owner, actor_id)
        named, meant = str(speaker).strip(), self._meant(str(speaker).strip())
        for quote in owners:
            if _says(quote, named) or meant & set(_ids(quote)):
                verdict = "sentence" if self._beside(quote, named) else "coreference"
                return Judgement(verdict, quote["actor"], quote["actor_id"])
        is_nameless = "#" in str(actor_id)  # `ARTICLE#judge-1`, who may be anybody
        if known is None or is_nameless or not (meant or is_name(named)):
            return Judgement("unclear", owner, actor_id)
        near = {q["relayed_by"] for q in owners if not is_missing(q["relayed_by"])} & meant
        is_of = near or speaks_for(str(actor_id), named)
        return Judgement("unclear" if is_of else "contradicted", owner, actor_id)

    def _owners(self, start: int, end: int) -> list[Mapping[str, Any]]:
        """Return the quotations that share most of a passage, the one that covers most of it first."""
        shares = [(min(end, q["end"]) - max(start, q["start"]), q) for q in self.quotes]
        shares = sorted((pair for pair in shares if pair[0] > 0), key=lambda pair: -pair[0])
        most = [q for n, q in shares if n >= HALF * min(end - start, q["end"] - q["start"])]
        return most or [q for _, q in shares[:1]]

    def _meant(self, speaker: str) -> frozenset[str]:
        """Return the ids of those a speaker may mean, by their names in the article and the registry."""
        if speaker not in self._named:
            forms = self._forms.items()
            found = {i for i, own in forms if any(is_same(speaker, form) for form in own)}
            found |= set(index().owners(speaker))
            holder = holder_meant(speaker, self._article.published)
            self._named[speaker] = frozenset(found | ({holder.actor_id} if holder else set()))
        return self._named[speaker]

    def _beside(self, quote: Mapping[str, Any], speaker: str) -> bool:
        """Tell whether a sentence that holds a quotation's words names the speaker too."""
        if is_missing(quote["speaker"]):
            return False
        if not (_says(quote, speaker) or quote["resolved_by"] in ("name", "institution")):
            return False
        spans = [(quote[f"{of}start"], quote[f"{of}end"]) for of in ("", "speaker_")]
        return any(all(a < y and x < b for x, y in spans) for a, b in self._article.sentences)


def _says(quote: Mapping[str, Any], speaker: str) -> bool:
    """Tell whether the words that name a quotation's speaker name somebody."""
    return not is_missing(quote["speaker"]) and is_same(speaker, str(quote["speaker"]))


def _ids(quote: Mapping[str, Any]) -> list[str]:
    return [] if is_missing(quote["actor_ids"]) else str(quote["actor_ids"]).split("|")
