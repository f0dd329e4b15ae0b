"""
Count what `newsan.verify` finds of errors planted in quotations and claims, and what it says of clean ones.

    python benchmarks/verify.py data [--gum GUM.jsonl.gz] [--labels QUOTES.jsonl] [--sealed] [--rows]

DATA is the study: its dispatches, and the statements that say whose their words are. GUM adds Wikinews articles;
LABELS, attributions of them by reading. Rows are made at run time and kept nowhere: passages as they stand or
changed as editors may (case, marks, an ellipsis, a bracket, a cut), and passages with one error: another
number, name or modal, a negation more or less, two passages joined (*merged*; with an ellipsis, of two
people, *spliced*), words that nobody said, words given to somebody else. A third, by a hash of the row's id, is
sealed: left out unless `--sealed`, which prints totals only. `--rows` lists the wrong answers of the rest;
`--speed` times 1,000 rows over 100 articles.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import newsan as ns

SEALED = 3  # one row in
EACH = 26  # passages an article
QUOTED = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
COUNTS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "thirty",
)
NUMBER = re.compile(rf"(?<![\w.,-])\d[\d,]*(?![\w.,]*\d)(?!\w)|\b(?:{'|'.join(COUNTS)})\b")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?!['’ ]?[A-Z])")
AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|has|had|can|could|should|must|may)\b(?! not|n['’]t)"
)
NEGATION = re.compile(
    r"\b(?:is|are|was|were|will|would|has|had|have|do|does|did|can|could|should|must|may)( not)\b"
)
MODALS = {"will": "may", "would": "must", "can": "should", "could": "will", "should": "may", "must": "may",
          "may": "will", "might": "will"}  # fmt: skip
MODAL = re.compile(rf"\b({'|'.join(MODALS)})\b(?!n['’]t)")
INVENTED = (
    "{name} promised every household a new stove before the winter festival",
    "the harbour orchestra of {name} will receive forty violins from the bakers",
    "we painted all the trams green because children asked {name} for it",
    "a lighthouse keeper taught {name} to repair clocks and to bake bread",
    "nobody should sell umbrellas in {name} without asking the beekeepers first",
)

FROM_WORDS = "{name} spoke of a {} that our {} had kept from the {}, and of every {} which the {} brought to {}"


class Planted(NamedTuple):
    """A row with what was done to it, and whose words it has."""

    article: str
    text: str
    speaker: str | None
    kind: str  # clean, or the error
    how: str
    is_swapped: bool | None  # missing where nobody knows whose words they are

    @property
    def id(self) -> str:
        """What the row is sealed by."""
        return f"{self.article}|{self.text}|{self.speaker}"

    @property
    def is_sealed(self) -> bool:
        """Whether it is in the sealed third."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % SEALED == 0


class Passage(NamedTuple):
    """A stretch of an article, and whose words it is where that is known."""

    article: str
    text: str
    speaker: str | None
    paragraph: int


def main() -> None:
    """Plant, verify, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--gum", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--sealed", action="store_true")
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--speed", action="store_true", help="1,000 rows over 100 articles")
    given = parser.parse_args()
    articles, passages = study(given.data)
    if given.gum:
        more, of_news = news(given.gum, given.labels)
        articles, passages = [*articles, *more], [*passages, *of_news]
    rows = [r for r in planted(passages) if r.is_sealed == given.sealed]
    frame = ns.articles.read(articles, bad="report")
    if given.speed:
        speed(frame, rows)
        return
    found = ns.verify(table(rows), frame).verdicts
    report(rows, found)
    if given.rows and not given.sealed:
        for row, got in zip(rows, found.to_dict("records"), strict=True):
            if is_wrong(row, got):
                print(f"\n{row.kind}/{row.how} {row.article}\n  {row.speaker}: {row.text}")
                print(f"  {got['verdict']} {got['similarity']:.2f} {got['differences']}")
                print(f"  {got['speaker_verdict']}: {got['owner']}\n  {got['text']}")


def table(rows: list[Planted]) -> pd.DataFrame:
    """Return rows as somebody would bring them."""
    return pd.DataFrame(
        [{"quote": r.text, "speaker": r.speaker, "article": r.article} for r in rows]
    )


def is_wrong(row: Planted, got: dict[str, Any]) -> bool:
    """Tell whether a verdict misses an error or finds one where there is none."""
    alarm = got["verdict"] in ("altered", "absent")
    blamed = got["speaker_verdict"] == "contradicted"
    return alarm != (row.kind not in ("clean", "swapped")) or (
        row.is_swapped is not None and row.kind in ("clean", "swapped") and blamed != row.is_swapped
    )


def report(rows: list[Planted], found: pd.DataFrame) -> None:
    """Print a line a kind, then the four figures."""
    frame = found.assign(kind=[r.kind for r in rows], how=[r.how for r in rows],
                         swapped=[r.is_swapped for r in rows])  # fmt: skip
    frame["alarm"] = frame["verdict"].isin(["altered", "absent"])
    frame["blamed"] = frame["speaker_verdict"] == "contradicted"
    print(
        f"{len(rows)} rows, {int(frame['kind'].isin(['clean', 'swapped']).sum())} with clean words"
    )
    for (kind, how), own in frame.groupby(["kind", "how"]):
        told = ", ".join(f"{v} {n}" for v, n in own["verdict"].value_counts().items())
        print(f"{kind:9} {how:10} {len(own):4}  {told}")
    is_clean = frame["kind"].isin(["clean", "swapped"])
    owned = frame[is_clean & frame["swapped"].notna()]
    swapped = owned["swapped"].astype(bool)
    for what, own in (
        ("alterations found", frame.loc[~is_clean, "alarm"]),
        ("false alarms", frame.loc[is_clean, "alarm"]),
        ("swapped speakers found", owned.loc[swapped, "blamed"]),
        ("false alarms of speakers", owned.loc[~swapped, "blamed"]),
    ):
        print(f"{what:26} {own.mean():.3f} ({int(own.sum())} of {len(own)})")
    right = owned.loc[~swapped, "speaker_verdict"].value_counts().to_dict()
    print("of right speakers:", right)


def speed(articles: pd.DataFrame, rows: list[Planted]) -> None:
    """Time 1,000 rows over 100 articles: those there are, told apart by a line at their ends."""
    many = [
        {"id": f"{a.article_id}-{k}", "text": f"{a.text}\n\nEdition {k}.", "date": a.published}
        for k in range(1 + 100 // len(articles))
        for a in articles.itertuples()
    ][:100]
    frame = ns.articles.read(many)
    own = (table(rows * (1 + 1000 // len(rows)))[:1000]).drop(columns="article")
    for _ in range(3):
        start = time.perf_counter()
        ns.verify(own, frame)
        print(f"{len(own)} rows, {len(frame)} articles: {time.perf_counter() - start:.1f} s")


def study(data: Path) -> tuple[list[dict[str, Any]], list[Passage]]:
    """Return the dispatches and their passages, with the speakers of record."""
    with (data / "statements.csv").open(encoding="utf-8", newline="") as file:
        statements = list(csv.DictReader(file))
    articles, passages = [], []
    for article in ns.articles.read(data / "articles").itertuples():
        front = Path(article.source).read_text(encoding="utf-8").split("---\n", 2)[1]
        named = set(re.findall(r"\bst-\d+\b", front))
        own = [s for s in statements if s["id"] in named]
        articles.append({"id": article.article_id, "text": article.text, "date": article.published})
        passages += cut(article.article_id, article.text, own)
    return articles, passages


def news(path: Path, labels: Path | None) -> tuple[list[dict[str, Any]], list[Passage]]:
    """Return the Wikinews articles of GUM and their passages, with speakers where labels name them."""
    owners: dict[str, list[dict[str, str]]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines() if labels else ():
        record = json.loads(line)
        for a in record["attributions"]:
            name = " ".join(w.capitalize() for w in str(a.get("actor") or "").split("-"))
            if "#" not in name and name and name in record["text"]:
                owners.setdefault(record["id"], []).extend(
                    {"statement_en": record["text"][x:y], "speaker": name} for x, y in a["content"])  # fmt: skip
    articles, passages = [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            if record["genre"] == "news":
                articles.append(
                    {"id": record["id"], "text": record["text"], "date": record["date"]}
                )
                passages += cut(record["id"], record["text"], owners.get(record["id"], []))
    return articles, passages


def cut(article: str, text: str, owned: list[dict[str, str]]) -> list[Passage]:
    """Cut an article into quoted pieces and sentences of some length."""
    found = []
    for number, paragraph in enumerate(text.split("\n")):
        pieces = [m.group(1) for m in QUOTED.finditer(paragraph)]
        plain = [] if pieces else [paragraph[a:b] for a, b in ns.text.sentences(paragraph)]
        for words in (*pieces, *plain):
            if 6 <= len(words.split()) <= 45:
                owners = {s["speaker"] for s in owned if fold(words) in fold(s["statement_en"])
                          or (len(s["statement_en"].split()) > 5 and fold(s["statement_en"]) in fold(words))}  # fmt: skip
                speaker = owners.pop() if len(owners) == 1 and words in pieces else None
                found.append(Passage(article, words, speaker, number))
    return found[:EACH]


def fold(words: str) -> str:
    """Return words without marks and case."""
    return " ".join(re.findall(r"\w+", words.lower()))


def planted(passages: list[Passage]) -> Iterator[Planted]:
    """Yield a clean row and a row with an error for each passage, where one can be planted."""
    turn = 0
    for passage in passages:
        chance = random.Random(f"{passage.article}{passage.text}")
        others = [p for p in passages if p.article == passage.article]
        how = chance.choice(list(CLEAN))
        text = CLEAN[how](passage.text, chance) or passage.text
        name = passage.speaker
        if name and chance.random() < 0.3 and len(name.split()) == 2:
            name = name.split()[-1]
        yield Planted(passage.article, text, name, "clean", how if text != passage.text else "same",
                      None if name is None else False)  # fmt: skip
        speakers = sorted({p.speaker for p in others if p.speaker} - {passage.speaker})
        far = sorted({p.speaker for p in passages if p.speaker} - {passage.speaker})
        if passage.speaker and (wrong := speakers or far):
            yield Planted(passage.article, passage.text, chance.choice(wrong), "swapped",
                          "near" if speakers else "far", True)  # fmt: skip
        kinds = list(ERRORS)
        for k in range(len(kinds)):  # each kind in its turn, where the passage has room for it
            kind = kinds[(turn + k) % len(kinds)]
            changed = ERRORS[kind](passage, others, chance)
            if changed and fold(changed) != fold(passage.text):
                turn = (turn + k + 1) % len(kinds)
                yield Planted(passage.article, changed, passage.speaker, kind, "", None)
                break


def _ellipsis(text: str, chance: random.Random) -> str | None:
    words = text.split()
    if len(words) < 14:
        return None
    a = chance.randrange(3, len(words) - 9)
    return " ".join([*words[:a], "…", *words[a + 5 :]])


def _bracket(text: str, chance: random.Random) -> str | None:
    changed = re.sub(r"\b(he|she|they|it|we|our|his|their)\b", "[Brevik]", text, count=1)
    return None if changed == text else changed


CLEAN = {
    "same": lambda text, chance: text,
    "case": lambda text, chance: text[:1].swapcase() + text[1:],
    "capitals": lambda text, chance: text.upper(),
    "marks": lambda text, chance: f"“{text.rstrip('.,').replace('’', chr(39)).replace(' - ', ' — ')}.”",
    "cut": lambda text, chance: " ".join(text.split()[chance.randrange(3):len(text.split()) - chance.randrange(3)]),
    "ellipsis": _ellipsis,
    "bracket": _bracket,
}  # fmt: skip


def _number(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    found = list(NUMBER.finditer(passage.text))
    if not found:
        return None
    m = chance.choice(found)
    if m.group() in COUNTS:
        other = chance.choice([w for w in COUNTS if w != m.group()])
        return passage.text[: m.start()] + other + passage.text[m.end() :]
    value = int(m.group().replace(",", ""))
    other = value + chance.choice([1, 2, 10, -1 if value > 1 else 3])
    return (
        passage.text[: m.start()]
        + (f"{other:,}" if "," in m.group() else str(other))
        + passage.text[m.end() :]
    )


def _name(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    found = list(NAME.finditer(passage.text))
    if not found:
        return None
    m = chance.choice(found)
    names = {n for p in others for n in NAME.findall(p.text)} - {m.group()} or {"Veldany"}
    return passage.text[: m.start()] + chance.choice(sorted(names)) + passage.text[m.end() :]


def _negation(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    if m := NEGATION.search(passage.text):
        return passage.text[: m.start(1)] + passage.text[m.end(1) :]
    if found := list(AUXILIARY.finditer(passage.text)):
        m = chance.choice(found)
        return f"{passage.text[: m.end()]} not{passage.text[m.end() :]}"
    return None


def _modal(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    found = list(MODAL.finditer(passage.text))
    if not found:
        return None
    m = chance.choice(found)
    return passage.text[: m.start()] + MODALS[m.group()] + passage.text[m.end() :]


def _merged(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    far = [
        p for p in others if abs(p.paragraph - passage.paragraph) > 2
    ]  # not what stands next to it
    return f"{passage.text.rstrip('.,')} {chance.choice(far).text}" if far else None


def _spliced(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    theirs = [p for p in others if p.speaker and passage.speaker not in (None, p.speaker)]
    return f"{passage.text} … {chance.choice(theirs).text}" if theirs else None


def _invented(passage: Passage, others: list[Passage], chance: random.Random) -> str | None:
    names = sorted({n for p in others for n in NAME.findall(p.text)}) or ["Veldany"]
    own = sorted({w.lower() for p in others for w in re.findall(r"[A-Za-z]{5,}", p.text)})
    if chance.random() < 0.5 or len(own) < 40:
        return chance.choice(INVENTED).format(name=chance.choice(names)).capitalize()
    return FROM_WORDS.format(
        *chance.sample(own, 6), name=chance.choice(names)
    )  # in the article's words


ERRORS = {"number": _number, "name": _name, "negation": _negation, "modal": _modal, "merged": _merged, "spliced": _spliced,
          "invented": _invented}  # fmt: skip


if __name__ == "__main__":
    main()
