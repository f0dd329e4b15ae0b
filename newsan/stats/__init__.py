"""Clustered bootstrap, Wilson intervals, log-odds keyness: every number a chart shows."""

from newsan.stats.intervals import (
    MINIMUM,
    Difference,
    Estimate,
    clustered_bootstrap,
    holm,
    permutation_test,
    wilson,
)
from newsan.stats.keyness import log_odds, word_counts

__all__ = [
    "MINIMUM",
    "Difference",
    "Estimate",
    "clustered_bootstrap",
    "holm",
    "log_odds",
    "permutation_test",
    "wilson",
    "word_counts",
]
