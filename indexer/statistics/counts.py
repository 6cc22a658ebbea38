"""Counts: the articles and hits of queries by one or two fields, with what each is a share of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np

from indexer.answers.figures import PERIODS, Cell
from indexer.answers.name_figures import NAME_TYPES
from indexer.statistics.matching import Matched
from indexer.storage.forward.columns import Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Rows with the number of a cell: a row of several values is in a cell of each."""

    rows: Places
    cells: Places
    names: list[str]


def cells(
    index: ForwardIndex, within: Mask, matched: Sequence[tuple[str, Matched]], fields: Sequence[str]
) -> list[Cell]:
    """Return the cells of each query by the fields, in the order of their values.

    Cells of which no article is within the limits are left out, and those of names that no article
    of a query has. An article counts in the period
    that its whole date lies in.
    """
    grouped = reduce(_crossed, (_grouped(index, name) for name in fields))
    inside = within[grouped.rows]
    rows, of_row = grouped.rows[inside], grouped.cells[inside]
    size, named = len(grouped.names), any(name in NAME_TYPES for name in fields)
    articles = np.bincount(of_row, minlength=size)
    tokens = np.bincount(of_row, index.lengths[rows], size).astype(np.int64)
    there = np.flatnonzero(articles)
    names = [tuple(grouped.names[cell].split("\0")) for cell in there.tolist()]
    order = sorted(range(len(there)), key=names.__getitem__)
    found = []
    for query, match in matched:
        hits_of_row = np.bincount(index.row_of(match.hits.starts), minlength=len(within))
        chosen = match.rows[rows]
        counted = np.bincount(of_row[chosen], minlength=size)
        hits = np.bincount(of_row[chosen], hits_of_row[rows[chosen]], size).astype(np.int64)
        for place in order:
            cell = there[place]
            if named and not counted[cell]:  # of thousands of names few stand with a query
                continue
            found.append(
                Cell(
                    query=query,
                    values=names[place],
                    articles=int(counted[cell]),
                    hits=int(hits[cell]),
                    tokens=int(tokens[cell]),
                    share=int(counted[cell]) / int(articles[cell]),
                    per_million=_per_million(int(hits[cell]), int(tokens[cell])),
                )
            )
    return found


def rows_in(index: ForwardIndex, field: str, value: str) -> Mask:
    """Return the rows that a cell of one field counts: those with this value, or of this period."""
    grouped = _grouped(index, field)
    mask = np.zeros(len(index.alive), np.bool_)
    if value in grouped.names:
        mask[grouped.rows[grouped.cells == grouped.names.index(value)]] = True
    return mask


def _per_million(hits: int, tokens: int) -> float:
    return hits * _MILLION / tokens if tokens else 0.0


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


def _crossed(one: _Grouped, other: _Grouped) -> _Grouped:
    """Return the cells of two fields: of each row, every value of one with every value of other."""
    order = np.argsort(other.rows, kind="stable")
    rows, cells_there = other.rows[order], other.cells[order]
    first = np.searchsorted(rows, one.rows, "left")
    counts = np.searchsorted(rows, one.rows, "right") - first
    repeated = np.repeat(np.arange(len(one.rows)), counts)
    offsets = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    partner = cells_there[first[repeated] + offsets]
    key = one.cells[repeated] * len(other.names) + partner
    used, cell = np.unique(key, return_inverse=True)
    names = [
        f"{one.names[each // len(other.names)]}\0{other.names[each % len(other.names)]}"
        for each in used.tolist()
    ]
    return _Grouped(one.rows[repeated], cell.reshape(-1), names)


def _week(day: int) -> str:
    year, week, _ = date.fromordinal(day).isocalendar()
    return f"{year:04}-W{week:02}"


_NUMBERED: dict[str, Callable[[int], str]] = {
    "year": lambda day: f"{date.fromordinal(day).year:04}",
    "month": lambda day: date.fromordinal(day).isoformat()[: len("2022-03")],
    "week": _week,
    "day": lambda day: date.fromordinal(day).isoformat(),
}
