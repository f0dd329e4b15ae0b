"""
Write `newsan/resources/given_names.csv`: which pronoun a given name usually goes with.

    pip install nomquamgender==0.1.4
    python training/given_names.py

Names of many countries are those of `nomquamgender` (MIT; Van Buskirk, Clauset & Larremore, 2023),
which brings 36 public lists together: a name is kept where enough lists and bearers have it and
92 in 100 of them are of one sex. Ukrainian and Russian names, in the spellings of news agencies,
are listed by hand beside this script and go before.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "newsan" / "resources" / "given_names.csv"
# As often other words: not to be read as somebody's given name.
NO_NAMES = frozenset(
    "any long major will may french german muslim rock forest florida melbourne sierra royce syria china argentina "
    "africa asia america india england ireland scotland wales georgia london paris berlin vienna milan sydney "
    "royal saint general justice prince princess king queen duke major judge doctor sunday friday monday tuesday "
    "wednesday thursday saturday january april june august october north south east west northern southern new old "
    "young big early late hard real free best first last one two three see say ask look over under both each".split()
)
SURE = 0.92
LISTS, BEARERS = 8, 150  # that a name must have


def main() -> None:
    """Read the lists, keep what is clear, write."""
    home = Path(importlib.util.find_spec("nomquamgender").origin).parent
    rows = {}
    for name, (lists, bearers, female, _) in json.loads(
        (home / "name_data.json").read_text("utf-8")
    ).items():
        if name in NO_NAMES:
            continue
        plain = name.isascii() and name.isalpha() and len(name) > 1
        if plain and lists >= LISTS and bearers >= BEARERS and not 1 - SURE < female < SURE:
            rows[name] = "she" if female > 0.5 else "he"
    for pronoun, file in (("he", "given_names_he.txt"), ("she", "given_names_she.txt")):
        for name in (HERE / file).read_text("utf-8").split():
            rows[name.casefold()] = pronoun
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "pronoun"))
        writer.writerows((name, rows[name]) for name in sorted(rows))
    print(f"{len(rows)} names, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
