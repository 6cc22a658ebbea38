"""The chart of a trend: where its lines, points and labels stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.figures import Interval, Period, Series, Trend
from webapp.pages.over_time.chart import (
    HEIGHT,
    MAX_LEVELS,
    MAX_POINTS,
    MAX_TICKS,
    WIDTH,
    Chart,
    chart,
)
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import TrendState


def trend_of(*rows: list[int], articles: int = 1000, names: list[str] | None = None) -> Trend:
    named = names or [f"{2000 + n}" for n in range(len(rows[0]))]
    by = {4: Interval.YEAR, 7: Interval.MONTH, 10: Interval.DAY}[len(named[0])]
    periods = tuple(Period(name, name, name, articles) for name in named)
    return Trend(by, periods, tuple(_series(row, articles) for row in rows))


def _series(row: list[int], articles: int) -> Series:
    shares = tuple(count / articles if articles else 0.0 for count in row)
    return Series("storm", "storm", (), sum(row), 0, tuple(row), shares, ())


def drawn(trend: Trend, *, shares: bool = False) -> Chart | None:
    return chart(trend, TrendState(("storm",), trend.by, shares, SearchState()))


def test_a_line_runs_through_the_middle_of_its_periods() -> None:
    found = drawn(trend_of([0, 10, 5, 10]))
    assert found
    assert found.lines[0].path == "M125.0 200.0L375.0 0.0L625.0 100.0L875.0 0.0"
    assert [(point.x, point.y) for point in found.lines[0].points] == [
        (37.5, 0.0),
        (62.5, 100.0),
        (87.5, 0.0),
    ]


def test_a_point_searches_its_period() -> None:
    found = drawn(trend_of([1, 2]))
    assert found
    assert found.lines[0].points[0].url == "/?q=storm&since=2000&until=2000&parts=0"
    assert found.lines[0].points[1].label == "storm, 2001: 2 artikelen, 0,20%"


def test_a_share_of_nothing_breaks_the_line() -> None:
    full = trend_of([1, 0, 2])
    empty = Period("2001", "2001", "2001", 0)
    broken = Trend(full.by, (full.periods[0], empty, full.periods[2]), full.series)
    found = drawn(broken, shares=True)
    assert found
    assert re.sub(r"[^ML]", "", found.lines[0].path) == "MM"


@pytest.mark.parametrize("rows", [[3], [0, 0]])
def test_with_nothing_to_connect_there_is_no_chart(rows: list[int]) -> None:
    assert drawn(trend_of(rows)) is None


@pytest.mark.parametrize(
    ("top", "labels"),
    [
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (4, ["0", "1", "2", "3", "4"]),
        (7, ["0", "2", "4", "6"]),
        (130, ["0", "50", "100"]),
        (4321, ["0", "2.000", "4.000"]),
    ],
)
def test_levels_are_round_numbers(top: int, labels: list[str]) -> None:
    found = drawn(trend_of([top, 0]))
    assert found
    assert [level.label for level in found.levels] == labels


def test_levels_of_shares_are_percentages() -> None:
    found = drawn(trend_of([35, 0]), shares=True)
    assert found
    assert [level.label for level in found.levels] == ["0%", "1,0%", "2,0%", "3,0%"]


def test_a_year_is_named_where_it_begins() -> None:
    days = ["2021-12-30", "2021-12-31", "2022-01-01", "2022-01-02"]
    found = drawn(trend_of([1, 2, 3, 4], names=days))
    assert found
    assert [tick.label for tick in found.periods] == [
        "30 dec 2021",
        "31 dec",
        "1 jan 2022",
        "2 jan",
    ]


def test_very_many_points_cannot_be_clicked() -> None:
    found = drawn(trend_of([1] * (MAX_POINTS + 1)))
    assert found
    assert found.lines[0].points == ()


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=200), st.booleans())
def test_everything_lies_within_the_chart(row: list[int], shares: bool) -> None:
    found = drawn(trend_of(row, articles=10**7), shares=shares)
    if found is None:
        assert not any(row)
        return
    places = [tuple(map(float, xy.split())) for xy in re.split("[ML]", found.lines[0].path)[1:]]
    assert len(places) == len(row)
    assert all(0 < x < WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert 2 <= len(found.levels) <= MAX_LEVELS + 1
    assert all(0 <= level.place <= HEIGHT for level in found.levels)
    assert 1 <= len(found.periods) <= MAX_TICKS
