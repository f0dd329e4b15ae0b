"""The shipped model of polarity toward a target: what it answers, sees and refuses to load."""

from importlib import resources

import numpy as np
import pandas as pd
import pytest

from newsan import stance
from newsan.errors import ReadError, SchemaError
from newsan.stance import believed, features, model
from newsan.stance.toward import judge, look_at, probabilities

SENTENCES = [  # invented people; what a reader answers
    ("Brandl, a corrupt bully, cheated his own voters.", "Brandl", -1),
    ("Critics called Ostrell a liar and a fraud.", "Ostrell", -1),
    ("The mayor attacked Teller for his disgraceful record.", "Teller", -1),
    ("Brandl has lied to the public again and again.", "Brandl", -1),
    ("Voters are angry at Ostrell over the failed dam.", "Ostrell", -1),
    ("Ostrell won the praise of both parties for her courage.", "Ostrell", 1),
    ("Teller is a brilliant and honest leader, she said.", "Teller", 1),
    ("The crowd cheered Brandl, who had saved the bridge.", "Brandl", 1),
    ("We are proud of Ostrell and her wonderful work.", "Ostrell", 1),
    ("Teller enjoys great support and respect in the valley.", "Teller", 1),
    ("Brandl will meet the council on Tuesday.", "Brandl", 0),
    ("The letter was sent to Ostrell in April.", "Ostrell", 0),
    ("Teller, 54, lives in the lower town.", "Teller", 0),
    ("Asked about the road, Brandl referred to the ministry.", "Brandl", 0),
]


def frame_of(rows):
    return pd.DataFrame(
        [
            {"text": t, "target_start": t.index(n), "target_end": t.index(n) + len(n)}
            for t, n in rows
        ]
    )


def test_plain_sentences_are_read_right():
    made = stance.toward(frame_of([s[:2] for s in SENTENCES]))
    right = made == [s[2] for s in SENTENCES]
    wrong = [s for s, ok in zip(SENTENCES, right, strict=True) if not ok]
    assert right.mean() >= 0.8, wrong
    assert not [s for s, p in zip(SENTENCES, made, strict=True) if s[2] * p == -1]


@pytest.mark.parametrize("name", ["Ostrell", "Zuvarin", "Quillbeck", "Vladis", "Marta Nowhere"])
def test_names_make_no_difference(name):
    texts = [(s[0].replace(s[1], name), name) for s in SENTENCES if s[0].index(s[1])]
    usual = frame_of([s[:2] for s in SENTENCES if s[0].index(s[1])])
    same_length = "Marta" not in name
    made, expected = probabilities(frame_of(texts)), probabilities(usual)
    assert np.allclose(made, expected) or not same_length
    assert stance.toward(frame_of(texts)).eq(stance.toward(usual)).mean() >= 0.8


def test_other_names_make_no_difference():
    one = frame_of([("Today Ostrell told Brandl that Teller is a coward.", "Teller")])
    two = frame_of([("Today Anvik told Sorel that Teller is a coward.", "Teller")])
    assert probabilities(one).equals(probabilities(two))


def test_a_sentence_can_praise_one_and_blame_another():
    text = "The paper praised Ostrell for her courage while it slammed Brandl for his cruelty."
    assert stance.toward(frame_of([(text, "Ostrell"), (text, "Brandl")])).tolist() == [1, -1]


def test_only_the_target_s_sentence_is_read():
    text = "Brandl spoke at noon. It was a horrible, disgusting crime."
    assert stance.toward(frame_of([(text, "Brandl")])).item() == 0


def test_probabilities_add_up_and_follow_the_rows():
    frame = frame_of([s[:2] for s in SENTENCES]).set_index(np.arange(len(SENTENCES))[::-1])
    likely = probabilities(frame)
    assert np.allclose(likely.sum(axis=1), 1)
    assert likely.index.equals(frame.index)
    alone = pd.concat([probabilities(frame.iloc[[i]]) for i in range(len(frame))])
    assert np.allclose(alone, likely)


def test_curly_and_straight_apostrophes_are_one():
    curly = frame_of([("Brandl doesn’t deserve the nation’s trust.", "Brandl")])
    straight = frame_of([("Brandl doesn't deserve the nation's trust.", "Brandl")])
    assert probabilities(curly).equals(probabilities(straight))


def test_a_rule_decides_over_the_model():
    look = look_at("Tomas sabotaged the talks.", 0, 5)
    assert look.rule == -1
    assert judge([look], model.shipped()).tolist() == [-1]
    assert judge([], model.shipped()).tolist() == []


@pytest.mark.parametrize(
    ("words", "name", "kind", "is_own_side", "expected"),
    [
        ("Brandl has made a horrible mess and cheated everybody.", "Brandl", "person", False, -1),
        ("Brandl has made a horrible mess and cheated everybody.", "Brandl", "person", True, None),
        ("Brandl has made a horrible mess and cheated everybody.", "Brandl", "state", False, None),
        ("Thugs beat up Brandl’s poor cousin in a vile attack.", "Brandl", "person", False, None),
        ("Brandl was shot by cowardly criminals.", "Brandl", "person", False, None),
        ("Brandl lost his home in the brutal assault.", "Brandl", "person", False, None),
    ],
)
def test_when_the_model_is_believed(words, name, kind, is_own_side, expected):
    at = words.index(name)
    made = believed.believed(words, at, at + len(name), kind=kind, is_own_side=is_own_side)
    assert made == expected


def shipped_arrays():
    path = resources.files("newsan") / "resources" / "targets.npz"
    with resources.as_file(path) as file, np.load(file, allow_pickle=False) as arrays:
        assert file.stat().st_size < 400_000
        return {name: arrays[name] for name in arrays.files}


def test_the_shipped_file_is_plain_and_small():
    arrays = shipped_arrays()
    assert set(arrays) == {"version", "traits", "scale", "amounts", "bias"}
    assert arrays["traits"].dtype == np.int8
    assert not any(a.dtype == object for a in arrays.values())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": np.array(99)}, "version 99, not 1"),
        ({"version": None}, "version none"),
        ({"traits": np.zeros((2, 8), np.int8)}, r"traits is int8 \(2, 8\)"),
        ({"traits": np.zeros((2, features.ROWS))}, "traits is float64"),
        ({"bias": None, "scale": None}, "scale is missing; bias is missing"),
        ({"bias": np.array([np.nan, 0], np.float32)}, "not finite"),
    ],
)
def test_another_model_is_refused_in_words(tmp_path, change, says):
    arrays = {k: v for k, v in (shipped_arrays() | change).items() if v is not None}
    path = tmp_path / "targets.npz"
    np.savez_compressed(path, **arrays)
    with pytest.raises(ReadError, match=says) as caught:
        model.load(path)
    assert "Install newsan again" in str(caught.value)


def test_what_is_no_model_is_refused_in_words(tmp_path):
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, version=np.array([{"a": 1}], dtype=object))
    noise = tmp_path / "noise.npz"
    noise.write_bytes(b"PK\x03\x04 nothing")
    text = tmp_path / "text.npz"
    text.write_text("hello")
    bare = tmp_path / "bare.npz"
    with bare.open("wb") as file:
        np.save(file, np.zeros(3))
    for path in (pickled, noise, text, bare, tmp_path / "none.npz"):
        with pytest.raises(ReadError, match="Cannot read the target model"):
            model.load(path)


def toward(text, target):
    """Return the polarity toward the first occurrence of a target."""
    at = text.index(target)
    frame = pd.DataFrame({"text": [text], "target_start": [at], "target_end": [at + len(target)]})
    return stance.toward(frame).item()


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("We thank Mara for the road.", "Mara", 1),
        ("Tomas sabotaged the talks.", "Tomas", -1),
        ("Tomas opened the meeting.", "Tomas", 0),
        ("Everybody called Mara wonderful and brave.", "Mara", 1),
        ("The horrible failure of Tomas was a disaster.", "Tomas", -1),
    ],
)
def test_toward(text, target, expected):
    assert toward(text, target) == expected


def test_toward_keeps_the_index_and_leaves_gaps():
    frame = pd.DataFrame(
        {"text": ["Mara won.", None, "Mara"], "target_start": [0, 0, 2], "target_end": [4, 1, 2]},
        index=[7, 3, 5],
    )
    made = stance.toward(frame)
    assert made.index.tolist() == [7, 3, 5]
    assert made.isna().tolist() == [False, True, True]
    assert made.dtype == "Int64"


def test_toward_refuses_spans_outside_the_text():
    with pytest.raises(SchemaError, match=r"0\.\.9"):
        stance.toward(pd.DataFrame({"text": ["Mara"], "target_start": [0], "target_end": [9]}))
    with pytest.raises(SchemaError, match="target_end"):
        stance.toward(pd.DataFrame({"text": ["Mara"], "target_start": [0]}))
