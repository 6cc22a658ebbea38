"""What all engines make of the fields of an article."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.engines.documents import (
    keyword,
    oldest_first,
    ordered_facet,
    span_code,
    span_of_code,
)
from indexer.model import UNDATED, FacetCount, Span
from indexer.query.analyze import QueryAnalyzer
from indexer.query.nodes import Keyword
from indexer.query.parser import parse
from indexer.query.surfaces import DOUBLE_QUOTES
from indexer.text import without_invisible

ANALYZER = Analyzer()
DAY = 738_000
LAST_DAY = 3_652_059  # 31 December 9999


class NoWords:
    """A vocabulary without words."""

    def frequency(self, *_: object) -> int:
        return 0


def asked_value(query: str) -> str:
    analyzed = QueryAnalyzer(ANALYZER, Aliases.load(), NoWords()).analyze(parse(query).tree)
    (found,) = analyzed.filters
    assert isinstance(found, Keyword)
    return found.value


@given(st.integers(1, LAST_DAY - 366), st.integers(0, 366))
def test_a_span_comes_back_from_its_code(first: int, days: int) -> None:
    assert span_of_code(span_code(first, first + days)) == Span(first, first + days)


def test_an_undated_article_has_code_0_which_is_undated() -> None:
    assert span_of_code(span_code(0, 0)) == UNDATED


def test_a_facet_goes_by_falling_count_then_by_value_and_has_no_empty_value() -> None:
    counts = [("Trouw", 2), ("", 9), ("NRC", 2), ("Het Parool", 7)]
    assert ordered_facet(counts) == (
        FacetCount("Het Parool", 7), FacetCount("NRC", 2), FacetCount("Trouw", 2)
    )  # fmt: skip


def test_undated_articles_come_last_where_the_oldest_come_first() -> None:
    assert sorted([DAY, 0, LAST_DAY, 1], key=oldest_first, reverse=True) == [1, DAY, LAST_DAY, 0]


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("A. Jansen", '"A. Jansen"'),
        ("Smit, Piet", '"smit, piet"'),
        ("Kunst & Cultuur", '"Kunst & cultuur"'),
        ("Wat nu?", '"wat nu?"'),
        ("Door Éva <eva@x.nl>", '"Door Éva <eva@x.nl>"'),
        ("'s-Hertogenbosch", "'s-hertogenbosch"),
        ("NOS (online)", "(NOS online)"),
        ("NU.nl", "nu.nl"),
    ],
)
def test_a_value_can_be_asked_for_as_it_is_written(value: str, asked: str) -> None:
    assert keyword(asked_value(f"bron:{asked}")) == keyword(value)


@given(st.text(st.characters(exclude_characters=DOUBLE_QUOTES, exclude_categories=["Cs"])))
def test_a_value_in_quotes_is_that_value(value: str) -> None:
    assume(any(map(str.isalnum, value)))
    assert keyword(asked_value(f'bron:"{value}"')) == keyword(without_invisible(value))


@pytest.mark.parametrize("value", ["***", "—", "&"])
def test_a_value_of_signs_alone_is_itself(value: str) -> None:
    assert keyword(value) == value
