"""Records of content systems: Ghost, Sanity, Drupal, Joomla, and others by names of their own.

https://ghost.org/docs/migration/custom/, https://www.sanity.io/docs/content-lake/importing-data
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from indexer.corpus.mapping.field_names import find_columns, plain_name
from indexer.corpus.mapping.values import as_text, each_value, named

DRAFTS = "drafts"
_UNPUBLISHED = frozenset(("draft", "auto-draft", "concept", "unpublished"))
_SAYS = {
    "draft": frozenset(("true", "yes")),
    "status": _UNPUBLISHED | {"false"},
    "state": _UNPUBLISHED,
    "published": frozenset(("false",)),
    "ispublished": frozenset(("false",)),
}
"""By a name in a record: what it says of one that was not published."""
_NOT_SHOWN = frozenset(("scheduled", "sent"))  # of Ghost: later, and by mail alone
_NO_TEXTS = ("image", "photo", "foto", "video", "audio", "advert")
_OF_NODES = frozenset(("title", "created", "uuid", "body"))
_LEXIS_BODY = re.compile(r"<(?:nitf:)?body\.content\b.*</(?:nitf:)?body\.content>", re.DOTALL)
_MIN_BLOCK = 20  # characters


def unpublished(record: Mapping[str, Any]) -> bool:
    """Return whether a record says of itself that it was not published."""
    return any(
        isinstance(record[name], str | bool) and str(record[name]).lower() in said
        for name, said in said_in(tuple(record))
    )


@lru_cache(maxsize=256)
def said_in(names: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return which names of a record say that it was not published, each with how it says so."""
    plain = {name: plain_name(name) for name in names}
    return tuple((name, _SAYS[plain[name]]) for name in names if plain[name] in _SAYS)


def posts_of_ghost(document: Mapping[str, Any]) -> list[Any] | None:
    """Return the posts of an export of Ghost, each with its authors and tags; None of another."""
    databases = document.get("db")
    if not (isinstance(databases, list) and databases and isinstance(databases[0], dict)):
        return None
    data = databases[0].get("data")
    if not (isinstance(data, dict) and isinstance(data.get("posts"), list)):
        return None
    authors = _joined(data, "users", "posts_authors", "author_id")
    tags = _joined(data, "tags", "posts_tags", "tag_id")
    return [
        {"author": authors.get(id_, []), "section": tags.get(id_, [])} | each
        if isinstance(each, dict) and (id_ := str(each.get("id")))
        else each
        for each in data["posts"]
    ]


def _joined(data: Mapping[str, Any], things: str, pairs: str, key: str) -> dict[str, list[str]]:
    """Return the names of users or tags by the ids of their posts, in the order of the pairs."""
    names = {str(each.get("id")): named(each) for each in _objects(data.get(things))}
    found: dict[str, list[str]] = {}
    for pair in _objects(data.get(pairs)):
        if name := names.get(str(pair.get(key))):
            found.setdefault(str(pair.get("post_id")), []).append(name)
    return found


def of_ghost(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the text of a post, which is its HTML; another copy of it is for editing.

    Nothing where a field is called as texts are: then the HTML is a page that a crawler kept.
    """
    if (status := str(record.get("status"))) in _NOT_SHOWN:
        return f"posts that are {status}"
    texts = find_columns(tuple(record)).body
    if any(record[name] for name in texts if name != "plaintext"):
        return {}
    text = record.get("html") or record.get("plaintext")
    return {"body": text} if text else {}


def of_sanity(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return nothing of a document that is an article; of another what it is."""
    if "_index" in record or "_source" in record:  # of Elasticsearch
        return {}
    if str(record["_id"]).startswith("drafts."):
        return DRAFTS
    columns = find_columns(tuple(record))
    is_article = any(record[name] for name in (*columns.title, *columns.body))
    return {} if is_article else f"objects of type {str(record['_type'])[:40]}"


def of_drupal(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of a node of its interface, where each value is one of a list."""
    made = {name: each[0] for name, each in record.items() if isinstance(each, list) and each}
    if made.get("status") == {"value": False}:
        return DRAFTS
    for name in ("title", "created", "uuid"):
        made[name] = as_text(record.get(name), ", ")
    return {name: each for name, each in made.items() if name in _OF_NODES and each}


def of_joomla(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the text, which stands in two columns: what introduces it, and what follows."""
    if str(record.get("state", "1")) not in {"1", "2", ""}:
        return DRAFTS
    texts = (as_text(record.get(name), "") for name in ("introtext", "fulltext"))
    made = {
        "body": "\n\n".join(filter(None, texts)),
        "date": record.get("publish_up") or record.get("created"),
        "author": record.get("created_by_alias"),
    }
    return {"introtext": "", "fulltext": ""} | {name: each for name, each in made.items() if each}


def of_items(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text of an article of the NOS, which is its items; pictures are among them."""
    items = _objects(record.get("items"))
    texts = [
        each.get("html") or each.get("text") or ""
        for each in items
        if str(each.get("type") or "").lower() not in _NO_TEXTS
    ]
    whole = [each for each in texts if isinstance(each, str) and each.strip()]
    if sum(map(len, whole)) < _MIN_BLOCK:
        return {}
    return {"body": whole, "source": record.get("owner")}


def of_search(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the headline and the paper of a result of Bing, which calls them otherwise."""
    providers = each_value(record.get("provider"))
    made = {"title": record.get("title") or record.get("name"), "source": [*map(named, providers)]}
    return {name: value for name, value in made.items() if value}


def of_lexis(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text of a result of the interface of LexisNexis, and the name of its paper."""
    document = record.get("Document")
    text = document.get("Content") if isinstance(document, dict) else None
    if isinstance(text, str) and (inside := _LEXIS_BODY.search(text)):
        text = inside[0]  # beside it stand the headline and the codes
    made = {"body": text, "Document": "", "Source": _name(record.get("Source"))}
    return made if text else {}


def _name(value: Any) -> str:
    return str(value.get("Name") or "") if isinstance(value, dict) else as_text(value, ", ")


def _objects(values: Any) -> list[Mapping[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
