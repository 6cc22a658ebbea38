"""The results before and after an article, in the search that it was found with."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.answers.beside import Listed
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
    found = archive.beside(state.request(PAGE_SIZE), article_id)
    return Neighbours(_neighbour(state, found.previous), _neighbour(state, found.following))


def _neighbour(state: SearchState, found: Listed | None) -> Neighbour | None:
    if found is None:
        return None
    url = state.at(found.page).article_url(found.article.id)
    return Neighbour(url, found.article.title.strip())
