"""Rows are found by the numbers of contents, however these are spread."""

from __future__ import annotations

import random

import numpy as np
import pytest

from indexer.storage.names.rows import RowsByContent

_MOST = 1 << 56


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50, 5_000])
@pytest.mark.parametrize("spread", ["evenly", "low", "high", "one place"])
def test_every_known_number_leads_to_its_row(count: int, spread: str) -> None:
    chance = random.Random(count)
    first, last = {
        "evenly": (0, _MOST),
        "low": (0, 6_000),
        "high": (_MOST - 6_000, _MOST),
        "one place": (_MOST // 3, _MOST // 3 + 6_000),
    }[spread]
    contents = np.array(chance.sample(range(first, last), count), np.int64)
    rows = np.array(chance.sample(range(2 * count), count), np.int64)
    known = dict(zip(contents.tolist(), rows.tolist(), strict=True))
    found = RowsByContent(rows, contents)
    asked = [*known, *(each + 1 for each in known), 0, 1, _MOST - 1, 2**63 - 1, -5]
    chance.shuffle(asked)
    assert found.find(asked).tolist() == sorted(known[each] for each in asked if each in known)
    assert found.find([]).tolist() == []
    numbers = [number for number, each in enumerate(asked) if each in known]
    by_number = found.by_number(asked)
    assert by_number.find(range(len(asked))).tolist() == [known[asked[n]] for n in numbers]
    assert by_number.find(numbers[::-2]).tolist() == [known[asked[n]] for n in numbers[::-2]]


def test_rows_of_one_content_are_found_once_for_each_that_asks() -> None:
    found = RowsByContent(np.array([4, 2]), np.array([9, 9]))
    (row,) = found.find([9])
    assert row in {2, 4}
    assert found.find([9, 9]).tolist() == [row, row]
