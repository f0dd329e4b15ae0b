"""
Fit the weights by which whom a pronoun or description means is chosen.

    python training/antecedents.py [--clusters GUM.jsonl.gz] [--articles ARTICLES.jsonl ...]
        [--labels LABELS.jsonl --texts FOLDER] [--marked FOLDER] [--without IDS.jsonl]

Cases come from three kinds of annotation. `--clusters`: every pronoun and description of a document
with coreference (`mentions` with `cluster`), of news, interviews, biographies and court; one that is
in apposition to its name, or said of it by a verb, is none. `--articles`: speakers with `actor` (an id, or
`ID#role-1` for nobody named), `who` (a name, or words for nobody named) or `source_chain` (names of a
chain). `--labels` as `training/who` has them, with the texts beside. A case is what was asked (`ASKED`),
its candidates with their features, and which of them is right; the last candidate of a description is
somebody new. Weights are those of a conditional logit with a quadratic penalty, one a kind; those for
pronouns of bodies are set, since bodies go by many names and few are annotated alike, and so is that of
somebody unnamed who has just acted. Documents that
IDS names are never read. Writes `newsan/resources/antecedents.csv`; prints precision and recall by
threshold, each quarter of the documents by weights of the other three.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import newsan as ns
from newsan.actors import antecedents
from newsan.actors.antecedents import ASKED, FEMALE, MALE, Candidate
from newsan.actors.entities import Entities, entities
from newsan.actors.mention import Answer
from newsan.actors.speakers import Speakers
from newsan.document import read

sys.path.insert(0, str(Path(__file__).parent / "tagger"))
import marked

OUT = Path(__file__).parents[1] / "newsan" / "resources" / "antecedents.csv"
PENALTY, STEPS, RATE = 0.002, 1200, 0.05
FOLDS = 4
OFTEN = 3  # how often a case counts whose actor was given by reading
DOUBTFUL = 0.05  # the chance below which an annotated antecedent is not believed: chains err
GENRES = ("news", "interview", "bio", "court")
PRONOUNS = frozenset("he she it they him her his its their them".split())
SAID_BY_VERB = frozenset("is was are were as became be been like".split())
BODY = {"nearest_either": 2.0, "nearest_spoke": 0.5, "nearest_subject": 0.8, "speakers_since": -0.8,
        "same_paragraph": 0.6}  # fmt: skip
PERSON = {"unnamed_acted": 2.0}  # too rare in annotated articles to be learnt
FOR = frozenset(
    "noun_said noun_in_role noun_in_name noun_alone the_one leader words_said all_said "
    "alone new_a new_many".split()
)  # what can only speak for somebody, and against
AGAINST = frozenset(
    "words_unsaid nothing_said noun_other named_since sentences_back paragraphs_back "
    "only_later".split()
)
Span = tuple[int, int]


class Case(NamedTuple):
    """What was asked, whom it may mean, who is right (-1 for nobody among them), and how often it counts."""

    asked: str
    candidates: list[Candidate]
    right: int
    fold: int
    weight: int = 1


class Watched:
    """The reading of one article, with what is asked of its ranker written down."""

    def __init__(self, article: dict[str, Any], rows: list[dict[str, Any]]) -> None:
        document = read(article["text"])
        self.people: Entities = entities(document, None, article.get("date"), article["id"])
        self.reading = Speakers(document, self.people, rows)
        self.seen: list[tuple[str, list[Candidate]]] = []
        ranker = self.reading.antecedents
        of_pronoun, of_description = ranker.candidates, ranker.described_candidates

        def candidates(low: str, span: Span) -> list[Candidate]:
            self.seen.append((antecedents.kind_of(low), of_pronoun(low, span)))
            return self.seen[-1][1]

        def described(asked: Any, span: Span) -> list[Candidate]:
            kind = "described person" if asked.kind == "person" else "described body"
            self.seen.append((kind, of_description(asked, span)))
            return self.seen[-1][1]

        ranker.candidates, ranker.described_candidates = candidates, described  # type: ignore[method-assign]

    def resolve(self, span: Span) -> tuple[Answer | None, list[tuple[str, list[Candidate]]]]:
        """Return the answer for a phrase, and what was asked on the way."""
        before = len(self.seen)
        answer = self.reading.resolve(span)
        return answer, self.seen[before:]


def main() -> None:
    """Collect cases, fit, write, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clusters", type=Path)
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--marked", type=Path, nargs="*", default=[])
    parser.add_argument("--without", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    closed = {row["id"] for row in lines(given.without)} if given.without else set()
    cases: list[Case] = []
    if given.clusters:
        documents = [
            d for d in lines(given.clusters) if d["genre"] in GENRES and d["id"] not in closed
        ]
        for document, rows in zip(documents, rows_of(documents), strict=True):
            cases += (c for c in of_clusters(document, rows) if c.asked != "person")
    speakers = [a for path in given.articles for a in lines(path)] + marked.folder(given.marked)
    speakers += list(labelled(given.labels, given.texts))
    for article, rows in zip(speakers, rows_of(speakers), strict=True):
        cases += of_speakers(article, rows)
    fitted = {}
    for asked in ASKED:
        own = [c for c in cases if c.asked == asked and is_believed(c)]
        folds = [fit([c for c in own if c.fold != k]) for k in range(FOLDS)]
        table(asked, own, folds)
        fitted[asked] = dict(BODY) if asked == "body" else fit(own)
    fitted["person"] |= PERSON
    write(fitted, given.out)


def lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def labelled(labels: list[Path], texts: Path | None) -> Iterator[dict[str, Any]]:
    """Yield labelled articles with their texts, found by digest among the files of a folder."""
    by_digest = {}
    for path in sorted(texts.rglob("*.txt")) if texts else ():
        text = path.read_text(encoding="utf-8")
        by_digest[hashlib.sha256(text.encode()).hexdigest()] = text
    for row in (r for path in labels for r in lines(path)):
        if row["digest"] in by_digest:
            own = [
                a | {"source": [a["source"]] if a.get("source") else []}
                for a in row["attributions"]
            ]
            yield row | {"text": by_digest[row["digest"]], "attributions": own}


def rows_of(articles: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the records of each article's quotations, as the finder gives them."""
    if not articles:
        return []
    frames = [
        ns.articles.read(
            {"id": a["id"], "text": a["text"], "date": a.get("date")}, bad="report"
        ).assign(article_id=str(k))
        for k, a in enumerate(articles)
    ]
    quotes = ns.quotes.find(pd.concat(frames, ignore_index=True), beliefs=True)
    held = {key: rows.to_dict("records") for key, rows in quotes.groupby("article_id")}
    return [held.get(str(k), []) for k in range(len(articles))]


def fold_of(article_id: str) -> int:
    """Return the quarter that a document belongs to."""
    return hashlib.sha256(article_id.encode()).digest()[0] % FOLDS


def speakers_of(rows: list[dict[str, Any]]) -> set[Span]:
    """Return where the speakers of quotations stand."""
    return {
        (int(r["speaker_start"]), int(r["speaker_end"]))
        for r in rows
        if pd.notna(r["speaker_start"])
    }


def of_clusters(document: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Case]:
    """Yield the cases of a document with coreference: all its pronouns and descriptions, in reading order."""
    watched = Watched(document, rows)
    text, people = document["text"], watched.people
    heads: dict[int, list[dict[str, Any]]] = collections.defaultdict(list)
    for mention in document["mentions"]:
        heads[mention["head"][0]].append(mention)

    def within(start: int, end: int) -> dict[str, Any] | None:
        own = (m for at in range(start, end) for m in heads.get(at, ()) if m["head"][1] <= end + 1)
        return next(own, None)

    clusters: dict[str, set[int]] = collections.defaultdict(set)
    for m in people.mentions:
        if (mention := within(m.start, m.end)) is not None:
            clusters[m.actor_id].add(mention["cluster"])
    said = speakers_of(rows)
    asked = {(m["start"], m["end"]) for m in document["mentions"]
             if text[m["start"] : m["end"]].casefold() in ("he", "she", "it", "they")}  # fmt: skip
    asked |= {(p.start, p.end) for p in people.document.phrases if not p.named}
    begun = {start for start, _ in said}
    for span in sorted(said | {s for s in asked if s[0] not in begun}):
        answer, seen = watched.resolve(span)
        mention = within(*span)
        if answer is not None:
            if span in said:
                watched.reading.sources.append((span[0], answer))
            if answer.resolved_by != "name":
                watched.reading.antecedents.stands(span, answer)
            if mention and answer.actor_id in people.described and not clusters[answer.actor_id]:
                clusters[answer.actor_id].add(mention["cluster"])
        if not seen or mention is None:
            continue
        kind, found = seen[-1]
        right = _in_cluster(found, mention["cluster"], clusters)
        if right < 0 and kind.startswith("described"):
            is_first = not any(
                m["cluster"] == mention["cluster"] and m["start"] < span[0]
                and text[m["start"] : m["end"]].casefold() not in PRONOUNS
                for m in document["mentions"]
            )  # fmt: skip
            if not is_first:
                continue
            right = len(found) - 1
        elif kind.startswith("described") and _is_told(people, found[right], span, mention, text):
            continue
        yield Case(kind, found, right, fold_of(document["id"]))


def _in_cluster(found: list[Candidate], cluster: int, clusters: dict[str, set[int]]) -> int:
    """Return which candidate belongs to a cluster, the one named most of several, -1 for none."""
    own = [k for k, c in enumerate(found) if c.answer and cluster in clusters[c.answer.actor_id]]
    return max(own, key=lambda k: found[k].features.get("times_named", 0.0), default=-1)


def _is_told(
    people: Entities, candidate: Candidate, span: Span, mention: dict[str, Any], text: str
) -> bool:
    """Tell a description that stands beside its name, or that a verb says of it."""
    before = text[max(0, span[0] - 14) : span[0]].casefold().split()
    beside = any(
        m.actor_id == candidate.answer.actor_id
        and m.end > span[0] - 4
        and m.start < mention["end"] + 4
        for m in people.mentions
        if candidate.answer
    )
    return beside or (bool(before) and before[-1] in SAID_BY_VERB)


def of_speakers(article: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Case]:
    """Yield the cases of an article whose speakers are named."""
    watched = Watched(article, rows)
    reading, people = watched.reading, watched.people
    order: list[tuple[Span, Answer | None, list[tuple[str, list[Candidate]]]]] = []
    resolve = reading.resolve

    def noted(span: Span) -> Answer | None:
        before = len(watched.seen)
        answer = resolve(span)
        order.append((span, answer, watched.seen[before:]))
        return answer

    reading.resolve = noted  # type: ignore[method-assign]
    reading.answers()
    meant: dict[str, set[str]] = collections.defaultdict(
        set
    )  # actors answered so far, by who is annotated
    by_reading = any(a.get("actor") for a in article["attributions"])
    for span, answer, seen in order:
        own = (
            a
            for a in article["attributions"]
            if any(x < span[1] and y > span[0] for x, y in a["source"])
        )
        if (gold := next(own, None)) is None:
            continue
        who = gold.get("actor") or gold.get("who") or ""
        names = [gold["actor"].replace("-", " ")] if gold.get("actor") else (
            gold.get("source_chain") or [gold.get("who", "")])  # fmt: skip
        named = "#" not in who and any(n[:1].isupper() or gold.get("actor") for n in names if n)
        named = named and not names[0].startswith("unnamed")
        for kind, found in seen:
            at = _bearing(found, people, meant[who] if who else set(), names if named else [])
            if len(at) > 1:
                continue
            right = at[0] if at else -1
            if not at and kind.startswith("described"):
                if named or not who or meant[who]:
                    continue
                right = len(found) - 1
            if right < 0 and not who:
                continue  # nobody has said who it is
            yield Case(kind, found, right, fold_of(article["id"]), OFTEN if by_reading else 1)
        if answer is not None and who and article["text"][slice(*span)].casefold() not in PRONOUNS:
            meant[who].add(answer.actor_id)


def _bearing(
    found: list[Candidate], people: Entities, meant: set[str], names: list[str]
) -> list[int]:
    """Return which candidates are known to be meant, or bear a name."""
    own = [k for k, c in enumerate(found) if c.answer and c.answer.actor_id in meant]
    keys = {key(name) for name in names} - {""}
    return own or [
        k for k, c in enumerate(found) if c.answer and key(people.name(c.answer.actor_id)) in keys
    ]


def key(name: str) -> str:
    """Return what names are compared by: the last word."""
    words = [w.strip(".,'’").casefold() for w in name.replace("’s", "").replace("'s", "").split()]
    words = [w for w in words if w and w not in MALE | FEMALE]
    return words[-1] if words else ""


def is_believed(case: Case) -> bool:
    """Leave out pronouns of persons whose annotated antecedent is next to impossible so far."""
    if case.asked != "person" or case.right < 0:
        return True
    return antecedents.chances(case.candidates, "person")[case.right] > DOUBTFUL


def fit(cases: list[Case]) -> dict[str, float]:
    """Return the weights under which the right candidates are likeliest, none against its own sense."""
    own = [c for c in cases if c.right >= 0 and len(c.candidates) > 1]
    names = sorted({n for c in own for candidate in c.candidates for n in candidate.features})
    column = {n: k for k, n in enumerate(names)}
    most = max(len(c.candidates) for c in own)
    x = np.zeros((len(own), most, len(names)), np.float32)
    held = np.zeros((len(own), most), bool)
    for i, case in enumerate(own):
        held[i, : len(case.candidates)] = True
        for j, candidate in enumerate(case.candidates):
            for n, v in candidate.features.items():
                x[i, j, column[n]] = v
    speak_for = [column[n] for n in FOR if n in column]
    against = [column[n] for n in AGAINST if n in column]
    gold = np.array([c.right for c in own])
    share = np.array([c.weight for c in own], np.float64)
    share /= share.sum()
    w, first, second = np.zeros((3, len(names)))
    for step in range(1, STEPS + 1):
        scores = np.where(held, x @ w, -np.inf)
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(len(own)), gold] -= 1
        slope = np.einsum("ij,ijk->k", p * share[:, None], x) + PENALTY * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        w[speak_for], w[against] = np.maximum(w[speak_for], 0), np.minimum(w[against], 0)
    return {n: round(float(w[k]), 3) for n, k in column.items()}


def table(asked: str, cases: list[Case], folds: list[dict[str, float]]) -> None:
    """Print precision and recall of answers by threshold, each quarter by the weights of the others."""
    best = []
    for case in cases:
        by = folds[case.fold]
        scores = np.array(
            [sum(by.get(n, 0.0) * v for n, v in c.features.items()) for c in case.candidates]
        )
        if not len(scores):
            continue
        chances = np.exp(scores - scores.max())
        k = int(chances.argmax())
        best.append(
            (chances[k] / chances.sum(), k == case.right, case.candidates[k].answer is not None)
        )
    named = sum(c.right >= 0 and c.candidates[c.right].answer is not None for c in cases)
    for threshold in (0.0, 0.5, 0.6, 0.7, 0.8):
        answered = [right for p, right, told in best if told and p >= threshold]
        precision, recall = sum(answered) / max(1, len(answered)), sum(answered) / max(1, named)
        print(
            f"{asked:<17} {len(cases):5} {threshold:.1f} precision {precision:.3f} recall {recall:.3f}"
        )


def write(fitted: dict[str, dict[str, float]], path: Path) -> None:
    """Write the weights, a row a feature."""
    names = sorted(set().union(*fitted.values()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", *ASKED])
        writer.writerows([n, *(fitted[asked].get(n, 0.0) for asked in ASKED)] for n in names)


if __name__ == "__main__":
    main()
