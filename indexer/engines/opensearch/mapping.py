"""The mapping of an index in OpenSearch: fields of analysed terms, and one of bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import orjson

from indexer.config import Cluster
from indexer.engines.bm25 import K1, PADDING, B
from indexer.engines.documents import (
    PARAGRAPH_GAP,
    IndexDocument,
    content_number,
    keyword_terms,
    span_code,
)
from indexer.engines.opensearch.stored import fields_of_payload, form_of
from indexer.engines.protocol import DocId
from indexer.errors import KnipselError
from indexer.fields import KEYWORDS, PERIODS, VALUES

ABOUT, FILLING = "knipsel", "filling"
"""The keys under which an index keeps its metadata, and marks that it is still being filled."""

LAYOUT = 8
"""Counts the changes of the mapping, and of what is sent of an article."""

_MAX_TERM = 32_766  # bytes: Lucene's own limit
_HALF = 1 << 64


def body_of_index(cluster: Cluster, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that creates an index, without refreshes and without replicas."""
    tokenizer = {
        "type": "char_group",
        "tokenize_on_chars": [" "],
        "max_token_length": _MAX_TERM,
    }
    return {
        "settings": {
            "index": {
                "number_of_shards": cluster.shards,
                "number_of_replicas": 0,
                "refresh_interval": "-1",
                "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
            },
            "analysis": {
                "tokenizer": {"spaces": tokenizer},
                "analyzer": {"terms": {"type": "custom", "tokenizer": "spaces"}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": about,
            "properties": _properties(),
        },
    }


def _properties() -> dict[str, Any]:
    """Return the fields: positions only for phrases, norms and frequencies only for BM25.

    `fielddata` takes memory only while `terms` are counted.
    """
    text = {"type": "text", "analyzer": "terms", "fielddata": True}
    title = {**text, "norms": False}
    facet = {"type": "keyword"}
    number = {"type": "integer"}
    shown = {"index": False, "doc_values": True}
    return {
        "id": {"type": "keyword", **shown},
        "content_hash": {"type": "keyword", **shown},
        "content": {"type": "long", **shown},
        "origin": {"type": "keyword"},
        "exact": {
            **text,
            "index_options": "positions",
            "position_increment_gap": PARAGRAPH_GAP,
        },
        "stem": {**text, "index_options": "freqs"},
        "part": {**text, "index_options": "positions"},
        "title_exact": {**title, "index_options": "positions"},
        "title_stem": {**title, "index_options": "docs"},
        "title_part": {**title, "index_options": "docs"},
        "first": number,
        "last": number,
        "span": {"type": "long", **shown},
        "group": {"type": "long"},
        "lsh_bands": {"type": "integer", "doc_values": False},
        **dict.fromkeys(VALUES, facet),
        **{f"{each.name}_key": {**facet, "doc_values": False} for each in KEYWORDS},
        **fields_of_payload(),
    }


def doc_id_of(id_: str) -> DocId:
    """Return the DocId of an article: 128 bits of a hash of its id, the same in every reader."""
    digest = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return int.from_bytes(digest[:8]), int.from_bytes(digest[8:])


def key_of(doc_id: DocId) -> str:
    """Return the `_id` of an article, whose own id may be longer than OpenSearch allows."""
    whole = doc_id[0] * _HALF + doc_id[1]
    return base64.urlsafe_b64encode(whole.to_bytes(16)).decode().rstrip("=")


def doc_id_of_key(key: str) -> DocId:
    """Return the DocId that `key_of` made a key."""
    return divmod(int.from_bytes(base64.urlsafe_b64decode(key + "==")), _HALF)


def line_of_removal(id_: str) -> bytes:
    """Return the line that deletes an article in a bulk request."""
    return orjson.dumps({"delete": {"_id": key_of(doc_id_of(id_))}}) + b"\n"


def lines_of(document: IndexDocument) -> bytes:
    """Return the two lines that store an article in a bulk request."""
    action = orjson.dumps({"index": {"_id": key_of(doc_id_of(document.id))}})
    try:
        return action + b"\n" + orjson.dumps(_stored_form(document)) + b"\n"
    except TypeError as error:
        raise KnipselError(f"Article {document.id!r} cannot be stored: {error}.") from error


def _stored_form(document: IndexDocument) -> dict[str, Any]:
    """Return the values of the fields.

    The padding is sent: if a character filter of the index added it, nodes would take a fifth
    longer to index.
    """
    form: dict[str, Any] = {
        "id": document.id,
        "content_hash": document.content_hash,
        "content": content_number(document.content_hash),
        "origin": document.origin,
        "exact": (PADDING + document.exact).split("\n"),
        "stem": PADDING + document.stem,
        "part": PADDING + document.part,
        "title_exact": document.title_exact.replace("\n", " "),
        "title_stem": document.title_stem,
        "title_part": document.title_part,
        "span": span_code(document.first, document.last),
        **form_of(document.payload),
    }
    for name in ("group", "lsh_bands"):
        if value := getattr(document, name):
            form[name] = value
    for name, values in document.values.items():
        form[name] = values
        if name not in PERIODS:
            form[f"{name}_key"] = [term for value in values for term in keyword_terms(name, value)]
    if document.last:
        form |= {"first": document.first, "last": document.last}
    return form
