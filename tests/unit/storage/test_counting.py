"""Numbers are counted in parts, as the figures are that one pass would give."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.storage.forward import counting
from indexer.storage.forward.counting import counted, distinct

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
