"""The copy that is read: wrapped lines joined, invisible characters left out, offsets led back."""

from __future__ import annotations

import textwrap

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsan as ns
from newsan.document.normalise import reading_copy
from newsan.text import running

PARAGRAPHS = (
    "“The river will not wait for the council,” Mayor Mara Ostrell told reporters on Monday, and she "
    "asked the long-range planners of Veldany to begin before the winter. “We have waited for years.”",
    "Her deputy, Ivo Teller, denied that the money was lost. According to him the Ostbruck Institute has "
    "counted 24 dams, of which 3. are private and the rest belong to the towns along the lower river.",
    "A short one.",
    "The institute’s report says that rain fell on every second day of the year, that the lower town was "
    "under water twice, and that nobody had been told of it before the evening news of the day after.",
)


@pytest.mark.parametrize("width", range(60, 91, 3))
@pytest.mark.parametrize("indent", ["", "   "])
def test_a_wrapped_text_reads_as_it_did_before(width, indent):
    plain = "\n\n".join(PARAGRAPHS)
    wrapped = "\n\n".join(textwrap.fill(p, width, subsequent_indent=indent) for p in PARAGRAPHS)
    assert wrapped != plain
    assert reading_copy(wrapped).text == plain
    assert reading_copy(plain).text == plain


def ragged(paragraph: str, width: int) -> str:
    """Break lines up to twelve characters before they are full."""
    lines, line = [], ""
    for number, word in enumerate(paragraph.split()):
        if line and len(line) + 1 + len(word) > width - number * 7 % 13:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join((*lines, line))


def justified(paragraph: str, width: int) -> str:
    """Fill all lines but the last with blanks."""
    *lines, last = textwrap.wrap(paragraph, width)
    filled = [line.replace(" ", " " * (1 + width - len(line)), 1) for line in lines]
    return "\n".join((*filled, last))


@pytest.mark.parametrize("wrap", [ragged, justified])
@pytest.mark.parametrize("width", [66, 75])
def test_ragged_and_justified_lines_are_joined_too(wrap, width):
    text = "\n\n".join(wrap(p, width) for p in PARAGRAPHS)
    assert reading_copy(text).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),  # a line to each paragraph
        "The River\nby Mara Ostrell\n\nIt rained.\nIt rained again.\nThen it stopped.\n\nNobody knew.",
        "Dams:\n- the upper dam\n- the lower dam\n- the old dam\n\nMills:\n- the paper mill\n\nThat is all.",
        "OSTRELL: It rained all day.\nTELLER: It did not.\nOSTRELL: I was there.\n\nTELLER: So was I.",
    ],
)
def test_lines_that_are_meant_stay(text):
    assert reading_copy(text).text == text


@pytest.mark.parametrize(
    "lines",
    [
        "Three things the council of Veldany asks for:\n- a bridge\n- a ferry\n- a road",
        "Heavy rain in Veldany\nThe bridge over the river at Veldany fell in the night, as the mayor",
        "PHOTO: The bridge over the river at Veldany, seen from the quay.\nSource: Ostrell Post",
        "OSTRELL: Was the bridge closed when it fell into the river that night?\nBREVIK: It was.",
        "The rain came down on Veldany town,\nThe river rose and would not stay,\nIt took the bridge,",
        "Veldany  | 12 | 14 | 19 | 21 | 24 | the number of boats on the river\nKarsk    | 10 | 11",
        "Sudry\nKarsk\nVeldany",
    ],
    ids=["list", "heading", "source", "transcript", "verse", "table", "names"],
)
def test_lines_that_are_no_paragraph_stay_apart_in_a_wrapped_text(lines):
    wrapped = [textwrap.fill(p, 72) for p in PARAGRAPHS]
    text = "\n\n".join((*wrapped, lines, *wrapped))
    assert f"\n\n{lines}\n\n" in reading_copy(text).text


def test_a_wrapped_text_of_one_paragraph_is_joined():
    assert reading_copy(textwrap.fill(PARAGRAPHS[0], 60)).text == PARAGRAPHS[0]


def rows(text: str) -> pd.DataFrame:
    """Return what is found in a text, words as they are seen, and check that they stand in it."""
    articles = ns.articles.read([{"id": "a", "text": text, "date": "2031-05-02"}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    written = articles["text"][0]
    for prefix, column in (("", "text"), ("speaker_", "speaker"), ("cue_", "cue")):
        for row in quotes.dropna(subset=[f"{prefix}start"]).to_dict("records"):
            assert written[row[f"{prefix}start"] : row[f"{prefix}end"]] == row[column]
    seen = quotes[["kind", "text", "speaker", "cue", "actor_id", "resolved_by", "confidence"]]
    return seen.map(lambda v: running(v) if isinstance(v, str) else v)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n".join(textwrap.fill(line, 72) for line in text.split("\n")),
        lambda text: text.replace("r", "r\u200b"),
        lambda text: text.replace(" ", " \ufeff").replace("“", "\u200e“"),
        lambda text: text.replace("st", "s\u00adt").replace("ri", "r\u00adi"),
        lambda text: "\n".join(textwrap.fill(x, 66) for x in text.split("\n")).replace(
            "e", "\u2060e"
        ),
    ],
    ids=["wrapped", "zero-width spaces", "marks", "soft hyphens", "both"],
)
def test_rows_are_those_of_the_plain_text_and_stand_in_the_written_one(change):
    plain = "\n\n".join(PARAGRAPHS)
    assert change(plain) != plain
    pd.testing.assert_frame_equal(rows(change(plain)), rows(plain))
    assert len(rows(plain)) >= 4


def test_the_language_is_told_through_soft_hyphens():
    hyphened = PARAGRAPHS[0].replace("e", "e\u00ad").replace("a", "a\u200b")
    assert ns.articles.read({"text": hyphened})["lang"].tolist() == ["en"]


def test_headings_and_lists_of_a_wrapped_text_keep_their_lines():
    body = "\n\n".join(textwrap.fill(p, 72) for p in PARAGRAPHS)
    text = f"The river rises\nby Mara Ostrell\n\n{body}\n\n- the upper dam\n- the lower dam"
    read = reading_copy(text).text
    assert read.startswith("The river rises\nby Mara Ostrell\n\n“The")
    assert read.endswith("\n\n- the upper dam\n- the lower dam")
    assert PARAGRAPHS[0] in read


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u200f"])
def test_invisible_marks_are_looked_through(mark):
    text = f"Os{mark}trell{mark} said no{mark}."
    read = reading_copy(text)
    assert read.text == "Ostrell said no."
    start, end = read.outward(0, 7)
    assert (start, text[start:end]) == (0, f"Os{mark}trell")
    assert read.inward(start, end) == (0, 7)


@given(
    st.lists(st.sampled_from(["Os", "trell ", "\u200b", "\u00ad", "said. ", "\n", "\n\n"])),
    st.data(),
)
def test_offsets_lead_out_and_back(parts, data):
    text = "".join(parts)
    read = reading_copy(text)
    start = data.draw(st.integers(0, len(read.text)))
    end = data.draw(st.integers(start, len(read.text)))
    low, high = read.outward(start, end)
    if start < end:
        assert 0 <= low < high <= len(text)
        assert read.inward(low, high) == (start, end)
        assert text[low] == read.text[start] or text[low].isspace()
        assert text[high - 1] == read.text[end - 1] or read.text[end - 1].isspace()
