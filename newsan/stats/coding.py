"""Samples for coders, how far two coders agree, and counts corrected by what coders found."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError
from newsan.stats.intervals import MINIMUM, Estimate

_PSEUDO = 0.4  # errors added to a sample's, so that one without any is not taken for certain


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
    for measure in (_kappa, _alpha):
        low, high = math.nan, math.nan
        spread = measure(drawn)
        if n >= MINIMUM and np.isfinite(spread).any():
            low, high = np.nanpercentile(spread, [2.5, 97.5]).tolist()
        estimates.append(Estimate(float(measure(pairs[None])[0]), low, high, n, n))
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


def _kappa(pairs: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of tables of counts."""
    n = pairs.sum((1, 2))
    same = np.trace(pairs, axis1=1, axis2=2) / n
    chance = (pairs.sum(1) * pairs.sum(2)).sum(1) / n**2
    return _beyond(same, chance)


def _alpha(pairs: np.ndarray) -> np.ndarray:
    """Return Krippendorff's nominal alpha of tables of counts of two coders."""
    n = pairs.sum((1, 2))
    same = np.trace(pairs, axis1=1, axis2=2) / n
    either = pairs.sum(1) + pairs.sum(2)
    chance = (either * (either - 1)).sum(1) / (2 * n * (2 * n - 1))
    return _beyond(same, chance)


def _beyond(same: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return agreement beyond chance, NaN where chance alone gives all of it."""
    rest = np.where(chance < 1, 1 - chance, np.nan)
    found: np.ndarray = (same - chance) / rest
    return found


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

    The difference estimator of survey sampling (Särndal, Swensson & Wretman 1992, section 6.3), which prediction-powered
    inference (Angelopoulos et al. 2023) is for a finite set of rows: the share that the program gives, plus the mean
    difference between coder and program in the sample, by stratum where the sample has strata. It is right however the
    program errs, so long as the sample was drawn by chance (`sample`).

    Parameters
    ----------
    frame
        All rows, with the program's labels in `column`.
    coded
        The sample, with the coder's labels in `column`; `stratum` and `weight`, where they are there, as `sample` gave
        them.
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
        with `low` and `high`, all within 0 and 1.

    Undefined
    ---------
    `corrected`, `low` and `high` are NaN where fewer than five rows of a group were coded.

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
    strata = own_rows["stratum"] if "stratum" in coded else None
    # Strata are known of the rows drawn; where they are the program's labels, of all, else weights stand for them.
    is_by_label = strata is not None and (strata == labels.reindex(strata.index)).all()
    rows["stratum"] = rows["machine"] if is_by_label else "all"
    names = sorted({*labels, *human})
    shares = []
    for group, here in rows.groupby("group", sort=True):
        for name in names:
            shares.append({by or "group": group, column: name} | _corrected(here, name, level))
    table = pd.DataFrame(shares)
    return table if by is not None else table.drop(columns="group")


def _corrected(rows: pd.DataFrame, name: str, level: float) -> dict[str, float]:
    """Return one label's share in one group, by the program and corrected."""
    from scipy.stats import t

    machine = (rows["machine"] == name).astype(float)
    coded = rows["human"].notna()
    n, total = int(coded.sum()), len(rows)
    answer = {"n": total, "n_coded": n, "raw": float(machine.mean()),
             "corrected": math.nan, "low": math.nan, "high": math.nan}  # fmt: skip
    if n < MINIMUM:
        return answer
    error = (rows["human"] == name).astype(float) - machine
    shift, variance = 0.0, 0.0
    for _, here in rows.groupby("stratum"):
        own = error[here.index][coded[here.index]]
        if own.empty:  # nobody looked: taken to err as the rest does
            own = error[coded]
        each = rows["weight"][own.index]
        share, drawn = len(here) / total, float(each.sum() ** 2 / (each**2).sum())
        mean, square = ((own**k * each).sum() / each.sum() for k in (1, 2))
        squares = (square * drawn + _PSEUDO) / (drawn + _PSEUDO) - mean**2
        shift += share * mean
        variance += share**2 * max(0.0, 1 - len(own) / len(here)) * max(0.0, squares) / drawn
    centre = answer["raw"] + shift
    half = float(t.ppf((1 + level) / 2, n - 1)) * math.sqrt(variance)
    low, high, centre = (min(1.0, max(0.0, x)) for x in (centre - half, centre + half, centre))
    return answer | {"corrected": centre, "low": low, "high": high}
