"""Whether what a sentence says of ground is asserted, denied, an aim or hypothetical."""

from __future__ import annotations

import re

from newsan.frontline.said.rules.cues import words
from newsan.frontline.said.rules.sentence import Trigger

# A negative subject denies its whole clause: no unit ... has been encircled.
_NO_SUBJECT = re.compile(r"\W*+(?:that )?(?:no|none of|neither)\s", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)*$")
_AND = re.compile(r"(?:,|\band)\s+(?:(?:\w+ly|then|also)\s+)*$")
_TO_DO = re.compile(r"\bto\s+[a-z]+\b")
_WORD = re.compile(r"[\w’']+")
_WILL = re.compile(r"\b(?:will|shall|going to|must|['’]ll)\b")
_CONTRAST = re.compile(r"\b(?:but|while|although|though|whereas)\b|;")
_IF_NEXT = re.compile(r"(?:\W++\w++){0,2}\W++if\b")
_NEW_SPEECH = re.compile(
    r"\band\b[^.;]*?\b(?:said|says|claimed|insisted|added|stated|noted|reported)\b"
    r"|,\s+(?:where|which|who|but)\b"
)
_CLAIM = re.compile(r"\b(?:was|were|also|been|which|that|a scenario|claim\w*)\b")
_TO_COME = re.compile(
    r"\b(will|shall|would|could|might|may|to)\s+(?:\w+\s+){0,2}be\s+(?:\w+ly\s+)?$"
)
_NO_SIGN = re.compile(
    r"\b(?:no|not|without|n['’]t)\s+(?:\w+\s+){0,3}(?:evidence|indicat\w+|sign|signs|proof|danger|"
    r"threat|risk|confirm\w*)\b(?:(?!\b(?:as|but|while|and)\b)[^.;,])*+$",
    re.IGNORECASE,
)
_BASE = re.compile(r"(?:ed|ing|s|ment|ion|al|en|ew|ook|eld|eft|ade|gan|oke|ove|ost|ell)$")
_IF = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
_FALSE = re.compile(
    r"(?:\W++\w++){0,14}?\W++(?:is|are|was|were)\s+(?:\w+\s+)?(?:absent|false|untrue|wrong|"
    r"incorrect|mistaken|inaccurate|premature|corrected|retracted|fabricat\w+|baseless|unfounded|"
    r"not (?:true|right|correct|accurate|so|the case))\b"
    r"|(?:\W++\w++){0,6}?\W++(?:has|have)\s+not\s+been\s+(?:reported|observed|seen)\b"
    r"|(?:\W++\w++){0,6}?\W++(?:simply )?(?:false|untrue|fabricat\w+)\b"
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
_HAD = re.compile(r"\W*+(?:had|were|should)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|before|until|did|does|do)\b", re.IGNORECASE)
_MODAL = re.compile(r"[^,;]{0,80}\b(?:would|could|might|may)\b")
_BROKEN = re.compile(
    r"[^,;]{0,60}\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:repelled|repulsed|beaten|thwarted|foiled)\b"
)


def status_of(trigger: Trigger) -> str | None:
    """
    Return how a cue's event is said: asserted, denied, an aim or hypothetical.

    `None` where words before it in the sentence may govern it and it is not plain how.
    """
    sentence, start, end = trigger.sentence, trigger.start, trigger.end
    lead, tail = (sentence.text[slice(*span)] for span in (trigger.before, trigger.after))
    whole = sentence.text[sentence.start : start]
    rest = sentence.text[end : sentence.end]
    scope = _scope(whole)
    base = _BASE.search(sentence.text[start:end].split()[0].lower()) is None
    if words("unconfirmed").search(scope) or (base and not lead.strip(" ,—–-")):
        return None
    negated = _within(words("negation"), lead, 6) or _FALSE.match(_CONTRAST.split(rest)[0])
    if negated and _IF.search(scope):
        return None
    if (
        negated
        or _NO_SUBJECT.match(lead)
        or _NO_SIGN.search(whole)
        or _is_denied(whole)
        or _is_rejected(rest)
    ):
        return "denied"
    if words("foiled").search(scope):
        return None
    to_come = _TO_COME.search(lead)
    if to_come:
        return "aim" if to_come.group(1) in ("will", "shall", "to") else "hypothetical"
    if _within(words("failed"), scope, 6):
        return "denied"
    if _within(words("hypothetical"), lead, 5):
        return "hypothetical"
    if (base and _is_aim(whole, lead)) or _MEANT.search(scope):
        return "aim"
    if _IF_NEXT.match(tail):
        return "hypothetical"
    kinds = ("hypothetical", "aim", "unclear", "failed")
    unsure = (
        any(words(kind).search(scope) for kind in kinds)
        or _BROKEN.match(rest)
        or _MODAL.match(tail)
        or _UNTRUE.search(rest)
    )
    asked = rest.rstrip(" ”\"'").endswith("?") or _HAD.match(lead)
    return None if unsure or asked or (base and _WHEN.search(scope)) else "asserted"


def _scope(before: str) -> str:
    """Return the words that may govern what follows: those since the last break."""
    breaks = [m.end() for m in _BREAK.finditer(before)]
    return before[breaks[-1] :] if breaks else before


def _is_aim(before: str, lead: str) -> bool:
    """Tell whether a verb in its base form is what somebody means to do."""
    if _within(_WILL, lead, 4):
        return True
    infinitive = _TO.search(before)
    if infinitive is None:  # to take and, then, hold
        second = _AND.search(before)
        return second is not None and bool(
            _TO_DO.search(before[before.rfind(".", 0, second.start()) + 1 : second.start()])
        )
    said = _WORD.findall(before[: infinitive.start()])
    return not _TO.search(lead) or not said or words("notaim").fullmatch(said[-1]) is None


def _within(pattern: re.Pattern[str], text: str, n: int) -> bool:
    """Tell whether a pattern occurs among the last words of a text."""
    tail = text.split()[-n:]
    return bool(tail) and pattern.search(" ".join(tail)) is not None


def _is_denied(before: str) -> bool:
    """Tell whether words of denial govern what follows the text, with no new speech between."""
    denials = list(words("denial").finditer(before))
    return bool(denials) and _NEW_SPEECH.search(before, denials[-1].end()) is None


def _is_rejected(after: str) -> bool:
    """Tell whether what follows a claim turns it down."""
    m = words("denial").search(after)
    return m is not None and m.start() < 90 and _CLAIM.search(after, 0, m.start()) is not None
