"""
Measure how time and memory grow with the size of hostile texts: one shape repeated, up to 400 kB.

    python benchmarks/scaling.py [SHAPE ...] [--sizes 50 100 200 400] [--over 2.3]

Prints a row a shape: for each verb the growth of its time when the text doubles (the median of the last
two doublings; blank below `FLOOR` seconds), the slowest verb with its seconds at the greatest size, and the
peak memory of the process in MB. Time is that of the processor, the best of two texts while it is short:
what is read once is kept, so no text is given to a verb twice. A verb that takes longer than `LIMIT` is not
run on the next size, and is listed as such. `--over` prints only what grows faster. Each shape runs in a
process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Set
from itertools import pairwise, product

import pandas as pd

import newsan as ns

FLOOR = 0.1  # seconds: growth of less is noise
LONG = 1.0  # seconds: where all verbs take longer they are run once
LIMIT = 60.0  # seconds: what takes longer is not run on the next size

_SYLLABLES = ("ba", "dor", "ke", "lin", "mo", "ras", "tel", "vi", "wen", "zo")
_NAMES = ["".join(name).title() for name in product(_SYLLABLES, repeat=4)]

SHAPES = {
    "full stops": ".",
    "spaced stops": ". ",
    "exclamations": "No! ",
    "question marks": "?!",
    "straight marks": '" ',
    "open curly": "“It rained ",
    "close curly": "It rained” ",
    "single marks": "‘It’ rained ",
    "guillemets": "« rain » „so“ ",
    "double apostrophes": "''so'' ",
    "peoples": "Ostran troops left Ostra. The army of Ostra met Ostrans. ",
    "“No,” he said": "“No,” he said. ",
    "who said it": "“It rained,” said Mara Ostrell, the mayor. ",
    "one line of prose": "The mayor of Veldany said that the river rose in the night and the bridge fell. ",
    "prose in paragraphs": "Mara Ostrell said that the river rose. “It fell,” she added.\n\n",
    "places in a row": "Sudzha, Kursk, Kyiv, Moscow, ",
    "places and": "Kyiv and Moscow and ",
    "capitals": "THE COMMANDER OF THE ARMY SAID ",
    "names in a row": "Mara Ostrell, Toma Brevik, ",
    "names without commas": "Mara Ostrell Toma Brevik ",
    "namesakes": "Helen Putin spoke. Putin said it rained. ",
    "initials": "A. B. C. ",
    "digits": "1234567890",
    "numbers": "12 3,456 7.8 ",
    "dates in a row": "3 March 2025, 4 April 2024, ",
    "days in a row": "on Monday, last Friday and in May ",
    "brackets": "(it (",
    "square brackets": "[It] [",
    "dashes": "— it – so - ",
    "hyphens": "well-known-",
    "newlines": "It\n",
    "blank lines": "\n\n \n",
    "blanks": "it       ",
    "and": "and ",
    "the": "the ",
    "of the": "the army of ",
    "commas": "it, ",
    "according to": "according to the ministry of ",
    "relative clauses": "Mara Ostrell, who said that ",
    "said that": "he said that ",
    "apostrophes": "the people's ",
    "addresses": "https://veldany.example/a/b?c=d&e=f ",
    "e-mail": "mara@veldany.example ",
    "emoji": "😀👍🏽 ",
    "combining marks": "é̂̈",
    "Cyrillic": "Міст упав уночі. ",
    "Arabic": "سقط الجسر ليلا. ",
    "bullets": "- It rained\n",
    "numbered": "1. It rained\n",
    "transcript": "OSTRELL: It rained.\nBREVIK: It did.\n",
    "comma-separated": "1,Mara,2031-05-02,rain\n",
    "wrapped lines": "The river rose in the night, and the bridge at the mill fell, as the mayor\nof it ",
    "zero-width": "it\u200b rained ",
    "war": "Ukrainian troops did not capture Sudzha near Kursk, Russian forces denied. ",
    "war in a row": "Russian forces captured Sudzha, and Ukrainian forces left Kursk, and ",
    "offices": "The US president said so in 2012. President Ostrell left. ",
    "states": "Georgia Mills, a pilot, left Jordan. Jordan said so. Paris waved. ",
    "acronyms": "The University of Kilden (UK) met. UK said so. The EU left. ",
    "captions": "PHOTO: It rained, Getty Images. ",
    "share menu": "Share Tweet Print ",
    "letters": "a",
    "capital words": "Veldany ",
    "conditions": "if it rains unless it does ",
    "one long blank": "it" + 99_000 * " ",
    "one long indent": "it\n" + 99_000 * " ",
    "many names": " ".join(f"{a} {b} spoke." for a, b in pairwise(_NAMES)),
    "nested marks": "“He said ‘she said “it rained” twice’ then” ",
    "nested unclosed": "“He said ‘it ",
    "unclosed straight": 'The mayor said "it rained. ',
    "unclosed paragraphs": "“It rained in the night.\n\n",
    "said": "said ",
    "he said": "he said ",
    "short lines": "It rained.\n",
    "one-word lines": "Rain\n",
    "one sentence": "the river rose and the bridge fell while the mayor of the town slept and ",
    "capitals in lines": "THE RIVER ROSE\n",
    "only names": "Ostrell Brevik Kessrin Hrabec ",
    "parentheses": "(it rained (twice)) ",
    "open parentheses": "(",
    "ellipses": "it… rained... and . . . ",
    "HTML entities": "&quot;It&nbsp;rained,&quot; said &amp; &#8220;so&#8221; ",
    "HTML tags": '<p class="a">It rained</p><br/>',
    "bidi marks": "\u202eit\u202c \u2067rained\u2069 \u200f",
    "CJK": "市长说，昨晚下雨了。",
    "CJK without stops": "市长说昨晚下雨了",
    "table rows": "| Veldany | 12 | 3 March |\n",
    "tabs": "Veldany\t12\t3.5\tOstrell\n",
    "repeated paragraphs": "The mayor, Mara Ostrell, said on Monday that the river rose near Kyiv. “It fell,” she said.\n\n",
    "one place": "Kyiv ",
    "place in sentences": "It rained in Kyiv. ",
    "relative days": "yesterday, the day before yesterday, last week, two days ago, ",
    "said on days": "The mayor said yesterday that it rained. ",
    "pronouns": "He said she said they said it rained. ",
    "according to names": "It rained, according to Mara Ostrell, according to Toma Brevik. ",
    "titles": "President Prime Minister General Mayor ",
    "titles and names": "President Mara Ostrell, Mayor Toma Brevik and General Ivo Hrabec said so. ",
    "spokesman chains": "the spokesman of the deputy of the head of ",
    "said and that": "said that Mara Ostrell said that Toma Brevik ",
    "questions": "Did it rain? “Yes,” he said. Why? ",
    "semicolons": "it rained; it fell; ",
    "colons": "he said: it rained: she added: ",
    "slashes": "and/or/",
    "apostrophes only": "'",
    "double marks only": '"',
    "curly pairs": "“” ",
    "quoted words": "the “river” and ‘bridge’ ",
    "possessives": "Ostrell's mayor's Brevik's ",
    "carriage returns": "It rained.\r\n\r\n",
    "not captured": "not captured Sudzha, not captured Kursk, ",
    "negations": "did not deny that he did not deny that ",
    "village of": "the village of the village of ",
    "near": "near Kyiv near Kursk near Sudzha ",
    "kilometres": "10 km north of Kyiv, 12 km south of Kursk, ",
    "datelines": "VELDANY, March 3 (Reuters) - It rained.\n",
    "promo": "Read also: It rained in Kyiv\n",
    "by": "By Mara Ostrell and Toma Brevik\n",
    "many people": " ".join(f"Mara {name} spoke." for name in _NAMES),
    "many bodies": " ".join(f"The {name} Institute met {name}." for name in _NAMES),
    "many speakers": " ".join(f"“It rained,” said {a} {b}." for a, b in pairwise(_NAMES)),
}


def verbs(text: str) -> dict[str, Callable[[], object]]:
    """Return what is timed on a text, by name; what needs frames gets those of the verbs before."""
    articles = ns.articles.read({"text": f"The mayor said {text}", "date": "2031-05-02"})
    made: dict[str, pd.DataFrame] = {}

    def keep(name: str, find: Callable[[], pd.DataFrame]) -> Callable[[], object]:
        return lambda: made.__setitem__(name, find())

    def highlight() -> object:
        row = articles.iloc[0]
        return ns.highlight.article(row, made["quotes"], mentions=made["mentions"]).body

    return {
        "furniture": lambda: ns.text.furniture(text),
        "read": lambda: ns.articles.read({"text": text or "It rained."}, bad="report"),
        "find": keep("found", lambda: ns.quotes.find(articles, beliefs=True)),
        "nested": lambda: ns.quotes.find(articles, nested=True),
        "resolve": keep("quotes", lambda: ns.actors.resolve(made["found"], articles)),
        "named": lambda: ns.actors.named(articles["text"][0], None, "2031-05-02"),
        "textblob": lambda: ns.sentiment.score(made["quotes"]),
        "vader": lambda: ns.sentiment.score(made["quotes"], scorer="vader"),
        "rhetoric": lambda: ns.rhetoric.measure(made["quotes"]),
        "stance": lambda: ns.stance.find(made["quotes"], articles),
        "toward": lambda: ns.stance.toward(
            articles.assign(target_start=4, target_end=9)[["text", "target_start", "target_end"]]
        ),
        "places": keep("mentions", lambda: ns.places.find(articles, quotes=made["quotes"])),
        "ground": lambda: ns.frontline.references(made["mentions"], articles, made["quotes"]),
        "highlight": highlight,
        "words": lambda: ns.stats.word_counts(articles["text"]),
    }


def main() -> None:
    """Print the table, each shape measured in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shapes", nargs="*")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 100, 200, 400], help="kB")
    parser.add_argument("--over", type=float, default=0.0)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(_measured(SHAPES[given.shapes[0]], given.sizes)))
        return
    for name in given.shapes or SHAPES:
        command = [sys.executable, __file__, name, "--inside", "--sizes", *map(str, given.sizes)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:22} failed: {done.stderr.strip().splitlines()[-1:]}", flush=True)
            continue
        _print(name, json.loads(done.stdout), given.over)


def _print(name: str, measured: dict[str, object], over: float) -> None:
    times: dict[str, list[float]] = measured["times"]  # type: ignore[assignment]
    growth = {verb: g for verb, own in times.items() if (g := _growth(own)) is not None}
    slowest = max(times, key=lambda verb: times[verb][-1])
    shown = [f"{verb} {g:.1f}" for verb, g in growth.items() if g >= over]
    if shown or not over:
        print(
            f"{name:22} {measured['peak']:5.0f} MB  slowest {slowest} "
            f"{times[slowest][-1]:.2f} s  {', '.join(shown)}",
            flush=True,
        )


def _growth(times: list[float]) -> float | None:
    """Return the growth of time a doubling, where it is long enough to tell."""
    steps = [b / a for a, b in pairwise(times) if b >= FLOOR]
    return statistics.median(steps[-2:]) if steps else None


def _measured(shape: str, sizes: list[int]) -> dict[str, object]:
    for run in verbs("Mara Ostrell said that it rained in Kyiv. " * 5).values():
        run()  # tables and weights are loaded before anything is timed
    times: dict[str, list[float]] = {}
    for size in sizes:
        kept = {name for name, own in times.items() if own[-1] >= LIMIT}
        for name, spent in seconds(grown(shape, size * 1000), skip=kept).items():
            times.setdefault(name, []).append(spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"times": times, "peak": peak}


def grown(shape: str, size: int) -> str:
    """Return a shape repeated to a number of code points."""
    return (shape * (size // len(shape) + 1))[:size]


def seconds(text: str, skip: Set[str] = frozenset(), enough: float = LONG) -> dict[str, float]:
    """Return the processor's seconds of each verb on a text, the lesser of two where all take less than enough."""
    best: dict[str, float] = {}
    for fresh in (f"{text} ", f"{text}  "):  # no text is read twice: what is read is kept
        for name, run in verbs(fresh).items():
            if name in skip:
                continue
            began = time.process_time()
            run()
            spent = time.process_time() - began
            best[name] = min(spent, best.get(name, spent))
        if sum(best.values()) > enough:
            break
    return best


if __name__ == "__main__":
    main()
