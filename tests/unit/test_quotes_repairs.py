"""What layout tells of quotations: signatures, transcripts, sentences taken up again, continuations."""

from __future__ import annotations

import importlib

import pandas as pd
import pytest

import newsan as ns
from newsan.document import Document
from newsan.quotes import cues, layout
from newsan.quotes.attribution import Attribution
from newsan.quotes.attributions import attributions, repair, together
from newsan.quotes.sentence_frames import read_sources
from newsan.text import quoted_regions

finding = importlib.import_module("newsan.quotes.find")
judging = importlib.import_module("newsan.quotes.attributions")


def read(text: str, found: list[Attribution] | None = None) -> list[tuple[list[str], str, str]]:
    """Return (contents, source, cue) of what is found, given what the tagger is supposed to have found."""
    document = Document(text)
    made = repair(document, read_sources(document, found or []))
    return [
        (
            [text[slice(*span)] for span in a.content],
            text[slice(*a.source)] if a.source else "",
            text[slice(*a.cue)] if a.cue else "",
        )
        for a in made
    ]


def quoted(text: str) -> list[Attribution]:
    """Return every quoted stretch of a text as content without cue and source."""
    regions = quoted_regions(text)
    return [Attribution([(r.start, r.end)], None, None, 0.9, is_quoted=True) for r in regions]


def said(text: str) -> list[tuple[str | None, str]]:
    """Return (speaker, words) as `quotes.find` gives them."""
    quotes = ns.quotes.find(ns.articles.read({"text": text, "date": "2031-05-02"}))
    return [
        (None if pd.isna(s) else s, t)
        for s, t in zip(quotes["speaker"], quotes["text"], strict=True)
    ]


def test_signed_quotations_belong_to_who_signed() -> None:
    text = "Readers wrote.\n“It rained.” ― Mara Ostrell\n“It did not.” — Ivo Teller.\n“So what?”"
    assert read(text, quoted(text)) == [
        (["It rained."], "Mara Ostrell", "―"),
        (["It did not."], "Ivo Teller", "—"),
        (["So what?"], "Ivo Teller", "—"),
    ]


@pytest.mark.parametrize(
    "text", ["“It rained” — and then it snowed.\nDry.", "He saw “Rain” – The Film\n"]
)
def test_a_dash_within_a_sentence_is_no_signature(text: str) -> None:
    assert all(source == "" for _, source, _ in read(text, quoted(text)))


def test_turns_of_a_transcript_belong_to_the_names_before_the_colon() -> None:
    text = "“OSTRELL: Did it rain?”\n\n“TELLER: It did.”"
    assert read(text, quoted(text)) == [
        (["Did it rain?"], "OSTRELL", ":"),
        (["It did."], "TELLER", ":"),
    ]


@pytest.mark.parametrize(
    "text", ["Rain – a short history of water\n\nIt rained.", "Veldany, 2 May – It rained.\n"]
)
def test_a_dash_before_other_words_names_nobody(text: str) -> None:
    assert read(text) == []


def test_quotations_go_on_where_one_was_left_open_or_stands_alone() -> None:
    text = "Ostrell said: “It rained.\n\n“It rained again.”\n\nThe river rose.\n\n“Who knows?”"
    found = quoted(text)
    found[0].source, found[0].cue = (0, 7), (8, 12)
    assert [source for _, source, _ in read(text, found)] == ["Ostrell", "Ostrell", ""]
    assert found[2].confidence < found[1].confidence


@pytest.mark.parametrize(
    ("below", "source", "cue", "wanted"),
    [
        ("Teller said he was out.", "Teller", "said", "Ostrell"),  # has words of its own
        ("- Ivo Teller", "Ivo Teller", "-", "Ivo Teller"),  # signs
    ],
)
def test_the_next_paragraph_has_words_of_its_own_unless_it_signs(
    below: str, source: str, cue: str, wanted: str
) -> None:
    text = f"“I saw it,” Ostrell said.\n\n“It rained.”\n\n{below}"
    found = found_in(text, (["I saw it,"], "Ostrell", "said"), (["It rained."], source, cue))
    found[1].cue = (text.rindex(cue), text.rindex(cue) + len(cue))
    assert [source for _, source, _ in read(text, found)] == ["Ostrell", wanted]


def test_a_quotation_behind_a_colon_is_of_whoever_the_words_before_it_are_of() -> None:
    text = "Ostrell told why the road was shut:\n\n“The pillar moved.”\n\nIt rained. “Who knows?”"
    before = Attribution([(13, 34)], (0, 7), (8, 12), 0.9)
    assert read(text, [before, *quoted(text)]) == [
        (["why the road was shut"], "Ostrell", "told"),
        (["The pillar moved."], "Ostrell", "told"),
        (["Who knows?"], "", ""),
    ]


def found_in(text: str, *wanted: tuple[list[str], str, str]) -> list[Attribution]:
    """Return attributions of words of a text: contents, source, cue (blank for none)."""

    def span(words: str) -> tuple[int, int] | None:
        return (text.index(words), text.index(words) + len(words)) if words else None

    inner = {text[r.start : r.end] for r in quoted_regions(text)}
    return [
        Attribution([span(c) for c in contents], span(source), span(cue), 0.9,
                    is_quoted=set(contents) <= inner)
        for contents, source, cue in wanted
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        (
            "The Veldany Post quoted Mara Ostrell as saying that it rained.",
            (["that it rained"], "The Veldany Post", "as saying"),
            [(["that it rained"], "Mara Ostrell", "as saying")],
        ),
        (
            "Ostrell pushed back on Friday against the claims that it rained.",
            (["that it rained"], "Ostrell", "claims"),
            [(["that it rained"], "Ostrell", "pushed back on Friday against the claims")],
        ),
        (
            "According to the latest data of the mill, it rained.",
            (["the latest data of the mill, it rained"], "", "According to"),
            [(["it rained"], "the latest data of the mill", "According to")],
        ),
        (
            "All deny that the bridge has fallen.",
            (["that the bridge has fallen"], "All", "deny"),
            [(["that the bridge has fallen"], "All", "deny")],
        ),
        (
            "Dam is safe, says report that warns of floods.",
            (["Dam is safe", "report that warns of floods"], "", "says"),
            [(["Dam is safe", "report that warns of floods"], "", "says")],
        ),
        (
            "The claim that it rained was repeated.",
            (["that it rained"], "The", "claim"),
            [(["that it rained"], "", "claim")],
        ),
    ],
)
def test_frames_the_tagger_gets_wrong_are_mended(
    text: str, given: tuple, wanted: list[tuple]
) -> None:
    assert read(text, found_in(text, given)) == wanted


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("“It rained,” Ostrell said in a film that showed her garden.", "Ostrell", "It rained,"),
        (
            "“It rained,” one of the guards was quoted as saying by the Veldany Post.",
            "one of the guards",
            "It rained,",
        ),
        (
            "According to Ostrell, 30 sheep drowned or were hurt, two barns, one mill and a bridge.",
            "Ostrell",
            "30 sheep drowned or were hurt, two barns, one mill and a bridge",
        ),
        (
            "Mara Ostrell, head of the guards, reported to the mayor on Monday that it rained.",
            "Mara Ostrell, head of the guards",
            "that it rained",
        ),
        ("Ardal was quoted as saying that it might rain.", "Ardal", "that it might rain"),
        (
            "The Veldany Post cited Mara Ostrell as saying: “It rained.”",
            "Mara Ostrell",
            "It rained.",
        ),
    ],
)
def test_frames_that_need_no_rule(text: str, speaker: str, words: str) -> None:
    assert said(text) == [(speaker, words)]


def test_words_that_are_named_are_somebodys() -> None:
    text = "Ostrell then used the word “drizzle” again."
    assert read(text) == [(["drizzle"], "Ostrell", "used the word")]


@pytest.mark.parametrize(
    ("tagged", "piece"),
    [("“It rained.", "It rained."), ("It snowed.”", "It snowed."), ("rained", "rained")],
)
def test_a_part_of_a_quotation_goes_without_its_mark(tagged: str, piece: str) -> None:
    text = "Ostrell said: “It rained. It snowed.”"
    document = Document(text)
    [made] = together(document, found_in(text, ([tagged], "Ostrell", "said")))
    assert [text[slice(*span)].rstrip(".") for span in made.content] == [piece.rstrip(".")]


def test_the_quoted_stretches_of_a_text_are_kept_once() -> None:
    [found] = finding._attributions_of(
        [Document("“It rained,” Ostrell said. “It snowed,” Teller said.")], beliefs=False
    )
    assert len(found) == 2
    assert len({id(marks) for _, marks in found}) == 1


def test_nothing_is_made_of_nothing() -> None:
    assert repair(Document(""), []) == []


@pytest.mark.parametrize(
    ("cue", "speech"),
    [
        ("said", True),
        ("According to", True),
        ("—", True),
        ("was quoted as saying", True),
        ("believes", False),
        ("is expected to announce", False),
        ("will also ask", False),
        ("seemed", False),
        ("beamed", None),
    ],
)
def test_cues_tell_speech_from_thought(cue: str, speech: bool | None) -> None:
    assert cues.kind_of(cue) is speech


def test_every_cue_form_is_listed_once_and_sourced() -> None:
    from newsan import lexicons

    rows = lexicons.rows("cues")
    forms = [form for row in rows for form in row["forms"].split("|")]
    assert len(forms) == len(set(forms))
    assert all(
        row["is_speech"] in ("0", "1", "clause") and row["source"] and row["licence"]
        for row in rows
    )


def test_furniture_is_blank_and_a_wall() -> None:
    text = "“It rained,” Ostrell said.\n\nMORE: Rain in Veldany\n\n“It was dry.”"
    blank, walls = (Document(text).prose, Document(text).walls)
    assert len(blank) == len(text)
    assert "MORE" not in blank
    assert walls == [text.index("MORE")]


def test_texts_are_read_lazily_and_each_by_itself() -> None:
    texts = ["“It rained,” Mara Ostrell said.", "", "“Rain" * 3, "Ivo Teller denied it had rained."]
    together = [spans(found) for found, _ in attributions(map(Document, texts))]
    assert together == [spans(next(attributions([Document(text)]))[0]) for text in texts]
    assert [len(found) for found in together][:2] == [1, 0]


def spans(found: list[Attribution]) -> list[tuple]:
    return [(a.content, a.source, a.cue, a.is_speech) for a in found]


def test_turns_of_an_interview() -> None:
    text = (
        "The mayor spoke to the Veldany Post about the bridge.\n\nQ: Why is it closed?\n\n"
        "A: The pillar moved. My deputy said it was safe.\n\nQ: And when will it open?\n\nA: In June."
    )
    found = said(text)
    assert ("the Veldany Post", "Why is it closed?") in found
    assert ("A", "In June.") in found  # nobody is named in full


def test_labels_of_a_newsletter_are_no_turns() -> None:
    text = "The week in brief.\n\nWEATHER: Rain all day.\n\nPOLLS: The Unionists are on 31."
    assert said(text) == []


def test_a_portals_layout_names_its_source() -> None:
    text = (
        "Drone over Holubivka\n\nSource: Ivo Teller, head of the district, on Telegram\n\n"
        "Quote: “Five people are in hospital.”\n\nQuote from Ostrell: “There was no warning.”"
    )
    assert said(text) == [
        ("Ivo Teller", "Five people are in hospital."),
        ("Ostrell", "There was no warning."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mara Ostrell told the magazine, “We did it.”", "We did it."),
        ("In the documentary, “We had no way out,” Ardal said.", "We had no way out,"),
        (
            "When asked, Ostrell said it was “over,” the water had gone, and nobody was hurt.",
            "it was “over,” the water had gone, and nobody was hurt",
        ),
        (
            "As soon as they put it to a vote, Ivo Brandl shouted: “Go home now, all of you.”",
            "Go home now, all of you.",
        ),
    ],
)
def test_nothing_is_lost_to_a_frame(text: str, words: str) -> None:
    assert words in [w for _, w in said(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "- It has rained for a week. We do not expect that the bridge will hold - said Mara Ostrell.",
            "It has rained for a week. We do not expect that the bridge will hold",
        ),
        (
            "The council met on Monday in the hall by the mill.- The pillar moved.It moved twice.We shall close it "
            "- added Ivo Teller.",
            "The pillar moved.It moved twice.We shall close it",
        ),
    ],
)
def test_words_between_dashes_are_whole(text: str, words: str) -> None:
    assert [w for _, w in said(text)] == [words]


def test_words_that_a_dash_opens_at_a_line_are_direct() -> None:
    text = "The river rose.\n\n- We do not expect that it will hold - said Mara Ostrell.\n\nIvo Teller said it holds."
    quotes = ns.quotes.find(ns.articles.read({"text": text, "date": "2031-05-02"}))
    assert quotes[["speaker", "kind"]].to_numpy().tolist() == [
        ["Mara Ostrell", "direct"],
        ["Ivo Teller", "indirect"],
    ]


def test_a_pull_quote_is_not_of_who_spoke_above_it() -> None:
    text = "“The mill is shut,” Mara Ostrell said.\n\n“Rain is coming”\n\nIvo Teller saw clouds."
    assert [source for _, source, _ in read(text, found_in(
        text, (["The mill is shut,"], "Mara Ostrell", "said"), (["Rain is coming"], "", ""))
    )] == ["Mara Ostrell", ""]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge fell” - said Mara Ostrell. “It rained. It has stopped” - said Tomas Brandl.",
        "KYIV (Reuters) - The port was shelled on Monday. The attack killed two - Mayor Mara Ostrell said.",
        "SACRAMENTO, Calif. - The river rose. Two bridges have fallen - said Mayor Mara Ostrell.",
        "Tomas Brandl saw the U.S.-led mission in Harland. The mission has failed - Mara Ostrell said.",
        "- It rained, Mara Ostrell told reporters. The mayor is a liar - said Tomas Brandl.",
    ],
)
def test_other_dashes_open_nothing(text: str) -> None:
    last = text.rindex(". ", 0, -1) + 2
    last += text[last] == "“"
    content = Attribution([(last, text.rindex(" -"))], (0, 2), (len(text) - 5, len(text)), 1.0)
    others = [Attribution([(2, 11)], (13, 25), (26, 30), 1.0)] if text[0] == "-" else []
    made = layout.apply_layout(Document(text), [*others, content])
    assert made[-1].content[0][0] == last and len(made) == len(others) + 1


@pytest.mark.parametrize("word", ["which", "what", "whether", "him", "this"])
def test_a_pronoun_alone_is_nobodys_words(word: str) -> None:
    text = f"The bridge fell, {word} Ostrell denied."
    content = Attribution([(17, 17 + len(word))], (18 + len(word), 25 + len(word)), None, 1.0)
    assert together(Document(text), [content]) == []


def test_a_person_told_of_is_no_source() -> None:
    text = "According to police, Ivo Brandl, 30, was driving a stolen car."
    assert [speaker for speaker, _ in said(text)] == ["police"]


INTERVIEW = (
    "Veldany Post interviews rower Mara Ostrell\n\nMara Ostrell has won eleven races.\n\n"
    "When did you begin?\n\nI was six. My aunt had a boat.\n\nWe took it out every day.\n\n"
    "Do you race on the sea?\n\nI never do. Tove Ardal told me that it rains there.\n\n"
    "What do you do next?\n\nI rest.\n"
)


def turns(text: str) -> list[tuple[str, str | None]]:
    found = ns.quotes.find(ns.articles.read({"text": text}))
    own = found[found["cue"].isna() & (found["kind"] == "direct")]
    return list(
        zip(
            own["text"],
            own["speaker"].astype(object).where(own["speaker"].notna(), None),
            strict=True,
        )
    )


def test_turns_of_an_interview_are_whose_the_opening_says() -> None:
    found = dict(turns(INTERVIEW))
    assert found["When did you begin?"] == "Veldany Post"
    assert found["I was six. My aunt had a boat."] == "Mara Ostrell"
    assert found["We took it out every day."] == "Mara Ostrell"
    assert len(found) == 7
    quotes = ns.quotes.find(ns.articles.read({"text": INTERVIEW}))
    assert "Tove Ardal" in quotes["speaker"].tolist()  # what a turn reports stays


@pytest.mark.parametrize(
    "text",
    [
        INTERVIEW.replace("you", "they"),  # asks nobody
        INTERVIEW.replace("I ", "Ostrell ").replace("We ", "They ").replace("My ", "Her "),
        INTERVIEW.replace("Do you race on the sea?\n\n", ""),  # two questions are no interview
        "I am glad to be here, my friends.\n\n" + INTERVIEW,  # a speech
        INTERVIEW.replace("Mara Ostrell", "a champion").replace("Veldany Post interviews", "Of"),
    ],
)
def test_no_interview(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("The Post spoke with Mara Ostrell.", "Mara Ostrell"),
        ("Mara Ostrell tells the Post of rain. Ostrell rows.", "Mara Ostrell"),
        ("An interview with River Service head Mara Ostrell.", "Mara Ostrell"),
        ("The Post interviewed Old Veldany bar owner.", None),  # who that is is not said
        ("The Post spoke with Mara Ostrell and Tove Ardal.", None),  # one of two
    ],
)
def test_whom_an_opening_names(line: str, guest: str | None) -> None:
    text = line + "\n\n" + INTERVIEW.split("\n\n", 2)[2]
    assert {s for w, s in turns(text) if w == "I rest."} == {guest}


def owners(text: str) -> list[str]:
    """Return whose each paragraph that is a turn is, blank where nobody knows."""
    return [speaker or "" for _, speaker in turns(text)]


def test_headings_captions_and_a_pull_quote_are_no_turns() -> None:
    text = INTERVIEW.replace(
        "I was six.",
        "The early years\n\nA boat at sea\n\nOstrell (right) in a boat.\n\n“It rained”\n\nI was six.",
    )
    assert len(turns(text)) == 7


def test_a_narrative_after_the_last_answer_is_no_turn() -> None:
    text = INTERVIEW + "\nThe race of 2031 was won by Ivo Teller in a boat of steel.\n"
    assert turns(text)[-1] == ("I rest.", "Mara Ostrell")


def test_the_same_questions_amid_quotations_with_tags_are_a_story() -> None:
    told = "“I do not race, and it is my choice,” Mara Ostrell said.\n\nShe rows.\n\n"
    text = INTERVIEW.replace("I rest.", told * 3).replace("I never do.", told)
    assert turns(text) == []


def test_two_who_answer_by_turns_once_one_is_known() -> None:
    text = (
        "The Post interviews Mara Ostrell and Ivo Teller\n\nWho are you?\n\nI'm Mara Ostrell.\n\n"
        "We row.\n\nWhen did you meet?\n\nWe were six.\n\nYes.\n\nDo you race?\n\n"
        "Mara and I do.\n\nWe never win."
    )
    assert owners(text) == [
        "The Post", "Mara Ostrell", "Ivo Teller", "The Post", "", "", "The Post", "Ivo Teller",
        "Mara Ostrell",
    ]  # fmt: skip


HEARING = (
    "May it please the Court: my name is Mara Ostrell, and I am here for the river.\n\n"
    "Did it rain?\n\nIt did, and we ask for a dam, Justice Brandl.\n\nYou have one.\n\n"
    "I do not see it as one.\n\nThen what do you ask of us?\n\nA dam, Your Honor, as I said.\n\n"
    "Alright, Mr. Teller, do you agree?\n\nI do.\n\nWe rise."
)


def test_turns_of_a_hearing_are_whose_the_others_call_them() -> None:
    assert owners(HEARING) == [
        "Mara Ostrell", "Justice Brandl", "Mara Ostrell", "", "Mara Ostrell", "", "Mara Ostrell",
        "", "Mr. Teller", "",
    ]  # fmt: skip


def test_a_colleague_told_of_is_not_called() -> None:
    text = HEARING.replace("a dam, Justice", "a dam, as did my friend, Mr. Ardal, before Justice")
    assert "Mr. Ardal" not in owners(text)


@pytest.mark.parametrize(
    "text",
    [
        HEARING.replace("my name is Mara Ostrell, and ", "")
        .replace("Justice B", "Miss B")
        .replace("Mr.", "Uncle"),
        HEARING.replace("I ", "Ostrell ")
        .replace("ou", "hey")
        .replace("e ask", "hey ask")
        .replace("us", "it"),
        HEARING.replace("please the Court", "be clear").replace("Your Honor", "sir"),
    ],
    ids=["nobody is called", "nobody speaks", "no court"],
)
def test_no_hearing(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "On air.\n\nMARA OSTRELL, HOST: Did it rain?\n\nTELLER (on screen): It did.\n\nOSTRELL: Where?",
            ["MARA OSTRELL", "TELLER", "MARA OSTRELL"],
        ),
        (
            "On air.\n\nMARA OSTRELL: Did it?\n\nTOVE OSTRELL: It did.\n\nOSTRELL: Where?",
            ["MARA OSTRELL", "TOVE OSTRELL", "OSTRELL"],
        ),
        (
            "Rower Mara Ostrell told us of rain. Ostrell rows.\n\n**Q:** Do you race?\n\n"
            "**A:** I do.\n\nEvery day.\n\n**Q:** How often did you win?\n\n**A:** 11",
            ["Q", "Mara Ostrell", "Mara Ostrell", "Q", "Mara Ostrell"],
        ),
        (
            "Rowers Mara Ostrell and Tove Ardal row.\n\nQ: Do you race?\n\nA: We do.\n\nQ: Still?",
            ["Q", "A", "Q"],
        ),
        ("Points.\n\nOstrell: 1,769.\n\nTeller: 1,501.\n\nOstrell: 547.", []),
    ],
    ids=["a role", "two of a family", "letters between asterisks", "two guests", "results"],
)
def test_labels_of_a_transcript(text: str, wanted: list[str]) -> None:
    found = ns.quotes.find(ns.articles.read({"text": text}))
    assert found["speaker"].tolist() == wanted
    assert set(found["kind"]) <= {"direct"}


def test_letters_of_an_interview_name_nobody() -> None:
    articles = ns.articles.read({"text": "Rain.\n\nQ: Did it?\n\nA: It did.\n\nQ: Still?"})
    assert ns.actors.resolve(ns.quotes.find(articles), articles)["actor_id"].isna().all()


LETTERS = """Of rain.

LETTERS.

The old dam leaks. I saw it on a walk.

Nobody mends it.

Mara Q. Ostrell.

Veldany, Cal.

TWITTER.

We asked who mends it.

I do, by night.

@tove_ardal2.

Follow us."""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            LETTERS,
            [
                ("The old dam leaks. I saw it on a walk.", "Mara Q. Ostrell"),
                ("Nobody mends it.", "Mara Q. Ostrell"),
                ("I do, by night.", "@tove_ardal2"),
            ],
        ),
        (LETTERS.replace("LETTERS.\n\n", ""), []),  # two lines that sign are no page of letters
        (LETTERS.replace("Follow us.", "The dam was built by a baker. " * 3), []),  # a heading
        (
            "Of fire.\n\nMara Ostrell\n\nShe was a teacher.\n\nIvo Teller\n\nHe was a cook.\n\nTove Ardal\n\nShe was new.",
            [],
        ),
        (LETTERS.replace("Nobody mends it.", "Nobody mends it.\n\n" * 20), []),  # an article
        (
            'Of rain. Ostrell wrote:\n\n<post author="@realMaraOstrell1">It rained. https://dam.example/1</post>\n\n'
            "Then Mara Ostrell slept.",
            [("It rained.", "Mara Ostrell")],
        ),
        (
            "Of rain.\n\nThe dam is dry. pic.dam.example/1 — Tove Ardal (@tove2) May 2, 2031\n\nIt was not.",
            [("The dam is dry.", "Tove Ardal")],
        ),
        ('Of rain.\n\n<post author="@tove2">The dam is dry', [("The dam is dry", "@tove2")]),
    ],
    ids=[
        "letters",
        "two names",
        "a heading",
        "headings",
        "an article",
        "a named author",
        "signed",
        "a handle",
    ],
)
def test_letters_and_posts_are_whose_names_sign_them(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    found = [(words, source) for pieces, source, _ in read(text) for words in pieces]
    assert found == wanted


def tagged(text: str, source: str, cue: str, *contents: str) -> list[Attribution]:
    """Return what the tagger is supposed to have found, given by its words."""

    def place(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    pieces = [place(words) for words in contents]
    return [Attribution(pieces, place(source) if source else None, place(cue), 0.9)]


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (
            "Villagers were warned that it might rain.",
            ("Villagers", "were warned", "that it might rain"),
            (["that it might rain"], "", "were warned"),
        ),
        (
            "Villagers were warned by the mayor that it might rain.",
            ("the mayor", "were warned", "Villagers", "that it might rain"),
            (["that it might rain"], "the mayor", "were warned"),
        ),
        (
            "The mayor warned villagers that it might rain.",
            ("The mayor", "warned", "that it might rain"),
            (["that it might rain"], "The mayor", "warned"),
        ),
    ],
)
def test_people_told_do_not_speak(
    text: str, given: tuple[str, ...], expected: tuple[list[str], str, str]
) -> None:
    assert read(text, tagged(text, *given)) == [expected]


def test_a_dateline_without_a_dash_is_no_part_of_what_follows() -> None:
    text = "Delmar, Mar 12 (ONA) Farmers said the harvest was lost."
    assert Document(text).prose.startswith(" " * len("Delmar, Mar 12 (ONA) ") + "Farmers")


def judged(text: str, source: str, cue: str, *contents: str) -> bool:
    """Tell whether what the tagger is supposed to have found was said."""
    if cue:
        (made,) = tagged(text, source, cue, *contents)
    else:
        (made,) = quoted(text)
    made.is_quoted = Document(text).inner.issuperset(made.content)
    return bool(judging._judge(Document(text), made).is_speech)


@pytest.mark.parametrize(
    ("text", "source", "cue", "words", "is_speech"),
    [
        ("The police questioned the baker.", "The police", "questioned", "the baker", False),
        ("Keld was charged with theft.", "", "was charged with", "theft", False),
        ("No injuries were reported.", "", "were reported", "No injuries", False),
        ("It was reported that it rained.", "", "was reported", "that it rained", True),
        ("Asked about the flood, she wept.", "", "Asked about", "the flood", False),
        ("Asked if it had rained, she wept.", "", "Asked", "if it had rained", False),
        ("Tove asked if it had rained.", "Tove", "asked", "if it had rained", True),
        ("Tove decided to sell the boat.", "Tove", "decided", "to sell the boat", False),
        ("She cited privacy rules.", "She", "cited", "privacy rules", False),
        ("She cited that it had rained.", "She", "cited", "that it had rained", True),
        ("Ostrell condemned the attack.", "Ostrell", "condemned", "the attack", True),
        ("A film entitled “Rain at dawn” won.", "A film", "entitled", "Rain at dawn", False),
        ("She beamed: “It has rained.”", "She", "beamed", "It has rained.", True),
        ("“Orange juice,” he nodded.", "he", "nodded", "Orange juice,", True),
        ("She used the term “flood”.", "She", "used the term", "flood", True),
        ("It got a “must see” rating.", "", "", "must see", False),
        ("Critics gave it a “must see” star.", "Critics", "gave", "it a “must see” star", False),
        (
            "Critics gave it a “must see for any rower” star.",
            "Critics",
            "gave",
            "it a “must see for any rower” star",
            True,
        ),
        ("They saw “The Rower Says No” twice.", "The Rower", "Says", "No", False),
    ],
)
def test_what_was_done_and_what_is_only_named_was_not_said(
    text: str, source: str, cue: str, words: str, is_speech: bool
) -> None:
    assert judged(text, source, cue, words) is is_speech
