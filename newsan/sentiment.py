"""TextBlob and VADER polarity and subjectivity, with the number of words that fired.

Polarity is a property of words, not a stance. Two measured faults say what that means:

- "The threat of encirclement is absent" reassures. TextBlob knows none of its words and gives no
  answer; VADER knows "threat" alone and calls the sentence clearly negative (-0.53).
- "Our batteries are delivering effective fire damage" praises one's own side. TextBlob fires on
  "effective" only (+0.60); for VADER "fire" and "damage" outweigh it (-0.36).

Nor do means of it rank speakers by whom they are against. On the article newsan was founded on the
General Staff, reporting from a front under attack, is the most positive speaker of all (TextBlob +.17,
n = 6), and a statement that says three times that somebody is lying comes out at +.01.

Neither scorer knows *encircled*, *surrender*, *ceasefire*, *casualties* or *massacre*; TextBlob knows
neither *war* nor *attack*, negates only by whole words ("not good", but "isn't good" is +0.70) and
takes "first", "real" and "late" for praise or blame. Compare sentences, keep n and the interval in
view, and use `newsan.stance` for who is against whom.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.errors import unknown_name
from newsan.lexicons import straight
from newsan.text import running

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

SCORERS = ("textblob", "vader")
ENGLISH = "en"


def score(
    quotes: pd.DataFrame, *, scorer: str = "textblob", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Score the words of each quotation.

    TextBlob averages the polarity of the lexicon entries it finds (De Smedt & Daelemans 2012,
    Pattern); VADER sums valences and squashes the sum (Hutto & Gilbert 2014). Both read English
    only. On news sentences about a person they agree with readers in 42 % (TextBlob) and 51 %
    (VADER) of macro F1 over three classes, where chance gives about 33: see the module's notes for
    two examples of how they go wrong.

    Parameters
    ----------
    quotes
        A quotes frame; `quote_id` and `text` are used, and `article_id` with `articles`.
    scorer
        "textblob" or "vader".
    articles
        An articles frame: quotations of articles whose `lang` is given and not "en" are left
        without a score.

    Returns
    -------
    sentiment
        A sentiment frame, one row a quotation, in the order of `quotes`; polarity from -1 to 1.

    Undefined
    ---------
    `polarity` is missing where no lexicon entry fired: that is no answer, not a neutral one.
    `subjectivity` is missing there too, and always with VADER, which has none.

    Raises
    ------
    UnknownName
        There is no such scorer.
    SchemaError
        `quotes` is not a quotes frame.

    Examples
    --------
    >>> quotes = schema.build([
    ...     {"quote_id": "q1", "attribution_id": "a1", "article_id": "x", "kind": "direct",
    ...      "text": "very good and productive", "start": 0, "end": 24, "is_speech": True,
    ...      "confidence": 1.0}], "quotes")
    >>> score(quotes)[["polarity", "subjectivity", "n_hits"]].round(2).values.tolist()
    [[0.91, 0.78, 1.0]]
    """
    measure, rows = _measure(scorer), []
    quotes = schema.require(quotes, "quotes")
    if articles is not None:
        articles = schema.require(articles, "articles", "article_id", "lang")
    asked = zip(quotes["quote_id"], quotes["text"], _is_english(quotes, articles), strict=True)
    for quote_id, text, is_english in asked:
        polarity, subjectivity, words = measure(running(text)) if is_english else (None, None, [])
        said = {"polarity": polarity, "subjectivity": subjectivity, "n_hits": len(words)}
        rows.append({"quote_id": quote_id, "scorer": scorer} | said)
    return schema.build(rows, "sentiment")


def hits(text: str, *, scorer: str = "textblob") -> list[str]:
    """
    List the lexicon entries that fire in an English text, in order, for a scorer that is "textblob" or "vader".

    They are as TextBlob or VADER read them, in lower case, with the modifiers TextBlob joins to them.

    Examples
    --------
    >>> hits("a very good chance that this horrible war can end")
    ['very good', 'horrible']
    >>> hits("a very good chance that this horrible war can end", scorer="vader")
    ['good', 'chance', 'horrible', 'war']
    """
    return _measure(scorer)(text)[2]


def by_actor(quotes: pd.DataFrame, scores: pd.DataFrame, *, draws: int = 10_000) -> pd.DataFrame:
    """
    Average the polarity of each actor's quotations.

    Parameters
    ----------
    quotes
        A resolved quotes frame (`quote_id`, `article_id`, `actor_id`, `actor`).
    scores
        A sentiment frame; several scorers may be stacked.
    draws
        Resamples of the interval (see `newsan.stats.clustered_bootstrap`).

    Returns
    -------
    summary
        One row an actor and scorer: `actor_id`, `actor`, `scorer`, `n` (quotations), `n_hits`
        (quotations in which the lexicon fired), `mean`, `low`, `high`; most quoted first, then by
        `actor_id` and `scorer`. Quotations without an actor are left out.

    Undefined
    ---------
    `mean` is missing where `n_hits` is 0; `low` and `high` where it is below 5.

    Raises
    ------
    SchemaError
        The quotations have not been resolved to actors.

    Examples
    --------
    >>> by_actor(schema.build([], "quotes", optional=True), schema.build([], "sentiment")).empty
    True
    """
    from newsan import stats

    quotes = schema.require(quotes, "quotes", "quote_id", "article_id", "actor_id", "actor")
    scores = schema.require(scores, "sentiment", "quote_id", "scorer", "polarity")
    joined = scores.merge(
        quotes[["quote_id", "article_id", "actor_id", "actor"]], on="quote_id", validate="m:1"
    ).dropna(subset=["actor_id"])
    rows: list[dict[str, Any]] = []
    for (actor_id, scorer), part in joined.groupby(["actor_id", "scorer"], sort=True):
        estimate = stats.clustered_bootstrap(part, "polarity", "article_id", draws=draws)
        named = [*part["actor"].dropna(), actor_id]
        row = {"actor_id": actor_id, "actor": named[0], "scorer": scorer, "n": len(part)}
        row |= {"n_hits": estimate.n, "mean": estimate.mean}
        rows.append(row | {"low": estimate.low, "high": estimate.high})
    dtypes = {"actor_id": "str", "actor": "str", "scorer": "str", "n": "int64", "n_hits": "int64",
              "mean": "float64", "low": "float64", "high": "float64"}  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)
    return frame.sort_values(
        ["n", "actor_id", "scorer"], ascending=[False, True, True], ignore_index=True
    )


def _is_english(quotes: pd.DataFrame, articles: pd.DataFrame | None) -> list[bool]:
    if articles is None:
        return [True] * len(quotes)
    lang = articles.set_index("article_id")["lang"].dropna()
    foreign = set(lang.index[~lang.str.lower().str.startswith(ENGLISH)])
    return [article_id not in foreign for article_id in quotes["article_id"]]


_Scored = tuple[float | None, float | None, list[str]]


def _measure(scorer: str) -> Callable[[str], _Scored]:
    if scorer not in SCORERS:
        raise unknown_name("scorer", scorer, SCORERS)
    return _textblob if scorer == "textblob" else _vader


def _textblob(text: str) -> _Scored:
    from textblob.en import sentiment  # what `TextBlob(text).sentiment_assessments` asks twice

    polarity, subjectivity = answer = sentiment(text)
    words = [" ".join(entry[0]) for entry in answer.assessments]
    if not words:
        return None, None, []
    return _clip(polarity, -1.0), _clip(subjectivity, 0.0), words


def _clip(value: float, low: float) -> float:
    return float(min(1.0, max(low, value)))


@functools.cache
def analyzer() -> SentimentIntensityAnalyzer:
    """Return the one VADER analyzer of the process: loading its lexicon takes a while."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _vader(text: str) -> _Scored:
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText

    plain = straight(text)
    if not plain.strip():
        return None, None, []
    lexicon = analyzer().lexicon
    words = [w.lower() for w in SentiText(plain).words_and_emoticons]
    words = [w for w in words if w in lexicon and w not in BOOSTER_DICT]
    if not words:
        return None, None, []
    return _clip(analyzer().polarity_scores(plain)["compound"], -1.0), None, words
