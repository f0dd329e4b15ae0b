"""Full names of people in a text: runs of capitalised words, titles cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsan.actors import given
from newsan.text.nouns import BODIES

_TITLES = (
    "Mr Mister Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Sen Senator Rep Representative Gov Governor "
    "President Vice Prime Minister Foreign Defense Defence Interior Chancellor Secretary Ambassador "
    "General Gen Lt Lieutenant Col Colonel Maj Major Capt Captain Sgt Sergeant Adm Admiral Brig "
    "Brigadier Cmdr Commander Chief Mayor King Queen Prince Princess Pope Father Rev Reverend Judge Justice "
    "Chairman Chairwoman Speaker Director Spokesman Spokeswoman Spokesperson Envoy Minister Deputy "
    "Former Acting Marshal Private Officer Detective Sheriff Councillor Congressman Congresswoman MP "
    "Analyst Expert Economist Historian Kremlin Pentagon Staff Press Head CEO CFO COO Founder Editor "
    "Columnist Correspondent Reporter Anchor Host Strategist Pollster Attorney Pastor Bishop Archbishop "
    "Cardinal Premier Undersecretary Superintendent Treasurer Commissioner Administrator Manager Nominee "
    "Leader Whip Candidate Executive Managing Assistant Associate Senior Coach Author Activist Lawyer "
    "Democrat Republican Democratic Libertarian".split()
)
_OTHER_TITLES = (
    "Police Constable Const Inspector Insp Supt Trooper Warden Prosecutor Prosecuting Solicitor Barrister Advocate "
    "Counsel Magistrate Coroner Trustee Councilman Councilwoman Cllr Alderman Garda DC DI DCI DS DSI PC SP ASP DSP CSP "
    "Sister Brother Sr Br Fr Imam Rabbi Sheikh Sheik Ayatollah Mullah Mufti Deacon Emir Sultan Crown Baron Baroness "
    "Count Countess Duke Duchess Alhaji Alhaja Mallam Hajiya Barr Engr Comrade Shri Smt Pandit Datuk Dato Haji Nurse "
    "Teacher Principal Headteacher Farmer Rector Dean Provost Firefighter Paramedic Pilot Engineer Architect Driver "
    "Neighbour Neighbor Resident Witness Defendant Suspect Chairperson Regional Vice-President Mediator Negotiator "
    "Delegate Diplomat Lieutenant-General Lieutenant-Colonel Major-General Brigadier-General Cpl Corporal Pvt Airman "
    "Seaman Ensign Governor-General Ombudsman Ombudswoman Comptroller Auditor Registrar Secretary-General "
    "Under-Secretary Opposition Analysts Scientist Researcher Biologist Virologist Physicist Chemist Astronomer "
    "Geologist Ecologist Conductor Composer Novelist Poet Director-General Skipper Striker Midfielder Goalkeeper "
    "Defender Veteran Volunteer Villager Fisherman Shopkeeper Owner Co-founder Vice-Chair Chair Aide Publican Landlord "
    "Tenant Broadcaster Blogger Milblogger Reservist Mechanic Plumber Electrician Colleague Hon Honourable Honorable "
    "Cmdr-in-Chief Commander-in-Chief Commandant Warrant Petty Flight Squadron Wing First Second Chargé Consul "
    "Representative-elect President-elect Mayor-elect Presidential Parliamentary Deputy-Mayor Vice-Mayor Army Navy".split()
)
TITLES = frozenset(t.casefold() for t in (*_TITLES, *_OTHER_TITLES))
# Titles that are family names as well.
_FAMILIES = frozenset(
    "dean king prince pope bishop pastor marshal major judge justice constable cardinal duke baron queen mayor sergeant "
    "warden farmer driver father brother nurse count provost rector lord lady head author wing pilot fisherman "
    "chancellor sheriff landlord sheikh deacon seaman teacher engineer poet reporter".split()
)
_PARTICLE = r"(?:de|del|der|den|van|von|bin|bint|ibn|al|el|la|le|di|da|dos|du|ter|ten|zu)"
_CAPITAL = r"[^\W\d_a-zß-ÿа-яёіїєґ]"
_REST = r"[\w'’]*(?:-\w+)*"
WORD = _CAPITAL + _REST
# The capital comes first and what stands before it is looked at after: `re` skips to a capital fast.
_RUN = re.compile(
    rf"{_CAPITAL}(?<![\w’'-]{_CAPITAL})(?<!\w\.{_CAPITAL})(?:(?:\.[A-Z])+|{_REST})"
    rf"(?:\.?[ \xa0]+(?:{_CAPITAL}(?:\.[A-Z])+|{WORD}|{_PARTICLE}(?=[ \xa0])))+(?![\w-])"
)
_LONGEST = 4  # words of a name
_AFTER_NAMES = frozenset("SC KC QC MP MEP MD PhD SAN OBE MBE CBE MLA MSP TD JP".split())
SUFFIXES = frozenset("jr sr ii iii iv".split())
# Titles that some list has as given names.
_NEVER_GIVEN = frozenset(
    "sir lady lord bishop sheriff chancellor imam sheikh pastor haji alhaji baron emir deacon aide".split()
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_STATES = frozenset("U.S. U.K. U.N. E.U. D.C.".split())
_OWN = re.compile(r"['’]s$|(?<=s)['’]$")
_POSSESSIVE = ("'s", "’s", "'", "’")
NOT_NAMES = BODIES | frozenset(
    "the a an in on at of and but for with from by to as if when while after before since he she it "
    "they we you i his her its their our this that these those there here what who why how monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december north south east west northern southern eastern "
    "western central new old united national international federal state states university institute "
    "college ministry department council committee commission agency service forces force army navy "
    "party house office court bank company group center centre school church street road avenue river "
    "sea lake mount mountain island islands city town village county oblast region province district "
    "republic federation union kingdom ukrainian russian american british french german european "
    "chinese korean polish turkish israeli iranian belarusian world war news times post journal press "
    "radio television tv television association foundation society league embassy parliament congress "
    "senate assembly government administration security defense defence foreign truth social white "
    "show universe gazette tribune herald chronicle daily weekly sunday review observer "
    "square border guard armed general staff air ground middle according meanwhile however also "
    "neither nor both either even only once perhaps still yet then so now today yesterday tomorrow despite unlike like "
    "although though because until under over during without within among between against about through across "
    "instead rather asked earlier later last next this another other some many most few several all no not never "
    "yes well just maybe again here there where whether than such into onto upon per via amid citing quoting "
    "u.s u.k u.n e.u d.c poll survey study gop capitol democrats republicans".split()
)

_NOT_LAST = frozenset(
    "tower harbor harbour airport stadium arena hotel casino resort highway boulevard plaza library museum "
    "cathedral cemetery airlines airways bay beach valley creek canal dam port gulf ocean strait desert act amendment "
    "award prize cup".split()
)  # `Ostrell Tower`


def full_names(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """
    Find full names of people in a stretch: two to five capitalised words, titles cut off.

    Examples
    --------
    >>> [name for _, _, name in full_names("Mayor Mara Ostrell, a doctor", 0, 28)]
    ['Mara Ostrell']
    """
    found = []
    for m in _RUN.finditer(text, start, end):
        for a, b in _segments(text, *m.span()):
            name = " ".join(text[a:b].split())
            found.append((a, b, _OWN.sub("", name)))
    return found


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of capitalised words at titles and common words; keep what can be a full name."""
    parts: list[list[tuple[int, int]]] = [[]]
    words = [(start + w.start(), start + w.end()) for w in re.finditer(r"\S+", text[start:end])]
    for k, (a, b) in enumerate(words):
        word = text[a:b]
        bare = word.strip(".,'’").casefold()
        if bare.endswith(("'s", "’s")):
            bare = bare[:-2]
        elif "." in word and _INITIALS.fullmatch(word) and word not in _STATES:
            bare = ""
        ends = word.endswith(".") and len(bare) > 2  # a sentence, not `J.` or `Gen.`
        rest = words[k : k + 1] if ends else words[k:]
        if bare in NOT_NAMES or (bare in TITLES and not _is_name(text, parts[-1], rest)):
            parts.append([])
            continue
        parts[-1].append((a, b - ends))
        if ends or word.endswith(_POSSESSIVE):  # a possessor, and then what is theirs
            parts.append([])
    found = []
    for part in parts:
        part = _trimmed(text, part)
        while len(part) > 2 and text[slice(*part[-1])] in _AFTER_NAMES:
            part = part[:-1]
        held = [text[a:b] for a, b in part]
        own = [w for w in held if w.casefold().rstrip(".") not in SUFFIXES]
        if len(own) < 2 or held[0].islower() or held[-1].islower():
            continue
        last = _OWN.sub("", held[-1])
        acronym = last.isupper() and len(last) > 1 and held[0].casefold() not in given.names()
        if acronym or last.casefold() in _NOT_LAST:
            continue
        if not all(w.isupper() and len(w) > 2 for w in held):
            found.append((part[0][0], part[-1][1]))
    return found


def _is_name(text: str, before: list[tuple[int, int]], rest: list[tuple[int, int]]) -> bool:
    """Tell `James Dean` and `Dean Ostrell` from a title: last after a given name, or itself one before the last."""
    known = given.names()
    if before:
        last = text[slice(*rest[0])].strip(".,'’").casefold()
        given_before = text[slice(*before[-1])].casefold() in known
        return last in SUFFIXES or (len(rest) == 1 and last in _FAMILIES and given_before)
    first = text[slice(*rest[0])].casefold()
    return len(rest) == 2 and first in known and first not in _NEVER_GIVEN


def _trimmed(text: str, part: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Leave out what comes before a given name: a firm, or a title that is in no list.

    A first word of three that the text also writes small, or that a known given name follows, is
    no name.
    """
    known = given.names()
    words = [text[a:b].casefold() for a, b in part]
    if len(part) > _LONGEST:
        at = [k for k, w in enumerate(words[:-1]) if w in known]
        return part[at[-1] :] if at else []
    if len(part) > 2 and words[0] not in known and len(words[0].strip(".")) > 1:
        small = next(occurrences(text, words[0]), None) is not None
        if small or (words[1] in known and words[1] != words[-1]):
            return part[1:]
    return part


def occurrences(text: str, words: str, since: int = 0) -> Iterator[tuple[int, int]]:
    """
    Find words in a text where no letter, digit or hyphen touches them on the left, no letter on the right.

    Examples
    --------
    >>> list(occurrences("Ostrell's sister-Ostrell, Ostrells", "Ostrell"))
    [(0, 7)]
    """
    at = text.find(words, since)
    while at >= 0:
        end = at + len(words)
        before, after = text[at - 1 : at], text[end : end + 1]
        touched = before.isalnum() or before in ("_", "-") if before else False
        if not touched and not after.isalnum() and after != "_":
            yield at, end
        at = text.find(words, end)
