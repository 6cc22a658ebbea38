"""Payloads of articles that may be long: few of them in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_BYTES_AT_ONCE = 4_000_000
_Id = TypeVar("_Id")


def few_at_a_time(
    load: Callable[[Sequence[_Id]], list[bytes]], doc_ids: Sequence[_Id]
) -> Iterator[bytes]:
    """Yield payloads, as many together as take some megabytes, as far as those before tell.

    One of 20 MB may come after others of two kB: so there are at most four times as many next.
    """
    start, count = 0, 1
    while batch := doc_ids[start : start + count]:
        payloads = load(batch)
        largest = max(map(len, payloads))
        yield from payloads
        del payloads  # before the next are loaded
        start += count
        count = max(1, min(4 * count, _BYTES_AT_ONCE // max(1, largest)))
