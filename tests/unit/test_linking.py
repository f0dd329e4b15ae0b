"""Which names are the registry's: what refuses a link, and what bears one out."""

from __future__ import annotations

import pandas as pd
import pytest

import newsan as ns
from newsan.actors.linking import named

ROWS = [
    {"actor_id": "ivo-teller", "name": "Ivo Teller", "aliases": "Teller|President Teller|the Ostrandian president",
     "kind": "person", "role": "President of Ostrand", "country": "NL", "pronouns": "he/him"},
    {"actor_id": "tove-graham", "name": "Tove Graham", "aliases": "Graham", "kind": "person",
     "role": "analyst, Tilden Institute", "country": "NL", "pronouns": "she/her"},
    {"actor_id": "river-bureau", "name": "River Bureau", "aliases": "RVB", "kind": "institution",
     "role": "agency", "country": "NL"},
    {"actor_id": "britain", "name": "United Kingdom", "aliases": "UK|Britain", "kind": "state", "country": "GB"},
    {"actor_id": "veld", "name": "Veldany", "aliases": "Georgia", "kind": "state", "country": "GE"},
]  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> pd.DataFrame:
    blank = dict.fromkeys(ns.actors.registry().columns, "")
    return pd.DataFrame([blank | row for row in ROWS])


def linked(text: str, registry: pd.DataFrame, published: str | None = None) -> list[str]:
    return [actor for *_, actor in named(text, registry, published)]


@pytest.mark.parametrize(
    "text",
    [
        "Helen Teller of the Netherlands bakes. Teller rose early.",  # another given name
        "Iris Teller bakes in the Netherlands. Teller rose early.",  # of the same first letter
        "Dutch driver Mr. P. Teller stopped. Teller slept.",  # another initial
        "The Dutch met Mrs. Teller. Teller slept.",  # a woman
        "The Dutch met Constable Teller. Teller slept.",  # another job
        "Teller rose early, and nobody else did.",  # no office, no country
        "Teller Street in the Netherlands is closed.",  # a street
        "Dutch police met Ivo Teller Jr at noon.",  # the son
    ],
)
def test_a_surname_that_is_not_shown_to_be_theirs(text: str, registry: pd.DataFrame) -> None:
    assert linked(text, registry) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Teller left. Teller slept.",
        "Dutch farmers met Teller. Teller slept.",
        "President Teller left. Teller slept.",
        "Farmers met Ivvo Teller. Teller slept.",  # another spelling
        "Dutch farmers met Mr. Teller. Teller slept.",
    ],
)
def test_a_surname_with_the_full_name_the_office_or_the_country(
    text: str, registry: pd.DataFrame
) -> None:
    assert linked(text, registry) == ["ivo-teller", "ivo-teller"]


def test_a_surname_that_is_a_given_name_needs_the_full_name(registry: pd.DataFrame) -> None:
    assert linked("In the Netherlands Graham slept.", registry) == []
    assert linked("Tove Graham left. Graham slept.", registry) == ["tove-graham"] * 2


def test_a_row_without_a_country_has_nothing_to_refuse_a_surname_by(registry: pd.DataFrame) -> None:
    own = registry.assign(
        country=registry["country"].where(registry["actor_id"] != "ivo-teller", "")
    )
    assert linked("Teller said it rained.", own) == ["ivo-teller"]


def test_two_bearers_in_one_article(registry: pd.DataFrame) -> None:
    """Whoever was named last; somebody whom the surname alone named first keeps it."""
    later = "Ivo Teller left. The baker Mara Teller stayed. Teller slept."
    assert linked(later, registry) == ["ivo-teller"]
    settled = (
        "Ivo Teller left. Teller slept. His sister Mara Teller stayed. It rained. Teller woke."
    )
    assert linked(settled, registry) == ["ivo-teller"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "The acting US president left.",
        "Sen. Graham Ostrell left the US Senate.",
    ],
)
def test_an_office_or_surname_that_is_somebody_elses(text: str) -> None:
    found = {actor for *_, actor in named(text, None, "2025-03-15")}
    assert not found & {"donald-trump", "vladimir-putin", "lindsey-graham"}


def test_nobody_speaks_under_a_surname_that_was_refused(registry: pd.DataFrame) -> None:
    text = "Ivo Teller left. The baker Mara Teller stayed. “It rained,” Teller said."
    articles = ns.articles.read({"text": text})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles, registry=registry)
    assert "ivo-teller" not in set(quotes["actor_id"].dropna())


def test_an_office_without_its_holder(registry: pd.DataFrame) -> None:
    text = "The Ostrandian president said it rained."
    assert linked(text, registry) == []
    assert linked(f"{text} Ivo Teller left.", registry) == ["ivo-teller"] * 2


@pytest.mark.parametrize(
    ("day", "holder"),
    [("2012-03-01", []), (None, []), ("2022-03-01", ["joe-biden"]), ("2025-03-14", ["donald-trump"])],
)  # fmt: skip
def test_an_office_in_time(day: str | None, holder: list[str]) -> None:
    text = "The US president was to speak."
    assert [actor for *_, actor in named(text, None, day)] == (holder or [])


def test_an_office_out_of_somebodys_term_is_another_holders() -> None:
    text = "The Russian president said it rained. Vladimir Putin, the prime minister, was away."
    articles = ns.articles.read({"text": text, "date": "2010-05-02"})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].tolist() == ["dmitry-medvedev"]


@pytest.mark.parametrize(
    ("text", "day", "actor"),
    [
        ("The French president said it rained.", "2015-03-15", "francois-hollande"),
        ("The French president said it rained.", None, "french-president"),
        ("In 2015 the French president said it rained.", "2015-03-15", "francois-hollande"),
        ("The US secretary of state said it rained.", "2015-03-15", "john-kerry"),
        ("The French president said it rained.", "1815-03-15", "french-president"),
        ("The former French president said it rained.", "2015-03-15", "former-french-president"),
        (
            "In 2016 the British prime minister said it rained.",
            "2025-03-15",
            "british-prime-minister",
        ),
    ],
)
def test_words_for_an_office_are_who_held_it_that_day(
    text: str, day: str | None, actor: str
) -> None:
    articles = ns.articles.read({"text": text, "date": day})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].tolist() == [actor]


def test_a_description_names_nobody_of_another_country() -> None:
    text = "President Vladimir Putin left. The French president said it rained."
    articles = ns.articles.read({"text": text, "date": "2025-03-15"})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].tolist() == ["emmanuel-macron"]


def test_a_former_holder_is_not_the_holder() -> None:
    text = "President Vladimir Putin left. “It rained,” the former Russian president said."
    articles = ns.articles.read({"text": text, "date": "2025-03-15"})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].tolist() == ["former-russian-president"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Students of the University of Kilden (UK) marched. UK said so.", []),
        ("The UK said so.", ["britain"]),
        ("British students of the University of Kilden marched. The UK said so.", ["britain"]),
        ("The Road Voters' Bloc (RVB) met Dutch mayors. RVB said so.", []),
        ("RVB met mayors.", []),
        ("RVB met Dutch mayors.", ["river-bureau"]),
    ],
)
def test_acronyms(text: str, found: list[str], registry: pd.DataFrame) -> None:
    assert linked(text, registry) == found


def test_a_first_name_that_is_a_states(registry: pd.DataFrame) -> None:
    assert linked("Georgia closed its border.", registry) == ["veld"]
    text = "Georgia Ostrell, a pilot, landed. “It rained,” Georgia said."
    articles = ns.articles.read({"text": text})
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    assert quotes["actor_id"].tolist() == ["georgia-ostrell"]


def test_no_alias_is_a_common_noun() -> None:
    """An alias has a name in it, or is an office that needs its holder."""
    table = ns.actors.registry()
    for row in table.to_dict("records"):
        for alias in row["aliases"].split("|"):
            assert not alias or "." in alias or any(c.isupper() for c in alias), (row, alias)


def test_a_body_of_the_country_bears_a_surname_out() -> None:
    text = "Peskov told reporters that the Kremlin had seen it."
    assert "dmitry-peskov" in {actor for *_, actor in named(text, None, "2025-03-15")}
