"""Scores quotations against gold: precision, recall and F1 with n, for `newsan evaluate`."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from newsan.errors import NoSuchSource, ReadError
from newsan.text import quoted_regions

_WORD = re.compile(r"\w+")
_MATCH = 0.5  # share of the larger content's words that two must have in common (PARC practice)
MEASURES = (
    "quoted", "attribution", "attribution and speaker", "content words", "speaker words", "cue words",
)  # fmt: skip


def score(gold: str | Path, predictions: str | Path) -> pd.DataFrame:
    """
    Score predicted quotations against gold ones.

    Both files hold one article a JSON line. Gold: `id`, `text`, `attributions` with `content`,
    `source` and `cue`. Predictions: `id`, `quotes` with `content`, `speaker` and `cue`. Spans are
    `[start, end]` or lists of such, in code points. Only words (`\\w+`) count, never marks or space.

    Measures: *quoted*, stretches between one pair of marks (at least half of one, cut to the content) with the
    same first and last word; *attribution*,
    contents matched one to one whose common words are at least half of the larger; *and speaker*,
    those whose speakers share a word (or are both missing); *words*, over the union of all spans of
    an article. A gold attribution marked `optional` is neither required nor wrong.

    Parameters
    ----------
    gold, predictions
        Paths.

    Returns
    -------
    scores
        One row a measure: `measure`, `precision`, `recall`, `f1`, `n_gold`, `n_predicted`.

    Undefined
    ---------
    `precision` is missing where nothing was predicted, `recall` where nothing is gold, `f1` where
    either is.

    Raises
    ------
    NoSuchSource
        A file is not there.
    ReadError
        A line is not JSON or lacks a field (file and line are named), or an article of gold has no
        prediction.

    Examples
    --------
    >>> import tempfile
    >>> line = {"id": "a", "text": "“It rained,” said Ostrell.",
    ...         "attributions": [{"content": [1, 11], "source": [18, 25], "cue": [13, 17]}]}
    >>> guess = {"id": "a", "quotes": [{"content": [[1, 11]], "speaker": [18, 25], "cue": None}]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name, record in (("gold", line), ("guess", guess)):
    ...         _ = Path(folder, name).write_text(json.dumps(record), encoding="utf-8")
    ...     scores = score(Path(folder, "gold"), Path(folder, "guess"))
    >>> scores.loc[scores["measure"] == "attribution and speaker", "f1"].tolist()
    [1.0]
    """
    guesses = {r["id"]: r["quotes"] for r in _records(predictions, "quotes")}
    counts: list[tuple[str, int, int, int]] = []
    file = Path(predictions).as_posix()
    for record in _records(gold, "attributions", "text"):
        if record["id"] not in guesses:
            raise ReadError(f"{file}: no line for article {record['id']!r}.")
        for n, quote in enumerate(guesses[record["id"]], 1):
            if any(not _are_spans(quote.get(k), len(record["text"])) for k in ("content", "cue")):
                where = f"{file}, article {record['id']!r}"
                raise ReadError(f"{where}: quotes {n} has a span beyond the text of gold.")
        counts += _counts(record, guesses[record["id"]])
    return _shares(counts)


def _records(path: str | Path, group: str, *needed: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file, each checked; `group` names its list of attributions."""
    target = Path(path)
    if not target.is_file():
        raise NoSuchSource(f"{target.as_posix()} is not there.")
    seen: set[str] = set()
    for number, line in enumerate(target.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{target.as_posix()}, line {number}"
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ReadError(f"{where}: not JSON: {error}.") from None
        fault = _fault(record, group, needed)
        if fault is None and record["id"] in seen:
            fault = f"id {record['id']!r} stands on an earlier line too"
        if fault is not None:
            raise ReadError(f"{where}: {fault}.")
        seen.add(record["id"])
        yield record


def _fault(record: Any, group: str, needed: tuple[str, ...]) -> str | None:
    """Return what is wrong with a record, if anything."""
    missing = [k for k in ("id", group, *needed) if not isinstance(record, dict) or k not in record]
    if missing:
        return f"{', '.join(missing)} is missing"
    if not isinstance(record["id"], str) or not all(isinstance(record[k], str) for k in needed):
        return f"{', '.join(('id', *needed))} must be strings"
    if not isinstance(record[group], list) or not all(isinstance(q, dict) for q in record[group]):
        return f"{group} must be a list of objects"
    length = len(record["text"]) if "text" in needed else None
    for n, quote in enumerate(record[group], 1):
        if "content" not in quote:
            return f"{group} {n}: content is missing"
        for key in ("content", "source", "speaker", "cue"):
            value = quote.get(key)
            is_name = key == "speaker" and isinstance(value, str)
            if not is_name and not _are_spans(value, length):
                return f"{group} {n}: {key} is {value!r}, not [start, end] or a list of such in the text"
    return None


def _are_spans(value: Any, length: int | None) -> bool:
    if not isinstance(value, list):
        return value is None
    return all(
        isinstance(p, list)
        and len(p) == 2
        and all(isinstance(x, int) and not isinstance(x, bool) for x in p)
        and 0 <= p[0] <= p[1]
        and (length is None or p[1] <= length)
        for p in _spans(value)
    )


def _spans(value: Any) -> list[Any]:
    """Return `[s, e]` and `[[s, e], ...]` alike as a list of pairs; of nothing or a name, none."""
    if not value or isinstance(value, str):
        return []
    return [value] if isinstance(value[0], int) else value


class _Words:
    """The words of one text, asked by span."""

    def __init__(self, text: str) -> None:
        found = [m.span() for m in _WORD.finditer(text)]
        self.starts, self.ends = [s for s, _ in found], [e for _, e in found]

    def within(self, *values: Any) -> frozenset[int]:
        """Return the numbers of the words that spans touch, as a record has them."""
        found: set[int] = set()
        for start, end in (span for value in values for span in _spans(value)):
            found.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return frozenset(found)


def _counts(
    record: dict[str, Any], quotes: list[dict[str, Any]]
) -> Iterator[tuple[str, int, int, int]]:
    """Yield of each measure how many are right, how many gold and how many predicted."""
    words = _Words(record["text"])
    wanted = [a for a in record["attributions"] if not a.get("optional")]
    gold = [words.within(a["content"]) for a in wanted]
    optional = [a["content"] for a in record["attributions"] if a.get("optional")]
    free = words.within(*optional, record.get("ignore"))
    contents = [words.within(q["content"]) for q in quotes]
    asked = zip(quotes, contents, strict=True)
    kept = [(q, w) for q, w in asked if w and 2 * len(w & free) < len(w)]
    guessed = [w for _, w in kept]
    pairs = _match(gold, guessed)
    speakers = [(wanted[i].get("source"), kept[j][0].get("speaker")) for i, j in pairs]
    spoken = [tuple(map(words.within, pair)) for pair in speakers]
    agree = sum(bool(a & b) or not (a or b) for a, b in spoken)
    yield "attribution", len(pairs), len(gold), len(guessed)
    yield "attribution and speaker", agree, len(gold), len(guessed)
    regions = [words.within([r.start, r.end]) for r in quoted_regions(record["text"])]
    mine, theirs = (
        {
            (min(w & r), max(w & r))
            for w in group
            for r in regions
            if 2 * len(w & r) >= max(1, len(r))
        }
        for group in (gold, guessed)
    )
    yield "quoted", len(mine & theirs), len(mine), len(theirs)
    for measure, ours, other in (("content words", "content", "content"), ("speaker words", "source", "speaker"),
                                 ("cue words", "cue", "cue")):  # fmt: skip
        a = words.within(*(x.get(ours) for x in wanted))
        b = words.within(*(q.get(other) for q, _ in kept))
        yield measure, len(a & b), len(a), len(b)


def _match(gold: list[frozenset[int]], guessed: list[frozenset[int]]) -> list[tuple[int, int]]:
    """Match contents one to one, the best overlap first."""
    overlaps = {
        (i, j): len(g & p) / max(len(g), len(p))
        for i, g in enumerate(gold)
        for j, p in enumerate(guessed)
        if g & p
    }
    found: dict[int, int] = {}
    for (i, j), overlap in sorted(overlaps.items(), key=lambda pair: (-pair[1], pair[0])):
        if overlap >= _MATCH and i not in found and j not in found.values():
            found[i] = j
    return list(found.items())


def _shares(counts: list[tuple[str, int, int, int]]) -> pd.DataFrame:
    """Return precision, recall and F1 of each measure over all articles."""
    columns = ["measure", "right", "n_gold", "n_predicted"]
    table = pd.DataFrame(counts, columns=columns).groupby("measure").sum()
    table = table.reindex(list(MEASURES), fill_value=0).astype("int64")
    precision, recall = table["right"] / table["n_predicted"], table["right"] / table["n_gold"]
    f1 = 2 * precision * recall / (precision + recall)
    f1 = f1.where(table["right"] > 0, 0 * precision * recall)
    table = table.assign(precision=precision, recall=recall, f1=f1).reset_index()
    return table[["measure", "precision", "recall", "f1", "n_gold", "n_predicted"]]
