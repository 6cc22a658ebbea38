"""Memory that was freed, and that the allocator keeps for itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

_LARGE = 512 << 10  # bytes
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h


def give_back() -> None:
    """Give the system what was freed, where the allocator knows how: that of glibc keeps most.

    Each thread takes memory from a place of its own, so that what one has freed serves no other.
    From the first time on what is large is taken from the system and goes back when it is freed;
    what is in use beside it would else hold on to whatever lies between.
    """
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], object] | None:
    from ctypes import CDLL  # noqa: PLC0415 - 10 ms that a short run can do without

    try:
        libc = CDLL(None)
        trim: Callable[[int], object] = libc.malloc_trim
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError, TypeError):  # another C library, or another system
        return None
    return trim
