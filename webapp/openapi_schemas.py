"""What the JSON API answers, as JSON Schema (the dialect of OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any, TypeAlias

from indexer.fields import FACETS, KEYWORDS
from indexer.model import Interval, Sort

Schema: TypeAlias = dict[str, Any]

STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
OPTIONAL: Schema = {"type": ["string", "null"]}
PARTIAL_DATE: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "description": "A year, a month or a day: 2022, 2022-03, 2022-03-24.",
    "examples": ["2022-03"],
}
OPTIONAL_DATE: Schema = PARTIAL_DATE | {"type": ["string", "null"]}


def reference(name: str) -> Schema:
    """Return a reference to one of SCHEMAS."""
    return {"$ref": f"#/components/schemas/{name}"}


def items(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def table(fields: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object that has these fields, but for those that are `optional`."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required}


MARKS = items(items(COUNT) | {"minItems": 2, "maxItems": 2}) | {
    "description": "[start, end) in the text beside it, in Unicode code points."
}
COUNTED = items(reference("Count"))

# Of an article, what its place in the archive does not change.
ABOUT: dict[str, Schema] = {
    "id": STRING,
    "title": STRING,
    "date": OPTIONAL_DATE,
    **{each.name: OPTIONAL for each in KEYWORDS},
    "url": OPTIONAL,
}

# What became of a query.
UNDERSTOOD: dict[str, Schema] = {
    "query": STRING,
    "interpreted": STRING | {"description": "What was understood."},
    "notices": items(STRING),
}

SCHEMAS: dict[str, Schema] = {
    "Page": table(
        {
            **UNDERSTOOD,
            "total": COUNT | {"description": "Articles that satisfy the query."},
            "partial": COUNT | {"description": "Articles listed after them that miss a word."},
            "suggestion": OPTIONAL,
            "page": COUNT,
            "pages": COUNT,
            "took_ms": NUMBER,
            "sort": {"enum": [str(sort) for sort in Sort]},
            "hits": items(reference("Hit")),
            "facets": table(dict.fromkeys(FACETS, COUNTED)),
            "related": items(STRING),
            "first_date": OPTIONAL_DATE,
            "last_date": OPTIONAL_DATE,
        }
    ),
    "Hit": table(
        {
            "rank": COUNT,
            **ABOUT,
            "score": NUMBER,
            "missing": items(STRING) | {"description": "Words of the query that it lacks."},
            "snippets": items(reference("Snippet")),
            "near_duplicates": items(STRING)
            | {"description": "Ids of the near-duplicates that stand under it."},
        }
    ),
    "Snippet": table({"field": STRING, "text": STRING, "marks": MARKS}),
    "Count": table({"value": STRING, "count": COUNT}),
    "Article": table(
        {**ABOUT, "author": OPTIONAL, "body": STRING, "title_marks": MARKS, "body_marks": MARKS}
    ),
    "Completions": items(
        table(
            {
                "text": STRING,
                "count": COUNT | {"description": "Articles with that word, and plain ones before."},
            }
        )
    ),
    "Similar": table(
        {
            "id": STRING,
            "related": items(reference("SimilarHit")),
            "near_duplicates": items(reference("SimilarHit")),
        }
    ),
    "SimilarHit": table({"rank": COUNT, **ABOUT, "score": NUMBER}),
    "Trend": table(
        {
            "by": {"enum": [str(unit) for unit in Interval]},
            "periods": items(reference("Period")),
            "series": items(reference("Series")),
            "notices": items(STRING),
        }
    ),
    "Period": table(
        {
            "name": STRING | {"description": "ISO 8601: 2022, 2022-03, 2022-W12, 2022-03-24."},
            "since": PARTIAL_DATE,
            "until": PARTIAL_DATE,
            "articles": COUNT | {"description": "All articles of the period."},
        }
    ),
    "Series": table(
        {
            **UNDERSTOOD,
            "total": COUNT,
            "unplaced": COUNT | {"description": "Articles of no period, for want of a date."},
            "counts": items(COUNT),
            "shares": items({"type": "number", "minimum": 0, "maximum": 1}),
        }
    ),
    "Concordance": table(
        {
            **UNDERSTOOD,
            "total": COUNT,
            "read": COUNT | {"description": "Articles of which the hits are given."},
            "hits": COUNT,
            "lines": items(reference("Line")),
        }
    ),
    "Line": table(
        {
            **ABOUT,
            "field": STRING,
            "start": COUNT,
            "end": COUNT,
            "left": STRING,
            "match": STRING,
            "right": STRING,
        }
    ),
    "Health": table(
        {"status": {"const": "ok"}, "articles": COUNT, "generation": STRING, "built": STRING}
    ),
    "Problem": table(
        {
            "type": STRING,
            "title": STRING,
            "status": {"type": "integer"},
            "detail": STRING,
            "parameter": STRING | {"description": "The parameter at fault."},
            "command": STRING | {"description": "What the keeper of the archive has to run."},
        },
        optional=("parameter", "command"),
    ),
}
