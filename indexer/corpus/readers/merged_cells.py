"""Cells of a sheet that are merged downwards: what one says holds for each row that it spans."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, TypeAlias

from indexer.corpus.sheets.cells import column_number

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^<>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_BLOCK = 1 << 16
_LONGEST = 200  # bytes of such an element
_MAX_SPANS = 100_000

Spans: TypeAlias = Mapping[int, Sequence[tuple[int, int]]]
"""By the row in which merged cells begin: their column, from 0, and in how many rows they go on."""


class Held:
    """The values of merged cells that go on in the rows to come."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[int, Any]] = {}

    def next_row(self, rows: int = 1) -> None:
        """Go on by so many rows."""
        self._held = {
            column: (left - rows, value)
            for column, (left, value) in self._held.items()
            if left > rows
        }

    def hold(self, column: int, rows: int, value: Any) -> None:
        """Keep the value of a column for so many rows below this one."""
        self._held[column] = (rows + 1, value)

    def fill(self, cells: list[Any]) -> list[Any]:
        """Return a row with what is held in its empty cells."""
        if not self._held:
            return cells
        cells = cells + [""] * (max(self._held) + 1 - len(cells))
        return [
            self._held[column][1] if cell in {None, ""} and column in self._held else cell
            for column, cell in enumerate(cells)
        ]


def merged_down(sheet: IO[bytes]) -> Spans:
    """Return the cells of a sheet of Excel that are merged downwards; they stand below its rows."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    count, rest = 0, b""
    while block := sheet.read(_BLOCK):
        rest, end = rest + block, 0
        for match in _MERGED.finditer(rest):
            first, last, end = int(match[2]), int(match[3]), match.end()
            count += last > first
            if last > first and count <= _MAX_SPANS:
                spans[first].append((column_number(match[1].decode("ascii")), last - first))
        rest = rest[end:][-_LONGEST:]
    return spans


def held(rows: Iterable[tuple[int, list[Any]]], spans: Spans) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a sheet with what their merged cells say, where they have anything else."""
    if not spans:
        yield from rows
        return
    going, before = Held(), 0
    starts = sorted(spans)
    for number, cells in rows:
        while starts and starts[0] < number:  # of a row without cells, which holds nothing
            starts.pop(0)
        going.next_row(number - before)
        before = number
        if starts and starts[0] == number:
            for column, count in spans[starts.pop(0)]:
                if column < len(cells):
                    going.hold(column, count, cells[column])
        yield number, going.fill(cells)
