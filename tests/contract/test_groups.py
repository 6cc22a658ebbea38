"""Engines keep the group and the bands of an article, and find articles by either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from indexer.engines.documents import IndexDocument
from indexer.engines.protocol import EngineReader

LARGEST = (1 << 63) - 1


@pytest.fixture
def grouped(article: Any) -> Any:
    """Return a function that makes an article with a group and bands."""

    def make(id_: str, group: int, bands: Iterable[int] = ()) -> IndexDocument:
        made: IndexDocument = article(id_, "wie")
        return made._replace(group=group, lsh_bands=tuple(bands))

    return make


def groups(reader: EngineReader, *ids: str) -> list[int]:
    return reader.group_ids([doc_id for id_ in ids if (doc_id := reader.doc_id(id_))])


def group_members(reader: EngineReader, group: int) -> list[str]:
    return sorted(payload.decode() for payload in reader.load(reader.group_members(group)))


def lsh_candidates(reader: EngineReader, bands: Sequence[int], limit: int = 8) -> list[str]:
    return [payload.decode() for payload in reader.load(reader.lsh_candidates(bands, limit))]


def test_the_group_of_an_article_comes_back(index: Any, grouped: Any) -> None:
    index.write(grouped("a", 1), grouped("b", LARGEST), grouped("c", 1 << 32), grouped("d", 0))
    reader = index.reader()
    assert groups(reader, "d", "c", "b", "a") == [0, 1 << 32, LARGEST, 1]
    assert reader.group_ids([]) == []


def test_the_members_of_a_group_are_found_over_all_commits(index: Any, grouped: Any) -> None:
    index.write(grouped("a", LARGEST), grouped("b", LARGEST - 1))
    index.write(grouped("c", LARGEST), grouped("d", 5))
    reader = index.reader()
    assert group_members(reader, LARGEST) == ["a", "c"]
    assert group_members(reader, LARGEST - 1) == ["b"]
    assert group_members(reader, 6) == []


def test_who_has_most_of_the_bands_comes_first(index: Any, grouped: Any) -> None:
    index.write(grouped("a", 1, (7, 8, 9)), grouped("b", 2, (7, 1, 2)), grouped("c", 3, (3,)))
    index.write(grouped("d", 4, (8, 9, (1 << 24) - 1)))
    reader = index.reader()
    assert lsh_candidates(reader, (7, 8, 9))[0] == "a"
    assert sorted(lsh_candidates(reader, (7, 8, 9))) == ["a", "b", "d"]
    assert lsh_candidates(reader, (7, 8, 9), limit=2) == ["a", "d"]
    assert lsh_candidates(reader, ((1 << 24) - 1, 0)) == ["d"]
    assert lsh_candidates(reader, (4, 5)) == []


def test_what_is_deleted_or_replaced_is_in_no_group(index: Any, grouped: Any) -> None:
    index.write(grouped("a", 5, (7,)), grouped("b", 5, (7,)), grouped("c", 5, (7,)))
    index.write(grouped("b", 6, (8,)), delete=("c",))
    reader = index.reader()
    assert group_members(reader, 5) == lsh_candidates(reader, (7,)) == ["a"]
    assert group_members(reader, 6) == lsh_candidates(reader, (8,)) == ["b"]


def test_an_article_without_group_or_bands_is_found_by_neither(index: Any, grouped: Any) -> None:
    index.write(grouped("a", 0), grouped("b", 9, (7,)))
    reader = index.reader()
    assert group_members(reader, 9) == lsh_candidates(reader, (7,)) == ["b"]
    assert reader.lsh_candidates([], 8) == []
    assert reader.verify() == []


def test_what_an_engine_expects_is_found_as_if_it_did_not(index: Any, grouped: Any) -> None:
    index.write(grouped("a", 1, (7, 8)), grouped("b", 2, (8, 9)))
    reader = index.reader()
    reader.prefetch_lsh_candidates([(7, 8), (9,), (4,), ()], 8)
    found = [lsh_candidates(reader, bands) for bands in ((7, 8), (9,), (4,))]
    assert found == [
        ["a", "b"],
        ["b"],
        [],
    ]
    assert lsh_candidates(reader, (8,), limit=1) in (["a"], ["b"])
    reader.prefetch_lsh_candidates([], 8)
