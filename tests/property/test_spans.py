"""Every span of every frame gives its text back, on generated and on news-shaped text."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsan as ns
from newsan.document import Document
from newsan.quotes.turns import apply_turns
from newsan.text import furniture, paragraphs, quoted_regions, sentences, tokens

NAMES = st.sampled_from(
    [
        "Mara Ostrell",
        "Ivo Teller",
        "the ministry",
        "she",
        "He",
        "it",
        "the General Staff",
        "Mr. Teller, the mayor of Ostrand",
        "DR. OSTRELL",
        "Суджа",
        "officials",
        "who",
        "Olu Bright, a farmer. Vale, 29,",
        "Flood in Ostrand\nIvo Teller",
        "Gen. T. Vale of the U.S. Army",
    ]
)
CUES = st.sampled_from(
    [
        "said",
        "told reporters",
        "denied that",
        "said on Friday",
        "according to",
        "wrote",
        "accused",
        "added that",
        "called",
        "warned of",
        "urged",
        "has said",
        "posted:",
        "—",
    ]
)
MARKS = st.sampled_from(
    ["“{}”", '"{}"', "''{}''", "«{}»", "„{}“", "“{}", "‘{}’", "{}", '"{}', "“{}\n\n“{}”"]
)
WORDS = st.sampled_from(
    [
        "It rained",
        "NO BRIDGE FELL IN SUDZHA",
        "[In] the event of rain",
        "Sudzha was encircled",
        "they will not stop!",
        "if it rains, “we” go",
        "I’m sure",
        "Kursk region is “ours”",
        "x",
        "…",
    ]
)
ENDS = st.sampled_from(
    [".", ",", "?", "!", "…", "", ":", ";", ".\n", ".\n\n", "\n\nPHOTO: Ostrell speaks.\n\n"]
)


@st.composite
def news(draw: st.DrawFn) -> str:
    """Make a text of the parts that news prose is made of, in any order and with any fault."""
    parts = []
    for _ in range(draw(st.integers(1, 8))):
        quoted = draw(MARKS).replace("{}", draw(WORDS) + draw(ENDS))
        tag = f"{draw(NAMES)} {draw(CUES)}"
        parts.append(
            draw(
                st.sampled_from(
                    [f"{quoted} {tag}", f"{tag} {quoted}", f"{tag}, {quoted}", quoted, tag]
                )
            )
            + draw(ENDS)
        )
    return " ".join(parts)


ANY = st.one_of(
    news(), st.text(max_size=200), st.text(alphabet="“”\"'‘’«»„ .,\nAasid—:()[]", max_size=120)
)
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def read(*texts: str) -> pd.DataFrame:
    rows = [{"id": f"a{i}", "text": t, "date": "2025-03-14"} for i, t in enumerate(texts)]
    return ns.articles.read(rows, bad="report")


@given(st.lists(ANY, min_size=1, max_size=6))
@settings(SLOW, max_examples=20)
def test_every_span_of_every_frame_gives_its_text_back(texts: list[str]) -> None:
    result = ns.analyse(read(*texts))
    bodies = dict(zip(result.articles["article_id"], result.articles["text"], strict=True))
    for prefix, column, frame in (
        ("", "text", result.quotes),
        ("speaker_", "speaker", result.quotes),
        ("cue_", "cue", result.quotes),
        ("", "name", result.mentions),
    ):
        for row in frame.dropna(subset=[f"{prefix}start"]).to_dict("records"):
            body = bodies[row["article_id"]]
            assert body[int(row[f"{prefix}start"]) : int(row[f"{prefix}end"])] == row[column]
    for frame in (result.stance, result.references):
        for row in frame.to_dict("records"):
            assert 0 <= row["start"] < row["end"] <= len(bodies[row["article_id"]])
    for name, frame in result:
        ns.schema.check(frame, name)


@given(ANY)
@SLOW
def test_quotations_are_in_order_and_do_not_overlap(text: str) -> None:
    quotes = ns.quotes.find(read(text), beliefs=True)
    starts, ends = quotes["start"].tolist(), quotes["end"].tolist()
    assert starts == sorted(starts)
    assert all(e <= s for e, s in zip(ends, starts[1:], strict=False))
    assert quotes["quote_id"].is_unique


@given(news())
@SLOW
def test_no_speaker_crosses_the_end_of_a_sentence(text: str) -> None:
    articles = read(text)
    quotes = ns.quotes.find(articles, beliefs=True).dropna(subset=["speaker_start"])
    openings = [a for a, _ in sentences(articles["text"][0])]
    for start, end in zip(quotes["speaker_start"], quotes["speaker_end"], strict=True):
        assert not [a for a in openings if start < a < end]


@given(ANY)
@SLOW
def test_text_is_cut_into_pieces_in_order_that_lose_nothing(text: str) -> None:
    for cut in (paragraphs, sentences):
        spans = cut(text)
        assert all(a < b for a, b in spans)
        assert all(b <= c for (_, b), (c, _) in zip(spans, spans[1:], strict=False))
        assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    for a, b in tokens(text):
        assert text[a:b].strip() == text[a:b] != ""
    for region in quoted_regions(text):
        assert region.outer_start <= region.start < region.end <= region.outer_end <= len(text)
        assert text[region.start : region.end].strip()
    for piece in furniture(text):
        assert 0 <= piece.start < piece.end <= len(text)


@given(news(), news())
@SLOW
def test_an_article_is_read_the_same_in_any_company(one: str, two: str) -> None:
    both = ns.articles.read([{"id": "a", "text": one}, {"id": "b", "text": two}])
    alone = ns.articles.read([{"id": "b", "text": two}])
    found = ns.actors.resolve(ns.quotes.find(both), both)
    found = found[found["article_id"] == "b"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, ns.actors.resolve(ns.quotes.find(alone), alone))


@given(st.lists(ANY, max_size=3))
@SLOW
def test_what_is_saved_is_what_is_read(tmp_path_factory, texts: list[str]) -> None:
    articles = ns.articles.read(
        [{"id": f"a{i}", "text": t} for i, t in enumerate(texts)], bad="report"
    )
    folder = tmp_path_factory.mktemp("saved")
    for suffix, write in {
        "jsonl": lambda p: articles.to_json(
            p, orient="records", lines=True, force_ascii=False, date_format="iso"
        ),
        "parquet": lambda p: articles.to_parquet(p),
    }.items():
        if articles.empty:
            continue
        path = folder / f"all.{suffix}"
        write(path)
        again = ns.articles.read(path)
        assert again["text"].tolist() == articles["text"].tolist()
        assert again["sha256"].tolist() == articles["sha256"].tolist()


TURNS = st.lists(
    st.sampled_from(
        [
            "The Veldany Post spoke with Mara Ostrell.",
            "Did you row?",
            "I did, and Tove Ardal said that it rained.",
            "“We never row,” I told her.",
            "The early years",
            "May it please the Court: my name is Mara Ostrell.",
            "Mr. Teller, do you agree?",
            "I do, Justice Brandl.",
            "Q: Do you row?",
            "**A:** I do: “never”.",
            "MARA OSTRELL, HOST: Did it rain?",
            "TELLER: It did.",
            "OSTRELL: 11",
            "(Laughter.)",
            "…",
        ]
    ),
    max_size=14,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TURNS)
def test_turns_lie_within_the_text_and_do_not_overlap(lines: list[str]) -> None:
    document = Document("\n\n".join(lines))
    spans = [made.content[0] for made in apply_turns(document, [])]
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
