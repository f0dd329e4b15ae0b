"""What a quotation does with a topic's proposition: asserts, denies, conditions or reports it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from newsan import lexicons
from newsan.conditions import condition
from newsan.stance.denials import find_denial, first, under_denial
from newsan.stance.topics import ANY, NONE, Topic, Verdict, verdicts
from newsan.text import sentences

_REACH = 700  # characters before a bare verdict in which its topic is looked for
_SENTENCES_BACK = 3
_HITS, _HEARD = 5, 400  # places of a claim in a sentence that are looked at, characters before each
_VERDICT_WORDS = 40  # a longer quotation has a topic of its own
_FRAGMENT = 3  # words; so few assert nothing unless they are a clause
_CLAUSE = re.compile(
    r"^\W*(?:I|we|you|he|she|it|they|there)\b|\w\W+(?:is|are|was|were|has|have|had|will|must)\b|"
    r"\w'(?:s|re|ve|ll|m)\s", re.IGNORECASE)  # fmt: skip
_NOT_SO = ("negated-before", "false-after")  # rules that turn round what a denying cue denies
_QUESTION = re.compile(r"^\W*whether\b|\?[\s”\"']*$", re.IGNORECASE)
_TAIL = re.compile(r"^[”\"’']?,?\s*(?:but|although|though|however)\b", re.IGNORECASE)
_TERMS = re.compile(r"\b(?:but|although|however|nuance)\b", re.IGNORECASE)
_BUT = re.compile(r"^\W*(?:but|however|yet|still)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|their)\s+[‘'“\"]?$", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:we|our|ours|us)\b(?!\.)", re.IGNORECASE)
_ENEMY = re.compile(r"\b(?:the )?(?:enemy|adversary|occupiers?|invaders?)\b", re.IGNORECASE)
_LIMITED = re.compile(r"^\W*(?:that|which|without|unless|until|if|as long as)\b", re.IGNORECASE)
_ACCEPT = re.compile(r"\b(?:accept|agree|sign|support|back)\b", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|any|such an?)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:will|would|could|might|may|'ll)\b", re.IGNORECASE)
_TOO = re.compile(r"\bso (?:have|do|did|will|are) (?:we|I)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:he|she|they|it (?:is|was) (?:willing|ready|prepared))\b", re.IGNORECASE)


@dataclass(frozen=True)
class Position:
    """A position on a topic, with the words it was read from (offsets into the article)."""

    topic: str
    position: str
    rule: str
    start: int
    end: int
    confidence: float | None = None


@dataclass(frozen=True)
class Said:
    """A quotation with what its reading needs to know about it."""

    text: str
    start: int
    cue: str
    kind: str
    side: str
    others: tuple[tuple[int, int], ...]  # other actors' names in `text`

    @property
    def end(self) -> int:
        """One past the last character, in the article."""
        return self.start + len(self.text)


def positions(
    said: Said, article: str, topics: tuple[Topic, ...], *, last: tuple[str, int] | None = None
) -> list[Position]:
    """
    Read the positions that a quotation takes.

    Each sentence of the quotation is read for each topic that it mentions. A quotation that is a
    bare verdict ("simply untrue", "we are for it") takes its topic from the rest of its sentence,
    from the three sentences before, or from the verdict just before it.

    In order of place; one a topic and position, the first words that take it. `last` has topic and end of the
    quotation before.
    """
    found: dict[tuple[str, str], Position] = {}
    text = lexicons.straight(said.text)
    for start, end in sentences(text) or [(0, len(text))]:
        for topic in topics:
            read = read_sentence(said, text, (start, end), topic)
            if read is not None:
                position = _with_tail(read[0], read[1], said, article, end, topic)
                key = (topic.name, position)
                found.setdefault(
                    key,
                    Position(topic.name, position, read[1], said.start + start, said.start + end),
                )
    if not found:
        bare = _bare(said, text, article, topics, last)
        if bare is not None:
            return [bare]
    return list(found.values())


def read_sentence(
    said: Said, text: str, span: tuple[int, int], topic: Topic
) -> tuple[str, str] | None:
    """Read one sentence for one topic: position and rule, or None."""
    start, end = span
    words = text[start:end]
    about = topic.about.search(words)
    cue = first(verdicts("cue", topic.kind), lexicons.straight(said.cue))
    if about is None or (cue is not None and cue.effect == NONE):
        return None
    if topic.kind == "proposal":
        others = tuple((a - start, b - start) for a, b in said.others if start <= a < end)
        read = _proposal(said, words, about, topic, cue, others)
        if read is not None and read[0] == "asserts" and under_denial(words, about, "proposal"):
            return None
    else:
        read = _fact(said, words, topic, cue)
    is_clear = cue is not None and cue.effect == "asserts"
    if read is not None and read[0] == "asserts" and not is_clear and _is_fragment(text):
        return "reports", "fragment"
    return read


def _is_fragment(text: str) -> bool:
    return len(text.split()) <= _FRAGMENT and not _CLAUSE.search(text)


def _fact(said: Said, words: str, topic: Topic, cue: Verdict | None) -> tuple[str, str] | None:
    """Read whether a sentence says that something is so; None where it may be denied or not."""
    words = _name_sides(words, said.side, topic)
    hits = [(name, hit) for name, pattern in (("denies", topic.denies),
            ("asserts", topic.asserts or topic.about), ("reports", topic.reports)) if pattern is not None
            for hit in itertools.islice(pattern.finditer(words), _HITS)]  # fmt: skip
    own = next((read for read in hits if not _is_of_another(words, read[1].end())), None)
    if own is None:
        is_open = hits and find_denial(words, hits[0][1]) is None
        return ("reports", "of-another") if is_open else None
    effect, hit = own
    denial = find_denial(words, hit)
    is_denied = cue is not None and cue.effect == "denies"
    is_twice = is_denied and said.kind == "indirect" and denial is not None
    is_unsure = denial is not None and (
        denial.effect == NONE or (is_twice and denial.name in _NOT_SO)
    )
    if denial is not None and not is_unsure and effect != "denies":
        return denial.effect, denial.name
    if is_unsure and is_denied:
        return None
    if effect == "denies" and first(verdicts("under", "fact"), words[: hit.start()]):
        return None
    read = _weigh_claim(words, topic, cue, effect, hit)
    return None if is_unsure and read[0] == "asserts" else read


def _is_of_another(words: str, end: int) -> bool:
    """Return whether the words up to an offset are somebody else's: `that Ostrell had claimed`."""
    return first(verdicts("another", "fact"), words[max(0, end - _HEARD) : end]) is not None


def _weigh_claim(
    words: str, topic: Topic, cue: Verdict | None, effect: str, hit: re.Match[str]
) -> tuple[str, str]:
    """Weigh what speaks against taking a claim at its word: conditions, the cue, aims, questions."""
    if effect == "asserts" and _in_condition(words, hit):
        return "conditions", "in-condition"
    if effect == "asserts" and _is_consequence(words, hit):
        return "conditions", "consequence"
    if cue is not None and cue.effect == "denies":
        return {"denies": "asserts"}.get(effect, "denies"), cue.name
    lead = first(verdicts("lead", "fact"), words[: hit.start()])
    if effect == "asserts" and lead is not None:
        return lead.effect, lead.name
    if effect == "asserts" and topic.asserts is None and _matches(topic.reports, words):
        return "reports", "says-reports"
    if effect == "asserts" and _QUESTION.search(words):
        if not _DEFINITE.search(words[: hit.start()]):
            return "reports", "question"
        return "asserts", "presupposed"
    return effect, f"says-{effect}"


def _proposal(
    said: Said, words: str, about: re.Match[str], topic: Topic, cue: Verdict | None,
    others: tuple[tuple[int, int], ...],
) -> tuple[str, str] | None:  # fmt: skip
    """Read whether a sentence wants something, refuses it, or wants it on terms."""
    before, after = words[: about.end()], words[about.end() :]
    conditional = _in_condition(words, about)
    if _QUESTION.search(words):
        return "reports", "question"
    for name, pattern in (("denies", topic.denies), ("asserts", topic.asserts)):
        hit = pattern.search(words) if pattern is not None else None
        if hit is not None and not _of_another(said, words, hit.start(), others):
            return ("conditions", "in-condition") if conditional else (name, f"says-{name}")
    if cue is not None and cue.effect == "denies":
        return None if first(verdicts("hearsay", "proposal"), before) else ("denies", cue.name)
    verdict = first(verdicts("before", "proposal"), before)
    at = _start(verdict, before)
    if verdict is None:
        verdict, at = first(verdicts("after", "proposal"), after), about.start()
    if conditional:
        return "conditions", "in-condition"
    if verdict is None:
        return ("asserts", cue.name) if cue is not None else ("reports", "mentioned")
    if cue is not None and verdict.effect == "asserts":
        return "asserts", cue.name
    if verdict.effect == "denies" and _on_terms(words, about):
        return "conditions", "refused-without"
    if verdict.name != "obligation" and _of_another(said, words, at, others):
        return "reports", "of-another"
    terms = first(verdicts("anywhere", "proposal"), words)
    if verdict.effect == "asserts" and (terms is not None or condition(words)):
        return "conditions", terms.name if terms is not None else "condition"
    return verdict.effect, verdict.name


def _on_terms(words: str, about: re.Match[str]) -> bool:
    """Return whether words refuse one kind: "we will not accept a truce that leaves", "any truce without"."""
    return bool(
        _ACCEPT.search(words[: about.start()])
        and _INDEFINITE.search(words[: about.start()])
        and _LIMITED.match(words[about.end() :])
    )


def _with_tail(position: str, rule: str, said: Said, article: str, end: int, topic: Topic) -> str:
    """Turn support into a condition where a "but" follows at once."""
    if position != "asserts" or topic.kind != "proposal" or rule.startswith("cue"):
        return position
    rest = said.text[end:].lstrip()
    if rest:
        return "conditions" if _BUT.match(rest) else position
    return "conditions" if _TAIL.match(article[said.end : said.end + 40]) else position


def _bare(
    said: Said, text: str, article: str, topics: tuple[Topic, ...], last: tuple[str, int] | None
) -> Position | None:
    """Read a bare verdict and find what it is about."""
    if len(text.split()) > _VERDICT_WORDS:
        return None
    for kind in ("fact", "proposal"):
        verdict = first(verdicts("whole", kind), text)
        if verdict is None:
            continue
        at = _start(verdict, text)
        if kind == "proposal" and _of_another(said, text, at, said.others):
            continue
        topic = around(article, said.start, said.end, [t for t in topics if t.kind == kind], last)
        if topic is None:
            continue
        effect = verdict.effect
        has_tail = _TAIL.match(article[said.end : said.end + 40]) or _TERMS.search(text, at)
        if effect == "asserts" and has_tail:
            effect = "conditions"
        if effect == "asserts" and _is_fragment(text):
            continue
        return Position(topic, effect, f"{verdict.name}-from-context", said.start, said.end)
    return None


def around(
    article: str, start: int, end: int, topics: list[Topic], last: tuple[str, int] | None
) -> str | None:
    """Find the topic of a bare verdict: in its own sentence, in those before, or in `last`."""
    begin = max(0, start - _REACH)
    window = article[begin : end + 200]
    spans = [(a + begin, b + begin) for a, b in sentences(window)]
    own = [s for s in spans if s[0] < end and s[1] > start]
    earlier = [s for s in spans if s[1] <= start and s not in own][-_SENTENCES_BACK:]
    for opening, stop in [*own, *reversed(earlier)]:
        words = lexicons.straight(article[opening:stop])
        inside = (max(opening, start) - opening, min(stop, end) - opening)
        hits = [
            (hit.start(), topic.name)
            for topic in topics
            for hit in (topic.asserts if topic.kind == "fact" and topic.asserts else topic.about
                        ).finditer(words)
            if not inside[0] <= hit.start() < inside[1]
        ]  # fmt: skip
        if hits:
            return max(hits)[1]
    names = {t.name for t in topics}
    if last is not None and last[0] in names and start - last[1] <= _REACH:
        return last[0]
    return None


def _matches(pattern: re.Pattern[str] | None, words: str) -> bool:
    return pattern is not None and pattern.search(words) is not None


def _start(verdict: Verdict | None, words: str) -> int:
    match = verdict.pattern.search(words) if verdict is not None else None
    return match.start() if match is not None else 0


def _in_condition(words: str, hit: re.Match[str]) -> bool:
    span = condition(words)
    return span is not None and span[0] <= hit.start() and hit.end() <= span[1] + 1


def _is_consequence(words: str, hit: re.Match[str]) -> bool:
    """Return whether a claim is what would follow: "if the road falls, the brigade will be cut off"."""
    span = condition(words)
    if span is None or span[1] > hit.start():
        return False
    return _WOULD.search(words, span[1], hit.end()) is not None


def _name_sides(words: str, side: str, topic: Topic) -> str:
    """Read "we" and "the enemy" as the sides they stand for."""
    if side not in topic.sides:
        return words
    words = _FIRST.sub(side, words)
    other = next((s for s in topic.sides if s not in (side, ANY)), None)
    return words if other is None else _ENEMY.sub(other, words)


def _of_another(said: Said, words: str, at: int, others: tuple[tuple[int, int], ...]) -> bool:
    """Return whether the will spoken of is another actor's: its name or a pronoun is the subject."""
    if _TOO.search(words):
        return False
    clause = max((m.end() for m in re.finditer(r"[,;:—]|\b(?:that|and|but|because)\b", words[:at])),
                 default=0)  # fmt: skip
    if any(clause <= a < at for a, _ in others):
        return True
    pronoun = _OTHERS.search(words, clause, at)
    return pronoun is not None and said.kind == "direct" and not _FIRST.search(words, clause, at)
