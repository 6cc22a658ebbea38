"""The lines of a page of a PDF: where they stand, how large they are, and in the order of reading.

The order is that in which the page was written, which is that of reading but where columns were
written row by row: those are taken apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot
from statistics import median
from typing import Any

from indexer.corpus.time_limit import TimeLimit
from indexer.later import dataclass

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_HYPHENS = frozenset("-\u2010\u2011\u00ad")
_SAME_ROW = 0.4  # of the size of the letters
_CELL_WIDTH = 0.5  # the least width of a letter, of its size: what text surely takes
_BIN = 3.0  # points within which starts of columns are alike
_MIN_ROWS = 3
_MAX_STARTS = 20  # places at which a column may begin that are looked at
_MIN_TEXT = 12  # characters of a line in a column of text; cells of tables have less
_DROP_CAP = 1.6
_ACROSS = 1.25  # times the widest line of a column: a line that is not of it


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on a page: places and sizes in points, y from below.

    Lines of one `block`, counted within the page, stand below each other.
    """

    text: str
    x: float
    y: float
    size: float
    block: int = 0


def page_lines(page: Any, limit: TimeLimit) -> list[Line]:
    """Return the lines of a page in the order of reading.

    Raises UnreadableError if the time that the file may take is over.
    """
    runs = _with_drop_caps([*_runs(page, limit)])
    ordered = [line for part in _parts(_rows(runs)) for line in part]
    return [*_in_blocks(ordered)]


def _runs(page: Any, limit: TimeLimit) -> list[Line]:
    """Return the pieces of text that were written at one place, with the spaces around them."""
    runs: list[Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if not text.strip("\n"):
            return
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        height = abs(size) * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3]) or 1.0
        pieces = text.translate(_LIGATURES).strip("\n").split("\n")
        runs.extend(
            Line(piece, x, y - number * height, height) for number, piece in enumerate(pieces)
        )

    page.extract_text(visitor_operand_before=lambda *_: limit.check_now(), visitor_text=visit)
    return runs


def _with_drop_caps(runs: list[Line]) -> list[Line]:
    """Return the runs with a large first letter before the word that it begins."""
    done: list[Line] = []
    for run in runs:
        before = done[-1] if done else None
        if (
            before
            and before.size > _DROP_CAP * run.size
            and re.fullmatch(r"\s*[A-ZÀ-Þ]\s*", before.text)
            and run.text[:1].islower()
        ):
            done[-1] = replace(run, text=before.text.strip() + run.text)
        else:
            done.append(run)
    return done


def _rows(runs: list[Line]) -> list[list[Line]]:
    """Return the runs of each row: those that follow each other at one height."""
    rows: list[list[Line]] = []
    for run in runs:
        last = rows[-1][-1] if rows else None
        is_blank = not run.text.strip()
        if last and abs(run.y - last.y) <= _SAME_ROW * max(run.size, last.size):
            rows[-1].append(run)
        elif not is_blank:
            rows.append([run])
    return rows


def _parts(rows: list[list[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of rows: those of columns that stand side by side, column by column."""
    starts = _column_starts(rows)
    cells_of_rows = [_cells(row, starts) for row in rows]
    widest = _widest(cells_of_rows, starts)
    side_by_side: list[list[Line]] = []
    for cells in cells_of_rows:
        alone = cells[0] if len(cells) == 1 else None
        if side_by_side and alone and _width(alone) > widest.get(_column(alone, starts), 0.0):
            yield from _columns(side_by_side, starts)
            side_by_side = []
        if side_by_side or not alone:
            side_by_side.append(cells)
        else:
            yield cells
    yield from _columns(side_by_side, starts)


def _widest(cells_of_rows: list[list[Line]], starts: list[float]) -> dict[int, float]:
    """Return how wide a line of each column may be before it runs across others."""
    widest: dict[int, float] = {}
    for cells in cells_of_rows:
        for cell in cells if len(cells) > 1 else ():
            place = _column(cell, starts)
            widest[place] = max(widest.get(place, 0.0), _ACROSS * _width(cell))
    return widest


def _width(line: Line) -> float:
    return len(line.text) * line.size


def _columns(rows: list[list[Line]], starts: list[float]) -> Iterator[list[Line]]:
    for place in range(len(starts) + 1):
        yield [cell for row in rows for cell in row if _column(cell, starts) == place]


def _column(cell: Line, starts: list[float]) -> int:
    return sum(cell.x >= start - _BIN for start in starts)


def _column_starts(rows: list[list[Line]]) -> list[float]:
    """Return where columns begin that were written row by row, but for the first."""
    places = Counter(round(run.x / _BIN) for row in rows for run in row[1:] if run.text.strip())
    starts: list[float] = []
    for place, _ in places.most_common(_MAX_STARTS):
        if sum(places[near] for near in (place - 1, place, place + 1)) < _MIN_ROWS:
            break
        start = place * _BIN
        if all(abs(start - other) > 2 * _BIN for other in starts) and _are_texts(rows, start):
            starts.append(start)
    return sorted(starts)


def _are_texts(rows: list[list[Line]], start: float) -> bool:
    """Return whether lines of text stand on both sides, and none of them runs across."""
    left, right = [], []
    for row in rows:
        at = next((n for n, run in enumerate(row) if n and abs(run.x - start) <= _BIN), None)
        if at is None:
            continue
        before = row[at - 1]
        width = len(before.text.strip()) * before.size * _CELL_WIDTH
        if before.x + 0.6 * width > start:
            return False
        left.append(len(before.text.strip()))
        right.append(len(row[at].text.strip()))
    return bool(left) and median(left) >= _MIN_TEXT and median(right) >= _MIN_TEXT


def _cells(row: list[Line], starts: list[float]) -> list[Line]:
    """Return the runs of a row as lines: one for each column that they stand in."""
    cells: list[list[Line]] = []
    for run in row:
        begins = any(abs(run.x - start) <= _BIN for start in starts) and run.text.strip()
        if not cells or begins:
            cells.append([])
        cells[-1].append(run)
    return [_one_line(cell) for cell in cells]


def _one_line(runs: list[Line]) -> Line:
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text.strip())
    first = next((run for run in runs if run.text.strip()), runs[0])
    text = re.sub(r"\s+", " ", "".join(run.text for run in runs)).strip()
    if len(runs) > 1 and runs[-1].text.strip() in _HYPHENS:
        text = f"{text[:-1].rstrip()}{text[-1]}"  # it was written by itself, at the end of a line
    return replace(first, text=text, size=sizes.most_common(1)[0][0])


def _in_blocks(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines with the number of their block; one that is not below the last begins one."""
    block = 0
    last: Line | None = None
    for line in lines:
        if last and not last.y - 8 * line.size < line.y < last.y:
            block += 1
        yield replace(line, block=block)
        last = line
