"""Links between the pages of a result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; `gap` when pages are left out before it."""

    number: int
    url: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """The links under a page of results; None where there is nothing further."""

    previous: str | None
    following: str | None
    links: tuple[PageLink, ...]


def paging(address_of: Callable[[int], str], current: int, last: int) -> Paging:
    """Return links to the pages around the current one, the first and the last."""
    near = range(max(1, current - AROUND), min(last, current + AROUND) + 1)
    numbers = sorted({1, *near, last})
    links = tuple(
        PageLink(number, address_of(number), number == current, number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )
    return Paging(
        previous=address_of(current - 1) if 1 < current <= last + 1 else None,
        following=address_of(current + 1) if current < last else None,
        links=links if last > 1 else (),
    )
