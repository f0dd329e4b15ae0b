"""Samples for coders, agreement of two, counts corrected by a sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from newsan import stats
from newsan.errors import SchemaError, UnknownName


def rows(*labels: str) -> pd.DataFrame:
    """Return rows with labels, numbered."""
    return pd.DataFrame({"quote_id": range(len(labels)), "act": labels})


def test_a_sample_gives_rare_labels_their_due() -> None:
    frame = rows(*["report"] * 95, *["threaten"] * 5)
    drawn = stats.sample(frame, 20, by="act", seed=3)
    assert drawn["act"].value_counts().to_dict() == {"report": 15, "threaten": 5}
    assert drawn.groupby("stratum")["weight"].first().round(2).to_dict() == {
        "report": 6.33,
        "threaten": 1.0,
    }
    assert drawn.index.is_monotonic_increasing
    pd.testing.assert_frame_equal(drawn, stats.sample(frame, 20, by="act", seed=3))
    assert not drawn.equals(stats.sample(frame, 20, by="act", seed=4))


def test_a_sample_is_no_larger_than_the_frame() -> None:
    assert len(stats.sample(rows("report", "deny"), 50)) == 2
    assert set(stats.sample(rows("report", "deny"), 50)["weight"]) == {1.0}


def test_a_sample_names_what_is_wrong() -> None:
    with pytest.raises(SchemaError, match="one or more"):
        stats.sample(rows("report"), 0)
    with pytest.raises(UnknownName, match="Did you mean 'act'"):
        stats.sample(rows("report"), 1, by="acts")


def test_agreement_of_a_published_table() -> None:
    # Cohen's kappa of (20, 5, 10, 15) is .4; alpha of the same table by its formula is .3948.
    a = rows(*["yes"] * 25, *["no"] * 25)
    b = rows(*["yes"] * 20, *["no"] * 5, *["yes"] * 10, *["no"] * 15)
    found = stats.agreement(a, b, "act")
    assert found.n == 50
    assert found.share == pytest.approx(0.7)
    assert found.kappa.mean == pytest.approx(0.4)
    disagreed, either = 15 * 2 / 100, (45 * 55 * 2) / (100 * 99)
    assert found.alpha.mean == pytest.approx(1 - disagreed / either)
    assert found.kappa.low < 0.4 < found.kappa.high
    assert found.table.loc["yes", "no"] == 5
    assert found.table.loc["no", "yes"] == 10


def test_agreement_is_over_rows_that_both_labelled() -> None:
    a, b = rows("deny", "report", "deny"), rows("deny", "deny").assign(quote_id=[0, 7])
    found = stats.agreement(a, b, "act")
    assert found.n == 1
    assert found.share == 1
    assert np.isnan(found.kappa.mean)
    assert np.isnan(found.kappa.low)
    with pytest.raises(SchemaError, match="of one run"):
        stats.agreement(a, b.assign(quote_id=[8, 9]), "act")
    with pytest.raises(SchemaError, match="two labels"):
        stats.agreement(a, b.assign(quote_id=[0, 0]), "act")
    with pytest.raises(UnknownName, match="act"):
        stats.agreement(a, b, "acts")


def drawn_by_chance(share: float, error: float, n: int, seed: int) -> tuple[pd.Series, float]:
    """Return the corrected row of one label in a simulated study, and the true share."""
    dice = np.random.default_rng(seed)
    truth = dice.random(800) < share
    frame = rows(*np.where(truth ^ (dice.random(800) < error), "deny", "report"))
    coded = stats.sample(frame, n, by="act", seed=seed)
    coded["act"] = np.where(truth[coded["quote_id"]], "deny", "report")
    table = stats.corrected(frame, coded, "act").set_index("act")
    return table.loc["deny"], float(truth.mean())


def test_corrected_shares_cover_the_truth_as_often_as_they_say() -> None:
    covered, nearer = 0, 0
    for seed in range(300):
        row, truth = drawn_by_chance(0.25, 0.15, 120, seed)
        covered += row["low"] <= truth <= row["high"]
        nearer += abs(row["corrected"] - truth) < abs(row["raw"] - truth)
    assert 0.92 <= covered / 300 <= 0.98
    assert nearer > 240


def test_all_rows_coded_leave_no_doubt() -> None:
    frame = rows(*["deny"] * 6, *["report"] * 14)
    coded = frame.assign(act=["deny"] * 3 + ["report"] * 17)
    table = stats.corrected(frame, coded, "act").set_index("act")
    assert table.loc["deny", ["raw", "corrected", "low", "high"]].round(3).tolist() == [
        0.3, 0.15, 0.15, 0.15]  # fmt: skip


def test_corrected_shares_by_group_need_five_coded_rows() -> None:
    frame = rows(*["deny"] * 10, *["report"] * 10).assign(
        actor=["mayor"] * 16 + ["guard"] * 4, outlet=None
    )
    coded = frame.iloc[[0, 1, 2, 10, 11, 17]]
    table = stats.corrected(frame, coded, "act", by="actor").set_index(["actor", "act"])
    assert table.loc[("mayor", "deny"), "corrected"] == pytest.approx(10 / 16)
    assert np.isnan(table.loc[("guard", "deny"), "corrected"])
    assert table.loc[("guard", "report"), "raw"] == 1
    with pytest.raises(SchemaError, match="not in the frame"):
        stats.corrected(frame, coded.assign(quote_id=range(90, 96)), "act")
