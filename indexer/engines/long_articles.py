"""Payloads of articles that may be long: few of them in memory at a time, or their beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import orjson

from indexer.answers.long_text import LongText, values_of

_BYTES_AT_ONCE = 4_000_000
_QUOTE = ord('"')
_BYTES_OF_A_WORD = 16  # the box that it has on paper
_Id = TypeVar("_Id")


def shortened(payload: bytes, longest: int | None) -> bytes:
    """Return a payload with texts of at most so many characters; whole where it has no longer ones.

    Its second line is JSON. The third is left out where a text was cut, or where it is long; that
    it is empty then tells of it.
    """
    if longest is None or len(payload) <= longest:
        return payload
    start = payload.index(b"\n") + 1
    end = payload.find(b"\n", start)
    whole = memoryview(payload)
    content = whole[start : end if end >= 0 else None]
    values = [_cut(each, longest) for each in values_of(content)]
    size = sum(map(len, values)) + len(values) + 1  # with its brackets and commas
    if size == len(content) and (end < 0 or len(payload) - end - 1 <= longest * _BYTES_OF_A_WORD):
        return payload
    return b"%b[%b]\n" % (payload[:start], b",".join(values))


def _cut(written: memoryview, longest: int) -> memoryview | bytes:
    """Return a value in JSON, a text or those of a list with so many characters at most."""
    if len(written) <= longest:
        return written
    if written[0] != _QUOTE:
        value = orjson.loads(written)
        return orjson.dumps([each[:longest] for each in value]) if value else written
    text = LongText(written).beginning(longest + 1)
    return orjson.dumps(text[:longest]) if len(text) > longest else written


def few_at_a_time(
    load: Callable[[Sequence[_Id]], list[bytes]], doc_ids: Sequence[_Id]
) -> Iterator[bytes]:
    """Yield payloads, as many together as take some megabytes, as far as those before tell.

    One of 20 MB may come after others of two kB: so there are at most four times as many next, of
    which `load` may return but the first.
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
