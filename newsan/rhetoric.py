"""Speech act, certainty, condition, intensity and framing of each quotation."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from newsan import lexicons, schema
from newsan.conditions import conditions
from newsan.document import Document, read
from newsan.tagger.statements import CERTAINTIES, Reading, Stated
from newsan.text import running, tokens

DEFAULT_ACT, DEFAULT_RULE = "report", "no-words"
CLAUSE = 0.5  # the chance of a word from which its clause is a condition
_SHORT_CAPS = 5  # all-capital words up to this length are taken for initials when they stand alone

_CAPS_WORD = re.compile(r"\b[A-ZА-ЯЁІЇЄҐ][A-ZА-ЯЁІЇЄҐ'’-]+\b")
_US = re.compile(r"\b(?:us|Us)\b")  # not the country


def measure(quotes: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Measure how each quotation is said.

    Act, certainty and condition are read by a small trained network (`newsan.tagger.statements`) from the words, their
    cue ("denied") and the sentence they stand in; it learnt from labelled statements of news, most of them not about war
    (`training/stance`). The rest is counted from open lexicons (the absolutist words are the 19 of Al-Mosaiwi & Johnstone
    2018, Clinical Psychological Science 6(4); hedges after Hyland 2005).

    Parameters
    ----------
    quotes
        A quotes frame; `quote_id`, `text`, `cue` and `speaker` are used.
    articles
        The articles they come from. Without them each quotation is read with its cue and speaker alone.

    Returns
    -------
    rhetoric
        A rhetoric frame, one row a quotation, in the order of `quotes`. `act_rule` is the word that weighed most for the
        act, `confidence` the chance that the act is right. Rates are per 100 words; `us_them_per_100` is "we, us, our"
        less "they, their" and enemy terms; `conflict_share` is the share of words of the war register; `intensity` is
        `caps_share` (share of letters in shouted words) + `exclamations` + `superlatives` (with boosters such as
        "completely").

    Undefined
    ---------
    Rates, shares and intensity are missing for a quotation without words; `condition` where
    nothing is made conditional.

    Raises
    ------
    SchemaError
        `quotes` is not a quotes frame, or has rows of articles that are not given.
    ReadError
        The shipped model cannot be read.

    Examples
    --------
    >>> quotes = schema.build([
    ...     {"quote_id": "q1", "attribution_id": "a1", "article_id": "x", "kind": "indirect",
    ...      "text": "that the bridge was completely destroyed", "start": 0, "end": 40, "cue": "denied",
    ...      "is_speech": True, "confidence": 1.0}], "quotes")
    >>> measure(quotes)[["act", "act_rule", "absolutist_per_100"]].values.tolist()
    [['deny', 'denied', 16.666666666666668]]
    """
    quotes = schema.require(quotes, "quotes")
    rows = []
    read_ones = zip(quotes["quote_id"], quotes["text"], readings(quotes, articles), strict=True)
    for quote_id, text, (document, reading) in read_ones:
        plain = lexicons.straight(running(text))
        words = [w for a, b in tokens(plain) if any(map(str.isalnum, w := plain[a:b]))]
        act = _done(document, reading if words else None)
        rows.append(
            {"quote_id": quote_id} | act | _rates(plain, len(words)) | _loudness(plain, words)
        )
    return schema.build(rows, "rhetoric", optional=True)


def readings(
    quotes: pd.DataFrame, articles: pd.DataFrame | None = None
) -> list[tuple[Document, Reading | None]]:
    """
    Return what the network makes of each quotation, with the document it was read in.

    Without articles each quotation is a document of its own: speaker, cue, words.
    """
    if articles is None:
        return [_alone(q) for q in schema.records(quotes)]
    articles = schema.require(articles, "articles", "article_id", "text")
    schema.stand_in(quotes, "quotes", articles)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    by_row: dict[int, tuple[Document, Reading | None]] = {}
    numbered = quotes.assign(_at=range(len(quotes)))
    for article_id, own in numbered.groupby("article_id", sort=False):
        document = read(texts[article_id])
        records = document.inward(schema.records(own))
        asked = [statement_of(r) for r in records]
        for record, reading in zip(records, document.statements(asked), strict=True):
            by_row[record["_at"]] = document, reading
    return [by_row[at] for at in range(len(quotes))]


def _alone(quote: dict[str, Any]) -> tuple[Document, Reading | None]:
    """Read a quotation without its article, as a sentence of who says it, how, and what."""
    parts, spans, at = [], [], 0
    for name in ("speaker", "cue", "text"):
        words = "" if pd.isna(quote[name]) else str(quote[name])
        spans.append((at, at + len(words)) if words else None)
        parts.append(words)
        at += len(words) + (1 if words else 0)
    document = Document(" ".join(p for p in parts if p))
    speaker, cue, content = (document.inside(*s) if s else None for s in spans)
    if content is None:
        return document, None
    return document, document.statements([Stated(content, cue, speaker)])[0]


def statement_of(record: dict[str, Any]) -> Stated:
    """Return where a quotation stands."""
    spans = (
        None if pd.isna(record[f"{p}start"]) else (int(record[f"{p}start"]), int(record[f"{p}end"]))
        for p in ("", "cue_", "speaker_")
    )
    return Stated(*spans)  # type: ignore[arg-type]


def _done(document: Document, reading: Reading | None) -> dict[str, Any]:
    """Return act, certainty and condition of a reading."""
    if reading is None:
        return {"act": DEFAULT_ACT, "act_rule": DEFAULT_RULE, "certainty": "plain"}
    best = int(reading.acts.argmax())
    clause = condition(document, reading)
    return {
        "act": schema.ACTS[best],
        "act_rule": document.text[slice(*reading.decided)],
        "confidence": round(float(reading.acts[best]), 4),
        "certainty": CERTAINTIES[int(reading.certainties.argmax())],
        "condition": None if clause is None else running(document.text[slice(*clause)]),
    }


def condition(document: Document, reading: Reading) -> tuple[int, int] | None:
    """Return the first conditional clause of a statement that it likely depends on."""
    first = int(reading.starts[0])
    for a, b in conditions(document.text[first : int(reading.ends[-1])]):
        if reading.condition[reading.tokens(first + a, first + b)].max(initial=0) > CLAUSE:
            return first + a, first + b
    return None


def _rates(text: str, n: int) -> dict[str, Any]:
    """Count the lexicons' words, per 100 of `n` words or as a share."""
    absolutist = lexicons.count("absolutist", text)
    hedges = lexicons.count("hedges", text)
    us = lexicons.count("us_them", text, "group", "us") + len(_US.findall(text))
    them = lexicons.count("us_them", text, "group", "them")
    war = lexicons.count("conflict", text, "register", "war")
    return {
        "absolutist_per_100": 100 * absolutist / n if n else None,
        "hedges_per_100": 100 * hedges / n if n else None,
        "us_them_per_100": 100 * (us - them) / n if n else None,
        "conflict_share": min(1.0, war / n) if n else None,
    }


def _loudness(text: str, words: list[str]) -> dict[str, Any]:
    """Measure the parts of intensity: shouted letters, exclamation marks, superlatives."""
    letters = sum(map(str.isalpha, text))
    caps = sum(sum(map(str.isalpha, word)) for word in _shouted(words))
    exclamations = text.count("!")
    superlatives = lexicons.count("boosters", text)
    share = caps / letters if letters else None
    return {
        "caps_share": share,
        "exclamations": exclamations,
        "superlatives": superlatives,
        "intensity": None if share is None else share + exclamations + superlatives,
    }


def _shouted(words: list[str]) -> list[str]:
    """List all-capital words; a short one with no such neighbour is taken for initials."""
    words = [w for w in words if any(map(str.isalpha, w))]
    is_caps = [bool(_CAPS_WORD.fullmatch(w)) or w in ("A", "I") for w in words]
    loud = []
    for i, word in enumerate(words):
        beside = (i > 0 and is_caps[i - 1]) or (i + 1 < len(words) and is_caps[i + 1])
        if is_caps[i] and (beside if len(word) <= _SHORT_CAPS else True):
            loud.append(word)
    return loud
