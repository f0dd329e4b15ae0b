"""Who held which settlement when: tables of control, and the areas, front and pockets that follow."""

from newsan.frontline.ground.holders import as_day
from newsan.frontline.ground.land import (
    DEGREES,
    border,
    equal_area,
    metres,
    outline_bounds,
    projected,
    system_round,
    zone_name,
)

__all__ = [
    "DEGREES",
    "as_day",
    "border",
    "equal_area",
    "metres",
    "outline_bounds",
    "projected",
    "system_round",
    "zone_name",
]
