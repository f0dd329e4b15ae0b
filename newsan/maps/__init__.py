"""Geo frames to matplotlib Axes; computes nothing beyond projecting."""

from newsan.maps.areas import areas
from newsan.maps.film import film
from newsan.maps.overview import mentions
from newsan.maps.salient_map import salient
from newsan.maps.series import small_multiples

__all__ = ["areas", "film", "mentions", "salient", "small_multiples"]
