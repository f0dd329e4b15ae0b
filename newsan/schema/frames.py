"""The columns of every frame, declared once: name, dtype, meaning, unit, what a value may be."""

from __future__ import annotations

from dataclasses import dataclass

STR, FLOAT, INT, OPTIONAL_INT, BOOL = "str", "float64", "int64", "Int64", "bool"
INSTANT, DAY, GEOMETRY = "datetime64[us, UTC]", "datetime64[us]", "geometry"

KINDS = ("direct", "mixed", "indirect")
CONTENTS = ("clause", "topic", "fragment")
MEDIA = (
    "social-post", "statement", "press-conference", "interview", "speech", "court", "report", "letter",
    "phone-call", "telegram", "report-by-outlet",
)  # fmt: skip
ACTS = ("accuse", "deny", "demand", "praise", "promise", "threaten", "appeal", "report")
CORRECTED = ("actor", "act")
POSITIONS = ("asserts", "denies", "conditions", "reports")
RELATIONS = (
    "captured", "recaptured", "held", "withdrawn", "advanced", "contested", "encircled", "struck",
)  # fmt: skip
CONTROL_STATUS = ("claimed", "confirmed", "denied")
VARIANTS = ("first", "same", "cut", "fuller", "altered")
CHANGES = ("joined", "number", "negation", "modal", "name", "word")


@dataclass(frozen=True)
class Column:
    """One column of a frame: its name, dtype, meaning and what its values may be."""

    name: str
    dtype: str
    meaning: str
    nullable: bool = False
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None
    unique: bool = False
    required: bool = True


def _span(what: str, prefix: str = "", *, nullable: bool = False) -> tuple[Column, ...]:
    dtype = OPTIONAL_INT if nullable else INT
    ends = {"start": f"First character of {what}", "end": f"One past the last character of {what}"}
    return tuple(
        Column(prefix + end, dtype, meaning, nullable, "code point", low=0)
        for end, meaning in ends.items()
    )


def _share(name: str, meaning: str, *, nullable: bool = False, required: bool = True) -> Column:
    return Column(name, FLOAT, meaning, nullable, "share", low=0, high=1, required=required)


_ARTICLE = Column("article_id", STR, "The article the row belongs to")
_QUOTE = Column("quote_id", STR, "The quotation the row belongs to")
_ACTOR = Column("actor_id", STR, "Actor of the registry, or an id made from a name", nullable=True)

# fmt: off
FRAMES: dict[str, tuple[Column, ...]] = {
    "articles": (
        Column("article_id", STR, "Identifier, from the record or the file name", unique=True),
        Column("title", STR, "Headline", nullable=True),
        Column("outlet", STR, "Who published it", nullable=True),
        Column("byline", STR, "Who wrote it", nullable=True),
        Column("published", INSTANT, "Publication time; midnight UTC where only the day is known", nullable=True),
        Column("lang", STR, "ISO 639-1 code, as given or told from the text", nullable=True),
        Column("url", STR, "Where it was published", nullable=True),
        Column("text", STR, "Body as read; every offset in every frame counts into it"),
        Column("n_words", INT, "Words of `text`", unit="words", low=0),
        Column("source", STR, "File or URI, and the record in it"),
        Column("sha256", STR, "Hash of `text` as UTF-8"),
    ),
    "quotes": (
        Column("quote_id", STR, "One contiguous stretch of attributed content", unique=True),
        Column("attribution_id", STR, "Shared by the pieces of one utterance"),
        _ARTICLE,
        Column("kind", STR, "direct: quoted as a clause; mixed: quoted in part; indirect: no marks", allowed=KINDS),
        Column("text", STR, "The words, without the outer quotation marks"),
        *_span("the words"),
        Column("speaker", STR, "Speaker as written", nullable=True),
        *_span("the speaker", "speaker_", nullable=True),
        Column("cue", STR, "The words that report", nullable=True),
        *_span("the cue", "cue_", nullable=True),
        Column("is_speech", BOOL, "Said or written, as against believed, hoped, planned or done"),
        _share("confidence", "How sure the finder is of the link to its speaker"),
        Column("content", STR, "clause: a statement, question or demand; topic: names what was talked "
               "of; fragment: a piece of a sentence", nullable=True, allowed=CONTENTS, required=False),
        Column("actor_id", STR, _ACTOR.meaning, nullable=True, required=False),
        Column("actor", STR, "Name of the actor", nullable=True, required=False),
        Column("antecedent", STR, "The words that named the actor", nullable=True, required=False),
        Column("resolved_by", STR, "What kind of words named the actor", nullable=True,
               allowed=("name", "pronoun", "description", "institution", "correction"), required=False),
        _share("actor_confidence", "How likely the actor is right; `confidence` is of the words",
               nullable=True, required=False),
        Column("actor_ids", STR, "All who speak as one, parted by |", nullable=True, required=False),
        Column("relayed_by", STR, "The actor who passes the words on", nullable=True, required=False),
        Column("medium", STR, "Through what the words were said, where the text tells",
               nullable=True, allowed=MEDIA, required=False),
        Column("said_on", DAY, "Day the words were said, or first of a period, where the text tells",
               nullable=True, required=False),
        Column("said_on_until", DAY, "Last day of the period they were said in; missing for one day",
               nullable=True, required=False),
        Column("said_on_text", STR, "The words that date them", nullable=True, required=False),
    ),
    "variants": (
        Column("utterance_id", STR, "The utterance: the `quote_id` of the first quotation of it"),
        Column("quote_id", STR, _QUOTE.meaning, unique=True),
        Column("variant", STR, "first: no earlier one has its words; same: one has them; cut: words left out; "
               "fuller: words more; altered: words changed", allowed=VARIANTS),
        Column("compared_with", STR, "The quotation whose words these are a variant of", nullable=True),
        Column("differences", STR, "What was changed, left out or added, in words", nullable=True),
    ),
    "sentiment": (
        _QUOTE,
        Column("scorer", STR, "textblob or vader", allowed=("textblob", "vader")),
        Column("polarity", FLOAT, "Mean polarity of the words that fired; missing if none did",
               nullable=True, low=-1, high=1),
        Column("subjectivity", FLOAT, "TextBlob's subjectivity; VADER has none", nullable=True, low=0, high=1),
        Column("n_hits", INT, "Lexicon entries that fired", unit="entries", low=0),
    ),
    "rhetoric": (
        _QUOTE,
        Column("act", STR, "Speech act", allowed=ACTS),
        Column("act_rule", STR, "The word that weighed most for the act"),
        Column("certainty", STR, "How sure the words sound", allowed=("absolute", "plain", "hedged")),
        Column("absolutist_per_100", FLOAT, "Absolutist words", unit="per 100 words", nullable=True, low=0),
        Column("hedges_per_100", FLOAT, "Hedges", unit="per 100 words", nullable=True, low=0),
        Column("condition", STR, "The conditional clause", nullable=True),
        Column("us_them_per_100", FLOAT, "First person plural less enemy terms", unit="per 100 words", nullable=True),
        _share("conflict_share", "Share of words of the war register", nullable=True),
        Column("intensity", FLOAT, "Sum of the three parts below", nullable=True, low=0),
        _share("caps_share", "Share of letters that are capitals in all-capital words", nullable=True),
        Column("exclamations", INT, "Exclamation marks", unit="marks", low=0),
        Column("superlatives", INT, "Superlatives and boosters", unit="words", low=0),
        _share("confidence", "How likely the act is right", nullable=True, required=False),
    ),
    "stance": (
        Column("stance_id", STR, "One speaker toward one target or topic", unique=True),
        _ARTICLE,
        Column("quote_id", STR, _QUOTE.meaning, nullable=True),
        _ACTOR,
        Column("target_id", STR, "Actor spoken of", nullable=True),
        Column("polarity", OPTIONAL_INT, "-1 against, 0 neither, 1 for", nullable=True, low=-1, high=1),
        Column("topic", STR, "Topic of the topics table", nullable=True),
        Column("position", STR, "What the speaker does with the topic's proposition", nullable=True, allowed=POSITIONS),
        *_span("the evidence"),
        Column("rule", STR, "The rule that decided"),
        Column("said_on", DAY, "Day the words were said, else published", nullable=True, required=False),
        Column("attribution_id", STR, "Utterance of the quotation", nullable=True, required=False),
        Column("kind", STR, "Kind of the quotation", nullable=True, required=False),
        Column("n_words", OPTIONAL_INT, "Words of the quotation", nullable=True, unit="words", low=0, required=False),
        _share("confidence", "How likely the row is right", nullable=True, required=False),
    ),
    "claims": (
        Column("topic", STR, "Topic of the topics table"),
        Column("actor_id", STR, "Who takes the position"),
        Column("position", STR, "The position taken", allowed=POSITIONS),
        Column("n", INT, "Utterances", unit="utterances", low=1),
        Column("first_said_on", DAY, "First day it was said (publication day if not stated)", nullable=True),
        Column("quote_id", STR, "The clearest instance", nullable=True),
        Column("supports", STR, "Others who take the same side of the topic, parted by |", nullable=True,
               required=False),
        Column("refutes", STR, "Those who take the other side, parted by |", nullable=True, required=False),
    ),
    "mentions": (
        Column("mention_id", STR, "One place name in one article", unique=True),
        _ARTICLE,
        *_span("the name"),
        Column("name", STR, "The name as written"),
        Column("place_id", STR, "Place of the gazetteer", nullable=True),
        Column("place", STR, "Its usual name", nullable=True),
        Column("kind", STR, "settlement, region, country, area or demonym"),
        Column("country", STR, "ISO 3166-1 code, internationally recognised borders", nullable=True),
        Column("admin1", STR, "First-order division", nullable=True),
        Column("quote_id", STR, "Quotation it stands in; missing if narrated", nullable=True),
        Column("geometry", GEOMETRY, "Point, EPSG:4326", nullable=True),
    ),
    "references": (
        Column("reference_id", STR, "What one text says of one place on the front", unique=True),
        _ARTICLE,
        Column("place_id", STR, "Place of the gazetteer", nullable=True),
        Column("place", STR, "Its usual name", nullable=True),
        Column("relation", STR, "What is said of the ground", allowed=RELATIONS),
        Column("side", STR, "Who acts (who surrounds, for encircled): a country's code, what the "
               "registry calls it, or the group as named", nullable=True),
        Column("event_on", DAY, "Day of the event, where the text tells", nullable=True),
        Column("event_from", DAY, "First day of the period the text dates the event to", nullable=True, required=False),
        Column("event_until", DAY, "Its last day", nullable=True, required=False),
        Column("status", STR, "How it is said", allowed=("asserted", "denied", "aim", "hypothetical")),
        Column("actor_id", STR, "Who says it; missing: the reporter", nullable=True),
        Column("confidence", FLOAT, "How likely the row is right", nullable=True, required=False, low=0, high=1),
        *_span("the words"),
        Column("geometry", GEOMETRY, "Point, EPSG:4326", nullable=True),
    ),
    "control": (
        Column("place_id", STR, "Place of the gazetteer"),
        Column("place", STR, "Its usual name"),
        Column("lat", FLOAT, "Latitude, WGS 84", nullable=True, unit="degree", low=-90, high=90),
        Column("lon", FLOAT, "Longitude, WGS 84", nullable=True, unit="degree", low=-180, high=180),
        Column("precision_m", FLOAT, "How far off the point may be", nullable=True, unit="metre", low=0),
        Column("day", DAY, "Day of the change or claim (first day of a week or month)"),
        Column("day_precision", STR, "How exact the day is", allowed=("day", "week", "month")),
        Column("controller", STR, "Who holds the place from then on: a side of the study, or contested"),
        Column("status", STR, "claimed by the party itself, confirmed by others, or denied", allowed=CONTROL_STATUS),
        Column("claimed_by", STR, "Who says so", nullable=True),
        Column("source", STR, "Publication"),
        Column("source_url", STR, "Its address"),
    ),
    "areas": (
        Column("day", DAY, "State at the end of this day"),
        Column("controller", STR, "Who holds the area: a side of the study, or contested"),
        Column("status", STR, "claimed or confirmed", allowed=("claimed", "confirmed")),
        Column("geometry", GEOMETRY, "Polygons, EPSG:4326"),
    ),
    "front": (
        Column("day", DAY, "State at the end of this day"),
        Column("length_km", FLOAT, "Length of the line", unit="kilometre", low=0),
        Column("geometry", GEOMETRY, "Lines, EPSG:4326"),
    ),
    "distances": (
        Column("day", DAY, "State at the end of this day"),
        Column("place_id", STR, "Place of the gazetteer"),
        Column("place", STR, "Its usual name"),
        Column("distance_km", FLOAT, "From the front line: positive inside the ground held or contested "
               "across the border, negative outside", nullable=True, unit="kilometre"),
    ),
    "compared": (
        Column("day", DAY, "A day that both maps have"),
        Column("controller", STR, "Who holds the ground"),
        Column("a_km2", FLOAT, "Ground of the first map", unit="square kilometre", low=0),
        Column("b_km2", FLOAT, "Ground of the second map", unit="square kilometre", low=0),
        _share("iou", "Ground in common / ground of either", nullable=True),
        Column("line_km", FLOAT, "How far the edges lie apart, on average", nullable=True, unit="kilometre", low=0),
    ),
    "enclosure": (
        Column("day", DAY, "State at the end of this day"),
        Column("pocket", STR, "Name of the place by which the pocket is known", nullable=True, required=False),
        Column("area_km2", FLOAT, "Ground of the pocket", nullable=True, unit="square kilometre",
               low=0, required=False),
        Column("perimeter_km", FLOAT, "Length of the pocket's edge", nullable=True, unit="kilometre", low=0),
        Column("open_border_km", FLOAT, "Edge shared with friendly ground", nullable=True, unit="kilometre", low=0),
        _share("open_share", "open_border_km / perimeter_km; 0 means encircled", nullable=True),
        Column("neck_km", FLOAT, "Narrowest way out", nullable=True, unit="kilometre", low=0),
        _share("low", "Lower end of the interval of open_share", nullable=True),
        _share("high", "Upper end of the interval of open_share", nullable=True),
        *(Column(f"{of}_{end}", FLOAT, f"{which} end of the interval of {column}", nullable=True, unit=unit,
                 low=0, required=False)
          for of, column, unit in (("area", "area_km2", "square kilometre"), ("open", "open_border_km", "kilometre"),
                                   ("neck", "neck_km", "kilometre"))
          for end, which in (("low", "Lower"), ("high", "Upper"))),
    ),
    "corrections": (
        _ARTICLE,
        *_span("the quotation corrected"),
        Column("text", STR, "Its words: they must still stand there"),
        Column("field", STR, "What is corrected", allowed=CORRECTED),
        Column("value", STR, "Id of the actor (missing: nobody known), or the speech act", nullable=True),
        Column("name", STR, "Name of the actor", nullable=True),
        Column("was", STR, "The value before", nullable=True),
        Column("note", STR, "Why, in the corrector's words", nullable=True),
    ),
    "verdicts": (
        Column("row", INT, "Number of the row in the table that was checked, from 1", unit="rows", low=1, unique=True),
        Column("quotation", STR, "The words as the row has them"),
        Column("speaker", STR, "Who says them, as the row has it", nullable=True),
        Column("verdict", STR, "verbatim: they stand in an article; altered: words are changed; paraphrase: "
               "sentences bear them; absent: neither; missing: the row has no words", nullable=True,
               allowed=("verbatim", "altered", "paraphrase", "absent")),
        Column("article_id", STR, "The article they are from", nullable=True),
        *_span("the passage", nullable=True),
        Column("text", STR, "The passage: what stands there", nullable=True),
        _share("similarity", "Share of words that are the same; of a paraphrase, that are borne", nullable=True),
        Column("differences", STR, "What was changed, in words", nullable=True),
        Column("speaker_verdict", STR, "sentence: its own sentence names the speaker; coreference: others do; "
               "contradicted: they are somebody else's; unclear: the article does not tell", nullable=True,
               allowed=("sentence", "coreference", "contradicted", "unclear")),
        Column("owner", STR, "Whose words they are by the article", nullable=True),
        Column("owner_id", STR, _ACTOR.meaning, nullable=True),
    ),
    "differences": (
        Column("row", INT, "Number of the row in the table that was checked", unit="rows", low=1),
        Column("kind", STR, "What was changed; joined: passages that the row has as one", allowed=CHANGES),
        Column("article_id", STR, _ARTICLE.meaning),
        *_span("the article's words", nullable=True),
        Column("text", STR, "The article's words; missing: the row adds some", nullable=True),
        *_span("the row's words, in `quotation`", "given_", nullable=True),
        Column("given", STR, "The row's words; missing: it leaves some out", nullable=True),
    ),
    "problems": (
        Column("source", STR, "File or record that could not be read as it stands"),
        Column("problem", STR, "What is wrong and what would be right"),
        Column("kind", STR, "unreadable: left out; duplicate: same text as another, or nearly; repaired: read, "
               "but a field was not as it should be; language: not in English, so nothing is read in it",
               allowed=("unreadable", "duplicate", "repaired", "language")),
    ),
    "ledger": (
        Column("source", STR, "File or record; where there are more, the first and how many"),
        Column("kind", STR, "read; skipped: passed over; guessed: read as the rest shows; lost: in the "
               "source and in no row; unused: a column of which nothing was made",
               allowed=("read", "skipped", "guessed", "lost", "unused")),
        Column("what", STR, "Articles, fields, files or columns that the row counts"),
        Column("n", INT, "How many of them", low=0),
        Column("remedy", STR, "What would change it", nullable=True),
    ),
    "copies": (
        Column("article_id", STR, "The article that was left out of a corpus", unique=True),
        Column("copy_of", STR, "The earlier article whose text it has"),
        Column("how", STR, "exact: the same text; near: nearly the same", allowed=("exact", "near")),
        _share("similarity", "Share of runs of five words that both have, estimated"),
    ),
}
# fmt: on


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
    "renderings": (
        Column("utterance_id", STR, "The utterance"),
        Column("variant", STR, "What was made of its words", allowed=VARIANTS),
        Column("words", STR, "Its words"),
        *_texts("actor", "differences", "outlet"),
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
}
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
    "renderings": "result.variants()",
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
