"""Remembered answers: given once, and gone with their object."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from indexer.cache import weak_lru_cache


class Doubling:
    """Doubles numbers, and counts how often it had to."""

    def __init__(self) -> None:
        self.worked = 0
        self.double = weak_lru_cache(self._double, 2)

    def _double(self, number: int) -> int:
        self.worked += 1
        return 2 * number


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_an_answer_is_worked_out_once_while_it_is_among_the_last() -> None:
    doubling = Doubling()
    assert [doubling.double(number) for number in (1, 1, 2, 3, 1)] == [2, 2, 4, 6, 2]
    assert doubling.worked == 4


def test_what_remembers_goes_with_its_last_reference(without_collector: None) -> None:
    doubling = Doubling()
    doubling.double(1)
    gone = weakref.ref(doubling)
    del doubling
    assert gone() is None
