"""Rules that read one sentence: which cue reports what, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsan.quotes import cues, sources
from newsan.quotes.cues import DAYS, DETERMINERS, PREPOSITIONS, PRONOUNS, Cue, is_adverb
from newsan.quotes.units import Unit

Span = tuple[int, int]  # code points

# How often each pattern gave the right speaker on the PolNeAR development articles, rounded.
CONFIDENCE = {
    "tag-after": 0.97, "tag-inverted": 0.95, "before-quote": 0.95, "clause": 0.8, "clause-left": 0.85,
    "according": 0.9, "dash": 0.85, "summed-up": 0.75, "taken-up": 0.9, "object": 0.75, "infinitive": 0.75, "participle": 0.8, "continued": 0.9,
    "colon": 0.7, "narrated": 0.5, "carried-over": 0.6, "unattributed": 0.3,
}

_ADDRESSED = frozenset("tell assure remind inform brief advise notify warn convince ask urge order "
                       "instruct beg implore invite request command direct call-on appeal".split())
_NOUN_FORMS = frozenset(
    "claim claims report reports call calls note notes demand demands comment comments remark remarks request "
    "requests order orders question questions promise promises vow vows pledge pledges threat hope hopes "
    "fear fears plan plans offer offers answer praise doubt doubts show shows state states estimate "
    "estimates warning forecast read reads direct command echo find signal signals post posts brief "
    "label brand blame caution boast joke quip hint proposal tweet tweets charge charges appeal appeals guess "
    "worry worries regret regrets protest protests address marvel volunteer counsel wonder lament view tout "
    "test aim aims advocate desire write agree counter counters".split())
_WEAK = frozenset("offer decide publish begin question charge submit show find forecast estimate type sing "
                  "text propose profess echo counter signal protest read conclude demand recommend "
                  "volunteer assess see know feel understand".split())
_NOT_NOUNS = ("ory", "ive", "al", "ic", "ous", "ful", "ent", "ant", "ing", "ed", "new", "own", "ary", "ble")
_INFINITIVE_OK = frozenset("went goes go on".split())
_QUOTE_OBJECTS = frozenset("call describe dub brand label characterize characterise refer-to portray "
                           "liken tout hail cite speak-of talk".split())
_BARE_OBJECTS = frozenset("accuse blame condemn denounce criticize criticise praise reject dismiss refute "
                          "call-for warn-of rule-out push-back blast slam decry laud applaud mock deride "
                          "welcome".split())
_CIRCUMSTANCE = frozenset("in on at during from after via through before ahead following to by".split())
_SUMMING = frozenset("claim scenario allegation assertion charge accusation suggestion version report "
                     "statement figure description account assessment characterization notion".split())
_CUT_WORDS = frozenset(("after", "while", "when", "as", "amid", "before", "following", "although", "though"))


@dataclass
class Attribution:
    """What is attributed, to whom, by which words; spans are code points."""

    content: list[Span]
    source: Span | None
    cue: Span | None
    is_speech: bool
    rule: str
    paragraph: int
    regions: list[int] = field(default_factory=list)  # outer starts of the regions it covers

    @property
    def confidence(self) -> float:
        """Return the share of right speakers that the rule had in development."""
        return CONFIDENCE[self.rule]


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    cue: Cue


def hits(unit: Unit) -> Iterator[_Hit]:
    """Yield the cues of a unit: forms of the lexicon that stand as verbs."""
    k = 0
    while k < len(unit.items):
        found = cues.match(unit.lows, k) if unit.items[k].is_word else None
        if found is None or not _is_verb(unit, k, found):
            k += 1
            continue
        yield _Hit(k, k + found[0], found[1])
        k += found[0]


def _is_verb(unit: Unit, at: int, found: tuple[int, Cue]) -> bool:
    low = unit.lows[at]
    size, cue = found
    before = unit.lows[at - 1] if at else ""
    if unit.items[at].is_capital and at > 0 and not unit.is_headline and unit.lows[at - 1] not in ":—–":
        return False
    if cue.lemma == "quote as saying":
        return True
    if low.endswith("ing"):
        if before in DETERMINERS or before in ("is", "are", "was", "were", "been", "'s", "’s"):
            return before not in DETERMINERS
        return before not in PREPOSITIONS or before in ("by", "in", "after", "before", "while", "without")
    if before == "to":
        return at > 1 and unit.lows[at - 2] == "on" and unit.lows[at - 3] in _INFINITIVE_OK
    if before in DETERMINERS - {"that", "this", "some", "many", "several", "few", "all", "both", "another"}:
        return False
    if before in PREPOSITIONS or before in ("’s", "'s", "'", "’"):
        return False
    if low in _NOUN_FORMS and size == 1 and not (
            _noun_form_is_verb(unit, at) or _tags_region(unit, at)):
        return False
    return not _is_passive_or_negated(unit, at, cue)


def _noun_form_is_verb(unit: Unit, at: int) -> bool:
    """Tell verbs from nouns of the same form: a verb has a subject before it and takes a clause."""
    if at == 0:
        return False
    last = unit.items[at - 1]
    if last.region is not None or not (last.is_word or last.low == ","):
        return False
    following = unit.lows[at + 1] if at + 1 < len(unit.lows) else ""
    plural = unit.lows[at].endswith("s")
    takes = following in DETERMINERS | PRONOUNS | {"that", "\0", ":", "there", ","} or (
        at + 1 < len(unit.items) and unit.items[at + 1].is_capital)
    if last.low == ",":
        return plural and takes
    if last.is_capital or last.low in PRONOUNS:
        return takes or is_adverb(following)
    if last.low.endswith(_NOT_NOUNS) or following not in DETERMINERS | PRONOUNS | {"that", "\0", ":", "there"}:
        return False
    return plural != last.low.endswith("s") or is_adverb(last.low)


def _tags_region(unit: Unit, at: int) -> bool:
    """Tell whether a word closes a tag: a region, a short phrase, the word, and the end."""
    following = unit.lows[at + 1] if at + 1 < len(unit.lows) else "."
    return following in (".", ",") and any(i.region for i in unit.items[max(0, at - 5) : at - 1])


def _is_passive_or_negated(unit: Unit, at: int, cue: Cue) -> bool:
    k = at - 1
    while k >= 0 and (unit.lows[k] in cues.AUXILIARIES | cues.NEGATIONS or is_adverb(unit.lows[k])):
        if unit.lows[k] in ("not", "never", "n't") or unit.lows[k].endswith(("n't", "n’t")):
            return True
        if unit.lows[k] in ("is", "are", "was", "were", "be", "been", "being"):
            return not (cue.lemma == "convince")
        k -= 1
    return False


def read(unit: Unit) -> list[Attribution]:
    """
    Find the attributions of one sentence.

    Cues are tried from left to right; a cue inside what an earlier one already reports is nested
    and left alone, as is one whose speaker or content cannot be found.

    Parameters
    ----------
    unit
        The sentence.

    Returns
    -------
    attributions
        In order of their cues.
    """
    found: list[Attribution] = []
    taken = 0
    last_source: Span | None = None
    for hit in [*_according(unit), *_signed(unit), *_summed_up(unit), *hits(unit)]:
        if isinstance(hit, Attribution):
            found.append(hit)
            continue
        at = unit.items[hit.start].start
        if _inside(found, at) or any(f.cue and f.cue[0] == at for f in found):
            continue
        made = _read_cue(unit, hit, taken, last_source)
        if made is None:
            continue
        found.append(made)
        if made.source and unit.lows[hit.start - 1] not in ("who", "which"):
            last_source = made.source
        taken = hit.end
    return found


def _inside(found: list[Attribution], at: int) -> bool:
    return any(a <= at < b for f in found for a, b in f.content)


def _span(unit: Unit, phrase: tuple[int, int] | None) -> Span | None:
    if phrase is None:
        return None
    return (unit.items[phrase[0]].start, unit.items[phrase[1] - 1].end)


def _content(unit: Unit, start: int, end: int) -> list[Span]:
    """Turn items into content: a lone region gives the words inside its marks."""
    while start < end and unit.lows[start] in (",", ":", ";", "—", "–", "-", ".", "--"):
        start += 1
    while end > start and unit.items[end - 1].region is None and unit.lows[end - 1] in (
            ",", ".", ";", ":", "—", "–", "-", "--"):
        end -= 1
    if start >= end:
        return []
    inside = unit.items[start:end]
    if all(i.region is not None or not i.is_word for i in inside):
        return [(i.region.start, i.region.end) for i in inside if i.region is not None]
    return [(inside[0].start, inside[-1].end)]


def _make(unit: Unit, pieces: list[tuple[int, int]], source: tuple[int, int] | None, hit: _Hit,
          rule: str, *, span: Span | None = None) -> Attribution | None:
    content = [c for a, b in pieces for c in _content(unit, a, b)]
    if not content:
        return None
    regions = [unit.items[k].start for a, b in pieces for k in range(a, b) if unit.items[k].region]
    return Attribution(content, span or _span(unit, source),
                       (unit.items[hit.start].start, unit.items[hit.end - 1].end),
                       hit.cue.is_speech, rule, unit.paragraph, regions)


def _according(unit: Unit) -> Iterator[Attribution]:
    """Read `According to X, ...` and `..., according to X`."""
    speech = Cue("according to", True, frozenset(("that",)))
    for k in range(len(unit.items) - 2):
        two = tuple(unit.lows[k : k + 2])
        if two not in (("according", "to"), ("according", "the"), ("in", "the")):
            continue
        if two[0] == "in" and tuple(unit.lows[k : k + 4]) != ("in", "the", "words", "of"):
            continue
        width = {"the": 1}.get(two[1], 2) if two[0] == "according" else 4
        source = sources.after(unit, k + width)
        if source is None:
            continue
        hit = _Hit(k, k + width, speech)
        end = len(unit.items)
        if k <= 1 or all(unit.lows[j] in ("but", "and", "meanwhile", ",") for j in range(k)):
            start = source[1]
            while start < end and unit.lows[start] != "," and unit.items[start].region is None:
                start += 1
            made = _make(unit, [(start, _cut(unit, start, end))], source, hit, "according")
        else:
            made = _make(unit, [(0, k)], source, hit, "according")
        if made:
            yield made


def _signed(unit: Unit) -> Iterator[Attribution]:
    """Read a quotation signed with a name, `"..." - Mara Ostrell`, and a headline `... - Ostrell`."""
    dashes = [k for k, low in enumerate(unit.lows) if low in ("―", "—", "–", "--", "-")]
    if not dashes or dashes[-1] == 0:
        return
    dash, end = dashes[-1], len(unit.items)
    while end > dash and not unit.items[end - 1].is_word:
        end -= 1
    names = range(dash + 1, end)
    quoted = unit.items[dash - 1].region is not None
    if not 1 <= len(names) <= 6 or not (quoted or unit.is_headline):
        return
    if not all(unit.items[k].is_capital or unit.lows[k] in ("of", "the", "for") for k in names):
        return
    if not quoted and not sources.has_finite(unit, 0, dash):
        return
    cue = Cue("dash", True, frozenset(("that",)))
    made = _make(unit, [(0, dash)], (dash + 1, end), _Hit(dash, dash + 1, cue), "dash")
    if made:
        yield made


def _summed_up(unit: Unit) -> Iterator[Attribution]:
    """Read `that ..., a claim Veldany denied`: a noun that sums up the clause before it."""
    for hit in hits(unit):
        source = sources.before(unit, hit.start)
        if source is None or hit.end < len(unit.items) and unit.lows[hit.end] not in (".", ",", ";"):
            continue
        start, end = source
        if end - start < 3 or unit.lows[start] not in ("a", "an", "the") or start == 0:
            continue
        if unit.lows[start + 1] not in _SUMMING or unit.lows[start - 1] not in (",", "—", "–", "--", "-"):
            continue
        clause = [k for k in range(start) if unit.lows[k] == "that"]
        if not clause:
            continue
        name = start + 2 + (unit.lows[start + 2] == "that")
        made = _make(unit, [(clause[-1], start)], (name, end), hit, "summed-up")
        if made:
            yield made


def _read_cue(unit: Unit, hit: _Hit, floor: int, last: Span | None) -> Attribution | None:
    frames = hit.cue.frames
    inverted = _inverted(unit, hit)
    if inverted is not None:
        return inverted
    source = sources.before(unit, hit.start, _floor(unit, hit.start, floor))
    span = None
    participle = unit.lows[hit.start].endswith("ing") and not (
        hit.start and unit.lows[hit.start - 1] in cues.AUXILIARIES)
    joined = hit.start and _is_coordinate(unit, hit.start)
    if (source is None or participle) and (participle or joined):
        span = last
        if span is None:
            span = _span(unit, sources.main_subject(unit, hit.start))
        source = None
        if span is None:
            return None
    if hit.cue.lemma == "quote as saying":
        source = sources.before(unit, hit.start)
    if source is None and span is None:
        if not _follows_region(unit, hit.start):
            return None
    rule_left = "tag-after"
    left = _left_content(unit, hit, source)
    right = _skip_adjuncts(unit, hit)
    ends = right >= len(unit.items) or unit.lows[right] in (".", "?", "!", ";", ")")
    opens = right + 1 < len(unit.items) and unit.lows[right] in (",", ":") and (
        unit.items[right + 1].region is not None)
    if opens and not _follows_region(unit, source[0] if source else hit.start):
        left = None  # "Asked about it, she said, ..."
    adjacent = _follows_region(unit, source[0]) if source else False
    if adjacent and unit.lows[hit.end : hit.end + 1] != ["that"]:
        ends = ends or unit.lows[right] not in (",", ":")
    if left and (ends or _is_tail(unit, right)) and not participle:
        pieces = [left]
        if not any(unit.items[k].region for k in range(*left)):
            rule_left = "clause-left"
        if not ends and unit.lows[right] in (",", ":"):
            pieces += _resumed(unit, right) or _clause_resumed(unit, left, right)
        return _make(unit, pieces, source, hit, rule_left, span=span)
    return _right(unit, hit, source, span, right, participle=participle)


def _floor(unit: Unit, cue: int, floor: int) -> int:
    """Let the subject begin after the last cue already read and after the last region."""
    for k in range(cue - 1, floor - 1, -1):
        if unit.items[k].region is not None:
            return k + 1
    return floor


def _follows_region(unit: Unit, at: int) -> bool:
    return at > 0 and unit.items[at - 1].region is not None


def _is_coordinate(unit: Unit, at: int) -> bool:
    """Tell whether a cue shares the subject of the one before: `and said`, `but also warned`."""
    k = at - 1
    while k >= 0 and (is_adverb(unit.lows[k]) or unit.lows[k] in cues.AUXILIARIES
                      or unit.lows[k] in DAYS or unit.lows[k] == "on"):
        k -= 1
    return k >= 0 and unit.lows[k] in ("and", "but", "or", "then", ",")


def _inverted(unit: Unit, hit: _Hit) -> Attribution | None:
    """Read `..., said X`: content to the left, the speaker to the right of the cue."""
    if "that" not in hit.cue.frames or hit.start == 0:
        return None
    last = unit.items[hit.start - 1]
    if last.region is None and last.low not in (",", "—", "–", "-"):
        return None
    if unit.lows[hit.start].endswith("ing") or hit.cue.frames & {"np"}:
        return None
    if last.region is None and unit.regions and not _follows_region(unit, hit.start - 1):
        return None
    source = sources.after(unit, hit.end)
    if source is None or unit.lows[source[0]] in ("that", "there"):
        return None
    if last.region is None and sources.has_finite(unit, *source):
        return None
    tail = source[1]
    end = len(unit.items)
    comma_close = last.region is None
    if comma_close and not _clause_like(unit, 0, hit.start - 1):
        return None
    rest = [k for k in range(tail, end) if unit.items[k].is_word]
    if comma_close and rest and unit.lows[tail] not in (",", ".", "in", "on", "at", "during", "after", "as", "to",
                                                        "while", "when", *DAYS):
        return None
    pieces = [(_left_start(unit, hit.start - 1), hit.start)]
    resume = tail
    while resume < end and unit.items[resume].region is None and unit.lows[resume] not in (",", ":"):
        resume += 1
    if resume < end:
        pieces += _resumed(unit, resume)
    rule = "tag-inverted" if any(unit.items[k].region for k in range(hit.start)) else "clause-left"
    return _make(unit, pieces, source, hit, rule)


def _clause_like(unit: Unit, start: int, end: int) -> bool:
    words = sum(unit.items[k].is_word for k in range(start, end))
    quoted = any(unit.items[k].region for k in range(start, end))
    return quoted or words >= 2


def _left_start(unit: Unit, end: int) -> int:
    """Return where content to the left begins: the unit's start, or after another tag."""
    for k in range(end - 1, -1, -1):
        if unit.lows[k] == ";":
            return k + 1
    return 0


def _left_content(unit: Unit, hit: _Hit, source: tuple[int, int] | None) -> tuple[int, int] | None:
    """Find content that ends right before the speaker: a region, or a clause and a comma."""
    edge = source[0] if source else hit.start
    while edge > 0 and unit.lows[edge - 1] in ("and", "but", "as"):
        edge -= 1
    if edge == 0:
        return None
    last = unit.items[edge - 1]
    if last.region is not None:
        return (_left_start(unit, edge), edge)
    if last.low not in (",", "—", "–"):
        return None
    if not _clause_like(unit, 0, edge - 1):
        return None
    quoted = any(unit.items[k].region for k in range(edge))
    resumes = hit.end < len(unit.items) and unit.lows[hit.end] == ","
    if not quoted and (not (resumes or sources.has_finite(unit, 0, edge - 1))
                       or unit.lows[0] in ("when", "while", "after", "before", "as", "if", "although", "though",
                                           "because", "since", "once", "until")):
        return None
    return (_left_start(unit, edge), edge)


def _is_tail(unit: Unit, at: int) -> bool:
    """Tell whether only circumstances follow a tag, or a comma and more of the quotation."""
    low = unit.lows[at]
    if low in (",", ":"):
        return True
    return low in _CUT_WORDS or low in ("and", "but")


def _resumed(unit: Unit, at: int) -> list[tuple[int, int]]:
    """Return the rest of a split quotation: regions after a tag and a comma or colon."""
    regions = [k for k in unit.regions if k >= at]
    if not regions:
        return []
    between = [k for k in range(at, regions[0]) if unit.items[k].is_word]
    if between and any(cues.match(unit.lows, k) for k in between):
        return []
    if len(between) > 6:
        return []
    return [(k, k + 1) for k in regions] if not between else []


def _clause_resumed(unit: Unit, left: tuple[int, int], at: int) -> list[tuple[int, int]]:
    """Return the rest of a clause split by its tag: `The bridge, she said, was destroyed.`"""
    start = at + 1
    if start >= len(unit.items) or any(unit.items[k].region for k in range(*left)):
        return []
    low = unit.lows[start]
    if sources.has_finite(unit, *left) or low in cues.SUBORDINATORS or low.endswith("ing"):
        return []
    return [(start, _cut(unit, start, len(unit.items)))]


def _skip_adjuncts(unit: Unit, hit: _Hit) -> int:
    """Step over the person addressed and the circumstances between a cue and its content."""
    at, end = hit.end, len(unit.items)
    if hit.cue.lemma.replace(" ", "-") in _ADDRESSED:
        at = _skip_addressee(unit, at)
    elif at < end and unit.lows[at] == "to" and hit.cue.lemma in ("say", "explain", "add", "write", "suggest"):
        at = _skip_addressee(unit, at + 1)
    while at < end:
        low = unit.lows[at]
        if low in DAYS or (is_adverb(low) and low not in ("only", "even", "just", "instead")) or low in (
                "aloud", "afterwards"):
            at += 1
        elif low in ("on", "late", "early") and at + 1 < end and unit.lows[at + 1] in DAYS | {"late", "early"}:
            at += 2
        elif low in ("this", "last") and at + 1 < end and unit.lows[at + 1] in (
                "week", "month", "year", "morning", "evening", "afternoon"):
            at += 2
        elif low in _CIRCUMSTANCE and (skipped := _skip_phrase(unit, at)) is not None:
            at = skipped
        elif low == "of" and (skipped := _skip_phrase(unit, at)) is not None and skipped >= end - 1:
            at = skipped
        else:
            break
    return at


def _skip_addressee(unit: Unit, at: int) -> int:
    end = len(unit.items)
    if at < end and unit.lows[at] in ("him", "her", "them", "me", "us", "it", "you"):
        return at + 1
    k = at
    while k < end and k - at < 12:
        low = unit.lows[k]
        if unit.items[k].region or low in ("that", ":", ",", ".", "to", "in", "on", "at", "during", "how", "why",
                                           "what", "whether", "if", "of", "about", "not", "after") or low in DAYS:
            break
        if low in PRONOUNS or low in ("there",) or (k > at and low in DETERMINERS and unit.lows[k - 1] not in ("and",)):
            break
        if k > at and sources.is_finite(unit, k):
            return at
        k += 1
    return k


def _skip_phrase(unit: Unit, at: int) -> int | None:
    """Step over a prepositional phrase if what follows it shows where it ends."""
    end = len(unit.items)
    k = at + 1
    while k < end and k - at < 16:
        low = unit.lows[k]
        if unit.items[k].region is not None or low in ("that", ":", ".", ","):
            return k
        if k > at + 1 and low in PRONOUNS:
            return k
        if k > at + 2 and low in ("the", "a", "there") and unit.lows[k - 1] not in PREPOSITIONS:
            return k
        if sources.is_finite(unit, k) and unit.items[k].is_word:
            return None
        k += 1
    return k if k >= end else None


def _right(unit: Unit, hit: _Hit, source: tuple[int, int] | None, span: Span | None, right: int, *,
           participle: bool) -> Attribution | None:
    """Read content to the right of a cue: a clause, a quotation, an object or an infinitive."""
    end = len(unit.items)
    frames = hit.cue.frames
    start = right
    comma = start < end and unit.lows[start] in (",", ":")
    if comma:
        start += 1
    if start >= end:
        return None
    low = unit.lows[start]
    is_region = unit.items[start].region is not None
    if comma and not (is_region or low == "that" or unit.lows[start - 1] == ":"):
        return None
    rule = "participle" if participle else "clause"
    if is_region and comma:
        rule = "before-quote"
    stop = _cut(unit, start, end)
    if "that" in frames and (is_region or _starts_clause(unit, start, stop, hit)):
        return _make(unit, [(start, stop)], source, hit, rule, span=span)
    if "to" in frames and (low == "to" or (low == "not" and unit.lows[start + 1 : start + 2] == ["to"])):
        return _make(unit, [(start, stop)], source, hit, "infinitive", span=span)
    if "np" in frames:
        return _object(unit, hit, source, span)
    return None


def _starts_clause(unit: Unit, start: int, stop: int, hit: _Hit) -> bool:
    low = unit.lows[start]
    if low in ("that", "how", "why", "what", "whether", "if", "there", "it", "no", "yes"):
        return True
    if unit.lows[start - 1] == ":":
        return True
    if low in PREPOSITIONS and low not in ("despite", "like", "unlike"):
        return False
    if hit.cue.lemma in _WEAK:
        return False
    words = sum(unit.items[k].is_word for k in range(start, stop))
    quoted = any(unit.items[k].region for k in range(start, stop))
    if quoted and words <= 8:
        return True
    return words >= 3 and (sources.has_finite(unit, start, stop) or quoted
                           or any(w.endswith("n't") or w in ("be", "to") for w in unit.lows[start:stop])
                           or hit.cue.lemma in ("say", "announce", "report", "confirm", "deny"))


def _object(unit: Unit, hit: _Hit, source: tuple[int, int] | None, span: Span | None
            ) -> Attribution | None:
    """Read `called X "..."` and `accused X of ...`: the object is what is attributed."""
    end = len(unit.items)
    lemma = hit.cue.lemma.replace(" ", "-")
    start = hit.end
    while start + 1 < end and unit.lows[start] in DAYS and unit.lows[start + 1].isalpha():
        start += 1
    stop = _cut(unit, start, end, strict=True)
    regions = [k for k in unit.regions if start <= k < stop]
    if regions and (lemma in _QUOTE_OBJECTS or lemma in _BARE_OBJECTS or regions[0] - start <= 8):
        stop = max(stop, regions[-1] + 1)
        return _make(unit, [(start, stop)], source, hit, "object", span=span)
    if "to" in hit.cue.frames:
        marks = [k for k in range(start, min(stop, start + 14)) if unit.lows[k] == "to"]
        if marks:
            return _make(unit, [(marks[0], _cut(unit, marks[0], end))], source, hit, "infinitive",
                         span=span)
    if lemma in _BARE_OBJECTS and sum(unit.items[k].is_word for k in range(start, stop)) >= 2:
        return _make(unit, [(start, stop)], source, hit, "object", span=span)
    return None


def _cut(unit: Unit, start: int, end: int, *, strict: bool = False) -> int:
    """Return where content that begins at `start` ends: another tag, or the end of the unit."""
    for k in range(start + 1, end):
        low = unit.lows[k]
        if unit.items[k].region is not None:
            continue
        if low == "according" and unit.lows[k + 1 : k + 2] == ["to"]:
            return k
        if low in (",", "and", "but") and _another_tag(unit, k):
            return k
        if strict and (low in _CUT_WORDS or low == ";" or (low == "," and k > start + 1)):
            return k
        if low == ";" and any(i.region for i in unit.items[start:k]):
            return k
    return end


def _another_tag(unit: Unit, at: int) -> bool:
    """Tell whether a comma or conjunction is followed by a further cue with the same subject."""
    k = at + 1
    while k < len(unit.items) and (unit.lows[k] in ("and", "but", ",", "then") or is_adverb(unit.lows[k])
                                   or unit.lows[k] in ("has", "have", "had")):
        k += 1
    if k >= len(unit.items) or not unit.items[k].is_word:
        return False
    found = cues.match(unit.lows, k)
    if found is None or not found[1].is_speech:
        return False
    if unit.lows[k] in _NOUN_FORMS and found[0] == 1:
        return False
    following = unit.lows[k + found[0]] if k + found[0] < len(unit.lows) else ""
    if found[0] > 1:
        return True
    if unit.lows[k].endswith("ing"):
        return unit.lows[at] == "," or following in ("that", "\0")
    if not unit.lows[k].endswith("ed") and unit.lows[k] not in ("said", "told", "wrote", "swore", "says", "tells"):
        return False
    return following in DETERMINERS | PRONOUNS | {"that", "\0", "there", "to", "on", "in"} | DAYS or (
        k + found[0] < len(unit.items) and unit.items[k + found[0]].is_capital)
