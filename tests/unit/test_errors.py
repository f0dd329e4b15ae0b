"""Errors are what a reader expects them to be."""

from __future__ import annotations

import pytest

from newsan import errors


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.SchemaError, ValueError),
        (errors.ReadError, ValueError),
        (errors.NoSuchSource, FileNotFoundError),
        (errors.UnknownName, KeyError),
        (errors.MissingExtra, ImportError),
    ],
)
def test_every_error_is_newsans_and_a_builtin(error: type, builtin: type) -> None:
    with pytest.raises(builtin, match="rain"):
        raise error("rain")
    assert issubclass(error, errors.NewsanError)


def test_an_unknown_name_is_not_quoted_and_names_its_like() -> None:
    made = errors.unknown_name("place", "Sudja", ["Sudzha", "Sumy"])
    assert str(made) == "Unknown place 'Sudja'. Did you mean 'Sudzha'? Known: Sudzha, Sumy."


def test_a_long_list_of_names_is_cut() -> None:
    assert str(errors.unknown_name("n", "x", [f"a{i:02d}" for i in range(30)])).endswith(
        "a19, ...."
    )
