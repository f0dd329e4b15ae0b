"""`newsan topics` at a shell prompt: what a claim in plain words would catch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Topics of the claim board, in plain words.")


@app.callback()
def _topics() -> None:
    pass


@app.command("try")
def try_topic(
    proposition: Annotated[
        str, typer.Argument(help='As "The dam should be repaired.", or a CSV of topics.')
    ],
    source: Annotated[str, typer.Argument(help="File, folder or quoted glob of articles.")],
    study: Annotated[
        Path | None, typer.Option(exists=True, help="Folder of a study, for its actors.")
    ] = None,
) -> None:
    """
    Show what a proposition would catch in articles, before you put it into topics.csv.

    Write one sentence with the words that articles use: names, the verb, what it is done to; "should" makes
    it a proposal. A position needs two of its words in one sentence and a chance of .7 to be right: few rows are normal.
    """
    from newsan import actors, articles, stance
    from newsan import quotes as quotations
    from newsan import study as studies

    own = studies.nearest(source) if study is None else studies.load(study)
    texts = articles.read(source, bad="report", progress=sys.stderr.isatty())
    found = actors.resolve(quotations.find(texts), texts, study=own)
    typer.echo(stance.preview(proposition, found, texts, study=own).attrs["screen"])
    problems = articles.problems(texts)
    for row in problems.itertuples():
        typer.echo(f"newsan: {row.kind}: {row.source}: {row.problem}", err=True)
    if (problems["kind"] == "unreadable").any():
        raise typer.Exit(1)
