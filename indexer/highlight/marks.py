"""Marks: the stretches of a text where a query hits it."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.model import Mark


def merge_marks(marks: Iterable[Mark], length: int) -> list[Mark]:
    """Return the marks in order, within [0, length) and not empty; those that touch become one."""
    merged: list[Mark] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in marks):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
