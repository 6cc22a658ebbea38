"""`knipsel search --facets`: what is found, counted by field and over time, in one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click
import pytest
from click.testing import Result

from indexer.cli.terminal.facets import PLAIN_BARS, facet_lines
from indexer.model import FacetCount, SearchPage, Sort, Span

Run = Callable[..., Result]


def page(**facets: tuple[FacetCount, ...]) -> SearchPage:
    return SearchPage("q", "q", 9, 0, 1, 1, Sort.RELEVANCE, (), facets=facets)


def timeline(days: Mapping[str, int], width: int = 80) -> str:
    spans = {Span.parse(day): count for day, count in days.items()}
    (line,) = facet_lines(page(), spans, width, PLAIN_BARS)
    return click.unstyle(line)


def test_each_facet_is_a_line_of_values_with_their_counts(knipsel: Run) -> None:
    lines = knipsel("search", "crisis", "--facets").stdout.splitlines()
    assert "Bron         -Dagblad 1, De Courant 1" in lines
    assert "Rubriek      buitenland 1" in lines
    assert any(line.startswith("Tijd         2022") and "meest" in line for line in lines)
    assert "\nBron " not in knipsel("search", "crisis").stdout


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal_and_what_does_not_fit_is_counted(width: int) -> None:
    values = tuple(FacetCount(f"Dagblad van plaats {n}", 90 - n) for n in range(12))
    long = (FacetCount("x" * 120, 3), FacetCount("y", 1))
    days = {Span.parse(f"{year}-05-03"): year for year in range(1850, 2024)}
    days[Span.parse("1618")] = 2
    lines = [click.unstyle(s) for s in facet_lines(page(source=values, section=long), days, width)]
    assert len(lines) == 3
    assert max(map(len, lines)) <= width
    shown = lines[0].count("Dagblad")
    assert lines[0].endswith(f", nog {12 - shown}")
    assert lines[1].endswith("… 3, nog 1")


def test_the_timeline_has_days_months_or_years_as_its_span_asks() -> None:
    assert timeline({"2022-03-01": 1, "2022-03-03": 8}) == (
        "Tijd         2022-03-01 . # 2022-03-03  meest 2022-03-03: 8"
    )
    assert timeline({"2022-03": 2, "2022-12-24": 4, "2023-02-01": 1}) == (
        "Tijd         2022-03 =        # : 2023-02  meest 2022-12: 4"
    )
    assert timeline({"1990": 1, "1999-05": 2}) == (
        "Tijd         1990 =        # 1999  meest 1999: 2"
    )
    assert "  meest 1880-1884: 3" in timeline({"1850": 1, "1882": 3, "2023": 1})


def test_a_few_articles_far_off_have_no_bar_but_are_counted() -> None:
    """As on the page: one article of 1848 does not make one bar of all of 2019."""
    months = {f"2019-{month:02}-03": 30 + month for month in range(3, 11)}
    assert timeline(months | {"1848-01-01": 1, "1901-05-05": 2, "2188": 1}, 90) == (
        "Tijd         2019-03 **###### 2019-10  meest 2019-10: 40  eerder 3, later 1"
    )
    assert "eerder" not in timeline(months | {"2018-12-01": 1})
    narrow = timeline(months | {"1848-01-01": 1}, 60)
    assert narrow.startswith("Tijd         1848 ")
    assert len(narrow) <= 60


def test_dates_that_are_less_precise_than_days_are_counted_by_month() -> None:
    assert "meest 2022-03: 6" in timeline({"2022-03": 5, "2022-03-24": 1, "2022-04": 1})
    assert timeline({"2022-03": 5, "2022-03-24": 1}) == "Tijd         2022-03: 6"


def test_undated_articles_and_control_characters_draw_nothing() -> None:
    values = (FacetCount("a\x1b[31mb", 1),)
    (line,) = facet_lines(page(source=values), {Span(0, 0): 4}, 80)
    assert click.unstyle(line) == r"Bron         a\x1b[31mb 1"


@pytest.mark.parametrize("output_format", ["csv", "ids", "trec", "jsonl"])
def test_facets_that_a_format_cannot_hold_are_refused(knipsel: Run, output_format: str) -> None:
    result = knipsel("search", "crisis", "--facets", "--format", output_format)
    assert result.exit_code == 2
    assert "--facets is for --format text" in result.stderr
