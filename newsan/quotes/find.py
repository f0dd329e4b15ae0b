"""The attributions of an article: rules over each sentence, then the quotations no cue names."""

from __future__ import annotations

import re

from newsan.quotes import following, phrases, sources
from newsan.quotes.attribution import Attribution, Span, span_of
from newsan.quotes.cues import PRONOUNS, match
from newsan.quotes.rules import read
from newsan.quotes.units import Unit, units
from newsan.quotes.verbs import hits

_WORD = re.compile(r"\w+")
_SCARE = 3  # words; shorter quoted bits in a sentence without a cue are scare quotes or titles
_TAG = 14  # items; a sentence that is only a tag ("Mara Ostrell asked on Friday.") is not longer


def attributions(text: str) -> list[Attribution]:
    """
    Find the attributions of one text.

    Parameters
    ----------
    text
        An article's text.

    Returns
    -------
    attributions
        In order of their first content; none inside another's.

    Examples
    --------
    >>> [found] = attributions("Mara Ostrell denied that the bridge had fallen.")
    >>> found.rule, found.content
    ('clause', [(20, 46)])
    """
    return _Article(text).read()


class _Article:
    """The sentences of one article and what has been found in each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = units(text)
        self.found: list[list[Attribution]] = [read(u) for u in self.units]
        self.previous: Attribution | None = None

    def read(self) -> list[Attribution]:
        for k, unit in enumerate(self.units):
            self._taken_up(k)
            covered = {r for a in self.found[k] for r in a.regions}
            for position in unit.regions:
                if unit.items[position].start not in covered:
                    extra = self._uncovered(k, position)
                    if extra is not None:
                        self.found[k].append(extra)
            self._remember(k)
        return _outermost([a for made in self.found for a in made if a.content])

    def _taken_up(self, k: int) -> None:
        """Read `X happened. This was reported by Y.`: the sentences before are Y's words."""
        unit = self.units[k]
        verb = next((j for j in range(1, min(5, len(unit.items))) if unit.lows[j] == "by"), None)
        if not k or verb is None or unit.lows[0] not in ("this", "that", "it"):
            return
        cue = match(unit.lows, verb - 1)
        source = following.after(unit, verb + 1)
        if (
            cue is None
            or not cue[1].is_speech
            or source is None
            or unit.lows[1] not in ("was", "is", "has")
        ):
            return
        first = k - 1
        paragraph = self.units[first].paragraph
        if unit.paragraph - paragraph > 1:
            return
        while first and self.units[first - 1].paragraph == paragraph and not self.found[first - 1]:
            first -= 1
        if any(self.found[j] for j in range(first, k)) or self.units[k - 1].is_headline:
            return
        span = (self.units[first].items[0].start, self.units[k - 1].items[-1].end)
        self.found[k] = [
            Attribution(
                [span],
                span_of(unit, source),
                span_of(unit, (verb - 1, verb)),
                True,
                "taken-up",
                unit.paragraph,
            )
        ]

    def _remember(self, k: int) -> None:
        """Keep the attribution that a quotation without a cue would go on from."""
        unit = self.units[k]
        spoken = [a for a in self.found[k] if a.is_speech and a.content]
        quoted = [a for a in spoken if a.regions]
        if quoted:
            self.previous = max(quoted, key=lambda a: a.content[-1][1])
        elif any(a.source for a in spoken):
            self.previous = [a for a in spoken if a.source][-1]
        elif self.previous and self.previous.paragraph != unit.paragraph:
            self.previous = None

    def _uncovered(self, k: int, position: int) -> Attribution | None:
        """Attribute a region that no cue of its sentence covers."""
        unit = self.units[k]
        item = unit.items[position]
        assert item.region is not None
        span = (item.region.start, item.region.end)
        if not unit.is_quotation:
            return self._narrated(unit, position, span)
        tag = self._tag_after(k)
        if tag is not None:
            tag.content.insert(0, span)
            tag.regions.append(item.start)
            return None
        return self._continued(k, span, item.start, continues=item.region.continues)

    def _tag_after(self, k: int) -> Attribution | None:
        """Find a tag cut off from its quotation: “Why now?” Mara Ostrell asked."""
        if k + 1 >= len(self.units) or self.units[k + 1].paragraph != self.units[k].paragraph:
            return None
        unit = self.units[k + 1]
        if unit.regions or len(unit.items) > _TAG or any(a.content for a in self.found[k + 1]):
            return None
        for hit in hits(unit):
            source = sources.before(unit, hit.start) or following.after(unit, hit.end)
            if source is None or "that" not in hit.cue.frames:
                continue
            made = Attribution(
                [],
                span_of(unit, source),
                span_of(unit, (hit.start, hit.end)),
                hit.cue.is_speech,
                "tag-after",
                unit.paragraph,
            )
            self.found[k + 1].append(made)
            return made
        return None

    def _continued(self, k: int, span: Span, at: int, *, continues: bool) -> Attribution:
        """Attribute a quotation that stands alone: to the one before it, or the one that follows."""
        paragraph, previous = self.units[k].paragraph, self.previous
        gap = paragraph - previous.paragraph if previous else None
        if previous and gap == 0:
            return _carry(previous, span, at, paragraph, "continued")
        later = None if continues else self._later(k)
        if later:
            return _carry(later, span, at, paragraph, "continued")
        if previous and gap == 1:
            return _carry(
                previous, span, at, paragraph, "continued" if continues else "carried-over"
            )
        before = self.units[k - 1] if k else None
        if before and paragraph - before.paragraph <= 1 and not before.regions:
            subject = sources.main_subject(before)
            if subject:
                return Attribution(
                    [span], span_of(before, subject), None, True, "carried-over", paragraph, [at]
                )
        return Attribution([span], None, None, True, "unattributed", paragraph, [at])

    def _later(self, k: int) -> Attribution | None:
        """Find the attribution of a later quotation in the same paragraph, nothing between."""
        for j in range(k + 1, len(self.units)):
            if self.units[j].paragraph != self.units[k].paragraph:
                return None
            named = [a for a in self.found[j] if a.regions and a.source]
            if named:
                return named[0]
            if not self.units[j].is_quotation:
                return None
        return None

    def _narrated(self, unit: Unit, position: int, span: Span) -> Attribution | None:
        """Attribute quoted words woven into a sentence that has no cue of the lexicon for them."""
        subject = sources.main_subject(unit, position)
        colon = position > 0 and unit.lows[position - 1] == ":"
        if colon and not phrases.has_finite(unit, 0, position - 1):
            subject = sources.heading(unit, position - 1) or subject  # The mayor, Ostrell: “...”
        if not colon:
            if subject is None or len(_WORD.findall(self.text, *span)) < _SCARE:
                return None
            if not any(
                unit.items[k].is_capital or unit.lows[k] in PRONOUNS for k in range(*subject)
            ):
                return None
        if (
            colon
            and subject is None
            and self.previous
            and self.previous.paragraph == unit.paragraph
        ):
            return _carry(
                self.previous, span, unit.items[position].start, unit.paragraph, "continued"
            )
        source = span_of(unit, subject) if subject else None
        return Attribution(
            [span],
            source,
            None,
            True,
            "colon" if colon else "narrated",
            unit.paragraph,
            [unit.items[position].start],
        )


def _carry(origin: Attribution, span: Span, at: int, paragraph: int, rule: str) -> Attribution:
    return Attribution([span], origin.source, origin.cue, True, rule, paragraph, [at])


def _outermost(found: list[Attribution]) -> list[Attribution]:
    """Drop what lies inside another's content, and order by place."""
    found.sort(key=lambda a: (a.content[0][0], -a.content[-1][1]))
    kept: list[Attribution] = []
    for made in found:
        inside = any(
            all(any(a <= s and e <= b for a, b in other.content) for s, e in made.content)
            for other in kept
        )
        if not inside:
            kept.append(made)
    return kept
