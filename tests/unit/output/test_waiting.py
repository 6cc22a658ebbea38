"""Lines that are made in any order are read in theirs."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from indexer.output.waiting import in_places


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=30), st.randoms())
def test_lines_come_in_the_order_of_their_places(lines: list[str], rng: random.Random) -> None:
    placed = list(enumerate(lines))
    rng.shuffle(placed)
    assert list(in_places(placed)) == lines


def test_lines_that_come_in_their_order_wait_for_none_after_them() -> None:
    made: list[int] = []

    def lines() -> Iterator[tuple[int, str]]:
        for number in range(5):
            made.append(number)
            yield number, str(number)

    for number, line in enumerate(in_places(lines())):
        assert (line, made[-1]) == (str(number), number)
