"""One sentence as references need it: its clauses, its sides, and how things are said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsan.frontline.said import cues
from newsan.frontline.sides import OPPONENT

# A negative subject denies its whole clause: no unit ... has been encircled.
_NO_SUBJECT = re.compile(r"\W*(?:that )?(?:no|none of|neither)\s", re.IGNORECASE)
_SPLIT = re.compile(
    r"[;:]\s|\s[–—]\s|,?\s(?:but|while|whereas|although|though|because|since|amid|where|when|as|"
    r"after|before|and that|which|who|and (?=(?:took|seized|captured|withdr\w+|entered|were|was|"
    r"have|has|had|are|is)\b))\b\s?"
    r"|,\s(?=(?:\w+ly )?[a-z]{3,}ing\b)|[“”\"]"
)
_BE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|got)"
    r"(?:\s+(?:\w+ly|now|also|all|still|not|almost))*[\s“\"]*$",
    re.IGNORECASE,
)
_BY = re.compile(r"\s*(?:[\w’'-]+\s){0,5}?by\s+")
_BY_NEXT = re.compile(r"\s*(?:\w+ly\s+)?by\s+")
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)*$", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(will|shall|would|could|might|may|to)\s+(?:\w+\s+){0,2}be\s+(?:\w+ly\s+)?$"
)
_NO_SIGN = re.compile(
    r"\b(?:no|not|without|n['’]t)\s+(?:\w+\s+){0,3}(?:evidence|indicat\w+|sign|signs|proof|danger|"
    r"threat|risk|confirm\w*)\b(?:(?!\b(?:as|but|while|and)\b)[^.;,])*$",
    re.IGNORECASE,
)
_NEAR_AFTER = 70
_WHO = re.compile(r",?\s(?:which|who|that)\b")
_WITHIN = re.compile(
    r"\b(?:in|into|inside|near|across|throughout|to|towards?|around|from|for|[a-z]+ of) "
    r"(?:\w+ern )?$"
)
_AGAINST = re.compile(
    r"\b(?:against|than|between|through|(?:attack|hit|shell|bomb|kill|destroy|fight|target|captur|"
    r"seiz|envelop|encircl|surround|defeat|dissuad|prevent|stop)(?:s|e|es|ed|ing)?)"
    r" (?:the |all |\w+ed )?$",
    re.IGNORECASE,
)
_BASE = re.compile(r"(?:ed|ing|s|ment|ion|al|en|ew|ook|eld|eft|ade|gan|oke|ove|ost|ell)$")
_IF = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
_FALSE = re.compile(
    r"(?:\W+\w+){0,14}?\W+(?:is|are|was|were)\s+(?:\w+\s+)?(?:absent|false|untrue|wrong|"
    r"incorrect|mistaken|inaccurate|premature|corrected|retracted|fabricat\w+|baseless|unfounded|"
    r"not (?:true|right|correct|accurate|so|the case))\b"
    r"|(?:\W+\w+){0,6}?\W+(?:has|have)\s+not\s+been\s+(?:reported|observed|seen)\b"
    r"|(?:\W+\w+){0,6}?\W+(?:simply )?(?:false|untrue|fabricat\w+)\b"
)
# What words of doubt govern ends here: a second clause is said on its own.
_BREAK = re.compile(
    r"[;“”\"]|\b(?:but|while|whereas|although|though|because|since|after)\b"
    r"|\bas\s(?!an?\b|the\b|well\b|of\b|part\b|long\b|soon\b|possible\b)"
    r"|\band that\b|,\s(?:and\s)?(?:having|who|which|where)\b",
    re.IGNORECASE,
)
# An aim takes a gerund too: focused most of its efforts on seizing ...
_MEANT = re.compile(
    r"\b(?:aim|effort|focus|task|objective|goal|intent|hop)\w*\b(?:\s+[\w’']+){0,4}?\s+"
    r"(?:on|at|with|of|for|towards?)\s+(?:\w+ly\s+|\w+ing and\s+)?$",
    re.IGNORECASE,
)
# What makes an event untrue behind it, and what tells that it is asked, supposed or to come before it.
_UNTRUE = re.compile(
    r"\b(?:false|untrue|not true|n['’]t true|a lie|lies|nonsense|fakes?|invented|only on paper|unconfirmed)\b",
    re.IGNORECASE,
)
_HAD = re.compile(r"\W*(?:had|were|should)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|before|until|did|does|do)\b", re.IGNORECASE)
_MODAL = re.compile(r"[^,;]{0,80}\b(?:would|could|might|may)\b")
_BROKEN = re.compile(
    r"[^,;]{0,60}\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:repelled|repulsed|beaten|thwarted|foiled)\b"
)


@dataclass(frozen=True, slots=True)
class Side:
    """Words that name a side, or stand for one."""

    start: int
    end: int
    side: str | None
    is_pronoun: bool = False


@dataclass
class Sentence:
    """A stretch of a text with the sides it names; offsets count into the article."""

    text: str
    start: int
    end: int
    speaker: str | None = None
    carried: str | None = None
    sides: list[Side] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the words for sides, and what pronouns among them stand for."""
        pattern, known = cues.sides()
        found = [
            Side(m.start(), m.end(), known[m.group().lower()])
            for m in pattern.finditer(self.text, self.start, self.end)
        ]
        found = [s for s in found if not self._names_ground(s)]
        for kind, side in (("ours", self.speaker), ("enemy", OPPONENT.get(self.speaker or ""))):
            found += [
                Side(m.start(), m.end(), side)
                for m in cues.words(kind).finditer(self.text, self.start, self.end)
            ]
        found.sort(key=lambda s: s.start)
        named = [s for s in found if s.side]
        for m in cues.words("they").finditer(self.text, self.start, self.end):
            # those who speak are rarely the "they" they speak of
            before = [s for s in named if s.end <= m.start()]
            before = [s for s in before if not self.speaks(s)] or before
            side = before[-1].side if before else self.carried
            found.append(Side(m.start(), m.end(), side, is_pronoun=True))
        for m in cues.words("theirs").finditer(self.text, self.start, self.end):
            before = [s for s in named if s.end <= m.start()]
            before = [s for s in before if not self.speaks(s)] or before
            side = before[0].side if before else self.carried
            found.append(Side(m.start(), m.end(), side, is_pronoun=True))
        self.sides = sorted(found, key=lambda s: s.start)

    def speaks(self, side: Side) -> bool:
        """Tell whether a side is named as the one who says something."""
        lead = self.text[max(self.start, side.start - 14) : side.start]
        if lead.lower().endswith("according to "):
            return True
        m = re.match(r"\s+(?:\w+ly\s+)?(\w+)", self.text[side.end : side.end + 30])
        return m is not None and cues.words("speech").fullmatch(m.group(1)) is not None

    def _names_ground(self, side: Side) -> bool:
        """Tell whether a name says whose ground, not who acts ("Russia's Kursk region")."""
        after = self.text[side.end : side.end + 24]
        before = self.text[max(self.start, side.start - 12) : side.start]
        owned = re.match(r"['’]s\s+(?:[a-z-]+\s+)*([A-Z][\w-]+)", after)
        if owned is not None:
            return cues.words("office").fullmatch(owned.group(1)) is None
        if self.text[side.start : side.end].lower() in cues.states() and _WITHIN.search(before):
            return not after.startswith(("'", "’"))
        ground = r"\s+(?:soil|territory|ground|border)\b"
        return bool(
            re.match(ground, after)
            or (
                re.search(r"\b(?:in|into|of the|inside|with|near|war in)\s+$", before)
                and not re.match(r"\s+[a-z]+", after)
            )
        )

    def clause(self, at: int) -> tuple[int, int]:
        """Return the clause round an offset."""
        start, end = self.start, self.end
        for m in _SPLIT.finditer(self.text, self.start, self.end):
            if m.end() <= at:
                start = m.end()
            elif m.start() > at:
                end = m.start()
                break
        return start, end

    def passive(self, at: int) -> bool:
        """Tell whether the verb at an offset is passive."""
        return _BE.search(self.text[max(self.start, at - 40) : at]) is not None

    def by_agent(self, start: int, at: int) -> str | None:
        """Return the side after "by" behind an offset."""
        loose = self.passive(start) or self.text[start:at].endswith(("ion", "ment", "ure", "al"))
        m = (_BY if loose else _BY_NEXT).match(self.text, at, self.end)
        if m is None:
            return None
        near = [s for s in self.sides if m.end() <= s.start < m.end() + 30]
        return near[0].side if near else None

    def side_before(self, at: int, start: int) -> Side | None:
        """Return the nearest side before an offset in the clause, else the sentence's first."""
        acting = [s for s in self.sides if s.end <= at and s.side and not self._is_object(s)]
        inside = [s for s in acting if start <= s.start]
        ahead = acting
        return inside[-1] if inside else ahead[-1] if ahead else None

    def _is_object(self, side: Side) -> bool:
        """Tell whether a side is whom something is done to ("attacks against Ardal's troops")."""
        if _WHO.match(self.text, side.end):
            return False
        return _AGAINST.search(self.text[max(self.start, side.start - 24) : side.start]) is not None

    def side_after(self, at: int, end: int) -> Side | None:
        """Return the nearest side shortly after an offset in the clause."""
        limit = min(end, at + _NEAR_AFTER)
        return next((s for s in self.sides if at <= s.start < limit and s.side), None)

    def status(self, start: int, end: int, clause: tuple[int, int]) -> str | None:
        """
        Tell how a cue's event is said: asserted, denied, an aim or hypothetical.

        `None` where words before it in the sentence may govern it and it is not plain how.
        """
        lead = self.text[clause[0] : start]
        tail = self.text[end : clause[1]]
        whole = self.text[self.start : start]
        scope = self._scope(start)
        base = _BASE.search(self.text[start:end].split()[0].lower()) is None
        if cues.words("unconfirmed").search(scope) or (base and not lead.strip(" ,—–-")):
            return None
        after = re.split(r"\b(?:but|while|although|though|whereas)\b|;", self.text[end : self.end])
        negated = _within(cues.words("negation"), lead, 6) or _FALSE.match(after[0])
        if negated and _IF.search(scope):
            return None
        if (
            negated
            or _NO_SUBJECT.match(lead)
            or _NO_SIGN.search(whole)
            or _denied(whole)
            or _rejected(self.text[end : self.end])
        ):
            return "denied"
        if cues.words("foiled").search(scope):
            return None
        to_come = _TO_COME.search(lead)
        if to_come:
            return "aim" if to_come.group(1) in ("will", "shall", "to") else "hypothetical"
        if _within(cues.words("failed"), scope, 6):
            return "denied"
        if _within(cues.words("hypothetical"), lead, 5):
            return "hypothetical"
        if (base and self._is_aim(whole, lead)) or _MEANT.search(scope):
            return "aim"
        if re.match(r"(?:\W+\w+){0,2}\W+if\b", tail):
            return "hypothetical"
        unsure = any(
            cues.words(k).search(scope) for k in ("hypothetical", "aim", "unclear", "failed")
        )
        rest = self.text[end : self.end]
        unsure = unsure or _BROKEN.match(rest) or _MODAL.match(tail) or _UNTRUE.search(rest)
        asked = rest.rstrip(" ”\"'").endswith("?") or _HAD.match(lead)
        return None if unsure or asked or (base and _WHEN.search(scope)) else "asserted"

    def _scope(self, start: int) -> str:
        """Return the words before an offset that may govern it: those since the last break."""
        whole = self.text[self.start : start]
        breaks = [m.end() for m in _BREAK.finditer(whole)]
        return whole[breaks[-1] :] if breaks else whole

    def covers(self, at: int) -> bool:
        """Tell whether an offset lies in the sentence."""
        return self.start <= at < self.end

    def _is_aim(self, whole: str, lead: str) -> bool:
        """Tell whether a verb in its base form is what somebody means to do."""
        if _within(re.compile(r"\b(?:will|shall|going to|must|['’]ll)\b"), lead, 4):
            return True
        infinitive = re.search(r"\bto\s+(?:\w+ly\s+)*$", whole)
        if not infinitive or not _TO.search(lead):
            return infinitive is not None or bool(
                re.search(r"\bto\s+[a-z]+\b[^.]*(?:,|\band)\s+(?:(?:\w+ly|then|also)\s+)*$", whole)
            )
        words = re.findall(r"[\w’']+", whole[: infinitive.start()])
        return not words or cues.words("notaim").fullmatch(words[-1]) is None


def _within(pattern: re.Pattern[str], text: str, words: int) -> bool:
    """Tell whether a pattern occurs among the last words of a text."""
    tail = re.findall(r"\S+", text)[-words:]
    return bool(tail) and pattern.search(" ".join(tail)) is not None


def _denied(before: str) -> bool:
    """Tell whether words of denial govern what follows the text, with no new speech between."""
    last = next(iter(list(cues.words("denial").finditer(before))[::-1]), None)
    return last is not None and not re.search(
        r"\band\b[^.;]*?\b(?:said|says|claimed|insisted|added|stated|noted|reported)\b"
        r"|,\s+(?:where|which|who|but)\b",
        before[last.end() :],
    )


def _rejected(after: str) -> bool:
    """Tell whether what follows a claim turns it down."""
    m = cues.words("denial").search(after)
    return (
        m is not None
        and re.search(
            r"\b(?:was|were|also|been|which|that|a scenario|claim\w*)\b", after[: m.start()]
        )
        is not None
        and m.start() < 90
    )
