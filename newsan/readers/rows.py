"""A record as a row of the articles frame: fields by name, values read, what was guessed told to the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from newsan import readers
from newsan.errors import ReadError
from newsan.language import language
from newsan.readers import decoding, fields, markup, publication_days
from newsan.readers.ledger import Ledger
from newsan.readers.record import Record
from newsan.readers.sources import Dates

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_CUT = re.compile(r"\[\+\d+ chars\]\s*\Z")  # "… [+2114 chars]", as NewsAPI cuts
_WHICH = "say which with dayfirst=True or dayfirst=False"


@dataclass
class Rows:
    """How records become rows, and what is said of them on the way."""

    columns: Mapping[str, str]
    published: pd.Timestamp | None
    outlet: str | None
    ledger: Ledger

    def row(self, item: Record, place: str, dates: Dates) -> tuple[dict[str, Any], list[str]]:
        """Return a row of the articles frame, and what in the record was not as it should be."""
        got, unused = fields.values(item.fields, self.columns)
        text = self._text(got, unused, item, place)
        day, faults = self._day(got.get("published"), item.fields.get("_file_day"), place, dates)
        row: dict[str, Any] = dict.fromkeys(fields.NAMES)
        row |= {"outlet": self.outlet, "file_id": item.fields.get("_file_id"), "source": place}
        row |= {k: fields.words(v) for k, v in got.items() if k not in ("published", "text")}
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
        if not item.is_prose and markup.is_markup(given):
            given = markup.plain(given)
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
        if likely := fields.likeliest(unused, item.fields):
            return f'no text; if it stands in {likely!r}, say columns={{"text": "{likely}"}}'
        return "a link and no text: save the page and read that" if "url" in got else "no text"

    def _day(
        self, value: Any, of_file: str | None, place: str, dates: Dates
    ) -> tuple[pd.Timestamp | None, list[str]]:
        """Read the day of publication, or say why it is left missing."""
        two = publication_days.two_readings(value)
        first = None if two is None else dates.day_comes_first()
        day = publication_days.instant(value, dayfirst=first)
        if day is not None:
            if two is not None and not dates.is_told:
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
