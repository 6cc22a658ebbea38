"""JSON-LD with the words of schema.org (https://schema.org/NewsArticle), as pages carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.corpus.mapping.values import plain

_PREFIX = re.compile(r"^(?:https?://)?(?:www\.)?schema(?:\.org)?[:/#]")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|CreativeWork)$")
_MAX_NODES = 100_000
_REFERRING = ("author", "creator", "publisher", "isPartOf", "mainEntityOfPage", "provider")


def objects_in(document: Mapping[str, Any]) -> list[Any]:
    """Return the objects of a document: of its `@graph`, of a list of items, else itself."""
    graph = document.get("@graph")
    if isinstance(graph, list):
        objects = [each for each in graph if isinstance(each, dict)]
        known = {each["@id"]: each for each in objects if isinstance(each.get("@id"), str)}
        return [_resolved(each, known) for each in graph[:_MAX_NODES]]
    items = document.get("itemListElement")
    if isinstance(items, list):
        found = [each.get("item", each) for each in items if isinstance(each, dict)]
        return [each for each in found if isinstance(each, dict)]
    about = document.get("mainEntity")
    if isinstance(about, dict) and _is_article(about):
        return [about]
    return [document]


def _resolved(node: Any, known: Mapping[Any, Any]) -> Any:
    """Return an object of a graph with those that it refers to by `@id`."""
    if not isinstance(node, dict):
        return node
    return node | {name: _referred(node[name], known) for name in _REFERRING if name in node}


def _referred(value: Any, known: Mapping[Any, Any]) -> Any:
    if isinstance(value, list):
        return [_referred(each, known) for each in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return known.get(value["@id"], value)
    return value


def fields_of(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of an article; of another object what it is, as `objects of type …`."""
    record = {_PREFIX.sub("", name): value for name, value in record.items()}
    if not _is_article(record):
        if not any(kind[:1].isupper() for kind in _types(record)):
            return {}  # a type of another vocabulary
        return f"objects of type {', '.join(_types(record))[:60]}"
    page = plain(record.get("mainEntityOfPage"))
    if isinstance(page, dict):
        page = page.get("url") or page.get("@id")
    made = {
        "id": _identifier(record.get("identifier")),
        "title": plain(record.get("headline")) or plain(record.get("name")),
        "body": _text(record),
        "date": record.get("datePublished"),
        "source": _first(record, ("publisher", "sourceOrganization", "provider", "isPartOf")),
        "section": record.get("articleSection"),
        "url": next(_addresses(record.get("url"), page, record.get("@id")), None),
        "author": _first(record, ("author", "creator")),
    }
    return {name: value for name, value in made.items() if value}


def _text(record: Mapping[str, Any]) -> Any:
    """Return the text of an article; of a live blog with its entries, each below its headline."""
    text = record.get("articleBody") or record.get("text")
    entries = record.get("liveBlogUpdate")
    entries = entries if isinstance(entries, list) else [entries]
    told = [
        plain(entry.get(name))
        for entry in entries
        if isinstance(entry, dict)
        for name in ("headline", "articleBody")
    ]
    found = [each for each in (plain(text), *told) if isinstance(each, str) and each.strip()]
    return found if len(found) > 1 or any(told) else text or record.get("description")


def _is_article(record: Mapping[str, Any]) -> bool:
    return "articleBody" in record or any(_ARTICLE.search(kind) for kind in _types(record))


def _types(record: Mapping[str, Any]) -> list[str]:
    types = record.get("@type")
    names = types if isinstance(types, list) else [types]
    return [_PREFIX.sub("", name) for name in names if isinstance(name, str)]


def _identifier(value: Any) -> Any:
    value = value[0] if isinstance(value, list) and value else value
    return plain(value.get("value")) if isinstance(value, dict) else value


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name)), None)


def _addresses(*values: Any) -> Iterator[str]:
    for value in map(plain, values):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            yield value
