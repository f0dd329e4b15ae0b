"""Whether a name is part of a longer one: of somebody's (`Paris Ostrell`), or of another country's body."""

from __future__ import annotations

import re

from newsan import lexicons
from newsan.actors import countries, given
from newsan.actors.full_names import NOT_NAMES, TITLES, WORD, full_names, occurrences
from newsan.actors.introduced import is_introduced, is_thing
from newsan.actors.registry import Index, fold
from newsan.text.nouns import BODIES, pronoun_of

_NAME_AFTER = re.compile(
    r"[ \xa0]+(?!(?:Jr|Sr)\b)(?P<word>[^\W\d_a-zа-яёіїєґ][\w'’-]*[a-zа-яёіїєґ])"
)
# `workers` in `Ostrell Power workers said`, but no verb with its object: `chairs the board`.
_GROUP_AFTER = re.compile(r"\s([a-z]+)(?!\s(?:the|an?|his|her|its)\b)")
_JUNIOR = re.compile(r",? (?:Jr|Sr)\b")
NO_NAMES = frozenset("will may april june august".split())  # given names that are as often words
# Up to three words before a surname, on its line: `Mara A. `, `Cllr Mara `.
_BEFORE = re.compile(rf"(?:(?<![\w’'.-])(?:{WORD}|[A-Z])\.?[ \xa0]){{1,3}}\Z")
_REACH = 60  # characters before a surname in which they stand
_FEW = 3  # words that tell a headline
_WINDOW = 80  # characters in which they stand
_IN_TITLE = re.compile(
    rf"\b(?i:{'|'.join(sorted(map(re.escape, TITLES | BODIES)))})\s(?:of|for)\s(?:the\s)?\Z"
)  # `President of` before a state's name
_TITLE = 25  # characters that one takes
_PERSONAL = lexicons.words("nouns", "personal title")
_GO_ON = TITLES | BODIES | NOT_NAMES  # what may follow a state's name and leaves it the state's


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


def is_in_name(text: str, start: int, end: int, row: dict[str, str], table: Index) -> bool:
    """
    Tell a registry name that is part of another one: `Kim Ostrell`, `Ostrell Street`, `Ann Getty`.

    Parameters
    ----------
    text
        The article's text.
    start, end
        Where the name stands.
    row
        The actor of the registry who bears it.
    table
        The registry.

    Examples
    --------
    >>> from newsan.actors.registry import index
    >>> is_in_name("Kim Ostrell left.", 0, 3, index().rows["kim-jong-un"], index())
    True
    """
    words = text[start:end]
    if row["kind"] == "person":
        if _JUNIOR.match(text, end):
            return True
        is_whole = table.sort(row["actor_id"], words) in ("full", "office")
        return not is_whole and _NAME_AFTER.match(text, end) is not None
    if _has_space(words) or words.isupper():
        return row["kind"] == "institution" and _is_of_others(text, start, end, row, table)
    if row["kind"] == "state":
        return is_in_persons_name(text, start, end)
    if _given_before(text, start):
        return True
    follows = _NAME_AFTER.match(text, end)
    short = row["kind"] == "institution" and fold(words) != fold(row["name"])
    if follows is not None and short and fold(row["name"]) != fold(f"the {words}"):
        low = fold(follows["word"])
        return low in BODIES or (low not in TITLES and low not in NOT_NAMES)
    return _is_of_others(text, start, end, row, table)


def is_in_persons_name(text: str, start: int, end: int) -> bool:
    """
    Tell a state's or place's name that is part of somebody's longer name.

    Examples
    --------
    >>> names = ("said Jack London.", "Paris Ostrell, a baker,", "the London Mayor said", "said London.")
    >>> [is_in_persons_name(t, *re.search("London|Paris", t).span()) for t in names]
    [True, True, False, False]
    """
    if _given_before(text, start) or _is_titled(text, start):
        return True
    follows = _NAME_AFTER.match(text, end)
    if (
        follows is None
        or _is_headline(text, start, follows.end())
        or _IN_TITLE.search(text, max(0, start - _TITLE), start)
    ):
        return False
    low = fold(follows["word"]).removesuffix("'s")
    return low not in _GO_ON and countries.code_of(follows["word"]) is None


def _is_titled(text: str, start: int) -> bool:
    """Tell whether `Mr` or the like stands before a word."""
    before = words_before(text, start)
    return bool(before) and before[-1].casefold().strip(".") in _PERSONAL


def _given_before(text: str, start: int) -> bool:
    """Tell whether a given name stands before a word: `Ann` of `Ann Getty`."""
    before = words_before(text, start)
    first = fold(before[-1].strip(".")) if before else ""
    return first in given.names() and first not in NO_NAMES | TITLES


def _is_headline(text: str, start: int, end: int) -> bool:
    """Tell words after three with capitals, or else before three: a headline's, which writes little ones small."""
    before = _telling(text[text.rfind("\n", 0, start) + 1 : start][-_WINDOW:])[-_FEW:]
    if len(before) < _FEW:
        before = _telling(text[end : end + _WINDOW].split("\n")[0])[:_FEW]
    return len(before) == _FEW and all(w[0].isupper() for w in before)


def _telling(line: str) -> list[str]:
    return [w for w in line.split() if w[0].isalpha() and w not in NOT_NAMES]


def by_first_name(text: str, word: str) -> str | None:
    """
    Return the full name of somebody the article introduces whose first name is a state's or place's.

    Examples
    --------
    >>> by_first_name("Georgia Ostrell, a pilot, landed. Georgia waved.", "Georgia")
    'Georgia Ostrell'
    >>> by_first_name("Troops left Georgia on Friday. Georgia Mayor Ivo Teller waved.", "Georgia")
    """
    names = (person_named(text, start, end) for start, end in occurrences(text, word))
    return next((name for name in names if name is not None), None)


def by_last_name(text: str, word: str) -> str | None:
    """
    Return the full name of somebody in an article whose family name is a state's or place's.

    Their first name must be a known given name: `Visit London` is nobody.

    Examples
    --------
    >>> by_last_name("The log was found by Jackie London. London read it.", "London")
    'Jackie London'
    """
    for start, end in occurrences(text, word):
        if _is_titled(text, start):
            return word
        first = start - len(" ".join(words_before(text, start))) - 1
        if first >= start - 1 or first < 0:
            continue
        for at, stop, name in full_names(text, first, end):
            if stop == end and given.is_listed(name.split()[0]) and not is_thing(text, at, name):
                return name
    return None


def person_named(text: str, start: int, end: int) -> str | None:
    """
    Return the full name that begins with a word, if it is somebody's.

    Somebody's is a name that is introduced, that stands after what a person can be called, or that
    opens a sentence which goes on in small letters.

    Examples
    --------
    >>> text = "The drummer Paris Ostrell left Paris on Friday."
    >>> person_named(text, 12, 17), person_named(text, 31, 36)
    ('Paris Ostrell', None)
    """
    follows = _NAME_AFTER.match(text, end)
    if follows is None or not is_in_persons_name(text, start, end):
        return None
    name = next((n for s, _, n in full_names(text, start, follows.end()) if s == start), None)
    if name is None or text[start:end].isupper() or is_thing(text, start, name):
        return None
    lead = text[max(0, start - _REACH) : start]
    role = lead.split()[-1].strip("“”\"'").casefold() if lead.strip() and lead[-1] == " " else ""
    if is_introduced(text, start, follows.end(), name) or pronoun_of(role) in ("he", "she"):
        return name
    opens = lead.rstrip(' “"')[-1:] in ("", ".", "?", "!", "\n")
    after = _GROUP_AFTER.match(text, follows.end())
    names_group = after is not None and pronoun_of(after[1].removesuffix("s")) is not None
    is_named = pronoun_of(role) is not None and role not in TITLES
    goes_on = text[follows.end() + 1 : follows.end() + 2].islower() and not names_group
    return name if is_named or (opens and goes_on) else None


def _has_space(words: str) -> bool:
    return any(c.isspace() for c in words.strip())


def is_plain(name: str) -> bool:
    """
    Tell a body's name that says nothing of whose it is.

    Examples
    --------
    >>> is_plain("the General Staff"), is_plain("Ukrainian General Staff")
    (True, False)
    """
    return set(fold(name).split()) <= _PLAIN


def _is_of_others(text: str, start: int, end: int, row: dict[str, str], table: Index) -> bool:
    """Tell a body's plain name that another country's owns: `the Ostrandian General Staff`, `... of Ostrand`."""
    if not is_plain(text[start:end]):
        return False
    own = {
        w[:4]
        for k in ("name", "aliases", "side", "role")
        for w in re.findall(r"\w{3,}", fold(row[k]))
    }
    own |= table.states.get(row["country"], frozenset())
    before = _OWNER.search(text, max(0, start - 30), start)
    after = _OF.match(text, end)
    words = [m[1] for m in (before, after) if m is not None]
    return any(fold(w)[:4] not in own for w in words)


_PLAIN = BODIES | lexicons.words("nouns", "of a plain body")
_OWNER = re.compile(
    r"(?<![\w’'-])([A-Z][\w-]+(?:an|ian|ish|ese|ic|i)|[A-Z][\w-]+(?=['’]s))(?:['’]s)?\s\Z"
)
_OF = re.compile(r"\sof\s(?:the\s)?([A-Z][\w-]+)")
