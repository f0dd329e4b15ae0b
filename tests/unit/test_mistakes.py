"""What users get wrong most often: each mistake gives one sentence with what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import newsan as ns
from newsan.errors import NewsanError

TEXT = (
    "“There will be no ceasefire,” Mayor Mara Ostrell said on Friday. “It was a terrible, cruel day.”\n\n"
    "Her deputy, Ivo Hrabec, said that a ceasefire had been agreed in Goma."
)
CLAIMS = ns.schema.build(
    [{"topic": "ceasefire", "actor_id": "mara-ostrell", "position": "denies", "n": 1}], "claims"
)


@pytest.fixture(scope="module")
def r() -> Any:
    record = {"id": "a1", "text": TEXT, "outlet": "The Lamp", "published": "2021-05-02"}
    return ns.analyse([record, record | {"id": "a2", "text": f"{TEXT} He left."}])


# What is done with the analysis, and the words that the refusal must hold.
MISTAKES: dict[str, tuple[Callable[[Any], Any], tuple[str, ...]]] = {
    # texts, addresses and folders in place of articles
    "a text to read": (lambda r: ns.articles.read(TEXT), ("is a text, not a path", '[{"text": text}]')),
    "a short text to read": (lambda r: ns.articles.read("It rained."), ("is a text, not a path", '[{"text": text}]')),
    "a list of rows": (lambda r: ns.verify([TEXT], r.articles), ("got list", 'pandas.DataFrame({"text": [')),
    "a long text to analyse": (lambda r: ns.analyse(TEXT * 30), ("is a text, not a path", '[{"text": text}]')),
    "texts to analyse": (lambda r: ns.analyse([TEXT, TEXT]), ("is a text, not a path", '[{"text": text}]')),
    "a text to a verb": (lambda r: ns.quotes.find(TEXT), ("got str", 'newsan.articles.read([{"text": ...}])')),
    "a text to places": (lambda r: ns.places.find(TEXT), ("got str", 'newsan.articles.read([{"text": ...}])')),
    "a sentence to a scorer": (lambda r: ns.sentiment.score("A sad day"), ("got str", "newsan.quotes.find")),
    "an address": (lambda r: ns.analyse("https://lamp.example/1.html"), ("https://lamp.example/1.html", "never goes "
                                                                         "online", "Save the page")),
    "an address without its scheme": (lambda r: ns.analyse("www.lamp.example/1.html"), ("never goes online",)),
    "addresses": (lambda r: ns.articles.read(["http://lamp.example/1.html"]), ("never goes online",)),
    "no folder": (lambda r: ns.analyse("no_such_folder"), ("There is no file or folder of articles at no_such_folder",)),
    "nothing": (lambda r: ns.analyse(None), ("NoneType", "give a path or records")),
    "text in another column": (lambda r: ns.articles.read(pd.DataFrame({"txt": [TEXT]})),
                               ('columns={"text": "txt"}',)),
    "a field that is none": (lambda r: ns.articles.read([{"b": TEXT}], columns={"txt": "b"}), ("'txt'", "'text'")),
    "a day that is none": (lambda r: ns.analyse([{"text": TEXT}], published="some day"), ("'some day' is not a date",
                                                                                        "2025-03-14")),
    # verbs in another order, frames of another verb
    "claims of quotations": (lambda r: ns.stance.claims(r.quotes), ("this is the 'quotes' frame",
                                                                    "Run newsan.stance.find(quotes, articles)")),
    "frames swapped": (lambda r: ns.actors.resolve(r.articles, r.quotes), ("this is the 'quotes' frame", "right order")),
    "stance before actors": (lambda r: ns.stance.find(ns.quotes.find(r.articles), r.articles),
                             ("'actor_id' is missing", "Run newsan.actors.resolve(quotes, articles) first")),
    "scores of articles": (lambda r: ns.sentiment.score(r.articles), ("this is the 'articles' frame",
                                                                      "Run newsan.quotes.find(articles) first")),
    "a board of stances": (lambda r: ns.charts.claim_board(r.stance), ("this is the 'stance' frame",
                                                                       "Run newsan.stance.claims(stance) first")),
    "polarity of acts": (lambda r: ns.charts.polarity_by_actor(r.quotes, r.rhetoric), ("this is the 'rhetoric' frame",
                                                                                     "newsan.sentiment.score")),
    "a map of mentions as areas": (lambda r: ns.maps.areas(r.mentions), ("this is the 'mentions' frame",)),
    "a board of the analysis": (lambda r: ns.charts.claim_board(r), ("got Analysis", "Pass the frame of it: .claims")),
    "quotations of the analysis": (lambda r: ns.quotes.find(r), ("got Analysis", "Pass the frame of it: .articles")),
    "a report of articles": (lambda r: ns.report.html(r.articles), ("got DataFrame", "newsan.analyse(source)")),
    "an explorer of articles": (lambda r: ns.explore(r.articles), ("got DataFrame", "newsan.analyse(source)")),
    "other articles": (lambda r: ns.actors.resolve(r.quotes, r.articles.head(1)), ("articles that are not given: a2",)),
    "another text": (lambda r: ns.rhetoric.measure(r.quotes, r.articles.assign(text="Rain.")),
                     ("does not stand at its offsets", "as they were read")),
    "a file for a frame": (lambda r: ns.frontline.areas("control.csv", "2021-05-02"), ("got str",
                                                                       "newsan.frontline.read_control(file)")),
    # names that are not there
    "topic of claims": (lambda r: ns.stance.claims(r.stance, topic="ceasfire"), ("Did you mean 'ceasefire'?",)),
    "topic of a timeline": (lambda r: ns.stance.timeline(r.stance, topic="ceasfire"), ("Did you mean 'ceasefire'?",)),
    "topic of who says": (lambda r: r.who_says("ceasfire"), ("Did you mean 'ceasefire'?",)),
    "topic of the answers' timeline": (lambda r: r.timeline("ceasfire"), ("Did you mean 'ceasefire'?",)),
    "topic of the board": (lambda r: ns.charts.claim_board(CLAIMS, topics=["ceasfire"]), ("'ceasefire'?",)),
    "actor of the board": (lambda r: ns.charts.claim_board(CLAIMS, actors=["mara-ostrel"]), ("'mara-ostrell'?",)),
    "topic of a chart": (lambda r: ns.charts.positions_over_time(ns.stance.timeline(r.stance.head(0)),
                                                                 topic="ceasfire"), ("Did you mean 'ceasefire'?",)),
    "column": (lambda r: ns.stats.clustered_bootstrap(r.sentiment, "polarty", "quote_id"), ("'polarity'?",)),
    "column renamed": (lambda r: ns.stance.claims(r.stance.rename(columns={"position": "Position"})),
                       ("'position' is missing", "rename 'Position' to it")),
    "what to compare": (lambda r: r.compare("outlets"), ("Did you mean 'outlet'?",)),
    "outlet": (lambda r: r.find("ceasefire", outlet="Lamp"), ("Unknown outlet 'Lamp'", "The Lamp")),
    "actor": (lambda r: r.find("ceasefire", actor="Mara Ostrel"), ("Did you mean 'Mara Ostrell'?",)),
    "speech act": (lambda r: r.find("ceasefire", act="denies"), ("Did you mean 'deny'?",)),
    "scorer": (lambda r: ns.sentiment.score(r.quotes, scorer="textblop"), ("Did you mean 'textblob'?",)),
    # values that are none
    "no words": (lambda r: r.find(" "), ("No words to find", "'ceasefire|truce'")),
    "since": (lambda r: r.find("ceasefire", since="nonsense"), ("Not a day: 'nonsense'", "'2025-03-14'")),
    "until, two ways": (lambda r: r.find("ceasefire", until="03/04/2025"), ("Not one day",)),
    "day of a map": (lambda r: ns.maps.salient(r.control, "soon"), ("Not a day: 'soon'", "'2025-03-14'")),
    "how many": (lambda r: ns.charts.polarity_by_actor(r.quotes, ns.sentiment.score(r.quotes), top="all"),
                 ("top='all'", "1 or more")),
    "one text to count": (lambda r: ns.stats.word_counts("A text."), ("give a list of texts",)),
    "words for counts": (lambda r: ns.stats.log_odds(["a"], ["b"]), ("got list", "newsan.stats.word_counts(texts)")),
    "several articles to highlight": (lambda r: ns.highlight.article(r.articles, r.quotes), ("takes one article",
                                                                                           "articles.iloc[0]")),
    # files that are not there
    "actors": (lambda r: ns.actors.registry("nobody.csv"), ("no actor registry at nobody.csv",)),
    "topics": (lambda r: ns.stance.topics("no_topics.csv"), ("no table of topics at no_topics.csv",)),
    "control": (lambda r: ns.frontline.read_control("no_control.csv"), ("no table of control at no_control.csv",)),
    "corrections": (lambda r: ns.corrections.read("none.csv"), ("no table of corrections at none.csv",)),
    "rows": (lambda r: ns.verify("no_rows.csv", r.articles), ("no file of rows at no_rows.csv",)),
    "an analysis": (lambda r: ns.analysis.Analysis.load("nowhere"), ("newsan analyse SOURCE --out nowhere",)),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_one_sentence_with_the_remedy(mistake: str, r: Any) -> None:
    made, wanted = MISTAKES[mistake]
    with pytest.raises(NewsanError) as error:
        made(r)
    said = str(error.value)
    assert [words for words in wanted if words not in said] == [], said
    assert len(said) < 700


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("analyze", "'analyse'"),
        ("quote", "'quotes'"),
        ("artikles", "'articles'"),
        ("zzz", "actors, analyse,"),
    ],
)
def test_a_name_that_newsan_lacks_gives_the_nearest(name: str, wanted: str) -> None:
    with pytest.raises(
        AttributeError, match=f"module 'newsan' has no attribute '{name}'.*{wanted}"
    ):
        getattr(ns, name)


@pytest.mark.parametrize(
    ("name", "wanted"), [("quote", "quotes"), ("who_say", "who_says"), ("zzz", "articles, ")]
)
def test_a_name_that_an_analysis_lacks_gives_the_nearest(name: str, wanted: str, r: Any) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{name}'.*{wanted}"):
        getattr(r, name)
    assert not hasattr(r, "_repr_latex_")


def test_a_folder_of_nearly_that_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(NewsanError, match=r"Did you mean '.*/articles'\?"):
        ns.analyse(tmp_path / "artcles")


def test_one_topic_may_stand_for_a_list_of_one(r: Any) -> None:
    ax = ns.charts.claim_board(CLAIMS, topics="ceasefire")
    assert (ax.get_title() or ax.get_title(loc="left")).startswith("A ceasefire: ")
