"""Numbers are counted in parts, as the figures are that one pass would give."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.storage.forward import counting
from indexer.storage.forward.counting import counted, distinct, highest, most_counted, summed

NUMBERS = st.lists(st.one_of(st.integers(-9, 9), st.integers(-(2**63), 2**63 - 1)), max_size=60)


@pytest.mark.parametrize("at_once", [1, 2, 7, 1_000])
@given(numbers=NUMBERS)
def test_numbers_are_counted_alike_in_any_number_of_parts(at_once: int, numbers: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_AT_ONCE", at_once)
        patch.setattr(counting, "_SAMPLE", 8)
        found, counts = counted(np.array(numbers, np.int64))
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == Counter(numbers)
    assert found.tolist() == sorted({*numbers}) == distinct(np.array(numbers, np.int64)).tolist()


@given(st.lists(st.integers(0, 5), max_size=9), st.one_of(st.none(), st.integers(0, 11)))
def test_the_highest_are_those_that_a_sorted_list_begins_with(
    counts: list[int], limit: int | None
) -> None:
    numbers, given_ = np.arange(len(counts)), np.array(counts, np.int64)
    every = numbers.tolist()
    first = sorted(counts, reverse=True)[:limit]
    expected = [number for number in every if first and counts[number] >= first[-1]]
    assert np.flatnonzero(highest(given_, limit)).tolist() == expected
    over, least, tied = most_counted(numbers, given_, limit)
    if not limit or limit >= len(counts):
        expected = every
        assert (least, tied) == (0, []), "all were asked for"
    assert sorted([*dict(over), *tied]) == expected
    assert all(counts[number] == count > (least if tied else -1) for number, count in over)
    assert all(counts[number] == least for number in tied)


def test_numbers_and_counts_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        most_counted(np.arange(3), np.arange(2), None)
    with pytest.raises(ValueError, match="argument"):
        summed([np.arange(3)], [], 3)


def test_counts_of_types_are_added_up_by_what_they_are_of() -> None:
    counts = [np.array([1, 2, 4]), np.array([8])]
    numbers = [np.array([3, 0, 3], np.uint32), np.array([0], np.uint32)]
    found = summed(counts, numbers, 5)
    assert found.tolist() == [10, 0, 0, 5, 0]
    assert np.issubdtype(found.dtype, np.integer)
