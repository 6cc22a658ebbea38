"""Objects around an article: databases and interfaces wrap one, or keep what is about it apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.corpus.mapping.field_names import find_columns, plain_name

# Elasticsearch, CouchDB, GraphQL, JSON:API, Reddit, and what services call a result.
_AROUND = ("_source", "doc", "document", "node", "attributes", "data", "item", "record", "article")
_ROWS = ("fields", "row")  # of Contentful, Airtable, Firestore and Hugging Face, around all of it
_ABOUT = (
    "meta",
    "metadata",
    "_meta",
    "properties",
    "frontmatter",
    "front_matter",
    "header",
    "info",
    "dates",
    "timestamps",
)
AROUND_ARTICLES = frozenset((*_AROUND, *_ROWS, *_ABOUT))
"""Names of the objects that may be around an article, or have what is about it."""
_TOLD_APART = ("title", "date", "source", "section", "url", "author")
# Of the record itself, whatever it is about.
_OF_RECORD = frozenset(("created", "createdat", "timestamp", "datetime", "versioncreated"))
_MAX_LAYERS = 3
_ACTIONS = frozenset(("index", "create", "update", "delete"))
_OF_ACTIONS = frozenset(("_index", "_type", "_id", "routing", "_routing", "version", "pipeline"))


def id_of_action(value: Any) -> str | None:
    """Return the id in a line of Elasticsearch's bulk interface, which says what the next one is.

    It is empty where that tells none, and None of another line.
    """
    if not isinstance(value, dict) or len(value) != 1 or not _ACTIONS.issuperset(value):
        return None
    about = next(iter(value.values()))
    if not isinstance(about, dict) or not _OF_ACTIONS.issuperset(about):
        return None
    return str(about.get("_id", ""))


def unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with the fields of the article that it wraps, or that it tells apart.

    What stands around an article stays, so that its paths lead where they did.
    """
    if AROUND_ARTICLES.isdisjoint(value):
        return value
    taken: list[Any] = []
    while name := _around(value, taken):
        outer = dict(value)
        inner = outer.pop(name) if find_columns((name,)).known else outer[name]
        taken.append(inner)
        value = {**inner, **{key: each for key, each in outer.items() if key not in inner}}
    told = {key: each for name in _ABOUT if name in value for key, each in _about(value, name)}
    return {**value, **told} if told else value


def _around(value: Mapping[str, Any], taken: list[Any]) -> str | None:
    """Return the name under which an object has an article, None where it is one itself.

    It has none in those that were `taken` from it.
    """
    names = [name for name in _objects_in(value) if not any(value[name] is each for each in taken)]
    if not names:
        return None
    own = find_columns(tuple(value))
    if {*own.title, *own.body} - {*names}:
        return None
    layers = _MAX_LAYERS - len(taken)
    return next((name for name in names if _has_article(value[name], layers)), None)


def _objects_in(value: Mapping[str, Any]) -> list[str]:
    return [name for name in (*_AROUND, *_ROWS) if isinstance(value.get(name), dict)]


def _has_article(value: Mapping[str, Any], layers: int) -> bool:
    """Return whether an object is an article, or has one within so many layers."""
    return layers > 0 and (
        _is_article(value) or any(_has_article(value[n], layers - 1) for n in _objects_in(value))
    )


def _is_article(value: Mapping[str, Any]) -> bool:
    columns = find_columns(tuple(value))
    if any(value[name] for name in columns.body):
        return True
    has_list = any(isinstance(each, list) and each for each in value.values())
    return bool(columns.title) and not has_list


def _about(value: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    """Return the fields of an article that one of its objects tells and it does not."""
    apart, own = value[name], find_columns(tuple(value))
    if not isinstance(apart, dict) or not own.body:
        return []
    columns = find_columns(tuple(apart))
    return [
        (key, apart[key])
        for field in _TOLD_APART
        if not getattr(own, field)
        for key in getattr(columns, field)
        if key not in value and plain_name(key) not in _OF_RECORD
    ]
