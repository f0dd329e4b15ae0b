"""Frames that verbs take and that are kept in no study, and the verb that makes each frame."""

from __future__ import annotations

from newsan.schema.frames import (
    BOOL,
    DAY,
    FLOAT,
    FRAMES,
    INT,
    OPTIONAL_INT,
    POSITIONS,
    STR,
    Column,
)

# What is told apart by more than one column; in the frames themselves a column is unique or not.
KEYS = {
    "sentiment": ("quote_id", "scorer"),
    "rhetoric": ("quote_id",),
    "summary": ("actor_id",),
    "distances": ("day", "place_id"),
}

# The columns that hold the words at `start`..`end` of the article.
WORDS = {"quotes": "text", "mentions": "name", "corrections": "text"}

_ID = Column("actor_id", STR, "Actor of the registry, or an id made from a name")
_TOPIC = Column("topic", STR, "Topic of the topics table")


def _share(name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, FLOAT, meaning, nullable, unit="share", low=0, high=1)


def _texts(*names: str, required: bool = True) -> tuple[Column, ...]:
    return tuple(
        Column(name, STR, f"{name.capitalize()}, as text", nullable=True, required=required)
        for name in names
    )


# fmt: off
TABLES: dict[str, tuple[Column, ...]] = {
    "timeline": (
        _TOPIC,
        _ID,
        Column("said_on", DAY, "Day the position was taken", nullable=True),
        Column("position", STR, "What the actor does with the proposition", allowed=POSITIONS),
        Column("n", INT, "Utterances", low=0),
        Column("is_turn", BOOL, "The other side than the actor took before"),
    ),
    "summary": (
        _ID,
        Column("n", INT, "Quotations", low=0),
        Column("n_hits", INT, "Quotations in which the lexicon fired", low=0),
        *(Column(name, FLOAT, f"{name.capitalize()} of the polarity", nullable=True, low=-1, high=1)
          for name in ("mean", "low", "high")),
    ),
    "targets": (
        Column("text", STR, "The text", nullable=True),
        Column("target_start", OPTIONAL_INT, "First character of the target", nullable=True),
        Column("target_end", OPTIONAL_INT, "One past its last character", nullable=True),
    ),
    "places": (
        Column("place_id", STR, "Place of the gazetteer", nullable=True),
        Column("place", STR, "Its usual name", nullable=True),
        Column("lat", FLOAT, "Latitude, WGS 84", nullable=True, low=-90, high=90),
        Column("lon", FLOAT, "Longitude, WGS 84", nullable=True, low=-180, high=180),
    ),
    "registry": (
        Column("actor_id", STR, "Id of the actor", unique=True),
        Column("name", STR, "Name of the actor"),
        *_texts("aliases", "ambiguous", "kind", "side", "role", "country", "wikidata", "pronouns",
                "colour", "marker", "notes", required=False),
    ),
    "sides": (
        Column("side", STR, "Its code or name", unique=True),
        *_texts("label", "countries", "actors"),
    ),
    "keyness": (
        Column("word", STR, "The word"),
        Column("z", FLOAT, "How far its use is from equal", nullable=True),
        Column("n_a", INT, "Uses in the first group", low=0),
        Column("n_b", INT, "Uses in the second group", low=0),
    ),
    "results": (
        *_texts("task", "data", "measure"),
        _share("newsan", "Score of newsan", nullable=True),
        _share("best_other", "Score of the best other tool", nullable=True),
        *_texts("other"),
        _share("two_humans", "Score of two people", nullable=True),
        Column("n", INT, "How many were counted", low=0),
        *_texts("counted"),
    ),
    "calibration": (
        _share("stated", "Mean confidence of the band"),
        _share("right", "Share that was right"),
        Column("n", INT, "Answers in the band", low=0),
    ),
}  # fmt: skip
# fmt: on
ALL = {**FRAMES, **TABLES}

_RESOLVE = "newsan.actors.resolve(quotes, articles)"
_STANCE = "newsan.stance.find(quotes, articles)"
# The call that makes a frame, and a column that a later verb adds to one.
MADE_BY: dict[str, str] = {
    "articles": "newsan.articles.read(source)",
    "quotes": "newsan.quotes.find(articles)",
    "sentiment": "newsan.sentiment.score(quotes)",
    "rhetoric": "newsan.rhetoric.measure(quotes, articles)",
    "stance": _STANCE,
    "claims": "newsan.stance.claims(stance)",
    "timeline": "newsan.stance.timeline(stance)",
    "mentions": "newsan.places.find(articles, quotes=quotes)",
    "references": "newsan.frontline.references(mentions, articles, quotes)",
    "control": "newsan.frontline.read_control(file)",
    "areas": "newsan.frontline.areas(control, day)",
    "distances": "newsan.frontline.distances(control, places, days)",
    "corrections": "newsan.corrections.read(file)",
    "summary": "newsan.sentiment.by_actor(quotes, scores)",
    "registry": "newsan.actors.registry(table)",
    "sides": "newsan.frontline.read_sides(table)",
    "keyness": "newsan.stats.log_odds(counts_a, counts_b)",
}
ADDED_BY: dict[tuple[str, str], str] = {
    **{
        ("quotes", c.name): _RESOLVE
        for c in FRAMES["quotes"]
        if not c.required and c.name != "content"
    },
    **{("stance", c.name): _STANCE for c in FRAMES["stance"] if not c.required},
}
