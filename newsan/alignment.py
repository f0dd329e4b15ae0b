"""Where a row's words stand in an article, word by word, and what differs there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from newsan.schema import CHANGES
from newsan.text.words import Word, words

# words from which a stretch that does not fit where the others stand is looked for elsewhere
PIECE = 4
SLACK = 8  # words, and a fifth of the row's: how far a word may stand from where the others put it
GAP = 0.5  # what a word between two matches takes from them, of the one that a match gives
NEAR = 4  # words: what an ellipsis leaves out of so few changes the meaning where a negation is among them
FAR = 30  # words: what it may leave out beside a scrap of fewer than `PIECE` words


class Edit(NamedTuple):
    """Words of the article, by number, and the row's words in their place; either may be none."""

    kind: str
    start: int
    end: int
    row_start: int
    row_end: int


class Piece(NamedTuple):
    """A stretch of a row that stands in one stretch of an article, both by numbers of words."""

    row_start: int
    row_end: int
    start: int
    end: int
    edits: tuple[Edit, ...]
    n_same: int


@dataclass(frozen=True)
class Alignment:
    """A row's words beside an article's: pieces in the row's order, and what differs."""

    pieces: tuple[Piece, ...]
    edits: tuple[Edit, ...] = ()
    similarity: float = 1.0


@dataclass(frozen=True)
class Text:
    """
    An article's words, made ready to be looked up.

    Examples
    --------
    >>> text = Text("We hold the dam. We hold the bridge.")
    >>> list(text.exact(["hold", "the", "bridge"])), text.span(5, 8)
    ([5], (20, 35))
    """

    written: str
    asides: Sequence[tuple[int, int]] = ()  # what parts the words of one speaker, by offsets

    @cached_property
    def words(self) -> list[Word]:
        """Its words."""
        return words(self.written)

    @cached_property
    def keys(self) -> list[str]:
        """Its words as they are compared."""
        return [word.key for word in self.words]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The numbers of the words with a key."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            numbers[key].append(number)
        return dict(numbers)

    @cached_property
    def _line(self) -> tuple[str, list[int]]:
        """All keys in one line, and where each begins in it."""
        begins = [0, *accumulate(len(key) + 1 for key in self.keys)]
        return f" {' '.join(self.keys)} ", begins

    def exact(self, keys: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the words at which some words begin, one after the other."""
        line, begins = self._line
        wanted = f" {' '.join(keys)} "
        at = line.find(wanted)
        while at >= 0:
            yield bisect_right(begins, at) - 1
            at = line.find(wanted, at + 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of words by number."""
        return self.words[start].start, self.words[end - 1].end


def align(row: Sequence[Word], text: Text) -> Alignment | None:
    """
    Lay a row's words beside those of an article they fit best.

    Most words say where: each votes for the places that it would put the row at, a rare word more. There the
    fewest changes are sought (rapidfuzz), and what does not fit is looked for elsewhere in the article.

    Returns
    -------
    alignment
        None where no word stands in the article. What an ellipsis leaves out, what an editor puts
        between square brackets and what parts one speaker's words (*she said*) is no difference.

    Examples
    --------
    >>> text = Text("“We have 12 boats,” said Ostrell, “and we will not leave the dam.”")
    >>> found = align(words("We have 21 boats … and we will [stay at] the dam"), text)
    >>> [(e.kind, text.keys[e.start : e.end]) for e in found.edits]
    [('number', ['12']), ('negation', ['not', 'leave'])]
    """
    if 2 * sum(w.is_bracketed for w in row) > len(row):  # then they are no editor's
        row = [w._replace(is_bracketed=False) for w in row]
    pieces = _pieces(row, text)
    if not pieces:
        return None
    pieces = _widen(pieces, row, text)
    edits = [e for p in pieces for e in p.edits]
    edits += [_gap(before, after, row) for before, after in pairwise(pieces)]
    kept = [e._replace(kind=_kind(e, row, text)) for e in edits if not _is_free(e, row, text)]
    n_same = sum(p.n_same for p in pieces)
    lost = sum(1 if e.kind == "joined" else e.end - e.start for e in kept)
    changed = lost + sum(e.row_end - e.row_start for e in kept)
    return Alignment(tuple(pieces), tuple(kept), 2 * n_same / (2 * n_same + changed))


def whole(row: Sequence[Word], at: int) -> Alignment:
    """Return the alignment of a row whose words all stand at a place as they are."""
    return Alignment((Piece(0, len(row), at, at + len(row), (), len(row)),))


def _widen(pieces: list[Piece], row: Sequence[Word], text: Text) -> list[Piece]:
    """Return pieces, the first and last with the row's other words, for as many beside them in their sentence."""
    first = pieces[0]
    if n := first.row_start:
        start = first.start
        while start and first.start - start < n and not text.words[start].is_first:
            start -= 1
        edits, same = _laid(row, text, 0, n, start, first.start)
        if edits[0].row_end == 0:  # what the row begins after
            start, edits = edits[0].end, edits[1:]
        edits, same = [*edits, *first.edits], first.n_same + same
        pieces[0] = Piece(0, first.row_end, start, first.end, tuple(edits), same)
    last = pieces[-1]
    if n := len(row) - last.row_end:
        end = last.end
        while end < len(text.words) and end - last.end < n and not text.words[end].is_first:
            end += 1
        edits, same = _laid(row, text, last.row_end, len(row), last.end, end)
        if edits[-1].row_start == len(row):  # what the row ends before
            end, edits = edits[-1].start, edits[:-1]
        edits, same = [*last.edits, *edits], last.n_same + same
        pieces[-1] = Piece(last.row_start, len(row), last.start, end, tuple(edits), same)
    return pieces


def _laid(
    row: Sequence[Word], text: Text, start: int, end: int, low: int, high: int
) -> tuple[list[Edit], int]:
    """Return what differs between a stretch of a row and one of an article, and how many words do not."""
    blocks = _blocks(row, text, start, end, low, high)
    edges = [Piece(start, start, low, low, (), 0), *blocks, Piece(end, end, high, high, (), 0)]
    edits = [e for e in _between(edges) if e.start < e.end or e.row_start < e.row_end]
    return edits, sum(b.n_same for b in blocks)


def _between(blocks: Sequence[Piece]) -> list[Edit]:
    """Return what parts blocks, in the article and in the row."""
    return [Edit("word", x.end, y.start, x.row_end, y.row_start) for x, y in pairwise(blocks)]


def _blocks(
    row: Sequence[Word], text: Text, start: int, end: int, low: int, high: int
) -> list[Piece]:
    """Return the words that a stretch of a row and one of an article share in their order, run by run."""
    steps = Indel.editops([w.key for w in row[start:end]], text.keys[low:high])
    return [
        Piece(start + m.a, start + m.a + m.size, low + m.b, low + m.b + m.size, (), m.size)
        for m in steps.as_matching_blocks()
        if m.size
    ]


def _gap(before: Piece, after: Piece, row: Sequence[Word]) -> Edit:
    """Return what parts two pieces, in the article and in the row."""
    is_in_order = after.start >= before.end
    end = after.start if is_in_order else before.end
    is_marked = is_in_order and row[after.row_start].after_gap
    return Edit("word" if is_marked else "joined", before.end, end, before.row_end, after.row_start)


def _is_free(edit: Edit, row: Sequence[Word], text: Text) -> bool:
    """Return whether what differs is no alteration: left out by an ellipsis, an editor's, or *she said*."""
    theirs, own = text.words[edit.start : edit.end], row[edit.row_start : edit.row_end]
    if own:
        is_editors = all(w.is_bracketed for w in own)
        kinds = {w.kind for w in _words_apart(edit, row, text)} - {"name"}
        kinds |= {w.kind for w in theirs} & {"name"}  # an editor may add a name, not replace one
        return is_editors and kinds <= {"word"}
    if not theirs:
        return edit.kind != "joined"
    if all(w.is_bracketed for w in theirs):
        return True
    start, end = text.span(edit.start, edit.end)
    if any(a <= start and end <= b for a, b in text.asides):
        return True
    if edit.row_start == len(row) or not row[edit.row_start].after_gap or edit.kind == "joined":
        return False
    is_scrap = _is_scrap(row, edit.row_start)
    hides = (is_scrap or len(theirs) <= NEAR) and any(w.kind == "negation" for w in theirs)
    return not hides and not (is_scrap and len(theirs) > FAR)


def _is_scrap(row: Sequence[Word], at: int) -> bool:
    """Return whether only a few words stand between an ellipsis and the next, or the row's end, on one side."""
    before = next((n for n in range(1, at) if row[at - n].after_gap), at)
    after = next((n for n in range(1, len(row) - at) if row[at + n].after_gap), len(row) - at)
    return min(before, after) < PIECE


def _words_apart(edit: Edit, row: Sequence[Word], text: Text) -> list[Word]:
    """Return the words that only one side of a difference has."""
    theirs, own = text.words[edit.start : edit.end], row[edit.row_start : edit.row_end]
    both = {w.key for w in theirs} & {w.key for w in own}
    return [w for w in (*theirs, *own) if w.key not in both]


def _kind(edit: Edit, row: Sequence[Word], text: Text) -> str:
    """Return what a difference is of: the first of `CHANGES` among its words."""
    kinds = {w.kind for w in _words_apart(edit, row, text)}
    is_gap = edit.row_start == edit.row_end < len(row) and row[edit.row_start].after_gap
    if edit.kind == "joined" or (is_gap and "negation" not in kinds):
        return "joined"
    return next((k for k in CHANGES if k in kinds), "word")


def _pieces(row: Sequence[Word], text: Text) -> list[Piece]:
    """Return the pieces of a row: of its longest stretch without an ellipsis first, then beside it."""
    cuts = [0, *(n for n, word in enumerate(row) if n and word.after_gap), len(row)]
    stretches = list(pairwise(cuts))
    longest = max(range(len(stretches)), key=lambda n: stretches[n][1] - stretches[n][0])
    pieces = _pieces_within(row, *stretches[longest], text)
    for start, end in reversed(stretches[:longest]):
        before = pieces[0].start if pieces else len(text.keys)
        pieces = [*_beside(row, start, end, text, 0, before), *pieces]
    for start, end in stretches[longest + 1 :]:
        after = pieces[-1].end if pieces else 0
        pieces += _beside(row, start, end, text, after, len(text.keys))
    return pieces


def _pieces_within(row: Sequence[Word], start: int, end: int, text: Text) -> list[Piece]:
    """Return the pieces of a stretch of a row: where most of it stands, then what is left on both sides."""
    best = _best(row, start, end, text)
    if best is None:
        return []
    if best.n_same < PIECE:
        return [best]
    sides = []
    for a, b in ((start, best.row_start), (best.row_end, end)):
        rest = _pieces_within(row, a, b, text) if b - a >= PIECE else []
        sides.append(rest if 2 * sum(p.n_same for p in rest) > b - a else [])
    return [*sides[0], best, *sides[1]]


def _beside(
    row: Sequence[Word], start: int, end: int, text: Text, low: int, high: int
) -> list[Piece]:
    """Return the pieces of a stretch that an ellipsis parts from others: nearest to them as it is, else anywhere."""
    n = end - start
    places = [at for at in text.exact([w.key for w in row[start:end]]) if low <= at <= high - n]
    if not places:
        return _pieces_within(row, start, end, text)
    at = places[0] if low else places[-1]
    return [Piece(start, end, at, at + n, (), n)]


def _best(row: Sequence[Word], start: int, end: int, text: Text) -> Piece | None:
    """Return the stretch of an article that fits most words of a stretch of a row in their order."""
    votes: dict[int, float] = defaultdict(float)
    for number in range(start, end):
        places = text.places.get(row[number].key, ())
        for place in places:
            votes[place - number] += 1 / len(places)
    if not votes:
        return None
    slack = SLACK + (end - start) // 5
    summed = {d: sum(votes.get(d + k, 0.0) for k in range(-2, 3)) for d in votes}
    diagonal = max(summed, key=lambda d: (summed[d], votes[d], -d))
    low = max(0, diagonal + start - slack)
    high = min(len(text.keys), diagonal + end + slack)
    return _fit(row, start, end, text, low, high)


def _fit(
    row: Sequence[Word], start: int, end: int, text: Text, low: int, high: int
) -> Piece | None:
    """Align a stretch of a row with a stretch of an article; keep the run that matches best."""
    blocks = _blocks(row, text, start, end, low, high)
    best, worth, first, run = 0.0, 0.0, 0, slice(0)
    for number, block in enumerate(blocks):
        if number:
            before = blocks[number - 1]
            worth -= GAP * max(block.row_start - before.row_end, block.start - before.end)
        if worth <= 0:
            worth, first = 0.0, number
        worth += block.n_same
        if worth > best:
            best, run = worth, slice(first, number + 1)
    chosen = blocks[run]
    if not chosen:
        return None
    n_same = sum(x.n_same for x in chosen)
    a, b, c, d = chosen[0].row_start, chosen[-1].row_end, chosen[0].start, chosen[-1].end
    while a > start and c and row[a - 1].key == text.keys[c - 1]:
        a, c, n_same = a - 1, c - 1, n_same + 1
    while b < end and d < len(text.keys) and row[b].key == text.keys[d]:
        b, d, n_same = b + 1, d + 1, n_same + 1
    return Piece(a, b, c, d, tuple(_between(chosen)), n_same)
