"""Tables of another shape: with an article a column, or without a row that names the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any, TypeAlias, TypeVar

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.papers import is_paper
from indexer.corpus.headings.signatures import is_person
from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.missing_text import MIN_WORDS, is_prose

LOOK_AHEAD = 50
"""Rows by which the shape of a table is known."""
LOOK_AHEAD_SIZE = 5_000_000
"""Characters of them at most."""
_MAX_NAME = 60  # characters
_DAY = len("2022-03-24")
_MAX_DATE = 40  # characters
_MAX_TITLE = 200  # characters
_MIN_TITLE = 2  # words, on the average
_MOST = 0.8  # of the values of a column, which make it one of dates or addresses
_MANY = 0.6  # the same of papers and people, which have more names than are known
_HALF = 0.5

_Row = TypeVar("_Row")
_Test: TypeAlias = Callable[[str], object]


def look_ahead(
    rows: Iterator[_Row], size: Callable[[_Row], int]
) -> tuple[list[_Row], Iterator[_Row], bool]:
    """Return the first rows, what comes after them, and whether that is nothing.

    What reading them raises is raised after them.
    """
    taken: list[_Row] = []
    total = 0
    try:
        for row in islice(rows, LOOK_AHEAD):
            taken.append(row)
            total += size(row)
            if total > LOOK_AHEAD_SIZE:
                return taken, rows, False
    except Exception as problem:  # noqa: BLE001 - it is raised where it belongs
        return taken, _raising(problem), False
    return taken, rows, len(taken) < LOOK_AHEAD


def _raising(problem: Exception) -> Iterator[Any]:
    yield from ()
    raise problem


def is_turned(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first column of a whole table names the fields, and not its first row."""
    names = [row[0].strip() if row else "" for row in rows]
    if max(map(len, rows), default=0) < len(("name", "value")) or len({*names}) < len(names):
        return False
    if not all(names) or max(map(len, names)) > _MAX_NAME:
        return False
    down, across = find_columns(tuple(names)), find_columns(tuple(rows[0]))
    return len(down.known) > 1 >= len(across.known) and bool(down.body or down.title)


def turned(rows: Iterable[Sequence[Any]], empty: Any = "") -> list[list[Any]]:
    """Return the columns of a table as rows."""
    return [[*column] for column in zip_longest(*rows, fillvalue=empty)]


def is_no_header(cells: Sequence[str]) -> bool:
    """Return whether a first row has no names of columns, but values of an article."""
    if find_columns(tuple(cells)).known:
        return False
    return any(len(cell.split()) >= MIN_WORDS or partial_date(cell) for cell in cells)


def inferred_names(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Return names for the columns of a table that has none, by what stands in them.

    None where they do not tell which is the text, and which the headline or the day; a column that
    tells nothing has an empty name.
    """
    width = len(rows[0])
    if width < max(map(len, rows)):
        return None
    columns = [
        [row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(width)
    ]
    found: dict[str, int] = {}

    def take(field: str, is_it: _Test, share: float, rank: Callable[[int], float] = float) -> None:
        fit = [
            at
            for at, values in enumerate(columns)
            if 2 * len(values) > len(rows) and _share(values, is_it) >= share
        ]
        free = [at for at in fit if at not in found.values()]
        if free:
            found[field] = min(free, key=rank)

    take("date", _is_day, _MOST)
    take("url", lambda value: value.startswith(("http://", "https://")), _MOST)
    take("body", is_prose, _HALF, lambda at: -_length(columns[at]))
    take("title", _is_title, _MOST, lambda at: -_length(columns[at]))
    take("source", is_paper, _MANY)
    take("author", is_person, _MANY)
    if 0 not in found.values() and len({*columns[0]}) == len(rows) and all(map(_is_id, columns[0])):
        found["id"] = 0
    if "body" not in found or not found.keys() & {"title", "date"}:
        return None
    names = {at: field for field, at in found.items()}
    return [names.get(at, "") for at in range(width)]


def note_inferred(names: Sequence[str], input_file: InputFile) -> None:
    """Note as what the columns of a table without names are read."""
    read = ", ".join(filter(None, names))
    input_file.note(f"no names of columns above the first row: read as {read}; add a row with them")


def _share(values: Sequence[str], is_it: _Test) -> float:
    return sum(map(bool, map(is_it, values))) / len(values) if values else 0.0


def _length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / max(len(values), 1)


def _is_day(value: str) -> bool:
    return len(value) <= _MAX_DATE and len(partial_date(value) or "") == _DAY


def _is_title(value: str) -> bool:
    return len(value.split()) >= _MIN_TITLE and len(value) <= _MAX_TITLE


def _is_id(value: str) -> bool:
    return " " not in value and any(map(str.isdecimal, value))
