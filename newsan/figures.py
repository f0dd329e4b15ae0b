"""The house look and the only way to save: same input, same bytes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import newsan
from newsan import lexicons, writing
from newsan.errors import ReadError, SchemaError, unknown_name

RECORD = "figures.json"
_KINDS: dict[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None}}, "pdf": {"metadata": {"CreationDate": None}},
    "tiff": {"dpi": 600, "pil_kwargs": {"compression": "tiff_lzw"}}, "png": {"dpi": 288},
}  # fmt: skip
_WORDS = ("font", "axes", "xtic", "ytic", "lege")  # whose sizes in the style file are sizes of type
# What Windows does not take in the name of a file, and the names of its devices.
_NOT_IN_NAMES = set('<>:"/\\|?*')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}
_NAME_MARK = 'name = "newsan"'
_PANDAS_OPTIONS: dict[str, Any] = {"max_colwidth": 70, "max_rows": 40, "max_columns": 20, "width": 120,
                                   "precision": 2, "show_dimensions": False}  # fmt: skip


class Style(NamedTuple):
    """How wide a new figure is, in inches (`None`: as its chart asks), and how large its words are."""

    width: float | None = None
    scale: float = 1.0  # of the sizes of the house look
    least: float = 0.0  # points
    is_new: bool = False  # a figure of our own, which may be made taller


# Paper as it is printed: a page of 180 mm or a column of 85, no letter under 6 points. Slides are half as
# wide as a wall of 13.33 inches, which shows them at twice the size.
STYLES = {"paper": Style(180 / 25.4, 0.85, 6.0), "paper-column": Style(85 / 25.4, 0.75, 6.0),
          "slides": Style(13.33 / 2, 1.3)}  # fmt: skip
_SCREEN = Style()
_DRAWN_IN: ContextVar[Style] = ContextVar("_DRAWN_IN")


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
    with style() as path:
        mpl.rcParams.update(mpl.rc_params_from_file(path, use_default_template=False))
    for name, value in _PANDAS_OPTIONS.items():
        pd.set_option(f"display.{name}", value)
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
    Find the root of newsan's repository: the nearest folder upwards whose `pyproject.toml` is newsan's.

    The search begins at `start`, by default in the working directory and then in the folder of the library. A
    `ReadError` says that newsan was installed without its repository.

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


_SETTLES = 6  # times a figure is drawn at most until two are alike


def save(
    drawn: Axes | Figure,
    name: str,
    *,
    folder: str | Path | None = None,
    inputs: Mapping[str, pd.DataFrame] | None = None,
    kind: str = "svg",
) -> Path:
    """
    Save a figure and record it, so that the same figure gives the same bytes.

    In SVG and PDF text stays text, and no date is written. `figures.json` beside it gets one entry
    a figure: hash, notebook number (the digits before the first hyphen of the name), versions and
    the hashes of the frames behind it. Returned is the file written.

    Parameters
    ----------
    drawn
        A figure, or any Axes of it.
    name
        File name without ending, such as "02-polarity".
    folder
        Where to write; by default `figures/` of newsan's repository if the working directory lies in it, else the
        working directory.
    inputs
        Frames the figure was drawn from, by name; their hashes are recorded.
    kind
        "svg", "pdf", "tiff" (600 dots an inch, as journals ask for) or "png" (288).

    Raises
    ------
    SchemaError
        The name is empty or one that some system takes for no file: "a/b", "a:b", "con".
    UnknownName
        Figures are not saved as `kind`.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Figure(), "00-empty", folder=folder).name
    '00-empty.svg'
    """
    device = name.split(".")[0].strip().lower() in _DEVICES
    if device or not name.strip(" .") or not name.isprintable() or set(name) & _NOT_IN_NAMES:
        raise SchemaError(f"Not a figure name: {name!r}. Give a plain name such as '02-polarity', and the "
                          "folder as folder=.")  # fmt: skip
    if kind not in _KINDS:
        raise unknown_name("kind of file", kind, _KINDS)
    target = Path(folder) if folder is not None else _here()
    content = _draw_bytes(drawn, kind)
    with writing.together(target, "the figure") as fresh:
        saved = fresh / f"{name}.{kind}"
        saved.write_bytes(content)
        text = _extend_record(
            target / RECORD, name if kind == "svg" else saved.name, saved, inputs or {}
        )
        (fresh / RECORD).write_text(text, encoding="utf-8", newline="")
    return target / saved.name


def _here() -> Path:
    """Return where a figure goes that is given no folder."""
    with contextlib.suppress(ReadError):
        return root(Path.cwd()) / "figures"
    return Path.cwd()


def svg(drawn: Axes | Figure) -> str:
    """Return a figure as SVG: text stays text, ids come from a fixed salt, and no date is written."""
    return _draw_bytes(drawn, "svg").decode("utf-8")


def _draw_bytes(drawn: Axes | Figure, kind: str) -> bytes:
    figure, found, before = _figure_of(drawn), b"", None
    with mpl.rc_context({"svg.hashsalt": "newsan", "svg.fonttype": "none", "pdf.fonttype": 42}):
        for _ in range(_SETTLES):  # a layout starts from the one before, and comes to rest
            if found == before:
                break
            out, before = io.BytesIO(), found
            figure.savefig(out, format=kind, **_KINDS[kind])
            found = out.getvalue()
    return found


@contextlib.contextmanager
def style() -> Iterator[Path]:
    """Yield the house look as a file of matplotlib parameters."""
    with resources.as_file(lexicons.file("newsan.mplstyle")) as path:
        yield path


@contextlib.contextmanager
def restored() -> Iterator[None]:
    """Take back at the end what `use` sets."""
    before = _DRAWN_IN.set(_SCREEN)
    try:
        with mpl.rc_context():
            yield
    finally:
        _DRAWN_IN.reset(before)


def use(name: str | None, *, is_new: bool) -> Style:
    """Set the style that is drawn in; `None` leaves the look as it is."""
    if name is not None and name not in STYLES:
        raise unknown_name("style", name, STYLES)
    _DRAWN_IN.set(STYLES.get(name or "", _SCREEN)._replace(is_new=is_new))
    if name is not None:
        with style() as path:
            look: dict[Any, Any] = dict(mpl.rc_params_from_file(path, use_default_template=False))
        mpl.rcParams.update(
            {k: pt(v) if k.endswith("size") and k[:4] in _WORDS else v for k, v in look.items()}
        )
    return drawn_in()


def drawn_in() -> Style:
    """Return the style that is drawn in."""
    return _DRAWN_IN.get(_SCREEN)


def pt(size: float) -> float:
    """
    Return a size of type, in points, as the style that is drawn in has it.

    Examples
    --------
    >>> pt(7)
    7.0
    """
    return max(drawn_in().least, size * drawn_in().scale)


def _figure_of(drawn: Axes | Figure) -> Figure:
    figure = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    if figure is None:
        raise SchemaError("These Axes belong to no figure any more: draw them again.")
    return figure


def _extend_record(path: Path, name: str, saved: Path, inputs: Mapping[str, pd.DataFrame]) -> str:
    """Return the record at a path with one figure's entry, keys sorted."""
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    prefix = name.split("-", 1)[0]
    known[name] = {
        "file": saved.name,
        "sha256": writing.sha256(saved),
        "notebook": prefix if prefix.isdigit() else None,
        "versions": {module.__name__: module.__version__ for module in (mpl, newsan, pd)},
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
