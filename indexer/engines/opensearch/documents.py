"""A cache of the articles of a snapshot in a cluster.

It keeps what a search brings along, and fetches what is asked for together with what will be asked
for next: each request less saves a round trip to the cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from indexer.cache import LruCache, TwoGenerationCache
from indexer.engines.long_articles import shortened
from indexer.engines.opensearch.mapping import doc_id_of, doc_id_of_key, key_of
from indexer.engines.opensearch.point_in_time import WINDOW, PointInTime
from indexer.engines.opensearch.queries import Query
from indexer.engines.opensearch.stored import (
    BEGINNING,
    BROUGHT,
    PIECE,
    Payload,
    payload_of,
    piece_name,
    piece_of,
    pieces_of,
)
from indexer.engines.protocol import DocId
from indexer.later import NamedTuple

COLUMNS = ["id", "last", "group"]
"""The columns that a search returns with each hit."""

HITS_ONLY = {"_source": False, "track_total_hits": False}
BARE_HITS = {**HITS_ONLY, "docvalue_fields": COLUMNS, "stored_fields": "_none_"}
"""A search for columns only: to return the key of a hit, a node would decompress its payload."""

_MAX_PAYLOADS = 2_000  # in one request, and whose neighbours are known
_MAX_BYTES = 16_000_000  # of the payloads that are kept: those of some thousand short articles
_MAX_KNOWN = 100_000
_TOGETHER = 32  # neighbours in a list of hits, whose payloads are got in one request


class _Version(NamedTuple):
    """Which content an article has, and where it was read."""

    content_hash: str
    origin: str


class Articles:
    """What is known of articles, by their ids in the reader. Threads may share it."""

    def __init__(self, pinned: PointInTime) -> None:
        self._pinned = pinned
        self._columns: TwoGenerationCache[DocId, tuple[int, int]] = TwoGenerationCache(_MAX_KNOWN)
        self._versions: TwoGenerationCache[DocId, _Version | None] = TwoGenerationCache(_MAX_KNOWN)
        self._payloads: LruCache[DocId, Payload] = LruCache(
            _MAX_BYTES, size_of=lambda payload: len(payload.content)
        )
        self._neighbours: TwoGenerationCache[DocId, tuple[DocId, ...]] = TwoGenerationCache(
            _MAX_PAYLOADS
        )

    def remember(self, hits: Iterable[dict[str, Any]]) -> list[DocId]:
        """Cache what came with the hits, and return which articles they are."""
        doc_ids = [self._note(hit)[0] for hit in hits]
        for start in range(0, len(doc_ids), _TOGETHER):
            block = tuple(doc_ids[start : start + _TOGETHER])
            self._neighbours.put(dict.fromkeys(block, block))
        return doc_ids

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterator[bytes]:
        """Yield the payloads of these articles, `shortened`; of long ones one is held at a time."""
        found = self._stored(doc_ids)
        if longest is not None and longest <= BEGINNING:
            yield from (shortened(found[doc_id].content, longest) for doc_id in doc_ids)
            return
        lengths = [(doc_id, found[doc_id].length) for doc_id in doc_ids]
        wholes = self._wholes([each for each in lengths if each[1]])
        for doc_id in doc_ids:  # none has a name here while the next is fetched
            stored = found[doc_id]
            yield shortened(stored.content if stored.is_whole else next(wholes), longest)

    def days_and_groups(self, doc_ids: Sequence[DocId]) -> list[tuple[int, int]]:
        """Return the last day and the group of each article, 0 for what it does not have."""
        found = self._columns.get(doc_ids)
        missing = [doc_id for doc_id in doc_ids if doc_id not in found]
        for hit in self._by_key(missing, {"docvalue_fields": COLUMNS}):
            self._note(hit)
        found.update(self._columns.get(missing))
        return [found[doc_id] for doc_id in doc_ids]

    def prefetch_versions(self, ids: Iterable[str]) -> None:
        """Get the content hashes and origins of the articles with these ids in one request."""
        found: dict[DocId, _Version | None] = dict.fromkeys(map(doc_id_of, ids))
        for hit in self._by_key(list(found), {"docvalue_fields": ["content_hash", "origin"]}):
            fields = hit["fields"]
            version = _Version(fields["content_hash"][0], fields["origin"][0])
            found[doc_id_of_key(hit["_id"])] = version
        self._versions.put(found)

    def content_hash(self, id_: str) -> str | None:
        """Return the content hash of the article with this id, None when there is none."""
        version = self._version(id_)
        return version.content_hash if version else None

    def origin(self, id_: str) -> str | None:
        """Return the origin of the article with this id, None when there is none."""
        version = self._version(id_)
        return version.origin if version else None

    def holds(self, id_: str) -> bool:
        """Return whether there is an article with this id."""
        doc_id = doc_id_of(id_)
        if expected := self._versions.get([doc_id]):
            return expected[doc_id] is not None
        return bool(self._payloads.get(doc_id) or self._fetched([doc_id]))

    def _version(self, id_: str) -> _Version | None:
        doc_id = doc_id_of(id_)
        if doc_id not in self._versions.get([doc_id]):
            self.prefetch_versions([id_])
        return self._versions.get([doc_id])[doc_id]

    def _note(self, hit: dict[str, Any]) -> tuple[DocId, Payload | None]:
        fields = hit["fields"]
        doc_id = doc_id_of(fields["id"][0])
        self._columns.put({doc_id: (fields.get("last", (0,))[0], fields.get("group", (0,))[0])})
        if payload := payload_of(fields):
            self._payloads.put(doc_id, payload)
        return doc_id, payload

    def _stored(self, doc_ids: Sequence[DocId]) -> dict[DocId, Payload]:
        """Return what is stored of these articles, with one request for all that are not kept."""
        kept = {doc_id: self._payloads.get(doc_id) for doc_id in doc_ids}
        found = {doc_id: payload for doc_id, payload in kept.items() if payload}
        missing = [doc_id for doc_id, payload in kept.items() if not payload]
        if missing:
            near = self._neighbours.get(missing).values()
            wanted = dict.fromkeys([*missing, *(each for block in near for each in block)])
            found.update(self._fetched(list(wanted)))
        return found

    def _fetched(self, doc_ids: Sequence[DocId]) -> dict[DocId, Payload]:
        """Return what is stored of those of the articles that exist."""
        body = {"docvalue_fields": COLUMNS, "stored_fields": BROUGHT}
        found: dict[DocId, Payload] = {}
        for start in range(0, len(doc_ids), _MAX_PAYLOADS):
            for hit in self._by_key(doc_ids[start : start + _MAX_PAYLOADS], body):
                doc_id, payload = self._note(hit)
                if payload:
                    found[doc_id] = payload
        return found

    def _wholes(self, lengths: Sequence[tuple[DocId, int]]) -> Iterator[bytes]:
        """Yield articles whole that lie in pieces, a piece of all that fit in one at a time."""
        for batch in _fitting(lengths):
            texts = {doc_id: BytesIO() for doc_id, _ in batch}
            for number in range(pieces_of(batch[0][1])):
                name = piece_name(number)
                for hit in self._by_key(list(texts), {"stored_fields": [name]}):
                    texts[doc_id_of_key(hit["_id"])].write(piece_of(hit["fields"], name))
            for doc_id, _ in batch:
                yield texts[doc_id].getvalue()  # which it shares
            texts.clear()

    def _by_key(self, doc_ids: Sequence[DocId], body: dict[str, Any]) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = []
        for start in range(0, len(doc_ids), WINDOW):
            part = doc_ids[start : start + WINDOW]
            asked = {**body, **HITS_ONLY, "query": with_keys(part), "size": len(part)}
            hits += self._pinned.search(asked)["hits"]["hits"]
        return hits


def _fitting(lengths: Sequence[tuple[DocId, int]]) -> Iterator[list[tuple[DocId, int]]]:
    """Yield articles with their lengths, as many in a row as have one piece together, or one."""
    batch: list[tuple[DocId, int]] = []
    size = 0
    for each in lengths:
        if batch and size + each[1] > PIECE:
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each[1]
    if batch:
        yield batch


def with_keys(doc_ids: Iterable[DocId]) -> Query:
    """Return a query for these articles."""
    return {"ids": {"values": [key_of(doc_id) for doc_id in doc_ids]}}
