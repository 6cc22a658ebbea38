"""Plots as small SVG files that are read in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

_WIDTH, _HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 44, 40, 28
_STEPS = 4  # of the scale that goes up
_COLOURS = ("#2f7fc1", "#c8641e", "#3a9a5b")  # told apart on white and on black, and by the blind
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}"
    "path{stroke:#8886;stroke-width:1}polyline{fill:none;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}}"
)


class Line(NamedTuple):
    """Points that belong together, from left to right, and what they are called."""

    name: str
    points: Sequence[tuple[float, float]]


def plot(title: str, lines: Sequence[Line], *, logarithmic: bool = False) -> str:
    """Return a plot of lines that starts at 0 upwards; to the right by powers of ten if asked."""
    across = [x for line in lines for x, _ in line.points]
    scale = _Scale(max(y for line in lines for _, y in line.points), across, logarithmic)
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text class="title" x="8" y="20">{escape(title)}</text>',
        *_grid(scale),
    ]
    for line, colour in zip(lines, _COLOURS, strict=False):
        parts += _drawn(line, colour, scale)
    return "\n".join((*parts, "</svg>\n"))


class _Scale:
    """Where a value lies on the drawing."""

    def __init__(self, highest: float, across: Sequence[float], logarithmic: bool) -> None:
        self._measure = log10 if logarithmic else float
        first = min(across) if logarithmic else 0.0
        self._first = self._measure(first)
        self._span = (self._measure(max(across)) - self._first) or 1.0
        self.step = _round_step(highest / _STEPS)
        self.top = self.step * ceil(highest / self.step)
        if logarithmic:
            self.marks = [10.0**n for n in range(ceil(self._first), floor(log10(max(across))) + 1)]
        else:
            wide = _round_step(max(across) / 5)
            self.marks = [wide * n for n in range(floor(max(across) / wide) + 1)]

    def x(self, value: float) -> float:
        room = _WIDTH - _LEFT - _RIGHT
        return round(_LEFT + room * (self._measure(value) - self._first) / self._span, 1)

    def y(self, value: float) -> float:
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / self.top, 1)


def _round_step(rough: float) -> float:
    """Return the least of 1, 2, 2.5 and 5 times a power of ten that is as large."""
    power = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)


def _grid(scale: _Scale) -> Iterator[str]:
    value = 0.0
    while value <= scale.top:
        y = scale.y(value)
        yield f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:,g}</text>'
        value += scale.step
    for mark in scale.marks:
        middle = f'x="{scale.x(mark)}" y="{_HEIGHT - 8}" text-anchor="middle"'
        yield f"<text {middle}>{mark:,.0f}</text>"


def _drawn(line: Line, colour: str, scale: _Scale) -> Iterator[str]:
    places = [(scale.x(x), scale.y(y)) for x, y in line.points]
    joined = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{joined}" stroke="{colour}"/>'
    if len(places) <= _STEPS:
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places)
    x, y = places[-1]
    yield f'<text x="{x + 6}" y="{y + 4}">{escape(line.name)}</text>'
