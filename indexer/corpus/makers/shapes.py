"""Which records a JSON document has: a list, columns, a feed, a graph, or one article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from indexer.corpus.addresses import absolute_address
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers import cms
from indexer.corpus.makers.envelopes import unwrapped
from indexer.corpus.makers.json_ld import objects_in
from indexer.corpus.makers.recognise import is_known
from indexer.corpus.mapping.field_names import FieldColumns, find_columns
from indexer.corpus.mapping.missing_text import is_no_text
from indexer.corpus.records import mapped

_HEADERS = (("columns", "data"), ("header", "rows"), ("columns", "rows"), ("fields", "data"))
"""Names of a list of names and of the rows under them, as pandas and services write tables."""
_SEVERAL = 2
_MAX_INSIDE = 3  # objects around an article that stands alone
_SEVERAL_VALUES = (list, dict)


def records_in(document: Any, input_file: InputFile) -> list[Any]:
    """Return the records of a JSON document. Raises UnreadableError if its columns are unequal."""
    if isinstance(document, list):
        return _of_rows(document) or [one for each in document for one in records_of(each)]
    if not isinstance(document, dict):
        return [document]
    articles = document.get("articles")
    if isinstance(articles, list):
        return [one for each in articles for one in records_of(each)]
    if (found := records_of(document)) != [document] or "@type" in document:
        return found
    if (posts := cms.posts_of_ghost(document)) is not None:
        return posts
    if is_known(tuple(document)):
        return [document]
    if (table := _table_in(document) or _of_feed(document) or _by_key(document)) is not None:
        return table
    if find_columns(tuple(mapped(document, input_file))).body:
        return [document]
    return _inside(document)


def _inside(document: dict[str, Any]) -> list[Any]:
    """Return the records inside an object that is no article by its names."""
    found = _only_list(document) or [document]
    if not any(map(_is_whole, found)) and (one := _only_article(document)):
        return records_of(one)
    if find_columns(tuple(document)).title and not any(map(_has_title, found)):
        return [document]  # whose paragraphs or pictures they are
    return [one for each in found for one in records_of(each)]


def _has_title(value: Any) -> bool:
    return isinstance(value, dict) and bool(find_columns(tuple(value)).title)


def records_of(value: Any) -> list[Any]:
    """Return the records of one object: of a graph of JSON-LD, of columns, else what it wraps.

    Raises UnreadableError if its columns are unequal.
    """
    if not isinstance(value, dict):
        return [value]
    if "@graph" in value or "@type" in value:
        return objects_in(value)
    columns = find_columns(tuple(value))
    for name in columns.title or columns.date:
        if isinstance(value[name], _SEVERAL_VALUES) and columns.body:
            return _of_columns(value, columns) or [unwrapped(value)]
    return [unwrapped(value)]


def _of_columns(value: Mapping[str, Any], columns: FieldColumns) -> list[Any] | None:
    """Return the rows of columns, as lists or as objects with the same keys; None without them."""
    named = {name: value[name] for name in columns.known if isinstance(value[name], list | dict)}
    if all(isinstance(each, dict) for each in named.values()):
        keys = [tuple(each) for each in named.values()]
        if len(named) < _SEVERAL or len({*keys}) > 1 or not keys[0] or "rendered" in keys[0]:
            return None
        shared = _shared(value, columns)
        return [
            shared | {name: each.get(key) for name, each in value.items() if isinstance(each, dict)}
            for key in keys[0]
        ]
    lists = {name: each for name, each in named.items() if isinstance(each, list)}
    single = [name for name in (*columns.title, *columns.date, *columns.url) if name in lists]
    longest = max((len(lists[name]) for name in single), default=0)
    if longest < _SEVERAL or not any(name in lists for name in columns.body):
        return None
    sizes = {name: len(each) for name, each in lists.items() if name in (*single, *columns.body)}
    if len({*sizes.values()}) > 1:
        found = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise UnreadableError(
            f"columns of unequal length ({found}), so that no text has its title; "
            "write an object for each article"
        )
    whole = {n: v for n, v in value.items() if isinstance(v, list) and len(v) == longest}
    shared = _shared(value, columns)
    return [shared | {name: each[row] for name, each in whole.items()} for row in range(longest)]


def _shared(value: Mapping[str, Any], columns: FieldColumns) -> dict[str, Any]:
    """Return what is given once for all rows, such as the source; an id is of one article."""
    return {
        name: each
        for name, each in value.items()
        if not isinstance(each, list | dict) and name not in columns.id
    }


def _table_in(document: Mapping[str, Any]) -> list[Any] | None:
    """Return the rows of a table whose names stand apart, as `{"columns": …, "data": …}`."""
    for header, rows in _HEADERS:
        names, found = document.get(header), document.get(rows)
        if isinstance(names, list) and isinstance(found, list):
            names = [each.get("name") if isinstance(each, dict) else each for each in names]
            return _of_rows([names, *found])
    return None


def _of_rows(rows: list[Any]) -> list[Any] | None:
    """Return the records of lists, of which the first has the names; None for other lists."""
    if len(rows) < _SEVERAL or not all(isinstance(row, list) for row in rows):
        return None
    names = rows[0]
    if not all(isinstance(name, str) for name in names):
        return None
    columns = find_columns(tuple(names))
    if not (columns.body or columns.title):
        return None
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def _of_feed(document: Mapping[str, Any]) -> list[Any] | None:
    """Return the items of a JSON Feed (https://jsonfeed.org); what it tells of all is in each."""
    items, version = document.get("items"), document.get("version")
    is_feed = isinstance(version, str) and "jsonfeed.org" in version
    if not is_feed or not isinstance(items, list):
        return None
    own = {"source": document.get("title")}
    own |= {name: document[name] for name in ("authors", "author") if document.get(name)}
    base = str(document.get("feed_url") or document.get("home_page_url") or "")
    return [
        own | {"section": each.get("tags")} | each | _address(each, base)
        if isinstance(each, dict)
        else each
        for each in items
    ]


def _address(item: Mapping[str, Any], base: str) -> dict[str, str]:
    """Return the address of an item of a feed, whole."""
    address = item.get("url")
    return {"url": absolute_address(address, base)} if isinstance(address, str) else {}


def _by_key(document: Mapping[str, Any]) -> list[Any] | None:
    """Return the articles of an object that has them by their ids, or by numbers; else None."""
    values = [*document.values()]
    if len(values) < _SEVERAL or not all(isinstance(value, dict) for value in values):
        return None
    known = [find_columns(tuple(value)) for value in values]
    if not all(columns.title and columns.body for columns in known):
        return None
    return [
        value if key.isdecimal() or columns.id else {"id": key} | value
        for (key, value), columns in zip(document.items(), known, strict=True)
    ]


def _only_list(document: Mapping[str, Any]) -> list[object] | None:
    """Return the list of objects that lies least deep, None when there is no one such list."""
    level = [document]
    while level:
        values = [v for each in level for name, v in each.items() if not is_no_text(name)]
        if lists := [value for value in values if _is_list_of_objects(value)]:
            return lists[0] if len(lists) == 1 else _only_articles(lists)
        level = [value for value in values if isinstance(value, dict)]
    return None


def _only_article(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the one object inside others that is an article, None where none or several are.

    It lies no deeper than the answer of an interface has it: `{"response": {"content": {…}}}`.
    """
    level = [document]
    for _ in range(_MAX_INSIDE):
        level = [
            value
            for each in level
            for name, value in each.items()
            if isinstance(value, dict) and not is_no_text(name)
        ]
        if found := [value for value in level if is_known(tuple(value)) or _is_whole(value)]:
            return found[0] if len(found) == 1 else None
    return None


def _only_articles(lists: list[list[object]]) -> list[object] | None:
    """Return the one list whose first object has a title and a text, None where not one has."""
    found = [each for each in lists if _is_whole(each[0])]
    return found[0] if len(found) == 1 else None


def _is_whole(value: object) -> bool:
    columns = find_columns(tuple(unwrapped(value))) if isinstance(value, dict) else None
    return bool(columns and columns.title and columns.body)


def _is_list_of_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
