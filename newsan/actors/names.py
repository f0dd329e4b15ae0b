"""Names of people outside the registry: which are one person's, and where each stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from newsan.actors import given
from newsan.actors.full_names import PARTICLES, SUFFIXES, occurrences
from newsan.actors.mention import Mention, own_id

_IN_NAME = re.compile(r" [^\W\d_a-z]|-\w")  # `the Ostrell Foundation`
_FOLLOWS = re.compile(r"[^.?!\n]{0,200}?" + given.THIRD_PERSON)


def family(name: str) -> str:
    """
    Return the family name of a full name, the last word but for `Jr`.

    Examples
    --------
    >>> family("Mara Ostrell"), family("Ivo Teller Jr"), family("Ardal")
    ('Ostrell', 'Teller', 'Ardal')
    """
    words = name.split()
    own = [w for w in words if w.casefold().rstrip(".") not in SUFFIXES]
    return (own or words)[-1]


def merged(
    names: Iterable[str], rows: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, str]:
    """
    Tie full names to actors: a name with more in the middle, or `Jr`, is the shorter one's person.

    So is a family name that opens with a particle. Not where several longer names differ among
    themselves: then nobody knows whose the shorter one is. `rows` are the registry's, whose ids nobody else gets.

    Returns
    -------
    actors
        The actor's id by name; it is made from the shortest of them.

    Examples
    --------
    >>> merged(["Mara Lind Ostrell", "Mara Ostrell", "Tove Ostrell"])
    {'Mara Ostrell': 'mara-ostrell', 'Tove Ostrell': 'tove-ostrell', 'Mara Lind Ostrell': 'mara-ostrell'}
    >>> merged(["Ivo Al Rashid", "Al Rashid"])
    {'Ivo Al Rashid': 'ivo-al-rashid', 'Al Rashid': 'ivo-al-rashid'}
    >>> merged(["Ivo Teller", "Ivo A. Teller", "Ivo B. Teller"])
    {'Ivo Teller': 'ivo-teller', 'Ivo A. Teller': 'ivo-a-teller', 'Ivo B. Teller': 'ivo-b-teller'}
    """
    found: dict[str, str] = {}
    ordered = sorted(dict.fromkeys(names), key=lambda n: len(n.split()))
    alike: dict[tuple[str, str], list[str]] = {}  # by given and family name
    for name in ordered:
        alike.setdefault(_ends(name), []).append(name)
    for name in ordered:
        own = alike[_ends(name)]
        shorter = next((n for n in own if n in found and _is_longer(name, n)), None)
        rivals = [n for n in own if n != name and shorter and _is_longer(n, shorter)]
        alone = all(_is_longer(name, n) or _is_longer(n, name) for n in rivals)
        found[name] = found[shorter] if shorter and alone else own_id(name, rows or {})
    by_last: dict[str, list[str]] = {}
    for name in ordered:
        by_last.setdefault(name.casefold().split()[-1], []).append(name)
    for name in ordered:
        words = name.casefold().split()
        near = by_last[words[-1]] if words[0].rstrip(".") in PARTICLES else []
        longer = {found[n] for n in near if _is_tail(words, n)}
        if len(longer) == 1:  # behind the longer one, whose name is theirs
            del found[name]
            found[name] = longer.pop()
    return found


def _is_tail(words: list[str], longer: str) -> bool:
    """Tell whether words in lower case, `al rashid`, are the last of a longer name."""
    more = longer.casefold().split()
    return len(words) < len(more) and words == more[-len(words) :]


def _ends(name: str) -> tuple[str, str]:
    return name.casefold().split()[0], family(name).casefold()


def _is_longer(name: str, other: str) -> bool:
    """Tell a name that has all the words of a shorter one, given and family name in their places."""
    words, fewer = name.casefold().split(), other.casefold().split()
    return len(fewer) > 1 and _ends(name) == _ends(other) and set(fewer) <= set(words)


def elsewhere(
    text: str,
    names: dict[str, str],
    by_family: dict[str, list[str]],
    known: list[Mention],
) -> list[Mention]:
    """
    Find where people outside the registry are named again, in full or by surname.

    Parameters
    ----------
    text
        The article's text.
    names
        Actors by full name, as `merged` gives them.
    by_family
        Actors by family name in lower case.
    known
        Mentions that the registry gave; no place is given twice.

    Returns
    -------
    mentions
        In no order. A surname that several bear is whoever `Mr` or `Mrs` makes it, or else whoever
        was named last.
    """
    taken = {at for m in known for at in range(m.start, m.end)}
    found: list[Mention] = []

    full: set[int] = set()  # where full names end, be it in what the registry knows

    def add(words: str, actor: str) -> None:
        for start, end in occurrences(text, words):
            if start not in taken and end - 1 not in taken and end not in full:
                taken.update(range(start, end))
                found.append(Mention(start, end, actor, "person"))

    for name in sorted(names, key=len, reverse=True):
        add(name, names[name])
    full.update(end for name in names if " " in name for _, end in occurrences(text, name))
    for name, actor in names.items():
        if len(by_family[family(name).casefold()]) == 1:
            add(family(name), actor)
    pronouns = {actor: given.pronoun(name) for name, actor in names.items()}
    for last in dict.fromkeys(family(n) for n in names):
        if len(by_family[last.casefold()]) > 1:
            spans = [s for s in occurrences(text, last) if s[0] not in taken]
            found += _shared(text, spans, by_family[last.casefold()], pronouns, [*known, *found])
    return found


def _shared(
    text: str,
    spans: list[tuple[int, int]],
    bearers: list[str],
    pronouns: Mapping[str, str | None],
    mentions: list[Mention],
) -> list[Mention]:
    """Give each place of a surname to one of those who bear it."""
    all_own = frozenset(bearers)
    own = sorted((m for m in mentions if m.actor_id in all_own), key=lambda m: m.start)
    latest: dict[str, int] = {}  # the number of each bearer's last mention before a place
    seen = 0
    bare = [s for s in spans if _honorific(text, s[0]) is None]
    usual = _usual(text, bare) or _usual(text, spans)
    found: list[Mention] = []
    for start, end in spans:
        while seen < len(own) and own[seen].start < start:
            latest[own[seen].actor_id] = seen
            seen += 1
        if _IN_NAME.match(text, end):
            continue
        said = _honorific(text, start) or usual
        agree = [b for b in bearers if said is not None and pronouns.get(b) == said]
        agree = agree or [b for b in bearers if said is None or pronouns.get(b) is None]
        last = max((latest.get(b, -1) for b in agree), default=-1)
        if len(agree) == 1 or last >= 0:
            actor = agree[0] if len(agree) == 1 else own[last].actor_id
            found.append(Mention(start, end, actor, "person"))
    return found


def _honorific(text: str, start: int) -> str | None:
    """Tell the pronoun that `Mr` or `Mrs` before a name goes with."""
    words = text[max(0, start - 6) : start].split()
    return given.by_honorific(words[-1]) if words else None


def _usual(text: str, spans: list[tuple[int, int]]) -> str | None:
    """Tell the pronoun that follows a surname within its sentence, if it is nearly always one."""
    follow = (_FOLLOWS.match(text, end) for _, end in spans)
    return given.usual(Counter(m.lastgroup or "" for m in follow if m is not None))
