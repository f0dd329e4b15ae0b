"""What `study.toml` may say, and what is wrong with what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from newsan.errors import SchemaError, unknown_name


class Settings(NamedTuple):
    """The settings of a study, blank where the file says nothing."""

    title: str = ""
    window: tuple[float, float, float, float] | None = None
    home_countries: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def checked(written: dict[str, Any], path: Path) -> Settings:
    """
    Return the settings of a study, checked.

    Parameters
    ----------
    written
        The keys and values of the file.
    path
        The file, for messages.

    Raises
    ------
    SchemaError
        A key is unknown, or a value is not what it should be.

    Examples
    --------
    >>> checked({"title": "The dam", "home_countries": ["SE"]}, Path("study.toml")).home_countries
    ('SE',)
    >>> checked({"title": 1}, Path("study.toml"))
    Traceback (most recent call last):
    ...
    newsan.errors.SchemaError: study.toml: title is 1; it should be words in quotation marks.
    """
    for key, value in written.items():
        if key not in _RIGHT:
            raise SchemaError(f"{path}: {unknown_name('setting', key, _RIGHT)}")
        is_right, what = _RIGHT[key]
        if not is_right(value):
            raise SchemaError(f"{path}: {key} is {value!r}; it should be {what}.")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in written.items()}
    return Settings(**values)


def _is_window(value: Any) -> bool:
    if not isinstance(value, list) or [type(v) in (int, float) for v in value] != [True] * 4:
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _are_codes(value: Any) -> bool:
    return _are_names(value) and all(len(v) == 2 and v.isalpha() and v.isupper() for v in value)


_RIGHT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: isinstance(value, str), "words in quotation marks"),
    "window": (_is_window, "west, south, east and north in degrees, as [17.5, 59.0, 18.5, 59.6]"),
    "home_countries": (
        _are_codes,
        'a list of two-letter codes of countries, as ["SE", "NO"]',
    ),
    "outlets": (_are_names, 'a list of names, as ["The Tamm Courier"]'),
}
