"""Caches keep what they say they keep, and let the rest go."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.cache import LruCache, Memo, TwoGenerationCache, weak_lru_cache


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


def test_what_was_used_last_is_kept() -> None:
    cache: LruCache[str, int] = LruCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_sizes_bound_what_is_kept() -> None:
    cache: LruCache[str, str] = LruCache(10, size_of=len)
    for key in "abc":
        cache.put(key, 4 * key)
    assert [cache.get(key) for key in "abc"] == [None, "bbbb", "cccc"]
    cache.put("c", "c")
    cache.put("d", "ddddd")
    assert [cache.get(key) for key in "bcd"] == ["bbbb", "c", "ddddd"]


@pytest.mark.parametrize(
    ("max_size", "value", "why"),
    [
        (10, "x" * 11, "larger than everything together"),
        (10, "refused", "not accepted"),
        (0, "x", "no room at all"),
    ],
)
def test_a_value_that_cannot_be_kept_leaves_the_others_alone(
    max_size: int, value: str, why: str
) -> None:
    cache: LruCache[str, str] = LruCache(
        max_size, size_of=len, accepts=lambda value: value != "refused"
    )
    cache.put("a", "aaa")
    cache.put("b", value)
    assert cache.get("b") is None, why
    assert cache.get("a") == ("aaa" if max_size else None)


def test_threads_may_share_a_cache() -> None:
    cache: LruCache[int, int] = LruCache(50)

    def use(first: int) -> bool:
        numbers = [first * n % 97 for n in range(3_000)]
        for number in numbers:
            cache.put(number, number)
        return all(cache.get(number) in (number, None) for number in numbers)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(use, range(1, 9)))


def test_a_batch_that_was_put_last_is_there_whole_however_large() -> None:
    cache: TwoGenerationCache[int, int] = TwoGenerationCache(10)
    cache.put(dict.fromkeys(range(5), 0))
    batch = {number: number for number in range(100, 200)}
    cache.put(batch)
    assert cache.get(batch) == batch


def test_values_that_are_used_stay_and_others_go() -> None:
    cache: TwoGenerationCache[int, int] = TwoGenerationCache(10)
    cache.put({1: 1, 2: 2})
    for start in range(100, 200, 5):
        cache.put(dict.fromkeys(range(start, start + 5), 0))
        assert cache.get([1]) == {1: 1}
    assert cache.get([1, 2]) == {1: 1}


def test_a_memo_asks_once_for_a_word_and_starts_afresh_when_it_is_full() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    memo = Memo(length, 2)
    assert [memo[word] for word in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "bb", "ccc", "a"]
    assert len(memo) == 2
