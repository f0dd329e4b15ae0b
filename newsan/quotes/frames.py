"""Frames of reporting that the tagger reads wrong, by rule until its heads are trained for them."""

from __future__ import annotations

import re
from bisect import bisect_left

from newsan.document import Document
from newsan.quotes.attribution import (
    GOES_ON,
    NAME,
    NOUN_PHRASE,
    Attribution,
    Span,
    begin,
    quotation,
)
from newsan.quotes.cues import kind_of
from newsan.text.words import BODIES

# `Ostrell was quoted as saying by the agency`
_QUOTED_AS = re.compile(
    r"(?:\b(?:was|is|were|are|been)\s++)?+quoted\b.*\b(?:saying|telling)", re.DOTALL
)
# `quoted Ostrell as saying`
_QUOTES = re.compile(r"(?:[\w-]+ )?(?:quot|cit)(?:ing|es|ed)", re.IGNORECASE)
_AS_SAYING = re.compile(
    r"(?P<source>[^“”\"«»\n,.;]{2,90}?) (?P<cue>as (?:saying|telling))\b[ :“\"«„]*+"
)
# `Ostrell used the word “drizzle”`
_WORDING = re.compile(
    rf"(?P<source>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|{NAME}(?: {NAME}){{0,3}})) (?:[a-z]+ ){{0,2}}"
    r"(?P<cue>(?:used|uses|using) the (?:terms?|words?|phrases?|expression)) (?=[“\"«„‘])"
)
# `According to Ostrell, it rained.` as a whole sentence
_OPENS = re.compile(
    r"(?:(?<=\n)|(?<=[.!?”] )|\A)(?P<cue>According to) (?P<source>[^,.;:\n“”\"]{2,90}), "
    r"(?P<content>[^\n“”\"]{12,600}?)(?=[.!?](?:\s|\Z)|\n|\Z)"
)
# `drowning 30 sheep according to Ostrell,`
_INSERTED = re.compile(
    r"(?:.*,\s)?(?P<content>[a-z]+(?:ing|ed)\s(?:[^,]|,(?=\d)){3,80}?)\s", re.DOTALL
)
_SENTENCE_REST = re.compile(r"(?:[^.?!\n“”\"]|\.(?=\S)|(?<=\b[A-Z])\.)*+")
# `This was reported on Friday by Ostrell`
_TAKEN_UP = re.compile(
    r"(?:This|That|It) (?:was|is|has been|had been) (?:also )?"
    r"(?P<cue>reported|announced|stated|said|confirmed|noted|told|written|claimed|emphasi[sz]ed|stressed)"
    r" (?:\w+ )?(?:on [A-Z]\w+ )?by (?P<source>[^.;\n“\"]{1,300}?)"
    r"(?=\s*(?:[.;\n]|\Z|, (?:citing|according|as|who|which)\b| (?:on|in|at|during|via) ))"
)
# `Harland: | Union accuses the railway` in a headline
_LABELLED = re.compile(r"(?P<source>[A-Z][a-z]+) (?P<cue>[a-z]+s) (?P<content>[^\n]{8,})")
_END, _STOP = re.compile(r"[.?!\n]"), re.compile(r"[.?!]\s|\n")


def apply_frames(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with some frames of English read by rule.

    "Place: Union accuses X" is the union's. "X was quoted as saying by the agency", "the agency
    quoted X as saying" and "X reported to the mayor that" are X's. "X used the word “...”" is X's
    where it is nobody's nearer. "According to X" covers its sentence where it opens it, and within
    commas the insertion alone. What follows a tag in its sentence, unquoted, is the tag's. "It
    rained. This was reported by X" takes up the sentences before.
    """
    for rule in (
        _labelled,
        _quoted_as,
        _told_to,
        _quoting,
        _worded,
        _unfound,
        _according,
        _tagged_behind,
        _taken_up,
    ):
        found = rule(document, found)
    for made in found:  # unquoted pieces may have gone
        made.is_quoted = made.is_quoted or document.inner.issuperset(made.content)
    return sorted(found, key=begin)


def _labelled(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `Harland: Union accuses the railway` to the union: where it was is no speaker."""
    for made in found:
        if made.cue and made.source and document.text[slice(*made.cue)] == ":":
            m = _LABELLED.match(document.text, *made.content[-1])
            if m and made.source[1] < m.start() and m["source"].casefold() in BODIES:
                if kind_of(m["cue"]):
                    made.source, made.cue = m.span("source"), m.span("cue")
                    made.content[-1] = m.span("content")
    return found


def _quoted_as(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `..., Ostrell was quoted as saying by the agency` to Ostrell: the agency relays."""
    for made in found:
        if made.cue is None or (made.source is not None and made.source[0] < made.cue[1]):
            continue
        before = [piece for piece in made.content if piece[1] <= made.cue[0]]
        if not before or _QUOTED_AS.fullmatch(document.text, *made.cue) is None:
            continue
        start, end = before[-1]
        is_apart = len(made.content if made.source is None else before) == 1
        if is_apart or document.text[end : made.cue[0]].strip():  # not taken for a content
            start, end = _phrase_between(document.text, end, made.cue[0])
        if _is_noun_phrase(document.text, start, end):
            made.source = (start, end)
            made.content = [piece for piece in made.content if piece != made.source]
    return found


def _told_to(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `Ostrell reported to the mayor that it rained` to Ostrell: the mayor is told."""
    for made in found:
        if made.cue is None or made.source is None or len(made.content) < 2:
            continue
        start, end = made.content[0]
        if (
            document.text[made.cue[1] : made.source[0]] == " to "
            and not document.text[end : made.cue[0]].strip(" ,")
            and _is_noun_phrase(document.text, start, end)
        ):
            made.source, made.content = (start, end), made.content[1:]
    return found


def _phrase_between(text: str, start: int, end: int) -> Span:
    """Return what stands between, without marks before it and a comma after it."""
    while start < end and not (text[start].isalnum() or text[start] == "_"):
        start += 1
    return start, start + len(text[start:end].rstrip(" ,"))


def _is_noun_phrase(text: str, start: int, end: int) -> bool:
    return 0 < end - start <= NOUN_PHRASE and not set(text[start:end]) & set(".;:\n")


def _quoting(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `the agency quoted Ostrell as saying that it rained` to Ostrell."""
    for made in found:
        if made.cue is None or _QUOTES.fullmatch(document.text, *made.cue) is None:
            continue
        start, end = made.content[0]
        m = _AS_SAYING.match(document.text, start, end)
        if m is not None and m.end() < end and start >= made.cue[1]:
            made.source, made.cue = m.span("source"), m.span("cue")
            quoted = document.quoted(m.end(), end)
            is_alone = len(quoted) == 1 and quoted[0].start == m.end()
            made.content[0] = (m.end(), min(end, quoted[0].end) if is_alone else end)
    return found


def _worded(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Read `Ostrell used the word “...”`, where the quoted word is nobody's yet."""
    pieces = {r.outer_start: (r.start, r.end) for r in document.regions}
    contents = sorted((*piece, k) for k, made in enumerate(found) for piece in made.content)
    given = []
    for m in _WORDING.finditer(document.text) if " the " in document.text else ():
        piece = pieces.get(m.end())
        if piece is None:
            continue
        held = bisect_left(contents, (piece[0] + 1,)) - 1
        if held >= 0 and contents[held][1] > piece[0]:
            own = found[contents[held][2]]
            nearer = own.cue is None or not _STOP.search(document.text, own.cue[1], m.start())
            if nearer or piece not in own.content:
                continue
            own.content.remove(piece)
        given.append(quotation(piece, m.span("source"), m.span("cue")))
    return [*(a for a in found if a.content), *given]


def _according(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Let `according to Ostrell` cover its insertion or its sentence, and nothing else."""
    spans = sorted(span for a in found for span in (*a.content, a.source, a.cue) if span)
    for made in found:
        if made.cue is None or made.source is None:
            continue
        if document.text[slice(*made.cue)].casefold().startswith("according"):
            made.content = _inserted(document.text, made.cue, made.source, made.content)
            made.content = _to_the_end(document.text, made.cue, made.source, spans, made.content)
    return found


def _unfound(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Read `According to Ostrell, it rained.` where a sentence so begun has no attribution."""
    spans = sorted(span for a in found for span in (*a.content, a.source, a.cue) if span)
    made = []
    for m in _OPENS.finditer(document.text) if "According to " in document.text else ():
        after = bisect_left(spans, m.span())
        is_free = after == 0 or spans[after - 1][1] <= m.start()
        if is_free and (after == len(spans) or spans[after][0] >= m.end()):
            content, source, cue = (m.span(part) for part in ("content", "source", "cue"))
            made.append(Attribution([content], source, cue, GOES_ON))
    return [*found, *made]


def _inserted(text: str, cue: Span, source: Span, content: list[Span]) -> list[Span]:
    """Cut `the flood, drowning 30 sheep according to Ostrell, was over` to what is drowned."""
    before = [piece for piece in content if piece[1] <= cue[0]]
    after = [piece for piece in content if piece[0] >= source[1]]
    if len(before) == 1 and after and text.startswith(",", source[1]):
        m = _INSERTED.fullmatch(text, before[0][0], cue[0])
        return [m.span("content")] if m is not None else content
    return content


def _to_the_end(
    text: str, cue: Span, source: Span, spans: list[Span], content: list[Span]
) -> list[Span]:
    """Let `According to Ostrell, ...` run to the end of its sentence, if nobody else speaks there."""
    start, end = content[-1]
    before = _back(text, cue[0], " ")
    opens = not before or text[before - 1] in "\n.!?"
    m = _SENTENCE_REST.match(text, end)
    if not opens or len(content) != 1 or start < source[1] or m is None:
        return content
    if not m[0].strip() or m[0][0].isalnum() or text[m.end() : m.end() + 1] not in ".\n":
        return content
    following = bisect_left(spans, (end, end))
    is_free = following == len(spans) or spans[following][0] >= m.end()
    return [(start, m.end())] if is_free else content


def _tagged_behind(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Take from `“...,” Ostrell said in a film that showed her garden` what is only the tag's."""
    for made in found:
        if made.cue is None or len(made.content) < 2:
            continue
        quoted = [p for p in made.content if p in document.inner and p[1] <= made.cue[0]]
        if quoted and "\n" not in document.text[quoted[-1][1] : made.cue[0]]:
            made.content = [
                piece
                for piece in made.content
                if piece[0] < made.cue[1]
                or any(piece[0] <= r.start < piece[1] for r in document.quoted(*piece))
                or _END.search(document.text, made.cue[1], piece[0])
            ]
    return found


def _taken_up(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Read `It rained. This was reported by Ostrell.`: the sentences before are her words."""
    cues = sorted((a.cue[0], k) for k, a in enumerate(found) if a.cue)
    contents = sorted((*piece, k) for k, made in enumerate(found) for piece in made.content)
    gone: set[int] = set()
    given: list[Attribution] = []
    for m in _TAKEN_UP.finditer(document.text):
        end = _back(document.text, m.start(), " \xa0\t\n")
        start = document.text.rfind("\n", 0, end) + 1
        end = _back(document.text, end, ".!?")
        own = {k for _, k in cues[bisect_left(cues, (m.start(),)) : bisect_left(cues, (m.end(),))]}
        first = bisect_left(contents, (start,))
        first -= first > 0 and contents[first - 1][1] > start
        before = {k for *_, k in contents[first : bisect_left(contents, (end,))]} - own
        is_free = not given or given[-1].content[0][1] <= start
        if start < end and is_free and not any(found[k].source for k in before):
            gone |= own | before
            given.append(Attribution([(start, end)], m.span("source"), m.span("cue"), GOES_ON))
    return [*(a for k, a in enumerate(found) if k not in gone), *given]


def _back(text: str, at: int, letters: str) -> int:
    """Return where a run of some letters before an offset begins."""
    while at and text[at - 1] in letters:
        at -= 1
    return at
