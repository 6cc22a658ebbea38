"""Counts: the articles and hits of queries by one or two fields, with what each is a share of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from indexer.answers.figures import PERIODS, Cell
from indexer.answers.name_figures import NAME_TYPES
from indexer.later import dataclass
from indexer.request_checks import Effort
from indexer.statistics.hits import Matched
from indexer.storage.forward.columns import Places, ranges
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_MILLION = 1_000_000
STEPS_A_CELL = 1_000
"""Steps of an Effort for a cell that is answered with: it is named, put in order and written."""
_MAX_CROSSED = 4  # pairs of fields whose cells are kept
_STEPS_A_PAIR = 25
"""And for each value of one field that meets one of another in an article."""


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Rows with the number of a cell: a row of several values is in a cell of each."""

    rows: Places
    cells: Places
    names: list[str]


@dataclass(frozen=True, slots=True)
class _Crossed:
    """The same of one field or two, of which only the cells that are wanted are named.

    Its numbers have four bytes each, as those of the last few pairs of fields are kept. `fields`
    has of each field the value of every cell, as a number, and the names of the values.
    """

    rows: Places | NDArray[np.int32]
    cells: Places | NDArray[np.int32]
    size: int
    fields: tuple[tuple[NDArray[np.int32], list[str]], ...]

    def named(self, cells: Places) -> tuple[Places, Iterator[tuple[str, ...]]]:
        """Return some cells in the order of the names of their values, and these names."""
        ranks = [_ranks(numbers[cells], names) for numbers, names in self.fields]
        ordered = cells[np.lexsort(ranks[::-1])]
        columns = [
            map(names.__getitem__, numbers[ordered].tolist()) for numbers, names in self.fields
        ]
        return ordered, zip(*columns, strict=True)


def _ranks(numbers: NDArray[np.int32], names: list[str]) -> Places:
    """Return the place of each number's name among the names of all of them, in their order."""
    used, place = np.unique(numbers, return_inverse=True)
    ranks = np.empty(len(used), np.int64)
    in_order = sorted(range(len(used)), key=[names[n] for n in used.tolist()].__getitem__)
    ranks[in_order] = np.arange(len(used))
    return ranks[place.reshape(-1)]


def cells(
    index: ForwardIndex,
    within: Mask,
    matched: Sequence[tuple[str, Matched]],
    fields: Sequence[str],
    effort: Effort | None = None,
) -> list[Cell]:
    """Return the cells of each query by the fields, in the order of their values.

    Cells of which no article is within the limits are left out, and those of names that no article
    of a query has. An article counts in the period that its whole date lies in. Raises RequestError
    if so many cells are too dear.
    """
    effort = effort or Effort()
    grouped = _all_cells(index, fields, effort)
    inside = within[grouped.rows]
    rows, of_row = grouped.rows[inside], grouped.cells[inside]
    articles = np.bincount(of_row, minlength=grouped.size)
    tokens = np.bincount(of_row, index.lengths[rows], grouped.size).astype(np.int64)
    everywhere = None if any(name in NAME_TYPES for name in fields) else np.flatnonzero(articles)
    found: list[Cell] = []
    for query, match in matched:
        hits_of_row = match.hits_of_rows(index)
        chosen = match.rows[rows]
        counted = np.bincount(of_row[chosen], minlength=grouped.size)
        hits = np.bincount(of_row[chosen], hits_of_row[rows[chosen]], grouped.size)
        # Of thousands of names few stand with a query.
        there = np.flatnonzero(counted) if everywhere is None else everywhere
        effort.spend(STEPS_A_CELL * len(there))
        there, values = grouped.named(there)
        counts = counted[there], hits.astype(np.int64)[there], tokens[there], articles[there]
        found += _cells(query, values, counts)
    return found


def _cells(
    query: str, values: Iterator[tuple[str, ...]], counts: tuple[Places, Places, Places, Places]
) -> Iterator[Cell]:
    """Yield the cells of a query, of its articles and hits, and all tokens and articles of each."""
    articles, hits, tokens, of_articles = counts
    share, per_million = articles / of_articles, hits * _MILLION / np.maximum(tokens, 1)
    columns = (each.tolist() for each in (articles, hits, tokens, share, per_million))
    return map(Cell, repeat(query), values, *columns)


def rows_in(index: ForwardIndex, field: str, value: str) -> Mask:
    """Return the rows that a cell of one field counts: those with this value, or of this period."""
    grouped = _grouped(index, field)
    mask = np.zeros(len(index.alive), np.bool_)
    if value in grouped.names:
        mask[grouped.rows[grouped.cells == grouped.names.index(value)]] = True
    return mask


def same_rows(one: Places, other: Places, effort: Effort) -> tuple[Places, Places]:
    """Return the places of each row of one and of each that is the same in the other.

    Raises RequestError if so many pairs are too dear.
    """
    order = np.argsort(other, kind="stable")
    ordered = other[order]
    first = np.searchsorted(ordered, one)
    counts = np.searchsorted(ordered, one, "right") - first
    effort.spend(_STEPS_A_PAIR * int(counts.sum()))
    return np.repeat(np.arange(len(one)), counts), order[ranges(first, counts)]


def values_of_rows(index: ForwardIndex, name: str) -> tuple[Places, Places, list[str]]:
    """Return rows, the number of the value of a field that each has, and the values."""
    grouped = _grouped(index, name)
    return grouped.rows, grouped.cells, grouped.names


def _grouped(index: ForwardIndex, name: str) -> _Grouped:
    found: _Grouped | None = index.memo.get(name)
    if found is None:
        found = index.memo[name] = _made(index, name)
    return found


def _made(index: ForwardIndex, name: str) -> _Grouped:
    if name in PERIODS:
        return _by_period(index, name)
    column = index.field(name)
    rows = np.repeat(np.arange(len(column.counts)), column.counts)
    return _Grouped(rows, column.flat, column.names)


def _by_period(index: ForwardIndex, name: str) -> _Grouped:
    """Return the rows whose whole date lies in one period, with that period."""
    number = _NUMBERED[name]
    days, place = np.unique(np.concatenate((index.firsts, index.lasts)), return_inverse=True)
    numbers = np.array([number(day) if day else "" for day in days.tolist()], object)
    first, last = np.split(numbers[place.reshape(-1)], 2)
    rows = np.flatnonzero((index.firsts > 0) & (first == last))
    names, cell = np.unique(first[rows].astype(str), return_inverse=True)
    return _Grouped(rows, cell.reshape(-1), names.tolist())


def _all_cells(index: ForwardIndex, fields: Sequence[str], effort: Effort) -> _Crossed:
    """Return the cells of one field, or of two: of each row, every value of both."""
    one = _grouped(index, fields[0])
    if len(fields) == 1:
        values = np.arange(len(one.names), dtype=np.int32)
        return _Crossed(one.rows, one.cells, len(one.names), ((values, one.names),))
    kept: dict[tuple[str, ...], _Crossed] = index.memo.setdefault("crossed", {})
    found = kept.get(tuple(fields))
    if found is None:
        found = _crossed(one, _grouped(index, fields[1]), effort)
        for oldest in list(kept)[: 1 - _MAX_CROSSED]:
            kept.pop(oldest, None)
        kept[tuple(fields)] = found
    return found


def _crossed(one: _Grouped, other: _Grouped, effort: Effort) -> _Crossed:
    places, partners = same_rows(one.rows, other.rows, effort)
    key = one.cells[places] * len(other.names) + other.cells[partners]
    used, cell = np.unique(key, return_inverse=True)
    rows, cells, left, right = (
        each.astype(np.int32)
        for each in (one.rows[places], cell.reshape(-1), *np.divmod(used, len(other.names) or 1))
    )
    return _Crossed(rows, cells, len(used), ((left, one.names), (right, other.names)))


def _week(day: int) -> str:
    year, week, _ = date.fromordinal(day).isocalendar()
    return f"{year:04}-W{week:02}"


_NUMBERED: dict[str, Callable[[int], str]] = {
    "year": lambda day: f"{date.fromordinal(day).year:04}",
    "month": lambda day: date.fromordinal(day).isoformat()[: len("2022-03")],
    "week": _week,
    "day": lambda day: date.fromordinal(day).isoformat(),
}
