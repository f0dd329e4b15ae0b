"""The page: sound whatever is missing, everything escaped, nothing loaded, same bytes."""

from __future__ import annotations

import base64
import hashlib
import html as entities
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from newsan import report, schema
from newsan.report import atlas

EVIL = "</script><script>alert('x')</script><img src=x onerror=alert(1)>"
TEXT = (
    'VELDANY, May 2 - Mara Ostrell, mayor of Veldany, said: "We hold the bridge at Karsk."\n\n'
    'The claim was false, Toma Brevik said: "Nobody holds Karsk."'
)


def result(**changes: object) -> SimpleNamespace:
    """Make a small analysis of one article about invented people."""

    def span(words: str, column: str = "") -> dict[str, int]:
        return {
            f"{column}start": TEXT.index(words),
            f"{column}end": TEXT.index(words) + len(words),
        }

    quotes = [
        {"quote_id": "q1", "attribution_id": "q1", "article_id": "a1", "kind": "direct",
         "text": "We hold the bridge at Karsk.", **span("We hold the bridge at Karsk."),
         "speaker": "Mara Ostrell", **span("Mara Ostrell", "speaker_"), "cue": "said",
         **span("said", "cue_"), "is_speech": True, "confidence": 1.0, "actor_id": "mara-ostrell",
         "actor": "Mara Ostrell", "said_on": "2025-05-02"},
        {"quote_id": "q2", "attribution_id": "q2", "article_id": "a1", "kind": "direct",
         "text": "Nobody holds Karsk.", **span("Nobody holds Karsk."), "speaker": "Toma Brevik",
         **span("Toma Brevik", "speaker_"), "is_speech": True, "confidence": 1.0,
         "actor_id": "toma-brevik", "actor": "Toma Brevik"},
    ]  # fmt: skip
    made = {
        "articles": schema.build([{
            "article_id": "a1", "title": "Bridge at Karsk", "outlet": "Veldany Post",
            "published": "2025-05-02", "lang": "en", "url": "https://veldany.invalid/1",
            "text": TEXT, "n_words": 30, "source": "a1.txt", "sha256": "0" * 64}], "articles"),
        "quotes": schema.build(quotes, "quotes", optional=True),
        "sentiment": schema.build([
            {"quote_id": "q1", "scorer": "textblob", "polarity": -0.25, "n_hits": 2},
            {"quote_id": "q2", "scorer": "textblob", "polarity": None, "n_hits": 0}], "sentiment"),
        "rhetoric": schema.build([
            {"quote_id": q, "act": act, "act_rule": "r", "certainty": "plain", "exclamations": 0,
             "superlatives": 0} for q, act in (("q1", "report"), ("q2", "deny"))], "rhetoric"),
        "claims": schema.build([
            {"topic": "control_of_karsk", "actor_id": "mara-ostrell", "position": "asserts", "n": 3,
             "first_said_on": "2025-05-02", "quote_id": "q1"},
            {"topic": "control_of_karsk", "actor_id": "toma-brevik", "position": "denies", "n": 1,
             "first_said_on": None, "quote_id": "q2"}], "claims"),
        "mentions": schema.build([
            {"mention_id": "m1", "article_id": "a1", **span("Karsk"), "name": "Karsk",
             "place_id": "karsk", "place": "Karsk", "kind": "settlement", "quote_id": "q1",
             "geometry": Point(35, 51)},
            {"mention_id": "m2", "article_id": "a1", **span("Veldany"), "name": "Veldany",
             "kind": "settlement"}], "mentions"),
        "references": schema.build([
            {"reference_id": "r1", "article_id": "a1", "place_id": "karsk", "place": "Karsk",
             "relation": "held", "side": "UA", "status": "asserted", "actor_id": "mara-ostrell",
             **span("hold the bridge at Karsk"), "geometry": Point(35, 51)}], "references"),
        "control": schema.build([
            {"place_id": "karsk", "place": "Karsk", "lat": 51.0, "lon": 35.0, "precision_m": 500,
             "day": day, "day_precision": "day", "controller": who, "status": status,
             "claimed_by": "Mara Ostrell", "source": "Veldany Post",
             "source_url": "https://veldany.invalid/2"}
            for day, who, status in (("2025-05-01", "UA", "claimed"), ("2025-05-03", "RU",
                                     "confirmed"))], "control"),
        "areas": schema.build([{"day": "2025-05-03", "controller": "RU", "status": "confirmed",
                                "geometry": box(34.9, 50.9, 35.1, 51.1)}], "areas"),
        "front": schema.build([{"day": "2025-05-03", "length_km": 3.0,
                                "geometry": LineString([(34.9, 51), (35.1, 51)])}], "front"),
        "enclosure": schema.build([
            {"day": "2025-05-03", "pocket": "Karsk <x>", "area_km2": 1234, "perimeter_km": 10,
             "open_border_km": 4, "open_share": 0.4, "neck_km": 2.5, "low": 0.3, "high": 0.5,
             "neck_low": 1.25, "neck_high": 3.5},
            {"day": "2025-05-04", "pocket": "Karsk <x>"}], "enclosure", optional=True),
        "problems": schema.build([{"source": "b.txt", "problem": "is empty"}], "problems"),
    }  # fmt: skip
    return SimpleNamespace(**(made | changes))


class Tags(HTMLParser):
    """Collect tags with their attributes, the ids, and whether containers close in order."""

    VOID = frozenset({"meta", "br", "input", "img", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    return tags


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="map-data">(.*?)</script>', page, re.DOTALL).group(1))


def sound(page: str) -> None:
    """Check what must hold of every page."""
    tags = parsed(page)
    assert not tags.faults
    assert not tags.open
    ids = [a["id"] for _, a in tags.found if a.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:].split("?")[0] for tag, a in tags.found
               if tag == "a" and (a.get("href") or "").startswith("#")}  # fmt: skip
    assert targets <= set(ids)
    for tag, attributes in tags.found:
        if tag != "a":
            for name in ("src", "href", "xlink:href", "data", "action"):
                value = attributes.get(name) or ""
                assert not re.match(r"(https?:)?//", value), (tag, value)
        assert not [n for n in attributes if n.startswith("on")]
    assert "{{" not in page
    data_of(page)


@pytest.fixture(scope="module")
def page() -> str:
    return report.html(result())


def test_a_full_page_is_sound(page: str) -> None:
    sound(page)
    assert page.startswith("<!doctype html>")
    assert [t for t, _ in parsed(page).found].count("script") == 3
    assert not [t for t, _ in parsed(page).found if t in {"link", "iframe", "img", "object"}]


def test_nothing_is_loaded_by_style_either(page: str) -> None:
    styles = " ".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles


@pytest.mark.parametrize("name", [
    "articles", "quotes", "sentiment", "rhetoric", "claims", "mentions", "references", "control",
    "areas", "front", "enclosure", "problems",
])  # fmt: skip
def test_a_page_without_a_frame_is_sound(name: str) -> None:
    sound(report.html(result(**{name: None})))
    sound(report.html(result(**{name: schema.build([], name, optional=True)})))


def test_a_page_of_nothing_says_so() -> None:
    page = report.html(SimpleNamespace())
    sound(page)
    for words in ("No quotations were found", "No articles were read", "No claims were found",
                  "None: every file"):  # fmt: skip
        assert words in page


def test_where_nothing_can_be_placed_there_is_no_map_but_the_number_of_what_was_named() -> None:
    assert 'href="#map-section"' not in report.html(SimpleNamespace())
    mentions = result().mentions.head(1).assign(geometry=None)
    page = report.html(SimpleNamespace(mentions=mentions))
    sound(page)
    where = page.split('<section id="map-section">')[1].split("</section>")[0]
    assert "1 mention of places could not be placed" in where
    assert 'id="map"' not in where


def test_quotes_that_were_never_resolved_still_make_a_page() -> None:
    quotes = result().quotes[schema.names("quotes")]
    page = report.html(result(quotes=quotes, claims=None))
    sound(page)
    assert "Mara Ostrell" in page
    assert "2</dd>" in page.split("speaker stays unknown</dt>")[1][:20]


def test_was_it_closed_names_the_pocket_and_says_where_none_of_it_was_held(page: str) -> None:
    table = page.split("Was it closed?")[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]*>", " ", row).split() for row in table.split("<tr>")[2:]]
    assert [" ".join(row) for row in rows] == [
        "3 May 2025 Karsk &lt;x&gt; 1,234 km² 4 of 10 km 2.5 (1.2 to 3.5) km",
        "4 May 2025 Karsk &lt;x&gt; no ground of the pocket held, by the table",
    ]


def test_an_enclosure_saved_without_names_still_makes_a_page() -> None:
    page = report.html(result(enclosure=result().enclosure[schema.names("enclosure")]))
    sound(page)
    assert "4 of 10 km" in page


def test_the_summary_on_paper_has_the_last_days_of_a_pocket_and_the_places_named_most() -> None:
    days = pd.date_range("2025-05-01", periods=15)
    enclosure = schema.build(
        [{"day": d, "pocket": "Karsk"} for d in days], "enclosure", optional=True
    )
    enclosure.loc[0, "open_share"] = 0.4
    mentions = pd.concat(
        [result().mentions.head(1).assign(place_id=f"p{n}", place=f"P{n}") for n in range(14)]
    )
    page = report.html(result(enclosure=enclosure, mentions=mentions))
    sound(page)
    closed, places = page.split("Was it closed?")[1], page.split("places as a table")[1]
    for table, said, first in ((closed, "last 12 of 15", True), (places, "first 12 of 15", False)):
        rows = table.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]
        left_out = [row.startswith(' class="unprinted"') for row in rows]
        assert left_out == ([True] * 3 + [False] * 12 if first else [False] * 12 + [True] * 3)
        assert f"The {said} rows: the page itself" in table.split("<table")[0]


def test_a_settlement_of_which_words_of_one_day_differ_is_contested() -> None:
    control = result().control.assign(day=pd.Timestamp("2025-05-03"))
    (place,) = data_of(report.html(result(control=control)))["control"]["settlements"]
    assert place["held"] == [{"day": "2025-05-03", "holder": "contested", "status": "claimed"}]
    (place,) = data_of(report.html(result()))["control"]["settlements"]
    assert [(h["day"], h["holder"], h["status"]) for h in place["held"]] == [
        ("2025-05-01", "UA", "claimed"), ("2025-05-03", "RU", "confirmed"),
    ]  # fmt: skip


def test_a_count_on_the_board_leads_to_all_its_quotations(page: str) -> None:
    link = "#quotes?actor=mara-ostrell&topic=control_of_karsk&position=asserts&rows=all"
    assert f'<a class="times" href="{entities.escape(link)}"' in page


@pytest.mark.parametrize("title", ["", "The bridge & its <guards>"])
def test_the_title_of_the_study_heads_the_page(tmp_path: Path, title: str) -> None:
    (tmp_path / "study.toml").write_text(f'title = "{title}"', encoding="utf-8")
    source = tmp_path / "a1.txt"
    source.write_text(TEXT, encoding="utf-8")
    page = report.html(result(articles=result().articles.assign(source=str(source))))
    head = entities.escape(title or tmp_path.name)
    assert f"<title>{head}</title>" in page and f"<h1>{head}</h1>" in page
    assert '<p class="lead">Who said what, in 1 article from Veldany Post' in page


def test_the_numbers_are_those_of_the_frames(page: str) -> None:
    numbers = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
    assert numbers == {
        "articles read": "1", "quotations found": "2", "speakers identified": "2",
        "quotations whose speaker stays unknown": "0",
        "claims that some assert and others deny": "1", "places on the map": "1",
    }  # fmt: skip


def test_the_board_says_who_asserts_and_who_denies_with_day_and_words(
    page: str,
) -> None:
    board = page.split('<section id="board">')[1].split("</section>")[0]
    rows = {re.search(r'scope="row">(?:<a [^>]*>)?([^<]*)', r).group(1): r
            for r in board.split("<tr>") if 'scope="row"' in r}  # fmt: skip
    assert "asserts" in rows["Mara Ostrell"]
    assert re.search(r"2 May 2025 ?(<[^>]*>)*×3", rows["Mara Ostrell"])
    assert "“We hold the bridge at Karsk.”" in rows["Mara Ostrell"]
    assert "denies" in rows["Toma Brevik"]
    assert "day not stated" in rows["Toma Brevik"]
    assert "asserted by Mara Ostrell; denied by Toma Brevik" in page


def test_a_quotation_without_a_sentiment_word_has_no_polarity(page: str) -> None:
    rows = re.findall(r'<tr id="quote-\d".*?</tr>', page, re.DOTALL)
    assert "polarity −0.25 from 2 words" in rows[0]
    assert "no sentiment word" in rows[1]
    assert "published 2 May 2025" in rows[1]


def test_every_quotation_stands_in_its_context(page: str) -> None:
    assert "said: &quot;<mark>We hold the bridge at Karsk.</mark>&quot;" in page
    assert 'id="article-1"' in page


def test_the_map_carries_places_words_control_and_days(page: str) -> None:
    data = data_of(page)
    (place,) = data["places"]
    assert place["name"] == "Karsk"
    assert place["at"] == [51.0, 35.0]
    assert place["quotes"][0]["who"] == "Mara Ostrell"
    assert place["references"][0]["what"] == "held by UA, asserted"
    assert [d["day"] for d in data["control"]["days"]] == ["2025-05-01", "2025-05-03"]
    assert [e["status"] for e in data["control"]["settlements"][0]["events"]] == [
        "claimed", "confirmed"]  # fmt: skip
    assert data["control"]["areas"][0]["controller"] == "RU"
    assert "1 mention could not be placed" in page


def test_charts_share_no_ids_and_carry_no_metadata(page: str) -> None:
    assert page.count("<svg role") == 3
    assert "<metadata" not in page
    assert "<?xml" not in page.split("<script", 1)[0]  # workbooks that the page writes have one


def test_the_page_carries_what_quotations_are_filtered_by(page: str) -> None:
    stance = schema.build([{
        "stance_id": "s1", "article_id": "a1", "quote_id": "q2", "actor_id": "toma-brevik",
        "topic": "control_of_karsk", "position": "denies", "start": 0, "end": 3, "rule": "r"}],
        "stance", optional=True)  # fmt: skip
    data = data_of(report.html(result(stance=stance)))
    quotes = [
        dict(zip(data["quotes"]["columns"], row, strict=True)) for row in data["quotes"]["data"]
    ]
    kept = ("who", "act", "polarity", "said_on", "topics", "positions", "places")
    assert [[q[name] for name in kept] for q in quotes] == [
        ["Mara Ostrell", "report", -0.25, "2025-05-02", [], [], ["karsk"]],
        ["Toma Brevik", "deny", None, None, ["control_of_karsk"], ["control_of_karsk: denies"], []],
    ]
    assert list(data["topics"]) == ["control_of_karsk"]
    assert data["place_names"] == {"karsk": "Karsk"}
    (article,) = data["articles"]["data"]
    assert article == ["a1", "Bridge at Karsk", "Veldany Post", None, "2025-05-02", "en",
                       "https://veldany.invalid/1"]  # fmt: skip
    assert TEXT[:20] not in json.dumps(data["articles"])


MODULES = {p.name: p.read_text(encoding="utf-8")
           for p in (Path(report.__file__).parents[1] / "resources/report/modules").iterdir()}  # fmt: skip


def declared(text: str) -> list[str]:
    return re.findall(r"^(?:export )?(?:function|const|let|class) (\w+)", text, re.MULTILINE)


def test_modules_are_small_import_what_is_there_and_share_no_names() -> None:
    every = [name for text in MODULES.values() for name in declared(text)]
    assert len(every) == len(set(every))  # they stand in one scope on the page
    for name, text in MODULES.items():
        assert len(text.splitlines()) < 150, name
        for names, module in re.findall(r'^import \{ (.*) \} from "\./(.*)";$', text, re.MULTILINE):
            exported = re.findall(
                r"^export (?:function|const|let) (\w+)", MODULES[module], re.MULTILINE
            )
            assert set(names.split(", ")) <= set(exported), (name, module)


def test_the_page_holds_each_module_after_those_it_imports(page: str) -> None:
    script = re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL).group(1)
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    at = {name: script.index(text.split("\n", 1)[0]) for name, text in MODULES.items()}
    assert max(at, key=at.get) == "main.js"
    for name, text in MODULES.items():
        assert all(at[needed] < at[name] for needed in re.findall(r'from "\./(.*)";', text)), name


def test_every_layer_has_a_box_and_a_module(page: str) -> None:
    assert data_of(page)["layers"] == [*atlas.LAYERS]
    for name in atlas.LAYERS:
        assert f'id="layer-{name}"' in page
        assert f"layers.{name} = " in MODULES[f"layer-{name}.js"]


def evil_result() -> SimpleNamespace:
    made = result()
    made.articles = made.articles.assign(text=EVIL + TEXT, title=EVIL, outlet=EVIL, byline=EVIL,
                                         url="javascript:alert(1)")  # fmt: skip
    made.quotes = made.quotes.assign(
        text=EVIL, start=0, end=len(EVIL), actor=EVIL, speaker=EVIL, actor_id=EVIL,
        speaker_start=pd.NA, speaker_end=pd.NA, cue_start=pd.NA, cue_end=pd.NA,
    ).astype({"speaker_start": "Int64", "cue_start": "Int64"})  # fmt: skip
    made.claims = made.claims.assign(topic=EVIL, actor_id=EVIL).iloc[:1]
    made.mentions = made.mentions.assign(name=EVIL, place=EVIL)
    made.references = made.references.assign(place=EVIL, actor_id=EVIL)
    made.control = made.control.assign(place=EVIL, source=EVIL, claimed_by=EVIL)
    made.problems = made.problems.assign(source=EVIL, problem=EVIL)
    return made


def test_a_script_in_any_field_is_only_text() -> None:
    page = report.html(evil_result())
    sound(page)
    tags = parsed(page).found
    assert [t for t, _ in tags].count("script") == 3
    assert not [t for t, _ in tags if t == "img"]
    assert not [a for t, a in tags if t == "a" and a.get("href", "").startswith("javascript:")]
    assert data_of(page)["places"][0]["name"] == EVIL


def test_only_the_page_s_own_scripts_may_run(page: str) -> None:
    policy = entities.unescape(re.search(r'Policy" content="([^"]*)"', page).group(1))
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', page, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_same_result_same_bytes_and_the_result_is_left_alone(page: str) -> None:
    made = result()
    before = {name: frame.copy() for name, frame in vars(made).items()}
    assert report.html(made) == page
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(made, name), frame)


def test_write_makes_the_folder_and_writes_utf8_with_lf(tmp_path: Path, page: str) -> None:
    path = report.write(result(), tmp_path / "new" / "report.html")
    assert path.read_bytes() == page.encode("utf-8")
    assert b"\r" not in path.read_bytes()


def test_no_day_or_hour_of_making_is_written(page: str) -> None:
    assert "veldany.invalid/1" in page
    days = set(re.findall(r"\b\d{1,2} [A-Z][a-z]{2} 20\d\d\b", page))
    assert days <= {"1 May 2025", "2 May 2025", "3 May 2025", "4 May 2025"}


def test_the_page_states_its_caveats(page: str) -> None:
    for words in ("Polarity is not stance", "Claims are claims", "Unknown stays unknown", "±3 km",
                  "A mention is not an event", "How to cite"):  # fmt: skip
        assert words in page
