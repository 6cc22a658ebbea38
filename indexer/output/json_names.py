"""The names of an article as JSON."""

from __future__ import annotations

from typing import Any

from indexer.answers.name_figures import NameType
from indexer.output.json_schema import (
    STRING,
    JsonObject,
    Key,
    Schema,
    described,
    key,
    listed,
    reference,
)

NAME = JsonObject(
    "ArticleName",
    "name of an article",
    (
        key("name", STRING, meaning="Its longest form in the article."),
        key("type", {"enum": [str(each) for each in NameType]}, None),
        listed("forms", STRING, "Every way in which it stands there."),
    ),
)


def _rendered(marked: Any) -> list[dict[str, Any]] | None:
    return None if marked.names is None else [NAME.render(each) for each in marked.names]


_SCHEMA: Schema = {"type": ["array", "null"], "items": reference(NAME.name)}
NAMES_OF_ARTICLE = Key(
    "names",
    _SCHEMA | described("Persons, places and organisations."),
    _rendered,
)
