"""The arithmetic of scores, where it can be checked against a table or a limit."""

from __future__ import annotations

import pytest

from indexer.engines.bm25 import idf, kept_length


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (23, 23), (40, 40), (41, 40), (43, 42), (57, 56), (59, 56), (60, 60), (95, 88),
     (103, 96), (151, 144), (167, 152), (1047, 984), (1048, 1048), (2071, 1944), (16408, 16408)],
)  # fmt: skip
def test_lengths_are_kept_as_tantivys_table_of_field_norms_has_them(length: int, kept: int) -> None:
    assert kept_length(length) == kept


def test_a_term_that_no_article_has_is_worth_nothing() -> None:
    assert idf(1_000, 0) == 0


def test_the_rarer_a_term_the_more_it_is_worth_and_never_less_than_nothing() -> None:
    worth = [idf(100, frequency) for frequency in range(1, 121)]  # deleted articles count as well
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] > 0
