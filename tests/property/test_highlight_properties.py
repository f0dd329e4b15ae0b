"""Whatever the text and the spans, marking adds and loses nothing and nests its tags."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from newsan import highlight
from newsan.highlight import Span

KINDS = ["quotation", "indirect", "speaker", "cue", "place", "front line"]
NAMES = st.text(alphabet="ab <>&\"'[]/sub", max_size=8)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(
        st.text(
            alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("<>&\"'”\n sub/mark")),
            max_size=60,
        )
    )
    ends = st.integers(0, len(text))
    spans = draw(
        st.lists(
            st.builds(
                lambda a, b, kind, label: Span(min(a, b), max(a, b), kind, label),
                ends,
                ends,
                st.sampled_from(KINDS),
                NAMES,
            ),
            max_size=8,
        )
    )
    return text, spans


def plain(body: str) -> str:
    return html.unescape(
        re.sub(r"<[^>]*>", "", re.sub(r"<sub[^>]*>.*?</sub>", "", body, flags=re.DOTALL))
    )


@given(marked())
def test_without_tags_and_labels_the_text_comes_back(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    assert plain(highlight.render(text, spans)) == text


@given(marked())
def test_tags_nest_and_every_label_appears(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    body = highlight.render(text, spans)
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)(mark|sub)\b", body):
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert not open_tags
    assert body.count("<sub") == sum(bool(s.label) and s.start < s.end for s in spans)


@given(marked())
def test_every_character_of_a_span_is_inside_its_mark(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    body = re.sub(r"<sub[^>]*>.*?</sub>", "", highlight.render(text, spans), flags=re.DOTALL)
    depth, inside = 0, []
    for tag, character in re.findall(r"<(/?\w+)[^>]*>|(&\w+;|&#\w+;|[^<])", body, re.DOTALL):
        if tag:
            depth += {"mark": 1, "/mark": -1}.get(tag, 0)
        else:
            inside.append(depth)
    assert inside == [sum(s.start <= i < s.end for s in spans) for i in range(len(text))]


@given(marked())
def test_the_order_of_spans_does_not_matter(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    assert highlight.render(text, spans) == highlight.render(text, spans[::-1])
