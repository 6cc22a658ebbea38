"""In a list, the best of the articles that tell one story stands for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.protocol import DocId, ScoredDoc
from indexer.search.collapse import CollapsedHit, collapsed, shown


class Groups:
    """A reader that knows the group of each article by its number."""

    def __init__(self, groups: Sequence[int]) -> None:
        self._groups = groups

    def group_ids(self, doc_ids: Sequence[DocId]) -> list[int]:
        return [self._groups[number] for _, number in doc_ids]


def rows_of(groups: Sequence[int], most: int) -> list[list[int]]:
    """Return the numbers of the articles of each row."""
    matches = [ScoredDoc((0, number), 1.0 / (number + 1)) for number in range(len(groups))]
    pool = {match.doc_id for match in matches[: max(0, most)]}
    rows = collapsed(Groups(groups), matches, pool)  # type: ignore[arg-type]
    return [[row.match.doc_id[1], *(number for _, number in row.near_duplicates)] for row in rows]


@pytest.mark.parametrize(
    ("groups", "most", "rows", "why"),
    [
        ([7, 8, 7, 9, 7], 5, [[0, 2, 4], [1], [3]], "copies stand under the best"),
        ([7, 8, 7, 9, 7], 3, [[0, 2], [1], [3], [4]], "not those further down than asked"),
        ([7, 7], 0, [[0], [1]], "nothing is folded unless asked"),
        ([7, 7], -5, [[0], [1]], "less than nothing is nothing"),
        ([0, 0, 7, 0], 9, [[0], [1], [2], [3]], "what has no group is like nothing"),
        ([], 9, [], "nothing found"),
    ],
)
def test_copies_are_folded(groups: list[int], most: int, rows: list[list[int]], why: str) -> None:
    assert rows_of(groups, most) == rows, why


@given(groups=st.lists(st.integers(0, 5), max_size=30), most=st.integers(-1, 40))
def test_every_article_is_in_one_row_and_the_best_leads(groups: list[int], most: int) -> None:
    rows = rows_of(groups, most)
    assert sorted(number for row in rows for number in row) == list(range(len(groups)))
    assert all(row == sorted(row) for row in rows)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_shown_are_all_articles_of_the_rows() -> None:
    rows = [
        CollapsedHit(ScoredDoc((0, 1), 2.0), ((0, 5), (1, 0))),
        CollapsedHit(ScoredDoc((0, 2), 1.0)),
    ]
    assert shown(rows) == {(0, 1), (0, 5), (1, 0), (0, 2)}
