"""Which words are more one side's than the other's."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from newsan.errors import SchemaError, UnknownName
from newsan.text import running, tokens


def word_counts(texts: Iterable[str]) -> pd.Series:
    """
    Count the words of some texts, in lower case.

    Returns
    -------
    counts
        Named "n", indexed by word, most frequent first and then by the alphabet; tokens without a
        letter are left out.

    Examples
    --------
    >>> word_counts(["The river rose.", "The town held."]).to_dict()
    {'the': 2, 'held': 1, 'river': 1, 'rose': 1, 'town': 1}
    """
    if isinstance(texts, str):
        raise SchemaError("One text where several are counted: give a list of texts, as [text].")
    words = [
        text[a:b].lower()
        for text in map(running, texts)
        for a, b in tokens(text)
        if any(map(str.isalpha, text[a:b]))
    ]
    counts = pd.Series(words, dtype="str", name="word").value_counts().rename("n")
    order = sorted(counts.index, key=lambda w: (-counts[w], w))
    return counts.reindex(order).astype("int64")


def log_odds(
    counts_a: pd.Series, counts_b: pd.Series, prior: pd.Series | None = None
) -> pd.DataFrame:
    """
    Compare two word counts by log-odds with an informative Dirichlet prior.

    Method of Monroe, Colaresi & Quinn (2008), "Fightin' Words", Political Analysis 16(4),
    equations 16, 20 and 22: the prior pulls rare words to no difference, and z divides the
    difference of the log-odds by its standard deviation.

    Parameters
    ----------
    counts_a, counts_b
        Counts indexed by word (see `word_counts`).
    prior
        Pseudo-counts indexed by word, one for each word of either side; by default the counts of
        both sides together.

    Returns
    -------
    keyness
        One row a word: `word`, `n_a`, `n_b`, `log_odds` (above 0: more a's word), `z`; sorted by
        `z` from high to low, then by word. |z| > 1.96 is the usual threshold.

    Undefined
    ---------
    `log_odds` and `z` are NaN where one side's words and prior leave no other word.

    Raises
    ------
    UnknownName
        The prior lacks a word.
    SchemaError
        The counts are no counts by word.

    Examples
    --------
    >>> a, b = pd.Series({"flood": 9, "the": 20}), pd.Series({"dam": 9, "the": 20})
    >>> keyness = log_odds(a, b)
    >>> keyness["word"].tolist(), keyness["z"].round(2).tolist()
    (['flood', 'the', 'dam'], [2.0, 0.0, -2.0])
    """
    for given in (counts_a, counts_b):
        if not isinstance(given, pd.Series):
            raise SchemaError(f"Not counts by word: got {type(given).__name__}, expected what "
                              "newsan.stats.word_counts(texts) returns.")  # fmt: skip
    words = sorted({*counts_a.index, *counts_b.index})
    a = counts_a.reindex(words).fillna(0).to_numpy("float64")
    b = counts_b.reindex(words).fillna(0).to_numpy("float64")
    if prior is None:
        alpha = a + b
    else:
        lacking = [w for w in words if w not in prior.index]
        if lacking:
            raise UnknownName(f"The prior has no count for {', '.join(map(repr, lacking[:3]))}.")
        alpha = prior.reindex(words).to_numpy("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_a = np.log((a + alpha) / ((a.sum() + alpha.sum()) - (a + alpha)))
        odds_b = np.log((b + alpha) / ((b.sum() + alpha.sum()) - (b + alpha)))
        delta = odds_a - odds_b
        z = delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha))
    finite = np.isfinite(delta)
    out = pd.DataFrame(
        {
            "word": pd.Series(words, dtype="str"),
            "n_a": a.astype("int64"),
            "n_b": b.astype("int64"),
            "log_odds": np.where(finite, delta, np.nan),
            "z": np.where(finite, z, np.nan),
        }
    )
    return out.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)
