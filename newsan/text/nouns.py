"""Common nouns for bodies, documents and persons: `the ministry`, `a statement`, `one driver`."""

from __future__ import annotations

# What a body can be called, by the last word of its name or the first before `of` and `for`.
BODIES = frozenset(
    "ministry staff army military forces force navy corps brigade regiment agency service kremlin department government "
    "institute group center centre council commission committee party company union bank court newspaper outlet channel "
    "parliament administration alliance command bloc bureau board authority office police university college school "
    "hospital clinic association federation foundation society league embassy mission observatory programme program "
    "organisation organization trust club coalition movement directorate secretariat inspectorate inspection "
    "tribunal assembly senate congress academy consulate corporation firm network broadcaster fund guard "
    "cooperative co-operative syndicate chamber museum laboratory lab project initiative campaign presidency cabinet "
    "headquarters operator airline railway regulator watchdog".split()
)
DOCUMENTS = frozenset(
    "statement post message report communique release letter bulletin briefing "
    "information data assessment update readout tweet document announcement summary "
    "comment article study survey poll book film lawsuit complaint editorial memo paper filing "
    "ad advertisement indictment ruling transcript".split()
)
KIN = frozenset(
    "father mother son daughter brother sister husband wife uncle aunt nephew niece grandfather grandmother "
    "grandson granddaughter widow widower stepfather stepmother stepson stepdaughter fiance fiancee cousin".split()
)
# What one person can be called, by the pronoun that goes with it.
_PERSONS = dict.fromkeys(
    "father son brother husband man boy uncle nephew grandfather king prince actor businessman "
    "widower gentleman".split(), "he"
) | dict.fromkeys(
    "mother daughter sister wife woman girl aunt niece grandmother queen princess actress widow "
    "businesswoman waitress lady".split(), "she"
) | dict.fromkeys(
    "witness nurse pilot judge aide coach official guard chief head source cousin friend colleague "
    "diplomat doctor surgeon soldier mayor patient student child teenager guide relative critic "
    "expert lawmaker parent spouse person survivor captain sergeant general colonel candidate host veteran teen "
    "mogul billionaire tycoon entrepreneur executive representative star rival victim chef cleric monk priest bishop "
    "sheriff cop athlete attorney ally deputy delegate advocate architect rebel detective analyst hopeful "
    "private lieutenant major corporal heir clerk celebrity hostage refugee ceo "
    "cfo chair boss kid grandkid associate millennial".split(), "either"
)  # fmt: skip
_ENDINGS = {"woman": "she", "man": "he", "ess": "she"}
_OF_PERSONS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "person")
_NO_PERSONS = DOCUMENTS | frozenset(
    "newspaper paper center centre government parliament department newsletter committee poster order "
    "power matter number chapter regiment sector factor business producer maker carrier lender insurer manufacturer "
    "retailer supplier provider exporter importer tanker cruiser bomber trawler freighter liner steamer launcher "
    "destroyer cancer water fire river number summer winter weather dinner murder disaster tower answer computer border "
    "corner quarter shelter offer layer copper silver timber rubber fever ulcer transfer encounter fertiliser fertilizer "
    "tumor tumour error terror mirror floor door motor vector harbor harbour armor armour favor favour rumor rumour "
    "labor labour honor honour humor humour color colour flavor flavour reactor tractor corridor event percent accent "
    "intent extent tent cent talent patent content incident accident current restaurant plant grant warrant coffee fee "
    "tree degree knee guarantee list mist fist twist drought container cover danger chamber september october november "
    "december paper trailer printer server filter helicopter quadcopter mortar radar gutter theater theatre "
    "consent descent continent component torrent".split()
)


def pronoun_of(noun: str) -> str | None:
    """
    Return `he`, `she` or `either` for a noun that stands for one person, None for any other.

    Examples
    --------
    >>> [pronoun_of(n) for n in ("spokeswoman", "driver", "government")]
    ['she', 'either', None]
    """
    if noun in _PERSONS:
        return _PERSONS[noun]
    if noun in _NO_PERSONS or noun.endswith("ment"):
        return None
    for ending, own in _ENDINGS.items():
        if noun.endswith(ending):
            return own
    return "either" if noun.endswith(_OF_PERSONS) else None
