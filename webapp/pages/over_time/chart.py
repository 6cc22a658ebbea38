"""A trend as a line chart: geometry only, the template draws it.

Horizontal places are percentages and the lines' own drawing is stretched, so that the chart fills
any width; heights are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.answers.figures import Interval, Series, Trend
from webapp.pages.formatting import articles, number, period_name, share, short_day, yearless
from webapp.pages.over_time.markers import Marker, markers
from webapp.pages.over_time.shown import drawn_places, empty_runs
from webapp.urls.trend_kwic_state import TrendState

WIDTH = 1000
"""Width of the drawing of the lines, in its own units."""
HEIGHT = 200
MAX_POINTS = 120
"""Points that can be clicked; with more they would be too close together."""
MAX_LEVELS = 4
MAX_TICKS = 4

_STEPS = (1, 2, 5)
_DASH = 3
"""How wide a period is drawn that nothing is joined to, in units of WIDTH."""
_CLEAR = 40
"""Percent of the chart on either side of a gap that its label may take on a phone."""
_APART = 50
"""Percent between two gaps that both have a label: on a phone one takes up to half the chart."""
_MAX_NAMED = 2
"""Gaps that have labels; where there are more, the periods between them tell where one is."""
_SIDE = 25
"""A gap so near to a side, in percent, has its label on the other side of it."""
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
    """A query: `path` in units of WIDTH by HEIGHT, broken where it has nothing to show."""

    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label along an axis, at `place`: percent along the periods, pixels along the values.

    `side` is where the place is in the label: `start`, `end`, or the middle (empty).
    """

    label: str
    place: float
    side: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines in the order of the series, with the labels of both axes.

    `gaps` are the periods without articles that take less room than they would, named by the
    periods before and after where there is room for that.
    """

    lines: tuple[Line, ...]
    periods: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    markers: tuple[Marker, ...]
    gaps: tuple[Tick, ...] = ()


def chart(trend: Trend, state: TrendState) -> Chart | None:
    """Return the chart, or None for fewer than two periods."""
    places = drawn_places(trend.periods)
    rows = [_values(trend, series, places, shares=state.shares) for series in trend.series]
    top = max((value for row in rows for value in row if value), default=0.0)
    if len(trend.periods) < 2 or not top:  # noqa: PLR2004
        return None
    levels = list(_levels(top, shares=state.shares))
    top = max(top, levels[-1])
    clickable = len(places) * len(rows) <= MAX_POINTS
    lines = tuple(
        Line(
            path=_path(row, top),
            points=tuple(_points(trend, series, list(zip(places, row, strict=True)), top, state))
            if clickable
            else (),
        )
        for series, row in zip(trend.series, rows, strict=True)
    )
    ticks = tuple(Tick(_level(value, shares=state.shares), _y(value, top)) for value in levels)
    gaps = tuple(_gaps(trend, places))
    marked = markers(
        state.within,
        ((trend.periods[each[0]].since, trend.periods[each[-1]].until) for each in places),
        lambda within: state.limited(within).url(),
    )
    return Chart(lines, tuple(_ticks(trend, places, gaps)), ticks, marked, gaps)


def _values(
    trend: Trend, series: Series, places: Sequence[range], *, shares: bool
) -> list[float | None]:
    """Return the values to draw of a query; None where there are no articles at all."""
    gaps = {place for run in empty_runs(trend.periods) for place in run}
    values = series.shares if shares else series.counts
    return [
        None
        if each[0] in gaps or (shares and not trend.periods[each[0]].articles)
        else values[each[0]]
        for each in places
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
    for place, value in enumerate(row):
        if value is not None:
            x, y = _x(place, len(row)) * WIDTH / 100, _y(value, top)
            joined, followed = (
                0 <= beside < len(row) and row[beside] is not None
                for beside in (place - 1, place + 1)
            )
            if joined or followed or len(row) == 1:
                steps.append(f"{'L' if joined else 'M'}{x:.1f} {y}")
            else:
                steps.append(f"M{x - _DASH / 2:.1f} {y}h{_DASH}")
    return "".join(steps)


def _points(
    trend: Trend,
    series: Series,
    row: Sequence[tuple[range, float | None]],
    top: float,
    state: TrendState,
) -> Iterator[Point]:
    """Yield the periods that have articles of this query."""
    for place, (each, value) in enumerate(row):
        if value:
            period, count = trend.periods[each[0]], series.counts[each[0]]
            counted = f"{articles(count)}, {share(series.shares[each[0]])}"
            yield Point(
                x=_x(place, len(row)),
                y=_y(value, top),
                label=f"{series.query}, {period_name(period.name)}: {counted}",
                url=state.period_url(series.query, period),
            )


def _ticks(trend: Trend, places: Sequence[range], gaps: Sequence[Tick]) -> Iterator[Tick]:
    """Yield the names of a few periods, spread evenly; a year is named where it begins.

    None is where it might meet the label of a gap.
    """
    count = len(places)
    every = -(-count // MAX_TICKS)
    year = ""
    for place in range((count - 1) % every // 2, count, every):
        x = _x(place, count)
        if all(abs(x - gap.place) > _CLEAR for gap in gaps if gap.label):
            since = _since(trend, places[place][0])
            label = short_day(since) if since[:4] != year else yearless(since)
            yield Tick(label, x)
            year = since[:4]


def _gaps(trend: Trend, places: Sequence[range]) -> Iterator[Tick]:
    """Yield the middles of the gaps that are drawn narrower, with what is on either side."""
    found = {run: x for run in empty_runs(trend.periods) if (x := _middle(run, places))}
    named: list[float] = []
    for run in sorted(found, key=len, reverse=True) if len(found) <= _MAX_NAMED else ():
        if all(abs(found[run] - x) > _APART for x in named):
            named.append(found[run])
    for run, x in found.items():
        before, after = (_since(trend, place) for place in (run.start - 1, run.stop))
        label = f"{short_day(before)} … {short_day(after)}" if x in named else ""
        yield Tick(label, x, "start" if x < _SIDE else "end" if x > 100 - _SIDE else "")


def _middle(run: range, places: Sequence[range]) -> float | None:
    """Return where the middle of a run of periods is; None where it has all the room it needs."""
    within = [place for place, each in enumerate(places) if each[0] in run]
    if len(within) == len(run):
        return None
    count = len(places)
    return round((_x(within[0], count) + _x(within[-1], count)) / 2, 3)


def _since(trend: Trend, place: int) -> str:
    return trend.periods[place].since[: _PRECISION[trend.by]]


def _x(place: int, count: int) -> float:
    return round((place + 0.5) * 100 / count, 3)


def _y(value: float, top: float) -> float:
    return round(HEIGHT * (1 - value / top), 1)
