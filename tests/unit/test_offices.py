"""Who held which office when: the table, and what is asked of it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest

import newsan as ns
from newsan import lexicons
from newsan.actors import offices
from newsan.actors.mention import slug
from newsan.actors.offices import Holder, holder, in_office, offices_of

ROWS = lexicons.rows("offices")
COLUMNS = ["office", "country", "actor_id", "holder", "since", "until", "source", "read_on"]


def row(office: str, name: str, since: str, until: str) -> dict[str, str]:
    actor_id = slug(name)
    cells = (office, "ZZ", actor_id, name, since, until, "a page", "2026-01-01")
    return dict(zip(COLUMNS, cells, strict=True))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put terms of an invented state in the place of the shipped ones."""
    terms = [
        row("president", "Mara Ostrell", "2001-05-01", "2005-04-30"),
        row("president", "Ivo Teller", "2005-05-01", "2009-04-30"),
        row("mayor", "Mara Ostrell", "1999-01-01", "2000-12-31"),
        row("mayor", "Lena Ardal", "2000-12-30", "2002-12-31"),  # overlaps by two days
        row("president", "Ada Veldany", "2012-01-01", "2013-12-31"),
        row("mayor", "Ada Veldany", "2015-01-01", "2016-12-31"),
    ]
    roles = [{"actor_id": "ada-veldany", "role": "President of Veldany"}]
    monkeypatch.setattr(lexicons, "rows", {"offices": terms, "actors": roles}.__getitem__)
    monkeypatch.setattr(offices, "_terms", offices._terms.__wrapped__)
    monkeypatch.setattr(offices, "_own_terms", offices._own_terms.__wrapped__)


@pytest.mark.usefixtures("table")
class TestHolder:
    @pytest.mark.parametrize(
        ("day", "name"),
        [
            ("2001-05-01", "Mara Ostrell"),
            ("2005-04-30", "Mara Ostrell"),
            ("2005-05-01", "Ivo Teller"),
            ("2009-04-30", "Ivo Teller"),
        ],
    )
    def test_first_and_last_day_are_of_the_term(self, day: str, name: str) -> None:
        assert holder("president", "ZZ", day) == Holder(slug(name), name)

    @pytest.mark.parametrize("day", ["2001-04-30", "2009-05-01", "1800-01-01", None, "", "no day"])
    def test_a_day_that_no_term_covers_is_nobodys(self, day: object) -> None:
        assert holder("president", "ZZ", day) is None

    def test_two_at_once_are_nobody(self) -> None:
        assert holder("mayor", "ZZ", "2000-12-29") == Holder("mara-ostrell", "Mara Ostrell")
        assert holder("mayor", "ZZ", "2000-12-31") is None

    def test_one_who_follows_upon_themselves_is_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        twice = [row("mayor", "Ivo Teller", "2001-01-01", f"200{year}-01-01") for year in (3, 4)]
        monkeypatch.setattr(lexicons, "rows", {"offices": twice}.__getitem__)
        assert holder("mayor", "ZZ", "2002-01-01") == Holder("ivo-teller", "Ivo Teller")

    def test_letters_of_either_case(self) -> None:
        assert holder("President", "zz", "2006-01-01") == holder("president", "ZZ", "2006-01-01")

    @pytest.mark.parametrize(("office", "country"), [("king", "ZZ"), ("president", "YY")])
    def test_an_office_or_country_that_is_not_there(self, office: str, country: str) -> None:
        assert holder(office, country, "2006-01-01") is None

    @pytest.mark.parametrize("day", [dt.date(2006, 1, 1), pd.Timestamp("2006-01-01T12:00Z")])
    def test_days_of_any_kind(self, day: object) -> None:
        assert holder("president", "ZZ", day) == Holder("ivo-teller", "Ivo Teller")


@pytest.mark.usefixtures("table")
class TestOfSomebody:
    def test_terms_in_order_of_time(self) -> None:
        found = offices_of("mara-ostrell")
        assert [term.office for term in found] == ["mayor", "president"]
        assert found[1].until == dt.date(2005, 4, 30)
        assert offices_of("nobody-known") == ()

    def test_of_whom_the_registry_does_not_know_every_office_counts(self) -> None:
        held = [in_office("mara-ostrell", f"{year}-06-01") for year in (1999, 2002, 2007)]
        assert held == [True, True, False]

    def test_of_whom_the_registry_knows_the_office_of_the_role_counts(self) -> None:
        held = [in_office("ada-veldany", f"{year}-06-01") for year in (2012, 2015)]
        assert held == [True, False]

    def test_after_the_last_day_that_is_known_nobody_knows(self) -> None:
        assert in_office("mara-ostrell", "2090-06-01") is False  # the table has who came after
        assert in_office("lena-ardal", "2030-06-01") is False
        assert in_office("ada-veldany", "2030-06-01") is None

    def test_not_known_is_neither(self) -> None:
        assert in_office("nobody-known", "2002-06-01") is None
        assert in_office("mara-ostrell", None) is None


class TestTable:
    def test_columns(self) -> None:
        assert all(list(r) == COLUMNS for r in ROWS)

    @pytest.mark.parametrize("column", COLUMNS)
    def test_every_cell_is_filled_and_trimmed(self, column: str) -> None:
        assert not [r for r in ROWS if not r[column] or r[column] != r[column].strip()]

    def test_days_are_days_in_order(self) -> None:
        for r in ROWS:
            assert dt.date.fromisoformat(r["since"]) <= dt.date.fromisoformat(r["until"]), r
            assert dt.date.fromisoformat(r["read_on"]) >= dt.date(2026, 11, 28), r

    def test_terms_of_one_office_do_not_overlap(self) -> None:
        rows = sorted(ROWS, key=lambda r: (r["office"], r["country"], r["since"]))
        for one, other in pairwise(rows):
            if (one["office"], one["country"]) == (other["office"], other["country"]):
                assert one["until"] < other["since"], (one, other)

    def test_offices_are_in_small_letters_and_countries_are_codes(self) -> None:
        codes = {r["code"] for r in lexicons.rows("countries")} | {"EU", "NATO", "UN"}
        assert {r["country"] for r in ROWS} <= codes
        assert all(r["office"] == r["office"].lower() for r in ROWS)

    def test_ids_are_the_registrys_or_made_from_the_name(self) -> None:
        registry = ns.actors.registry().set_index("actor_id")["name"]
        for r in ROWS:
            assert r["actor_id"] == slug(r["holder"]) or r["holder"] == registry[r["actor_id"]], r

    def test_one_person_has_one_name(self) -> None:
        names: dict[str, set[str]] = {}
        for r in ROWS:
            names.setdefault(r["actor_id"], set()).add(r["holder"])
        assert not {actor: own for actor, own in names.items() if len(own) > 1}

    @pytest.mark.parametrize(
        ("office", "country", "day", "name"),
        [
            ("president", "US", "2025-01-19", "Joe Biden"),
            ("president", "US", "2025-01-20", "Donald Trump"),
            ("president", "RU", "2010-06-01", "Dmitry Medvedev"),
            ("prime minister", "RU", "2010-06-01", "Vladimir Putin"),
            ("president", "UA", "2022-02-24", "Volodymyr Zelenskyy"),
            ("commander-in-chief", "UA", "2022-02-24", "Valerii Zaluzhnyi"),
            ("defence minister", "RU", "2022-02-24", "Sergei Shoigu"),
            ("chancellor", "DE", "2022-02-24", "Olaf Scholz"),
            ("prime minister", "GB", "2022-10-01", "Liz Truss"),
            ("secretary of state", "US", "2003-02-05", "Colin Powell"),
            ("secretary-general", "NATO", "2022-02-24", "Jens Stoltenberg"),
            ("secretary-general", "UN", "1999-03-24", "Kofi Annan"),
        ],
    )
    def test_days_everybody_knows(self, office: str, country: str, day: str, name: str) -> None:
        found = holder(office, country, day)
        assert found is not None
        assert found.name == name

    def test_the_registrys_heads_are_in_office_on_a_day_of_the_war(self) -> None:
        heads = "vladimir-putin", "volodymyr-zelenskyy", "donald-trump", "emmanuel-macron"
        assert all(in_office(actor, "2025-03-14") for actor in heads)
        assert in_office("vladimir-putin", "2010-06-01") is False  # prime minister then
        assert in_office("dmitry-medvedev", "2010-06-01") is None  # known for another office
