"""Any rows against any texts: an answer always, and what stands in a text is verbatim there."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import newsan as ns
from newsan import report, schema
from newsan.text.words import words

PROSE = st.lists(
    st.sampled_from(
        "We will not leave Karsk … [the] dam; 12 1,200 boats, “said” Mara Ostrell. can’t U.S. -5 "
        "don't\nIvo Teller’s … must zero-width\u200bjoin soft\u00adhyphen É ß İ ½ % $5 ... (he) ?".split(
            " "
        )
    ),
    min_size=1,
    max_size=40,
).map(" ".join)
# C1 controls are what other encodings leave behind: reading puts their characters back.
C1 = "".join(map(chr, range(0x80, 0xA0)))
ANY = st.one_of(PROSE, st.text(st.characters(codec="utf-8", exclude_characters=C1), max_size=60))
ROW = st.fixed_dictionaries(
    {
        "text": st.one_of(ANY, st.none()),
        "speaker": st.one_of(st.none(), st.sampled_from(["Teller", "the mayor", "Mara Ostrell"]), st.text(max_size=9)),
        "kind": st.sampled_from(["direct", "indirect", None]),
    }
)  # fmt: skip


def articles_of(texts: list[str]) -> pd.DataFrame:
    rows = [
        {"article_id": f"a{k}", "text": t, "n_words": 1, "source": f"a{k}", "sha256": str(k)}
        for k, t in enumerate(texts)
    ]
    return schema.build(rows, "articles")


@settings(max_examples=120, deadline=None)
@given(st.lists(ROW, max_size=4), st.lists(ANY, max_size=3))
def test_any_rows_and_texts_have_an_answer_that_leads_back(
    rows: list[dict], texts: list[str]
) -> None:
    articles = articles_of(texts)
    frame = pd.DataFrame(rows, columns=["text", "speaker", "kind"])
    checked = ns.verify(frame, articles)
    schema.check(checked.verdicts, "verdicts")
    schema.check(checked.differences, "differences")
    assert checked.verdicts["row"].tolist() == list(range(1, len(rows) + 1))
    by_id = dict(zip(articles["article_id"], articles["text"], strict=True))
    for found in (checked.verdicts, checked.differences):
        for row in found.dropna(subset=["start"]).itertuples():
            assert by_id[row.article_id][row.start : row.end] == row.text
    given_words = checked.verdicts.set_index("row")["quotation"]
    for row in checked.differences.dropna(subset=["given_start"]).itertuples():
        assert given_words[row.row][row.given_start : row.given_end] == row.given
    altered = checked.verdicts["verdict"] == "altered"
    assert set(checked.differences["row"]) >= set(checked.verdicts.loc[altered, "row"])
    assert report.html_of_verdicts(checked).startswith("<!doctype html>")


@settings(max_examples=50, deadline=None)
@given(ANY, st.data())
def test_what_stands_in_a_text_is_verbatim(text: str, data: st.DataObject) -> None:
    found = words(text)
    if not found:
        return
    ends = st.integers(0, len(found) - 1)
    drawn = data.draw(st.lists(st.tuples(ends, ends).map(sorted), min_size=1, max_size=6))
    pieces = [text[found[first].start : found[last].end] for first, last in drawn]
    checked = ns.verify(pd.DataFrame({"text": pieces}), articles_of(["Rain.", text]))
    assert len(checked.verdicts) == len(pieces)
    for piece, row in zip(pieces, checked.verdicts.to_dict("records"), strict=True):
        assert row["verdict"] == "verbatim"
        passage, own = ([w.key for w in words(t)] for t in (row["text"], piece))
        assert f" {' '.join(own)} " in f" {' '.join(passage)} "  # `not` stands in `can’t`
        assert len(passage) <= len(own) + 2


@settings(max_examples=60, deadline=None)
@given(
    PROSE,
    st.sampled_from([str.upper, str.lower, lambda t: f"“{t}”", lambda t: t.replace(" ", "  ")]),
)
def test_case_marks_and_blanks_alter_nothing(text: str, dress: object) -> None:
    dressed = dress(text)
    if [w.key for w in words(text)]:
        checked = ns.verify(pd.DataFrame({"text": [dressed]}), articles_of([text]))
        assert checked.verdicts["verdict"].tolist() == ["verbatim"]
