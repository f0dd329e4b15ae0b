"""
Measure how many rows change when articles are changed in ways that change nothing that is said in them.

    python benchmarks/metamorphic.py [SOURCE] [--rows]

SOURCE is anything that `newsan.articles.read` takes; by default the articles of the study. A row of quotations
(words, kind, actor, act, day), mentions, references and stance is the same if its values are, written alike: marks
and dashes straight, white space single, nothing invisible. Ids and offsets are not compared. `--rows` shows the
rows that change. `benchmarks/wrapping.py` measures line breaks and invisible characters by place, too.
"""

from __future__ import annotations

import argparse
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import newsan as ns
from newsan.text.segment import INVISIBLE

STUDY = Path(__file__).resolve().parents[1] / "data" / "articles"
Row = tuple[str, ...]
VALUES = {
    "quotes": ("article_id", "kind", "text", "actor", "act", "said_on", "content", "relayed_by"),
    "mentions": ("article_id", "name", "place_id", "kind"),
    "references": ("article_id", "place_id", "relation", "side", "status", "event_on", "actor_id"),
    "stance": ("article_id", "actor_id", "target_id", "polarity", "topic", "position"),
}
_ALIKE = str.maketrans("“”„«»‘’‚—–‑", '"""""\'\'\'---')

BEFORE = (
    "The library of Ostbruck opens its doors at nine from Monday on. A new roof was put on in the spring, and the "
    "old oak stairs were sanded by hand.\n\n"
)
AFTER = (
    "\n\nThe rose garden behind the mill of Ostbruck is in bloom. Its paths were laid with gravel in the spring, and "
    "a bench stands under each of the lime trees."
)


def _every(change: Callable[[str], str]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Make a change of articles out of one of their texts."""
    return lambda articles: articles.assign(text=articles["text"].map(change))


def _middle(text: str) -> str:
    parts = text.split("\n\n")
    at = len(parts) // 2 + 1  # not between a headline and its dateline
    return "\n\n".join([*parts[:at], AFTER.strip(), *parts[at:]])


def _wrapped(width: int) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = [textwrap.wrap(x, width, break_long_words=False) or [""] for x in text.split("\n")]
        return "\n".join("\n".join(line) for line in lines)

    return change


def _british(text: str) -> str:
    """Write double marks single, where no single ones stand that could be taken for them."""
    return text if set(text) & set("‘'") else text.translate(str.maketrans("“”", "‘’"))


CHANGES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "read again": lambda articles: articles,
    "in reverse": lambda articles: articles.iloc[::-1],
    "one index for all": lambda articles: articles.set_axis([7] * len(articles)),
    "all twice": lambda articles: pd.concat(
        [articles, articles.assign(article_id=articles["article_id"] + "-again")]
    ),
    "outlet, title, url changed": lambda articles: articles.assign(
        outlet="The Lamp", title="", url="", byline="", source="x"
    ),
    "CRLF": _every(lambda text: text.replace("\n", "\r\n")),
    "NFC": _every(lambda text: unicodedata.normalize("NFC", text)),
    "NFD": _every(lambda text: unicodedata.normalize("NFD", text)),
    "spaces at line ends": _every(lambda text: text.replace("\n", "  \n")),
    "three line ends": _every(lambda text: text.replace("\n\n", "\n\n\n")),
    "no-break spaces after marks": _every(lambda text: re.sub("([“«]) ?", "\\1\u00a0", text)),
    "two spaces after a stop": _every(lambda text: re.sub(r"(?<=[.?!”]) (?=[A-Z“])", "  ", text)),
    "paragraph before": _every(lambda text: BEFORE + text),
    "paragraph in the middle": _every(_middle),
    "paragraph behind": _every(lambda text: text + AFTER),
    "straight marks": _every(lambda text: text.translate(str.maketrans("“”‘’", "\"\"''"))),
    "guillemets": _every(lambda text: text.translate(str.maketrans("“”", "«»"))),
    "low and high marks": _every(lambda text: text.replace("”", "\0").replace("“", "„").replace("\0", "“")),
    "single marks": _every(_british),
    "en dashes": _every(lambda text: text.replace("—", " – ").replace("  – ", " – ").replace(" –  ", " – ")),
    "two hyphens": _every(lambda text: re.sub(r" ?[—–] ?", " -- ", text)),
    "ellipsis in dots": _every(lambda text: text.replace("…", "...")),
    "in capitals": _every(lambda text: text.upper() if len(text.upper()) == len(text) else text),
    "wrapped at 60": _every(_wrapped(60)),
    "wrapped at 72": _every(_wrapped(72)),
    "wrapped at 90": _every(_wrapped(90)),
}  # fmt: skip


def alike(value: object) -> str:
    """
    Return a value as it is compared, however it is written.

    Examples
    --------
    >>> alike("“It\\u200b  rained” – he said"), alike(None)
    ("'Itrained'-hesaid", 'None')
    """
    if pd.isna(value):
        return "None"
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", str(value))).translate(_ALIKE)
    text = re.sub(r"\s*-+\s*", "-", text.replace("…", "..."))
    return "".join(text.split()).replace('"', "'") if isinstance(value, str) else text


def rows(articles: pd.DataFrame) -> Counter[Row]:
    """Count the rows of all frames by their values."""
    result = ns.analyse(articles)
    acts = result.quotes.merge(result.rhetoric[["quote_id", "act"]], on="quote_id", how="left")
    frames = {name: getattr(result, name) for name in VALUES} | {"quotes": acts}
    found: Counter[Row] = Counter()
    for name, columns in VALUES.items():
        frame = frames[name]
        for row in zip(*(frame[c].astype("object") for c in columns), strict=True):
            found[(name, *map(alike, row))] += 1
    return found


def ready(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles whose paragraphs are parted by empty lines, as most of the changes need."""
    texts = [t if re.search(r"\n\s*\n", t) else t.replace("\n", "\n\n") for t in articles["text"]]
    return articles.assign(text=pd.Series(texts, articles.index, dtype="str"))


def compared(
    articles: pd.DataFrame, name: str, before: Counter[Row]
) -> tuple[Counter[Row], Counter[Row]]:
    """Return the rows that a change loses and those it adds."""
    after = rows(_hashed(CHANGES[name](articles)))
    if name == "in capitals":
        before, after = _upper(before), _upper(after)
    if name == "all twice":
        after = Counter({row: n for row, n in after.items() if not row[1].endswith("-again")})
    if name.startswith("paragraph"):  # what is named in it is its own
        after = Counter({row: n for row, n in after.items() if "Ostbruck" not in row})
    return before - after, after - before


def _upper(counted: Counter[Row]) -> Counter[Row]:
    """Return rows as they are compared where capitals do not count."""
    upper: Counter[Row] = Counter()
    for row, n in counted.items():
        upper[tuple(value.upper() for value in row)] += n
    return upper


def _hashed(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles none of which is taken for a copy of another."""
    return articles.assign(sha256=[str(n) for n in range(len(articles))])


def main() -> None:
    """Print the share of rows that each change changes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", default=STUDY)
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    articles = ready(ns.articles.deduplicate(ns.articles.read(given.source, bad="report")))
    before = rows(articles)
    print(f"{len(articles)} articles, {before.total():,} rows")
    for name in CHANGES:
        lost, added = compared(articles, name, before)
        share = max(lost.total(), added.total()) / max(1, before.total())
        print(f"{name:30} lost {lost.total():4} added {added.total():4} {share:8.2%}")
        for sign, changed in (("-", lost), ("+", added)) if given.rows else ():
            for row in sorted(changed.elements(), key=str):
                print("   ", sign, *row)


if __name__ == "__main__":
    main()
