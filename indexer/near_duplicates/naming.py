"""How the near-duplicates of a hit are named: a few of them, the others counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.model import Hit, NearDuplicate

MAX_NAMED = 3


class Named(NamedTuple):
    """A near-duplicate under the name that tells it from the others."""

    name: str
    article: NearDuplicate


def named_near_duplicates(hit: Hit) -> tuple[list[Named], int]:
    """Return the first near-duplicates of a hit, up to MAX_NAMED, and how many more there are."""
    first = hit.near_duplicates[:MAX_NAMED]
    names = _names(hit.article.source, first)
    return list(map(Named, names, first)), len(hit.near_duplicates) - len(first)


def _names(source: str | None, near_duplicates: Sequence[NearDuplicate]) -> list[str]:
    """Return the papers; where one stands there already, the title tells more."""
    papers = {source}
    names = []
    for article in near_duplicates:
        paper = article.source if article.source not in papers else None
        papers.add(article.source)
        names.append(paper or article.title or article.id)
    return names
