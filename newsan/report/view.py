"""What a page is written from: frames that are all there, names and anchors looked up, pieces of HTML to fill in."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd

from newsan import lexicons, schema
from newsan.charts.house import registry_of
from newsan.errors import SchemaError
from newsan.study import Study, nearest
from newsan.wording import is_missing

FRAMES = (
    "articles", "quotes", "sentiment", "rhetoric", "stance", "claims", "mentions", "references",
    "control", "areas", "front", "enclosure", "problems",
)  # fmt: skip
FOUND = ("quotes", "mentions", "references")  # what stands at a place in an article


@dataclass(frozen=True)
class View:
    """A result made safe to draw: a frame that is absent is an empty one, a column a missing one."""

    frames: dict[str, pd.DataFrame]

    @classmethod
    def of(cls, result: Any) -> View:
        """Take the frames of an analysis, or of anything with some of its attributes."""
        if result is None or isinstance(result, pd.DataFrame | str | Path | list):
            raise SchemaError(f"Not an analysis: got {type(result).__name__}, expected what newsan.analyse(source) "
                              "returns.")  # fmt: skip
        return cls({name: _fill_in(getattr(result, name, None), name) for name in FRAMES})

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a frame by name."""
        return self.frames[name]

    @functools.cached_property
    def study(self) -> Study | None:
        """The study that the first article lies in, if its file is still there."""
        sources = self["articles"]["source"].tolist()
        return nearest(sources[0]) if sources and _is_file(sources[0]) else None

    @functools.cached_property
    def _registry(self) -> pd.DataFrame:
        return registry_of(None, self.study).set_index("actor_id")

    @functools.cached_property
    def actors(self) -> dict[str, str]:
        """Return names by actor id: as the quotations resolved them, else as the registry has them."""
        pairs = self["quotes"][["actor_id", "actor"]].dropna().drop_duplicates("actor_id")
        return {**self._registry["name"], **pairs.set_index("actor_id")["actor"]}

    @functools.cached_property
    def sides(self) -> dict[str, str]:
        """Return the side the registry gives an actor, by id."""
        return dict(self._registry["side"])

    @functools.cached_property
    def anchors(self) -> dict[str, str]:
        """Return anchors that are safe in an address, by article id."""
        return {a: f"article-{i}" for i, a in enumerate(self["articles"]["article_id"], 1)}

    @functools.cached_property
    def quote_anchors(self) -> dict[str, str]:
        """Return anchors that are safe in an address, by quote id."""
        return {q: f"quote-{i}" for i, q in enumerate(self["quotes"]["quote_id"], 1)}

    @functools.cached_property
    def by_quote(self) -> dict[str, dict[str, Any]]:
        """Return the quotations' rows by id."""
        return {r["quote_id"]: r for r in self["quotes"].to_dict("records")}

    @functools.cached_property
    def by_article(self) -> dict[str, dict[str, Any]]:
        """Return the articles' rows by id."""
        return {r["article_id"]: r for r in self["articles"].to_dict("records")}

    @functools.cached_property
    def _found(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The rows of what was found, by frame and article."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for name in FOUND:
            for row in self[name].to_dict("records"):
                found.setdefault((name, row["article_id"]), []).append(row)
        return found

    def found_in(self, article_id: str) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of quotations, mentions and references of an article, by frame."""
        return {name: self._found.get((name, article_id), []) for name in FOUND}

    def actor(self, actor_id: object) -> str:
        """Return an actor's name; an id that nobody names stands for itself."""
        return "unknown" if is_missing(actor_id) else self.actors.get(str(actor_id), str(actor_id))

    def linked(self, actor_id: str) -> str:
        """Return an actor's name as HTML: a link to their quotations, where there are any, with a card."""
        name = escape(self.actor(actor_id))
        if actor_id not in self._quoted:
            return name
        address = escape(urlencode({"actor": actor_id}, quote_via=quote))
        return piece("who", address=address, id=escape(actor_id), name=name)

    @functools.cached_property
    def _quoted(self) -> set[str]:
        return set(self["quotes"]["actor_id"].dropna())

    def speaker(self, quote: dict[str, Any]) -> str:
        """Return who is quoted: the actor, else the speaker as written, else unknown."""
        if not is_missing(quote["actor_id"]):
            return self.actor(quote["actor_id"])
        return "Speaker unknown" if is_missing(quote["speaker"]) else str(quote["speaker"])

    def title(self, article_id: object) -> str:
        """Return an article's name: its headline, else its id."""
        row = self.by_article.get(str(article_id))
        title = None if row is None else row["title"]
        return str(article_id) if is_missing(title) or not str(title).strip() else str(title)


def _fill_in(frame: pd.DataFrame | None, name: str) -> pd.DataFrame:
    empty = schema.build([], name, optional=True)
    if frame is None:
        return empty
    lacking = {c: pd.Series(None, index=frame.index, dtype="object")
               for c in empty.columns if c not in frame}  # fmt: skip
    return frame.assign(**lacking).reset_index(drop=True)


def text_of(value: object, other: str = "") -> str:
    """Write a cell as escaped text, or `other` where it is missing."""
    return other if is_missing(value) else escape(str(value))


def read_resource(name: str) -> str:
    """Return the text of a shipped file."""
    return lexicons.file(name).read_text(encoding="utf-8")


def fill(page: str, parts: Mapping[str, object]) -> str:
    """Return a template with its parts in it."""
    return re.sub(r"\{\{(\w+)\}\}", lambda m: str(parts[m.group(1)]), page)


@functools.cache
def _pieces() -> dict[str, str]:
    """Return the pieces of HTML by name: each stands under a comment with its name, the ends of lines are none of it."""
    text = read_resource("report/parts.html").replace("\n", "")
    found = (piece.partition(" -->") for piece in text.split("<!-- ")[1:])
    return {name: html for name, _, html in found}


def piece(name: str, /, **parts: object) -> str:
    """Return a piece of HTML of `resources/report/parts.html` with its parts in it."""
    return fill(_pieces()[name], parts)


def _is_file(source: object) -> bool:
    try:
        return isinstance(source, str) and Path(source).is_file()
    except (OSError, ValueError):  # too long, or no path at all
        return False
