"""All steps in order, saved and read back."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

import newsan as ns

TEXT = (
    "“It rained in Sudzha,” Mara Ostrell said on Friday. “It will not stop.”\n\n"
    "Ivo Teller denied that the town had been encircled."
)


@pytest.fixture(scope="module")
def result() -> ns.analysis.Analysis:
    return ns.analyse(
        [
            {"id": "a1", "text": TEXT, "date": "2031-05-02"},
            {"id": "a2", "text": TEXT},
            {"id": "a3", "text": ""},
        ]
    )


def test_every_frame_has_its_schema(result: ns.analysis.Analysis) -> None:
    for name, frame in result:
        ns.schema.check(frame, name)


def test_copies_and_unreadable_records_are_problems_not_rows(result: ns.analysis.Analysis) -> None:
    assert result.articles["article_id"].tolist() == ["a1"]
    assert result.problems["kind"].tolist() == ["duplicate", "unreadable"]


def test_frames_are_joined_by_their_ids(result: ns.analysis.Analysis) -> None:
    ids = set(result.quotes["quote_id"])
    for frame in (result.sentiment, result.rhetoric, result.mentions.dropna(subset=["quote_id"])):
        assert set(frame["quote_id"]) <= ids
    assert result.sentiment.groupby("scorer").size().to_dict() == {
        "textblob": len(ids),
        "vader": len(ids),
    }


def test_actors_counts_utterances_and_shows_words(result: ns.analysis.Analysis) -> None:
    table = result.actors()
    assert table[["actor", "n_quotes", "n_articles"]].values.tolist() == [
        ["Ivo Teller", 1, 1],
        ["Mara Ostrell", 1, 1],
    ]
    assert pd.isna(table["in_their_own_words"][0])
    assert table["in_their_own_words"][1] == "It rained in Sudzha,"


def test_actors_are_described_as_the_articles_do() -> None:
    text = (
        "“It rained,” said Ivo Teller, a hydrologist at the Veldany Institute. Teller added that it would stop. "
        "“Dry,” Tove Ardal said."
    )
    table = ns.analyse([{"text": text}]).actors().set_index("actor")
    assert (
        table["described_as"]["Ivo Teller"] == "Ivo Teller, a hydrologist at the Veldany Institute"
    )
    assert pd.isna(table["described_as"]["Tove Ardal"])


def test_what_was_saved_is_read_back(result: ns.analysis.Analysis, tmp_path: Path) -> None:
    again = ns.analysis.Analysis.load(result.save(tmp_path / "out"))
    for name, frame in result:
        pd.testing.assert_frame_equal(
            pd.DataFrame(getattr(again, name)), pd.DataFrame(frame), check_column_type=False
        )
    assert isinstance(again.mentions, gpd.GeoDataFrame)
    assert again.mentions.crs == "EPSG:4326"


def test_saving_writes_parquet_csv_and_geojson(
    result: ns.analysis.Analysis, tmp_path: Path
) -> None:
    out = result.save(tmp_path)
    manifest = json.loads((out / "newsan.json").read_text())
    assert (
        manifest["frames"]["quotes"]["rows"]
        == len(result.quotes)
        == len(pd.read_csv(out / "quotes.csv"))
    )
    features = json.loads((out / "mentions.geojson").read_text())["features"]
    assert len(features) == len(result.mentions)
    assert features[0]["properties"]["place"] == "Sudzha"


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source = [{"id": "a1", "text": TEXT, "date": "2031-05-02"}]
    for name in ("one", "two"):
        made = ns.analyse(source)
        made.save(tmp_path / name)
        made.report(tmp_path / name / "report.html")
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert len(files) > 25
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), (
            name
        )


def test_order_of_articles_does_not_matter() -> None:
    one = {"id": "a", "text": TEXT, "date": "2031-05-02"}
    two = {
        "id": "b",
        "text": "“Dry,” Ivo Teller said on Monday. “It was dry.”",
        "date": "2031-05-03",
    }
    forward, backward = ns.analyse([one, two]), ns.analyse([two, one])
    key = ["article_id", "start"]
    pd.testing.assert_frame_equal(
        forward.quotes.sort_values(key, ignore_index=True),
        backward.quotes.sort_values(key, ignore_index=True),
    )


def test_an_article_without_quotations_goes_all_the_way() -> None:
    empty = ns.analyse([{"text": "x"}])
    assert len(empty.quotes) == 0
    assert empty.actors().empty
    assert "No quotations were found" in ns.report.html(empty)


def test_a_folder_without_an_analysis_is_named(tmp_path: Path) -> None:
    with pytest.raises(ns.errors.ReadError, match="newsan analyse SOURCE --out"):
        ns.analysis.Analysis.load(tmp_path)


def test_control_events_beside_the_folder_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\npublished: 2025-03-14\n---\n{TEXT}", encoding="utf-8")
    (tmp_path / "control_events.csv").write_text(
        "place_id,place,lat,lon,precision_m,day,day_precision,controller,status,claimed_by,source,source_url\n"
        "sudzha,Sudzha,51.198,35.272,500,2024-08-15,day,UA,claimed,Veldany,Veldany Times,https://veldany.example\n"
    )
    found = ns.analyse(folder)
    assert found.control["place"].tolist() == ["Sudzha"]
    assert set(found.areas["day"].dt.strftime("%Y-%m-%d")) == {"2024-08-15", "2025-03-14"}
    assert found.enclosure["day"].dt.strftime("%Y-%m-%d").tolist() == ["2025-03-14"]


def test_a_registry_by_path_and_a_day_for_undated_articles(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    ns.actors.registry().head(3).to_csv(path, index=False)
    made = ns.analyse([{"text": TEXT}], registry=path, published="2031-05-02")
    assert made.quotes["said_on"].dropna().dt.day.unique().tolist() == [2]
    again = ns.analyse(ns.articles.read([{"text": TEXT}]), published="2031-05-02")
    assert again.articles["published"].dt.year.tolist() == [2031]


def test_words_in_another_language_are_not_scored() -> None:
    made = ns.analyse([{"text": "“Das ist gut und horrible,” said Mara Ostrell.", "lang": "de"}])
    assert made.sentiment["polarity"].isna().all()


def test_a_damaged_frame_is_named(result: ns.analysis.Analysis, tmp_path: Path) -> None:
    (result.save(tmp_path) / "quotes.parquet").write_bytes(b"no parquet")
    with pytest.raises(ns.errors.ReadError, match=r"quotes\.parquet cannot be read"):
        ns.analysis.Analysis.load(tmp_path)


def test_a_users_actors_reach_quotations_places_and_references(tmp_path: Path) -> None:
    own = tmp_path / "actors.csv"
    own.write_text(
        "actor_id,name,kind,side\nveldan-brigade,Veldan Brigade,institution,Ukraine\n", "utf-8"
    )
    text = (
        "The war went on in Kursk Oblast on Friday, where troops fought for villages. The Veldan Brigade "
        "captured the town of Sudzha. “It is ours,” the Veldan Brigade said."
    )
    records = [{"text": text, "date": "2031-05-02"}]
    found = ns.analyse(records, registry=own)
    assert found.references[["place", "relation", "side"]].values.tolist() == [
        ["Sudzha", "captured", "UA"]
    ]
    assert found.quotes["actor_id"].tolist()[-1] == "veldan-brigade"
    # without it the brigade is a side by itself, as the text names it
    assert ns.analyse(records).references["side"].tolist() == ["Veldan Brigade"]


def test_an_article_in_which_a_step_goes_wrong_is_named_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from newsan import rhetoric

    measure = rhetoric.measure

    def fragile(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
        if quotes["text"].str.contains("thunder").any():
            raise ZeroDivisionError("no thunder")
        return measure(quotes, articles)

    monkeypatch.setattr(rhetoric, "measure", fragile)
    said = ["It rained", "It was thunder", "It was dry", "It will thunder again"]
    made = ns.analyse([{"id": w, "text": f"“{w},” said Mara Ostrell."} for w in said])
    assert made.problems["source"].tolist() == ["record 2", "record 4"]
    assert made.problems["kind"].eq("unreadable").all()
    assert "ZeroDivisionError: no thunder" in made.problems["problem"][0]
    assert made.quotes["article_id"].tolist() == ["It rained", "It was dry"]
    assert len(made.articles) == 4
    assert made.ledger.query("kind == 'lost'")["n"].tolist() == [2]
    with pytest.raises(ZeroDivisionError):  # every article: no fault of one of them
        ns.analyse(
            [
                {"text": "“It was thunder,” said Mara Ostrell."},
                {"text": "“More thunder,” said Ivo Teller."},
            ]
        )
