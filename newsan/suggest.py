"""What the tables of a study may lack: read from its articles, to be looked through and copied."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Container
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsan import analyse, lexicons, spreadsheet, writing
from newsan.actors.entities import entities
from newsan.actors.linking import is_name, is_same
from newsan.actors.mention import slug
from newsan.actors.names import is_given
from newsan.actors.registry import fold, index, of_study
from newsan.analysis import Analysis
from newsan.document import Spans, read
from newsan.study import Study, load
from newsan.text import running, tokens
from newsan.text.words import BODIES

FOLDER = "suggestions"
COLUMNS = {
    "actors": ("actor_id", "name", "kind", "role", "n_quotes", "n_mentions", "articles"),
    "pairs": ("actor_id", "name", "other_id", "other_name", "n", "n_other", "articles"),
    "topics": ("topic", "label", "proposition", "for_example", "against_example", "kind", "n", "actors",
               "articles"),
    "places": ("place_id", "place", "lat", "lon", "n", "why", "articles"),
}  # fmt: skip
_CONTESTS = ("deny", "accuse")  # what a statement does whose content somebody else may assert
_TWICE = 2  # mentions from which somebody is proposed who says nothing
_LETTERS = 4  # of a word that may be what a topic is about
_SHARED = 2  # words that a claim and its denial have in common, one of them no name
_FEWEST = 3  # such words that either needs
_ALIKE = 0.3  # of the shorter statement's words, by their rarity, that they have in common
_STEM = 6  # letters by which two words are one: surrounded, surrounding
_SMALL = {row["word"] for row in lexicons.rows("function_words")} | lexicons.words("nouns", "title")
_JOINS = " and "
_THAT = re.compile(r"^that\s+")
_MARKS = re.compile(r"^(?:of|about|for|by)\b|[“”\"‘;:()]|[.?!] ?[A-Z]")
_SOME = 4  # words of a plain statement, at the least
_ALONE = 2  # who begin with a given name: itself, and the one who bears it


def find(study: Study | str | Path) -> dict[str, pd.DataFrame]:
    """
    Propose rows for the tables of a study, from what its articles say.

    Parameters
    ----------
    study
        A study, or its folder, with `articles` in it.

    Returns
    -------
    suggestions
        Frames by name, the likeliest first; blank cells are for the reader to fill in. `actors`: named
        people and bodies without a row in the registry, with what they are called, how often they
        are quoted and named. `pairs`: two ids that may be one actor; to join them, add the second name
        to the first one's `aliases`. `topics`: a denial or accusation beside what somebody else says in
        much the same words. `places`: places named that have no point. `articles` are ids, `|` between.

    Raises
    ------
    ReadError
        The study has no articles.

    Examples
    --------
    >>> from newsan.study import new
    >>> import tempfile
    >>> made = find(new(Path(tempfile.mkdtemp()) / "velm"))
    >>> {name: len(frame) for name, frame in made.items()}["actors"]
    0
    """
    own = study if isinstance(study, Study) else load(study)
    result = analyse(own.articles, study=own)
    registry = of_study(None, own)
    known, everybody = index(registry).rows, _everybody(result, registry)
    rows = {
        "actors": _actors(known, everybody),
        "pairs": _pairs(known, everybody),
        "topics": _topics(result),
        "places": _places(result),
    }
    return {name: pd.DataFrame(rows[name], columns=list(COLUMNS[name])) for name in COLUMNS}


def write(study: Study | str | Path) -> tuple[Path, dict[str, pd.DataFrame]]:
    """
    Write what `find` proposes to `suggestions/` in the study's folder, a CSV file each; return folder and frames.

    Files in that folder are written anew; no table of the study is touched. The first columns are those of the
    study's own table (of `places` those of its control events), so that a row goes into it when what
    stands after them is cut off.
    """
    own = study if isinstance(study, Study) else load(study)
    suggestions = find(own)
    folder = own.folder / FOLDER
    with writing.together(folder, "the suggestions") as fresh:
        for name, frame in suggestions.items():
            first = _header(own, "control_events" if name == "places" else name)
            laid = frame.reindex(columns=list(dict.fromkeys((*first, *frame))), fill_value="")
            (fresh / f"{name}.csv").write_text(spreadsheet.write(laid), encoding="utf-8")
    return folder, suggestions


def _header(study: Study, name: str) -> list[str]:
    """Return the columns of a study's table, of that of a new study where it has none."""
    for folder in (study.folder, lexicons.file("study")):
        if (table := folder / f"{name}.csv").is_file():
            return next(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()), [])
    return []


_OPENS = re.compile(r"^(?:the|an?|its|his|her|their|our)\s+")  # before a role: "its spokeswoman"


class _Named(NamedTuple):
    """Somebody without a row in the registry, or with one: names with their numbers, and where."""

    names: Counter[str]
    kinds: Counter[str]
    roles: Counter[str]
    quoted: Counter[str]  # article ids
    named: Counter[str]


def _everybody(result: Analysis, registry: pd.DataFrame | None) -> dict[str, _Named]:
    """Return whom the articles name or quote, by id; those whom an article only describes are left out."""
    everybody: dict[str, _Named] = defaultdict(lambda: _Named(*(Counter() for _ in range(5))))
    grounds = {
        article_id: Spans(zip(part["start"], part["end"], strict=True))
        for article_id, part in result.mentions.groupby("article_id")
    }
    columns = ["article_id", "text", "published"]
    for article_id, text, day in result.articles[columns].itertuples(index=False):
        people = entities(read(text), registry, day, article_id)
        ground = grounds.get(article_id, Spans(()))
        for m in people.mentions:
            if not ground.meets(*people.document.outward(m.start, m.end)):
                one = everybody[m.actor_id]
                one.names[people.name(m.actor_id)] += 1
                one.kinds[people.kind(m.actor_id)] += 1
                one.named[article_id] += 1
    quotes = result.quotes.dropna(subset=["actor_id", "actor"])
    columns = ["actor_id", "actor", "speaker", "resolved_by", "article_id"]
    for actor_id, name, speaker, how, article_id in quotes[columns].itertuples(index=False):
        one = everybody[actor_id]
        one.names[name] += 1
        one.quoted[article_id] += 1
        if how == "name" and fold(speaker) != fold(name):
            one.roles[speaker] += 1
    return {a: one for a, one in everybody.items() if "#" not in a and is_name(_first(one.names))}


def _actors(known: Container[str], everybody: dict[str, _Named]) -> list[dict[str, Any]]:
    rows = []
    for actor_id, one in everybody.items():
        kind, name = _first(one.kinds), _first(one.names)
        is_full = kind == "person" and " " in name and one.named.total() >= _TWICE
        if actor_id not in known and (one.quoted or is_full):
            role = _role(max(sorted(one.roles), key=len, default=""), name)
            rows.append({
                "actor_id": slug(name), "name": name, "kind": kind or "institution", "role": role,
                "n_quotes": one.quoted.total(), "n_mentions": one.named.total(),
                "articles": _list_counts(one.quoted + one.named),
            })  # fmt: skip
    return sorted(rows, key=lambda r: (-r["n_quotes"], -r["n_mentions"], r["actor_id"]))


def _role(written: str, name: str) -> str:
    """
    Return what is said of somebody beside their name.

    Examples
    --------
    >>> _role("Mara Ostrell, the mayor of Velm", "Mara Ostrell"), _role("General Ostrell", "Mara Ostrell")
    ('mayor of Velm', 'General')
    """
    bare = re.sub(
        "|".join(rf"\b{re.escape(word)}\b" for word in (name, *name.split())), "", written
    )
    return _OPENS.sub("", " ".join(bare.replace(" ,", ",").split()).strip(" ,"))


def _pairs(known: Container[str], everybody: dict[str, _Named]) -> list[dict[str, Any]]:
    """Return pairs of ids, one at least outside the registry, whose names may be one's."""
    rows = []
    firsts = (fold(_first(one.names)).split()[:1] for one in everybody.values())
    bearers = Counter(itertools.chain.from_iterable(firsts))
    for pair in itertools.combinations(sorted(everybody, key=lambda a: (a not in known, a)), 2):
        first, second = (everybody[a] for a in pair)
        names = _first(first.names), _first(second.names)
        shared = any(is_given(name) and bearers[fold(name)] > _ALONE for name in names)  # `Ivan`
        if pair[1] not in known and not shared and _may_be_one(*names):
            where = (first.quoted + first.named, second.quoted + second.named)
            rows.append({
                "actor_id": pair[0], "name": names[0], "other_id": pair[1], "other_name": names[1],
                "n": where[0].total(), "n_other": where[1].total(), "articles": _list_counts(where[1]),
            })  # fmt: skip
    return sorted(rows, key=lambda r: (-min(r["n"], r["n_other"]), r["actor_id"], r["other_id"]))


def _may_be_one(first: str, second: str) -> bool:
    """
    Return whether two names may be one's; a country and a body of its are two, and so are joint ones.

    Examples
    --------
    >>> _may_be_one("Mara Ostrell", "Ostrell"), _may_be_one("Veldany", "Veldany Defence Ministry")
    (True, False)
    """
    bodies = [{w for w in fold(name).split() if w in BODIES} for name in (first, second)]
    if bodies[0] != bodies[1] or _JOINS in first or _JOINS in second:
        return False
    return is_same(first, second) or is_same(second, first)


class _Statement(NamedTuple):
    """What somebody states: the words, and by their stems what they are about."""

    actor_id: str
    article_id: str
    text: str
    about: dict[str, str]
    act: str


def _topics(result: Analysis) -> list[dict[str, Any]]:
    """Return denials and accusations with what others say in the same words, one row what they share most."""
    table = result.quotes.merge(result.rhetoric[["quote_id", "act"]], on="quote_id")
    table = table[(table["content"] == "clause") & table["actor_id"].notna()]
    columns = ["actor_id", "article_id", "text", "act"]
    said = [
        _Statement(actor, article, " ".join(text.split()).strip(" ,"), _about(text), act)
        for actor, article, text, act in table[columns].itertuples(index=False)
    ]
    uses = Counter(stem for s in said for stem in s.about)
    weight = {stem: math.log(len(said) / n) for stem, n in uses.items()}
    groups: dict[tuple[str, ...], list[tuple[_Statement, _Statement]]] = defaultdict(list)
    for one in (s for s in said if s.act in _CONTESTS):
        # What is denied may be an accusation; two accusations, or two denials, contradict nothing.
        known = {*_CONTESTS} - ({"accuse"} if one.act == "deny" else set())
        others = [s for s in said if s.actor_id != one.actor_id and s.act not in known]
        best = max(others, key=lambda s: _likeness(s, one, weight), default=None)
        if best is not None and _likeness(best, one, weight) >= _ALIKE:
            shared = sorted(best.about.keys() & one.about.keys(), key=lambda w: (uses[w], w))
            claim = (one, best) if one.act == "accuse" else (best, one)
            groups[tuple(sorted(shared[:_SHARED]))].append(claim)
    rows = [_topic(pairs, shared, said) for shared, pairs in groups.items()]
    rows.sort(key=lambda r: (-r["n"], r["topic"]))
    kept: dict[str, dict[str, Any]] = {}
    for row in rows:
        kept.setdefault(row["proposition"], row)
    return list(kept.values())


def _likeness(claim: _Statement, denial: _Statement, weight: dict[str, float]) -> float:
    """Return how much two statements are about the same: what they share, by its rarity, of the shorter one."""
    shared = claim.about.keys() & denial.about.keys()
    is_short = min(len(claim.about), len(denial.about)) < _FEWEST
    if is_short or len(shared) < _SHARED or all(denial.about[w][:1].isupper() for w in shared):
        return 0.0
    least = min(sum(map(weight.__getitem__, s.about)) for s in (claim, denial))
    return sum(weight[w] for w in shared) / max(least, _ALIKE)


def _topic(
    pairs: list[tuple[_Statement, _Statement]], shared: tuple[str, ...], said: list[_Statement]
) -> dict[str, Any]:
    """Return a row of the topics, in the plainest words that anybody has for it."""
    alike = [s for s in said if s.act not in _CONTESTS and all(stem in s.about for stem in shared)]
    answers = {denial.text for claim, denial in pairs if claim.act == "accuse"}
    states = [s for s in itertools.chain(alike, *pairs) if s.text not in answers]
    plainest = min(states, key=_plainness, default=pairs[0][0])
    others = (denial for _, denial in pairs if denial.text != plainest.text)
    other = min(others, key=_plainness, default=pairs[0][0])
    words = [plainest.about[s] for s in plainest.about if s in shared]
    statements = {s[:3] for pair in pairs for s in pair}
    return {
        "topic": slug(" ".join(words)).replace("-", "_"), "label": " ".join(words),
        "proposition": _THAT.sub("", plainest.text), "for_example": plainest.text, "against_example": other.text,
        "kind": "fact", "n": len(statements), "actors": _list_counts(Counter(actor for actor, *_ in statements)),
        "articles": _list_counts(Counter(article for _, article, _ in statements)),
    }  # fmt: skip


def _plainness(statement: _Statement) -> tuple[bool, int, str]:
    """Return by what the plainest of several statements comes first: one sentence, no marks, little else in it."""
    is_piece = len(statement.text.split()) < _SOME or _MARKS.search(statement.text) is not None
    return is_piece, len(statement.about), statement.text


def _about(text: str) -> dict[str, str]:
    """Return the longer words of a statement by their stems, but for those of grammar and of persons."""
    plain = running(text)
    words = (plain[a:b] for a, b in tokens(plain))
    own = [w for w in words if len(w) >= _LETTERS and w.isalpha() and w.lower() not in _SMALL]
    return {word.lower()[:_STEM]: word for word in reversed(own)}


def _places(result: Analysis) -> list[dict[str, Any]]:
    """Return the places that articles name and that have no point, those named most first."""
    is_asked = result.mentions["geometry"].isna() & (result.mentions["kind"] == "settlement")
    named = result.mentions[is_asked]
    told = result.references[result.references["place_id"].isna()].dropna(subset=["place"])
    told = told[~told["place"].isin(named["name"])]
    rows = []
    for name, part in (*named.groupby("name"), *told.groupby("place")):
        place_id = next(iter(part["place_id"].dropna()), None)
        why = "no point is known" if place_id else "no place of that name, or several"
        if "relation" in part:
            why = "held or fought for, and not in the gazetteer"
        rows.append({
            "place_id": place_id or slug(str(name)), "place": name, "lat": "", "lon": "", "n": len(part),
            "why": why, "articles": _list_counts(Counter(part["article_id"])),
        })  # fmt: skip
    return sorted(rows, key=lambda r: (-r["n"], r["place"]))


def _first(counts: Counter[str]) -> str:
    """Return what is counted most, of equals the longest."""
    return max(sorted(counts), key=lambda k: (counts[k], len(k)), default="")


def _list_counts(counts: Counter[str]) -> str:
    return "|".join(sorted(counts))
