"""The facets and the timeline of a page of results, each as one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import click

from indexer.cli.printing import visible
from indexer.fields import FACET_FIELDS
from indexer.formatting import DUTCH
from indexer.model import FacetCount, SearchPage, Span
from indexer.statistics.outliers import near

BARS = " ▁▂▃▄▅▆▇█"
PLAIN_BARS = " .:-=+*#"

_GAP = "  "
_LABEL = max(len(each.heading) for each in FACET_FIELDS)
_MAX_DAYS = 62
_PLACED = 0.9  # the share of the articles that must have a date as precise as the unit
_DAY, _MONTH, _YEAR = len("2022-03-24"), len("2022-03"), len("2022")
_NARROW = 40  # columns: fewer have no room for the highest period


def facet_lines(
    page: SearchPage, days: Mapping[Span, int], width: int, bars: str = BARS
) -> Iterator[str]:
    """Yield a line for each facet that has values, and one for the articles over time.

    `days` counts the articles by their span of days; `bars` draw a count, from none to the highest.
    """
    facets = page.facets if page.total else page.partial_facets
    for each in FACET_FIELDS:
        values = [value for value in facets.get(each.name, ()) if value.value]
        if values:
            yield f"{_label(each.heading)}{_values(values, width - _LABEL - len(_GAP))}"
    if line := _timeline(days, width - _LABEL - len(_GAP), bars):
        yield f"{_label('Tijd')}{line}"


def timeline_bars(encoding: str | None) -> str:
    """Return what draws a timeline: blocks, or plain signs where they cannot be printed."""
    try:
        BARS.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return PLAIN_BARS
    return BARS


def _label(text: str) -> str:
    return click.style(f"{text:{_LABEL}}{_GAP}", dim=True)


def _values(values: Sequence[FacetCount], room: int) -> str:
    """Return the first values with their counts, as many as fit, and how many more there are."""
    shown = [f"{visible(each.value)} {DUTCH.number(each.count)}" for each in values]
    for fitting in range(len(shown), 0, -1):
        more = len(shown) - fitting
        rest = f", nog {DUTCH.number(more)}" if more else ""
        line = ", ".join(shown[:fitting]) + rest
        if len(line) <= room:
            return line
    cut = room - len(rest) - len(f"… {DUTCH.number(values[0].count)}")
    return f"{visible(values[0].value)[:cut]}… {DUTCH.number(values[0].count)}{rest}"


def _timeline(days: Mapping[Span, int], room: int, bars: str) -> str:
    """Return bars over time, and how many articles lie so far off that no bar shows them."""
    dated = {span: count for span, count in days.items() if span.last}  # 0 is UNDATED
    if not dated:
        return ""
    most = near(dated)
    inside = {
        span: count
        for span, count in dated.items()
        if span.first <= most.last and span.last >= most.first
    }
    before = sum(count for span, count in dated.items() if span.last < most.first)
    after = sum(dated.values()) - sum(inside.values()) - before
    beyond = [
        f"{where} {DUTCH.number(n)}" for where, n in (("eerder", before), ("later", after)) if n
    ]
    apart = _GAP + ", ".join(beyond) if beyond else ""
    if room - len(apart) < _NARROW:
        return _drawn(dated, room, bars)
    drawn = _drawn(inside, room - len(apart), bars)
    return f"{drawn}{apart}" if drawn else _drawn(dated, room, bars)


def _drawn(dated: Mapping[Span, int], room: int, bars: str) -> str:
    """Return bars by day, month, year or some years with what they begin, end and reach."""
    digits = len(DUTCH.number(sum(dated.values())))
    rooms = {size: _room_for_bars(room, size, digits) for size in (_DAY, _MONTH, _YEAR)}
    size = next((each for each in (_DAY, _MONTH) if _is_fit(dated, each, rooms[each])), _YEAR)
    counts = _counted(dated, size)
    if not counts:
        return ""
    periods = list(_periods(min(counts), max(counts)))
    step = -(-len(periods) // rooms[size])
    groups = [periods[start : start + step] for start in range(0, len(periods), step)]
    heights = [sum(counts[name] for name in group) for group in groups]
    top = max(heights)
    if len(groups) == 1:
        return f"{_named(periods)}: {DUTCH.number(top)}"
    drawn = "".join(bars[-(-height * (len(bars) - 1) // top)] for height in heights)
    line = f"{periods[0]} {drawn} {periods[-1]}"
    if room < _NARROW:
        return line
    return f"{line}{_GAP}meest {_named(groups[heights.index(top)])}: {DUTCH.number(top)}"


def _named(periods: Sequence[str]) -> str:
    return "-".join(dict.fromkeys((periods[0], periods[-1])))


def _room_for_bars(room: int, size: int, digits: int) -> int:
    """Return how many bars fit beside the names of the first, the last and the highest period."""
    beside = 2 * (size + len(" "))
    if room >= _NARROW:
        several = size + len("-") if size == _YEAR else 0
        beside += len(_GAP) + len("meest : ") + size + several + digits
    return max(2, room - beside)


def _is_fit(dated: Mapping[Span, int], size: int, room: int) -> bool:
    """Return whether periods whose names have `size` characters fit and place nearly all."""
    counts = _counted(dated, size)
    if sum(counts.values()) < _PLACED * sum(dated.values()):
        return False
    first, last = (date.fromordinal(each(s.first for s in dated)) for each in (min, max))
    if size == _MONTH:
        length = (last.year - first.year) * 12 + last.month - first.month + 1
    else:
        length = (last - first).days + 1
        if length > _MAX_DAYS:
            return False
    return length <= room


def _counted(dated: Mapping[Span, int], size: int) -> Counter[str]:
    """Return the articles by the first `size` characters of their date, where it has as many."""
    counts: Counter[str] = Counter()
    for span, count in dated.items():
        first, last = (date.fromordinal(day).isoformat()[:size] for day in (span.first, span.last))
        if first == last:
            counts[first] += count
    return counts


def _periods(first: str, last: str) -> Iterator[str]:
    """Yield the names of the periods from the first to the last."""
    following = _FOLLOWING[len(first)]
    while first < last:
        yield first
        first = following(first)
    yield last


def _next_month(name: str) -> str:
    year, month = divmod(int(name[:4]) * 12 + int(name[5:]), 12)
    return f"{year:04}-{month + 1:02}"


_FOLLOWING: Mapping[int, Callable[[str], str]] = {
    _DAY: lambda name: date.fromordinal(date.fromisoformat(name).toordinal() + 1).isoformat(),
    _MONTH: _next_month,
    _YEAR: lambda name: f"{int(name) + 1:04}",
}
