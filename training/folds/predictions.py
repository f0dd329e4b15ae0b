"""What the fold taggers say of articles they never read, kept without the articles' text."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from newsan.quotes.attribution import Attribution, Span

FILE = Path(__file__).with_name("predictions.jsonl.gz")


@dataclass
class Prediction:
    """
    What the tagger of one fold makes of one article of its left-out quarter.

    `without` holds the same where a rule that works on the tagger's labels is left out, by name of
    the rule, if that changes anything.
    """

    id: str
    digest: str
    fold: int
    attributions: list[Attribution]
    without: dict[str, list[Attribution]] = field(default_factory=dict)


def digest(text: str) -> str:
    """
    Return what tells whether a text is the one that was read.

    Examples
    --------
    >>> digest("It rained.") == digest("It rained"), len(digest("It rained."))
    (False, 16)
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pack(made: Attribution) -> list[int | None]:
    """
    Return seven numbers: content, cue and source as begin and length, confidence in hundredths.

    Cue and source begin so far from the content.

    Examples
    --------
    >>> pack(Attribution([(20, 46)], (0, 12), (13, 19), 0.981))
    [20, 26, -7, 6, -20, 12, 98]
    >>> unpack(_) == Attribution([(20, 46)], (0, 12), (13, 19), 0.98)
    True
    """
    ((start, end),) = made.content
    numbers: list[int | None] = [start, end - start]
    for span in (made.cue, made.source):
        numbers += (None, None) if span is None else (span[0] - start, span[1] - span[0])
    return [*numbers, round(100 * made.confidence)]


def unpack(numbers: list) -> Attribution:
    """Return the attribution that `pack` wrote."""
    start, length, *others, confidence = numbers
    cue, source = (_span(start, *others[k : k + 2]) for k in (0, 2))
    return Attribution([(start, start + length)], source, cue, confidence / 100)


def _span(start: int, offset: int | None, length: int | None) -> Span | None:
    return None if offset is None else (start + offset, start + offset + length)


def write(predictions: list[Prediction], path: Path = FILE) -> None:
    """Write predictions, one article a line; the same predictions make the same bytes."""
    lines = [
        json.dumps(
            {
                "id": p.id,
                "digest": p.digest,
                "fold": p.fold,
                "attributions": [pack(a) for a in p.attributions],
                "without": {name: [pack(a) for a in made] for name, made in p.without.items()},
            },
            separators=(",", ":"),
        )
        for p in predictions
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def read(path: Path = FILE) -> list[Prediction]:
    """Return the predictions of a file that `write` wrote."""
    rows = map(json.loads, gzip.decompress(path.read_bytes()).decode().splitlines())
    return [
        Prediction(
            row["id"],
            row["digest"],
            row["fold"],
            list(map(unpack, row["attributions"])),
            {name: list(map(unpack, made)) for name, made in row["without"].items()},
        )
        for row in rows
    ]
