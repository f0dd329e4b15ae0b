"""Scores that can be worked out by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsan import evaluate
from newsan.errors import NoSuchSource, ReadError

TEXT = "“It rained,” said Ostrell. Teller denied that it rained at all."
#       0123456789...
RAIN, OSTRELL, SAID = [1, 11], [18, 25], [13, 17]
DENIED, TELLER = [41, 62], [27, 33]
GOLD = {"id": "a", "text": TEXT, "attributions": [
    {"content": [RAIN], "source": [OSTRELL], "cue": [SAID]},
    {"content": [DENIED], "source": [TELLER], "cue": [[34, 40]]}]}  # fmt: skip


def scores(tmp_path: Path, quotes: list[dict], gold: dict = GOLD) -> dict[str, tuple]:
    (tmp_path / "gold").write_text(json.dumps(gold, ensure_ascii=False) + "\n\n", encoding="utf-8")
    (tmp_path / "guess").write_text(json.dumps({"id": "a", "quotes": quotes}), encoding="utf-8")
    frame = evaluate.score(tmp_path / "gold", tmp_path / "guess").set_index("measure")
    assert list(frame.index) == list(evaluate.MEASURES)
    return {m: tuple(frame.loc[m, ["precision", "recall", "f1"]]) for m in frame.index}


def guess(attribution: dict) -> dict:
    return {
        "content": attribution["content"],
        "speaker": attribution["source"],
        "cue": attribution["cue"],
    }


def test_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    got = scores(tmp_path, [guess(a) for a in GOLD["attributions"]])
    assert set(got.values()) == {(1.0, 1.0, 1.0)}


def test_one_of_two_with_the_wrong_speaker(tmp_path: Path) -> None:
    got = scores(tmp_path, [{"content": RAIN, "speaker": TELLER, "cue": None}])
    assert got["attribution"] == (1.0, 0.5, pytest.approx(2 / 3))
    assert got["attribution and speaker"] == (0.0, 0.0, 0.0)
    assert got["quoted"] == (1.0, 1.0, 1.0)


def test_half_of_the_words_are_enough_and_less_is_not(tmp_path: Path) -> None:
    half = [DENIED[0], TEXT.index(" at all")]  # "that it rained", 3 of 5 words
    assert scores(tmp_path, [{"content": half}])["attribution"][1] == 0.5
    third = [DENIED[0], TEXT.index(" rained at")]
    assert scores(tmp_path, [{"content": third}])["attribution"][1] == 0.0


def test_an_optional_attribution_is_neither_missed_nor_wrong(tmp_path: Path) -> None:
    first, second = GOLD["attributions"]
    gold = GOLD | {"attributions": [first, second | {"optional": True}]}
    assert scores(tmp_path, [guess(first)], gold)["attribution"] == (1.0, 1.0, 1.0)
    assert scores(tmp_path, [guess(first), guess(second)], gold)["attribution"] == (1.0, 1.0, 1.0)


def test_faults_name_file_and_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text(json.dumps(GOLD), encoding="utf-8")
    bad.write_text('{"id": "a", "quotes": []}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"bad, line 2: quotes is missing"):
        evaluate.score(good, bad)
    bad.write_text("{\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"bad, line 1: not JSON"):
        evaluate.score(good, bad)
    bad.write_text('{"id": "z", "quotes": []}', encoding="utf-8")
    with pytest.raises(ReadError, match="no line for article 'a'"):
        evaluate.score(good, bad)
    with pytest.raises(NoSuchSource):
        evaluate.score(good, tmp_path / "none")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"\xff\xfe{}", "not JSON"),
        (b'{"id": "a", "quotes": null}', "quotes must be a list of objects"),
        (b'{"id": ["a"], "quotes": []}', "id must be strings"),
        (b'{"id": "a", "quotes": [{"speaker": null}]}', "quotes 1: content is missing"),
        (b'{"id": "a", "quotes": [{"content": "rain"}]}', "quotes 1: content is 'rain'"),
        (b'{"id": "a", "quotes": [{"content": [1, 2, 3]}]}', "quotes 1: content is"),
        (
            b'{"id": "a", "quotes": []}\n{"id": "a", "quotes": []}',
            "line 2: id 'a' stands on an earlier line",
        ),
    ],
)
def test_every_kind_of_bad_line_is_one_sentence(tmp_path: Path, line: bytes, fault: str) -> None:
    (tmp_path / "gold").write_text(json.dumps(GOLD), encoding="utf-8")
    (tmp_path / "guess").write_bytes(line)
    with pytest.raises(ReadError, match=re.escape(fault)):
        evaluate.score(tmp_path / "gold", tmp_path / "guess")


def test_a_span_beyond_the_text_of_gold_is_named(tmp_path: Path) -> None:
    beyond = GOLD | {"attributions": [{"content": [0, 9999]}]}
    with pytest.raises(ReadError, match="attributions 1: content is .0, 9999."):
        scores(tmp_path, [], beyond)


def test_without_gold_every_share_is_missing_and_stays_a_number(tmp_path: Path) -> None:
    for name in ("gold", "guess"):
        (tmp_path / name).write_text("", encoding="utf-8")
    scores = evaluate.score(tmp_path / "gold", tmp_path / "guess")
    assert scores["measure"].tolist() == list(evaluate.MEASURES)
    assert scores[["precision", "recall", "f1"]].isna().all(axis=None)
    assert set(map(str, scores[["precision", "recall", "f1"]].dtypes)) == {"float64"}
