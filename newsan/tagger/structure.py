"""Where a token stands: quotation, sentence, paragraph; one routine for training and inference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsan.tagger.tokens import BEGINS, BREAKS, CLOSES, ENDS, OPENS, SHUTS, SPACED, STRAIGHT

# Quote state, sentence start, paragraph start, quotation in sentence and paragraph, short and
# one-sentence paragraph, paragraph number up to 3: the sizes of the six structure tables.
SIZES = (4, 2, 2, 4, 4, 4)
OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
SHORT = 12  # tokens; headings, captions and bylines are shorter


@dataclass(frozen=True)
class Structure:
    """What `read` finds: six columns, one row a token, and where paragraphs begin."""

    columns: np.ndarray
    paragraph_starts: np.ndarray

    @property
    def codes(self) -> np.ndarray:
        """The six columns as one row number of their joint table."""
        numbers: np.ndarray = np.ravel_multi_index(tuple(self.columns.T), SIZES)
        return numbers


def read(flags: np.ndarray, document_starts: np.ndarray) -> Structure:
    """
    Read the structure of documents from the bits of their tokens.

    A curly mark opens or closes as it is drawn; a straight one by the white space on its two
    sides, and where these do not tell, it turns the state over. A paragraph begins outside.

    Parameters
    ----------
    flags
        One byte a token (`newsan.tagger.tokens.flags`), documents one after the other.
    document_starts
        The index of each document's first token, rising, the first 0.

    Examples
    --------
    >>> from newsan.tagger.tokens import flags, pieces
    >>> bits = np.array([flags(p) for p in pieces('"No," he said.')[1]], np.uint8)
    >>> read(bits, np.array([0])).columns[:, 0].tolist()
    [2, 1, 1, 3, 0, 0, 0]
    """
    n = len(flags)
    if not n:
        return Structure(np.zeros((0, len(SIZES)), np.int64), np.zeros(0, np.int64))
    at = np.arange(n)
    first = np.empty(n, bool)  # of a paragraph
    first[0] = True
    first[1:] = (flags[:-1] & BREAKS) != 0
    first[document_starts] = True
    starts = np.flatnonzero(first)
    paragraph = np.cumsum(first) - 1
    begin = starts[paragraph]

    quote = _quote_states(flags, first, at, begin)
    opens = _sentence_starts(flags, first, quote, at, begin)
    sentence = np.cumsum(opens) - 1
    in_quotation = quote > OUTSIDE
    in_sentence = (np.bincount(sentence, in_quotation) > 0)[sentence]
    in_paragraph = (np.bincount(paragraph, in_quotation) > 0)[paragraph]
    short = (np.bincount(paragraph) < SHORT)[paragraph]
    single = (np.bincount(paragraph, opens) == 1)[paragraph]
    document = np.zeros(n, np.int64)
    document[document_starts] = document_starts
    number = paragraph - paragraph[np.maximum.accumulate(document)]
    places = in_sentence + 2 * in_paragraph, short + 2 * single, np.minimum(number, SIZES[5] - 1)
    columns = np.stack((quote, opens, first, *places), axis=1)
    return Structure(columns.astype(np.int64), starts)


def _quote_states(
    flags: np.ndarray, first: np.ndarray, at: np.ndarray, begin: np.ndarray
) -> np.ndarray:
    """Return the quote state of every token: the last mark that says which way, then turns."""
    straight = (flags & STRAIGHT) != 0
    free_after = (flags & SPACED) != 0
    free_after[-1] = True
    free_after[:-1] |= first[1:]  # a document's last mark is followed by nothing of it
    free_before = np.empty_like(first)
    free_before[0] = True
    free_before[1:] = (flags[:-1] & SPACED) != 0
    free_before |= first
    opens = ((flags & OPENS) != 0) | (straight & free_before & ~free_after)
    closes = ((flags & CLOSES) != 0) | (straight & free_after & ~free_before)
    turns = straight & ~opens & ~closes

    told = np.maximum.accumulate(np.where(opens | closes, at, -1))
    is_told = told >= begin
    turned = np.cumsum(turns)
    since = np.where(is_told, turned[told], turned[begin] - turns[begin])
    inside = (is_told & opens[told]) ^ (((turned - since) & 1) != 0)
    state = np.where(inside, INSIDE, OUTSIDE)
    mark = opens | closes | turns
    return np.where(mark, np.where(inside, OPENING, CLOSING), state)


def _sentence_starts(
    flags: np.ndarray, first: np.ndarray, quote: np.ndarray, at: np.ndarray, begin: np.ndarray
) -> np.ndarray:
    """Return which tokens begin a sentence: after a full stop and whatever closes behind it."""
    shuts = ((flags & SHUTS) != 0) | (quote == CLOSING)
    said = np.maximum.accumulate(np.where(shuts, -1, at))
    before = np.empty_like(said)
    before[0] = -1
    before[1:] = said[:-1]
    ended = (before >= begin) & ((flags[before] & ENDS) != 0)
    begins = ((flags & BEGINS) != 0) | (quote == OPENING)
    starts: np.ndarray = first | (ended & begins & ~shuts)
    return starts
