"""Frames of reporting that the tagger reads wrong, by rule."""

from __future__ import annotations

import re
from bisect import bisect_left

from newsan.document import Document
from newsan.quotes.attribution import GOES_ON, NAME, NOUN_PHRASE, Attribution, begin, quotation
from newsan.quotes.cues import is_passive, kind_of, lemma_of
from newsan.text.words import BODIES

# `the agency quoted Ostrell | as saying`, `quoted | Ostrell as saying that`
_QUOTED = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbeing )\b(?:quot|cit)(?:ing|es|ed) "
    r"(?P<source>(?!(?:by|in|on)\b)(?:(?!\b(?:quot|cit)(?:ing|es|ed)\b)[^“”\"«»\n,.;]){2,90}) \Z"
)
_AS_SAYING = re.compile(
    r"(?P<source>[^“”\"«»\n,.;]{2,90}?) (?P<cue>as (?:saying|telling))\b[ :“\"«„]*+"
)
# `Ostrell used the word “drizzle”`
_WORDING = re.compile(
    rf"(?P<source>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|{NAME}(?: {NAME}){{0,3}})) (?:[a-z]+ ){{0,2}}"
    r"(?P<cue>(?:used|uses|using) the (?:terms?|words?|phrases?|expression)) (?=[“\"«„‘])"
)
# `drowning 30 sheep according to Ostrell,`
_INSERTED = re.compile(
    r"(?:.*,\s)?(?P<content>[a-z]+(?:ing|ed)\s(?:[^,]|,(?=\d)){3,80}?)\s", re.DOTALL
)
# `This was reported on Friday by Ostrell`
_TAKEN_UP = re.compile(
    r"(?:This|That|It) (?:was|is|has been|had been) (?:also )?"
    r"(?P<cue>reported|announced|stated|said|confirmed|noted|told|written|claimed|emphasi[sz]ed|stressed)"
    r" (?:\w+ )?(?:on [A-Z]\w+ )?by (?P<source>[^.;\n“\"]{1,300}?)"
    r"(?=\s*(?:[.;\n]|\Z|, (?:citing|according|as|who|which)\b| (?:on|in|at|during|via) ))"
)
# `Harland: | Union accuses the railway` in a headline
_LABELLED = re.compile(r"(?P<source>[A-Z][a-z]+) (?P<cue>[a-z]+s) (?P<content>[^\n]{8,})")
_STOP = re.compile(r"[.?!]\s|\n")


def apply_frames(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with some frames of English read by rule.

    "Place: Union accuses X" is the union's. "The agency quoted X as saying" is X's. "X used the word “...”" is X's
    where it is nobody's nearer. "According to X" has a source, X, and within commas it covers the insertion alone.
    "It rained. This was reported by X" takes up the sentences before.
    """
    for rule in (_labelled, _quoted, _worded, _sources, _inserted, _taken_up):
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


def _quoted(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give `the agency quoted Ostrell as saying that it rained` to Ostrell."""
    text = document.text
    for made in found:
        if made.cue is None:
            continue
        (first, last), (start, end) = made.cue, made.content[0]
        if text.startswith("as ", first) and kind_of(text[first:last]):
            m = _QUOTED.search(text, max(0, first - 2 * NOUN_PHRASE), first)
            made.source = m.span("source") if m else made.source
        elif start >= last and lemma_of(text[first:last]) in ("quote", "cite"):
            m = _AS_SAYING.match(text, start, end)
            if m is not None and m.end() < end:
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


def _sources(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Take sources from what was taken for words, where nobody else says them.

    `According to the data of the mill, | it rained`; `Ostrell, speaking on Monday, | said | it rained`.
    """
    text = document.text
    for made in found:
        if made.cue is None or made.source is not None:
            continue
        start, end = made.content[0]
        if text[slice(*made.cue)].casefold().startswith("according"):
            comma = text.find(", ", start, min(end, start + NOUN_PHRASE))
            if start == made.cue[1] + 1 and comma > 0:
                made.source, made.content[0] = (start, comma), (comma + len(", "), end)
        elif len(made.content) > 1 and end <= made.cue[0] < made.content[1][0]:
            cue, gap = text[slice(*made.cue)], text[end : made.cue[0]]
            is_subject = gap == " " or (gap == ", " and ", " in text[start:end])
            is_short = end - start < 2 * NOUN_PHRASE and text[start].isupper()
            if is_subject and is_short and kind_of(cue) and not is_passive(cue):
                made.source, made.content = (start, end), made.content[1:]
    return found


def _inserted(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Cut `the flood, drowning 30 sheep according to Ostrell, was over` to what is drowned.

    And `as Ostrell said, in a speech that nobody heard, the dam was weak` to the dam.
    """
    for made in found:
        (start, end), lead = made.content[0], document.text[: made.source[0] if made.source else 0]
        is_cut_in = made.cue is not None and "," in document.text[made.cue[1] : start]
        if is_cut_in and lead[-3:].casefold() == "as " and document.text.startswith("that ", start):
            comma = document.text.find(", ", start, min(end, start + NOUN_PHRASE))
            made.content[0] = (comma + 2 if comma > 0 else start, end)
        if (
            made.cue is None
            or made.source is None
            or not document.text.startswith(",", made.source[1])
        ):
            continue
        before = [piece for piece in made.content if piece[1] <= made.cue[0]]
        after = [piece for piece in made.content if piece[0] >= made.source[1]]
        is_inserted = document.text[slice(*made.cue)].casefold().startswith("according")
        if is_inserted and len(before) == 1 and after:
            m = _INSERTED.fullmatch(document.text, before[0][0], made.cue[0])
            made.content = [m.span("content")] if m is not None else made.content
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
