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
from indexer.engines.opensearch.point_in_time import WINDOW, Pinned
from indexer.engines.opensearch.queries import Query
from indexer.engines.protocol import Handle

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

    def __init__(self, pinned: Pinned) -> None:
        self._pinned = pinned
        self._columns: Recent[Handle, tuple[int, int]] = Recent(_MOST_KNOWN)
        self._versions: Recent[Handle, str | None] = Recent(_MOST_KNOWN)
        self._payloads: Recent[Handle, bytes] = Recent(_MOST_PAYLOADS)
        self._neighbours: Recent[Handle, tuple[Handle, ...]] = Recent(_MOST_PAYLOADS)

    def noted(self, hits: Iterable[dict[str, Any]]) -> list[Handle]:
        """Return the handles of hits, and keep what came with them."""
        handles = [self._note(hit) for hit in hits]
        for start in range(0, len(handles), _TOGETHER):
            block = tuple(handles[start : start + _TOGETHER])
            self._neighbours.keep(dict.fromkeys(block, block))
        return handles

    def payloads(self, handles: Sequence[Handle]) -> list[bytes]:
        """Return the payloads of these articles."""
        found = self._payloads.known(handles)
        missing = [handle for handle in handles if handle not in found]
        if missing:
            near = self._neighbours.known(missing).values()
            wanted = dict.fromkeys([*missing, *(each for block in near for each in block)])
            found.update(self._fetched(list(wanted)))
        return [found[handle] for handle in handles]

    def days_and_groups(self, handles: Sequence[Handle]) -> list[tuple[int, int]]:
        """Return the last day and the group of each article, 0 for what it has not."""
        found = self._columns.known(handles)
        missing = [handle for handle in handles if handle not in found]
        for hit in self._by_key(missing, {"docvalue_fields": COLUMNS}):
            self._note(hit)
        found.update(self._columns.known(missing))
        return [found[handle] for handle in handles]

    def expect(self, ids: Sequence[str]) -> None:
        """Get the versions of the articles with these ids in one request."""
        found: dict[Handle, str | None] = dict.fromkeys(map(handle_of, ids))
        for hit in self._by_key(list(found), {"docvalue_fields": ["version"]}):
            found[handle_at(hit["_id"])] = hit["fields"]["version"][0]
        self._versions.keep(found)

    def version(self, id_: str) -> str | None:
        """Return the version of the article with this id, None when there is none."""
        handle = handle_of(id_)
        if handle not in self._versions.known([handle]):
            self.expect([id_])
        return self._versions.known([handle])[handle]

    def holds(self, id_: str) -> bool:
        """Say whether there is an article with this id."""
        handle = handle_of(id_)
        if expected := self._versions.known([handle]):
            return expected[handle] is not None
        return bool(self._payloads.known([handle]) or self._fetched([handle]))

    def _note(self, hit: dict[str, Any]) -> Handle:
        fields = hit["fields"]
        handle = handle_of(fields["id"][0])
        self._columns.keep({handle: (fields.get("last", (0,))[0], fields.get("group", (0,))[0])})
        if payload := fields.get("payload"):
            self._payloads.keep({handle: base64.b64decode(payload[0])})
        return handle

    def _fetched(self, handles: Sequence[Handle]) -> dict[Handle, bytes]:
        """Return the payloads of those of the articles that are there."""
        body = {"docvalue_fields": COLUMNS, "stored_fields": ["payload"]}
        found: dict[Handle, bytes] = {}
        for start in range(0, len(handles), _MOST_PAYLOADS):
            hits = self._by_key(handles[start : start + _MOST_PAYLOADS], body)
            found.update(self._payloads.known([self._note(hit) for hit in hits]))
        return found

    def _by_key(self, handles: Sequence[Handle], body: dict[str, Any]) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = []
        for start in range(0, len(handles), WINDOW):
            part = handles[start : start + WINDOW]
            asked = {**body, **HITS_ONLY, "query": with_keys(part), "size": len(part)}
            hits += self._pinned.search(asked)["hits"]["hits"]
        return hits


def with_keys(handles: Iterable[Handle]) -> Query:
    """Return a query for the articles with these handles."""
    return {"ids": {"values": [key_of(handle) for handle in handles]}}
