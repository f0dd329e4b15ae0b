"""What the target model sees of a sentence: hashed traits of the words around a marked target.

No name is seen: a word with a capital inside a sentence counts as "a name", whoever bears it, and
so does a capitalised first word that is neither one of `_OPENERS` nor in the lexicon of valences.
The target itself is "the target".
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import zlib
from dataclasses import dataclass

from newsan import lexicons
from newsan.text import tokens

ROWS = 1 << 17  # of the hashed table
_NAME, _TARGET = "<name>", "<target>"
_SHARE_SHOUTED = 0.6  # of a sentence's letters in capitals: its capitals say nothing of names
_NEAR = 12  # words on either side whose valences count as near
_HALF_LIFE = 8.0  # words after which a valence counts half

_OPENERS = lexicons.words("function_words", "small word")
_BREAKS = frozenset(", ; : — – -- but while although though because who which after when".split())
_NEGATIONS = lexicons.words("function_words", "negation")
_PREPOSITIONS = lexicons.words("function_words", "preposition")
_DETERMINERS = lexicons.words("function_words", "determiner")
_PRONOUNS = lexicons.words("function_words", "pronoun")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")
_LETTERS, _CAPITALS = re.compile(r"[^\W\d_]"), re.compile(r"[A-Z]")
_OWNER = "'s"
_OPENS = re.compile(r"[\"“„«'‘(\[.:!?]|--|[—–]")


@dataclass(frozen=True)
class Around:
    """The words before and after a target, nearest last and nearest first, as they are counted."""

    before: list[str]
    after: list[str]
    target: list[str]
    in_quotes: bool
    has_quotes: bool


def traits(
    sentence: str, start: int, end: int, rule: str, valences: dict[str, float]
) -> tuple[list[list[str]], list[float]] | None:
    """
    List what the model sees of a target in a sentence.

    Parameters
    ----------
    sentence
        One sentence with straight apostrophes.
    start, end
        The target in it.
    rule
        The rule of `target_cues.csv` that fires for it, or "no-rule".
    valences
        Valence by lower-case word (VADER's lexicon, -4 to 4).

    Returns
    -------
    groups, amounts
        Lists of traits, each list of length 1 to the model; and the sums of valences on either
        side, near and far, in the clause and in all.

    Undefined
    ---------
    None where the span holds no token.

    Examples
    --------
    >>> groups, amounts = traits("Mara praised Tomas.", 13, 18, "object-of-thanks", {"praised": 2.2})
    >>> groups[3][:3], amounts[0]
    (['-1 praised', '-2 <name>', '-3 <start>'], 0.74...)
    """
    around = _around(sentence, start, end, valences)
    if around is None:
        return None
    before, after = _merged(around.before), _merged(around.after)
    stems_before, stems_after = [_stem(w) for w in before], [_stem(w) for w in after]
    whole = ["<start>", *stems_before, _TARGET, *stems_after, "<end>"]
    clause_before, clause_after = before[_clause_start(before) :], after[: _clause_end(after)]
    clause = [*clause_before, _TARGET, *clause_after]
    groups = [
        [*whole, *map(" ".join, itertools.pairwise(whole))],
        [f"<{_distance(k)} {w}" for k, w in enumerate(reversed(stems_before), 1)]
        + [f">{_distance(k)} {w}" for k, w in enumerate(stems_after, 1)],
        [f"< {w}" for w in stems_before] + [f"> {w}" for w in stems_after],
        _neighbours(before, after),
        [f"c {w}" for w in clause]
        + [f"c< {w}" for w in clause_before]
        + [f"c> {w}" for w in clause_after],
        [f"cc {a} {b}" for a, b in itertools.pairwise(clause)],
        _form(around, before, after),
        [f"rule {rule}"],
        _signs(around, valences),
    ]  # fmt: skip
    return groups, _amounts(around, valences)


def rows(groups: list[list[str]]) -> tuple[list[int], list[float]]:
    """
    Hash traits to rows of the table, with the weight of each: every group has length 1.

    Examples
    --------
    >>> rows([["a", "b"], ["c"]])[1]
    [0.707..., 0.707..., 1.0]
    """
    found: list[int] = []
    weights: list[float] = []
    for number, group in enumerate(groups):
        distinct = dict.fromkeys(group)
        found += [zlib.crc32(t.encode("utf-8", "replace"), number) % ROWS for t in distinct]
        weights += [1 / math.sqrt(max(1, len(distinct)))] * len(distinct)
    return found, weights


def _around(sentence: str, start: int, end: int, valences: dict[str, float]) -> Around | None:
    """Read the words on either side of a target; None where the span holds no token."""
    spans = tokens(sentence)
    inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
    if not inside:
        return None
    words = [sentence[a:b] for a, b in spans]
    shouted = len(_CAPITALS.findall(sentence)) > _SHARE_SHOUTED * len(_LETTERS.findall(sentence))
    counted = []
    for i, word in enumerate(words):
        opens = i == 0 or _OPENS.match(words[i - 1]) is not None
        known = shouted or (opens and (word.lower() in _OPENERS or word.lower() in valences))
        counted.append(_counted(word, is_word=known))
    first, last = inside[0], inside[-1]
    left = sentence[:start]
    return Around(
        counted[:first],
        counted[last + 1 :],
        [w.lower() for w in words[first : last + 1]],
        left.count('"') % 2 == 1 or left.count("“") > left.count("”"),
        '"' in sentence or "“" in sentence,
    )


def _counted(word: str, *, is_word: bool) -> str:
    """Return a word as it is counted: lower case, any number "0", any name a name."""
    if word[0].isdigit():
        return "0"
    if not word[0].isupper() or is_word or word == "I":
        return word.lower()
    return _NAME


def _merged(words: list[str]) -> list[str]:
    """Count a name of several words once."""
    return [w for i, w in enumerate(words) if w != _NAME or i == 0 or words[i - 1] != _NAME]


@functools.lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Cut one ending off a word, where three letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _distance(words: int) -> int:
    return 1 if words <= 1 else 2 if words <= 2 else 4 if words <= 4 else 8 if words <= 8 else 9


def _clause_start(before: list[str]) -> int:
    return next((i + 1 for i in range(len(before) - 1, -1, -1) if before[i] in _BREAKS), 0)


def _clause_end(after: list[str]) -> int:
    return next((i for i, w in enumerate(after) if w in _BREAKS), len(after))


def _neighbours(before: list[str], after: list[str]) -> list[str]:
    """Name the three words on either side, and short phrases around the target."""
    third, second, first = (["<start>"] * 3 + before)[-3:]
    one, two, three = (after + ["<end>"] * 3)[:3]
    return [
        f"-1 {first}", f"-2 {second}", f"-3 {third}", f"+1 {one}", f"+2 {two}", f"+3 {three}",
        f"{first} T {one}", f"T {one} {two}", f"T {one} {two} {three}", f"{second} {first} T",
        f"{third} {second} {first} T",
    ]  # fmt: skip


def _form(around: Around, before: list[str], after: list[str]) -> list[str]:
    """Describe the target itself and its place."""
    target = " ".join(around.target)
    preposition = next((w for w in reversed(before[-3:]) if w in _PREPOSITIONS), "none")
    return [
        f"as {target}" if target in _PRONOUNS else "as a noun",
        f"words {min(4, len(around.target))}",
        f"determiner {around.target[0] if around.target[0] in _DETERMINERS else 'none'}",
        f"at {min(5, len(before))}",
        f"to go {min(3, len(after))}",
        f"preposition {preposition}",
        f"in quotes {around.in_quotes}",
        f"quotes {around.has_quotes}",
        f"names {min(4, [*before, *after].count(_NAME))}",
        f"length {min(8, (len(before) + len(after)) // 6)}",
        f"owner {after[:1] == [_OWNER]}",
    ]  # fmt: skip


def _signs(around: Around, valences: dict[str, float]) -> list[str]:
    """Say where words of praise and blame stand."""
    found = []
    for side, words in (("<", reversed(around.before)), (">", iter(around.after))):
        for k, word in enumerate(words, 1):
            if word in valences:
                found.append(f"{side}{_distance(k)} {'+' if valences[word] > 0 else '-'}")
    return found


def _amounts(around: Around, valences: dict[str, float]) -> list[float]:
    """Sum the valences near and far, praise and blame apart, each on a logarithmic scale."""
    n = len(around.before)
    both = [*around.before, _TARGET, *around.after]
    values = [valences.get(w, 0.0) / 4 for w in both]
    values = [
        -0.5 * v if v and _NEGATIONS & set(both[max(0, i - 3) : i]) else v
        for i, v in enumerate(values)
    ]
    left, right = values[:n][::-1], values[n + 1 :]
    stop_left = n - _clause_start(around.before)
    stop_right = _clause_end(around.after)
    found: list[float] = []
    for side, stop in ((left, stop_left), (right, stop_right)):
        for part in (side, side[:3], side[:6], side[:_NEAR], side[:stop]):
            found += [sum(v for v in part if v > 0), -sum(v for v in part if v < 0)]
        found.append(sum(v * 0.5 ** (k / _HALF_LIFE) for k, v in enumerate(side, 1)))
        found.append(next((v for v in side if v), 0.0))
    total = sum(values)
    found += [total, total / (abs(total) + 2), float(not any(values))]
    return [math.copysign(math.log1p(2 * abs(v)), v) for v in found]
