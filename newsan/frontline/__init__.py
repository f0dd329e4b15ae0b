"""Who held which settlement when, the areas and front that follow, and what texts say of them."""

from newsan.frontline.control import read_control, state
from newsan.frontline.distance import distances
from newsan.frontline.holders import change_days
from newsan.frontline.pocket import enclosure, measure
from newsan.frontline.polygons import read_areas
from newsan.frontline.reading import references
from newsan.frontline.shapes import areas, front

__all__ = [
    "areas",
    "change_days",
    "distances",
    "enclosure",
    "front",
    "measure",
    "read_areas",
    "read_control",
    "references",
    "state",
]
