"""The JSON objects of Knipsel, each described once.

A description makes the objects that `--format json` and the API answer (`json_output`), their
schemas in OpenAPI, and the table of keys in the manual, which a test compares with it.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from indexer.answers.completions import CompletionKind
from indexer.answers.figures import Interval
from indexer.answers.offered import OfferKind
from indexer.fields import BY_NAME, COUNTED, FACETS, FIELDS, KEYWORDS, Field, compact
from indexer.model import FacetCount, Hit, RewriteKind, Snippet, Sort
from indexer.output.json_names import NAME, NAMES_OF_ARTICLE
from indexer.output.json_scans import BOX, SCAN_OF_ARTICLE, SCAN_PAGE
from indexer.output.json_schema import (
    COUNT,
    NUMBER,
    OPTIONAL,
    OPTIONAL_DATE,
    PARTIAL_DATE,
    SEVERAL,
    STRING,
    JsonObject,
    Key,
    array,
    key,
    listed,
    marks,
    object_schema,
    objects,
    reference,
)
from indexer.reports import Stats


def _passages(hit: Hit) -> tuple[Snippet, ...]:
    """Return the passages of the body, and the title where the query hits it."""
    return (*hit.snippets, hit.title) if hit.title.marks else hit.snippets


def _about(article: str) -> tuple[Key, ...]:
    """Return the keys of an article but its text; `article` is where it stands in the value."""
    return tuple(
        Key(name, schema, attrgetter(f"{article}.{name}"))
        for name, schema in (
            ("id", STRING),
            ("title", STRING),
            ("date", OPTIONAL_DATE),
        )
    ) + tuple(_field(article, each) for each in (*KEYWORDS, BY_NAME["url"]))


def _field(article: str, field: Field) -> Key:
    """Return the key of a field: null, its value, or the list of several."""
    read = attrgetter(f"{article}.{field.name}")
    return Key(field.name, SEVERAL if field.several else OPTIONAL, lambda v: compact(read(v)))


def _values_of(name: str) -> Callable[[Stats], tuple[FacetCount, ...]]:
    """Return what reads the values of a field from the archive in figures."""
    return lambda stats: stats.values[name]


_SCORE = key("score", NUMBER, lambda hit: round(hit.score, 4))

# What became of a query.
_QUERY = (
    key("query", STRING),
    key("interpreted", STRING, meaning="How the query was understood, as a query."),
)
_NOTICES = listed("notices", STRING)

PASSAGE = JsonObject(
    "Snippet", "passage", (key("field", STRING), key("text", STRING), marks("marks"))
)
VALUE = JsonObject("Count", "value of a facet", (key("value", STRING), key("count", COUNT)))
HIT = JsonObject(
    "Hit",
    "hit",
    (
        key("rank", COUNT),
        *_about("article"),
        _SCORE,
        listed("missing", STRING, "Words of the query that it lacks."),
        objects("snippets", PASSAGE, _passages),
        key(
            "near_duplicates",
            array(STRING),
            lambda hit: [each.id for each in hit.near_duplicates],
            "Ids of the near-duplicates that are collapsed under it.",
        ),
    ),
)
EXPLAINED = (
    listed("in_words", STRING, "Three lines: what its score comes from."),
    listed("explanation", STRING, "The figures that its score adds up from, the largest first."),
)
"""The keys that a hit has beside those where an explanation is asked for."""
REWRITE = JsonObject(
    "Rewrite",
    "rewrite of a query",
    (
        key("kind", {"enum": [str(kind) for kind in RewriteKind]}, lambda each: str(each.kind)),
        key("start", COUNT, meaning="[start, end) in `query`, in Unicode code points."),
        key("end", COUNT),
        key("text", STRING),
        key("reading", STRING, meaning="What it was read as; empty where it was left out."),
        key("reason", STRING),
        key("query_without", STRING, meaning="The query that takes the part literally."),
        key("query_strict", OPTIONAL, meaning="The query that demands what is preferred here."),
    ),
)
FOUND_AS = JsonObject(
    "FoundAs",
    "form that a word was found as",
    (
        key("term", STRING, meaning="The word of the query, as typed."),
        key("written", STRING, meaning="What the articles have, folded; `without` takes it off."),
        key("modern", STRING, meaning="The modern word that it is read as."),
        key("reason", STRING, meaning="The rule, with the years of its usage."),
        key("count", COUNT, meaning="Articles of the results that have it."),
        key("is_error", {"type": "boolean"}, meaning="An error of OCR, else old spelling."),
    ),
)

OFFER = JsonObject(
    "Offer",
    "request near one that finds nothing",
    (
        key("kind", {"enum": [str(kind) for kind in OfferKind]}, lambda each: str(each.kind)),
        key("reason", STRING),
        key("query", STRING),
        key("count", COUNT, meaning="Articles that satisfy it."),
        key(
            "parameters",
            {"type": "object"},
            lambda each: each.parameters(),
            "All parameters of `/api/search` that ask for it.",
        ),
    ),
)


def _facets(name: str, meaning: str) -> Key:
    """Return a key with counted values by facet."""
    schema = object_schema(dict.fromkeys(FACETS, array(reference(VALUE.name))))
    return key(
        name,
        schema,
        lambda page: {
            facet: [VALUE.render(count) for count in counts]
            for facet, counts in getattr(page, name).items()
        },
        meaning=meaning,
    )


PAGE = JsonObject(
    "Page",
    "page of results",
    (
        *_QUERY,
        key("total", COUNT, meaning="Articles that satisfy the query."),
        key("partial", COUNT, meaning="Articles listed after them, which miss a word."),
        key("suggestion", OPTIONAL, meaning="The query that may be meant, if it has a slip."),
        key("corrected", OPTIONAL, meaning="The query that was searched, as `query` has a slip."),
        objects("interpretation", REWRITE),
        objects("found_as", FOUND_AS),
        objects("offers", OFFER),
        _NOTICES,
        key("page", COUNT),
        key("pages", COUNT),
        key("cursor", OPTIONAL, meaning="Of a list that is walked: where the next page begins."),
        key("took_ms", NUMBER, lambda page: round(page.took_ms, 2)),
        key("sort", {"enum": [str(sort) for sort in Sort]}, lambda page: str(page.sort)),
        objects("hits", HIT),
        _facets("facets", "Of the articles that satisfy the query."),
        key(
            "nearest",
            COUNT,
            meaning="Where `total` is 0: those that miss as few words as any does.",
        ),
        key("nearest_missing", COUNT, meaning="Words that those miss."),
        _facets("partial_facets", "Of the nearest, where no article satisfies the query."),
        listed("related", STRING, "Terms that narrow the query, or `related_to`."),
        key("related_to", OPTIONAL, meaning="The query without the words that the hits miss."),
        key("first_date", OPTIONAL_DATE),
        key("last_date", OPTIONAL_DATE),
    ),
)
ARTICLE = JsonObject(
    "Article",
    "article",
    (
        *_about("article"),
        *(_field("article", each) for each in FIELDS if each.several and each not in KEYWORDS),
        key("body", STRING, attrgetter("article.body")),
        marks("title_marks"),
        marks("body_marks"),
        *SCAN_OF_ARTICLE,
        NAMES_OF_ARTICLE,
    ),
)
PERIOD = JsonObject(
    "Period",
    "period",
    (
        key("name", STRING, meaning="ISO 8601: 2022, 2022-03, 2022-W12, 2022-03-24."),
        key("since", PARTIAL_DATE),
        key("until", PARTIAL_DATE),
        key("articles", COUNT, meaning="All articles of the period."),
    ),
)
SERIES = JsonObject(
    "Series",
    "series",
    (
        *_QUERY,
        _NOTICES,
        key("total", COUNT),
        key("unplaced", COUNT, meaning="Articles in no period: their date is not that precise."),
        listed("counts", COUNT),
        listed("shares", {"type": "number", "minimum": 0, "maximum": 1}),
        listed("articles", COUNT, meaning="What the shares are of."),
    ),
)
TREND = JsonObject(
    "Trend",
    "trend",
    (
        key("by", {"enum": [str(unit) for unit in Interval]}, lambda trend: str(trend.by)),
        objects("periods", PERIOD),
        objects("series", SERIES),
        key("parts", {"type": "boolean"}, meaning="Whether words count inside others too."),
        _NOTICES,
    ),
)
LINE = JsonObject(
    "Line",
    "line",
    (
        *_about("article"),
        key("field", STRING),
        key("start", COUNT),
        key("end", COUNT),
        key("left", STRING),
        key("match", STRING),
        key("right", STRING),
    ),
)
CONCORDANCE = JsonObject(
    "Concordance",
    "concordance",
    (
        *_QUERY,
        _NOTICES,
        key("total", COUNT),
        key("read", COUNT, meaning="Articles whose hits are given."),
        key("hits", COUNT, meaning="All lines there are."),
        key("parts", {"type": "boolean"}, meaning="Whether words count inside others too."),
        key("collapsed", {"type": "boolean"}, meaning="Whether near-duplicates count once."),
        objects("lines", LINE),
    ),
)
SIMILAR_HIT = JsonObject(
    "SimilarHit", "similar article", (key("rank", COUNT), *_about("article"), _SCORE)
)
SIMILAR = JsonObject(
    "Similar",
    "similar articles",
    (
        key("id", STRING, attrgetter("article.id")),
        objects("related", SIMILAR_HIT),
        objects("near_duplicates", SIMILAR_HIT),
    ),
)
STATS = JsonObject(
    "Stats",
    "archive in figures",
    (
        key("articles", COUNT),
        *(key(name, STRING) for name in ("engine", "fingerprint", "generation", "built")),
        key("size", COUNT, meaning="Bytes."),
        key("undated", COUNT),
        key("first_date", OPTIONAL_DATE),
        key("last_date", OPTIONAL_DATE),
        *(objects(each.plural, VALUE, _values_of(each.name)) for each in COUNTED),
        objects("years", VALUE),
    ),
)
COMPLETION = JsonObject(
    "Completion",
    "completion",
    (
        key("text", STRING),
        key("count", COUNT, meaning="Articles with that word, and with the plain ones before."),
        key("kind", {"enum": [*map(str, CompletionKind)]}, lambda found: str(found.kind)),
    ),
)

IN_THE_API = (
    PAGE, REWRITE, FOUND_AS, OFFER, HIT, PASSAGE, VALUE, ARTICLE, NAME, SCAN_PAGE, BOX, COMPLETION,
    SIMILAR, SIMILAR_HIT, TREND, PERIOD, SERIES, CONCORDANCE, LINE, STATS,
)  # fmt: skip
"""The objects that the API answers."""
