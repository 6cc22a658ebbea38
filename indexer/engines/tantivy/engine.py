"""The default engine: Tantivy, embedded, native and memory-mapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import tantivy

from indexer.engines.bm25 import FILLER
from indexer.engines.documents import CHANNELS, content_number, ordered_facet, span_of_code
from indexer.engines.local_files import LocalFiles
from indexer.engines.long_articles import few_at_a_time
from indexer.engines.numbered_texts import NumberedTexts
from indexer.engines.protocol import (
    MAX_GROUP_MEMBERS,
    Aggregation,
    DocId,
    EngineWriter,
    Frequency,
    ScoredDoc,
    scored_doc,
)
from indexer.engines.tantivy.dictionaries import Dictionaries
from indexer.engines.tantivy.folders import META, open_index, refuse_paths, utf8_name
from indexer.engines.tantivy.os_errors import lockable
from indexer.engines.tantivy.panics import panic_is_error, panics_are_errors
from indexer.engines.tantivy.queries import Translator
from indexer.engines.tantivy.searching import (
    NumberedArticles,
    StoredDocuments,
    compiled_searcher,
)
from indexer.engines.term_counts import TermCounts
from indexer.errors import IndexDamagedError
from indexer.later import expression
from indexer.model import FacetCount, Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

_Query = tantivy.Query
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Clause = tuple[tantivy.Occur, tantivy.Query]

_SPECIAL = expression(r"[\\.+*?()|\[\]{}^$]")  # what means something in patterns of terms
_MAX_PATTERN = 200  # characters: Tantivy refuses one of 1,000 states
_MAX_VALUES = 10_000
_MAX_TERMS = 10_000  # whose frequency is remembered: each page asks for some hundred
_MAX_BUCKETS = 65_000  # that Tantivy counts at once


@panics_are_errors
class TantivyEngine:
    """Opens readers and writers on folders with a Tantivy index."""

    name = "tantivy"

    def open_reader(self, folder: Path) -> TantivyReader:
        """Open a folder. Raises IndexDamagedError if it cannot be read."""
        if not folder.is_dir() or not tantivy.Index.exists(utf8_name(folder)):
            raise IndexDamagedError(f"{folder} holds no Tantivy index")
        refuse_paths(folder)
        with lockable(folder) as opened:
            return TantivyReader(open_index(opened), folder)

    def open_writer(
        self, folder: Path, *, fresh: bool, ids: NumberedTexts | None = None
    ) -> EngineWriter:
        """Open a writer on a folder: on a new index if `fresh`, else on the one that is there."""
        from indexer.engines.tantivy.writer import open_writer  # noqa: PLC0415 - who searches needs none

        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
        refuse_paths(folder)
        return open_writer(folder, fresh=fresh, ids=ids)


@panics_are_errors
class TantivyReader(LocalFiles):
    """A snapshot of a Tantivy index."""

    wildcard_budget = 400_000
    contents_budget: int | None = None

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self._searcher = index.searcher()
        self.size = self._searcher.num_docs
        """The number of articles."""
        self._schema = index.schema
        self._folder = folder
        meta = (folder / META).read_bytes()
        self._dictionaries = Dictionaries(self._searcher, folder, meta)
        self._translate = Translator(self._searcher, self._schema)
        self._compiled = compiled_searcher(folder, meta)
        self._stored = StoredDocuments(self._searcher, self._compiled)
        self.numbered = NumberedArticles(self._compiled) if self._compiled else None
        self.frequency: Frequency = _frequency(self._searcher)
        """How many articles have a term."""

    def frequencies(self, field: FieldName, channel: Channel, terms: Sequence[str]) -> list[int]:
        """Return how many articles have each of these terms."""
        found = self._compiled and self._compiled.frequencies(CHANNELS[field, channel], terms)
        return found or [self.frequency(field, channel, term) for term in terms]

    def search(
        self, query: Node, limit: int, *, offset: int = 0, sort: Sort = Sort.RELEVANCE
    ) -> list[ScoredDoc]:
        """Return the best `limit` articles after the first `offset`."""
        if limit < 1:
            return []
        field = None if sort is Sort.RELEVANCE else str(sort)
        found = self._search_compiled(query, field, limit + offset)
        if found is not None:
            return list(map(scored_doc, found[offset:]))
        result = self._searcher.search(
            self._translate.query(query), limit, count=False, order_by_field=field, offset=offset
        )
        ranked = field is None
        return [
            ScoredDoc((a.segment_ord, a.doc), score if ranked else 0.0) for score, a in result.hits
        ]

    def _search_compiled(
        self, query: Node, field: str | None, limit: int
    ) -> Sequence[tuple[DocId, float]] | None:
        """Return the best articles, or those with most in a field; None if Tantivy has to say."""
        if not self._compiled:
            return None
        if field is None:
            return self._compiled.search(query, limit)
        found = self._compiled.highest(query, field, limit)
        return None if found is None else [(doc_id, 0.0) for doc_id in found]

    def count(self, query: Node, facets: Sequence[str] = ()) -> Aggregation:
        """Count all matching articles, with the named facets over them."""
        counted = self._compiled and self._compiled.count(query, list(facets))
        if counted:
            total, counts, first, last = counted
            values = {name: _most(each) for name, each in zip(facets, counts, strict=True)}
            return Aggregation(total, values, first, last)
        request: dict[str, Any] = {
            "total": {"value_count": {"field": "newest"}},
            "first": {"min": {"field": "first"}},
            "last": {"max": {"field": "last"}},
        }
        for name in facets:
            request[name] = {"terms": {"field": name, "size": _MAX_VALUES}}
        found = self._searcher.aggregate(self._translate.unscored(query), request)
        return Aggregation(
            total=int(found["total"]["value"]),
            facets={name: _facet(found[name]["buckets"]) for name in facets},
            first=int(found["first"]["value"] or 0),
            last=int(found["last"]["value"] or 0),
        )

    def count_by_date_range(self, query: Node) -> dict[Span, int]:
        """Count the matching articles by first and last day; undated ones are under UNDATED."""
        codes: Iterable[tuple[int, int]] | None = None
        if self._compiled:
            codes = self._compiled.count_by(query, "span")
        if codes is None:
            codes = self._span_codes(self._translate.unscored(query))
        return {span_of_code(code): count for code, count in codes}

    def scores(self, query: Node, doc_ids: Sequence[DocId]) -> list[float | None]:
        """Return the score of the query for each article, None if it does not match."""
        if not doc_ids:
            return []
        both = [(_MUST, self._among(doc_ids)), (_MUST, self._translate.query(query))]
        hits = self._searcher.search(_Query.boolean_query(both), len(doc_ids), count=False).hits
        found = {(a.segment_ord, a.doc): float(score) for score, a in hits}
        return [found.get(doc_id) for doc_id in doc_ids]

    def matches(self, queries: Sequence[Node], doc_ids: Sequence[DocId]) -> list[tuple[bool, ...]]:
        """Return for each article which of the queries it matches, in their order."""
        if not doc_ids:
            return []
        compiled = self._compiled and self._compiled.matches(queries, doc_ids)
        if compiled:
            return list(zip(*compiled, strict=True))
        among = (_MUST, self._among(doc_ids))
        each = ([among, (_MUST, self._translate.unscored(query))] for query in queries)
        found = [set(self._best(_Query.boolean_query(both), len(doc_ids))) for both in each]
        return [tuple(doc_id in matching for matching in found) for doc_id in doc_ids]

    def load(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""
        return list(self.payloads(doc_ids))

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterator[bytes]:
        """Yield them, of long articles few at a time."""
        return few_at_a_time(partial(self._stored.payloads, longest=longest), doc_ids)

    def days(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the last day of each article, 0 if undated."""
        return self._values("newest", doc_ids)

    def group_ids(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the group of each article, 0 if it has none."""
        return self._values("group", doc_ids)

    def contents(self, query: Node, limit: int) -> Sequence[int]:
        """Return the content numbers of up to `limit` articles that match, in no order."""
        kept = self._compiled.first_values(query, "content_hash", limit) if self._compiled else None
        if kept is not None:
            return memoryview(kept).cast("q")
        found = self._searcher.search(self._translate.unscored(query), max(1, limit), count=False)
        addresses = [address for _, address in found.hits]
        stored = self._searcher.fast_field_values("content_hash", addresses)
        return [int(each or 0) for each in stored]

    def group_members(self, group: int) -> list[DocId]:
        """Return the articles of a group, at most MAX_GROUP_MEMBERS, in no particular order."""
        # A range over the column: terms of groups would take a megabyte for 100,000 articles.
        integer = tantivy.FieldType.Integer
        same = _Query.range_query(self._schema, "group", integer, group, group)
        return self._best(same, MAX_GROUP_MEMBERS)

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[DocId]:
        """Return up to `limit` articles that share a band, those that share most first."""
        if self._compiled:
            found = self._compiled.sharing("lsh_bands", bands, limit)
            if found is not None:
                return found
        each = (_Query.term_query(self._schema, "lsh_bands", band) for band in bands)
        clauses = [(_SHOULD, _Query.const_score_query(query, 1.0)) for query in each]
        return self._best(_Query.boolean_query(clauses), limit)

    def doc_id(self, article_id: str) -> DocId | None:
        """Return the article with this id, None if there is none."""
        found = self._best(_Query.term_query(self._schema, "id", article_id), 1)
        return found[0] if found else None

    def has_content(self, article_id: str, content_hash: str) -> bool:
        """Return whether the article with this id is stored with this content."""
        doc_id = self.doc_id(article_id)
        if doc_id is None:
            return False
        stored = self._searcher.fast_field_values("content_hash", [tantivy.DocAddress(*doc_id)])
        return bool(stored == [content_number(content_hash)])

    def terms(
        self, field: FieldName, channel: Channel, prefix: str, limit: int
    ) -> list[tuple[str, int]]:
        """Return the `limit` most frequent terms that begin with `prefix`, with frequencies."""
        found = self._dictionaries.terms(CHANNELS[field, channel], prefix, limit + 1)
        return [(term, count) for term, count in found if term != FILLER][:limit]

    def term_counts(self, field: FieldName, channel: Channel, limit: int) -> TermCounts:
        """Return the same of all terms of a channel."""
        return self._dictionaries.counts(CHANNELS[field, channel], limit)

    def ids(self, origin_prefix: str | None = None) -> Iterator[tuple[str, str]]:
        """Yield (id, origin) of every article, or of those whose origin begins with the prefix."""
        if not self.size:
            return
        query = _Query.all_query()
        if origin_prefix:  # else every article is loaded: 5 seconds for a million
            some = _SPECIAL.sub(r"\\\g<0>", origin_prefix[:_MAX_PATTERN])
            query = _Query.regex_query(self._schema, "origin", rf"{some}(.|\n)*")
        for id_, origin in self._stored.all_named(self._best(query, self.size)):
            if not origin_prefix or origin.startswith(origin_prefix):
                yield id_, origin

    def origins(self, prefix: str) -> Iterator[str]:
        """Yield each origin that begins with the prefix once, as terms: no article is loaded."""
        found = self._dictionaries.terms("origin", prefix, None)
        return (origin for origin, _ in found)

    def origin(self, article_id: str) -> str | None:
        """Return the origin of the article with this id, None if there is none."""
        # Most ids that are asked for are not there: this takes 0.3 µs then, a search takes 15.
        known = self._searcher.doc_freq("id", article_id)
        doc_id = self.doc_id(article_id) if known else None
        return self._stored.named(doc_id)[1] if doc_id else None

    def verify(self) -> list[str]:
        """Read every stored article; return a line for each thing that is wrong."""
        wrong = []
        try:
            for id_, _ in self.ids():
                if self.doc_id(id_) is None:
                    wrong.append(f"article {id_!r} is stored but cannot be found by its id")
        except (ValueError, OSError, RuntimeError) as error:
            wrong.append(f"{self._folder} cannot be read to its end: {error}")
        return wrong

    def close(self) -> None:
        """Release the files, as Tantivy does when the last reference goes."""
        del self._searcher, self._translate, self._stored, self._compiled, self.frequency
        del self.numbered, self._dictionaries

    def _span_codes(self, query: tantivy.Query) -> Iterator[tuple[int, int]]:
        """Yield the values of the field `span` with their counts, a bounded number an answer."""
        terms = {"field": "span", "size": _MAX_BUCKETS, "order": {"_key": "asc"}}
        rest = query
        while True:
            found = self._searcher.aggregate(rest, {"codes": {"terms": terms}})["codes"]
            yield from ((int(bucket["key"]), bucket["doc_count"]) for bucket in found["buckets"])
            if not found["sum_other_doc_count"]:
                return
            least = int(found["buckets"][-1]["key"]) + 1
            after = _Query.range_query(
                self._schema, "span", tantivy.FieldType.Integer, lower_bound=least
            )
            rest = _Query.boolean_query([(_MUST, query), (_MUST, after)])

    def _values(self, column: str, doc_ids: Sequence[DocId]) -> list[int]:
        """Return what each article has in a column, 0 for nothing."""
        found = self._compiled and self._compiled.values(column, doc_ids)
        if found:
            return found
        addresses = [tantivy.DocAddress(*doc_id) for doc_id in doc_ids]
        return [int(each or 0) for each in self._searcher.fast_field_values(column, addresses)]

    def _among(self, doc_ids: Sequence[DocId]) -> tantivy.Query:
        """Return a query for these articles, which scores nothing."""
        # A term set would run an automaton over all ids, which takes four times as long.
        ids = [self._stored.named(doc_id)[0] for doc_id in doc_ids]
        each = [_Query.term_query(self._schema, "id", id_, "basic") for id_ in ids]
        return _Query.const_score_query(_Query.boolean_query([(_SHOULD, q) for q in each]), 0.0)

    def _best(self, query: tantivy.Query, limit: int) -> list[DocId]:
        hits = self._searcher.search(query, limit, count=False).hits
        return [(address.segment_ord, address.doc) for _, address in hits]


def _frequency(searcher: tantivy.Searcher) -> Frequency:
    """Return what says how many articles have a term: no method, as those take as long again."""

    @lru_cache(_MAX_TERMS)
    @panic_is_error
    def frequency(field: FieldName, channel: Channel, text: str) -> int:
        return searcher.doc_freq(CHANNELS[field, channel], text)

    return frequency


def _most(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    return ordered_facet(counts)[:_MAX_VALUES]


def _facet(buckets: Sequence[dict[str, Any]]) -> tuple[FacetCount, ...]:
    return ordered_facet((bucket["key"], bucket["doc_count"]) for bucket in buckets)
