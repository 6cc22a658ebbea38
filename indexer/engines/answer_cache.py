"""A cache of answers from a cluster, each of which costs a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class TwoGenerationCache(Generic[Key, Value]):
    """Keeps at least the latest `size` values, and at most twice as many. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}
        self._lock = Lock()

    def get(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Return the cached values of these keys, without the keys that have none."""
        with self._lock:
            found = {}
            for key in keys:
                if key in self._young:
                    found[key] = self._young[key]
                elif key in self._old:
                    found[key] = self._young[key] = self._old[key]
            self._trim()
            return found

    def put(self, fresh: Mapping[Key, Value]) -> None:
        """Cache these values."""
        with self._lock:
            self._young.update(fresh)
            self._trim()

    def _trim(self) -> None:
        if len(self._young) > self._size:
            self._old, self._young = self._young, {}
