"""Intervals of means and shares, and the test of two groups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError, UnknownName
from newsan.text import running, tokens

MINIMUM = 5  # values below which no interval is given: percentile intervals are far too narrow
_BATCH = 2_000_000  # resampled values held in memory at a time


class Estimate(NamedTuple):
    """A mean with its interval: `low` and `high` are NaN where n is too small for one."""

    mean: float
    low: float
    high: float
    n: int
    n_clusters: int


class Difference(NamedTuple):
    """The difference of two group means and how often chance alone makes one as large."""

    difference: float
    p_value: float
    n_a: int
    n_b: int


def clustered_bootstrap(
    frame: pd.DataFrame,
    value: str,
    cluster: str,
    *,
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """
    Estimate a mean and its percentile interval when values come in clusters.

    Quotations of one article are not independent, so each draw takes articles with replacement
    and then, within each article taken, its values with replacement (two-stage bootstrap; Davison
    & Hinkley 1997, section 3.8).

    Parameters
    ----------
    frame
        One row a value; rows whose value is missing are left out.
    value, cluster
        The columns with the values and with what they are clustered by (`article_id`).
    draws
        Number of resamples; 10,000 keeps the ends of a 95 % interval steady to two places.
    level
        Share of resampled means inside the interval.
    seed
        Seed of the generator; the same input gives the same interval.

    Returns
    -------
    estimate
        `mean`, `low`, `high` (in units of the values), `n` values, `n_clusters`.

    Undefined
    ---------
    `mean` is NaN without values; `low` and `high` are NaN below five, where percentile intervals are far too narrow.

    Raises
    ------
    UnknownName
        A column is not in the frame.

    Examples
    --------
    >>> frame = pd.DataFrame({"article_id": list("aabbcc"), "polarity": [0, 1, 0, 1, 1, 1]})
    >>> e = clustered_bootstrap(frame, "polarity", "article_id")
    >>> round(e.mean, 2), e.n, e.n_clusters, bool(0 <= e.low <= e.mean <= e.high <= 1)
    (0.67, 6, 3, True)
    """
    schema.need_columns(frame, value, cluster, numbers=value)
    kept = frame[[cluster, value]].dropna(subset=[value])
    kept = kept.sort_values([cluster, value], kind="stable")
    values = kept[value].to_numpy(dtype="float64")
    n = len(values)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, 0)
    sizes = kept.groupby(cluster, sort=True, dropna=False).size().to_numpy()
    mean = float(values.mean())
    if n < MINIMUM:
        return Estimate(mean, math.nan, math.nan, n, len(sizes))
    means = _resampled_means(values, sizes, draws=draws, seed=seed)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(mean, float(low), float(high), n, len(sizes))


def _resampled_means(values: np.ndarray, sizes: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Draw clusters, then values within them, in batches that fit in memory."""
    rng = np.random.default_rng(seed)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    k = len(sizes)
    batch = max(1, _BATCH // len(values))
    means = []
    for begin in range(0, draws, batch):
        taken = rng.integers(k, size=(min(batch, draws - begin), k))
        counts = sizes[taken]
        flat = np.repeat(taken.ravel(), counts.ravel())
        at = first[flat] + np.floor(rng.random(len(flat)) * sizes[flat]).astype("int64")
        totals = counts.sum(axis=1)
        edges = np.concatenate([[0], np.cumsum(totals)[:-1]])
        means.append(np.add.reduceat(values[at], edges) / totals)
    return np.concatenate(means)


def wilson(k: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """
    Return the Wilson score interval of a share.

    Parameters
    ----------
    k, n
        `k` cases out of `n`; not whole where cases are weighed.
    level
        Confidence level.

    Returns
    -------
    interval
        `(low, high)`, shares from 0 to 1.

    Undefined
    ---------
    Both are NaN for `n` = 0.

    Raises
    ------
    SchemaError
        `k` is not between 0 and `n`.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(3, 10)]
    [0.108, 0.603]
    """
    from scipy.stats import norm

    if not 0 <= k <= n:
        raise SchemaError(f"A share of {k} out of {n} is none: give 0 <= k <= n.")
    if n == 0:
        return math.nan, math.nan
    z = float(norm.ppf((1 + level) / 2))
    centre, half = k + z**2 / 2, z * math.sqrt(k * (n - k) / n + z**2 / 4)
    return max(0.0, (centre - half) / (n + z**2)), min(1.0, (centre + half) / (n + z**2))


def permutation_test(
    frame: pd.DataFrame,
    value: str,
    group: str,
    *,
    groups: Sequence[str] | None = None,
    within: str | None = None,
    unit: str | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> Difference:
    """
    Test whether two groups have the same mean, by shuffling who said what.

    Labels are shuffled within the values of `within` (speakers within an article), so that
    differences between articles cannot look like differences between speakers. Where a group is of whole articles (an
    outlet), `unit` shuffles the labels of articles, as quotations of one are not independent. The p value is
    two-sided, (1 + extreme draws) / (1 + draws) (Phipson & Smyth 2010).

    Parameters
    ----------
    frame
        One row a value; rows without a value or a group are left out.
    value, group
        The columns with the values and the two labels.
    groups
        The two labels to compare, a then b; by default the only two that occur, sorted.
    within
        The column inside whose values labels are shuffled.
    unit
        The column whose values keep together and get a label each (`article_id`, to compare outlets); rows
        without one are left out.
    draws, seed
        Number of shuffles and seed of the generator.

    Returns
    -------
    difference
        `difference` (mean of a less mean of b), `p_value`, `n_a`, `n_b`.

    Undefined
    ---------
    `difference` and `p_value` are NaN where a group is empty.

    Raises
    ------
    UnknownName
        A column is missing, or there are not exactly two groups.
    SchemaError
        `within` leaves nothing to shuffle, a unit has both labels, or `within` and `unit` are both given.

    Examples
    --------
    >>> frame = pd.DataFrame({"who": list("aaaabbbb"), "v": [1, 1, 1, 1, 0, 0, 0, 0]})
    >>> t = permutation_test(frame, "v", "who", draws=999)
    >>> t.difference, t.p_value < 0.05
    (1.0, True)
    """
    if within and unit:
        raise SchemaError(
            "within= and unit= exclude each other: labels are shuffled inside articles, or of whole ones."
        )
    schema.need_columns(frame, value, group, *filter(None, (within, unit)), numbers=value)
    kept = frame.dropna(subset=[value, group, *([unit] if unit else [])])
    labels = sorted(map(str, kept[group].unique())) if groups is None else list(groups)
    if len(labels) != 2:
        raise UnknownName(f"A comparison needs two groups; column {group!r} has {labels[:5]}.")
    kept = kept[kept[group].isin(labels)]
    kept = kept.sort_values([*filter(None, (within, unit)), group, value], kind="stable")
    values = kept[value].to_numpy("float64")
    is_a = (kept[group] == labels[0]).to_numpy()
    n_a, n_b = int(is_a.sum()), int((~is_a).sum())
    if not n_a or not n_b:
        return Difference(math.nan, math.nan, n_a, n_b)
    observed = values[is_a].mean() - values[~is_a].mean()
    totals: np.ndarray = values
    sizes: np.ndarray = np.ones(len(values))
    if unit:
        of = pd.factorize(kept[unit])[0]
        sizes, totals, n_of_a = (np.bincount(of, w) for w in (None, values, is_a))
        if ((n_of_a > 0) & (n_of_a < sizes)).any():
            raise SchemaError(
                f"Some {unit} has both labels of {group}: shuffle inside it, with within={unit!r}."
            )
        is_a = n_of_a > 0
    strata = pd.factorize(kept[within])[0] if within else np.zeros(len(sizes), "int64")
    if within and kept.groupby(within, dropna=False)[group].nunique().max() < len(labels):
        raise SchemaError(f"No {within} holds both labels of {group}, so nothing can be shuffled inside one: "
                          f"shuffle the labels of whole ones, with unit={within!r}.")  # fmt: skip
    rng = np.random.default_rng(seed)
    extreme = 0
    for _ in range(draws):
        shuffled = is_a[np.lexsort((rng.random(len(sizes)), strata))]
        total, n = totals[shuffled].sum(), sizes[shuffled].sum()
        drawn = total / n - (values.sum() - total) / (len(values) - n)
        extreme += int(abs(drawn) >= abs(observed) - 1e-12)
    return Difference(float(observed), (1 + extreme) / (1 + draws), n_a, n_b)


def holm(p_values: Sequence[float]) -> list[float]:
    """
    Adjust p values, one a comparison and none missing, for how many there are; in the order given, at most 1.

    The method is that of Holm (1979, Scandinavian Journal of Statistics 6(2)).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, p_values[i] * (len(p_values) - rank)))
        adjusted[i] = highest
    return adjusted


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


def log_odds(counts_a: pd.Series, counts_b: pd.Series) -> pd.DataFrame:
    """
    Compare two word counts by log-odds with an informative Dirichlet prior.

    Method of Monroe, Colaresi & Quinn (2008), "Fightin' Words", Political Analysis 16(4),
    equations 16, 20 and 22: the prior, the counts of both sides together, pulls rare words to no
    difference, and z divides the difference of the log-odds by its standard deviation.

    Parameters
    ----------
    counts_a, counts_b
        Counts indexed by word (see `word_counts`).

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
    a, b = (c.reindex(words).fillna(0).to_numpy("float64") for c in (counts_a, counts_b))
    alpha = a + b
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log((n + alpha) / ((n.sum() + alpha.sum()) - (n + alpha))) for n in (a, b)]
        delta = odds[0] - odds[1]
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
