"""Positions on topics, polarity toward actors, the board of claims."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema, stance
from newsan.errors import ReadError, SchemaError, UnknownName

REGISTRY = pd.DataFrame(
    [
        ("mara-ostrell", "Mara Ostrell", "Ostrell", "person", "Northland"),
        ("tomas-brandl", "Tomas Brandl", "Brandl", "person", "Southland"),
        ("northland", "Northland", "the Northlanders", "state", "Northland"),
        ("southland", "Southland", "", "state", "Southland"),
        ("north-army", "Northland troops", "", "institution", "Northland"),
    ],
    columns=["actor_id", "name", "aliases", "kind", "side"],
)


SCOPE = "Russian and Ukrainian soldiers met near Ostbruck. "  # what the shipped topics ask for


def make(*said, before="", published="2025-03-14", scope=SCOPE):
    """Build one article and its quotations from (actor_id, words, cue, kind) and narration."""
    text, rows = scope + before, []
    for number, (actor_id, words, *rest) in enumerate(said, 1):
        cue = rest[0] if rest else "said"
        kind = rest[1] if len(rest) > 1 else "direct"
        text += "“" if kind == "direct" else f"{actor_id} {cue} "
        rows.append(
            {"quote_id": f"q{number}", "attribution_id": f"a{number}", "article_id": "x",
             "kind": kind, "text": words, "start": len(text), "end": len(text) + len(words),
             "cue": cue, "is_speech": True, "confidence": 1.0, "actor_id": actor_id}
        )  # fmt: skip
        text += words + ("” came the word. " if kind == "direct" else ". ")
    articles = schema.build(
        [{"article_id": "x", "text": text, "n_words": 9, "source": "x", "sha256": "0",
          "published": published}], "articles")  # fmt: skip
    return schema.build(rows, "quotes", optional=True), articles


def found(*said, **more):
    """Return the stance frame of some quotations."""
    quotes, articles = make(*said, **more)
    return stance.find(quotes, articles, actors=REGISTRY)


def position(words, cue="said", kind="direct", topic="encirclement", **more):
    """Return the position that one quotation takes on a topic, or None."""
    rows = found(("mara-ostrell", words, cue, kind), **more)
    rows = rows[rows["topic"] == topic]
    assert len(rows) <= 1
    return None if rows.empty else rows["position"].item()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Our brigade is completely surrounded.", "asserts"),
        ("ALL OF THEM ARE SURROUNDED", "asserts"),
        ("First, what shall we do about the encirclement?", "asserts"),
        ("Are they encircled?", "reports"),
        ("Our troops are not surrounded.", "denies"),
        ("Our troops aren’t surrounded.", "denies"),
        ("There is no threat of encirclement for our units.", "denies"),
        ("There are no encircled troops.", "denies"),
        ("The threat of encirclement is absent.", "denies"),
        ("The reports of encirclement are false and are being fabricated.", "denies"),
        ("The evidence does not indicate any encirclements at scale.", "denies"),
        ("We saw nothing of the so-called encirclement.", "denies"),
        ("They are lying about the encirclement.", "denies"),
        ("They tried to encircle our units.", "reports"),
        ("There is a risk of encirclement.", "reports"),
        ("Our task is to hold on until the valley has been encircled.", "conditions"),
        ("If the valley is encircled, nobody will leave.", "conditions"),
        ("The town is surrounded by small villages.", None),
        ("Not only is the bridge gone; the troops are encircled.", "asserts"),
    ],
)
def test_encirclement(words, expected):
    assert position(words) == expected


@pytest.mark.parametrize("cue", ["denied", "pushed back", "rejected"])
def test_a_denying_cue_turns_the_content(cue):
    assert position("that its troops are encircled", cue, "indirect") == "denies"


def test_a_denying_cue_turns_a_denial_back():
    words = "that Northland still holds Sudzha"
    assert position(words, "said", "indirect", "control_of_sudzha") is None
    topics = stance.topics(pd.DataFrame({
        "topic": ["dam"], "proposition": ["The dam broke"], "about": [r"\bdam\b"],
        "asserts": [r"\bbroke\b"], "denies": [r"\bholds\b"]}))  # fmt: skip
    quotes, articles = make(("mara-ostrell", "that the dam holds", "denied", "indirect"))
    rows = stance.find(quotes, articles, topics=topics, actors=REGISTRY)
    assert rows["position"].tolist() == ["asserts"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We support a ceasefire.", "asserts"),
        ("There must be a ceasefire now.", "asserts"),
        ("We agree to a ceasefire, but it should lead to a lasting peace.", "conditions"),
        ("We support a truce if the guns leave the valley.", "conditions"),
        ("We reject the ceasefire.", "denies"),
        ("A ceasefire is out of the question.", "denies"),
        ("Brandl wants to delay the ceasefire.", "reports"),
        ("He rejects the ceasefire.", "reports"),
        ("There is reason to be cautiously optimistic about a ceasefire.", "reports"),
        ("How would a ceasefire be used?", "reports"),
    ],
)
def test_ceasefire(words, expected):
    assert position(words, topic="ceasefire") == expected


def test_pronoun_of_a_paraphrase_is_the_speaker():
    words = "that he supports a ceasefire"
    assert position(words, "said", "indirect", "ceasefire") == "asserts"


@pytest.mark.parametrize(
    ("words", "topic", "before", "expected"),
    [
        ("Simply untrue.", "encirclement", "The claim that they are encircled ran. ", "denies"),
        ("Another fabricated claim.", "encirclement", "They are surrounded, it said. ", "denies"),
        ("We are for it.", "ceasefire", "A 30-day ceasefire was offered. ", "asserts"),
        ("We accept it.", "ceasefire", "A truce was offered. ", "asserts"),
        ("Support for it.", "ceasefire", "A truce was offered. ", None),
        ("We are for it. But there is more.", "ceasefire", "A truce was offered. ", "conditions"),
        ("We reject the proposal.", "ceasefire", "A ceasefire was offered. ", "denies"),
        ("Simply untrue.", "encirclement", "The harvest was late. ", None),
    ],
)  # fmt: skip
def test_bare_verdict_takes_its_topic_from_the_text_around(words, topic, before, expected):
    assert position(words, topic=topic, before=before) == expected


def test_bare_verdict_marks_its_rule():
    rows = found(("mara-ostrell", "Simply untrue."), before="They are encircled, it was said. ")
    assert rows["rule"].tolist() == ["verdict-false-from-context"]


def test_but_after_the_quotation_makes_a_condition():
    said = ("mara-ostrell", "that she was open to a ceasefire", "said", "indirect")
    quotes, articles = make(said)
    articles.loc[0, "text"] = articles.loc[0, "text"].rstrip(". ") + ", but wanted talks first."
    rows = stance.find(quotes, articles, actors=REGISTRY)
    assert rows["position"].tolist() == ["conditions"]


def test_we_and_the_enemy_are_read_by_side():
    topics = stance.topics(pd.DataFrame({
        "topic": ["town"], "proposition": ["Northland holds Ostbruck"], "about": ["Ostbruck"],
        "sides": ["Northland|Southland"], "asserts": [r"Northland\w* holds? Ostbruck"],
        "denies": [r"Southland\w* holds? Ostbruck"]}))  # fmt: skip
    quotes, articles = make(
        ("mara-ostrell", "We hold Ostbruck."), ("tomas-brandl", "We hold Ostbruck."),
        ("tomas-brandl", "The enemy holds Ostbruck."), ("nobody", "We hold Ostbruck."),
        scope="Northland met Southland. ",
    )  # fmt: skip
    rows = stance.find(quotes, articles, topics=topics, actors=REGISTRY)
    said = rows["position"].dropna()
    assert said.tolist() == ["asserts", "denies", "asserts"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We will open the ferry again.", "asserts"),
        ("We will close the ferry for good.", "denies"),
        ("They will close the ferry for good.", "reports"),  # another's will, not the speaker's
        ("Will we open the ferry again?", "reports"),
    ],
)
def test_patterns_of_a_proposal_tell_what_the_speaker_wants(words, expected):
    topics = stance.topics(pd.DataFrame({
        "topic": ["ferry"], "kind": ["proposal"], "proposition": ["The ferry should run"], "about": ["ferry"],
        "asserts": ["will open the ferry|we open the ferry"], "denies": ["will close the ferry"]}))  # fmt: skip
    rows = stance.find(*make(("mara-ostrell", words)), topics=topics, actors=REGISTRY)
    assert rows["position"].dropna().tolist() == [expected]


def test_the_reporter_tells_a_position():
    quotes, articles = make(
        ("tomas-brandl", "Talks went on."),
        before="A ceasefire was proposed. Northland has already accepted the idea. ",
    )
    row = stance.find(quotes, articles, actors=REGISTRY).dropna(subset=["topic"]).iloc[0]
    assert (row["actor_id"], row["topic"], row["position"]) == ("northland", "ceasefire", "asserts")
    assert pd.isna(row["quote_id"])
    assert articles["text"][0][row["start"] : row["end"]].startswith("Northland has")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ostrell's claim that troops are encircled spread. ", ["asserts"]),
        ("He echoed remarks Ostrell made on Monday that they are encircled. ", ["asserts"]),
        ("Nobody believed a statement by Ostrell that they are surrounded. ", ["asserts"]),
        ("Ostrell's claim that they are not surrounded spread. ", ["denies"]),
        ("Ostrell's statement that they may be encircled spread. ", []),
        ("Ostrell's statement that bread is dear spread. ", []),
        ("“Ostrell's claim that they are encircled spread.” ", []),
    ],
)
def test_the_reporter_tells_a_claim(before, expected):
    quotes, articles = make(("tomas-brandl", "Talks went on."), before=before)
    rows = stance.find(quotes, articles, actors=REGISTRY)
    assert rows["position"].tolist() == expected
    assert set(rows["actor_id"]) <= {"mara-ostrell"}


@pytest.mark.parametrize(
    ("words", "topic", "expected"),
    [
        ("Nobody is encircled here.", "encirclement", "denies"),
        ("If the road falls, the brigade will be encircled.", "encirclement", "conditions"),
        ("If you ask me, the brigade is encircled.", "encirclement", "asserts"),
        ("The news of an encirclement does not correspond to reality.", "encirclement", "denies"),
        ("We will not accept a truce without guarantees.", "ceasefire", "conditions"),
        ("We will not accept a truce.", "ceasefire", "denies"),
        ("We see no point in a truce that nobody will keep.", "ceasefire", "denies"),
        (
            "We see a truce as soon as the guns leave; that would make sense.",
            "ceasefire",
            "reports",
        ),
        ("Now we support the truce.", "ceasefire", "asserts"),
        ("Those who surrender will be fed.", "surrender", "conditions"),
        ("Our town will not surrender.", "surrender", "denies"),
        ("Nobody will lay down their arms.", "surrender", "denies"),
    ],
)
def test_denials_and_terms(words, topic, expected):
    assert position(words, topic=topic) == expected


TOWARD = [  # None: nobody of that name is evaluated
    ("Brandl is lying about the dam.", "tomas-brandl", -1),
    ("We thank Brandl for his help.", "tomas-brandl", 1),
    ("We must punish Southland for what it did.", "southland", -1),
    ("Southland has murdered and tortured many.", "southland", -1),
    ("Brandl is a coward who betrayed his own people.", "tomas-brandl", -1),
    ("I am grateful to Brandl, who saved the bridge.", "tomas-brandl", 1),
    ("NORTHLAND TROOPS ARE COMPLETELY SURROUNDED", "north-army", None),
    ("The train from Southland arrives at noon.", "southland", None),
    ("Brandl was born in the valley in 1951.", "tomas-brandl", None),
]


def test_polarity_toward_those_named():
    wrong = []
    for words, target, polarity in TOWARD:
        rows = found(("mara-ostrell", words))
        said = rows.loc[rows["target_id"] == target, "polarity"].tolist()
        wrong += [(words, said)] if said != ([] if polarity is None else [polarity]) else []
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We thank Brandl, but Southland has betrayed us.", {"tomas-brandl": 1, "southland": -1}),
        ("We blame Brandl and Southland for this crime.", {"tomas-brandl": -1, "southland": -1}),
        ("We call on Southland, Brandl and all parents to stay calm.",
         {"southland": 0, "tomas-brandl": 0, "x#parents-1": 0}),
        ("We condemn the murder of Brandl.", {}),
        ("It is a crime that Brandl was killed.", {}),
        ("The law will help defund Southland's war machine.", {"southland": -1}),
    ],
)  # fmt: skip
def test_whom_a_sentence_is_for_or_against(words, expected):
    rows = found(("mara-ostrell", words)).dropna(subset=["target_id"])
    assert rows.set_index("target_id")["polarity"].to_dict() == expected


def test_rows_toward_somebody_say_how_sure_they_are():
    rows = found(("mara-ostrell", "Brandl is lying about the dam.")).dropna(subset=["target_id"])
    assert rows["confidence"].between(0.1, 1).all()
    assert rows["rule"].eq("read").all()


def test_nobody_takes_a_stance_toward_themselves():
    assert "mara-ostrell" not in set(found(("mara-ostrell", "Ostrell is lying."))["target_id"])


def test_nobody_speaks_against_the_state_of_their_own_side():
    words = "Northland is a corrupt bully, and Southland is a corrupt bully."
    rows = found(("mara-ostrell", words)).dropna(subset=["target_id"])
    assert rows["target_id"].tolist() == ["southland"]


def test_rows_carry_day_utterance_and_kind():
    quotes, articles = make(("mara-ostrell", "They are encircled."), ("mara-ostrell", "A truce!"))
    quotes.loc[0, "said_on"] = pd.Timestamp("2025-03-12")
    rows = stance.find(quotes, articles, actors=REGISTRY)
    assert rows["said_on"].dt.day.tolist() == [12, 14]
    assert rows["attribution_id"].tolist() == ["a1", "a2"]
    assert rows["kind"].tolist() == ["direct", "direct"]
    schema.check(rows, "stance")


def test_unresolved_quotations_are_passed_over():
    quotes, articles = make(("mara-ostrell", "They are encircled."))
    quotes["actor_id"] = pd.Series([None], dtype="str")
    assert stance.find(quotes, articles, actors=REGISTRY).empty


def test_find_refuses_what_it_cannot_read():
    quotes, articles = make(("mara-ostrell", "They are encircled."))
    with pytest.raises(SchemaError, match="resolve"):
        stance.find(quotes.drop(columns="actor_id"), articles)
    with pytest.raises(SchemaError, match="not given: x"):
        stance.find(quotes, articles.iloc[:0])


def test_claims_board():
    rows = found(
        ("mara-ostrell", "that they are encircled", "said", "indirect"),
        ("mara-ostrell", "They are encircled."),
        ("tomas-brandl", "They are not encircled."),
        ("tomas-brandl", "We support a ceasefire."),
    )
    board = stance.claims(rows)
    assert board[["topic", "actor_id", "position", "n", "quote_id"]].values.tolist() == [
        ["ceasefire", "tomas-brandl", "asserts", 1, "q4"],
        ["encirclement", "mara-ostrell", "asserts", 2, "q2"],
        ["encirclement", "tomas-brandl", "denies", 1, "q3"],
    ]
    assert set(stance.claims(rows, topic="ceasefire")["topic"]) == {"ceasefire"}
    assert board["first_said_on"].dt.day.tolist() == [14, 14, 14]


def test_claims_count_pieces_of_one_utterance_once():
    quotes, articles = make(
        ("mara-ostrell", "They are encircled."), ("mara-ostrell", "We are cut off!")
    )
    quotes["attribution_id"] = "a1"
    board = stance.claims(stance.find(quotes, articles, actors=REGISTRY))
    assert board["n"].tolist() == [1]


def test_claims_of_an_unknown_topic():
    with pytest.raises(UnknownName, match="Did you mean 'ceasefire'"):
        stance.claims(schema.build([], "stance"), topic="ceasefir")


def test_topics_are_extended_and_replaced(tmp_path):
    shipped = stance.topics()
    path = tmp_path / "own.csv"
    path.write_text("topic,proposition,about\nceasefire,Own words,lull\n", encoding="utf-8")
    own = stance.topics(path)
    assert len(own) == len(shipped)
    assert own.set_index("topic").loc["ceasefire", ["kind", "about"]].tolist() == ["fact", "lull"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"topic": "a", "about": "b"}, "lacks the column"),
        ({"topic": "a", "proposition": "b", "about": "("}, "no regular expression"),
        ({"topic": "a", "proposition": "", "about": "c"}, "blank proposition"),
        ({"topic": "a", "proposition": "b", "about": "c", "kind": "wish"}, "kind 'wish'"),
    ],
)
def test_topics_name_their_faults(row, message):
    with pytest.raises(SchemaError, match=message):
        stance.topics(pd.DataFrame([row]))


def test_topics_that_cannot_be_read(tmp_path):
    with pytest.raises(ReadError, match=r"none\.csv"):
        stance.topics(tmp_path / "none.csv")


def test_shipped_topics_cover_the_study():
    wanted = {"encirclement", "control_of_sudzha", "ceasefire", "surrender", "casualties"}
    table = stance.topics()
    assert wanted <= set(table["topic"])
    assert (table["proposition"] != "").all()
    assert table["topic"].is_unique


def test_topics_of_ones_own_as_a_frame_or_a_file(tmp_path):
    own = pd.DataFrame(
        {"topic": ["dam"], "proposition": ["The dam broke"], "about": [r"\bdam\b"],
         "asserts": [r"\bbroke\b"], "denies": [r"\bholds\b"]})  # fmt: skip
    path = tmp_path / "topics.csv"
    own.to_csv(path, index=False)
    quotes, articles = make(("mara-ostrell", "The dam broke, and they are encircled."))
    for topics in (own, path, str(path), stance.topics(own)):
        rows = stance.find(quotes, articles, topics=topics, actors=REGISTRY)
        assert dict(zip(rows["topic"], rows["position"], strict=True)) == {
            "dam": "asserts", "encirclement": "asserts"}  # fmt: skip
    with pytest.raises(SchemaError, match="about"):
        stance.find(quotes, articles, topics=own.drop(columns="about"))
    with pytest.raises(ReadError, match=r"none\.csv"):
        stance.find(quotes, articles, topics=tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("words", "topic", "scope", "fires"),
    [
        ("They are surrounded.", "encirclement", "Kyiv spoke with Moscow. ", True),
        ("They are surrounded.", "encirclement", "Ukrainian troops fled. ", False),
        ("They are surrounded.", "encirclement", "The suspects hid in a barn. ", False),
        ("Russia holds the last village.", "control_of_kursk", "Kyiv mourned. ", False),
        ("We support a truce.", "ceasefire", "Kenyan soldiers met rebels. ", True),
        ("We support a truce.", "ceasefire", "Kenyan and Ugandan troops met. ", True),
        ("We support a truce.", "ceasefire", "Kenyan troops met. ", False),
        ("We support a truce.", "ceasefire", "Kenyan and Ugandan bakers met. ", False),
        ("We support a truce.", "ceasefire", "Kenya and Uganda fight a trade war. ", False),
        ("The suspect will not surrender.", "surrender", "Kenyan police searched a barn. ", False),
        ("Our shop suffered heavy losses.", "casualties", "Kenya and Uganda trade tea. ", False),
        ("Our shop suffered heavy losses.", "casualties", "", False),
    ],
)
def test_a_topic_needs_its_sides_and_words(words, topic, scope, fires):
    assert (position(words, topic=topic, scope=scope) is not None) == fires


@pytest.mark.parametrize(
    ("scope", "fires"),
    [("Volodymyr Zelenskyy met Sergey Lavrov. ", True), ("Zelenskyy spoke, TASS wrote. ", False)],
)
def test_a_side_is_named_by_its_people_and_not_by_its_press(scope, fires):
    quotes, articles = make(("somebody", "They are surrounded."), scope=scope)
    assert stance.find(quotes, articles)["topic"].notna().any() == fires


@pytest.mark.parametrize(
    ("columns", "scope", "fires"),
    [
        ({}, "", True),
        ({"sides": "Northland|Southland"}, "Northland met Southland. ", True),
        ({"sides": "Northland|Southland"}, "Brandl met the Northlanders. ", True),
        ({"sides": "Northland|Southland"}, "Northland waited. ", False),
        ({"sides": "Eastmark"}, "The eastmark waited. ", True),
        ({"sides": "Northland|*"}, "Northland met Southland. ", True),
        ({"sides": "Northland|*"}, "Northland met the Hill Militia. ", True),
        ({"sides": "Northland|*"}, "Northland waited. ", False),
        ({"sides": "Northland|*"}, "Southland met Kenya. ", False),
        ({"sides": "Northland|*|*"}, "Northland met Southland. ", False),
        ({"places": "Velm|Ostbruck"}, "Rain fell on Ostbruck. ", True),
        ({"places": "Velm|Ostbruck"}, "Rain fell on Ostbruckheim. ", False),
        ({"places": "Velm", "sides": "Northland"}, "Rain fell on Velm. ", False),
        ({"needs": r"\bfloods?\b"}, "A Flood came. ", True),
        ({"needs": r"\bfloods?\b"}, "Fire came. ", False),
    ],
)
def test_a_topic_of_ones_own_asks_for_what_its_table_says(columns, scope, fires):
    row = {"topic": "dam", "proposition": "The dam broke", "about": r"\bdam\b"} | columns
    quotes, articles = make(("nobody", "The dam broke."), scope=scope)
    rows = stance.find(quotes, articles, topics=pd.DataFrame([row]), actors=REGISTRY)
    assert rows["topic"].tolist() == (["dam"] if fires else [])


def test_a_pattern_of_needed_words_is_checked():
    row = {"topic": "dam", "proposition": "The dam broke", "about": "dam", "needs": "("}
    with pytest.raises(SchemaError, match="needs is no regular expression"):
        stance.topics(pd.DataFrame([row]))


def test_the_enemy_of_a_topic_with_one_side_has_no_name():
    topics = pd.DataFrame({"topic": ["town"], "proposition": ["Northland holds Ostbruck"],
                           "about": ["Ostbruck"], "sides": ["Northland"],
                           "asserts": [r"(?:Northland|enemy) holds? Ostbruck"]})  # fmt: skip
    quotes, articles = make(("mara-ostrell", "The enemy holds Ostbruck."), scope="Northland. ")
    rows = stance.find(quotes, articles, topics=topics, actors=REGISTRY)
    assert rows["position"].tolist() == ["asserts"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("There is no evidence that our brigade is surrounded.", "denies"),
        ("It isn't true that the brigade is surrounded.", "denies"),
        ("Brandl falsely claimed that our brigade is surrounded.", "denies"),
        ("We reject the claim that our brigade is surrounded.", "denies"),
        ("Contrary to reports of encirclement, we hold the road.", "denies"),
        ("The encirclement never took place.", "denies"),
        ("Those who say we are encircled are mistaken.", "denies"),
        ("That the brigade is encircled is simply not the case.", None),
        ("No unit — not one — is encircled.", None),
        ("The ministry rejected claims that the troops are encircled.", None),
        ("I can neither confirm nor deny that the brigade is surrounded.", None),
        ("It cannot be denied that the brigade is surrounded.", None),
        ("We doubt that the brigade is surrounded.", None),
        ("The encirclement of the brigade has not been completed.", None),
        ("Brandl's story that our men were encircled is a fairy tale.", None),
        ("Brandl says we are encircled, which is wrong.", None),
        ("The brigade broke out of the encirclement.", None),
        ("We have not slept for days and our brigade is surrounded.", None),
        ("Our men did not sleep and are surrounded.", None),
        ("The guns did not fire, leaving the brigade surrounded.", None),
        ("The brigade is nowhere near being surrounded.", None),
        ("They have not abandoned their efforts to encircle the town.", "reports"),
        ("They are focused on encircling the town.", "reports"),
        ("They may next attempt a double encirclement.", "reports"),
        ("Despite their attempts to break out, the brigade is surrounded.", "asserts"),
        ("Ukrainian units have cut off the Russian brigades at Velm.", "reports"),
        ("The Russian brigades are surrounded.", "reports"),
        ("Ukrainian brigades are surrounded by Russian troops.", "asserts"),
        ("He surrounded himself with cousins.", None),
        ("Ukrainian villagers were trapped in a cellar.", None),
        ("There is no doubt that the brigade is surrounded.", "asserts"),
        ("No, our brigade is surrounded.", "asserts"),
        ("The brigade is surrounded and has no food.", "asserts"),
        ("We did not sleep, but the brigade is surrounded.", "asserts"),
    ],
)
def test_nothing_is_asserted_under_a_denial(words, expected):
    assert position(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We do not think that anybody here can support a ceasefire.", None),
        ("It would be wrong to accept the truce.", None),
        ("The demand for a truce was rejected.", None),
        ("We must not fire during the truce.", None),
        ("We must feed the town after the truce.", None),
        ("We accept the river as the ceasefire line.", None),
        ("There is no alternative to a ceasefire.", "reports"),
    ],
)
def test_nothing_is_wanted_under_a_denial(words, expected):
    assert position(words, topic="ceasefire") == expected


@pytest.mark.parametrize(
    ("cue", "words", "topic", "expected"),
    [
        ("did not say", "that its troops are encircled", "encirclement", None),
        ("declined to confirm", "that its troops are encircled", "encirclement", None),
        ("asked", "whether its troops are encircled", "encirclement", "reports"),
        ("denied", "that its brigade was not encircled", "encirclement", None),
        ("denied", "the so-called encirclement", "encirclement", "denies"),
        ("denied", "violating the ceasefire", "ceasefire", None),
        ("denied", "reports of a ceasefire", "ceasefire", None),
        ("rejected", "a ceasefire", "ceasefire", "denies"),
        ("called for", "a ceasefire", "ceasefire", "asserts"),
    ],
)
def test_what_the_reporting_verb_leaves_of_a_claim(cue, words, topic, expected):
    assert position(words, cue, "indirect", topic) == expected


def test_a_denial_under_a_denial_is_not_given():
    words = "It is false that Ukrainian troops still hold Sudzha."
    assert position(words, topic="control_of_sudzha") is None
    assert position(words[17:], topic="control_of_sudzha") == "denies"


@pytest.mark.parametrize(
    ("words", "cue", "expected"),
    [
        ("complete encirclement", "spoke of", "reports"),
        ("encirclement", "used the term", "reports"),
        ("complete encirclement", "claimed", "asserts"),
        ("complete and utter encirclement", "spoke of", "asserts"),
        ("They are surrounded.", "said", "asserts"),
        ("no encirclement", "said", "denies"),
    ],
)
def test_three_words_assert_nothing_but_by_their_verb(words, cue, expected):
    assert position(words, cue) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ostrell's claim that the encirclement never happened spread. ", []),
        ("There was no statement by Ostrell that they are surrounded. ", []),
        ("Ostrell spoke of remarks on Monday that they are encircled — Brandl denied it. ", []),
        (
            "He echoed remarks Ostrell made that they are encircled — Brandl denied it. ",
            ["asserts"],
        ),
        ("Northland rejected reports of a ceasefire. ", []),
        ("Northland rejected the ceasefire. ", ["denies"]),
        ("Northland accepted that the ceasefire had failed. ", []),
        ("Northland agreed on breaking the truce. ", []),
        ("Northland supported the truce. ", ["asserts"]),
    ],
)
def test_the_reporter_tells_no_position_on_something_else(before, expected):
    quotes, articles = make(("tomas-brandl", "Talks went on."), before=before)
    rows = stance.find(quotes, articles, actors=REGISTRY)
    assert rows["position"].tolist() == expected


def opposed(*, cue, joint):
    """Return the positions of one actor who says yes and no, in one sentence or in two."""
    first, second = "that its troops are encircled", "that its brigade is surrounded"
    quotes, articles = make(("northland", first, cue, "indirect"),
                            ("northland", second, "said", "indirect"))  # fmt: skip
    articles["text"] = articles["text"].str.replace("northland", "Northland")
    if joint:
        articles.loc[0, "text"] = articles.loc[0, "text"].replace("encircled. ", "encircled, ")
    return stance.find(quotes, articles, actors=REGISTRY)["position"].tolist()


def test_yes_and_no_need_two_sentences():
    assert opposed(cue="denied", joint=False) == ["denies", "asserts"]
    assert opposed(cue="denied", joint=True) == ["denies"]
    assert opposed(cue="said", joint=True) == ["asserts", "asserts"]


def test_yes_and_no_from_the_words_of_one_sentence_are_neither():
    quotes, articles = make(
        ("northland", "No unit is encircled, we think", "said"),
        ("northland", "our brigade is surrounded", "added"),
    )
    rows = stance.find(quotes, articles, actors=REGISTRY)
    assert sorted(rows["position"].dropna()) == ["asserts", "denies"]
    joined = articles.assign(
        text=articles["text"].str.replace("” came the word. ", "” came word, ")
    )
    quotes["start"] -= [0, 4]
    quotes["end"] -= [0, 4]
    assert stance.find(quotes, joined, actors=REGISTRY)["position"].dropna().empty


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("that Brandl had claimed that the Ukrainian troops were encircled", "reports"),
        ("that her envoy had told her that the Ukrainian troops were encircled", "reports"),
        ("that analysts believe the Ukrainian troops are not encircled", None),
        ("the Ukrainian troops are encircled, as Brandl said", "asserts"),
        ("that Brandl's claims that the Ukrainian troops are encircled are false", "denies"),
        ("we say that the Ukrainian troops are encircled", "asserts"),
        ("according to Brandl, the Ukrainian troops are encircled", "reports"),
        ("according to our scouts, the Ukrainian troops are encircled", "asserts"),
    ],
)
def test_what_another_said_is_no_claim_of_who_passes_it_on(words, expected):
    assert position(words, kind="indirect") == expected


def test_a_pattern_may_begin_at_who_said_it():
    words = "that Moscow said that Ukraine started the war"
    assert position(words, topic="who_started", kind="indirect") == "reports"
