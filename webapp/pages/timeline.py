"""Articles over time, as a strip of bars: geometry only, the template draws it.

Horizontal places are percentages, so that the strip fills any width; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.figures import Interval
from indexer.model import FacetCount
from webapp.pages.formatting import day, limits, unit_name, yearless
from webapp.urls.search_state import SearchState

HEIGHT = 44
MAX_MONTHS = 60
MAX_BARS = 120
MAX_LABELS = 6
YEAR = 12

_STEPS = (1, 2, 5, 10, 20, 50, 100, 500)
_STROKES = ((4, 40), (8, 24), (12, 18), (24, 10), (36, 6), (60, 4), (MAX_BARS, 2))


@dataclass(frozen=True, slots=True)
class Bar:
    """A period and how many articles it has; `x` in percent, `height` in pixels."""

    label: str
    count: int
    url: str
    x: float
    height: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the strip; `x` in percent."""

    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The strip. `missing` counts articles that no bar can hold: without month, or without date."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    slot: float
    stroke: int
    unit: str
    missing: int


@dataclass(frozen=True, slots=True)
class _Slot:
    since: str
    until: str
    label: str
    tick: str
    count: int


def timeline(
    facets: Mapping[str, Sequence[FacetCount]], total: int, state: SearchState
) -> Timeline | None:
    """Return the strip for the `year` and `month` facets of `total` articles.

    By month up to five years, else by year or some years; None when it would hold a single bar.
    """
    months = _counts(facets.get("month", ()))
    years = _counts(facets.get("year", ()))
    numbers = [int(m[:4]) * YEAR + int(m[5:7]) - 1 for m in months]
    by_month = bool(numbers) and max(numbers) - min(numbers) < MAX_MONTHS and _close(years)
    slots = _months(months, numbers) if by_month else _years(years)
    if len(slots) < 2:  # noqa: PLR2004
        return None
    return _drawn(slots, total, state, unit_name(Interval.MONTH if by_month else Interval.YEAR))


def _counts(facet: Iterable[FacetCount]) -> dict[str, int]:
    return {item.value: item.count for item in facet if item.count and item.value}


def _close(years: Mapping[str, int]) -> bool:
    numbers = [int(year) for year in years]
    return not numbers or max(numbers) - min(numbers) <= MAX_MONTHS // YEAR


def _months(counts: Mapping[str, int], numbers: Sequence[int]) -> list[_Slot]:
    first, last = min(numbers), max(numbers)
    few = last - first < YEAR
    slots = []
    for at in range(first, last + 1):
        year, month = divmod(at, YEAR)
        value = f"{year:04}-{month + 1:02}"
        name = yearless(value) if few and month else ""
        tick = name if month else str(year)
        slots.append(_Slot(value, value, day(value), tick, counts.get(value, 0)))
    return slots


def _years(counts: Mapping[str, int]) -> list[_Slot]:
    if not counts:
        return []
    first, last = int(min(counts)), int(max(counts))
    step = next((s for s in _STEPS if last // s - first // s < MAX_BARS), _STEPS[-1])
    starts = range(first - first % step, last + 1, step)
    every = next((n for n in _STEPS if len(starts) / n <= MAX_LABELS), 1)
    return [
        _Slot(
            f"{max(start, 1):04}",
            f"{start + step - 1:04}",
            limits(f"{max(start, 1):04}", f"{start + step - 1:04}"),
            str(start) if start % (step * every) == 0 else "",
            sum(counts.get(f"{year:04}", 0) for year in range(start, start + step)),
        )
        for start in starts
    ]


def _drawn(slots: Sequence[_Slot], total: int, state: SearchState, unit: str) -> Timeline:
    width = 100 / len(slots)
    top = max(slot.count for slot in slots)
    places = [(index + 0.5) * width for index in range(len(slots))]
    bars = tuple(
        Bar(
            label=slot.label,
            count=slot.count,
            url=state.within(slot.since, slot.until).url(),
            x=round(x, 3),
            height=max(2, round(slot.count / top * HEIGHT)),
        )
        for slot, x in zip(slots, places, strict=True)
        if slot.count
    )
    ticks = tuple(
        Tick(slot.tick, round(x, 3)) for slot, x in zip(slots, places, strict=True) if slot.tick
    )
    stroke = next(pixels for most, pixels in _STROKES if len(slots) <= most)
    missing = total - sum(slot.count for slot in slots)
    return Timeline(bars, ticks, round(width, 3), stroke, unit, missing)
