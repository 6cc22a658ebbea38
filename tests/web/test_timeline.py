"""The strip over time: which bars, of what, and where."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import UNDATED, AllDays, Span
from webapp.pages.over_time.periods import MAX_BARS
from webapp.pages.over_time.timeline import HEIGHT, Timeline, timeline
from webapp.urls.search_state import SearchState

ASKED = SearchState(q="a")


def spans(counts: dict[str, int]) -> dict[Span, int]:
    return {Span.parse(text): count for text, count in counts.items()}


def drawn(
    counts: dict[str, int], all_: dict[str, int] | None = None, state: SearchState = ASKED
) -> Timeline:
    strip = timeline(spans(counts), spans(all_ or {}), state)
    assert strip
    return strip


def labels(strip: Timeline) -> list[str]:
    return [bar.label for bar in strip.bars]


@pytest.mark.parametrize(
    ("counts", "unit", "first"),
    [
        ({"2019-05-03": 1, "2019-05-20": 2}, "dag", "3 mei 2019"),
        ({"2019-01-09": 1, "2019-10-20": 2}, "week", "7 jan – 13 jan 2019"),
        ({"2017-03-09": 1, "2019-10-20": 2}, "maand", "maart 2017"),
        ({"1990-03-09": 1, "2019-10-20": 2}, "jaar", "1990"),
        ({"1618-03-09": 1, "2019-10-20": 2}, "jaar", "1615 tot en met 1619"),
        ({"2019-03": 1, "2019-05": 2}, "maand", "maart 2019"),
        ({"2018": 1, "2019": 2}, "jaar", "2018"),
    ],
)
def test_the_span_and_the_dates_decide_the_unit(
    counts: dict[str, int], unit: str, first: str
) -> None:
    strip = drawn(counts)
    assert strip.unit == unit
    assert labels(strip)[0] == first
    assert strip.missing == 0


def test_what_was_counted_of_one_archive_is_not_told_of_another() -> None:
    found = spans({"2019-01-09": 1, "2019-10-20": 2})
    for times in (1, 2):
        everything = AllDays({span: count * times for span, count in found.items()})
        for _ in range(2):
            strip = timeline(found, everything, ASKED)
            assert strip
            assert {bar.share for bar in strip.bars} == {1 / times}


def test_the_labels_of_a_strip_that_was_drawn_before_are_in_the_language_of_this_page(
    client: FlaskClient,
) -> None:
    counts = {"2017-03-09": 1, "2019-10-20": 2}
    with client.application.test_request_context("/?q=a&lang=nl"):
        assert labels(drawn(counts))[0] == "maart 2017"
    with client.application.test_request_context("/?q=a&lang=en"):
        assert labels(drawn(counts))[0] == "March 2017"


def test_a_bar_has_its_period_and_its_place_in_the_drawing() -> None:
    strip = drawn({"2019-03": 1, "2019-04": 1})
    assert [(bar.since, bar.until) for bar in strip.bars] == [("2019-03",) * 2, ("2019-04",) * 2]
    assert strip.columns == f"M250 {HEIGHT}v-{HEIGHT}M750 {HEIGHT}v-{HEIGHT}"
    assert strip.pairs == (("q", "a"),)


def test_a_month_that_is_asked_for_is_drawn_by_day_from_its_first_to_its_last() -> None:
    limited = SearchState(q="a", since="2019-05", until="2019-05")
    strip = drawn({"2019-05-03": 1, "2019-05-20": 2}, state=limited)
    assert strip.unit == "dag"
    assert strip.places == 31
    assert [tick.label for tick in strip.ticks] == ["6 mei", "13 mei", "20 mei", "27 mei"]


def test_a_phone_leaves_out_labels_that_would_touch_but_keeps_the_years() -> None:
    strip = drawn({"2018-10-01": 9, "2019-09-03": 9})
    shown = [tick.label for tick in strip.ticks if not tick.crowded]
    assert "2019" in shown
    assert len(shown) < len(strip.ticks)
    places = [min(max(tick.x, 4), 96) for tick in strip.ticks if not tick.crowded]
    assert all(after - before >= 8.5 for before, after in pairwise(places))


def test_no_bar_leads_outside_the_period_that_is_asked_for() -> None:
    limited = SearchState(q="a", since="2019-01-09", until="2019-10-20")
    strip = drawn({"2019-01-09": 1, "2019-10-20": 2}, state=limited)
    assert (strip.bars[0].since, strip.bars[0].until) == ("2019-01-09", "2019-01-13")


def test_a_few_articles_far_off_share_one_bar_that_finds_them_all() -> None:
    strip = drawn({"1950-01-01": 1, "1987-05-01": 1, "2019-01-02": 60, "2019-06-02": 60})
    assert [(bar.label, bar.count, bar.folded) for bar in strip.bars] == [
        ("1 januari 1950 tot en met 30 december 2018", 2, True),
        ("31 dec – 6 jan 2019", 60, False),
        ("27 mei – 2 jun 2019", 60, False),
    ]
    assert strip.ticks[0].label == "eerder"
    assert (strip.bars[0].since, strip.bars[0].until) == ("1950-01-01", "2018-12-30")


def test_the_highest_share_is_never_that_of_outliers() -> None:
    """One article of the only one in a century is all of them, and says nothing."""
    counts = {"1950-01-01": 1, "1987-05-01": 1, "2019-01-02": 60, "2019-06-02": 60}
    strip = drawn(counts, counts | {"2019-01-02": 120, "2019-06-02": 240})
    assert strip.bars[0].share == 1
    assert (strip.top_share, strip.top_label) == (0.5, "31 dec – 6 jan 2019")


def test_a_share_is_of_all_articles_of_the_same_period() -> None:
    strip = drawn({"2019-03": 1, "2019-04": 2}, {"2019-03": 4, "2019-04": 4, "2019-03-02": 1})
    assert [bar.share for bar in strip.bars] == [0.2, 0.5]
    assert strip.top_share == 0.5
    assert strip.shares == "M250 26L750 0"


def test_where_nothing_is_asked_there_are_no_shares() -> None:
    counts = {"2019-03": 1, "2019-04": 2}
    strip = drawn(counts, counts, SearchState(sort=None))
    assert strip.shares == ""
    assert {bar.share for bar in strip.bars} == {None}


def test_what_has_no_date_or_none_so_precise_is_counted_as_missing() -> None:
    found = spans({"2019": 1, "2019-03": 10, "2019-04": 10}) | {UNDATED: 3}
    strip = timeline(found, {}, ASKED)
    assert strip
    assert (strip.unit, strip.missing) == ("maand", 4)


@pytest.mark.parametrize(
    ("date_", "unit", "places"), [("2019-05-04", "dag", 31), ("2019-05", "maand", 12)]
)
def test_a_single_day_or_month_stands_among_those_around_it(
    date_: str, unit: str, places: int
) -> None:
    strip = drawn({date_: 10})
    assert (strip.unit, strip.places, len(strip.bars)) == (unit, places, 1)


def test_a_single_period_that_was_asked_for_needs_no_strip() -> None:
    day = SearchState(q="a", since="2019-03-04", until="2019-03-04")
    assert timeline(spans({"2019-03-04": 10}), {}, day) is None
    assert timeline(spans({"2019": 10}), {}, ASKED) is None
    assert timeline({UNDATED: 3}, {}, ASKED) is None
    assert timeline({}, {}, ASKED) is None


partial_dates = st.builds(
    lambda day, length: day.isoformat()[:length], st.dates(), st.sampled_from([4, 7, 10])
)
days = st.dates(date(2018, 1, 1), date(2019, 12, 31)).map(date.isoformat)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(partial_dates | days, st.integers(1, 10**6), max_size=30), st.booleans())
def test_every_strip_fits_and_counts_every_article(counts: dict[str, int], limited: bool) -> None:
    state = SearchState(q="a", since="2018-02-03" if limited else None)
    found = spans(counts)
    strip = timeline(found, found, state)
    if strip is None:
        return
    assert sum(bar.count for bar in strip.bars) + strip.missing == sum(found.values())
    assert all(bar.place < strip.places and 2 <= bar.height <= HEIGHT for bar in strip.bars)
    assert all(bar.share == 1 for bar in strip.bars if not limited)
    assert len(strip.bars) <= MAX_BARS + 2
