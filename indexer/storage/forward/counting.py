"""Counting numbers in columns: which there are, how often, and the most frequent of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.later import NamedTuple
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.segment import Mask

_Number = TypeVar("_Number", bound=np.integer)

_AT_ONCE = 500_000  # numbers that are sorted together
_SAMPLE = 4096


class FieldColumn(NamedTuple):
    """The values of a field: how many each row has, all in a row as numbers, and their names."""

    counts: Places
    flat: Places
    names: list[str]


MostCounted: TypeAlias = tuple[list[tuple[int, int]], int, list[int]]
"""The numbers that are counted oftener than the last of those asked for, each with its count; the
count of that last one, and the numbers that have it. Where all are asked for, the first are all."""


def distinct(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Return the different numbers, in order: numpy's `unique` takes ten times as long."""
    return distinct_in_order(np.sort(numbers))


def distinct_in_order(ordered: NDArray[_Number]) -> NDArray[_Number]:
    """Return the different ones of numbers that are in order; those where no two are the same."""
    is_first = _are_first(ordered)
    return ordered if is_first.all() else ordered[is_first]


def counted(numbers: Places) -> tuple[Places, Places]:
    """Return the different numbers in order, and how often each is there."""
    parts = [*map(_counted_at_once, _in_parts(numbers))]
    return np.concatenate([found for found, _ in parts]), np.concatenate([own for _, own in parts])


def _in_parts(numbers: Places) -> Iterator[Places]:
    """Yield the numbers in parts of about so many, the lowest first: to sort all takes as much."""
    count = len(numbers) // _AT_ONCE
    sample = np.sort(numbers[:: max(1, len(numbers) // _SAMPLE)])
    cuts = distinct(sample[len(sample) * np.arange(1, count) // max(1, count)]).tolist()
    if not cuts:
        yield numbers
        return
    yield numbers[numbers < cuts[0]]
    for low, high in pairwise(cuts):
        yield numbers[(numbers >= low) & (numbers < high)]
    yield numbers[numbers >= cuts[-1]]


def _counted_at_once(numbers: Places) -> tuple[Places, Places]:
    ordered = np.sort(numbers)
    is_first = _are_first(ordered)
    first = np.flatnonzero(is_first)
    found = ordered[first]
    first[:-1] = first[1:] - first[:-1]  # how many, in its place: there may be millions
    first[-1:] = len(ordered) - first[-1:]
    return found, first


def _are_first(ordered: NDArray[_Number]) -> Mask:
    """Say of each number whether it is the first that is the same."""
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return is_first


def highest(counts: Places, limit: int | None) -> Mask:
    """Return which are the `limit` highest counts (None: all), and what equals the last of them."""
    if not limit or not len(counts):
        return np.full(len(counts), limit is None)
    at = max(len(counts) - limit, 0)
    found: Mask = counts >= np.partition(counts, at)[at]
    return found


def most_counted(numbers: Places, counts: Places, limit: int | None) -> MostCounted:
    """Return the `limit` numbers with the highest counts, and all that have that of the last.

    Most names have that one. The compiled kernel does the same: `most_named`.
    """
    least, tied = 0, list[int]()
    if limit and len(numbers) > limit:
        least = int(np.partition(counts, -limit)[-limit])
        tied = numbers[counts == least].tolist()
        over = np.flatnonzero(counts > least)
        numbers, counts = numbers[over], counts[over]
    return list(zip(numbers.tolist(), counts.tolist(), strict=True)), least, tied


def summed(of_type: Sequence[Places], number: Sequence[Numbers], size: int) -> Places:
    """Return counts of the types of each segment as those of what has the number of a type."""
    counts = np.zeros(size, np.int64)
    for numbers, counted in zip(number, of_type, strict=True):
        counts += np.bincount(numbers, counted, size).astype(np.int64)
    return counts
