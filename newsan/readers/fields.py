"""A record as a row of the articles frame: fields by the names that files give them, values read, guesses told."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from newsan import lexicons, readers
from newsan.errors import ReadError, unknown_name
from newsan.language import language
from newsan.readers import decoding, publication_days, web
from newsan.readers.record import Ledger, Record

NAMES = ("article_id", "title", "outlet", "byline", "published", "lang", "url", "text")
OWN = ("n_words", "sha256", "source")  # further columns of newsan's own articles frame
_NO_VALUE = frozenset(("nan", "n/a", "#n/a", "none", "null", "undefined", "[removed]", "[deleted]"))
_NAMED = ("name", "main", "original", "title")  # what holds the words of an object, as of an author
_DEPTH = 3  # of objects within each other that are looked into
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_CUT = re.compile(r"\[\+\d+ chars\]\s*\Z")  # "… [+2114 chars]", as NewsAPI cuts
_WHICH = "say which with dayfirst=True or dayfirst=False"


@functools.lru_cache(maxsize=10_000)
def fold(name: str) -> str:
    """
    Return a name without its case, spaces, hyphens, points and underscores.

    Examples
    --------
    >>> {fold(name) for name in ("Full Text", "full_text", "fullText", "FULL-TEXT")}
    {'fulltext'}
    """
    return "".join(filter(str.isalnum, name)).casefold()


@functools.cache
def meanings(frame: str = "articles") -> dict[str, tuple[tuple[str, int], ...]]:
    """
    Return what folded names stand for: fields, each with its rank among the names of that field.

    Examples
    --------
    >>> meanings()["maintext"], meanings("control")["asof"]
    ((('text', 3),), (('day', 6),))
    """
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    ranks: dict[str, int] = {}
    for row in lexicons.rows("import_columns"):
        if row["frame"] == frame:
            rank = ranks[row["field"]] = ranks.get(row["field"], -1) + 1
            key = fold(row["name"])
            found[key] = (*found.get(key, ()), (row["field"], rank))
    return found


def named(columns: Iterable[str], frame: str) -> dict[str, str]:
    """Return which of some columns holds each field of a frame: of several the one named first in the table."""
    best: dict[str, tuple[int, str]] = {}
    for name in columns:
        for field, rank in meanings(frame).get(fold(name), ()):
            best[field] = min(best.get(field, (rank, name)), (rank, name))
    return {field: name for field, (_, name) in best.items()}


def check(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return which column holds which field, as the caller says; refuse what is no field of an article."""
    for field in columns or {}:
        if field not in NAMES:
            raise unknown_name("field of an article", field, NAMES)
    return dict(columns or {})


def values(
    record: Mapping[Any, Any], columns: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """
    Return the fields of a record that hold a value, and the names that hold one and are no field.

    Objects in the record are looked into (`source.name`). `columns` says which name holds which field, where the table of
    names does not: that field is taken from there and from nowhere else.

    Examples
    --------
    >>> values({"Headline": "Rain", "Story": "It rained.", "crawled_at": "2031", "lang": "nan"})
    ({'title': 'Rain', 'text': 'It rained.'}, ['crawled_at'])
    >>> values({"para": "It rained."}, {"text": "Para"})
    ({'text': 'It rained.'}, [])
    """
    told = {fold(name): field for field, name in (columns or {}).items()}
    best: dict[str, tuple[int, Any]] = {}
    used: set[str] = set()
    is_own = "sha256" in record  # whose `source` is a file, not an outlet
    for top, name, value in _flat(record):
        key = fold(name)
        if (is_own and key in OWN) or (top.startswith("_")):
            used.add(top)
            continue
        if key in told:
            best[told[key]] = (-1, value)
            used.add(top)
            continue
        for field, rank in meanings().get(key, ()):
            if field in told.values() or not _fits(field, key, value):
                continue
            used.add(top)
            if field not in best or rank < best[field][0]:
                best[field] = (rank, value)
    unused = [
        decoding.whole(str(k))
        for k, v in record.items()
        if str(k) not in used and not is_missing(v)
    ]
    return {field: value for field, (_, value) in best.items()}, unused


def _flat(
    record: Mapping[Any, Any], above: str = "", depth: int = 1
) -> Iterator[tuple[str, str, Any]]:
    """Yield the values of a record: the name at its top, the name with all that are above it, the value."""
    for key, value in record.items():
        name = f"{above}{key}"
        if not is_missing(value):
            yield name.split(".", 1)[0] if above else name, name, value
        if isinstance(value, Mapping) and depth < _DEPTH:
            yield from _flat(value, f"{name}.", depth + 1)


def _fits(field: str, key: str, value: Any) -> bool:
    """Return whether a value can be of a field whose name is another's too: `source` is an outlet or an address."""
    if len(meanings()[key]) == 1:
        return True
    is_address = isinstance(value, str) and "://" in value
    return is_address == (field == "url")


def is_missing(value: Any) -> bool:
    """
    Return whether a value says nothing: missing, blank, an empty list, or a word such as "nan".

    Examples
    --------
    >>> [is_missing(v) for v in (None, float("nan"), " ", [], "NaN", "[Removed]", 0)]
    [True, True, True, True, True, True, False]
    """
    if isinstance(value, str):
        return not value.strip() or value.strip().casefold() in _NO_VALUE
    if isinstance(value, list | tuple | Mapping | np.ndarray):
        return len(value) == 0
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def words(value: Any) -> str:
    """
    Write a field as text; a list of authors becomes one line, an object its name.

    Examples
    --------
    >>> words([{"name": "Mara Ostrell"}, "Ivo Teller"])
    'Mara Ostrell, Ivo Teller'
    """
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(filter(None, map(words, value)))
    if isinstance(value, Mapping):
        value = next((value[k] for k in _NAMED if not is_missing(value.get(k))), value)
    return decoding.repair(str(value)).strip()


def likeliest(names: Iterable[str], record: Mapping[Any, Any]) -> str | None:
    """Return the name under which the most words stand, if they are more than a headline has."""
    counted = [(len(v.split()), n) for n in names if isinstance(v := record.get(n), str)]
    n, name = max(counted, default=(0, ""))
    return name if n > 8 else None


@dataclass
class Reading:
    """How a source is read, as the caller says, and what is said of it on the way."""

    columns: Mapping[str, str]
    encoding: str | None
    published: pd.Timestamp | None  # of articles that do not say
    dayfirst: bool | None
    outlet: str | None
    progress: bool
    ledger: Ledger

    def row(
        self, item: Record, place: str, day_comes_first: Callable[[], bool | None]
    ) -> tuple[dict[str, Any], list[str]]:
        """Return a row of the articles frame, and what in the record was not as it should be."""
        got, unused = values(item.fields, self.columns)
        text = self._text(got, unused, item, place)
        of_file = item.fields.get("_file_day")
        day, faults = self._day(got.get("published"), of_file, place, day_comes_first)
        row: dict[str, Any] = dict.fromkeys(NAMES)
        row |= {"outlet": self.outlet, "file_id": item.fields.get("_file_id"), "source": place}
        row |= {k: words(v) for k, v in got.items() if k not in ("published", "text")}
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        row |= {
            "published": day,
            "text": text,
            "n_words": len(_WORD.findall(text)),
            "sha256": digest,
        }
        if "lang" not in got:
            row["lang"] = language(text)
        for name in unused:
            said = f'columns={{"FIELD": "{name}"}} if it holds a field of the article'
            self.ledger.add(place, "unused", f"column {name}", remedy=said)
        return row, faults

    def _text(self, got: dict[str, Any], unused: list[str], item: Record, place: str) -> str:
        given = got.get("text")
        if given is None:
            raise ReadError(self._no_text(got, unused, item))
        if not isinstance(given, str):
            raise ReadError(f"'text' is {type(given).__name__}, not a string")
        if len(given) > readers.MOST_CHARACTERS:
            raise ReadError(
                f"an article of more than {readers.MOST_CHARACTERS:,} characters: split it; if it "
                "holds many articles, save each as a file or a record"
            )
        if not item.is_prose and web.is_markup(given):
            given = web.plain(given)
            self.ledger.add(place, "guessed", "texts with tags read as HTML")
        if cut := _CUT.search(given):
            given = given[: cut.start()].rstrip().removesuffix("…").removesuffix("...").rstrip()
            self.ledger.add(place, "lost", "ends of texts that the export cut off",
                            remedy="read the pages themselves")  # fmt: skip
        text = decoding.repair(given).strip()
        if text != decoding.lines(given).strip():
            self.ledger.add(place, "guessed", "repaired mojibake")
        if not text:
            raise ReadError("no text")
        return text

    def _no_text(self, got: dict[str, Any], unused: list[str], item: Record) -> str:
        if wanted := self.columns.get("text"):
            return f"no text: nothing stands in {wanted!r}; there are {', '.join(map(repr, item.fields))}"
        if likely := likeliest(unused, item.fields):
            return f'no text; if it stands in {likely!r}, say columns={{"text": "{likely}"}}'
        return "a link and no text: save the page and read that" if "url" in got else "no text"

    def _day(
        self, value: Any, of_file: str | None, place: str, others: Callable[[], bool | None]
    ) -> tuple[pd.Timestamp | None, list[str]]:
        """Read the day of publication, or say why it is left missing."""
        two = publication_days.two_readings(value)
        first = others() if two is not None and self.dayfirst is None else self.dayfirst
        day = publication_days.instant(value, dayfirst=first)
        if day is not None:
            if two is not None and self.dayfirst is None:
                what = f"dates read with the {'day' if first else 'month'} first, as others show"
                self.ledger.add(place, "guessed", what, remedy="say dayfirst=")
            if publication_days.is_epoch(value):
                self.ledger.add(place, "guessed", "dates read as seconds since 1970")
            return day, []
        faults = []
        if two is not None:
            faults = [f"published={two}; left missing: {_WHICH}"]
            self.ledger.add(place, "lost", "dates that can be two days", remedy=_WHICH)
        elif value is not None:
            faults = [f"published={value!r} is not a date; left missing"]
            self.ledger.add(place, "lost", "dates that are none")
        if (day := publication_days.instant(of_file)) is not None:
            self.ledger.add(place, "guessed", "days of publication taken from names of files")
            return day, faults
        return (None if two is not None else self.published), faults
