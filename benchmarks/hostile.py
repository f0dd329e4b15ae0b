"""
Call every public verb with frames that are not what it wants, and count what ends in a crash.

    python benchmarks/hostile.py --calls 2000 --seed 1

Each call takes the frames of one small invented analysis, spoils one of them in one way (a column
missing, renamed, of another dtype, with a missing or a second same value, offsets swapped or past the
text; the frame of another verb; no frame at all) and calls one verb. It may return, or refuse by an
error of newsan; anything else is a crash, warnings too. `tests/property/test_hostile.py` draws a bounded number.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

import newsan as ns
from newsan.errors import NewsanError

Frames = dict[str, Any]
Verb = Callable[[Frames], Any]

_TEXT = (
    "HAMBURG, May 2 (Ostra) - “There will be no ceasefire,” Mayor Mara Ostrell said on Friday. "
    "“It was a terrible, cruel day.”\n\n"
    "Her deputy, {deputy}, said that a ceasefire had been agreed in Goma.\n\n"
    "Rebel forces captured Goma on Thursday, the General Staff of Ostria said. Congolese troops withdrew from "
    "Goma. “Mara Ostrell is a liar,” "
    "{deputy} said in Nairobi."
)
_DAY = "2021-05-03"
_FRAMES = Path(tempfile.gettempdir(), "newsan-hostile-frames")


def world() -> Frames:
    """Return one frame of each kind, all of one analysis of two invented articles."""
    side, other = ns.frontline.read_sides()["side"]
    control = [
        {"place_id": f"p{n}", "place": f"Place {n}", "lat": 51.0 + n / 20, "lon": 35.0, "precision_m": 500.0,
         "day": day, "day_precision": "day", "controller": held, "status": "confirmed", "claimed_by": held,
         "source": "Ostra", "source_url": "https://ostra.example"}
        for n, (day, held) in enumerate([("2021-05-01", side), ("2021-05-01", other), ("2021-05-02", side)])
    ]  # fmt: skip
    articles = ns.articles.read(
        [{"id": f"a{n}", "title": "Talks", "outlet": outlet, "published": f"2021-05-0{n + 1}",
          "text": _TEXT.format(deputy=deputy)}
         for n, outlet, deputy in [(1, "The Lamp", "Ivo Hrabec"), (2, "Ostra News", "Tomas Brandl")]]
    )  # fmt: skip
    result = ns.analyse(articles, control=ns.schema.build(control, "control"))
    frames: Frames = dict(result)
    frames["areas"] = ns.frontline.areas(frames["control"], _DAY)
    frames["timeline"] = ns.stance.timeline(frames["stance"])
    frames["distances"] = ns.frontline.distances(frames["control"], frames["control"], [_DAY])
    frames["corrections"] = ns.schema.build(
        [{"article_id": "a1", "text": q["text"], "start": q["start"], "end": q["end"], "field": field,
          "value": value, "name": None}
         for q in frames["quotes"].head(1).to_dict("records")
         for field, value in (("actor", "ivo-hrabec"), ("act", "deny"))], "corrections"
    )  # fmt: skip
    frames["textblob"] = ns.sentiment.score(frames["quotes"])
    frames["resolved"] = ns.corrections.apply(frames["quotes"], frames["corrections"])
    frames["coded"] = ns.stats.sample(frames["rhetoric"], 8, by="act")
    frames["registry"] = ns.actors.registry().head(8)
    frames["topics"] = ns.stance.topics().head(3)
    frames["sides"] = ns.frontline.read_sides()
    frames["rows"] = frames["quotes"][["article_id", "text", "speaker"]].head(3)
    frames["targets"] = pd.DataFrame(
        {"text": ["Mara Ostrell is a liar"], "target_start": [0], "target_end": [12]}
    )
    frames["given"] = result.variants()
    frames["keyness"] = ns.stats.log_odds(
        ns.stats.word_counts(["a bridge", "a dam"]), ns.stats.word_counts(["a tower", "a dam"])
    )
    frames["results"] = pd.DataFrame(
        [{"task": "t", "data": "d", "measure": "F1", "newsan": 0.8, "best_other": 0.6, "other": "x",
          "two_humans": 0.9, "n": 9, "counted": "texts"}]
    )  # fmt: skip
    frames["calibration"] = pd.DataFrame({"stated": [0.5, 0.9], "right": [0.4, 0.9], "n": [9, 9]})
    return frames


def _of(frames: Frames) -> Any:
    names = list(ns.analysis.Analysis.__dataclass_fields__)
    return ns.analysis.Analysis(**{name: frames[name] for name in names})


def _one(frame: Any) -> Any:
    return frame.head(1) if isinstance(frame, pd.DataFrame) else frame


# What is called, and the frames that it is given.
VERBS: dict[str, tuple[tuple[str, ...], Verb]] = {
    "articles.deduplicate": (("articles",), lambda f: ns.articles.deduplicate(f["articles"])),
    "articles.problems": (("articles",), lambda f: ns.articles.problems(f["articles"])),
    "articles.ledger": (("articles",), lambda f: ns.articles.ledger(f["articles"])),
    "quotes.find": (("articles",), lambda f: ns.quotes.find(f["articles"])),
    "quotes.find nested": (("articles",), lambda f: ns.quotes.find(f["articles"], nested=True)),
    "quotes.within": (("quotes",), lambda f: ns.quotes.within(f["quotes"])),
    "quotes.variants": (
        ("quotes", "articles"),
        lambda f: ns.quotes.variants(f["quotes"], f["articles"]),
    ),
    "quotes.distinct": (
        ("quotes", "articles"),
        lambda f: ns.quotes.distinct(f["quotes"], f["articles"]),
    ),
    "result.variants": (("quotes", "articles"), lambda f: _of(f).variants()),
    "result.keyness": (("quotes", "articles"), lambda f: _of(f).keyness("Mara Ostrell")),
    "actors.registry": (("registry",), lambda f: ns.actors.registry(f["registry"])),
    "actors.resolve": (
        ("quotes", "articles", "registry"),
        lambda f: ns.actors.resolve(f["quotes"], f["articles"], registry=f["registry"]),
    ),
    "sentiment.score": (
        ("quotes", "articles"),
        lambda f: ns.sentiment.score(f["quotes"], articles=f["articles"]),
    ),
    "sentiment.by_actor": (
        ("quotes", "sentiment"),
        lambda f: ns.sentiment.by_actor(f["quotes"], f["sentiment"], draws=20),
    ),
    "rhetoric.measure": (
        ("quotes", "articles"),
        lambda f: ns.rhetoric.measure(f["quotes"], f["articles"]),
    ),
    "stance.find": (
        ("quotes", "articles", "topics", "registry"),
        lambda f: ns.stance.find(
            f["quotes"], f["articles"], topics=f["topics"], actors=f["registry"]
        ),
    ),
    "stance.claims": (("stance",), lambda f: ns.stance.claims(f["stance"])),
    "stance.timeline": (("stance",), lambda f: ns.stance.timeline(f["stance"])),
    "stance.toward": (("targets",), lambda f: ns.stance.toward(f["targets"])),
    "stance.preview": (
        ("topics", "quotes", "articles", "registry"),
        lambda f: ns.stance.preview(f["topics"], f["quotes"], f["articles"], actors=f["registry"]),
    ),
    "stance.topics": (("topics",), lambda f: ns.stance.topics(f["topics"])),
    "places.find": (
        ("articles", "quotes", "registry"),
        lambda f: ns.places.find(f["articles"], quotes=f["quotes"], actors=f["registry"]),
    ),
    "frontline.references": (
        ("mentions", "articles", "quotes", "registry", "sides"),
        lambda f: ns.frontline.references(
            f["mentions"], f["articles"], f["quotes"], actors=f["registry"], sides=f["sides"]
        ),
    ),
    "frontline.read_sides": (("sides",), lambda f: ns.frontline.read_sides(f["sides"])),
    "frontline.read_control": (("control",), lambda f: ns.frontline.read_control(f["control"])),
    "frontline.areas": (("control",), lambda f: ns.frontline.areas(f["control"], _DAY)),
    "frontline.front": (("control",), lambda f: ns.frontline.front(f["control"], _DAY)),
    "frontline.state": (("control",), lambda f: ns.frontline.state(f["control"], _DAY)),
    "frontline.change_days": (("control",), lambda f: ns.frontline.change_days(f["control"])),
    "frontline.distances": (
        ("control",),
        lambda f: ns.frontline.distances(f["control"], f["control"], _DAY),
    ),
    "frontline.compare": (
        ("areas",),
        lambda f: ns.frontline.compare(f["areas"], f["areas"]),
    ),
    "frontline.enclosure": (
        ("control",),
        lambda f: ns.frontline.enclosure(f["control"], _DAY, n=2),
    ),
    "corrections.apply": (
        ("quotes", "corrections"),
        lambda f: ns.corrections.apply(f["quotes"], f["corrections"]),
    ),
    "corrections.keep": (
        ("quotes", "resolved"),
        lambda f: ns.corrections.keep(f["quotes"], f["resolved"]),
    ),
    "corrections.apply_acts": (
        ("rhetoric", "quotes", "corrections"),
        lambda f: ns.corrections.apply_acts(f["rhetoric"], f["quotes"], f["corrections"]),
    ),
    "verify": (("rows", "articles"), lambda f: ns.verify(f["rows"], f["articles"])),
    "highlight.article": (
        ("articles", "quotes", "mentions", "references"),
        lambda f: ns.highlight.article(
            _one(f["articles"]), f["quotes"], mentions=f["mentions"], references=f["references"]
        )._repr_html_(),
    ),
    "charts.polarity_by_actor": (
        ("quotes", "textblob", "articles", "registry"),
        lambda f: ns.charts.polarity_by_actor(
            f["quotes"], f["textblob"], articles=f["articles"], registry=f["registry"]
        ),
    ),
    "charts.textblob_against_vader": (
        ("quotes", "sentiment", "articles", "registry"),
        lambda f: ns.charts.textblob_against_vader(
            f["quotes"], f["sentiment"], articles=f["articles"], registry=f["registry"]
        ),
    ),
    "charts.acts_by_actor": (
        ("quotes", "rhetoric", "articles", "registry"),
        lambda f: ns.charts.acts_by_actor(
            f["quotes"], f["rhetoric"], articles=f["articles"], registry=f["registry"]
        ),
    ),
    "charts.claim_board": (
        ("claims", "quotes", "registry"),
        lambda f: ns.charts.claim_board(f["claims"], quotes=f["quotes"], registry=f["registry"]),
    ),
    "charts.positions_over_time": (
        ("timeline", "quotes", "registry"),
        lambda f: ns.charts.positions_over_time(
            f["timeline"], topic="ceasefire", quotes=f["quotes"], registry=f["registry"]
        ),
    ),
    "charts.network": (
        ("stance", "quotes", "registry"),
        lambda f: ns.charts.network(f["stance"], quotes=f["quotes"], registry=f["registry"]),
    ),
    "charts.who_about_whom": (
        ("stance", "quotes", "registry"),
        lambda f: ns.charts.who_about_whom(f["stance"], quotes=f["quotes"], registry=f["registry"]),
    ),
    "charts.quotes_over_time": (
        ("quotes", "articles", "registry"),
        lambda f: ns.charts.quotes_over_time(f["quotes"], f["articles"], registry=f["registry"]),
    ),
    "charts.distance_to_front": (
        ("distances",),
        lambda f: ns.charts.distance_to_front(f["distances"]),
    ),
    "charts.variants": (("given",), lambda f: ns.charts.variants(f["given"])),
    "charts.keyness": (
        ("keyness",),
        lambda f: ns.charts.keyness(f["keyness"], names=("a", "b"), source="s"),
    ),
    "charts.scores": (("results",), lambda f: ns.charts.scores(f["results"], source="s")),
    "charts.calibration": (
        ("calibration",),
        lambda f: ns.charts.calibration(f["calibration"], source="s"),
    ),
    "maps.areas": (("areas",), lambda f: ns.maps.areas(f["areas"])),
    "maps.mentions": (("mentions",), lambda f: ns.maps.mentions(f["mentions"])),
    "maps.salient": (
        ("control", "references", "quotes"),
        lambda f: ns.maps.salient(f["control"], _DAY, f["references"], quotes=f["quotes"]),
    ),
    "maps.film": (
        ("control", "claims", "quotes"),
        lambda f: ns.maps.film(_one(f["control"]), _FRAMES, claims=f["claims"], quotes=f["quotes"]),
    ),
    "maps.small_multiples": (
        ("control",),
        lambda f: ns.maps.small_multiples(f["control"], [_DAY]),
    ),
    "stats.clustered_bootstrap": (
        ("sentiment",),
        lambda f: ns.stats.clustered_bootstrap(f["sentiment"], "polarity", "quote_id", draws=20),
    ),
    "stats.sample": (("rhetoric",), lambda f: ns.stats.sample(f["rhetoric"], 4, by="act")),
    "stats.agreement": (
        ("rhetoric", "coded"),
        lambda f: ns.stats.agreement(f["rhetoric"], f["coded"], "act", draws=20),
    ),
    "stats.coded": (
        ("corrections", "quotes"),
        lambda f: ns.stats.coded(f["corrections"], f["quotes"]),
    ),
    "stats.corrected": (
        ("rhetoric", "coded"),
        lambda f: ns.stats.corrected(f["rhetoric"], f["coded"], "act"),
    ),
    "stats.permutation_test": (
        ("sentiment",),
        lambda f: ns.stats.permutation_test(f["sentiment"], "polarity", "scorer", draws=20),
    ),
    "result.actors": (("quotes", "rhetoric", "sentiment"), lambda f: _of(f).actors()),
    "result.who_says": (
        ("stance", "quotes", "articles"),
        lambda f: _of(f).who_says("ceasefire"),
    ),
    "result.find": (("quotes", "rhetoric", "articles"), lambda f: _of(f).find("ceasefire|liar")),
    "result.compare": (("quotes", "rhetoric", "articles"), lambda f: _of(f).compare("outlet")),
    "result.timeline": (
        ("stance", "quotes", "articles"),
        lambda f: _of(f).timeline("ceasefire"),
    ),
}

# Ways to spoil one column: the frame and its column give the frame that is handed over.
Spoil = Callable[[pd.DataFrame, str], Any]


def _set(frame: pd.DataFrame, column: str, values: Any) -> pd.DataFrame:
    return pd.DataFrame(frame).assign(**{column: values})


def _first(frame: pd.DataFrame, column: str, value: Any) -> pd.DataFrame:
    rest = frame[column].tolist()[1:]
    values = pd.Series([value, *rest], dtype="object", index=frame.index).infer_objects()
    return _set(frame, column, values)


COLUMN: dict[str, Spoil] = {
    "missing": lambda f, c: f.drop(columns=c),
    "renamed": lambda f, c: f.rename(columns={c: f"{c}s"}),
    "upper": lambda f, c: f.rename(columns={c: c.upper()}),
    "twice": lambda f, c: pd.concat([pd.DataFrame(f), pd.DataFrame(f)[[c]]], axis=1),
    "as text": lambda f, c: _set(f, c, f[c].astype("str")),
    "as objects": lambda f, c: _set(f, c, f[c].astype("object")),
    "as category": lambda f, c: _set(f, c, f[c].astype("str").astype("category")),
    "floats": lambda f, c: _set(f, c, [0.5] * len(f)),
    "huge": lambda f, c: _set(f, c, [10**9] * len(f)),
    "negative": lambda f, c: _set(f, c, [-5] * len(f)),
    "infinite": lambda f, c: _set(f, c, [float("inf")] * len(f)),
    "lists": lambda f, c: _set(f, c, pd.Series([["x"]] * len(f), index=f.index, dtype="object")),
    "bytes": lambda f, c: _set(f, c, pd.Series([b"x"] * len(f), index=f.index, dtype="object")),
    "booleans": lambda f, c: _set(f, c, [True] * len(f)),
    "days": lambda f, c: _set(f, c, pd.Timestamp(_DAY)),
    "all missing": lambda f, c: _set(f, c, pd.Series([None] * len(f), index=f.index, dtype="object")),
    "one missing": lambda f, c: _first(f, c, None),
    "one number": lambda f, c: _first(f, c, 7),
    "one blank": lambda f, c: _first(f, c, ""),
    "all the same": lambda f, c: _set(f, c, [f[c].iloc[0]] * len(f)),
    "another's": lambda f, c: _first(f, c, "nobody-knows"),
}  # fmt: skip
SWAPPED = "offsets swapped"
WHOLE: dict[str, Callable[[pd.DataFrame], Any]] = {
    "none": lambda f: None,
    "a string": lambda f: "“It rained,” said Mara Ostrell.",
    "a list": lambda f: f.to_dict("records"),
    "a dictionary": lambda f: f.to_dict("list"),
    "a series": lambda f: f.iloc[:, 0],
    "a number": lambda f: 7,
    "no rows": lambda f: f.iloc[:0],
    "no columns": lambda f: f.iloc[:, :0],
    "bare": lambda f: pd.DataFrame(),
    "rows twice": lambda f: pd.concat([f, f]),
    "backwards": lambda f: f.iloc[::-1],
    "one index": lambda f: f.set_axis([0] * len(f)),
    "index of words": lambda f: f.set_axis([f"row {n}" for n in range(len(f))]),
    "numbered columns": lambda f: pd.DataFrame(f.to_numpy()),
    "columns twice": lambda f: pd.DataFrame(pd.concat([pd.DataFrame(f)] * 2, axis=1)),
    "two levels": lambda f: pd.DataFrame(f).set_axis(
        pd.MultiIndex.from_product([["x"], f.columns]), axis=1
    ),
}


@dataclass(frozen=True)
class Case:
    """One call: a verb, which of its frames is spoilt, and how."""

    verb: str
    frame: str
    how: str
    column: str = ""

    def run(self, frames: Frames) -> str:
        """Make the call and return what came of it: fine, refused, or the crash in a line."""
        import matplotlib.pyplot as plt

        spoilt = self.spoil(frames)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                VERBS[self.verb][1](frames | {self.frame: spoilt})
        except NewsanError as error:
            return "refused" if str(error).strip() else "refused without a word"
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)
            own = [t for t in where if "newsan" in t.filename and "benchmarks" not in t.filename]
            at = f"{own[-1].filename.split('newsan/')[-1]}:{own[-1].lineno}" if own else "?"
            return f"{type(error).__name__} at {at}: {str(error)[:90]}"
        finally:
            plt.close("all")
        return "fine"

    def spoil(self, frames: Frames) -> Any:
        """Return the frame as it is handed over."""
        frame = frames[self.frame]
        if self.how in WHOLE:
            return WHOLE[self.how](frame)
        if self.how == SWAPPED:
            end = self.column.removesuffix("start") + "end"
            return frame.rename(columns={self.column: end, end: self.column})
        if self.how in frames:
            return frames[self.how]
        return COLUMN[self.how](frame, self.column)


def cases(frames: Frames) -> Iterator[Case]:
    """Yield every call there is."""
    for verb, (given, _) in VERBS.items():
        for name in given:
            make = partial(Case, verb, name)
            yield from (make(how) for how in WHOLE)
            yield from (make(other) for other in frames if other != name)
            for column in map(str, frames[name].columns):
                yield from (make(how, column) for how in COLUMN)
                if column.endswith("start"):
                    yield make(SWAPPED, column)


def drawn(frames: Frames, calls: int, seed: int) -> list[Case]:
    """Return so many calls, drawn verb by verb so that each has its share."""
    by_verb: dict[str, list[Case]] = {}
    for case in cases(frames):
        by_verb.setdefault(case.verb, []).append(case)
    rng = random.Random(seed)
    each = -(-calls // len(by_verb))
    return [c for own in by_verb.values() for c in rng.sample(own, min(each, len(own)))]


def main() -> None:
    """Make the calls and print what came of them, each crash with an example."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verb", help="of this verb only")
    asked = parser.parse_args()
    frames = world()
    outcomes: Counter[str] = Counter()
    crashes: dict[str, list[Case]] = {}
    for case in drawn(frames, asked.calls, asked.seed):
        if asked.verb and not case.verb.startswith(asked.verb):
            continue
        outcome = case.run(frames)
        known = outcome in ("fine", "refused")
        outcomes[outcome if known else "crash"] += 1
        if not known:
            crashes.setdefault(f"{case.verb}: {outcome}", []).append(case)
    for outcome, found in sorted(crashes.items()):
        first = found[0]
        print(f"{len(found):3} {outcome}\n      {first.frame} {first.column} {first.how}")
    print(", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items())))


if __name__ == "__main__":
    main()
