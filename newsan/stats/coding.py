"""Samples for coders, how far two coders agree, and counts corrected by what coders found."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError
from newsan.stats.intervals import MINIMUM, Estimate

_BORROWED = 1.0  # rows that what the whole sample says of a label counts for in a group
_FEWEST_OF_GROUP = 20  # coded rows below which a group gets no share of its own


class Agreement(NamedTuple):
    """How far two coders agree, with 95 % intervals, and the table of their labels."""

    n: int
    share: float
    kappa: Estimate
    alpha: Estimate
    table: pd.DataFrame


def sample(frame: pd.DataFrame, n: int, *, by: str | None = None, seed: int = 0) -> pd.DataFrame:
    """
    Draw rows for a coder to label, the same number from each group as far as there are so many.

    Parameters
    ----------
    frame
        The rows to draw from: quotations, say, with the label that a program gave.
    n
        How many.
    by
        The column whose values are the groups (strata); one group by default. Groups by the program's label give rare
        labels their due.
    seed
        Of the draw.

    Returns
    -------
    sample
        The rows drawn, in the order of `frame`, with `stratum` (the group) and `weight` (how many rows of the frame each
        stands for): `corrected` uses both.

    Raises
    ------
    UnknownName
        `by` is no column.
    SchemaError
        `n` is less than one.

    Examples
    --------
    >>> quotes = pd.DataFrame({"quote_id": ["a", "b", "c", "d"], "act": ["report"] * 3 + ["deny"]})
    >>> sample(quotes, 2, by="act")[["stratum", "weight"]].values.tolist()
    [['report', 3.0], ['deny', 1.0]]
    """
    if n < 1:
        raise SchemaError(f"A sample of {n} rows cannot be drawn: give one or more.")
    schema.need_columns(frame, *([by] if by is not None else []))
    strata = frame[by].astype("object") if by is not None else pd.Series("all", frame.index)
    strata = strata.where(strata.notna(), "unknown")
    sizes = strata.value_counts().sort_index()
    drawn = _shared_out(sizes.to_numpy(), n)
    dice = np.random.default_rng(seed)
    kept: list[int] = []
    weights: dict[str, float] = {}
    for name, size, number in zip(sizes.index, sizes, drawn, strict=True):
        here = np.flatnonzero((strata == name).to_numpy())
        kept += dice.choice(here, number, replace=False).tolist()
        weights[name] = size / number if number else math.nan
    rows = frame.iloc[sorted(kept)].copy()
    rows["stratum"] = strata.iloc[sorted(kept)].to_numpy()
    rows["weight"] = rows["stratum"].map(weights).astype(float)
    return rows


def _shared_out(sizes: np.ndarray, n: int) -> np.ndarray:
    """Return how many to draw from each group: equal numbers, what small groups lack from the others."""
    drawn = np.zeros(len(sizes), np.int64)
    left = min(n, int(sizes.sum()))
    while left:
        room = np.flatnonzero(drawn < sizes)
        more = np.minimum(sizes[room] - drawn[room], max(1, left // len(room)))[:left]
        drawn[room[: len(more)]] += more
        left -= int(more.sum())
    return drawn


def agreement(
    a: pd.DataFrame,
    b: pd.DataFrame,
    column: str,
    *,
    key: str = "quote_id",
    draws: int = 2000,
    seed: int = 0,
) -> Agreement:
    """
    Measure how far two coders give the same labels to the same rows.

    Cohen's kappa (Cohen 1960) is agreement beyond what each coder's own shares of labels make by chance; Krippendorff's
    alpha (nominal; Krippendorff 2019, chapter 12) beyond what their shares together make.

    Parameters
    ----------
    a, b
        The labels of either coder; rows without a label are passed over. A table of corrections
        (`corrections.read`) is one too, of what the coder looked at.
    column
        The column of labels; of corrections, the field.
    key
        The column that says which rows are the same; of corrections, their place does.
    draws, seed
        Of the bootstrap over rows for the intervals.

    Returns
    -------
    agreement
        `n` rows that both labelled, the `share` of them with the same label, `kappa` and `alpha` with percentile
        intervals, and `table`: labels of `a` by labels of `b`.

    Undefined
    ---------
    Kappa and alpha are NaN where both coders use one label only; the intervals below five rows.

    Raises
    ------
    UnknownName
        A column is not there.
    SchemaError
        A key is there twice, or no row was labelled by both.

    Examples
    --------
    >>> a = pd.DataFrame({"quote_id": list("pqrstu"), "act": ["deny", "deny"] + ["report"] * 4})
    >>> b = a.assign(act=["deny"] + ["report"] * 5)
    >>> found = agreement(a, b, "act")
    >>> found.n, round(found.share, 2), round(found.kappa.mean, 2), round(found.alpha.mean, 2)
    (6, 0.83, 0.57, 0.59)
    """
    one, other = (_labels(frame, column, key) for frame in (a, b))
    both = one.index.intersection(other.index, sort=True)
    if both.empty:
        raise SchemaError(f"No row has a {column} from both coders: is {key} of one run?")
    x, y = one[both].astype(str), other[both].astype(str)
    names = sorted({*x, *y})
    pairs = np.zeros((len(names), len(names)))
    np.add.at(pairs, ([names.index(v) for v in x], [names.index(v) for v in y]), 1)
    n = len(both)
    dice = np.random.default_rng(seed)
    drawn = dice.multinomial(n, pairs.ravel() / n, size=draws).reshape(-1, *pairs.shape)
    estimates = []
    for (mean,), spread in zip(_beyond_chance(pairs[None]), _beyond_chance(drawn), strict=True):
        low, high = math.nan, math.nan
        if n >= MINIMUM and np.isfinite(spread).any():
            low, high = np.nanpercentile(spread, [2.5, 97.5]).tolist()
        estimates.append(Estimate(float(mean), low, high, n, n))
    table = pd.DataFrame(pairs.astype(int), index=pd.Index(names, name="a"),
                         columns=pd.Index(names, name="b"))  # fmt: skip
    return Agreement(n, float(np.trace(pairs) / n), estimates[0], estimates[1], table)


def _labels(frame: pd.DataFrame, column: str, key: str) -> pd.Series:
    is_frame = isinstance(frame, pd.DataFrame)
    if is_frame and "field" in frame and column not in frame:  # corrections: a row a field
        rows = schema.require(frame, "corrections").query("field == @column")
        places = zip(rows["article_id"], rows["start"], rows["end"], strict=True)
        keys = [f"{a}:{b}-{c}" for a, b, c in places]
        frame = pd.DataFrame({key: keys, column: rows["value"].fillna("none").array})
    schema.need_columns(frame, key, column)
    kept = frame.dropna(subset=[key, column])
    if twice := kept.loc[kept[key].duplicated(), key].astype(str).tolist():
        raise SchemaError(f"{key} {twice[0]!r} has two labels from one coder.")
    return kept.set_index(key)[column]


def _beyond_chance(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Cohen's kappa and Krippendorff's nominal alpha of tables of counts; NaN where chance gives all agreement."""
    n, one, other = pairs.sum((1, 2)), pairs.sum(2), pairs.sum(1)
    same, either = np.trace(pairs, axis1=1, axis2=2) / n, one + other
    by_own = (one * other).sum(1) / n**2
    by_both = (either * (either - 1)).sum(1) / (2 * n * (2 * n - 1))
    kappa, alpha = ((same - c) / np.where(c < 1, 1 - c, np.nan) for c in (by_own, by_both))
    return kappa, alpha


def corrected(
    frame: pd.DataFrame,
    coded: pd.DataFrame,
    column: str,
    *,
    by: str | None = None,
    key: str = "quote_id",
    level: float = 0.95,
) -> pd.DataFrame:
    """
    Correct the shares of a program's labels by what a coder found in a sample.

    Rows are post-stratified by the program's label (Särndal, Swensson & Wretman 1992, chapter 7; for groups chapter 10):
    what the coder found of each label, by the weights of the coded rows, counts for all rows of that label. Within a group
    the group's own coded rows say it, and what the whole sample says of the label counts as one row more, so that
    a label of which nobody looked at a row there has an answer (a composite estimate; Rao & Molina 2015, chapter 3). The
    shares of a group's labels sum to 1. The interval is made of the Jeffreys intervals of the program's labels (Zou,
    Huang & Zhang 2009), which hold for rare labels, too. Without groups it is right however the program errs, so long as the
    sample was drawn by chance (`sample`).

    Parameters
    ----------
    frame
        All rows, with the program's labels in `column`.
    coded
        The sample, with the coder's labels in `column`; `weight`, where it is there, as `sample` gave it.
    column
        The column of labels.
    by
        A column of `frame` whose values get shares of their own, such as the actor.
    key
        The column that says which rows are the same.
    level
        Confidence level of the intervals.

    Returns
    -------
    shares
        One row a group and label: `by` (if given), `column`, `n` rows, `n_coded`, `raw` (the program's share), `corrected`
        with `low` and `high`, all within 0 and 1, and `reason`: why there is no corrected share.

    Undefined
    ---------
    `corrected`, `low` and `high` are NaN where fewer than 20 rows of a group, or five of all, were coded; `reason` is
    missing elsewhere.

    Raises
    ------
    UnknownName
        A column is not there.
    SchemaError
        A coded row is not in `frame`, or is there twice.

    Examples
    --------
    >>> quotes = pd.DataFrame({"quote_id": range(100), "act": ["deny"] * 30 + ["report"] * 70})
    >>> coded = sample(quotes, 50, by="act").assign(act=lambda s: s["act"].where(
    ...     s["quote_id"] % 10 > 0, "report"))
    >>> corrected(quotes, coded, "act").round(2)[["act", "raw", "corrected"]].values.tolist()
    [['deny', 0.3, 0.26], ['report', 0.7, 0.74]]
    """
    labels, human = _labels(frame, column, key).astype(str), _labels(coded, column, key).astype(str)
    if len(lost := human.index.difference(labels.index)):
        first = ", ".join(map(str, lost[:3]))
        raise SchemaError(f"Coded rows are not in the frame: {key} {first}.")
    if by is not None:
        schema.need_columns(frame, by)
    if "weight" in coded:
        schema.need_columns(coded, "weight", numbers="weight")
    rows = pd.DataFrame({"machine": labels})
    rows["human"] = human
    own = frame.drop_duplicates(key).set_index(key)
    rows["group"] = own[by].reindex(rows.index) if by is not None else "all"
    own_rows = coded.set_index(key)
    rows["weight"] = own_rows["weight"].reindex(rows.index) if "weight" in coded else 1.0
    names = sorted({*labels, *human})
    expected = _expected(rows.dropna(subset=["human"]), names)
    fewest = MINIMUM if by is None else _FEWEST_OF_GROUP
    shares = []
    for group, here in rows.groupby("group", sort=True):
        n = int(here["human"].notna().sum())
        few = f"{n} coded rows of {fewest} that it needs" if n < fewest else None
        own = _corrected(here, expected, names, level)
        for name, (raw, *found) in zip(names, own.tolist(), strict=True):
            centre, low, high = found if few is None else [math.nan] * 3
            shares.append({by or "group": group, column: name, "n": len(here), "n_coded": n, "raw": raw,
                           "corrected": centre, "low": low, "high": high, "reason": few})  # fmt: skip
    table = pd.DataFrame(shares)
    return table if by is not None else table.drop(columns="group")


def _expected(coded: pd.DataFrame, names: list[str]) -> dict[str, np.ndarray]:
    """Return, of each label of the program, which shares of its rows the coder gives each label."""
    is_wrong = coded["machine"] != coded["human"]
    wrong = _shares(coded[is_wrong], names)
    often = coded.loc[is_wrong, "weight"].sum() / coded["weight"].sum() if is_wrong.any() else 0.0
    # of a label that nobody looked at: errors as often as of the rest, and the same
    expected = dict(zip(names, (1 - often) * np.eye(len(names)) + often * wrong, strict=True))
    return expected | {str(n): _shares(own, names) for n, own in coded.groupby("machine")}


def _shares(coded: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Return the shares of the coder's labels by weight, 0 without rows."""
    weights = coded.groupby("human")["weight"].sum().reindex(names, fill_value=0.0).to_numpy(float)
    found: np.ndarray = weights / (weights.sum() or 1.0)
    return found


def _corrected(
    rows: pd.DataFrame, expected: dict[str, np.ndarray], names: list[str], level: float
) -> np.ndarray:
    """Return a row a label: its share in one group by the program, corrected, and the interval's ends."""
    from scipy.stats import beta, norm, t

    raw = rows["machine"].value_counts(normalize=True).reindex(names, fill_value=0.0).to_numpy()
    centre, below, above = np.zeros((3, len(names)))
    tail = norm.sf(t.ppf((1 + level) / 2, max(1, rows["human"].count() - 1)))
    for label, here in rows.groupby("machine"):
        own = here.dropna(subset=["human"])
        share, unseen = len(here) / len(rows), 1 - len(own) / len(here)
        worth = own["weight"].sum() ** 2 / (own["weight"] ** 2).sum() if len(own) else 0.0
        borrowed = _BORROWED * unseen  # where all were looked at, nothing is to be guessed
        n, found = worth + borrowed, _shares(own, names)
        mean = (worth * found + borrowed * expected[str(label)]) / n
        a, b = mean * n + 0.5, (1 - mean) * n + 0.5  # Jeffreys
        low = np.where(worth * found == 0, 0.0, beta.ppf(tail, a, b))
        high = np.where(worth * found == worth, 1.0, beta.ppf(1 - tail, a, b))
        centre += share * mean
        below += share**2 * unseen * (mean - low) ** 2
        above += share**2 * unseen * (high - mean) ** 2
    return np.stack([raw, centre, centre - below**0.5, centre + above**0.5], 1).clip(0, 1)
