"""
Say the same report another way: sentences of annotated articles rewritten, their spans kept true.

English puts a report in few frames, and news agencies prefer other ones than the training articles
do: the clause first and its source after ("It rained, the mayor said on Friday"), "according to",
a dash or colon in a headline, "This was reported by", an agency that quotes somebody as saying, somebody who is
told. Where an article has the plain frame (source,
one reporting verb, clause), the same words are put into another.
"""

from __future__ import annotations

import random
import re

REPORTS = frozenset(
    "said says say noted notes added adds argued argues reported reports announced suggested acknowledged "
    "stated claimed claims explained insisted wrote tweeted confirmed told tells stressed warned".split()
)
PAST = "said claimed reported announced stated noted stressed emphasised confirmed explained added wrote warned".split()
WHEN = (
    "", "", "", " on Friday", " Monday", " late on Wednesday", " on March 11", " earlier in the day", " on Telegram",
    " in a statement", " in a short statement on Thursday", " in its evening update", " at a briefing", " in an interview",
    " during a meeting", " in a post on X",
)  # fmt: skip
OUTLETS = (
    "the state news agency", "local media", "the Veldany Post", "a public broadcaster", "Reuters", "the Ostra agency",
    "reporters", "journalists",
)  # fmt: skip
TOLD = (
    "the council", "the mayor", "parliament", "the inquiry", "the commission", "the president", "ministers", "the court",
    "residents", "a committee", "the governor", "shareholders",
)  # fmt: skip
PLACES = ("Harland", "Ostra", "Veldany", "North Lorne", "Port Sel", "Kessin")
_DETERMINER = re.compile(r"(?:The|A|An|His|Her|Their|Its|One|Two|Some|Many|Several)\b")
_PRONOUN = re.compile(r"(?i)(?:I|you|he|she|it|we|they|who|that|which|this)$")
_ROLES = ("source", "cue", "content")


def alternated(article: dict, dice: random.Random, share: float = 0.7) -> dict | None:
    """
    Return an article with some of its plain reports put another way; None where it has none.

    Parameters
    ----------
    article
        `text`, `attributions` (each with `source`, `cue`, `content` as lists of spans), `ignore`.
    dice
        Which reports, and how.
    share
        Of the plain reports, how many are rewritten.
    """
    text = article["text"]
    edits, headline = [], None
    for number, given in enumerate(article["attributions"]):
        found = _plain(text, given)
        if found is None or dice.random() > share:
            continue
        begin, end = found
        if edits and begin < edits[-1][1]:
            continue
        source, (verb, clause) = given["source"][0], (given["cue"][0], given["content"][0])
        parts = {"S": source, "C": verb, "K": clause}
        if headline is None and dice.random() < 0.3 and clause[1] - clause[0] < 130:
            headline = (number, source, clause)
        edits.append((begin, end, number, _frame(text, parts, given["kind"], dice)))
    if not edits:
        return None
    return _rewritten(article, edits, headline, dice)


def _plain(text: str, given: dict) -> tuple[int, int] | None:
    """Return the sentence that is source, verb, clause and full stop, and nothing else."""
    if any(len(given[role]) != 1 for role in _ROLES):
        return None
    (s, s_end), (c, c_end), (k, k_end) = (given[role][0] for role in _ROLES)
    if text[c:c_end].lower() not in REPORTS or text[s_end:c] != " " or text[c_end:k] != " ":
        return None
    before = text[:s].rstrip()
    if before and text[s - 1] != "\n" and before[-1] not in ".!?":
        return None
    closed = re.match(r"(?<![.])\.(?=\s|$)|(?<=[.][”\"])(?=\s|$)", text[k_end:]) or (
        re.match(r"(?=\s|$)", text[k_end:]) if text[k_end - 2 : k_end] in ('."', ".”") else None
    )
    if closed is None or "\n" in text[s:k_end]:
        return None
    return s, k_end + closed.end()


def _frame(text: str, parts: dict[str, list[int]], kind: str, dice: random.Random) -> list:
    """
    Return a new sentence as pieces: plain strings, and (role, text or span to carry over).

    A span that is carried over keeps the annotations within it.
    """
    source, clause = text[slice(*parts["S"])], parts["K"]
    when, past = dice.choice(WHEN), dice.choice(PAST)
    name = ("source", parts["S"], _lower_first(source))
    verb = ("cue", past)
    words = re.sub(r"^that ", "", text[slice(*clause)])
    skipped = clause[1] - clause[0] - len(words)
    bare = [clause[0] + skipped, clause[1]]
    ends_in_mark = words[-1] in '"”'
    if kind == "direct":
        stop = words[:-2] + "," + words[-1] if words[-2:] in ('."', ".”") else None
        if stop is None:
            return [("source", parts["S"], source), " ", verb, " ", ("content", clause, None)]
        quote, whole = ("content", list(clause), stop), ("content", clause, None)
        subject = ("source", parts["S"], source)
        ways = [
            [quote, " ", name, " ", ("cue", "was quoted as saying"), f" by {dice.choice(OUTLETS)}{when}."],
            [quote, " ", name, " ", ("cue", "told"), f" {dice.choice(OUTLETS)}{when}."],
            [quote, " ", name, " ", verb, f"{when}."],
            [subject, " ", verb, f"{when}: ", whole],
        ]  # fmt: skip
        if not _PRONOUN.fullmatch(source):
            ways += [
                [quote, f" {dice.choice(OUTLETS)} quoted ", name, " ", ("cue", "as saying"), f"{when}."],
                [f"{_upper_first(dice.choice(OUTLETS))} quoted ", name, " ", ("cue", "as saying"), f"{when}: ", whole],
                [subject, " ", ("cue", "was quoted as saying"), f" by {dice.choice(OUTLETS)}{when}: ", whole],
                [quote, " ", dice.choice(TOLD), " ", ("cue", "was told"), " by ", name, f"{when}."],
                [("cue", "In the words of"), " ", name, ", ", whole],
                [("cue", "According to"), " ", name, ", ", whole],
                ["As ", name, " ", ("cue", "put it"), ", ", whole],
                [subject, ("cue", ":"), " ", whole],
            ]  # fmt: skip
        return dice.choice(ways)
    first = ("content", bare, _upper_first(words))
    whole = ("content", clause, None)
    if ends_in_mark:
        tail = "" if words[-2] in ".!?" else "."
        aside = f",{when}," if when else ""
        return [("source", parts["S"], source), aside, " ", verb, " ", whole, tail]
    ways = [
        [first, ", ", name, " ", verb, f"{when}."],
        [first, ", ", name, " ", verb, f"{when}."],
        [first, ", ", name, " ", verb, f"{when}, {dice.choice(OUTLETS[:6])} reported."],
        [("source", parts["S"], source), f",{when}," if when else "", " ", verb, " ", whole, "."],
        [("source", parts["S"], source), " ", ("cue", "told"), f" {dice.choice(OUTLETS)}{when} ",
         ("content", bare, "that " + words), "."],
        [("source", parts["S"], source), " ", verb, f"{when} ", ("content", bare, "that " + words), "."],
    ]  # fmt: skip
    if not _PRONOUN.fullmatch(source):
        ways += [
            [first, ", ", verb, " ", name, f"{when}."],
            [("cue", "According to"), " ", name, ", ", ("content", bare, words), "."],
            [first, ", ", ("cue", "according to"), " ", name, "."],
            [first, ". This was ", ("cue", dice.choice(("reported", "stated", "announced"))), " by ", name, f"{when}."],
            ["As ", name, " ", verb, f"{when}, ", ("content", bare, words), "."],
            *_relayed(parts["S"], source, name, bare, words, when, dice),
        ]  # fmt: skip
    return dice.choice(ways)


def _relayed(
    span: list[int],
    source: str,
    name: tuple,
    bare: list[int],
    words: str,
    when: str,
    dice: random.Random,
) -> list[list]:
    """Return sentences in which an outlet passes the words on, or somebody is told them."""
    subject, that = ("source", span, source), ("content", bare, "that " + words)
    outlet, told = dice.choice(OUTLETS), dice.choice(TOLD)
    return [
        [f"{_upper_first(outlet)} quoted ", name, " ", ("cue", "as saying"), f"{when} ", that, "."],
        [f"{_upper_first(outlet)} quoted ", name, " ", ("cue", "as saying"), " ", ("content", bare, words), "."],
        [subject, " ", ("cue", "was quoted as saying"), f" by {outlet}{when} ", that, "."],
        [("content", bare, _upper_first(words)), ", ", name, " ", ("cue", "was quoted as saying"), f" by {outlet}{when}."],
        [subject, " ", ("cue", dice.choice(("reported", "explained", "announced"))), f" to {told}{when} ", that, "."],
        [_upper_first(told), " ", ("cue", "was told"), " by ", name, f"{when} ", that, "."],
    ]  # fmt: skip


def _rewritten(article: dict, edits: list, headline: tuple | None, dice: random.Random) -> dict:
    """Return the article with its sentences replaced and every span moved to its new place."""
    text, made = article["text"], []
    new = ""
    moves: list[tuple[int, int, int]] = []  # old start, old end, new start
    if headline is not None:
        number, source, clause = headline
        title = _upper_first(re.sub(r"^that ", "", text[slice(*clause)])).rstrip('.”"').lstrip('“"')
        name = text[slice(*source)]
        way = dice.random()
        if way < 0.25:
            place, says = (
                dice.choice(PLACES),
                dice.choice(("says", "claims", "warns", "insists", "announces")),
            )
            new = f"{place}: {_upper_first(name)} {says} {_lower_first(title)}"
            ends = [len(place) + 2, len(place) + 2 + len(name)]
            spans = [
                ends,
                [ends[1] + 1, ends[1] + 1 + len(says)],
                [ends[1] + 2 + len(says), len(new)],
            ]
            roles = ("source", "cue", "content")
        elif way < 0.7:
            new = f"{title} – {name}"
            spans = [[0, len(title)], [len(title) + 1, len(title) + 2], [len(title) + 3, len(new)]]
            roles = ("content", "cue", "source")
        else:
            new = f"{name}: {title}"
            spans = [[0, len(name)], [len(name), len(name) + 1], [len(name) + 2, len(new)]]
            roles = ("source", "cue", "content")
        made.append({role: [span] for role, span in zip(roles, spans, strict=True)})
        new += "\n\n"
    at = 0
    fresh: dict[int, dict] = {}
    for begin, end, number, pieces in sorted(edits, key=lambda e: e[0]):
        moves.append((at, begin, len(new)))
        new += text[at:begin]
        spans: dict[str, list] = {}
        for piece in pieces:
            if isinstance(piece, str):
                new += piece
                continue
            role, *what = piece
            if len(what) == 1:
                spans[role] = [[len(new), len(new) + len(what[0])]]
                new += what[0]
                continue
            (a, b), words = what
            words = text[a:b] if words is None else words
            shift = len(words) - (b - a)
            if shift >= 0:  # words put before ("that") or only letters changed
                moves.append((a, b, len(new) + shift))
            else:
                moves.append((a, b, len(new)))
            spans[role] = [[len(new), len(new) + len(words)]]
            new += words
        fresh[number] = spans
        at = end
    moves.append((at, len(text) + 1, len(new)))
    new += text[at:]
    for number, given in enumerate(article["attributions"]):
        if number in fresh:
            made.append(fresh[number])
            continue
        moved = {role: [m for span in given[role] if (m := _moved(span, moves))] for role in _ROLES}
        if moved["content"]:
            made.append(moved)
    ignore = [m for span in article["ignore"] if (m := _moved(span, moves))]
    return {"text": new, "attributions": made, "ignore": ignore}


def _moved(span: list[int], moves: list[tuple[int, int, int]]) -> list[int] | None:
    """Return where a span stands now, or None where it did not stay in one piece."""
    for begin, end, new in moves:
        if begin <= span[0] and span[1] <= end:
            return [span[0] - begin + new, span[1] - begin + new]
    return None


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower_first(words: str) -> str:
    return (
        words[:1].lower() + words[1:]
        if _DETERMINER.match(words) or words in ("He", "She", "It", "They", "We")
        else words
    )
