"""Marked articles: right words marked, everything escaped, nothing an untrusted notebook drops."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

from newsan import highlight
from newsan.errors import SchemaError
from newsan.highlight import Span

TEXT = (
    'VELDANY, May 2 - Mara Ostrell, mayor of Veldany, said: "We hold <the> bridge."\n\n'
    "She added that the road to Karsk was closed."
)


def span(words: str, column: str = "") -> dict[str, int]:
    start = TEXT.index(words)
    return {f"{column}start": start, f"{column}end": start + len(words)}


@pytest.fixture
def row() -> pd.Series:
    return pd.Series({"article_id": "a1", "title": "Bridge & <road>", "text": TEXT})


@pytest.fixture
def quotes() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "quote_id": "q1",
                "article_id": "a1",
                "kind": "direct",
                **span("We hold <the> bridge."),
                "speaker": "Mara Ostrell, mayor of Veldany",
                **span("Mara Ostrell, mayor of Veldany", "speaker_"),
                "cue": "said",
                **span("said", "cue_"),
                "is_speech": True,
                "actor": "Mara Ostrell",
            },
            {
                "quote_id": "q2",
                "article_id": "a1",
                "kind": "indirect",
                **span("that the road to Karsk was closed"),
                "speaker": "She",
                **span("She", "speaker_"),
                "cue": "added",
                **span("added", "cue_"),
                "is_speech": True,
                "actor": None,
            },
            {
                "quote_id": "q3",
                "article_id": "other",
                "kind": "direct",
                "start": 0,
                "end": 9999,
                "speaker": None,
                "actor": "Nobody of this article",
                "is_speech": True,
            },
        ]
    )


@pytest.fixture
def mentions() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "mention_id": "m1",
                "article_id": "a1",
                **span("Karsk"),
                "name": "Karsk",
                "place": "Karsk-on-Sea",
            }
        ]
    )


def plain(body: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<sub[^>]*>.*?</sub>", "", body)))


def test_the_body_without_tags_and_labels_is_the_text(row, quotes, mentions) -> None:
    made = highlight.article(row, quotes, mentions=mentions)
    assert plain(made.body) == TEXT


def test_the_right_words_stand_in_the_right_marks(row, quotes, mentions) -> None:
    body = highlight.article(row, quotes, mentions=mentions).body
    assert re.search(r"font-weight:bold\">Mara Ostrell, mayor of Veldany</mark>", body)
    assert re.search(r"font-style:italic\">said</mark>", body)
    assert re.search(r"1px solid #1c6b3a\">Karsk</mark>", body)
    assert "2px dotted" in body


def test_the_actor_follows_the_closing_mark_and_the_speaker_stands_in(row, quotes) -> None:
    body = highlight.article(row, quotes).body
    assert re.search(r"bridge\.</mark>&quot;<sub[^>]*> \[Mara Ostrell\]</sub>", body)
    assert "[She]" in body
    assert "Nobody" not in body


def test_an_unknown_speaker_stays_unknown(row) -> None:
    quotes = pd.DataFrame(
        [
            {
                "quote_id": "q1",
                "article_id": "a1",
                "kind": "direct",
                **span("We hold <the> bridge."),
                "speaker": None,
                "actor": None,
            }
        ]
    )
    assert "[speaker unknown]" in highlight.article(row, quotes).body


def test_a_belief_is_not_shown_as_speech(row, quotes) -> None:
    body = highlight.article(row, quotes.assign(is_speech=False)).body
    assert "[Mara Ostrell, not said but believed or planned]" in body


def test_a_reference_says_relation_side_and_status(row) -> None:
    references = pd.DataFrame(
        [
            {
                "reference_id": "r1",
                "article_id": "a1",
                **span("was closed"),
                "relation": "held",
                "side": "UA",
                "status": "denied",
            }
        ]
    )
    assert "[held by UA (denied)]" in highlight.article(row, references=references).body


def test_only_what_an_untrusted_notebook_keeps(row, quotes, mentions) -> None:
    shown = highlight.article(row, quotes, mentions=mentions)._repr_html_()
    assert set(re.findall(r"<(\w+)", shown)) <= {"div", "strong", "br", "mark", "sub"}
    assert not re.search(r"\s(id|class|on\w+|data-[\w-]+)=", re.sub(r">[^<]*<", "><", shown))
    assert "Bridge &amp; &lt;road&gt;" in shown
    assert 'dir="auto"' in shown
    assert "overflow-wrap:break-word" in shown


def test_the_legend_names_only_the_marks_in_use(row, quotes, mentions) -> None:
    assert "place</mark>" not in highlight.article(row, quotes).legend
    assert "place</mark>" in highlight.article(row, quotes, mentions=mentions).legend
    assert highlight.article(row).legend == "Nothing was found in this article."


def test_a_script_in_title_text_and_names_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    quotes = pd.DataFrame(
        [
            {
                "quote_id": "q1",
                "article_id": evil,
                "kind": "direct",
                "start": 0,
                "end": 5,
                "speaker": evil,
            }
        ]
    )
    made = highlight.article({"article_id": evil, "title": evil, "text": evil}, quotes)
    assert "<script" not in made._repr_html_()
    assert plain(made.body) == evil


@pytest.mark.parametrize("text", ["", "#", "שלום עולם", "w" * 5000, "a\r\n\nb", "\x00 & &amp;"])
def test_edge_texts_come_back(text: str) -> None:
    made = highlight.article({"article_id": "a1", "text": text, "title": None})
    assert plain(made.body) == text
    assert made.title == ""


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("Karsk-on-Sea", "[Karsk-on-Sea]"),
        ("Karsk", None),
        ("KARSK was", None),
        (None, None),
    ],
)
def test_a_place_is_labelled_only_where_the_text_names_it_otherwise(
    row, mentions, place: str | None, label: str | None
) -> None:
    body = highlight.article(row, mentions=mentions.assign(place=place)).body
    assert re.findall(r"\[[^]]*\]", body) == ([label] if label else [])


def test_crossing_spans_nest() -> None:
    body = highlight.render("abcdef", [Span(0, 4, "quotation", "A"), Span(2, 6, "place")])
    depth = 0
    for tag in re.findall(r"</?mark", body):
        depth += 1 if tag == "<mark" else -1
        assert depth >= 0
    assert depth == 0
    assert plain(body) == "abcdef"


def test_the_plain_repr_lists_who_said_what(row, quotes, mentions) -> None:
    assert repr(highlight.article(row, quotes, mentions=mentions)).splitlines() == [
        "a1: 2 quotations, 1 place name",
        "  Mara Ostrell: We hold <the> bridge.",
        "  She: that the road to Karsk was closed",
        "  places: Karsk",
    ]


def test_a_frame_of_one_row_is_an_article_and_of_two_is_not(row) -> None:
    frame = pd.DataFrame([row, row])
    assert highlight.article(frame.iloc[:1]).article_id == "a1"
    with pytest.raises(SchemaError, match="got a frame of 2 rows"):
        highlight.article(frame)


def test_faults_say_what_and_where(row, quotes) -> None:
    with pytest.raises(
        SchemaError, match=r"row . ends at 9999, and article 'a1' has \d+ characters"
    ):
        highlight.article(row, quotes.assign(article_id="a1"))
    with pytest.raises(SchemaError, match="'quotes' frame: column 'kind' is missing"):
        highlight.article(row, quotes.drop(columns="kind"))
    with pytest.raises(SchemaError, match="column 'text' is missing"):
        highlight.article({"article_id": "a1"})


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_mark_meets_wcag_aa(row, quotes, mentions) -> None:
    shown = highlight.article(row, quotes, mentions=mentions)._repr_html_()
    styles = set(re.findall(r'style="([^"]*)"', shown))
    assert len(styles) >= 6
    for style in styles:
        ink = re.search(r"(?<![-\w])color:(#\w{6})", style).group(1)
        ground = re.search(r"background:(#\w{6})", style).group(1)
        assert contrast(ink, ground) >= 4.5


def test_rows_mark_an_article_as_frames_do():
    row = {"article_id": "a1", "title": "", "text": "“Rain,” said Mara Ostrell in Karsk."}
    quotes = pd.DataFrame([{"quote_id": "q1", "article_id": "a1", "kind": "direct", "start": 1,
                            "end": 6, "speaker": "Mara Ostrell"},
                           {"quote_id": "q2", "article_id": "a2", "kind": "direct", "start": 0,
                            "end": 3, "speaker": "Ivo Teller"}])  # fmt: skip
    of_frames = highlight.article(row, quotes)
    of_rows = highlight.marked(row, {"quotes": quotes.to_dict("records")[:1]})
    assert of_rows == of_frames
    assert len(of_rows.spans) == 1
