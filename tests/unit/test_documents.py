"""Documents, sheets, saved pages and library exports as different hands write them, and damaged ones."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys
import zipfile
import zlib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns

SAID = "“The bridge holds,” said Mara Ostrell, the mayor of Veldany. It rained on Friday."
DRY = "The council denied it; “nothing fell,” it said. Café owners disagreed."
WANTED = [
    ("Rain", "Ostra Herald", "Ann Lee", "2031-05-02"),
    ("Dry", "Veldany Post", "Ivo Teller", "2031-05-03"),
]
PLAIN = "'The bridge holds,' said Mara Ostrell, the mayor of Veldany."


def read(path: Path, content: str | bytes, **options: object) -> pd.DataFrame:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ns.articles.read(path, bad="report", **options)


def rows(articles: pd.DataFrame) -> list[tuple[str | None, ...]]:
    """Return title, outlet, byline and day of each article."""
    frame = articles[["title", "outlet", "byline"]].astype(object)
    frame["day"] = articles["published"].dt.strftime("%Y-%m-%d")
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def problems(articles: pd.DataFrame) -> list[str]:
    return ns.articles.problems(articles)["problem"].tolist()


def told(articles: pd.DataFrame, kind: str) -> str:
    ledger = ns.articles.ledger(articles)
    return " / ".join(f"{r.n} {r.what}" for r in ledger[ledger["kind"] == kind].itertuples())


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


# ---------------------------------------------------------------- PDF


def pdf(*pages: list[str], pack: bool = False) -> bytes:
    """Write a PDF by hand, a list of lines a page; packed and in figures, as word processors have it."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = [f"<{line.encode('cp1252').hex()}>" if pack else f"({line})" for line in lines]
        stream = "BT /F 12 Tf 14 TL 72 700 Td " + " ".join(f"{s} Tj T*" for s in shown) + " ET"
        data = zlib.compress(stream.encode()) if pack else stream.encode()
        packed = b"/Filter/FlateDecode" if pack else b""
        objects.append(b"<<%s/Length %d>>stream\n%s\nendstream" % (packed, len(data), data))
        kids.append(len(objects) + 1)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
                       b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects))  # fmt: skip
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids))
    made, at = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(made))  # fmt: skip


def drawn(*lines: str) -> bytes:
    from matplotlib.figure import Figure

    figure = Figure()
    for n, line in enumerate(lines):
        figure.text(0.05, 0.9 - n / 20, line, fontsize=6)
    made = io.BytesIO()
    figure.savefig(made, format="pdf")
    return made.getvalue()


LETTER = ["Rain", "", "'The bridge holds,' said Mara Ostrell,", "the mayor of Veldany."]


@pytest.mark.parametrize(
    "content",
    [
        pdf(LETTER),
        pdf(LETTER, pack=True),
        drawn("Rain", PLAIN),
        pdf(LETTER).replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=["by hand", "packed", "drawn", "damaged"],
)
def test_a_pdf_with_text(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("pypdf")
    articles = read(tmp_path / "rain.pdf", content)
    assert articles["title"].tolist() == ["Rain"]
    assert " ".join(articles["text"][0].split()) == f"Rain {PLAIN}"
    assert articles["article_id"].tolist() == ["rain"]


def test_a_pdf_of_pictures_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    [problem] = problems(read(tmp_path / "a.pdf", pdf([], [])))
    assert problem.startswith("a PDF without text, as scanned pages are: have its words recognised")
    articles = read(tmp_path / "b.pdf", pdf(LETTER, []))
    assert "1 pages of PDF without text" in told(articles, "lost")
    for cut in (b"%PDF-1.7\n", pdf(LETTER)[:-60]):
        assert "not a PDF that can be read" in problems(read(tmp_path / "c.pdf", cut))[0]


def test_an_export_in_a_pdf_is_read_as_one(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    head = ["Rain", "Ostra Herald", "May 2, 2031 Friday", "", "Length: 9 words", "Byline: Ann Lee"]
    lines = [*head, "", "Body", "", PLAIN, "", "End of Document"]
    assert rows(read(tmp_path / "a.pdf", pdf(lines))) == WANTED[:1]


# ---------------------------------------------------------------- sheets

TABLE = [["title", "outlet", "author", "date", "text"]]
for (*said, on), words in zip(WANTED, (SAID, DRY), strict=True):
    TABLE.append([*said, dt.date.fromisoformat(on), words])
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx(cell: str, shared: str = "", *sheets: str) -> bytes:
    """Write a workbook as the format asks for: `cell` is how one is written."""
    made = []
    for n, row in enumerate(TABLE, 1):
        cells = [
            cell.format(at=f"{'ABCDE'[i]}{n}", n=5 * (n - 1) + i, words=v)
            for i, v in enumerate(row)
        ]
        made.append(f'<row r="{n}">{"".join(cells)}</row>')
    sheets = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(made)}</sheetData></worksheet>',
        *sheets,
    )
    numbers = range(1, len(sheets) + 1)
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-'
                    f'officedocument.spreadsheetml.worksheet+xml"/>' for n in numbers)  # fmt: skip
    named = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{KIND}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    strings = (
        f'<Relationship Id="rIds" Type="{KIND}/sharedStrings" Target="sharedStrings.xml"/>'
        if shared
        else ""
    )
    return zipped(**{
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELATED}"><Relationship Id="rId1" Type="{KIND}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{KIND}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{RELATED}">{links}{strings}</Relationships>',
        **({"xl/sharedStrings.xml": shared} if shared else {}),
        **{f"xl/worksheets/sheet{n}.xml": XML + sheet for n, sheet in zip(numbers, sheets, strict=True)},
    })  # fmt: skip


INLINE = '<c r="{at}" t="inlineStr"><is><t>{words}</t></is></c>'
WORDS = "".join(f"<si><t>{value}</t></si>" for row in TABLE for value in row)
SHARED = ('<c r="{at}" t="s"><v>{n}</v></c>', f'{XML}<sst xmlns="{MAIN}">{WORDS}</sst>')


def ods(rows: list[list[object]]) -> bytes:
    """Write a sheet as LibreOffice does: empty cells repeated to the right and below."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="{}"><text:p>{{0}}</text:p></table:table-cell>'
    cells = {dt.date: cell.format('date" office:date-value="{0}'), str: cell.format("string")}
    far = '<table:table-cell table:number-columns-repeated="1000"/>'
    made = "".join(
        f"<table:table-row>{''.join(cells[type(v)].format(v) for v in row)}{far}</table:table-row>"
        for row in rows
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(**{
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry '
                                 f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        "content.xml": f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
                       f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Week">{made}'
                       f'<table:table-row table:number-rows-repeated="1048000">{far}</table:table-row></table:table>'
                       "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", xlsx(INLINE)), ("b.xlsx", xlsx(*SHARED)), ("c.ods", ods(TABLE)),
     ("d.txt", ods([["Exported in June"], *TABLE]))],
    ids=["inline", "shared", "OpenDocument", "a line before the header"],
)  # fmt: skip
def test_a_sheet_gives_a_row_an_article(tmp_path: Path, name: str, content: bytes) -> None:
    pytest.importorskip("python_calamine")
    articles = read(tmp_path / name, content)
    assert rows(articles) == WANTED
    assert articles["text"].tolist() == [SAID, DRY]
    assert articles["source"].str.endswith(("(row 2)", "(row 3)", "(row 4)")).all()


def test_sheets_that_are_broken_or_reach_too_far(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    assert (
        "not a sheet that can be read" in problems(read(tmp_path / "a.xlsx", xlsx(INLINE)[:-40]))[0]
    )
    far = f'<worksheet xmlns="{MAIN}"><sheetData><row r="9"><c r="XFD900000"/></row></sheetData></worksheet>'
    assert (
        "delete what stands far out"
        in problems(read(tmp_path / "b.xlsx", xlsx(INLINE, "", far)))[0]
    )
    more = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{INLINE.format(at="A1", words="text")}</row>' \
           f'<row r="2">{INLINE.format(at="A2", words=SAID)}</row></sheetData></worksheet>'  # fmt: skip
    articles = read(tmp_path / "c.xlsx", xlsx(INLINE, "", more))
    assert articles["source"].str.extract(r"\((.*)\)")[0].tolist() == [
        "S1, row 2",
        "S1, row 3",
        "S2, row 2",
    ]


# ---------------------------------------------------------------- saved pages and archives of them

PAGE = f"""<!DOCTYPE html><html><head><title>Rain</title><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2021-05-02"></head><body><nav>Home</nav><article><h1>Rain</h1>
<p>{SAID}</p><p>{DRY}</p></article></body></html>"""
URL = "https://ostra.example/rain"


def mhtml(charset: str, encoding: str) -> bytes:
    whole = MIMEMultipart("related")
    page = MIMEText(PAGE, "html", charset)
    if encoding == "8bit":
        page["Content-Transfer-Encoding"] = "8bit"
        page.replace_header("Content-Transfer-Encoding", "8bit")
        page._payload = PAGE
    page["Content-Location"] = URL
    whole["From"], whole["Snapshot-Content-Location"] = "<Saved by Blink>", URL
    whole["Subject"], whole["Date"] = "Rain - Ostra", "Mon, 9 Jun 2031 10:00:00 -0000"
    for part in (page, MIMEText("p { margin: 0 }", "css")):
        whole.attach(part)
    return whole.as_bytes()


BY_HAND = f"""From: <Saved by Internet Explorer>\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
	boundary="x"\r
\r
--x\r
Content-Type: text/html\r
Content-Transfer-Encoding: 8bit\r
Content-Location: {URL}\r
\r
{PAGE}\r
""".encode()  # its last line is cut off


@pytest.mark.parametrize(
    "content", [mhtml("utf-8", "base64"), mhtml("cp1252", "quoted-printable"), BY_HAND]
)
@pytest.mark.parametrize("name", ["a.mhtml", "a.txt"])
def test_a_page_saved_whole(tmp_path: Path, content: bytes, name: str) -> None:
    articles = read(tmp_path / name, content)
    assert articles[["title", "byline", "url"]].values.tolist() == [["Rain", "Ann Lee", URL]]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2021-05-02"]
    assert SAID in articles["text"][0] and DRY in articles["text"][0]


def test_mhtml_without_a_page(tmp_path: Path) -> None:
    content = mhtml("utf-8", "base64").replace(b"text/html", b"image/png")
    assert problems(read(tmp_path / "a.mht", content)) == ["MHTML without a page: save it as .html"]


def warc(kind: str, content: bytes, head: str = "", version: str = "1.0") -> bytes:
    block = head.encode() + content
    return (f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2031-06-09T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{'1' * 8}>\r\nContent-Type: {'application/http' if head else 'text/plain'}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"  # fmt: skip


INFO = warc("warcinfo", b"software: crawler\r\n")
HTTP = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{}\r\n"
CRAWL = (
    INFO
    + warc("request", b"", "GET / HTTP/1.1\r\n\r\n")
    + warc("response", PAGE.encode(), HTTP.format(""))
)
PACKED = INFO + warc(
    "response", gzip.compress(PAGE.encode()), HTTP.format("Content-Encoding: gzip\r\n"), "1.1"
)
ONE_BY_ONE = b"".join(
    gzip.compress(part) for part in (INFO, warc("response", PAGE.encode(), HTTP.format("")))
)


@pytest.mark.parametrize(
    ("name", "content"), [("a.warc", CRAWL), ("b.warc", PACKED), ("c.warc.gz", ONE_BY_ONE), ("d.warc", CRAWL + INFO[:90])]
)  # fmt: skip
def test_a_web_archive_gives_a_row_a_page(tmp_path: Path, name: str, content: bytes) -> None:
    pytest.importorskip("warcio")
    articles = read(tmp_path / name, content)
    assert articles[["title", "byline", "url"]].values.tolist() == [["Rain", "Ann Lee", URL]]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2021-05-02"]
    assert "records of web archives that are no pages" in told(articles, "skipped")


def test_plain_texts_of_a_web_archive_and_one_read_as_it_comes(tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("warcio")
    monkeypatch.setattr(ns.readers, "_BLOCK", 300)
    content = INFO + warc("conversion", SAID.encode()) + warc("conversion", DRY.encode())
    for name, data in (("a.warc", content), ("b.warc.gz", gzip.compress(content))):
        articles = read(tmp_path / name, data)
        assert articles["text"].tolist() == [SAID, DRY]
        assert articles["url"].tolist() == [URL] * 2


# ---------------------------------------------------------------- RIS

ZOTERO = """TY  - NEWS
TI  - Rain
AU  - Lee, Ann
T2  - Ostra Herald
DA  - 2031/05/02/
PY  - 2031
UR  - https://ostra.example/1
N1  - {0}
KW  - rain
ER  -

TY  - NEWS
TI  - Dry
AU  - Teller, Ivo
T2  - Veldany Post
DA  - 2031/05/03/
N1  - {1}
ER  -
"""
ENDNOTE = """TY  - NPCR
A1  - Lee, Ann
PB  - Ostra Media
T1  - Rain
JF  - Ostra Herald
Y1  - 2031/05/02
N1  - {0}
ER  -

TY  - NPCR
A1  - Teller, Ivo
T1  - Dry
JF  - Veldany Post
Y1  - 2031/05/03
N1  - {1}
ER  - """.replace("\n", "\r\n")
CUT = ZOTERO.replace("ER  -\n", "").replace("TI  - Dry", "TI  -\nDry")


@pytest.mark.parametrize(
    "text", [ZOTERO, ENDNOTE, CUT, "\ufeff" + ZOTERO], ids=["Zotero", "EndNote", "cut", "marked"]
)
@pytest.mark.parametrize("name", ["a.ris", "a.txt"])
def test_ris_gives_a_row_a_record(tmp_path: Path, text: str, name: str) -> None:
    articles = read(tmp_path / name, text.format(SAID, DRY), columns={"text": "N1"})
    people = {"Ann Lee": "Lee, Ann", "Ivo Teller": "Teller, Ivo"}
    assert rows(articles) == [(t, o, people[b], d) for t, o, b, d in WANTED]
    assert articles["text"].tolist() == [SAID, DRY]


def test_ris_without_texts_says_where_they_may_stand(tmp_path: Path) -> None:
    [first, _] = problems(read(tmp_path / "a.ris", ZOTERO.format(SAID, DRY)))
    assert first == 'no text; if it stands in \'N1\', say columns={"text": "N1"}'


# ---------------------------------------------------------------- Europresse

OLDER = """<article><header><div class="source"><span class="DocPublicationName">{1}</span></div>
<div><span class="DocHeader">{5}, p. 4</span></div>
<div class="titreArticle"><p class="titreArticleVisu grandTitre">{0}</p></div>
<div class="docAuthors">{2}</div></header><section><div class="DocText clearfix"><p>{4}</p></div></section>
<div class="publiC-lblNodoc">news·{3}·OH·0012</div></article>"""
NEWER = """<article><div class="rdp__DocPublicationName"><span class="DocPublicationName">{1}, no. 12<br/>
</span></div><div class="rdp__DocHeader"><span class="DocHeader">{5} 14 words, p. 5</span></div>
<p class="rdp__articletitle titreArticleVisu">{0}</p><p class="sm-margin-bottomNews">{2}</p>
<div class="docOcurrContainer"><div><p>{4}</p></div></div><small>(c)</small>{6}</article>"""


def europresse(form: str, *, number: bool = True) -> str:
    made = ""
    for (title, outlet, byline, day), text in zip(WANTED, (SAID, DRY), strict=True):
        shown = "vendredi 2 mai 2031" if number else f"{pd.Timestamp(day):%A, %B %d, %Y}"
        end = (
            f'<div class="publiC-lblNodoc">news·{day.replace("-", "")}·X·1</div>' if number else ""
        )
        made += form.format(title, outlet, byline, day.replace("-", ""), text, shown, end)
    return f"<html><head><style>p {{}}</style></head><body>{made}</body></html>"


@pytest.mark.parametrize(
    "html", [europresse(OLDER), europresse(NEWER), europresse(NEWER, number=False), europresse(OLDER)[:-60]]
)  # fmt: skip
def test_europresse_gives_a_row_an_article(tmp_path: Path, html: str) -> None:
    articles = read(tmp_path / "a.html", html)
    assert articles["text"].tolist() == [SAID, DRY]
    assert rows(articles)[0] == WANTED[0]
    assert rows(articles)[1][:3] == WANTED[1][:3]


# ---------------------------------------------------------------- without their packages


@pytest.mark.parametrize(
    ("package", "name", "content", "extra"),
    [("pypdf", "a.pdf", pdf(LETTER), "pdf"), ("python_calamine", "a.xlsx", xlsx(INLINE), "sheets"),
     ("warcio.archiveiterator", "a.warc", CRAWL, "warc")],
)  # fmt: skip
def test_without_its_package_a_document_is_one_fault(
    tmp_path, monkeypatch, package, name, content, extra
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    [problem] = problems(read(tmp_path / name, content))
    assert f'pip install "newsan[{extra}]"' in problem
