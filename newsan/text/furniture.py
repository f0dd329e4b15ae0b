"""Page furniture: what stands on a news page and is not the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsan.text.segment import paragraphs


@dataclass(frozen=True)
class Furniture:
    """A stretch of page furniture and what kind it is."""

    start: int
    end: int
    kind: str


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_AGENCY = (
    r"(?:Reuters|REUTERS|AP|AFP|dpa|DPA|TASS|UPI|Xinhua|EFE|ANI|PTI|IANS|AA|Bloomberg|CNN|BBC)"
)

LONGEST = 1500  # characters; a longer paragraph is the article, whatever words stand in it

# Whole paragraphs, tried in this order. A promo line names another story; a caption describes a
# picture; the rest is the page's machinery.
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "caption",
        re.compile(
            r"(?:PHOTO|PHOTOS|IMAGE|PICTURE|VIDEO|FILE PHOTO|FILE|CAPTION|GRAPHIC|MAP|Photo|Image|Picture|"
            r"Video|File photo|Illustrative (?:photo|image)|Caption|Graphic)(?: (?:by|from|credit))?\s*[:/–—|-]\s*\S.*",
            re.S,
        ),
    ),
    (
        "caption",
        re.compile(
            r".{0,600}(?:via Getty Images|/Getty Images|Getty Images\)|EPA-EFE/\S+|/AFP\b|/REUTERS\b|"
            r"REUTERS/[A-Z]\S*(?: \w+){0,3}|AP Photo|/Anadolu|/Shutterstock|/Handout|MANDATORY CREDIT|"
            r"POOL PHOTO|Getty Images)[^.]{0,60}[).]?",
            re.S,
        ),
    ),
    (
        "credit",
        re.compile(
            r"(?:Pool )?(?:via |Courtesy of |Credit:|Screenshot:?|Photograph(?:er)?:).{0,80}", re.I
        ),
    ),
    (
        "promo",
        re.compile(
            r"(?:MORE|READ MORE|READ ALSO|READ NEXT|ALSO READ|READ|RELATED|RELATED (?:STORIES|ARTICLES|NEWS)|"
            r"SEE ALSO|SEE MORE|WATCH|WATCH LIVE|LISTEN|EXPLAINED|EXPLAINER|DON['’]T MISS|EDITORS?['’]? PICKS?|"
            r"RECOMMENDED|TRENDING|MUST READ|Read more|Read also|Also read|Read next|Related|See also|Watch|"
            r"Listen|Further reading|More on this(?: story)?|Recommended|Don['’]t miss)\s*[:–—|>»-]+\s*.*"
            r"|(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO|Read more|Read also|See also|Related articles?)\b.{0,160}",
            re.S,
        ),
    ),
    (
        "footer",
        re.compile(
            r".*\b(?:originally (?:appeared|published) (?:on|in|at|by)|first (?:appeared|published) (?:on|in|at)|"
            r"appeared first (?:on|in|at)|"
            r"was (?:originally )?(?:re)?published from)\b.*",
            re.S | re.I,
        ),
    ),
    (
        "footer",
        re.compile(
            r"(?:Source link|Source|Original source|Link|All rights reserved|Copyright\b.*|©.*|\(c\).*|"
            r"(?:Additional )?[Rr]eporting by .*|(?:Writing|Editing|Edited|Compiled|Translated) by .*|"
            r"With (?:reporting|files) (?:by|from) .*|Our Standards: .*|The Associated Press contributed.*|"
            r".{0,80}contributed to this (?:report|story|article).{0,20}|"
            r"Sign up .*|Subscribe.*|Follow (?:us|.{1,40} on) .*|Join (?:us|our) .*|Download (?:our|the) .*|"
            r"Support [^.?]{0,60}!|Help us .*|Donate.*|Become a .*(?:member|patron|subscriber).*|"
            r"This (?:article|story) (?:is|was|has been) (?:part of|updated|produced|translated|supported).*|"
            r".{0,60}(?:newsletter|our app|push notifications|cookie).{0,80}|"
            r"(?:Click|Tap) (?:here|to) .*|Story continues.*|Article continues.*|Continue reading.*|"
            r"Advertisement.*|ADVERTISEMENT.*|Sponsored.*|Loading\.*)\.?",
            re.S,
        ),
    ),
    (
        "byline",
        re.compile(
            r"(?:By|BY) [A-ZÀ-Ž][\w.'’-]+(?: [\w.'’-]+){0,14}(?:\s*[|,].{0,80})?"
            r"|(?:by )?[A-Z][\w.'’ -]{3,60}(?: and The [A-Z][\w ]+)?\s*"
            + _MONTH
            + r" \d{1,2}, \d{4}.{0,60}",
            re.S,
        ),
    ),
    (
        "timestamp",
        re.compile(
            r"(?:(?:Published|Updated|Last updated|Posted|Modified|PUBLISHED|UPDATED)\b.{0,80}"
            r"|(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?\d{1,2}\.? "
            + _MONTH
            + r",? \d{4}.{0,30}|"
            + _MONTH
            + r" \d{1,2}, \d{4}.{0,30}|\d+ min(?:ute)?s? (?:read|ago).{0,20}"
            r"|\d{1,2}:\d{2}.{0,30}|\d{1,2}[./]\d{1,2}[./]\d{2,4}.{0,20})",
            re.S,
        ),
    ),
    (
        "share-menu",
        re.compile(
            r"(?:(?:Share(?: (?:this|on|via|article|page|to|full article))*+|Tweet|Tweet this|Post|Pin|Print|Email|E-mail|"
            r"Copy(?: link| URL)?|Link copied!?|Save|Bookmark|Comments?|\d+ comments?|Facebook|Twitter|X|"
            r"WhatsApp|Telegram|LinkedIn|Reddit|Flipboard|Pinterest|Messenger|Viber|Instagram|YouTube|Threads|"
            r"Bluesky|Google News|RSS|Listen|Font size|A\+|A-|Like|Follow|More|Menu|Search|Sign in|Log in|"
            r"Toggle \w++|Skip to (?:main |the )?+\w++|via)[\s|,/•·:]*)+",
            re.I,
        ),
    ),
)

_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯЁІЇЄ][A-ZÀ-ÞА-ЯЁІЇЄ'’.\-/ ]{2,40}(?:,\s+(?:[A-Z][\w.'’-]{1,30} ?){1,3})?"
    r"(?:,\s+" + _MONTH + r"\s+\d{1,2}(?:,\s+\d{4})?)?(?:\s+\(" + _AGENCY + r"\))?"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?:,\s+[A-Z][\w.'’ -]{1,60})?,?\s+\(" + _AGENCY + r"\)"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2},\s+" + _MONTH + r"\s+\d{1,2}(?:,\s+\d{4})?)"
    r"\s*(?:—|–|--|-|:)\s+(?=\S)"
)


def furniture(text: str) -> list[Furniture]:
    """
    Mark the page furniture of an article; nothing is removed from the text.

    Kinds: `caption` (PHOTO: ..., lines that end in a picture credit), `credit`, `promo` (MORE: ...,
    Read also: ...), `footer` ("originally appeared on", "Source link", reporting credits,
    subscription lines), `byline`, `timestamp`, `share-menu`, and `dateline`, which is only the
    opening of its paragraph; all others are whole paragraphs.

    Parameters
    ----------
    text
        An article's text.

    Returns
    -------
    pieces
        In order of `start`.

    Examples
    --------
    >>> text = "PHOTO: A bridge.\\nVELDANY, March 3 (Reuters) - It rained."
    >>> [(f.kind, text[f.start:f.end]) for f in furniture(text)]
    [('caption', 'PHOTO: A bridge.'), ('dateline', 'VELDANY, March 3 (Reuters) - ')]
    """
    found = []
    for start, end in paragraphs(text):
        kind = _kind(text[start:end])
        if kind:
            found.append(Furniture(start, end, kind))
            continue
        m = _DATELINE.match(text, start, end)
        if m and m.end() < end:
            found.append(Furniture(start, m.end(), "dateline"))
    return found


def _kind(paragraph: str) -> str | None:
    if len(paragraph) > LONGEST:
        return None
    for kind, pattern in _LINES:
        if pattern.fullmatch(paragraph):
            return kind
    return None
