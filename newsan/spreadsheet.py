"""CSV for people: a spreadsheet that opens it shows what the cells say and runs none of it."""

from __future__ import annotations

import csv
import re
from typing import Any

import pandas as pd

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write(frame: pd.DataFrame, *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    """
    Write a frame, without its index, as CSV whose words no spreadsheet runs.

    An apostrophe goes before words that begin as a formula does; numbers stay as they are.
    `cell` takes it away again. `quoting` is as `DataFrame.to_csv` has it.

    Examples
    --------
    >>> print(write(pd.DataFrame({"title": ["=1+1", "Rain"], "polarity": [-0.5, 0.5]})))
    title,polarity
    '=1+1,-0.5
    Rain,0.5
    <BLANKLINE>
    """
    made = {}
    for name, column in frame.items():
        if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind in "OTU":
            values = column.tolist()
            safe = [_safe(v) for v in values]
            # a bare carriage return would end the line, and what follows it begin a cell
            if any(isinstance(v, str) and "\r" in v for v in values):
                quoting = csv.QUOTE_NONNUMERIC
            made[name] = column if safe == values else pd.Series(safe, column.index, dtype="object")
    named = frame.assign(**made).rename(columns=_safe)
    return str(named.to_csv(index=False, lineterminator="\n", quoting=quoting))


def cell(value: Any) -> Any:
    """
    Return the words of a cell that `write` has written.

    Examples
    --------
    >>> cell("'=1+1"), cell("'Rain'"), cell(None)
    ('=1+1', "'Rain'", None)
    """
    is_safe = isinstance(value, str) and value[:1] == "'" and _FORMULA.match(value)
    return value[1:] if is_safe else value


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
