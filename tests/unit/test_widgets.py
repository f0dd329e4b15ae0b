"""The explorer's state: rows, corrections saved after each click, undo, and the plain table."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

import newsan as ns
from newsan import lexicons, widgets
from newsan.errors import SchemaError, UnknownName

TEXT = (
    "“The river rose,” Mara Ostrell said. “We left, all of us,” she added.\n\n"
    "Toma Brevik denied that the <b>troops</b> were surrounded. Kyiv and Moscow were far away."
)


@pytest.fixture(scope="module")
def result():
    return ns.analyse([{"id": "a1", "title": "A & B", "text": TEXT, "date": "2031-05-02"}])


@pytest.fixture
def state(result, tmp_path):
    return widgets.Explorer(result, corrections=tmp_path / "corrections.csv")


def saved(state):
    table = ns.corrections.read(state.path)
    return table[["field", "value", "was"]].values.tolist()


def test_a_row_a_quotation_with_all_a_filter_asks(state, result) -> None:
    assert [r["id"] for r in state.rows] == result.quotes["quote_id"].tolist()
    last = state.rows[-1]
    assert last["actor"] == "Toma Brevik" and last["act"] == "deny" and last["day"] == "2031-05-02"
    assert "encirclement" in last["topics"]
    assert ("encirclement", ns.stance.label("encirclement")) in state.topics()
    assert state.status == "No corrections yet." and not state.can_undo
    assert not state.path.exists()


def test_each_correction_is_saved_when_it_is_made(state) -> None:
    first, second = state.rows[0]["id"], state.rows[1]["id"]
    state.correct(first, "act", "promise")
    assert saved(state) == [["act", "promise", "report"]]
    state.correct(second, "actor", "donald-trump")
    assert saved(state)[1] == ["actor", "donald-trump", "mara-ostrell"]
    assert state.rows[1]["actor"] == "Donald Trump" and state.rows[1]["corrected"] == ["actor"]
    assert state.status == "2 corrections in corrections.csv, saved."


def test_undo_goes_back_step_by_step(state) -> None:
    before = [dict(r) for r in state.rows]
    key = state.rows[0]["id"]
    state.correct(key, "act", "promise")
    state.correct(key, "act", "praise")
    state.correct(key, "actor", None)
    assert state.rows[0]["actor"] == "“Mara Ostrell” (nobody known)"
    state.undo()
    assert state.rows[0]["actor"] == "Mara Ostrell" and state.rows[0]["act"] == "praise"
    state.undo()
    assert saved(state) == [["act", "promise", "report"]]
    state.undo()
    state.undo()
    assert saved(state) == [] and state.rows == before


def test_back_to_what_was_found_is_no_correction(state) -> None:
    key = state.rows[0]["id"]
    state.correct(key, "act", "promise")
    state.correct(key, "act", "report")
    assert saved(state) == [] and state.rows[0]["corrected"] == []


def test_somebody_new_gets_an_id_from_the_name(state) -> None:
    state.correct(state.rows[0]["id"], "actor", None, " Ilse Tarn ")
    assert state.rows[0]["actor_id"] == "ilse-tarn" and state.rows[0]["actor"] == "Ilse Tarn"
    assert ("ilse-tarn", "Ilse Tarn") in state.actors()


def test_corrections_that_are_there_are_shown_and_kept(state, result) -> None:
    state.correct(state.rows[0]["id"], "actor", "donald-trump")
    state.correct(state.rows[0]["id"], "act", "praise")
    for source in (result, ns.analyse(result.articles, corrections=state.path)):
        again = widgets.Explorer(source, corrections=state.path)
        assert again.rows[0]["actor"] == "Donald Trump" and again.rows[0]["act"] == "praise"
        assert again.rows[0]["corrected"] == ["act", "actor"]
        again.correct(again.rows[0]["id"], "actor", "mara-ostrell")
        assert saved(again) == [["act", "praise", "report"]]
        again.undo()
        assert len(saved(again)) == 2


def test_corrections_of_other_words_are_refused_at_once(result, tmp_path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("article_id,start,end,text,field,value\na1,0,4,Rain,actor,x\n", "utf-8")
    with pytest.raises(SchemaError, match="line 2"):
        widgets.Explorer(result, corrections=path)
    path.write_text("article_id,start,end,text,field,value\na1,0,4,Rain,act,deny\n", "utf-8")
    with pytest.raises(SchemaError, match="line 2"):
        widgets.Explorer(result, corrections=path)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("nobody", "act", "deny"), "quotation"),
        (("", "mood", "deny"), "field"),
        (("", "act", "deni"), "Did you mean 'deny'"),
        (("", "actor", "mara-ostrel"), "Did you mean 'mara-ostrell'"),
    ],
)
def test_what_is_not_there_cannot_be_corrected(state, call, said) -> None:
    with pytest.raises(UnknownName, match=said):
        state.correct(call[0] or state.rows[0]["id"], *call[1:])
    assert not state.path.exists() and not state.can_undo


def test_the_article_is_cut_without_losing_a_letter(state) -> None:
    for shown in state.rows:
        article = state.article(shown["id"])
        assert "".join(part for part, _ in article["parts"]) == TEXT
        assert [p for p, kind in article["parts"] if kind == "quotation"] == [shown["text"]]


def test_without_widgets_there_is_a_table(result, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    widgets.widget_class.cache_clear()
    table = ns.explore(result, corrections="none.csv")
    widgets.widget_class.cache_clear()
    assert isinstance(table, widgets.Table)
    assert "2 May 2031  Mara Ostrell (report): The river rose," in repr(table)
    page = table._repr_html_()
    assert "newsan[widgets]" in page and "3 of 3 quotations" in page
    assert "<b>" not in page and "&lt;b&gt;troops" in page and "A &amp; B" in page


def test_an_empty_result_has_no_rows(tmp_path) -> None:
    state = widgets.Explorer(SimpleNamespace(), corrections=tmp_path / "c.csv")
    assert state.rows == [] and state.topics() == []
    assert "0 of 0 quotations" in widgets.Table(state.rows)._repr_html_()


def test_the_widget_does_what_is_clicked_and_says_what_fails(result, tmp_path) -> None:
    pytest.importorskip("anywidget")
    widget = ns.explore(result, corrections=tmp_path / "c.csv")
    key = widget.rows[0]["id"]
    widget._answer({"do": "show", "id": key})
    assert widget.article["id"] == key
    widget._answer({"do": "correct", "id": key, "field": "act", "value": "praise"})
    assert widget.rows[0]["act"] == "praise" and widget.can_undo
    widget._answer({"do": "correct", "id": key, "field": "act", "value": "prais"})
    assert widget.status.startswith("Not saved: Unknown speech act")
    (tmp_path / "c.csv").unlink()
    (tmp_path / "c.csv").mkdir()
    widget._answer({"do": "undo"})
    assert widget.status.startswith("Not saved: Cannot write the corrections")
    assert widget.rows[0]["act"] == "praise" and widget.can_undo


def test_coders_keep_what_is_right_too_each_in_a_table(result, tmp_path) -> None:
    pytest.importorskip("anywidget")
    a, b = (ns.explore(result, corrections=tmp_path / "c.csv", coder=c) for c in "AB")
    assert a.status == "No answers yet." and a.coder == "A"
    for row in a.rows:
        for widget in (a, b):
            widget._answer({"do": "confirm", "id": row["id"]})
    b._answer({"do": "correct", "id": a.rows[0]["id"], "field": "act", "value": "praise"})
    b._answer({"do": "confirm", "id": a.rows[0]["id"]})  # takes back nothing that was said
    assert b.status == "6 answers in c-B.csv, saved." and b.rows[0]["corrected"] == ["act", "actor"]
    tables = [ns.corrections.read(tmp_path / f"c-{c}.csv") for c in "AB"]
    assert (tables[0]["value"] == tables[0]["was"]).all()
    found = ns.stats.agreement(*tables, "act")
    assert (found.n, round(found.share, 2)) == (3, 0.67)
    assert ns.stats.agreement(*tables, "actor").share == 1
    again = widgets.Explorer(result, corrections=tmp_path / "c.csv", coder="B")
    assert again.rows[0]["act"] == "praise" and again.rows[1]["corrected"] == ["act", "actor"]
    again.correct(again.rows[0]["id"], "act", "report")
    assert len(saved(again)) == 6


def test_a_sample_is_the_same_for_every_coder_whatever_they_said(result, tmp_path) -> None:
    def drawn() -> list[str]:
        state = widgets.Explorer(result, corrections=tmp_path / "c.csv", coder="A", sample=2)
        return [r["id"] for r in state.rows]

    first = drawn()
    assert len(first) == 2 and {"deny", "report"} == {
        r["act"]
        for r in widgets.Explorer(result, corrections=tmp_path / "c.csv").rows
        if r["id"] in first
    }
    state = widgets.Explorer(result, corrections=tmp_path / "c.csv", coder="A", sample=2)
    state.correct(first[0], "act", "praise")
    assert drawn() == first
    with pytest.raises(UnknownName, match="quotation"):
        state.correct(next(i for i in result.quotes["quote_id"] if i not in first), "act", "deny")


def test_what_a_coder_said_corrects_the_shares_of_acts(tmp_path) -> None:
    text = "\n\n".join(f"“The river rose by {n} feet,” Mara Ostrell said." for n in range(2, 22))
    result = ns.analyse([{"text": text}])
    coder = widgets.Explorer(result, corrections=tmp_path / "c.csv", coder="B", sample=20)
    for row in coder.rows:
        coder.confirm(row["id"])
    coder.correct(coder.rows[0]["id"], "act", "threaten")
    coded = ns.stats.coded(tmp_path / "c-B.csv", result.quotes)
    assert coded.set_index("quote_id")["act"].to_dict() == {r["id"]: r["act"] for r in coder.rows}
    shares = ns.stats.corrected(result.rhetoric, coded, "act").set_index("act").loc["threaten"]
    assert (shares["n_coded"], shares["raw"]) == (20, 0)
    assert shares["corrected"] == pytest.approx(1 / 20)
    ax = ns.charts.acts_by_actor(result.quotes, result.rhetoric, coded=coded)
    assert any("0 → 5" in t.get_text() for t in ax.texts)


@pytest.mark.parametrize("asked", [{"coder": "../B"}, {"coder": " "}, {"sample": 0}])
def test_a_coder_has_a_plain_name_and_a_sample_rows(result, tmp_path, asked) -> None:
    with pytest.raises(SchemaError, match="Give a plain one|one or more"):
        ns.explore(result, corrections=tmp_path / "c.csv", **asked)


def test_the_widget_asks_nobody_else() -> None:
    for name in ("explorer.js", "explorer.css"):
        text = lexicons.file(f"explorer/{name}").read_text(encoding="utf-8")
        assert "://" not in text and "import" not in text and "innerHTML" not in text
