"""Names, descriptions and pronouns to actors; media and days."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns
from newsan.actors.linking import named


def resolved(text: str, **options: object) -> pd.DataFrame:
    articles = ns.articles.read({"text": text, "date": "2031-05-02"})  # a Friday
    return ns.actors.resolve(ns.quotes.find(articles), articles, **options)


def who(text: str) -> list[str | None]:
    actors = resolved(text)["actor"]
    return [None if pd.isna(a) else a for a in actors]


REGISTRY = [
    {
        "actor_id": "veld-staff",
        "name": "General Staff of Veldany",
        "aliases": "Veldan general staff",
        "kind": "institution",
        "role": "military command of Veldany",
        "pronouns": "it/its",
    },
    {
        "actor_id": "ivo-teller",
        "name": "Ivo Teller",
        "aliases": "I. Teller|Теллер",
        "kind": "person",
        "role": "President of Ostrand",
        "pronouns": "he/him",
    },
]


@pytest.fixture(scope="module")
def registry() -> pd.DataFrame:
    blank = dict.fromkeys(ns.actors.registry().columns, "")
    return pd.DataFrame([blank | row for row in REGISTRY])


def test_a_surname_after_the_full_name() -> None:
    assert (
        who("“It rained,” Mayor Mara Ostrell said. “Twice,” Ostrell added.") == ["Mara Ostrell"] * 2
    )


@pytest.mark.parametrize(
    ("full", "last"),
    [
        ("Anton Çelik", "Çelik"),
        ("Ruzan Šimůnek", "Šimůnek"),
        ("Dorna D’Arcy", "D’Arcy"),
        ("Pavlo O'Neill", "O'Neill"),
        ("Tove el-Sayed", "el-Sayed"),
        ("Petro Al Rashid", "Al Rashid"),
        ("Marek St. Clair", "St. Clair"),
        ("Pavlo della Valle", "della Valle"),
    ],
)
def test_a_surname_with_accents_marks_or_a_particle_is_its_bearers(full: str, last: str) -> None:
    text = f"“It rained,” said {full}, the mayor of Veldany. “Twice,” {last} added."
    assert who(text) == [full] * 2


def test_pronouns_agree_in_gender_once_it_is_known() -> None:
    text = (
        "“It rained,” Ms. Mara Ostrell said. Mr. Ivo Teller shook his head. “It did,” she said. "
        "“No,” Teller said. “Dry,” he added."
    )
    assert who(text) == ["Mara Ostrell", "Mara Ostrell", "Ivo Teller", "Ivo Teller"]


def test_somebody_whose_words_are_announced_is_who_says_them() -> None:
    text = (
        "Mara Ostrell told the council that it rained.\n\nA reply came from Ivo Teller, the mayor of Ostrand, "
        "on Friday. “It was dry,” he said."
    )
    assert who(text)[-1] == "Ivo Teller"


def test_institutions_say_it(registry: pd.DataFrame) -> None:
    text = "The Veldan general staff denied it on Friday. “No bridge fell,” it said in a statement."
    quotes = resolved(text, registry=registry)
    assert quotes["actor_id"].tolist()[-1] == "veld-staff"
    assert quotes["medium"].tolist()[-1] == "statement"


def test_a_description_names_who_holds_the_office(registry: pd.DataFrame) -> None:
    text = "Ivo Teller left on Friday. “It rained,” the president of Ostrand said. “Twice,” the Ostrand leader added."
    quotes = resolved(text, registry=registry)
    assert quotes["actor_id"].tolist() == ["ivo-teller", "ivo-teller"]
    assert quotes["resolved_by"].tolist() == ["description", "description"]


def test_aliases_of_the_registry(registry: pd.DataFrame) -> None:
    assert resolved("“It rained,” I. Teller said.", registry=registry)["actor"].tolist() == [
        "Ivo Teller"
    ]


@pytest.mark.parametrize(
    "text", ["“It rained,” Kim Dallow said.", "“It rained,” Putin Ostrell said."]
)
def test_a_surname_in_somebody_elses_name_is_not_that_person(text: str) -> None:
    assert resolved(text)["actor_id"].tolist() in (["kim-dallow"], ["putin-ostrell"])


def test_a_name_with_its_place_is_the_same_person() -> None:
    text = "Minister Ivo Teller of Ostrand said it rained. Teller said it snowed."
    assert set(who(text)) == {"Ivo Teller"}


def test_a_quotation_needs_its_article() -> None:
    articles = ns.articles.read(
        [{"id": "a", "text": "“Dry,” Ivo Teller said."}, {"id": "b", "text": "x"}]
    )
    with pytest.raises(ns.errors.SchemaError, match="articles that are not given: a"):
        ns.actors.resolve(ns.quotes.find(articles), articles[articles["article_id"] == "b"])


def test_a_rank_is_no_institution() -> None:
    text = (
        "The General Staff met. General Ivo Teller spoke on Friday. “It rained,” the general said."
    )
    assert who(text) == ["Ivo Teller"]


def test_two_of_one_surname_stay_two() -> None:
    text = "“It rained,” Mara Ostrell said. “It was dry,” Ivo Ostrell said."
    assert resolved(text)["actor_id"].tolist() == ["mara-ostrell", "ivo-ostrell"]


def test_a_person_outside_the_registry_is_the_same_in_every_article() -> None:
    articles = ns.articles.read(
        [{"text": "“One,” Mara Ostrell said."}, {"text": "“Two,” Dr. Mara Ostrell said."}]
    )
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].unique().tolist() == ["mara-ostrell"]


def test_whom_no_words_name_stays_unknown() -> None:
    assert who("“It rained for days,” he said.") == [None]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“It rained,” Mara Ostrell wrote in a post on Telegram.", "telegram"),
        ("“It rained,” Mara Ostrell wrote on Truth Social.", "social-post"),
        ("“It rained,” Mara Ostrell told a press conference.", "press-conference"),
        ("“It rained,” Mara Ostrell said in a statement.", "statement"),
        ("“It rained,” Mara Ostrell said in an interview.", "interview"),
    ],
)
def test_media(text: str, medium: str) -> None:
    assert resolved(text)["medium"].tolist() == [medium]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mara Ostrell said on Wednesday that it rained.", "2031-04-30"),
        ("“It rained,” Mara Ostrell said on April 3.", "2031-04-03"),
        ("On Thursday, 17 April, Mara Ostrell said it rained.", "2031-04-17"),
        ("“It rained,” Mara Ostrell said a day earlier.", "2031-05-01"),
        ("Mara Ostrell said that Thursday’s rain was heavy.", None),
        ("“It rained on Monday,” Mara Ostrell said.", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    [got] = resolved(text)["said_on"]
    assert (None if pd.isna(got) else str(got.date())) == day


def test_an_announcement_dates_the_words_after_it() -> None:
    text = "Mara Ostrell published a statement on social media on Wednesday.\n\n“It rained,” she wrote."
    assert str(resolved(text)["said_on"].iloc[-1].date()) == "2031-04-30"


def test_the_day_of_old_words_does_not_spread() -> None:
    text = "On January 7 Mara Ostrell said it would rain.\n\n“It rained,” Ostrell said.\n\n“Twice,” Ostrell said."
    assert resolved(text)["said_on"].isna().tolist() == [False, True, True]


def test_the_registry_is_sound() -> None:
    table = ns.actors.registry()
    assert table["actor_id"].is_unique
    assert set(table["kind"]) <= {"person", "institution", "state", "group"}
    assert table["colour"].str.fullmatch("#[0-9A-F]{6}").all()
    wikidata = table.loc[table["wikidata"].fillna("") != "", "wikidata"]
    assert wikidata.str.fullmatch(r"Q\d+").all()


def test_resolving_keeps_every_row_in_place() -> None:
    text = "“It rained,” Mara Ostrell said. “Dry,” he said."
    articles = ns.articles.read({"text": text})
    quotes = ns.quotes.find(articles)
    after = ns.actors.resolve(quotes, articles)
    pd.testing.assert_frame_equal(after[quotes.columns.tolist()], quotes)
    ns.schema.check(after, "quotes")


def test_somebody_who_was_she_is_not_he() -> None:
    text = "“We will win,” said Mara Ostrell. “It is time,” she added.\n\n“Bye,” he said."
    assert who(text) == ["Mara Ostrell", "Mara Ostrell", None]


def test_quotations_of_another_text_are_refused() -> None:
    articles = ns.articles.read({"id": "a", "text": "“It rained,” Ivo Teller said."})
    with pytest.raises(ns.errors.SchemaError, match="does not stand at its offsets"):
        ns.actors.resolve(ns.quotes.find(articles), articles.assign(text="short"))


@pytest.mark.parametrize(
    "phrase",
    [
        "Garda Mara Ostrell",
        "Cllr Mara Ostrell",
        "Police Chief Mara Ostrell",
        "Maj-Gen Mara Ostrell",
        "Army chief of staff Gen. Mara Ostrell",
    ],
)
def test_titles_are_no_part_of_a_name(phrase: str) -> None:
    assert who(f"“It rained,” {phrase} said.") == ["Mara Ostrell"]


def test_a_title_may_be_a_surname() -> None:
    assert who("“It rained,” James Judge said. “Twice,” Judge added.") == ["James Judge"] * 2


def test_a_first_name_alone() -> None:
    text = "“It rained,” Mara Ostrell said. “It was dry,” Ivo Teller said. “Twice,” Mara insisted."
    assert who(text)[-1] == "Mara Ostrell"


def test_another_bearer_of_a_registry_surname(registry: pd.DataFrame) -> None:
    text = "Ivo Teller left. “It rained,” his sister, Mara Teller, said."
    assert resolved(text, registry=registry)["actor_id"].tolist() == ["mara-teller"]


def test_bodies_that_only_the_article_names() -> None:
    text = "The Tilden Institute published a survey on Friday. It said that half of the voters stayed at home."
    assert who(text)[-1] == "Tilden Institute"


def test_the_woman_is_whom_the_article_named() -> None:
    text = "Mara Ostrell, a nurse, said it rained. The woman added that it had been cold."
    found = resolved(text)
    assert found["actor"].tolist() == ["Mara Ostrell"] * 2
    assert found["resolved_by"].tolist()[-1] == "description"


def test_he_may_be_somebody_without_a_name() -> None:
    text = "Mara Ostrell left on Friday. A spokesman for the council said it rained. He added that it was cold."
    assert who(text)[-1] != "Mara Ostrell"


@pytest.mark.parametrize(
    ("words", "medium"),
    [
        ("told the Federal Assembly", "speech"),
        ("told the Veldany Gazette", "interview"),
        ("wrote on social media", "social-post"),
        ("said in a statement", "statement"),
    ],
)
def test_media_by_their_words(words: str, medium: str) -> None:
    assert resolved(f"Mara Ostrell {words} that it rained.")["medium"].tolist() == [medium]


@pytest.mark.parametrize(
    ("phrase", "actor"),
    [
        ("the Ukrainian General Staff", "ua-general-staff"),
        ("Kyiv's General Staff", "ua-general-staff"),
        ("the Russian General Staff", None),
        ("the General Staff of Russia", None),
    ],
)
def test_a_plain_name_goes_by_its_owner(phrase: str, actor: str | None) -> None:
    found = {a for _, _, a in named(f"A map was published by {phrase}.")}
    assert ("ua-general-staff" in found) == (actor is not None)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("We met Tove Ardal, 30, of Ten Mile, who said that it rained.", "Tove Ardal"),
        ("Ostrell’s dam was shown to a mother who said that it rained.", "mother"),
        ("The flood worried the Estmark River Party, which says it rained.", "Estmark River Party"),
        (
            "Ivo Brandl, a fellow of the institute who studies rivers and lakes, who called it “rain”, left.",
            "Ivo Brandl",
        ),
    ],
)
def test_a_relative_pronoun_is_the_phrase_before_it(text: str, actor: str) -> None:
    assert actor in who(text)


@pytest.mark.parametrize(
    "text",
    [
        "The farmer, Gethin Achebe, walked them home. “It rained,” he said.",
        "On Monday Rosalind Oyelaran bought the bank. Was it rain? “It rained,” she says.",
        "Her son, Lachie, shook his head. “It rained,” he said.",
    ],
)
def test_people_who_only_then_speak_are_known(text: str) -> None:
    [actor] = who(text)
    assert actor in ("Gethin Achebe", "Rosalind Oyelaran", "Lachie")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Mara Olin presented it. A woman in the queue laughed. “A joke,” she said.", "a#woman-1"),
        (
            "Tom Roe presented it on Friday. One resident walked out. “A joke,” he said.",
            "a#resident-1",
        ),
        (
            "Mara Olin presented it. Her neighbour, a florist, agreed. “Well,” she said.",
            "mara-olins-neighbour",
        ),
        (
            "Mara Olin presented it. Her husband was less sure. “It is dear,” he said.",
            "mara-olins-husband",
        ),
        (
            "Mara Olin met Eva Brand. “It went well,” Olin said. Brand was less sure. “It is dear,” she said.",
            "eva-brand",
        ),
    ],
)
def test_somebody_unnamed_who_has_just_acted_speaks(text: str, actor: str) -> None:
    article = {"id": "a", "text": text, "published": "2026-05-02"}
    rows = ns.actors.resolve(
        ns.quotes.find(ns.articles.read([article])), ns.articles.read([article])
    )
    assert rows["actor_id"].iloc[-1] == actor


def test_narrated_pronouns_keep_somebody_in_view() -> None:
    text = (
        "Mara Ostrell left the hall at noon. She walked along the river for an hour. She met nobody. "
        "She sat on a stone. She threw bread to the ducks. “It rained,” she said."
    )
    assert who(text) == ["Mara Ostrell"]


def test_what_belongs_to_somebody_is_named_by_its_owner() -> None:
    text = "Mara Ostrell said that it rained. Her office said that it would stop."
    assert who(text) == ["Mara Ostrell", "Mara Ostrell’s office"]


def test_a_source_close_to_somebody_is_not_them() -> None:
    assert "Mara Ostrell" not in who(
        "Mara Ostrell left. Sources close to Ostrell said that it rained."
    )


def test_police_are_those_named_before() -> None:
    text = (
        "The Estmark Water Department and the Ostrand State Police said that it rained. Veldany police "
        "said that it was dry. The road was closed, police said."
    )
    assert who(text)[-1] == "Veldany police"


def test_another_body_of_the_kind_is_not_the_one_named() -> None:
    text = "Korda Bank said that it rained. The central bank said that it was dry."
    assert who(text)[0] == "Korda Bank"
    assert who(text)[1] != "Korda Bank"


def test_reports_speak_for_whose_they_are() -> None:
    assert who("According to classified U.S. intelligence reports, it rained.") == [
        "U.S. intelligence"
    ]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“It rained,” Mara Ostrell told EBO.", "interview"),
        ("“It rained,” Mara Ostrell told the portal on Friday.", "interview"),
        (
            "“It rained,” Mara Ostrell was quoted by the portal Novi Put as saying.",
            "report-by-outlet",
        ),
        ("At a rally on Friday Mara Ostrell said that it rained.", "speech"),
        ("Mara Ostrell assures in an interview with Tribuna that it rained.", "interview"),
        ("Mara Ostrell told the council that it rained.", None),
    ],
)
def test_media_of_any_outlet(text: str, medium: str | None) -> None:
    found = resolved(text)["medium"].tolist()[0]
    assert (None if pd.isna(found) else found) == medium


def test_an_old_day_before_what_police_say_is_the_days_own() -> None:
    text = "On 17 August 2027, police say, it rained."
    assert resolved(text)["said_on"].isna().all()


def test_an_aside_before_the_day() -> None:
    text = "As a reminder, on April 30 the Mayor of Veldany, Mara Ostrell, stated that it rained."
    assert resolved(text)["said_on"].tolist() == [pd.Timestamp("2031-04-30")]


def test_countries_and_capitals_speak_for_governments() -> None:
    text = "Ankara denied on Friday that it had sold drones. “We sold none,” it said. Iran said that it would answer."
    assert who(text) == ["Turkey", "Turkey", "Iran"]
    assert who("Addis Ababa said that it rained.") == ["Ethiopia"]


def test_who_leads_or_backs_a_body_is_no_part_of_its_name() -> None:
    assert who("The Sarnian-led VDF said that it rained. The US-backed VDF left.") == ["VDF"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "The head of the Veldany Regional Military Administration, Ivo Brandl, said that it rained.",
            "Ivo Brandl",
        ),
        ("In Veldany, police arrested Ivo Brandl, who said that it rained.", "Ivo Brandl"),
        ("On Friday, the agency spoke with Ivo Brandl, who said that it rained.", "Ivo Brandl"),
        (
            "Fighters from the 5th Brigade, led by Ivo Brandl, who said that it rained, left.",
            "Ivo Brandl",
        ),
        ("According to us, it rained.", "us"),
        ("Mr. Holland said it rained. “Go,” Holland told the court.", "Holland"),
    ],
)
def test_phrases_of_many_kinds(text: str, actor: str) -> None:
    assert who(text)[-1] == actor


FIRMS = (
    "Estmark Steel|Brandel Motors|Kestrel Foods|Ulvar Shipping|North Vale Dairies|Tessmer Group|Halden & Sons|"
    "Orrin Airlines|the Morvan mill|Stavnik Bank|Vesper Energy|Cobalt Health|Veldan Telecom|Ostbruck Port Authority"
).split("|")
FIRMS_FLOOR = 10  # of 14 that are not taken for a man


def test_places_and_firms_are_nobody() -> None:
    text = "The country's biggest producer, {}, cut 300 jobs. “We had no choice,” he said."
    assert sum(who(text.format(firm)) == [None] for firm in FIRMS) >= FIRMS_FLOOR


def test_a_medium_stays_with_who_used_it() -> None:
    text = (
        "“The bridge is lost,” Ivo Brandl said. Tove Ardal announced this week in an interview with the "
        "Veldany Gazette that it was dry."
    )
    assert resolved(text)["medium"].isna().tolist() == [True, False]


def test_a_title_after_the_name_is_no_home() -> None:
    text = "The claim came from Ivo Brandl, President of Ostrand, who said that it rained."
    assert who(text) == ["Ivo Brandl"]


def test_a_countrys_documents_speak_for_it() -> None:
    assert who("The American statement says that it rained.") == ["United States"]


def test_a_pronoun_goes_on_over_paragraphs_of_quotation() -> None:
    text = (
        "Tove Ardal, a guard, told the Veldany Post that it rained. “It rained,” he said. “Twice,” he said.\n\n"
        "Ivo Brandl, the mayor, said at a briefing on Friday that the dam was weak. He explained what the dam was "
        "for:\n\n“The river is difficult.\n\n“The dam was to hold it.”\n\nHe went on: “I believe it did.”"
    )
    assert who(text)[-1] == "Ivo Brandl"


@pytest.mark.parametrize(
    "clause", ["which has held Brattelv since May", "whose boats lie at Brattelv"]
)
def test_who_is_named_in_a_relative_clause_does_not_speak(clause):
    text = f"The Lake Militia, {clause}, denied the report on Friday."
    articles = ns.articles.read([{"text": text}])
    resolved = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert resolved["actor"].tolist() == ["Lake Militia"]


def ids(text: str) -> list[str]:
    return [str(a).partition("#")[2] or str(a) for a in resolved(text)["actor_ids"].fillna("")]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ivo Brandl was on air. Stated Brandl: “It will rise.”", "ivo-brandl"),
        ("Mara Ostrell was on air. Continued Ostrell: “It is old.”", "mara-ostrell"),
        ("“It is late,” said 4th Ward Alderwoman Donna Ostrell.", "donna-ostrell"),
        ("Ostrandian PM Mara Ostrell said it rained.", "mara-ostrell"),
        ("The head of Ostrandian diplomacy Mara Ostrell said it rained.", "mara-ostrell"),
        ("Deputy Ostrandian Minister of Defense Mara Ostrell said it rained.", "mara-ostrell"),
        ("The head of Mara Ostrell’s office said it rained.", "head-of-mara-ostrells-office"),
        ("The brother of the late Ivo Teller said it rained.", "brother-1"),
        ("A lawyer for the detained Mara Ostrell said it rained.", "lawyer-1"),
        ("A spokeswoman for the late Mara Ostrell said it rained.", "spokeswoman-1"),
        ("The lawyer of Ostrandian foe Mara Ostrell said it rained.", "lawyer-1"),
        ("A supporter of Veldan nominee Mara Ostrell said it rained.", "supporter-1"),
        ("Ivo Teller left. A lawyer for the family of Mara Ostrell said it rained.", "lawyer-1"),
        (
            "“Early,” said Ivo Ostrell. Ostrell, the father of former singer Mara Ostrell, came. Ostrell said it rained.",
            "ivo-ostrell",
        ),
        ("Cecile Ostrell: Men Must Listen\n\nThe hall was full. “It rained,” Ostrell said.", "cecile-ostrell"),
        ("Sen. Mara Ostrell was there. Ivo Teller watched. The senator said it rained.", "mara-ostrell"),
    ],
)  # fmt: skip
def test_words_beside_a_name_are_no_part_of_it(text: str, actor: str) -> None:
    assert ids(text)[-1] == actor


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Centers for River Control and Repair said it rose.", "centers-for-river-control-and-repair"),
        ("The Office for River Safety and Repair said it rose.", "office-for-river-safety-and-repair"),
        ("Teller leads, according to the Open Rivers polling average.", "open-rivers"),
        ("Teller leads, according to the OpenRivers average of polls.", "openrivers"),
        ("Teller leads, according to a new Tilden News poll released Thursday.", "tilden-news"),
        ("Both Tilden News and the Kilden Times reported that it rained.", "tilden-news|kilden-times"),
        ("Tilden Institute Says River Town Should Move Soon\n\nIt rained.", "tilden-institute"),
    ],
)  # fmt: skip
def test_bodies_by_their_whole_name(text: str, actor: str) -> None:
    assert ids(text)[-1] == actor


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("It fell, according to data released Friday by state gaming regulators.", "regulators-1"),
        ("It fell, according to figures released Monday by the Tilden Institute.", "tilden-institute"),
        ("A news report published Wednesday said it rained.", "report-1"),
        ("The report said it rained. According to the report, it rained twice.", "report-1"),
        ("Someone called it a disgrace.", "someone-1"),
        ("Others said it would not rain.", "others-1"),
        ("Tim Ostrell died. The Ostrell family said it rained.", "family-1"),
        ("One of Veldany’s leading bakers said it rained.", "baker-1"),
        ("Some 20 percent of bakers in Ostrand said it rained.", "bakers-1"),
        ("A growing number of bakers said it rained.", "bakers-1"),
        ("More than two-thirds of those surveyed said it rained.", "group-1"),
        ("The information released said it rained.", "information-1"),
        ("Russian and Ukrainian sources said it rained.", "russian-and-ukrainian-sources"),
        ("In Veldany, WHO said it rained.", "who"),
    ],
)  # fmt: skip
def test_days_and_papers_are_nobody_everywhere(text: str, actor: str) -> None:
    assert ids(text)[-1] == actor


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Mara Ostrell, 41, and Ivo Teller, 43, said it rained.", "mara-ostrell|ivo-teller"),
        ("Mara Ostrell, Ivo Teller and Ruth Lind said it rained.", "mara-ostrell|ivo-teller|ruth-lind"),
        ("Two farmers, Mara Ostrell and Ivo Teller, said it rained.", "mara-ostrell|ivo-teller"),
        ("Mara Ostrell and her deputy, Ivo Teller, said it rained.", "mara-ostrell|ivo-teller"),
        ("Mara and Tim Ostrell, both 27, said it rained.", "mara-ostrell|tim-ostrell"),
        ("Former mayor and presidential candidate Mara Ostrell said it rained.", "mara-ostrell"),
        ("The mayor and Ivo Teller said it rained.", "mayor-1|ivo-teller"),
        ("The secretary of state, Mara Ostrell and Mayor Ivo Teller said it rained.", "mara-ostrell|ivo-teller"),
    ],
)  # fmt: skip
def test_all_who_speak_together(text: str, actors: str) -> None:
    assert ids(text)[-1] == actors
