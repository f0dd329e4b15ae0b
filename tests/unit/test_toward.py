"""Polarity toward a marked target: what it answers and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from newsan import actors, stance
from newsan.articles import read as articles_read
from newsan.errors import SchemaError
from newsan.quotes import find as find_quotes
from newsan.stance.toward import probabilities

CONTRASTED = Path(__file__).parents[1] / "labelled" / "contrasted_targets.jsonl"
CONTRAST_FLOOR = 34  # of 100 pairs, both right
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
def test_names_make_little_difference(name):
    texts = [(s[0].replace(s[1], name), name) for s in SENTENCES]
    made, usual = (stance.toward(frame_of(t)) for t in (texts, [s[:2] for s in SENTENCES]))
    assert made.eq(usual).mean() >= 0.8


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
    assert np.allclose(alone, likely, atol=1e-5)


def test_curly_and_straight_apostrophes_are_one():
    curly = frame_of([("Brandl doesn’t deserve the nation’s trust.", "Brandl")])
    straight = frame_of([("Brandl doesn't deserve the nation's trust.", "Brandl")])
    assert np.allclose(probabilities(curly), probabilities(straight))


def test_two_contrasted_targets_in_one_sentence():
    rows = [json.loads(line) for line in CONTRASTED.read_text(encoding="utf-8").splitlines()]
    frame = pd.DataFrame([
        {"pair": k, "text": r["text"], "target_start": t["start"], "target_end": t["end"],
         "wanted": t["polarity"]} for k, r in enumerate(rows) for t in r["targets"]])  # fmt: skip
    frame["right"] = stance.toward(frame).eq(frame["wanted"])
    assert len(rows) == 100
    assert frame.groupby("pair")["right"].all().sum() >= CONTRAST_FLOOR


def toward(text, target):
    """Return the polarity toward the first occurrence of a target."""
    at = text.index(target)
    frame = pd.DataFrame({"text": [text], "target_start": [at], "target_end": [at + len(target)]})
    return stance.toward(frame).item()


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("We thank Mara for the road.", "Mara", 1),
        ("Tomas betrayed the workers and lied about it.", "Tomas", -1),
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


def rows_toward(text):
    """Return whom an article's statements speak for or against, with whom they are read to mean."""
    articles = articles_read([{"text": text, "title": ""}])
    quotes = actors.resolve(find_quotes(articles), articles)
    found = stance.find(quotes, articles).dropna(subset=["target_id"])
    return found[["target_id", "polarity"]].values.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "Rwanda denied that Rwandan soldiers had massacred civilians in Goma.",
        "Hezbollah denied that Iran had armed it.",
        "Egypt rejected claims that Egyptian police had tortured the student.",
        "Uganda denied Ugandan troops had crossed the border.",
        "Turkey denied sending Syrian fighters to Libya.",
        "“We deny that Iran armed us,” said Hassan Zayour, a Hezbollah official.",
    ],
)
def test_who_is_defended_is_not_spoken_against(text):
    assert rows_toward(text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Ukraine rejected claims by Russia that the town had fallen.", "russia"),
        ("Ukraine denied that the town had fallen and accused Russia of lying.", "russia"),
        ("China dismissed Taiwan's comments as nonsense.", "taiwan"),
    ],
)
def test_whose_claim_is_denied_is_spoken_against(text, target):
    assert rows_toward(text) == [[target, -1]]


@pytest.mark.parametrize(
    "text",
    [
        "Rima Assaf told the BBC that the gunmen had gone. “They burnt everything,” she said.",
        "Ana Rojas told Reuters that the soldiers had left. “They stole our cows,” she said.",
        "In an interview with Radio Okapi, Jean Mbuyi said the rebels had gone. “They are killers,” he said.",
    ],
)
def test_they_are_not_who_is_told_of_them(text):
    assert rows_toward(text) == []


def test_they_may_be_an_outlet():
    text = "The BBC broadcast a report on Tuesday. “They lied about us,” said Tom Rudd, the mayor."
    assert rows_toward(text) == [["bbc", -1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union condemned the ruling through its spokesman, Carl Weiss, as a disgrace.", []),
        (
            "The mayor accused the ministry's spokesman, Hani Selim, of lying.",
            [["hani-selim", -1]],
        ),
    ],
)
def test_nobody_blames_who_speaks_for_them(text, expected):
    assert rows_toward(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“We'd like to see a ceasefire from Russia,” Ida Wells said.",
        "“We don't want terrorists to have a haven here,” Ida Wells said.",
    ],
)
def test_what_is_hardly_likely_has_no_row(text):
    assert rows_toward(text) == []


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("We must support Tomas Velm", 1),
        ("I do not only support Tomas Velm, I love him", 1),
        ("I can't support Tomas Velm", -1),
        ("I would never support Tomas Velm", -1),
        ("I will not vote for Tomas Velm", -1),
        ("Nobody should endorse Tomas Velm", -1),
        ("No one supports Tomas Velm more than I do", 1),
        ("I cannot support Tomas Velm enough", 1),
        ("It's not that I don't support Tomas Velm", 1),
    ],
)
def test_whose_support_is_refused_is_spoken_against(words, polarity):
    assert rows_toward(f"“{words},” Ida Wells said.") == [["tomas-velm", polarity]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tomas Velm is a thief", [["tomas-velm", -1]]),
        ("Tomas Velm is not only a thief but a liar", [["tomas-velm", -1]]),
        ("Tomas Velm is not a criminal, he is a monster", [["tomas-velm", -1]]),
        ("Tomas Velm is not a thief", []),
        ("You can't blame Tomas Velm", []),
        ("We cannot accuse Tomas Velm of theft", []),
    ],
)
def test_who_is_cleared_is_not_spoken_against(words, expected):
    assert rows_toward(f"“{words},” Ida Wells said.") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We continue to face the threat from North Korean provocations", "north-korea"),
        ("This is the lie that Ted's campaign is built on", "ted-velm"),
    ],
)
def test_what_somebody_does_stands_for_them(words, expected):
    text = f"“{words},” Ida Wells said. Ted Velm ran for mayor."
    assert rows_toward(text) == [[expected, -1]]
