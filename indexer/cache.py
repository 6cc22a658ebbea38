"""Caches: one kind for each way of forgetting. Each has its reason in decision 15."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakMethod

_Answer = TypeVar("_Answer")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LruCache(Generic[_Key, _Value]):
    """The values used last, as many as `max_size` holds, for threads to share.

    `size_of` is the size of a value, 1 where none is given; a value that `accepts` refuses, or that
    is larger than everything together may be, is not kept.
    """

    def __init__(
        self,
        max_size: int,
        *,
        size_of: Callable[[_Value], int] = lambda _: 1,
        accepts: Callable[[_Value], bool] = lambda _: True,
    ) -> None:
        self._max_size = max_size
        self._size_of = size_of
        self._accepts = accepts
        self._values: MutableMapping[_Key, _Value] = {}
        if max_size:
            from cachetools import LRUCache  # noqa: PLC0415 - 2 ms that a single search need not pay

            self._values = LRUCache(max_size, size_of)
        self._lock = Lock()

    def get(self, key: _Key) -> _Value | None:
        """Return the value of a key, None where it is not kept."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value, and let go of those that were not used for longest."""
        if self._accepts(value) and self._size_of(value) <= self._max_size:
            with self._lock:
                self._values[key] = value


class TwoGenerationCache(Generic[_Key, _Value]):
    """The latest `max_values` values at least, and at most twice as many. Threads may share it.

    What was put last is there whole, however much it is: who puts a batch finds all of it.
    """

    def __init__(self, max_values: int) -> None:
        self._max_values = max_values
        self._young: dict[_Key, _Value] = {}
        self._old: dict[_Key, _Value] = {}
        self._lock = Lock()

    def get(self, keys: Iterable[_Key]) -> dict[_Key, _Value]:
        """Return the values of those keys that have one."""
        with self._lock:
            found = {}
            for key in keys:
                if key in self._young:
                    found[key] = self._young[key]
                elif key in self._old:
                    found[key] = self._young[key] = self._old[key]
            self._trim()
            return found

    def put(self, values: Mapping[_Key, _Value]) -> None:
        """Keep these values."""
        with self._lock:
            self._young.update(values)
            self._trim()

    def _trim(self) -> None:
        if len(self._young) > self._max_values:
            self._old, self._young = self._young, {}


class Memo(dict[str, _Value]):
    """What a function returned for each word; past `max_words` words the memory starts afresh.

    A word that is there costs one look-up of a dictionary: an article asks for thousands.
    """

    def __init__(self, function: Callable[[str], _Value], max_words: int) -> None:
        super().__init__()
        self._function = function
        self._max_words = max_words

    def __missing__(self, word: str) -> _Value:
        if len(self) >= self._max_words:
            self.clear()
        value = self[word] = self._function(word)
        return value


def weak_lru_cache(method: Callable[..., _Answer], max_answers: int) -> Callable[..., _Answer]:
    """Return a method that keeps its last `max_answers` answers, for its own object to hold.

    The method itself in an `lru_cache` would be a ring of references: an index that is no longer
    read would keep its files and memory until the garbage collector comes by, which may be days.
    """
    weak: WeakMethod[Any] = WeakMethod(method)

    @lru_cache(max_answers)
    def answer(*asked: Any) -> _Answer:
        alive = weak()
        assert alive is not None
        found: _Answer = alive(*asked)
        return found

    return answer
