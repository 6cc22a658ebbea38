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


def field_values(
    document: IndexDocument, *, by_types: bool = False
) -> list[tuple[str, str | int | bytes]]:
    """Return an article as names of fields with values, as many of a field as it has.

    Where types tell its terms, the fields of these are not among them.
    """
    found: list[tuple[str, str | int | bytes]] = [
        ("id", document.id),
        ("origin", document.origin),
        ("content_hash", content_number(document.content_hash)),
        ("payload", document.payload),
        *_day_values(document.first, document.last),
        *_keyword_values(tuple(document.values.items())),
        *[("lsh_bands", band) for band in document.lsh_bands],
    ]
    if document.group:
        found.append(("group", document.group))
    if not by_types:
        found += [(name, getattr(document, name)) for name in _INDEX_OPTIONS]
    return found


@lru_cache(10_000)
def _day_values(first: int, last: int) -> tuple[tuple[str, int], ...]:
    """Return the days of an article, and what orders articles by them."""
    days = (("first", first), ("last", last)) if last else ()
    code, age = span_code(first, last), oldest_first(last)
    return ("newest", last), ("span", code), ("oldest", age), *days


@lru_cache(10_000)
def _keyword_values(fields: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, str], ...]:
    """Return the values of fields of keywords, and what each is found by."""
    found: list[tuple[str, str]] = []
    for name, values in fields:
        for value in values:
            keys = () if name in PERIODS else keyword_terms(name, value)
            found += ((name, value), *((f"{name}_key", term) for term in keys))
    return tuple(found)


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
