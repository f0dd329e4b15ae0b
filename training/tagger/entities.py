"""
Mentions of people, bodies, places and works as labels of tokens, from annotated coreference.

`label` reads documents in the form of the GUM corpus (`mentions` with `start`, `end`, `head` and
`type`). A name is the run of capitalised words around its head; what names nothing by itself
(`the former mayor`) is the noun phrase up to its head, of people and bodies only.
"""

from __future__ import annotations

import collections
import re

import numpy as np

from newsan import lexicons

NAMES = {"person": 1, "organization": 2, "place": 3}
NAMED_ELSE = 4  # events, works, products
DESCRIBED = {"person": 5, "organization": 6}
KINDS = ("person", "body", "place", "other", "a person", "a body")  # of roles 1 to 6
OFTEN = 0.6  # share of capitals from which a word is a name
LABELS = 1 + 2 * len(KINDS)
_JOINING = frozenset("of the and for de du von van al bin la le & del".split())
_PRONOUNS = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers "
    "herself it its itself they them their theirs themselves who whom whose which that this these those one "
    "someone somebody anyone anybody everyone everybody nobody none both each all some many most others".split()
)
_TITLES = lexicons.words("nouns", "title") | lexicons.words("nouns", "leader")
_TIMES = ("time", "substance", "animal", "plant")
_WORD = re.compile(r"[^\W\d_][\w’'&-]*")


def capitals(texts: list[str]) -> dict[str, float]:
    """Return how often a word stands with a capital away from the beginning of a sentence."""
    seen: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for text in texts:
        for m in _WORD.finditer(text):
            before = text[max(0, m.start() - 3) : m.start()].rstrip(" ")
            opens = not before or before[-1] in ".?!:\n“\"‘'("
            if not opens:
                seen[m.group().lower()][m.group()[0].isupper()] += 1
    return {word: upper / (upper + lower) for word, (lower, upper) in seen.items()}


def label(document: dict, tokens: list[tuple[int, int]], share: dict[str, float]) -> list[int]:
    """Return one label a token: 0, or begin / inside of a role, 2 r - 1 and 2 r."""
    text = document["text"]
    words = [text[a:b] for a, b in tokens]
    starts = {a: k for k, (a, _) in enumerate(tokens)}
    owner: list[tuple[int, int]] = [(0, -1)] * len(tokens)
    described = []
    longest_first = sorted(document["mentions"], key=lambda m: m["start"] - m["end"])
    for number, mention in enumerate(longest_first):
        first = _at(starts, tokens, mention["start"])
        last = _at(starts, tokens, mention["end"] - 1)
        head = _at(starts, tokens, mention["head"][0])
        if first is None or last is None or head is None or mention["type"] in _TIMES:
            continue
        word = words[head]
        if word.lower() in _PRONOUNS:
            continue
        before = words[head - 1] if head > first else ""
        if _is_name(word, before, share):
            role = NAMES.get(mention["type"], NAMED_ELSE)
            a, b = _run(words, first, last, head, leftwards=role != 1)
            for k in range(a, b + 1):
                if owner[k][0] == 0 or owner[k][1] == number:
                    owner[k] = role, number
        elif mention["type"] in DESCRIBED:
            described.append((head - first, first, head, DESCRIBED[mention["type"]], number))
    for _, first, head, role, number in sorted(described):
        inner = [k for k in range(first, head + 1) if owner[k][0]]
        begin = inner[-1] + 1 if inner else first
        if begin <= head and words[begin] in ("'s", "’s"):
            begin += 1
        for k in range(begin, head + 1):
            owner[k] = role, number
    labels, before = [], (0, -1)
    for held in owner:
        labels.append(0 if not held[0] else 2 * held[0] - (held != before))
        before = held
    return labels


def _is_name(word: str, before: str, share: dict[str, float]) -> bool:
    """Tell a proper noun by how often it stands in capitals, or by a capitalised word before it."""
    if not word[:1].isupper() or word.lower() in _TITLES:
        return False
    follows_name = before[:1].isupper() and share.get(before.lower(), 1.0) > OFTEN
    return share.get(word.lower(), 1.0) > OFTEN or word.isupper() or follows_name


def _at(starts: dict[int, int], tokens: list[tuple[int, int]], at: int) -> int | None:
    """Return the token that holds an offset."""
    for back in range(40):
        if (k := starts.get(at - back)) is not None:
            return k if tokens[k][1] > at else None
    return None


def _run(words: list[str], first: int, last: int, head: int, *, leftwards: bool) -> tuple[int, int]:
    """Return the capitalised words of a mention around its head."""

    def is_part(k: int) -> bool:
        return words[k][:1].isupper() or words[k][:1].isdigit() or words[k] in (".", "&")

    a = b = head
    while leftwards and a > first and (is_part(a - 1) or (
        words[a - 1].lower() in _JOINING and a - 1 > first and is_part(a - 2))):  # fmt: skip
        a -= 1
    while b < last and (is_part(b + 1) or (
        words[b + 1].lower() in _JOINING and b + 1 < last and words[b + 2][:1].isupper())):  # fmt: skip
        b += 1
    while b > head and words[b] == ".":
        b -= 1
    return a, b


def token_f1(gold: np.ndarray, found: np.ndarray) -> dict[str, float]:
    """Return F1 by kind over tokens."""
    scores = {}
    for role, name in enumerate(KINDS, 1):
        own, said = (gold + 1) // 2 == role, (found + 1) // 2 == role
        scores[name] = round(2 * int((own & said).sum()) / max(1, int(own.sum() + said.sum())), 3)
    return scores
