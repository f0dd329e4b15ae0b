"""Quotations and claims of others set against the articles: what stands there, what was changed, whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsan import actors, lexicons, schema
from newsan import quotes as quotations
from newsan.actors.linking import is_name, is_same, speaks_for
from newsan.actors.offices import holder_meant
from newsan.actors.registry import Index, index, of_study
from newsan.alignment import Alignment, Edit, Text
from newsan.document import Spans
from newsan.readers.quotation_tables import Row, rows_of
from newsan.study import Study
from newsan.text.words import Word, told, words
from newsan.verification.passages import Article, Passages, stems
from newsan.wording import change_text, is_missing

__all__ = ["Verification", "verify"]

ALTERED = 0.6  # similarity from which other words are the row's words changed, not its sense
BORNE = 0.6  # of what a claim speaks of, by rarity, that sentences must name to bear it
_DENIALS = lexicons.words("function_words", "denial")
PLACES = 50  # of words that stand in more, those that are asked whose they are
Cells = dict[str, Any]  # of a row of a frame, by column
NAMING = 6  # words of a phrase that may name somebody by all of them
HALF = 0.5  # of a passage that a quotation must cover to be its owner's


@dataclass(frozen=True)
class Verification:
    """What became of the rows."""

    verdicts: pd.DataFrame  # a `verdicts` frame: one row a row, in their order
    differences: pd.DataFrame  # a `differences` frame: one row for what was changed at one place
    missed: pd.DataFrame  # a `quotes` frame: what the articles quote and no row has
    articles: pd.DataFrame  # those that the rows were set against

    @property
    def faults(self) -> pd.DataFrame:
        """The verdicts of rows that are altered, absent or given to somebody else."""
        named = self.verdicts[["verdict", "speaker_verdict"]]
        return self.verdicts[named.isin(["altered", "absent", "contradicted"]).any(axis=1)]

    def report(self, path: str | Path) -> Path:
        """Write one HTML page, complete in itself: each row beside its passage."""
        from newsan import report

        return report.write_verdicts(self, path)


def verify(
    rows: pd.DataFrame | str | Path,
    articles: pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    study: Study | str | Path | None = None,
) -> Verification:
    """
    Return what articles bear out of quotations or claims that somebody else took from them.

    A row's words are laid beside the article's, word by word (rapidfuzz). They are *verbatim* where none differs:
    case, marks, figures for words, an ellipsis and square brackets make no difference, unless they change a
    number, a name, a negation or a modal. They are *altered* where at least six in ten are the same, else a
    *paraphrase* where up to three sentences name what they speak of, else *absent*. A row of kind *indirect* may change
    other words. Whose the words are is what `quotes.find` and `actors.resolve` make of the articles.

    Parameters
    ----------
    rows
        A frame, or a file that holds one (CSV, TSV, JSON lines, Parquet, a sheet). `text` is needed; `speaker`,
        `article` (id, title, address or file; a row without is looked for in all) and `kind` are read where
        they are there, by the names in `newsan/resources/import_columns.csv`.
    articles
        An `articles` frame.
    columns
        What the rows call these columns where they use another name: `{"text": "Quote", "speaker": "Person"}`.
    study
        A study, or its folder: its actors are known beside those of the shipped registry.

    Returns
    -------
    verification
        `verdicts`, one row a row in their order, `differences`, and `missed`: the quotations that no row has.

    Undefined
    ---------
    `verdict` is missing for a row without words; `article_id`, `start` and `end` for what is absent; `speaker_verdict`
    for a row without a speaker, and *unclear* where the article does not tell whose words they are.

    Raises
    ------
    SchemaError
        No column holds the words, or rows name articles that are not there.
    UnknownName
        `columns` names a column that the rows lack, or one that is not read.

    Examples
    --------
    >>> import newsan as ns
    >>> articles = ns.articles.read([{"text": "“We have 12 boats,” said Mara Ostrell. Ivo Teller left."}])
    >>> rows = pd.DataFrame({"Quote": ["We have 12 boats", "We have 21 boats"],
    ...                      "Person": ["Ostrell", "Ivo Teller"]})
    >>> checked = verify(rows, articles, columns={"text": "Quote", "speaker": "Person"})
    >>> checked.verdicts[["verdict", "speaker_verdict", "owner", "differences"]].values.tolist()
    [['verbatim', 'sentence', 'Mara Ostrell', nan],
     ['altered', 'contradicted', 'Mara Ostrell', 'number: “21” for “12”']]
    """
    articles = schema.require(articles, "articles")
    given = rows_of(rows, articles, columns or {})
    registry = of_study(None, study)
    resolved = actors.resolve(quotations.find(articles), articles, registry=registry)
    judge = _Judge(articles, resolved, index(registry))
    judged = [(n, *judge.verdict(row)) for n, row in enumerate(given, 1)]
    verdicts = schema.build([{"row": n, **verdict} for n, verdict, _ in judged], "verdicts")
    changes = [{"row": n, "article_id": v["article_id"], **c} for n, v, cs in judged for c in cs]
    differences = schema.build(changes, "differences")
    return Verification(verdicts, differences, _find_missed(resolved, verdicts), articles)


class _Judge:
    """The articles with their quotations, asked for the verdict on a row."""

    def __init__(self, articles: pd.DataFrame, quotes: pd.DataFrame, registry: Index) -> None:
        own: dict[str, list[Cells]] = {i: [] for i in articles["article_id"]}
        for quote in schema.records(quotes):
            own[quote["article_id"]].append(quote)
        self._articles = {
            i: Article(i, published, Text(text, _asides(text, own[i])))
            for i, text, published in articles[["article_id", "text", "published"]].values
        }
        self._passages = Passages(list(self._articles.values()))
        self._speakers = {i: Speakers(a, own[i], registry) for i, a in self._articles.items()}

    def verdict(self, row: Row) -> tuple[Cells, list[Cells]]:
        """Return a row of `verdicts` and its rows of `differences`."""
        given = words(row.text)
        verdict: Cells = {"quotation": row.text, "speaker": row.speaker}
        if not given:
            return verdict, []
        if places := self._passages.exact(given, row.ids):
            placements = [self._placed(row, *place) for place in places[:PLACES]]
            order = ("sentence", "coreference", None, "contradicted", "unclear")
            return verdict | min(placements, key=lambda p: order.index(p["speaker_verdict"])), []
        given = told(row.text)
        near = self._passages.nearest(given, row.ids)
        if near is None or near[1].similarity < ALTERED:
            placed, changed = self._borne(given, row)
        else:
            near = near[0], self._parted(*near)
            text = self._articles[near[0]].text
            changed = [_change(edit, given, row.text, text) for edit in near[1].edits]
            placed = self._placed(row, *near)
        differences = [change_text(c["kind"], c.get("given"), c.get("text")) for c in changed]
        return verdict | placed | {"differences": "; ".join(differences) or None}, changed

    def _parted(self, article_id: str, alignment: Alignment) -> Alignment:
        """Add where an ellipsis joins the words of two to those of one."""
        text, speakers = self._articles[article_id].text, self._speakers[article_id]
        owned = [
            (p, speakers.judge(None, *text.span(p.start, p.end)).owner_id) for p in alignment.pieces
        ]
        joined = [Edit("joined", a.end, b.start, a.row_end, a.row_end) for (a, x), (b, y) in pairwise(owned)
                  if x and y and x != y and a.end <= b.start]  # fmt: skip
        is_known = any(e.kind == "joined" for e in alignment.edits)
        return alignment if is_known else replace(alignment, edits=(*alignment.edits, *joined))

    def _placed(self, row: Row, article_id: str, alignment: Alignment) -> Cells:
        """Return the columns of a row whose words stand in an article, as they are or changed."""
        text, speakers = self._articles[article_id].text, self._speakers[article_id]
        edits, given = alignment.edits, told(row.text)
        is_told = row.kind == "indirect" and not any(_is_turned(e, given, text) for e in edits)
        verdict = ("paraphrase" if is_told else "altered") if edits else "verbatim"
        longest = max(alignment.pieces, key=lambda p: p.n_same)
        judged = speakers.judge(row.speaker, *text.span(longest.start, longest.end))
        first, last = min(p.start for p in alignment.pieces), max(p.end for p in alignment.pieces)
        like: Cells = {"verdict": verdict, "similarity": alignment.similarity}
        return like | self._at(article_id, *text.span(first, last), judged)

    def _at(self, article_id: str, start: int, end: int, judged: Judgement) -> Cells:
        text = self._articles[article_id].text.written[start:end]
        return dict(article_id=article_id, start=start, end=end, text=text, **judged._asdict())

    def _borne(self, given: Sequence[Word], row: Row) -> tuple[Cells, list[Cells]]:
        """Return the columns of a row whose words stand nowhere: sentences that bear them, or none."""
        support = self._passages.support(given, row.ids)
        if support is None or support[1].share < BORNE:
            return {"verdict": "absent", "speaker_verdict": row.speaker and "unclear"}, []
        article_id, (start, end, share) = support
        article = self._articles[article_id]
        edits = _unborne(given, article, start, end)
        changed = [_change(edit, given, row.text, article.text) for edit in edits]
        verdict: Cells = {"verdict": "altered" if changed else "paraphrase", "similarity": share}
        judged = self._speakers[article_id].judge(row.speaker, start, end)
        return verdict | self._at(article_id, start, end, judged), changed


def _unborne(given: Sequence[Word], article: Article, start: int, end: int) -> list[Edit]:
    """Return the numbers, names and denials that a claim adds, or the denials of each of its sentences."""
    theirs = {n: w for n, w in enumerate(article.text.words) if start <= w.start < end}
    denials = [w.start for w in theirs.values() if _denies(w)]
    held, named = {w.key for w in theirs.values()}, frozenset().union(*article.stems)
    edits = []
    for n, word in enumerate(given):
        is_new = (word.kind == "number" and word.key not in held) or (
            word.kind == "name" and not named.issuperset(stems([word])))  # fmt: skip
        if is_new or (_denies(word) and not denials):
            edits.append(Edit("negation" if _denies(word) else word.kind, 0, 0, n, n + 1))
    sentences = [span for span in article.sentences if start <= span[0] < end]
    are_denied = all(any(a <= at < b for at in denials) for a, b in sentences)
    if are_denied and not any(map(_denies, given)):
        edits += [Edit("negation", n, n + 1, 0, 0) for n, w in theirs.items() if _denies(w)]
    return edits


def _is_turned(edit: Edit, given: Sequence[Word], text: Text) -> bool:
    """Return whether what differs is more than other words: a number, a name, or one side denies."""
    sides = text.words[edit.start : edit.end], given[edit.row_start : edit.row_end]
    theirs, own = (any(map(_denies, side)) for side in sides)
    return edit.kind != "word" or theirs != own


def _denies(word: Word) -> bool:
    return word.kind == "negation" or word.key in _DENIALS


def _change(edit: Edit, given: Sequence[Word], row: str, text: Text) -> Cells:
    change: Cells = {"kind": edit.kind}
    if edit.start < edit.end:
        start, end = text.span(edit.start, edit.end)
        change |= {"text": text.written[start:end], "start": start, "end": end}
    if edit.row_start < edit.row_end:
        start, end = given[edit.row_start].start, given[edit.row_end - 1].end
        change |= {"given": row[start:end], "given_start": start, "given_end": end}
    return change


def _asides(text: str, quotes: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return what parts the quoted words of one speaker within a paragraph."""
    direct = [q for q in quotes if q["kind"] == "direct" and not is_missing(q["actor_id"])]
    return [
        (a["end"], b["start"])
        for a, b in pairwise(direct)
        if a["actor_id"] == b["actor_id"] and "\n" not in text[a["end"] : b["start"]]
    ]


def _find_missed(quotes: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the quotations that share no letter with the passage of any row."""
    taken: dict[str, list[tuple[int, int]]] = {i: [] for i in quotes["article_id"]}
    for v in verdicts.dropna(subset=["start"]).itertuples():
        taken.setdefault(v.article_id, []).append((v.start, v.end))
    spans = {i: Spans(own) for i, own in taken.items()}
    is_missed = [
        q.is_speech and not spans[q.article_id].meets(q.start, q.end) for q in quotes.itertuples()
    ]
    return quotes[pd.Series(is_missed, index=quotes.index, dtype=bool)].reset_index(drop=True)


class Judgement(NamedTuple):
    """What a row's speaker is worth, and whose words they are."""

    speaker_verdict: str | None
    owner: str | None = None
    owner_id: str | None = None


class Speakers:
    """The quotations of one article, as `actors.resolve` gives them, asked whose words a passage is."""

    def __init__(
        self, article: Article, quotes: Iterable[Mapping[str, Any]], registry: Index
    ) -> None:
        self._article, self._registry = article, registry
        self.quotes = [q for q in quotes if q["is_speech"]]
        self._forms: dict[str, set[str]] = {}
        self._named: dict[str, frozenset[str]] = {}  # whom a row's speaker may mean
        rows = registry.rows
        for quote in self.quotes:
            for actor_id in _ids(quote):
                row = rows.get(actor_id, {"name": "", "aliases": ""})
                self._forms.setdefault(actor_id, {row["name"], *row["aliases"].split("|")})
            if not is_missing(quote["actor_id"]):
                said_of = [quote["actor"], quote["antecedent"]]
                said_of += [quote["speaker"]] if quote["resolved_by"] != "pronoun" else []
                named = {str(n).split(",")[0] for n in said_of if not is_missing(n)}
                self._forms[quote["actor_id"]] |= {n for n in named if len(n.split()) <= NAMING}

    def judge(self, speaker: object, start: int, end: int) -> Judgement:
        """Return whether a speaker is who the article gives a passage to."""
        owners = self._owners(start, end)
        known = next((q for q in owners if not is_missing(q["actor_id"])), None)
        owner, actor_id = (None, None) if known is None else (known["actor"], known["actor_id"])
        if is_missing(speaker) or not str(speaker).strip():
            return Judgement(None, owner, actor_id)
        named, meant = str(speaker).strip(), self._meant(str(speaker).strip())
        for quote in owners:
            if _says(quote, named) or meant & set(_ids(quote)):
                verdict = "sentence" if self._beside(quote, named) else "coreference"
                return Judgement(verdict, quote["actor"], quote["actor_id"])
        is_nameless = "#" in str(actor_id)  # `ARTICLE#judge-1`, who may be anybody
        if known is None or is_nameless or not (meant or is_name(named)):
            return Judgement("unclear", owner, actor_id)
        near = {q["relayed_by"] for q in owners if not is_missing(q["relayed_by"])} & meant
        is_of = near or speaks_for(str(actor_id), named) or owner in named.split()[:-1]
        return Judgement("unclear" if is_of else "contradicted", owner, actor_id)

    def _owners(self, start: int, end: int) -> list[Mapping[str, Any]]:
        """Return the quotations that share most of a passage, the one that covers most of it first."""
        shares = [(min(end, q["end"]) - max(start, q["start"]), q) for q in self.quotes]
        shares = sorted((pair for pair in shares if pair[0] > 0), key=lambda pair: -pair[0])
        most = [q for n, q in shares if n >= HALF * min(end - start, q["end"] - q["start"])]
        return most or [q for _, q in shares[:1]]

    def _meant(self, speaker: str) -> frozenset[str]:
        """Return the ids of those a speaker may mean, by their names in the article and the registry."""
        if speaker not in self._named:
            forms = self._forms.items()
            ids = {i for i, own in forms if any(is_same(speaker, form) for form in own)}
            ids |= set(self._registry.owners(speaker))
            holder = holder_meant(speaker, self._article.published)
            self._named[speaker] = frozenset(ids | ({holder.actor_id} if holder else set()))
        return self._named[speaker]

    def _beside(self, quote: Mapping[str, Any], speaker: str) -> bool:
        """Return whether a sentence that holds a quotation's words names the speaker too."""
        is_named = _says(quote, speaker) or quote["resolved_by"] in ("name", "institution")
        if is_missing(quote["speaker"]) or not is_named:
            return False
        spans = [(quote[f"{of}start"], quote[f"{of}end"]) for of in ("", "speaker_")]
        return any(all(a < y and x < b for x, y in spans) for a, b in self._article.sentences)


def _says(quote: Mapping[str, Any], speaker: str) -> bool:
    """Return whether the words that name a quotation's speaker name somebody."""
    return not is_missing(quote["speaker"]) and is_same(speaker, str(quote["speaker"]))


def _ids(quote: Mapping[str, Any]) -> list[str]:
    return [] if is_missing(quote["actor_ids"]) else str(quote["actor_ids"]).split("|")
