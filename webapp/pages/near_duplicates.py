"""The near-duplicates of a hit: a few of them with their addresses, the others counted."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Hit
from indexer.near_duplicates.naming import named_near_duplicates
from webapp.urls.search_state import SearchState


@dataclass(frozen=True, slots=True)
class LinkedNearDuplicate:
    """A near-duplicate under the name that tells it from the others."""

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """The first near-duplicates, and how many `more` there are."""

    shown: tuple[LinkedNearDuplicate, ...]
    more: int


def near_duplicates(hit: Hit, state: SearchState) -> NearDuplicates:
    """Return the near-duplicates that stand under a hit."""
    named, more = named_near_duplicates(hit)
    shown = (
        LinkedNearDuplicate(name, article.title, state.article_url(article.id))
        for name, article in named
    )
    return NearDuplicates(tuple(shown), more)
