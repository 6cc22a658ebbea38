"""Which tokens have some codes: looked at in blocks, as a number for each of millions is large."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import RARE, Places

_MAX_COMPARED = 24  # codes that are compared with all tokens faster than a table is asked of each
_AT_ONCE = 1 << 17
"""Tokens that are looked at together: they stay in the processor's cache.

What numpy takes for indexes has eight bytes a token, which all of them at once need not have.
"""


def blocks(numbers: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield numbers in blocks, each with the place of its first."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield start, numbers[start : start + _AT_ONCE]


def having(
    tokens: NDArray[np.uint16], is_asked: NDArray[np.bool_]
) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Yield of each block of tokens which have a code that is asked for, with its place.

    Each is written over by the next.
    """
    codes = np.flatnonzero(is_asked).astype(np.uint16)
    table = np.zeros(RARE + 1, np.bool_)
    table[codes] = True
    is_one, is_other = np.empty(_AT_ONCE, np.bool_), np.empty(_AT_ONCE, np.bool_)
    for start, block in blocks(tokens):
        one, other = is_one[: len(block)], is_other[: len(block)]
        if len(codes) > _MAX_COMPARED:
            np.take(table, block, out=one)
        else:
            one[:] = False
            for code in codes:
                np.equal(block, code, out=other)
                one |= other
        yield start, one


def places_having(tokens: NDArray[np.uint16], is_asked: NDArray[np.bool_], rare: Places) -> Places:
    """Return the places of tokens that have a code that is asked for, and these others, in order.

    Until they are counted, each token has a bit.
    """
    ends = np.searchsorted(rare, range(0, len(tokens) + _AT_ONCE, _AT_ONCE)).tolist()
    found, bits = 0, list[NDArray[np.uint8]]()
    for (start, block), (first, last) in zip(
        having(tokens, is_asked), pairwise(ends), strict=False
    ):
        block[rare[first:last] - start] = True
        found += int(np.count_nonzero(block))
        bits.append(np.packbits(block))
    places, at = np.empty(found, np.int64), 0
    for (start, of_block), packed in zip(blocks(tokens), bits, strict=True):
        those = np.flatnonzero(np.unpackbits(packed, count=len(of_block)).view(np.bool_))
        np.add(those, start, out=places[at : at + len(those)])
        at += len(those)
    return places
