"""Whether an article speaks of an actor's office, country or war, so that a short name can be theirs."""

from __future__ import annotations

import re

from newsan.actors import countries, given
from newsan.actors.full_names import NOT_NAMES, TITLES, occurrences
from newsan.actors.longer_names import by_first_name, by_last_name, words_before
from newsan.actors.registry import Index, fold
from newsan.text.nouns import BODIES

_OF_ROLE = re.compile(
    r"[A-Z][\w.&’'-]*(?: (?:of |for |the |on |and )*[A-Z][\w.&’'-]*)+|\b[A-Z]{3,}\b"
)  # bodies in a role: `adviser, CSIS`
_NAME_AFTER = re.compile(r"[ \xa0][^\W\d_a-z]")
_JOINING = r"(?:[ -](?:of|the|and|for|in|de|du|on))*[ -]"
_LEAD = 10  # characters in which a sentence's end is looked for
_SHORTEST, _LONGEST = 2, 5  # letters of acronyms
_SCHOOL_BEFORE = re.compile(r"\b(?:University|College)[ ,(]*\Z")
_SCHOOL_AFTER = re.compile(r"[ ,)]*(?:University|College|Hospital)\b")


class Support:
    """What one article says that can bear out a short name of the registry."""

    def __init__(self, text: str, table: Index) -> None:
        self.text, self.table = text, table

    def of_surname(self, row: dict[str, str], surnames: set[str]) -> bool:
        """
        Tell whether a person's surname alone can be theirs: the article names their office or country.

        One that is a given name as well needs the office. A row with neither role nor country (a
        user's own) has nothing to compare.
        """
        if not row["country"] and not row["role"]:
            return True
        bodies = [b for b in _OF_ROLE.findall(row["role"]) if countries.code_of(b) is None]
        if any(map(self._names, bodies)) or self._names_office(row):
            return True
        if not row["country"]:  # where it is then stands in the role: `mayor of Veldany`
            return any(map(self._names, re.findall(r"(?<=\s)[A-Z][\w’'-]+", row["role"])))
        is_given = all(given.is_listed(fold(name)) for name in surnames)
        return not is_given and self.is_of_country(row)

    def _names_office(self, row: dict[str, str]) -> bool:
        """Tell whether an article has a person's office with its country: `the Ostrandian president`."""
        head, _, rest = row["role"].casefold().partition(" of ")
        if not rest:
            return False
        low = self.text.casefold()
        return any(f"{n.casefold()} {head}" in low for n in countries.names_of(row["country"]))

    def of_body(self, row: dict[str, str], name: str) -> bool:
        """
        Tell whether a short name of a body or state can be the registry's.

        Not an acronym that the article spells out otherwise, nor one of a body (but of an outlet)
        whose country, and the war, the article does not name; not a name that is somebody's there; one
        that is ambiguous (`registry`) only with another name of the body, its country or the war.
        """
        if (
            row["actor_id"]
            and self.table.is_ambiguous(row["actor_id"], name)
            and not self._is_borne_out(row, name)
        ):
            return False
        if any(c.isspace() for c in name):
            return True
        if not name.isupper():
            if by_first_name(self.text, name) is not None:
                return False
            if row["kind"] == "state":
                return by_last_name(self.text, name) is None
            return not any(self._is_end_of_name(*p) for p in occurrences(self.text, name))
        if self.spelt_out(name, row):
            return False
        everywhere = row["kind"] == "state" or row["actor_id"] in self.table.outlets
        return everywhere or not row["country"] or self.is_of_country(row) or self._names_sides()

    def _is_borne_out(self, row: dict[str, str], name: str) -> bool:
        """Tell whether the article has an actor's country, the war, or a name that holds another."""
        others = (n for n in (row["name"], *row["aliases"].split("|")) if n)
        own = [n for n in others if not self.table.is_ambiguous(row["actor_id"], n)]
        return any(map(self._names, own)) or self.is_of_country(row) or self._names_sides()

    def _is_end_of_name(self, start: int, end: int) -> bool:
        """Tell a body's name that ends a longer one: `the Hallam Telegram`, `Ann Getty`."""
        before = words_before(self.text, start)
        if not before or _NAME_AFTER.match(self.text, end):
            return False
        low = fold(before[-1]).strip(".")
        if low in given.names():
            return True
        begin = start - len(before[-1]) - 1
        lead = self.text[max(0, begin - _LEAD) : begin].rstrip(' “"')
        opens = not lead or lead[-1] in ".?!\n"
        known = low in TITLES or low in NOT_NAMES or countries.code_of(before[-1]) is not None
        return not known and not opens

    def _names(self, name: str) -> bool:
        return next(occurrences(self.text, name), None) is not None

    def is_of_country(self, row: dict[str, str]) -> bool:
        """Tell whether the article names an actor's country; of an analyst's, two of the sides."""
        if row["country"] and self._names_country(row["country"]):
            return True
        is_of_state = row["side"] in self.table.sides or row["side"] in ("", "other")
        return not is_of_state and self._names_sides()

    def _names_country(self, code: str) -> bool:
        return any(map(self._names, (*countries.names_of(code), *self.table.names_of_state(code))))

    def _names_sides(self) -> bool:
        return sum(map(self._names_country, self.table.sides.values())) > 1

    def spelt_out(self, acronym: str, row: dict[str, str] | None = None) -> str | None:
        """
        Return the body that an article spells an acronym out as: `University of Kilden (UK)`.

        In brackets behind the name, or, for an acronym of the registry's or a country's (`row`), by its
        letters alone. None where the article does not, where that is the row's own name, or where the
        article names the row in full as well.

        Examples
        --------
        >>> from newsan.actors.registry import index
        >>> Support("The Brisel Bowls Club (BBC) met. The BBC sang.", index()).spelt_out("BBC")
        'Brisel Bowls Club'
        """
        letters = acronym.replace(".", "")
        if not _SHORTEST <= len(letters) <= _LONGEST or not letters.isupper():
            return None
        spelt = _JOINING.join(rf"{c}[\w’'-]+" for c in letters)
        names = (row["name"], *row["aliases"].split("|")) if row else ()
        own = {fold(n).removeprefix("the ") for n in names}
        for m in re.finditer(rf"(?<![\w-]){spelt}(?!\w)", self.text):
            if fold(m.group()) in own:
                return None
            beside = self.text.startswith(f"({acronym})", m.end() + 1)
            words = fold(m.group()).split()
            is_body = not BODIES.isdisjoint(words)
            is_body |= (
                row is not None and row["kind"] == "institution" and not given.is_listed(words[0])
            )
            if beside or (row and is_body and not self._names_in_full(row)):
                return m.group()
        return None

    def _names_in_full(self, row: dict[str, str]) -> bool:
        """Tell whether a body or state is named in words too, a state also by its people's name."""
        names = [row["name"], *row["aliases"].split("|")]
        names += countries.names_of(row["country"]) if row["kind"] == "state" else []
        return any(n and not n.isupper() and self._names(n) for n in names)


def is_beside_school(text: str, start: int, end: int) -> bool:
    """
    Tell an acronym beside `University`.

    Examples
    --------
    >>> is_beside_school("at UK University", 3, 5), is_beside_school("the UK said", 4, 6)
    (True, False)
    """
    before = _SCHOOL_BEFORE.search(text, max(0, start - 20), start)
    return bool(before or _SCHOOL_AFTER.match(text, end))


def country_row(word: str) -> dict[str, str] | None:
    """
    Return what a registry would have of the country that a name, alias or capital stands for.

    Examples
    --------
    >>> country_row("UK")["name"], country_row("Veldany")
    ('United Kingdom', None)
    """
    code = countries.code_of(word)
    if code is None:
        return None
    name, *others = countries.names_of(code)
    return {"actor_id": "", "kind": "state", "side": "", "name": name, "aliases": "|".join(others),
            "country": code}  # fmt: skip
