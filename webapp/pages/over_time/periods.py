"""The periods that a strip over time is made of: days, weeks, months, years or some years."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from indexer.answers.figures import Interval
from indexer.later import dataclass
from indexer.model import AllDays, Span
from webapp.language import gettext, language
from webapp.pages.formatting import limits, short_day, yearless

MAX_DAYS = 62
MAX_WEEKS = 53
MAX_MONTHS = 96
MAX_BARS = 120
MAX_LABELS = 6
_PLACED = 0.9
"""The share of the articles that must have a date as precise as the unit."""
_MAX_NAMED = 64
"""Strips whose labels are remembered."""
_MAX_BOUNDS = 1_000  # periods whose dates are remembered: strips of other days have the same ones

_STEPS = (1, 2, 5, 10, 20, 50, 100, 500)
_MONTHS = 12
_QUARTER = 3
_WEEK = 7
_SIZES = {Interval.DAY: 1, Interval.WEEK: _WEEK, Interval.MONTH: 30, Interval.YEAR: 365}
_MOST = {Interval.DAY: MAX_DAYS, Interval.WEEK: MAX_WEEKS, Interval.MONTH: MAX_MONTHS}


@dataclass(frozen=True, slots=True)
class Slot:
    """A period: its label and the one under the strip, its articles, and all of the archive."""

    since: str
    until: str
    label: str
    tick: str
    count: int = 0
    all: int = 0
    folded: bool = False


def unit_of(days: Span, dated: Mapping[Span, int]) -> Interval:
    """Return the finest unit that gives no more bars than a strip can show apart."""
    length = days.last - days.first + 1
    enough = _PLACED * sum(dated.values())
    for unit, most in _MOST.items():
        size = _SIZES[unit]
        placed = sum(n for span, n in dated.items() if span.last - span.first <= size)
        if length <= most * size and placed >= enough:
            return unit
    return Interval.YEAR


def around(days: Span, unit: Interval) -> Span:
    """Return the month of a single day, or the year of a single month; other days as they are."""
    first, last = date.fromordinal(days.first), date.fromordinal(days.last)
    if unit is Interval.DAY and first == last:
        return Span.parse(first.isoformat()[:7])
    if unit is Interval.MONTH and _month(first) == _month(last):
        return Span.parse(first.isoformat()[:4])
    return days


def slots(
    found: Mapping[Span, int],
    everything: Mapping[Span, int],
    unit: Interval,
    days: Span,
    within: Span | None,
) -> list[Slot]:
    """Return the periods of the days, each with what it counts, and one for all time around them.

    The first and the last period have no day outside the limits that they lie `within`.
    """
    starts = tuple(_starts(unit, days))
    counts = _counted(found, starts)
    of_all = _counted_of_all if isinstance(everything, AllDays) else _counted
    totals = of_all(everything, starts)
    named = _named(unit, starts, within, language())
    places = [
        Slot(*name, count, total)
        for name, count, total in zip(named, counts[1:-1], totals[1:-1], strict=True)
    ]
    if counts[0]:
        before = Span(min(span.first for span in found), starts[0] - 1)
        places.insert(0, _folded(before, gettext("eerder"), counts[0], totals[0]))
    if counts[-1]:
        after = Span(starts[-1], max(span.last for span in found))
        places.append(_folded(after, gettext("later"), counts[-1], totals[-1]))
    return places


@lru_cache(_MAX_NAMED)
def _named(
    unit: Interval, starts: tuple[int, ...], within: Span | None, _: str
) -> tuple[tuple[str, str, str, str], ...]:
    """Return the dates that each period runs from and to, its label and its tick, in a language.

    Most searches of an archive are of the same months.
    """
    places = []
    for index, (first, following) in enumerate(pairwise(starts)):
        whole = Span(first, min(following - 1, date.max.toordinal()))
        since, until = bounds(_clipped(whole, within))
        places.append((since, until, _label(unit, since, until), _tick(unit, starts, index)))
    return tuple(places)


@lru_cache(_MAX_BOUNDS)
def bounds(span: Span) -> tuple[str, str]:
    """Return the partial dates that a period runs from and to, as short as they can be."""
    first, last = date.fromordinal(span.first), date.fromordinal(span.last)
    ends_month = (last + timedelta(days=1)).day == 1 if last < date.max else True
    if first.day != 1 or not ends_month:
        return first.isoformat(), last.isoformat()
    if first.month == 1 and last.month == _MONTHS:
        return f"{first.year:04}", f"{last.year:04}"
    return first.isoformat()[: len("2022-03")], last.isoformat()[: len("2022-03")]


def _folded(span: Span, name: str, count: int, total: int) -> Slot:
    since, until = bounds(span)
    return Slot(since, until, limits(since, until), name, count, total, folded=True)


def _clipped(span: Span, within: Span | None) -> Span:
    if within is None or span.last < within.first or span.first > within.last:
        return span
    return Span(max(span.first, within.first), min(span.last, within.last))


def _label(unit: Interval, since: str, until: str) -> str:
    if unit is Interval.WEEK and since != until:
        return f"{yearless(since)} – {short_day(until)}"
    return limits(since, until)


def _tick(unit: Interval, starts: Sequence[int], index: int) -> str:
    """Return the label under a period, empty where there is no room for one."""
    start, count = date.fromordinal(starts[index]), len(starts) - 1
    iso = start.isoformat()
    month = yearless(iso[:7]) if start.month > 1 else str(start.year)
    match unit:
        case Interval.DAY:
            every = 1 if count <= _WEEK else _WEEK if count <= MAX_LABELS * _WEEK else 2 * _WEEK
            return yearless(iso) if (starts[index] - 1) % every == 0 else ""
        case Interval.WEEK:
            return month if start.day <= _WEEK else ""
        case Interval.MONTH:
            each = 1 if count <= _MONTHS else _QUARTER if count <= 2 * _MONTHS else _MONTHS
            return month if (start.month - 1) % each == 0 else ""
        case _:
            step = _years(starts)
            every = next((n for n in _STEPS if count / n <= MAX_LABELS), 1)
            return str(start.year) if start.year % (step * every) == 0 else ""


def _years(starts: Sequence[int]) -> int:
    """Return how many years a period has."""
    if len(starts) <= 2:  # noqa: PLR2004
        return 1
    return date.fromordinal(starts[-2]).year - date.fromordinal(starts[-3]).year


def _starts(unit: Interval, days: Span) -> list[int]:
    """Return the first day of each period, and that of the one after the last.

    That one is past the calendar where the last period ends with it.
    """
    first, last = date.fromordinal(days.first), date.fromordinal(days.last)
    match unit:
        case Interval.DAY:
            return list(range(days.first, days.last + 2))
        case Interval.WEEK:
            monday = first - timedelta(days=first.weekday())
            return list(range(monday.toordinal(), days.last + 1 + _WEEK, _WEEK))
        case Interval.MONTH:
            months = range(_month(first), _month(last) + 2)
            return [_first_of(number // _MONTHS, number % _MONTHS + 1) for number in months]
        case _:
            step = next(s for s in _STEPS if last.year // s - first.year // s < MAX_BARS)
            begin = first.year - first.year % step
            return [_first_of(year, 1) for year in range(begin, last.year + step + 1, step)]


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _first_of(year: int, month: int) -> int:
    """Return the first day of a month; past the calendar, the day after its last."""
    if year > date.max.year:
        return date.max.toordinal() + 1
    return date(max(year, 1), month, 1).toordinal()


def _counted(spans: Mapping[Span, int], starts: Sequence[int]) -> list[int]:
    """Return the articles before the first period, of each, and after the last.

    One whose date is less precise than a period is in none.
    """
    counts = [0] * (len(starts) + 1)
    ends = [*starts, date.max.toordinal() + 2]  # no float, which is slow to compare with
    for (first, last), count in spans.items():
        place = bisect_right(starts, first)
        if 0 < last < ends[place]:  # 0 is UNDATED
            counts[place] += count
    return counts


_counted_of_all = lru_cache(_MAX_NAMED)(_counted)
