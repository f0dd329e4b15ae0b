"""The frames of one analysis in one object: summed up, saved, read back, reported."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pandas as pd

import newsan
from newsan import schema, spreadsheet, writing
from newsan.analysis import answers
from newsan.errors import ReadError, no_attribute

_ACTOR_DTYPES = {"actor_id": "str", "actor": "str", "n_quotes": "int64", "n_articles": "int64",
                 "acts": "str", "mean_polarity": "float64", "n_scored": "int64",
                 "in_their_own_words": "str", "described_as": "str"}  # fmt: skip
VERSION = 1  # of what is saved; 2 when files of 1 can no longer be read as they are
KEY = "schema"
MANIFEST = "newsan.json"
AGAIN = "run `newsan analyse` again."
# Ids of a frame's rows that must be among those of another frame.
_IDS = (
    ("article_id", "articles", ("quotes", "stance", "mentions", "references")),
    ("quote_id", "quotes", ("sentiment", "rhetoric", "stance", "claims", "mentions")),
)
_OLD = "saved by an earlier newsan, without hashes: that its files belong together is told by ids alone"


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
        rows = [_actor_row(actor_id, part) for actor_id, part in table.groupby("actor_id")]
        names = list(_ACTOR_DTYPES)
        frame = pd.DataFrame(rows, columns=names).astype(_ACTOR_DTYPES)
        frame["_unknown"] = frame["actor_id"].isna()
        return frame.sort_values(["_unknown", "n_quotes", "actor_id"], ascending=[True, False, True],
                                 ignore_index=True)[names]  # fmt: skip

    who_says = answers.who_says
    find = answers.find
    keyness = answers.keyness
    compare = answers.compare
    timeline = answers.timeline
    variants = answers.variants
    methods = answers.methods

    def save(self, folder: str | Path) -> Path:
        """
        Write every frame as Parquet and CSV, those with a geometry as GeoJSON too; return the folder.

        The same analysis gives the same bytes. All files take their places at once: whatever fails or
        is killed, the folder holds the earlier analysis or this one. `newsan.json` names the schema's
        version, the rows of each frame and the hash of each file. In CSV an apostrophe goes before
        words that a spreadsheet would take for a formula.

        Parameters
        ----------
        folder
            Where to write; made if needed. Files of other names in it are left alone.

        Raises
        ------
        WriteError
            It cannot be written, or another process is writing into it.
        """
        says: dict[str, Any] = {"newsan": newsan.__version__, KEY: VERSION, "frames": {}}
        with writing.together(folder, "the frames") as fresh:
            for name, frame in self:
                plain: Any = frame
                if is_geographic(name):
                    plain = plain.to_wkt(rounding_precision=-1)
                    text = (
                        frame.to_json(
                            drop_id=True, na="null", default=lambda day: f"{day:%Y-%m-%d}"
                        )
                        + "\n"
                    )
                    (fresh / f"{name}.geojson").write_text(text, encoding="utf-8")
                text = spreadsheet.write(plain)
                (fresh / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
                write_frame(frame, fresh, name)
                digest = writing.sha256(fresh / f"{name}.csv")
                says["frames"][name] = {"rows": len(frame), "sha256": digest}
            writing.seal(fresh, MANIFEST, says)
        return Path(folder)

    def report(self, path: str | Path, film: str | Path | None = None) -> Path:
        """Write the self-contained HTML report (see `newsan.report.write`); to `film`, a map a day (`newsan.maps.film`)."""
        from newsan import report

        return report.write(self, path, film)

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
        return cls(**read_frames(Path(folder), [f.name for f in fields(cls)]))


def _actor_row(actor_id: str, part: pd.DataFrame) -> dict[str, Any]:
    said = part.drop_duplicates("attribution_id")
    acts = sorted(said["act"].value_counts().items(), key=lambda pair: (-pair[1], pair[0]))
    direct = part[part["kind"] == "direct"]
    longest = direct.loc[direct["text"].str.len().idxmax(), "text"] if len(direct) else None
    named = part.loc[part["resolved_by"] == "name", "speaker"].dropna()
    fullest = max((phrase.split(", who ")[0] for phrase in named), key=len, default="")
    return {
        "actor_id": actor_id or None,
        "actor": part["actor"].iloc[0] if actor_id else "speaker unknown",
        "n_quotes": len(said), "n_articles": part["article_id"].nunique(),
        "acts": ", ".join(f"{act} {n}" for act, n in acts),
        "mean_polarity": part["polarity"].mean(), "n_scored": part["polarity"].notna().sum(),
        "in_their_own_words": longest,
        "described_as": fullest if fullest not in ("", *part["actor"], *part["antecedent"]) else None,
    }  # fmt: skip


def is_geographic(name: str) -> bool:
    """Return whether a frame has a geometry."""
    return any(c.dtype == schema.GEOMETRY for c in schema.columns(name))


def write_frame(frame: pd.DataFrame, folder: Path, name: str) -> None:
    """Write a frame as `NAME.parquet`, without the notes that a step left in its `attrs`."""
    clean = frame.copy()
    clean.attrs = {}
    clean.to_parquet(folder / f"{name}.parquet", index=False)


def read_frame(folder: Path, name: str, again: str = AGAIN) -> pd.DataFrame:
    """Read the frame back that `write_frame` wrote; `again` says what to do where that fails."""
    import pyarrow as pa

    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise ReadError(f"{path.as_posix()} is missing: {again}")
    try:
        if is_geographic(name):
            import geopandas as gpd

            return gpd.read_parquet(path)
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise ReadError(f"{path.as_posix()} cannot be read ({why}): {again}") from None


def read_frames(folder: Path, names: list[str]) -> dict[str, pd.DataFrame]:
    """Return the frames that `Analysis.save` wrote by name, those that an earlier newsan did not have left out."""
    with contextlib.suppress(ReadError):  # of two tries: another process may be saving just now
        return _read_frames(folder, names)
    return _read_frames(folder, names)


def _read_frames(folder: Path, names: list[str]) -> dict[str, pd.DataFrame]:
    writing.settle(folder)
    if not (folder / MANIFEST).is_file():
        raise ReadError(f"No saved analysis in {folder.as_posix()}: run `newsan analyse SOURCE "
                        f"--out {folder.as_posix()}` first.")  # fmt: skip
    known = check_version(folder / MANIFEST).get("frames", {})
    faults = writing.damaged(folder, MANIFEST, ".parquet")
    if not (folder / "ledger.parquet").is_file():  # it only tells of the others
        names = [name for name in names if name != "ledger"]
        faults = faults and {f: why for f, why in faults.items() if f != "ledger.parquet"}
    if faults:
        raise broken(folder, faults)
    frames = {name: read_frame(folder, name) for name in names if not known or name in known}
    rows = {name: known.get(name, {}).get("rows", len(frame)) for name, frame in frames.items()}
    other = [name for name, frame in frames.items() if len(frame) != rows[name]]
    mixed = ", ".join(f"{name}.parquet" for name in dict.fromkeys([*other, *_strangers(frames)]))
    if mixed and faults is None:
        raise ReadError(f"{folder.as_posix()} holds files of more than one analysis, as {mixed} "
                        f"shows: {AGAIN}")  # fmt: skip
    if mixed:  # saved like this by somebody who took rows out of one frame
        _say(frames, folder, "lost", f"articles or quotations that rows of {mixed} belong to", "")
    if faults is None:
        _say(frames, folder, "guessed", _OLD, AGAIN.rstrip("."))
    return frames


def broken(folder: Path, faults: dict[str, str], again: str = AGAIN) -> ReadError:
    """
    Build an error of the files that `writing.damaged` found.

    Examples
    --------
    >>> print(broken(Path("build"), {"quotes.parquet": "is not as it was saved"}))
    build/quotes.parquet cannot be read (it is not as it was saved): run `newsan analyse` again.
    """
    whys = {
        f: why if "missing" in why else f"cannot be read (it {why})" for f, why in faults.items()
    }
    told = "; ".join(f"{(folder / file).as_posix()} {why}" for file, why in whys.items())
    return ReadError(f"{told}: {again}")


def _strangers(frames: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the frames with ids of articles or quotations that the frame of those does not have."""
    for column, home, others in _IDS:
        known = set(frames[home][column])
        for name in others:
            if not known.issuperset(frames[name][column].dropna()):
                yield name


def _say(frames: dict[str, pd.DataFrame], folder: Path, kind: str, what: str, remedy: str) -> None:
    """Write into the ledger of a saved analysis what is to be said of its files."""
    row = {"source": folder.as_posix(), "kind": kind, "what": what, "n": 1, "remedy": remedy}
    rows = schema.records(frames["ledger"]) if "ledger" in frames else []
    frames["ledger"] = schema.build([*rows, row], "ledger")


def check_version(path: Path) -> dict[str, Any]:
    """
    Return what the JSON file beside saved frames says, or refuse one of a version that this newsan does not know.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "newsan.json")
    ...     _ = path.write_text('{"newsan": "0.1.0", "frames": {}}', encoding="utf-8")
    ...     check_version(path)["newsan"]
    '0.1.0'
    """
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = told.get(KEY, 1)
        if not all(isinstance(f, dict) for f in told.get("frames", {}).values()):
            raise ValueError  # a record of ours says of each frame what it is
    except (OSError, ValueError, AttributeError):
        raise ReadError(
            f"{path.as_posix()} is not what newsan wrote: run `newsan analyse` again."
        ) from None
    if type(version) is not int or not 1 <= version <= VERSION:
        raise ReadError(
            f"{path.as_posix()} has schema version {version!r}; newsan {newsan.__version__} reads "
            f"versions up to {VERSION}: install the newsan that wrote it "
            f"({told.get('newsan', 'a later one')}), or run `newsan analyse` again."
        )
    return told
