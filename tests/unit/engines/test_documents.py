"""What all engines make of the fields of an article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.documents import (
    IndexDocument,
    oldest_first,
    ordered_facet,
    span_code,
    span_of_code,
)
from indexer.model import UNDATED, FacetCount, Span

DAY = 738_000
LAST_DAY = 3_652_059  # 31 December 9999


def document(first: int, last: int) -> IndexDocument:
    return IndexDocument(
        id="a", content_hash="1", origin="a.txt",
        exact="", stem="", part="", title_exact="", title_stem="", title_part="",
        first=first, last=last, values={}, payload=b"",
    )  # fmt: skip


@given(st.integers(1, LAST_DAY - 366), st.integers(0, 366))
def test_a_span_comes_back_from_its_code(first: int, days: int) -> None:
    assert span_of_code(span_code(document(first, first + days))) == Span(first, first + days)


def test_an_undated_article_has_code_0_which_is_undated() -> None:
    assert span_of_code(span_code(document(0, 0))) == UNDATED


def test_a_facet_goes_by_falling_count_then_by_value_and_has_no_empty_value() -> None:
    counts = [("Trouw", 2), ("", 9), ("NRC", 2), ("Het Parool", 7)]
    assert ordered_facet(counts) == (
        FacetCount("Het Parool", 7), FacetCount("NRC", 2), FacetCount("Trouw", 2)
    )  # fmt: skip


def test_undated_articles_come_last_where_the_oldest_come_first() -> None:
    assert sorted([DAY, 0, LAST_DAY, 1], key=oldest_first, reverse=True) == [1, DAY, LAST_DAY, 0]
