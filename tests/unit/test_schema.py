"""One declaration of every frame, and errors that say all that is wrong at once."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema
from newsan.errors import SchemaError, UnknownName
from newsan.schema.frames import ALL

VARIANTS = ("first", "same", "cut", "fuller", "altered")


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


def test_columns_of_one_name_and_kind_allow_the_same_values() -> None:
    columns = [c for own in ALL.values() for c in own if c.allowed]
    for name, allowed in (("position", schema.POSITIONS), ("variant", VARIANTS)):
        assert {c.allowed for c in columns if c.name == name} == {allowed}


def test_all_faults_stand_in_one_message() -> None:
    frame = pd.DataFrame(
        {"source": ["a", None], "problem": [1.5, 2], "kind": ["unreadable", "odd"]}
    )
    with pytest.raises(SchemaError) as error:
        schema.check(frame, "problems")
    message = str(error.value)
    assert "column 'source' has no value in row 1" in message
    assert "column 'problem' is float64" in message
    assert "has 'odd' in row 1" in message


def test_a_dtype_that_could_be_used_is_not_what_newsan_makes() -> None:
    frame = schema.build(
        [{"topic": "rain", "actor_id": "a", "position": "asserts", "n": 1}], "claims"
    )
    assert schema.require(frame.astype({"n": "float64"}), "claims") is not frame
    with pytest.raises(SchemaError, match="column 'n' is float64, expected int64"):
        schema.check(frame.astype({"n": "float64"}), "claims")


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


def quotes(**changed: object) -> pd.DataFrame:
    row = {"quote_id": "q1", "attribution_id": "t1", "article_id": "a", "kind": "direct", "text": "rained",
           "start": 3, "end": 9, "is_speech": True, "confidence": 1.0}  # fmt: skip
    return schema.build([row], "quotes").assign(**changed)


ARTICLES = schema.build([{"article_id": "a", "text": "It rained.", "n_words": 2, "source": "s", "sha256": "0"}],
                        "articles")  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "name", "wanted"),
    [
        ("It rained.", "articles", "got str, expected a DataFrame. For a text of your own: newsan.articles.read"),
        (None, "quotes", "got NoneType, expected a DataFrame. Run newsan.quotes.find"),
        (ARTICLES, "quotes", "this is the 'articles' frame"),
        (ARTICLES, "quotes", "Run newsan.quotes.find(articles) first"),
        (quotes().drop(columns="start"), "quotes", "column 'start' is missing (First character of the words)"),
        (quotes().rename(columns={"text": "Text"}), "quotes", "rename 'Text' to it"),
        (quotes().rename(columns={"confidence": "confidense"}), "quotes", "rename 'confidense' to it"),
        (quotes(start=[3.5]), "quotes", "column 'start' is float64; row 0 has"),
        (quotes(start=[3.5]), "quotes", "should hold whole numbers"),
        (quotes(start=[9], end=[3]), "quotes", "'start' and 'end' have 9:3 in row 0: the start comes first"),
        (quotes(start=[-1]), "quotes", "column 'start' has -1 in row 0 and should be 0 or more"),
        (quotes(kind=["shouted"]), "quotes", "should be one of direct, mixed, indirect"),
        (quotes(article_id=[None]), "quotes", "column 'article_id' has no value in row 0"),
        (quotes(text=[b"rained"]), "quotes", "should hold text"),
        (quotes(is_speech=["yes"]), "quotes", "should hold True or False"),
        (pd.concat([quotes(), quotes().set_axis([4])]), "quotes", "column 'quote_id' has 'q1' in row 4 and should be "
         "there once"),
        (quotes(speaker_start=[4]), "quotes", "'speaker_start' and 'speaker_end' have 4:<NA> in row 0"),
        (ARTICLES.assign(published=["2031-05-02"]), "articles", "should hold times with a time zone"),
        (quotes().assign(actor_id=[7]), "quotes", "column 'actor_id' is int64; row 0 has"),
    ],
)  # fmt: skip
def test_what_is_not_usable_is_named_with_its_row_and_the_remedy(frame, name, wanted) -> None:
    with pytest.raises(SchemaError) as error:
        schema.require(frame, name)
    assert wanted in str(error.value)


def test_quotations_without_actors_are_told_to_resolve_first() -> None:
    with pytest.raises(
        SchemaError, match=r"'actor_id' is missing .* Run newsan\.actors\.resolve\("
    ):
        schema.require(quotes(), "quotes", resolved=True)


def test_what_can_be_used_as_it_is_meant_is_taken_so() -> None:
    given = quotes(
        start=[3.0],
        text=pd.Series(["rained"], dtype="object"),
        cue_start=[pd.NA],
        speaker=[float("nan")],
    )
    taken = schema.require(given, "quotes")
    assert taken.dtypes[["start", "text", "cue_start"]].astype("str").tolist() == [
        "int64",
        "str",
        "Int64",
    ]
    assert given.dtypes["start"] == "float64"
    exact = quotes()
    assert schema.require(exact, "quotes") is exact
    some = pd.DataFrame({"article_id": ["a"], "text": ["Rain."], "published": ["never looked at"]})
    assert schema.require(some, "articles", "article_id", "text") is some


def test_a_geometry_of_another_projection_is_brought_home() -> None:
    import geopandas as gpd
    from shapely.geometry import Point

    row = {"mention_id": "m", "article_id": "a", "start": 0, "end": 2, "name": "It", "kind": "settlement",
           "geometry": Point(10.0, 50.0)}  # fmt: skip
    made = schema.build([row], "mentions")
    back = schema.require(made.to_crs("EPSG:3857"), "mentions")
    assert back.crs == "EPSG:4326"
    assert back.geometry.iloc[0].distance(Point(10, 50)) < 1e-6
    assert isinstance(schema.require(pd.DataFrame(made), "mentions"), gpd.GeoDataFrame)
    with pytest.raises(SchemaError, match="no place on earth in row 0"):
        schema.require(made.assign(geometry=[Point(float("inf"), 0)]), "mentions")


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"article_id": ["b"]}, "rows of 1 articles that are not given: b"),
        ({"end": [99]}, "row 0 ends at 99, and article 'a' has 10 characters"),
        ({"text": ["snowed"]}, "row 0 has 'snowed' where article 'a' has 'rained'"),
    ],
)
def test_rows_that_do_not_stand_in_their_article_are_named(changed, wanted) -> None:
    schema.stand_in(quotes(), "quotes", ARTICLES)
    with pytest.raises(SchemaError) as error:
        schema.stand_in(quotes(**changed), "quotes", ARTICLES)
    assert wanted in str(error.value)


def test_rows_of_other_articles_may_be_left_alone() -> None:
    schema.stand_in(quotes(article_id=["b"]), "quotes", ARTICLES, whole=False)


def test_a_frame_of_ones_own_needs_its_columns_and_numbers() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'polarity'"):
        schema.need_columns(pd.DataFrame({"polarity": [1.0]}), "polarty")
    with pytest.raises(SchemaError, match="row 1 has 'much', and should hold numbers"):
        schema.need_columns(pd.DataFrame({"v": [1, "much"]}), "v", numbers="v")
