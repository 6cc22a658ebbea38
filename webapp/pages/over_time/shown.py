"""What the page shows of a trend: the span of most articles, with long gaps folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.answers.figures import Interval, Period, Series, Trend
from indexer.later import replace
from indexer.model import Span
from indexer.statistics.outliers import near
from indexer.statistics.trends import COARSER, number_of, too_many
from webapp.pages.formatting import limits, period_name, unit_name

MIN_RUN = 3
"""So many periods in a row in which the archive has no article are one row of the table."""
_WIDEST = 10
"""A gap takes at most one in so many of the places that the other periods take."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a period at a `place` among all, or a run without articles (None)."""

    label: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The periods of a trend that are drawn and listed; the totals are those of the whole trend.

    `outside` are queries with the articles that lie in periods not shown, `years` the first and the
    last year of all periods.
    """

    trend: Trend
    rows: tuple[Row, ...]
    outside: tuple[tuple[str, int], ...]
    years: tuple[str, str] | None

    @property
    def span(self) -> str:
        """What the shown periods run from and to, in words."""
        return limits(self.trend.periods[0].since, self.trend.periods[-1].until)

    @property
    def unit(self) -> str:
        """What a period is called."""
        return unit_name(self.trend.by)

    @property
    def exact(self) -> bool:
        """Whether every period of the trend has a row of its own."""
        return not self.outside and all(row.place is not None for row in self.rows)


def shown(count: Callable[[Interval], Trend], by: Interval, most: int, *, whole: bool) -> Shown:
    """Return what is shown of a trend that `count` gives by an interval.

    That is all of it with `whole`, or the span that a timeline of its articles would show. With
    more than `most` rows a coarser interval is taken, and a notice says so.
    """
    trend = count(by)
    found = first = _shown(trend, whole=whole)
    while len(found.rows) > most and trend.by in COARSER:
        trend = count(COARSER[trend.by])
        found = _shown(trend, whole=whole)
    if trend.by is by:
        return found
    notices = (too_many(_periods(first.trend.periods, by), by, trend.by),)
    return replace(found, trend=replace(found.trend, notices=notices))


def empty_runs(periods: Sequence[Period]) -> list[range]:
    """Return the places of periods in a row, MIN_RUN or more, that have no article at all."""
    runs = []
    for empty, each in groupby(range(len(periods)), lambda place: not periods[place].articles):
        places = list(each)
        if empty and len(places) >= MIN_RUN:
            runs.append(range(places[0], places[-1] + 1))
    return runs


def drawn_places(periods: Sequence[Period]) -> list[range]:
    """Return the periods that each place of a drawing stands for, all places being as wide.

    It is one, except in a gap that would take more than its part of the drawing.
    """
    runs = empty_runs(periods)
    widest = max(MIN_RUN, (len(periods) - sum(map(len, runs))) // _WIDEST)
    found: list[range] = []
    for run in runs:
        found += _single(found[-1].stop if found else 0, run.start)
        width = min(len(run), widest)
        edges = [run.start + len(run) * part // width for part in range(width + 1)]
        found += map(range, edges, edges[1:])
    return found + _single(found[-1].stop if found else 0, len(periods))


def _single(first: int, stop: int) -> list[range]:
    return [range(place, place + 1) for place in range(first, stop)]


def _shown(trend: Trend, *, whole: bool) -> Shown:
    places = range(len(trend.periods)) if whole else _near(trend)
    part = slice(places.start, places.stop)
    cut = replace(
        trend,
        periods=trend.periods[part],
        series=tuple(_cut(series, part) for series in trend.series),
    )
    outside = (
        (before.query, sum(before.counts) - sum(after.counts))
        for before, after in zip(trend.series, cut.series, strict=True)
    )
    return Shown(
        trend=cut,
        rows=tuple(_rows(cut.periods)),
        outside=tuple((query, count) for query, count in outside if count),
        years=(trend.periods[0].since[:4], trend.periods[-1].until[:4]) if trend.periods else None,
    )


def _near(trend: Trend) -> range:
    """Return the places of the periods that a timeline of one of the queries would show."""
    days = [_days(period) for period in trend.periods]
    spans = [
        near({span: count for span, count in zip(days, series.counts, strict=True) if count})
        for series in trend.series
        if any(series.counts)
    ]
    if not spans:
        return range(len(days))
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    inside = [n for n, span in enumerate(days) if span.first >= first and span.last <= last]
    return range(inside[0], inside[-1] + 1)


def _cut(series: Series, part: slice) -> Series:
    return replace(
        series,
        counts=series.counts[part],
        shares=series.shares[part],
        articles=series.articles[part],
    )


def _rows(periods: Sequence[Period]) -> Iterator[Row]:
    runs = {run.start: run for run in empty_runs(periods)}
    place = 0
    while place < len(periods):
        run = runs.get(place)
        if run:
            yield Row(limits(periods[place].since, periods[run[-1]].until), None)
        else:
            yield Row(period_name(periods[place].name), place)
        place = run.stop if run else place + 1


def _days(period: Period) -> Span:
    return Span(Span.parse(period.since).first, Span.parse(period.until).last)


def _periods(shown: Sequence[Period], by: Interval) -> int:
    """Return how many periods of an interval these run over."""
    first, last = _days(shown[0]).first, _days(shown[-1]).last
    return number_of(last, by) - number_of(first, by) + 1
