"""The limits of a list: how much of it is ranked with care, and which partial matches it has."""

from __future__ import annotations

from collections.abc import Sequence

RERANK_WINDOW = 100
"""Articles that are ordered with everything there is; those after them keep the engine's order."""

MIN_PARTIAL_SCORE = 0.1
"""Share of the best score that a partial match needs to be listed."""

MIN_PARTIAL_LIMIT = 10
"""Partial matches that a list may have in the smallest archive."""

PARTIAL_ARCHIVE_SHARE = 10
"""One in so many articles of an archive may be a partial match, where that is more."""


def partial_matches(scores: Sequence[float], total: int, size: int) -> int:
    """Return how many articles past the `total` that satisfy a query are worth listing.

    `scores` are those of the first RERANK_WINDOW articles; `size` is that of the archive, of which
    the whole would be listed if it is small. See docs/decisions/0007-partial-matches.md.
    """
    lowest = MIN_PARTIAL_SCORE * scores[0] if scores else 0.0
    limit = max(MIN_PARTIAL_LIMIT, size // PARTIAL_ARCHIVE_SHARE)
    return min(limit, sum(1 for score in scores[total:] if score >= lowest))
