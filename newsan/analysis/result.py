"""The frames of one analysis in one object: summed up, saved, read back, reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pandas as pd

import newsan
from newsan import schema, spreadsheet, writing
from newsan.analysis import answers, saved
from newsan.analysis import methods as describing
from newsan.errors import no_attribute


@dataclass(frozen=True)
class Analysis:
    """
    The frames of one analysis, each as `newsan.schema` declares it.

    `control`, `areas`, `front` and `enclosure` are empty where no control events were given.
    `problems` names what could not be read, `ledger` what was read, skipped, guessed, lost and left unused.
    """

    articles: pd.DataFrame
    quotes: pd.DataFrame
    sentiment: pd.DataFrame
    rhetoric: pd.DataFrame
    stance: pd.DataFrame
    claims: pd.DataFrame
    mentions: pd.DataFrame
    references: pd.DataFrame
    problems: pd.DataFrame
    control: pd.DataFrame = field(default_factory=lambda: schema.build([], "control"))
    areas: pd.DataFrame = field(default_factory=lambda: schema.build([], "areas"))
    front: pd.DataFrame = field(default_factory=lambda: schema.build([], "front"))
    enclosure: pd.DataFrame = field(default_factory=lambda: schema.build([], "enclosure"))
    ledger: pd.DataFrame = field(default_factory=lambda: schema.build([], "ledger"))

    def __repr__(self) -> str:
        """Return the frames' names and their rows, but for the ledger."""
        rows = ", ".join(f"{len(f)} {name}" for name, f in self if name != "ledger")
        return f"Analysis({rows})"

    def __getattr__(self, name: str) -> Any:
        """Refuse a name that is none of its frames and answers, with the nearest that is."""
        if name.startswith("_"):
            raise AttributeError(f"'Analysis' object has no attribute {name!r}")
        raise no_attribute("an analysis", name, [n for n in dir(self) if not n.startswith("_")])

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield every frame with its name."""
        for f in fields(self):
            yield f.name, getattr(self, f.name)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames by name."""
        return dict(self)

    def actors(self) -> pd.DataFrame:
        """
        Return each actor summed up: how often quoted, doing what, how their words score.

        Returns
        -------
        actors
            One row an actor, most quoted first: `actor_id`, `actor`, `n_quotes` (utterances: pieces
            of one count once), `n_articles`, `acts` (speech acts, most frequent first),
            `mean_polarity` (TextBlob), `n_scored` (quotations with a lexicon hit),
            `in_their_own_words` (their longest direct quotation) and `described_as` (the fullest
            phrase that an article names them with: title, name, apposition). Quotations of unknown
            speakers are the last row.

        Undefined
        ---------
        `mean_polarity` is missing where `n_scored` is 0; the words where no quotation is direct; the
        description where the articles give a name and no more.
        """
        quotes = schema.require(self.quotes, "quotes")
        schema.require(quotes, "quotes", "actor_id", "actor", "antecedent", "resolved_by")
        rhetoric = schema.require(self.rhetoric, "rhetoric", "quote_id", "act")
        sentiment = schema.require(self.sentiment, "sentiment", "quote_id", "scorer", "polarity")
        table = quotes.merge(rhetoric[["quote_id", "act"]], on="quote_id", how="left")
        scores = sentiment[sentiment["scorer"] == "textblob"]
        table = table.merge(scores[["quote_id", "polarity"]], on="quote_id", how="left")
        table["actor_id"] = table["actor_id"].fillna("")
        rows = [
            _actor_row(actor_id, part) for actor_id, part in table.groupby("actor_id", sort=True)
        ]
        names = list(_ACTOR_DTYPES)
        frame = pd.DataFrame(rows, columns=names).astype(_ACTOR_DTYPES)
        frame["_unknown"] = frame["actor_id"].isna()
        return frame.sort_values(["_unknown", "n_quotes", "actor_id"], ascending=[True, False, True],
                                 ignore_index=True)[names]  # fmt: skip

    def who_says(self, topic: str) -> pd.DataFrame:
        """Return who takes which position on a topic, in which words (see `newsan.analysis.answers.who_says`)."""
        return answers.who_says(self, topic)

    def find(self, words: str, **asked: Any) -> pd.DataFrame:
        """Return each place where words stand in what somebody says (see `newsan.analysis.answers.find`)."""
        return answers.find(self, words, **asked)

    def compare(self, by: str = "outlet") -> pd.DataFrame:
        """Return outlets, or other groups, side by side (see `newsan.analysis.answers.compare`)."""
        return answers.compare(self, by)

    def timeline(self, topic: str) -> pd.DataFrame:
        """Return day by day who takes which position on a topic (see `newsan.analysis.answers.timeline`)."""
        return answers.timeline(self, topic)

    def variants(self, utterance_id: str | None = None) -> pd.DataFrame:
        """Return what each outlet made of what was said (see `newsan.analysis.answers.variants`)."""
        return answers.variants(self, utterance_id)

    def methods(self, audit: pd.DataFrame | str | Path | None = None) -> str:
        """Return how it was made, as a paragraph for a paper (see `newsan.analysis.methods.methods`)."""
        return describing.methods(self, audit)

    def save(self, folder: str | Path) -> Path:
        """
        Write every frame as Parquet and CSV, those with a geometry as GeoJSON too.

        The same analysis gives the same bytes. All files take their places at once: whatever fails or
        is killed, the folder holds the earlier analysis or this one. `newsan.json` names the schema's
        version, the rows of each frame and the hash of each file. In CSV an apostrophe goes before
        words that a spreadsheet would take for a formula.

        Parameters
        ----------
        folder
            Where to write; made if needed. Files of other names in it are left alone.

        Returns
        -------
        folder
            The folder written.

        Raises
        ------
        WriteError
            It cannot be written, or another process is writing into it.
        """
        says: dict[str, Any] = {
            "newsan": newsan.__version__,
            saved.KEY: saved.VERSION,
            "frames": {},
        }
        with writing.together(folder, "the frames") as fresh:
            for name, frame in self:
                (fresh / f"{name}.csv").write_text(_csv(frame), encoding="utf-8", newline="")
                saved.write_frame(frame, fresh, name)
                if saved.is_geographic(name):
                    (fresh / f"{name}.geojson").write_text(_geojson(frame), encoding="utf-8")
                says["frames"][name] = {
                    "rows": len(frame),
                    "sha256": writing.sha256(fresh / f"{name}.csv"),
                }
            writing.seal(fresh, saved.MANIFEST, says)
        return Path(folder)

    def report(self, path: str | Path) -> Path:
        """Write the self-contained HTML report (see `newsan.report.write`)."""
        from newsan import report

        return report.write(self, path)

    @classmethod
    def load(cls, folder: str | Path) -> Analysis:
        """
        Read back what `save` wrote.

        What an earlier newsan saved without hashes loads as well; `ledger` then says so.

        Raises
        ------
        ReadError
            The folder holds no saved analysis, or one of a later newsan, or files of more than one:
            the message names those that are missing, damaged or of another analysis.
        """
        return cls(**saved.read_frames(Path(folder), [f.name for f in fields(cls)]))


_ACTOR_DTYPES = {"actor_id": "str", "actor": "str", "n_quotes": "int64", "n_articles": "int64",
                 "acts": "str", "mean_polarity": "float64", "n_scored": "int64",
                 "in_their_own_words": "str", "described_as": "str"}  # fmt: skip


def _actor_row(actor_id: str, part: pd.DataFrame) -> dict[str, Any]:
    said = part.drop_duplicates("attribution_id")
    acts = said["act"].value_counts().rename_axis("act").reset_index(name="n")
    acts = acts.sort_values(["n", "act"], ascending=[False, True])
    direct = part[part["kind"] == "direct"]
    longest = direct.loc[direct["text"].str.len().idxmax(), "text"] if len(direct) else None
    named = part.loc[part["resolved_by"] == "name", "speaker"].dropna()
    fullest = max((phrase.split(", who ")[0] for phrase in named), key=len, default="")
    return {
        "actor_id": actor_id or None,
        "actor": part["actor"].iloc[0] if actor_id else "speaker unknown",
        "n_quotes": len(said), "n_articles": part["article_id"].nunique(),
        "acts": ", ".join(f"{a} {n}" for a, n in zip(acts["act"], acts["n"], strict=True)),
        "mean_polarity": part["polarity"].mean(), "n_scored": part["polarity"].notna().sum(),
        "in_their_own_words": longest,
        "described_as": fullest if fullest not in ("", *part["actor"], *part["antecedent"]) else None,
    }  # fmt: skip


def _csv(frame: pd.DataFrame) -> str:
    plain = pd.DataFrame(frame)
    if "geometry" in plain:
        plain = plain.assign(geometry=[None if g is None else g.wkt for g in plain["geometry"]])
    return spreadsheet.write(plain)


def _geojson(frame: Any) -> str:
    """Write features in row order, days as ISO dates."""
    plain = frame.copy()
    for column in plain.columns:
        if pd.api.types.is_datetime64_any_dtype(plain[column]):
            plain[column] = plain[column].dt.strftime("%Y-%m-%d").astype("object").where(
                plain[column].notna(), None)  # fmt: skip
    return str(plain.to_json(drop_id=True, na="null")) + "\n"
