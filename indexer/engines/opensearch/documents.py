"""The articles of a snapshot in a cluster, as far as they are at hand.

What a search brings along is kept, and what is asked for is got together with what will be asked
for next: every request more is a way to the cluster and back.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.engines.answer_cache import Recent
from indexer.engines.opensearch.mapping import handle_at, handle_of, key_of
from indexer.engines.opensearch.point_in_time import WINDOW, PointInTime
from indexer.engines.opensearch.queries import Query
from indexer.engines.protocol import DocId

COLUMNS = ["id", "last", "group"]
"""What a search brings along of each hit."""

HITS_ONLY = {"_source": False, "track_total_hits": False}
BARE_HITS = {**HITS_ONLY, "docvalue_fields": COLUMNS, "stored_fields": "_none_"}
"""Columns alone: even for the key of a hit its payload would be decompressed."""

_MOST_PAYLOADS = 2_000
_MOST_KNOWN = 100_000
_TOGETHER = 32  # neighbours in a list of hits, whose payloads are got in one request


class Articles:
    """What is known of articles by their handles. Threads may share it."""

    def __init__(self, pinned: PointInTime) -> None:
        self._pinned = pinned
        self._columns: Recent[DocId, tuple[int, int]] = Recent(_MOST_KNOWN)
        self._hashes: Recent[DocId, str | None] = Recent(_MOST_KNOWN)
        self._payloads: Recent[DocId, bytes] = Recent(_MOST_PAYLOADS)
        self._neighbours: Recent[DocId, tuple[DocId, ...]] = Recent(_MOST_PAYLOADS)

    def remember(self, hits: Iterable[dict[str, Any]]) -> list[DocId]:
        """Return the handles of hits, and keep what came with them."""
        doc_ids = [self._note(hit) for hit in hits]
        for start in range(0, len(doc_ids), _TOGETHER):
            block = tuple(doc_ids[start : start + _TOGETHER])
            self._neighbours.keep(dict.fromkeys(block, block))
        return doc_ids

    def payloads(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""
        found = self._payloads.known(doc_ids)
        missing = [doc_id for doc_id in doc_ids if doc_id not in found]
        if missing:
            near = self._neighbours.known(missing).values()
            wanted = dict.fromkeys([*missing, *(each for block in near for each in block)])
            found.update(self._fetched(list(wanted)))
        return [found[doc_id] for doc_id in doc_ids]

    def days_and_groups(self, doc_ids: Sequence[DocId]) -> list[tuple[int, int]]:
        """Return the last day and the group of each article, 0 for what it has not."""
        found = self._columns.known(doc_ids)
        missing = [doc_id for doc_id in doc_ids if doc_id not in found]
        for hit in self._by_key(missing, {"docvalue_fields": COLUMNS}):
            self._note(hit)
        found.update(self._columns.known(missing))
        return [found[doc_id] for doc_id in doc_ids]

    def expect(self, ids: Sequence[str]) -> None:
        """Get the content hashes of the articles with these ids in one request."""
        found: dict[DocId, str | None] = dict.fromkeys(map(handle_of, ids))
        for hit in self._by_key(list(found), {"docvalue_fields": ["content_hash"]}):
            found[handle_at(hit["_id"])] = hit["fields"]["content_hash"][0]
        self._hashes.keep(found)

    def content_hash(self, id_: str) -> str | None:
        """Return the content hash of the article with this id, None when there is none."""
        doc_id = handle_of(id_)
        if doc_id not in self._hashes.known([doc_id]):
            self.expect([id_])
        return self._hashes.known([doc_id])[doc_id]

    def holds(self, id_: str) -> bool:
        """Say whether there is an article with this id."""
        doc_id = handle_of(id_)
        if expected := self._hashes.known([doc_id]):
            return expected[doc_id] is not None
        return bool(self._payloads.known([doc_id]) or self._fetched([doc_id]))

    def _note(self, hit: dict[str, Any]) -> DocId:
        fields = hit["fields"]
        doc_id = handle_of(fields["id"][0])
        self._columns.keep({doc_id: (fields.get("last", (0,))[0], fields.get("group", (0,))[0])})
        if payload := fields.get("payload"):
            self._payloads.keep({doc_id: base64.b64decode(payload[0])})
        return doc_id

    def _fetched(self, doc_ids: Sequence[DocId]) -> dict[DocId, bytes]:
        """Return the payloads of those of the articles that are there."""
        body = {"docvalue_fields": COLUMNS, "stored_fields": ["payload"]}
        found: dict[DocId, bytes] = {}
        for start in range(0, len(doc_ids), _MOST_PAYLOADS):
            hits = self._by_key(doc_ids[start : start + _MOST_PAYLOADS], body)
            found.update(self._payloads.known([self._note(hit) for hit in hits]))
        return found

    def _by_key(self, doc_ids: Sequence[DocId], body: dict[str, Any]) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = []
        for start in range(0, len(doc_ids), WINDOW):
            part = doc_ids[start : start + WINDOW]
            asked = {**body, **HITS_ONLY, "query": with_keys(part), "size": len(part)}
            hits += self._pinned.search(asked)["hits"]["hits"]
        return hits


def with_keys(doc_ids: Iterable[DocId]) -> Query:
    """Return a query for the articles with these handles."""
    return {"ids": {"values": [key_of(doc_id) for doc_id in doc_ids]}}
