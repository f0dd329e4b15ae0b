"""The quotations of an analysis to look through and correct, in a notebook; and the state behind, without a widget."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from newsan import corrections as correcting
from newsan import schema, stats
from newsan.actors import registry as load_registry
from newsan.actors.mention import slug
from newsan.errors import MissingExtra, SchemaError, extra_for, unknown_name
from newsan.report.view import View, piece, read_resource
from newsan.stance import label
from newsan.wording import counted, day_of, is_missing

__all__ = ["Explorer", "Table", "explorer"]

_STATIC = 200  # rows of the plain table


def explorer(
    result: Any,
    *,
    corrections: str | Path = "corrections.csv",
    coder: str | None = None,
    sample: int | None = None,
) -> Any:
    """
    Look through the quotations of an analysis, each in its article, and correct actor and act.

    Filters by actor, speech act, topic, days and words. A correction is saved when it is made, and
    so is its undoing. Run `newsan.analyse(..., corrections=...)` again to have all that is computed
    from actors and acts follow.

    Several coders who judge the same quotations each give a `coder` and the same `sample`. What a coder
    chooses or confirms is kept in a table of their own, also where newsan is right; what newsan says can be
    hidden until then. `stats.agreement(a, b, "act")` takes two such tables, read by `corrections.read`.

    Parameters
    ----------
    result
        An `Analysis`, or any object with `articles`, `quotes` (resolved), `rhetoric` and `stance`.
    corrections
        The CSV file to keep corrections in; those already there are shown as made. It may stand
        beside the articles: it is not read as one.
    coder
        Who judges, as "B": their table is `corrections-B.csv`.
    sample
        Show so many quotations only, drawn by speech act (`stats.sample`): the same for every coder.

    Returns
    -------
    explorer
        A widget, where anywidget is installed (`newsan[widgets]`); else a `Table` of the same rows,
        to read only. The widget's `explorer` attribute holds the state, a list of rows.

    Raises
    ------
    ReadError, SchemaError
        The corrections cannot be read, or their words do not stand in these quotations; `coder` is no part of
        the name of a file, or `sample` less than one.

    Examples
    --------
    >>> import newsan as ns
    >>> result = ns.analyse([{"text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}])
    >>> Table(Explorer(result, corrections="none.csv").rows)
    2 May 2031  Mara Ostrell (report): It rained,
    """
    state = Explorer(result, corrections=corrections, coder=coder, sample=sample)
    try:
        kind = widget_class()
    except MissingExtra:
        return Table(state.rows)
    return kind(state)


@functools.cache
def widget_class() -> type:
    """Make the widget's class; anywidget is imported here, so that nothing else needs it."""
    with extra_for("show widgets", "anywidget", "widgets"):
        import anywidget
        import traitlets

    class Widget(anywidget.AnyWidget):
        """Shows an `Explorer`; what is clicked comes back as messages."""

        _esm = read_resource("explorer/explorer.js")
        _css = read_resource("explorer/explorer.css")
        rows: Any = traitlets.List().tag(sync=True)
        actors: Any = traitlets.List().tag(sync=True)
        topics: Any = traitlets.List().tag(sync=True)
        acts = traitlets.List(list(schema.ACTS)).tag(sync=True)
        article = traitlets.Dict().tag(sync=True)
        status = traitlets.Unicode().tag(sync=True)
        can_undo = traitlets.Bool().tag(sync=True)
        coder = traitlets.Unicode().tag(sync=True)

        def __init__(self, state: Explorer) -> None:
            self.explorer = state
            super().__init__(topics=state.topics(), coder=state.coder or "")
            self._show()
            self.on_msg(lambda _, message, __: self._answer(message))

        def __repr__(self) -> str:
            return f"Explorer of {len(self.rows)} quotations. {self.status}"

        def _show(self) -> None:
            state = self.explorer
            with self.hold_sync():
                self.rows = [dict(r) for r in state.rows]
                self.actors, self.can_undo = state.actors(), state.can_undo
                self.status = state.status

        def _answer(self, message: dict[str, Any]) -> None:
            """Do what was clicked; a fault is said in the status line, not in a log nobody reads."""
            do = message.get("do")
            try:
                if do == "show":
                    self.article = self.explorer.article(message["id"]) | {"id": message["id"]}
                elif do == "correct":
                    keys: dict[str, Any] = {k: message.get(k) for k in ("field", "value", "name")}
                    self.explorer.correct(message["id"], **keys)
                elif do == "confirm":
                    self.explorer.confirm(message["id"])
                elif do == "undo":
                    self.explorer.undo()
                if do != "show":
                    self._show()
            except (OSError, KeyError, ValueError) as error:
                self.status = f"Not saved: {error}"

    return Widget


@dataclass(frozen=True)
class Table:
    """The rows of an explorer, to read only: what a front end without widgets shows."""

    rows: list[dict[str, Any]]

    def __repr__(self) -> str:
        """Return the quotations, one a line."""
        return "\n".join(f"{r['said_on']}  {r['actor']} ({r['act']}): {' '.join(r['text'].split())}"
                         for r in self.rows[:_STATIC])  # fmt: skip

    def _repr_html_(self) -> str:
        shown = [{k: escape(str(v or "")) for k, v in r.items()} for r in self.rows[:_STATIC]]
        rows = "".join(piece("explored", **row) for row in shown)
        return piece("explorer", shown=len(shown), n=len(self.rows), rows=rows)


class Explorer:
    """
    The state behind the widget: rows as shown, corrections as saved, and what can be undone.

    `rows` holds a dictionary a quotation: `id`, `article` (its title), `day`, `said_on`, `actor_id`,
    `actor`, `act`, `kind`, `text`, `topics` and `corrected` (the fields).
    """

    def __init__(
        self,
        result: Any,
        *,
        corrections: str | Path,
        coder: str | None = None,
        sample: int | None = None,
    ) -> None:
        """Read the corrections that are there and put them into the rows."""
        self.path, self.coder = _choose_file(corrections, coder), coder
        there = self.path.is_file()
        table = correcting.read(self.path) if there else schema.build([], "corrections")
        self._view = View.of(result)
        self._names = load_registry().set_index("actor_id")["name"].to_dict()
        quotes = self._view["quotes"]
        listed = schema.build(quotes, "quotes", optional=True)
        if there:  # refuses corrections of other words now, and not when the next one is saved
            measured = schema.build(self._view["rhetoric"], "rhetoric")
            correcting.apply(listed, self.path)
            correcting.apply_acts(measured, listed, self.path)
        of_ids = table["value"].map(self._names)  # of actors that it gives by id only
        fixed = correcting.apply(listed, table.assign(name=table["name"].fillna(of_ids)))
        acts = self._view["rhetoric"].set_index("quote_id")["act"].to_dict()
        self._made = {(r["article_id"], r["start"], r["end"], r["field"]): r
                      for r in table.to_dict("records")}  # fmt: skip
        self._first = {i: {"actor": self._find_original(i, "actor", actor),
                           "act": self._find_original(i, "act", acts.get(i))}
                       for i, actor in zip(quotes["quote_id"], quotes["actor_id"], strict=True)}  # fmt: skip
        self._undo: list[tuple[str, str, dict[str, Any] | None]] = []
        spoken = self._view["stance"].dropna(subset=["topic", "quote_id"])
        about = {i: sorted(set(t)) for i, t in spoken.groupby("quote_id")["topic"]}
        self.rows = [self._make_row(r, acts.get(r["quote_id"]), about.get(r["quote_id"], []))
                     for r in fixed.to_dict("records")]  # fmt: skip
        if sample is not None:
            listed = quotes[["quote_id"]].assign(act=[f["act"] for f in self._first.values()])
            drawn = set(stats.sample(listed, sample, by="act")["quote_id"])
            self.rows = [r for r in self.rows if r["id"] in drawn]
        self._by_id = {r["id"]: r for r in self.rows}

    @property
    def status(self) -> str:
        """Return how many corrections there are and where they are kept."""
        what, n = "correction" if self.coder is None else "answer", len(self._made)
        return f"{counted(n, what)} in {self.path.name}, saved." if n else f"No {what}s yet."

    @property
    def can_undo(self) -> bool:
        """Return whether a correction of this sitting can be taken back."""
        return bool(self._undo)

    def actors(self) -> list[tuple[str, str]]:
        """Return the actors to choose from, those quoted first: id and name."""
        quoted = {r["actor_id"]: r["actor"] for r in self.rows if r["actor_id"]}
        every = (self._names | quoted).items()
        return sorted(every, key=lambda p: (p[0] not in quoted, p[1].casefold(), p[0]))

    def topics(self) -> list[tuple[str, str]]:
        """Return the topics spoken of: id and words."""
        return [(t, label(t)) for t in sorted({t for r in self.rows for t in r["topics"]})]

    def correct(
        self, quote_id: str, field: str, value: str | None, name: str | None = None
    ) -> None:
        """
        Correct the actor or the act of a quotation and save; of a coder, what is right is kept as well.

        Parameters
        ----------
        quote_id
            The quotation.
        field
            "actor" or "act".
        value
            An actor's id, or `None` for nobody known; or a speech act.
        name
            The name of an actor who is in no list; their id is made from it.

        Raises
        ------
        UnknownName
            There is no such quotation, field, act or actor.
        """
        if quote_id not in self._by_id:
            raise unknown_name("quotation", quote_id, self._by_id)
        if field not in schema.CORRECTED:
            raise unknown_name("field", field, schema.CORRECTED)
        if field == "act" and value not in schema.ACTS:
            raise unknown_name("speech act", value, schema.ACTS)
        if field == "actor":
            names = dict(self.actors())
            if name and name.strip():
                value, name = slug(name), name.strip()
            elif value is not None and value not in names:
                raise unknown_name("actor", value, names)
            else:
                name = names.get(value) if value else None
        key, found = self._key(quote_id, field), self._first[quote_id][field]
        article_id, start, end, _ = key
        text = self._view.by_quote[quote_id]["text"]
        row = {"article_id": article_id, "start": start, "end": end, "text": text, "field": field,
               "value": value, "name": name, "was": found, "note": None}  # fmt: skip
        before = self._made.get(key)
        self._set(quote_id, field, None if value == found and self.coder is None else row)
        self._undo.append((quote_id, field, before))

    def confirm(self, quote_id: str) -> None:
        """Keep actor and act of a quotation as they were found, where the coder has said nothing of them."""
        shown = self._by_id[quote_id]
        for field, value in (("actor", shown["actor_id"]), ("act", shown["act"])):
            if field not in shown["corrected"] and (field == "actor" or value is not None):
                self.correct(quote_id, field, value)

    def undo(self) -> None:
        """Take back the last correction of this sitting and save; without one, do nothing."""
        if self._undo:
            quote_id, field, before = self._undo[-1]
            self._set(quote_id, field, before)
            self._undo.pop()

    def article(self, quote_id: str) -> dict[str, Any]:
        """
        Return the article of a quotation in parts: plain, speaker, cue, and the words themselves.

        Returns
        -------
        article
            `title` and `parts`, a list of text and kind; put end to end they are the text.
        """
        quote = self._view.by_quote[quote_id]
        article = self._view.by_article.get(quote["article_id"])
        if article is None:
            return {"title": str(quote["article_id"]), "parts": [(quote["text"], "quotation")]}
        text = str(article["text"])
        spans = [(int(quote[f"{p}_start"]), int(quote[f"{p}_end"]), kind)
                 for p, kind in (("speaker", "speaker"), ("cue", "cue"))
                 if not is_missing(quote[f"{p}_start"])]  # fmt: skip
        spans.append((int(quote["start"]), int(quote["end"]), "quotation"))
        parts, here = [], 0
        for start, end, kind in sorted(spans):
            if start >= here:  # a cue inside the words is part of them
                parts += [(text[here:start], "plain"), (text[start:end], kind)]
                here = end
        parts.append((text[here:], "plain"))
        return {"title": self._view.title(quote["article_id"]), "parts": [p for p in parts if p[0]]}

    def _find_original(self, quote_id: str, field: str, value: Any) -> str | None:
        """Return the value that was found, also where the frames have the corrected one already."""
        row = self._made.get(self._key(quote_id, field))
        original: str | None = _none(row["was"] if row else value)
        return original

    def _key(self, quote_id: str, field: str) -> tuple[Any, ...]:
        quote = self._view.by_quote[quote_id]
        return quote["article_id"], int(quote["start"]), int(quote["end"]), field

    def _set(self, quote_id: str, field: str, row: dict[str, Any] | None) -> None:
        """Put a correction in its place, or take it out; save first, and show it only then."""
        key = self._key(quote_id, field)
        kept = {k: v for k, v in (self._made | {key: row}).items() if v is not None}
        ordered = [kept[k] for k in sorted(kept)]
        correcting.write(schema.build(ordered, "corrections"), self.path)
        self._made = kept
        shown = self._by_id[quote_id]
        value = _none(row["value"] if row else self._first[quote_id][field])
        if field == "actor":
            own, known = _none(row["name"]) if row else None, dict(self.actors())
            name = own or known.get(value) or self._view.actor(value)
            shown |= {"actor_id": value, "actor": name if value else self._name_speaker(quote_id)}
        else:
            shown["act"] = value
        rest = [f for f in shown["corrected"] if f != field]
        shown["corrected"] = sorted([*rest, field]) if row else rest

    def _name_speaker(self, quote_id: str) -> str:
        speaker = self._view.by_quote[quote_id]["speaker"]
        return "Speaker unknown" if is_missing(speaker) else f"“{speaker}” (nobody known)"

    def _make_row(self, quote: dict[str, Any], act: Any, topics: list[str]) -> dict[str, Any]:
        key = (quote["article_id"], quote["start"], quote["end"])
        corrected = [f for f in schema.CORRECTED if (*key, f) in self._made]
        article = self._view.by_article.get(quote["article_id"], {})
        day = quote["said_on"] if not is_missing(quote["said_on"]) else article.get("published")
        actor = _none(quote["actor_id"])
        if "act" in corrected:
            act = self._made[*key, "act"]["value"]
        return {
            "id": quote["quote_id"], "article": self._view.title(quote["article_id"]),
            "day": "" if is_missing(day) else pd.Timestamp(day).strftime("%Y-%m-%d"),
            "said_on": day_of(day, "undated"), "actor_id": actor,
            "actor": str(quote["actor"]) if actor else self._name_speaker(quote["quote_id"]),
            "act": _none(act), "kind": quote["kind"], "text": quote["text"], "topics": topics,
            "corrected": sorted(corrected),
        }  # fmt: skip


def _choose_file(corrections: str | Path, coder: str | None) -> Path:
    """Return the file of a coder's own corrections."""
    path = Path(corrections)
    if coder is None:
        return path
    name = f"{path.stem}-{coder}{path.suffix}"
    if not coder.strip() or Path(name).name != name:
        raise SchemaError(f"Not a coder's name: {coder!r}. Give a plain one, such as 'B'.")
    return path.with_name(name)


def _none(value: Any) -> Any:
    return None if is_missing(value) else value
