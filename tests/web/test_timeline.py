"""The strip over time: which bars, of what, and where."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import FacetCount
from webapp.pages.timeline import HEIGHT, MAX_BARS, Timeline, timeline
from webapp.urls.search_state import SearchState


def drawn(months: dict[str, int], total: int = 0) -> Timeline | None:
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    facets = {
        "month": [FacetCount(*item) for item in months.items() if len(item[0]) > 4],
        "year": [FacetCount(*item) for item in years.items()],
    }
    return timeline(facets, total or sum(months.values()), SearchState(q="a"))


def test_a_few_years_are_drawn_by_month_with_the_empty_months_between() -> None:
    strip = drawn({"2019-03": 10, "2019-01": 5, "2018-11": 1})
    assert strip
    assert [(bar.label, bar.count) for bar in strip.bars] == [
        ("november 2018", 1),
        ("januari 2019", 5),
        ("maart 2019", 10),
    ]
    assert [tick.label for tick in strip.ticks] == ["nov", "dec", "2019", "feb", "mrt"]
    assert strip.bars[0].x == 10
    assert strip.bars[-1].height == HEIGHT


def test_a_bar_searches_its_period() -> None:
    strip = drawn({"2019-03": 1, "2019-04": 1})
    assert strip
    assert strip.bars[0].url == "/?q=a&since=2019-03&until=2019-03"


def test_many_years_are_drawn_by_year() -> None:
    strip = drawn({"1990-01": 3, "2019-12": 4})
    assert strip
    assert strip.unit == "jaar"
    assert [bar.label for bar in strip.bars] == ["1990", "2019"]


def test_centuries_are_drawn_by_some_years_together() -> None:
    strip = drawn({"1618": 3, "1619": 1, "2019-12": 4})
    assert strip
    assert strip.bars[0].label == "1615 tot en met 1619"
    assert strip.bars[0].count == 4


def test_what_has_no_month_is_counted_as_missing() -> None:
    strip = drawn({"2019": 2, "2019-03": 1, "2019-04": 1}, total=7)
    assert strip
    assert strip.missing == 5


def test_a_single_period_needs_no_strip() -> None:
    assert drawn({"2019-03": 10}) is None
    assert drawn({}) is None


dates = st.dates().map(lambda date: date.isoformat()[:7])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(dates, st.integers(1, 10**6), max_size=30))
def test_every_strip_fits_and_counts_every_dated_article(months: dict[str, int]) -> None:
    strip = drawn(months)
    if strip is None:
        return
    assert strip.missing == 0
    assert sum(bar.count for bar in strip.bars) == sum(months.values())
    assert all(0 < bar.x < 100 and 2 <= bar.height <= HEIGHT for bar in strip.bars)
    assert len(strip.bars) <= MAX_BARS
    assert len(strip.ticks) <= 12
