"""
Measure how many rows change when texts are wrapped, or hold characters that nobody sees.

    python benchmarks/wrapping.py [SOURCE] [--most 200] [--rows]

SOURCE is anything that `newsan.articles.read` takes; by default the articles of the study. Paragraphs are
parted by empty lines first. A row of quotations (with actors), mentions, references and stance counts as
changed if no row has the same place and values; places are counted in characters that are seen. `--rows`
shows those that change.
"""

from __future__ import annotations

import argparse
import random
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import newsan as ns
from newsan.text.segment import INVISIBLE

STUDY = Path(__file__).resolve().parents[1] / "data" / "articles"
FRAMES = ("quotes", "mentions", "references", "stance")
_IDS = ("quote_id", "attribution_id", "mention_id", "reference_id", "stance_id", "geometry")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANK = re.compile(r"[ \t\n]+")


def main() -> None:
    """Print the share of rows that each change of the texts changes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", default=STUDY)
    parser.add_argument("--most", type=int, help="articles, the first of the source")
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    articles = ns.articles.deduplicate(ns.articles.read(given.source, bad="report"))
    articles = articles.iloc[: given.most].assign(text=articles["text"].map(_parted))
    before = _rows(articles)
    print(f"{len(articles)} articles, {before.total():,} rows")
    for name, change in CHANGES.items():
        chance = random.Random(name)
        texts = [change(text, chance) for text in articles["text"]]
        after = _rows(articles.assign(text=pd.Series(texts, articles.index)))
        changed = max((before - after).total(), (after - before).total())
        print(f"{name:32} {changed:6,}  {changed / max(1, before.total()):7.2%}")
        for sign, rows in (("-", before - after), ("+", after - before)) if given.rows else ():
            for row in sorted(rows.elements(), key=str):
                print("   ", sign, *row)


def _rows(articles: pd.DataFrame) -> Counter[tuple[str, ...]]:
    """Count the rows of all frames, by article, seen place and values."""
    result = ns.analyse(articles)
    seen = {k: _seen(t) for k, t in zip(articles["article_id"], articles["text"], strict=True)}
    rows: Counter[tuple[str, ...]] = Counter()
    for name in FRAMES:
        frame = getattr(result, name)
        kept = [c for c in frame if c not in _IDS]
        for row in frame[kept].to_dict("records"):
            place = seen[row["article_id"]]
            values = (
                f"{c}={place[int(v)]}"
                if c.endswith(("start", "end")) and not pd.isna(v)
                else f"{c}={_letters(str(v))}"
                for c, v in row.items()
            )
            rows[(name, *values)] += 1
    return rows


def _seen(text: str) -> list[int]:
    """Return how many characters that are seen stand before each."""
    total, counts = 0, [0]
    for character in text:
        total += len(_letters(character))
        counts.append(total)
    return counts


def _letters(text: str) -> str:
    """Return what is seen of a text, without white space."""
    return "".join(INVISIBLE.sub("", text).split())


def _parted(text: str) -> str:
    """Part paragraphs by empty lines, where line ends did."""
    return text if re.search(r"\n\s*\n", text) else text.replace("\n", "\n\n")


def _lines(fill: Callable[[str, random.Random], list[str]]) -> Callable[[str, random.Random], str]:
    """Make a change of the lines of a text that are long."""

    def change(text: str, chance: random.Random) -> str:
        return "\n".join("\n".join(fill(x, chance) or [x]) for x in text.split("\n"))

    return change


def _wrapped(width: int, **options: bool | str) -> Callable[[str, random.Random], str]:
    return _lines(lambda line, _: textwrap.wrap(line, width, break_long_words=False, **options))  # type: ignore[arg-type]


def _ragged(line: str, chance: random.Random) -> list[str]:
    """Wrap each line at a width of its own."""
    made, words = [""], _BLANK.split(line)
    width = chance.randint(60, 78)
    for word in words:
        if made[-1] and len(made[-1]) + 1 + len(word) > width:
            made.append(word)
            width = chance.randint(60, 78)
        else:
            made[-1] = f"{made[-1]} {word}".strip()
    return made


def _justified(line: str, chance: random.Random) -> list[str]:
    """Wrap at 76 columns and widen blanks until every line but the last is full."""
    lines = textwrap.wrap(line, 76, break_long_words=False)
    for i, short in enumerate(lines[:-1]):
        words = short.split(" ")
        for _ in range(76 - len(short) if len(words) > 1 else 0):
            words[chance.randrange(len(words) - 1)] += " "
        lines[i] = " ".join(words)
    return lines


def _strewn(what: str, share: float, *, between: bool) -> Callable[[str, random.Random], str]:
    """Make a change that puts something into words, and between them."""

    def inside(m: re.Match[str], chance: random.Random) -> str:
        word, at = m.group(), chance.randrange(1, len(m.group()))
        return word[:at] + what + word[at:] if chance.random() < share else word

    def change(text: str, chance: random.Random) -> str:
        text = _WORD.sub(lambda m: inside(m, chance), text)
        if between:
            text = re.sub(" ", lambda _: what * (chance.random() < share) + " ", text)
        return text

    return change


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, _: text,
    **{f"wrapped at {width}": _wrapped(width) for width in (60, 66, 72, 80, 90)},
    "wrapped at 80, hyphens kept": _wrapped(80, break_on_hyphens=False),
    "wrapped at 72, indented": _wrapped(72, initial_indent="    "),
    "wrapped at 72, all indented": _wrapped(72, initial_indent="  ", subsequent_indent="  "),
    "ragged, 60 to 78": _lines(_ragged),
    "justified at 76": _lines(_justified),
    "zero-width spaces": _strewn("\u200b", 0.1, between=True),
    "word joiners and marks": _strewn("\u2060\u200e", 0.1, between=True),
    "soft hyphens": _strewn("\u00ad", 0.3, between=False),
}


if __name__ == "__main__":
    main()
