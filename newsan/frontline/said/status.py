"""Whether what words before a verb let a text say of ground is asserted, denied, an aim or hypothetical."""

from __future__ import annotations

import functools
import re

from newsan import lexicons

_FAR = 400  # characters of a sentence that are looked at on either side of a verb
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)*$")
_AND_THEN = re.compile(r"\bto\s+[a-z]+\b[^.]*(?:,|\band)\s+(?:(?:\w+ly|then|also)\s+)*$")
_WORD = re.compile(r"[\w’']+")
_BASE = re.compile(r"(?:ed|ing|s|ment|ion|al|en|ew|ook|eld|eft|ade|gan|oke|ove|ost|ell)$")
_NEW_SPEECH = re.compile(
    r"\band\b[^.;]*?\b(?:said|says|claimed|insisted|added|stated|noted|reported)\b"
    r"|,\s+(?:where|which|who|but)\b"
)
_NO_SIGN = re.compile(
    r"\b(?:no|none of|not|without|n['’]t)\s+(?:[\w’'-]+\s+){0,6}(?:evidence|indicat\w+|signs?|proof|"
    r"danger|threat|risk|confirm\w*|has|have)\b(?:(?!\b(?:as|but|while|and)\b)[^.;,])*+$",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"(?:\W++\w++){0,14}?\W++(?:(?:is|are|was|were)\s+(?:\w+\s+)?(?:absent|false|untrue|wrong|incorrect|"
    r"mistaken|premature|corrected|retracted|fabricat\w+|baseless|unfounded|not (?:true|right|correct|so))"
    r"|(?:has|have)\s+not\s+been\s+(?:reported|observed|seen))\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"[^,;]{0,80}\b(?:would|could|might|may|a lie|lies|nonsense|fakes?|invented|only on paper|"
    r"(?:was|were|been)\s+(?:\w+ly\s+)?(?:repelled|repulsed|beaten|thwarted|foiled))\b",
    re.IGNORECASE,
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


@functools.cache
def words(kind: str) -> re.Pattern[str]:
    """Return one pattern for all words of a kind of the table of cues, in any case."""
    body = "|".join(r["pattern"] for r in lexicons.rows("front_cues") if r["kind"] == kind)
    return re.compile(rf"(?<![\w-])(?:{body})(?!-?\w)", re.IGNORECASE)


def status_of(
    text: str, verb: tuple[int, int], clause: tuple[int, int], sentence: tuple[int, int]
) -> str | None:
    """
    Return how an event is said: asserted, denied, an aim or hypothetical; `None` where that is not plain.

    Examples
    --------
    >>> text = "Ardal's troops failed to take Orrast."
    >>> status_of(text, (25, 29), (0, 37), (0, 37))
    'denied'
    """
    start, end = verb
    lead, whole = text[clause[0] : start], text[max(sentence[0], start - _FAR) : start]
    rest = text[end : min(sentence[1], end + _FAR)]
    scope = _BREAK.split(whole)[-1]
    base = _BASE.search(text[start:end].split()[0].lower()) is None
    if words("unconfirmed").search(scope) or (base and not lead.strip(" ,—–-")):
        return None
    if (
        _within(words("negation"), lead, 6)
        or _UNTRUE.match(_BREAK.split(rest)[0])
        or _NO_SIGN.search(whole)
        or _is_denied(whole)
        or _within(words("failed"), scope, 6)
    ):
        return "denied"
    if _within(words("hypothetical"), lead, 5):
        return "hypothetical"
    if (base and _is_aim(whole, lead)) or _MEANT.search(scope):
        return "aim"
    unsure = any(
        words(k).search(scope) for k in ("hypothetical", "aim", "unclear", "failed", "foiled")
    )
    asked = rest.rstrip(" ”\"'").endswith("?") or lead.strip().startswith("Had ")
    return None if unsure or asked or _UNDONE.match(rest) else "asserted"


def _is_aim(before: str, lead: str) -> bool:
    """Tell whether a verb in its base form is what somebody means to do."""
    infinitive = _TO.search(before)
    if infinitive is None:  # to take and, then, hold
        return _AND_THEN.search(before) is not None or _within(words("will"), lead, 4)
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
