"""Clustered bootstrap, Wilson intervals, log-odds keyness, coders: every number a chart shows."""

from newsan.stats.coding import Agreement, agreement, corrected, sample
from newsan.stats.intervals import (
    MINIMUM,
    Difference,
    Estimate,
    clustered_bootstrap,
    holm,
    log_odds,
    permutation_test,
    wilson,
    word_counts,
)
from newsan.stats.sheets import agreements, audit, coded, sheet

__all__ = [
    "MINIMUM",
    "Agreement",
    "Difference",
    "Estimate",
    "agreement",
    "agreements",
    "audit",
    "clustered_bootstrap",
    "coded",
    "corrected",
    "holm",
    "log_odds",
    "permutation_test",
    "sample",
    "sheet",
    "wilson",
    "word_counts",
]
