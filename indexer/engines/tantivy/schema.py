"""What an article is to Tantivy: its fields, and their values."""

from __future__ import annotations

from functools import cache

import tantivy

from indexer.engines.bm25 import PADDING
from indexer.engines.documents import IndexDocument, keyword_terms, oldest_first, span_code
from indexer.fields import KEYWORDS, PERIODS, VALUES

# Positions only where phrases run; frequencies where BM25 counts them (see nodes.Phrase).
_INDEX_OPTIONS = {
    "exact": "position",
    "stem": "freq",
    "part": "position",
    "title_exact": "position",
    "title_stem": "basic",
    "title_part": "basic",
}


@cache
def schema() -> tantivy.Schema:
    """Return the fields of an article."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "origin", *(f"{each.name}_key" for each in KEYWORDS)):
        stored = name in {"id", "origin"}
        builder.add_text_field(name, stored=stored, tokenizer_name="raw", index_option="basic")
    for name, option in _INDEX_OPTIONS.items():
        builder.add_text_field(name, tokenizer_name="spaces", index_option=option)
    for name in ("first", "last"):
        builder.add_integer_field(name, indexed=True, fast=True)
    # A hash is a column: terms that no two articles share would be an eighth of the work.
    for name in ("newest", "oldest", "span", "content_hash"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("group", fast=True)
    builder.add_integer_field("lsh_bands", indexed=True)
    for name in VALUES:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    return builder.build()


def hash_number(content_hash: str) -> int:
    """Return the first 56 bits of a content hash."""
    return int(content_hash[:14], 16)


def stored_form(document: IndexDocument) -> tantivy.Document:
    """Return an article as Tantivy takes it."""
    form = tantivy.Document()
    text = form.add_text
    text("id", document.id)
    text("origin", document.origin)
    text("exact", PADDING + document.exact)
    text("stem", PADDING + document.stem)
    text("part", PADDING + document.part)
    text("title_exact", document.title_exact)
    text("title_stem", document.title_stem)
    text("title_part", document.title_part)
    for name, values in document.values.items():
        for value in values:
            text(name, value)
            if name not in PERIODS:
                for term in keyword_terms(name, value):
                    text(f"{name}_key", term)
    number = form.add_integer
    if document.last:
        number("first", document.first)
        number("last", document.last)
    number("content_hash", hash_number(document.content_hash))
    number("newest", document.last)
    number("span", span_code(document))
    number("oldest", oldest_first(document.last))
    if document.group:
        number("group", document.group)
    for band in document.lsh_bands:
        number("lsh_bands", band)
    form.add_bytes("payload", document.payload)
    return form
