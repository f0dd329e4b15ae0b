"""Who held which settlement when, the areas and front that follow, and what texts say of them."""

from newsan.frontline.ground.areas import areas, compare, distances, front
from newsan.frontline.ground.control import read_control, state
from newsan.frontline.ground.enclosure import enclosure
from newsan.frontline.ground.holders import change_days
from newsan.frontline.ground.openness import measure
from newsan.frontline.ground.read_areas import read_areas
from newsan.frontline.said.references import references
from newsan.frontline.sides import read_sides

__all__ = [
    "areas",
    "change_days",
    "compare",
    "distances",
    "enclosure",
    "front",
    "measure",
    "read_areas",
    "read_control",
    "read_sides",
    "references",
    "state",
]
