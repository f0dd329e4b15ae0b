"""Samples for coders, agreement of two, counts corrected by a sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import newsan as ns
from newsan import stats
from newsan.errors import SchemaError, UnknownName


def rows(*labels: str) -> pd.DataFrame:
    """Return rows with labels, numbered."""
    return pd.DataFrame({"quote_id": range(len(labels)), "act": labels})


def test_a_sample_gives_rare_labels_their_due() -> None:
    frame = rows(*["report"] * 95, *["threaten"] * 5)
    drawn = stats.sample(frame, 20, by="act", seed=3)
    assert drawn["act"].value_counts().to_dict() == {"report": 15, "threaten": 5}
    assert drawn.groupby("stratum")["weight"].first().round(2).to_dict() == {
        "report": 6.33,
        "threaten": 1.0,
    }
    assert drawn.index.is_monotonic_increasing
    pd.testing.assert_frame_equal(drawn, stats.sample(frame, 20, by="act", seed=3))
    assert not drawn.equals(stats.sample(frame, 20, by="act", seed=4))


def test_a_sample_is_no_larger_than_the_frame() -> None:
    assert len(stats.sample(rows("report", "deny"), 50)) == 2
    assert set(stats.sample(rows("report", "deny"), 50)["weight"]) == {1.0}


def test_a_sample_names_what_is_wrong() -> None:
    with pytest.raises(SchemaError, match="one or more"):
        stats.sample(rows("report"), 0)
    with pytest.raises(UnknownName, match="Did you mean 'act'"):
        stats.sample(rows("report"), 1, by="acts")


def test_agreement_of_a_published_table() -> None:
    # Cohen's kappa of (20, 5, 10, 15) is .4; alpha of the same table by its formula is .3948.
    a = rows(*["yes"] * 25, *["no"] * 25)
    b = rows(*["yes"] * 20, *["no"] * 5, *["yes"] * 10, *["no"] * 15)
    found = stats.agreement(a, b, "act")
    assert found.n == 50
    assert found.share == pytest.approx(0.7)
    assert found.kappa.mean == pytest.approx(0.4)
    disagreed, either = 15 * 2 / 100, (45 * 55 * 2) / (100 * 99)
    assert found.alpha.mean == pytest.approx(1 - disagreed / either)
    assert found.kappa.low < 0.4 < found.kappa.high
    assert found.table.loc["yes", "no"] == 5
    assert found.table.loc["no", "yes"] == 10


def test_agreement_is_over_rows_that_both_labelled() -> None:
    a, b = rows("deny", "report", "deny"), rows("deny", "deny").assign(quote_id=[0, 7])
    found = stats.agreement(a, b, "act")
    assert found.n == 1
    assert found.share == 1
    assert np.isnan(found.kappa.mean)
    assert np.isnan(found.kappa.low)
    with pytest.raises(SchemaError, match="of one run"):
        stats.agreement(a, b.assign(quote_id=[8, 9]), "act")
    with pytest.raises(SchemaError, match="two labels"):
        stats.agreement(a, b.assign(quote_id=[0, 0]), "act")
    with pytest.raises(UnknownName, match="act"):
        stats.agreement(a, b, "acts")


def drawn_by_chance(share: float, error: float, n: int, seed: int) -> tuple[pd.Series, float]:
    """Return the corrected row of one label in a simulated study, and the true share."""
    dice = np.random.default_rng(seed)
    truth = dice.random(800) < share
    frame = rows(*np.where(truth ^ (dice.random(800) < error), "deny", "report"))
    coded = stats.sample(frame, n, by="act", seed=seed)
    coded["act"] = np.where(truth[coded["quote_id"]], "deny", "report")
    table = stats.corrected(frame, coded, "act").set_index("act")
    return table.loc["deny"], float(truth.mean())


@pytest.mark.parametrize(("share", "error", "n"), [(0.25, 0.15, 120), (0.05, 0.1, 200)])
def test_corrected_shares_cover_the_truth_as_often_as_they_say(share, error, n) -> None:
    covered, nearer = 0, 0
    for seed in range(300):
        row, truth = drawn_by_chance(share, error, n, seed)
        covered += row["low"] <= truth <= row["high"]
        nearer += abs(row["corrected"] - truth) < abs(row["raw"] - truth)
    assert 0.92 <= covered / 300 <= 0.98
    assert nearer > 240


def test_a_sample_by_another_column_counts_by_its_weights() -> None:
    # All that errs is in the small outlet, of which as much is drawn as of the large one.
    frame = rows(*["deny"] * 50, *["report"] * 350).assign(outlet=["Lamp"] * 50 + ["Post"] * 350)
    coded = stats.sample(frame, 80, by="outlet").assign(act="report")
    found = stats.corrected(frame, coded, "act").set_index("act").loc["deny"]
    assert found["corrected"] == pytest.approx(0)
    right = coded.assign(act=coded["outlet"].map({"Lamp": "report", "Post": "deny"}))
    found = stats.corrected(frame, right, "act").set_index("act").loc["deny"]
    assert found["corrected"] == pytest.approx(350 / 400)


def test_all_rows_coded_leave_no_doubt() -> None:
    frame = rows(*["deny"] * 6, *["report"] * 14)
    coded = frame.assign(act=["deny"] * 3 + ["report"] * 17)
    table = stats.corrected(frame, coded, "act").set_index("act")
    assert table.loc["deny", ["raw", "corrected", "low", "high"]].round(3).tolist() == [
        0.3, 0.15, 0.15, 0.15]  # fmt: skip


def test_corrected_shares_by_group_need_twenty_coded_rows() -> None:
    frame = rows(*["deny"] * 30, *["report"] * 30).assign(
        actor=["mayor"] * 50 + ["guard"] * 10, outlet=None
    )
    coded = frame.iloc[[*range(12), *range(30, 40), 55]]
    table = stats.corrected(frame, coded, "act", by="actor").set_index(["actor", "act"])
    assert table.loc[("mayor", "deny"), "corrected"] == pytest.approx(30 / 50)
    assert pd.isna(table.loc[("mayor", "deny"), "reason"])
    assert np.isnan(table.loc[("guard", "deny"), "corrected"])
    assert table.loc[("guard", "deny"), "reason"] == "1 coded rows of 20 that it needs"
    assert table.loc[("guard", "report"), "raw"] == 1
    with pytest.raises(SchemaError, match="not in the frame"):
        stats.corrected(frame, coded.assign(quote_id=range(90, 113)), "act")


def study_by_actor(seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Return a simulated study: actors who differ in their acts and in how often the program errs, and the truth."""
    dice = np.random.default_rng(seed)
    acts, usual = np.array(["accuse", "appeal", "deny", "report"]), np.array([0.15, 0.1, 0.2, 0.55])
    actor = dice.choice(6, 1200, p=[0.3, 0.25, 0.2, 0.15, 0.07, 0.03])
    truth, said = np.zeros(1200, int), np.zeros(1200, int)
    for one in range(6):
        own = np.flatnonzero(actor == one)
        truth[own] = dice.choice(4, len(own), p=dice.dirichlet(usual * 20))
        errs = dice.random(len(own)) < dice.uniform(0.05, 0.35)
        said[own] = np.where(errs, dice.choice(4, len(own), p=usual), truth[own])
    return rows(*acts[said]).assign(actor=actor.astype(str)), pd.Series(acts[truth])


@pytest.mark.parametrize("by", ["act", "actor", None])
def test_corrected_shares_by_group_are_shares_and_cover_the_truth(by: str | None) -> None:
    covered = []
    for seed in range(25):
        frame, truth = study_by_actor(seed)
        coded = stats.sample(frame, 200, by=by, seed=seed)
        coded["act"] = truth[coded["quote_id"]].to_numpy()
        table = stats.corrected(frame, coded, "act", by="actor")
        known = table.dropna(subset=["corrected"])
        assert (known["n_coded"] >= 20).all() and table["reason"].isna().equals(
            table["low"].notna()
        )
        numbers = known[["corrected", "low", "high"]]
        assert numbers.min(axis=None) >= 0 and numbers.max(axis=None) <= 1
        assert known.groupby("actor")["corrected"].sum().tolist() == pytest.approx(
            [1] * known["actor"].nunique()
        )
        share = pd.crosstab(frame["actor"], truth, normalize="index").stack()
        right = pd.Series(
            [share[key] for key in zip(known["actor"], known["act"], strict=True)], known.index
        )
        covered += right.between(known["low"], known["high"]).tolist()
    assert len(covered) > 300
    assert 0.92 <= np.mean(covered) <= 0.98


def sheet(**columns: object) -> pd.DataFrame:
    """Return a sheet as drawn, of six rows, with some of its cells changed."""
    drawn = {
        "quote_id": [f"q{i}" for i in range(6)], "text": [f"Rain {i}" for i in range(6)],
        "stratum": ["deny"] * 2 + ["report"] * 4, "weight": [1.0] * 2 + [4.0] * 4,
        "actor": ["Mara Ostrell"] * 5 + [None], "act": ["deny"] * 2 + ["report"] * 4,
    }  # fmt: skip
    return pd.DataFrame(drawn | columns)


def test_a_sheet_shows_words_context_and_answers_by_stratum() -> None:
    text = "It began. “We deny it,” Mara Ostrell said.\n\nShe said that it rained and rained. It went on."
    result = ns.analyse([{"id": "a1", "title": "Rain", "outlet": "Lamp", "text": text}])
    drawn = stats.sheet(result, 9)
    assert drawn["text"].tolist() == result.quotes["text"].tolist()
    assert drawn["before"][0] == "It began. “"
    assert drawn["after"][0].startswith("” Mara Ostrell said. She said that")
    assert drawn["stratum"].tolist() == drawn["act"].tolist() == result.rhetoric["act"].tolist()
    assert set(drawn[["actor_is", "act_is", "kind_is", "note"]].to_numpy().ravel()) == {""}
    assert set(stats.sheet(result, 9, by="outlet")["stratum"]) == {"Lamp"}
    with pytest.raises(UnknownName, match="Did you mean 'outlet'"):
        stats.sheet(result, 9, by="outlets")


def test_context_in_a_sheet_begins_and_ends_with_a_whole_word() -> None:
    text = f"{'It rained. ' * 30}\n\n“We deny it,” Mara Ostrell said. {'It snowed. ' * 30}"
    drawn = stats.sheet(ns.analyse([{"id": "a1", "text": text}]), 1)
    assert set(drawn["before"][0].split()) == {"It", "rained.", "“"}
    assert set(drawn["after"][0].split()) == {"”", "Mara", "Ostrell", "said.", "It", "snowed."}


def test_an_audit_weighs_rows_and_counts_what_is_missed() -> None:
    filled = sheet(act_is=["ok", "report", "OK ", "ok", "deny", None],
                   actor_is=["ok", "mara  ostrell", "Toma Brevik", None, "none", "Toma Brevik"])  # fmt: skip
    table = stats.audit(filled).set_index(["column", "label"])
    act = table.loc[("act", "all")]
    assert act[["n", "right", "missed"]].tolist() == [5, 3, 0]
    assert act["precision"] == pytest.approx((1 + 8) / (2 + 12))
    worth = (2 + 12) ** 2 / (2 + 48)
    assert act["low"] == pytest.approx(stats.wilson(9 / 14 * worth, worth)[0])
    deny = table.loc[("act", "deny"), ["precision", "low", "high"]]
    assert deny.tolist() == pytest.approx([0.5, *stats.wilson(1, 2)])
    assert table.loc[("actor", "all"), ["n", "right", "missed"]].tolist() == [4, 2, 1]
    assert table.loc[("kind", "all"), "n"] == 0
    assert np.isnan(table.loc[("kind", "all"), "precision"])


def test_a_sheet_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    filled = sheet(act_is=["ok"] * 6, text=["-5 degrees", "a; b", "“c”", "d\ne", "e", "f"])
    path = tmp_path / "sheet.csv"
    filled.to_csv(path, index=False, sep=";", decimal=",", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(stats.audit(path), stats.audit(filled))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"act_is": [None, "deni", *[None] * 4]}, "row 3: act_is: .* Did you mean 'deny'"),
        ({"actor_is": [*[None] * 5, "ok"]}, "row 7: actor_is: 'ok', but newsan says nothing"),
        ({"quote_id": ["q0", "q0", *"abcd"], "act_is": "ok"}, "row 3: quotation 'q0' .* twice"),
        ({"weight": "much", "act_is": "ok"}, "row 2: weight is 'much'"),
        ({"act_is": " "}, "nothing is filled in"),
        ({"text": None, "act_is": "act"}, "row 2: act_is"),
    ],
)
def test_what_cannot_be_in_a_sheet_is_named(columns, said, tmp_path: Path) -> None:
    path = tmp_path / "coder-b.csv"
    sheet(**columns).to_csv(path, index=False)
    with pytest.raises(SchemaError, match=f"(?s)coder-b.csv: .*{said}|columns missing: text"):
        stats.audit(path)


def test_two_coders_of_one_sheet_and_of_two() -> None:
    a = sheet(act_is=["ok", "ok", "ok", "ok", "deny", None], kind_is=["direct", *[None] * 5])
    b = sheet(act_is=["ok", "report", "ok", "ok", "deny", "ok"], actor_is="none")
    found = stats.agreements(a, b)
    assert list(found) == ["act"]
    assert found["act"].n == 5 and found["act"].share == 0.8
    assert found["act"].table.loc["deny", "report"] == 1
    with pytest.raises(SchemaError, match="different draws: quotation q0 has other words"):
        stats.agreements(a, b.assign(text=[f"Snow {i}" for i in range(6)]))
    with pytest.raises(SchemaError, match="different draws"):
        stats.agreements(a, b.assign(quote_id=list("uvwxyz")))


def test_labels_of_a_sheet_correct_shares() -> None:
    frame = pd.DataFrame(
        {"quote_id": [f"q{i}" for i in range(6)], "act": ["deny"] * 2 + ["report"] * 4}
    )
    labels = stats.coded(sheet(act_is=["ok", "report", *["ok"] * 4]))
    table = stats.corrected(frame, labels, "act").set_index("act")
    assert table.loc["deny", ["raw", "corrected"]].tolist() == pytest.approx([2 / 6, 1 / 6])


def test_agreement_takes_two_tables_of_corrections() -> None:
    a = pd.DataFrame([
        {"article_id": "a1", "start": i, "end": i + 4, "text": "Rain", "field": field, "value": value}
        for i, (field, value) in enumerate([("act", "deny"), ("act", "report"), ("actor", None)])
    ])  # fmt: skip
    a = ns.corrections.read(a)
    found = stats.agreement(a, a.assign(value=["deny", "deny", "mara-ostrell"]), "act")
    assert found.n == 2 and found.share == 0.5
    assert stats.agreement(a, a, "actor").table.index.tolist() == ["none"]
