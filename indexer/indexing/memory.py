"""Memory that was freed, and that the allocator keeps for itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Give the system what was freed, where the allocator knows how: that of glibc keeps most.

    Each thread takes memory from a place of its own, so that what one has freed serves no other.
    """
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], object] | None:
    from ctypes import CDLL  # noqa: PLC0415 - 10 ms that a short run can do without

    try:
        trim: Callable[[int], object] = CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, or another system
        return None
    return trim
