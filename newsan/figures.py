"""The house look and the only way to save: same input, same bytes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import lexicons, writing
from newsan.errors import ReadError, SchemaError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RECORD = "figures.json"
_NAME_MARK = 'name = "newsan"'
_PANDAS_OPTIONS = {
    "display.max_colwidth": 70,
    "display.max_rows": 40,
    "display.max_columns": 20,
    "display.width": 120,
    "display.precision": 2,
    "display.show_dimensions": False,
}


def setup() -> None:
    """
    Set the house look: matplotlib style, inline SVG that repeats byte for byte, pandas display.

    In a notebook, figures are shown as SVG without a date, so that running it again changes
    nothing; anywhere else only the style and the display options are set.

    Examples
    --------
    >>> setup()
    >>> import matplotlib
    >>> matplotlib.rcParams["svg.hashsalt"]
    'newsan'
    """
    import matplotlib as mpl

    with style() as path:
        mpl.rcParams.update(mpl.rc_params_from_file(path, use_default_template=False))
    for name, value in _PANDAS_OPTIONS.items():
        pd.set_option(name, value)
    _show_svg_inline()


def _show_svg_inline() -> None:
    """Ask a running notebook kernel for dateless SVG; do nothing outside one."""
    with contextlib.suppress(ImportError):
        from IPython import get_ipython

        if hasattr(get_ipython(), "kernel"):
            from matplotlib_inline.backend_inline import set_matplotlib_formats

            set_matplotlib_formats("svg", metadata={"Date": None})


def root(start: str | Path | None = None) -> Path:
    """
    Find the repository root from any folder inside it.

    Parameters
    ----------
    start
        Where to begin; by default the working directory, and then the folder of the library.

    Returns
    -------
    folder
        The nearest folder upwards whose `pyproject.toml` is newsan's.

    Raises
    ------
    ReadError
        There is none: newsan was installed without its repository.

    Examples
    --------
    >>> (root() / "newsan").is_dir()
    True
    """
    begins = [Path(start)] if start is not None else [Path.cwd(), Path(__file__).parent]
    for begin in begins:
        for folder in [begin.resolve(), *begin.resolve().parents]:
            project = folder / "pyproject.toml"
            if project.is_file() and _NAME_MARK in project.read_text(encoding="utf-8"):
                return folder
    raise ReadError(
        f"No newsan repository at or above {begins[0]}: work inside a checkout, or pass folder=."
    )


def save(
    drawn: Axes | Figure,
    name: str,
    *,
    folder: str | Path | None = None,
    inputs: Mapping[str, pd.DataFrame] | None = None,
) -> Path:
    """
    Save a figure as SVG and record it, so that the same figure gives the same bytes.

    Text stays text, ids come from a fixed salt and no date is written. `figures.json` beside it
    gets one entry a figure: hash, notebook number (the digits before the first hyphen of the
    name), versions and the hashes of the frames behind it.

    Parameters
    ----------
    drawn
        A figure, or any Axes of it.
    name
        File name without ending, such as "02-polarity".
    folder
        Where to write; by default `figures/` of the repository.
    inputs
        Frames the figure was drawn from, by name; their hashes are recorded.

    Returns
    -------
    path
        The file written.

    Raises
    ------
    SchemaError
        The name is empty or holds a path separator.
    ReadError
        No folder is given and newsan is not run from its repository.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Figure(), "00-empty", folder=folder).name
    '00-empty.svg'
    """
    if not name or Path(name).name != name:
        raise SchemaError(f"Not a figure name: {name!r}. Give a plain name such as '02-polarity'.")
    target = Path(folder) if folder is not None else root() / "figures"
    drawn_as = svg(drawn)
    with writing.together(target, "the figure") as fresh:
        saved = fresh / f"{name}.svg"
        saved.write_text(drawn_as, encoding="utf-8", newline="")
        text = _record(target / RECORD, name, saved, inputs or {})
        (fresh / RECORD).write_text(text, encoding="utf-8", newline="")
    return target / saved.name


def svg(drawn: Axes | Figure) -> str:
    """Return a figure as SVG: text stays text, ids come from a fixed salt, and no date is written."""
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "newsan", "svg.fonttype": "none"}):
        _figure_of(drawn).savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


@contextlib.contextmanager
def style() -> Iterator[Path]:
    """Yield the house look as a file of matplotlib parameters."""
    with resources.as_file(lexicons.file("newsan.mplstyle")) as path:
        yield path


def _figure_of(drawn: Axes | Figure) -> Figure:
    from matplotlib.axes import Axes

    figure = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    if figure is None:
        raise SchemaError("These Axes belong to no figure any more: draw them again.")
    return figure


def _record(path: Path, name: str, saved: Path, inputs: Mapping[str, pd.DataFrame]) -> str:
    """Return the record at a path with one figure's entry, keys sorted."""
    import matplotlib as mpl

    import newsan

    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    prefix = name.split("-", 1)[0]
    known[name] = {
        "file": saved.name,
        "sha256": writing.sha256(saved),
        "notebook": prefix if prefix.isdigit() else None,
        "versions": {
            "matplotlib": mpl.__version__,
            "newsan": newsan.__version__,
            "pandas": pd.__version__,
        },
        "inputs": {key: frame_hash(frame) for key, frame in sorted(inputs.items())},
    }
    return json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def frame_hash(frame: pd.DataFrame) -> str:
    """
    Hash a frame's columns and values (as CSV, index left out).

    Examples
    --------
    >>> frame_hash(pd.DataFrame({"n": [1]})) == frame_hash(pd.DataFrame({"n": [1]}, index=[5]))
    True
    """
    text = pd.DataFrame(frame).to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
