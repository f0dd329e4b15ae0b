"""Corrections: read, refused with their line, applied by place and words, and kept."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsan as ns
from newsan import corrections, schema
from newsan.errors import NoSuchSource, ReadError, SchemaError, UnknownName, WriteError

HEAD = "article_id,start,end,text,field,value,name,was,note\n"
TEXT = "“The river rose,” she said. “We left, all of us,” Toma Brevik added."


def articles():
    return ns.articles.read([{"id": "a1", "text": TEXT, "date": "2031-05-02"}])


def quotes(*, resolved=True):
    found = ns.quotes.find(articles())
    return ns.actors.resolve(found, articles()) if resolved else found


def row(n=0, field="actor", value="mara-ostrell", **more):
    quote = quotes(resolved=False).iloc[n]
    return {"article_id": "a1", "start": quote["start"], "end": quote["end"], "text": quote["text"],
            "field": field, "value": value} | more  # fmt: skip


def table(*rows):
    return pd.DataFrame(list(rows))


def test_a_corrected_actor_is_named_and_marked() -> None:
    before = quotes()
    after = corrections.apply(before, table(row(name="Mara Ostrell")))
    first = after.iloc[0]
    assert (first["actor_id"], first["actor"]) == ("mara-ostrell", "Mara Ostrell")
    assert first["resolved_by"] == "correction" and first["confidence"] == 1
    assert first["actor_confidence"] == 1
    assert first["speaker"] == "she" and pd.isna(first["antecedent"])
    pd.testing.assert_frame_equal(after.iloc[1:], before.iloc[1:])
    schema.check(after, "quotes")


def test_the_frame_given_is_not_changed() -> None:
    before = quotes()
    copy = before.copy(deep=True)
    corrections.apply(before, table(row()))
    pd.testing.assert_frame_equal(before, copy)


def test_a_name_comes_from_the_frame_or_else_is_the_id() -> None:
    known = corrections.apply(quotes(), table(row(value="toma-brevik")))
    assert known["actor"].iloc[0] == "Toma Brevik"
    assert corrections.apply(quotes(), table(row(value="x-y")))["actor"].iloc[0] == "x-y"


def test_nobody_known_is_a_correction_too() -> None:
    after = corrections.apply(quotes(), table(row(1, value=None)))
    assert after[["actor_id", "actor", "actor_confidence"]].iloc[1].isna().all()
    assert after["resolved_by"].iloc[1] == "correction"


def test_an_unresolved_frame_keeps_its_corrections_through_resolving() -> None:
    before = corrections.apply(quotes(resolved=False), table(row(name="Mara Ostrell")))
    after = corrections.keep(before, ns.actors.resolve(before, articles()))
    assert after["actor"].tolist() == ["Mara Ostrell", "Toma Brevik"]
    assert after["actor_confidence"].iloc[0] == 1 > after["actor_confidence"].iloc[1]
    plain = quotes(resolved=False)
    assert corrections.keep(plain, quotes()).equals(quotes())


def test_a_corrected_act_goes_into_the_rhetoric() -> None:
    found = quotes()
    measured = ns.rhetoric.measure(found)
    after = corrections.apply_acts(measured, found, table(row(1, "act", "praise")))
    assert after[["act", "act_rule"]].iloc[1].tolist() == ["praise", "correction"]
    pd.testing.assert_series_equal(after.iloc[0], measured.iloc[0])
    schema.check(after, "rhetoric")


def test_an_analysis_with_corrections_has_them_everywhere(tmp_path) -> None:
    path = corrections.write(
        corrections.read(table(row(name="Mara Ostrell"), row(0, "act", "praise"))),
        tmp_path / "corrections.csv",
    )
    result = ns.analyse(articles(), corrections=path)
    assert result.actors()["actor"].tolist() == ["Mara Ostrell", "Toma Brevik"]
    assert result.rhetoric["act"].iloc[0] == "praise"


def test_words_that_no_longer_stand_there_are_told_with_their_line(tmp_path) -> None:
    path = tmp_path / "fix.csv"
    quote = quotes().iloc[0]
    start, end = quote["start"], quote["end"]
    path.write_text(
        f"{HEAD}a1,{start},{start + 4},Rain,actor,x,,,\n"
        f'a1,{start + 1},{end + 1},"{quote["text"]}",actor,x,,,\na1,60,64,Rain,actor,x,,,\n',
        encoding="utf-8",
    )
    with pytest.raises(SchemaError) as caught:
        corrections.apply(quotes(), path)
    message = str(caught.value)
    assert "line 2: no quotation of article 'a1' at 1 to 5 reads 'Rain'; found is" in message
    assert f"line 3: no quotation of article 'a1' at 2 to {end + 1}" in message
    assert f"those words stand at {start} to {end}" in message
    assert "line 4" in message and "nothing is quoted there now" in message
    assert "bad='skip'" in message and "fix.csv" in message


def test_they_can_be_skipped_and_are_logged(caplog) -> None:
    fix = table(row(start=2, end=2 + len(row()["text"])), row(1))
    after = corrections.apply(quotes(), fix, bad="skip")
    assert after["resolved_by"].tolist()[1] == "correction"
    assert after["actor_id"].iloc[0] is not None
    assert "left out" in caplog.text and "row 0" in caplog.text
    with pytest.raises(UnknownName, match="'skip'"):
        corrections.apply(quotes(), fix, bad="skipp")


def test_corrections_of_articles_that_are_not_there_do_nothing() -> None:
    pd.testing.assert_frame_equal(
        corrections.apply(quotes(), table(row(article_id="other"))), quotes()
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a1,one,5,Rain,act,deny,,,", "line 2: start is 'one', not a count"),
        ("a1,1,9,Rain,act,deny,,,", "text has 4 characters, but 1 to 9 are 8"),
        ("a1,1,5,Rain,act,deni,,,", "'deni' is no speech act: take one of accuse, deny"),
        ("a1,1,5,Rain,act,,,,", "None is no speech act"),
        ("a1,1,5,Rain,mood,deny,,,", "field is 'mood', not one of actor, act"),
        (",1,5,Rain,act,deny,,,", "article_id is empty"),
        (
            "a1,1,5,Rain,act,deny,,,\na1,1,5,Rain,act,praise,,,",
            "line 3 corrects the act of the same",
        ),
    ],
)
def test_a_wrong_row_is_told_with_line_and_value(tmp_path, line, said) -> None:
    path = tmp_path / "c.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        corrections.read(path)
    assert said in str(caught.value) and "c.csv" in str(caught.value)


def test_a_file_that_is_no_table_is_told(tmp_path) -> None:
    with pytest.raises(NoSuchSource, match="no table of corrections at"):
        corrections.read(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match="header line"):
        corrections.read(tmp_path / "empty.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="columns missing: article_id, start"):
        corrections.read(tmp_path / "other.csv")


def test_it_is_replaced_in_one_step(tmp_path) -> None:
    path = tmp_path / "c.csv"
    for n in (1, 0):
        corrections.write(
            corrections.read(table(*[row()] * n) if n else schema.build([], "corrections")), path
        )
        assert len(corrections.read(path)) == n
    assert [p.name for p in tmp_path.iterdir()] == ["c.csv"]
    with pytest.raises(WriteError, match="corrections"):
        corrections.write(corrections.read(table(row())), path / "below" / "c.csv")


def test_beside_the_articles_it_is_not_read_as_one(tmp_path) -> None:
    (tmp_path / "a1.txt").write_text(TEXT, encoding="utf-8")
    corrections.write(corrections.read(table(row())), tmp_path / "corrections.csv")
    assert ns.articles.read(tmp_path)["article_id"].tolist() == ["a1"]


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5, unique=True))
def test_what_was_written_is_read(tmp_path_factory, texts) -> None:
    rows = [{"article_id": "a1", "start": 10 * i, "end": 10 * i + len(t), "text": t, "field": "act",
             "value": "deny"} for i, t in enumerate(texts)]  # fmt: skip
    frame = corrections.read(pd.DataFrame(rows))
    path = corrections.write(frame, tmp_path_factory.mktemp("c") / "c.csv")
    pd.testing.assert_frame_equal(corrections.read(path), frame)


def test_applying_twice_is_applying_once() -> None:
    fix = table(row(name="Mara Ostrell"), row(1, value=None))
    once = corrections.apply(quotes(), fix)
    pd.testing.assert_frame_equal(corrections.apply(once, fix), once)
