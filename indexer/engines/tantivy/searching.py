"""The compiled search over a Tantivy index, where it was built.

It gives what `Translator` and Tantivy give, by one array of scores; what it does not run, words
almost so and lists of ids, is left to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

import tantivy

from indexer.cache import weak_lru_cache
from indexer.engines.documents import keyword_term
from indexer.engines.long_articles import shortened
from indexer.engines.protocol import DocId
from indexer.engines.tantivy import segments
from indexer.engines.tantivy.folders import META, utf8_name
from indexer.engines.tantivy.panics import panics_are_errors
from indexer.query.nodes import Keyword, Node

_MAX_NAMES = 128  # cached: one request asks for the same ones up to three times
_AT_ONCE = 1_000


class SegmentSearcher(Protocol):
    """Searches an index as it was when it was opened; None stands for what it does not run."""

    def search(self, query: Node, limit: int) -> list[tuple[DocId, float]] | None:
        """Return the best `limit` articles, each with its score."""

    def count(
        self, query: Node, facets: list[str]
    ) -> tuple[int, list[list[tuple[str, int]]], int, int] | None:
        """Return how many articles match, the counts of each facet, the first and the last day."""

    def count_by(self, query: Node, column: str) -> list[tuple[int, int]] | None:
        """Return how many of the articles that match have each value of a column, in no order."""

    def first_values(self, query: Node, column: str, limit: int) -> bytes | None:
        """Return what the first `limit` articles that match have in a column, as signed words.

        Each has eight bytes; 0 stands for nothing.
        """

    def every_value(self, column: str) -> bytes | None:
        """Return what each article has in a column, as `first_values` does, those gone too."""

    def numbers(self, query: Node) -> bytes | None:
        """Return the articles that match by their place among every one, four bytes each."""

    def highest(self, query: Node, column: str, limit: int) -> list[DocId] | None:
        """Return the `limit` articles that match and have most in a column, those first."""

    def matches(self, nodes: Sequence[Node], doc_ids: Sequence[DocId]) -> list[list[bool]] | None:
        """Return for each node which of the articles match it."""

    def frequencies(self, channel: str, terms: Sequence[str]) -> list[int] | None:
        """Return how many articles have each of these terms of a channel."""

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None) -> list[bytes] | None:
        """Return the payload of each article, `shortened` where `longest` says to what.

        Of long ones they are those of the first articles, at least one.
        """

    def texts(self, doc_ids: Sequence[DocId]) -> list[list[str]] | None:
        """Return what texts are stored of each article: its id and its origin."""

    def sharing(self, field: str, numbers: Sequence[int], limit: int) -> list[DocId] | None:
        """Return up to `limit` articles that have some of the numbers, those with most first."""

    def values(self, column: str, doc_ids: Sequence[DocId]) -> list[int] | None:
        """Return what each article has in a column, 0 for nothing."""


class NumberedArticles:
    """The articles of an index by their places in its segments, one segment after another."""

    def __init__(self, searcher: SegmentSearcher) -> None:
        self._searcher = searcher

    def contents(self) -> Sequence[int] | None:
        """Return the content number of each; None where they cannot be read."""
        found = self._searcher.every_value("content_hash")
        return None if found is None else memoryview(found).cast("q")

    def matching(self, query: Node) -> Sequence[int] | None:
        """Return the numbers of those that match; None where Tantivy has to say."""
        found = self._searcher.numbers(query)
        return None if found is None else memoryview(found).cast("I")


@panics_are_errors
class StoredDocuments:
    """Reads documents; compiled, where that is there, as Tantivy's package keeps 100 long ones."""

    def __init__(self, searcher: tantivy.Searcher, compiled: SegmentSearcher | None) -> None:
        self._searcher = searcher
        self._compiled = compiled
        self._named = weak_lru_cache(self._named_alone, _MAX_NAMES)

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> list[bytes]:
        """Return the payloads of the first of these articles: of long ones few, at least one.

        They are `shortened` where `longest` says to what.
        """
        found = self._compiled and self._compiled.payloads(doc_ids, longest)
        return found or [shortened(self._read(doc_ids[0])["payload"][0], longest)]

    def named(self, doc_id: DocId) -> tuple[str, str]:
        """Return the id of an article and its origin."""
        return self._named(doc_id)

    def all_named(self, doc_ids: Sequence[DocId]) -> Iterator[tuple[str, str]]:
        """Yield both of each of these articles."""
        for start in range(0, len(doc_ids), _AT_ONCE):
            batch = doc_ids[start : start + _AT_ONCE]
            found = self._compiled and self._compiled.texts(batch)
            if found:
                yield from ((id_, origin) for id_, origin in found)
            else:
                each = map(self._read, batch)
                yield from ((document["id"][0], document["origin"][0]) for document in each)

    def _named_alone(self, doc_id: DocId) -> tuple[str, str]:
        return next(self.all_named([doc_id]))

    def _read(self, doc_id: DocId) -> tantivy.Document:
        return self._searcher.doc(tantivy.DocAddress(*doc_id))


def compiled_searcher(folder: Path, meta: bytes) -> SegmentSearcher | None:
    """Return the search over the segments that `meta` names; None where it is not compiled.

    Nor is there one where the folder has another commit by now, whose articles have other numbers.
    """
    module = segments.compiled()
    if module is None:
        return None
    try:
        found = module.SegmentSearcher(utf8_name(folder), _keyword)
    except (OSError, ValueError, RuntimeError):
        return None  # Tantivy opened it: what is wrong it meets too, and says
    is_same = (folder / META).read_bytes() == meta
    return cast("SegmentSearcher", found) if is_same else None


def _keyword(node: Keyword) -> tuple[str, str]:
    """Return the field of a keyword, and the term in it."""
    return f"{node.field}_key", keyword_term(node.value, within=node.within)
