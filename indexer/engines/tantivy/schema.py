"""What an article is to Tantivy: its fields, and their values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import tantivy

from indexer.engines.bm25 import PADDING
from indexer.engines.documents import (
    PARAGRAPH_GAP,
    IndexDocument,
    IndexDocuments,
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


def field_columns(documents: IndexDocuments) -> list[tuple[str | None, list[Any]]]:
    """Return articles in columns: the name of a field, and the value or values of each.

    Several are a tuple, none are None; terms that types tell are in no column. One without a name
    has tuples of fields with values.
    """
    days = map(_day_values, documents.firsts, documents.lasts)
    keywords = [_keyword_values(tuple(values.items())) for values in documents.values]
    found: list[tuple[str | None, list[Any]]] = [
        ("id", documents.ids),
        ("origin", documents.origins),
        ("content_hash", [*map(content_number, documents.content_hashes)]),
        ("payload", documents.payloads),
        (None, [*days]),
        (None, keywords),
        ("lsh_bands", documents.lsh_bands),
        ("group", [group or None for group in documents.groups]),
    ]
    told = by_types(documents)
    if not all(told):
        for name in _INDEX_OPTIONS:
            texts = zip(documents.texts[name], told, strict=True)
            found.append((name, [None if is_told else text for text, is_told in texts]))
    return found


def by_types(documents: IndexDocuments) -> list[bool]:
    """Say of each article whether types tell its terms."""
    if not documents.texts:
        return [True] * len(documents.ids)
    words = zip(documents.texts["exact"], documents.sequences, strict=True)
    return [not text and sequence is not None for text, sequence in words]


def field_values(document: IndexDocument) -> Iterator[tuple[str, str | int | bytes]]:
    """Yield the fields of an article with its values, as many of a field as it has."""
    for name, (value,) in field_columns(IndexDocuments.of(document._replace(sequence=None))):
        if name is None:
            yield from value
        elif value is not None:
            yield from ((name, each) for each in (value if isinstance(value, tuple) else (value,)))


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
