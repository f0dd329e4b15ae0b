"""Intervals, tests and keyness against values worked out elsewhere."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy.stats import bootstrap

from newsan import stats
from newsan.errors import SchemaError, UnknownName


def frame(values, clusters):
    return pd.DataFrame({"v": values, "c": clusters})


def test_bootstrap_of_single_value_clusters_is_the_ordinary_one():
    values = [0.1, -0.4, 0.5, 0.9, -0.2, 0.3, 0.0, 0.7]
    made = stats.clustered_bootstrap(frame(values, range(8)), "v", "c")
    usual = bootstrap((values,), lambda x, axis: x.mean(axis=axis), method="percentile",
                      n_resamples=10_000, rng=1).confidence_interval  # fmt: skip
    assert made.mean == pytest.approx(sum(values) / 8)
    assert made.low == pytest.approx(usual.low, abs=0.02)
    assert made.high == pytest.approx(usual.high, abs=0.02)


def test_bootstrap_is_wider_where_clusters_agree_within():
    values = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1]
    alone = stats.clustered_bootstrap(frame(values, range(16)), "v", "c")
    clustered = stats.clustered_bootstrap(frame(values, list("aaaabbbbccccdddd")), "v", "c")
    assert clustered.high - clustered.low > alone.high - alone.low
    assert clustered.n_clusters == 4


def test_bootstrap_gives_no_interval_below_five():
    made = stats.clustered_bootstrap(frame([1, 0, 1, 0, None], list("abcde")), "v", "c")
    assert (made.mean, made.n, made.n_clusters) == (0.5, 4, 4)
    assert math.isnan(made.low) and math.isnan(made.high)


def test_bootstrap_of_nothing():
    made = stats.clustered_bootstrap(frame([None], ["a"]), "v", "c")
    assert math.isnan(made.mean) and made.n == 0


def test_bootstrap_repeats_and_depends_on_its_seed():
    data = frame([0.1, 0.5, 0.9, 0.2, 0.4, 0.7], list("aabbcc"))
    first = stats.clustered_bootstrap(data, "v", "c")
    assert first == stats.clustered_bootstrap(data, "v", "c")
    assert first == stats.clustered_bootstrap(data.iloc[::-1], "v", "c")
    few = stats.clustered_bootstrap(data, "v", "c", draws=50)
    assert few != stats.clustered_bootstrap(data, "v", "c", draws=50, seed=1)


def test_bootstrap_names_a_missing_column():
    with pytest.raises(UnknownName, match="Unknown column 'w'"):
        stats.clustered_bootstrap(frame([1], ["a"]), "w", "c")


def test_wilson_known_values():
    low, high = stats.wilson(0, 10)
    assert (low, round(high, 4)) == (0.0, 0.2775)
    assert [round(x, 4) for x in stats.wilson(8, 10)] == [0.4902, 0.9433]
    assert all(map(math.isnan, stats.wilson(0, 0)))
    with pytest.raises(SchemaError, match="3 out of 2"):
        stats.wilson(3, 2)


def test_word_counts_are_ordered():
    counts = stats.word_counts(["B a a.", "c 12"])
    assert list(counts.items()) == [("a", 2), ("b", 1), ("c", 1)]
    assert stats.word_counts([]).empty


def test_log_odds_by_hand():
    made = stats.log_odds(pd.Series({"a": 3, "b": 1}), pd.Series({"b": 4}))
    row = made.set_index("word").loc["a"]
    # counts + pooled prior: a has 6 of 12, b has 3 of 12 of the word
    expected = math.log(6 / 6) - math.log(3 / 9)
    assert row["log_odds"] == pytest.approx(expected)
    assert row["z"] == pytest.approx(expected / math.sqrt(1 / 6 + 1 / 3))
    assert made["word"].tolist() == ["a", "b"]


def test_permutation_of_equal_groups_finds_nothing():
    data = pd.DataFrame({"who": list("abababab"), "v": [1, 1, 0, 0, 1, 1, 0, 0]})
    made = stats.permutation_test(data, "v", "who", draws=200)
    assert made.difference == 0 and made.p_value == 1


def test_permutation_shuffles_within_strata_only():
    data = pd.DataFrame({"who": list("aabbab"), "v": [1, 1, 0, 0, 5, 5], "where": list("xxyyzz")})
    made = stats.permutation_test(data, "v", "who", within="where", draws=99)
    assert made.p_value == 1


def test_permutation_refuses_strata_that_leave_nothing_to_shuffle():
    data = pd.DataFrame(
        {"article": list("ppqqrrss"), "outlet": list("aaaabbbb"), "v": [1, 1, 1, 0, 0, 0, 0, 1]}
    )
    with pytest.raises(SchemaError, match="whole ones, with unit='article'"):
        stats.permutation_test(data, "v", "outlet", within="article", draws=9)
    with pytest.raises(SchemaError, match="exclude each other"):
        stats.permutation_test(data, "v", "outlet", within="article", unit="article")
    with pytest.raises(SchemaError, match="within='article'"):
        stats.permutation_test(data.assign(outlet=list("ab" * 4)), "v", "outlet", unit="article")


def test_permutation_of_whole_articles_counts_articles_and_not_rows():
    # Two articles an outlet, each of one mind: of the six ways to share out labels two are as far apart.
    data = pd.DataFrame(
        {
            "article": list("pppqqqrrrsss"),
            "outlet": ["x"] * 6 + ["y"] * 6,
            "v": [1.0] * 6 + [0.0] * 6,
        }
    )
    rows = stats.permutation_test(data, "v", "outlet", draws=2000)
    made = stats.permutation_test(data, "v", "outlet", unit="article", draws=2000)
    assert rows.p_value < 0.01
    assert made.p_value == pytest.approx(1 / 3, abs=0.05)
    assert (made.difference, made.n_a, made.n_b) == (1, 6, 6)


def test_permutation_of_an_empty_group_is_undefined():
    data = pd.DataFrame({"who": ["a"], "v": [1.0]})
    made = stats.permutation_test(data, "v", "who", groups=["a", "b"], draws=9)
    assert math.isnan(made.p_value) and (made.n_a, made.n_b) == (1, 0)
    with pytest.raises(UnknownName, match="two groups"):
        stats.permutation_test(data, "v", "who")


def test_holm_keeps_order_and_bounds():
    assert stats.holm([0.5, 0.001, 0.9]) == [1.0, 0.003, 1.0]
    assert stats.holm([]) == []


def test_rows_of_no_known_unit_are_left_out_and_make_no_unit_of_their_own():
    frame = pd.DataFrame(
        {"v": [1.0, 2, 3, 4, 5, 6], "g": list("aabbab"), "art": ["x", "x", "y", None, None, None]}
    )
    whole = stats.permutation_test(frame.dropna(), "v", "g", unit="art")
    assert stats.permutation_test(frame, "v", "g", unit="art") == whole
