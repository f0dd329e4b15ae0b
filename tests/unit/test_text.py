"""Sentences, quotation marks and page furniture as offsets."""

from __future__ import annotations

import pytest

from newsan import lexicons
from newsan.text import furniture, paragraphs, quoted_regions, sentences


def regions(text: str) -> list[str]:
    return [text[r.start : r.end] for r in quoted_regions(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“It rained,” she said.", ["It rained,"]),
        ('"It rained," she said. "Twice."', ["It rained,", "Twice."]),
        ('“It rained," she said.', ["It rained,"]),
        ("''It rained,'' she said.", ["It rained,"]),
        ("«It rained», she said; „so“.", ["It rained", "so"]),
        ("“It is ‘over’ now,” she said.", ["It is ‘over’ now,"]),
        ("‘It rained,’ said Ostrell. The people’s river.", ["It rained,"]),
        ("“[In] the event of rain, stay,” she said.", ["[In] the event of rain, stay,"]),
        ("A 5\" gun and a 6' man.", []),
    ],
)
def test_regions_of_one_paragraph(text: str, inside: list[str]) -> None:
    assert regions(text) == inside


def test_a_quotation_of_many_paragraphs_opens_each_and_closes_the_last() -> None:
    text = "“It rained.\n\n“It rained again.\n\n“It stopped,” she said."
    found = quoted_regions(text)
    assert [text[r.start : r.end] for r in found] == [
        "It rained.",
        "It rained again.",
        "It stopped,",
    ]
    assert [r.continues for r in found] == [False, True, True]
    assert [r.is_closed for r in found] == [False, False, True]


@pytest.mark.parametrize("marks", ["‘’", "''"])
def test_single_marks_too_open_each_paragraph_and_close_the_last(marks: str) -> None:
    opens, closes = marks
    text = f"She spoke.\n\n{opens}It rained in the boys{closes} room.\n\n{opens}It stopped.{closes}\n\nNo."
    found = quoted_regions(text)
    assert [text[r.start : r.end] for r in found] == [
        f"It rained in the boys{closes} room.",
        "It stopped.",
    ]
    assert [(r.continues, r.is_closed) for r in found] == [(False, False), (True, True)]
    assert regions("'Twas dark.\n\n'Twas cold.") == []


def test_a_forgotten_mark_does_not_swallow_the_next_paragraph() -> None:
    text = "“It rained, she said.\n\nNothing else was wet."
    assert regions(text) == ["It rained, she said."]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Lt. Gen. Ivo Teller of the U.S. spoke. Dr. Ostrell left at 5 p.m. on Jan. 3.", 2),
        ("It cost $3.5 million. No. 10 agreed.", 2),
        ("One line\nAnother line", 2),
    ],
)
def test_sentences_are_not_cut_at_abbreviations(text: str, n: int) -> None:
    assert len(sentences(text)) == n


def test_paragraphs_leave_nothing_but_white_space_out() -> None:
    text = "One.\n\n\n  Two.\nThree.  \n"
    kept = " ".join(text[a:b] for a, b in paragraphs(text))
    assert kept.split() == text.split()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("PHOTO: Mara Ostrell speaks in Veldany, May 2, 2031.", "caption"),
        ("MORE: Rain in Veldany: What to know", "promo"),
        ("Read also: Rain in Veldany", "promo"),
        ("This story originally appeared on ostrell.example.", "footer"),
        ("Source link", "footer"),
    ],
)
def test_furniture_is_named_by_kind(line: str, kind: str) -> None:
    text = f"It rained in Veldany on Friday, the mayor said.\n\n{line}\n\nIt went on."
    [found] = furniture(text)
    assert (text[found.start : found.end], found.kind) == (line, kind)


@pytest.mark.parametrize("row", lexicons.rows("furniture"), ids=lambda row: row["kind"])
def test_each_kind_of_furniture_is_found_by_its_example(row: dict[str, str]) -> None:
    text = row["example"] + ("It rained." if row["kind"] == "dateline" else "")
    assert [(f.start, f.end, f.kind) for f in furniture(text)] == [
        (0, len(row["example"]), row["kind"])
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "VELDANY, May 2 (Reuters) - ",
        "VELDANY, 2 May (HNA) – ",
        "PORT VELD, Sarnia, May 2 (Sarn News) -- ",
        "Veldany, May 2 (HNA) ",
    ],
)
def test_a_dateline_is_furniture_and_its_sentence_is_not(dateline: str) -> None:
    text = f"{dateline}It rained, said Mara Ostrell."
    [found] = furniture(text)
    assert found.kind == "dateline"
    assert text[found.end :].lstrip().startswith("It rained")


def test_prose_is_no_furniture() -> None:
    text = (
        "More: that was what Ostrell wanted, and it did not rain.\n\n"
        "The photo, taken on Friday, shows the river.\n\nThe source of the river is dry."
    )
    assert [f.kind for f in furniture(text)] in ([], ["promo"])
    assert furniture(text.split("\n\n", 1)[1]) == []


def test_a_mark_that_was_never_closed_ends_with_its_sentence() -> None:
    text = 'Ostrell said: "It rained. It rained for days. The mayor added: "It will stop."'
    words = [text[r.start : r.end] for r in quoted_regions(text)]
    assert words == ["It rained. It rained for days.", "It will stop."]
