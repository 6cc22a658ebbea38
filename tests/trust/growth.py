"""Whether what something takes grows much faster than what it gets: in time of the processor."""

from __future__ import annotations

import time
from collections.abc import Callable

NOTICED, ENOUGH = 0.0002, 0.002
"""Seconds: less is noise, and so much is measured well."""
_GROWTH = 3.0  # of the time, for twice as much; 4 is quadratic


def seconds(run: Callable[[], object]) -> float:
    """Return what a call takes of a processor, in this thread."""
    start = time.thread_time()
    run()
    return time.thread_time() - start


def grows(take: Callable[[int], float], size: int, most: int = 0) -> bool:
    """Return whether what `take` says of a size grows much faster than the size.

    Where a size takes too little to be measured well, twice as much is tried, up to `most`.
    """

    def least(of: int, times: int) -> float:
        """Return the seconds that it takes when nothing disturbs it."""
        return min(take(of) for _ in range(times))

    if least(size, 1) < NOTICED:
        return False
    while (before := least(size, 3)) < ENOUGH and size < most:
        size *= 2
    if before <= NOTICED or least(2 * size, 3) <= _GROWTH * before:
        return False
    # A machine that others use too is seldom slow for long: what grows so goes on growing so.
    return least(4 * size, 5) > _GROWTH**2 * least(size, 5)
