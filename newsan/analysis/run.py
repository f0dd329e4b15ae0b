"""Every step in order, from a source of articles to all frames."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from newsan import actors, frontline, places, quotes, rhetoric, schema, sentiment, stance
from newsan import articles as reading
from newsan import corrections as correcting
from newsan import study as studies
from newsan.actors.registry import of_study
from newsan.analysis.result import Analysis
from newsan.articles import Source
from newsan.errors import NewsanError
from newsan.study import Study

_log = logging.getLogger("newsan")


def analyse(
    source: Source,
    *,
    control: str | Path | pd.DataFrame | None = None,
    registry: pd.DataFrame | str | Path | None = None,
    corrections: str | Path | pd.DataFrame | None = None,
    topics: pd.DataFrame | str | Path | Sequence[str] | None = None,
    study: Study | str | Path | None = None,
    beliefs: bool = False,
    published: object = None,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    progress: bool = False,
) -> Analysis:
    """
    Read articles and take every step: quotations, actors, sentiment, rhetoric, claims, places, ground.

    Articles that cannot be read, or in which a step goes wrong, are left in `problems`; of articles
    with the same text the first is analysed. One that is not in English is kept and named in
    `problems`; nothing is read in it.

    Parameters
    ----------
    source
        As in `newsan.articles.read`, or an `articles` frame.
    control
        Control events (a file or frame, see `newsan.frontline.read_control`) for areas, front line
        and enclosure on each day that an article was published. By default `control_events.csv`
        in the source folder or beside it, if there is one.
    registry
        Actors to use in place of the shipped ones; the rows of a file are merged into those (see
        `newsan.actors.registry`).
    corrections
        What a reader corrected (a file or frame, see `newsan.corrections.read`); applied to actors
        and speech acts, and so to all that is computed from them.
    topics
        Topics of your own for the claim board, added to the shipped ones (see
        `newsan.stance.topics`).
    study
        A study, or its folder (see `newsan.study`), for the tables that are not given. By default
        the one whose `study.toml` lies in or above the folder that is read, if there is one. Of a
        study's own folder its `articles` are read.
    beliefs
        Include what is believed or planned as well as what was said.
    published
        Day of publication for articles that do not give one.
    columns, encoding
        As in `newsan.articles.read`.
    dayfirst
        Whether 03/04/2025 is 3 April; `None` to learn it from the dates beside it (see
        `newsan.articles.read`).
    progress
        Show a bar of the steps on standard error.

    Raises
    ------
    ReadError
        There is no article at all in the source, or `published` is not a date.
    SchemaError
        A correction's words do not stand where it says.

    Examples
    --------
    >>> import newsan as ns
    >>> result = ns.analyse([{"text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}])
    >>> result.actors()[["actor", "n_quotes", "in_their_own_words"]].values.tolist()
    [['Mara Ostrell', 1, 'It rained,']]
    """
    if corrections is not None:
        correcting.read(corrections)  # a wrong table stops the run before it has begun
    own, source = studies.meant(study, source)
    if control is None and own is not None and study is not None:
        control = own.control
    with tqdm(total=8, unit="step", leave=False, disable=not progress) as bar:

        def step(name: str) -> None:
            bar.set_description(name)
            bar.update()

        step("reading")
        if isinstance(source, pd.DataFrame) and "sha256" in source:
            given = _dated(schema.check(source, "articles"), published, dayfirst)
        else:
            given = reading.read(source, bad="report", published=published, columns=columns,
                                 dayfirst=dayfirst, encoding=encoding, progress=progress)  # fmt: skip
        problems = reading.problems(given)
        texts = reading.deduplicate(given)
        if isinstance(registry, str | Path):
            registry = actors.registry(registry)
        frames = partial(_frames, step=step, registry=of_study(registry, own), corrections=corrections,
                         topics=topics, study=own, beliefs=beliefs)  # fmt: skip
        made, lost = _without_stumbling(frames, texts)
        if lost:
            problems = pd.concat([problems, schema.build(lost, "problems")], ignore_index=True)
        step("ground")
        ground = _ground(source, control, texts, own)
    return Analysis(articles=texts, claims=stance.claims(made["stance"]), problems=problems, **made,
                    **ground, ledger=_ledger(given, ground, lost))  # fmt: skip


def _frames(
    texts: pd.DataFrame,
    *,
    step: Callable[[str], None],
    registry: pd.DataFrame | None,
    corrections: str | Path | pd.DataFrame | None,
    topics: pd.DataFrame | str | Path | Sequence[str] | None,
    study: Study | None,
    beliefs: bool,
) -> dict[str, pd.DataFrame]:
    """Take every step that reads in articles; return their frames by name."""
    step("quotations")
    found = quotes.find(texts, beliefs=beliefs)
    step("actors")
    found = actors.resolve(found, texts, registry=registry)
    if corrections is not None:
        found = correcting.apply(found, corrections)
    step("sentiment")
    scores = pd.concat(
        [sentiment.score(found, scorer=s, articles=texts) for s in ("textblob", "vader")]
    )
    # Both scores of a quotation together, so that partitions can be put end to end.
    scores = scores.sort_index(kind="stable", ignore_index=True)
    step("rhetoric")
    measured = rhetoric.measure(found, texts)
    if corrections is not None:
        measured = correcting.apply_acts(measured, found, corrections)
    step("claims")
    positions = stance.find(found, texts, topics=topics, actors=registry, study=study)
    step("places")
    mentions = places.find(texts, quotes=found, actors=registry, study=study)
    references = frontline.references(mentions, texts, found, actors=registry, study=study)
    return {"quotes": found, "sentiment": scores, "rhetoric": measured, "stance": positions,
            "mentions": mentions, "references": references}  # fmt: skip


def _without_stumbling(
    frames: Callable[[pd.DataFrame], dict[str, pd.DataFrame]], texts: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[dict[str, str]]]:
    """
    Return the frames of articles, and problems for those in which a step stumbled: nothing is read there.

    They are found by halving, and only when something went wrong; what goes wrong on purpose, or in
    every article, is no fault of an article and is raised.
    """
    try:
        return frames(texts), []
    except NewsanError:
        raise
    except Exception as error:  # of which article? the others must not be lost to it
        bad = dict(_stumbles(frames, texts))
        if not bad or (len(bad) == len(texts) and len(texts) > 1):
            raise
        frames(texts.iloc[:0])  # raises where no article is needed for it
        _log.info("%s in %s: left out", type(error).__name__, ", ".join(bad))
        lost = [{"source": at, "problem": why, "kind": "unreadable"} for at, why in bad.items()]
        return frames(texts[~texts["source"].isin(bad)].reset_index(drop=True)), lost


def _stumbles(
    frames: Callable[[pd.DataFrame], dict[str, pd.DataFrame]], texts: pd.DataFrame
) -> Iterator[tuple[str, str]]:
    """Yield the place of each article in which a step goes wrong, and what happens there."""
    try:
        frames(texts)
    except Exception as error:
        if len(texts) > 1:
            half = len(texts) // 2
            yield from _stumbles(frames, texts.iloc[:half].reset_index(drop=True))
            yield from _stumbles(frames, texts.iloc[half:].reset_index(drop=True))
        elif len(texts):
            why = f"cannot be analysed: {type(error).__name__}: {error}"
            yield texts["source"].iloc[0], why


def _ledger(
    articles: pd.DataFrame, ground: dict[str, pd.DataFrame], lost: list[dict[str, str]]
) -> pd.DataFrame:
    """Return the ledger of the articles, with what was made of control events."""
    ledger = reading.Ledger()
    for problem in lost:
        what = "articles in which a step went wrong"
        ledger.add(problem["source"], "lost", what, remedy=problem["problem"])
    if (control := ground.get("control")) is not None:
        ledger.add("control events", "read", "control events", n=len(control))
        for left in control.attrs["problems"]:
            kind = "guessed" if left["kind"] == "repaired" else "lost"
            ledger.add(left["source"], kind, f"control events: {left['problem']}")
    rows = [*reading.ledger(articles).to_dict("records"), *ledger.rows()]
    return schema.build(rows, "ledger")


def _dated(articles: pd.DataFrame, published: object, dayfirst: bool | None) -> pd.DataFrame:
    """Fill in the day of publication where articles give none."""
    if published is None:
        return articles
    day = reading.given_day(published, dayfirst=dayfirst)
    return articles.assign(published=articles["published"].fillna(day))


def _ground(
    source: object, control: object, articles: pd.DataFrame, study: Study | None
) -> dict[str, pd.DataFrame]:
    """Return control events, enclosure by day of publication, areas and front by day of change too."""
    events = _beside(source) if control is None else control
    events = study.control if events is None and study is not None else events
    if events is None:
        return {}
    table = frontline.read_control(events, study=study)
    days = sorted(articles["published"].dropna().dt.tz_localize(None).dt.normalize().unique())
    made: dict[str, pd.DataFrame] = {"control": table}
    made["enclosure"] = frontline.enclosure(table, days, study=study)
    days = sorted({*days, *frontline.change_days(table)})
    made["areas"] = frontline.areas(table, days, study=study)
    made["front"] = frontline.front(table, days, study=study)
    return made


def _beside(source: object) -> Path | None:
    """Find the study's control events: in the source folder or next to it."""
    if not isinstance(source, str | Path) or not (folder := Path(source).expanduser()).is_dir():
        return None
    paths = (place / reading.CONTROL for place in (folder, folder.parent))
    return next((path for path in paths if path.is_file()), None)
