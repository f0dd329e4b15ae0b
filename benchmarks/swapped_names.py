"""
Measure how many rows change when the people of an article get other names, of 200 that are hard to tell.

    python benchmarks/swapped_names.py [--rows]

Each template is read with two plain invented names, and then with each pair of neighbours of `hard_names.csv`
(words, days, verbs, titles and places as names, particles, accents, capitals inside). A row of quotations (words,
kind, speaker as written, actor) is right if the row of the plain names is the same with the names exchanged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import pandas as pd

import newsan as ns

NAMES = Path(__file__).with_name("hard_names.csv")
PLAIN = (("Mara", "Ostrell"), ("Ivo", "Hrabec"))
# {A} and {B} are full names, {a} and {b} last names alone.
TEMPLATES = (
    "“The bridge will hold,” said {A}, the mayor of Veldany. “We have tested it,” {a} added.\n\n"
    "{B}, a member of the council, denied it. “It will fall,” {b} said.",
    "{A} said on Friday that the dam would hold. {B} said that it would not.\n\n"
    "According to {a}, the water was falling.",
    "Asked about the road, Mayor {A} replied: “I have not seen it.”\n\n“Then go and look,” {B} told reporters.",
    "Mayor {A} accused {B} of lying about the flood.\n\n{b} called the claim “nonsense from the hills”.",
    "{A}, a farmer near Veldany, said the harvest was lost. “Nobody came to help us,” {a} said by telephone.",
    "The council, {A} said, had no money. “None at all,” {a} wrote on Telegram.\n\n“There is some,” {B} answered.",
    "In the words of {B}, a former engineer, “this is the worst spring in fifty years.”\n\n"
    "{a}, who was not there, said that {b} was wrong.",
    "“We go on,” {A} told a meeting. {B} warned that the eastern pillar had moved by four centimetres.\n\n"
    "“It is not safe,” {b} added.",
)  # fmt: skip
Row = tuple[str, ...]


def pairs() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the hard names, each with the one that follows it."""
    table = pd.read_csv(NAMES, dtype="str", keep_default_na=False)
    names = list(zip(table["given"], table["last"], strict=True))
    return list(zip(names, [*names[1:], names[0]], strict=True))


def written(template: str, first: tuple[str, str], second: tuple[str, str]) -> str:
    """Return a template with the names of two people."""
    return template.format(A=" ".join(first), a=first[1], B=" ".join(second), b=second[1])


def found(texts: list[str]) -> list[Counter[Row]]:
    """Return the rows of each text."""
    articles = ns.articles.read([{"id": f"t{n:05d}", "text": t} for n, t in enumerate(texts)])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    rows: dict[str, Counter[Row]] = {i: Counter() for i in articles["article_id"]}
    columns = ("kind", "text", "speaker", "actor")
    cells = (quotes[c].astype("object").where(quotes[c].notna(), "") for c in columns)
    for article_id, *row in zip(quotes["article_id"], *cells, strict=True):
        rows[article_id][tuple(str(cell).strip(" ,.") for cell in row)] += 1
    return list(rows.values())


def exchanged(rows: Counter[Row], first: tuple[str, str], second: tuple[str, str]) -> Counter[Row]:
    """Return the rows of the plain names with two other names in their place."""
    made: Counter[Row] = Counter()
    for row, n in rows.items():
        cells = []
        for cell in row:
            for mark, plain, name in (("\0", PLAIN[0], first), ("\1", PLAIN[1], second)):
                cell = cell.replace(" ".join(plain), mark * 2).replace(plain[1], mark)
                cell = cell.replace(mark * 2, " ".join(name)).replace(mark, name[1])
            cells.append(cell.strip(" ,."))
        made[tuple(cells)] += n
    return made


def compared() -> tuple[int, list[tuple[str, str, Row | None, list[Row]]]]:
    """Return how many rows there are, and those that do not swap: names, text, row, what came instead."""
    plain = found([written(t, *PLAIN) for t in TEMPLATES])
    asked = [(pair, t, rows) for pair in pairs() for t, rows in zip(TEMPLATES, plain, strict=True)]
    texts = [written(t, *pair) for pair, t, _ in asked]
    n, wrong = 0, []
    for (pair, _, rows), text, got in zip(asked, texts, found(texts), strict=True):
        wanted = exchanged(rows, *pair)
        n += wanted.total()
        instead = list((got - wanted).elements())
        names = " / ".join(" ".join(name) for name in pair)
        wrong += [(names, text, row, instead) for row in (wanted - got).elements()]
    return n, wrong


def main() -> None:
    """Print the share of rows that do not swap, in all and by what makes a name hard."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--rows", action="store_true")
    asked = parser.parse_args()
    n, wrong = compared()
    print(
        f"{len(pairs())} names, {len(TEMPLATES)} templates, {n:,} rows: {len(wrong)} do not swap ({len(wrong) / n:.1%})"
    )
    table = pd.read_csv(NAMES, dtype="str", keep_default_na=False)
    hard_as = dict(zip(table["given"] + " " + table["last"], table["hard_as"], strict=True))
    by = Counter(hard_as[names.split(" / ")[0]] for names, *_ in wrong)
    for what, total in table["hard_as"].value_counts().items():
        print(f"  {what:28} {total:3} names  {by[what]:4} rows")
    for names, _, row, instead in wrong if asked.rows else ():
        print(f"{names}\n   - {row}\n   + {instead}")


if __name__ == "__main__":
    main()
