"""Frames to matplotlib Axes; computes nothing.

Every chart names its measure, shows n and the dates, says where its rows come from and can be read
in grey: colour is the actor's side, the marker the kind of actor or the position taken.
"""

from newsan.charts.about import keyness, network, who_about_whom
from newsan.charts.board import claim_board, positions_over_time
from newsan.charts.polarity import polarity_by_actor, textblob_against_vader
from newsan.charts.quality import calibration, scores
from newsan.charts.statements import acts_by_actor, variants
from newsan.charts.time import distance_to_front, quotes_over_time

__all__ = [
    "acts_by_actor",
    "calibration",
    "claim_board",
    "distance_to_front",
    "keyness",
    "network",
    "polarity_by_actor",
    "positions_over_time",
    "quotes_over_time",
    "scores",
    "textblob_against_vader",
    "variants",
    "who_about_whom",
]
