"""Whether an article speaks of an actor's office, country or war, so that a short name can be theirs."""

from __future__ import annotations

import re

from newsan.actors import countries, given
from newsan.actors.full_names import TITLES, WORD, occurrences
from newsan.actors.registry import Index, fold

_JOINING = r"(?:[ -](?:of|the|and|for|in|de|du|on))*[ -]"
_AS_OFTEN_WORDS = frozenset("will may april june august".split())  # given names, and words as often
# Up to three words before a surname, on its line: `Mara A. `, `Cllr Mara `.
_BEFORE = re.compile(rf"(?:(?<![\w’'.-])(?:{WORD}|[A-Z])\.?[ \xa0]){{1,3}}\Z")
_REACH = 60  # characters before a surname in which they stand


class Support:
    """What one article says that can bear out a short name of the registry."""

    def __init__(self, text: str, table: Index) -> None:
        self.text, self.table = text, table

    def of_surname(self, row: dict[str, str], surnames: set[str]) -> bool:
        """
        Tell whether a person's surname alone can be theirs: the article names their country.

        Not one that is a given name as well. A row with neither role nor country (a user's own) has
        nothing to compare.
        """
        if not row["country"] and not row["role"]:
            return True
        is_given = all(given.is_listed(fold(name)) for name in surnames)
        return not is_given and self.is_of_country(row)

    def of_body(self, row: dict[str, str], name: str) -> bool:
        """
        Tell whether a short name of a body or state can be the registry's.

        Not an acronym that the article spells out otherwise, nor one of a body (but of an outlet)
        whose country, and the war, the article does not name; not a name that is somebody's there
        (`Jackie London`); one that is ambiguous (`registry`) only with another name of the body, its
        country or the war.
        """
        if self.table.is_ambiguous(row["actor_id"], name) and not self._is_borne_out(row, name):
            return False
        if any(c.isspace() for c in name):
            return True
        if not name.isupper():
            return not any(follows_given(self.text, at) for at, _ in occurrences(self.text, name))
        if self._is_spelt_otherwise(name, row):
            return False
        everywhere = row["kind"] == "state" or row["actor_id"] in self.table.outlets
        return everywhere or not row["country"] or self.is_of_country(row) or self._names_sides()

    def _is_borne_out(self, row: dict[str, str], name: str) -> bool:
        """Tell whether the article has an actor's country, the war, or a name that holds another."""
        others = (n for n in (row["name"], *row["aliases"].split("|")) if n)
        own = [n for n in others if not self.table.is_ambiguous(row["actor_id"], n)]
        return any(map(self._names, own)) or self.is_of_country(row) or self._names_sides()

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

    def _is_spelt_otherwise(self, acronym: str, row: dict[str, str]) -> bool:
        """Tell whether an article has an acronym in brackets behind another name: `University of Kilden (UK)`."""
        own = {fold(n).removeprefix("the ") for n in (row["name"], *row["aliases"].split("|"))}
        spelt = _JOINING.join(rf"{c}[\w’'-]+" for c in acronym if c.isalpha())
        found = re.search(rf"(?<![\w-])({spelt}) \({re.escape(acronym)}\)", self.text)
        return found is not None and fold(found[1]) not in own


def words_before(text: str, start: int) -> list[str]:
    """
    Return the words with capitals, three at most, that stand right before an offset.

    Examples
    --------
    >>> words_before("to Cllr Mara A. Ostrell", 16), words_before("met Ardal. Ostrell", 11)
    (['Cllr', 'Mara', 'A.'], [])
    """
    m = _BEFORE.search(text, max(0, start - _REACH), start)
    words = m.group().split() if m else []
    ends = [k for k, w in enumerate(words, 1) if w[-1] == "." and not _is_short(w[:-1])]
    return words[ends[-1] :] if ends else words


def _is_short(word: str) -> bool:
    """Tell an initial, or a title that is cut short."""
    return len(word) == 1 or word.casefold() in TITLES


def follows_given(text: str, start: int) -> bool:
    """
    Tell a word that stands behind a given name.

    Examples
    --------
    >>> follows_given("said Jackie London.", 12), follows_given("said London.", 5)
    (True, False)
    """
    before = words_before(text, start)
    first = fold(before[-1].strip(".")) if before else ""
    return given.is_listed(first) and first not in _AS_OFTEN_WORDS | TITLES
