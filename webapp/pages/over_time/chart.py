"""A trend as a line chart: geometry only, the template draws it.

Horizontal places are percentages and the lines' own drawing is stretched, so that the chart fills
any width; heights are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.figures import Interval, Series, Trend
from webapp.pages.formatting import articles, number, period_name, share, short_day, yearless
from webapp.pages.over_time.markers import Marker, markers
from webapp.urls.trend_kwic_state import TrendState

WIDTH = 1000
"""Width of the drawing of the lines, in its own units."""
HEIGHT = 200
MAX_POINTS = 200
"""Points that can be clicked; with more they would be too close together."""
MAX_LEVELS = 4
MAX_TICKS = 4

_STEPS = (1, 2, 5)
_PRECISION = {
    Interval.YEAR: 4,
    Interval.MONTH: 7,
    Interval.WEEK: 10,
    Interval.DAY: 10,
}  # letters of a date


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a query; `x` in percent, `y` in pixels from the top."""

    x: float
    y: float
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A query: `path` in units of WIDTH by HEIGHT, broken where a period has no articles."""

    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label along an axis, at `place`: percent along the periods, pixels along the values."""

    label: str
    place: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines in the order of the series, with the labels of both axes."""

    lines: tuple[Line, ...]
    periods: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    markers: tuple[Marker, ...]


def chart(trend: Trend, state: TrendState) -> Chart | None:
    """Return the chart, or None for fewer than two periods."""
    rows = [_values(trend, series, shares=state.shares) for series in trend.series]
    top = max((value for row in rows for value in row if value), default=0.0)
    if len(trend.periods) < 2 or not top:  # noqa: PLR2004
        return None
    levels = list(_levels(top, shares=state.shares))
    top = max(top, levels[-1])
    clickable = len(trend.periods) * len(rows) <= MAX_POINTS
    lines = tuple(
        Line(
            path=_path(row, top),
            points=tuple(_points(trend, series, row, top, state)) if clickable else (),
        )
        for series, row in zip(trend.series, rows, strict=True)
    )
    ticks = tuple(Tick(_level(value, shares=state.shares), _y(value, top)) for value in levels)
    marked = markers(
        state.within,
        ((period.since, period.until) for period in trend.periods),
        lambda within: state.limited(within).url(),
    )
    return Chart(lines, tuple(_ticks(trend)), ticks, marked)


def _values(trend: Trend, series: Series, *, shares: bool) -> list[float | None]:
    """Return the values to draw of a query; None where a period has no articles at all."""
    if not shares:
        return list(series.counts)
    return [
        value if period.articles else None
        for period, value in zip(trend.periods, series.shares, strict=True)
    ]


def _levels(top: float, *, shares: bool) -> Iterator[float]:
    """Yield a few round values from 0 on, the last near the top."""
    size = 10 ** math.floor(math.log10(top / MAX_LEVELS))
    steps = (size * step for step in (*_STEPS, 10) if shares or size * step >= 1)
    step = next((s for s in steps if top / s <= MAX_LEVELS), 1)
    yield from (n * step for n in range(math.floor(top / step + 1e-9) + 1))


def _level(value: float, *, shares: bool) -> str:
    return share(value) if shares else number(round(value))


def _path(row: Sequence[float | None], top: float) -> str:
    steps = []
    joined = False
    for place, value in enumerate(row):
        if value is not None:
            x = _x(place, len(row)) * WIDTH / 100
            steps.append(f"{'L' if joined else 'M'}{x:.1f} {_y(value, top)}")
        joined = value is not None
    return "".join(steps)


def _points(
    trend: Trend, series: Series, row: Sequence[float | None], top: float, state: TrendState
) -> Iterator[Point]:
    """Yield the periods that have articles of this query."""
    for place, (period, value) in enumerate(zip(trend.periods, row, strict=True)):
        if value:
            counted = f"{articles(series.counts[place])}, {share(series.shares[place])}"
            yield Point(
                x=_x(place, len(row)),
                y=_y(value, top),
                label=f"{series.query}, {period_name(period.name)}: {counted}",
                url=state.period_url(series.query, period),
            )


def _ticks(trend: Trend) -> Iterator[Tick]:
    """Yield the names of a few periods, spread evenly; a year is named where it begins."""
    count = len(trend.periods)
    every = -(-count // MAX_TICKS)
    year = ""
    for place in range((count - 1) % every // 2, count, every):
        since = trend.periods[place].since[: _PRECISION[trend.by]]
        label = short_day(since) if since[:4] != year else yearless(since)
        yield Tick(label, _x(place, count))
        year = since[:4]


def _x(place: int, count: int) -> float:
    return round((place + 0.5) * 100 / count, 3)


def _y(value: float, top: float) -> float:
    return round(HEIGHT * (1 - value / top), 1)
