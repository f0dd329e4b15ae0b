"""The claim board as an HTML table: actors by topics, the position in a sign and a word."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote as quote_address
from urllib.parse import urlencode

import pandas as pd

from newsan import schema, stance
from newsan.charts.board import topic_order
from newsan.charts.house import sides
from newsan.report.view import View, piece
from newsan.wording import counted, day_of, is_missing, quoted, short_day, shorten

SIGNS = {"asserts": "▲", "denies": "✕", "conditions": "◇", "reports": "○"}
MEANINGS = {
    "asserts": "says that it is so", "denies": "says that it is not so",
    "conditions": "says it only if something else holds", "reports": "passes it on without a side",
}  # fmt: skip
_QUOTED = 110  # characters of the clearest quotation shown in a cell


def find_contested(view: View) -> list[tuple[str, list[str], list[str]]]:
    """Return the topics that some actors assert and others deny, most actors first."""
    claims = view["claims"].dropna(subset=["actor_id"])
    found = []
    for topic, rows in claims.groupby("topic", sort=True):
        yes = sorted({view.actor(a) for a in rows.loc[rows["position"] == "asserts", "actor_id"]})
        no = sorted({view.actor(a) for a in rows.loc[rows["position"] == "denies", "actor_id"]})
        if yes and no:
            found.append((str(topic), yes, no))
    return sorted(found, key=lambda f: (-len(f[1]) - len(f[2]), f[0]))


def table(view: View) -> str:
    """
    Write the board: one row an actor, one column a topic.

    A cell gives the sign of the position and the number of utterances; the first day and the
    clearest quotation with a link to it on request. Narrow screens show a row as a card, with the words.
    """
    claims = view["claims"].dropna(subset=["actor_id"])
    if claims.empty:
        return "<p>No claims were found on the topics newsan knows.</p>"
    topics = topic_order(claims)
    head = "".join(
        f'<th scope="col">{escape(stance.label(t, view.study))}'
        f'<span class="claimed">{escape(stance.proposition(t, view.study))}</span></th>'
        for t in topics
    )
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in claims.to_dict("records"):
        cells.setdefault((row["actor_id"], row["topic"]), []).append(row)
    body = []
    for side, actor_ids in _group_by_side(view, claims):
        if side:
            span = f'colspan="{len(topics) + 1}" scope="rowgroup"'
            body.append(f'<tr class="side"><th {span}>{escape(side)}</th></tr>')
        for actor_id in actor_ids:
            tds = "".join(_write_cell(view, t, cells.get((actor_id, t), [])) for t in topics)
            body.append(f'<tr><th scope="row">{view.linked(actor_id)}</th>{tds}</tr>')
    key = "".join(
        f'<li><span class="position {p}"><span aria-hidden="true">{SIGNS[p]}</span> {p}</span> '
        f"{MEANINGS[p]}</li>" for p in schema.POSITIONS
    )  # fmt: skip
    return piece("board", key=key, heads=head, rows="".join(body))


def _group_by_side(view: View, claims: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Return actors by side, sides and actors with most utterances first; where none has one, as one group."""
    n = claims.groupby("actor_id")["n"].sum().to_dict()
    own = view.study is not None and view.study.sides is not None
    labels = {side: look.label for side, look in sides(study=view.study).items()} if own else {}
    groups: dict[str, list[str]] = {}
    for actor_id in sorted(n, key=lambda a: (-n[a], a)):
        side = view.sides.get(actor_id, "not in the registry") or "on no side"
        side = labels.get(side, side)
        groups.setdefault(side[:1].upper() + side[1:], []).append(actor_id)
    if "On no side" in groups and not any(view.sides.get(actor_id) for actor_id in n):
        return [("", [actor_id for group in groups.values() for actor_id in group])]
    return sorted(groups.items(), key=lambda g: (-sum(n[a] for a in g[1]), g[0]))


def _write_cell(view: View, topic: str, rows: list[dict[str, Any]]) -> str:
    heading = escape(stance.label(topic, view.study))
    if not rows:
        return f'<td class="none" data-label="{heading}"></td>'
    rows = sorted(rows, key=lambda r: schema.POSITIONS.index(r["position"]))
    parts = [_write_position(view, r) for r in rows]
    return f'<td data-label="{heading}">{"".join(parts)}</td>'


def _write_position(view: View, row: dict[str, Any]) -> str:
    position, n = row["position"], int(row["n"])
    wanted = {"actor": row["actor_id"], "topic": row["topic"], "position": position, "rows": "all"}
    address = escape(urlencode(wanted, quote_via=quote_address))
    times = piece("times", address=address, n=n) if n > 1 else ""
    quote = view.by_quote.get(row["quote_id"])
    words, link = "", ""
    if quote is not None:
        short = escape(quoted(shorten(str(quote["text"]), _QUOTED), quote["kind"]))
        anchor = view.quote_anchors[row["quote_id"]]
        own, first = quote.get("said_on"), row["first_said_on"]
        later = not is_missing(own) and not is_missing(first) and own != first
        when = f' <span class="when">({day_of(own)})</span>' if later else ""
        link = f' href="#{anchor}"'
        words = f'<a class="clearest" href="#{anchor}"{_mark_day(own)}>{short}</a>{when}'
    day = row["first_said_on"]
    return piece(
        "position", position=position, sign=SIGNS[position], link=link, words=words, times=times, first=_mark_day(day),
        since=short_day(day), begins="from " if n > 1 else "", day=day_of(day), utterances=counted(n, "utterance"),
    )  # fmt: skip


def _mark_day(value: Any) -> str:
    """Return a day for the page's slider to compare with, as an attribute."""
    return "" if is_missing(value) else f' data-day="{pd.Timestamp(value):%Y-%m-%d}"'
