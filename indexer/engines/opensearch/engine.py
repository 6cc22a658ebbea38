"""The distributed engine: one state of an index in an OpenSearch cluster.

A DocId is made from an article's id, so it is the same in every reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.cache import TwoGenerationCache
from indexer.engines.bm25 import FILLER
from indexer.engines.documents import CHANNELS
from indexer.engines.opensearch.bulk import Guard, unguarded
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.counts import MAX_BUCKETS, Counts, counting, total
from indexer.engines.opensearch.documents import BARE_HITS, COLUMNS, HITS_ONLY, Articles, with_keys
from indexer.engines.opensearch.frequencies import Frequencies
from indexer.engines.opensearch.long_lists import LongLists
from indexer.engines.opensearch.mapping import doc_id_of, doc_id_of_key, key_of
from indexer.engines.opensearch.point_in_time import WINDOW, PointInTime
from indexer.engines.opensearch.queries import NOTHING, Query, Translator
from indexer.engines.opensearch.stored import BROUGHT
from indexer.engines.opensearch.writer import OpenSearchWriter, create_index
from indexer.engines.protocol import MAX_GROUP_MEMBERS, Aggregation, ChannelTerm, DocId, ScoredDoc
from indexer.model import Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

_EVERYTHING: Query = {"match_all": {}}
_MAX_SHARING = 500  # candidates for near-duplicates: those of the articles that are stored next
_TIE = {"id": "asc"}
_SORTS: dict[Sort, list[dict[str, Any]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, _TIE],
    Sort.NEWEST: [{"last": {"order": "desc", "missing": "_last"}}, _TIE],
    Sort.OLDEST: [{"last": {"order": "asc", "missing": "_last"}}, _TIE],
}


class OpenSearchEngine:
    """Opens readers and writers on indices of a cluster; a folder is just the name of one.

    `about` is the metadata of an index while it is being filled. The guard is asked before each
    write whether it may still be made.
    """

    name = "opensearch"

    def __init__(self, client: Client, about: Mapping[str, Any], guard: Guard = unguarded) -> None:
        self._client = client
        self._about = about
        self._guard = guard

    def open_reader(self, folder: Path) -> OpenSearchReader:
        """Open the last commit of an index. Raises IndexDamagedError if there is no such index."""
        return OpenSearchReader(self._client, folder.name)

    def open_writer(self, folder: Path, *, fresh: bool, ids: object = None) -> OpenSearchWriter:  # noqa: ARG002 - it keeps none
        """Open a writer on an index: on a new one if `fresh`, else on the one that is there."""
        if fresh:
            create_index(self._client, folder.name, self._about)
        return OpenSearchWriter(self._client, folder.name, self._guard)


class OpenSearchReader:
    """A snapshot of an index in a cluster."""

    wildcard_budget = 400_000  # each node compares its own words, in Lucene's automata
    contents_budget: int | None = 200_000  # one request, of twelve bytes for each
    numbered = None

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._pinned = PointInTime(client, index)
        self._size = total(self._pinned.search(counting(_EVERYTHING)))
        self._frequencies = Frequencies(client, index, self._pinned)
        self._translate = Translator(self._size, self._frequencies.of)
        self._articles = Articles(self._pinned)
        self._long = LongLists()
        self._counts = Counts(self._pinned, self._translate)
        self._sharing: TwoGenerationCache[tuple[tuple[int, ...], int], list[DocId]] = (
            TwoGenerationCache(_MAX_SHARING)
        )

    @property
    def size(self) -> int:
        """The number of articles."""
        return self._size

    def search(
        self, query: Node, limit: int, *, offset: int = 0, sort: Sort = Sort.RELEVANCE
    ) -> list[ScoredDoc]:
        """Return the best `limit` articles past `offset`."""
        if limit < 1:
            return []
        ranked = sort is Sort.RELEVANCE
        asked = self._translate.query(query) if ranked else self._translate.matching(query)
        body = {"query": asked, "sort": _SORTS[sort], **BARE_HITS}

        def ask(part: dict[str, Any]) -> list[dict[str, Any]]:
            found = self._pinned.search({**body, **part}, scored=ranked)["hits"]["hits"]
            return list[dict[str, Any]](found)

        def read(hits: list[dict[str, Any]]) -> list[ScoredDoc]:
            scores = [hit["sort"][0] if ranked else 0.0 for hit in hits]
            return list(map(ScoredDoc, self._articles.remember(hits), scores))

        if offset + limit <= WINDOW:
            return read(ask({"from": offset, "size": limit}))
        return self._long.of(body).read(offset, limit, ask, read)

    def count(self, query: Node, facets: Sequence[str] = ()) -> Aggregation:
        """Count all matching articles, with the named facets over them."""
        asked = query, tuple(facets)
        return self._counts.of([asked])[asked]

    def prefetch_counts(self, queries: Iterable[Node]) -> None:
        """Prefetch counts that are asked for next, with one request."""
        self._counts.of([(query, ()) for query in queries])

    def count_by_date_range(self, query: Node) -> dict[Span, int]:
        """Count the matching articles by first and last day; undated ones are under UNDATED."""
        return dict(self._counts.spans(query))

    def scores(self, query: Node, doc_ids: Sequence[DocId]) -> list[float | None]:
        """Return the score of the query for each article, None if it does not match."""
        if not doc_ids:
            return []
        among, asked = with_keys(doc_ids), self._translate.query(query)
        both = {"bool": {"must": [asked], "filter": [among]}}
        body = {"query": both, "size": len(doc_ids), **HITS_ONLY}
        hits = self._pinned.search(body, scored=True)["hits"]["hits"]
        found = {doc_id_of_key(hit["_id"]): float(hit["_score"]) for hit in hits}
        return [found.get(doc_id) for doc_id in doc_ids]

    def matches(self, queries: Sequence[Node], doc_ids: Sequence[DocId]) -> list[tuple[bool, ...]]:
        """Return for each article which of the queries it matches, in their order."""
        if not doc_ids:
            return []
        # A hit names the clauses that it matches.
        named = [
            {"bool": {"filter": [self._translate.matching(query)], "_name": str(number)}}
            for number, query in enumerate(queries)
        ]
        body = {
            "query": {"bool": {"filter": [with_keys(doc_ids)], "should": named}},
            "size": len(doc_ids),
            **HITS_ONLY,
        }
        hits = self._pinned.search(body)["hits"]["hits"]
        met = {doc_id_of_key(hit["_id"]): set(hit.get("matched_queries", ())) for hit in hits}
        return [
            tuple(str(number) in met.get(doc_id, ()) for number in range(len(queries)))
            for doc_id in doc_ids
        ]

    def load(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""
        return list(self.payloads(doc_ids))

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterator[bytes]:
        """Yield them, by one request for all but the rest of long ones: each is waited for."""
        return self._articles.payloads(doc_ids, longest)

    def days(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the last day of each article, 0 if undated."""
        return [day for day, _ in self._articles.days_and_groups(doc_ids)]

    def group_ids(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the group of each article, 0 if it has none."""
        return [group for _, group in self._articles.days_and_groups(doc_ids)]

    def contents(self, query: Node, limit: int) -> Sequence[int]:
        """Return the content numbers of up to `limit` articles that match, in no order."""
        return self._counts.contents(query, limit)

    def group_members(self, group: int) -> list[DocId]:
        """Return the articles of a group, at most MAX_GROUP_MEMBERS, in no particular order."""
        of_group = {"term": {"group": group}}
        hits = self._pinned.search({"query": of_group, "size": MAX_GROUP_MEMBERS, **BARE_HITS})
        return self._articles.remember(hits["hits"]["hits"])

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[DocId]:
        """Return up to `limit` articles that share a band, those that share most first."""
        key = tuple(bands), limit
        if key not in self._sharing.get([key]):
            self.prefetch_lsh_candidates([bands], limit)
        return self._sharing.get([key])[key]

    def prefetch_lsh_candidates(self, bands: Iterable[Sequence[int]], limit: int) -> None:
        """Prefetch what `lsh_candidates` is asked for next, with one request."""
        asked = [tuple(each) for each in bands]
        answers = self._pinned.searches([_sharing(each, limit) for each in asked])
        found = (self._articles.remember(answer["hits"]["hits"]) for answer in answers)
        self._sharing.put({(each, limit): ids for each, ids in zip(asked, found, strict=True)})

    def doc_id(self, article_id: str) -> DocId | None:
        """Return the article with this id, None if there is none."""
        return doc_id_of(article_id) if self._articles.holds(article_id) else None

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""
        term = CHANNELS[field, channel], text
        return self._frequencies.of([term])[term]

    def frequencies(self, field: FieldName, channel: Channel, terms: Sequence[str]) -> list[int]:
        """Return how many articles have each of these terms, with one request."""
        asked = [(CHANNELS[field, channel], term) for term in terms]
        return list(map(self._frequencies.of(asked).__getitem__, asked))

    def prefetch_terms(self, terms: Iterable[ChannelTerm]) -> None:
        """Prefetch frequencies that are asked for next, with one request."""
        self._frequencies.of((CHANNELS[field, channel], text) for field, channel, text in terms)

    def has_content(self, article_id: str, content_hash: str) -> bool:
        """Return whether the article with this id is stored with this content."""
        return self._articles.content_hash(article_id) == content_hash

    def origin(self, article_id: str) -> str | None:
        """Return the origin of the article with this id, None if there is none."""
        return self._articles.origin(article_id)

    def prefetch_documents(self, ids: Iterable[str]) -> None:
        """Prefetch the hashes and origins of articles that are asked for next, with one request."""
        self._articles.prefetch_versions(ids)

    def terms(
        self, field: FieldName, channel: Channel, prefix: str, limit: int
    ) -> list[tuple[str, int]]:
        """Return the `limit` most frequent terms that begin with `prefix`, with frequencies."""
        name = CHANNELS[field, channel]
        found: list[tuple[str, int]] = []
        parts = -(-limit // MAX_BUCKETS)
        for part in range(parts):
            found += self._terms(name, prefix, limit + 1, (part, parts))
        found.sort(key=lambda each: (-each[1], each[0]))
        self._client.ask("POST", f"/{self._index}/_cache/clear", parameters={"fielddata": "true"})
        return [each for each in found if each[0] != FILLER][:limit]

    def term_counts(self, field: FieldName, channel: Channel, limit: int) -> None:
        """Return nothing: a node would go through all articles for each part of the terms."""

    def ids(self, origin_prefix: str | None = None) -> Iterator[tuple[str, str]]:
        """Yield (id, origin) of every article, or of those whose origin begins with the prefix."""
        wanted = {"prefix": {"origin": origin_prefix}} if origin_prefix else _EVERYTHING
        for hit in self._each(wanted, ["id", "origin"]):
            yield hit["fields"]["id"][0], hit["fields"]["origin"][0]

    def origins(self, prefix: str) -> Iterator[str]:
        """Yield each origin that begins with the prefix once."""
        yield from (
            origin for origin, _ in self._counts.values("origin", {"prefix": {"origin": prefix}})
        )

    def verify(self) -> list[str]:
        """Read the id and content hash of every article; return a line for each thing wrong."""
        wrong, seen = [], 0
        for hit in self._each(_EVERYTHING, ["id", "content_hash"]):
            seen += 1
            id_ = hit.get("fields", {}).get("id", [None])[0]
            if id_ is None or key_of(doc_id_of(id_)) != hit["_id"]:
                wrong.append(f"article {id_!r} is stored but cannot be found by its id")
        if seen != self._size:
            wrong.append(f"{self._index} counts {self._size} articles and gives {seen}")
        return wrong

    def close(self) -> None:
        """Release the snapshot in the cluster. The reader must not be used afterwards."""
        self._pinned.close()

    def _each(self, query: Query, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        body = {"query": query, "sort": [_TIE], "docvalue_fields": columns, **HITS_ONLY}
        for hits in self._pinned.pages(body):
            yield from hits

    def _terms(
        self, name: str, prefix: str, limit: int, part: tuple[int, int]
    ) -> list[tuple[str, int]]:
        number, parts = part
        asked: dict[str, Any] = {"field": name, "size": min(limit, MAX_BUCKETS)}
        if parts > 1:
            asked["include"] = {"partition": number, "num_partitions": parts}
        elif prefix:
            asked["include"] = f"{_plain(prefix)}.*"
        body = {"size": 0, "aggs": {"terms": {"terms": asked}}}
        buckets = self._pinned.search(body)["aggregations"]["terms"]["buckets"]
        found = [(bucket["key"], bucket["doc_count"]) for bucket in buckets]
        return [each for each in found if each[0].startswith(prefix)]


def _sharing(bands: Sequence[int], limit: int) -> dict[str, Any]:
    """Return the search for articles that share any of these bands, those that share most first."""
    each = [{"constant_score": {"filter": {"term": {"lsh_bands": band}}}} for band in bands]
    query = {"bool": {"should": each}} if each else NOTHING
    brought = {"docvalue_fields": COLUMNS, "stored_fields": BROUGHT}
    return {"query": query, "size": limit, **brought, **HITS_ONLY}


def _plain(prefix: str) -> str:
    """Return the prefix as a pattern of Lucene that matches it literally."""
    return "".join(c if c.isalnum() else f"\\{c}" for c in prefix)
