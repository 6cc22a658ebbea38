"""Counting per period: what counts where, and which periods have a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.figures import Interval, Trend
from indexer.errors import RequestError
from indexer.model import UNDATED, Article, SearchRequest, Span
from indexer.query.syntax import ParsedQuery
from indexer.search.snapshot import Snapshot
from indexer.statistics.trends import MAX_PERIODS, Counted, trend

Days = dict[str, int]


def spans(days: Days) -> dict[Span, int]:
    """Return the counts by span; the date `` is none."""
    return {Span.parse(date) if date else UNDATED: count for date, count in days.items()}


def counted(
    *found: Days,
    everything: Days | None = None,
    by: Interval = Interval.MONTH,
    limits: tuple[str, str] | None = None,
    most: int = MAX_PERIODS,
) -> Trend:
    queries = [Counted(f"q{n}", "", (), spans(days)) for n, days in enumerate(found)]
    days = limits and Span(Span.parse(limits[0]).first, Span.parse(limits[1]).last)
    return trend(spans(everything or found[0]), queries, by, days or None, most)


def rows(found: Trend) -> dict[str, int]:
    names = [period.name for period in found.periods]
    return dict(zip(names, found.series[0].counts, strict=True))


@pytest.mark.parametrize(
    ("date", "by", "period", "why"),
    [
        ("2022-03-24", Interval.YEAR, "2022", "a day lies in its year"),
        ("2022-03-24", Interval.MONTH, "2022-03", "and in its month"),
        ("2022-03-24", Interval.WEEK, "2022-W12", "and in its week"),
        ("2022-03-24", Interval.DAY, "2022-03-24", "and is itself"),
        ("2022-03", Interval.YEAR, "2022", "a month lies in its year"),
        ("2022-03", Interval.MONTH, "2022-03", "and is itself"),
        ("2022-03", Interval.WEEK, None, "no week holds a month"),
        ("2021-02", Interval.WEEK, None, "not even one of four whole weeks"),
        ("2022-03", Interval.DAY, None, "no day holds a month"),
        ("2022", Interval.YEAR, "2022", "a year is itself"),
        ("2022", Interval.MONTH, None, "no month holds a year"),
        ("", Interval.YEAR, None, "without a date there is no period"),
        ("2021-01-03", Interval.WEEK, "2020-W53", "ISO 8601: a Sunday ends the week of last year"),
        ("2018-12-31", Interval.WEEK, "2019-W01", "a Monday begins the week of next year"),
        ("0001-01-01", Interval.WEEK, "0001-W01", "the first day there is"),
        ("9999-12-31", Interval.WEEK, "9999-W52", "the last: its week has no Sunday"),
        ("0001-01-01", Interval.MONTH, "0001-01", "the first month"),
        ("9999-12-31", Interval.MONTH, "9999-12", "the last month"),
    ],
)
def test_an_article_counts_where_its_whole_date_lies(
    date: str, by: Interval, period: str | None, why: str
) -> None:
    found = counted({date: 3}, by=by)
    assert rows(found) == ({period: 3} if period else {}), why
    assert found.series[0].unplaced == (0 if period else 3)
    assert found.series[0].total == 3


def test_periods_without_hits_have_rows_between_those_with_hits() -> None:
    found = counted({"2021-11-05": 2, "2022-02": 1, "2022": 9})
    assert rows(found) == {"2021-11": 2, "2021-12": 0, "2022-01": 0, "2022-02": 1}


def test_queries_share_the_periods_from_the_first_hit_of_any_to_the_last() -> None:
    everything = {"2010-01": 50, "2021-11": 5, "2022-01": 1, "2022-04": 6}
    found = counted({"2021-11": 2}, {"2022-01": 1}, everything=everything)
    assert [period.name for period in found.periods] == ["2021-11", "2021-12", "2022-01"]
    assert [series.counts for series in found.series] == [(2, 0, 0), (0, 0, 1)]


def test_shares_are_of_all_articles_of_the_period() -> None:
    found = counted({"2022-01": 2, "2022-03": 3}, everything={"2022-01": 8, "2022-03-04": 3})
    assert found.series[0].shares == (0.25, 0.0, 1.0)
    assert [period.articles for period in found.periods] == [8, 0, 3]


def test_limits_show_the_periods_before_and_after_that_the_archive_has() -> None:
    everything = {"2022-01": 8, "2022-03": 1, "2022-04": 3}
    found = counted({"2022-03": 1}, everything=everything, limits=("2021", "2023"))
    assert list(rows(found)) == ["2022-01", "2022-02", "2022-03", "2022-04"]


@pytest.mark.parametrize(
    ("by", "searched"),
    [
        (Interval.YEAR, [("2022-01-10", "2022-02-20")]),
        (Interval.MONTH, [("2022-01-10", "2022-01"), ("2022-02", "2022-02-20")]),
        (Interval.WEEK, [("2022-01-10", "2022-01-16"), ("2022-02-14", "2022-02-20")]),
        (Interval.DAY, [("2022-01-12", "2022-01-12"), ("2022-02-18", "2022-02-18")]),
    ],
)
def test_a_search_for_a_period_keeps_to_the_limits(
    by: Interval, searched: list[tuple[str, str]]
) -> None:
    days = {"2022-01-12": 1, "2022-02-18": 1}
    periods = counted(days, by=by, limits=("2022-01-10", "2022-02-20")).periods
    assert [(period.since, period.until) for period in (periods[0], periods[-1])] == [
        searched[0],
        searched[-1],
    ]


def test_too_many_periods_become_fewer_of_a_coarser_unit_and_that_is_said() -> None:
    found = counted({"2020-01-01": 1, "2022-12-31": 1}, by=Interval.DAY, most=40)
    assert found.by is Interval.MONTH
    assert len(found.periods) == 36
    assert found.notices == ("Per dag zijn het 1.096 perioden: geteld per maand.",)


def test_years_are_never_too_many() -> None:
    assert len(counted({"1600": 1, "2000": 1}, by=Interval.YEAR, most=5).periods) == 401


def test_without_anything_dated_there_are_no_periods() -> None:
    for found in (counted({"": 4}), counted({}, everything={"2022": 1})):
        assert found.periods == ()
        assert found.series[0].counts == ()


dates = st.dates().flatmap(
    lambda day: st.sampled_from(["", day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(
    st.dictionaries(st.sampled_from(["", "2019", "2019-03"]) | dates, st.integers(1, 99)),
    st.sampled_from(list(Interval)),
)
def test_every_article_is_in_one_period_or_in_none(days: Days, by: Interval) -> None:
    found = counted(days, by=by, most=1_000)
    series = found.series[0]
    assert sum(series.counts) + series.unplaced == series.total == sum(days.values())
    assert all(0 <= share <= 1 for share in series.shares)
    limits = [Span(Span.parse(p.since).first, Span.parse(p.until).last) for p in found.periods]
    assert all(a.last + 1 == b.first for a, b in pairwise(limits))


NEWS = (
    Article("a", "Storm", "De storm trok over.", "2022-03-24", "NRC"),
    Article("b", "Storm", "Weer een storm.", "2022-03", "Trouw"),
    Article("c", "Stormschade", "Schade in de stad.", "2022", "NRC"),
    Article("d", "Rust", "Windstil.", "2022-05-01", "NRC"),
    Article("e", "Storm", "Zonder datum."),
)


def test_an_archive_counts_queries_side_by_side(
    archive_of: Callable[..., Any], engine: str
) -> None:
    archive = archive_of(*NEWS, engine=engine)
    found = archive.trend(["storm", "rust"])
    assert [(p.name, p.articles) for p in found.periods] == [
        ("2022-03", 2),
        ("2022-04", 0),
        ("2022-05", 1),
    ]
    storm, rust = found.series
    assert (storm.total, storm.unplaced, storm.counts) == (3, 1, (2, 0, 0))
    assert (rust.total, rust.unplaced, rust.counts) == (1, 0, (0, 0, 1))
    inside = archive.trend(["storm"], parts=True)  # stormschade
    assert (inside.parts, found.parts) == (True, False)
    assert (inside.series[0].total, inside.series[0].unplaced) == (4, 2)


def test_the_queries_of_a_trend_share_what_wildcards_may_cost_where_they_are_counted_too(
    archive_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(Article("1", "Storm", "Storm op zee.", "2022-01-01"))
    shares = Counter[tuple[str, int]]()
    read = Snapshot.parse

    def noted(snapshot: Snapshot, query: str, share: int = 1) -> ParsedQuery:
        shares[query, share] += 1
        return read(snapshot, query, share)

    monkeypatch.setattr(Snapshot, "parse", noted)
    archive.trend(["*m zee", "st*", "*e*"])
    assert shares == {("*m zee", 3): 1, ("st*", 3): 1, ("*e*", 3): 1, ("", 1): 1}


def test_a_trend_keeps_within_a_source(archive_of: Callable[..., Any], engine: str) -> None:
    archive = archive_of(*NEWS, engine=engine)
    found = archive.trend(["storm"], within=SearchRequest("", filters={"source": ("nrc",)}))
    assert found.series[0].total == 1
    assert [(p.name, p.articles) for p in found.periods] == [("2022-03", 1)]


def test_a_series_of_a_source_is_divided_by_that_source(
    archive_of: Callable[..., Any], engine: str
) -> None:
    archive = archive_of(*NEWS, engine=engine)
    asked = ["storm", "storm bron:nrc", "-bron:nrc", "storm datum:2022-03", "storm persoon:nrc"]
    found = {series.query: series for series in archive.trend(asked).series}
    assert [period.name for period in archive.trend(asked).periods] == ["2022-03"]
    assert (found["storm"].articles, found["storm"].shares) == ((2,), (1.0,))
    assert (found["storm bron:nrc"].articles, found["storm bron:nrc"].shares) == ((1,), (1.0,))
    assert (found["-bron:nrc"].articles, found["-bron:nrc"].counts) == ((1,), (1,))
    assert found["storm datum:2022-03"].articles == (2,)
    assert found["storm persoon:nrc"].articles == (2,)  # whom it names divides nothing
    within = SearchRequest("", since="2022-04")
    assert archive.trend(["bron:trouw"], within=within).series[0].articles == ()


def test_a_query_without_words_counts_nothing_and_says_so(archive_of: Callable[..., Any]) -> None:
    series = archive_of(*NEWS).trend(['""']).series[0]
    assert series.total == 0
    assert series.notices


def test_what_cannot_be_meant_is_refused(archive_of: Callable[..., Any]) -> None:
    archive = archive_of(*NEWS)
    with pytest.raises(RequestError):
        archive.trend(["storm"], within=SearchRequest("", since="2022-13"))
    with pytest.raises(RequestError):
        archive.trend(["x" * 1001])
