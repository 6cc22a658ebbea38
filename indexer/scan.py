"""Where an article stands on paper: its pages, and the box of each word on them.

Boxes travel packed, with the stored source of the article. They are unpacked for the article that a
reader opens, and for no other.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import add, sub
from types import UnionType
from typing import Any

from indexer.later import NamedTuple, dataclass

COLUMNS = 7
"""Numbers of a box in a row: its page, the start and end of its word, x, y, width, height."""

_PAGE, _START, _END, _X, _Y = range(5)
_LENGTH = _END
_RELATIVE = (_PAGE, _START, _X, _Y)  # stored as the difference with the box before
_INT = "i"
_ITEM = array(_INT).itemsize
_MAX_BYTES = 128 << 20  # unpacked: more than the words of the longest article take
_LEVEL = 1  # of zlib: twice as quick as its usual level, 4% larger


class Box(NamedTuple):
    """A word on paper, or the part of one that stands on one line.

    `start` and `end` are offsets into the title or body, in Unicode code points. The rest is in the
    unit of the width and height of the page, counted from its left upper corner.
    """

    start: int
    end: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page of paper: its number in the issue, its image, and its size in the unit of its boxes.

    `image` is a path below the folder of the file that was read, or an address; None without one.
    """

    page: int
    image: str | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """The pages that an article stands on, in its order, and the places of its words.

    `confidence` is the mean that the recognition gave its words, 0 to 1, None where it gave none.
    `title_boxes` and `body_boxes` are packed: `boxes` unpacks them.
    """

    pages: tuple[ScanPage, ...]
    confidence: float | None = None
    issue: str | None = None
    title_boxes: bytes = b""
    body_boxes: bytes = b""

    def to_bytes(self) -> bytes:
        """Return all of it as a stored source has it."""
        import orjson  # noqa: PLC0415 - who asks for help stores nothing

        pages = [[page.page, page.image, page.width, page.height] for page in self.pages]
        head = [self.confidence, self.issue, pages, len(self.title_boxes)]
        return b"%b\n%b%b" % (orjson.dumps(head), self.title_boxes, self.body_boxes)

    @classmethod
    def of_bytes(cls, data: bytes) -> Scan:
        """Return what `to_bytes` stored. Raises ValueError if it is damaged."""
        import orjson  # noqa: PLC0415 - as above

        head, _, boxes = data.partition(b"\n")
        try:
            confidence, issue, pages, title = orjson.loads(head)
            _require_kinds((confidence, float | int | None), (issue, str | None), (title, int))
            return cls(
                tuple(map(_stored_page, pages)),
                confidence,
                issue,
                boxes[:title],
                boxes[title:],
            )
        except (TypeError, ValueError) as error:
            raise ValueError(f"the pages of an article are damaged: {error}") from error

    def title_words(self) -> list[list[Box]]:
        """Return the boxes of the title's words, a list for each page."""
        return self._by_page(self.title_boxes)

    def words(self) -> list[list[Box]]:
        """Return the boxes of the body's words, a list for each page."""
        return self._by_page(self.body_boxes)

    def _by_page(self, packed: bytes) -> list[list[Box]]:
        found: list[list[Box]] = [[] for _ in self.pages]
        for page, *box in unpacked(packed):
            if 0 <= page < len(found):
                found[page].append(Box(*box))
        return found


def _stored_page(stored: Sequence[Any]) -> ScanPage:
    page = ScanPage(*stored)
    _require_kinds(
        (page.page, int), (page.image, str | None), (page.width, int), (page.height, int)
    )
    return page


def _require_kinds(*values: tuple[object, type | UnionType]) -> None:
    for value, kind in values:
        if not isinstance(value, kind):
            raise TypeError(f"a value is {type(value).__name__}")


def packed_columns(given: Sequence[Sequence[int]]) -> bytes:
    """Return boxes packed, about 8 bytes for each; their numbers come in the columns of a row."""
    return compressed(in_columns(given)) if given and given[0] else b""


def compressed(columns: bytes) -> bytes:
    """Return boxes packed of which `in_columns` made bytes; there may be none."""
    return zlib.compress(columns, _LEVEL) if columns else b""


def in_columns(given: Sequence[Sequence[int]]) -> bytes:
    """Return boxes as bytes before they are compressed: one column of numbers after another."""
    columns: list[Iterable[int]] = [*given]
    columns[_LENGTH] = map(sub, given[_LENGTH], given[_START])
    for column in _RELATIVE:
        columns[column] = map(sub, given[column], chain((0,), given[column]))
    return b"".join(array(_INT, column).tobytes() for column in columns)


def unpacked(data: bytes) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of each box that `packed_columns` put together.

    Raises ValueError if they are damaged.
    """
    if not data:
        return iter(())
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(data, _MAX_BYTES)
        if not unpacking.eof:
            raise ValueError("the boxes of an article are damaged: too many, or cut off")
    except zlib.error as error:
        raise ValueError(f"the boxes of an article are damaged: {error}") from error
    rows = len(raw) // _ITEM // COLUMNS
    numbers = array(_INT, raw[: rows * COLUMNS * _ITEM])
    columns = [numbers[column * rows : (column + 1) * rows].tolist() for column in range(COLUMNS)]
    for column in _RELATIVE:
        columns[column] = [*accumulate(columns[column])]
    columns[_LENGTH] = [*map(add, columns[_START], columns[_LENGTH])]
    return zip(*columns, strict=True)
