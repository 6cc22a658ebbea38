"""The schemas of what the API answers (JSON Schema, in the dialect of OpenAPI 3.1)."""

from __future__ import annotations

from indexer.answers.figures import FIELDS as FIGURE_FIELDS
from indexer.output import figure_tables
from indexer.output.json_objects import (
    COMPLETION,
    CONCORDANCE,
    EXPLAINED,
    HIT,
    IN_THE_API,
)
from indexer.output.json_schema import COUNT, STRING, Schema, array, object_schema, reference

SCHEMAS: dict[str, Schema] = {
    **{each.name: each.schema() for each in IN_THE_API},
    HIT.name: object_schema(
        {each.name: each.schema for each in (*HIT.keys, *EXPLAINED)},
        optional=[each.name for each in EXPLAINED],
    ),
    # A page of lines says how many hits there are in all.
    CONCORDANCE.name: object_schema(
        {**{key.name: key.schema for key in CONCORDANCE.keys}, "hits": COUNT}
    ),
    **figure_tables.schemas(FIGURE_FIELDS),
    "Completions": array(reference(COMPLETION.name)),
    "Health": object_schema(
        {"status": {"const": "ok"}, "articles": COUNT, "generation": STRING, "built": STRING}
    ),
    "Problem": object_schema(
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
