"""What the rules read of ground, on the front that they were written with."""

import pandas as pd
import pytest

import newsan as ns
from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline.said.rules import RULED


def _read(text, actors=None, **options):
    articles = ns.articles.read([{"text": text, "published": "2025-03-14", **options}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    mentions = ns.places.find(articles, quotes=quotes)
    found = ns.frontline.references(mentions, articles, quotes, actors=actors)
    found = schema.check(found, "references")
    return found[found["confidence"] == RULED].reset_index(drop=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ukrainian forces seized Sudzha in Kursk Oblast.",
            ("sudzha", "captured", "UA", "asserted"),
        ),
        (
            "Russian troops seized Sudzha in Kursk Oblast.",
            ("sudzha", "recaptured", "RU", "asserted"),
        ),
        (
            "Ukrainian units have withdrawn from Sudzha in Kursk Oblast.",
            ("sudzha", "withdrawn", "UA", "asserted"),
        ),
        (
            "Russian forces are trying to encircle Ukrainian units near Sudzha in Kursk Oblast.",
            ("sudzha", "encircled", "RU", "aim"),
        ),
        (
            "Ukrainian soldiers are completely surrounded in Kursk Oblast.",
            ("kursk-salient", "encircled", "RU", "asserted"),
        ),
        (
            "No Ukrainian unit in Kursk Oblast has been encircled.",
            ("kursk-salient", "encircled", "RU", "denied"),
        ),
        (
            "Reports of an encirclement of Ukrainian units in Kursk Oblast are false.",
            ("kursk-salient", "encircled", "RU", "denied"),
        ),
        (
            "Ukrainian forces may be withdrawing from Kursk Oblast.",
            ("kursk-salient", "withdrawn", "UA", "hypothetical"),
        ),
        (
            "Fighting continues near Sudzha in Kursk Oblast.",
            ("sudzha", "contested", None, "asserted"),
        ),
        (
            "Ukrainian troops repelled six assaults in Kursk Oblast.",
            ("kursk-salient", "held", "UA", "asserted"),
        ),
        (
            "Russian aviation carried out strikes on Sudzha in Kursk Oblast.",
            ("sudzha", "struck", "RU", "asserted"),
        ),
        (
            "Russian forces advanced near Sudzha in Kursk Oblast.",
            ("sudzha", "advanced", "RU", "asserted"),
        ),
    ],
)
def test_what_is_said_of_ground(text, wanted):
    found = _read(text)
    assert len(found) == 1
    row = found.iloc[0]
    side = None if pd.isna(row["side"]) else row["side"]
    assert (row["place_id"], row["relation"], side, row["status"]) == wanted


def _said(text):
    found = _read(text).astype(object)
    found = found.where(found.notna(), None)
    return found[["place", "relation", "side", "status"]].values.tolist()


_FARM = "The co-op in Sudzha sold more milk than last year. " * 40


def test_an_article_that_shows_no_war_has_no_reference():
    event = "Russian troops entered Sudzha in Kursk Oblast from Ukraine."
    assert _said(event) == [["Sudzha", "advanced", "RU", "asserted"]]
    assert _said(_FARM + event) == []


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Murmansk, a Russian, was forced out of office after the crisis struck.",
        "Russian police in Murmansk had days of fighting with a gang. " + _FARM,
        "The Russian army of Tsar Peter captured Azov in 1696.",
    ],
)
def test_an_article_without_both_sides_or_of_long_ago_has_no_reference(text):
    assert _said(text) == []


def test_the_other_side_and_the_place_may_be_named_in_sentences_of_their_own():
    text = "Ukraine called up men. Sudzha lies near. Russian artillery and drones struck the town."
    assert _said(text) == [["Sudzha", "struck", "RU", "asserted"]]


_BOTH = "Russian and Ukrainian troops faced each other near Vuhledar in Donetsk Oblast. "
_SUDZHA = "Russian and Ukrainian troops fought house to house near Sudzha in Kursk Oblast. "


@pytest.mark.parametrize(
    "text",
    [
        # the verb is no act on ground
        _BOTH + "Ukrainian forces captured 1.3 percent of all mentions.",
        _BOTH + "Russia withdrew its support for the truce.",
        _BOTH + "Ukraine's minister surrounded himself with friends in Vuhledar.",
        _BOTH + "Russian forces seized on worries in Vuhledar.",
        _BOTH + "Russian bloggers seized on a visit of Ukraine's president to Vuhledar.",
        _BOTH + "Films taken by Ukrainian troops in Vuhledar are blurred.",
        # no place of its own
        _BOTH + "Snow fell in Kharkiv. Guard the rear against Ukrainian strikes.",
        _BOTH + "Kharkiv waits. Russian forces retreated.",
        _SUDZHA + "Russia invaded Ukraine three years ago.",
        _SUDZHA + "Ukrainian troops recaptured villages on the southern front.",
        _SUDZHA + "Russian strikes went on.",
        # another place stands for it
        "Ukrainian forces seized a steel plant in Vuhledar.",
        "Ukrainian forces advanced from Vuhledar.",
        "Ukrainian forces retreated to Vuhledar.",
        # it is not said whether it happened
        "Ukrainian officials cannot confirm that Russian forces entered Vuhledar.",
        "Ukrainian forces dissuaded the Russian army from entering Vuhledar.",
        "A Ukrainian breakthrough near Vuhledar would cut the Russian supply line.",
        "Ukrainian forces see chances for retaking Vuhledar.",
        "Russian forces are on the verge of seizing Vuhledar.",
        "Despite claims that Russian forces have entered Vuhledar, Ukrainian flags fly there.",
        # who acts is open
        "Talk of an encirclement went round in Vuhledar.",
    ],
)
def test_no_statement_where_one_would_be_false(text):
    assert [row for row in _said(text) if row[1] != "contested"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ukrainian forces liberated Vuhledar (9km west of Torske).",
            ["Vuhledar", "recaptured", "UA", "asserted"],
        ),
        (
            "Russian troops captured Vuhledar, Donetsk Oblast.",
            ["Vuhledar", "captured", "RU", "asserted"],
        ),
        (
            "Ukrainian forces repelled Russian advances into Vuhledar.",
            ["Vuhledar", "held", "UA", "asserted"],
        ),
        (
            "Russian advances into Vuhledar were repelled.",
            ["Vuhledar", "held", "UA", "asserted"],
        ),
        (
            "The staff said reports that Russian forces had left Vuhledar were wrong.",
            ["Vuhledar", "withdrawn", "RU", "denied"],
        ),
        (
            "On May 2 Russian forces entered Vuhledar, and the bridge was not hit.",
            ["Vuhledar", "advanced", "RU", "asserted"],
        ),
        (
            "Ukrainian forces entered Veldany, southeast of Vuhledar.",
            ["Veldany", "advanced", "UA", "asserted"],
        ),
        (
            "Ukrainian forces liberated Veldany (9km west of Vuhledar).",
            ["Veldany", "recaptured", "UA", "asserted"],
        ),
        (
            "The mill in Vuhledar is surrounded, Ukrainian troops inside it say.",
            ["Vuhledar", "encircled", "RU", "asserted"],
        ),
        (
            "Russian forces failed to take Vuhledar.",
            ["Vuhledar", "captured", "RU", "denied"],
        ),
        (
            "Russian forces focus most of their efforts on seizing Vuhledar.",
            ["Vuhledar", "captured", "RU", "aim"],
        ),
        (
            "Russian operations against Vuhledar were costly, but Ukrainian troops hold the town.",
            ["Vuhledar", "held", "UA", "asserted"],
        ),
        (
            "Russian forces have encircled Vuhledar.",
            ["Vuhledar", "encircled", "RU", "asserted"],
        ),
        (
            "Russian forces are attacking Ukrainian lines and made gains near Vuhledar.",
            ["Vuhledar", "advanced", "RU", "asserted"],
        ),
        (
            "Ukrainian generals spoke of a retreat of Russian troops from Vuhledar.",
            ["Vuhledar", "withdrawn", "RU", "asserted"],
        ),
        (
            "Fighting between Russian and Ukrainian troops went on north of Vuhledar.",
            ["Vuhledar", "contested", None, "asserted"],
        ),
    ],
)
def test_the_right_statement_next_to_a_false_one(text, wanted):
    assert _said(text) == [wanted]


@pytest.mark.parametrize(
    "verb", ["didn't take", "haven’t captured", "can't capture", "cannot capture"]
)
def test_a_contraction_denies(verb):
    said = _said(f"Russian troops {verb} Vuhledar, Ukrainian officers said.")
    assert [row[3] for row in said] == ["denied"]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor called reports that Russian troops had captured Vuhledar a lie.",
        "The mayor falsely claimed that Russian troops had captured Vuhledar.",
        "Nothing suggests that Russian troops have captured Vuhledar.",
        "The mayor doubted that Russian troops had captured Vuhledar.",
        "Russian troops almost captured Vuhledar.",
        "Russian troops allegedly captured Vuhledar.",
        "Russian troops captured Vuhledar only on paper.",
        "Did Russian troops capture Vuhledar?",
        "When Russian troops capture Vuhledar, the road is open.",
        "Had Russian troops captured Vuhledar, the road would be open.",
    ],
)
def test_what_is_untrue_asked_or_supposed_is_not_asserted(text):
    assert _said("Russian troops captured Vuhledar. Ukrainian troops sang.")[0][3] == "asserted"
    assert [row for row in _said(f"{text} Ukrainian troops sang.") if row[3] == "asserted"] == []


def test_who_beats_back_holds():
    said = _said(
        "Russian troops advanced toward Vuhledar but were beaten back. Ukrainian troops sang."
    )
    assert [row for row in said if row[3] == "asserted"] == [["Vuhledar", "held", "UA", "asserted"]]


def test_on_one_front_a_sentence_goes_on_about_its_place():
    assert _said(_SUDZHA + "Ukrainian troops retreated.")[-1] == [
        "Kursk Oblast",
        "withdrawn",
        "UA",
        "asserted",
    ]
    assert _said(_SUDZHA + "Russian shelling of the town went on.")[-1] == [
        "Sudzha",
        "struck",
        "RU",
        "asserted",
    ]


def test_the_side_of_an_encirclement_is_that_of_the_others_of_the_article():
    text = (_SUDZHA + "Russian forces have encircled Sudzha. Kursk Oblast is quiet. There is no "
            "encirclement in Kursk Oblast, an officer said.")  # fmt: skip
    assert _said(text)[-1] == ["Kursk Oblast", "encircled", "RU", "denied"]


def test_settlements_far_apart_are_no_front_to_go_on_about():
    text = "Russian and Ukrainian troops fought near {} and near {}. Ukrainian troops retreated."
    far, near = text.format("Mariupol", "Torske"), text.format("Mariupol", "Vuhledar")
    relations = [{row[1] for row in _said(t)} for t in (far, near)]
    assert ["withdrawn" in r for r in relations] == [False, True]


def test_who_says_it_and_when_it_happened():
    text = (
        "Ukrainian forces left Sudzha in Kursk Oblast on Wednesday, said Mara Ostrell, an "
        "analyst. Russian troops entered the town."
    )
    found = _read(text)
    first = found.iloc[0]
    assert first["event_on"] == pd.Timestamp("2025-03-12")
    assert first["actor_id"] == "mara-ostrell"
    second = found.iloc[1]
    assert (second["place_id"], second["relation"]) == ("sudzha", "advanced")
    assert pd.isna(second["actor_id"])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Ukrainian forces seized Sudzha last August.", "2024-08-01", "2024-08-31"),
        ("Ukrainian forces seized Sudzha in March.", "2025-03-01", "2025-03-14"),
        ("Ukrainian forces seized Sudzha last March.", "2024-03-01", "2024-03-31"),
        ("Russian forces retook Sudzha in December 2023.", "2023-12-01", "2023-12-31"),
        ("Russian forces retook Sudzha in the past week.", "2025-03-07", "2025-03-14"),
        ("Over the past 24 hours Russian forces retook Sudzha.", "2025-03-13", "2025-03-14"),
        ("Russian forces retook Sudzha during the last six days.", "2025-03-08", "2025-03-14"),
        ("Russian forces retook Sudzha on Wednesday.", "2025-03-12", "2025-03-12"),
    ],
)
def test_the_period_of_an_event(text, first, last):
    found = _read(text).iloc[0]
    assert (found["event_from"], found["event_until"]) == (pd.Timestamp(first), pd.Timestamp(last))
    assert pd.isna(found["event_on"]) == (first != last)


def test_no_period_is_missing():
    found = _read("Russian forces retook Sudzha.").iloc[0]
    assert pd.isna(found["event_from"]) and pd.isna(found["event_until"])
    undated = _read("Russian forces retook Sudzha last month.", published=None).iloc[0]
    assert pd.isna(undated["event_from"])


def test_what_troops_are_used_for_is_an_aim():
    found = _read(_SUDZHA + "Russia is using special forces to capture Sudzha.")
    assert found["status"].tolist()[-1] == "aim"


def test_any_front_of_two_sides_is_read():
    sides = ns.frontline.read_sides(
        pd.DataFrame({"side": ["Tamm", "Harrow"], "actors": ["Tamm Guards", "Harrow Front"]})
    )
    articles = ns.articles.read(
        [{"text": "Tamm Guards and the Harrow Front fought for days in the hills of Veldany. "
          "The Harrow Front captured the town of Ostrell and Tamm Guards retreated from Kestrin."}]
    )  # fmt: skip
    found = ns.frontline.references(ns.places.find(articles), articles, sides=sides)
    found = found[found["confidence"] == RULED]
    assert found[["place", "relation", "side"]].values.tolist() == [
        ["Ostrell", "captured", "Harrow"]
    ]


def test_what_only_the_words_assert_has_no_row(monkeypatch):
    text = _SUDZHA + "Ukrainian troops have captured Sudzha."
    assert ["Sudzha", "captured", "UA", "asserted"] in _said(text)
    monkeypatch.setattr("newsan.frontline.said.rules._PLAIN", 1.1)
    assert _said(text) == []


def test_who_fights_for_a_side_is_looked_up_in_the_registry_that_is_given():
    text = "The Veldan Brigade's soldiers fought for days. The Veldan Brigade captured the town of Sudzha."
    blank = dict.fromkeys(ns.actors.registry().columns, "")
    row = {"actor_id": "veldan", "name": "Veldan Brigade", "kind": "group", "side": "UA"}
    own = pd.DataFrame([blank | row])
    own = ns.actors.registry(own)
    assert _read(text).empty
    found = _read(text, actors=own)
    assert found[["place", "relation", "side"]].values.tolist() == [["Sudzha", "captured", "UA"]]
    whole = ns.analyse([{"text": text, "date": "2025-03-15"}], registry=own)
    assert whole.references["side"].tolist() == ["UA"]
    with pytest.raises(SchemaError, match="side"):
        _read(text, actors=own.drop(columns="side"))


def test_a_text_without_any_full_stop_is_read_to_its_end():
    said = "Russian troops captured Sudzha and Ukrainian forces withdrew from Sudzha and then "
    found = _read(said * 60 + "they fought in Kursk Oblast")
    assert set(found["relation"]) == {"recaptured", "withdrawn"}
    assert found["end"].max() > 50 * len(said)


def test_the_day_of_the_saying_is_not_the_day_of_the_event():
    found = _read(
        "The staff said on Thursday that Ukrainian forces had left Sudzha in Kursk Oblast."
    )
    assert found["event_on"].isna().all()


def test_a_list_of_villages_is_one_row_each():
    found = _read("Russian forces recaptured Pogrebki, Orlovka and Guyevo in Kursk Oblast.")
    assert found["place_id"].tolist() == ["pogrebki", "orlovka", "guyevo"]
    assert found["relation"].unique().tolist() == ["recaptured"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nothing happened.",
        "Envoys held talks in Moscow.",
        "MORE: Ukrainian forces seized Sudzha in Kursk Oblast",
        "They strolled through the surrounding villages of Sumy Oblast.",
    ],
)
def test_nothing_said_of_ground(text):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "published": [pd.NaT]})
    found = ns.frontline.references(ns.places.find(articles), articles)
    assert found.empty
    assert list(found.columns) == schema.names("references", optional=True)
