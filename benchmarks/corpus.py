"""
Measure how fast a corpus is read and analysed, and in how much memory, on articles made up for it.

    python benchmarks/corpus.py read [--articles 70000] [--words 480]
    python benchmarks/corpus.py run [--articles 2000 20000] [--words 150] [--workers 1 2] [--near 0.8]

`read` streams the same articles from JSON lines, CSV and Parquet; `run` takes every step over each number of
articles with each number of workers. Prints a line each: articles a second, seconds, those of the processors
(which tell more on a machine that others use) and peak memory in MB of the biggest process. Each is measured in
a process of its own; files lie in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import newsan as ns

_NAMES = [f"{a} {b}" for a in ("Mara", "Toma", "Ivo", "Tove", "Runa", "Jarl", "Edda", "Niko")
          for b in ("Ostrell", "Brevik", "Hrabec", "Ardal", "Kessrin", "Velm", "Teller", "Sund")]  # fmt: skip
_PLACES = ("Kyiv", "Sumy", "Warsaw", "Oslo", "Veldany", "Tallinn", "Kharkiv", "Lviv")
_SENTENCES = (
    "“The river rose by {n} centimetres in the night,” said {name}, the mayor of {place}.",
    "{name} told reporters in {place} that the bridge would not be opened before spring.",
    "The council of {place} met for {n} hours and put off its vote on the harbour.",
    "“We will never accept a ceasefire on those terms,” {name} said on Monday.",
    "Nobody in {place} was hurt, though {n} houses lost their roofs and a school its windows.",
    "According to {name}, troops withdrew from a village {n} kilometres north of {place}.",
    "The ferry between {place} and the islands has carried {n} passengers since the storm.",
    "{name} denied that the ministry had known of it. “It is not true,” she added.",
    "Rain is forecast for the rest of the week, and the fields around {place} stand under water.",
    "A spokesman for the {place} office, {name}, warned that {n} more people may have to leave.",
)


def made_up(number: int, words: int) -> Iterator[dict[str, str]]:
    """Yield articles of about so many words, the same ones each time."""
    for n in range(number):
        drawn = random.Random(n)
        text: list[str] = []
        while sum(s.count(" ") + 1 for s in text) < words:
            slots = {"name": drawn.choice(_NAMES), "place": drawn.choice(_PLACES), "n": drawn.randrange(2, 900)}  # fmt: skip
            text.append(drawn.choice(_SENTENCES).format(**slots))
        day = pd.Timestamp("2031-05-01") + pd.Timedelta(days=n % 30)
        yield {"id": f"a{n}", "outlet": drawn.choice(_PLACES), "published": f"{day:%Y-%m-%d}",
               "text": "\n\n".join(text)}  # fmt: skip


def write(path: Path, number: int, words: int) -> None:
    """Write articles as JSON lines, CSV or Parquet, by the suffix."""
    rows = made_up(number, words)
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    elif path.suffix == ".csv":
        pd.DataFrame(rows).to_csv(path, index=False)
    else:
        pd.DataFrame(rows).to_parquet(path)


def main() -> None:
    """Make the articles, and measure each way of going through them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["read", "run"])
    parser.add_argument("--articles", type=int, nargs="+")
    parser.add_argument("--words", type=int)
    parser.add_argument("--workers", type=int, nargs="+", default=[1])
    parser.add_argument("--partition", type=int, default=200)
    parser.add_argument("--near", type=float)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(_measured(given)))
        return
    is_read = given.what == "read"
    words = given.words or (480 if is_read else 150)
    with tempfile.TemporaryDirectory() as folder:
        for number in given.articles or ([70_000] if is_read else [2_000, 20_000]):
            for suffix in ("jsonl", "csv", "parquet") if is_read else ("jsonl",):
                path = Path(folder, f"{number}.{suffix}")
                write(path, number, words)
                for workers in given.workers:
                    _print(path, number, workers, sys.argv[1:])


def _print(path: Path, number: int, workers: int, told: list[str]) -> None:
    command = [sys.executable, __file__, *told, "--inside", str(path), "--workers", str(workers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, of_processors, peak = json.loads(done.stdout.splitlines()[-1])
    print(f"{path.suffix[1:]:8} {path.stat().st_size / 1e6:5.0f} MB  {number:,} articles, {workers} workers: "
          f"{number / seconds:,.1f}/s, {seconds:,.1f} s, of processors {of_processors:,.1f} s, "
          f"peak {peak:,.0f} MB", flush=True)  # fmt: skip


def _measured(given: argparse.Namespace) -> tuple[float, float, float]:
    """Return seconds, seconds of processors and the peak memory of the biggest process."""
    if given.what == "run":
        ns.analyse(list(made_up(2, 100)))  # tables and weights are loaded before anything is timed
    began, spent = time.perf_counter(), sum(os.times()[:4])
    if given.what == "read":
        for _ in ns.articles.stream(given.inside):
            pass
    else:
        options = {} if given.near is None else {"near": given.near}
        ns.corpus.run(given.inside, Path(given.inside).with_name(f"out-{time.time_ns()}"),
                      workers=given.workers[-1], partition=given.partition, **options)  # fmt: skip
    seconds, spent = time.perf_counter() - began, sum(os.times()[:4]) - spent
    own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]  # since it began
    return (
        seconds,
        spent,
        max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024,
    )


if __name__ == "__main__":
    main()
