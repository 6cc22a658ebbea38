"""Remembering answers without keeping alive who gives them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakMethod

_Answer = TypeVar("_Answer")


def weak_lru_cache(method: Callable[..., _Answer], most: int) -> Callable[..., _Answer]:
    """Return a method that keeps its last `most` answers, for its own object to hold.

    The method itself in an `lru_cache` would be a ring of references: an index that is no longer
    read would keep its files and memory until the garbage collector comes by, which may be days.
    """
    weak: WeakMethod[Any] = WeakMethod(method)

    @lru_cache(most)
    def answer(*asked: Any) -> _Answer:
        alive = weak()
        assert alive is not None
        found: _Answer = alive(*asked)
        return found

    return answer
