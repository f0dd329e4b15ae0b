"""Frames of reporting that the tagger reads wrong, by rule."""

from __future__ import annotations

import re

from newsan.document import Document, Spans
from newsan.quotes.attribution import NAME, NOUN_PHRASE, Attribution, begin, quotation

# `the agency quoted Ostrell as saying`
_AS_SAYING = re.compile(
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b(?:quot|cit)(?:ing|es|ed) (?P<source>(?!(?:by|in|on)\b)"
    r"(?:(?!\b(?:quot|cit)(?:ing|es|ed)\b)[^“”\"«»\n,.;]){2,90}?) (?P<cue>as (?:saying|telling))\b"
)
# `Ostrell used the word “drizzle”`
_WORDING = re.compile(
    rf"(?P<source>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|{NAME}(?: {NAME}){{0,3}})) (?:[a-z]+ ){{0,2}}"
    r"(?P<cue>(?:used|uses|using) the (?:terms?|words?|phrases?|expression)) (?=[“\"«„‘])"
)


def read_sources(document: Document, contents: list[Attribution]) -> list[Attribution]:
    """
    Return attributions with the source of `the agency quoted Ostrell as saying it rained` and `according to Ostrell`.

    Examples
    --------
    >>> document = Document("The agency quoted Ostrell as saying it rained.")
    >>> (made,) = read_sources(document, [Attribution([(18, 45)], (0, 10), (11, 17), 1.0)])
    >>> made.source, made.cue, made.content
    ((18, 25), (26, 35), [(35, 45)])
    """
    found = _AS_SAYING.finditer(document.text)
    by_cue = {at: m for m in found for at in (m.start("source") - 1, m.start("cue"))}
    for made in contents:
        m = by_cue.get(made.cue[1]) or by_cue.get(made.cue[0]) if made.cue else None
        if m is not None and m.end() < made.content[0][1]:
            made.source, made.cue = m.span("source"), m.span("cue")
            made.content[0] = max(m.end(), begin(made)), made.content[0][1]
        elif (
            made.cue
            and made.source is None
            and document.text[slice(*made.cue)].lower().startswith("according")
        ):
            start, end = made.content[0]  # `According to the data of the mill, | it rained`
            comma = document.text.find(", ", start, min(end, start + NOUN_PHRASE))
            if start == made.cue[1] + 1 and comma > 0:
                made.source, made.content[0] = (start, comma), (comma + len(", "), end)
    return contents


def apply_wordings(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Return attributions with what `Ostrell used the word “...”` gives to her, where it is nobody's yet."""
    quoted = {r.outer_start: (r.start, r.end) for r in document.regions}
    taken = Spans(piece for made in found for piece in made.content)
    given = [
        quotation(quoted[m.end()], m.span("source"), m.span("cue"))
        for m in _WORDING.finditer(document.text)
        if m.end() in quoted and not taken.meets(*quoted[m.end()])
    ]
    return sorted([*found, *given], key=begin)
