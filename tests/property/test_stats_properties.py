"""What must hold for any numbers and counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from newsan import stats

_VALUES = st.lists(
    st.tuples(st.floats(-1, 1, allow_nan=False), st.sampled_from("abcd")), min_size=1, max_size=25
)
_COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 50), max_size=6)


@settings(max_examples=40, deadline=None)
@given(_VALUES)
def test_intervals_lie_within_the_values(pairs):
    frame = pd.DataFrame(pairs, columns=["v", "c"])
    made = stats.clustered_bootstrap(frame, "v", "c", draws=200)
    low, high = frame["v"].min(), frame["v"].max()
    assert low - 1e-9 <= made.mean <= high + 1e-9
    if len(frame) >= stats.MINIMUM:
        assert low - 1e-9 <= made.low <= made.high <= high + 1e-9
    else:
        assert np.isnan(made.low)


@given(st.integers(1, 500), st.data())
def test_wilson_holds_its_share(n, data):
    k = data.draw(st.integers(0, n))
    low, high = stats.wilson(k, n)
    assert -1e-12 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1 + 1e-12


@given(_COUNTS, _COUNTS)
def test_log_odds_turn_when_sides_do(a, b):
    one = stats.log_odds(pd.Series(a, dtype="int64"), pd.Series(b, dtype="int64"))
    two = stats.log_odds(pd.Series(b, dtype="int64"), pd.Series(a, dtype="int64"))
    assert len(one) == len({*a, *b})
    turned = -two.set_index("word")["z"].reindex(one["word"]).to_numpy()
    np.testing.assert_allclose(one["z"].to_numpy(), turned, atol=1e-12)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_a_p_value(p_values):
    made = stats.holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, made, strict=True))
