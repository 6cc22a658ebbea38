"""Marked days on what is drawn over time: the strip of results and the chart of a trend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indexer.later import dataclass
from indexer.model import Span
from webapp.pages.formatting import short_day
from webapp.urls.events import parts_of
from webapp.urls.search_state import SearchState

_RIGHT = 70
"""Past so many percent a label stands left of its line, or it would run off the page."""

_ROWS = 3
_CLEAR = 60
"""Labels of lines that are nearer to each other, in percent, may meet on a narrow page."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marked day; `x` in percent, None where the drawing has no such day.

    `label` stands on the left of its line when it is `turned`, in a `row` from 0 that keeps it
    clear of the label before it; `url` is the page without it.
    """

    label: str
    x: float | None
    turned: bool
    row: int
    url: str


def markers(
    state: SearchState,
    periods: Iterable[tuple[str, str]],
    address_of: Callable[[SearchState], str] = SearchState.url,
) -> tuple[Marker, ...]:
    """Return the marked days of a search among periods, each from and to a partial date.

    The periods stand side by side in order, all as wide.
    """
    spans = [
        Span(Span.parse(since).first, Span.parse(until).last)
        for since, until in (periods if state.events else ())
    ]
    found: list[Marker] = []
    for event in sorted(state.events):
        day, name = parts_of(event)
        x = _place(Span.parse(day).first, spans)
        label = f"{short_day(day)} {name}".strip()
        before = next((each for each in found[::-1] if each.x is not None), None)
        row = (before.row + 1) % _ROWS if before and x is not None and _close(before, x) else 0
        url = address_of(state.unmarked(event))
        found.append(Marker(label, x, (x or 0) > _RIGHT, row, url))
    return tuple(found)


def _close(before: Marker, x: float) -> bool:
    return before.x is not None and x - before.x < _CLEAR


def _place(day: int, spans: Sequence[Span]) -> float | None:
    """Return where the middle of a day stands among periods, in percent."""
    for index, span in enumerate(spans):
        if span.first <= day <= span.last:
            within = (day - span.first + 0.5) / (span.last - span.first + 1)
            return round(100 * (index + within) / len(spans), 2)
    return None
