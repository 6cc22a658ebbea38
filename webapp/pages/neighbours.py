"""The results before and after an article, in the search that it was found with."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Hit
from webapp.archive_access import Searchable
from webapp.urls.parameters import PAGE_SIZE
from webapp.urls.search_state import SearchState


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A result: its address in the same search, and its headline."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The result before an article and the one after it; None at an end of the list."""

    previous: Neighbour | None = None
    following: Neighbour | None = None


def neighbours(archive: Searchable, state: SearchState, article_id: str) -> Neighbours:
    """Return the neighbours of an article on the page of results that its address names.

    None where the article is not on that page, as under a better one of its story.
    """
    if state.blank:
        return Neighbours()
    page = archive.search(state.request(PAGE_SIZE), ())
    place = next((n for n, hit in enumerate(page.hits) if hit.article.id == article_id), None)
    if place is None:
        return Neighbours()
    listed = [(state, hit) for hit in page.hits]
    before = listed[place - 1] if place else _end(archive, state.at(state.page - 1), -1)
    last = place == len(listed) - 1
    more = state.page < page.pages
    after = (
        listed[place + 1] if not last else _end(archive, state.at(state.page + 1), 0, there=more)
    )
    return Neighbours(_neighbour(before), _neighbour(after))


def _end(
    archive: Searchable, state: SearchState, place: int, *, there: bool = True
) -> tuple[SearchState, Hit] | None:
    """Return the first or the last result of another page."""
    hits = archive.search(state.request(PAGE_SIZE), ()).hits if there and state.page > 0 else ()
    return (state, hits[place]) if hits else None


def _neighbour(found: tuple[SearchState, Hit] | None) -> Neighbour | None:
    if found is None:
        return None
    state, hit = found
    return Neighbour(state.article_url(hit.article.id), hit.article.title.strip())
