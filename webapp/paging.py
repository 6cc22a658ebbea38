"""Links between the pages of a result."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import SearchPage
from webapp.state import SearchState

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


def paging(state: SearchState, page: SearchPage) -> Paging:
    """Return links to the pages around this one, the first and the last."""
    last = page.pages
    near = range(max(1, page.page - AROUND), min(last, page.page + AROUND) + 1)
    numbers = sorted({1, *near, last})
    links = tuple(
        PageLink(number, state.at(number).url(), number == page.page, number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )
    return Paging(
        previous=state.at(page.page - 1).url() if 1 < page.page <= last + 1 else None,
        following=state.at(page.page + 1).url() if page.page < last else None,
        links=links if last > 1 else (),
    )
