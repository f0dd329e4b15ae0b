"""The shipped word lists: readable, sourced, and matched as whole words."""

from __future__ import annotations

import re

import pytest

from newsan import lexicons, schema

_WORDS = ("absolutist", "armed_groups", "boosters", "conflict", "hedges", "us_them")
_PATTERNS = ("verdicts",)


@pytest.mark.parametrize("name", [*_WORDS, *_PATTERNS, "topics"])
def test_every_row_names_source_and_licence(name):
    rows = lexicons.rows(name)
    assert rows
    assert all(r["source"].strip() and r["licence"].strip() for r in rows)


@pytest.mark.parametrize("name", _WORDS)
def test_words_are_listed_once(name):
    words = [r["word"] for r in lexicons.rows(name)]
    assert len({w.casefold() for w in words}) == len(words)
    assert all(w == w.strip() != "" for w in words)


@pytest.mark.parametrize("name", _PATTERNS)
def test_patterns_compile_and_have_a_reason(name):
    rows = lexicons.rows(name)
    assert len({r["rule"] for r in rows}) == len(rows)
    for row in rows:
        assert re.compile(row["pattern"]).flags
        assert row["reason"].strip()


def test_rules_name_known_answers():
    assert {r["effect"] for r in lexicons.rows("verdicts")} <= {*schema.POSITIONS, "none"}


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["ever"], "However, ever after. Forever-young", ["ever"]),
        (["so called"], "so\n called", ["so\n called"]),
        (["attack*"], "attackers attack re-attack", ["attackers", "attack"]),
        (["never", "never again"], "Never again!", ["Never again"]),
        (["a.b"], "acb a.b", ["a.b"]),
    ],
)
def test_compile_words(words, text, expected):
    assert lexicons.compile_words(words).findall(text.lower()) == [e.lower() for e in expected]


def test_pattern_keeps_the_rows_asked_for():
    us = lexicons.pattern("us_them", "group", "us")
    assert us.findall("we and they") == ["we"]


def test_straight_keeps_length():
    text = "isn’t ‘it’ ʼ"
    assert lexicons.straight(text) == "isn't 'it' '"
    assert len(lexicons.straight(text)) == len(text)
