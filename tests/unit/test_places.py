"""Place names in running text: what is one, what is none, and which place it is."""

import pandas as pd
import pytest

import newsan as ns
from newsan import schema


def _find(text, **options):
    return ns.places.find(pd.DataFrame({"article_id": ["a"], "text": [text]}), **options)


def _ids(text, **options):
    return _find(text, **options)["place_id"].tolist()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Shells hit central Kyiv overnight.", ["kyiv"]),
        ("Kyiv Oblast was quiet overnight.", ["UA-32"]),
        ("Convoys crossed the Kursk region.", ["kursk-salient"]),
        ("Trains ran to the city of Kursk again.", ["kursk"]),
        ("Columns crossed the Kursk region toward the city of Kursk.", ["kursk-salient", "kursk"]),
        ("Engineers came from Simferopol in Crimea.", ["gn-693805", "UA-43"]),
    ],
)
def test_city_or_region(text, wanted):
    assert _ids(text) == wanted


@pytest.mark.parametrize("name", ["Суджа", "Soudja", "Suzha", "Sudzha"])
def test_one_town_in_its_spellings(name):
    found = _find(f"Fighting went on near {name} in Kursk Oblast.")
    assert found["place_id"].tolist()[0] == "sudzha"
    assert found["name"].tolist()[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "The Institute for the Study of War published a map.",
        "Officials spoke at the White House.",
        "Ms Paris Hollander disagreed.",
        "General Boston Veld took notes.",
        "Moscow denied the report.",
        "Talks between Moscow and Kyiv stalled.",
    ],
)
def test_no_place_on_the_ground(text):
    assert _find(text).empty


def test_governments_and_demonyms_on_request():
    text = "Moscow denied that Ukrainian troops had left."
    assert _ids(text, governments=True) == ["moscow"]
    found = _find(text, demonyms=True)
    assert found[["name", "kind", "place_id"]].values.tolist() == [["Ukrainian", "demonym", "UA"]]


def test_quoted_mentions_carry_the_quotation():
    text = "“We hold Sudzha,” said Tamsin Orrel. The town of Sudzha lies in Kursk Oblast."
    articles = ns.articles.read([{"text": text}])
    quotes = ns.quotes.find(articles)
    found = ns.places.find(articles, quotes=quotes)
    assert found["quote_id"].notna().tolist() == [True, False, False]
    assert found["quote_id"].dropna().isin(quotes["quote_id"]).all()


def test_spans_and_schema():
    text = "Вода з річки. Sudzha’s market, Kursk Oblast — and Sumy, Ukraine."
    found = schema.check(_find(text), "mentions")
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == (
        found["name"].tolist()
    )
    assert found["start"].is_monotonic_increasing
    assert found.crs == "EPSG:4326"


@pytest.mark.parametrize("text", ["", "x", "\n\n", "12.5 % — ?!"])
def test_nothing_in_nothing_out(text):
    assert list(_find(text).columns) == schema.names("mentions")
    assert _find(text).empty


def test_no_articles():
    found = ns.places.find(pd.DataFrame({"article_id": [], "text": []}))
    assert found.empty and list(found.columns) == schema.names("mentions")


def test_a_region_named_after_decides():
    found = _find("Fires burned in Springfield, Illinois.")
    assert found["admin1"].tolist()[0] == "Illinois"


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("CHARLESTON, W.Va. — Crews cleared a road.", "CHARLESTON", "Charleston"),
        ("EDMONTON — Crews cleared a road.", "EDMONTON", "Edmonton"),
        ("KYIV, Ukraine (AP) — Crews cleared a road.", "KYIV", "Kyiv"),
        ("MOSCOW, April 26 - Crews cleared a road.", "MOSCOW", "Moscow"),
    ],
)
def test_a_dateline_in_capitals(text, name, place):
    found = _find(text)
    assert found[["name", "place"]].values.tolist()[0] == [name, place]


def test_shouted_words_are_no_datelines():
    assert _find("They shouted NICE and went home.").empty


@pytest.mark.parametrize("county", ["Laurel County", "Laurel Co."])
def test_a_county_has_a_point_and_a_state(county):
    found = _find(f"A barn burned in {county}, the sheriff said.")
    assert found["name"].tolist() == [county]
    assert found["admin1"].tolist() == ["Kentucky"]
    assert found.geometry.notna().all()


def test_a_county_of_many_states_is_none_of_them_unless_the_text_tells():
    assert _find("A barn burned in Madison County.")["place_id"].isna().all()
    assert _find("A barn burned in Madison County, Ky.")["admin1"].tolist()[0] == "Kentucky"


def test_a_county_tells_which_town_is_meant():
    text = "The Paris library opened. Henry County and Weakley County paid for it."
    assert set(_find(text)["admin1"]) == {"Tennessee"}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ministers from Georgia met in Tbilisi and in Baku, Azerbaijan.", "GE"),
        ("Lawmakers in Georgia, Alabama and Tennessee met in Atlanta.", "US"),
    ],
)
def test_a_name_has_no_vote_on_itself(text, country):
    found = _find(text)
    assert found.loc[found["name"] == "Georgia", "country"].tolist() == [country]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia Ostrell, a pilot, landed at noon.",
        "The drummer Kenya Ostrell left the band.",
        "Jordan Ostrell left at noon.",
        "Jack London bought the boat. London sailed it home.",
        "Sgt. Ireland said nothing.",
    ],
)
def test_a_word_in_somebodys_name_is_no_place(text):
    assert _find(text).empty


def test_somebody_called_like_a_place_does_not_take_the_place_away():
    found = _find("Jordan Ostrell, a nurse, flew to Amman in Jordan on Monday.")
    assert found["name"].tolist() == ["Amman", "Jordan"]


def test_a_present_name_goes_before_an_old_one_in_the_region_named_after_it():
    """Oleksandrivka was once the name of a city in the same oblast."""
    found = _find("Troops left Oleksandrivka, Donetsk Oblast, at noon.")
    assert found["place"].tolist() == ["Oleksandrivka", "Donetsk Oblast"]
    assert found["admin1"].tolist()[0] == "Donetsk Oblast"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Troops liberated Lyman (12km west of Torske).",
            [("Lyman", "gn-704204"), ("Torske", "gn-691358")],
        ),
        ("Pavlivka in Donetsk Oblast was shelled.", [("Pavlivka", None), ("Donetsk", "UA-14")]),
        ("Shelling of Sloviansk went on.", [("Sloviansk", "gn-693468")]),
        (
            "Fighting went on along the Kupyansk-Svatove-Kreminna line.",
            [("Kupyansk", "gn-703656"), ("Svatove", "gn-692118"), ("Kreminna", "gn-704138")],
        ),
        ("Fighting went on near Zarichne.", [("Zarichne", None)]),
    ],
    ids=["a bearing", "no such village there", "a present name", "a chain", "any of several"],
)
def test_the_words_round_a_name_place_it(text, wanted):
    mentions = _find(text)
    found = mentions["place_id"].astype(object).where(mentions["place_id"].notna(), None)
    assert list(zip(mentions["name"], found, strict=True)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rain fell in Porvenir. Talks went on in the cities of Ostrelia and Kestrin.", None),
        ("Rain fell in Porvenir on Monday, and in Warsaw.", "CL"),  # no other bears the name
        (
            "Talks went on in Geneva, in Ostrelia and in Kestrin. Troops withdrew from Porvenir.",
            None,
        ),
        ("Rain fell in Porvenir on Monday, and in Santiago, in Chile.", "CL"),
        ("Chilean troops left Porvenir on Monday. Talks went on in Warsaw.", "CL"),
        ("Rain fell in Porvenir on Monday.", "CL"),
    ],
)
def test_a_small_town_that_shares_its_name_alone_is_not_meant(text, wanted):
    rows = _find(text).set_index("name")
    assert "Porvenir" in rows.index
    country = rows.loc["Porvenir", "country"]
    assert country == wanted if wanted else pd.isna(country)


def test_what_is_not_meant_and_not_heard_as_a_place_is_none():
    text = "The 40 Nato and non-Nato states met in Geneva, in Ostrelia and in Kestrin."
    assert _find(text)["name"].tolist() == ["Geneva"]


def test_a_place_of_the_study_is_meant_whatever_else_is_named():
    assert "sudzha" in _ids(
        "Ukrainian forces left Sudzha. Talks went on in Geneva, Ostrelia and Kestrin."
    )


def test_a_state_is_no_village_of_its_name() -> None:
    text = "Mali and Rwanda met Ecuador in Darfur. The storm hit Puerto Rico. Houthi fighters left the city of Taiz."
    mentions = ns.places.find(ns.articles.read([{"text": text}]))
    found = dict(zip(mentions["name"], mentions["place_id"], strict=True))
    assert found == {
        "Mali": "ML",
        "Rwanda": "RW",
        "Ecuador": "EC",
        "Darfur": "area-darfur",
        "Puerto Rico": "PR",
        "Taiz": "gn-70225",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Fighters captured Aita al-Shaab on Monday.",
        "Clashes broke out in Ain al-Hilweh.",
        "Spokesman Noureddine al-Bakri said nothing.",
        "The commander al-Bambari was killed.",
        "Tents stood at Umm al-Tyre.",
    ],
)
def test_a_part_of_a_name_with_an_article_is_no_place(text):
    assert _find(text).empty


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fighting in Deir al-Balah went on.", ["gn-281141"]),
        ("Rebels entered Jisr al-Shughur.", ["gn-169023"]),
        ("Fighting in al-Raqqa and Al-Bab went on.", ["gn-172955", "gn-174018"]),
        ("Rebels met in el Salvador.", ["SV"]),
        ("California, Maryland, Vermont and Ohio agreed.", ["US-CA", "US-MD", "US-VT", "US-OH"]),
        ("New York, New Jersey and Ohio agreed.", ["US-NY", "US-NJ", "US-OH"]),
        ("In Mogadishu al-Shabaab fighters attacked a hotel.", ["gn-53654"]),
        ("Ships left from Hodeidah.", ["gn-79415"]),
        ("The Hodeidah governorate was quiet.", ["YE-HU"]),
        ("An air strike in Nabatieh killed three.", ["gn-278913"]),
    ],
)
def test_arabic_names(text, wanted):
    assert _ids(text) == wanted


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The group seized Balad, 30 km north of Mogadishu, in Somalia.", "Balad", None),
        ("Insurgents attacked Palma in Cabo Delgado, Mozambique.", "Palma", None),
        ("Shells hit Hays in Yemen.", "Hays", None),
        ("Militants raided Gao in Mali.", "Gao", "ML"),
        ("The village of Porvenir, Sudan, was quiet.", "Porvenir", None),
        ("The fire in Boston, Lincolnshire, was out by noon.", "Boston", "GB"),
        ("The ship left for Tripoli in Lebanon.", "Tripoli", "LB"),
        ("Crowds met in Sevastopol in Russia.", "Sevastopol", "UA"),
        ("Talks in London, Ukraine said, went on.", "London", "GB"),
    ],
)
def test_a_town_lies_in_the_country_named_behind_it_or_is_unknown(text, name, country):
    found = _find(text)
    countries = found.loc[found["name"] == name, "country"]
    assert len(countries) and [None if pd.isna(c) else c for c in countries] == [country] * len(
        countries
    )


@pytest.mark.parametrize(
    "text",
    [
        "Thai soldiers stood by.",
        "A Somali officer stood by.",
        "Fighters of Fano stood by.",
        "His wife, Elna, was at work.",
        "Police in East Yorkshire said so.",
        "Ships left the Sea of Azov and the Gulf of Mexico.",
        "Elna Ostrell, the Duchess of Edinburgh, was at work.",
        "The Church of St Andrew was full.",
        "St. Michael's Catholic School and St Peter's Square were shut.",
        "Ships crossed the South China Sea on Monday.",
        "JOIN US ON TELEGRAM!",
        "Councillors Tom Vale (Ind) and Mara Ostrell (Lab) objected.",
        "He told Radio France Internationale so.",
        "She once led Hewlett-Packard and opposed the Trans-Pacific deal.",
    ],
)
def test_peoples_bodies_rivers_and_given_names_are_no_places(text):
    assert _find(text).empty


@pytest.mark.parametrize(
    "text",
    [
        "The poll puts Garland's lead at two points. Casimir Garland has not said a word.",
        "Votes went to Hanover. Later Odile V. Hanover thanked the crowd. Nobody beat Hanover.",
        "Tamsin Hailey sang, and Hailey is never late.",
        "Nobody asked Obama. Voters approve of Obama, and few look to Bush.",
        "Their first child was Hailey, and a rally was held with Hailey in mind.",
    ],
)
def test_surnames_of_whom_the_text_names_in_full_or_who_held_an_office_are_no_places(text):
    assert _find(text).empty


@pytest.mark.parametrize(
    "text",
    [
        "A large Jewish population and Arab states were named. A wise Latina spoke.",
        "Two Sens. Orla Veld and Ann Dorn agreed.",
        "The poll of USA TODAY was wrong.",
        "They lost to George W. Veldany.",
        "I am O.K. with the U.N. plan.",
        "Mara Lind, D-In, voted.",
    ],
)
def test_adjectives_titles_brands_and_initials_are_no_places(text):
    assert _find(text).empty


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He won Oklahoma, and lost in Maryland.", ["US-OK", "US-MD"]),
        ("In Pennsylvania he leads. Next is Indiana.", ["US-PA", "US-IN"]),
        ("Plants in Mexico send cars to Missouri.", ["MX", "US-MO"]),
        ("China, Japan and South Korea agreed.", ["CN", "JP", "KR"]),
        ("The New York primary is near.", ["US-NY"]),
        ("She lives in New York.", ["gn-5128581"]),
        ("The plant in Indiana, Pennsylvania, was shut.", ["gn-5194868", "US-PA"]),
        ("They met Michigan Gov. Orla Veld there.", ["US-MI"]),
        ("Florida Sen. Orla Veld agreed.", ["US-FL"]),
        ("Sen. Orla Veld, R-Pa., agreed with Ann Dorn (D-Vt.).", ["US-PA", "US-VT"]),
        ("A stir in N.H. grows.", ["US-NH"]),
        ("Talks in Asia ended.", ["area-asia"]),
        ("It hit communities such as Buffalo and more.", ["gn-5110629"]),
        ("Mara Lind (D-IN) and Ann Dorn (R-Pa.) agreed.", ["US-IN", "US-PA"]),
        ("Washington senators Mara Lind and Ann Dorn met.", ["US-WA"]),
        ("She teaches at Washington State University.", ["US-WA"]),
        ("The head of the Donetsk People's Republic spoke.", ["UA-14"]),
        ("He named the Donetsk and Luhansk People’s Republics.", ["UA-14", "UA-09"]),
    ],
)
def test_states_and_towns_of_one_name(text, wanted):
    assert _ids(text) == wanted


def test_a_village_that_its_state_lacks_has_no_point():
    found = _find("The ranch in Hereford, Ariz. She left.")
    assert found["name"].tolist() == ["Hereford", "Ariz."]
    assert found["place_id"].isna().tolist() == [True, False]


def test_a_big_city_may_share_its_name_with_somebody():
    assert _ids("Torvald Houston sang in Houston on Monday, and Houston was pleased.") == [
        "gn-4699066"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fighting in the Somali region went on.", "ET-SO"),
        ("Fighting in the Blue Nile state went on.", "SD-NB"),
        ("Gunmen killed five in Indian-administered Kashmir.", "area-kashmir"),
        ("Schools in Jammu and Kashmir were shut.", "IN-JK"),
    ],
)
def test_what_a_region_is_called(text, wanted):
    assert _ids(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bakhmut was quiet on Friday. Toretsk was shelled.", ["gn-713174", "gn-709354"]),
        ("Bakhmut has fallen, Ivo Teller said on Saturday.", ["gn-713174"]),
        ("Russian forces denied that Toretsk had been captured.", ["gn-709354"]),
        ("Kupiansk was quiet on Friday.", ["gn-703656"]),
        ("Jenin was quiet on Friday.", ["gn-283506"]),
        ("Kobani has fallen, Ivo Teller said on Saturday.", ["gn-172256"]),
        ("Calais was quiet on Friday.", ["gn-3029162"]),
        ("Siena was quiet on Friday.", ["gn-3166548"]),
    ],
)
def test_a_town_without_a_preposition_is_nobody(text, wanted):
    assert _ids(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Damascus, Homs and Aleppo were calm.", ["gn-170654", "gn-169577", "gn-170063"]),
        ("Kabul, Kandahar and Herat were calm.", ["gn-1138958", "gn-1138336", "gn-1140026"]),
        ("Geneva, Zurich and Bern were calm.", ["gn-2660646", "gn-2657896"]),
        ("Beijing, Shanghai and Tianjin were calm.", ["gn-1816670", "gn-1796236", "gn-1792947"]),
        ("Bavaria, Saxony and Hesse were calm.", ["DE-BY", "DE-SN", "DE-HE"]),
    ],
)
def test_three_cities_in_a_row_are_no_provinces(text, wanted):
    assert _ids(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("She sang at the Vienna State Opera.", "gn-2761369"),
        ("Moscow state television showed it.", "moscow"),
        ("She teaches at Tbilisi State University.", "gn-611717"),
        ("The Berlin state museums reopened.", "gn-2950159"),
        ("The Beirut state hospital was full.", "gn-276781"),
        ("Khartoum state media showed it.", "gn-379252"),
        ("The Khartoum state government met.", "SD-KH"),
        ("The Lagos state government met.", "NG-LA"),
        ("The Puebla state police came.", "MX-PUE"),
        ("New York state was calm.", "US-NY"),
    ],
)
def test_a_state_is_a_region_only_where_regions_are_called_so(text, wanted):
    assert _ids(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The 2022 Uvalde shooting was remembered.", "gn-4738721"),
        ("They spoke of the 2022 Bucha killings.", "gn-711350"),
        ("The 2004 Beslan siege was remembered.", "gn-576697"),
        ("In 2022 Bucha was occupied.", "gn-711350"),
    ],
)
def test_a_town_behind_a_year_is_no_brand(text, wanted):
    assert _ids(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The hurricane hit Guatemala and Panama. In Panama City, streets were flooded."
            " Residents of Guatemala City fled.",
            ["GT", "PA", "gn-3703443", "gn-3598132"],
        ),
        ("Trains left Mexico City for Mexico and Guatemala.", ["gn-3530597", "MX", "GT"]),
        ("Police in Kuwait City and Kuwait met.", ["gn-285787", "KW"]),
    ],
)
def test_a_country_is_no_region_or_city_of_its_name(text, wanted):
    assert _ids(text) == wanted
