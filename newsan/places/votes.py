"""What the names of a text say of each other: votes for countries and regions, and by nearness."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from newsan.gazetteer import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COUNTRY_WEIGHT, REGION_WEIGHT, NEAR_WEIGHT = 6.0, 11.0, 60.0
NEAR_KM = 50.0  # at which the vote of a neighbour has fallen to a third
ROUNDS = 5
STATE_VOTE = {"settlement": 0.7, "region": 1.5}
COUNTY = "us-"  # how the ids of divisions begin that are small enough to have neighbours


def elect(prior: dict[str, list[tuple[Place, float]]]) -> dict[str, list[tuple[Place, float]]]:
    """
    Return what speaks for each place of each name: its own score, and what the other names say.

    All places of a name share its vote, the likelier ones more, round after round. A place gains by
    the share of the votes of the other names for its country (times 6) and for its region (times 11),
    and by the other names within some 50 km of it (times 60, over their number). A name has no
    vote on itself: "Georgia" alone tells neither country nor state.

    Parameters
    ----------
    prior
        The places of each name, each with what speaks for it alone.

    Examples
    --------
    >>> from newsan.gazetteer import load
    >>> places = load()
    >>> text = {n: [(p, 0.0) for p in places.lookup(n) if p.kind != "country"] for n in ("Paris", "Texas")}
    >>> max(elect(text)["Paris"], key=lambda vote: vote[1])[0].admin1
    'US-TX'

    """
    spread = [(name, place, own) for name, pairs in prior.items() for place, own in pairs]
    if not spread:
        return {}
    places = [place for _, place, _ in spread]
    own = np.array([score for *_, score in spread])
    sizes = [len(pairs) for pairs in prior.values() if pairs]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    name = np.repeat(np.arange(len(sizes)), sizes)
    others = (name[:, None] != name).astype(float)
    ballots = [
        (COUNTRY_WEIGHT, *_alike([p.country for p in places], [_has_country(p) for p in places])),
        (REGION_WEIGHT, *_alike(list(map(_region, places)), [STATE_VOTE.get(p.kind, 0.0) for p in places])),
    ]  # fmt: skip
    near = _nearness(places) * others * NEAR_WEIGHT / (1 + len(sizes))
    score = own
    for _ in range(ROUNDS):
        belief = np.exp(score - np.repeat(np.maximum.reduceat(score, first), sizes))
        belief /= np.repeat(np.add.reduceat(belief, first), sizes)
        score = own + near @ belief
        for weight, same, votes in ballots:
            cast = votes * belief
            score = score + weight * ((same * others) @ cast) / np.maximum(others @ cast, 1e-9)
    out: dict[str, list[tuple[Place, float]]] = {}
    for (of, place, _), total in zip(spread, score.tolist(), strict=True):
        out.setdefault(of, []).append((place, round(total, 6)))
    return out


def _alike(labels: list[str], votes: list[float]) -> tuple[Floats, Floats]:
    """Return which labels are the same, and the votes of those that have one."""
    array = np.array(labels)
    return ((array[:, None] == array) & (array != "")[:, None]).astype(float), np.array(votes)


def _has_country(place: Place) -> float:
    return 1.0 if place.kind == "country" else 0.5


def _region(place: Place) -> str:
    """Return the region that a place is or lies in."""
    is_wide = place.kind == "region" and not place.place_id.startswith(COUNTY)
    return place.place_id if is_wide else place.admin1


def _nearness(places: list[Place]) -> Floats:
    """Return how near places are to each other, from 1 to 0; 0 beside anything wider than a county."""
    local = np.array(
        [p.has_point and (p.kind == "settlement" or p.place_id.startswith(COUNTY)) for p in places]
    )
    lat, lon = (np.radians([[p.lat, p.lon] for p in places]).T).astype(float)
    h = np.sin((lat[:, None] - lat) / 2) ** 2
    h += np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    pairs = local[:, None] & local
    return np.where(pairs, np.exp(-np.where(pairs, km, math.inf) / NEAR_KM), 0.0)
