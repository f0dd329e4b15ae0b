"""The same verbs at a shell prompt.

Exit codes: 0 done; 1 some inputs could not be read (listed on standard error) or none is in English, or `verify`
found a row altered, absent or given to somebody else, or `doctor` something amiss; 2 wrong usage.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer import Argument, Option

from newsan.errors import NewsanError, NoSuchSource, UnknownName
from newsan.language import is_read
from newsan.wording import counted, is_missing

if TYPE_CHECKING:
    import pandas as pd

    from newsan.study import Study

app = typer.Typer(
    name="newsan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who said what, how, about whom, where, and does the ground bear it out?\n\nStart with:  newsan analyse FOLDER",
)
topics_app = typer.Typer(no_args_is_help=True, help="Topics of the claim board, in plain words.")
app.add_typer(topics_app, name="topics")


def _file(purpose: str) -> Any:
    """Return the option of a file that must be there."""
    return Option(exists=True, dir_okay=False, help=purpose)


Source = Annotated[
    str,
    Argument(
        help="File, folder or quoted glob of articles: text, CSV, JSON, Parquet, HTML and exports."
    ),
]
Saved = Annotated[Path, Argument(help="Folder that `newsan analyse --out` wrote.")]
Published = Annotated[
    str | None, Option(help="Publication day of articles that give none, as 2025-03-14.")
]
DayFirst = Annotated[
    bool | None,
    Option(
        "--dayfirst/--monthfirst",
        help="How 03/04/2025 is meant; by default as the other dates of the file show.",
    ),
]
Columns = Annotated[
    list[str] | None,
    Option(
        "--column",
        metavar="FIELD=NAME",
        help="Which column holds a field, as text=Story; repeat it.",
    ),
]
Encoding = Annotated[
    str | None, Option(help="Encoding of all text files, as cp1252; by default told from each.")
]
StudyFolder = Annotated[
    Path | None,
    Option(
        "--study",
        exists=True,
        help="Folder of a study; by default the nearest study.toml in or above the source.",
    ),
]


def _show_version(is_asked: bool) -> None:
    if is_asked:
        import newsan

        typer.echo(f"newsan {newsan.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command()
def doctor() -> None:
    """Show what is installed and which formats that reads; exits with 1 if something needed is amiss."""
    from newsan import doctor as looking

    found = looking.examine()
    typer.echo(looking.screen(found))
    if any(f.state == "amiss" for f in found):
        raise typer.Exit(1)


@app.command()
def analyse(
    source: Source,
    out: Annotated[
        Path | None, Option(help="Folder for the frames (Parquet, CSV, GeoJSON).")
    ] = None,
    report: Annotated[Path | None, Option(help="Write the HTML report here too.")] = None,
    control: Annotated[
        Path | None,
        _file("Control events; by default control_events.csv in or beside the source folder."),
    ] = None,
    corrections: Annotated[Path | None, _file("What a reader corrected, as CSV.")] = None,
    topics: Annotated[
        Path | None,
        _file("CSV of topics of your own for the claim board, added to the shipped ones."),
    ] = None,
    study: StudyFolder = None,
    published: Published = None,
    dayfirst: DayFirst = None,
    column: Columns = None,
    encoding: Encoding = None,
    top: Annotated[int, Option(min=1, help="Actors to print.")] = 30,
) -> None:
    """Take every step and print the actors: quotes, acts, mean polarity with n, and their own words."""
    from newsan import analysis
    from newsan.readers.record import screen

    result = analysis.analyse(source, control=control, corrections=corrections, topics=topics, study=study,
                              published=published, dayfirst=dayfirst, columns=_columns(column),
                              encoding=encoding, progress=sys.stderr.isatty())  # fmt: skip
    # Written before anything is printed: a closed pipe must not lose it.
    written = [] if out is None else [f"Frames: {result.save(out).as_posix()}"]
    written += [] if report is None else [f"Report: {result.report(report).as_posix()}"]
    frames = ("articles", "quotes", "mentions", "references")
    counts = ", ".join(counted(len(getattr(result, name)), name[:-1]) for name in frames)
    told = screen(result.ledger.to_dict("records"))
    typer.echo("\n".join([counts, told, _actor_table(result.actors(), top), *written]))
    _end(result.problems, result.articles)


@app.command("report")
def write_report(
    folder: Saved = Path("build"),
    out: Annotated[Path | None, Option(help="Page to write; FOLDER/report.html.")] = None,
    film: Annotated[
        Path | None, Option(help="Folder for a map a day as SVG, and film.gif of them all.")
    ] = None,
) -> None:
    """Write one HTML page, complete in itself, from saved frames."""
    from newsan.analysis import Analysis

    result = Analysis.load(folder)
    page = result.report(out or folder / "report.html", film)
    for row in result.ledger[result.ledger["source"] == folder.as_posix()].itertuples():
        typer.echo(f"newsan: note: {row.source}: {row.what}", err=True)
    typer.echo(f"Report: {page.as_posix()}" + (f"\nFilm: {film.as_posix()}" if film else ""))


@app.command()
def serve(
    folder: Annotated[
        Path,
        Argument(
            exists=True, file_okay=False, help="Folder of saved analyses or corpora; may be empty."
        ),
    ] = Path("build"),
    port: Annotated[
        int, Option(min=0, max=65535, help="Port to answer on; 0 takes a free one.")
    ] = 0,
) -> None:
    """
    Show the reports of a folder in a browser on this machine, and analyse what is dropped onto the page.

    Open the address it prints: it lists what `newsan analyse --out` and `newsan corpus --out` wrote into FOLDER, as it is
    at that moment; of a corpus, the articles you choose. Articles dropped there are read into FOLDER/dropped. Nobody
    outside this machine is answered. Ctrl-C ends it.
    """
    from newsan import serve as serving

    server = serving.Server(folder, port)
    typer.echo(f"{folder.as_posix()} is shown at {server.address} until Ctrl-C.")
    sys.stdout.flush()
    serving.forever(server)
    typer.echo("Ended.")


@app.command()
def quotes(
    source: Source,
    as_: Annotated[
        Literal["csv", "jsonl"], Option("--format", "-f", help="What to write.")
    ] = "csv",
    beliefs: Annotated[
        bool, Option("--beliefs", help="Beliefs, hopes and plans as well as words.")
    ] = False,
    nested: Annotated[
        bool,
        Option("--nested", help="Also what speakers say that others said, as rows of their own."),
    ] = False,
    study: StudyFolder = None,
    published: Published = None,
    dayfirst: DayFirst = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """
    Write every quotation with its speaker and actor to standard output.

    In CSV an apostrophe goes before words that a spreadsheet would take for a formula.
    """
    from newsan import actors, articles, spreadsheet
    from newsan import quotes as quotations

    own, texts = _read(study, source, published=published, columns=_columns(column),
                       dayfirst=dayfirst, encoding=encoding)  # fmt: skip
    found = actors.resolve(quotations.find(texts, beliefs=beliefs, nested=nested), texts, study=own)
    if as_ == "csv":
        sys.stdout.write(spreadsheet.write(found))
    elif len(found):
        sys.stdout.write(found.to_json(orient="records", lines=True, date_format="iso",
                                       force_ascii=False))  # fmt: skip
    _end(articles.problems(texts), texts)


@app.command()
def corpus(
    source: Source,
    out: Annotated[Path, Option(help="Folder for the partitions; an earlier run is resumed.")],
    workers: Annotated[int, Option(min=1, help="Processes on this machine.")] = 1,
    scheduler: Annotated[str | None, Option(help="Address of a Dask scheduler.")] = None,
    partition: Annotated[int, Option(min=1, help="Articles a partition.")] = 200,
    near: Annotated[
        float | None,
        Option(min=0, max=1, help="Leave out near copies too: from this similarity, as 0.8."),
    ] = None,
    study: StudyFolder = None,
    dayfirst: DayFirst = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Take every step over a corpus too big for memory, in partitions that can be resumed."""
    from newsan import articles
    from newsan import corpus as big
    from newsan.readers.record import screen

    problems = big.run(source, out, workers=workers, scheduler=scheduler, partition=partition,
                       near=near, study=study, columns=_columns(column), dayfirst=dayfirst,
                       encoding=encoding, progress=sys.stderr.isatty())  # fmt: skip
    typer.echo(screen(articles.ledger(problems).to_dict("records")))
    typer.echo(f"Frames: {out.as_posix()}")
    _end(problems)


@app.command()
def verify(
    rows: Annotated[
        Path,
        Argument(
            help="Quotations or claims: .csv .tsv .jsonl .parquet .xlsx, a column of words and, if there are, "
            "of speakers and articles."
        ),
    ],
    source: Source,
    column: Annotated[
        list[str] | None,
        Option(help="What a column is called, as text=Quote; text, speaker, article, kind."),
    ] = None,
    out: Annotated[
        Path | None, Option(help="Folder for verdicts, differences and missed (CSV).")
    ] = None,
    report: Annotated[Path | None, Option(help="Write an HTML page here too.")] = None,
    study: StudyFolder = None,
    dayfirst: DayFirst = None,
) -> None:
    """
    Check quotations or claims against the articles they are said to be from.

    Lists what is altered, absent or given to somebody else, and then exits with 1.
    """
    from newsan import articles, spreadsheet, writing
    from newsan.report import summary_of_verdicts
    from newsan.verification import verify as check

    own, texts = _read(study, source, dayfirst=dayfirst)
    checked = check(rows, texts, columns=_columns(column), study=own)
    written = []
    if out is not None:
        with writing.together(out, "the verdicts") as fresh:
            for name in ("verdicts", "differences", "missed"):
                table = spreadsheet.write(getattr(checked, name))
                (fresh / f"{name}.csv").write_text(table, encoding="utf-8")
        written.append(f"Verdicts: {out.as_posix()}")
    written += [] if report is None else [f"Report: {checked.report(report).as_posix()}"]
    typer.echo("\n".join([summary_of_verdicts(checked), *written]))
    _end(articles.problems(texts), texts)
    if len(checked.faults):
        raise typer.Exit(1)


@app.command()
def sample(
    folder: Saved = Path("build"),
    n: Annotated[int, Option("--n", min=1, help="Quotations to draw.")] = 200,
    by: Annotated[
        str, Option(help="The groups to draw from alike: act, outlet, actor, kind, ...")
    ] = "act",
    seed: Annotated[int, Option(help="Of the draw.")] = 0,
    out: Annotated[Path, Option(help="Sheet to write; it must be new.")] = Path("sheet.csv"),
) -> None:
    """Draw quotations into a sheet for coders: words, context, what newsan says, and blanks to fill in."""
    from newsan import spreadsheet, stats, writing
    from newsan.analysis import Analysis

    if out.exists():  # may hold a coder's work
        raise typer.BadParameter(f"{out.as_posix()} is there already.", param_hint="--out")
    drawn = stats.sheet(Analysis.load(folder), n, by=by, seed=seed)
    with writing.replace(out, "the sheet") as fresh:
        fresh.write_text(spreadsheet.write(drawn), encoding="utf-8-sig", newline="")
    typer.echo(
        f"Sheet: {out.as_posix()}, {len(drawn):,} rows. Write ok, none or what is right into actor_is, act_is and "
        f"kind_is, in a copy for each coder; then:\n  newsan audit {out.as_posix()}"
    )


@app.command()
def audit(
    sheet: Annotated[Path, Argument(help="Sheet that a coder has filled in.")],
    other: Annotated[Path | None, Argument(help="The same sheet, filled in by another.")] = None,
) -> None:
    """Show how often newsan is right by a coder's sheet, and how far two coders agree."""
    from newsan import stats

    table = stats.audit(sheet).round(3).to_string(index=False)
    typer.echo(f"Precision by {sheet.as_posix()}:\n{table}" if other else table)
    wide = shutil.get_terminal_size().columns
    for column, found in (stats.agreements(sheet, other) if other else {}).items():
        kappa, alpha = (
            f"{name} {e.mean:.2f} ({e.low:.2f} to {e.high:.2f})"
            for name, e in (("kappa", found.kappa), ("alpha", found.alpha))
        )
        table = found.table.to_string()
        if max(map(len, table.splitlines())) > wide:
            table = f'{len(found.table)} labels, wider than the screen: newsan.stats.agreements(a, b)["{column}"].table'
        typer.echo(f"\n{column}: n = {found.n}, same {found.share:.2f}, {kappa}, {alpha}\n{table}")


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        Argument(
            help="Gold: a JSON line an article with id, text, attributions (content, source, cue spans)."
        ),
    ],
    predictions: Annotated[
        Path,
        Argument(
            help="Predictions: a JSON line an article with id, quotes (content, speaker, cue spans)."
        ),
    ],
) -> None:
    """Score quotations against gold: precision, recall and F1 with n."""
    from newsan import evaluate as scoring

    typer.echo(scoring.score(gold, predictions).round(3).to_string(index=False))


@app.command()
def new(
    study: Annotated[Path, Argument(help="Folder to make; it must be new or empty.")],
) -> None:
    """Make the folder of a study that runs at once: tables, an invented article and a notebook."""
    from newsan import study as studies

    made = studies.new(study).as_posix()
    typer.echo(
        f"Made {made}. Put your articles into {made}/{studies.ARTICLES} and change the tables; then:\n"
        f"  newsan analyse {made} --out {made}/build --report {made}/build/report.html\n"
        f"  newsan suggest {made}"
    )


@app.command()
def suggest(
    study: Annotated[Path, Argument(help="Folder of a study.")],
) -> None:
    """Read a study's articles and write what its tables may lack to STUDY/suggestions."""
    from newsan import suggest as suggesting

    folder, made = suggesting.write(study)
    for name, frame in made.items():
        typer.echo(f"{len(frame):>5} {name}: {(folder / name).as_posix()}.csv")


@topics_app.callback()
def _topics() -> None:
    pass


@topics_app.command("try")
def try_topic(
    proposition: Annotated[
        str, Argument(help='As "The dam should be repaired.", or a CSV of topics.')
    ],
    source: Annotated[str, Argument(help="File, folder or quoted glob of articles.")],
    study: Annotated[
        Path | None, Option(exists=True, help="Folder of a study, for its actors.")
    ] = None,
) -> None:
    """
    Show what a proposition would catch in articles, before you put it into topics.csv.

    Write one sentence with the words that articles use: names, the verb, what it is done to; "should" makes
    it a proposal. A position needs two of its words in one sentence and a chance of .7 to be right: few rows are normal.
    """
    from newsan import actors, articles, stance
    from newsan import quotes as quotations

    own, texts = _read(study, source)
    found = actors.resolve(quotations.find(texts), texts, study=own)
    typer.echo(stance.preview(proposition, found, texts, study=own).attrs["screen"])
    _end(articles.problems(texts))


def main() -> None:
    """Run the command line; every error newsan raises on purpose is one sentence and an exit code."""
    logging.getLogger("newsan").addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # escapes on a narrow console; a file gets UTF-8
            asked = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if asked else "utf-8", errors="backslashreplace")
    try:
        app()
    except NewsanError as error:
        typer.echo(f"newsan: {error}", err=True)
        sys.exit(2 if isinstance(error, NoSuchSource | UnknownName) else 1)
    except BrokenPipeError:  # the reader of a pipe has what it wanted
        sys.stderr.close()
        sys.exit(0)


def _read(study: Path | None, source: str, **options: Any) -> tuple[Study | None, pd.DataFrame]:
    """Return the study that is meant, and the articles of a source."""
    from newsan import articles
    from newsan import study as studies

    own, place = studies.meant(study, source)
    return own, articles.read(place, bad="report", progress=sys.stderr.isatty(), **options)


def _columns(told: list[str] | None) -> dict[str, str]:
    """Return which column holds which field, as `--column` says."""
    pairs = [pair.partition("=") for pair in told or ()]
    if wrong := [field for field, _, name in pairs if not (field and name)]:
        raise typer.BadParameter(f"{wrong[0]!r}: say it as text=Story.", param_hint="--column")
    return {field: name for field, _, name in pairs}


def _actor_table(actors: pd.DataFrame, top: int, width: int = 72) -> str:
    """Lay out the actors in columns that fit a wide terminal."""
    if actors.empty:
        return "No quotations were found."
    rows = [("actor", "quotes", "mean polarity (n)", "acts", "in their own words")]
    for r in actors.head(top).itertuples():
        scored = f"{r.mean_polarity:+.2f} ({r.n_scored})" if r.n_scored else "no lexicon hit (0)"
        own = r.in_their_own_words
        words = "" if is_missing(own) else " ".join(own.split())
        words = words if len(words) <= width else words[: width - 1].rsplit(" ", 1)[0] + "…"
        rows.append((r.actor, str(r.n_quotes), scored, r.acts, f"“{words}”" if words else ""))
    widths = [min(44, max(len(row[i]) for row in rows)) for i in range(4)]
    lines = ["  ".join([*(_fit(c, w) for c, w in zip(row, widths, strict=False)), row[4]]).rstrip()
             for row in rows]  # fmt: skip
    if (more := len(actors) - top) > 0:
        lines.append(f"and {more} more actors: --top {len(actors)}")
    return "\n".join(lines)


def _fit(cell: str, width: int) -> str:
    return (cell if len(cell) <= width else cell[: width - 1] + "…").ljust(width)


def _end(problems: pd.DataFrame, articles: pd.DataFrame | None = None) -> None:
    """List what was amiss, and leave with 1 if something could not be read, or no text is English."""
    for row in problems.itertuples():
        typer.echo(f"newsan: {row.kind}: {row.source}: {row.problem}", err=True)
    nothing = articles is not None and not any(map(is_read, articles["text"]))
    if nothing or (problems["kind"] == "unreadable").any():
        raise typer.Exit(1)
