"""Marks: the stretches of a text where a query hits it."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.model import Mark


def merge_marks(marks: Iterable[Mark], length: int) -> list[Mark]:
    """Return the marks in order, within [0, length) and not empty; those that touch become one."""
    merged: list[Mark] = []
    begun, reached = 0, -1  # of the mark that goes on
    for start, stop in sorted(marks):
        end = min(stop, length)
        if start >= end or end <= reached:
            continue
        if start > reached:
            if reached > 0:
                merged.append((begun, reached))
            begun = max(0, start)
        reached = end
    return [*merged, (begun, reached)] if reached > 0 else merged
