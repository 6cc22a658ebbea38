"""Lists that go past one answer of a cluster: each is read once, and goes on where it ended.

Who walks a list to its end asks for one page after another. A cluster finds what comes after a
hit (`search_after`) at the cost of one page, but what comes after a number of hits only by way of
all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import orjson

from indexer.engines.opensearch.point_in_time import WINDOW
from indexer.engines.protocol import ScoredDoc

MAX_LISTS = 4
"""Lists that are remembered, those asked for last."""
MAX_KEPT = 100_000
"""Articles of one list that are kept, 130 bytes each; past them its end alone is known."""

Hits = list[dict[str, Any]]
Ask = Callable[[dict[str, Any]], Hits]
Read = Callable[[Hits], list[ScoredDoc]]


class LongLists:
    """The lists of one snapshot. Threads may share it."""

    def __init__(self) -> None:
        self._lists: dict[bytes, LongList] = {}
        self._lock = Lock()

    def of(self, body: dict[str, Any]) -> LongList:
        """Return the list of a sorted search, as far as it has been read."""
        key = orjson.dumps(body)
        with self._lock:
            found = self._lists.pop(key, None) or LongList()
            self._lists[key] = found
            if len(self._lists) > MAX_LISTS:
                del self._lists[next(iter(self._lists))]
        return found


class LongList:
    """One list: its first articles, and the hit that it was read up to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[ScoredDoc] = []
        self._after: dict[str, Any] = {}
        self._reached = 0
        self._ended = False

    def read(self, offset: int, limit: int, ask: Ask, read: Read) -> list[ScoredDoc]:
        """Return up to `limit` articles past `offset`.

        `ask` searches with what it is given added to the body, `read` makes articles of hits.
        """
        end = offset + limit
        with self._lock:
            if offset < self._reached and len(self._kept) < min(end, self._reached):
                self._kept, self._after, self._reached, self._ended = [], {}, 0, False
            found = self._kept[offset:end]
            while self._reached < end and not self._ended:
                size = min(WINDOW, end - self._reached)
                hits = ask({**self._after, "size": size})
                docs = read(hits)
                found += docs[max(0, offset - self._reached) :]
                if len(self._kept) == self._reached and self._reached < MAX_KEPT:
                    self._kept += docs
                self._reached += len(docs)
                self._ended = len(hits) < size
                if hits:
                    self._after = {"search_after": hits[-1]["sort"]}
        return found
