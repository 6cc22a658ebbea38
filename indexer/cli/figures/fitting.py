"""Rows of a table that fit on a terminal: what is too wide for its column goes on below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_GAP = "  "
_NARROW = 12  # a column of words is made no narrower


def row_lines(
    table: Sequence[Sequence[str]], words: Sequence[bool], columns: int | None
) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a table, and whether each is of its heading, the first row.

    Columns of `words` stand left, those of numbers right. `columns` is the width of the terminal,
    None where there is none: programs read a row a line. First the headings are broken, then the
    widest words; numbers never are.
    """
    widths = _widths(table, words, columns)
    for place, row in enumerate(table):
        cells = [_broken(cell, width) for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, cells))
        if not place:
            cells = [[""] * (height - len(cell)) + cell for cell in cells]
        for pieces in zip_longest(*cells, fillvalue=""):
            aligned = (
                piece.ljust(width) if is_word else piece.rjust(width)
                for piece, width, is_word in zip(pieces, widths, words, strict=True)
            )
            yield _GAP.join(aligned).rstrip(), not place


def _widths(
    table: Sequence[Sequence[str]], words: Sequence[bool], columns: int | None
) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if columns is None or _total(widths) <= columns:
        return widths
    heading, *rows = table
    widths = [
        max(map(len, [*title.split(), *(row[place] for row in rows)]))
        for place, title in enumerate(heading)
    ]
    of_words = [place for place, is_word in enumerate(words) if is_word]
    while _total(widths) > columns:
        widest = max(of_words, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= _NARROW:
            break
        widths[widest] -= 1
    return widths


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _broken(cell: str, width: int) -> list[str]:
    return [cell] if len(cell) <= width else textwrap.wrap(cell, width, break_on_hyphens=False)
