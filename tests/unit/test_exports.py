"""Exports as different hands write them: a library, the layout that a tool documents, and one that is damaged."""

from __future__ import annotations

import datetime as dt
import io
import json
import mailbox
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import readers
from newsan.readers import formats

SAID = "“The bridge holds,” said Mara Ostrell, the mayor of Veldany. It rained on Friday."
DRY = "The council denied it; “nothing fell,” it said. Café owners disagreed."


def read(path: Path, content: str | bytes, **options: object) -> pd.DataFrame:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ns.articles.read(path, bad="report", **options)


def rows(articles: pd.DataFrame) -> list[tuple[str | None, ...]]:
    """Return title, outlet, byline and day of each article."""
    frame = articles[["title", "outlet", "byline"]].astype(object)
    frame["day"] = articles["published"].dt.strftime("%Y-%m-%d")
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def told(articles: pd.DataFrame, kind: str) -> str:
    ledger = ns.articles.ledger(articles)
    return " / ".join(f"{r.n} {r.what}" for r in ledger[ledger["kind"] == kind].itertuples())


def problems(articles: pd.DataFrame) -> list[str]:
    return ns.articles.problems(articles)["problem"].tolist()


WANTED = [
    ("Rain", "Ostra Herald", "Ann Lee", "2031-05-02"),
    ("Dry", "Veldany Post", "Ivo Teller", "2031-05-03"),
]

# ---------------------------------------------------------------- Nexis

OLD = f"""

Download Request: Selected Items: 1-2
Time Of Request: Friday, May 9, 2031  16:51:31

Terms: (bridge and rain)

                               1 of 2 DOCUMENTS


                                  Ostra Herald

                             May 2, 2031 Friday
                                  Edition 1;
                                   Veldany

Rain

BYLINE: Ann Lee

SECTION: NEWS; Pg. 3

LENGTH: 14 words

{SAID}

Note to readers: the bridge is old.

LOAD-DATE: May 4, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                       Copyright 2031 Ostra Herald Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS


                                  Veldany Post

                            May 3, 2031 Saturday

Dry

BYLINE: By Ivo Teller

LENGTH: 10 words

{DRY}

LOAD-DATE: May 5, 2031
"""

UNI = f"""Rain
Ostra Herald
May 2, 2031 Friday

Copyright 2031 Ostra Herald Ltd All Rights Reserved

Section: NEWS; Pg. 3
Length: 14 words
Byline: Ann Lee

Body

{SAID}

Notes

Note to readers: the bridge is old.

Load-Date: May 4, 2031

End of Document

Dry
Veldany Post
May 3, 2031 Saturday 9:30 PM GMT

Length: 10 words
Byline: Ivo Teller

Body

{DRY}

Classification

Language: ENGLISH

End of Document
"""


@pytest.mark.parametrize("text", [OLD, OLD.replace("\n", "\r\n"), UNI, f"\ufeff{UNI}"])
def test_nexis_gives_a_row_a_document(tmp_path: Path, text: str) -> None:
    articles = read(tmp_path / "a.txt", text)
    assert rows(articles) == WANTED
    texts = [t.replace("Notes\n\n", "") for t in articles["text"]]
    assert texts == [f"{SAID}\n\nNote to readers: the bridge is old.", DRY]
    assert articles["article_id"].tolist() == ["a-1", "a-2"]


def test_nexis_with_what_is_missing_and_cut_off(tmp_path: Path) -> None:
    text = (
        OLD.replace("2 of 2", "2 of 7")
        .replace("1 of 2", "1 of 7")
        .replace("BYLINE: Ann Lee\n\n", "")
    )
    articles = read(tmp_path / "a.txt", text[: text.index("LOAD-DATE: May 5")])
    assert rows(articles) == [("Rain", "Ostra Herald", None, "2031-05-02"), WANTED[1]]
    assert rows(read(tmp_path / "b.txt", UNI[: UNI.index("Classification")])) == WANTED
    assert "5 documents that the export counts and does not hold" in told(articles, "lost")


# ---------------------------------------------------------------- ProQuest

LINE = "_" * 60
COUNTED = f"""{LINE}

Report Information from ProQuest
9 May 2031 21:05
{LINE}

Document 1 of 2

Rain

Author: Ann Lee

Publication info: Ostra Herald ; Veldany [Veldany]02 May 2031: A.1.

https://proquest.example/docview/1

Abstract: none

Full text: {SAID}

Warning: the bridge is old.

Title: Rain

Publication title: Ostra Herald; Veldany

Publication date: May 2, 2031

ProQuest document ID: 1
{LINE}

Document 2 of 2

Dry

Author: Ivo Teller

Full text: {DRY}

Publication title: Veldany Post

Publication date: May 3, 2031
{LINE}

Contact us at: https://proquest.example
"""
UNCOUNTED = f"""{LINE}

Rain

Author: Ann Lee

Publication info: Ostra Herald; Veldany. 02 May 2031.

Full text:

{SAID}

Warning: the bridge is old.

Subject: Bridges; Rain

Title: Rain

Publication title: Ostra Herald; Veldany

Publication year: 2031

Publication date: May 2, 2031

ProQuest document ID: 1
{LINE}

Dry

Author: Ivo Teller

Full text:

{DRY}

Title: Dry

Publication title: Veldany Post

Publication date: May 3, 2031

ProQuest document ID: 2
"""


@pytest.mark.parametrize(
    "text",
    [
        COUNTED,
        UNCOUNTED,
        COUNTED.replace("\n", "\r\n"),
        UNCOUNTED.replace("Full text", "Full Text"),
    ],
)
def test_proquest_gives_a_row_a_document(tmp_path: Path, text: str) -> None:
    articles = read(tmp_path / "a.txt", text)
    assert rows(articles) == WANTED
    assert articles["text"].tolist() == [f"{SAID}\n\nWarning: the bridge is old.", DRY]


def test_proquest_says_which_document_has_no_full_text(tmp_path: Path) -> None:
    text = UNCOUNTED.replace(f"Full text:\n\n{DRY}\n\n", "").replace(
        "Title: Dry", "Document URL: https://x.example\n\nTitle: Dry"
    )
    articles = read(tmp_path / "a.txt", text)
    assert rows(articles) == WANTED[:1]
    [problem] = ns.articles.problems(articles).to_dict("records")
    assert "a link and no text" in problem["problem"] and "(document 2)" in problem["source"]


# ---------------------------------------------------------------- Factiva


def _factiva(row: str, begin: str, end: str) -> str:
    made = ""
    for (title, outlet, byline, day), text in zip(WANTED, (SAID, DRY), strict=True):
        said, more = text.split(". ", 1)
        codes = {"HD": title, "BY": f"By {byline}", "WC": "14 words", "PD": f"{day[-1]} May 2031", "SN": outlet,
                 "LA": "English", "CY": "(c)", "LP": f"<p>{said}.</p>", "TD": f"<p>{more}</p>",
                 "AN": f"Document OSTR000{day[-1]}"}  # fmt: skip
        made += begin + "".join(row.format(c, v) for c, v in codes.items()) + end
    return f"<html><head><title>Factiva</title></head><body>{made}</body></html>"


BARE = _factiva(
    "<tr><td><b>{}</b></td><td>{}</td></tr>", '<div class="article"><table>', "</table></div>"
)
STYLED = _factiva(
    '<tr><td align="right" valign="top" class="index"><p><b>{}</b>&nbsp;</p></td><td><br/><b class="x">{}</b></td></tr>\n',
    f"<style>{'p {{margin:0}} ' * 9_000}</style>"
    '<div id="article-1" class="article enArticle"><table cellspacing="0">',
    "</table><br/></div>",
)


@pytest.mark.parametrize("html", [BARE, STYLED, BARE.upper().replace("CLASS", "class")])
def test_factiva_gives_a_row_an_article(tmp_path: Path, html: str) -> None:
    articles = read(tmp_path / "a.html", html)
    if html == BARE.upper().replace(
        "CLASS", "class"
    ):  # tags in capitals: words too, so only their number
        assert len(articles) == 2
        return
    assert rows(articles) == WANTED
    assert [t.replace("\n\n", " ") for t in articles["text"]] == [SAID, DRY]
    assert articles["article_id"].tolist() == ["OSTR0002", "OSTR0003"]


def test_factiva_cut_off_or_without_codes(tmp_path: Path) -> None:
    articles = read(tmp_path / "a.html", BARE[: BARE.index("Ivo")])
    assert rows(articles) == WANTED[:1]
    assert "(article 2)" in ns.articles.problems(articles)["source"][0]
    page = '<html><body><div class="article enArticle"><p>Rain</p></div></body></html>'
    [problem] = problems(read(tmp_path / "b.html", page))
    assert problem.startswith("Factiva without codes, not a text file that is read: export it with")
    [problem] = problems(
        read(tmp_path / "c.xml", "<?xml version='1.0'?><PPSResponse></PPSResponse>")
    )
    assert problem.startswith("Factiva's XML, not a text file that is read: export it as HTML")


# ---------------------------------------------------------------- mails


def _mail(subject: str, text: str, sender: str, day: int, charset: str = "utf-8") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    mail["Date"] = dt.datetime(2031, 5, day, 9, tzinfo=dt.UTC)
    mail.set_content(text, charset=charset)
    return mail


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_an_mbox_that_the_standard_library_writes(tmp_path: Path, charset: str) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    box.add(
        _mail(
            "Rain",
            f"{SAID}\n\nFrom here on it was dry.\n",
            "Ann Lee <ann@ostra.example>",
            2,
            charset,
        )
    )
    box.add(_mail("Dry, naïve", DRY, "ivo@ostra.example", 3, charset))
    box.close()
    articles = ns.articles.read(tmp_path / "a.mbox")
    assert rows(articles) == [
        ("Rain", None, "Ann Lee", "2031-05-02"), ("Dry, naïve", None, "ivo@ostra.example", "2031-05-03")]  # fmt: skip
    assert articles["text"].tolist() == [f"{SAID}\n\nFrom here on it was dry.", DRY]


@pytest.mark.parametrize(
    ("charset", "words"),
    [("iso-8859-2", '"Żółć i gęśl," she said.'), ("koi8-r", "Шёл дождь."), ("cp1253", "Βρέχει.")],
)
def test_a_mail_is_decoded_by_what_it_says_of_itself(
    tmp_path: Path, charset: str, words: str
) -> None:
    mail = _mail("Rain", words, "Ann Lee <ann@ostra.example>", 2, charset)
    assert read(tmp_path / "a.eml", mail.as_bytes())["text"].tolist() == [words]


def test_an_mbox_of_bare_mails_and_one_with_line_ends_of_windows(tmp_path: Path) -> None:
    text = (f"From a@x.example Fri May  2 09:00:00 2031\nFrom: a@x.example\nSubject: Rain\n"
            f"Date: Fri, 2 May 2031 09:00:00 +0000\n\n{SAID}\n\n"
            f"From b@x.example Sat May  3 09:00:00 2031\nFrom: b@x.example\nSubject: Dry\n\n{DRY}\n")  # fmt: skip
    for name, made in (("a.mbox", text), ("b.txt", text.replace("\n", "\r\n"))):
        articles = read(tmp_path / name, made)
        assert articles["title"].tolist() == ["Rain", "Dry"]
        assert articles["text"].tolist() == [SAID, DRY]


def test_a_mail_with_html_and_a_picture(tmp_path: Path) -> None:
    mail = _mail("Rain", SAID, "Ann Lee <ann@ostra.example>", 2)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="rain.png")
    articles = read(tmp_path / "a.eml", mail.as_bytes())
    assert articles["text"].tolist() == [SAID]
    assert "1 attachments of mails" in told(articles, "lost")
    only = EmailMessage()
    only["Subject"] = "Dry"
    only.set_content(f"<html><body><p>{DRY}</p><style>p {{}}</style></body></html>", subtype="html")
    assert read(tmp_path / "b.eml", only.as_bytes())["text"].tolist() == [DRY]


def test_mails_that_are_damaged(tmp_path: Path) -> None:
    assert problems(read(tmp_path / "a.eml", "Subject: Rain\nMIME-Version: 1.0\n\n")) == ["no text"]
    wrong = f"Subject: Rain\nContent-Type: text/plain; charset=klingon\nMIME-Version: 1.0\n\n{SAID}"
    assert read(tmp_path / "b.eml", wrong)["text"].tolist() == [SAID]


# ---------------------------------------------------------------- feeds

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ostra Herald</title><language>en-gb</language>
<item><title>Rain</title><link>https://ostra.example/1</link><dc:creator>Ann Lee</dc:creator>
<pubDate>Fri, 02 May 2031 09:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{SAID}</p>]]></content:encoded></item>
<item><title>Dry</title><description>{DRY}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Ostra Herald</title>
<entry><title>Rain</title><link rel="self" href="https://ostra.example/x"/><link href="https://ostra.example/1"/>
<published>2031-05-02T09:00:00Z</published><updated>2031-06-01T00:00:00Z</updated>
<author><name>Ann Lee</name></author><content type="html">&lt;p&gt;{SAID}&lt;/p&gt;</content></entry>
<entry><title>Dry</title><updated>2031-06-01T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{DRY}</p></div></content></entry></feed>"""
RDF = f"""<?xml version='1.0'?><!-- made by hand -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Ostra Herald</title></channel>
<item rdf:about="1"><title>Rain</title><link>https://ostra.example/1</link><dc:creator>Ann Lee</dc:creator>
<dc:date>2031-05-02</dc:date><description>{SAID}</description></item>
<item rdf:about="2"><title>Dry</title><description>{DRY}</description></item></rdf:RDF>"""


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.txt"])
@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_feeds_give_a_row_an_item(tmp_path: Path, feed: str, name: str) -> None:
    articles = read(tmp_path / name, feed)
    assert rows(articles) == [WANTED[0], ("Dry", "Ostra Herald", None, None)]
    assert articles["text"].tolist() == [SAID, DRY]
    assert articles["url"].tolist()[0] == "https://ostra.example/1"
    assert ("descriptions of a feed" in told(articles, "guessed")) == (feed != ATOM)


def test_a_feed_that_is_cut_off_and_an_xml_of_no_known_kind(tmp_path: Path) -> None:
    assert "not a feed that can be read" in problems(read(tmp_path / "a.xml", RSS[:400]))[0]
    assert problems(read(tmp_path / "b.xml", "<?xml version='1.0'?><kml/>"))[0].startswith(
        "XML, not a text file"
    )


# ---------------------------------------------------------------- archives


def _zip(**members: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return made.getvalue()


def test_an_archive_is_read_as_the_folder_it_was(tmp_path: Path) -> None:
    made = _zip(**{
        "week/rain-2031-05-02.txt": SAID, "__MACOSX/week/._rain-2031-05-02.txt": b"\x00\x05\x16",
        "week/.DS_Store": b"\x00", "week/more.csv": f"title|text\nDry|{DRY}\n", "week/p.png": b"\x89PNG",
        "inner.zip": _zip(**{"x.txt": SAID}), "inner.txt": _zip(**{"x.txt": SAID}),
    })  # fmt: skip
    articles = read(tmp_path / "a.zip", made)
    assert articles["text"].tolist() == [DRY, SAID]
    assert articles["article_id"].tolist() == ["more-2", "rain-2031-05-02"]
    assert articles["published"].dt.day.tolist()[1] == 2
    assert articles["source"].tolist() == [
        f"{(tmp_path / 'a.zip').as_posix()} (week/{n})" for n in ("more.csv, line 2", "rain-2031-05-02.txt")]  # fmt: skip
    assert "2 archives within an archive in a ZIP" in told(articles, "skipped")
    assert "1 .png files in a ZIP" in told(articles, "skipped")


def test_archives_that_are_broken_too_big_or_empty(tmp_path: Path, monkeypatch) -> None:
    made = _zip(**{"a.txt": SAID})
    assert "not a ZIP archive" in problems(read(tmp_path / "a.zip", made[:-30]))[0]
    assert "not a ZIP archive" in problems(read(tmp_path / "b.zip", SAID))[0]
    articles = read(tmp_path / "c.zip", _zip())
    assert articles.empty and "files that hold no article" in told(articles, "lost")
    monkeypatch.setattr(readers, "MOST_BYTES", 20)
    assert "unpacks to more than" in problems(read(tmp_path / "d.zip", made))[0]


# ---------------------------------------------------------------- documents


def _docx(*paragraphs: str) -> bytes:
    from docx import Document

    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _bare_docx(text: str) -> bytes:
    """Write the least that the format asks for: no styles, no properties, words cut into runs."""
    kind = "application/vnd.openxmlformats-"
    types = (f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
             f'ContentType="{kind}package.relationships+xml"/><Override PartName="/word/document.xml" '
             f'ContentType="{kind}officedocument.wordprocessingml.document.main+xml"/></Types>')  # fmt: skip
    rels = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>')  # fmt: skip
    runs = "".join(f'<w:r><w:t xml:space="preserve">{c}</w:t></w:r>' for c in text)
    body = (f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"<w:p>{runs}</w:p></w:body></w:document>")  # fmt: skip
    return _zip(**{"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": body})


def test_word_documents(tmp_path: Path) -> None:
    articles = read(tmp_path / "rain.docx", _docx("Rain", SAID, DRY))
    assert articles[["article_id", "title", "text"]].values.tolist() == [
        ["rain", "Rain", f"Rain\n\n{SAID}\n\n{DRY}"]
    ]
    assert read(tmp_path / "b.docx", _bare_docx(SAID))["text"].tolist() == [SAID]
    assert "not a Word document" in problems(read(tmp_path / "c.docx", _docx(SAID)[:-200]))[0]
    assert "not a Word document" in problems(read(tmp_path / "d.docx", SAID))[0]
    assert problems(read(tmp_path / "e.docx", _docx(""))) == ["the document holds no words"]


def test_an_export_in_a_word_document_is_read_as_one(tmp_path: Path) -> None:
    assert rows(read(tmp_path / "a.docx", _docx(*filter(None, UNI.split("\n"))))) == WANTED


RICH = [
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}\f0 Rain\par\par "
    r"\ldblquote The bridge holds,\rdblquote  said Mara.\par}",
    "{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n\\cocoatextscaling0{\\fonttbl\\f0\\fswiss Helvetica;}\n{\\colortbl;\\red0;}\n"
    "\\f0\\fs24 \\cf0 Rain\\\n\\\n\\'93The bridge holds,\\'94 said Mara.\\\n}",
    r"{\rtf1\ansi\deff3\adeflang1025{\*\generator Writer}{\info{\author Ann}}\pard Rain\par\par "
    r"\u8220\'93The bridge holds,\u8221\'94 said Mara.\par",  # its last brace is cut off
]


@pytest.mark.parametrize("text", RICH)
@pytest.mark.parametrize("name", ["a.rtf", "a.txt"])
def test_rich_text(tmp_path: Path, text: str, name: str) -> None:
    articles = read(tmp_path / name, text)
    assert articles["title"].tolist() == ["Rain"]
    assert articles["text"].str.replace("\n+", "|", regex=True).tolist() == [
        "Rain|“The bridge holds,” said Mara."
    ]


@pytest.mark.parametrize(
    ("package", "name", "content"),
    [("docx", "a.docx", _bare_docx(SAID)), ("striprtf.striprtf", "a.rtf", RICH[0]),
     ("trafilatura", "a.html", "<html></html>")],
)  # fmt: skip
def test_without_its_package_a_document_is_one_fault(
    tmp_path, monkeypatch, package, name, content
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "b.txt").write_text(SAID)
    read(tmp_path / name, content)
    articles = ns.articles.read(tmp_path, bad="report")
    assert articles["text"].tolist() == [SAID]
    [problem] = problems(articles)
    assert (
        f"{Path(name).suffix} files newsan needs" in problem and 'pip install "newsan[' in problem
    )


# ---------------------------------------------------------------- JSON of tools

TOOLS = {
    "Guardian": {"response": {"status": "ok", "results": [{
        "id": "x", "webPublicationDate": "2031-05-02T09:00:00Z", "webTitle": "Rain", "webUrl": "https://ostra.example/1",
        "fields": {"headline": "Rain", "byline": "Ann Lee", "bodyText": SAID, "publication": "Ostra Herald"}}]}},
    "Guardian, with tags": {"response": {"results": [{
        "webPublicationDate": "2031-05-02T09:00:00Z", "webTitle": "Rain", "webUrl": "https://ostra.example/1",
        "fields": {"byline": "Ann Lee", "body": f"<p>{SAID}</p>", "publication": "Ostra Herald"}}]}},
    "news-please": {"authors": ["Ann Lee"], "date_download": "2031-06-01 10:00:00", "date_modify": None,
        "date_publish": "2031-05-02 09:00:00", "description": "d", "language": "en", "title": "Rain",
        "source_domain": "Ostra Herald", "maintext": SAID, "url": "https://ostra.example/1"},
    "newspaper4k": {"url": "https://ostra.example/1", "title": "Rain", "text": SAID, "authors": ["Ann Lee"],
        "publish_date": "2031-05-02T09:00:00", "meta_lang": "en", "meta_site_name": "Ostra Herald", "summary": ""},
    "trafilatura": {"title": "Rain", "author": "Ann Lee", "hostname": "ostra.example", "date": "2031-05-02",
        "source": "https://ostra.example/1", "source-hostname": "Ostra Herald", "text": SAID, "raw_text": SAID},
    "NewsAPI": {"status": "ok", "totalResults": 1, "articles": [{
        "source": {"id": "ostra", "name": "Ostra Herald"}, "author": "Ann Lee", "title": "Rain",
        "url": "https://ostra.example/1", "publishedAt": "2031-05-02T09:00:00Z", "content": SAID}]},
    "JSON-LD": {"@type": "NewsArticle", "headline": "Rain", "author": [{"@type": "Person", "name": "Ann Lee"}],
        "datePublished": "2031-05-02T09:00:00Z", "dateModified": "2031-06-01", "url": "https://ostra.example/1",
        "publisher": {"@type": "Organization", "name": "Ostra Herald"}, "articleBody": SAID},
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("suffix", ["json", "jsonl", "txt"])
def test_json_of_tools(tmp_path: Path, tool: str, suffix: str) -> None:
    if suffix == "jsonl" and set(TOOLS[tool]) & {"response", "articles"}:
        pytest.skip("an export of many in one object is no line an article")
    articles = read(tmp_path / f"a.{suffix}", json.dumps(TOOLS[tool]))
    assert rows(articles) == [WANTED[0]]
    assert articles["text"].tolist() == [SAID]
    assert articles["url"].tolist() == ["https://ostra.example/1"]


def test_the_archive_of_an_american_paper_gives_no_texts_and_says_so(tmp_path: Path) -> None:
    doc = {"web_url": "https://ostra.example/1", "headline": {"main": "Rain"}, "pub_date": "2031-05-02T09:00:00+0000",
           "byline": {"original": "By Ann Lee"}, "source": "Ostra Herald", "lead_paragraph": SAID}  # fmt: skip
    path = tmp_path / "a.json"
    articles = read(path, json.dumps({"response": {"docs": [doc]}}))
    assert articles.empty and "if it stands in 'lead_paragraph'" in problems(articles)[0]
    taken = ns.articles.read(path, columns={"text": "lead_paragraph"})
    assert rows(taken) == [("Rain", "Ostra Herald", "By Ann Lee", "2031-05-02")]


# ---------------------------------------------------------------- Telegram


def _channel(**over: object) -> dict:
    return {"name": "Ostra Herald", "type": "public_channel", "id": 7, "messages": [
        {"id": 1, "type": "service", "date": "2031-05-01T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2031-05-02T23:30:00", "date_unixtime": "1935534600",
         "from": "Ostra Herald", "text": SAID},
        {"id": 3, "type": "message", "date": "2031-05-03T09:00:00", "from": "Ivo Teller",
         "text": ["Update: ", {"type": "bold", "text": "“They left,”"}, " the mayor said."]},
        {"id": 4, "type": "message", "date": "2031-05-03T10:00:00", "photo": "p.jpg", "text": ""},
    ], **over}  # fmt: skip


@pytest.mark.parametrize("wrap", [lambda c: c, lambda c: {"about": "x", "chats": {"list": [c]}}])
def test_a_channel_gives_a_row_a_message(tmp_path: Path, wrap) -> None:
    articles = read(tmp_path / "result.json", json.dumps(wrap(_channel())))
    assert articles["text"].tolist() == [SAID, "Update: “They left,” the mayor said."]
    assert articles["outlet"].tolist() == ["Ostra Herald"] * 2
    # the clock of who exported it was an hour off
    assert articles["published"].dt.strftime("%d %H").tolist() == ["03 00", "03 09"]
    assert articles["byline"].isna().tolist() == [True, False]
    assert articles["article_id"].tolist() == ["result-2", "result-3"]
    assert told(articles, "skipped").startswith(
        "1 messages of the service / 1 messages without words"
    )


def test_a_channel_with_broken_messages_and_rows_of_a_library(tmp_path: Path) -> None:
    broken = _channel(messages=[7, {"id": 2, "text": None}, {"id": 3, "text": [None, "Dry."]}])
    assert read(tmp_path / "a.json", json.dumps(broken))["text"].tolist() == ["Dry."]
    rows_ = [{"id": 5, "date": "2031-05-02T09:00:00+00:00", "message": SAID, "views": 3}]
    assert read(tmp_path / "b.json", json.dumps(rows_))["text"].tolist() == [SAID]


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("kind", formats.formats(), ids=lambda f: f.name)
def test_every_kind_is_read_or_refused_with_a_remedy(kind: formats.Format) -> None:
    assert bool(kind.reader) != bool(kind.remedy)
    if kind.reader:
        module, function = kind.reader.split(".")
        assert callable(
            getattr(__import__(f"newsan.readers.{module}", fromlist=[module]), function)
        )


def test_exports_of_all_kinds_in_one_folder(tmp_path: Path) -> None:
    made = {"n.txt": OLD, "p.txt": COUNTED, "f.html": STYLED, "r.xml": RSS, "t.json": json.dumps(_channel()),
            "z.zip": _zip(**{"a.txt": "It rained."}), "d.docx": _docx("Rain", "Dry.")}  # fmt: skip
    for name, content in made.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    articles = ns.articles.read(tmp_path)
    assert articles["source"].str.extract(r"/([a-z])\.")[0].value_counts().to_dict() == {
        "n": 2, "p": 2, "f": 2, "r": 2, "t": 2, "z": 1, "d": 1}  # fmt: skip
