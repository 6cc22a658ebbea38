"""The limits of a list: how much of it is ranked with care, and which partial matches it has."""

from __future__ import annotations

from collections.abc import Sequence

RERANK_WINDOW = 100
"""Articles that are ordered with everything there is; those after them keep the engine's order."""

MIN_PARTIAL_SCORE = 0.1
"""Share of the best score that a partial match needs to be listed."""

MIN_RELATED_SCORE = 0.3
"""The same of one that no word of the query finds, but what the best articles have in common.

Under it there is mostly chance: of Bouteflika the list goes on with the protests in Algiers, at .46
to .33, of Hümeyra with other murders, at .25.
"""

MAX_PARTIAL = 10
"""Partial matches of a list, unless a page that is asked for has room for more."""

PARTIAL_ARCHIVE_SHARE = 10
"""One in so many articles of an archive may be a partial match, where that is more than ten."""


def partial_matches(
    scores: Sequence[float], total: int, size: int, page: int, least: float = MIN_PARTIAL_SCORE
) -> int:
    """Return how many articles past the `total` that satisfy a query are worth listing.

    `scores` are those of the first RERANK_WINDOW articles; `size` is that of the archive, of which
    the whole would be listed if it is small; `page` is how many articles a page has; `least` the
    share of the best score that is needed. See docs/decisions/0007-partial-matches.md.
    """
    lowest = least * scores[0] if scores else 0.0
    asked = min(page - total, size // PARTIAL_ARCHIVE_SHARE)
    return min(max(MAX_PARTIAL, asked), sum(1 for score in scores[total:] if score >= lowest))
