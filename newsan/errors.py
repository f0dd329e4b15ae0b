"""The few things that can go wrong, each a subclass of the builtin a reader expects.

A message says what is wrong, where (file and record, or column and rows), the value given and what
would be right.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

_WORDS_IN_A_NAME = 6  # what has more is no name of a file
_SHOWN = 20  # names or faults in one message


class NewsanError(Exception):
    """Anything newsan raises on purpose; catch this to catch all of them."""


class SchemaError(NewsanError, ValueError):
    """A frame does not have the columns, dtypes or ranges its schema names."""


class ReadError(NewsanError, ValueError):
    """A file or record could not be read as an article."""


class NoSuchSource(ReadError, FileNotFoundError):
    """The file, folder or glob that should be read is not there."""


class WriteError(NewsanError, OSError):
    """A file or folder could not be written."""


class UnknownName(NewsanError, KeyError):
    """A name (column, place, topic, option) that newsan does not know."""

    def __str__(self) -> str:
        """Return the message itself: `KeyError` would show it quoted."""
        return str(self.args[0]) if self.args else ""


class MissingExtra(NewsanError, ImportError):
    """An optional package is needed and is not installed."""


def unknown_name(what: str, name: object, known: Iterable[str]) -> UnknownName:
    """
    Build an `UnknownName` for a name of a kind ("scorer"), with the nearest of those that would be right.

    Examples
    --------
    >>> print(unknown_name("scorer", "textblop", ["textblob", "vader"]))
    Unknown scorer 'textblop'. Did you mean 'textblob'? Known: textblob, vader.
    """
    names = sorted(str(k) for k in known)
    near = difflib.get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    return UnknownName(f"Unknown {what} {name!r}.{hint} Known: {shown}.")


def not_there(what: str, path: object) -> NoSuchSource:
    """
    Build a `NoSuchSource` for a path where nothing is, with the name in its folder that comes nearest.

    A web address and a whole text are told from a path.

    Examples
    --------
    >>> print(not_there("the table of topics", "https://lamp.example/topics.csv"))
    https://lamp.example/topics.csv is an address: newsan never goes online. Save the page and give its file.
    """
    words = str(path)
    if "://" in words or words.startswith(("http:/", "https:/", "www.")):
        return NoSuchSource(
            f"{words} is an address: newsan never goes online. Save the page and give its file."
        )
    is_sentence = len(words.split()) > 1 and words.rstrip("”\"’'").endswith((".", "!", "?"))
    if len(words.split()) > _WORDS_IN_A_NAME or "\n" in words or is_sentence:
        return NoSuchSource(
            f'{words.strip()[:40]!r}... is a text, not a path: give it as newsan.articles.read([{{"text": text}}]).'
        )
    place = Path(words).expanduser()
    beside = [p.name for p in place.parent.iterdir()] if place.parent.is_dir() else []
    near = difflib.get_close_matches(place.name, beside, n=1, cutoff=0.7)
    hint = f" Did you mean {place.with_name(near[0]).as_posix()!r}?" if near else ""
    return NoSuchSource(f"There is no {what.removeprefix('the ')} at {place.as_posix()}.{hint}")


def no_attribute(owner: str, name: str, known: Iterable[str]) -> AttributeError:
    """
    Build an `AttributeError` that names the nearest attribute.

    Examples
    --------
    >>> print(no_attribute("module 'newsan'", "analyze", ["analyse", "quotes"]))
    module 'newsan' has no attribute 'analyze'. Did you mean 'analyse'?
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.55)
    hint = f"Did you mean {near[0]!r}?" if near else f"It has {', '.join(names)}."
    return AttributeError(f"{owner} has no attribute {name!r}. {hint}")


@contextlib.contextmanager
def extra_for(purpose: str, package: str, extra: str) -> Iterator[None]:
    """
    Raise `MissingExtra`, which says what to install, where an import within fails.

    Examples
    --------
    >>> with extra_for("read .html files", "trafilatura", "web"):
    ...     import no_such_package
    Traceback (most recent call last):
    ...
    newsan.errors.MissingExtra: To read .html files newsan needs trafilatura: pip install "newsan[web]".
    """
    try:
        yield
    except ImportError:
        message = f'To {purpose} newsan needs {package}: pip install "newsan[{extra}]".'
        raise MissingExtra(message) from None


def all_of(faults: list[str]) -> str:
    """
    Write all faults of a table in one message, the first of many and how many more there are.

    Examples
    --------
    >>> all_of([f"row {n}" for n in range(22)])
    'row 0; row 1; ...; row 19; and 2 more'
    """
    more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    return "; ".join([*faults[:_SHOWN], *more])


def unreadable(problems: list[dict[str, str]]) -> ReadError:
    """
    Build a `ReadError` that lists inputs and what is wrong with them, the first of them.

    Examples
    --------
    >>> print(unreadable([{"source": "record 1", "problem": "no text"}]))
    1 of the inputs could not be read:
      record 1: no text
    Mend them, or pass bad="report" to read the rest.
    """
    lines = [f"  {p['source']}: {p['problem']}" for p in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"  and {len(problems) - _SHOWN} more")
    head = f"{len(problems)} of the inputs could not be read:"
    remedy = 'Mend them, or pass bad="report" to read the rest.'
    return ReadError("\n".join([head, *lines, remedy]))


_REMEDIES = {
    errno.EISDIR: "that is a folder, name a file in it",
    errno.EEXIST: "that is a file, name a folder",
    errno.ENOTDIR: "a file stands where a folder should, name another",
}


@contextlib.contextmanager
def writing(what: str, path: object) -> Iterator[None]:
    """
    Raise a `WriteError` that says which path could not be written, and why, in place of an `OSError`.

    Examples
    --------
    >>> with writing("the report", "out/report.html"):
    ...     raise IsADirectoryError(21, "Is a directory")
    Traceback (most recent call last):
    ...
    newsan.errors.WriteError: Cannot write the report to out/report.html: that is a folder, name a file in it.
    """
    try:
        yield
    except WriteError:  # it is said already
        raise
    except OSError as error:
        why = _REMEDIES.get(error.errno or 0) or error.strerror or str(error)
        raise WriteError(f"Cannot write {what} to {path}: {why}.") from None
