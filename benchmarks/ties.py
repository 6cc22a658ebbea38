"""Orders that two engines may give alike: articles of nearly one score have none among them."""

from __future__ import annotations

from indexer.model import SearchPage

TIE = 2e-3
"""The share of a score within which two articles are a tie."""


def ties(page: SearchPage) -> list[set[str]]:
    """Return the ids of the articles in order, those of a tie as one set.

    Without the last tie, of which the end of the page may have cut a part.
    """
    groups: list[set[str]] = []
    last = None
    for hit in page.hits:
        if last is None or abs(hit.score - last) > TIE * abs(last):
            groups.append(set())
        groups[-1].add(hit.article.id)
        last = hit.score
    return groups[:-1]
