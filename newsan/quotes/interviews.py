"""Whose the turns of an interview are that is printed without labels: questions, and who answers them."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.document import Document
from newsan.quotes.attribution import GOES_ON, Attribution, Span, begin

FEWEST = 3  # questions that stand alone make an interview
ASKED, ANSWERED = 0.4, 0.5  # of the questions say `you`, of the answers `I` or `we`
MOST = 4  # paragraphs that follow a question on average; in an article that only asks, far more
_QUESTION = re.compile(r"[^“”\"\n]{8,400}\?\Z")
_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|I['’]\w+|[Mm]e|[Mm]y|[Ww]e|[Ww]e['’]\w+|[Uu]s|[Oo]ur)\b")
_MARKED = re.compile(r"[“\"][^“”\"]*[”\"]")
_STOPS = re.compile(r"[.?!…:)”\"’']\Z")
_SMALL = lexicons.words("function_words", "small word") | lexicons.words(
    "function_words", "opens a sentence"
)
_WORD = r"(?!\w+day\b)[^\W\d_a-z][\w-]*"
_NAME = rf"{_WORD}(?: (?:[A-Z]\.|{_WORD}))++"
# No `Old York | bar owner`, but `Mara Ostrell | tells`; nobody knows which of two answers.
_ENDS = r"(?![\w’'-])(?! (?!(?:about|of|for|on|in|at|[a-z]+s)\b)[a-z])"
_FULL = re.compile(rf"(?<![\w’'-])(?P<name>{_NAME}){_ENDS}")
# `Interview with | founder Mara Ostrell`, `The Post spoke with Mara Ostrell`
_WITH = re.compile(
    r"\b(?:[Ii]nterview(?:s|ed)?(?: with)?|Q&A with|[Cc]onversation with|"
    r"(?:spoke|speaks|talked|talks|sat down) (?:with|to))"
    rf" (?:(?!(?:of|in|at|for|about|on|by|to) )(?:[a-z][\w-]*,? |[A-Z][\w-]* (?=[a-z]))){{0,4}}?(?P<name>{_NAME}){_ENDS}"
)
# `The Post | interviewed`, `tells | the Post`
_OUTLET = re.compile(
    rf"(?P<before>{_WORD}(?: {_WORD}){{0,2}}) (?:interview(?:s|ed)|spoke (?:with|to)|talked (?:with|to))\b|"
    rf"\b(?:tells|told|interviewed by) (?:the )?(?P<after>{_WORD}(?: {_WORD}){{0,2}})"
)


def interview(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with the turns of an interview.

    Paragraphs that are a question and no more make one, from three on, where they speak to somebody and what
    follows is mostly said in the first person. A question is the outlet's that the opening names as the
    one who asks, if it does; what follows is theirs whom the opening says was interviewed, else of whom its
    first line has the full name; else nobody's. What a turn reports of others stays where it has a cue and
    a source of its own.

    Parameters
    ----------
    document
        The article.
    found
        Its attributions, in order of place.

    Examples
    --------
    >>> text = "The Post spoke with Mara Ostrell.\\n" + "Do you row?\\nI do, and we race.\\n" * 3
    >>> document = Document(text)
    >>> [text[slice(*made.source)] for made in interview(document, [])][:2]
    ['The Post', 'Mara Ostrell']
    """
    turns = _turns(document)
    opening = document.text[: turns[0][0]] if turns else ""
    if _I.search(_MARKED.sub("", opening)) or not opening.strip():
        return found  # somebody speaks from the beginning: a speech, a hearing
    asks, answers = _outlet(opening), _guest(opening)
    if answers is None and asks is None:
        return found
    kept = []
    for made in found:
        turn = next((t for t in turns if t[0] <= begin(made) < t[1]), None)
        own = made.source is not None and made.cue is not None and turn is not None
        if turn is None or (own and made.source is not None and made.source[0] >= turn[0]):
            kept.append(made)
    for start, end, is_question in turns:
        source = asks if is_question else answers
        kept.append(Attribution([(start, end)], source, None, GOES_ON, is_quoted=True))
    return sorted(kept, key=begin)


def _turns(document: Document) -> list[tuple[int, int, bool]]:
    """Return the turns of an interview, and which are questions; none where a text is no interview."""
    text, paragraphs = document.text, list(document.paragraphs)
    asked = [k for k, (a, b) in enumerate(paragraphs) if _QUESTION.match(text, a, b)]
    if len(asked) < FEWEST:
        return []
    said = [
        k for k in range(asked[0] + 1, len(paragraphs))
        if k not in asked and _STOPS.search(text, *paragraphs[k])
    ]  # fmt: skip
    to_you = sum(_YOU.search(text, *paragraphs[k]) is not None for k in asked)
    in_first = sum(_I.search(text, *paragraphs[k]) is not None for k in said)
    if (
        to_you < ASKED * len(asked)
        or not said
        or in_first < ANSWERED * len(said)
        or len(said) > MOST * len(asked)
    ):
        return []
    return [(*paragraphs[k], k in asked) for k in sorted((*asked, *said))]


def _guest(opening: str) -> Span | None:
    """Return who is interviewed: after the words for it, else the full name in the first line that comes again."""
    told = next(filter(_is_name, _WITH.finditer(opening)), None)
    if told is not None:
        return told.span("name")
    line = opening.split("\n", 1)[0]
    names = filter(_is_name, _FULL.finditer(line))
    again = (m for m in names if opening.count(m["name"].split()[-1]) > 1)
    return next((m.span("name") for m in again), None)


def _is_name(m: re.Match[str]) -> bool:
    """Tell a name that a small word neither begins nor stands before: no `In March`, `the Veldan Press`."""
    before = m.string[: m.start("name")].split()[-1:]
    small = (m["name"].split()[0].casefold(), *(w.casefold() for w in before))
    return _SMALL.isdisjoint((small[0],)) and "the" not in small


def _outlet(opening: str) -> Span | None:
    """Return who asks, where the opening says so."""
    m = _OUTLET.search(opening)
    if m is None:
        return None
    return m.span("before") if m["before"] else m.span("after")
