"""Geo frames to matplotlib Axes; computes nothing beyond projecting."""

from newsan.maps.overview import mentions
from newsan.maps.salient_map import areas, salient
from newsan.maps.series import film, small_multiples

__all__ = ["areas", "film", "mentions", "salient", "small_multiples"]
