"""What an article is to Tantivy: its fields, and their values."""

from __future__ import annotations

from functools import cache, lru_cache

import tantivy

from indexer.engines.bm25 import PADDING
from indexer.engines.documents import (
    PARAGRAPH_GAP,
    IndexDocument,
    content_number,
    keyword_terms,
    oldest_first,
    span_code,
)
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
SCORED = ("exact", "stem", "part")
"""The fields whose lengths count, fillers included."""

NOTHING = "\u00b6"
"""No word: takes a position in the exact channel, and is not indexed."""
_GAP = f" {f'{NOTHING} ' * PARAGRAPH_GAP}"


@cache
def schema() -> tantivy.Schema:
    """Return the fields of an article."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "origin", *(f"{each.name}_key" for each in KEYWORDS)):
        stored = name in {"id", "origin"}
        builder.add_text_field(name, stored=stored, tokenizer_name="raw", index_option="basic")
    for name, option in _INDEX_OPTIONS.items():
        tokenizer = "paragraphs" if name == "exact" else "spaces"
        builder.add_text_field(name, tokenizer_name=tokenizer, index_option=option)
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


def field_values(document: IndexDocument) -> list[tuple[str, str | int | bytes]]:
    """Return an article as names of fields with values, as many of a field as it has."""
    found: list[tuple[str, str | int | bytes]] = [
        ("id", document.id),
        ("origin", document.origin),
        ("exact", document.exact),
        ("stem", document.stem),
        ("part", document.part),
        ("title_exact", document.title_exact),
        ("title_stem", document.title_stem),
        ("title_part", document.title_part),
        ("content_hash", content_number(document.content_hash)),
        ("newest", document.last),
        ("span", span_code(document)),
        ("oldest", oldest_first(document.last)),
        ("payload", document.payload),
    ]
    for name, values in document.values.items():
        for value in values:
            found += _keyword_values(name, value)
    if document.last:
        found += (("first", document.first), ("last", document.last))
    if document.group:
        found.append(("group", document.group))
    found += [("lsh_bands", band) for band in document.lsh_bands]
    return found


@lru_cache(10_000)
def _keyword_values(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """Return a value of a field of keywords, and what it is found by."""
    keys = () if name in PERIODS else keyword_terms(name, value)
    return ((name, value), *((f"{name}_key", term) for term in keys))


def stored_form(document: IndexDocument) -> tantivy.Document:
    """Return an article as Tantivy takes it, with the fillers that it counts in lengths."""
    form = tantivy.Document()
    for name, value in field_values(document):
        if isinstance(value, str):
            text = PADDING + value if name in SCORED else value
            form.add_text(name, text.replace("\n", _GAP) if name == "exact" else text)
        elif isinstance(value, int):
            form.add_integer(name, value)
        else:
            form.add_bytes(name, value)
    return form
