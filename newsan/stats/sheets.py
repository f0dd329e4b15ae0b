"""Sheets for coders: rows drawn from an analysis, filled in by hand, and what they say of newsan and of each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from newsan import corrections, schema, spreadsheet
from newsan.errors import SchemaError, all_of, unknown_name
from newsan.readers.quotation_tables import read_rows
from newsan.stats.coding import Agreement, agreement, sample
from newsan.stats.intervals import wilson
from newsan.wording import is_missing

AUDITED = ("actor", "act", "kind")  # what newsan says that a coder judges
# what a coder writes for "as newsan says", and for nobody, no quotation
RIGHT, NOTHING = "ok", "none"
_CONTEXT = 120  # characters of the article on either side: about a line
_CLOSED = {"act": schema.ACTS, "kind": schema.KINDS}
_DRAWN = ("quote_id", "text", "stratum", "weight")  # what a coder leaves as it is


def sheet(result: Any, n: int = 200, *, by: str = "act", seed: int = 0) -> pd.DataFrame:
    """
    Draw quotations for coders to judge: words, context, what newsan says, and blanks to fill in.

    Into `actor_is`, `act_is` and `kind_is` a coder writes `ok` where newsan is right, else what is right: a name, a
    speech act, a kind; `none` where nobody is known to speak, there is no act, or (kind) no quotation. A blank is not
    counted. Give each coder a copy.

    Parameters
    ----------
    result
        An `Analysis`, or any object with `articles`, `quotes` (resolved) and `rhetoric`.
    n, seed
        As in `sample`.
    by
        The groups to draw from: a column of `quotes`, `act`, or `outlet`.

    Returns
    -------
    sheet
        One row a quotation, in the order of the analysis: `before`, `text`, `after`, `speaker` (as written), each of
        `actor`, `act` and `kind` with its blank, `note` (for the coder), `title`, `quote_id`, `stratum`, `weight`.

    Raises
    ------
    UnknownName
        `by` is no such column.
    SchemaError
        The quotations are not resolved, or `n` is less than one.

    Examples
    --------
    >>> import newsan as ns
    >>> result = ns.analyse([{"text": "“It rained,” said Mara Ostrell. Then she left."}])
    >>> sheet(result, 1)[["text", "after", "actor", "actor_is", "act"]].values.tolist()
    [['It rained,', '” said Mara Ostrell. Then she left.', 'Mara Ostrell', '', 'report']]
    """
    articles = schema.require(result.articles, "articles").set_index("article_id")
    rows = schema.require(result.quotes, "quotes", resolved=True)
    acts = schema.require(result.rhetoric, "rhetoric", "quote_id", "act")[["quote_id", "act"]]
    rows = rows.merge(acts, on="quote_id", how="left")
    rows["outlet"] = rows["article_id"].map(articles["outlet"])
    rows = sample(rows, n, by=by, seed=seed)
    texts = rows["article_id"].map(articles["text"])
    spans = list(zip(texts, rows["start"], rows["end"], strict=True))
    rows["before"] = [_words(t[:a], -_CONTEXT) for t, a, _ in spans]
    rows["after"] = [_words(t[b:], _CONTEXT) for t, _, b in spans]
    rows["title"] = rows["article_id"].map(articles["title"])
    blanks = [f"{name}_is" for name in AUDITED]
    rows[[*blanks, "note"]] = ""
    asked = [column for pair in zip(AUDITED, blanks, strict=True) for column in pair]
    return rows[["before", "text", "after", "speaker", *asked, "note", "title", "quote_id", "stratum",
                 "weight"]].reset_index(drop=True)  # fmt: skip


def _words(text: str, most: int) -> str:
    """
    Return the first characters of a text on one line, the last where `most` is below 0; words at the cut stay whole.

    Examples
    --------
    >>> _words("It rained and rained", -9), _words("It rained and rained", 8), _words("It rained", 99)
    ('rained', 'It', 'It rained')
    """
    if len(text) <= abs(most):
        return " ".join(text.split())
    kept, beyond = (text[:most], text[most]) if most > 0 else (text[most:], text[most - 1])
    words = kept.split()
    if not beyond.isspace() and not kept[-1 if most > 0 else 0].isspace() and len(words) > 1:
        words = words[:-1] if most > 0 else words[1:]
    return " ".join(words)


def coded(source: pd.DataFrame | str | Path, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Read what a coder filled into a sheet or said in the explorer, as labels that `agreement` and `corrected` take.

    Parameters
    ----------
    source
        A sheet, or its file (CSV, as a spreadsheet saves it); with `quotes`, the table of a coder of
        `explore(result, coder=, sample=)`, `corrections-B.csv`, or what `corrections.read` gives of it.
    quotes
        The quotations that the coder of the explorer was shown.

    Returns
    -------
    labels
        One row a row: `quote_id`, `text`, `stratum`, `weight`, and `actor`, `act` and `kind` by the coder; of
        the explorer `quote_id`, `text`, `stratum` (the act by newsan, by which its sample is drawn) and `act`.

    Undefined
    ---------
    A label is missing where the coder left the blank.

    Raises
    ------
    ReadError
        The file cannot be read.
    SchemaError
        Columns are missing, nothing is filled in, a quotation is there twice, or a cell says what cannot be; the message
        names every row and value.

    Examples
    --------
    >>> drawn = pd.DataFrame({"quote_id": ["q1"], "text": ["Rain"], "stratum": ["report"], "weight": [1.0],
    ...                       "actor": ["Mara Ostrell"], "actor_is": ["ok"], "act": ["report"], "act_is": ["deny"]})
    >>> coded(drawn)[["actor", "act"]].values.tolist()
    [['Mara Ostrell', 'deny']]
    """
    if quotes is not None:
        return _said_in_explorer(source, quotes)
    rows = _read(source)
    judged = rows.drop(columns=list(AUDITED)).rename(columns={f"{c}_is": c for c in AUDITED})
    return judged[[*_DRAWN, *AUDITED]]


def _said_in_explorer(source: pd.DataFrame | str | Path, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the acts in a coder's table of corrections, by quotation."""
    table = corrections.read(source) if isinstance(source, (str, Path)) else source
    acts = schema.require(table, "corrections").query("field == 'act'")
    places = ["article_id", "start", "end"]
    shown = schema.require(quotes, "quotes")[["quote_id", "text", *places]]
    rows = shown.merge(acts[[*places, "was", "value"]], on=places)
    return rows.drop(columns=places).rename(columns={"was": "stratum", "value": "act"})


def audit(source: pd.DataFrame | str | Path) -> pd.DataFrame:
    """
    Measure how often newsan is right, by what a coder filled into a sheet.

    Rows count by their weight, as rare groups are drawn oftener. The interval is Wilson's for as many rows as the
    weights are worth, (Σ w)² / Σ w² (Kish 1965, section 11.7); where all weigh the same these are the rows.

    Parameters
    ----------
    source
        As in `coded`, and refused as there.

    Returns
    -------
    precision
        One row a column (`label` *all*), and one for each act and kind that newsan gave: `n` judged, `right` of them,
        `precision` with `low` and `high` (95 %), `missed`: rows where newsan has no answer and the coder one, and
        `n_effective`: how many rows the weights are worth.

    Undefined
    ---------
    `precision`, `low` and `high` are NaN where no row was judged.

    Examples
    --------
    >>> drawn = pd.DataFrame({"quote_id": ["q1", "q2"], "text": ["Rain", "Snow"], "stratum": "all", "weight": 1.0,
    ...                       "actor": ["Mara Ostrell", None], "actor_is": ["ok", "Toma Brevik"]})
    >>> audit(drawn)[["column", "label", "n", "right", "precision", "missed"]].head(1).values.tolist()
    [['actor', 'all', 1, 1, 1.0, 1]]
    """
    rows = _read(source)
    precisions = []
    for column in AUDITED:
        judged = rows.dropna(subset=[f"{column}_is"])
        precisions.append({"column": column, "label": "all"} | _precision(judged, column))
        if column in _CLOSED:
            precisions += [{"column": column, "label": label} | _precision(own, column)
                     for label, own in judged.groupby(column)]  # fmt: skip
    return pd.DataFrame(precisions)


def agreements(a: pd.DataFrame | str | Path, b: pd.DataFrame | str | Path) -> dict[str, Agreement]:
    """
    Measure how far two coders agree who filled in copies of one sheet: `Agreement` by column that both judged.

    `a` and `b`, and what is refused, are as in `coded`; a `SchemaError` also says that the sheets are of different draws.

    Examples
    --------
    >>> drawn = pd.DataFrame({"quote_id": ["q1", "q2"], "text": ["Rain", "Snow"], "stratum": "all", "weight": 1.0,
    ...                       "act": "report", "act_is": ["ok", "deny"]})
    >>> agreements(drawn, drawn.assign(act_is="ok"))["act"].share
    0.5
    """
    one, other = coded(a), coded(b)
    both = one.merge(other, on="quote_id", suffixes=("", "_b"))
    differ = both[both["text"] != both["text_b"]]
    if both.empty or len(differ):
        which = f": quotation {differ['quote_id'].iloc[0]} has other words" if len(differ) else ""
        raise SchemaError(f"{_name(a)} and {_name(b)} are of different draws{which}. Give copies of one sheet.")  # fmt: skip
    is_judged = both[list(AUDITED)].notna() & both[[f"{c}_b" for c in AUDITED]].notna().to_numpy()
    return {c: agreement(one, other, c) for c in AUDITED if is_judged[c].any()}


def _precision(rows: pd.DataFrame, column: str) -> dict[str, float]:
    """Return how often newsan is right in judged rows."""
    given = rows.dropna(subset=[column])
    is_right, weight = given[column] == given[f"{column}_is"], given["weight"]
    n, share = 0.0, float("nan")
    if len(given):
        n = float(weight.sum() ** 2 / (weight**2).sum())
        share = float(weight[is_right].sum() / weight.sum())
    low, high = wilson(share * n if n else 0, n)
    missed = rows[column].isna() & (rows[f"{column}_is"] != NOTHING)
    return {"n": len(given), "right": int(is_right.sum()), "precision": share,
            "low": low, "high": high, "missed": int(missed.sum()), "n_effective": n}  # fmt: skip


def _name(source: pd.DataFrame | str | Path) -> str:
    return "the sheet" if isinstance(source, pd.DataFrame) else Path(source).as_posix()


def _read(source: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Return a sheet with the coder's labels in its blanks; refuse what is none, all faults at once."""
    schema.readable(source, "a sheet")
    name = _name(source)
    if isinstance(source, pd.DataFrame):
        rows = source.reset_index(drop=True).astype("object")
    else:  # cells that are blank in all rows make no column
        rows = read_rows(source).map(spreadsheet.cell)
    if lacking := [c for c in _DRAWN if c not in rows]:
        raise SchemaError(f"{name}: columns missing: {', '.join(lacking)}. A sheet has those that "
                          "`newsan sample` wrote: fill in the blanks and leave the others.")  # fmt: skip
    rows = rows.reindex(columns=[*_DRAWN, *(f"{c}{end}" for c in AUDITED for end in ("", "_is"))])
    rows = rows.map(lambda v: None if is_missing(v) or not str(v).strip() else str(v))
    rows = rows.astype("object").where(rows.notna(), None)
    faults = [f"row {i + 2}: quotation {q!r} is there twice: keep one"
              for i, q in rows.loc[rows["quote_id"].duplicated(), "quote_id"].items()]  # fmt: skip
    # some spreadsheets save a decimal comma
    weights = pd.to_numeric(rows["weight"].str.replace(",", "."), errors="coerce")
    faults += [f"row {i + 2}: weight is {rows['weight'][i]!r}, not a number above 0: copy it from the sheet as drawn"
               for i in weights.index[~(weights > 0)]]  # fmt: skip
    for column in AUDITED:
        known = {v.casefold(): v for v in [*_CLOSED.get(column, ()), *rows[column].dropna()]}
        labels = []
        for i, (given, said) in enumerate(zip(rows[column], rows[f"{column}_is"], strict=True)):
            label, fault = _label(column, given, said, known)
            labels.append(label)
            faults += [f"row {i + 2}: {column}_is: {fault}"] if fault else []
        rows[f"{column}_is"] = pd.Series(labels, rows.index, dtype="object")
    if faults:
        raise SchemaError(f"{name}: {all_of(faults)}")
    if rows[[f"{c}_is" for c in AUDITED]].isna().all(axis=None):
        raise SchemaError(f"{name}: nothing is filled in. Write {RIGHT}, {NOTHING} or what is right into "
                          f"{', '.join(f'{c}_is' for c in AUDITED)}.")  # fmt: skip
    return rows.assign(weight=weights)


def _label(
    column: str, given: str | None, said: str | None, known: dict[str, str]
) -> tuple[str | None, str | None]:
    """
    Return the label that a coder's cell means, or what is wrong with the cell.

    Examples
    --------
    >>> _label("act", "deny", " OK", {"deny": "deny"}), _label("actor", None, "mara  ostrell", {})
    (('deny', None), ('mara ostrell', None))
    """
    if said is None:
        return None, None
    folded = " ".join(said.casefold().split())
    if folded == RIGHT:
        wrong = f"{RIGHT!r}, but newsan says nothing there: write what is right, or {NOTHING}"
        return given, wrong if given is None else None
    if folded == NOTHING:
        return NOTHING, None
    if column in _CLOSED and folded not in _CLOSED[column]:
        return None, str(unknown_name(column, said, [*_CLOSED[column], RIGHT, NOTHING]))
    # a name that newsan has not is compared without its case
    return known.get(folded, folded), None
