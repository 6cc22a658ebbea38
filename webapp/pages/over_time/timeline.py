"""Articles over time, as a strip of bars: geometry only, the template draws it.

Horizontal places are percentages, so that the strip fills any width; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from indexer.answers.figures import Interval
from indexer.later import dataclass
from indexer.model import Span
from indexer.statistics.outliers import near
from webapp.pages.formatting import unit_name
from webapp.pages.over_time.markers import Marker, markers
from webapp.pages.over_time.periods import MAX_DAYS, Slot, around, slots, unit_of
from webapp.urls.search_state import SearchState

HEIGHT = 44
SCALE = 1000
"""The width of the drawings, in units of their own."""

_STROKES = ((4, 40), (8, 24), (12, 18), (31, 10), (60, 6), (92, 3))
_THINNEST = 2
_CLEAR = 12
"""Percent of the strip that the label of a folded bar takes on a phone, before or behind it."""
_APART = 8.5
"""Percent of the strip from one label to the next on a phone, where both can be read."""
_EDGE = 4
"""Percent from either end within which a label stands inside of the strip, not around its place."""

Spans = Mapping[Span, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """A period, from and to partial dates, and how many articles it has; its `place` counts from 0.

    `height` is in pixels, `share` of all articles of that period that have the same limits; None
    where nothing is asked that all do not satisfy. A `folded` bar stands for all time before or
    after.
    """

    label: str
    since: str
    until: str
    count: int
    place: int
    height: int
    share: float | None
    folded: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the strip; `x` in percent. A phone has no room for one that is `crowded`."""

    label: str
    x: float
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The strip of `places` periods, of which those that have articles are bars.

    `missing` counts articles that no bar can hold: without month, or without date. `columns` is the
    path of the bars, `folded` that of the folded ones, and `shares` that of the line of shares, all
    SCALE wide and HEIGHT high. `top_share` is the highest share, in the period `top_label`; 0 where
    there are none. `pairs` are the parameters of the same search.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    places: int
    stroke: int
    unit: str
    missing: int
    top: int
    columns: str
    folded: str
    shares: str
    top_share: float
    top_label: str
    pairs: tuple[tuple[str, str], ...]
    markers: tuple[Marker, ...]


def timeline(
    found: Spans, everything: Spans, state: SearchState, total: int | None = None
) -> Timeline | None:
    """Return the strip for articles by their spans of days; None when it would tell nothing.

    That is one of a single period, and one of a single article.

    `everything` are all articles that a share is taken of. By day, week, month, year or some years,
    whatever gives a strip that tells; a few articles far off on either side share one bar. Where
    all are of one day or month, it stands among those around it.
    """
    dated = {span: count for span, count in found.items() if span.last}  # 0 is UNDATED
    if not dated:
        return None
    within = period_of(state)
    if total == 1 and not within:
        return None
    days = _days(dated, within)
    unit = unit_of(days, dated)
    beside = everything
    if within:
        beside = {span: count for span, count in everything.items() if _meet(span, within)}
    days = days if within else around(days, unit)
    places = slots(dated, beside, unit, days, within)
    if len(places) < 2:  # noqa: PLR2004
        return None
    return _drawn(places, total or sum(found.values()), state, unit)


def period_of(state: SearchState) -> Span | None:
    """Return the days that a search is limited to, None where it is not."""
    if not (state.since or state.until):
        return None
    first = Span.parse(state.since).first if state.since else date.min.toordinal()
    last = Span.parse(state.until).last if state.until else date.max.toordinal()
    return Span(first, last)


def _meet(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _days(dated: Spans, within: Span | None) -> Span:
    """Return the days that the strip is to show apart: without what lies far off, or as asked."""
    if not within:
        return near(dated)
    if within.last - within.first < MAX_DAYS:
        return within
    return Span(min(span.first for span in dated), max(span.last for span in dated))


def _drawn(places: Sequence[Slot], total: int, state: SearchState, unit: Interval) -> Timeline:
    top = max(slot.count for slot in places) or 1
    asked = bool(state.q.strip())
    shares = [slot.count / slot.all if asked and slot.all else 0.0 for slot in places]
    # One article of the one that a folded period has is no highest share that tells anything.
    top_share, highest = max(
        (0.0 if slot.folded else share, place)
        for place, (slot, share) in enumerate(zip(places, shares, strict=True))
    )
    bars = tuple(
        Bar(
            label=slot.label,
            since=slot.since,
            until=slot.until,
            count=slot.count,
            place=place,
            height=max(2, round(slot.count / top * HEIGHT)),
            share=shares[place] if asked and slot.all else None,
            folded=slot.folded,
        )
        for place, slot in enumerate(places)
        if slot.count
    )
    return Timeline(
        bars=bars,
        ticks=_ticks(places),
        places=len(places),
        stroke=next((pixels for most, pixels in _STROKES if len(places) <= most), _THINNEST),
        unit=unit_name(unit),
        missing=total - sum(slot.count for slot in places),
        top=top,
        columns=_columns([bar for bar in bars if not bar.folded], len(places)),
        folded=_columns([bar for bar in bars if bar.folded], len(places)),
        shares=_line(places, shares, top_share),
        top_share=top_share,
        top_label=places[highest].label,
        pairs=tuple(state.at(1).pairs()),
        markers=markers(state, ((slot.since, slot.until) for slot in places)),
    )


def _ticks(places: Sequence[Slot]) -> tuple[Tick, ...]:
    """Return the labels; that of a folded bar keeps others away, as it is no period like them."""
    labels = [
        (slot.folded, Tick(slot.tick, round((place + 0.5) * 100 / len(places), 2)))
        for place, slot in enumerate(places)
        if slot.tick
    ]
    far = [tick.x for folded, tick in labels if folded]
    return _parted(
        [tick for folded, tick in labels if folded or all(abs(tick.x - x) > _CLEAR for x in far)]
    )


def _parted(ticks: Sequence[Tick]) -> tuple[Tick, ...]:
    """Return labels with what a phone leaves out: years stay, then those that come first."""
    taken: list[float] = []
    crowded = set()
    for tick in sorted(ticks, key=lambda tick: (not tick.label.isdigit(), tick.x)):
        middle = min(max(tick.x, _EDGE), 100 - _EDGE)
        if any(abs(middle - other) < _APART for other in taken):
            crowded.add(tick)
        else:
            taken.append(middle)
    return tuple([Tick(tick.label, tick.x, tick in crowded) for tick in ticks])


def _columns(bars: Sequence[Bar], places: int) -> str:
    """Return the path of the bars, each a line from the ground up."""
    return "".join(f"M{_x(bar.place, places)} {HEIGHT}v-{bar.height}" for bar in bars)


def _x(place: int, places: int) -> int:
    return round((place + 0.5) * SCALE / places)


def _line(places: Sequence[Slot], shares: Sequence[float], top: float) -> str:
    """Return the path of the shares over the periods that are no folded ones."""
    if not top:
        return ""
    points = [
        f"{_x(place, len(places))} {round(HEIGHT * (1 - share / top))}"
        for place, (slot, share) in enumerate(zip(places, shares, strict=True))
        if slot.all and not slot.folded
    ]
    return "M" + "L".join(points) if len(points) > 1 else ""
