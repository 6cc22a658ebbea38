"""Marks are in order, apart and inside the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight.marks import merge_marks
from indexer.model import Mark


@pytest.mark.parametrize(
    ("marks", "expected", "why"),
    [
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)], "order"),
        ([(0, 3), (2, 5)], [(0, 5)], "an overlap is one mark"),
        ([(0, 2), (2, 4)], [(0, 4)], "so are parts of a compound that touch"),
        ([(3, 3), (5, 4)], [], "nothing to mark"),
        ([(-2, 3), (8, 99)], [(0, 3), (8, 10)], "never outside the text"),
    ],
)
def test_marks_are_put_in_order(marks: list[Mark], expected: list[Mark], why: str) -> None:
    assert merge_marks(marks, 10) == expected, why


@given(marks=st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30))))
def test_marks_are_apart_and_cover_just_what_was_marked(marks: list[Mark]) -> None:
    merged = merge_marks(marks, 20)
    assert all(left[1] < right[0] for left, right in pairwise(merged))
    covered = {at for start, end in marks for at in range(max(0, start), min(end, 20))}
    assert {at for start, end in merged for at in range(start, end)} == covered
