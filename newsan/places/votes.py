"""What the names of a text say of each other: their votes for countries and for regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsan.gazetteer import Gazetteer, Place
from newsan.places.words import Span

LARGE_CITY = 500_000


def _counter() -> dict[str, float]:
    return defaultdict(float)


@dataclass(slots=True)
class Ballot:
    """The votes of one name, or of all: by country and by region."""

    countries: dict[str, float] = field(default_factory=_counter)
    regions: dict[str, float] = field(default_factory=_counter)


class Votes:
    """
    The votes of all names of a text, one ballot a name.

    Parameters
    ----------
    found
        The spans that name places.
    places
        The gazetteer the candidates come from.

    """

    def __init__(self, found: Iterable[Span], places: Gazetteer) -> None:
        """Take a ballot of every name."""
        self._of: dict[str, Ballot] = {}
        self._all = Ballot()
        for span in found:
            if not span.candidates or span.key in self._of:
                continue
            ballot = self._of[span.key] = _ballot(span, places)
            for country, n in ballot.countries.items():
                self._all.countries[country] += n
            for region, n in ballot.regions.items():
                self._all.regions[region] += n
        self._sums = sum(self._all.countries.values()), sum(self._all.regions.values())

    def without(self, key: str) -> Callable[[Place], tuple[float, float]]:
        """
        Return what the names other than `key` say of a place: the shares of country and region.

        A name has no vote on itself: "Georgia" alone tells neither country nor state.
        """
        own = self._of.get(key) or Ballot()
        countries = max(self._sums[0] - sum(own.countries.values()), 1e-9)
        regions = max(self._sums[1] - sum(own.regions.values()), 1e-9)

        def shares(place: Place) -> tuple[float, float]:
            country, region = place.country, place.admin1
            return (
                (self._all.countries.get(country, 0.0) - own.countries.get(country, 0.0))
                / countries,
                (self._all.regions.get(region, 0.0) - own.regions.get(region, 0.0)) / regions
                if region
                else 0.0,
            )

        return shares


def _ballot(span: Span, places: Gazetteer) -> Ballot:
    """Fill in the ballot of one name."""
    out = Ballot()
    if span.region_after:
        place = places[span.region_after]
        out.countries[place.country] += 1.0
        out.regions[place.place_id] += 1.0
        return out
    kinds = {p.kind for p in span.candidates}
    wide = [p for p in span.candidates if p.kind == "region"]
    for p in span.candidates:
        if p.kind == "country":
            out.countries[p.country] += 1.5 / len(kinds & {"country", "region"})
        elif p.kind == "settlement" and p.population >= LARGE_CITY:
            out.countries[p.country] += 0.7
            out.regions[p.admin1] += 0.5
    for p in wide:
        out.countries[p.country] += 0.5 / len(wide)
        out.regions[p.admin1 if span.is_county else p.place_id] += 1.5 / len(wide)
    if not kinds & {"country", "region"}:
        nations = {p.country for p in span.candidates}
        for nation in nations:
            out.countries[nation] += 0.5 / len(nations)
        for p in span.candidates:
            out.regions[p.admin1] += 0.7 / len(span.candidates)
    return out
