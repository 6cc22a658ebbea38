"""Bulk requests: a few at a time, sent again if the cluster has no room for them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeAlias

from indexer.engines.opensearch.client import Client, RefusedError, blocked
from indexer.errors import EngineUnavailableError, IndexDamagedError, KnipselError

BATCH_BYTES = 4_000_000
"""The size of a request; larger ones are no faster."""

_BATCH_ARTICLES = 2_000
_IN_FLIGHT = 3  # requests; then `add` waits for the oldest
_PATIENCE = 180.0  # seconds that a cluster may take to have room, or a node, again
_FIRST_WAIT, _MAX_WAIT = 0.1, 10.0  # seconds
_STORING = 120.0  # seconds that a busy cluster may take for one request
_TOO_MANY, _FAILED, _TOO_LARGE = 429, 500, 413
_HTTP_LIMIT = 100 << 20  # OpenSearch's default


Guard: TypeAlias = Callable[[], None]
"""Raises KnipselError when nothing may be written any more."""


def unguarded() -> None:
    """Let everything be written, as by who is alone with an index."""


@dataclass
class _Batch:
    """Actions on different articles, each as its lines of a bulk request."""

    actions: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    @property
    def full(self) -> bool:
        return self.size >= BATCH_BYTES or len(self.actions) >= _BATCH_ARTICLES


class Bulk:
    """Sends actions to an index. Those on the same article take effect in their order.

    Before each request the guard is asked, which may take long after the one before.
    """

    def __init__(self, client: Client, index: str, guard: Guard = unguarded) -> None:
        self._client = client
        self._guard = guard
        self._path = f"/{index}/_bulk"
        self._index = index
        self._batch = _Batch()
        self._sent: deque[tuple[_Batch, Future[None]]] = deque()
        self._pool = ThreadPoolExecutor(_IN_FLIGHT, "bulk")
        self._stopped = Event()

    def add(self, id_: str, lines: bytes) -> None:
        """Queue the lines of an action. Raises KnipselError if one so far is refused."""
        if len(lines) > _HTTP_LIMIT:
            raise _too_large(id_, len(lines))
        if id_ in self._batch.actions or any(id_ in batch.actions for batch, _ in self._sent):
            self.finish()
        self._batch.actions[id_] = lines
        self._batch.size += len(lines)
        if self._batch.full:
            self._send()

    def finish(self) -> None:
        """Send the rest and wait until all is stored. Raises KnipselError if any is refused."""
        if self._batch.actions:
            self._send()
        while self._sent:
            self._sent.popleft()[1].result()

    def close(self) -> None:
        """Stop, without waiting for requests in flight."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        batch, self._batch = self._batch, _Batch()
        while len(self._sent) >= _IN_FLIGHT:
            self._sent.popleft()[1].result()
        self._sent.append((batch, self._pool.submit(self._store, batch)))

    def _store(self, batch: _Batch) -> None:
        """Send a batch, and what the cluster has no room for again, until all of it is stored."""
        left = batch.actions
        for wait in _waits(self._stopped):
            try:
                self._guard()
                answer = self._client.ask(
                    "POST", self._path, b"".join(left.values()), timeout=_STORING
                )
            except EngineUnavailableError:
                if wait is None:
                    raise
            except RefusedError as error:
                if error.status == _TOO_LARGE:
                    largest, lines = max(left.items(), key=lambda item: len(item[1]))
                    raise _too_large(largest, len(lines)) from error
                raise
            else:
                left = self._refused(left, answer) if answer["errors"] else {}
            if not left:
                return
            if wait is None:
                raise EngineUnavailableError(
                    f"OpenSearch had no room for {len(left)} articles for {_PATIENCE:.0f} s. "
                    "What it stored stays: run the same command again when it has recovered."
                )
            self._stopped.wait(wait)

    def _refused(self, sent: dict[str, bytes], answer: dict[str, Any]) -> dict[str, bytes]:
        """Return the actions to send again. Raises KnipselError for one refused for good."""
        again = {}
        for (id_, lines), item in zip(sent.items(), answer["items"], strict=True):
            outcome = next(iter(item.values()))
            status, error = outcome["status"], outcome.get("error")
            if not error:
                continue
            passes = status == _TOO_MANY or status >= _FAILED
            if not passes or blocked(status, error["type"]):
                raise self._refusal(id_, error)
            again[id_] = lines
        return again

    def _refusal(self, id_: str, error: dict[str, Any]) -> KnipselError:
        kind, reason = error["type"], _deepest(error)
        match kind:
            case "cluster_block_exception":
                return KnipselError(
                    f"OpenSearch lets nothing be written to {self._index}: {reason}. When a disk "
                    "is nearly full it makes indices read-only: make room, then run this again."
                )
            case "strict_dynamic_mapping_exception" | "index_not_found_exception":
                return IndexDamagedError(
                    f"The OpenSearch index {self._index} is not as Knipsel made it: {reason}. "
                    "Run: knipsel index --rebuild PATH"
                )
            case _:
                return KnipselError(
                    f"OpenSearch refuses article {id_!r}: {reason}. Leave it out or mend it, then "
                    "run this again."
                )


def _waits(stopped: Event) -> Iterator[float | None]:
    """Yield how long to wait before each next attempt, longer each time; at last None."""
    wait, end = _FIRST_WAIT, time.monotonic() + _PATIENCE
    while time.monotonic() < end and not stopped.is_set():
        yield wait
        wait = min(2 * wait, _MAX_WAIT)
    yield None


def _deepest(error: dict[str, Any]) -> str:
    while isinstance(error.get("caused_by"), dict):
        error = error["caused_by"]
    return str(error.get("reason") or error["type"])


def _too_large(id_: str, size: int) -> KnipselError:
    return KnipselError(
        f"Article {id_!r} takes {size / (1 << 20):.0f} MB to store, more than OpenSearch accepts "
        "at once. Leave it out, or raise http.max_content_length of the cluster."
    )
