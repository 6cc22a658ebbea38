"""The days that most articles lie in: what is drawn over time leaves a few far off apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.model import Span

_OUTLIERS = 50
"""One in so many articles on either side may lie far off, and is not drawn among the others."""


def near(dated: Mapping[Span, int]) -> Span:
    """Return the days that most articles lie in: all, but for a few far off on either side."""
    ordered = sorted(dated, key=lambda span: span.last)
    whole = Span(min(span.first for span in ordered), ordered[-1].last)
    spare = sum(dated.values()) // _OUTLIERS
    first = _past(ordered, dated, spare).first
    last = _past(ordered[::-1], dated, spare).last
    most = Span(min(first, last), max(first, last))
    # What lies far off on a side is farther than all others lie apart.
    length = most.last - most.first + 1
    return Span(
        most.first if most.first - whole.first > length else whole.first,
        most.last if whole.last - most.last > length else whole.last,
    )


def _past(ordered: Sequence[Span], dated: Mapping[Span, int], spare: int) -> Span:
    """Return the first of the spans that has more than `spare` articles up to it."""
    before = 0
    for span in ordered:
        before += dated[span]
        if before > spare:
            return span
    return ordered[-1]
