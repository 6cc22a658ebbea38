"""Payloads of articles that may be long: few of them in memory at a time, or their beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import orjson

_BYTES_AT_ONCE = 4_000_000
_BYTES_OF_A_WORD = 16  # the box that it has on paper
_Id = TypeVar("_Id")


def shortened(payload: bytes, longest: int | None) -> bytes:
    """Return a payload with texts of at most so many characters; whole where it has no longer ones.

    Its second line is JSON. The third is left out where a text was cut, or where it is long; that
    it is empty then tells of it.
    """
    if longest is None or len(payload) <= longest:
        return payload
    first, content, *rest = payload.split(b"\n", 2)
    values = orjson.loads(content)
    cut = _cut(values, longest)
    if cut == values and sum(map(len, rest)) <= longest * _BYTES_OF_A_WORD:
        return payload
    return b"%b\n%b\n" % (first, orjson.dumps(cut))


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, list):
        return [_cut(each, longest) for each in value]
    return value[:longest] if isinstance(value, str) else value


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
        start += len(payloads)
        payloads.reverse()
        while payloads:  # one that was handed over is not held here
            yield payloads.pop()
        count = max(1, min(4 * count, _BYTES_AT_ONCE // max(1, largest)))
