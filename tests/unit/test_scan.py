"""The pages of an article and its boxes, packed and unpacked."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.scan import COLUMNS, Box, Scan, ScanPage, packed_columns, unpacked

_NUMBERS = st.integers(0, 100_000)
_ROWS = st.lists(st.tuples(*[_NUMBERS] * COLUMNS), max_size=20)


@given(_ROWS)
def test_what_is_packed_is_unpacked_the_same(rows: list[tuple[int, ...]]) -> None:
    assert list(unpacked(packed_columns([*zip(*rows, strict=True)]))) == rows


@given(_ROWS, st.none() | st.floats(0, 1), st.none() | st.text(max_size=9))
def test_a_scan_is_stored_whole(
    rows: list[tuple[int, ...]], confidence: float | None, issue: str | None
) -> None:
    boxes = packed_columns([*zip(*rows, strict=True)])
    scan = Scan((ScanPage(1, "a\n.png", 10, 20), ScanPage(2)), confidence, issue, boxes, boxes)
    assert Scan.of_bytes(scan.to_bytes()) == scan


def test_words_are_listed_by_page() -> None:
    boxes = packed_columns([(0, 1), (0, 5), (4, 9), (1, 5), (2, 6), (3, 7), (4, 8)])
    scan = Scan((ScanPage(3), ScanPage(4)), body_boxes=boxes)
    assert scan.words() == [[Box(0, 4, 1, 2, 3, 4)], [Box(5, 9, 5, 6, 7, 8)]]
    assert scan.title_words() == [[], []]


def test_a_box_takes_about_eight_bytes() -> None:
    rows = [(0, at * 7, at * 7 + 6, at * 31 % 900, at, 31, 20) for at in range(1000)]
    assert len(packed_columns([*zip(*rows, strict=True)])) < 12 * 1000


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]\n", b"[null,null,[[1,2,3,4,5,6]],0]\n", b"\xff\n"]
)
def test_damage_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Scan.of_bytes(data)


@pytest.mark.parametrize("data", [b"x", zlib.compress(b"\0" * 300_000_000, 9)])
def test_damaged_boxes_are_a_value_error_whatever_they_grow_to(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        list(unpacked(data))
