"""The near-copies of a result: a few of them named, the others counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model import Hit, NearDuplicate
from webapp.urls.search_state import SearchState

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy under the name that tells it from the others."""

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Copies:
    """The first copies, and how many `more` there are."""

    shown: tuple[Copy, ...]
    more: int


def copies(hit: Hit, state: SearchState) -> Copies:
    """Return the copies that stand under a result."""
    first = hit.near_duplicates[:SHOWN]
    names = _names(hit.article.source, first)
    shown = (
        Copy(name, copy.title, state.article_url(copy.id))
        for name, copy in zip(names, first, strict=True)
    )
    return Copies(tuple(shown), len(hit.near_duplicates) - len(first))


def _names(source: str | None, near_duplicates: Sequence[NearDuplicate]) -> list[str]:
    """Return the papers; where one stands there already, the title tells more."""
    said = {source}
    names = []
    for copy in near_duplicates:
        paper = copy.source if copy.source not in said else None
        said.add(copy.source)
        names.append(paper or copy.title or copy.id)
    return names
