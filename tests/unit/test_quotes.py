"""Who is given which words: patterns of news prose in invented articles."""

from __future__ import annotations

import pytest

import newsan as ns
from newsan.document import Document
from newsan.quotes.attribution import Attribution
from newsan.quotes.attributions import cut_at_sentences


def found(text: str, **options: bool) -> list[tuple[str, str | None, str | None]]:
    """Return (words, speaker, cue) of every quotation."""
    quotes = ns.quotes.find(ns.articles.read({"text": text}), **options)
    clean = (
        quotes[["text", "speaker", "cue"]]
        .astype(object)
        .where(quotes[["text", "speaker", "cue"]].notna(), None)
    )
    return [tuple(row) for row in clean.values.tolist()]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "cue"),
    [
        ("“It rained,” Mara Ostrell said.", "It rained,", "Mara Ostrell", "said"),
        ("“It rained,” said Mara Ostrell.", "It rained,", "Mara Ostrell", "said"),
        ("Mara Ostrell said: “It rained.”", "It rained.", "Mara Ostrell", "said"),
        (
            "Mara Ostrell, a doctor, told reporters on Friday that it had rained.",
            "that it had rained",
            "Mara Ostrell, a doctor",
            "told",
        ),
        (
            "It had rained, according to Mara Ostrell.",
            "It had rained",
            "Mara Ostrell",
            "according to",
        ),
        (
            "According to the ministry, the bridge fell.",
            "the bridge fell",
            "the ministry",
            "According to",
        ),
        (
            "The mayor denied that the bridge had fallen.",
            "that the bridge had fallen",
            "The mayor",
            "denied",
        ),
        ("The bridge, she said, was destroyed.", "The bridge", "she", "said"),
        ("She called the report “simply untrue.”", "the report “simply untrue.”", "She", "called"),
        (
            "Ostrell accused Teller of “hiding the rain.”",
            "Teller of “hiding the rain.”",
            "Ostrell",
            "accused",
        ),
        (
            "The agency quoted Luka Tarn as saying: “The village was taken.”",
            "The village was taken.",
            "Luka Tarn",
            "as saying",
        ),
        ("“It poured.” — Mara Ostrell", "It poured.", "Mara Ostrell", "—"),
        (
            "Ostrell must show, Teller wrote, that “she can swim.”",
            "that “she can swim.”",
            "Teller",
            "wrote",
        ),
        ("As the mayor noted, the dam held on.", "the dam held on", "the mayor", "noted"),
        (
            "10:05am Mayor Mara Ostrell says the bridge is shut.",
            "the bridge is shut",
            "Mayor Mara Ostrell",
            "says",
        ),
        (
            "14:30 GMT Mayor Mara Ostrell says the bridge is shut.",
            "the bridge is shut",
            "Mayor Mara Ostrell",
            "says",
        ),
        (
            "10.45am Mayor Mara Ostrell says the bridge is shut.",
            "the bridge is shut",
            "Mayor Mara Ostrell",
            "says",
        ),
        ("Two people died, officials said.", "Two people died", "officials", "said"),
        (
            "The mayor, Mara Ostrell, in a statement: “It is over.”",
            "It is over.",
            "The mayor, Mara Ostrell",
            None,
        ),
        ("Ivo Teller: “Not one stone.”", "Not one stone.", "Ivo Teller", ":"),
        (
            "“Never again,” reads a banner at the hall.",
            "Never again,",
            "a banner at the hall",
            "reads",
        ),
        (
            "“They have no reserves left,” the expert believes.",
            "They have no reserves left,",
            "the expert",
            "believes",
        ),
        (
            "“They lie”, Teller said of the council, “and they know it”.",
            "They lie",
            "Teller",
            "said",
        ),
        ("According to him, the water fell.", "the water fell", "him", "According to"),
        (
            "Teller said it rained, but Mara Ostrell said it did not.",
            "it did not",
            "Mara Ostrell",
            "said",
        ),
        (
            "Ostrell, asked about the rain, said it was over.",
            "it was over",
            "Ostrell",
            "said",
        ),
        ("RAIN IS OVER, the mayor posted.", "RAIN IS OVER", "the mayor", "posted"),
        (
            "Mara Ostrell urged Teller to leave the river.",
            "to leave the river",
            "Mara Ostrell",
            "urged",
        ),
        (
            "Veldany’s mayor said it rained after Teller said it would not.",
            "it rained",
            "Veldany’s mayor",
            "said",
        ),
    ],
)
def test_patterns(text: str, words: str, speaker: str, cue: str | None) -> None:
    assert (words, speaker, cue) in found(text)


def test_pieces_of_one_utterance_share_an_attribution() -> None:
    quotes = ns.quotes.find(
        ns.articles.read({"text": "“It rained,” said Mara Ostrell, “and then it snowed.”"})
    )
    assert quotes["text"].tolist() == ["It rained,", "and then it snowed."]
    assert quotes["attribution_id"].nunique() == 1
    assert quotes["kind"].tolist() == ["direct", "direct"]


def test_a_quotation_without_a_cue_goes_on_from_the_one_before() -> None:
    text = "“It rained,” Mara Ostrell said. “It rained again.”\n\n“And again.”"
    assert [s for _, s, _ in found(text)] == ["Mara Ostrell"] * 3


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "“It broke,” said Olu Bright, a farmer. Vale, 29, said it would be mended.",
            ["Olu Bright, a farmer", "Vale, 29"],
        ),
        ("Mayor of Ostrand. Mara Ostrell, 31, said it rained.", ["Mara Ostrell, 31"]),
        (
            "“It broke,” said Gen. Olu Bright Jr. of the U.S. Army.",
            ["Gen. Olu Bright Jr. of the U.S. Army"],
        ),
        ("“It broke,” said Lt. Col. Olu Bright. It rained.", ["Lt. Col. Olu Bright"]),
    ],
)
def test_no_speaker_goes_on_into_the_next_sentence(text: str, speakers: list[str]) -> None:
    assert [speaker for _, speaker, _ in found(text)] == speakers


@pytest.mark.parametrize(
    ("source", "cue", "kept"),
    [
        ("Olu Bright. Vale", "said", "Vale"),
        ("Flood in Ardal\nVale", "said", "Vale"),
        ("Olu Bright. 29", "said", None),
        ("Gen. Olu T. Bright", "said", "Gen. Olu T. Bright"),
        ("Del. Olu Bright", "said", "Del. Olu Bright"),
        ("Fr. Olu Bright of Ft. Vale", "said", "Fr. Olu Bright of Ft. Vale"),
    ],
)
def test_of_a_source_the_sentence_next_to_the_cue_is_kept(
    source: str, cue: str, kept: str | None
) -> None:
    text = f"{source} {cue} it rained."
    at = len(source) + 1
    made = Attribution([(at + 5, len(text) - 1)], (0, len(source)), (at, at + len(cue)), 1.0)
    (cut,) = cut_at_sentences(Document(text), [made])
    assert (text[slice(*cut.source)] if cut.source else None) == kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Mara Ostrell said the deal was done. I was shocked. I had been told nothing.",
            "the deal was done",
        ),
        (
            "Ivo Teller wrote to this paper that “no branch will close.” I hope so. I doubt it.",
            "that “no branch will close.”",
        ),
        (
            "According to Mara Ostrell, the firm is sound. I am not so sure. Its accounts are late.",
            "the firm is sound",
        ),
        ("We waited. No train came. The line is closed, a guard told us.", "The line is closed"),
        (
            "Mara Ostrell said: The deal is done. I was shocked.",
            "The deal is done. I was shocked",
        ),
        (
            "- The deal is done. I was shocked - said Mara Ostrell.",
            "The deal is done. I was shocked",
        ),
        ("Mara Ostrell said “it is done. I was shocked.” I was not.", "it is done. I was shocked."),
        (
            'It must not rain. We must show restraint, "said Mara Ostrell.',
            "It must not rain. We must show restraint",
        ),
        (
            "Mara Ostrell said the deal was done, though the firm has not signed it.",
            "the deal was done",
        ),
        ("Mara Ostrell said the deal was done but did not say when.", "the deal was done"),
        (
            "While Mara Ostrell said the deal was done, the firm has not signed it.",
            "the deal was done",
        ),
        (
            "Mara Ostrell said the deal was done, though not signed.",
            "the deal was done, though not signed",
        ),
        (
            "Mara Ostrell said that, though it hurt the firm, the deal was done.",
            "that, though it hurt the firm, the deal was done",
        ),
        (
            "Mara Ostrell said the firm closed its bank but did not sell the mill.",
            "the firm closed its bank but did not sell the mill",
        ),
        (
            "The deal was done, though it hurt, Mara Ostrell said.",
            "The deal was done, though it hurt",
        ),
    ],
)
def test_words_without_marks_end_with_their_sentence(text: str, words: str) -> None:
    assert [w for w, *_ in found(text)] == [words]


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("Tarn Bio Inc.", "(NASDAQ: TARN)"),
        ("Halden Shipping ASA", "(OSE: HALD, OTCQX: HLDNF)"),
        ("Brightwater Foods plc", '(the "Company")'),
        ("The Carden River Authority", "(“the Authority”)"),
        ("Orrin Mining", "(“Orrin” or the “Company”)"),
    ],
)
def test_a_ticker_is_no_part_of_who_speaks(name: str, aside: str) -> None:
    assert found(f"{name} {aside} said its mill would close.") == [
        ("its mill would close", name, "said")
    ]


def test_a_quotation_of_many_paragraphs_has_one_speaker() -> None:
    text = "Mara Ostrell wrote on Friday: “It rained.\n\n“It rained again.\n\n“It stopped.”"
    assert [(w, s) for w, s, _ in found(text)] == [
        ("It rained.", "Mara Ostrell"),
        ("It rained again.", "Mara Ostrell"),
        ("It stopped.", "Mara Ostrell"),
    ]


def test_two_speakers_in_two_paragraphs_stay_two() -> None:
    text = (
        "“It rained,” Mara Ostrell said.\n\n“It was dry,” Ivo Teller said.\n\n“No,” she answered."
    )
    assert [s for _, s, _ in found(text)] == ["Mara Ostrell", "Ivo Teller", "she"]


@pytest.mark.parametrize(
    "text",
    [
        "The film “Rain Over Veldany” opened on Friday.",
        "The so-called “dry run” went ahead.",
        "PHOTO: Mara Ostrell speaks in Veldany, where she said it rained.",
        "MORE: Ostrell says rain is over",
        "The mayor’s statement was long.",
        "The mayor did not say that it rained.",
        "Nobody said that it rained.",
        "The mayor may say that it rained.",
        "Where the two men were speaking was not stated.",
        "The ministry of rain is not quoted on the size of the flood.",
        "A spokesman, who asked not to be named, left early.",
        "The cook left in a brief reply of a kind.",
    ],
)
def test_no_quotation_is_made_of_titles_scare_quotes_or_furniture(text: str) -> None:
    assert (
        found(f"Nothing was heard in Veldany on Friday morning.\n\n{text}\n\nThe day was dry.")
        == []
    )


def test_nothing_crosses_furniture() -> None:
    text = "“It rained,” Mara Ostrell said.\n\nMORE: Rain in Veldany\n\n“It was dry.”"
    assert found(text)[-1][1] is None


def test_single_marks_are_the_outer_ones_where_they_hold_the_speech() -> None:
    text = (
        "‘We waited for the bus,’ said Mara Ostrell. ‘Nobody came.’\n\n"
        "‘I told them, “Close it now”,’ Ivo Teller’s brother said."
    )
    assert [w for w, _, _ in found(text)] == [
        "We waited for the bus,", "Nobody came.", "I told them, “Close it now”,"]  # fmt: skip


def test_beliefs_only_on_request() -> None:
    text = "Mara Ostrell believes that it will rain."
    assert found(text) == []
    assert found(text, beliefs=True) == [("that it will rain", "Mara Ostrell", "believes")]


@pytest.mark.parametrize(
    "text", ["x", "“", "”“", "“”", '"', "said", "“x” said", "\n\n“\n\n”", "— —", ": “a”"]
)
def test_scraps_of_text_are_read_without_a_crash(text: str) -> None:
    ns.schema.check(ns.quotes.find(ns.articles.read({"text": text})), "quotes")


def test_no_article_gives_an_empty_frame_with_its_columns() -> None:
    quotes = ns.quotes.find(ns.schema.build([], "articles"))
    assert quotes.empty
    assert list(quotes.columns) == [*ns.schema.names("quotes"), "content"]


def test_a_frame_that_is_not_articles_is_refused() -> None:
    with pytest.raises(ns.errors.SchemaError, match="column 'text' is missing"):
        ns.quotes.find(ns.schema.build([], "articles").drop(columns="text"))
