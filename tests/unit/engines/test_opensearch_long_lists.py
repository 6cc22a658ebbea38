"""A list past one answer of a cluster is right wherever it is read, and is read once by a walk."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.opensearch import long_lists
from indexer.engines.opensearch.long_lists import LongList, LongLists
from indexer.engines.protocol import ScoredDoc

WINDOW = 20


class Cluster:
    """Answers searches of one list as a cluster does, and counts the hits that it sends."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.sent = 0

    def ask(self, part: dict[str, Any]) -> list[dict[str, Any]]:
        assert 1 <= part["size"] <= WINDOW
        start = part["search_after"][0] + 1 if "search_after" in part else 0
        hits = [{"sort": [n]} for n in range(start, min(self.length, start + part["size"]))]
        self.sent += len(hits)
        return hits

    def page(self, long: LongList, offset: int, limit: int) -> list[int]:
        return [int(doc.score) for doc in long.read(offset, limit, self.ask, read)]


def read(hits: list[dict[str, Any]]) -> list[ScoredDoc]:
    return [ScoredDoc((0, hit["sort"][0]), float(hit["sort"][0])) for hit in hits]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{long_lists.__name__}.WINDOW", WINDOW)
    monkeypatch.setattr(long_lists, "MAX_KEPT", 60)


@given(
    length=st.integers(0, 150),
    asked=st.lists(st.tuples(st.integers(0, 160), st.integers(1, 70)), max_size=8),
)
def test_every_page_is_that_of_the_whole_list(length: int, asked: list[tuple[int, int]]) -> None:
    long, cluster = LongList(), Cluster(length)
    for offset, limit in asked:
        expected = list(range(length))[offset : offset + limit]
        assert cluster.page(long, offset, limit) == expected


def test_a_walk_by_pages_reads_each_hit_once() -> None:
    """By date each page begins where the last ended; past what is kept too."""
    long, cluster = LongList(), Cluster(150)
    for offset in range(20, 150, 7):
        cluster.page(long, offset, 7)
    assert cluster.sent == 150


def test_a_list_that_is_asked_for_from_its_start_each_time_goes_on_where_it_ended() -> None:
    """By relevance a page is cut from the list up to it: the first articles are ranked anew."""
    long, cluster = LongList(), Cluster(150)
    for end in range(21, 60, 7):
        cluster.page(long, 0, end)
    assert cluster.sent == 56


def test_the_lists_asked_for_last_are_remembered() -> None:
    lists = LongLists()
    first = lists.of({"query": 0})
    for n in range(1, long_lists.MAX_LISTS):
        lists.of({"query": n})
    assert lists.of({"query": 0}) is first
    lists.of({"query": -1})
    lists.of({"query": -2})
    assert lists.of({"query": 0}) is first
    for n in range(10, 10 + long_lists.MAX_LISTS):
        lists.of({"query": n})
    assert lists.of({"query": 0}) is not first
