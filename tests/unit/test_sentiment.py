"""TextBlob and VADER over invented quotations; what they cannot do is held fast too."""

from __future__ import annotations

import pandas as pd
import pytest

from newsan import schema, sentiment
from newsan.errors import SchemaError, UnknownName


def quotes(*texts, article="x", actor="mara"):
    """Build a resolved quotes frame."""
    return schema.build(
        [{"quote_id": f"{article}-{actor}-{i}", "attribution_id": f"a{i}", "article_id": article,
          "kind": "direct", "text": text, "start": 0, "end": len(text), "is_speech": True,
          "confidence": 1.0, "actor_id": actor, "actor": actor.title()}
         for i, text in enumerate(texts)], "quotes", optional=True)  # fmt: skip


def one(text, scorer="textblob"):
    """Score one quotation."""
    return sentiment.score(quotes(text), scorer=scorer).iloc[0]


@pytest.mark.parametrize("scorer", sentiment.SCORERS)
def test_sign_of_plain_words(scorer):
    assert one("a wonderful day", scorer)["polarity"] > 0.4
    assert one("a horrible day", scorer)["polarity"] < -0.4


@pytest.mark.parametrize("scorer", sentiment.SCORERS)
@pytest.mark.parametrize("text", ["The units are encircled.", "", "…", "Ми тут"])
def test_no_hit_is_missing_not_neutral(text, scorer):
    scored = one(text, scorer)
    assert pd.isna(scored["polarity"]) and pd.isna(scored["subjectivity"])
    assert scored["n_hits"] == 0


def test_textblob_values_of_its_lexicon():
    scored = one("very good and productive")
    assert (round(scored["polarity"], 2), round(scored["subjectivity"], 2)) == (0.91, 0.78)
    assert scored["n_hits"] == 1


def test_vader_has_no_subjectivity():
    assert pd.isna(one("a horrible day", "vader")["subjectivity"])


def test_known_fault_textblob_ignores_clitic_negation():
    assert one("It isn't good.")["polarity"] > 0 > one("It is not good.")["polarity"]


def test_vader_reads_curly_apostrophes():
    assert one("It isn’t good.", "vader")["polarity"] == one("It isn't good.", "vader")["polarity"]


def test_known_fault_reassurance_reads_as_threat():
    scored = one("The threat of encirclement is absent.", "vader")
    assert scored["polarity"] < -0.4
    assert pd.isna(one("The threat of encirclement is absent.")["polarity"])


def test_the_docs_name_the_faults():
    assert "threat of encirclement is absent" in sentiment.__doc__
    assert "effective fire damage" in sentiment.__doc__


def test_hits_in_order():
    assert sentiment.hits("a horrible and very good day") == ["horrible", "very good"]
    with pytest.raises(UnknownName, match="Did you mean 'vader'"):
        sentiment.hits("x", scorer="vadr")


def test_other_languages_are_left_without_a_score():
    frame = quotes("a horrible day")
    articles = schema.build([{"article_id": "x", "text": "a", "n_words": 1, "source": "s",
                              "sha256": "0", "lang": "uk"}], "articles")  # fmt: skip
    assert sentiment.score(frame, articles=articles)["polarity"].isna().all()
    articles["lang"] = "en-GB"
    assert sentiment.score(frame, articles=articles)["polarity"].notna().all()


def test_score_refuses_what_it_does_not_know():
    with pytest.raises(UnknownName, match="scorer 'x'"):
        sentiment.score(quotes("a"), scorer="x")
    with pytest.raises(SchemaError):
        sentiment.score(pd.DataFrame({"text": ["a"]}))


def test_by_actor_counts_hits_apart():
    frame = pd.concat([
        quotes("good", "bad", "encircled", article="x"),
        quotes("great", "good", "fine", article="y"),
        quotes("horrible", article="y", actor="tomas"),
    ], ignore_index=True)  # fmt: skip
    made = sentiment.by_actor(frame, sentiment.score(frame), draws=200).set_index("actor_id")
    assert made.index.tolist() == ["mara", "tomas"]
    assert made.loc["mara", ["n", "n_hits"]].tolist() == [6, 5]
    assert made.loc["mara", "low"] <= made.loc["mara", "mean"] <= made.loc["mara", "high"]
    assert made.loc["tomas", "mean"] == -1 and pd.isna(made.loc["tomas", "low"])


def test_by_actor_needs_actors():
    frame = quotes("good")
    with pytest.raises(SchemaError, match="resolve"):
        sentiment.by_actor(frame.drop(columns="actor_id"), sentiment.score(frame))
