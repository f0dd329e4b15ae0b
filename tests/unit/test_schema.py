"""One declaration of every frame, and errors that say all that is wrong at once."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema
from newsan.errors import SchemaError, UnknownName


@pytest.mark.parametrize("name", sorted(schema.FRAMES))
def test_an_empty_frame_of_every_schema_is_valid_with_all_columns(name: str) -> None:
    empty = schema.check(schema.build([], name, optional=True), name)
    assert list(empty.columns) == schema.names(name, optional=True)
    for column in schema.columns(name):
        if column.dtype != schema.GEOMETRY:
            assert str(empty.dtypes[column.name]) == column.dtype


@pytest.mark.parametrize("name", sorted(schema.FRAMES))
def test_every_column_has_a_meaning_and_numbers_their_unit_or_range(name: str) -> None:
    for column in schema.columns(name):
        assert column.meaning
        if column.name.endswith("_km"):
            assert column.unit == "kilometre"
        if column.name.startswith("n_"):
            assert column.low is not None


def test_all_faults_stand_in_one_message() -> None:
    frame = pd.DataFrame({"source": ["a", None], "kind": ["unreadable", "odd"]})
    with pytest.raises(SchemaError) as error:
        schema.check(frame, "problems")
    message = str(error.value)
    assert "column 'problem' is missing" in message
    assert "'source'" in message
    assert "['odd']" in message


def test_further_columns_and_any_index_are_fine() -> None:
    frame = schema.build([{"source": "a", "problem": "b", "kind": "repaired"}], "problems")
    frame = frame.assign(extra=1).set_axis([7])
    assert schema.check(frame, "problems") is frame


def test_build_keeps_missing_missing() -> None:
    frame = schema.build([{"topic": "rain", "position": "asserts", "n": 1}], "claims")
    assert frame.isna().sum().to_dict() == {
        "topic": 0, "actor_id": 1, "position": 0, "n": 0, "first_said_on": 1, "quote_id": 1}  # fmt: skip


def test_what_is_no_frame_and_what_is_no_schema() -> None:
    with pytest.raises(SchemaError, match="got list, expected a DataFrame"):
        schema.check([], "quotes")
    with pytest.raises(UnknownName, match="Did you mean 'quotes'"):
        schema.columns("quote")
