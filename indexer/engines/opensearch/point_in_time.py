"""Searches in one state of an index: a point in time, which nodes keep while it is in use.

When a node is lost, its share of a point in time is lost; a point in time that nobody uses expires.
Either way a new one is made. It sees the last commit: the same state, unless there was another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from indexer.engines.opensearch.client import Client, RefusedError
from indexer.errors import EngineUnavailableError, IndexDamagedError, KnipselError

WINDOW = 10_000
"""The number of hits in one answer, at most."""

_KEPT = "10m"
_NOTICED = 2  # seconds, after which no reader of an index is opened that has another beside it
_WAITS = (0.05, 0.2, 0.5, 1.0, 2.0)  # seconds, before asking again: a replica takes over meanwhile
_PATIENCE = 10.0  # seconds, after which nothing is asked again
_WHOLE = {"allow_partial_search_results": "false"}
_BY_ALL = "dfs_query_then_fetch"

_Answer = TypeVar("_Answer")


class PointInTime:
    """A point in time of one index. Threads may share it."""

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._lock = Lock()
        self._id = self._begin()

    def search(self, body: dict[str, Any], *, scored: bool = False) -> dict[str, Any]:
        """Return the complete answer of all shards; with `scored`, by statistics of all shards.

        Raises EngineUnavailableError if there is none after some seconds of trying again.
        """
        parameters = {**_WHOLE, "search_type": _BY_ALL} if scored else _WHOLE
        return self.repeated(lambda pit: self._client.search({**body, "pit": pit}, parameters))

    def searches(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the complete answers of several searches, with one request."""
        if not bodies:
            return []
        return self.repeated(
            lambda pit: self._client.searches([{**body, "pit": pit} for body in bodies], _WHOLE)
        )

    def repeated(self, ask: Callable[[dict[str, str]], _Answer]) -> _Answer:
        """Return the answer in a point in time, trying again while that may help."""
        end = time.monotonic() + _PATIENCE
        for wait in (*_WAITS, None):
            pinned = self._id
            try:
                return ask({"id": pinned, "keep_alive": _KEPT})
            except (EngineUnavailableError, RefusedError) as error:
                if wait is None or time.monotonic() > end or not _passes(error):
                    raise
                if not _is_gone(error):
                    time.sleep(wait)
                self._renew(pinned)
        raise AssertionError

    def pages(self, body: dict[str, Any], *, scored: bool = False) -> Iterator[list[Any]]:
        """Yield all hits of a sorted search, WINDOW at a time."""
        after: dict[str, Any] = {}
        while True:
            hits = self.search({**body, **after, "size": WINDOW}, scored=scored)["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < WINDOW:
                return
            after = {"search_after": hits[-1]["sort"]}

    def close(self) -> None:
        """Release it in the nodes."""
        with suppress(KnipselError):
            self._client.ask("DELETE", "/_search/point_in_time", {"pit_id": [self._id]})

    def _renew(self, lost: str) -> None:
        """Make another point in time, unless another thread already did."""
        with self._lock, suppress(EngineUnavailableError):
            if self._id == lost:
                self._id = self._begin()

    def _begin(self) -> str:
        path = f"/{self._index}/_search/point_in_time"
        whole = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
        try:
            if node := self._client.stay_near(self._index):
                whole["preference"] = f"_prefer_nodes:{node}"
            made = self._client.ask("POST", path, parameters=whole)
        except RefusedError as error:
            if error.is_missing:
                raise IndexDamagedError(
                    f"The OpenSearch index {self._index} is not there"
                ) from error
            if error.status >= 500:  # noqa: PLR2004
                raise EngineUnavailableError(str(error)) from error
            raise
        return str(made["pit_id"])


def wait_for_readers(client: Client, index: str, most: int) -> None:
    """Return when nobody reads an index that another took the place of, after seconds at `most`."""
    for _ in range(most // _NOTICED):
        time.sleep(_NOTICED)
        with suppress(KnipselError):  # whatever it is, what took its place stands
            told = client.ask("GET", f"/{index}/_stats/search")["_all"]["total"]["search"]
            if not told["point_in_time_current"]:
                return


def _passes(error: KnipselError) -> bool:
    """Return whether trying again may help."""
    return isinstance(error, EngineUnavailableError) or _is_gone(error) or _is_failure(error)


def _is_gone(error: KnipselError) -> bool:
    return isinstance(error, RefusedError) and error.is_missing


def _is_failure(error: KnipselError) -> bool:
    return isinstance(error, RefusedError) and error.status >= 500  # noqa: PLR2004
