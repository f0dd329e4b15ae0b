"""Who held which settlement when: tables of control, and the areas, front and pockets that follow."""

from newsan.frontline.ground.holders import as_day
from newsan.frontline.ground.land import DEGREES, METRES, border, to_metres

__all__ = ["DEGREES", "METRES", "as_day", "border", "to_metres"]
