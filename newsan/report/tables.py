"""The quotes table, what it is filtered by, the marked articles, and the small tables of the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from newsan import highlight, schema, stats
from newsan.quotes import distinct
from newsan.report.view import View, piece, text_of
from newsan.stance import label
from newsan.wording import counted, day_of, is_missing, quoted, shorten

_CONTEXT = 160  # characters of the article shown on each side of a quotation
_ON_PAPER = 12  # rows of a table of numbers in the summary
_KEYED, _KEYWORDS = 40, 8  # actors whose words are set against others', words of each
_SAID = ["quote_id", "who", "actor_id", "actor", "speaker", "text", "kind", "content", "act", "certainty", "polarity",
         "said_on", "topics", "positions", "places", "article_id", "start", "end"]  # fmt: skip
_PRINTED = ["article_id", "title", "outlet", "byline", "published", "lang", "url"]


def quotes(view: View) -> str:
    """Write every quotation as a row: who, what, how, when, and its context in the article."""
    frame = _join_measures(view)
    if frame.empty:
        return "<p>No quotations were found.</p>"
    rows = (_write_quote(view, row) for row in frame.to_dict("records"))
    attributes = 'class="quotes cards" id="quotes-table"'
    return _lay_out(attributes, "Who|What|How|When and where", rows)


def _lay_out(attributes: str, heads: str, rows: Iterable[str]) -> str:
    """Return a table of rows that are written, under its heads, which stand between bars."""
    head = "".join(f'<th scope="col">{head}</th>' for head in heads.split("|"))
    return piece("table", attributes=attributes, heads=head, rows="".join(rows))


def _lay_out_some(heads: str, rows: list[str], end: str) -> str:
    """Return a table of numbers; the summary on paper has its `first` or `last` rows only, and says so."""
    left = len(rows) - _ON_PAPER
    if left <= 0:
        return _lay_out('class="numbers"', heads, rows)
    start = 0 if end == "last" else _ON_PAPER
    marked = [row.replace("<tr>", '<tr class="unprinted">', 1) if start <= n < start + left else row
              for n, row in enumerate(rows)]  # fmt: skip
    told = piece("on_paper", end=end, shown=_ON_PAPER, n=len(rows))
    return told + _lay_out('class="numbers"', heads, marked)


def data(view: View) -> dict[str, Any]:
    """Return quotations and articles in columns and rows, as filters and downloads need them."""
    said, stance = _join_measures(view), view["stance"].dropna(subset=["topic", "position"])
    said = said.assign(
        who=[view.speaker(row) for row in schema.records(said)],
        said_on=_write_days(said["said_on"]),
        topics=_list_found(said, view["stance"], "topic"),
        positions=_list_found(
            said,
            stance.assign(on=stance["topic"].astype(str) + ": " + stance["position"].astype(str)),
            "on",
        ),
        places=_list_found(said, view["mentions"], "place_id"),
    )
    articles = view["articles"].assign(published=_write_days(view["articles"]["published"]))
    topics = sorted(view["stance"]["topic"].dropna().unique())
    return {
        "quotes": json.loads(said[_SAID].to_json(orient="split", index=False)),
        "articles": json.loads(articles[_PRINTED].to_json(orient="split", index=False)),
        "keyness": _find_keyness(view),
        "topics": {topic: label(topic, view.study) for topic in topics},
        "place_names": dict(view["mentions"][["place_id", "place"]].dropna().to_numpy().tolist()),
    }


def _find_keyness(view: View) -> dict[str, list[Any]]:
    """Return the words most theirs of those most quoted, each with how often they and others use it."""
    said = distinct(view["quotes"], view["articles"]).dropna(subset=["actor_id"])
    counts = {a: stats.word_counts(own["text"]) for a, own in said.groupby("actor_id")}
    every = pd.concat([pd.Series(dtype="int64"), *counts.values()]).groupby(level=0).sum()
    found = {}
    for actor_id in said["actor_id"].value_counts().index[:_KEYED]:
        rest = every.sub(counts[actor_id], fill_value=0)
        table = stats.log_odds(counts[actor_id], rest[rest > 0]).query("z > 1 and n_a > 2")
        found[actor_id] = table[["word", "n_a", "n_b"]].head(_KEYWORDS).values.tolist()
    return found


def _write_days(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values, utc=True).dt.strftime("%Y-%m-%d")


def _list_found(said: pd.DataFrame, found: pd.DataFrame, column: str) -> pd.Series:
    """Return for each quotation what was found in it."""
    pairs = found[["quote_id", column]].dropna().drop_duplicates()
    named = pairs.groupby("quote_id")[column].agg(list).to_dict()
    return said["quote_id"].map(lambda quote_id: named.get(quote_id, []))


def _join_measures(view: View) -> pd.DataFrame:
    """Return the quotations with act, certainty and polarity (TextBlob's where both scorers ran)."""
    scores = view["sentiment"].sort_values(["quote_id", "scorer"]).drop_duplicates("quote_id")
    measures = view["rhetoric"][["quote_id", "act", "certainty"]].drop_duplicates("quote_id")
    columns = ["quote_id", "scorer", "polarity", "n_hits"]
    return (
        view["quotes"].drop(columns=[c for c in ("act", "certainty", *columns[1:])
                                     if c in view["quotes"]])
        .merge(measures.astype({"quote_id": "object"}), on="quote_id", how="left")
        .merge(scores[columns].astype({"quote_id": "object"}), on="quote_id", how="left")
    )  # fmt: skip


def _write_quote(view: View, row: dict[str, Any]) -> str:
    actor_id = row["actor_id"]
    who = escape(view.speaker(row)) if is_missing(actor_id) else view.linked(actor_id)
    written = row["speaker"]
    if not is_missing(actor_id) and not is_missing(written) and written != row["actor"]:
        who += f'<span class="small">written: {escape(str(written))}</span>'
    said = row["said_on"]
    article = view.by_article.get(row["article_id"])
    day = day_of(said) if not is_missing(said) else (
        "day not stated" if article is None or is_missing(article["published"])
        else f"published {day_of(article['published'])}")  # fmt: skip
    made = piece(
        "quote", id=view.quote_anchors[row["quote_id"]], who=who, day=day, how=_write_how(row),
        words=escape(quoted(str(row["text"]), row["kind"])), context=_write_context(article, row),
        article=view.anchors.get(row["article_id"], "articles"), title=escape(view.title(row["article_id"])),
    )  # fmt: skip
    return f"{made}\n"


def _write_how(row: dict[str, Any]) -> str:
    first = [f"{escape(str(row['kind']))} quotation"]
    if not is_missing(row["is_speech"]) and not row["is_speech"]:
        first.append("believed or planned, not said")
    first += [f"{name}: {escape(str(row[name]))}" for name in ("act", "certainty")
              if not is_missing(row[name])]  # fmt: skip
    if not is_missing(row["scorer"]):
        hits = 0 if is_missing(row["n_hits"]) else int(row["n_hits"])
        value = row["polarity"]
        score = "" if is_missing(value) else f"polarity {_sign(value)} from {counted(hits, 'word')}"
        first.append(score or "no sentiment word")
    return "".join(f'<span class="fact">{part}</span>' for part in first)


def _sign(value: float) -> str:
    """Write a score with a true minus sign, and zero without any."""
    text = f"{value:+.2f}"
    return "0.00" if text in {"+0.00", "-0.00"} else text.replace("-", "−")


def _write_context(article: dict[str, Any] | None, row: dict[str, Any]) -> str:
    if article is None:
        return ""
    text, start, end = str(article["text"]), int(row["start"]), int(row["end"])
    before = text[max(0, start - _CONTEXT) : start]
    after = text[end : end + _CONTEXT]
    if start > _CONTEXT:
        before = "…" + (before.split(" ", 1)[1] if " " in before else before)
    if end + _CONTEXT < len(text):
        after = (after.rsplit(" ", 1)[0] if " " in after else after) + "…"
    words = escape(text[start:end])
    return piece("context", before=escape(before), words=words, after=escape(after))


def articles(view: View) -> str:
    """Write every article, marked, each folded under its headline."""
    if view["articles"].empty:
        return "<p>No articles were read.</p>"
    return "".join(_write_article(view, row) for row in view["articles"].to_dict("records"))


def _write_article(view: View, row: dict[str, Any]) -> str:
    key = row["article_id"]
    found = view.found_in(key)
    marked = highlight.marked(row, found)
    facts = [text_of(row[c]) for c in ("outlet", "byline") if not is_missing(row[c])]
    facts.append(day_of(row["published"]))
    facts.append(counted(len(found["quotes"]), "quotation"))
    url = "" if is_missing(row["url"]) else str(row["url"])
    link = f' · <a href="{escape(url)}" rel="noopener noreferrer">as published</a>' * _is_web(url)
    made = piece(
        "article", id=view.anchors[key], title=escape(view.title(key)), facts=" · ".join(dict.fromkeys(facts)),
        legend=highlight.classed(marked.legend), link=link, body=highlight.classed(marked.body),
    )  # fmt: skip
    return f"{made}\n"


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def places(found: list[dict[str, Any]]) -> str:
    """Write the places of the map as a table, for those who cannot use a map."""
    if not found:
        return ""
    rows = [
        f'<tr><th scope="row">{escape(p["name"])}</th><td>{p["n"]}</td><td>{p["articles"]}</td>'
        f"<td>{p['n_quotes']}</td><td>{len(p['references'])}</td></tr>"
        for p in found
    ]
    heads = "Place|Mentions|Articles|Quotations|Front line"
    summary = f"The same {counted(len(found), 'place')} as a table"
    table = _lay_out_some(heads, rows, "first")
    return f"<details><summary>{summary}</summary>{table}</details>"


def enclosure(view: View) -> str:
    """Write how much ground of each pocket was held, and how open it was, day by day, with intervals."""
    frame = view["enclosure"].sort_values("day")
    if frame["open_share"].isna().all():  # no pocket at all, on any day
        return ""
    rows = [
        f'<tr><th scope="row">{day_of(r["day"])}'
        f'<span class="small">{text_of(r["pocket"])}</span></th>{_write_openness(r)}</tr>'
        for r in frame.to_dict("records")
    ]
    heads = "Day, pocket|Ground|Open edge|Narrowest way out"
    return piece("enclosure", table=_lay_out_some(heads, rows, "last"))


def _write_openness(row: dict[str, Any]) -> str:
    """Write the measures of a day, or say that no ground of the pocket was held."""
    if is_missing(row["open_share"]):
        return '<td colspan="3">no ground of the pocket held, by the table</td>'
    edge = f"of {row['perimeter_km']:.0f} km"
    cells = (_write_km(row, "area_km2", "area", "km²"), _write_km(row, "open_border_km", "open", edge),
             _write_km(row, "neck_km", "neck", "km", ".1f"))  # fmt: skip
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _write_km(row: dict[str, Any], column: str, of: str, unit: str, form: str = ",.0f") -> str:
    """Write a measure with its interval where the row has one; nothing where it lacks the measure."""
    if is_missing(row.get(column)):
        return ""
    low, high = (row.get(f"{of}_{end}") for end in ("low", "high"))
    interval = "" if is_missing(low) else f" ({low:{form}} to {high:{form}})"
    return f"{row[column]:{form}}{interval} {unit}"


def problems(view: View) -> str:
    """Write what could not be read, or say that everything could."""
    rows = view["problems"].to_dict("records")
    if not rows:
        return "<p>None: every file and record was read as it stands.</p>"
    items = "".join(
        f"<li><strong>{text_of(r['source'], 'unknown source')}</strong>: "
        f"{escape(shorten(str(r['problem']), 400))}</li>" for r in rows
    )  # fmt: skip
    return f"<ul>{items}</ul>"
