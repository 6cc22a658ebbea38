"""Trends: how many articles a query has in each period, beside all articles of that period.

An article counts in the period that its whole date lies in: one of 2022 in that year and in no
month, one of March 2022 in that month and in no week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from indexer.answers.figures import Interval, Period, Series, Trend
from indexer.errors import IndexDamagedError
from indexer.formatting import INTERVALS, Count
from indexer.later import dataclass
from indexer.messages import Message
from indexer.model import UNDATED, Span

Spans: TypeAlias = Mapping[Span, int]
"""How many articles have each span of days; those without a date have UNDATED."""

MAX_PERIODS = 20_000
"""Periods that a trend counts: 54 years of days."""

COARSER = {
    Interval.DAY: Interval.WEEK,
    Interval.WEEK: Interval.MONTH,
    Interval.MONTH: Interval.YEAR,
}
"""The interval that is taken where an interval gives too many periods."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """A query with the spans of the articles that satisfy it.

    `whole` are those that its shares are of, None for all within the limits.
    """

    query: str
    interpreted: str
    notices: tuple[str, ...]
    spans: Spans
    whole: Spans | None = None


class Trends:
    """Queries that are counted by their days, of which a trend by each interval can be made."""

    def __init__(
        self, everything: Spans, found: Sequence[Counted], limits: Span | None, *, parts: bool
    ) -> None:
        """`everything` are all articles within `limits`, the days asked for.

        With `parts` those of a query are what a search finds.
        """
        self._everything = everything
        self._found = found
        self._limits = limits
        self._parts = parts

    def by(self, interval: Interval, most: int = MAX_PERIODS) -> Trend:
        """Return the trend by an interval, or by a coarser one where that has too many periods."""
        made = trend(self._everything, self._found, interval, self._limits, most)
        return replace(made, parts=self._parts)


def trend(
    everything: Spans, found: Sequence[Counted], by: Interval, limits: Span | None, most: int
) -> Trend:
    """Return the counts of each query, from the first period with a hit to the last.

    `everything` are all articles within `limits`, the days asked for; with limits, the periods run
    over all that the archive has of them. Where there are more than `most`, a coarser unit is
    taken, and a notice says so.
    """
    whole, asked = limits is not None, by
    periods = _numbers(everything, found, by, whole=whole)
    rows = len(periods)
    while len(periods) > most and by in COARSER:
        by = COARSER[by]
        periods = _numbers(everything, found, by, whole=whole)
    totals = _counts(everything, by)
    return Trend(
        by=by,
        periods=tuple(_period(place, by, limits, totals[place]) for place in periods),
        series=tuple(_series(counted, by, periods, totals) for counted in found),
        notices=() if by is asked else (too_many(rows, asked, by),),
    )


def too_many(rows: int, asked: Interval, by: Interval) -> Message:
    """Return what says that so many periods of the asked interval are counted by a coarser one."""
    return Message(
        "Per %(asked)s zijn het %(rows)s perioden: geteld per %(by)s.",
        asked=INTERVALS[asked],
        rows=Count(rows),
        by=INTERVALS[by],
    )


def _numbers(everything: Spans, found: Sequence[Counted], by: Interval, *, whole: bool) -> range:
    """Return the numbers of the periods that a trend has rows for."""
    hit = {place for counted in found for place in _counts(counted.spans, by)}
    if hit and whole:
        hit |= _counts(everything, by).keys()
    return range(min(hit), max(hit) + 1) if hit else range(0)


def _series(counted: Counted, by: Interval, periods: range, totals: Counter[int]) -> Series:
    """Return a row of the trend. Raises IndexDamagedError if a period has less than is found."""
    if counted.whole is not None:
        totals = _counts(counted.whole, by)
    counts = _counts(counted.spans, by)
    row = tuple(counts[place] for place in periods)
    total = sum(counted.spans.values())
    if any(count and not totals[place] for count, place in zip(row, periods, strict=True)):
        raise IndexDamagedError("More articles are found in a period than it has")
    return Series(
        query=counted.query,
        interpreted=counted.interpreted,
        notices=counted.notices,
        total=total,
        unplaced=total - sum(row),
        counts=row,
        shares=tuple(
            count / totals[place] if count else 0.0
            for count, place in zip(row, periods, strict=True)
        ),
        articles=tuple(totals[place] for place in periods),
    )


def _counts(spans: Spans, by: Interval) -> Counter[int]:
    """Return how many articles lie within each period, by its number."""
    counts: Counter[int] = Counter()
    for span, count in spans.items():
        if span != UNDATED:
            place = number_of(span.first, by)
            if place == number_of(span.last, by):
                counts[place] += count
    return counts


def number_of(day: int, by: Interval) -> int:
    """Return the number of the period that a day lies in; the next period has the next number."""
    match by:
        case Interval.DAY:
            return day
        case Interval.WEEK:
            return (day - 1) // 7  # day 1 was a Monday
        case Interval.MONTH:
            then = date.fromordinal(day)
            return then.year * _MONTHS + then.month - 1
        case Interval.YEAR:
            return date.fromordinal(day).year


def _period(place: int, by: Interval, limits: Span | None, articles: int) -> Period:
    """Return the period with this number; a limit that cuts it cuts the search for it too."""
    name, since, until = _named(place, by)
    if limits and Span.parse(since).first < limits.first:
        since = date.fromordinal(limits.first).isoformat()
    if limits and Span.parse(until).last > limits.last:
        until = date.fromordinal(limits.last).isoformat()
    return Period(name, since, until, articles)


def _named(place: int, by: Interval) -> tuple[str, str, str]:
    """Return a period's name in ISO 8601, and the partial dates that it runs from and to."""
    match by:
        case Interval.DAY:
            name = date.fromordinal(place).isoformat()
        case Interval.WEEK:
            monday = date.fromordinal(place * 7 + 1)
            sunday = date.fromordinal(min(place * 7 + 7, date.max.toordinal()))
            year, week, _ = monday.isocalendar()
            return f"{year:04}-W{week:02}", monday.isoformat(), sunday.isoformat()
        case Interval.MONTH:
            name = f"{place // _MONTHS:04}-{place % _MONTHS + 1:02}"
        case Interval.YEAR:
            name = f"{place:04}"
    return name, name, name
