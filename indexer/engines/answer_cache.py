"""What was told lately, so that it need not be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The latest `most` answers at least, and at most twice as many. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}
        self._lock = Lock()

    def known(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Return what is known of these."""
        with self._lock:
            found = {}
            for key in keys:
                if key in self._young:
                    found[key] = self._young[key]
                elif key in self._old:
                    found[key] = self._young[key] = self._old[key]
            self._trim()
            return found

    def keep(self, fresh: Mapping[Key, Value]) -> None:
        """Remember these."""
        with self._lock:
            self._young.update(fresh)
            self._trim()

    def _trim(self) -> None:
        if len(self._young) > self._most:
            self._old, self._young = self._young, {}
