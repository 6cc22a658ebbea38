"""Terms with how many articles have each: several hundred thousand, without an object for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Self


class TermCounts:
    """Terms with the number of articles that have each: the most frequent first.

    `lines` has every term with a line break behind it; `counts` goes with them.
    """

    def __init__(self, lines: str, counts: array[int]) -> None:
        self.lines = lines
        self.counts = counts

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> Self:
        """Return these terms, but for those with a line break in them."""
        kept = [(term, count) for term, count in pairs if "\n" not in term]
        lines = "".join(f"{term}\n" for term, _ in kept)
        return cls(lines, array("Q", [count for _, count in kept]))

    def __len__(self) -> int:
        return len(self.counts)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.lines.split("\n"), self.counts, strict=False)

    def first(self, count: int) -> list[tuple[str, int]]:
        """Return the most frequent of them, with their counts."""
        terms = self.lines.split("\n", count)[:-1]
        return [*zip(terms, self.counts, strict=False)]
