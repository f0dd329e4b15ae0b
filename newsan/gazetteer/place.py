"""One place, and how far two are apart."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer; `lat` and `lon` are NaN where no source gives a point."""

    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    precision_m: float = math.nan

    @property
    def has_point(self) -> bool:
        """Return whether the place has a point."""
        return not math.isnan(self.lat)


def distance_km(a: Place, b: Place) -> float:
    """Return the great-circle distance of two places; NaN if one has no point."""
    la, lo, lb, lp = (math.radians(v) for v in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, h))) if h == h else math.nan
