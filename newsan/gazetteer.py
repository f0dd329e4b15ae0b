"""Place names and their points; folded, transliterated, disambiguated.

The shipped gazetteer is a cut of GeoNames (CC BY 4.0): every settlement of Russia and Ukraine that
the data set has, the rest of the world from 5,000 people; countries; first-order divisions of
Natural Earth (public domain). A small hand-kept table of the study's settlements lies over it.
Countries follow the internationally recognised borders: Crimea and Sevastopol are in Ukraine.
"""

from __future__ import annotations

import csv
import functools
import gzip
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from newsan.errors import ReadError, unknown_name

if TYPE_CHECKING:
    import geopandas as gpd

SAME_PLACE_KM = 3.0

_LETTERS = str.maketrans({
    "ё": "е", "є": "е", "і": "и", "ї": "и", "ґ": "г", "ъ": "", "ь": "", "ß": "ss", "ł": "l",
    "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe", "ð": "d", "þ": "th",
    **dict.fromkeys("'’‘ʼʹ`´ʻʽ′", ""), **dict.fromkeys("-‐‑–—_", " "), ".": "",
})
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ы": "y", "э": "e", "ю": "yu", "я": "ya",
}
# Spellings that the usual transliterations of one Cyrillic name differ in, most telling first.
_LOOSE = tuple((re.compile(a), b) for a, b in (
    ("dzh|dj|dz|zh|j(?=[aeou])", "z"), ("tsch|tch|cz|ch", "c"), ("shch|sch|sh|sz", "s"),
    ("kh|h", "g"), ("ts|tz", "c"), ("ou", "u"), ("w", "v"), ("[iyj](?=[aeiou])", ""),
    ("iy|ij|yy|[yj]", "i"), ("o", "e"), ("i+$", "i"), (r"(.)\1+", r"\1"),
))


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
        """Tell whether the place has a point."""
        return not math.isnan(self.lat)


def fold(name: str) -> str:
    """
    Fold a place name for comparison: case, accents, apostrophes, hyphens, ё/е, ґ/г, і/и.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    key
        Names that differ only in these respects have the same key.

    Examples
    --------
    >>> fold("Bol’shoye Soldatskoye") == fold("bolshoye soldatskoye")
    True
    >>> fold("Тёткино") == fold("Теткино"), fold("St. Petersburg")
    (True, 'st petersburg')
    """
    if name.isascii():
        text = name.lower().translate(_LETTERS)
    else:
        text = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        text = "".join(ch for ch in text if not unicodedata.combining(ch)).translate(_LETTERS)
    words = text.split()
    return " ".join("st" if w == "saint" else w for w in words)


def loosen(name: str) -> str:
    """
    Reduce a name to what the usual transliterations of it have in common.

    Examples
    --------
    >>> loosen("Суджа") == loosen("Soudja") == loosen("Sudzha")
    True
    >>> loosen("Nikolaevo-Daryino") == loosen("Nikolayevo-Daryino")
    True
    """
    key = "".join(_CYRILLIC.get(ch, ch) for ch in fold(name))
    for pattern, letter in _LOOSE:
        key = pattern.sub(letter, key)
    return key


def load(source: str | Path | None = None) -> Gazetteer:
    """
    Load the shipped gazetteer, or the shipped one with a GeoNames country dump merged in.

    It is read once and kept: later calls return the same object.

    Parameters
    ----------
    source
        A GeoNames country dump such as `RU.txt` (tab-separated, from geonames.org); `None` for the
        shipped cut alone.

    Raises
    ------
    ReadError
        The dump cannot be read; the message names the line.

    Examples
    --------
    >>> load().lookup("Суджа")[0].place_id
    'sudzha'
    >>> load().lookup("Sevastopol")[0].country
    'UA'
    """
    return _shipped() if source is None else _with_dump(str(source))


@functools.cache
def _shipped() -> Gazetteer:
    return Gazetteer(_packed_lines(), _study_rows())


@functools.cache
def _with_dump(source: str) -> Gazetteer:
    return Gazetteer.from_geonames(source)


def _packed_lines() -> list[str]:
    raw = resources.files("newsan.resources").joinpath("places.tsv.gz").read_bytes()
    return gzip.decompress(raw).decode().splitlines()[2:]


def _study_rows() -> list[dict[str, str]]:
    file = resources.files("newsan.resources").joinpath("study_places.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Gazetteer:
    """
    Places by name and by id.

    Parameters
    ----------
    lines
        Lines of the shipped table: id, name, kind, country, admin1, lat, lon, population, keys.
    study
        Rows of the hand-kept table; each takes the place of the line its `stands_for` names, or of
        a settlement of the same name within 3 km, or is added.

    Examples
    --------
    >>> places = load()
    >>> places["sudzha"].name, places["sudzha"].country
    ('Sudzha', 'RU')
    >>> "atlantis" in places
    False
    """

    def __init__(self, lines: list[str], study: Iterable[dict[str, str]] = ()) -> None:
        self._lines = lines
        self._made: dict[int, Place] = {}
        self._ids: dict[str, int] = {}
        self._index: dict[str, tuple[int, ...]] = {}
        self.openers: dict[str, int] = {}
        self.study_ids: frozenset[str] = frozenset()
        self.bare_regions: frozenset[str] = frozenset()
        index = self._index
        for i, line in enumerate(lines):
            self._ids[line[: line.index("\t")]] = i
            for key in line[line.rindex("\t") + 1 :].split("|"):
                key = key or fold(line.split("\t", 2)[1])
                index[key] = (*index[key], i) if key in index else (i,)
        self._lay_over(list(study))
        for key in index:
            first, space, rest = key.partition(" ")
            if space:
                n = rest.count(" ") + 2
                if n > self.openers.get(first, 0):
                    self.openers[first] = n

    def _lay_over(self, study: list[dict[str, str]]) -> None:
        for row in study:
            place = _study_place(row)
            i = self._ids.pop(row["stands_for"], None) if row["stands_for"] else None
            i = self._near(place) if i is None else i
            if i is None:
                i = len(self._lines) + len(study) + len(self._made)
                while i in self._made:
                    i += 1
            else:
                base = self._at(i)
                place = Place(place.place_id, place.name, place.kind, place.country, place.admin1,
                              place.lat, place.lon, base.population, place.precision_m)
            self._made[i] = place
            self._ids[place.place_id] = i
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                key = fold(name)
                if i not in self._index.get(key, ()):
                    self._index[key] = (*self._index.get(key, ()), i)
        self.study_ids = frozenset(r["place_id"] for r in study)
        self.bare_regions = frozenset(r["place_id"] for r in study if r["bare_name"] == "yes")

    def _near(self, place: Place) -> int | None:
        """Return the settlement of the same name within 3 km, if there is one."""
        for i in self._index.get(fold(place.name), ()):
            other = self._at(i)
            if (other.kind == "settlement" and other.country == place.country
                    and distance_km(place, other) < SAME_PLACE_KM):
                return i
        return None

    def _at(self, i: int) -> Place:
        place = self._made.get(i)
        if place is None:
            f = self._lines[i].split("\t")
            lat, lon = (float(v) if v else math.nan for v in f[5:7])
            place = Place(f[0], f[1], f[2], f[3], f[4], lat, lon, int(f[7]))
            self._made[i] = place
        return place

    @classmethod
    def from_geonames(cls, path: str | Path) -> Gazetteer:
        """
        Merge a GeoNames country dump under the study table, over the shipped cut.

        Parameters
        ----------
        path
            A dump as geonames.org offers it: UTF-8, tab-separated, 19 columns, no header. Only
            populated places (feature class P) are taken.

        Raises
        ------
        ReadError
            A line has the wrong number of columns or its coordinates are not numbers.
        """
        shipped = _packed_lines()
        known = {line[: line.index("\t")]: line.split("\t", 5)[4] for line in shipped}
        rows = list(_dump_rows(Path(path)))
        codes = {f"{r[8]}.{r[10]}": known[f"gn-{r[0]}"] for r in rows if f"gn-{r[0]}" in known}
        added = [_dump_line(r, codes) for r in rows if f"gn-{r[0]}" not in known]
        return cls([*shipped, *added], _study_rows())

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._ids)

    def __contains__(self, place_id: object) -> bool:
        """Tell whether there is a place of that id."""
        return place_id in self._ids

    def __iter__(self) -> Iterator[Place]:
        """Go through all places, in the order of their ids."""
        return (self._at(self._ids[place_id]) for place_id in sorted(self._ids))

    def __getitem__(self, place_id: str) -> Place:
        """Return the place of an id."""
        if place_id not in self._ids:
            raise unknown_name("place", place_id, self._ids)
        return self._at(self._ids[place_id])

    def has(self, key: str) -> bool:
        """Tell whether a folded name is known."""
        return key in self._index

    def candidates(self, key: str) -> list[Place]:
        """Return the places of a folded name, in the order of the table."""
        return [self._at(i) for i in self._index.get(key, ())]

    def lookup(self, name: str) -> list[Place]:
        """
        Return the places of a name, likeliest first.

        Countries come first, then settlements of the study, others by population, then regions.

        A name that is not found as spelt is compared with the study's places by transliteration.

        Parameters
        ----------
        name
            A name in Latin or Cyrillic script.

        Returns
        -------
        places
            Empty if the name is not known.

        Examples
        --------
        >>> [p.kind for p in load().lookup("Kyiv")][0]
        'settlement'
        >>> load().lookup("Suzha")[0].name
        'Sudzha'
        """
        found = self.candidates(fold(name)) or self._sounds_like(name)
        return sorted(found, key=lambda p: (p.kind != "country", p.place_id not in self.study_ids,
                                            p.kind == "region", -p.population, p.place_id))

    def _sounds_like(self, name: str) -> list[Place]:
        if len(name) < 5:
            return []
        key = loosen(name)
        return [self[i] for i in sorted(self.study_ids)
                if key in self._loose_names()[i]]

    def _loose_names(self) -> dict[str, set[str]]:
        if not hasattr(self, "_loose"):
            found: dict[str, set[str]] = {i: {loosen(self[i].name)} for i in self.study_ids}
            for row in _study_rows():
                found[row["place_id"]] |= {loosen(a) for a in row["aliases"].split("|") if a}
            self._loose = found
        return self._loose

    def frame(self, place_ids: Iterable[str] | None = None) -> gpd.GeoDataFrame:
        """
        Return places as a frame with points in EPSG:4326, sorted by `place_id`.

        Parameters
        ----------
        place_ids
            The places wanted; `None` for those of the study.
        """
        import geopandas as gpd
        from shapely.geometry import Point

        places = [self[i] for i in sorted(self.study_ids if place_ids is None else set(place_ids))]
        columns = ("place_id", "name", "kind", "country", "admin1", "lat", "lon", "precision_m")
        return gpd.GeoDataFrame(
            {c: [getattr(p, c) for p in places] for c in columns},
            geometry=[Point(p.lon, p.lat) if p.has_point else None for p in places],
            crs="EPSG:4326",
        )


def distance_km(a: Place, b: Place) -> float:
    """Return the great-circle distance of two places; NaN if one has no point."""
    la, lo, lb, lp = (math.radians(v) for v in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, h))) if h == h else math.nan


def _study_place(row: dict[str, str]) -> Place:
    lat, lon, precision = (float(row[c]) if row[c] else math.nan
                           for c in ("lat", "lon", "precision_m"))
    return Place(row["place_id"], row["name"], row["kind"], row["country"], row["admin1"], lat, lon,
                 0, precision)


def _dump_rows(path: Path) -> Iterator[list[str]]:
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise ReadError(f"Cannot read the GeoNames dump {path}: {error.strerror}.") from error
    with file:
        for n, line in enumerate(file, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 19:
                raise ReadError(f"{path}, line {n}: {len(fields)} columns where a GeoNames dump has "
                                "19, separated by tabs.")
            if fields[6] == "P":
                try:
                    float(fields[4]), float(fields[5]), int(fields[14] or 0)
                except ValueError:
                    raise ReadError(f"{path}, line {n}: latitude {fields[4]!r}, longitude "
                                    f"{fields[5]!r} or population {fields[14]!r} is no number."
                                    ) from None
                yield fields


def _dump_line(r: list[str], codes: dict[str, str]) -> str:
    keys = sorted({fold(n) for n in (r[2], *r[3].split(",")) if len(n) > 3} - {fold(r[1]), ""})
    admin = codes.get(f"{r[8]}.{r[10]}", f"{r[8]}.{r[10]}")
    return "\t".join([f"gn-{r[0]}", r[1], "settlement", r[8], admin, r[4], r[5], r[14] or "0",
                      "|".join([fold(r[1]), *keys])])
