"""
Fit the weights by which a pronoun's antecedent is chosen.

    python training/antecedents.py ARTICLES.jsonl ... [--names NAMES.jsonl --test DEV.jsonl]

Articles as JSON lines: `id`, `text`, `date`, and `attributions` with `source` spans and either `who`
(one name) or `source_chain` (names of a coreference chain). Every pronoun that the finder gives as a
speaker and the annotation names becomes one case: its candidates with their features, and which of
them bears the name; cases that people of one surname leave open are left out, and those whose annotated
antecedent is next to impossible. The weights for persons are those of a conditional logit with a quadratic penalty;
those for bodies are set. Writes `newsan/resources/antecedents.csv`, and prints precision and coverage
by threshold on the test file, whose names NAMES holds (`article`, `attribution`, `accept`).
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd

import newsan as ns
from newsan.actors import antecedents
from newsan.actors.people import cast
from newsan.actors.reading import Reading

OUT = Path(__file__).parents[1] / "newsan" / "resources" / "antecedents.csv"
PENALTY, STEPS, RATE = 0.002, 3000, 0.05
OFTEN = 15  # how often an article counts whose names were given by hand
DOUBTFUL = 0.2  # the chance below which an annotated antecedent is not believed
# Bodies go by many names and few are annotated alike: their weights are set, not fitted.
BODY = {"nearest_either": 2.0, "nearest_spoke": 0.5, "nearest_subject": 0.8, "is_institution": 0.6,
        "is_state": 0.3, "is_group": -0.6, "speakers_since": -0.8, "same_paragraph": 0.6}  # fmt: skip
# An earlier fit's, rounded: by these an annotated antecedent is believed or not.
FIRST = {"chain": 0.2, "gender_unknown": -1.2, "introduced": 1.1, "nearest_either_after": 0.4,
         "nearest_spoke": -0.7, "nearest_subject": 1.5, "nearest_subject_after": -0.8, "not_named": -0.7,
         "not_spoken": -0.5, "object": -0.1, "only_quoted": 0.5, "only_reported": 0.3, "paragraphs_back":
         -0.1, "possessor": 0.9, "same_paragraph": 1.2, "sentences_back": -0.8, "sounds_other": -0.7,
         "speakers_since": -0.5, "spoke_close": 1.1, "spoke_in_paragraph": 0.3, "spoke_sentences_back": -0.1,
         "subject_before": 0.8, "subject_far": -0.5, "subject_here": 0.4, "times_named": 0.2, "times_spoken":
         0.2, "unnamed": -2.0}  # fmt: skip


def main() -> None:
    """Collect cases, leave out the doubtful ones, fit, and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    gold = [a for path in args.articles for a in _lines(path)]
    gold += [a for a in gold for _ in range(OFTEN - 1) if "who" in (a["attributions"] or [{}])[0]]
    found = quotes_of(gold)
    fitted = {"person": dict(FIRST), "body": BODY}
    use(fitted)
    cases = [c for a, r in zip(gold, found, strict=True) for c in cases_of(a, r)]
    fitted["person"] = fit([c for c in likely(cases) if c[0] == "person"])
    use(fitted)
    write(fitted, args.out)
    right = [c for c in cases if c[2] >= 0]
    print(f"{len(cases)} cases, {len(right)} with the one meant among the candidates")
    table(cases)
    if args.test:
        test = _lines(args.test)
        if args.names:
            named = {(r["article"], r["attribution"]): r["accept"] for r in _lines(args.names)}
            for article in test:
                for a in article["attributions"]:
                    a["source_chain"] = named.get((article["id"], a["id"]), [])
        table([c for a, r in zip(test, quotes_of(test), strict=True) for c in cases_of(a, r)])


def use(fitted: dict[str, dict[str, float]]) -> None:
    """Let the resolver go by these weights."""
    antecedents.weights.cache_clear()
    antecedents.weights = lambda: fitted
    antecedents.weights.cache_clear = lambda: None


def quotes_of(gold: list[dict]) -> list[list[dict]]:
    """Return the records of each article's quotations, as the finder gives them."""
    articles = pd.concat(
        [
            ns.articles.read(
                {"id": a["id"], "text": a["text"], "date": a.get("date")}, bad="report"
            ).assign(article_id=f"{k}")
            for k, a in enumerate(gold)
        ],
        ignore_index=True,
    )
    quotes = ns.quotes.find(articles, beliefs=True)
    held = {key: rows.to_dict("records") for key, rows in quotes.groupby("article_id")}
    return [held.get(f"{k}", []) for k in range(len(gold))]


def cases_of(article: dict, records: list[dict]) -> list[tuple]:
    """Return (kind of pronoun, candidates, which is right or -1) for the named pronouns of an article."""
    text = article["text"]
    spans = sorted(
        {
            (int(r["speaker_start"]), int(r["speaker_end"]))
            for r in records
            if pd.notna(r["speaker_start"])
        }
    )
    reading = Reading(text, cast(text, spans), records)
    seen: list[tuple] = []
    ask = reading.antecedents.candidates

    def watched(low: str, span: tuple[int, int]) -> list:
        found = ask(low, span)
        seen.append((low, span, found))
        return found

    reading.antecedents.candidates = watched
    reading.answers()
    cases = []
    for low, span, found in seen:
        names = names_at(article, span)
        if names:
            own = [c.answer.name or reading.people.name(c.answer.actor_id) for c in found]
            at = [k for k, name in enumerate(own) if key(name) in {key(n) for n in names}]
            if len(at) > 1:  # of one surname
                at = [k for k in at if own[k].casefold() in names] or at
            if len(at) < 2:
                cases.append((antecedents.kind_of(low), found, at[0] if at else -1))
    return cases


def names_at(article: dict, span: tuple[int, int]) -> set[str]:
    """Return the names, in lower case, that a source at a place goes by in the annotation."""
    for a in article["attributions"]:
        if any(x < span[1] and y > span[0] for x, y in a["source"]):
            names = a.get("source_chain") or [a.get("who", "")]
            return {n.casefold() for n in names if n and key(n)}
    return set()


def key(name: str) -> str:
    """Return what names are compared by: the last word."""
    words = [w.strip(".,'’").casefold() for w in name.replace("’s", "").replace("'s", "").split()]
    words = [w for w in words if w and w not in antecedents.MALE | antecedents.FEMALE]
    return words[-1] if words else ""


def likely(cases: list[tuple]) -> list[tuple]:
    """Leave out cases whose annotated antecedent the weights so far find next to impossible: chains err."""
    kept = []
    for kind, found, at in cases:
        if (
            at >= 0
            and antecedents.chances(found, "he" if kind == "person" else "it")[at] > DOUBTFUL
        ):
            kept.append((kind, found, at))
    return kept


def fit(cases: list[tuple]) -> dict[str, float]:
    """Return the weights under which the right candidates are likeliest."""
    cases = [c for c in cases if c[2] >= 0 and len(c[1]) > 1]
    names = sorted({n for _, found, _ in cases for c in found for n in c.features})
    column = {n: k for k, n in enumerate(names)}
    most = max(len(found) for _, found, _ in cases)
    x = np.zeros((len(cases), most, len(names)))
    held = np.zeros((len(cases), most), bool)
    for i, (_, found, _) in enumerate(cases):
        held[i, : len(found)] = True
        for j, c in enumerate(found):
            for n, v in c.features.items():
                x[i, j, column[n]] = v
    gold = np.array([at for *_, at in cases])
    w, first, second = np.zeros((3, len(names)))
    for step in range(1, STEPS + 1):
        scores = np.where(held, x @ w, -np.inf)
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(len(cases)), gold] -= 1
        slope = np.einsum("ij,ijk->k", p, x) / len(cases) + PENALTY * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {n: round(float(w[k]), 3) for n, k in column.items()}


def write(fitted: dict[str, dict[str, float]], path: Path) -> None:
    """Write the weights, a row a feature."""
    names = sorted(set().union(*fitted.values()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "person", "body"])
        writer.writerows(
            [n, fitted["person"].get(n, 0.0), fitted["body"].get(n, 0.0)] for n in names
        )


def table(cases: list[tuple]) -> None:
    """Print precision and coverage by threshold."""
    print("| kind | cases | threshold | answered | precision | coverage |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind in ("person", "body"):
        own = [c for c in cases if c[0] == kind]
        best = []
        for _, found, at in own:
            sure = antecedents.chances(found, "he" if kind == "person" else "it")
            k = max(range(len(sure)), key=sure.__getitem__, default=-1)
            best.append((sure[k] if found else 0.0, k == at and k >= 0))
        for threshold in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            answered = [ok for p, ok in best if p >= max(threshold, 1e-9)]
            if answered:
                shares = sum(answered) / len(answered), len(answered) / len(own)
                cells = kind, len(own), threshold, len(answered), *(f"{s:.3f}" for s in shares)
                print("| " + " | ".join(map(str, cells)) + " |")


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
