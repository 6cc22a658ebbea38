"""The JSON objects of Knipsel, each described once.

A description makes the objects that `--format json` and the API answer (`json_output`), their
schemas in OpenAPI, and the table of keys in the manual, which a test compares with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias

from indexer.fields import BY_NAME, FACET_FIELDS, FACETS, FIELDS, KEYWORDS, Field, compact
from indexer.figures import Interval
from indexer.model import FacetCount, Hit, Mark, RewriteKind, Snippet, Sort
from indexer.reports import Stats

Schema: TypeAlias = dict[str, Any]

STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
OPTIONAL: Schema = {"type": ["string", "null"]}
SEVERAL: Schema = {
    "type": ["string", "array", "null"],
    "items": {"type": "string"},
    "minItems": 2,
    "description": "The value, or a list where there are several.",
}
PARTIAL_DATE: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "description": "A year, a month or a day: 2022, 2022-03, 2022-03-24.",
    "examples": ["2022-03"],
}
OPTIONAL_DATE: Schema = PARTIAL_DATE | {"type": ["string", "null"]}


def _described(meaning: str) -> Schema:
    return {"description": meaning} if meaning else {}


def array(schema: Schema, meaning: str = "") -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema} | _described(meaning)


MARKS = array(
    array(COUNT) | {"minItems": 2, "maxItems": 2},
    "[start, end) in the text beside it, in Unicode code points.",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: its schema, and how its value comes from what the object is made of."""

    name: str
    schema: Schema
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object: its name in OpenAPI, its name in the manual, and its keys in order."""

    name: str
    title: str
    keys: tuple[Key, ...] = field(repr=False)

    def render(self, value: Any) -> dict[str, Any]:
        """Return the object for a value of the model."""
        return {key.name: key.value(value) for key in self.keys}

    def schema(self) -> Schema:
        """Return the JSON Schema of the object; it always has every key."""
        return object_schema({key.name: key.schema for key in self.keys})


def object_schema(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object that has these properties, `optional` ones not always."""
    required = [name for name in properties if name not in frozenset(optional)]
    return {"type": "object", "properties": dict(properties), "required": required}


def reference(name: str) -> Schema:
    """Return a reference to the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _key(
    name: str, schema: Schema, value: Callable[[Any], Any] | None = None, meaning: str = ""
) -> Key:
    return Key(name, schema | _described(meaning), value or attrgetter(name))


def _listed(name: str, schema: Schema, meaning: str = "") -> Key:
    """Return the key of a list of plain values."""
    read = attrgetter(name)
    return Key(name, array(schema, meaning), lambda value: list(read(value)))


def _objects(name: str, each: JsonObject, read: Callable[[Any], Any] | None = None) -> Key:
    """Return the key of a list of objects."""
    values = read or attrgetter(name)
    return Key(
        name,
        array(reference(each.name)),
        lambda value: [each.render(item) for item in values(value)],
    )


def _marks(name: str) -> Key:
    read: Callable[[Any], tuple[Mark, ...]] = attrgetter(name)
    return Key(name, MARKS, lambda value: [list(mark) for mark in read(value)])


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


_SCORE = _key("score", NUMBER, lambda hit: round(hit.score, 4))

# What became of a query.
_QUERY = (
    _key("query", STRING),
    _key("interpreted", STRING, meaning="How the query was understood, as a query."),
)
_NOTICES = _listed("notices", STRING)

PASSAGE = JsonObject(
    "Snippet", "passage", (_key("field", STRING), _key("text", STRING), _marks("marks"))
)
VALUE = JsonObject("Count", "value of a facet", (_key("value", STRING), _key("count", COUNT)))
HIT = JsonObject(
    "Hit",
    "hit",
    (
        _key("rank", COUNT),
        *_about("article"),
        _SCORE,
        _listed("missing", STRING, "Words of the query that it lacks."),
        _objects("snippets", PASSAGE, _passages),
        _key(
            "near_duplicates",
            array(STRING),
            lambda hit: [each.id for each in hit.near_duplicates],
            "Ids of the near-duplicates that are collapsed under it.",
        ),
    ),
)
REWRITE = JsonObject(
    "Rewrite",
    "rewrite of a query",
    (
        _key("kind", {"enum": [str(kind) for kind in RewriteKind]}, lambda each: str(each.kind)),
        _key("start", COUNT, meaning="[start, end) in `query`, in Unicode code points."),
        _key("end", COUNT),
        _key("text", STRING),
        _key("reading", STRING, meaning="What it was read as; empty where it was left out."),
        _key("reason", STRING, lambda each: str(each.reason)),
        _key("query_without", STRING, meaning="The query that takes the part literally."),
        _key("query_strict", OPTIONAL, meaning="The query that demands what is preferred here."),
    ),
)


def _facets(name: str, meaning: str) -> Key:
    """Return a key with counted values by facet."""
    schema = object_schema(dict.fromkeys(FACETS, array(reference(VALUE.name))))
    return _key(
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
        _key("total", COUNT, meaning="Articles that satisfy the query."),
        _key("partial", COUNT, meaning="Articles listed after them, which miss a word."),
        _key("suggestion", OPTIONAL, meaning="The query that may be meant, if it has a slip."),
        _key("corrected", OPTIONAL, meaning="The query that was searched, as `query` has a slip."),
        _objects("interpretation", REWRITE),
        _NOTICES,
        _key("page", COUNT),
        _key("pages", COUNT),
        _key("took_ms", NUMBER, lambda page: round(page.took_ms, 2)),
        _key("sort", {"enum": [str(sort) for sort in Sort]}, lambda page: str(page.sort)),
        _objects("hits", HIT),
        _facets("facets", "Of the articles that satisfy the query."),
        _facets("partial_facets", "Of the partial matches, where no article satisfies the query."),
        _listed("related", STRING),
        _key("first_date", OPTIONAL_DATE),
        _key("last_date", OPTIONAL_DATE),
    ),
)
ARTICLE = JsonObject(
    "Article",
    "article",
    (
        *_about("article"),
        *(_field("article", each) for each in FIELDS if each.several and each not in KEYWORDS),
        _key("body", STRING, attrgetter("article.body")),
        _marks("title_marks"),
        _marks("body_marks"),
    ),
)
PERIOD = JsonObject(
    "Period",
    "period",
    (
        _key("name", STRING, meaning="ISO 8601: 2022, 2022-03, 2022-W12, 2022-03-24."),
        _key("since", PARTIAL_DATE),
        _key("until", PARTIAL_DATE),
        _key("articles", COUNT, meaning="All articles of the period."),
    ),
)
SERIES = JsonObject(
    "Series",
    "series",
    (
        *_QUERY,
        _NOTICES,
        _key("total", COUNT),
        _key("unplaced", COUNT, meaning="Articles in no period: their date is not that precise."),
        _listed("counts", COUNT),
        _listed("shares", {"type": "number", "minimum": 0, "maximum": 1}),
    ),
)
TREND = JsonObject(
    "Trend",
    "trend",
    (
        _key("by", {"enum": [str(unit) for unit in Interval]}, lambda trend: str(trend.by)),
        _objects("periods", PERIOD),
        _objects("series", SERIES),
        _NOTICES,
    ),
)
LINE = JsonObject(
    "Line",
    "line",
    (
        *_about("article"),
        _key("field", STRING),
        _key("start", COUNT),
        _key("end", COUNT),
        _key("left", STRING),
        _key("match", STRING),
        _key("right", STRING),
    ),
)
CONCORDANCE = JsonObject(
    "Concordance",
    "concordance",
    (
        *_QUERY,
        _NOTICES,
        _key("total", COUNT),
        _key("read", COUNT, meaning="Articles whose hits are given."),
        _objects("lines", LINE),
    ),
)
SIMILAR_HIT = JsonObject(
    "SimilarHit", "similar article", (_key("rank", COUNT), *_about("article"), _SCORE)
)
SIMILAR = JsonObject(
    "Similar",
    "similar articles",
    (
        _key("id", STRING, attrgetter("article.id")),
        _objects("related", SIMILAR_HIT),
        _objects("near_duplicates", SIMILAR_HIT),
    ),
)
STATS = JsonObject(
    "Stats",
    "archive in figures",
    (
        _key("articles", COUNT),
        *(_key(name, STRING) for name in ("engine", "fingerprint", "generation", "built")),
        _key("size", COUNT, meaning="Bytes."),
        _key("undated", COUNT),
        _key("first_date", OPTIONAL_DATE),
        _key("last_date", OPTIONAL_DATE),
        *(_objects(each.plural, VALUE, _values_of(each.name)) for each in FACET_FIELDS),
        _objects("years", VALUE),
    ),
)
COMPLETION = JsonObject(
    "Completion",
    "completion",
    (
        _key("text", STRING),
        _key("count", COUNT, meaning="Articles with that word, and with the plain ones before."),
    ),
)

IN_THE_API = (
    PAGE, REWRITE, HIT, PASSAGE, VALUE, ARTICLE, COMPLETION, SIMILAR, SIMILAR_HIT,
    TREND, PERIOD, SERIES, CONCORDANCE, LINE,
)  # fmt: skip
"""The objects that the API answers."""
