"""What the tagger makes of texts: contents, each with the cue and the source linked to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from newsan.document import Document
from newsan.quotes import cues
from newsan.quotes.attribution import Attribution
from newsan.tagger import links
from newsan.tagger.model import Model, shipped
from newsan.tagger.network import Network
from newsan.tagger.spans import CONTENT, CUE, SOURCE, Tokens, of_tokens, one_thread, read, spans_of
from newsan.tagger.tokens import fold_marks

COMMA, POSSESSIVE = 1, 16  # of `newsan.tagger.tokens.KINDS`


def tagged(
    documents: Iterable[Document], *, model: Model | None = None
) -> Iterator[tuple[Document, list[Attribution]]]:
    """
    Yield documents with what the tagger alone says is attributed in it.

    Page furniture is blank to the tagger, and nothing is linked across it.

    Some 50,000 tokens are read at a time; an answer depends on its own text only. `model` is another than the
    shipped one (`newsan.tagger.model.load`). One attribution a content, in order of place.

    Examples
    --------
    >>> [(_, [found])] = tagged([Document("Mara Ostrell denied that the bridge had fallen.")])
    >>> found.source, found.cue, found.content
    ((0, 12), (13, 19), [(20, 46)])
    """
    weights = (model or shipped()).weights
    network = Network(model) if model else None
    waiting: list[Document] = []

    def plain() -> Iterator[str]:
        for document in documents:
            waiting.append(document)
            yield fold_marks(document.prose, document.regions)

    for size, tokens in read(plain(), network=network):
        batch = waiting[:size]
        del waiting[:size]
        for document, found in zip(batch, of_tokens(size, tokens), strict=True):
            document.phrases = found  # so that nothing is tagged twice
        yield from zip(batch, _Batch(batch, tokens, weights).attributions(), strict=True)


class _Batch:
    """Some documents, their tokens, and the spans that follow from both."""

    def __init__(
        self, documents: list[Document], tokens: Tokens, weights: dict[str, np.ndarray]
    ) -> None:
        self.documents, self.tokens, self.weights = documents, tokens, weights
        bounds = np.searchsorted(tokens.text, np.arange(len(documents) + 1)).tolist()
        self.bounds = list(pairwise(bounds))
        self.spans = spans_of(tokens, _tagged_on(self, _with_possessor(self, tokens.labels.copy())))
        self.edges = links.edge_states(tokens, self.spans)
        self.barriers = self._barriers()
        starts, ends = tokens.start[self.spans.first], tokens.end[self.spans.last]
        self.places = list(zip(starts.tolist(), ends.tolist(), strict=True))

    def attributions(self) -> Iterator[list[Attribution]]:
        """Yield for each document one attribution a content, as linked."""
        found: list[list[Attribution]] = [[] for _ in self.documents]
        text_of = self.tokens.text[self.spans.first]
        cue_of, source_of, lone_source_of = (self._chosen(name) for name in links.LINKS)
        for k in np.flatnonzero(self.spans.role == CONTENT).tolist():
            cue, sure = cue_of[k]
            source, known = lone_source_of[k] if cue < 0 else source_of.get(cue, (-1, 1.0))
            made = Attribution(
                [self.places[k]],
                self.places[source] if source >= 0 else None,
                self.places[cue] if cue >= 0 else None,
                float(self.spans.confidence[k]) * sure * known,
            )
            found[text_of[k]].append(made)
        yield from found

    def words(self, first: int, last: int) -> str:
        """Return the text of tokens of one document."""
        text: str = self.documents[self.tokens.text[first]].text
        return text[int(self.tokens.start[first]) : int(self.tokens.end[last])]

    def _chosen(self, name: str) -> dict[int, tuple[int, float]]:
        """Return the span that each span belongs to, or -1, and how likely that is."""
        roles = links.LINKS[name]
        found = links.pairs(self.tokens, self.spans, *roles, barriers=self.barriers)
        with one_thread():
            best, chance = links.choose(self.weights, name, self.edges, found)
        answers = zip(best.tolist(), chance.tolist(), strict=True)
        return dict(zip(found.own.tolist(), answers, strict=True))

    def _barriers(self) -> np.ndarray:
        """Return a number a token that changes with the document and after page furniture."""
        numbers = np.zeros(len(self.tokens.start), np.int64)
        above = 0
        for document, (a, b) in zip(self.documents, self.bounds, strict=True):
            numbers[a:b] = above
            if document.walls:
                numbers[a:b] += np.searchsorted(document.walls, self.tokens.start[a:b])
            above += len(document.walls) + 1
        return numbers


def _with_possessor(batch: _Batch, labels: np.ndarray) -> np.ndarray:
    """Return the labels with `called | Thursday's talks` for `called Thursday | 's talks`."""
    kinds = batch.tokens.kinds
    cut = np.flatnonzero((kinds[1:] == POSSESSIVE) & (labels[1:] == 5) & (labels[:-1] < 5))
    labels[cut], labels[cut + 1] = 5, 6
    return labels


def _tagged_on(batch: _Batch, labels: np.ndarray) -> np.ndarray:
    """
    Return the labels with `Russia took the town, the ministry said` read as one report.

    A tag after a comma reports the clause before it. Where that clause's own subject and verb
    were taken for a source and a cue, and the verb is none of saying, they become content.
    """
    tokens = batch.tokens
    spans = spans_of(tokens, labels)
    sentence = np.cumsum(tokens.where.columns[:, 1])
    role, first, last = spans.role, spans.first, spans.last
    ends = np.append(np.flatnonzero(np.diff(sentence[first])), len(first) - 1)
    for k in ends.tolist():  # the last span of its sentence
        if k < 4 or role[k - 4 : k + 1].tolist() != [SOURCE, CUE, CONTENT, SOURCE, CUE]:
            continue
        comma = last[k - 2] + 1
        near = first[k - 1] == comma + 1 and first[k] == last[k - 1] + 1
        if not near or tokens.kinds[comma] != COMMA or sentence[first[k - 4]] != sentence[first[k]]:
            continue
        inner, outer = (batch.words(first[j], last[j]) for j in (k - 3, k))
        if cues.kind_of(outer) and not cues.kind_of(inner):
            labels[first[k - 4] : comma] = 6
            labels[first[k - 4]] = 5
    return labels
