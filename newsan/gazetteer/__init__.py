"""Place names and their points; folded, transliterated, disambiguated.

The shipped gazetteer is a cut of GeoNames (CC BY 4.0): every settlement of Russia and Ukraine that
the data set has, the rest of the world from 5,000 people; countries; first-order divisions of
Natural Earth and counties of the United States (public domain). A small hand-kept table of the
study's settlements lies over it. Countries follow the internationally recognised borders: Crimea
and Sevastopol are in Ukraine.
"""

from newsan.gazetteer.catalogue import (
    SAME_PLACE_KM,
    Gazetteer,
    Place,
    distance_km,
    fold,
    load,
    loosen,
    of_study,
)

__all__ = [
    "SAME_PLACE_KM",
    "Gazetteer",
    "Place",
    "distance_km",
    "fold",
    "load",
    "loosen",
    "of_study",
]
