"""Whose a turn is: transcripts with labels, interviews of questions and answers, hearings, letters and posts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from newsan import lexicons
from newsan.document import Document
from newsan.quotes.attribution import GOES_ON, Attribution, Span, begin
from newsan.quotes.layout import UNATTRIBUTED

FEWEST_TURNS, FEWEST_IN_CAPITALS = 3, 2  # lines with a label make a transcript
FEWEST_QUESTIONS, FEWEST_HEARD = 3, 6  # questions that stand alone; paragraphs of a hearing
FEWEST_SIGNED = 3  # lines that sign, where no heading says that letters follow
LONGEST_LETTER, AFTERWARDS = 12, 15  # paragraphs of a letter, words of what may follow the last
# Shares of questions that hold you, of answering paragraphs that hold I or we, and of blocks that a
# question opens among the paragraphs. Columns, letters and explainers of other sets that ask three times
# or more reach .42 of the second and .15 of the third, or no `you`; interviews have .60 and .21 up.
ADDRESSED, ANSWERED, ASKED = 0.3, 0.5, 0.2
SPOKEN = 0.6  # of a hearing's paragraphs that hold I, we or you
REPLY = 3  # words of a reply that needs neither I nor you
OFTEN = 3  # times that a name is counted
HEADING, QUESTION = 20, 100  # words that a line without a full stop, and a question, has at most

_LETTER = r"[^\W\d_a-z]"
_LABEL = rf"{_LETTER}[\w.'’-]*+(?: (?:{_LETTER}[\w.'’-]*+|of|the|de|van|von|al)){{0,3}}"
# `OSTRELL: It rained.`, `MARA OSTRELL, HOST: ...`, `OSTRELL (on screen): ...`, `**Q:** Did it?`
_LABELLED = re.compile(
    rf"(?P<label>{_LABEL})(?:, [A-Z][A-Z .,'’-]++| \([^)\n]{{1,40}}\))?(?:\*\*)?"
    r"(?P<cue>:)(?:\*\*)?[ \t]++(?P<words>\S.*)"
)
_SAID = re.compile(r"[^“\"„«](?=.*[^\W\d_]).*[.?!…”’\"']")  # no result, no quotation
_CAPITAL = rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b){_LETTER}[\w'’-]*+"
_FULL_NAME = rf"{_CAPITAL}(?: {_LETTER}\.)*(?: (?:al|bin|d[aei]|de[lr]|l[ae]|v[ao]n))* {_CAPITAL}"
_PEOPLE = re.compile(rf"(?P<one>{_FULL_NAME})(?<!['’]s)(?:,? and (?P<other>{_FULL_NAME}))?")
_OUTLET = rf"(?!(?:He|She|They|We|I|It)\b)(?:[Tt]he )?{_CAPITAL}(?: {_CAPITAL}){{0,4}}+"
_MEETS = r"(?:interview|interviews|interviewed|(?:speaks?|spoke|talk|sat down|chat)\w*)"
# `the Veldany Post spoke to`, `a Veldany Post reporter`, `told the Veldany Post`
_ASKER = re.compile(
    rf"(?P<before>{_OUTLET})(?: has)? (?:{_MEETS}|reporter|correspondent)\b"
    rf"|(?:interviewed by|{_MEETS}(?: \w+)? (?:with|to)|tells|told) (?P<after>{_OUTLET})"
)
# who asks whoever else is named: `X interviewed`, `interviewed by X`, `she spoke to X`, `X speaks to`
_SURE_ASKER = re.compile(
    rf"(?P<one>{_OUTLET})(?: has)? interview(?:s|ed)\b|interviewed by (?P<two>{_OUTLET})"
    rf"|\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:spoke|talked|sat down|chatted)(?: \w+)? (?:with|to) (?P<three>{_OUTLET})"
    rf"|[Ii]n an interview with (?P<four>{_OUTLET}),"
    rf"|(?P<five>{_OUTLET}) (?:speaks|talks|sits down|chats)(?: \w+)? (?:with|to)\b"
)
# `Well, Mr. Teller, do you` and `It does, | Justice Ostrell.`; `I'm Mara Ostrell`
_CALLED = re.compile(
    r"(?:(?m:^|(?<=[.?!] ))(?:\w+, )?|(?P<last>, ))"
    rf"(?P<call>(?P<title>{_LETTER}[a-z]+)\.?(?: {_LETTER}[\w'’-]+){{0,3}} (?P<name>{_LETTER}[\w'’-]+))"
    rf"(?(last)(?=[.?!])|(?=[,.?!]))|\b(?:[Mm]y name is|I['’]m|I am) (?P<self>{_FULL_NAME})"
)
# `Mara Ostrell, Veldany` and `@mara_o` alone in a line below a letter and a post
_SIGNATURE = re.compile(
    rf"[—–-]*+ ?(?P<name>@\w++|{_FULL_NAME}(?: {_CAPITAL})?)(?:, {_CAPITAL}(?:,? {_CAPITAL})*)?\.?"
)
_LETTERS = re.compile(r"(?im)^letters?(?: to the editor)?[.:]?$")
# `<post author="@mara_o">It rained.</post>`, `It rained. https://... — Mara Ostrell (@mara_o) May 2, 2031`
_POST = re.compile(r"(?m)(?:^|\bauthor=\"(?P<author>@?\w++)\"[^<>\n]*+>)(?P<words>[^<>\n]++)")
_BEHIND = re.compile(r"— (?P<name>[^<>\n()—]{2,50}) \(@\w++\) [A-Z][a-z]++ \d\d?, \d{4}\Z")
_LINK = re.compile(r"https?://|pic\.")
_TWO_CAPITALS = re.compile(rf"(?=\b({_CAPITAL} {_CAPITAL}))")
_MARKED = re.compile(r"[“\"][^“”\"]*(?:[”\"]|\Z)")
_WORD = re.compile(r"\w++")
_OPENERS, _CLOSERS = "*_", " )]*_”\"’'"
_I = lexicons.words("function_words", "first person")
_YOU = lexicons.words("function_words", "second person")
_TO_A_COURT = lexicons.pattern("function_words", "kind", "to a court")


class Paragraph(NamedTuple):
    """A paragraph, and what its shape and the words outside quotation marks tell."""

    start: int
    end: int
    n_words: int
    asks: bool  # ends in a question to somebody, or in one cut off
    is_i: bool  # says I or we
    is_you: bool
    is_bare: bool  # no speech: a heading, a caption, a direction in brackets, a quotation


def apply_turns(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with the turns of who speaks in it.

    A transcript is told by lines that open with a label and a colon: three or more, one label twice,
    or two in capitals where the text names who is meant. An interview without labels is told by
    paragraphs that ask somebody (`you`) and are answered (`I`, `we`); a question is its outlet's or
    interviewer's and an answer the interviewee's, where the introduction names them. A hearing is
    speech that calls upon a court; whose a turn is follows from how the other side calls them
    (`Mr. Teller, ...`), or from themselves (`my name is ...`). Each paragraph is one attribution.
    Letters are told by lines that hold but a name or handle, of three or under a heading; an embedded post
    by `author="..."` or by `— Name (@handle) Month 1, 2031`.
    What a turn's speaker reports of others stays where it has a cue and a source of its own, and so
    does a quotation that has neither.

    Examples
    --------
    >>> text = "The Veldany Post met Mara Ostrell.\\n\\nQ: Did it rain?\\n\\nA: It did.\\n\\nQ: And now?"
    >>> [(text[slice(*a.source)], text[slice(*a.content[0])]) for a in apply_turns(Document(text), [])]
    [('Q', 'Did it rain?'), ('Mara Ostrell', 'It did.'), ('Q', 'And now?')]
    """
    lines = list(_paragraphs(document))
    turns = (
        _transcript_turns(document, lines)
        or _interview_turns(document, lines)
        or _hearing_turns(document, lines)
        or [*_letters(document, lines), *_posts(document)]
    )
    starts = [begin(turn) for turn in turns]

    def is_of_a_turn(at: int) -> bool:
        k = bisect_right(starts, at) - 1
        return k >= 0 and at < turns[k].content[-1][1]

    kept = []
    for made in found:
        own = min(made.source[0], made.cue[0]) if made.source and made.cue else -1
        unnamed = made.is_quoted and made.source is None
        if not is_of_a_turn(begin(made)) or is_of_a_turn(own) or unnamed:
            kept.append(made)
    return sorted([*turns, *kept], key=begin)


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, without asterisks around them."""
    captions = {piece.start for piece in document.furniture if piece.kind != "dateline"}
    for start, end in document.paragraphs:
        text = document.text[start:end].lstrip(_OPENERS)
        own = _MARKED.sub("", text)
        words, last = _WORD.findall(own), own.rstrip(_CLOSERS)[-1:]
        small = {w.lower() for w in words if w == "I" or not w.isupper()}  # no `US`
        is_i, is_you = not small.isdisjoint(_I), not small.isdisjoint(_YOU)
        is_short = len(words) <= QUESTION and (is_you or not is_i)
        asks = is_short and "?" in own and last in ("?", "…")
        is_heading = last not in tuple("….?!:–—-") and len(words) <= HEADING
        in_brackets = text[:1] in ("(", "[") and text[-1:] in (")", "]")
        is_bare = is_heading or in_brackets or not words or start in captions
        yield Paragraph(end - len(text), end, len(words), asks, is_i, is_you, is_bare)


def _transcript_turns(document: Document, paragraphs: list[Paragraph]) -> list[Attribution]:
    """Return the turns of a transcript with labels; paragraphs without one go on."""
    lines = ((k, _LABELLED.match(document.text, p.start, p.end)) for k, p in enumerate(paragraphs))
    at = {k: m for k, m in lines if k and m}
    labels = Counter(_label(m) for m in at.values() if _SAID.fullmatch(m["words"]))
    at = {k: m for k, m in at.items() if _label(m) in labels}
    if labels.total() < FEWEST_TURNS or max(labels.values()) < 2:
        # `OSTRELL:` and not a newsletter's `WEATHER:`: the name stands elsewhere, not in capitals
        words = set(_WORD.findall(document.text)) if at else set()
        at = {k: m for k, m in at.items() if m["label"].isupper() and _label(m).title() in words}
        if len(at) < FEWEST_IN_CAPITALS:
            return []
    first = paragraphs[min(at)].start if "A" in labels else 0
    asks, answers = _introduction(document, first)
    owners = _fullest(at.values()) | ({"Q": asks} if asks else {})
    owners |= {"A": answers[0]} if len(answers) == 1 else {}
    inside = range(min(at), max(at) + 1)
    goes_on = 2 * len(at) >= len(inside) and ("A" in labels) == ("Q" in labels)
    found, source, cue = [], None, None
    for number in inside:
        p, m = paragraphs[number], at.get(number)
        if m is not None:
            source, cue = owners[m["label"]], m.span("cue")
        if m or (goes_on and not p.is_bare):
            said = m.span("words") if m else p[:2]
            found.append(Attribution([said], source, cue, GOES_ON, is_quoted=True))
    return found


def _label(m: re.Match[str]) -> str:
    """Return who a label means: `MARA OSTRELL` is the later `OSTRELL`."""
    return m["label"].split()[-1] if m["label"].isupper() else m["label"]


def _fullest(labels: Iterable[re.Match[str]]) -> dict[str, Span]:
    """Return where each label stands first, or the one fuller label that ends in it."""
    first, fuller = dict[str, Span](), dict[str, set[str]]()
    for m in labels:
        first.setdefault(m["label"], m.span("label"))
        if " " in m["label"]:
            fuller.setdefault(m["label"].split()[-1], set()).add(m["label"])
    one = {name: label for name, (label, *more) in fuller.items() if not more}
    return {label: first[one.get(label, label)] for label in first}


def _interview_turns(document: Document, paragraphs: list[Paragraph]) -> list[Attribution]:
    """Return the turns of an interview whose questions and answers are paragraphs of their own."""
    blocks = list(_blocks(paragraphs))
    if len(blocks) < FEWEST_QUESTIONS:
        return []
    first = blocks[0][0].start
    answering = [p for block in blocks for p in block if not p.asks]
    if (
        sum(any(p.asks and p.is_you for p in block) for block in blocks) < ADDRESSED * len(blocks)
        or sum(p.is_i for p in answering) < ANSWERED * len(answering)
        or len(blocks) < ASKED * sum(p.start >= first and not p.is_bare for p in paragraphs)
        or any(p.is_i for p in paragraphs if p.start < first)  # a speech, a column
    ):
        return []
    questions = ((p.start, p.end) for block in blocks for p in block if p.asks)
    asks, answers = _introduction(document, first, questions)
    guests = {document.text[a:b].split()[-1] for a, b in answers}
    found = []
    for block in blocks if asks or answers else ():
        said = {p: set(_WORD.findall(document.text, p.start, p.end)) for p in block if not p.asks}
        answer = [p for p in said if p.is_i or p.is_you or said[p].isdisjoint(guests)]  # no caption
        found += [_turn(p, asks) for p in block if p.asks]
        found += map(_turn, answer, _answering(document.text, answer, answers))
    return found


def _blocks(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield each question with the answer to it; the first line asks nobody."""
    block: list[Paragraph] = []
    for p in paragraphs[1:]:
        if p.asks and block and not block[-1].asks:
            yield block
            block = []
        if p.asks or (block and not p.is_bare):
            block.append(p)
    # what says neither I nor you, and is no short reply, after the last answer is the narrator's
    more = takewhile(lambda p: p.is_i or p.is_you or p.n_words <= REPLY, block[2:])
    yield [*block[:2], *more]


def _hearing_turns(document: Document, paragraphs: list[Paragraph]) -> list[Attribution]:
    """Return the turns of a hearing: a court and who speaks to it, who call each other by name."""
    voices = [p for p in paragraphs if not p.is_bare]
    speak, low = sum(p.is_i or p.is_you for p in voices), document.text.lower()
    if len(voices) < FEWEST_HEARD or speak < SPOKEN * len(voices):
        return []
    owners = (
        _counsel_turns(document.text, voices) if "court" in low or _TO_A_COURT.search(low) else []
    )
    return [_turn(p, owner) for p, owner in zip(voices, owners, strict=True)] if any(owners) else []


def _counsel_turns(text: str, voices: list[Paragraph]) -> list[Span | None]:
    """
    Return whose the paragraphs of a hearing are, where the text tells.

    A court calls upon who speaks next, and a reply names the judge who asked. Counsel is who was called,
    who calls upon the court, who answers it, and who says what stands between two such answers.
    """
    titles, judges = lexicons.words("nouns", "title"), lexicons.words("function_words", "judge")
    bench, counsel, callers = dict[int, Span](), dict[int, Span](), set[int]()
    for k, p in enumerate(voices):
        for m in _CALLED.finditer(text, p.start, p.end):
            title, name = (m["title"] or "").lower(), (m["name"] or "").lower()
            if m["self"]:
                counsel.setdefault(k, m.span("self"))
            elif title in judges or name in judges:
                bench[k - 1] = m.span("call")
            elif title in titles and name not in titles and not m["last"]:
                counsel[k + 1] = m.span("call")  # not `with my friend, Mr. Teller.`
                callers.add(k)
    now, owners = None, list[Span | None]()
    for k, p in enumerate(voices):
        now = counsel.get(k, now)
        is_asked = k > 0 and owners[-1] is None and text[voices[k - 1].end - 1] == "?"
        to_a_court = _TO_A_COURT.search(text[p.start : p.end].lower())
        is_counsel = k in counsel or to_a_court or (is_asked and not p.asks)
        is_other = not is_counsel or k in callers or k in bench
        owners.append(None if is_other else now or counsel.get(k + 2))
    for k in range(2, len(voices) - 2):
        if not any(owners[k - 1 : k + 2]) and owners[k - 2] == owners[k + 2] and k not in callers:
            owners[k] = owners[k - 2]
    return [bench.get(k, owner) for k, owner in enumerate(owners)]


def _letters(document: Document, paragraphs: list[Paragraph]) -> Iterator[Attribution]:
    """Yield letters and posts that a page prints, each above the name or handle that signs it."""
    text, own = document.text, list[Paragraph]()
    lines = [_SIGNATURE.fullmatch(text, p.start, p.end) for p in paragraphs]
    at = {
        k: m for k, m in enumerate(lines)
        if k and m and not lines[k - 1] and paragraphs[k - 1].n_words
    }  # fmt: skip
    ends = [0, *at]
    goes_on = any(text[p.end - 1] in '.!?”"' for p in paragraphs[ends[-1] + 1 :])
    is_headed = _LETTERS.search(text) is not None  # else names may be headings of what follows
    if (
        (not is_headed and (goes_on or len(at) < FEWEST_SIGNED))
        or not at
        or any(b - a > LONGEST_LETTER for a, b in pairwise(ends))
        or any(p.n_words > AFTERWARDS for p in paragraphs[ends[-1] + 1 :])
    ):
        return
    for k, p in enumerate(paragraphs[1:], 1):
        line, m = text[p.start : p.end], at.get(k)
        if m is not None:
            said = [one[:2] for one in (own[-1:] if m["name"][0] == "@" else own)]
            if said:
                yield Attribution(said, m.span("name"), None, GOES_ON, is_quoted=True)
        is_heading = line.isupper() or line.istitle()  # `TWITTER`, `Veldany, Cal.`
        own = [] if m or is_heading else [*own, p]


def _posts(document: Document) -> Iterator[Attribution]:
    """Yield posts that a page embeds, with who wrote them in the markup or behind a dash."""
    text = document.text
    posts = [(m, _BEHIND.search(text, *m.span("words"))) for m in _POST.finditer(text)]
    posts = [(m, behind) for m, behind in posts if m["author"] or behind]
    pairs = _TWO_CAPITALS.finditer(text) if posts else ()
    names = [("".join(filter(str.isalpha, n[1])).lower(), n.span(1)) for n in pairs]
    for m, behind in posts:
        start, end = m.start("words"), behind.start() if behind else m.end()
        link = _LINK.search(text, start, end)
        end = start + len(text[start : link.start() if link else end].rstrip())
        if start < end:
            handle = (m["author"] or "").lower()
            # `@mara_ostrell` is Mara Ostrell, where she is named.
            named = next((span for name, span in names if name in handle), m.span("author"))
            owner = behind.span("name") if behind else named
            yield Attribution([(start, end)], owner, None, GOES_ON, is_quoted=True)


def _introduction(
    document: Document, end: int, questions: Iterable[Span] = ()
) -> tuple[Span | None, list[Span]]:
    """
    Return who asks and who answers (one or two), by the introduction that ends at an offset.

    Who answers is named in full, with a given name, most often and where a meeting is told of; seldom in
    the questions. Who asks is who met them or whom they told.
    """
    opening, best, answers, family = document.text[:end], 0, list[Span](), ""
    small = lexicons.words("function_words", "small word")
    named = Counter(_WORD.findall(opening))
    asked = Counter(w for span in questions for w in _WORD.findall(document.text, *span))
    met = {
        k for k, (a, b) in enumerate(document.sentences)
        if "nterview" in opening[a:b] or _ASKER.search(opening, a, b)
    }  # fmt: skip
    sure = list(_SURE_ASKER.finditer(opening))
    askers = {m[m.lastindex or 0].split()[-1] for m in sure}
    for m in _full_names(document, end):
        name = m["one"].split()[-1]
        if name in askers:
            continue
        score = min(named[name], OFTEN) - min(asked[name], OFTEN)
        score += 2 * (document.sentence_at(m.start()) in met)
        if score > best:
            best, family, answers = score, name, [m.span(k) for k in (1, 2) if m[k]]
    for m in (*sure, *_ASKER.finditer(opening)):
        start, end = m.span(m.lastindex or 0)
        is_told = m.re is _ASKER and m["after"] and answers
        between = opening[end : answers[0][0]] if is_told else ""
        # not `told | River Service | director Mara Ostrell`, nor herself
        is_guest = between.strip().islower() or (family and family in opening[start:end])
        if not (is_guest or opening[start:end].lower() in small):
            return (start, end), answers
    return None, answers


def _full_names(document: Document, end: int) -> Iterator[re.Match[str]]:
    """Yield full names that open with a given name; not `York City` of `in New York City`."""
    given = {row["name"] for row in lexicons.rows("given_names")}
    titles = lexicons.words("nouns", "title")
    opens = {start for start, _ in document.sentences}
    inside = -2  # the end of a word that a name may begin with
    for word in _WORD.finditer(document.text, 0, end):
        name, at = word[0], word.start()
        if name.lower() in given and at != inside + 1:
            yield from filter(None, [_PEOPLE.match(document.text, at, end)])
        begins = name[0].isupper() and at not in opens and name.lower() not in titles
        inside = word.end() if begins else -2


def _answering(text: str, answer: list[Paragraph], spans: list[Span]) -> Iterator[Span | None]:
    """Yield whose paragraphs are: of two, by turns, once one gives a name or says the other's."""
    names = [text[a:b] for a, b in spans]
    own = 0 if len(spans) == 1 else None
    for p in answer:
        if len(spans) == 2:
            own = None if own is None else 1 - own
            said = set(_WORD.findall(text, p.start, p.end))
            others = [k for k, name in enumerate(names) if name.split()[0] in said]
            called = (m["self"] for m in _CALLED.finditer(text, p.start, p.end))
            selves = [names.index(name) for name in called if name in names]
            if selves or (len(others) == 1 and p.is_i):
                own = selves[0] if selves else 1 - others[0]
        yield None if own is None else spans[own]


def _turn(p: Paragraph, owner: Span | None) -> Attribution:
    confidence = GOES_ON if owner else UNATTRIBUTED
    return Attribution([p[:2]], owner, None, confidence, is_quoted=True)
