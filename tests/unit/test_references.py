"""What texts say of ground: sides, places, days and speakers of references, and how often they are right."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline.sides import read_sides, side_names

ROOT = Path(__file__).parents[2]
LABELLED = ROOT / "tests" / "labelled" / "ground.jsonl"
# of texts of invented wars, harder than reports are: few statements are found
PRECISION_FLOOR, RECALL_FLOOR, FALSE_CEILING = 0.6, 0.04, 0.05


def _read(text, actors=None, **options):
    articles = ns.articles.read([{"text": text, "published": "2025-03-14", **options}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    mentions = ns.places.find(articles, quotes=quotes)
    found = ns.frontline.references(mentions, articles, quotes, actors=actors)
    return schema.check(found, "references")


def _said(text):
    found = _read(text).astype(object)
    found = found.where(found.notna(), None)
    return found[["place", "relation", "side", "status"]].values.tolist()


# ---------------------------------------------------------------- labelled texts


@pytest.fixture(scope="module")
def counts():
    """Return the counts of the labelled texts of invented conflicts, none of which was learnt from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        ground = importlib.import_module("ground")
    gold = ground.records(LABELLED, ROOT)
    frames = ground.said(gold)
    return sum((Counter(ground.score(r, frames, show=False)) for r in gold), Counter())


def test_statements_of_invented_conflicts_are_found(counts) -> None:
    precision = counts["right"] / (counts["right"] + counts["wrong"])
    recall = counts["right"] / counts["gold"]
    assert precision >= PRECISION_FLOOR
    assert recall >= RECALL_FLOOR


def test_what_is_not_asserted_is_not_given_as_a_fact(counts) -> None:
    assert counts["not asserted"] >= 40
    assert counts["given as asserted"] / counts["not asserted"] <= FALSE_CEILING


# ---------------------------------------------------------------- one statement


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ukrainian forces seized Sudzha in Kursk Oblast.",
            ["Sudzha", "captured", "UA", "asserted"],
        ),
        (
            "Russian troops seized Sudzha in Kursk Oblast.",
            ["Sudzha", "recaptured", "RU", "asserted"],
        ),
        (
            "Ukrainian units have withdrawn from Sudzha in Kursk Oblast.",
            ["Sudzha", "withdrawn", "UA", "asserted"],
        ),
        (
            "Ukrainian soldiers are completely surrounded in Kursk Oblast by Russian troops.",
            ["Kursk Oblast", "encircled", "RU", "asserted"],
        ),
        (
            "No Ukrainian unit in Kursk Oblast has been encircled by Russian troops.",
            ["Kursk Oblast", "encircled", "RU", "denied"],
        ),
        (
            "Fighting continues near Sudzha in Kursk Oblast.",
            ["Sudzha", "contested", None, "asserted"],
        ),
        (
            "Russian aviation carried out strikes on Sudzha in Kursk Oblast.",
            ["Sudzha", "struck", "RU", "asserted"],
        ),
        (
            "Russian forces failed to take Vuhledar.",
            ["Vuhledar", "captured", "RU", "denied"],
        ),
        (
            "Ukrainian forces liberated Vuhledar (9km west of Torske).",
            ["Vuhledar", "recaptured", "UA", "asserted"],
        ),
        (
            "Russian troops captured Oleksandrivka, Donetsk Oblast.",
            ["Oleksandrivka", "captured", "RU", "asserted"],
        ),
    ],
)
def test_what_is_said_of_ground(text, wanted) -> None:
    assert _said(text) == [wanted]


def test_a_war_that_nobody_listed_has_its_sides_as_named() -> None:
    [row] = _said("RSF fighters seized the town of El-Fasher on Sunday.")
    assert row[1:] == ["captured", "Rapid Support Forces", "asserted"]
    assert row[0].replace(" ", "-") == "El-Fasher"
    [row] = _said("M23 rebels attacked the city of Goma on Sunday.")
    assert (row[0], row[1], row[3]) == ("Goma", "contested", "asserted")
    assert "M23" in row[2]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Sudan's Rapid Support Forces captured El Fasher on Sunday.", "Rapid Support Forces"),
        ("The Sudanese Rapid Support Forces captured El Fasher.", "Rapid Support Forces"),
        ("Fighters of the Rapid Support Forces captured El Fasher.", "Rapid Support Forces"),
        ("Myanmar's Arakan Army captured Sittwe on Sunday.", "Arakan Army"),
        ("Yemen's Houthis shelled Marib on Sunday.", "Houthis"),
        ("Houthi fighters shelled Marib on Sunday.", "Houthis"),
        ("The Sudanese Free Lake Movement captured Bara on Sunday.", "Sudanese Free Lake Movement"),
        ("TRF fighters captured Nekemte on Sunday.", "TRF"),
        ("Sudan's army captured El Fasher on Sunday.", "SD"),
        ("Russia's Wagner Group captured Bakhmut on Sunday.", "RU"),
    ],
)
def test_an_armed_group_is_a_side_by_its_name_and_not_its_country(text, side) -> None:
    assert {row[2] for row in _said(text)} == {side}


_AROUND = (
    "The fighting in the east went on for a third week, officials said. {} "
    "Residents of nearby villages have fled their homes."
)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Azerbaijani forces took the town of Shusha.", ["captured", "AZ", "asserted"]),
        ("Sudan's army has recaptured Wad Madani.", ["recaptured", "SD", "asserted"]),
        ("The Ethiopian army entered Mekelle on Saturday.", ["advanced", "ET", "asserted"]),
        ("The army lost El-Fasher to the Rapid Support Forces on Sunday.",
         ["captured", "Rapid Support Forces", "asserted"]),
        ("Ukraine denied that Terny had been captured.", ["captured", "RU", "denied"]),
        ("Russian bombs fell on Kharkiv on Sunday.", ["struck", "RU", "asserted"]),
    ],
)  # fmt: skip
def test_who_acts_is_named_by_all_of_its_phrase_and_who_gains_stands_behind_a_loss(
    text, row
) -> None:
    assert [said[1:] for said in _said(_AROUND.format(text))] == [row]


@pytest.mark.parametrize(
    "who", ["Syrian rebels", "Libyan militias", "Turkish-backed fighters", "Saudi-led forces"]
)
def test_rebels_of_a_country_and_whom_it_backs_are_not_its_side(who) -> None:
    assert [row[1:3] for row in _said(f"{who} captured Hama on Sunday.")] == [["captured", who]]


def test_a_group_is_named_whole_where_its_fighters_are_told() -> None:
    assert [row[2] for row in _said("Boko Haram fighters captured Bama.")] == ["Boko Haram"]


@pytest.mark.parametrize(
    "who", ["Both sides", "The same group", "Not one soldier", "Some fighters"]
)
def test_words_that_name_nobody_are_no_side(who) -> None:
    assert not _said(f"M23 rebels captured Goma. {who} left Bukavu on Sunday.")[1:]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Israel, which is at war with Hamas, bombed Rafah on Friday.", {("struck", "IL")}),
        ("Turkey, which says it fights the PKK, shelled Kobani on Friday.", {("struck", "TR")}),
        (
            "Russia, whose troops were driven back by Ukraine, shelled Kharkiv on Friday.",
            {("struck", "RU")},
        ),
        (
            "Russian troops, who outnumber Ukrainian soldiers, captured Toretsk on Friday.",
            {("captured", "RU")},
        ),
    ],
)
def test_who_acts_is_not_named_in_a_relative_clause(text, wanted) -> None:
    assert {(row[1], row[2]) for row in _said(text) if row[1] != "held"} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The rebels, who control Goma, attacked Bukavu on Friday.",
            {("Goma", "held"), ("Bukavu", "contested")},
        ),
        (
            "The Houthis, who have held Sanaa since 2014, attacked Marib on Friday.",
            {("Ma'rib", "contested")},
        ),
    ],
)
def test_a_place_of_a_relative_clause_is_only_that_of_the_clause(text, wanted) -> None:
    assert {(row[0], row[1]) for row in _said(text)} == wanted


_BEFORE = (
    "Rebels shelled Nyala on Sunday, and the army advanced near Bara. Fighting went on in Kadugli. "
)


@pytest.mark.parametrize(
    "text",
    [
        "A military source denied a report by the Ostrell Post that troops had left Taiz.",
        "Residents disputed that the army had left Taiz.",
        "Residents disputed claims by a mayor that the army had left Taiz.",
        "The rebels refused to leave Taiz.",
        "The rebels rejected a demand to leave Taiz.",
        "Residents doubted that the army had left Taiz.",
        "Residents cast doubt on a report that the army had left Taiz.",
    ],
)
@pytest.mark.parametrize("before", ["", _BEFORE])
def test_what_is_denied_refused_or_doubted_is_neither_a_fact_nor_an_aim(text, before) -> None:
    assert {row[3] for row in _said(before + text) if row[0] == "Taiz"} <= {"denied"}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Rwanda urged the M23 to leave Goma.", "M23"),
        ("The United States called on the M23 to leave Goma.", "M23"),
        ("The Congolese government ordered the M23 to leave Goma.", "M23"),
        ("Russian troops pressed Ukrainian soldiers to withdraw from Toretsk.", "UA"),
    ],
)
def test_who_is_urged_acts_and_not_who_urges(text, side) -> None:
    assert [row[1:3] for row in _said(text)] == [["withdrawn", side]]


@pytest.mark.parametrize(
    "text",
    [
        "It is the last big town in Darfur that the army holds.",
        "El Fasher is the last city in Darfur that Sudan's army holds.",
        "The army holds the only town in Darfur with a bridge.",
    ],
)
def test_a_region_of_which_one_town_is_held_is_not_held(text) -> None:
    assert "Darfur" not in {row[0] for row in _said(text)}


def test_an_army_and_rebels_are_those_that_the_article_names() -> None:
    text = (
        "Sudan's army shelled El Obeid on Friday, residents said.\n\nSecurity forces later shelled Bara, where the "
        "Rapid Support Forces have their camps. The paramilitaries hold most of Darfur."
    )
    assert {tuple(row[:3]) for row in _said(text)} >= {
        ("Bārah", "struck", "SD"),
        ("Darfur", "held", "Rapid Support Forces"),
    }


def test_a_people_fights_for_its_land() -> None:
    text = "Lusarian troops captured Vilabranda on Sunday, the government of Lusaria said."
    assert [row[2] for row in _said(text)] == ["Lusaria"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("A resident told Reuters the army had left. The army captured Ost on Monday.", "Reuters"),
        ("The Arakan Army captured Mrauk U. The army withdrew from Paletwa.", "Arakan"),
        (
            "The Armed Forces of the Philippines (AFP) said the rebels had captured Butig. The rebels seized Marawi.",
            "AFP",
        ),
        ("Sudan's army withdrew. A rebel army captured the town of Bara on Friday.", "SD"),
        ("Soldiers in Goma said that they had left. The army shelled Sake on Friday.", "Goma"),
        ("The Sudanese army met Egypt's army. The army captured the town of Bara on Friday.", "SD"),
    ],
)
def test_an_army_that_may_be_another_s_is_of_nobody_that_it_stands_near(text, wrong) -> None:
    sides = [row[2] for row in _said(text)]
    assert sides and wrong not in sides


def test_a_chain_is_each_of_its_places() -> None:
    said = _said("Russian forces attacked along the Kupyansk-Svatove-Kreminna line.")
    assert len(said) == 3
    assert {tuple(row[1:]) for row in said} == {("contested", "RU", "asserted")}


def test_a_list_of_villages_is_one_row_each() -> None:
    found = _read("Russian forces recaptured Pogrebki, Orlovka and Guyevo in Kursk Oblast.")
    assert found["place_id"].tolist() == ["pogrebki", "orlovka", "guyevo"]
    assert found["relation"].unique().tolist() == ["recaptured"]


def test_a_village_that_no_gazetteer_has_keeps_its_name_and_has_no_point() -> None:
    found = _read("Russian troops captured the village of Veldanovka on Friday.")
    assert found["place"].tolist() == ["Veldanovka"]
    assert found["place_id"].isna().all()
    assert found.geometry.isna().all()


def test_who_says_it_and_when_it_happened() -> None:
    found = _read(
        "Ukrainian forces left Sudzha in Kursk Oblast on Wednesday, said Mara Ostrell, an analyst. "
        "Russian troops entered the town."
    )
    first = found.iloc[0]
    assert first["event_on"] == pd.Timestamp("2025-03-12")
    assert first["actor_id"] == "mara-ostrell"
    assert found.iloc[1:]["actor_id"].isna().all()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Ukrainian forces seized Sudzha last August.", "2024-08-01", "2024-08-31"),
        ("Ukrainian forces seized Sudzha in March.", "2025-03-01", "2025-03-14"),
        ("Russian forces retook Sudzha in December 2023.", "2023-12-01", "2023-12-31"),
        ("Russian forces retook Sudzha on Wednesday.", "2025-03-12", "2025-03-12"),
        ("Russian forces retook Sudzha this month.", "2025-03-01", "2025-03-14"),
        ("Russian forces retook Sudzha this year.", "2025-01-01", "2025-03-14"),
    ],
)
def test_the_period_of_an_event(text, first, last) -> None:
    found = _read(text).iloc[0]
    assert (found["event_from"], found["event_until"]) == (pd.Timestamp(first), pd.Timestamp(last))
    assert pd.isna(found["event_on"]) == (first != last)


@pytest.mark.parametrize(
    "text",
    [
        "Sudan's army retook Bara on Friday, three weeks after the Rapid Support Forces had seized it.",
        "Russian forces left Sudzha on Friday, a month after Ukrainian troops had entered the town.",
        "Rebels seized Bara on Friday before the army retook it.",
    ],
)
def test_a_day_dates_what_is_told_before_after_and_not_behind_it(text) -> None:
    days = _read(text)["event_on"].tolist()
    assert days[0] == pd.Timestamp("2025-03-14")
    assert len(days) == 2 and pd.isna(days[1])


def test_a_day_after_the_article_dates_nothing_that_was() -> None:
    found = _read("Russian forces captured Sudzha on the night of March 27.")
    assert found["event_from"].isna().all() and len(found)


def test_no_period_is_missing() -> None:
    found = _read("Russian forces retook Sudzha.").iloc[0]
    assert pd.isna(found["event_from"]) and pd.isna(found["event_until"])
    undated = _read("Russian forces retook Sudzha last month.", published=None).iloc[0]
    assert pd.isna(undated["event_from"])


def test_who_fights_for_a_side_is_looked_up_in_the_registry_that_is_given() -> None:
    text = "The Veldan Brigade captured the town of Sudzha. Russian troops left the town."
    blank = dict.fromkeys(ns.actors.registry().columns, "")
    row = {"actor_id": "veldan", "name": "Veldan Brigade", "kind": "group", "side": "UA"}
    own = ns.actors.registry(pd.DataFrame([blank | row]))
    found = _read(text, actors=own)
    assert found.iloc[0][["place", "relation", "side"]].tolist() == ["Sudzha", "captured", "UA"]
    with pytest.raises(SchemaError, match="side"):
        _read(text, actors=own.drop(columns="side"))


def test_a_text_without_any_full_stop_is_read_to_its_end() -> None:
    said = "Russian troops captured Sudzha and Ukrainian forces withdrew from Sudzha and then "
    found = _read(said * 60 + "they fought in Kursk Oblast")
    assert set(found["relation"]) >= {"recaptured", "withdrawn"}


@pytest.mark.parametrize(
    "text",
    [
        "Nothing happened.",
        "Envoys held talks in Moscow.",
        "MORE: Ukrainian forces seized Sudzha in Kursk Oblast",
        "Town captured the title in Poltava, and the visitors held on in Sumy.",
    ],
)
def test_nothing_said_of_ground(text) -> None:
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "published": [pd.NaT]})
    found = ns.frontline.references(ns.places.find(articles), articles)
    assert found.empty
    assert list(found.columns) == schema.names("references", optional=True)


# ---------------------------------------------------------------- sides


def test_sides_are_a_table_of_any_number() -> None:
    own = pd.DataFrame(
        {"side": ["Tamm", "Harrow", "League"], "countries": ["SD", "", ""],
         "actors": ["Tamm Guards", "Harrow Front|HF", "Hill League"]}
    )  # fmt: skip
    names = side_names(table=read_sides(own))
    assert [names.of(w) for w in ("the Hill League", "HF men", "Sudanese troops")] == [
        "League", "Harrow", "Tamm",
    ]  # fmt: skip
    assert names.of("Ukrainian troops") == "UA"  # a country that is no side of the table is its own


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"label": ["Tamm"]}, "lacks the column"),
        ({"side": ["A", "A"]}, "'A' twice in its column side"),
        ({"side": ["A", "B"], "countries": ["SD", "SD"]}, "'SD' twice in its column countries"),
        ({"side": ["A", "B"], "actors": ["HF", "X|HF"]}, "'HF' twice in its column actors"),
    ],
)
def test_a_table_of_sides_that_contradicts_itself_is_refused(table, message) -> None:
    with pytest.raises(SchemaError, match=message):
        read_sides(pd.DataFrame(table))


def test_what_no_word_denies_is_not_given_as_denied() -> None:
    said = "The Russian Ministry of Defence said that its troops had taken Pokrovsk."
    assert [row for row in _said(said) if row[3] == "denied"] == []
    denied = _said("Ukraine’s General Staff denied that Russian troops had taken Pokrovsk.")
    assert [row[3] for row in denied] == ["denied"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Russia claims to recapture 12 Kursk Oblast settlements amid new offensive.", "RU"),
        ("Ukraine claims to hold Pokrovsk.", "UA"),
        ("The RSF claims to seize El Fasher.", "Rapid Support Forces"),
    ],
)
def test_what_somebody_claims_to_do_is_no_aim(text, side) -> None:
    assert [row[2:4] for row in _said(text)] == [[side, "asserted"]]
