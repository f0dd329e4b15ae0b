"""Frames of reporting that the tagger reads wrong: in the words of, quoted as saying, with X saying."""

from __future__ import annotations

import re

from newsan.quotes.according import according
from newsan.quotes.attribution import GOES_ON, NAME, NOUN_PHRASE, Attribution, Span
from newsan.quotes.clauses import clauses
from newsan.quotes.cues import kind_of
from newsan.text import Region

_IN_WORDS = re.compile(
    r"\b(?P<cue>[Ii]n the words of) (?P<source>[^“”\"«»\n]{2,90}?),?\s*(?=[“\"«„‘])"
    r"|\b(?P<own_cue>[Ii]n (?P<own>his|her|its|their) (?:own )?words),?:?\s*(?=[“\"«„‘])"
)
_QUOTED_HER = re.compile(
    r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s(?P<source>[^“”\"«»\n,.;]{2,90}?)\s(?P<cue>as (?:saying|telling))\b"
)
_WORDING = re.compile(
    rf"(?P<source>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|{NAME}(?: {NAME}){{0,3}})) (?:[a-z]+ ){{0,2}}"
    r"(?P<cue>(?:used|uses|using) the (?:terms?|words?|phrases?|expression)) (?=[“\"«„‘])"
)
_ABSOLUTE = re.compile(
    r", with (?P<source>[^,;:.“”\"]{3,70}?) (?P<cue>[a-z]+ing) (?P<content>[^;.]{8,}?)(?=[.;]?\Z)"
)
_NO_SPEECH = re.compile(r"adding to\b|claiming (?:the )?(?:dozens|hundreds|lives|\w+ lives)")
_DAY = r"(?:(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day |late on |earlier )?"
_INNER = re.compile(
    rf"(?P<source>[A-ZÀ-ÞА-ЯЁІЇЄҐ][^,;:.“”\"]{{2,80}}?) {_DAY}(?P<cue>[a-z]+(?:ed|said|says|told)|said|says)"
    rf" {_DAY}(?P<content>that .+)",
    re.DOTALL,
)
_QUOTED_BY = re.compile(
    r"(?P<source>[^.;:\n“”\"]{2,90}?),? (?P<cue>(?:was|were|is|are|has been|have been) (?:quoted|cited) by "
    r"[^.;:\n“”\"]{2,60}? as (?:saying|telling))[,:]? (?P<content>[^\n]+?)(?=[.!?]?[”\"]?(?:\n|\Z|[.!?]\s))"
)
_PUT_IT = re.compile(
    r"(?<!well )(?<!soon )(?<!long )(?<!far )\b[Aa]s (?!soon |well |long |far )(?P<source>[^.;:\n“”\",]{2,80}?) "
    r"(?P<cue>(?:once |later |recently |memorably )?(?:put|puts) it)"
    r"(?=[,.:;]|\s*\n|\s*\Z| in an? | last | on \w+day)"
)
_OBSERVED = re.compile(
    r" as (?P<source>(?:(?:Mr|Mrs|Ms|Dr)\. )?[A-Z][^.;:\n“”\",]{1,60}?) "
    r"(?P<cue>observed|noted|wrote|argued|warned)(?=, )"
)
_RELAYS = frozenset(("reported", "reports", "has reported"))
_QUOTED_AS = re.compile(
    r"(?:\b(?:was|is|were|are|been)\s+)?quoted\b.*\b(?:saying|telling)", re.DOTALL
)


def reframed(text: str, regions: list[Region], found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a text with some frames of English read by rule.

    "X was quoted as saying by the agency", "X was quoted by the agency as saying" and "the agency
    quoted X as saying" are X's; so are "in the words of X" and "X used the word". What "according
    to" covers is `newsan.quotes.according`'s. What follows a tag in its sentence, unquoted, is the
    tag's. "..., with X praising the guards" is a report of its own. "X warned that ..., the agency
    reported", "as X put it" and "as X observed, ..." are X's. Which clause is whose is `newsan.quotes.clauses`'s.

    Parameters as for `newsan.quotes.mend.mended`.
    """
    _quoted_as(text, found)
    _quoted_by(text, found)
    _in_words(text, regions, found)
    _worded(text, regions, found)
    _quoted_her(text, regions, found)
    _put_it(text, regions, found)
    according(text, found)
    _tagged_behind(text, regions, found)
    _absolute(text, found)
    _relayed(text, found)
    clauses(text, regions, found)
    inner = {(r.start, r.end) for r in regions}
    for made in found:  # unquoted pieces may have gone
        made.is_quoted = made.is_quoted or inner.issuperset(made.content)
    return sorted(found, key=lambda a: a.content[0])


def _quoted_as(text: str, found: list[Attribution]) -> None:
    """Give `..., Ostrell was quoted as saying by the agency` to Ostrell: the agency relays."""
    for made in found:
        if made.cue is None or made.source is None or made.source[0] < made.cue[1]:
            continue
        if _QUOTED_AS.fullmatch(text, *made.cue) is None:
            continue
        before = [piece for piece in made.content if piece[1] <= made.cue[0]]
        if not before:
            continue
        start, end = before[-1]
        is_content = len(before) > 1 and not text[end : made.cue[0]].strip()  # taken for one
        if not is_content:
            start, end = end, made.cue[0]
            while start < end and not (text[start].isalnum() or text[start] == "_"):
                start += 1
            end = start + len(text[start:end].rstrip(" ,"))
        if 0 < end - start <= NOUN_PHRASE and not set(text[start:end]) & set(".;:\n"):
            made.source = (start, end)
            made.content = [p for p in made.content if p != made.source]


def _quoted_by(text: str, found: list[Attribution]) -> None:
    """Give `Ostrell was quoted by the agency as saying ...` to Ostrell, not to the agency."""
    for m in _QUOTED_BY.finditer(text) if "quoted by " in text or "cited by " in text else ():
        own = [a for a in found if any(x < m.end() and y > m.start() for x, y in a.content)]
        said = [piece for a in own for piece in a.content if piece[0] >= m.end("cue")]
        for made in own:
            found.remove(made)
        content = said or [m.span("content")]
        found.append(Attribution(content, m.span("source"), m.span("cue"), GOES_ON))


def _in_words(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Read `In the words of Ostrell, “...”` and `in her words`."""
    starts = {r.outer_start: (r.start, r.end) for r in regions}
    for m in _IN_WORDS.finditer(text) if " words" in text else ():
        piece = starts.get(m.end())
        if piece is None:
            continue
        made = next((a for a in found if piece in a.content), None)
        if made is None or len(made.content) > 1:
            if made is not None:
                made.content.remove(piece)
            made = Attribution([piece], None, None, GOES_ON, is_quoted=True)
            found.append(made)
        made.source = m.span("source" if m["cue"] else "own")
        made.cue = m.span("cue" if m["cue"] else "own_cue")
        made.confidence = max(made.confidence, GOES_ON)


def _worded(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Read `Ostrell used the word “...”`, where the quoted word is nobody's yet."""
    starts = {r.outer_start: (r.start, r.end) for r in regions}
    for m in _WORDING.finditer(text) if "used the " in text or "uses the " in text else ():
        piece = starts.get(m.end())
        if piece is None:
            continue
        own = [a for a in found if any(x <= piece[0] < y for x, y in a.content)]
        far = [a for a in own if a.cue and _ends(text[a.cue[1] : m.start()]) and piece in a.content]
        if len(far) < len(own):
            continue  # somebody's who is nearer
        for made in far:
            made.content.remove(piece)
            if not made.content:
                found.remove(made)
        found.append(Attribution([piece], m.span("source"), m.span("cue"), GOES_ON, is_quoted=True))


def _quoted_her(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Give `the agency quoted Ostrell as saying` to Ostrell; what was taken out of the frame is no content."""
    for m in _QUOTED_HER.finditer(text) if " as saying" in text or " as telling" in text else ():
        for made in list(found):
            if made.cue and m.start() <= made.cue[0] < m.end():
                made.source, made.cue = m.span("source"), m.span("cue")
                made.content = [q for p in made.content if (q := _outside(text, p, m.span()))]
                made.is_quoted = {(r.start, r.end) for r in regions}.issuperset(made.content)
                if not made.content:
                    found.remove(made)
                    _given(text, regions, found, made)


def _outside(text: str, piece: Span, frame: Span) -> Span | None:
    """Return what of a piece stands outside a frame, without a colon or mark at its edge."""
    start, end = piece
    if end <= frame[0] or start >= frame[1]:
        return piece
    start = max(start, frame[1])
    while start < end and text[start] in ' :,“"«„':
        start += 1
    while end > start and text[end - 1] in '”"»':
        end -= 1
    return (start, end) if start < end else None


def _given(text: str, regions: list[Region], found: list[Attribution], frame: Attribution) -> None:
    """Give the quotation that stands before a frame in its sentence to the frame's source."""
    at = frame.cue[0] if frame.cue else 0
    before = [r for r in regions if r.outer_end <= at and not _ends(text[r.outer_end : at])]
    for made in found:
        if before and (before[-1].start, before[-1].end) in made.content:
            made.source, made.cue = frame.source, frame.cue


def _ends(between: str) -> bool:
    return re.search(r"[.?!\n]\s|\n", between) is not None


def _put_it(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Give `“...,” as Ostrell put it` and `as Ostrell observed, ... “...”` to Ostrell."""
    put = _PUT_IT.finditer(text) if " put it" in text or " puts it" in text else ()
    for m in (*put, *_OBSERVED.finditer(text)):
        behind = [
            r
            for r in regions
            if r.outer_end <= m.start() and not text[r.outer_end : m.start()].strip(" ,")
        ]
        ahead = [
            r
            for r in regions
            if r.outer_start >= m.end() and not _ends(text[m.end() : r.outer_start])
        ]
        behind = behind if m.re is _PUT_IT else []
        if not behind and not ahead:
            continue
        region = behind[-1] if behind else ahead[0]
        for made in list(found):
            piece = next(
                (p for p in made.content if p[0] <= region.start and region.end <= p[1]), None
            )
            if piece is None or (made.cue and m.start() <= made.cue[0] < m.end()):
                continue
            if made.cue and region.outer_start >= m.end() and made.cue[0] > region.start:
                continue  # it has a tag of its own behind it
            comma = text.rfind(", ", piece[0], region.outer_start)
            own = (comma + 2 if comma >= 0 else piece[0], piece[1])  # its clause
            rest = [(piece[0], comma)] if comma >= 0 else []
            made.content = [q for p in made.content for q in (rest if p == piece else [p])]
            quoted = own == (region.start, region.end)
            source, cue = m.span("source"), m.span("cue")
            found.append(Attribution([own], source, cue, GOES_ON, is_quoted=quoted))
            if not made.content:
                found.remove(made)
            break


def _tagged_behind(text: str, regions: list[Region], found: list[Attribution]) -> None:
    """Take from `“...,” Ostrell said in a film that showed her garden` what is only the tag's."""
    inner = {(r.start, r.end) for r in regions}
    for made in found:
        if made.cue is None or len(made.content) < 2:
            continue
        quoted = [p for p in made.content if p in inner and p[1] <= made.cue[0]]
        if quoted and not text[quoted[-1][1] : made.cue[0]].count("\n"):
            made.content = [
                p
                for p in made.content
                if p[0] < made.cue[1]
                or any(p[0] <= a < p[1] for a, _ in inner)
                or _has_break(text, made.cue, p)
            ]


def _has_break(text: str, cue: Span, piece: Span) -> bool:
    """Tell whether a sentence ends between a cue and a piece."""
    return re.search(r"[.?!\n]", text[cue[1] : piece[0]]) is not None


def _absolute(text: str, found: list[Attribution]) -> None:
    """Read `... that it rained, with the mayor praising the guards` as two reports."""
    for made in list(found):
        start, end = made.content[-1]
        m = _ABSOLUTE.search(text, start, end)
        if (
            m is not None
            and kind_of(m["cue"])
            and _NO_SPEECH.match(m["cue"] + " " + m["content"]) is None
        ):
            made.content[-1] = (start, m.start())
            found.append(Attribution([m.span("content")], m.span("source"), m.span("cue"), GOES_ON))


def _relayed(text: str, found: list[Attribution]) -> None:
    """Give `Ostrell warned that it would rain, the agency reported` to Ostrell: the agency relays."""
    for made in found:
        if made.cue is None or len(made.content) != 1 or text[slice(*made.cue)] not in _RELAYS:
            continue
        m = _INNER.fullmatch(text, *made.content[0])
        if m is not None and made.content[0][0] < made.cue[0] and kind_of(m["cue"]):
            made.source, made.cue = m.span("source"), m.span("cue")
            made.content = [m.span("content")]
